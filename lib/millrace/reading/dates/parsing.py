"""Dates written in many styles made into real dates, with every doubt about day and month reported, never guessed."""

import datetime as dt
from collections.abc import Iterable, Sized

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words
from millrace.reading.dates.limits import moment_of
from millrace.reading.dates.proving import proved_by_dots, year_may_be_first
from millrace.reading.dates.styles import read_date_styles
from millrace.reading.texts import as_series, matched, read_distinct

__all__ = ["date_order", "parse_dates"]

DateLike = str | dt.date | np.datetime64

# A group with more than this share of dates against its own order is called mixed; below it they are slips of the pen.
MIXED_FROM_SHARE = 0.02


def parse_dates(
    values: Iterable[object],
    *,
    day_first: bool | Iterable[bool] | None = None,
    earliest: DateLike | None = None,
    latest: DateLike | None = None,
) -> pd.DataFrame:
    """Read a column of dates in mixed styles and say, for each cell, how it was read or why it was not.

    Understood are year-first, day-first and month-first numbers with any separator or none, month names in English,
    German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian and Turkish, Chinese, Japanese and Korean
    dates, Japanese eras and years of the Republic of China, full-width and Arabic digits, the day numbers of Excel
    (1900 system), a month, a quarter, a week of ISO 8601 ("KW 14/2024", "2024-W14") or a year alone (read as its first
    day), and dates that are real dates already.
    A time of day is kept. A time zone is left out: the date stays as it is in the cell. Two-digit years 00-68 are read
    as 2000-2068 and 69-99 as 1969-1999, as in POSIX.

    Parameters
    ----------
    values : Series or list-like
        The cells, as text, numbers or dates.
    day_first : bool, Series of bool or None
        Whether 03/04/2025 is the 3rd of April (True) or the 4th of March (False). A Series with one answer per row
        serves when one clerk writes it the other way. None, the default, decides nothing: cells that can be both
        come back as "ambiguous", with both readings. Cells with one reading, real dates among them, keep it. Dotted
        dates such as 03.04.05 are the exception: where others of the column (25.04.05) can only be read in one order,
        one in five or more of those that can be both, and none in the other, they are read in it. Where two-digit
        numbers vary so that the year may be first (25-04-03, 25-04-17), the cells are "ambiguous", too.
    earliest, latest : date-like or None
        The first and last day that can be right, both included. They settle an ambiguous date when only one of its
        readings lies between them.

    Returns
    -------
    DataFrame
        On the index of ``values``: ``date`` (datetime64, missing when unreadable or ambiguous), ``style`` (such as
        "yyyy-mm-dd", "d/m/yyyy", "excel number"), ``problem`` ("" or "missing", "ambiguous", "impossible",
        "unreadable", "outside range"), ``if_day_first`` and ``if_month_first`` (datetime64, what the cell means under
        either order).

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, or an argument is not a date or not true or false.

    Notes
    -----
    The styles follow ISO 8601 and the Unicode CLDR date patterns; the pivot for two-digit years is that of POSIX
    ``strptime``. A date outside the range keeps its reading and is flagged.

    Examples
    --------
    >>> parsed = parse_dates(["13/04/2025", "03/04/2025", "4 March 2025", "31/02/2025"])
    >>> parsed["problem"].tolist()
    ['', 'ambiguous', '', 'impossible']
    >>> parse_dates(["03/04/2025"], day_first=True)["date"].dt.strftime("%d %b %Y").tolist()
    ['03 Apr 2025']
    """
    values = as_series(values)
    earliest, latest = _limit(earliest, "earliest"), _limit(latest, "latest")
    read = _real_dates(values) if _holds_dates(values) else read_distinct(values, _read_each)
    asked = _order_asked(day_first, values)
    first = year_may_be_first(read) & np.isnan(asked)
    if first.any():
        read = read.assign(unclear=read["unclear"] | first, style=_or_year_first(read["style"], first))
    date, by_day = _choose(read, asked, earliest, latest)
    problem = _problems(read, date, earliest, latest)
    style = _final_style(read["style"], read, by_day, problem)
    kept = np.where(read["unclear"], np.datetime64("NaT", "us"), date)
    return pd.DataFrame(
        {"date": kept, "style": style, "problem": problem, **{c: read[c] for c in ("if_day_first", "if_month_first")}},
        index=values.index,
    )


