"""Which axis is weakest, as far as the answers can tell, and the one step that comes next."""

import math
from collections.abc import Mapping, Sequence
from typing import TypeGuard

import pandas as pd

from millrace.readiness.levels import DONT_KNOW
from millrace.readiness.questionnaire import PER_AXIS, Question, all_questions, module_title, question

__all__ = ["joined", "lowest_of", "next_step_of", "scores_sentence", "shown", "weakest_of"]

SAME = 1e-9


def weakest_of(axes: pd.DataFrame) -> tuple[str, ...]:
    """Say which axes may be the weakest: all but those that lie surely above another.

    Parameters
    ----------
    axes : DataFrame
        ``axis``, ``low``, ``high``: between which values the mean level of an axis lies, whatever is unknown.

    Returns
    -------
    tuple of str
        One axis if the answers decide; several if they tie or what is unknown may turn the order.

    Examples
    --------
    >>> weakest_of(pd.DataFrame({"axis": ["data", "skills"], "low": [1.0, 0.5], "high": [1.0, 2.5]}))
    ('data', 'skills')
    """
    return tuple(axes.loc[axes["low"] <= axes["high"].min() + SAME, "axis"])


def lowest_of(axes: pd.DataFrame) -> list[str]:
    """Say which of the axes that may be the weakest have the lowest score, by what is known.

    Parameters
    ----------
    axes : DataFrame
        As for `weakest_of`, with ``score``.

    Returns
    -------
    list of str
        Several if they tie; none if none of them has a score.
    """
    scores = axes.loc[axes["axis"].isin(weakest_of(axes))].set_index("axis")["score"].dropna()
    return [str(axis) for axis in scores.index[scores <= scores.min() + SAME]]


def next_step_of(axes: pd.DataFrame, levels: Mapping[int, object]) -> str:
    """Choose one next step: from the lowest answer in the weakest axis.

    Parameters
    ----------
    axes : DataFrame
        From `Assessment`, or of several people: ``axis``, ``low``, ``high``, ``score``.
    levels : mapping
        By the number of the question: its level, or something else where it is unknown.

    Returns
    -------
    str
        A sentence to act on; where too little is known, what to find out.
    """
    weakest = weakest_of(axes)
    scored = set(axes.loc[axes["score"].notna(), "axis"]) & set(weakest)
    lowest_axes = set(lowest_of(axes))
    asked = [one for one in all_questions() if one.axis in (lowest_axes if scored else weakest)]
    if not scored:
        return _find_out(asked, levels)
    known = {one.number: float(level) for one in asked if _is_known(level := levels[one.number])}
    lowest = min(known, key=lambda number: known[number])  # of equals the first in the questionnaire
    # A median of two answers may lie between two levels: the step is that of the lower.
    return _step(question(lowest), int(known[lowest]))


def _is_known(level: object) -> TypeGuard[float]:
    return isinstance(level, int | float) and not math.isnan(level)


def _find_out(asked: Sequence[Question], levels: Mapping[int, object]) -> str:
    axis = asked[0].axis
    missing = [one for one in asked if one.axis == axis and not _is_known(levels[one.number])]
    first = missing[0]
    who = "Ask whoever knows" if levels[first.number] == DONT_KNOW else "Answer"
    numbers = joined([str(one.number) for one in missing])
    return f"{who} first, for {axis} (question{'s' if len(missing) > 1 else ''} {numbers}): {first.question}"


def _step(asked: Question, level: int) -> str:
    helps = module_title(asked.module)
    if level >= len(asked.answers) - 1:
        return f"Keep what you have, and choose a first pilot: {module_title('02')}, shows how."
    step = asked.begin if level <= 1 else asked.go_on
    return (
        f"{step}. (Question {asked.number}: today “{asked.answers[level]}”; aim “{asked.answers[max(level + 1, 2)]}”.) "
        f"What helps: {helps}."
    )


def scores_sentence(axes: pd.DataFrame) -> str:
    """Say which axis is weakest, or that it cannot be told.

    Parameters
    ----------
    axes : DataFrame
        As for `next_step_of`, with ``answered``.

    Returns
    -------
    str

    Examples
    --------
    >>> held = {"axis": ["data", "skills"], "answered": [4, 1], "low": [1.0, 0.5], "high": [1.0, 3.5]}
    >>> print(scores_sentence(pd.DataFrame(held).assign(score=[1.0, float("nan")])))
    Weakest, by what is known, is data (1 of 4); what is unknown may make it skills.
    """
    if not axes["answered"].any():
        return "No question has an answer with a level, so nothing can be said."
    weakest = weakest_of(axes)
    mine = axes[axes["axis"].isin(weakest)]
    if len(mine) == len(axes) and axes["score"].nunique(dropna=False) == 1 and axes["score"].notna().all():
        return f"All {len(axes)} axes are alike ({shown(axes['score'].iloc[0])} of 4)."
    if len(mine) == 1:
        return _one_weakest(axes, mine)
    exact = bool((mine["high"] - mine["low"]).abs().max() < SAME)
    names = [f"{axis} ({_shown(score)})" for axis, score in zip(mine["axis"], mine["score"], strict=True)]
    if exact:
        return f"Weakest are {joined(list(mine['axis']))}, alike ({shown(mine['score'].iloc[0])} of 4)."
    lowest = lowest_of(axes)
    if not lowest:
        return f"Weakest may be {joined(names, last='or')}: what is unknown decides."
    score = shown(mine.loc[mine["axis"].isin(lowest), "score"].iloc[0])
    others = [axis for axis in weakest if axis not in lowest]
    verb, alike = ("are", ", alike") if len(lowest) > 1 else ("is", "")
    first = f"Weakest, by what is known, {verb} {joined(lowest)}{alike} ({score} of 4)"
    few = mine[mine["score"].isna() & (mine["answered"] > 0)]
    if (few["low"] * PER_AXIS / few["answered"] < mine["score"].min()).any():
        # Two low answers are no score, yet they are what is known of that axis.
        first = f"Weakest of the axes with three answers or more {verb} {joined(lowest)}{alike} ({score} of 4)"
    return f"{first}; what is unknown may make it {joined(others, last='or')}." if others else f"{first}."


def _one_weakest(axes: pd.DataFrame, mine: pd.DataFrame) -> str:
    others = axes[~axes["axis"].isin(mine["axis"]) & axes["score"].notna()]
    first = f"Weakest is {mine['axis'].item()} ({_shown(mine['score'].item())})"
    if others.empty:
        return f"{first}."
    second = others.sort_values("score", kind="stable").iloc[0]
    near = second["score"] - mine["score"].item() <= 1 / PER_AXIS + SAME
    return f"{first}; next is {second['axis']} ({shown(second['score'])}{', one answer apart' if near else ''})."


def _shown(score: float) -> str:
    return "too few to say" if score != score else f"{shown(score)} of 4"


def shown(score: float) -> str:
    """Write a score: quarters are steps of one answer, so two decimals at the most.

    Examples
    --------
    >>> shown(1.75), shown(3.0), shown(5 / 3)
    ('1.75', '3', '1.67')
    """
    return f"{score:.2f}".rstrip("0").rstrip(".")


def joined(words: Sequence[str], *, last: str = "and") -> str:
    """Write words as people list them.

    Examples
    --------
    >>> joined(["data"]), joined(["data", "skills", "process"], last="or")
    ('data', 'data, skills or process')
    """
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
