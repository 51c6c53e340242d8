"""A line fitted to an event log, under both readings of why orders wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, did_you_mean, in_words
from millrace.process.log import EventLog
from millrace.whatif.lines import Line, Orders, Step, need_whole
from millrace.whatif.readings import Explanation, explain_waits, hours_of_work, set_readings
from millrace.whatif.visits import Hours, Visits, read_visits

__all__ = ["Fit", "fit", "fit_visits"]

FEW_VISITS, SHORT_SHARE = 30, 0.05
EXPLAINED, NOT_EXPLAINED = 0.8, 0.5
REWEIGHTED = 5


@dataclass(frozen=True, repr=False)
class Fit:
    """A line fitted to an event log: one line per reading of the waits, and what was found at each step.

    Parameters
    ----------
    hands : Line
        Orders wait because people are at the step only part of the time. A second person helps.
    elsewhere : Line
        Orders lie elsewhere, whatever the hands do: drying, transport, a shelf. A second person does not help.
    steps : DataFrame
        One row per step: ``step``, ``people_seen`` (names in the log), ``people`` (as modelled), ``shared_share``
        (visits by people who also work at another step), ``visits``, ``minutes_per_piece``, ``setup_minutes``,
        ``utilisation_share`` (work / open hours of the people), ``waiting_hours`` (mean in the log), ``queue_hours``
        (the wait these people would cause if they were always there), ``explained_share`` (queue / waiting),
        ``available_share`` (reading "hands"), ``elsewhere_hours`` (mean, reading "elsewhere"), ``verdict``.
    visits : Visits
        The log on the clock of working hours.
    notes : tuple of str
        What was noticed, in sentences.

    Examples
    --------
    `millrace.whatif.fit` makes one.
    """

    hands: Line
    elsewhere: Line
    steps: pd.DataFrame
    visits: Visits
    notes: tuple[str, ...]

    @property
    def readings(self) -> dict[str, Line]:
        """Both lines by the name of their reading."""
        return {"hands": self.hands, "elsewhere": self.elsewhere}

    def __repr__(self) -> str:
        """Say in words what was fitted, and what the log does not show."""
        head = (
            f"Line of {counted(len(self.steps), 'step')} fitted to {counted(len(self.visits.orders), 'order')} with "
            f"{counted(len(self.visits.visits), 'visit')}, {self.visits.hours_per_week:.1f} working hours per week"
        )
        steps = (f"  {row.step}: {row.verdict}" for row in self.steps.itertuples())
        return "\n".join([head, *steps, *(f"  Note: {note}" for note in self.notes)])


def fit(
    log: EventLog,
    *,
    hours: Hours,
    pieces: str | None = None,
    kind: str | None = None,
    arrived: str | None = None,
    promised: str | None = None,
    people: Mapping[str, int] | None = None,
) -> Fit:
    """Fit a line to an event log: work per piece, people per step, and two readings of the waits.

    Parameters
    ----------
    log : EventLog
        From `millrace.process.event_log`, with start, end and resource.
    hours : WorkingHours
        When the shop is open, from `millrace.process`.
    pieces : str, optional
        Column with the pieces of the order. Without it, the work of an order is not divided by pieces.
    kind : str, optional
        Column with what is made, such as the family of the article, when some kinds take longer per piece. Without it,
        what differs between kinds is taken for set-up or chance, and a faster machine saves too little.
    arrived : str, optional
        Column with the moment at which the order came. Without it, the wait before the first step is not shown.
    promised : str, optional
        Column with the promised moment; a day is kept until its end.
    people : mapping, optional
        People at a step where you know better than the log, or where it has no names: ``{"painting": 1}``.

    Returns
    -------
    Fit

    Raises
    ------
    ArgumentError
        When the log has fewer than two cases or one time per event, a step has no names and is not in ``people``, or
        ``people`` names a step that is not in the log.
    ColumnError
        When a column is missing or of the wrong kind.

    Notes
    -----
    People of a step are the names seen in a usual week (the median over weeks). Work is fitted as set-up + pieces *
    minutes per piece, neither below 0, by weighted least squares; each visit keeps its own deviation. A wait that the
    people of a step do not explain is read in two ways, and never in one of them in silence: see
    `millrace.whatif.readings`. The truth may lie between, or differ from step to step.

    Examples
    --------
    >>> from millrace.process.log import event_log
    >>> table = pd.DataFrame({"order": [1, 1, 2, 2], "step": ["cut", "sew"] * 2, "who": ["A", "B"] * 2,
    ...     "on": pd.to_datetime(["2025-03-03 08:00", "2025-03-03 10:00", "2025-03-03 09:00", "2025-03-03 12:00"]),
    ...     "off": pd.to_datetime(["2025-03-03 09:00", "2025-03-03 12:00", "2025-03-03 10:00", "2025-03-03 13:00"])})
    >>> log = event_log(table, case="order", step="step", start="on", end="off", resource="who")
    >>> class AlwaysOpen:
    ...     def open_hours(self, start, end):
    ...         return (end - start) / pd.Timedelta(hours=1)
    >>> fit(log, hours=AlwaysOpen()).steps[["step", "people", "waiting_hours", "queue_hours"]].values.tolist()
    [['cut', 1, nan, nan], ['sew', 1, 1.5, 0.5]]
    """
    visits = read_visits(log, hours=hours, pieces=pieces, kind=kind, arrived=arrived, promised=promised)
    return fit_visits(visits, people=_people(visits, people or {}))


def fit_visits(visits: Visits, *, people: Mapping[str, int]) -> Fit:
    """Fit a line to visits that are on the clock of working hours.

    Parameters
    ----------
    visits : Visits
        From `millrace.whatif.visits.read_visits`, all or some orders.
    people : mapping
        People at every step.

    Returns
    -------
    Fit

    Examples
    --------
    `millrace.whatif.fit` calls it, and so does `millrace.whatif.validate` for one half of the orders.
    """
    parts = dict(iter(visits.visits.groupby("step")))
    nothing = visits.visits.head(0)
    here = [parts.get(number, nothing) for number in range(len(visits.steps))]
    work = [_work(part, visits.orders["pieces"].to_numpy(), visits.orders["kind"].to_numpy()) for part in here]
    found = [explain_waits(part, people=people[name]) for name, part in zip(visits.steps, here, strict=True)]
    set_by = [set_readings(p, w, people=people[n]) for p, w, n in zip(here, found, visits.steps, strict=True)]
    available, stretch = np.array(set_by).T
    gaps = _gap_hours(visits, found)
    pace, ratio, shelf = np.ones((3, len(visits.visits)))
    for part, (_, _, paces, ratios), why, factor in zip(here, work, found, stretch, strict=True):
        pace[part.index], ratio[part.index], shelf[part.index] = paces, ratios, why.free_hours * factor
    steps = _report(visits, here, work, found, people).assign(
        available_share=available, elsewhere_hours=[shelf[part.index].mean() if len(part) else np.nan for part in here]
    )
    steps["verdict"] = _verdicts(steps)
    hands = _line(visits, steps, pace, ratio, gaps, available=available.tolist())
    elsewhere = _line(visits, steps, pace, ratio, gaps + shelf, available=[1.0] * len(found))
    return Fit(hands, elsewhere, steps, visits, (*visits.notes, *_shared(steps)))


def _people(visits: Visits, known: Mapping[str, int]) -> dict[str, int]:
    for name, number in known.items():
        if name not in visits.steps:
            raise ArgumentError(
                f"people= names the step {in_words(name)}. A step of the log was expected: {', '.join(visits.steps)}."
                f"{did_you_mean(name, visits.steps) or ' Correct the name.'}"
            )
        need_whole("people", number, at=name)
    seen = visits.visits.groupby(["step", "week"])["resource"].nunique().groupby("step").median()
    found = {name: int(np.ceil(seen.get(number, 0))) for number, name in enumerate(visits.steps)}
    unnamed = [name for name in visits.steps if not found[name] and name not in known]
    if unnamed:
        raise ArgumentError(
            f"The log has no names at the step {in_words(unnamed[0])}. The people at every step were expected. Name "
            f"the column as resource= in event_log(...), or say how many: people={{{in_words(unnamed[0])}: 2}}."
        )
    return {**found, **{name: int(number) for name, number in known.items()}}


def _work(part: pd.DataFrame, pieces: np.ndarray, kinds: np.ndarray) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Return minutes of set-up and per piece, and for each visit its pace and work as multiples of the fitted."""
    order = part["order"].to_numpy()
    size, minutes, kind = pieces[order], hours_of_work(part) * 60, pd.Series(kinds[order])
    signed = part["work"].notna().to_numpy() if part["work"].notna().any() else np.ones(len(part), dtype=bool)
    if not len(part):
        return 0.0, 0.0, np.ones(0), np.ones(0)
    # A kind that is rarely seen has no pace of its own.
    rare = kind.map(kind[signed].value_counts()).fillna(0) < FEW_VISITS
    code, _ = pd.factorize(kind.mask(rare, ""))
    setup, per_kind = _set_up_and_pace(size[signed], minutes[signed], code[signed])
    per_visit = per_kind[code]
    per_piece = float((per_visit * size).sum() / size.sum()) if size.sum() > 0 else 0.0
    fitted = setup + per_visit * size
    ratio = np.divide(minutes, fitted, out=np.ones(len(part)), where=fitted > 0)
    return setup, per_piece, per_visit / per_piece if per_piece > 0 else np.ones(len(part)), ratio


