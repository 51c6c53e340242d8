"""The one form of series that every forecast starts from: ``unique_id, ds, y``, regular and without gaps."""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_columns
from millrace.forecasting.panel import shifted

__all__ = ["FutureDatesWarning", "frequency", "season_length", "series"]

SEASONS = {"D": 7, "B": 5, "W": 52, "M": 12, "Q": 4, "Y": 1}
GAPS = ("refuse", "zero", "missing", "previous")
DUPLICATES = ("refuse", "sum", "mean", "last")
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class FutureDatesWarning(UserWarning):
    """Some periods of a history lie in the future."""


def series(
    frame: pd.DataFrame,
    *,
    unique_id: str | Sequence[str] | None = "unique_id",
    ds: str = "ds",
    y: str = "y",
    freq: str | int | None = None,
    gaps: str = "refuse",
    duplicates: str = "refuse",
    negative: str = "keep",
) -> pd.DataFrame:
    """Bring a table with one row per series and period into the form that every forecast starts from.

    Parameters
    ----------
    frame : DataFrame
        One row per series and period; it is not changed.
    unique_id : str, list of str or None
        The column that names the series; several are joined with " / "; None when there is one series only.
    ds : str
        The column of periods: dates, texts such as 2025-03-10, or whole numbers. A time zone is dropped, and the clock
        time of that zone is kept.
    y : str
        The column of what is to be forecast, in any unit.
    freq : str or int, optional
        The step between periods, as pandas writes it ("D", "W-MON", "MS") or a whole number; by default what the rows
        show, see `frequency`.
    gaps : {"refuse", "zero", "missing", "previous"}
        What to do with periods that are missing between the first and the last of a series, or have no value.
    duplicates : {"refuse", "sum", "mean", "last"}
        What to do with a period that is there several times in one series.
    negative : {"keep", "refuse", "zero"}
        What to do with values below zero (returns).

    Returns
    -------
    DataFrame
        ``unique_id`` (text), ``ds``, ``y`` (float), sorted by both, one row per period; a column ``censored`` of the
        input is kept (False in rows that were filled).

    Raises
    ------
    ColumnError
        When a column is missing, or holds what cannot be read.
    ArgumentError
        For gaps, duplicates or negative values that are to be refused, naming the first, and for mixed steps.

    Warns
    -----
    FutureDatesWarning
        When dates lie after today.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": ["2025-03-03", "2025-03-17"], "sold": [4, 6]})
    >>> series(weeks, unique_id=None, ds="week", y="sold", freq="W-MON", gaps="zero")["y"].tolist()
    [4.0, 0.0, 6.0]
    """
    _one_of(gaps=(gaps, GAPS), duplicates=(duplicates, DUPLICATES), negative=(negative, ("keep", "refuse", "zero")))
    table = named(frame, unique_id, ds, y).sort_values(["unique_id", "ds"], kind="stable", ignore_index=True)
    table = _once(table, duplicates)
    step = frequency(table) if freq is None else freq
    table = _without_gaps(table, step, gaps)
    return _not_negative(table, negative)


def frequency(series: pd.DataFrame) -> str | int:
    """Work out the step between the periods of all series.

    Parameters
    ----------
    series : DataFrame
        ``unique_id`` and ``ds`` (dates or whole numbers).

    Returns
    -------
    str or int
        As pandas writes it: "D", "B" (Monday to Friday), "W-MON" to "W-SUN", "MS" or "ME", "QS-JAN" or "QE-DEC" and
        their like, "YS-JAN" or "YE-DEC"; the whole number for whole numbers.

    Raises
    ------
    ArgumentError
        When no series has two periods, when series have different steps, or the step is none of these.

    Examples
    --------
    >>> frequency(pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2025-01-06", periods=3, freq="W-MON")}))
    'W-MON'
    """
    require_columns(series, ["unique_id", "ds"], table="the series")
    table = series[["unique_id", "ds"]].sort_values(["unique_id", "ds"])
    ds = table["ds"]
    step = ds.diff().where(table["unique_id"].eq(table["unique_id"].shift()))
    if not step.notna().any():
        raise ArgumentError(
            "No series has two periods, so the step between them is not known. Give it, for example freq='W-MON'."
        )
    if not pd.api.types.is_datetime64_any_dtype(ds):
        return int(step[step > 0].min())
    days = step.dt.days[step.dt.days > 0]
    # The lower of two middle values: a gap makes a step longer, never shorter.
    usual = days.groupby(table["unique_id"]).quantile(0.5, interpolation="lower")
    kinds = usual.map(_kind)
    if kinds.nunique() > 1:
        few, many = kinds.value_counts().index[[-1, 0]]
        raise ArgumentError(
            f"The series have different steps: {kinds[kinds == few].index[0]} is {few}, "
            f"{kinds[kinds == many].index[0]} is {many}. One step for all was expected. Forecast them apart."
        )
    return _alias(kinds.iloc[0], ds, days)


