"""Columns of amounts, ranges and names as the functions of pain points need them, with clear refusals."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["amounts", "groups", "marked_names", "names", "ranges", "require_table"]

NOT_KNOWN = "(not known)"


def require_table(frame: object, columns: Iterable[str], *, table: str = "the table") -> pd.DataFrame:
    """Take a table that has rows and the columns that are needed, each of them once.

    Parameters
    ----------
    frame : DataFrame
        What was given.
    columns : iterable of str
        What must be in it.
    table : str
        What to call it in a message.

    Returns
    -------
    DataFrame
        The same table.

    Raises
    ------
    ArgumentError
        When it is no table or has no row.
    ColumnError
        When a column is missing or there twice.

    Examples
    --------
    >>> len(require_table(pd.DataFrame({"theme": ["late"]}), ["theme"]))
    1
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{in_words(frame)} was given for {table}. A table was expected. Read one first.")
    columns = list(columns)
    require_columns(frame, columns, table=table)
    if frame.empty:
        raise ArgumentError(f"{table.capitalize()} has no row. At least one was expected. Look at what filtered it.")
    return frame


def amounts(frame: pd.DataFrame, column: str) -> pd.Series:
    """Take a column of costs as numbers of 0 or more; what is missing stays missing.

    Parameters
    ----------
    frame : DataFrame
        The table.
    column : str
        Its column of amounts.

    Returns
    -------
    Series of float

    Raises
    ------
    ColumnError
        When it holds text, True and False, amounts below 0 or endless ones.

    Examples
    --------
    >>> amounts(pd.DataFrame({"cny": [1, None]}), "cny").tolist()
    [1.0, nan]
    """
    values = frame[column]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        values = _untyped(values, column)
    values = values.astype("float64")
    wrong = values[(values < 0) | np.isinf(values)]
    if len(wrong):
        raise ColumnError(
            f"Column '{column}' has {_rows(len(wrong))} below 0 or endless, the first is {wrong.iloc[0]:g}. Costs of "
            "0 or more were expected. Set cancellations off against their cost first, or take them out."
        )
    return values


def _untyped(values: pd.Series, column: str) -> pd.Series:
    known = values[values.notna()]
    text = known[[isinstance(value, str | bool | np.bool_) for value in known]]
    if len(text) or values.dtype.kind in "Mmb":
        first = text.iloc[0] if len(text) else known.iloc[0]
        raise ColumnError(
            f"Column '{column}' holds {in_words(first)}. Numbers were expected. Read amounts written as text with "
            "millrace.reading.parse_money first, and look at its column 'problem'."
        )
    return pd.to_numeric(values.astype(object))


def _rows(count: int) -> str:
    return "1 amount" if count == 1 else f"{count} amounts"


def groups(frame: pd.DataFrame, column: str) -> tuple[np.ndarray, pd.Index]:
    """Give the groups of a column numbers; rows without a name are a group of their own.

    Parameters
    ----------
    frame : DataFrame
        The table.
    column : str
        The column that names the group.

    Returns
    -------
    tuple of array of int and Index
        The number of the group of each row, and the groups' names.

    Examples
    --------
    >>> groups(pd.DataFrame({"theme": ["late", None, "late"]}), "theme")[1].tolist()
    ['late', '(not known)']
    """
    codes, found = pd.factorize(frame[column], use_na_sentinel=True)
    named = pd.Index([str(name) for name in found], dtype=object)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(named), codes)
        named = named.append(pd.Index([NOT_KNOWN], dtype=object))
    if not named.is_unique:
        twice = named[named.duplicated()][0]
        raise ColumnError(
            f"Column '{column}' names two groups '{twice}' that differ in kind only. One was expected. Write them "
            "alike."
        )
    return codes, named