def date_order(values: Iterable[object], *, by: Iterable[object] | None = None) -> pd.DataFrame:
    """Count the evidence for day-first and month-first dates, for the whole column or per clerk, branch or file.

    Only a date such as 13/04/2025 or 04/13/2025 is evidence; 03/04/2025 says nothing by itself. What is found is
    the answer for ``parse_dates(day_first=...)``.

    Parameters
    ----------
    values : Series or list-like
        The cells of the date column.
    by : Series, list-like or None
        Who wrote each cell: one value per row.

    Returns
    -------
    DataFrame
        One row per group: ``group``, ``rows``, ``day_first`` and ``month_first`` (cells that can only be read so),
        ``ambiguous`` (cells that can be both), ``one_reading`` (05/05/2025, 2025-04-13: the same day either way),
        ``not_read`` (empty or no date), ``verdict`` ("day first", "month first", "mixed", "no evidence"). The five
        counts add up to ``rows``.

    Raises
    ------
    ArgumentError
        When ``by`` has another length than ``values``.

    Notes
    -----
    A group is "mixed" when more than 2 % of its evidence goes against the rest; fewer are taken for single slips.

    Examples
    --------
    >>> order = date_order(["13/04/2025", "02/04/2025", "04/13/2025"], by=["Li", "Li", "Wang"])
    >>> order[["group", "verdict"]].values.tolist()
    [['Li', 'day first'], ['Wang', 'month first']]
    """
    values = as_series(values)
    parsed = parse_dates(values)
    day, month = parsed["if_day_first"].notna(), parsed["if_month_first"].notna()
    numeric = parsed["style"].str.contains(r"^(?:d+\W*m+|m+\W*d+)\W*y", regex=True).astype(bool)
    # a dotted date that the column settles says nothing by itself either
    differs = day & month & (parsed["if_day_first"] != parsed["if_month_first"])
    two = (parsed["problem"] == "ambiguous") | (numeric & differs)
    evidence = pd.DataFrame(
        {
            "group": _groups(by, values),
            "rows": 1,
            "day_first": (numeric & day & ~month).astype("int64").to_numpy(),
            "month_first": (numeric & month & ~day).astype("int64").to_numpy(),
            "ambiguous": two.astype("int64").to_numpy(),
            "one_reading": ((parsed["problem"] == "") & ~two).astype("int64").to_numpy(),
        }
    )
    # what proves an order can be read too; here it counts once
    evidence["one_reading"] -= evidence["day_first"] + evidence["month_first"]
    evidence["not_read"] = 1 - evidence[["day_first", "month_first", "ambiguous", "one_reading"]].sum(axis=1)
    counted = evidence.groupby("group", dropna=False, observed=True, as_index=False).sum()
    return counted.assign(verdict=_verdicts(counted["day_first"], counted["month_first"]))


def _read_each(distinct: list[object], _: np.ndarray) -> pd.DataFrame:
    return read_date_styles(distinct)


def _holds_dates(values: pd.Series) -> bool:
    return isinstance(values.dtype, pd.DatetimeTZDtype | pd.PeriodDtype) or values.dtype.kind == "M"


def _real_dates(values: pd.Series) -> pd.DataFrame:
    if isinstance(values.dtype, pd.PeriodDtype):
        values = values.dt.to_timestamp()
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_localize(None)
    date = values.to_numpy().astype("M8[us]")
    style = pd.Series("real date", index=values.index, dtype="str").mask(np.isnat(date), "")
    columns = {"style": style, "if_day_first": date, "if_month_first": date, "missing": np.isnat(date)}
    return pd.DataFrame({**columns, "unclear": False}, index=values.index)


def _limit(limit: DateLike | None, name: str) -> np.datetime64 | None:
    if limit is None:
        return None
    moment = moment_of(limit, name)
    whole_day = name == "latest" and moment == moment.normalize()
    return np.datetime64(moment.tz_localize(None) + pd.Timedelta(days=1 if whole_day else 0), "us") - (
        np.timedelta64(1, "us") if whole_day else np.timedelta64(0, "us")
    )


def _order_asked(day_first: object, values: pd.Series) -> np.ndarray:
    if day_first is None or isinstance(day_first, bool | np.bool_):
        return np.full(len(values), np.nan if day_first is None else float(day_first))
    if isinstance(day_first, str) or not isinstance(day_first, Iterable):
        raise ArgumentError(
            f"day_first={in_words(day_first)} was given. True, False, None or one answer per row was expected."
        )
    if not isinstance(day_first, Sized):
        day_first = list(day_first)
    if len(day_first) != len(values):
        raise ArgumentError(
            f"day_first has {counted(len(day_first), 'answer')} for {counted(len(values), 'date')}. One answer per row "
            "was expected. Make it from the same table, for example day_first=orders['clerk'] != 'Wang'."
        )
    answers = matched(day_first, values, "day_first").astype("boolean").astype("Float64")
    return answers.to_numpy(dtype="float64", na_value=np.nan)


