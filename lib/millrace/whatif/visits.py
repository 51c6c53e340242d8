"""An event log on the clock of working hours: when each order was ready before a step, begun and ended there."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, require_columns
from millrace.process.log import EventLog, require_log

__all__ = ["Hours", "Visits", "read_visits"]

FEW_OUTSIDE = 0.01


class Hours(Protocol):
    """Working hours that can say how long the shop is open between two moments: `millrace.process.WorkingHours`."""

    def open_hours(self, start: Any, end: Any) -> Any:
        """Return the open hours from start to end, pair by pair."""


@dataclass(frozen=True)
class Visits:
    """The orders of an event log and their visits at steps, in working hours since the first day of the log.

    Parameters
    ----------
    orders : DataFrame
        One row per order: ``case``, ``arrived`` (hours), ``pieces``, ``kind`` (a text), ``promised`` (hours from
        the coming; missing when nothing was promised).
    visits : DataFrame
        One row per visit, by order and time: ``order`` (position), ``step`` (position), ``ready``, ``begin``, ``end``
        (hours), ``work`` (hours; missing when it was not signed off), ``waiting`` (hours; missing when the log does not
        show it), ``gap`` (whether a row before it was set aside), ``resource``, ``week``.
    steps : tuple of str
        The steps, in the order in which orders usually pass them.
    hours_per_week : float
        Working hours of an average week.
    notes : tuple of str
        What was noticed, in sentences.

    Examples
    --------
    `millrace.whatif.fit` makes one.
    """

    orders: pd.DataFrame
    visits: pd.DataFrame
    steps: tuple[str, ...]
    hours_per_week: float
    notes: tuple[str, ...]

    def some(self, orders: np.ndarray) -> "Visits":
        """Return the visits of some orders only, given as one True or False per order."""
        kept = self.visits[orders[self.visits["order"].to_numpy()]]
        places = np.cumsum(orders) - 1
        return replace(
            self,
            orders=self.orders[orders].reset_index(drop=True),
            visits=kept.assign(order=places[kept["order"]]).reset_index(drop=True),
        )

    @property
    def lead_time_hours(self) -> np.ndarray:
        """Working hours of each order from its coming to the end of its last step in the log."""
        return self.visits.groupby("order")["end"].last().to_numpy() - self.orders["arrived"].to_numpy()


def read_visits(
    log: EventLog, *, hours: Hours, pieces: str | None, kind: str | None, arrived: str | None, promised: str | None
) -> Visits:
    """Put an event log on the clock of working hours.

    Parameters
    ----------
    log : EventLog
        From `millrace.process.event_log`, with start and end.
    hours : WorkingHours
        When the shop is open.
    pieces, kind, arrived, promised : str, optional
        Columns of the events: pieces of the order, what is made, when it came, until when it was promised.

    Returns
    -------
    Visits

    Raises
    ------
    ArgumentError
        When the log is no event log, has one time per event, or fewer than two cases.
    ColumnError
        When a column is missing, or holds neither numbers nor times.

    Examples
    --------
    `millrace.whatif.fit` calls it.
    """
    events = _usable(log)
    require_columns(events, [column for column in (pieces, kind, arrived, promised) if column], table="the events")
    order, names = pd.factorize(events["case"])
    origin = events["start"].min().normalize()
    begin, end = (_clock(hours, origin, events[column]) for column in ("start", "end"))
    first = np.diff(order, prepend=-1) > 0
    known = None if arrived is None else _clock(hours, origin, _times(events, arrived))
    steps = tuple(_usual_sequence(events["step"], order))
    visits = pd.DataFrame(
        {
            "order": order,
            "step": pd.Categorical(events["step"], categories=steps).codes,
            "begin": begin,
            "end": end,
            "work": np.maximum(end - begin, 0.0),
            "gap": events["after_gap"].to_numpy() if "after_gap" in events else np.zeros(len(events), dtype=bool),
            "resource": events["resource"],
            "week": events["start"].dt.tz_localize(None).dt.to_period("W").astype(str),
        }
    )
    came = begin[first] if known is None else np.fmin(known[first], begin[first])
    notes = _notes(events, visits, arrived, pieces)
    visits = _filled(visits, came, shown=known is not None)
    orders = pd.DataFrame({"case": names, "arrived": came, "pieces": _pieces(events, pieces, order)})
    orders["kind"] = "" if kind is None else events[kind].astype(str).groupby(order).first().to_numpy()
    due = np.full(len(orders), np.nan) if promised is None else _due(events, promised, hours, origin)[first]
    days = (events[["start", "end"]].max().max().normalize() - origin) / pd.Timedelta(days=1) + 1
    open_hours = max(float(np.nanmax(visits["end"])), 1e-9)
    orders, visits = _by_coming(orders.assign(promised=due - came), visits)
    return Visits(orders, visits, steps, open_hours / days * 7, tuple(notes))


def _usable(log: EventLog) -> pd.DataFrame:
    log = require_log(log)
    if log.stamps != "start and end":
        raise ArgumentError(
            f"The log has {log.stamps} of each event. Start and end were expected, to tell waiting from work. "
            "Name both columns in event_log(...)."
        )
    events = log.events[log.events["start"].notna()].reset_index(drop=True)
    if events["case"].nunique() < 2:
        raise ArgumentError(
            f"The log has {events['case'].nunique()} usable cases. At least 2 were expected; some hundreds are needed "
            "for a result to lean on. Use a longer log."
        )
    return events


def _clock(hours: Hours, origin: pd.Timestamp, times: pd.Series) -> np.ndarray:
    """Return working hours since the origin; missing where the time is."""
    values, there = np.full(len(times), np.nan), times.notna().to_numpy()
    some = times[there].reset_index(drop=True)
    back = (some < origin).to_numpy()
    starts, ends = some.where(back, origin), some.where(~back, origin)
    values[there] = np.asarray(hours.open_hours(starts, ends), dtype=float) * np.where(back, -1, 1)
    return values


def _times(events: pd.DataFrame, column: str) -> pd.Series:
    values = events[column]
    if values.dtype.kind != "M" and not isinstance(values.dtype, pd.DatetimeTZDtype):
        raise ColumnError(
            f"Column '{column}' holds no times. Dates or times were expected. Read it with parse_dates first."
        )
    return (
        values
        if values.dt.tz is not None or events["start"].dt.tz is None
        else values.dt.tz_localize(events["start"].dt.tz)
    )


def _due(events: pd.DataFrame, promised: str, hours: Hours, origin: pd.Timestamp) -> np.ndarray:
    times = _times(events, promised)
    days_only = (times.dropna() == times.dropna().dt.normalize()).all()
    # A promised day is kept until its end.
    return _clock(hours, origin, times + pd.Timedelta(days=1) if days_only else times)


def _pieces(events: pd.DataFrame, pieces: str | None, order: np.ndarray) -> np.ndarray:
    if pieces is None:
        return np.ones(order.max() + 1)
    if not pd.api.types.is_numeric_dtype(events[pieces]):
        raise ColumnError(f"Column '{pieces}' holds text. Numbers were expected. Read it with parse_quantity first.")
    values = events[pieces].astype("float64").groupby(order).first()
    return values.fillna(values.median()).fillna(1.0).to_numpy()


def _usual_sequence(steps: pd.Series, order: np.ndarray) -> list[str]:
    place = steps.groupby(order).cumcount() / steps.groupby(order).transform("size")
    return [str(name) for name in place.groupby(steps).mean().sort_values(kind="stable").index]


def _filled(visits: pd.DataFrame, came: np.ndarray, *, shown: bool) -> pd.DataFrame:
    """Fill unknown ends by the usual work of the step; derive since when each was ready and how long it waited."""
    usual = visits.groupby("step")["work"].transform("median").fillna(0.0)
    last = (visits["order"] != visits["order"].shift(-1)).to_numpy()
    next_begin = np.where(last, np.inf, visits["begin"].shift(-1))
    end = visits["end"].fillna((visits["begin"] + usual).clip(upper=np.maximum(next_begin, visits["begin"])))
    first = (visits["order"] != visits["order"].shift()).to_numpy()
    # What lies within an earlier step is ready at once: steps of one order may overlap.
    ready = np.where(
        first, came[visits["order"]], np.minimum(end.groupby(visits["order"]).cummax().shift(), visits["begin"])
    )
    waiting = np.where(visits["gap"] | (first & (not shown)), np.nan, visits["begin"] - ready)
    return visits.assign(end=end, ready=ready, waiting=waiting)


def _by_coming(orders: pd.DataFrame, visits: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    places = np.argsort(orders["arrived"].to_numpy(), kind="stable")
    rank = np.empty(len(places), dtype=int)
    rank[places] = np.arange(len(places))
    visits = visits.assign(order=rank[visits["order"]]).sort_values("order", kind="stable", ignore_index=True)
    return orders.iloc[places].reset_index(drop=True), visits


def _notes(events: pd.DataFrame, visits: pd.DataFrame, arrived: str | None, pieces: str | None) -> list[str]:
    unsigned, gaps = int(visits["end"].isna().sum()), int(visits["gap"].sum())
    same = (visits["order"] == visits["order"].shift()).to_numpy()
    overlap = int((same & (visits["begin"] < visits["end"].shift() - 1e-9)).sum())
    outside = int(((visits["work"] <= 0) & (events["end"] > events["start"]).to_numpy()).sum())
    unknown = 0 if pieces is None else int(events[pieces].isna().sum())
    said = {
        "No column says when orders came: the wait before their first step is not shown": arrived is None,
        f"{unsigned:,} visits were not signed off: the usual work of their step was taken": unsigned,
        f"{gaps:,} visits follow a row that was set aside: their wait is not shown": gaps,
        f"{overlap:,} visits began before the step before them ended: the model does one after the other": overlap,
        f"{outside:,} visits lie outside the working hours: check the hours": outside > FEW_OUTSIDE * len(visits),
        f"{unknown:,} visits have no number of pieces: the first of the order was taken, or the usual order": unknown,
    }
    return [sentence for sentence, holds in said.items() if holds]
