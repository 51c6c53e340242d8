"""What can go wrong, said in three parts: what was found, what was expected, what to do."""

import difflib
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ArgumentError", "ColumnError", "FileError", "MillraceError", "did_you_mean", "require_columns", "wrapped"]

# Narrow enough for JupyterLab on a screen of 1366 pixels at 150 % zoom, with its list of files open.
WIDTH = 58


class MillraceError(ValueError):
    """Any complaint of the library about what it was given."""

    def _render_traceback_(self) -> list[str]:
        # A notebook shows this in place of sixty lines of our call stack: the sentence says what to do.
        return wrapped(str(self)).splitlines()


class FileError(MillraceError):
    """A file that cannot be read: missing, empty, locked, broken or of an unknown kind."""


class ColumnError(MillraceError):
    """A column that is missing, misspelt or of the wrong kind."""


class ArgumentError(MillraceError):
    """An argument outside what a function understands."""


def wrapped(text: str) -> str:
    """Break a text into lines of one width, between words: notebooks and feedback pages break them anywhere.

    Parameters
    ----------
    text : str
        Some sentences.

    Returns
    -------
    str
        The text in lines.

    Examples
    --------
    >>> max(map(len, wrapped("word " * 40).splitlines())) <= WIDTH
    True
    """
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


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


def require_columns(frame: "pd.DataFrame", columns: Iterable[object], *, table: str = "the table") -> None:
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
    >>> import pandas as pd
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