def names(frame: pd.DataFrame, column: str) -> list[str]:
    """Take the names of options: known, and each of them once.

    Parameters
    ----------
    frame : DataFrame
        One row per option.
    column : str
        The column with their names.

    Returns
    -------
    list of str

    Raises
    ------
    ColumnError
        When a name is missing or there twice.

    Examples
    --------
    >>> names(pd.DataFrame({"option": ["a", "b"]}), "option")
    ['a', 'b']
    """
    listed = frame[column]
    if listed.isna().any():
        raise ColumnError(f"Column '{column}' has a row without a name. A name per row was expected. Give it one.")
    texts = [str(name) for name in listed]
    twice = next((name for name in texts if texts.count(name) > 1), None)
    if twice is not None:
        raise ColumnError(f"'{twice}' is in column '{column}' twice. One row per name was expected. Rename one.")
    return texts


def marked_names(named: list[str], marked: np.ndarray) -> list[str]:
    """Write, for each of some things, the names of the others that are marked for it.

    Parameters
    ----------
    named : list of str
        The names of the things.
    marked : array of bool of shape (n, n)
        A row per thing; itself is left out.

    Returns
    -------
    list of str
        Names with commas between; empty where none is marked.

    Examples
    --------
    >>> marked_names(["a", "b", "c"], np.array([[1, 1, 1], [0, 1, 0], [1, 0, 0]]))
    ['b, c', '', 'a']
    """
    return [
        ", ".join(name for other, name in enumerate(named) if other != place and row[other])
        for place, row in enumerate(marked)
    ]


def ranges(frame: pd.DataFrame, name: str, *, least: float = 0.0, largest: float = np.inf) -> np.ndarray:
    """Take the ranges of a measure: from one column, or from three that end in _low, _likely, _high.

    Parameters
    ----------
    frame : DataFrame
        One row per option.
    name : str
        The measure, for example "impact".
    least, largest : float
        The limits of what makes sense.

    Returns
    -------
    array of shape (rows, 3)
        Low, likely, high; all the same where one column gives them.

    Raises
    ------
    ColumnError
        When columns are missing, there is a column beside the three, or values are text, missing, out of their limits
        or out of order.

    Examples
    --------
    >>> ranges(pd.DataFrame({"effort": [2.0]}), "effort").tolist()
    [[2.0, 2.0, 2.0]]
    """
    three = [f"{name}_{end}" for end in ("low", "likely", "high")]
    some = [column for column in three if column in frame.columns]
    if some and name in frame.columns:
        raise ColumnError(
            f"There is a column '{name}' and a column '{some[0]}'. One number or a range was expected. Take one out."
        )
    columns = three if some else [name] * 3
    require_table(frame, dict.fromkeys(columns), table="the options")
    values = np.column_stack([_scores(frame, column) for column in columns])
    _check_limits(values, name, least, largest)
    disorder = (np.diff(values, axis=1) < 0).any(axis=1)
    if disorder.any():
        low, likely, high = values[disorder][0]
        raise ColumnError(
            f"'{name}' has low {low:g}, likely {likely:g}, high {high:g} in row {disorder.argmax() + 1}. Numbers in "
            "this order were expected. Correct them."
        )
    return values


def _scores(frame: pd.DataFrame, column: str) -> np.ndarray:
    values = frame[column]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        values = _untyped(values, column)
    values = values.astype("float64")
    if values.isna().any():
        raise ColumnError(
            f"Column '{column}' has no value in row {int(values.isna().to_numpy().argmax()) + 1}. A number per row was "
            f"expected. Give one, or a range by {column}_low, {column}_likely and {column}_high."
        )
    return values.to_numpy()


def _check_limits(values: np.ndarray, name: str, least: float, largest: float) -> None:
    outside = (values < least) | (values > largest) | np.isinf(values)
    if outside.any():
        limits = f"{least:g} or more" if largest == np.inf else f"from {least:g} to {largest:g}"
        raise ColumnError(
            f"'{name}' has the value {values[outside][0]:g} in row {int(outside.any(axis=1).argmax()) + 1}. Numbers "
            f"{limits} were expected. Correct it."
        )
