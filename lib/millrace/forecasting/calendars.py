"""What the calendar does to demand: feasts and fairs that move, before, during and after, in columns for a model."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns
from millrace.forecasting.frequencies import frequency
from millrace.forecasting.panel import shifted

__all__ = ["calendar_features", "holiday_dates"]

YES = {"yes", "y", "true", "1", "x", "是", "ja", "oui", "si", "sí"}
NO = {"no", "n", "false", "0", "", "否", "nein", "non"}


def holiday_dates(
    country: str, *, years: Iterable[int], subdivision: str | None = None, language: str | None = None
) -> pd.DataFrame:
    """List the public holidays of a country, also those that move.

    Parameters
    ----------
    country : str
        Its two letters, such as "CN" or "AE", as the library ``holidays`` knows it.
    years : iterable of int
        Which years.
    subdivision : str, optional
        A province or state, as the library names it.
    language : str, optional
        Of the names, such as "en_US"; by default English where there is one.

    Returns
    -------
    DataFrame
        ``date`` and ``holiday``, a row per day and holiday, in order.

    Raises
    ------
    ArgumentError
        For a country or subdivision that is not known.

    Examples
    --------
    >>> feasts = holiday_dates("CN", years=[2026])
    >>> str(feasts.loc[feasts["holiday"].str.contains("Spring Festival"), "date"].min().date())
    '2026-02-17'
    """
    import holidays

    known = holidays.list_supported_countries()
    if country not in known:
        raise ArgumentError(
            f"country={in_words(country)} was given.{did_you_mean(str(country).upper(), known)} Two letters "
            'were expected, such as "CN" or "DE". Correct them.'
        )
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=list(years), language=language or "en_US")
    except NotImplementedError as error:
        raise ArgumentError(
            f"subdivision={in_words(subdivision)} is not known in {country}. One of {', '.join(known[country])} was "
            "expected."
        ) from error
    rows = [(pd.Timestamp(day), _bare(name)) for day in sorted(found) for name in found.get_list(day) if _bare(name)]
    return pd.DataFrame(rows, columns=["date", "holiday"]).drop_duplicates(ignore_index=True)


def calendar_features(
    periods: Iterable[pd.Timestamp],
    *,
    own: pd.DataFrame | None = None,
    events: Sequence[str] | None = None,
    country: str | None = None,
    before: int = 3,
    after: int = 1,
    freq: str | None = None,
    closed: str | None = None,
    covers: tuple[str | datetime.date, str | datetime.date] | None = None,
) -> pd.DataFrame:
    """Turn a calendar into numbers per period: how much of it is a feast, and how far the next one is.

    Parameters
    ----------
    periods : iterable of dates
        The first days of all periods, past and future, without gaps.
    own : DataFrame, optional
        The firm's calendar: a row per day with ``date`` and columns that hold yes or no, or the name of what is on
        that day, or nothing. It must hold every day of the periods, or say with ``covers`` which days it speaks of.
        For the columns before an event it should reach ``before`` periods further: what begins after its last day is
        not seen.
    events : list of str, optional
        Which columns of ``own``; by default all that hold yes or no, or fewer than 30 different names.
    country : str, optional
        Two letters; its public holidays are added by their names.
    before, after : int
        For how many periods before an event begins, and after it has ended, there is a column.
    freq : str, optional
        The step between periods, where it cannot be seen.
    closed : str, optional
        The column of ``own`` that holds yes on days on which the firm is closed; then there is a column "open days".
    covers : two dates, optional
        For a calendar that lists special days only: the first and last day of which it speaks. All others between
        are usual days.

    Returns
    -------
    DataFrame
        A row per period, in order, its index the periods. For each event: "Eid" (the share of the period's days that
        belong to it), "Eid, in 2" (1 when it begins two periods later) and "Eid, 1 after" (1 when it ended one period
        earlier). An event is known by its name, so what moves from year to year stands in the same column; days of
        one name with up to three others between them are one event.

    Raises
    ------
    ArgumentError
        When neither calendar is given, or ``own`` ends before the periods do, naming its last day, or lacks a day.
    ColumnError
        When a column is missing.

    Examples
    --------
    >>> own = pd.DataFrame({"date": pd.date_range("2025-01-06", "2025-02-02")})
    >>> own["fair"] = own["date"].between("2025-01-20", "2025-01-23").map({True: "yes", False: "no"})
    >>> weeks = pd.date_range("2025-01-06", periods=4, freq="W-MON")
    >>> calendar_features(weeks, own=own, before=1, after=1).round(2).values.tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.57, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    index = pd.DatetimeIndex(pd.Index(periods).unique()).sort_values()
    step = freq or str(frequency(pd.DataFrame({"unique_id": "", "ds": index})))
    if own is None and country is None:
        raise ArgumentError('No calendar was given. Give own= (a row per day), or country="CN", or both.')
    if min(before, after) < 0:
        raise ArgumentError(f"before={before} and after={after} were given. Numbers from 0 were expected.")
    ends = pd.DatetimeIndex(shifted(index, 1, freq=step)) - pd.Timedelta(days=1)
    own = None if own is None else _every_day(own, index[0], ends[-1], covers)
    if closed is not None and own is None:
        raise ArgumentError(
            f"closed={in_words(closed)} was given without own=. Give the calendar that has this column."
        )
    days = {} if own is None else _own_days(own, events, listed=covers is not None)
    if country is not None:
        table = holiday_dates(country, years=range(index[0].year - 1, ends[-1].year + 2))
        for name, rows in table.groupby("holiday", sort=True):
            days.setdefault(str(name), pd.DatetimeIndex(rows["date"]))
    columns: dict[str, np.ndarray] = {}
    for name, dates in days.items():
        columns |= _columns(name, dates, index, ends, step, before, after)
    if own is not None and closed is not None:
        columns["open days"] = _open_days(own, closed, index, ends)
    return pd.DataFrame(columns, index=index)


