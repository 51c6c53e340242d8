"""Columns, masks, expressions and functions read as numbers, and days read as days, for measures of a table."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns

__all__ = ["Amounts", "days_of", "groups_of", "numbers_of", "require_rows"]

Amounts = str | pd.Series | np.ndarray | list[Any] | Callable[[pd.DataFrame], Any]
ROWS = "rows"


def require_rows(frame: object, *, table: str = "the table") -> pd.DataFrame:
    """Take a table that has at least one row.

    Parameters
    ----------
    frame : DataFrame
        What was given.
    table : str
        What to call it in a message.

    Returns
    -------
    DataFrame
        The same table.

    Raises
    ------
    ArgumentError
        When it is no table or is empty.

    Examples
    --------
    >>> len(require_rows(pd.DataFrame({"a": [1, 2]})))
    2
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{in_words(frame)} was given for {table}. A table was expected. Read one first.")
    if frame.empty:
        raise ArgumentError(f"{table.capitalize()} has no row. At least one was expected. Look at what filtered it.")
    return frame


def numbers_of(frame: pd.DataFrame, what: Amounts, *, name: str) -> np.ndarray:
    """Read a column, a condition, a mask or a function of a table as one number per row.

    Parameters
    ----------
    frame : DataFrame
        The table.
    what : str, Series or function
        "rows" (each row counts 1), a column's name, a condition such as ``"desk == 'shop' and minutes > 5"``, a column
        of True and False, or a function of the table.
    name : str
        What to call it in a message, for example "numerator".

    Returns
    -------
    array of float
        One number per row; 1 and 0 for True and False, missing where a value is missing.

    Raises
    ------
    ArgumentError
        When it is none of these, or has another number of rows.
    ColumnError
        When it holds text, or endless numbers.

    Examples
    --------
    >>> tickets = pd.DataFrame({"settled": ["yes", "no"], "minutes": [3.0, 9.5]})
    >>> numbers_of(tickets, "settled == 'yes'", name="numerator").tolist()
    [1.0, 0.0]
    >>> numbers_of(tickets, "minutes", name="numerator").tolist()
    [3.0, 9.5]
    """
    values = _series_of(frame, what, name)
    if len(values) != len(frame):
        raise ArgumentError(
            f"{name} has {len(values)} values, the table has {len(frame)} rows. One per row was expected. Make it from "
            "the same table."
        )
    return _as_numbers(values, name)


def _series_of(frame: pd.DataFrame, what: Amounts, name: str) -> pd.Series:
    if isinstance(what, str):
        return _named(frame, what, name)
    if callable(what):
        what = what(frame)
    if isinstance(what, np.ndarray | list):
        return pd.Series(what, index=frame.index)
    if not isinstance(what, pd.Series):
        raise ArgumentError(
            f"{name}={in_words(what)} was given. A column's name, a condition, a column of True and False or a "
            f"function was expected. Write it like {name}=\"settled == 'yes'\"."
        )
    if not what.index.equals(frame.index) and len(what) == len(frame):
        raise ArgumentError(
            f"The rows of {name} are in another order than those of the table. The same rows were expected. Make it "
            "from the same table."
        )
    return what


def _named(frame: pd.DataFrame, what: str, name: str) -> pd.Series:
    if what in frame.columns:
        return frame[what]
    if what == ROWS:
        return pd.Series(1.0, index=frame.index)
    if what.isidentifier():
        require_columns(frame, [what])
    try:
        found = frame.eval(what, engine="python")
    except Exception as error:
        # whatever pandas says of a condition, the reader needs the columns and the form of a right one
        raise ArgumentError(
            f"{name}={in_words(what)} cannot be worked out ({error}).{_meant(what, frame.columns)} A column or a "
            f"condition on the columns {', '.join(map(str, frame.columns))} was expected. Write it like "
            "\"settled == 'yes' and minutes < 10\"."
        ) from error
    missing = _unknown_rows(frame, what)
    found = found if isinstance(found, pd.Series) else pd.Series(found, index=frame.index)
    return found.astype(object).where(~missing) if found.dtype.kind == "b" and missing.any() else found