def _set_up_and_pace(size: np.ndarray, minutes: np.ndarray, code: np.ndarray) -> tuple[float, np.ndarray]:
    """Fit minutes = set-up + minutes per piece of the kind * pieces, none of them below 0."""
    from scipy.optimize import nnls

    runs = size[:, None] * (code[:, None] == np.arange(code.max() + 1))
    varies = np.ptp(size) > 0
    # Orders that are all of one size say nothing about set-up.
    design = np.column_stack([np.ones(len(size)) * varies, runs])
    fitted = np.full(len(size), max(minutes.mean(), 1e-9))
    # Large orders differ by more minutes than small ones: each counts by its share, not by its minutes.
    for _ in range(REWEIGHTED):
        coefficients = nnls(design / fitted[:, None], minutes / fitted)[0]
        fitted = np.maximum(design @ coefficients, 1e-3)
    coefficients = coefficients * minutes.sum() / max((design @ coefficients).sum(), 1e-9)
    return float(coefficients[0]), coefficients[1:]


def _report(
    visits: Visits,
    here: list[pd.DataFrame],
    work: list[tuple[float, float, np.ndarray, np.ndarray]],
    found: list[Explanation],
    people: Mapping[str, int],
) -> pd.DataFrame:
    table = visits.visits
    span = max(float(table["end"].max() - table["begin"].min()), 1e-9)
    many = table.groupby("resource")["step"].nunique() > 1
    shared = table["resource"].isin(many.index[many])
    rows = [
        {
            "step": name,
            "people_seen": part["resource"].nunique(),
            "people": people[name],
            "shared_share": shared[part.index].mean() if len(part) else np.nan,
            "visits": len(part),
            "minutes_per_piece": per_piece,
            "setup_minutes": setup,
            "utilisation_share": (part["end"] - part["begin"]).sum() / (span * people[name]),
            "waiting_hours": why.waiting_hours,
            "queue_hours": why.queue_hours,
            "explained_share": min(1.0, why.queue_hours / why.waiting_hours) if why.waiting_hours > 0 else np.nan,
        }
        for name, part, (setup, per_piece, _, _), why in zip(visits.steps, here, work, found, strict=True)
    ]
    return pd.DataFrame(rows)


