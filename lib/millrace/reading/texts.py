"""What every reader of cell values needs first: one column of plain text, each distinct value looked at once."""

import datetime as dt
import numbers
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import TypeVar

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words

__all__ = ["as_number", "as_series", "as_text", "each_once", "matched", "read_distinct", "tidy", "tidy_each"]

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

_SPACES = re.compile(r"\s+")
_FRACTION_SIGN = re.compile("(?<=\\d)(?=[½¼¾⅓⅔⅛])")  # or 1½ would become 11/2
_FOOTNOTE = re.compile("(?:(?<=[\\d.,%)])|(?<=\\d[eE]))[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # or 35² would become 352, and 1e² 100
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES_AND_QUOTES = dict(zip("−‐‑–—’‘`", "-----'''", strict=True))


def as_series(values: Iterable[object]) -> pd.Series:
    """Take one column of values in whatever form it comes, and refuse what is not one column.

    Parameters
    ----------
    values : Series or list-like
        The cells of one column.

    Returns
    -------
    pandas.Series
        The same cells; a Series keeps its index and its name.

    Raises
    ------
    ArgumentError
        When a whole table, a single text or a dict is given.

    Examples
    --------
    >>> as_series(["a", "b"]).tolist()
    ['a', 'b']
    """
    if isinstance(values, pd.Series):
        return values
    if isinstance(values, pd.DataFrame):
        columns = ", ".join(map(str, values.columns[:8]))
        raise ArgumentError(
            f"A whole table was given, with the columns {columns}. One column was expected. "
            f"Choose it by name, for example table[{str(values.columns[0]) if len(values.columns) else 'date'!r}]."
        )
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise ArgumentError(
            f"{in_words(values)} was given. A column of values was expected. Put single values into a list, "
            f"like [{in_words(values)}]."
        )
    column = pd.Series(values if hasattr(values, "dtype") else list(values))
    return column if len(column) else column.astype(object)


def as_text(texts: pd.Series) -> pd.Series:
    """Bring a column of texts to the text type of this pandas, with what is missing left missing.

    Parameters
    ----------
    texts : Series
        Texts and missing values.

    Returns
    -------
    Series

    Examples
    --------
    >>> as_text(pd.Series(["CNY", None], dtype=object)).isna().tolist()
    [False, True]
    """
    # pandas 2 would write the word "nan" or "None" into the missing ones
    return texts.astype("str").where(texts.notna(), np.nan)


@cache
def _plain_characters() -> dict[str, str]:
    # one table for good, made at the first use: it takes longer than importing all of this package
    every = (chr(code) for code in range(0x80, 0x20000))
    digits = {c: str(unicodedata.digit(c)) for c in every if unicodedata.category(c) == "Nd"}
    return digits | _DASHES_AND_QUOTES


def tidy(text: str) -> str:
    """Bring one text to plain characters: full-width and Arabic digits, odd dashes and spaces made ordinary.

    Parameters
    ----------
    text : str
        The text of the cell.

    Returns
    -------
    str
        The text in Unicode form NFKC, without invisible characters, without spaces around it and with single
        spaces inside. Raised digits behind a number, a footnote or a power, get a ^ before them.

    Examples
    --------
    >>> tidy("  ２０２５年３月 ")
    '2025年3月'
    """
    if not text.isascii():
        text = _FOOTNOTE.sub(lambda mark: f"^{mark[0]}", text)
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _FRACTION_SIGN.sub(" ", text)))
        plain = _plain_characters()
        # writing every text anew would cost more than all the rest
        text = text if plain.keys().isdisjoint(text) else "".join(plain.get(c, c) for c in text)
    return _SPACES.sub(" ", text).strip(" '\"")


def tidy_each(values: Iterable[object]) -> list[str]:
    """Tidy many values, numbers and dates among them, each to one text.

    Parameters
    ----------
    values : iterable
        Texts, numbers or dates, without missing ones.

    Returns
    -------
    list of str

    Examples
    --------
    >>> tidy_each([" a  b ", 45720.0, 12])
    ['a b', '45720', '12']
    """
    texts = [value if isinstance(value, str) else _plain(value) for value in values]
    joined = "|".join(texts)
    # most columns need no more than this one look at all their texts at once
    odd = set() if joined.isascii() and joined.isprintable() else {sign for sign in set(joined) if not _is_plain(sign)}
    if not odd and "  " not in joined:
        return [text.strip(" '\"") for text in texts]
    return [text.strip(" '\"") if "  " not in text and odd.isdisjoint(text) else tidy(text) for text in texts]


