"""Rules about whole rows: that none occurs twice, that days are in order, or whatever else can be said of a row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from millrace.cleaning.rules.rule import Rule, literal, named
from millrace.errors import ArgumentError, ColumnError, in_words

__all__ = ["rule_not_before", "rule_that", "rule_unique"]


def rule_unique(*columns: str, passes: Literal["first", "last", "none"] = "first") -> Rule:
    """Demand that no two rows are the same in these columns; rows with a missing value there are not judged.

    Parameters
    ----------
    *columns : str
        The columns that together name a row, such as "order_no", "line_no".
    passes : {"first", "last", "none"}
        Which of the equal rows passes. With "none" all of them are quarantined, for someone to choose.

    Returns
    -------
    Rule

    Raises
    ------
    ArgumentError
        When ``passes`` is something else, or no column is named.

    Examples
    --------
    >>> rule_unique("order_no", "line_no").name
    'order_no + line_no is unique'
    """
    if passes not in {"first", "last", "none"}:
        raise ArgumentError(
            f"passes={in_words(passes)} was given. 'first', 'last' or 'none' was expected. Choose one of them."
        )
    names = named(columns)
    shown = " + ".join(f"{{{place}}}" for place in range(len(columns)))
    broken = partial(_repeated, columns=list(columns), keep=False if passes == "none" else passes)
    return Rule(f"{names} is unique", columns, broken, f"{literal(names)} is there more than once: {shown}")


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
    return Rule(name, (later, earlier), broken, f"{literal(later)} is {{0}}, before {literal(earlier)}, {{1}}")


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

    Raises
    ------
    ArgumentError
        When ``holds`` is not a function; when the rule is applied, also when the function does not return one True or
        False per row.

    Examples
    --------
    >>> rule_that("shipped after ordered", lambda t: t["shipped"] >= t["date"]).name
    'shipped after ordered'
    """
    if not callable(holds):
        raise ArgumentError(
            f"holds={in_words(holds)} was given. A function was expected. Write one, such as lambda t: t['price'] > 0."
        )
    needed = (columns,) if isinstance(columns, str) else tuple(columns)
    broken = partial(_does_not_hold, name=name, holds=holds, columns=list(needed))
    return Rule(name, needed, broken, f"not true: {literal(name)}")


def _repeated(frame: pd.DataFrame, *, columns: list[str], keep: Literal["first", "last", False]) -> np.ndarray:
    whole = frame[columns].notna().all(axis=1).to_numpy()
    return frame.duplicated(columns, keep=keep).to_numpy() & whole


def _before(frame: pd.DataFrame, *, later: str, earlier: str) -> np.ndarray:
    for column in (later, earlier):
        if frame[column].dtype.kind != "M":
            raise ColumnError(f"Column '{column}' holds no dates. Dates were expected. Read it with parse_dates first.")
    zones = [isinstance(frame[column].dtype, pd.DatetimeTZDtype) for column in (later, earlier)]
    if zones[0] != zones[1]:
        raise ColumnError(
            f"Of '{later}' and '{earlier}' one has a time zone and the other has none. The same was expected of both. "
            "Take it off with .dt.tz_localize(None), or put it on with .dt.tz_localize('Asia/Shanghai')."
        )
    return (frame[later] < frame[earlier]).to_numpy(dtype=bool)


def _does_not_hold(
    frame: pd.DataFrame, *, name: str, holds: Callable[[pd.DataFrame], pd.Series], columns: list[str]
) -> np.ndarray:
    answer = holds(frame)
    if not isinstance(answer, pd.Series | np.ndarray) or len(answer) != len(frame):
        raise ArgumentError(
            f"The rule '{name}' gave {in_words(answer):.80}. One True or False per row was expected. "
            "Compare whole columns, for example lambda t: t['shipped'] >= t['date']."
        )
    try:
        true = pd.Series(pd.array(np.asarray(answer), dtype="boolean")).fillna(False)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"The rule '{name}' gave values such as {in_words(np.asarray(answer)[0])}. One True or False per "
            "row was expected. "
            "Compare whole columns, for example lambda t: t['shipped'] >= t['date']."
        ) from None
    judged = frame[columns].notna().all(axis=1).to_numpy()
    return ~true.to_numpy(dtype=bool) & judged