def season_length(freq: str | int) -> int:
    """Return how many periods a season usually has: 7 days, 5 working days, 52 weeks, 12 months, 4 quarters, 1 year.

    Parameters
    ----------
    freq : str or int
        The step between periods; for whole numbers nothing is known, so 1.

    Returns
    -------
    int

    Examples
    --------
    >>> season_length("W-MON"), season_length("MS"), season_length(1)
    (52, 12, 1)
    """
    if isinstance(freq, int):
        return 1
    kind = freq.partition("-")[0].removesuffix("S").removesuffix("E") or freq
    if kind not in SEASONS:
        raise ArgumentError(
            f"freq='{freq}' has no usual season. Days, weeks, months, quarters or years were expected. "
            "Give season_length=."
        )
    return SEASONS[kind]


def named(frame: pd.DataFrame, unique_id: str | Sequence[str] | None, ds: str, y: str) -> pd.DataFrame:
    """Read the columns of a table as `unique_id`, `ds` and `y`; rows keep their order."""
    names = [] if unique_id is None else [unique_id] if isinstance(unique_id, str) else list(unique_id)
    require_columns(frame, [*names, ds, y])
    if not len(frame):
        raise ArgumentError("The table has no rows. One row per series and period was expected. Look at the file.")
    if any(frame[name].isna().any() for name in names):
        raise ColumnError(
            f"Some rows do not say which series they belong to: {in_words(names)} is empty there. A name in every "
            "row was expected. Leave those rows out, or fill them."
        )
    joined = frame[names].astype(str).agg(" / ".join, axis=1) if len(names) > 1 else None
    ids = "all" if not names else joined if joined is not None else frame[names[0]].astype(str)
    table = pd.DataFrame({"unique_id": ids, "ds": _periods(frame[ds]), "y": _numbers(frame[y])}, index=frame.index)
    if "censored" in frame.columns:
        table["censored"] = frame["censored"].astype(bool)
    return table


def _periods(column: pd.Series) -> pd.Series:
    if pd.api.types.is_integer_dtype(column):
        return column.astype("int64")
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.to_timestamp()
    dates = (
        column
        if pd.api.types.is_datetime64_any_dtype(column)
        else pd.to_datetime(column, format="ISO8601", errors="coerce")
    )
    lost = column[dates.isna()]
    if len(lost):
        raise ColumnError(
            f"'{column.name}' holds {in_words(lost.iloc[0])}, which is no date such as 2025-03-10, and "
            f"{counted(len(lost) - 1, 'other')} like it. Read the dates first, with cleaning.parse_dates(...)."
        )
    dates = dates.dt.tz_localize(None) if dates.dt.tz is not None else dates
    if dates.max() > pd.Timestamp.now():
        warnings.warn(
            f"{int((dates > pd.Timestamp.now()).sum())} rows lie in the future, up to {dates.max():%Y-%m-%d}. A "
            "history was expected. Are day and month changed about?",
            FutureDatesWarning,
            stacklevel=4,
        )
    return dates.dt.as_unit("ns")


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    lost = column[numbers.isna() & column.notna()]
    if len(lost):
        raise ColumnError(
            f"'{column.name}' holds {in_words(lost.iloc[0])}, which is no number. Numbers were expected. Read them "
            "first, with cleaning.parse_quantity(...)."
        )
    if np.isinf(numbers).any():
        raise ColumnError(
            f"'{column.name}' holds a number without end. Finite numbers were expected. Look at the file."
        )
    return numbers


def _once(table: pd.DataFrame, duplicates: str) -> pd.DataFrame:
    keys = ["unique_id", "ds"]
    twice = table.duplicated(keys, keep=False)
    if not twice.any():
        return table
    if duplicates == "refuse":
        first = table[twice].iloc[0]
        raise ArgumentError(
            f"{first['unique_id']} has {in_words(first['ds'])} more than once; {counted(int(twice.sum()), 'row')} "
            "share their period with another. One row per series and period was expected. Look whether they are "
            'the same row twice, or add them up: duplicates="sum".'
        )
    groups = table.groupby(keys)
    y = groups["y"].sum(min_count=1) if duplicates == "sum" else groups["y"].agg(duplicates)
    return pd.concat([y, *(groups[[name]].max() for name in ["censored"] if name in table)], axis=1).reset_index()


