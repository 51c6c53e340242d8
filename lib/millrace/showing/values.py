"""How values are written for people: 1,234.50, 2025-03-05, missing."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["MISSING", "column_texts", "is_missing", "value_text"]

MISSING = "missing"
MOST_DECIMALS = 4
# Whole numbers that name something, such as the line of a file, are not written 20,078.
NAMES_SOMETHING = {
    "no", "nr", "id", "code", "line", "pos", "year", "month", "week", "day", "phone", "tel", "zip", "postcode", "lot",
    "sku", "row", "ordno", "orderno", "version",
}  # fmt: skip
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def column_texts(values: "pd.Series | pd.Index", name: object = "", *, grouped: bool = True) -> list[str]:
    """Write the values of a column, all numbers with the same number of decimals.

    Parameters
    ----------
    values : pandas.Series or pandas.Index
        The values.
    name : object
        The column's heading, which says whether its whole numbers count something or name it.
    grouped : bool
        Whether whole numbers may have commas; labels of rows have none.

    Returns
    -------
    list of str
        One text per value.

    Examples
    --------
    >>> column_texts(pd.Series([1234.5, None, 7.25]), "price")
    ['1,234.50', 'missing', '7.25']
    >>> column_texts(pd.Series([20078.0, 5.0]), "pieces"), column_texts(pd.Series([20078, 5]), "line")
    (['20,078', '5'], ['20078', '5'])
    """
    kind = values.dtype
    if pd.api.types.is_datetime64_any_dtype(kind):
        return _written(values, _time_writer(values))
    if pd.api.types.is_bool_dtype(kind) or not pd.api.types.is_numeric_dtype(kind) or kind.kind == "c":
        return _written(values, value_text)
    return _written(values, _number_writer([v for v in values if not is_missing(v)], name, grouped=grouped))


def _written(values: Any, write: Callable[[Any], str]) -> list[str]:
    return [MISSING if is_missing(value) else write(value) for value in values]


def is_missing(value: Any) -> bool:
    """Say whether nothing is known: None, NaN, NaT or NA.

    Parameters
    ----------
    value : anything
        A list is never missing.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(""), is_missing([])
    (True, False, False)
    """
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def value_text(value: object) -> str:
    """Write one value.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Numbers with commas, dates without 00:00:00, what is in a list with commas between.

    Examples
    --------
    >>> value_text(np.float64(1234.5)), value_text(pd.Timestamp("2025-03-05")), value_text(["Lin", 3.0])
    ('1,234.50', '2025-03-05', 'Lin, 3')
    """
    if is_missing(value):
        return MISSING
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return ", ".join(map(value_text, value))
    if isinstance(value, pd.Timestamp):
        return _time_writer(pd.Series([value]))(value)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        return str(value)
    return _number_writer([value])(value)


def _number_writer(known: Sequence[Any], name: object = "", *, grouped: bool = True) -> Callable[[Any], str]:
    finite = [float(value) for value in known if math.isfinite(value)]
    if all(value.is_integer() for value in finite):
        comma = "," if grouped and not _names_something(finite, name) else ""
        return lambda value: f"{int(value):{comma}}" if math.isfinite(value) else _without_end(value)
    places = _decimals(finite)
    return lambda value: f"{value:,.{places}f}" if math.isfinite(value) else _without_end(value)


def _names_something(values: Sequence[float], name: object) -> bool:
    words = {word.lower() for word in WORDS.findall(str(name))}
    return bool(words & NAMES_SOMETHING) or all(1900 <= value <= 2100 or _is_day(int(value)) for value in values)


def _is_day(value: int) -> bool:
    """Say whether a number is a day written without signs between, such as 20230105."""
    return 1900 <= value // 10_000 <= 2100 and 1 <= value // 100 % 100 <= 12 and 1 <= value % 100 <= 31


def _decimals(values: Sequence[float]) -> int:
    """Return as many as are needed to write all values exactly, else as many as people read."""
    largest = max(map(abs, values))
    # 0.1 + 0.2 is 0.30000000000000004.
    near = 1e-7 * min(1, largest)
    for places in range(1, MOST_DECIMALS + 1):
        if all(abs(round(value, places) - value) <= near for value in values):
            # Money: 1,234.50, not 1,234.5.
            return 2 if places == 1 and largest >= 100 else places
    if largest < 0.01:
        return min(2 - math.floor(math.log10(largest)), 12)
    return 2 if largest >= 10 else MOST_DECIMALS


def _without_end(value: float) -> str:
    return "endless" if value > 0 else "-endless"


def _time_writer(values: "pd.Series | pd.Index") -> Callable[[pd.Timestamp], str]:
    known = pd.DatetimeIndex(values.dropna())
    zone = "%z" if known.tz is not None else ""
    if (known == known.normalize()).all():
        form = "%Y-%m-%d"
    elif (known.second == 0).all():
        form = f"%Y-%m-%d %H:%M{zone}"
    else:
        form = f"%Y-%m-%d %H:%M:%S{zone}"
    return lambda time: time.strftime(form)