def _or_year_first(style: pd.Series, first: np.ndarray) -> pd.Series:
    swapped = style.str.replace(r"\{0\}(.)\{1\}.yy$", r"yy\1mm\1dd or d\1m\1yy", regex=True)
    return style.mask(first, swapped)


def _choose(
    read: pd.DataFrame, asked: np.ndarray, earliest: np.datetime64 | None, latest: np.datetime64 | None
) -> tuple[np.ndarray, np.ndarray]:
    day, month = read["if_day_first"].to_numpy(), read["if_month_first"].to_numpy()
    both = ~np.isnat(day) & ~np.isnat(month) & (day != month)
    day_inside, month_inside = _inside(day, earliest, latest), _inside(month, earliest, latest)
    by_range = both & (day_inside != month_inside)
    asked = np.where(np.isnan(asked) & both & ~by_range, proved_by_dots(read), asked)
    by_day = np.where(np.isnan(asked), np.where(by_range, day_inside, np.isnat(month)), asked == 1)
    open_still = np.isnan(asked) & both & ~by_range
    return np.where(open_still, np.datetime64("NaT", "us"), np.where(by_day, day, month)), by_day


def _inside(date: np.ndarray, earliest: np.datetime64 | None, latest: np.datetime64 | None) -> np.ndarray:
    inside = ~np.isnat(date)
    if earliest is not None:
        inside &= date >= earliest
    return inside & (date <= latest) if latest is not None else inside


def _problems(
    read: pd.DataFrame, date: np.ndarray, earliest: np.datetime64 | None, latest: np.datetime64 | None
) -> pd.Series:
    day, month = read["if_day_first"].to_numpy(), read["if_month_first"].to_numpy()
    both = ~np.isnat(day) & ~np.isnat(month) & np.isnat(date)
    nowhere = both & ~_inside(day, earliest, latest) & ~_inside(month, earliest, latest)
    outside = nowhere | (~np.isnat(date) & ~_inside(date, earliest, latest))
    named = [
        (read["missing"].to_numpy(), "missing"),
        (outside, "outside range"),
        (both | read["unclear"].to_numpy(), "ambiguous"),
        ((read["style"] == "").to_numpy(dtype=bool), "unreadable"),
        (np.isnat(date), "impossible"),
    ]
    found = np.select([where for where, _ in named], [name for _, name in named], default="")
    return pd.Series(found, index=read.index, dtype="str")


def _final_style(style: pd.Series, read: pd.DataFrame, by_day: np.ndarray, problem: pd.Series) -> pd.Series:
    kinds = style.astype("category")
    names = kinds.cat.categories
    day, month = (pd.Index([str(s).format(*order) for s in names], dtype=object) for order in ("dm", "md"))
    either = pd.Index([d if d == m else f"{d} or {m}" for d, m in zip(day, month, strict=True)], dtype=object)
    codes = kinds.cat.codes.to_numpy()
    if not len(names):
        return style
    same = (read["if_day_first"] == read["if_month_first"]).to_numpy()
    no_order = (problem == "ambiguous").to_numpy(dtype=bool) | same
    known = np.where(by_day, day.to_numpy()[codes], month.to_numpy()[codes])
    return pd.Series(np.where(no_order, either.to_numpy()[codes], known), index=style.index, dtype="str")


def _groups(by: Iterable[object] | None, values: pd.Series) -> np.ndarray | pd.api.extensions.ExtensionArray:
    if by is None:
        return np.full(len(values), "all", dtype=object)
    if isinstance(by, Sized) and len(by) != len(values):
        raise ArgumentError(
            f"by has {counted(len(by), 'value')} for {counted(len(values), 'date')}. One per row was expected. "
            "Take both columns from the same table."
        )
    return matched(by, values, "by").array


def _verdicts(day_first: pd.Series, month_first: pd.Series) -> pd.Series:
    evidence = day_first + month_first
    minority = np.minimum(day_first, month_first)
    cases = [evidence == 0, minority > MIXED_FROM_SHARE * evidence, day_first > month_first]
    return pd.Series(np.select(cases, ["no evidence", "mixed", "day first"], "month first"), dtype="str")
