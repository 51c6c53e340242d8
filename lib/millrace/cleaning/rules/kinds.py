"""Rules that every row of a table must keep, said in the words of the business."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError

__all__ = [
    "Rule",
    "rule_between",
    "rule_exists_in",
    "rule_in",
    "rule_matches",
    "rule_not_before",
    "rule_not_missing",
    "rule_that",
    "rule_unique",
]


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
        What is wrong with a broken row; ``{0}`` stands for the value in its first column.
    """

    name: str
    columns: tuple[str, ...]
    broken: Callable[[pd.DataFrame], np.ndarray]
    why: str


def rule_not_missing(*columns: str) -> Rule:
    """Demand that something stands in each of these columns.

    Parameters
    ----------
    *columns : str
        Column names.

    Returns
    -------
    Rule

    Examples
    --------
    >>> rule_not_missing("sku").name
    'sku is not missing'
    """
    names = _named(columns)
    return Rule(
        f"{names} is not missing", columns, partial(_any_empty, columns=columns), _literal(f"{names} is missing")
    )


def rule_unique(*columns: str, keep: str = "first") -> Rule:
    """Demand that no two rows are the same in these columns; rows with a missing value there are not judged.

    Parameters
    ----------
    *columns : str
        The columns that together name a row, such as "order_no", "line_no".
    keep : {"first", "last", "none"}
        Which of the equal rows passes. With "none" all of them are quarantined, for someone to choose.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When ``keep`` is something else.

    Examples
    --------
    >>> rule_unique("order_no", "line_no").name
    'order_no + line_no is unique'
    """
    if keep not in {"first", "last", "none"}:
        raise ArgumentError(f"keep={keep!r} was given. 'first', 'last' or 'none' was expected.")
    names = _named(columns)
    shown = " + ".join(f"{{{place}}}" for place in range(len(columns)))
    broken = partial(_repeated, columns=list(columns), keep=False if keep == "none" else keep)
    return Rule(f"{names} is unique", columns, broken, f"{_literal(names)} is there more than once: {shown}")


def rule_between(column: str, lowest: object, highest: object) -> Rule:
    """Demand that a number or date lies between two limits, both included; missing values are not judged.

    Parameters
    ----------
    column : str
        Column of numbers or dates.
    lowest, highest : number, date or None
        The limits; None leaves a side open. Dates may be written like "2025-12-31".

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When the lowest is above the highest.

    Examples
    --------
    >>> rule_between("quantity", 1, 10_000).name
    'quantity is between 1 and 10000'
    """
    if lowest is not None and highest is not None and lowest > highest:
        raise ArgumentError(f"The lowest, {lowest}, is above the highest, {highest}. Swap them.")
    words = f"between {lowest} and {highest}"
    words = f"at most {highest}" if lowest is None else f"at least {lowest}" if highest is None else words
    broken = partial(_outside, column=column, lowest=lowest, highest=highest)
    return Rule(f"{column} is {words}", (column,), broken, f"{_literal(column)} is {{0}}, not {words}")


def rule_in(column: str, allowed: Iterable[object]) -> Rule:
    """Demand that a column holds only values of a list; missing values are not judged.

    Parameters
    ----------
    column : str
        Column name.
    allowed : list-like
        The values that may stand there, for example ``["CNY", "USD", "AED"]``.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When a single text is given in place of a list.

    Examples
    --------
    >>> rule_in("currency", ["CNY", "USD"]).name
    'currency is one of CNY, USD'
    """
    values = _value_list(allowed)
    shown = ", ".join(map(str, values[:6])) + (f" and {len(values) - 6} more" if len(values) > 6 else "")
    broken = partial(_not_in, column=column, values=values)
    return Rule(
        f"{column} is one of {shown}", (column,), broken, f"{_literal(column)} '{{0}}' is not one of {_literal(shown)}"
    )


def rule_exists_in(column: str, known: Iterable[object]) -> Rule:
    """Demand that every value is known to another table; missing values are not judged.

    Parameters
    ----------
    column : str
        Column name.
    known : list-like
        The values of the other table, for example ``products["sku"]``.

    Returns
    -------
    Rule

    Examples
    --------
    >>> rule_exists_in("sku", ["B01", "B02"]).name
    'sku is known'
    """
    values = _value_list(known)
    broken = partial(_not_in, column=column, values=values)
    why = f"{_literal(column)} '{{0}}' is not among the {len(values)} known ones"
    return Rule(f"{column} is known", (column,), broken, why)


