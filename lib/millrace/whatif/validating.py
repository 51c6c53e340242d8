"""A fitted line held to its log: does it behave like the orders it was fitted to, and like orders it has not seen."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.whatif.fitting import Fit, fit_visits
from millrace.whatif.lines import Line, Orders, need_number, need_whole
from millrace.whatif.passing import pass_line

__all__ = ["Validation", "validate"]

QUANTILES = {"lead time, 10 %": 0.1, "lead time, median": 0.5, "lead time, 90 %": 0.9}
FEW_ORDERS, SMALL_SHARE = 50, 0.05


@dataclass(frozen=True, repr=False)
class Validation:
    """Simulated against observed, for both readings of the waits.

    Parameters
    ----------
    table : DataFrame
        One row per reading, orders and measure: ``reading`` ("hands", "elsewhere"), ``orders`` ("same": those the line
        was fitted to; "second half": fitted to the first half only), ``measure`` (quantiles of the lead time, mean
        wait before each step), ``observed_hours``, ``simulated_hours``, ``difference_share`` (simulated / observed -
        1), ``verdict`` ("within", "outside", "too small to matter", "not shown", "too few to say").
    verdicts : DataFrame
        One row per reading and orders: ``reading``, ``orders``, ``fits`` (True or False), ``largest_difference_share``,
        ``verdict`` ("fits", "too few to say" or "does not fit: ...").
    margin_share : float
        The largest difference that is within.

    Examples
    --------
    `validate` makes one.
    """

    table: pd.DataFrame
    verdicts: pd.DataFrame
    margin_share: float

    def __repr__(self) -> str:
        """Say in words which reading reproduces the log."""
        lines = (f'  "{row.reading}", {row.orders}: {row.verdict}' for row in self.verdicts.itertuples())
        return "\n".join([f"Simulated against observed, margin {self.margin_share:.0%}:", *lines])


def validate(model: Fit, *, margin_share: float = 0.15, runs: int = 5, seed: int = 0) -> Validation:
    """Hold a fitted line to its log: lead times and waits, on the same orders and on orders it has not seen.

    Parameters
    ----------
    model : Fit
        From `millrace.whatif.fit`.
    margin_share : float
        The largest difference that is within, as a share of what was observed.
    runs : int
        How often work and shelf times of the second half are drawn; the mean over them is compared.
    seed : int
        The luck.

    Returns
    -------
    Validation

    Raises
    ------
    ArgumentError
        When no fit was given, ``margin_share`` is not above 0, or ``runs`` is no whole number of 1 or more.

    Notes
    -----
    On the same orders, each order has its own work and shelf time: agreement there shows that the steps together carry
    the log, not that the model predicts. For the second half the line is fitted to the orders that came in
    the first half; of the second it is told only when orders came, their pieces and their steps, and it draws work and
    shelf times from the first. Waits that hold less than 5 % of all waiting are shown and not judged. A reading that
    fits is possible, not proven (Law, Simulation Modeling and Analysis, chapter 5).

    Examples
    --------
    ``whatif.validate(whatif.fit(log, hours=hours, pieces="pieces"))``
    """
    if not isinstance(model, Fit):
        raise ArgumentError(
            f"{in_words(model)} was given. A line fitted to an event log was expected: a line written by hand has "
            "nothing to be compared with. Use whatif.fit(log, hours=...) first."
        )
    need_number("margin_share", margin_share, above=0)
    need_whole("runs", runs)
    everyone = np.ones(len(model.visits.orders), dtype=bool)
    second = np.arange(len(everyone)) >= len(everyone) // 2
    parts = [
        _compared(model, reading, {"same": everyone}, [line], margin_share) for reading, line in model.readings.items()
    ]
    half = fit_visits(
        model.visits.some(~second), people=dict(zip(model.steps["step"], model.steps["people"], strict=True))
    )
    for reading, line in half.readings.items():
        lines = [_told_little(model, line, second, seed + run) for run in range(runs)]
        parts.append(_compared(model, reading, {"second half": second}, lines, margin_share))
    table = pd.concat(parts, ignore_index=True)
    return Validation(table, _verdicts(table), margin_share)


def _told_little(model: Fit, half: Line, second: np.ndarray, seed: int) -> Line:
    """Return the line of the first half with all orders, those of the second with drawn work and shelf times."""
    all_orders, first = model.hands.history, half.history
    assert all_orders is not None
    assert first is not None
    chance = np.random.default_rng([seed, 2])
    unseen = second[all_orders.visit_order]
    pace, ratio, shelf = np.ones(len(unseen)), np.ones(len(unseen)), all_orders.visit_elsewhere_hours.copy()
    pace[~unseen], ratio[~unseen], shelf[~unseen] = first.visit_pace, first.visit_ratio, first.visit_elsewhere_hours
    for step in range(len(half.steps)):
        pool, here = np.flatnonzero(first.visit_step == step), np.flatnonzero(unseen & (all_orders.visit_step == step))
        if len(pool):
            drawn = chance.choice(pool, len(here))
            ratio[here], shelf[here] = first.visit_ratio[drawn], first.visit_elsewhere_hours[drawn]
            pace[here] = _paces(model, first, pool, here)
    return replace(half, history=replace(all_orders, visit_pace=pace, visit_ratio=ratio, visit_elsewhere_hours=shelf))


def _paces(model: Fit, first: Orders, pool: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return the pace that each kind had in the first half; 1 for a kind that is new."""
    kinds = model.visits.orders["kind"].to_numpy()
    known = pd.Series(first.visit_pace[pool], index=kinds[first.visit_order[pool]]).groupby(level=0).first()
    asked = pd.Series(kinds[model.visits.visits["order"].to_numpy()[here]])
    return asked.map(known).fillna(1.0).to_numpy()


