"""What can go wrong, said in three parts: what was found, what was expected, what to do."""

import difflib
import itertools
import re
import textwrap
from collections.abc import Iterable
from datetime import date
from numbers import Number, Real
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = [
    "ArgumentError",
    "ColumnError",
    "FileError",
    "MillraceError",
    "check_confidence",
    "counted",
    "did_you_mean",
    "in_words",
    "kind",
    "nearest",
    "require_columns",
    "require_finite",
    "require_plain_cells",
    "shown_values",
    "wrapped",
]

# Narrow enough for JupyterLab on a screen of 1366 pixels at 150 % zoom, with its list of files open.
WIDTH = 58
LARGEST = 1e100
FEW_OF_A_KIND, MOST_SHOWN = 5, 6  # rows that make a value no name, values that a message can hold
LOOKED_AT = 1_000  # cells of a column of text that are looked at for lists
KINDS_OF_NOTHING = ("NoneType", "NaTType", "NAType")
KINDS = {
    "DataFrame": "a table",
    "Series": "one column",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "True or False",
    "list": "a list",
    "dict": "a list of pairs in curly brackets",
    "tuple": "several values with commas between",
    **dict.fromkeys(KINDS_OF_NOTHING, "nothing"),
    "datetime": "a date",
    "Timestamp": "a date",
    "Index": "a list of labels",
    "Path": "the place of a file",
    "PurePath": "the place of a file",
    "function": "a helper",
    "builtin_function_or_method": "a helper",
    "method": "a helper",
}


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


def kind(value: object) -> str:
    """Say what a thing is in everyday words.

    Parameters
    ----------
    value : object
        Anything in the notebook.

    Returns
    -------
    str
        For example ``"a table"``.

    Examples
    --------
    >>> kind(1800)
    'a number'
    """
    names = (base.__name__ for base in type(value).__mro__)
    return next((KINDS[name] for name in names if name in KINDS), "something else")


def in_words(value: object) -> str:
    """Write what a function was given as its caller would, for a message: no names of Python's own kinds.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Texts in quotes, numbers and days without their kind, lists up to five things; else what `kind` says.

    Examples
    --------
    >>> in_words("12,50"), in_words([1, ...]), in_words(print)
    ("'12,50'", '[1, three dots]', 'a helper')
    >>> import numpy as np
    >>> in_words(np.float64(1.5)), in_words({"USD": np.int64(7)})
    ('1.5', "{'USD': 7}")
    """
    if value is ...:
        return "three dots"
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{_some(map(in_words, value), len(value))}]"
    if isinstance(value, dict):
        return f"{{{_some((f'{in_words(name)}: {in_words(held)}' for name, held in value.items()), len(value))}}}"
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        return in_words(value.item())
    if isinstance(value, date) and type(value).__name__ not in KINDS_OF_NOTHING:
        return f"'{str(value).removesuffix(' 00:00:00')}'"
    if value is None or isinstance(value, str | int | float):
        return repr(value)
    return str(value) if isinstance(value, Number) else kind(value)


def _some(texts: Iterable[str], of: int) -> str:
    shown = list(itertools.islice(texts, 5))
    return ", ".join(shown) + (f" and {of - len(shown)} more" if of > len(shown) else "")


def counted(number: int, thing: str) -> str:
    """Write a number with its thing, so that a message says "1 row" and "1,200 rows".

    Parameters
    ----------
    number : int
        How many.
    thing : str
        One of them, as in ``"row"``; its plural ends in s or in ies.

    Returns
    -------
    str
        Both.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "row"), counted(2, "entry")
    ('1 row', '1,200 rows', '2 entries')
    """
    several = re.sub(r"(?<![aeiou])y$", "ie", thing) + "s"
    return f"{number:,} {thing if number == 1 else several}"


