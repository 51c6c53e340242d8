"""How long each step waited and how long it was worked on, in working hours."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.process.log import BOTH, EventLog, require_log
from millrace.process.stamps import require_stamps
from millrace.process.working_hours import WorkingHours

__all__ = ["arrivals", "require_hours", "step_times"]

# What is said of the wait before an event.
FIRST, GAP, UNSIGNED = "first step of its case", "after a row that was set aside", "the step before has no end"
NO_START, OVERLAPS, EARLY = "no start", "begins before the step before has ended", "begins before the case arrived"
MANY_ARRIVALS = "the case has several times of arrival"


def step_times(log: EventLog, *, hours: WorkingHours, arrived: str | None = None) -> pd.DataFrame:
    """Return how long each event waited and how long it was worked on.

    The wait of a step is the open time from the end of the steps of its case that began before it (the latest of these
    ends, when several ran side by side) to its own start. A step that begins before the step before has ended waits 0
    hours and is flagged. What cannot be known is missing, and ``wait_note`` says why.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done; ``AROUND_THE_CLOCK`` counts every hour.
    arrived : str, optional
        Column with the time at which the case came in, the same in all its rows; without it the wait before the first
        step is not known. A day without a time counts from midnight, so from the first shift of the day.

    Returns
    -------
    DataFrame
        The events of the log and ``waiting_hours``, ``touch_hours`` (start to end), ``since_previous_hours`` (from the
        end of the step before to the own end, with one time per event from the time before to the own time: waiting
        and work together), ``previous_step``, ``wait_note`` ("" when the wait is known without remark).

    Raises
    ------
    ArgumentError
        When the log or the hours are of another kind.
    ColumnError
        When ``arrived`` is no column.

    Notes
    -----
    Waiting and touch time as in value stream mapping (Rother and Shook, 1999).

    Examples
    --------
    >>> from millrace.process import WorkingHours, event_log
    >>> table = pd.DataFrame({"order": [1, 1], "work": ["cut", "sew"], "on": ["2025-03-07 16:00", "2025-03-10 09:00"],
    ...     "off": ["2025-03-07 17:00", "2025-03-10 09:30"]})
    >>> log = event_log(table, case="order", step="work", start="on", end="off")
    >>> times = step_times(log, hours=WorkingHours({"Mon-Fri": "08:00-18:00"}))
    >>> times[["waiting_hours", "touch_hours"]].values.tolist()
    [[nan, 1.0], [2.0, 0.5]]
    """
    require_log(log)
    require_hours(hours)
    events, came = log.events, arrivals(log, arrived)
    clock = hours.clock(events["start"], events["end"], came)
    first = first_of_case(events)
    start, end, arrival = clock(events["start"]), clock(events["end"]), clock(came)
    ready = _ready(end, first)
    note = _notes(events, first, start, ready, arrival, _ambiguous(log, arrived))
    known = np.where(first, arrival, ready)
    unknown = np.isin(note, [GAP, UNSIGNED, NO_START, EARLY, MANY_ARRIVALS])
    stamp, before = (end, known) if log.stamps != "start only" else (start, np.where(first, arrival, _shift(start)))
    passage = np.where(first & np.isnan(arrival) | (note == GAP) | (note == EARLY), np.nan, stamp - before)
    previous = events["step"].shift().where(~first)
    return events.assign(
        waiting_hours=np.where(unknown | (log.stamps != BOTH), np.nan, np.maximum(start - known, 0.0)),
        touch_hours=end - start,
        since_previous_hours=np.maximum(passage, 0.0),
        previous_step=previous,
        wait_note=note,
    )


def require_hours(hours: object) -> WorkingHours:
    """Stop with a clear sentence unless working hours were given.

    Parameters
    ----------
    hours : object
        What the caller was given.

    Returns
    -------
    WorkingHours

    Raises
    ------
    ArgumentError
        When it is something else.
    """
    if not isinstance(hours, WorkingHours):
        raise ArgumentError(
            f"hours={in_words(hours)} was given. Working hours were expected. Write "
            "hours=process.WorkingHours({'Mon-Fri': '08:00-17:00'}), or hours=process.AROUND_THE_CLOCK."
        )
    return hours


def first_of_case(events: pd.DataFrame) -> np.ndarray:
    """Mark the first event of each case, in a table sorted by case.

    Parameters
    ----------
    events : DataFrame
        ``events`` of a log.

    Returns
    -------
    numpy.ndarray of bool
    """
    case = events["case"].to_numpy()
    return np.append(True, case[1:] != case[:-1])[: len(case)]


def arrivals(log: EventLog, arrived: str | None) -> pd.Series:
    """Return for each event when its case came in; missing where that is not known or differs within the case.

    Parameters
    ----------
    log : EventLog
        The log.
    arrived : str or None
        The column.

    Returns
    -------
    Series of datetimes

    Raises
    ------
    ColumnError
        When there is no such column, or a time in it cannot be read.
    """
    events = log.events
    zone = events["start"].dt.tz or events["end"].dt.tz
    if arrived is None:
        nothing = pd.Series(np.full(len(events), "NaT", dtype="M8[us]"), index=events.index)
        return nothing if zone is None else nothing.dt.tz_localize(zone)
    require_columns(events, [arrived], table="the log")
    times = require_stamps(events[arrived])
    if zone is not None:
        first = np.ones(len(times), dtype=bool)
        aware = times.dt.tz is not None
        times = (
            times.dt.tz_convert(zone)
            if aware
            else times.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
        )
    return times.mask(_ambiguous(log, arrived))


def _ambiguous(log: EventLog, arrived: str | None) -> np.ndarray:
    if arrived is None:
        return np.zeros(len(log.events), dtype=bool)
    return (log.events.groupby("case", sort=False)[arrived].transform("nunique") > 1).to_numpy()


def _shift(values: np.ndarray) -> np.ndarray:
    return np.append(np.nan, values[:-1])[: len(values)]


def _ready(end: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return for each event the latest end of the events of its case before it; missing when the last has no end."""
    group = np.cumsum(first)
    latest = pd.Series(end).groupby(group).cummax().groupby(group).ffill().to_numpy()
    return np.where(first, np.nan, np.where(np.isnan(_shift(end)), np.nan, _shift(latest)))


def _notes(
    events: pd.DataFrame,
    first: np.ndarray,
    start: np.ndarray,
    ready: np.ndarray,
    arrival: np.ndarray,
    several: np.ndarray,
) -> np.ndarray:
    no_start = events["start"].isna().to_numpy()
    cases = {
        NO_START: no_start,
        GAP: events["after_gap"].to_numpy(dtype=bool),
        MANY_ARRIVALS: first & several,
        EARLY: first & (start < arrival),
        FIRST: first & np.isnan(arrival),
        UNSIGNED: ~first & np.isnan(ready),
        OVERLAPS: ~first & (start < ready),
    }
    return np.select(list(cases.values()), list(cases), "").astype(object)
