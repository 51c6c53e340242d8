"""Read the dates of a chat, deciding once for the whole file whether the day or the month comes first."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted
from millrace.intake.report import Report

__all__ = ["read_moments", "require_no_order"]

_PARTS = re.compile(r"\d+")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?")
_AFTER_NOON = re.compile(r"p\.?\s?m|下午|晚上|午後|오후|nachm|م", re.IGNORECASE)
_BEFORE_NOON = re.compile(r"a\.?\s?m|上午|凌晨|早上|午前|오전|vorm|ص", re.IGNORECASE)
_MIDDAY = re.compile("中午")


def read_moments(dates: Sequence[str], clocks: Sequence[str], *, day_first: bool | None, report: Report) -> pd.Series:
    """Read dates and clock times as they are written in a chat.

    Parameters
    ----------
    dates, clocks : sequence of str
        One of each per message, for example ``"03/10/2025"`` and ``"9:12 pm"``.
    day_first : bool, optional
        What the caller says; None to decide by evidence.
    report : Report
        Where the decision and its evidence are noted.

    Returns
    -------
    pandas.Series of datetime64
        NaT where there is no such day.

    Raises
    ------
    ArgumentError
        When ``day_first`` is given and every date begins with the year.
    """
    seconds = np.array([_seconds(clock) for clock in clocks], dtype=float)
    parts = pd.DataFrame([_three(date) for date in dates], columns=["a", "b", "c"], dtype=float)
    year_first = (parts["a"] > 99).to_numpy()
    if year_first.all():
        if len(parts):
            require_no_order(day_first, report.file)
        report.found("order of dates", "year, month, day", "the year comes first")
        return _assembled(parts["a"], parts["b"], parts["c"], seconds)
    day = _decide(parts[~year_first], seconds[~year_first], day_first, report)
    year = parts["c"].where(~year_first, parts["a"])
    month = (parts["b"] if day else parts["a"]).where(~year_first, parts["b"])
    of_month = (parts["a"] if day else parts["b"]).where(~year_first, parts["c"])
    return _assembled(year.where(year > 99, year + 2000), month, of_month, seconds)


def require_no_order(day_first: bool | None, file: str) -> None:
    """Refuse an order of day and month for a chat whose dates all begin with the year.

    Parameters
    ----------
    day_first : bool or None
        What the caller says.
    file : str
        Name of the file, for the message.

    Raises
    ------
    ArgumentError
        When one is given.
    """
    if day_first is not None:
        raise ArgumentError(
            f"day_first={day_first} was given, but every date in '{file}' begins with the year. Expected: dates such "
            "as 03/10/2025. Leave day_first out."
        )


def _three(date: str) -> list[float]:
    found = [float(n) for n in _PARTS.findall(date)]
    return found if len(found) == 3 else [np.nan] * 3


def _seconds(clock: str) -> float:
    match = _CLOCK.search(clock)
    if not match:
        return np.nan
    hour, minute, second = (int(part or 0) for part in match.groups())
    if _AFTER_NOON.search(clock) and hour < 12:
        hour += 12
    elif _BEFORE_NOON.search(clock) and hour == 12:
        hour = 0
    elif _MIDDAY.search(clock) and hour < 4:
        hour += 12
    return hour * 3600.0 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else np.nan


def _assembled(year: pd.Series, month: pd.Series, day: pd.Series, seconds: np.ndarray) -> pd.Series:
    parts = pd.DataFrame({"year": year, "month": month, "day": day})
    moments = pd.to_datetime(parts, errors="coerce") + pd.to_timedelta(seconds, unit="s")
    return moments.astype("datetime64[ns]")


def _decide(parts: pd.DataFrame, seconds: np.ndarray, day_first: bool | None, report: Report) -> bool:
    first_over, second_over = int((parts["a"] > 12).sum()), int((parts["b"] > 12).sum())
    if day_first is not None:
        report.found("order of dates", _said(day_first), "named by you")
        return day_first
    if first_over != second_over:
        day = first_over > second_over
        n = max(first_over, second_over)
        report.found(
            "order of dates",
            _said(day),
            f"in {counted(n, 'date')} the {'first' if day else 'second'} number is over 12",
        )
        return day
    return _decide_by_order(parts, seconds, report)


def _decide_by_order(parts: pd.DataFrame, seconds: np.ndarray, report: Report) -> bool:
    """Choose the reading under which messages go back in time less often, then the one that spans less time."""
    back, span = {}, {}
    for day in (True, False):
        month, of_month = (parts["b"], parts["a"]) if day else (parts["a"], parts["b"])
        moments = _assembled(parts["c"].where(parts["c"] > 99, parts["c"] + 2000), month, of_month, seconds).dropna()
        back[day] = int((np.diff(moments.to_numpy()) < np.timedelta64(0)).sum())
        span[day] = (moments.max() - moments.min()) if len(moments) else pd.Timedelta(0)
    if back[True] != back[False]:
        day = back[True] < back[False]
        times, others = counted(back[day], "time"), counted(back[not day], "time")
        why = f"so the messages go back in time {times}, the other way {others}"
    elif span[True] != span[False]:
        day = span[True] < span[False]
        days = f"within {counted(span[day].days, 'day')} instead of {span[not day].days}"
        why = f"uncertain: no date decides it, but so they lie {days}; say day_first"
    else:
        day, why = (
            True,
            "uncertain: nothing in the file decides it; most of the world writes the day first; say day_first",
        )
    report.found("order of dates", _said(day), why)
    return day


def _said(day: bool) -> str:
    return "day, month, year" if day else "month, day, year"
