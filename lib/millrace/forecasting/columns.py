"""Columns of any table, read as the name of a series, its period and its number; what cannot be read is refused."""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_columns

__all__ = ["FutureDatesWarning", "named", "numbered"]


class FutureDatesWarning(UserWarning):
    """Some periods of a history lie in the future."""


def named(frame: pd.DataFrame, unique_id: str | Sequence[str] | None, ds: str, y: str) -> pd.DataFrame:
    """Read the columns of a table as `unique_id`, `ds` and `y`; rows keep their order."""
    require_columns(frame, [ds, y])
    number, labels = numbered(frame, unique_id)
    ids = labels[number] if unique_id is not None else "all"
    table = pd.DataFrame({"unique_id": ids, "ds": _periods(frame[ds]), "y": _numbers(frame[y])}, index=frame.index)
    if "censored" in frame.columns:
        table["censored"] = frame["censored"].astype("boolean").fillna(False).astype(bool)
    return table


def numbered(frame: pd.DataFrame, unique_id: str | Sequence[str] | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row's series, and the names; each is written once, however many rows it has."""
    names = [] if unique_id is None else [unique_id] if isinstance(unique_id, str) else list(unique_id)
    require_columns(frame, names)
    if not len(frame):
        raise ArgumentError("The table has no rows. One row per series and period was expected. Look at the file.")
    if not names:
        return np.zeros(len(frame), dtype=int), np.array(["all"], dtype=object)
    if frame[names].isna().any(axis=None):
        raise ColumnError(
            f"Some rows do not say which series they belong to: {in_words(names)} is empty there. A name in every "
            "row was expected. Leave those rows out, or fill them."
        )
    number = frame.groupby(names, sort=False, observed=True).ngroup().to_numpy()
    different = frame[names][~pd.Series(number).duplicated().to_numpy()].astype(str)
    return number, different.agg(" / ".join, axis=1).to_numpy(dtype=object)


def _periods(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) and (column % 1 == 0).all():
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