def _unknown_rows(frame: pd.DataFrame, condition: str) -> pd.Series:
    # "settled == 'yes'" is False where settled is missing; such a row is not known, not a no
    used = [column for column in frame.columns if isinstance(column, str) and _mentions(condition, column)]
    return frame[used].isna().any(axis=1)


def _mentions(condition: str, column: str) -> bool:
    import tokenize
    from io import StringIO

    if not column.isidentifier():
        return f"`{column}`" in condition
    tokens = tokenize.generate_tokens(StringIO(condition.strip()).readline)
    return any(token.type == tokenize.NAME and token.string == column for token in tokens)


def _meant(what: str, columns: Iterable[object]) -> str:
    return did_you_mean(what.split()[0] if what.split() else what, columns)


def _as_numbers(values: pd.Series, name: str) -> np.ndarray:
    known = values[values.notna()]
    text = next((value for value in known if isinstance(value, str)), None) if _may_hold_text(values) else None
    if text is not None or values.dtype.kind in "Mm":
        found = in_words(text if text is not None else known.iloc[0])
        raise ColumnError(
            f"The {name} holds {found}. Numbers, or True and False, were expected. Write a condition, such as "
            f'{name}="column == {found}".'
        )
    numbers = pd.to_numeric(values.astype(object).where(values.notna(), np.nan)).astype("float64").to_numpy()
    if np.isinf(numbers).any():
        raise ColumnError(f"The {name} has an endless number. Known numbers were expected. Set that row aside.")
    return numbers


def _may_hold_text(values: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(values) or values.dtype.kind in "bMm")


def days_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """Read a column of days: dates, or text written year first.

    Parameters
    ----------
    frame : DataFrame
        The table.
    column : str
        Its column of days, for example "2025-03-01" or "2025-03".

    Returns
    -------
    Series of datetime
        Missing where nothing is noted; a month is its first day.

    Raises
    ------
    ColumnError
        When it is not there, or holds a text that is no such day.

    Examples
    --------
    >>> days_of(pd.DataFrame({"opened": ["2025-03-01", None]}), "opened").dt.day.tolist()
    [1.0, nan]
    """
    require_columns(frame, [column])
    values = frame[column]
    if values.dtype.kind == "M":
        return values.dt.tz_localize(None).dt.as_unit("ns")
    if isinstance(values.dtype, pd.PeriodDtype):
        return values.dt.to_timestamp().dt.as_unit("ns")
    if pd.api.types.is_numeric_dtype(values) and values.notna().any():
        found = pd.Series(pd.NaT, index=values.index)
    else:
        found = pd.to_datetime(values.astype(object), format="ISO8601", errors="coerce")
    wrong = values[found.isna() & values.notna()]
    if len(wrong):
        raise ColumnError(
            f"Column '{column}' holds {in_words(wrong.iloc[0])} ({len(wrong)} such). Days written like 2025-03-01 were "
            "expected. Read them with millrace.reading.parse_dates first."
        )
    return pd.to_datetime(found).dt.tz_localize(None).dt.as_unit("ns")


def groups_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """Read a column of groups as text; rows without one are a group of their own.

    Parameters
    ----------
    frame : DataFrame
        The table.
    column : str
        The column that names the group.

    Returns
    -------
    Series of str
        "(not known)" where the name is missing.

    Raises
    ------
    ColumnError
        When it is not there.

    Examples
    --------
    >>> groups_of(pd.DataFrame({"desk": ["shop", None]}), "desk").tolist()
    ['shop', '(not known)']
    """
    require_columns(frame, [column])
    values = frame[column].astype(object)
    return values.where(values.notna(), "(not known)").map(str)
