"""Tell what an answer is, and of what kinds the columns of a table are, so that it can be re-shaped or spoiled."""

import datetime
import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from coursekit.checking.looks import Look
from millrace.checks.forms import plain_items, plain_number

__all__ = ["Kinds", "shape_of"]

TYPES: dict[str, tuple[type, ...]] = {
    "table": (pd.DataFrame,),
    "truth": (bool, np.bool_),
    "number": (Real, np.number),
    "text": (str,),
    "day": (datetime.date, np.datetime64),
    "mapping": (dict,),
    "list": (list, tuple, set, frozenset, pd.Series, pd.Index, np.ndarray),
    "function": (types.FunctionType,),
}


def shape_of(value: Any, look: Look) -> str:
    """Say as what an answer can be re-shaped or spoiled.

    Parameters
    ----------
    value : object
        The answer, as the solution makes it.
    look : Look
        How the check looks at it: a column may be meant as a list, or as one number.

    Returns
    -------
    str
        ``"table"``, ``"number"``, ``"list"``, ``"mapping"``, ``"day"``, ``"truth"``, ``"text"``, ``"function"``, or
        nothing when there is no way to tell.

    Examples
    --------
    >>> shape_of(6, Look("total")), shape_of([6], Look("total")), shape_of([6], Look("total", shape="number"))
    ('number', 'list', '')
    """
    shape = next((shape for shape, kinds in TYPES.items() if isinstance(value, kinds)), "")
    if look.shape == "number":
        return shape if shape == "number" and plain_number(value) is not None else ""
    if look.shape == "list" and shape in ("list", "table"):
        return "list" if plain_items(value, column=look.column) is not None else ""
    # A column where a table is asked for has its key in the index: there is no other form that is as plain.
    return "" if look.shape == "table" and shape != "table" else shape


@dataclass
class Kinds:
    """The columns of a table by kind; columns of lists and of mixed kinds are in none of them.

    Parameters
    ----------
    texts, integers, floats, truths : list of str
        Columns of each kind.
    dates : list of str
        Columns of dates in whole seconds, without a time zone.
    plain_dates, days : list of str
        Columns of dates without a time zone, and those without a time of day besides.
    """

    texts: list[str] = field(default_factory=list)
    integers: list[str] = field(default_factory=list)
    floats: list[str] = field(default_factory=list)
    truths: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    plain_dates: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Kinds":
        """Sort the columns of a table; those whose name is no text, or is there twice, are passed over.

        Examples
        --------
        >>> Kinds.of(pd.DataFrame({"firm": ["a"], "pieces": [1], "cny": [1.5]})).floats
        ['cny']
        """
        found = cls()
        names = list(table.columns)
        for column in (c for c in names if isinstance(c, str) and names.count(c) == 1):
            for kind in kinds_of(table[column]):
                getattr(found, kind).append(column)
        return found


def kinds_of(values: pd.Series) -> Iterable[str]:
    """Name the lists of `Kinds` that a column belongs to.

    Examples
    --------
    >>> kinds_of(pd.Series(pd.to_datetime(["2025-01-01"])))
    ['dates', 'plain_dates', 'days']
    """
    types_of = pd.api.types
    if types_of.is_bool_dtype(values):
        return ["truths"] if values.notna().all() else []
    if types_of.is_integer_dtype(values):
        return ["integers"]
    if types_of.is_float_dtype(values):
        return ["floats"]
    if types_of.is_datetime64_any_dtype(values):
        return _kinds_of_dates(values)
    known = values.dropna()
    return ["texts"] if len(known) and known.map(lambda value: isinstance(value, str)).all() else []


def _kinds_of_dates(values: pd.Series) -> list[str]:
    known = values.dropna()
    found = ["dates"] if values.dt.tz is None and (known == known.dt.floor("s")).all() else []
    if values.dt.tz is None:
        found.append("plain_dates")
        found += ["days"] if (known == known.dt.normalize()).all() else []
    return found