def _without_gaps(table: pd.DataFrame, freq: str | int, gaps: str) -> pd.DataFrame:
    following = pd.Series(shifted(pd.Index(table["ds"]), 1, freq=freq), index=table.index)
    same = table["unique_id"].eq(table["unique_id"].shift(-1))
    odd = same & (following > table["ds"].shift(-1))
    if odd.any():
        row = table[odd].iloc[0]
        raise ArgumentError(
            f"{row['unique_id']} has a period that begins before the one of {in_words(row['ds'])} is over, or off the "
            f"step {in_words(freq)}. Regular periods were expected. Add up to periods first, with "
            "forecasting.demand(...)."
        )
    missing = same & (following < table["ds"].shift(-1))
    empty = table["y"].isna()
    if gaps == "refuse" and (missing.any() or empty.any()):
        row = table[missing | empty].iloc[0]
        what = f"no number at {in_words(row['ds'])}" if pd.isna(row["y"]) else f"no period after {in_words(row['ds'])}"
        raise ArgumentError(
            f"{row['unique_id']} has {what}; {counted(int((missing | empty).sum()), 'gap')} in all. A number for every "
            'period was expected. Nothing sold: gaps="zero". Not known: gaps="previous".'
        )
    if missing.any():
        table = _filled(table, freq)
    if gaps == "zero":
        table["y"] = table["y"].fillna(0.0)
    if gaps == "previous":
        table["y"] = table.groupby("unique_id")["y"].ffill()
    if "censored" in table:
        table["censored"] = table["censored"].astype("boolean").fillna(False).astype(bool)
    return table


def _filled(table: pd.DataFrame, freq: str | int) -> pd.DataFrame:
    ends = table.groupby("unique_id")["ds"].agg(["min", "max"])
    parts = [
        pd.DataFrame(
            {
                "unique_id": name,
                "ds": np.arange(first, last + 1, freq)
                if isinstance(freq, int)
                else pd.date_range(first, last, freq=freq),
            }
        )
        for name, first, last in ends.itertuples()
    ]
    return pd.concat(parts, ignore_index=True).merge(table, on=["unique_id", "ds"], how="outer", sort=True)


def _not_negative(table: pd.DataFrame, negative: str) -> pd.DataFrame:
    below = table["y"] < 0
    if negative == "refuse" and below.any():
        row = table[below].iloc[0]
        raise ArgumentError(
            f"{row['unique_id']} has {row['y']:g} at {in_words(row['ds'])}; {counted(int(below.sum()), 'row')} below "
            'zero in all. Numbers from 0 were expected. Are they returns? Then negative="zero" takes such a period as '
            'nothing sold, and negative="keep" keeps them.'
        )
    return table.assign(y=table["y"].clip(lower=0)) if negative == "zero" else table


def _kind(days: float) -> str:
    names = {
        "every day": (1, 1),
        "every week": (7, 7),
        "every month": (28, 31),
        "every quarter": (89, 92),
        "every year": (365, 366),
    }
    return next((name for name, (least, most) in names.items() if least <= days <= most), f"every {days:g} days")


def _alias(kind: str, ds: pd.Series, days: pd.Series) -> str:
    last_day = ds.dt.is_month_end.all()
    if kind == "every day":
        return "B" if ds.dt.day_of_week.max() < 5 and (days == 3).any() and not (days == 2).any() else "D"
    if kind == "every week" and ds.dt.day_of_week.nunique() == 1:
        return f"W-{WEEKDAYS[ds.dt.day_of_week.iloc[0]]}"
    if kind == "every month" and ((ds.dt.day == 1).all() or last_day):
        return "ME" if last_day else "MS"
    if kind in ("every quarter", "every year") and ((ds.dt.day == 1).all() or last_day):
        month = int(ds.dt.month.mod(3).iloc[0]) if kind == "every quarter" else int(ds.dt.month.iloc[0])
        return f"{'Q' if kind == 'every quarter' else 'Y'}{'E' if last_day else 'S'}-{MONTHS[month - 1]}"
    raise ArgumentError(
        f"The periods come {kind}, from {ds.min():%Y-%m-%d}, and are no days, weeks, months, quarters or years that "
        "begin alike. Add up to periods first, with forecasting.demand(...), or give freq=."
    )


def _one_of(**arguments: tuple[str, tuple[str, ...]]) -> None:
    for name, (value, allowed) in arguments.items():
        if value not in allowed:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. One of {', '.join(allowed)} was expected. Correct it."
            )
