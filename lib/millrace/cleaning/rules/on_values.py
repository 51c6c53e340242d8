"""Rules about each value of a column: that it is there, in range, in a list, or follows a pattern."""

import datetime as dt
import re
import sys
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from millrace.cleaning.rules.rule import Rule, literal, named
from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.reading.dates.limits import moment_of
from millrace.reading.texts import as_number

__all__ = ["rule_between", "rule_in", "rule_matches", "rule_not_missing"]

Limit = float | str | dt.date

# More allowed values than this are counted, not listed.
MOST_SHOWN = 6


def rule_not_missing(*columns: str) -> Rule:
    """Demand that each of these columns is filled; a cell of blanks only is not.

    Parameters
    ----------
    *columns : str
        Column names.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When no column is named.

    Examples
    --------
    >>> rule_not_missing("sku").name
    'sku is not missing'
    """
    names = named(columns)
    return Rule(
        f"{names} is not missing", columns, partial(_any_empty, columns=columns), literal(f"{names} is missing")
    )


def rule_between(column: str, lowest: Limit | None, highest: Limit | None) -> Rule:
    """Demand that a number or date lies between two limits, both included; missing values are not judged.

    Parameters
    ----------
    column : str
        Column of numbers or dates.
    lowest, highest : number, date or None
        The limits; None leaves a side open. Dates may be written like "2025-12-31"; as the highest limit a day without
        a time of day counts to its end, so that 15:00 of that day is within.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When the lowest is above the highest, no limit is given, or a limit is neither a number nor a date.
    ColumnError
        When the rule is applied and the column holds text or yes and no, dates and the limits are numbers or the other
        way round, or a limit has a time zone and the column has none. A limit without one is meant in the column's.

    Examples
    --------
    >>> rule_between("quantity", 1, 10_000).name
    'quantity is between 1 and 10000'
    """
    limits = _readable(lowest), _readable(highest)
    _check_limits(*limits)
    words = f"between {lowest} and {highest}"
    words = f"at most {highest}" if lowest is None else f"at least {lowest}" if highest is None else words
    broken = partial(_outside, column=column, limits=limits)
    return Rule(f"{column} is {words}", (column,), broken, f"{literal(column)} is {{0}}, not {words}")


def rule_in(column: str, allowed: Iterable[object]) -> Rule:
    """Demand that a column holds only values of a list, or of a column of another table; missing values pass.

    Parameters
    ----------
    column : str
        Column name.
    allowed : list-like
        The values that may be there, for example ``["CNY", "USD", "AED"]`` or ``products["sku"]``.

    Returns
    -------
    Rule
        Up to six values are named in its words; of more, their number.

    Raises
    ------
    ArgumentError
        When a whole table or a single text is given in place of a list of values.

    Examples
    --------
    >>> rule_in("currency", ["CNY", "USD"]).name
    'currency is one of CNY, USD'
    >>> rule_in("sku", (f"B{number:02}" for number in range(40))).name
    'sku is one of 40 known values'
    """
    values = _value_list(allowed)
    shown = ", ".join(map(str, values)) if len(values) <= MOST_SHOWN else f"{len(values)} known values"
    broken = partial(_not_in, column=column, values=values)
    why = f"{literal(column)} '{{0}}' is not one of {'the ' * (len(values) > MOST_SHOWN)}{literal(shown)}"
    return Rule(f"{column} is one of {shown}", (column,), broken, why)


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
        raise ArgumentError(
            f"The pattern {pattern!r} is broken: {error}. A valid regular expression was expected. Correct it."
        ) from error
    why = f"{literal(column)} '{{0}}' does not match {literal(pattern)}"
    return Rule(f"{column} matches {pattern}", (column,), partial(_no_match, column=column, pattern=compiled), why)


def _one_by_one(values: object) -> str:
    """Write ``"CNY, USD"`` as the two values that are meant."""
    parts = values.split(",") if isinstance(values, str) else [values]
    return ", ".join(in_words(part.strip() if isinstance(part, str) else part) for part in parts)


def _value_list(values: Iterable[object]) -> list[object]:
    if isinstance(values, pd.DataFrame):
        raise ArgumentError(
            "A whole table was given. One column of values was expected. Name it, for example products['sku']."
        )
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ArgumentError(
            f"{in_words(values)} was given. A list of values was expected. Put it in brackets: [{_one_by_one(values)}]."
        )
    return list(pd.unique(pd.Series(list(values), dtype=object).dropna()))


def _any_empty(frame: pd.DataFrame, *, columns: tuple[str, ...]) -> np.ndarray:
    return np.logical_or.reduce([_empty(frame[column]) for column in columns])


