"""What a person can change: by how much, at what cost, now or with time; what is not listed can never be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words

__all__ = ["NOW", "WITH_TIME", "Step", "levels_of", "step"]

NOW, WITH_TIME = "now", "with time"
MOST_STEPS = 200


@dataclass(frozen=True)
class Step:
    """One thing that a person can change, made by `step`.

    Parameters
    ----------
    column : str
        The column.
    by : float or None
        How far one step goes, for numbers; below 0 for downwards.
    until : float or None
        Where the steps end, for numbers.
    through : tuple
        The values in order, for categories and for True and False.
    cost : float
        What one step costs, in any unit.
    when : {"now", "with time"}
        Whether the person could do it before the next decision, or needs months or years.
    """

    column: str
    by: float | None
    until: float | None
    through: tuple
    cost: float
    when: str


def step(
    column: str,
    *,
    by: float | None = None,
    until: float | None = None,
    through: Sequence = (),
    cost: float = 1.0,
    when: str = NOW,
) -> Step:
    """Say how a person can change one column: in equal steps to an end, or along a list of values.

    Parameters
    ----------
    column : str
        What is changed.
    by, until : float, optional
        For numbers: how far one step goes (below 0 for downwards), and where the steps end.
    through : list, optional
        For categories, and True and False: the values in the order in which they can be reached. Somebody who has the
        second can reach the third, not the first.
    cost : float
        What each step costs the person, in any unit that all steps share: days, money, effort from 1 to 5.
    when : {"now", "with time"}
        Whether it can be done before the next decision, or needs months or years.

    Returns
    -------
    Step

    Raises
    ------
    ArgumentError
        When neither or both ways are given, or a number is impossible.

    Examples
    --------
    >>> step("test_result", by=5, until=100, cost=2).when
    'now'
    >>> step("papers_complete", through=[False, True]).through
    (False, True)
    """
    numbers = by is not None or until is not None
    if numbers == bool(len(through)) or (numbers and (by is None or until is None)):
        raise ArgumentError(
            f"The step of '{column}' is not clear. Either by and until, or through was expected. Write it like "
            f"step('{column}', by=5, until=100), or step('{column}', through=['no', 'yes'])."
        )
    if by is not None and (not isfinite(by) or by == 0):
        raise ArgumentError(f"by={in_words(by)} was given for '{column}'. A number other than 0 was expected. Write 5.")
    if not (isfinite(cost) and cost > 0):
        raise ArgumentError(
            f"cost={in_words(cost)} was given for '{column}'. A number above 0 was expected: nothing is free. Write 1."
        )
    if when not in (NOW, WITH_TIME):
        raise ArgumentError(f"when={in_words(when)} was given. 'now' or 'with time' was expected. Write one of them.")
    if len(set(through)) < len(through):
        raise ArgumentError(f"through has a value twice for '{column}'. Different values were expected. Correct it.")
    return Step(column, by, until, tuple(through), float(cost), when)


def levels_of(one: Step, held: object) -> list[tuple[object, float]]:
    """List what a person can reach in one column, with its cost; the value that is there comes first.

    Parameters
    ----------
    one : Step
        From `step`.
    held : object
        The person's own value.

    Returns
    -------
    list of pairs
        Value and cost.

    Raises
    ------
    ArgumentError
        When there would be more than 200 steps, or the value is text and the step a number.

    Examples
    --------
    >>> levels_of(step("test", by=20, until=100), 70)
    [(70, 0.0), (90, 1.0), (100, 2.0)]
    >>> levels_of(step("papers", through=["no", "yes"]), "yes")
    [('yes', 0.0)]
    """
    own = [(held, 0.0)]
    if one.through:
        after = one.through[one.through.index(held) + 1 :] if held in one.through else ()
        return own + [(value, one.cost * (place + 1)) for place, value in enumerate(after)]
    if isinstance(held, str):
        raise ArgumentError(
            f"'{one.column}' holds text, and its step is a number. Numbers were expected. Read the column as "
            "numbers, or name the way: step(column, through=[...])."
        )
    if one.by is None or one.until is None or pd.isna(held) or (one.until - held) * one.by <= 0:  # type: ignore[call-overload, operator]
        return own
    count = int(np.ceil((one.until - held) / one.by - 1e-9))  # type: ignore[operator]
    if count > MOST_STEPS:
        raise ArgumentError(
            f"'{one.column}' would have {count:,} steps. At most {MOST_STEPS} were expected. Make by larger."
        )
    whole = isinstance(held, int | np.integer) and float(one.by).is_integer() and float(one.until).is_integer()
    ends = [one.until if place == count else held + place * one.by for place in range(1, count + 1)]  # type: ignore[operator]
    return own + [(int(end) if whole else float(end), one.cost * (place + 1)) for place, end in enumerate(ends)]
