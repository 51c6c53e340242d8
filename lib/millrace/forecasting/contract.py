"""The one form of series that every forecast starts from: ``unique_id, ds, y``, regular and without gaps."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words
from millrace.forecasting.columns import FutureDatesWarning, named
from millrace.forecasting.frequencies import checked_step, frequency, season_length

__all__ = ["FutureDatesWarning", "frequency", "in_order", "places", "season_length", "series"]

GAPS = ("refuse", "zero", "missing", "previous")
DUPLICATES = ("refuse", "sum", "mean", "last")
NEGATIVE = ("keep", "refuse", "zero")


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
        "missing" leaves their ``y`` empty, for a look: no model takes that.
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

    See Also
    --------
    check_series : what would be refused or filled, series by series.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": ["2025-03-03", "2025-03-17"], "sold": [4, 6]})
    >>> series(weeks, unique_id=None, ds="week", y="sold", freq="W-MON", gaps="zero")["y"].tolist()
    [4.0, 0.0, 6.0]
    """
    _one_of(gaps=(gaps, GAPS), duplicates=(duplicates, DUPLICATES), negative=(negative, NEGATIVE))
    table = _once(in_order(named(frame, unique_id, ds, y)), duplicates)
    step = frequency(table) if freq is None else checked_step(freq, table["ds"])
    table = _without_gaps(table, step, gaps)
    return _not_negative(table, negative)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by series and period; rows of the same period keep their order."""
    ids = pd.factorize(table["unique_id"], sort=True)[0]
    return table.iloc[np.lexsort((table["ds"].to_numpy(), ids))].reset_index(drop=True)


def places(ds: pd.Series, freq: str | int) -> tuple[np.ndarray, pd.Index]:
    """Return the place of each period on a line of all periods (-1 for what lies off the step), and that line."""
    first, last = ds.min(), ds.max()
    line = pd.RangeIndex(first, last + 1, freq) if isinstance(freq, int) else pd.date_range(first, last, freq=freq)
    row, different = pd.factorize(ds)
    return line.get_indexer(different)[row], line


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
    ids = pd.factorize(table["unique_id"])[0]
    place, line = places(table["ds"], freq)
    if (place < 0).any():
        row = table[place < 0].iloc[0]
        raise ArgumentError(
            f"{row['unique_id']} has a period at {in_words(row['ds'])}, which is off the step {in_words(freq)}. "
            "Regular periods were expected. Add up to periods first, with forecasting.demand(...), or correct freq=."
        )
    missing = np.r_[(np.diff(place) > 1) & (np.diff(ids) == 0), False]
    empty = table["y"].isna().to_numpy()
    if gaps == "refuse" and (missing.any() or empty.any()):
        raise ArgumentError(_gap_in_words(table, missing, empty))
    if missing.any():
        table = _filled(table, ids, place, line)
    return _with_numbers(table, gaps)


def _gap_in_words(table: pd.DataFrame, missing: np.ndarray, empty: np.ndarray) -> str:
    row = table[missing | empty].iloc[0]
    what = f"no number at {in_words(row['ds'])}" if pd.isna(row["y"]) else f"no period after {in_words(row['ds'])}"
    return (
        f"{row['unique_id']} has {what}; {counted(int((missing | empty).sum()), 'gap')} in all. A number for every "
        'period was expected. Nothing sold: gaps="zero". Not known: gaps="previous".'
    )


def _filled(table: pd.DataFrame, ids: np.ndarray, place: np.ndarray, line: pd.Index) -> pd.DataFrame:
    """Add the missing rows between the first and last period of each series, with an empty number."""
    first = np.flatnonzero(np.r_[True, np.diff(ids) != 0])
    begin, lengths = place[first], place[np.r_[first[1:], len(ids)] - 1] - place[first] + 1
    starts = np.cumsum(lengths) - lengths
    at = np.arange(lengths.sum()) - np.repeat(starts - begin, lengths)
    made = pd.DataFrame({"unique_id": np.repeat(table["unique_id"].to_numpy()[first], lengths), "ds": line[at]})
    rows = starts[ids] + place - begin[ids]
    for column, empty in (("y", np.nan), ("censored", False)):
        if column in table:
            made[column] = empty
            values = made[column].to_numpy(copy=True)
            values[rows] = table[column].to_numpy()
            made[column] = values
    return made


def _with_numbers(table: pd.DataFrame, gaps: str) -> pd.DataFrame:
    if gaps == "zero":
        return table.assign(y=table["y"].fillna(0.0))
    if gaps != "previous":
        return table
    table = table.assign(y=table.groupby("unique_id")["y"].ffill())
    if table["y"].isna().any():
        row = table[table["y"].isna()].iloc[0]
        raise ArgumentError(
            f'gaps="previous" was given, and {row["unique_id"]} has no number at {in_words(row["ds"])}, with which it '
            "begins. A number in its first period was expected. Leave such rows out."
        )
    return table


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


def _one_of(**arguments: tuple[str, tuple[str, ...]]) -> None:
    for name, (value, allowed) in arguments.items():
        if value not in allowed:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. One of {', '.join(allowed)} was expected. Correct it."
            )