def _bare(name: str) -> str:
    """Leave out what says that a day is estimated or moved: the event is the same."""
    for word in (" (estimated)", " (observed)", " (in lieu)", " (substituted)"):
        name = name.replace(word, "")
    return "" if name.lower().startswith(("day off", "substituted")) else name.strip()


def _every_day(
    own: pd.DataFrame,
    first: pd.Timestamp,
    last: pd.Timestamp,
    covers: tuple[str | datetime.date, str | datetime.date] | None,
) -> pd.DataFrame:
    require_columns(own, ["date"], table="the calendar")
    own = own.assign(date=pd.to_datetime(own["date"]))
    begin, end = (own["date"].min(), own["date"].max()) if covers is None else map(pd.Timestamp, covers)
    if end < last or begin > first:
        raise ArgumentError(
            f"The calendar holds {begin:%Y-%m-%d} to {end:%Y-%m-%d}, and days from {first:%Y-%m-%d} to "
            f"{last:%Y-%m-%d} are needed. Add the missing days to it, or take other periods."
        )
    lost = pd.date_range(first, last).difference(pd.DatetimeIndex(own["date"]))
    if covers is None and len(lost):
        raise ArgumentError(
            f"The calendar has no row for {lost[0]:%Y-%m-%d}; {counted(len(lost), 'day')} in all. A row per day was "
            "expected. Add them, or, if it lists special days only, say of which days it speaks: covers=(first, last)."
        )
    return own


def _words(column: pd.Series) -> pd.Series:
    """Write marks as words; a column of 0 and 1 with gaps holds 1.0."""
    return column.astype("string").str.strip().str.removesuffix(".0").fillna("")


def _open_days(own: pd.DataFrame, closed: str, index: pd.DatetimeIndex, ends: pd.DatetimeIndex) -> np.ndarray:
    require_columns(own, [closed], table="the calendar")
    words = _words(own[closed]).str.lower()
    if not set(words) <= YES | NO:
        odd = sorted(set(words) - YES - NO)
        raise ColumnError(f"Column '{closed}' holds {in_words(odd)}. Yes or no was expected. Correct it.")
    shut = pd.DatetimeIndex(own["date"][words.isin(YES)].unique()).sort_values()
    length = (ends - index).days.to_numpy() + 1
    return np.asarray(length - np.searchsorted(shut, ends, "right") + np.searchsorted(shut, index, "left"), dtype=float)


def _own_days(own: pd.DataFrame, events: Sequence[str] | None, *, listed: bool) -> dict[str, pd.DatetimeIndex]:
    require_columns(own, events or [], table="the calendar")
    dates = own["date"]
    found: dict[str, pd.DatetimeIndex] = {}
    for column in events if events is not None else [name for name in own.columns if name != "date"]:
        words = _words(own[column])
        marked = ~words.str.lower().isin(NO)
        if set(words[marked].str.lower()) <= YES:
            found[column] = pd.DatetimeIndex(dates[marked].unique())
        elif words[marked].nunique() < 30 and (marked.mean() < 0.5 or events or listed):
            found |= {name: pd.DatetimeIndex(dates[words == name].unique()) for name in sorted(set(words[marked]))}
        elif events:
            raise ColumnError(
                f"Column '{column}' holds {words[marked].nunique()} different names. Yes or no, or the names of some "
                "events, were expected. Leave it out of events=."
            )
    return {name: days for name, days in found.items() if len(days)}


def _columns(
    name: str,
    dates: pd.DatetimeIndex,
    index: pd.DatetimeIndex,
    ends: pd.DatetimeIndex,
    step: str,
    before: int,
    after: int,
) -> Mapping[str, np.ndarray]:
    dates = dates.sort_values()
    gap = np.diff(dates.to_numpy()) > np.timedelta64(4, "D")
    begins, stops = dates[np.r_[True, gap]], dates[np.r_[gap, True]]
    length = (ends - index).days.to_numpy() + 1
    during = (np.searchsorted(dates, ends, "right") - np.searchsorted(dates, index, "left")) / length
    columns = {name: during}
    for ahead in range(1, before + 1):
        first, last = _window(index, ends, ahead, step)
        columns[f"{name}, in {ahead}"] = _any_inside(begins, first, last)
    for back in range(1, after + 1):
        first, last = _window(index, ends, -back, step)
        columns[f"{name}, {back} after"] = _any_inside(stops, first, last)
    return columns


def _window(
    index: pd.DatetimeIndex, ends: pd.DatetimeIndex, steps: int, step: str
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    first = pd.DatetimeIndex(shifted(index, steps, freq=step))
    following = pd.DatetimeIndex(shifted(pd.Index(index), steps + 1, freq=step))
    return first, following - pd.Timedelta(datetime.timedelta(days=1))


def _any_inside(days: pd.DatetimeIndex, first: pd.DatetimeIndex, last: pd.DatetimeIndex) -> np.ndarray:
    return (np.searchsorted(days, last, "right") > np.searchsorted(days, first, "left")).astype(float)
