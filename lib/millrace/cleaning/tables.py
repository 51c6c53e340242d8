"""What the cleaning steps ask of a table before they begin: that a column named is there, once."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from millrace.errors import ColumnError, require_columns

__all__ = ["names_of", "require_single_columns"]


def names_of(columns: object) -> list[Any]:
    """Take one column name or several, whatever kind a name is: a year as a header is a number.

    Parameters
    ----------
    columns : column name or list-like of them
        What the user gave.

    Returns
    -------
    list

    Examples
    --------
    >>> names_of("sku"), names_of(2025), names_of(["sku", 2025])
    (['sku'], [2025], ['sku', 2025])
    """
    return [columns] if isinstance(columns, str) or not isinstance(columns, Iterable) else list(columns)


def require_single_columns(frame: pd.DataFrame, columns: Iterable[object], *, table: str = "the table") -> None:
    """Stop with a clear sentence when a column is not there, or when two have its name.

    Parameters
    ----------
    frame : DataFrame
        The table that is about to be used.
    columns : iterable of column names
        What must be in it once.
    table : str
        What to call the table in the message.

    Raises
    ------
    ColumnError
        Naming the column.

    Examples
    --------
    >>> require_single_columns(pd.DataFrame([[1, 2]], columns=["a", "a"]), ["a"])
    Traceback (most recent call last):
    ...
    millrace.errors.ColumnError: There are 2 columns 'a' in the table. One name per column was expected. Rename one.
    """
    columns = list(columns)
    require_columns(frame, columns, table=table)
    for column in columns:
        times = int((frame.columns == column).sum())
        if times > 1:
            raise ColumnError(
                f"There are {times} columns '{column}' in {table}. One name per column was expected. Rename one."
            )
