"""What a rule is: its words, the columns it looks at, and how it finds the rows that break it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError

__all__ = ["Rule", "literal", "named"]


@dataclass(frozen=True)
class Rule:
    """One thing that must hold for every row.

    Attributes
    ----------
    name : str
        The rule in words.
    columns : tuple of str
        The columns it looks at.
    broken : function (DataFrame) -> array of bool
        Marks the rows that break it.
    why : str
        What is wrong with a broken row; ``{0}`` is replaced by the value in its first column.
    """

    name: str
    columns: tuple[str, ...]
    broken: Callable[[pd.DataFrame], np.ndarray]
    why: str


def named(columns: tuple[str, ...]) -> str:
    """Name the columns of a rule.

    Parameters
    ----------
    columns : tuple of str
        Column names.

    Returns
    -------
    str
        The names, joined by " + ".

    Raises
    ------
    ArgumentError
        When there is no column.

    Examples
    --------
    >>> named(("order_no", "line_no"))
    'order_no + line_no'
    """
    if not columns:
        raise ArgumentError("No column was named. At least one was expected. Name it, as in rule_unique('order_no').")
    return " + ".join(map(str, columns))


def literal(text: object) -> str:
    """Write a text so that ``str.format`` leaves it as it is.

    Parameters
    ----------
    text : object
        A column name, a value or a pattern.

    Returns
    -------
    str
        The text, its braces doubled.

    Examples
    --------
    >>> literal("price {net}").format()
    'price {net}'
    """
    return str(text).replace("{", "{{").replace("}", "}}")