def _compared(
    model: Fit, reading: str, which: dict[str, np.ndarray], lines: list[Line], margin_share: float
) -> pd.DataFrame:
    ((orders, kept),) = which.items()
    visits = model.visits
    shown = visits.visits["waiting"].notna().to_numpy() & kept[visits.visits["order"]]
    step = visits.visits["step"].to_numpy()[shown]
    simulated = np.mean([_measures(line, kept, shown, step) for line in lines], axis=0)
    lead = visits.lead_time_hours[kept]
    waits = _means(step, visits.visits["waiting"].to_numpy()[shown], len(visits.steps))
    observed = np.concatenate([np.quantile(lead, list(QUANTILES.values())), waits])
    count = np.concatenate([np.full(len(QUANTILES), len(lead)), np.bincount(step, minlength=len(visits.steps))])
    table = pd.DataFrame(
        {
            "reading": reading,
            "orders": orders,
            "measure": [*QUANTILES, *(f"wait before {name}" for name in visits.steps)],
            "observed_hours": observed,
            "simulated_hours": simulated,
        }
    )
    difference = simulated / np.where(observed > 0, observed, np.nan) - 1
    total = np.nansum(waits * count[len(QUANTILES) :])
    small = np.append(np.zeros(len(QUANTILES), bool), waits * count[len(QUANTILES) :] < SMALL_SHARE * total)
    cases = {
        "not shown": np.isnan(observed),
        "too few to say": count < FEW_ORDERS,
        "too small to matter": small | (observed <= 0),
        "within": np.abs(difference) <= margin_share,
    }
    verdict = np.select(list(cases.values()), list(cases), "outside")
    return table.assign(difference_share=difference, verdict=verdict)


def _measures(line: Line, kept: np.ndarray, shown: np.ndarray, step: np.ndarray) -> np.ndarray:
    assert line.history is not None
    passage = pass_line(line, line.history)
    lead = np.quantile(passage.lead_time_hours[kept], list(QUANTILES.values()))
    return np.concatenate([lead, _means(step, passage.waiting_hours[shown], len(line.steps))])


def _means(step: np.ndarray, hours: np.ndarray, steps: int) -> np.ndarray:
    count = np.bincount(step, minlength=steps)
    return np.bincount(step, hours, minlength=steps) / np.where(count > 0, count, np.nan)


def _verdicts(table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (reading, orders), part in table.groupby(["reading", "orders"], sort=False):
        judged = part[part["verdict"].isin(["within", "outside"])]
        verdict = _verdict(part, judged[judged["verdict"] == "outside"])
        worst = judged["difference_share"].abs().max()
        rows.append([reading, orders, verdict == "fits", worst, verdict])
    return pd.DataFrame(rows, columns=["reading", "orders", "fits", "largest_difference_share", "verdict"])


def _verdict(part: pd.DataFrame, outside: pd.DataFrame) -> str:
    if outside.empty:
        return "too few to say" if (part["verdict"] == "too few to say").any() else "fits"
    worst = outside.sort_values("difference_share", key=abs, ascending=False).head(3)
    said = [
        f"{row.measure} is {row.simulated_hours:.1f}, not {row.observed_hours:.1f} hours" for row in worst.itertuples()
    ]
    more = f" and {len(outside) - 3} more" if len(outside) > 3 else ""
    return f"does not fit: {'; '.join(said)}{more}"
