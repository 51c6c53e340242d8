"""A calendar of open hours, so that waiting is counted when somebody could have worked, not over nights and Sundays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words
from millrace.process.shifts import DAYS, Shifts, dates_of, shifts_of, week_of
from millrace.process.stamps import zone_named

__all__ = ["AROUND_THE_CLOCK", "WorkingHours"]

DAY, MINUTE, SECONDS = 86_400, 60, 3_600
LONGEST_YEARS = 200


@dataclass(frozen=True)
class WorkingHours:
    """When work can be done: shifts per weekday, days that are closed, and days that are open besides.

    Parameters
    ----------
    shifts : mapping
        Days and their shifts: ``{"Mon-Fri": "08:00-12:00, 13:00-17:30", "Sat": "08:00-12:00"}``. A shift such as
        "22:00-06:00" runs into the next day and belongs to the day on which it starts.
    closed : list of dates, optional
        Days without work.
    holidays : str, optional
        Country whose public holidays are closed, as two letters, perhaps with a region: "CN", "DE-BY". They come from
        the library ``holidays``; moved working weekends are not in it, so name them in ``extra``.
    extra : mapping of dates to shifts, optional
        Days with shifts of their own, also when they would be closed: ``{"2025-02-08": "08:00-17:30"}``.
    tz : str, optional
        Time zone of the clock, such as "Europe/Berlin": then a night in which the clock changes has its true length.
        Times that carry a zone bring their own.

    Raises
    ------
    ArgumentError
        When a day, a shift, a date, the country or the zone cannot be read.

    Examples
    --------
    >>> hours = WorkingHours({"Mon-Fri": "08:00-12:00, 13:00-17:30"}, closed=["2025-03-04"])
    >>> hours
    Open Monday to Friday 08:00-12:00 and 13:00-17:30; 42.5 hours per week; 1 day closed
    >>> friday, monday = pd.Series(["2025-03-07 17:00"]), pd.Series(["2025-03-10 09:00"])
    >>> hours.open_hours(pd.to_datetime(friday), pd.to_datetime(monday)).tolist()
    [1.5]
    """

    shifts: Mapping[str, object]
    closed: Iterable[object] | None = field(default=None, kw_only=True)
    holidays: str | None = field(default=None, kw_only=True)
    extra: Mapping[object, object] | None = field(default=None, kw_only=True)
    tz: str | None = field(default=None, kw_only=True)
    _week: tuple[Shifts, ...] = field(init=False, repr=False)
    _closed: frozenset[pd.Timestamp] = field(init=False, repr=False)
    _extra: dict[pd.Timestamp, Shifts] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read everything at once, so that a mistake shows where it was made."""
        zone_named(self.tz)
        days = {next(iter(dates_of([day], name="extra"))): shifts_of(text) for day, text in (self.extra or {}).items()}
        object.__setattr__(self, "_week", week_of(self.shifts))
        object.__setattr__(self, "_closed", dates_of(self.closed, name="closed"))
        object.__setattr__(self, "_extra", days)
        public_holidays(self.holidays, 2024, 2024)

    def open_hours(self, start: pd.Series, end: pd.Series) -> pd.Series:
        """Count the open hours between two columns of times.

        Parameters
        ----------
        start, end : Series of datetimes
            Row by row, with or without a time zone.

        Returns
        -------
        Series of float
            Hours on the index of ``start``; below 0 when the end lies before the start, missing when one is missing.

        Raises
        ------
        ArgumentError
            When the columns are no times, differ in length, or span more than 200 years.

        Examples
        --------
        >>> night = WorkingHours({"Sat": "22:00-06:00"}, tz="Europe/Berlin")
        >>> both = [pd.Series(pd.to_datetime([day])) for day in ("2025-03-29 12:00", "2025-03-30 12:00")]
        >>> night.open_hours(*both).tolist()
        [7.0]
        """
        first, last = _times(start, "start"), _times(end, "end")
        if len(first) != len(last):
            raise ArgumentError(
                f"start has {counted(len(first), 'row')}, end has {len(last):,}. Pairs were expected. Take both from "
                "one table."
            )
        clock = self.clock(first, last)
        return pd.Series(clock(last) - clock(first), index=first.index, dtype="float64")

    def clock(self, *columns: pd.Series) -> "OpenClock":
        """Make a clock that only runs in open hours, over the time that the columns span.

        Parameters
        ----------
        *columns : Series of datetimes
            All the times that will be asked for.

        Returns
        -------
        OpenClock
            Called with a column of times, it returns hours; differences of them are open hours.
        """
        zones = {str(c.dt.tz) for c in columns if c.dt.tz is not None}
        zone = next((c.dt.tz for c in columns if c.dt.tz is not None), None) or (ZoneInfo(self.tz) if self.tz else None)
        if len(zones) > 1:
            raise ArgumentError(
                f"The times are of different zones: {', '.join(sorted(zones))}. One zone was expected. Bring them to "
                "one with .dt.tz_convert."
            )
        span = [day for c in columns if c.notna().any() for day in (_wall(c.min()), _wall(c.max()))]
        low, high = (min(span), max(span)) if span else (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-01-01"))
        if high.year - low.year > LONGEST_YEARS:
            raise ArgumentError(
                f"The times span {low.year} to {high.year}. At most {LONGEST_YEARS} years were expected. Look for "
                "times that were keyed wrongly, and leave them out."
            )
        opens, closes = self._open(low, high)
        return OpenClock(*_instants(opens, closes, zone), zone)

    def _open(self, low: pd.Timestamp, high: pd.Timestamp) -> tuple[np.ndarray, np.ndarray]:
        """Return starts and ends of all open stretches, in seconds of the wall clock since 1970, none overlapping."""
        days = pd.date_range(low.normalize() - pd.Timedelta(days=2), high.normalize() + pd.Timedelta(days=2))
        numbers = days.to_numpy().astype("M8[D]").astype("int64")
        off = days.isin(list(self._closed | public_holidays(self.holidays, days[0].year, days[-1].year)))
        own = days.isin(list(self._extra))
        parts = []
        for weekday, shifts in enumerate(self._week):
            midnights = numbers[(days.day_of_week == weekday) & ~off & ~own] * DAY
            parts += [(midnights + start * MINUTE, midnights + end * MINUTE) for start, end in shifts]
        for day in days[own]:
            midnight = np.array([day.to_datetime64().astype("M8[D]").astype("int64") * DAY])
            parts += [(midnight + start * MINUTE, midnight + end * MINUTE) for start, end in self._extra[day]]
        opens = np.concatenate([part[0] for part in parts] or [np.zeros(0, dtype="int64")])
        closes = np.concatenate([part[1] for part in parts] or [np.zeros(0, dtype="int64")])
        return _merged(opens, closes)

    def __repr__(self) -> str:
        """Say in words when it is open."""
        week = sum(end - start for day in self._week for start, end in day) / MINUTE
        said = [f"Open {'; '.join(_spoken(self._week))}", f"{week:g} hours per week"]
        if self._closed:
            said.append(f"{len(self._closed)} {'day' if len(self._closed) == 1 else 'days'} closed")
        if self.holidays:
            said.append(f"public holidays of {self.holidays} closed")
        if self._extra:
            said.append(f"{len(self._extra)} {'day' if len(self._extra) == 1 else 'days'} with hours of their own")
        return "; ".join([*said, *([f"clock of {self.tz}"] if self.tz else [])])


class OpenClock:
    """A clock that stands still while it is closed."""

    def __init__(self, opens: np.ndarray, closes: np.ndarray, zone: object) -> None:
        self.zone = zone
        self.origin = float(opens[0]) if len(opens) else 0.0
        self.edges = np.stack([opens, closes], axis=1).ravel() - self.origin
        lengths = np.cumsum(closes - opens)
        self.run = np.stack([lengths - (closes - opens), lengths], axis=1).ravel() / SECONDS

    def __call__(self, times: pd.Series) -> np.ndarray:
        """Return the open hours since the clock began, one number per time."""
        if not len(self.edges):
            return np.where(times.isna(), np.nan, 0.0)
        moments = localised(times, self.zone).to_numpy().astype("M8[us]")
        seconds = moments.astype("int64") / 1e6 - self.origin
        return np.where(np.isnat(moments), np.nan, np.interp(seconds, self.edges, self.run))


def localised(times: pd.Series, zone: object) -> pd.Series:
    """Return times as moments: UTC without a zone where a zone is known, the clock on the wall where none is.

    Parameters
    ----------
    times : Series of datetimes
        With or without a zone.
    zone : tzinfo or None
        The zone of the workshop.

    Returns
    -------
    Series of datetimes without a zone
    """
    if zone is None:
        return times
    if times.dt.tz is None:
        first = np.ones(len(times), dtype=bool)
        times = times.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return times.dt.tz_convert("UTC").dt.tz_localize(None)


def _times(values: object, name: str) -> pd.Series:
    column = values if isinstance(values, pd.Series) else pd.Series(values)
    if not (isinstance(column.dtype, pd.DatetimeTZDtype) or column.dtype.kind == "M"):
        raise ArgumentError(
            f"{name} holds no times. A column of times was expected. Read it with pandas.to_datetime or "
            "cleaning.parse_dates first."
        )
    return column


def _wall(moment: pd.Timestamp) -> pd.Timestamp:
    return moment.tz_localize(None)


def _merged(opens: np.ndarray, closes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join shifts that touch or overlap, as an overnight shift and the morning shift of the next day may."""
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order]) if len(order) else closes
    new = np.append(True, opens[1:] > closes[:-1])[: len(opens)]
    return opens[new], closes[np.append(new[1:], True)[: len(closes)]]


def _instants(opens: np.ndarray, closes: np.ndarray, zone: object) -> tuple[np.ndarray, np.ndarray]:
    if zone is None:
        return opens, closes
    moments = []
    for edge in (opens, closes):
        wall = pd.Series(edge.astype("M8[s]"))
        moments.append(localised(wall, zone).to_numpy().astype("M8[s]").astype("int64"))
    starts, ends = moments
    return _merged(starts[ends > starts], ends[ends > starts])


@lru_cache(maxsize=64)
def public_holidays(country: str | None, first: int, last: int) -> frozenset[pd.Timestamp]:
    """Return the public holidays of a country in some years.

    Parameters
    ----------
    country : str or None
        Two letters, perhaps with a region: "DE-BY"; None has none.
    first, last : int
        Years, both included.

    Returns
    -------
    frozenset of pandas.Timestamp

    Raises
    ------
    ArgumentError
        When the country or region is not known.
    """
    if country is None:
        return frozenset()
    import holidays

    try:
        name, _, region = country.partition("-")
        found = holidays.country_holidays(name, subdiv=region or None, years=range(first, last + 1))
    except (NotImplementedError, AttributeError):
        raise ArgumentError(
            f"holidays={in_words(country)} was given. A country in two letters, perhaps with a region, was expected. "
            "Write it like 'CN' or 'DE-BY'."
        ) from None
    return frozenset(pd.Timestamp(day) for day in found)


def _spoken(week: tuple[Shifts, ...]) -> list[str]:
    said, day = [], 0
    while day < 7:
        last = day
        while last < 6 and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            name = DAYS[day] if last == day else f"{DAYS[day]} to {DAYS[last]}"
            said.append(f"{name} {' and '.join(f'{_hour(a)}-{_hour(b)}' for a, b in week[day])}")
        day = last + 1
    return said


def _hour(minute: int) -> str:
    minute = minute if minute <= 1_440 else minute - 1_440
    return f"{minute // 60:02d}:{minute % 60:02d}"


AROUND_THE_CLOCK = WorkingHours({"Mon-Sun": "00:00-24:00"})
