"""What one person's answers say: a score per axis with what is unknown, the weakest axis, and one next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, in_words, kind
from millrace.readiness.levels import DONT_KNOW, Level, read_level
from millrace.readiness.questionnaire import AXES, LEVELS, PER_AXIS, all_questions
from millrace.readiness.steps import joined, next_step_of, scores_sentence, weakest_of

__all__ = ["ENOUGH", "TOO_FEW", "Assessment", "assess"]

ENOUGH, TOO_FEW = 3, "too few to say"


@dataclass(frozen=True)
class Assessment:
    """The answers of one person, or of a firm that answered together.

    Parameters
    ----------
    name : str
        A role, or what the firm calls itself; empty if nothing was said. Never a person's name.
    levels : tuple
        The answers to the questions 1 to 20: a level from 0 to 4, "don't know", or None where nothing was answered.
    """

    name: str
    levels: tuple[Level, ...] = field(repr=False)

    @cached_property
    def axes(self) -> pd.DataFrame:
        """The score of each axis.

        One row per axis: ``axis``, ``answered`` (with a level), ``dont_know``, ``open`` (not answered; the three add up
        to 4), ``score`` (mean level, 0 to 4; missing with fewer than three answers), ``low`` and ``high`` (the mean if
        all that is unknown were 0, and if it were 4), ``verdict`` ("" or "too few to say").
        """
        return pd.DataFrame([self._axis(axis) for axis in AXES])

    def _axis(self, axis: str) -> dict[str, object]:
        held = [self.levels[one.number - 1] for one in all_questions() if one.axis == axis]
        known = [level for level in held if isinstance(level, int)]
        unknown, enough = PER_AXIS - len(known), len(known) >= ENOUGH
        return {
            "axis": axis,
            "answered": len(known),
            "dont_know": held.count(DONT_KNOW),
            "open": held.count(None),
            "score": sum(known) / len(known) if enough else float("nan"),
            "low": sum(known) / PER_AXIS,
            "high": (sum(known) + max(LEVELS) * unknown) / PER_AXIS,
            "verdict": "" if enough else TOO_FEW,
        }

    @property
    def weakest(self) -> tuple[str, ...]:
        """The weakest axis, or all that may be the weakest: those that no other axis surely lies below."""
        return weakest_of(self.axes)

    @property
    def next_step(self) -> str:
        """One next step, from the lowest answer in the weakest axis, with the module that helps."""
        return next_step_of(self.axes, dict(enumerate(self.levels, start=1)))

    @property
    def sentence(self) -> str:
        """What the answers say, in one or two sentences."""
        unsaid = self.levels.count(DONT_KNOW), self.levels.count(None)
        parts = [f"{number} {words}" for number, words in zip(unsaid, ("don't know", "not answered"), strict=True)]
        left = [part for part, number in zip(parts, unsaid, strict=True) if number]
        answered = sum(isinstance(level, int) for level in self.levels)
        ends = f" Of 20 answers: {joined([f'{answered} with a level', *left])}." if left else ""
        return scores_sentence(self.axes) + ends

    def answers(self) -> pd.DataFrame:
        """List the answers.

        Returns
        -------
        DataFrame
            One row per question: ``number``, ``axis``, ``question``, ``level`` (missing where unknown), ``answer`` (its
            words, "don't know" or "not answered").
        """
        rows = [
            {
                "number": one.number,
                "axis": one.axis,
                "question": one.question,
                "level": level if isinstance(level, int) else pd.NA,
                "answer": one.answers[level] if isinstance(level, int) else level or "not answered",
            }
            for one, level in zip(all_questions(), self.levels, strict=True)
        ]
        return pd.DataFrame(rows).astype({"level": "Int64"})


def assess(answers: Mapping[int, object] | pd.Series, name: str = "") -> Assessment:
    """Read the answers to the questionnaire, and say where the firm stands.

    Parameters
    ----------
    answers : mapping, or Series
        By the number of the question: a level from 0 to 4, the words of an answer, or "don't know" (also "?"). A
        question that is left out, or whose answer is empty, counts as not answered; neither ever counts as 0.
    name : str
        A role, or what the firm calls itself. Never a person's name: it stands on charts and in files.

    Returns
    -------
    Assessment
        With ``axes``, ``weakest``, ``next_step`` and ``sentence``.

    Raises
    ------
    ArgumentError
        When there is no such question, a question is answered twice, or an answer is none of the five.

    Examples
    --------
    >>> ours = assess({1: 1, 2: 0, 3: 2, 4: 1, 5: 2, 6: 2, 7: 3, 8: "don't know", 9: "It is in one person's head"})
    >>> ours.axes[["axis", "answered", "dont_know", "open", "score"]].head(3).values.tolist()
    [['data', 4, 0, 0, 1.0], ['skills', 3, 1, 0, 2.3333333333333335], ['process', 1, 0, 3, nan]]
    >>> print(assess({n: 3 if n > 4 else 1 for n in range(1, 21)}).sentence)
    Weakest is data (1 of 4); next is skills (3).
    """
    if isinstance(answers, pd.Series):
        answers = dict(zip(answers.index.tolist(), answers.tolist(), strict=True))
    if not isinstance(answers, Mapping):
        raise ArgumentError(
            f"{kind(answers).capitalize()} was given as answers. A number and an answer per question were expected. "
            'Write them like {1: 3, 2: "don\'t know"}.'
        )
    if not isinstance(name, str):
        raise ArgumentError(f"name={in_words(name)} was given. A role was expected. Write it like name='owner'.")
    held: dict[int, object] = {}
    for key, value in answers.items():
        number = _number_of(key)
        if number in held:
            raise ArgumentError(f"Question {number} is answered twice. One answer was expected. Take one out.")
        held[number] = value
    levels = tuple(read_level(held.get(one.number), one) for one in all_questions())
    return Assessment(" ".join(name.split()), levels)


def _number_of(key: Any) -> int:
    text = "" if isinstance(key, bool) or not isinstance(key, str | Real) else str(key).strip().removesuffix(".0")
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= len(all_questions()):
        found = in_words(key) if isinstance(key, Real) else "Something that is no number from 1 to 20"
        raise ArgumentError(
            f"{found} was given as the number of a question. The questions are 1 to {len(all_questions())}. "
            "See readiness.questions()."
        )
    return number
