"""What can go wrong, said in three parts: what was found, what was expected, what to do."""

import difflib
from collections.abc import Iterable

import pandas as pd

__all__ = ["ArgumentError", "ColumnError", "FileError", "MillraceError", "did_you_mean", "require_columns"]


class MillraceError(ValueError):
    """Any complaint of the library about what it was given."""

    def _render_traceback_(self) -> list[str]:
        # A notebook shows this in place of sixty lines of our call stack: the sentence says what to do.
        return [f"{type(self).__name__}: {self}"]


class FileError(MillraceError):
    """A file that cannot be read: missing, empty, locked, broken or of an unknown kind."""


class ColumnError(MillraceError):
    """A column that is missing, misspelt or of the wrong kind."""


class ArgumentError(MillraceError):
    """An argument outside what a function understands."""


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Suggest the known word that is nearest to a misspelt one.

    Parameters
    ----------
    word : object
        What was written.
    known : iterable
        What could have been meant.

    Returns
    -------
    str
        ``" Did you mean 'quantity'?"``, with the leading space, or an empty text when nothing is near.

    Examples
    --------
    >>> did_you_mean("quantiy", ["date", "quantity"])
    " Did you mean 'quantity'?"
    """
    lowered = {str(k).lower(): str(k) for k in known}
    near = difflib.get_close_matches(str(word).lower(), lowered, n=1, cutoff=0.6)
    return f" Did you mean '{lowered[near[0]]}'?" if near else ""


def require_columns(frame: pd.DataFrame, columns: Iterable[object], *, table: str = "the table") -> None:
    """Stop with a clear sentence when a column is not there.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table that is about to be used.
    columns : iterable of column names
        What must be in it.
    table : str
        What to call the table in the message, for example ``"orders.csv"``.

    Raises
    ------
    ColumnError
        Naming the missing column, the columns that are there, and the nearest of them.

    Examples
    --------
    >>> require_columns(pd.DataFrame(columns=["date", "quantity"]), ["quantiy"], table="orders.csv")
    Traceback (most recent call last):
    ...
    millrace.errors.ColumnError: Column 'quantiy' is not in orders.csv. Its columns are: date, quantity. \
Did you mean 'quantity'?
    """
    for column in columns:
        if column not in frame.columns:
            have = ", ".join(map(str, frame.columns)) or "none"
            raise ColumnError(
                f"Column '{column}' is not in {table}. Its columns are: {have}.{did_you_mean(column, frame.columns)}"
            )