def rule_matches(column: str, pattern: str) -> Rule:
    r"""Demand that the whole text of a cell follows a pattern; missing values are not judged.

    Parameters
    ----------
    column : str
        Column name.
    pattern : str
        A regular expression, for example ``r"1\d{10}"`` for eleven digits that begin with 1.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When the pattern is not a valid regular expression.

    Examples
    --------
    >>> rule_matches("phone", r"1\d{10}").name
    'phone matches 1\\d{10}'
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ArgumentError(f"The pattern {pattern!r} is broken: {error}. Write a valid regular expression.") from error
    why = f"{_literal(column)} '{{0}}' does not match {_literal(pattern)}"
    return Rule(f"{column} matches {pattern}", (column,), partial(_no_match, column=column, pattern=compiled), why)


def rule_not_before(later: str, earlier: str) -> Rule:
    """Demand that one day does not come before another in the same row; missing days are not judged.

    Parameters
    ----------
    later, earlier : str
        Columns of dates (datetime64), for example "shipped" and "ordered". The same day is allowed.

    Returns
    -------
    Rule

    Raises
    ------
    ColumnError
        When the rule is applied and a column is missing or holds no dates.

    Examples
    --------
    >>> rule_not_before("shipped", "ordered").name
    'shipped is not before ordered'
    """
    name = f"{later} is not before {earlier}"
    broken = partial(_before, later=later, earlier=earlier)
    return Rule(name, (later, earlier), broken, f"{_literal(later)} is {{0}}, before {_literal(earlier)}, {{1}}")


def rule_that(name: str, holds: Callable[[pd.DataFrame], pd.Series], *, columns: Sequence[str] = ()) -> Rule:
    """Demand anything that can be said about a row, for example that goods are shipped after they are ordered.

    Parameters
    ----------
    name : str
        The rule in words; it becomes the reason.
    holds : function (DataFrame) -> Series of bool
        True for the rows that keep the rule.
    columns : sequence of str
        Columns that the rule needs: rows where one of them is missing are not judged. Without it they are judged as
        the function does, and a comparison with a missing value does not hold.

    Returns
    -------
    Rule

    Examples
    --------
    >>> rule_that("shipped after ordered", lambda t: t["shipped"] >= t["date"]).name
    'shipped after ordered'
    """
    if not callable(holds):
        raise ArgumentError(f"holds={holds!r} was given. A function was expected, such as lambda t: t['price'] > 0.")
    columns = (columns,) if isinstance(columns, str) else tuple(columns)
    broken = partial(_does_not_hold, name=name, holds=holds, columns=list(columns))
    return Rule(name, columns, broken, f"not true: {_literal(name)}")


def _named(columns: tuple[str, ...]) -> str:
    if not columns:
        raise ArgumentError("No column was named. At least one was expected, as in rule_unique('order_no').")
    return " + ".join(map(str, columns))


def _literal(text: object) -> str:
    return str(text).replace("{", "{{").replace("}", "}}")


def _value_list(values: Iterable[object]) -> list[object]:
    if isinstance(values, pd.DataFrame):
        raise ArgumentError(
            "A whole table was given. One column of values was expected. Name it, for example products['sku']."
        )
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ArgumentError(f"{values!r} was given. A list of values was expected. Put it in brackets: [{values!r}].")
    return list(pd.unique(pd.Series(list(values), dtype=object).dropna()))


def _any_empty(frame: pd.DataFrame, *, columns: tuple[str, ...]) -> np.ndarray:
    return np.logical_or.reduce([_empty(frame[column]) for column in columns], axis=0)


def _empty(values: pd.Series) -> np.ndarray:
    if values.dtype.kind in "iufbM":
        return values.isna().to_numpy()
    codes, distinct = pd.factorize(values)
    blank = np.array([isinstance(value, str) and not value.strip() for value in distinct] + [True])
    return blank[codes]


def _repeated(frame: pd.DataFrame, *, columns: list[str], keep: str | bool) -> np.ndarray:
    whole = frame[columns].notna().all(axis=1).to_numpy()
    return frame.duplicated(columns, keep=keep).to_numpy() & whole


def _outside(frame: pd.DataFrame, *, column: str, lowest: object, highest: object) -> np.ndarray:
    values = frame[column]
    dates = values.dtype.kind == "M"
    if not dates and not pd.api.types.is_numeric_dtype(values) and values.notna().any():
        example = values.dropna().iloc[0]
        raise ColumnError(
            f"Column '{column}' holds text such as {example!r}. Numbers or dates were expected. "
            "Read it first with parse_quantity, parse_money or parse_dates."
        )
    low, high = ((pd.Timestamp(x) if dates and x is not None else x) for x in (lowest, highest))
    outside = np.zeros(len(frame), dtype=bool)
    for limit, beyond in ((low, pd.Series.lt), (high, pd.Series.gt)):
        if limit is not None and values.notna().any():
            outside |= beyond(values, limit).fillna(False).to_numpy(dtype=bool)
    return outside


def _before(frame: pd.DataFrame, *, later: str, earlier: str) -> np.ndarray:
    for column in (later, earlier):
        if frame[column].dtype.kind != "M":
            raise ColumnError(f"Column '{column}' holds no dates. Dates were expected. Read it with parse_dates first.")
    return (frame[later] < frame[earlier]).to_numpy(dtype=bool)


def _not_in(frame: pd.DataFrame, *, column: str, values: list[object]) -> np.ndarray:
    return (~frame[column].isin(values) & frame[column].notna()).to_numpy(dtype=bool)


def _no_match(frame: pd.DataFrame, *, column: str, pattern: re.Pattern) -> np.ndarray:
    codes, distinct = pd.factorize(frame[column])
    good = np.array([pattern.fullmatch(str(value)) is not None for value in distinct] + [True])
    return ~good[codes]


def _does_not_hold(frame: pd.DataFrame, *, name: str, holds: Callable, columns: list[str]) -> np.ndarray:
    answer = holds(frame)
    if not isinstance(answer, pd.Series | np.ndarray) or len(answer) != len(frame):
        raise ArgumentError(
            f"The rule '{name}' gave {answer!r:.80}. One True or False per row was expected. "
            "Compare whole columns, for example lambda t: t['shipped'] >= t['date']."
        )
    try:
        true = pd.Series(pd.array(np.asarray(answer), dtype="boolean")).fillna(False)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"The rule '{name}' gave values such as {np.asarray(answer)[0]!r}. One True or False per row was expected. "
            "Compare whole columns, for example lambda t: t['shipped'] >= t['date']."
        ) from None
    judged = frame[columns].notna().all(axis=1).to_numpy() if columns else np.ones(len(frame), dtype=bool)
    return ~true.to_numpy(dtype=bool) & judged