def _verdicts(report: pd.DataFrame) -> list[str]:
    total = (report["waiting_hours"] * report["visits"]).sum()
    return [_verdict(row, total) for row in report.to_dict("records")]


def _verdict(row: Mapping[Any, Any], all_waiting_hours: float) -> str:
    if np.isnan(row["waiting_hours"]):
        return "not shown: the log does not say since when orders wait before it"
    if row["visits"] < FEW_VISITS:
        return f"too few to say: {row['visits']} visits"
    if row["waiting_hours"] * row["visits"] < SHORT_SHARE * all_waiting_hours or row["waiting_hours"] <= 0:
        return "short waits"
    share = f"{row['explained_share']:.0%} of {row['waiting_hours']:.1f} hours"
    if row["explained_share"] >= EXPLAINED:
        return f"waits for hands: busy people explain {share} of waiting"
    rest = "Go and look: can an order that lies there be begun at once?"
    if row["explained_share"] >= NOT_EXPLAINED:
        return (
            f"waits for hands in part: busy people explain {share} of waiting, the log does not show the rest. {rest}"
        )
    return f"waits although hands are free: busy people explain {share} of waiting, the log does not show why. {rest}"


def _gap_hours(visits: Visits, found: list[Explanation]) -> np.ndarray:
    """Return the hours before visits that follow a row set aside, beyond the usual wait: the model keeps them."""
    table = visits.visits
    usual = np.nan_to_num([why.waiting_hours for why in found])[table["step"]]
    return np.where(table["gap"], (table["begin"] - table["ready"] - usual).clip(lower=0), 0.0)


def _line(
    visits: Visits,
    steps: pd.DataFrame,
    pace: np.ndarray,
    ratio: np.ndarray,
    shelf: np.ndarray,
    *,
    available: list[float],
) -> Line:
    orders, table = visits.orders, visits.visits
    history = Orders(
        names=orders["case"].to_numpy(),
        arrived_hours=orders["arrived"].to_numpy(),
        pieces=orders["pieces"].to_numpy(),
        promised_hours=orders["promised"].to_numpy(),
        visit_order=table["order"].to_numpy(),
        visit_step=table["step"].to_numpy().astype(int),
        visit_pace=pace,
        visit_ratio=ratio,
        visit_elsewhere_hours=shelf,
    )
    benches = [
        Step(
            row["step"],
            minutes_per_piece=row["minutes_per_piece"],
            setup_minutes=row["setup_minutes"],
            people=row["people"],
            available_share=there,
        )
        for row, there in zip(steps.to_dict("records"), available, strict=True)
    ]
    span = max(float(np.ptp(orders["arrived"])), 1e-9)
    rate = max(len(orders) - 1, 1) / span * visits.hours_per_week
    return Line(tuple(benches), orders_per_week=rate, hours_per_week=visits.hours_per_week, history=history)


def _shared(steps: pd.DataFrame) -> list[str]:
    both = steps[steps["shared_share"] > 0.1]
    if both.empty:
        return []
    return [
        f"People also work at other steps ({', '.join(both['step'])}): the model counts them at each, so that reading "
        '"hands" takes them as there part of the time'
    ]