def _is_plain(sign: str) -> bool:
    """Tell a sign that tidying leaves as it is, whatever is beside it."""
    if sign.isascii():
        return sign.isprintable() and sign != "`"
    # a mark, or a part of a Korean syllable, may grow together with the sign before it
    grows = unicodedata.category(sign)[0] == "M" or "\u1100" <= sign <= "\u11ff"
    changes = sign.isdecimal() or sign in _DASHES_AND_QUOTES or not unicodedata.is_normalized("NFKC", sign)
    return sign.isprintable() and not grows and not changes


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return np.format_float_positional(float(value), trim="-") if np.isfinite(float(value)) else ""
    return tidy(str(value))


def each_once(keys: Iterable[Key], read: Callable[[Key], Result]) -> list[Result]:
    """Read every distinct key once and return one result per key.

    Parameters
    ----------
    keys : iterable
        Texts or other values that can be looked up; most of them occur many times.
    read : function (key) -> result
        The slow look.

    Returns
    -------
    list
        In the order of ``keys``.

    Examples
    --------
    >>> each_once(["ab", "abc", "ab"], len)
    [2, 3, 2]
    """
    keys = list(keys)
    known = {key: read(key) for key in dict.fromkeys(keys)}
    return [known[key] for key in keys]


def read_distinct(values: pd.Series, read: Callable[[list[object], np.ndarray], pd.DataFrame]) -> pd.DataFrame:
    """Read every distinct value once and lay the results out row by row.

    Parameters
    ----------
    values : Series
        The cells.
    read : function (distinct values, how often each occurs) -> DataFrame
        Returns one row per distinct value, in their order. It is called with one missing value (None) at the end.

    Returns
    -------
    DataFrame
        One row per cell, on the index of ``values``.

    Examples
    --------
    >>> def lengths(distinct, counts):
    ...     return pd.DataFrame({"length": [len(text or "") for text in distinct]})
    >>> read_distinct(pd.Series(["ab", "abc", "ab", None]), lengths)["length"].tolist()
    [2, 3, 2, 0]
    """
    values = _yes_and_no_apart(values)
    try:
        codes, distinct = pd.factorize(values)
    except TypeError:  # lists or dicts in cells cannot be compared; their text can
        codes, distinct = pd.factorize(values.map(str, na_action="ignore"))
    counts = np.bincount(codes + 1, minlength=len(distinct) + 1)
    table = read([*distinct.tolist(), None], np.append(counts[1:], counts[0]))
    rows = table.take(np.where(codes < 0, len(distinct), codes))
    return rows.set_axis(values.index)


def _yes_and_no_apart(values: pd.Series) -> pd.Series:
    # for Python True equals 1, so that [True, 1] would be read as one value, and as the first of the two
    if values.dtype != object or not pd.api.types.infer_dtype(values, skipna=True).startswith("mixed"):
        return values
    return values.map(lambda value: str(value) if isinstance(value, bool | np.bool_) else value)


def as_number(value: object) -> float:
    """Take a cell that is a number already; True and False are none.

    Parameters
    ----------
    value : object
        The cell.

    Returns
    -------
    float
        NaN for what is no number, infinity for what is beyond all measure (10 to the 400).

    Examples
    --------
    >>> [as_number(value) for value in [12, "12", True, 10**400]]
    [12.0, nan, nan, inf]
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf


def matched(other: Iterable[object], values: pd.Series, name: str) -> pd.Series:
    """Bring a second column to the rows of the first: by their labels when it is a Series, else by position.

    Parameters
    ----------
    other : Series or list-like
        One answer per row.
    values : Series
        The column to which it belongs.
    name : str
        How to name the argument in a message.

    Returns
    -------
    Series
        On the index of ``values``.

    Raises
    ------
    ArgumentError
        When it has another length, or other row labels.

    Examples
    --------
    >>> matched(pd.Series([1, 2], index=["b", "a"]), pd.Series([0, 0], index=["a", "b"]), "by").tolist()
    [2, 1]
    """
    column = as_series(other)
    if len(column) != len(values):
        raise ArgumentError(
            f"{name} has {len(column):,} values for {len(values):,} rows. One per row was expected. Take both columns "
            "from the same table."
        )
    if not isinstance(other, pd.Series) or column.index.equals(values.index):
        return column.set_axis(values.index)
    alike = column.index.is_unique and values.index.is_unique and column.index.isin(values.index).all()
    if not alike:
        raise ArgumentError(
            f"{name} has other row labels than the column it is for: {in_words(column.index[0])} and "
            f"{in_words(values.index[0])} come first. The same were expected. Take both from the same table, or give a "
            "list when they are in the same order."
        )
    return column.reindex(values.index)
