"""Opening hours proposed from the times at which things happen, to be looked at before they are used."""

from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.process.log import EventLog, require_log
from millrace.process.shifts import DAYS

__all__ = ["guess_working_hours"]

SLOT_MINUTES, SLOTS = 15, 96
FEWEST_TIMES, FEWEST_DATES = 100, 4
OPEN_DATES_SHARE, BUSY_SLOT_SHARE, SHORTEST_BREAK_SLOTS = 0.25, 0.15, 2


def guess_working_hours(log: EventLog) -> pd.DataFrame:
    """Propose shifts per day of the week from when steps start and end.

    Nothing is used before you say so: look at it, correct it, then
    ``WorkingHours(proposal.set_index("weekday")["shifts"])``.

    Parameters
    ----------
    log : EventLog
        From `event_log`.

    Returns
    -------
    DataFrame
        One row per day of the week: ``weekday``, ``shifts`` (such as "08:00-12:00, 13:00-17:30", "" when closed),
        ``times`` (starts and ends on such days), ``dates_with_times``, ``dates`` (of the whole log), ``inside_share``
        (times that lie within the shifts), ``verdict`` ("open", "closed", "too few to say").

    Notes
    -----
    Quarters of an hour with at least 15 % of the times of a usual one are open; gaps below half an hour are bridged. A
    weekday is open when things happen on a quarter of its dates. Shifts past midnight come out as two, one per day. A
    person who keys everything in the evening makes an evening shift that is none: ask the people.

    Examples
    --------
    >>> from millrace.process import event_log
    >>> days = pd.bdate_range("2025-01-06", periods=40)
    >>> came = [day + pd.Timedelta(minutes=minute) for day in days for minute in range(480, 960, 20)]
    >>> table = pd.DataFrame({"case": range(960), "step": "cut", "on": came})
    >>> log = event_log(table, case="case", step="step", start="on")
    >>> guess_working_hours(log).loc[[0, 6], ["weekday", "shifts", "verdict"]].values.tolist()
    [['Monday', '08:00-15:45', 'open'], ['Sunday', '', 'closed']]
    """
    events = require_log(log).events
    times = _times(events)
    if times.empty:
        table = pd.DataFrame({"weekday": DAYS, "shifts": "", "times": 0, "dates_with_times": 0, "dates": 0})
        return table.assign(inside_share=np.nan, verdict="too few to say")
    minute = (times - times.dt.normalize()).dt.total_seconds() // 60
    table = pd.DataFrame({"day": times.dt.day_of_week, "date": times.dt.normalize(), "slot": minute // SLOT_MINUTES})
    table["slot"] = table["slot"].astype(int)
    every = pd.date_range(table["date"].min(), table["date"].max()).day_of_week
    rows = [_proposal(day, table[table["day"] == day], int((every == day).sum())) for day in range(7)]
    return pd.DataFrame(rows)


def _times(events: pd.DataFrame) -> pd.Series:
    # what ends at 17:30 belongs to the quarter before
    ends = events["end"].dt.tz_localize(None) - pd.Timedelta(seconds=1)
    return pd.concat([events["start"].dt.tz_localize(None), ends]).dropna()


def _proposal(day: int, mine: pd.DataFrame, dates: int) -> dict[str, object]:
    seen = mine["date"].nunique()
    row = {"weekday": DAYS[day], "shifts": "", "times": len(mine), "dates_with_times": seen, "dates": dates}
    if dates < FEWEST_DATES:
        return {**row, "inside_share": np.nan, "verdict": "too few to say"}
    if seen < OPEN_DATES_SHARE * dates:
        return {**row, "inside_share": 0.0 if len(mine) else np.nan, "verdict": "closed"}
    if len(mine) < FEWEST_TIMES:
        return {**row, "inside_share": np.nan, "verdict": "too few to say"}
    counts = np.bincount(mine["slot"], minlength=SLOTS)
    mean = counts.sum() / max((counts > 0).sum(), 1)
    usual = np.median(counts[counts >= 0.5 * mean])
    is_open = _bridged(counts >= BUSY_SLOT_SHARE * usual)
    inside = counts[is_open].sum() / counts.sum()
    return {**row, "shifts": _shifts(is_open), "inside_share": float(inside), "verdict": "open"}


def _bridged(is_open: np.ndarray) -> np.ndarray:
    """Close gaps and drop stretches that are shorter than half an hour, apart from the edges of the day."""
    bridged = is_open.copy()
    for wanted in (False, True):
        edges = np.flatnonzero(np.diff(bridged.astype(int))) + 1
        for begin, end in pairwise(edges):
            if bridged[begin] == wanted and end - begin < SHORTEST_BREAK_SLOTS:
                bridged[begin:end] = not wanted
    return bridged


def _shifts(is_open: np.ndarray) -> str:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_open.astype(int), [0]])))
    return ", ".join(f"{_clock(a)}-{_clock(b)}" for a, b in zip(edges[::2], edges[1::2], strict=True))


def _clock(slot: int) -> str:
    return f"{slot * SLOT_MINUTES // 60:02d}:{slot * SLOT_MINUTES % 60:02d}"
