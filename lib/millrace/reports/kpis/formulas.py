"""Measures as people write them, "late == yes / rows, lower": read, worked out per row, and described."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words
from millrace.reading.texts import as_text
from millrace.reports.kpis.figures import DAY
from millrace.reports.pilot.values import NO, YES, read_outcome, yes_or_no

__all__ = ["ROWS", "Formula", "per_row", "read_formula", "term_values"]

ROWS = "rows"
CONDITION = re.compile(r"^(.+?)\s*(==|!=|>=|<=|=|>|<)\s*(.+)$")
WORDS = ("higher", "lower", "hold")
KEYS = ("target", "guardrail", "owner", "wait", "unit", "question", "gamed")


@dataclass(frozen=True)
class Formula:
    """A measure as it was written.

    Parameters
    ----------
    name, numerator, denominator : str
        What it is called, what is counted or added up, and what it is divided by.
    direction : str
        "higher", "lower" or "hold"; empty where it was not said.
    others : dict of str to str
        What else was said of it: target, guardrail, owner, wait, unit, question, gamed.
    """

    name: str
    numerator: str
    denominator: str
    direction: str
    others: dict[str, str]


def read_formula(name: str, written: str | list[str]) -> Formula:
    """Read one measure.

    Parameters
    ----------
    name : str
        What it is called.
    written : str or list of str
        "numerator / denominator", then with commas the direction and other parts.

    Returns
    -------
    Formula

    Raises
    ------
    ArgumentError
        When a part is not understood.

    Examples
    --------
    >>> read_formula("late", "late == yes / rows, lower, target 0.05").others
    {'target': '0.05'}
    """
    parts = [part.strip() for text in ([written] if isinstance(written, str) else written) for part in text.split(",")]
    if not parts or not parts[0]:
        raise ArgumentError(
            f"The measure '{name}' has no formula. A numerator and a denominator were expected. Write it like "
            '"late == yes / rows, lower".'
        )
    numerator, slash, denominator = (piece.strip() for piece in parts[0].partition(" / "))
    direction, others = "", {}
    for part in parts[1:]:
        word, _, value = part.partition(" ")
        if part in WORDS:
            direction = part
        elif word in KEYS and value:
            others[word] = value.strip()
        elif part:
            raise ArgumentError(
                f"'{part}' of the measure '{name}' is not understood. higher, lower, or one of "
                f"{', '.join(KEYS)} with its "
                f"value was expected. Write it like: target 0.9.{did_you_mean(word, (*WORDS, *KEYS))}"
            )
    return Formula(name, numerator, denominator if slash else ROWS, direction, others)


def term_values(table: pd.DataFrame, term: str, *, measure: str) -> pd.Series:
    """Work out a numerator or a denominator for each row.

    Parameters
    ----------
    table : DataFrame
        The file's rows.
    term : str
        "rows", a column, or conditions such as "late == yes" with "and" between them.
    measure : str
        What to call the measure in a message.

    Returns
    -------
    Series of float
        Missing where a cell is missing or cannot be read.

    Raises
    ------
    ArgumentError
        When the term is none of these.
    ColumnError
        When a column holds neither numbers nor yes and no.

    Examples
    --------
    >>> orders = pd.DataFrame({"late": ["yes", "no", None], "price": ["1,50", "2", "x"]})
    >>> term_values(orders, "late == yes", measure="late").tolist(), term_values(orders, "price", measure="p").tolist()
    ([1.0, 0.0, nan], [1.5, 2.0, nan])
    """
    if term in table.columns:
        return _numbers(table, term, measure)
    if term == ROWS:
        return pd.Series(1.0, index=table.index)
    parts = [_condition(table, part.strip(), measure) for part in re.split(r"\s+and\s+", term)]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole * part
    return whole


def _numbers(table: pd.DataFrame, column: str, measure: str) -> pd.Series:
    values = table[column]
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.astype("Float64").astype(float).replace([np.inf, -np.inf], np.nan)
    try:
        return read_outcome(values, name=column).values.astype(float)
    except ColumnError as why:
        raise ColumnError(f"The measure '{measure}' cannot be worked out. {why}") from None


def _condition(table: pd.DataFrame, text: str, measure: str) -> pd.Series:
    found = CONDITION.match(text)
    column = found[1].strip().strip("`'\"") if found else text
    if not found or column not in table.columns:
        have = ", ".join(str(name) for name in table.columns if name != DAY)
        raise ArgumentError(
            f"'{text}' of the measure '{measure}' is not understood. \"rows\", a column, or a condition such as "
            "late == yes "
            f"was expected. The columns are: {have}.{did_you_mean(column, table.columns)}"
        )
    sign, wanted = found[2], found[3].strip().strip("'\"")
    values = table[column]
    if sign in ("==", "=", "!="):
        said = _equal(values, wanted, column, measure)
        return 1 - said if sign == "!=" else said
    numbers, limit = _numbers(table, column, measure), _limit(wanted, text)
    held = {">": numbers > limit, "<": numbers < limit, ">=": numbers >= limit, "<=": numbers <= limit}[sign]
    return held.astype(float).where(numbers.notna())


def _limit(wanted: str, text: str) -> float:
    try:
        return float(wanted)
    except ValueError:
        raise ArgumentError(
            f"'{text}' compares with '{wanted}'. A number was expected. Write it like minutes > 10."
        ) from None


def _equal(values: pd.Series, wanted: str, column: str, measure: str) -> pd.Series:
    yes = yes_or_no(values)
    word = wanted.casefold()
    if yes is not None and word in YES | NO:
        return yes if word in YES else 1 - yes
    text = as_text(values).str.strip().str.casefold().str.replace(r"\.0$", "", regex=True)
    known = text.notna() & (text != "")
    if not (text == word).any():
        have = in_words(list(dict.fromkeys(text[known]))[:20])
        raise ArgumentError(
            f"The measure '{measure}' looks for '{wanted}' in column '{column}', where it never stands. It has: "
            f"{have}. "
            f"Write one of them.{did_you_mean(word, text[known].unique())}"
        )
    return (text == word).astype(float).where(known)


def per_row(table: pd.DataFrame, formulas: Mapping[str, Formula]) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Work out numerator and denominator of several measures.

    Parameters
    ----------
    table : DataFrame
        The file's rows.
    formulas : mapping of str to Formula
        By name.

    Returns
    -------
    dict of str to tuple of Series
    """
    return {
        name: (term_values(table, one.numerator, measure=name), term_values(table, one.denominator, measure=name))
        for name, one in formulas.items()
    }