def nearest(word: str, known: Iterable[object], *, cutoff: float = 0.75) -> str | None:
    """Find the known word that somebody most likely meant.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable
        What could have been meant; what is no text is left out.
    cutoff : float
        How alike two words must be, from 0 to 1. The ending of a file's name does not count where both have it.

    Returns
    -------
    str or None
        The word, as it is known, or None when nothing is near. Capitals do not count, except between equals; two
        letters changed about are nearer than another letter.

    Examples
    --------
    >>> nearest("quantiy", ["date", "Quantity"])
    'Quantity'
    >>> nearest("orders_2032.csv", ["orders_2025.csv", "orders_2023.csv"])
    'orders_2023.csv'
    """
    names = {text.lower(): text for text in reversed([k for k in known if isinstance(k, str)])}
    _, dot, ending = word.lower().rpartition(".")
    tail = dot + ending if dot and any(name.endswith(dot + ending) for name in names) else ""
    by_stem = {name.removesuffix(tail): text for name, text in names.items()}
    stem = word.lower().removesuffix(tail)
    near = difflib.get_close_matches(stem, by_stem, n=3, cutoff=cutoff)
    changed_about = [one for one in near if sorted(one) == sorted(stem)]
    return by_stem[(changed_about or near)[0]] if near else None


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
    >>> did_you_mean("price", ["pieces", "price_cny"])
    " Did you mean 'price_cny'?"
    """
    names = [str(name) for name in known]
    parts = [name for name in names if str(word).lower() in re.split(r"[\W_]+", name.lower())]
    near = parts[0] if len(parts) == 1 else nearest(str(word), names, cutoff=0.6)
    return f" Did you mean '{near}'?" if near else ""


def require_columns(frame: "pd.DataFrame", columns: Iterable[object], *, table: str = "the table") -> None:
    """Stop with a clear sentence when a column is not there, or is there twice.

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
        Naming the missing column, the columns that are there, and the nearest of them; or the one that is there twice.

    Examples
    --------
    >>> import pandas as pd
    >>> require_columns(pd.DataFrame(columns=["date", "quantity"]), ["quantiy"], table="orders.csv")
    Traceback (most recent call last):
    ...
    millrace.errors.ColumnError: Column 'quantiy' is not in orders.csv. Did you mean 'quantity'? Its columns are: \
date, quantity.
    """
    for column in columns:
        if column not in frame.columns:
            have = ", ".join(map(str, frame.columns)) or "none"
            raise ColumnError(
                f"Column '{column}' is not in {table}.{did_you_mean(column, frame.columns)} Its columns are: {have}."
            )
        if (times := int((frame.columns == column).sum())) > 1:
            raise ColumnError(
                f"There are {times} columns '{column}' in {table}. One name per column was expected. Rename one."
            )


def require_plain_cells(frame: "pd.DataFrame", columns: Iterable[object]) -> None:
    """Stop with a clear sentence when a column is not there once, or holds lists in its first cells.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table that is about to be used.
    columns : iterable of column names
        What must be in it.

    Raises
    ------
    ColumnError
        Naming the column.

    Examples
    --------
    >>> import pandas as pd
    >>> require_plain_cells(pd.DataFrame({"tags": [["new", "blue"]]}), ["tags"])
    Traceback (most recent call last):
    ...
    millrace.errors.ColumnError: Column 'tags' holds lists or tables in its cells. Plain values were expected. Split \
it first.
    """
    columns = list(columns)
    require_columns(frame, columns)
    for column in columns:
        held = frame[column]
        if held.dtype == object and any(isinstance(cell, list | tuple | dict | set) for cell in held.head(LOOKED_AT)):
            raise ColumnError(
                f"Column '{column}' holds lists or tables in its cells. Plain values were expected. Split it first."
            )


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is no share between a half and one.

    Parameters
    ----------
    confidence : float
        What was given.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_confidence(0.95)
    """
    if not isinstance(confidence, int | Real) or not 0.5 <= confidence < 1:
        raise ArgumentError(
            f"confidence={in_words(confidence)} was given. A share from 0.5 to below 1 was expected. "
            "Write 0.95 for 95 %."
        )


def require_finite(name: str, values: "np.ndarray") -> None:
    """Refuse numbers that nothing can be calculated with.

    Parameters
    ----------
    name : str
        The column.
    values : ndarray of float
        What it holds; missing ones are nan.

    Raises
    ------
    ColumnError
        When one is infinite or beyond 1e100.

    Examples
    --------
    >>> import numpy as np
    >>> require_finite("pay", np.array([1800.0, np.nan]))
    """
    if (abs(values) > LARGEST).any():
        raise ColumnError(
            f"Column '{name}' holds infinite or vast numbers. Up to 1e100 was expected. Look at how it was worked out."
        )


def shown_values(values: "pd.Series") -> str:
    """Describe what a column holds for a message, without ever printing what only a few rows have: it may be a name.

    Parameters
    ----------
    values : pandas.Series
        The column.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> shown_values(pd.Series(["yes", "no"] * 5)), shown_values(pd.Series(["Ann", "Bo"]))
    ("'yes', 'no'", '2 different values')
    >>> shown_values(pd.Series(["yes"] * 5 + ["Ann"]))
    "'yes' and 1 other value"
    """
    sizes = values.value_counts(sort=False)
    often = list(sizes.index[sizes >= FEW_OF_A_KIND])
    if len(sizes) > MOST_SHOWN or not often:
        return counted(len(sizes), "different value")
    rest = len(sizes) - len(often)
    return in_words(often).strip("[]") + (f" and {counted(rest, 'other value')}" if rest else "")