def _empty(values: pd.Series) -> np.ndarray:
    if values.dtype.kind in "iufbM":
        return values.isna().to_numpy()
    codes, distinct = pd.factorize(values)
    blank = np.array([isinstance(value, str) and not value.strip() for value in distinct] + [True])
    return blank[codes]


def _readable(limit: Limit | None) -> float | pd.Timestamp | None:
    if limit is None or (isinstance(limit, int | float | np.number) and not isinstance(limit, bool) and limit == limit):
        # a whole number can be larger than any that a column holds
        return limit if limit is None or abs(limit) <= sys.float_info.max else float("inf" if limit > 0 else "-inf")
    if isinstance(limit, str | dt.date | np.datetime64) and not pd.isna(limit):
        return moment_of(limit, "limit")
    raise ArgumentError(
        f"The limit {in_words(limit)} was given. A number or a date was expected. Write it like 10 or like "
        "'2025-12-31'."
    )


def _check_limits(lowest: float | pd.Timestamp | None, highest: float | pd.Timestamp | None) -> None:
    if lowest is None and highest is None:
        raise ArgumentError("No limit was given. At least one was expected. Give the lowest, the highest or both.")
    if lowest is None or highest is None:
        return
    if isinstance(lowest, pd.Timestamp) != isinstance(highest, pd.Timestamp):
        raise ArgumentError(
            f"The limits {lowest} and {highest} were given. Two numbers or two dates were expected. Correct one."
        )
    zones = [getattr(limit, "tzinfo", None) is None for limit in (lowest, highest)]
    if zones[0] != zones[1]:
        raise ArgumentError(
            f"Of the limits {lowest} and {highest} one has a time zone. Both or none was expected. Correct one."
        )
    if pd.Series([lowest]).gt(highest).any():
        raise ArgumentError(
            f"The lowest, {lowest}, is above the highest, {highest}. The lowest was expected first. Swap them."
        )


def _outside(
    frame: pd.DataFrame, *, column: str, limits: tuple[float | pd.Timestamp | None, float | pd.Timestamp | None]
) -> np.ndarray:
    values = _comparable(frame[column], column)
    dates = values.dtype.kind == "M"
    outside = np.zeros(len(frame), dtype=bool)
    for limit, beyond in zip(limits, (pd.Series.lt, pd.Series.gt), strict=True):
        if limit is None or not values.notna().any():
            continue
        if isinstance(limit, pd.Timestamp) != dates:
            raise _other_kind(column, dates, limit)
        limit = _in_zone(limit, values, column) if isinstance(limit, pd.Timestamp) else limit
        if beyond is pd.Series.gt and isinstance(limit, pd.Timestamp) and limit == limit.normalize():
            past = values.ge(limit + pd.Timedelta(days=1))
        else:
            past = beyond(values, limit)
        outside |= past.fillna(False).to_numpy(dtype=bool)
    return outside


def _comparable(values: pd.Series, column: str) -> pd.Series:
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype if values.notna().all() else object)
    known = values.dropna()
    if values.dtype == object and len(known) and known.map(as_number).notna().all():
        values = values.map(as_number, na_action="ignore").astype("float64")
    truths = pd.api.types.is_bool_dtype(values.dtype)
    if len(known) and (truths or (values.dtype.kind != "M" and not pd.api.types.is_numeric_dtype(values))):
        held = "yes or no" if truths else f"text such as {in_words(known.iloc[0]):.40}"
        raise ColumnError(
            f"Column '{column}' holds {held}. Numbers or dates were expected. "
            "Read it first with parse_quantity, parse_money or parse_dates."
        )
    return values


def _in_zone(limit: pd.Timestamp, values: pd.Series, column: str) -> pd.Timestamp:
    zone = values.dt.tz
    if limit.tzinfo is None:
        return limit if zone is None else limit.tz_localize(zone)
    if zone is None:
        raise ColumnError(
            f"The limit {limit} has a time zone, and the dates of column '{column}' have none. The same was expected "
            "of both. Leave the zone out of the limit, or put it on the column with .dt.tz_localize(...)."
        )
    return limit


def _other_kind(column: str, dates: bool, limit: float | pd.Timestamp) -> ColumnError:
    held, given = ("dates", "number") if dates else ("numbers", "date")
    return ColumnError(
        f"Column '{column}' holds {held}, and its limit is the {given} {limit}. Limits of the same kind were expected. "
        "Correct the limits of rule_between."
    )


def _not_in(frame: pd.DataFrame, *, column: str, values: list[object]) -> np.ndarray:
    return (~frame[column].isin(values) & frame[column].notna()).to_numpy(dtype=bool)


def _no_match(frame: pd.DataFrame, *, column: str, pattern: re.Pattern[str]) -> np.ndarray:
    codes, distinct = pd.factorize(frame[column])
    good = np.array([pattern.fullmatch(str(value)) is not None for value in distinct] + [True])
    return ~good[codes]
