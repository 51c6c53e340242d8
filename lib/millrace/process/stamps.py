"""Times of an event log read from dates, text or Excel numbers, with every doubt kept as a reason."""

import re
import warnings
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.reading import parse_dates

__all__ = ["Stamps", "clock_of", "read_stamps", "require_stamps", "zone_named"]

TWO_READINGS = "time with two readings"
UNREADABLE = "unreadable time"
OFFSET_TO_THE_WEST = re.compile(r"-\d\d:?\d\d\s*\n")
# The shortest text with a time and an offset, 2025-01-01T08:00Z.
SHORTEST_WITH_OFFSET = 17


@dataclass(frozen=True)
class Stamps:
    """The times of one column, row by row, and what could not be read."""

    times: pd.Series
    problem: np.ndarray
    notes: list[str] = field(default_factory=list)


def zone_named(tz: str | None) -> ZoneInfo | None:
    """Find a time zone by its name, or say what a name looks like.

    Parameters
    ----------
    tz : str or None
        For example "Asia/Shanghai"; None stays None.

    Returns
    -------
    zoneinfo.ZoneInfo or None

    Raises
    ------
    ArgumentError
        When there is no such zone.

    Examples
    --------
    >>> zone_named("Asia/Shanghai").key
    'Asia/Shanghai'
    """
    if tz is None:
        return None
    try:
        return ZoneInfo(tz)
    except (ValueError, TypeError, OSError, LookupError):
        raise ArgumentError(
            f"tz={in_words(tz)} was given. The name of a time zone was expected. Write it like tz='Europe/Berlin'."
        ) from None


def clock_of(times: pd.Series) -> np.ndarray:
    """Return what the clock on the wall showed, without a zone, in microseconds.

    Parameters
    ----------
    times : Series of datetimes
        With or without a time zone.

    Returns
    -------
    numpy.ndarray of datetime64[us]

    Examples
    --------
    >>> clock_of(pd.Series(pd.to_datetime(["2025-01-01 08:00"]).tz_localize("Asia/Shanghai"))).astype(str).tolist()
    ['2025-01-01T08:00:00.000000']
    """
    if isinstance(times.dtype, pd.DatetimeTZDtype):
        times = times.dt.tz_localize(None)
    return times.to_numpy().astype("M8[us]")


def read_stamps(values: pd.Series, *, day_first: bool | None, tz: str | None) -> Stamps:
    """Read one column of times.

    Parameters
    ----------
    values : Series
        Real dates, ISO text, text in another style, or Excel day numbers.
    day_first : bool or None
        What 03/04/2025 means; None leaves such a cell unread, with the reason "time with two readings".
    tz : str or None
        Time zone of the workshop. Times with an offset are brought to it, times without are taken to be of it.

    Returns
    -------
    Stamps
        The times (with a zone when ``tz`` is given or the column has one), and per row "" or why it was not read.

    Raises
    ------
    ArgumentError
        When there is no such time zone.

    Examples
    --------
    >>> read_stamps(pd.Series(["2025-03-01 08:00", "soon", None]), day_first=None, tz=None).problem.tolist()
    ['', 'unreadable time', '']
    """
    zone = zone_named(tz)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        # a fixed offset is no zone: it knows no clock change, so it is read as the clock on the wall
        own = values.dt.tz_convert(zone) if zone else values
        return Stamps(own.dt.as_unit("us"), np.full(len(values), "", dtype=object))
    if values.dtype.kind == "M":
        return Stamps(_in_zone(values.astype("M8[us]"), zone), np.full(len(values), "", dtype=object))
    return _read_text(values, day_first, zone)


def require_stamps(values: pd.Series) -> pd.Series:
    """Read a column of times of the log that is used beside start and end, and stop when one cannot be read.

    Parameters
    ----------
    values : Series
        Times; missing ones are allowed.

    Returns
    -------
    Series of datetimes

    Raises
    ------
    ColumnError
        When a value cannot be read or has two readings.
    """
    read = read_stamps(values, day_first=None, tz=None)
    bad = np.flatnonzero(read.problem != "")
    if len(bad):
        raise ColumnError(
            f"Column '{values.name}' holds {in_words(values.iloc[bad[0]])}: {read.problem[bad[0]]}, {len(bad):,} such "
            "values in all. Times were expected. Read the column with cleaning.parse_dates before you make the log."
        )
    return read.times


def _in_zone(clock: pd.Series, zone: ZoneInfo | None) -> pd.Series:
    if zone is None:
        return clock
    # the hour that comes twice is read as the first, an hour that never was as the moment the clock went forward
    first = np.ones(len(clock), dtype=bool)
    return clock.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")


def _read_text(values: pd.Series, day_first: bool | None, zone: ZoneInfo | None) -> Stamps:
    clock = pd.Series(np.full(len(values), "NaT", dtype="M8[us]"), index=values.index)
    given = values.notna().to_numpy()
    is_text = given & (pd.api.types.infer_dtype(values, skipna=True) == "string")
    offset = _with_offsets(values) if is_text.any() else np.zeros(len(values), dtype=bool)
    plain = is_text & ~offset
    clock[plain] = pd.to_datetime(values[plain], format="ISO8601", errors="coerce").astype("M8[us]")
    rest = clock.isna().to_numpy() & given & ~offset
    problem = np.full(len(values), "", dtype=object)
    if rest.any():
        parsed = parse_dates(values[rest], day_first=day_first)
        clock[rest] = parsed["date"].astype("M8[us]")
        told = parsed["problem"].map({"": "", "missing": "", "ambiguous": TWO_READINGS}).fillna(UNREADABLE)
        problem[rest] = told.to_numpy(dtype=object)
    times, notes = _in_zone(clock, zone).copy(), []  # pandas 2 takes the result of .dt for a part of the clock
    if offset.any():
        read = _read_offsets(values[offset].astype("str"), zone)
        times[offset], notes = read.times, read.notes
        problem[offset] = np.where(read.times.isna(), UNREADABLE, "")
    return Stamps(times, problem, notes)


def _with_offsets(values: pd.Series) -> np.ndarray:
    """Mark texts that end in an offset; all are looked at together first, which is fast where none has one."""
    texts = values.fillna("").tolist()
    together = "\n".join([*texts, ""])
    if not any(sign in together for sign in "+Zz") and OFFSET_TO_THE_WEST.search(together) is None:
        return np.zeros(len(texts), dtype=bool)
    return np.fromiter(map(_ends_in_offset, texts), bool, len(texts))


def _ends_in_offset(text: str) -> bool:
    text = text.strip()
    if len(text) < SHORTEST_WITH_OFFSET or not text[:4].isdigit():
        return False
    return text[-1] in "Zz" or (text[-6] in "+-" and text[-3] == ":") or (text[-5] in "+-" and text[-4:].isdigit())


def _read_offsets(text: pd.Series, zone: ZoneInfo | None) -> Stamps:
    none = np.full(len(text), "", dtype=object)
    if zone is not None:
        moments = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
        return Stamps(moments.dt.tz_convert(zone).dt.as_unit("us"), none)
    as_written = text.str.strip().str.replace(r"\s*(?:[Zz]|[+-]\d\d:?\d\d)$", "", regex=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pandas 2 on mixed forms
        clock = pd.to_datetime(as_written, format="ISO8601", errors="coerce").astype("M8[us]")
    note = (
        f"{len(text):,} times carry an offset such as {text.iloc[0].strip()[-6:]}: read as the clock on the wall, as "
        "written. Name tz= to have the nights of the clock change right."
    )
    return Stamps(clock, none, [note])
