"""Opening hours as people write them: days of the week, shifts such as 08:00-12:00, and dates."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["DAYS", "dates_of", "shifts_of", "week_of"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 1_440
SHIFT = re.compile(r"\s*(\d{1,2})[:.](\d\d)\s*[-–—]\s*(\d{1,2})[:.](\d\d)\s*")
Shifts = tuple[tuple[int, int], ...]


def shifts_of(text: object) -> Shifts:
    """Read the shifts of one day.

    Parameters
    ----------
    text : str or list of str
        Such as "08:00-12:00, 13:00-17:30"; a shift that ends before it starts runs into the next day; "" is closed.

    Returns
    -------
    tuple of (int, int)
        Start and end of each shift in minutes after midnight of its first day, sorted.

    Raises
    ------
    ArgumentError
        When a shift cannot be read, or two overlap.

    Examples
    --------
    >>> shifts_of("08:00-12:00, 22:00-06:00")
    ((480, 720), (1320, 1800))
    """
    parts = text.split(",") if isinstance(text, str) else text
    if not isinstance(parts, Iterable):
        raise _unread(text)
    shifts = tuple(sorted(_shift(part) for part in parts if str(part).strip()))
    for one, other in pairwise(shifts):
        if other[0] < one[1]:
            raise ArgumentError(
                f"Two shifts of {in_words(text)} overlap. Shifts after one another were expected. Correct the times."
            )
    return shifts


def _shift(text: object) -> tuple[int, int]:
    found = SHIFT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise _unread(text)
    hour, minute, last_hour, last_minute = map(int, found.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or start >= DAY_MINUTES or end > DAY_MINUTES or start == end:
        raise _unread(text)
    return start, end if end > start else end + DAY_MINUTES


def _unread(text: object) -> ArgumentError:
    return ArgumentError(
        f"{in_words(text)} is no shift. Two times of day with a dash between were expected. Write it like "
        "'08:00-17:30' or '22:00-06:00' for a shift that runs into the next day; '00:00-24:00' is the whole day."
    )


def week_of(shifts: object) -> tuple[Shifts, ...]:
    """Read the shifts of a week.

    Parameters
    ----------
    shifts : mapping or Series
        Days ("Mon", "Monday", "Mon-Fri", "Sat, Sun"): shifts. Days that are not named are closed.

    Returns
    -------
    tuple
        The shifts of Monday to Sunday.

    Raises
    ------
    ArgumentError
        When a day is unknown, named twice, or no day is open.

    Examples
    --------
    >>> [len(day) for day in week_of({"Mon-Fri": "08:00-12:00, 13:00-17:00", "Sat": "08:00-12:00"})]
    [2, 2, 2, 2, 2, 1, 0]
    """
    if not isinstance(shifts, Mapping | pd.Series):
        raise ArgumentError(
            f"shifts={in_words(shifts)} was given. Days and their shifts were expected. Write it like "
            "{'Mon-Fri': '08:00-12:00, 13:00-17:00'}."
        )
    week: dict[int, Shifts] = {}
    for days, text in shifts.items():
        for day in _days(days):
            if day in week:
                raise ArgumentError(
                    f"{DAYS[day]} is named twice. Each day once was expected. Put its shifts in one text."
                )
            week[day] = shifts_of(text)
    if not any(week.values()):
        raise ArgumentError(
            "No day has a shift. At least one open day was expected. Name it, as in {'Mon': '08:00-17:00'}."
        )
    return tuple(week.get(day, ()) for day in range(7))


def _days(text: object) -> list[int]:
    days: list[int] = []
    for part in str(text).split(","):
        ends = [_day(word) for word in re.split(r"\s*[-–—]\s*", part.strip())]
        if len(ends) > 2:
            raise _unknown_day(part)
        days += [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]
    return days


def _day(word: str) -> int:
    found = [number for number, name in enumerate(DAYS) if len(word) >= 3 and name.lower().startswith(word.lower())]
    if not found:
        raise _unknown_day(word)
    return found[0]


def _unknown_day(word: str) -> ArgumentError:
    return ArgumentError(
        f"{in_words(word)} is no day of the week. Monday to Sunday was expected. Write 'Mon', 'Mon-Fri' or 'Sat, Sun'."
        f"{did_you_mean(word, DAYS)}"
    )


def dates_of(dates: Iterable[object] | None, *, name: str) -> frozenset[pd.Timestamp]:
    """Read a list of days.

    Parameters
    ----------
    dates : iterable of dates or None
        Days as dates or as text "2025-01-28".
    name : str
        What the argument is called, for the message.

    Returns
    -------
    frozenset of pandas.Timestamp

    Raises
    ------
    ArgumentError
        When something in it is no date.

    Examples
    --------
    >>> [day.day_name() for day in dates_of(["2025-01-28"], name="closed")]
    ['Tuesday']
    """
    if dates is None:
        return frozenset()
    if isinstance(dates, str) or not isinstance(dates, Iterable):
        raise ArgumentError(f"{name}={in_words(dates)} was given. A list of days was expected. Write ['2025-12-24'].")
    days = set()
    for value in dates:
        day: object
        try:
            day = pd.to_datetime(value, format="ISO8601") if isinstance(value, str) else pd.Timestamp(value)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            day = pd.NaT
        if not isinstance(day, pd.Timestamp):
            raise ArgumentError(
                f"{name}= holds {in_words(value)}, which is no day. Dates were expected. Write them as '2025-12-24'."
            )
        days.add(day.tz_localize(None).normalize())
    return frozenset(days)
