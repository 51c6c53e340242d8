"""Changes to a line side by side, in hours and in money, under every reading of the waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.whatif.changes import Change, changed
from millrace.whatif.drawing_orders import draw_orders
from millrace.whatif.fitting import Fit
from millrace.whatif.lines import Line, need_number, need_whole
from millrace.whatif.passing import pass_line
from millrace.whatif.validating import validate

__all__ = ["AS_IT_IS", "compare"]

AS_IT_IS, BY_HAND = "as it is", "by hand"
TAIL, WEEKS_PER_YEAR, LITTLE_SHARE = 0.05, 52, 0.05
MEASURES = [
    "lead_time_median_hours",
    "lead_time_90_hours",
    "lead_time_mean_hours",
    "late_share",
    "saved_hours",
    "orders_per_week",
]
LATE, PROMISED = MEASURES.index("late_share"), len(MEASURES)
MUST_FIT = {"second half": ("same", "second half"), "same": ("same",)}


@dataclass(frozen=True)
class _Money:
    wage_per_hour: float | None
    costs_per_year: Mapping[str, float]
    on_time_worth: tuple[float, ...] | None


def compare(
    model: Line | Fit,
    changes: Mapping[str, Change],
    *,
    runs: int = 20,
    weeks: float = 52,
    warm_up_weeks: float = 4,
    seed: int = 0,
    wage_per_hour: float | None = None,
    costs_per_year: Mapping[str, float] | None = None,
    on_time_worth: Sequence[float] | None = None,
    must_fit: str = "second half",
    margin_share: float = 0.15,
) -> pd.DataFrame:
    """Try changes on a line, each with the same orders and the same luck, and put hours and money side by side.

    Parameters
    ----------
    model : Line or Fit
        A line by hand, or one fitted to an event log, which is tried under both readings of its waits.
    changes : mapping
        Names of your own and changes: ``{"second painter": whatif.more_people("painting")}``.
    runs : int
        How many times the weeks are simulated, each with other luck.
    weeks, warm_up_weeks : float
        Weeks reported in each run, and weeks before them in which the line fills up.
    seed : int
        The luck of the first run.
    wage_per_hour : float, optional
        What one more person costs per paid hour, in your currency. Needed for the cost of more people.
    costs_per_year : mapping, optional
        What a change costs per year besides wages: ``{"new machine": 40_000}``. Say 0 when it costs nothing.
    on_time_worth : sequence of three numbers, optional
        What one more order delivered on time is worth: low, likely, high.
    must_fit : str
        Of a fitted line: "second half" prices only a reading that also holds for orders it has not seen; "same" also
        prices one that holds for the orders of the log only.
    margin_share : float
        Of a fitted line: the margin of `validate`.

    Returns
    -------
    DataFrame
        One row per reading and change, first "as it is": ``reading`` ("by hand", "hands", "elsewhere"), ``change``,
        then ``lead_time_median_hours``, ``lead_time_90_hours``, ``lead_time_mean_hours``, ``late_share``,
        ``saved_hours`` (per order: how much smaller the mean is), ``orders_per_week``, each followed by the same with
        ``_low`` and ``_high``, between which nine of ten runs lie; ``cost_per_year``; ``value_per_year_low``,
        ``_likely``, ``_high`` (orders more on time * worth); ``supported`` (whether the reading reproduces the log);
        ``verdict``. Money that was not given, or that is not supported, is missing.

    Raises
    ------
    ArgumentError
        When a step is not in the line, there is no change, ``on_time_worth`` is not three rising numbers, costs name
        no change, or a number is out of range.

    Notes
    -----
    A person is paid for all working hours of 52 weeks. An interval holds the luck of the runs; that the model may be
    wrong is not in it, and neither is which reading is true. Common random numbers: Law, chapter 11.

    Examples
    --------
    >>> from millrace.whatif.changes import more_people
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=50, spread=1)], orders_per_week=40, hours_per_week=40)
    >>> table = compare(line, {"second person": more_people("cut")}, runs=5, wage_per_hour=10)
    >>> table[["change", "cost_per_year"]].values.tolist()
    [['as it is', 0.0], ['second person', 20800.0]]
    """
    lines, supported = _readings(model, must_fit, margin_share)
    money = _Money(wage_per_hour, dict(costs_per_year or {}), None if on_time_worth is None else tuple(on_time_worth))
    _check(changes, money, runs)
    tried = {name: {AS_IT_IS: line} | {n: changed(line, c) for n, c in changes.items()} for name, line in lines.items()}
    results = {name: [] for name in lines}  # type: dict[str, list[np.ndarray]]
    for reading, run in _progress([(reading, run) for reading in lines for run in range(runs)]):
        results[reading].append(_one_run(tried[reading], weeks, warm_up_weeks, seed + run))
    parts = [_table(name, lines[name], np.array(results[name]), changes, money, supported[name]) for name in lines]
    return _go_and_look(pd.concat(parts, ignore_index=True), changes)


def _go_and_look(table: pd.DataFrame, changes: Mapping[str, Change]) -> pd.DataFrame:
    """Say what to look at in the workshop where the readings disagree about a change."""
    effects = table["verdict"].str.split(";|[0-9]", regex=True).str[0].groupby(table["change"]).nunique()
    for name, change in changes.items():
        steps = " and ".join(dict.fromkeys(step for _, step, _ in change.settings if step))
        if effects[name] > 1 and steps:
            look = f". Go and look at {steps}: can an order that lies there be begun at once?"
            table.loc[table["change"] == name, "verdict"] += ". It depends on why orders wait" + look
    return table


def _readings(model: object, must_fit: str, margin_share: float) -> tuple[dict[str, Line], dict[str, str]]:
    if must_fit not in MUST_FIT:
        raise ArgumentError(
            f"must_fit={in_words(must_fit)} was given. 'second half' or 'same' was expected. Choose one of them."
        )
    if isinstance(model, Fit):
        found = validate(model, margin_share=margin_share).verdicts
        found = found[found["orders"].isin(MUST_FIT[must_fit])]
        said = {name: part.loc[~part["fits"], "verdict"].tolist() for name, part in found.groupby("reading")}
        return model.readings, {str(name): faults[0] if faults else "yes" for name, faults in said.items()}
    if isinstance(model, Line):
        return {BY_HAND: model}, {BY_HAND: "yes"}
    raise ArgumentError(
        f"{in_words(model)} was given. A line was expected. Make one with whatif.Line(...) or whatif.fit(...)."
    )


def _check(changes: object, money: _Money, runs: int) -> None:
    if not isinstance(changes, Mapping) or not changes or AS_IT_IS in changes:
        raise ArgumentError(
            f"changes={in_words(changes)} was given. Names and changes in curly brackets were expected, none of them "
            f"called '{AS_IT_IS}'. Write it like {{'second painter': whatif.more_people('painting')}}."
        )
    need_whole("runs", runs)
    if money.wage_per_hour is not None:
        need_number("wage_per_hour", money.wage_per_hour, least=0)
    for name, cost in money.costs_per_year.items():
        if name not in changes:
            raise ArgumentError(
                f"costs_per_year names {in_words(name)}. One of the changes was expected: {', '.join(changes)}."
                f"{did_you_mean(name, changes) or ' Correct the name.'}"
            )
        need_number("costs_per_year", cost, least=0, at=name)
    worth = money.on_time_worth
    if worth is not None and not (len(worth) == 3 and 0 <= worth[0] <= worth[1] <= worth[2]):
        raise ArgumentError(
            f"on_time_worth={in_words(worth)} was given. Three rising numbers were expected: low, likely, high. "
            "Write it like [50, 100, 200]."
        )


def _progress(tasks: list[tuple[str, int]]) -> Iterable[tuple[str, int]]:
    from tqdm.auto import tqdm

    # It appears only when there is something to wait for.
    return tqdm(tasks, desc="Simulating", unit=" runs", leave=False, delay=2)


def _one_run(lines: Mapping[str, Line], weeks: float, warm_up_weeks: float, seed: int) -> np.ndarray:
    """Return the measures of each line, one row per line, on the same orders."""
    need_number("weeks", weeks, above=0)
    need_number("warm_up_weeks", warm_up_weeks, least=0)
    as_it_is = lines[AS_IT_IS]
    orders = draw_orders(as_it_is, weeks=weeks + warm_up_weeks, seed=seed)
    start = warm_up_weeks * as_it_is.hours_per_week
    counted = orders.arrived_hours > start
    if not counted.any():
        raise ArgumentError(f"No order came in weeks={weeks:g}. At least one was expected. Simulate more weeks.")
    promised = orders.promised_hours[counted]
    rows, base = [], np.nan
    for line in lines.values():
        passage = pass_line(line, orders)
        lead, done = passage.lead_time_hours[counted], passage.finished_hours
        base = lead.mean() if line is as_it_is else base
        known = ~np.isnan(promised)
        late = (lead > promised + 1e-9)[known].mean() if known.any() else np.nan
        rate = ((done > start) & (done <= start + weeks * line.hours_per_week)).sum() / weeks
        mean = lead.mean()
        rows.append([np.median(lead), np.quantile(lead, 0.9), mean, late, base - mean, rate, known.sum() / weeks])
    return np.array(rows)


def _table(
    reading: str,
    line: Line,
    results: np.ndarray,
    changes: Mapping[str, Change],
    money: _Money,
    supported: str,
) -> pd.DataFrame:
    rows = []
    mean_lead = results[:, 0, MEASURES.index("lead_time_mean_hours")].mean()
    for place, name in enumerate([AS_IT_IS, *changes]):
        measures = results[:, place, : len(MEASURES)]
        columns: dict[str, object] = {"reading": reading, "change": name}
        for measure, values in zip(MEASURES, measures.T, strict=True):
            low, high = np.quantile(values, [TAIL, 1 - TAIL])
            columns |= {measure: values.mean(), f"{measure}_low": low, f"{measure}_high": high}
        on_time = (results[:, 0, LATE] - results[:, place, LATE]) * results[:, 0, PROMISED] * WEEKS_PER_YEAR
        priced = supported == "yes"
        columns["cost_per_year"] = _cost(name, changes.get(name), line, money) if priced else np.nan
        columns |= dict(zip(VALUES, _value(on_time, money) if priced else [np.nan] * 3, strict=True))
        columns |= {"supported": supported}
        rows.append(columns | {"verdict": _verdict(columns, float(mean_lead), is_change=place > 0)})
    return pd.DataFrame(rows)


VALUES = [f"value_per_year_{name}" for name in ("low", "likely", "high")]


def _cost(name: str, change: Change | None, line: Line, money: _Money) -> float:
    if change is None:
        return 0.0
    wages = 0.0
    if change.extra_people:
        hours = change.extra_people * line.hours_per_week * WEEKS_PER_YEAR
        wages = np.nan if money.wage_per_hour is None else hours * money.wage_per_hour
    only_people = all(kind == "people" for kind, _, _ in change.settings)
    return wages + money.costs_per_year.get(name, 0.0 if only_people else np.nan)


def _value(on_time: np.ndarray, money: _Money) -> list[float]:
    """Return the worth of the orders more on time: fewest * low, mean * likely, most * high, with signs minded."""
    if money.on_time_worth is None:
        return [np.nan] * 3
    low, likely, high = money.on_time_worth
    fewest, most = np.quantile(on_time, [TAIL, 1 - TAIL])
    return [min(fewest * low, fewest * high), on_time.mean() * likely, max(most * low, most * high)]


def _verdict(row: Mapping[str, object], lead_hours: float, *, is_change: bool) -> str:
    if not is_change:
        return ""
    saved, low, high = (float(str(row[name])) for name in ("saved_hours", "saved_hours_low", "saved_hours_high"))
    cost, least, most = (float(str(row[name])) for name in ("cost_per_year", VALUES[0], VALUES[2]))
    if abs(saved) < LITTLE_SHARE * lead_hours:
        effect = "changes little"
    elif low > 0:
        effect = f"saves {saved:.1f} hours per order"
    else:
        effect = f"costs {-saved:.1f} hours per order" if high < 0 else "not shown: saves in some runs, costs in others"
    if row["supported"] != "yes":
        return f"{effect}; not priced, the model does not reproduce the log"
    if np.isnan(cost) or np.isnan(least):
        return effect
    pays = "worth more than it costs" if least > cost else "costs more than it is worth" if most < cost else ""
    return f"{effect}; {pays or 'may or may not be worth its cost'}"
