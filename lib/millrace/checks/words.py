"""Words, months and pairs in the honest ways of writing them: capitals, blanks and full-width signs do not matter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from millrace.checks.forms import plain_item

__all__ = ["as_listed", "month_of", "only_value", "pairs_of", "plain_word"]

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
YEAR, NUMBER = r"((?:19|20)\d\d)", r"(0?[1-9]|1[0-2])"
WRITTEN = [
    re.compile(rf"{YEAR}(?:[-/. ]{NUMBER}(?:-(?:0[1-9]|[12]\d|3[01]))?|年{NUMBER}月)(?: 00:00:00)?"),
    re.compile(rf"{NUMBER}[-/. ]{YEAR}"),
]


def plain_word(value: Any) -> str:
    """Write a word or a number so that only what it says counts.

    Parameters
    ----------
    value : object
        One value.

    Returns
    -------
    str
        In small letters, without blanks around it or around a slash, quotes or a point after it; full-width signs
        made narrow.

    Examples
    --------
    >>> plain_word(" Edge  Painting"), plain_word("Ｂ."), plain_word("old / new"), plain_word(3.0)
    ('edge painting', 'b', 'old/new', '3')
    """
    narrow = unicodedata.normalize("NFKC", plain_item(value)).strip(" \t\n\"'`“”‘’.。")
    return re.sub(" ?/ ?", "/", " ".join(narrow.replace("_", " ").split())).casefold()


def as_listed(value: Any, words: Iterable[Any]) -> Any:
    """Find a value among those that are known, however it is written.

    Parameters
    ----------
    value : object
        A word.
    words : iterable
        The known ones.

    Returns
    -------
    object
        The known one; the value itself when it is none, or when two known ones differ in no more than capitals.

    Examples
    --------
    >>> as_listed("too_few", ["too few", "worse"]), as_listed("better", ["worse"])
    ('too few', 'better')
    """
    known = list(words)
    exact = [word for word in known if plain_item(word) == plain_item(value)]
    same = exact or [word for word in known if plain_word(word) == plain_word(value)]
    return same[0] if len(same) == 1 or exact else value


def only_value(value: Any) -> Any:
    """Take the one value out of a list, a column or a table that holds no other.

    Parameters
    ----------
    value : object
        An answer.

    Returns
    -------
    object
        The value; the answer itself when it holds none, or several.

    Examples
    --------
    >>> only_value(pd.Series(["edge painting"])), only_value(["a", "b"])
    ('edge painting', ['a', 'b'])
    """
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        held = np.asarray(value, dtype=object).reshape(-1).tolist()
    else:
        held = list(value) if isinstance(value, list | tuple | set | frozenset) else []
    return held[0] if len(held) == 1 else value


def month_of(value: Any) -> pd.Period | None:
    """Read a month.

    Parameters
    ----------
    value : object
        A period, a day, or a text such as ``"2025-04"``, ``"2025-4"``, ``"04/2025"``, ``"April 2025"``.

    Returns
    -------
    pandas.Period or None
        The month; None when it is none, or can be read in two ways.

    Examples
    --------
    >>> month_of("Apr 2025"), month_of(pd.Timestamp("2025-04-01")), month_of("03/04/2025")
    (Period('2025-04', 'M'), Period('2025-04', 'M'), None)
    """
    if isinstance(value, pd.Period):
        return value.asfreq("M") if value.freqstr.startswith(("M", "D")) else None
    if isinstance(value, np.datetime64 | date) and not pd.isna(value):
        return pd.Timestamp(value).to_period("M")
    if not isinstance(value, str):
        return None
    return _month_written(" ".join(unicodedata.normalize("NFKC", value).replace(",", " ").split()).casefold())


def _month_written(text: str) -> pd.Period | None:
    found = [WRITTEN[0].fullmatch(text), WRITTEN[1].fullmatch(text)]
    if found[0]:
        year, *numbers = found[0].groups()
        return _period(year, next(filter(None, numbers)))
    if found[1]:
        return _period(found[1].group(2), found[1].group(1))
    return _month_named(text)


def _month_named(text: str) -> pd.Period | None:
    named = re.fullmatch(rf"([a-z]{{3,9}})\.?[ -]{YEAR}|{YEAR}[ -]([a-z]{{3,9}})\.?", text)
    if not named:
        return None
    word, after, before, last = named.groups()
    numbers = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word or last)]
    return _period(after or before, numbers[0]) if numbers else None


def _period(year: str, month: str | int) -> pd.Period:
    return pd.Period(f"{year}-{int(month):02d}", freq="M")


def pairs_of(value: Any, labels: Iterable[Any] = ()) -> list[tuple[Any, Any]] | None:
    """Read pairs, whatever holds them.

    Parameters
    ----------
    value : object
        Pairs in curly brackets, a column whose labels are the first of each pair, a list of pairs, or a table of two
        columns, of which one may be its labels.
    labels : iterable
        What the pairs begin with, if that is known: whole numbers in a row are then no mere places.

    Returns
    -------
    list of tuple or None
        The pairs in order; None when it does not hold pairs.

    Examples
    --------
    >>> pairs_of({"oven": "buy"}), pairs_of(pd.Series({"oven": "buy"})), pairs_of([("oven", "buy")])
    ([('oven', 'buy')], [('oven', 'buy')], [('oven', 'buy')])
    """
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, pd.DataFrame):
        value = value.set_index(value.columns[0]).iloc[:, 0] if value.shape[1] == 2 else _only_column(value)
    if isinstance(value, pd.Series):
        inside = _tuples(value.tolist())
        are_places = isinstance(value.index, pd.RangeIndex) and not set(value.index) <= set(labels)
        return inside or (None if are_places else list(value.items()))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return _tuples(list(value)) if isinstance(value, list | tuple | set | frozenset | zip) else None


def _only_column(table: pd.DataFrame) -> pd.Series | None:
    return table.iloc[:, 0] if table.shape[1] == 1 else None


def _tuples(items: list[Any]) -> list[tuple[Any, Any]] | None:
    fit = items and all(isinstance(item, list | tuple) and len(item) == 2 for item in items)
    return [(item[0], item[1]) for item in items] if fit else None
