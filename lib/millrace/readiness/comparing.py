"""What several people of one firm answered: the middle, how far apart they are, and what to talk about first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

import pandas as pd

from millrace.errors import ArgumentError, counted, kind
from millrace.readiness.assessing import TOO_FEW, Assessment
from millrace.readiness.levels import DONT_KNOW
from millrace.readiness.questionnaire import AXES, LEVELS, Question, all_questions, question
from millrace.readiness.steps import joined, next_step_of, scores_sentence, weakest_of

__all__ = ["FEWEST", "Comparison", "compare"]

# Two people who agree may do so by chance; nobody agrees alone.
FEWEST = 3
# People whose answers lie within one level see the same firm; further apart, they do not.
ONE_LEVEL = 1.0
AGREE, DIFFER = "within one level", "see it differently"


@dataclass(frozen=True)
class Comparison:
    """The answers of several people, beside each other; nobody is named.

    Parameters
    ----------
    people : tuple of Assessment
        One per person.
    """

    people: tuple[Assessment, ...] = field(repr=False)

    @cached_property
    def axes(self) -> pd.DataFrame:
        """What the people say of each axis.

        One row per axis: ``axis``, ``people`` (those with a score), ``score`` (the median of their scores; missing with
        fewer than half of the people), ``lowest``, ``highest``, ``spread`` (between both), ``dont_know`` and ``open``
        (answers without a level, of all people), ``answered``, ``low`` and ``high`` (the median of everybody's bounds),
        ``verdict`` ("within one level", "see it differently", or "too few to say").
        """
        return pd.DataFrame([self._axis(axis) for axis in AXES])

    def _axis(self, axis: str) -> dict[str, object]:
        held = pd.concat([one.axes[one.axes["axis"] == axis] for one in self.people], ignore_index=True)
        scores = held["score"].dropna()
        enough = 2 * len(scores) >= len(self.people)
        spread = scores.max() - scores.min() if len(scores) else float("nan")
        told = TOO_FEW if len(scores) < FEWEST else AGREE if spread <= ONE_LEVEL else DIFFER
        if len(scores) == FEWEST - 1 and spread > ONE_LEVEL:
            told = DIFFER  # two people are enough to differ
        return {
            "axis": axis,
            "people": len(scores),
            "score": scores.median() if enough else float("nan"),
            "lowest": scores.min(),
            "highest": scores.max(),
            "spread": spread,
            "answered": int(held["answered"].sum()),
            "dont_know": int(held["dont_know"].sum()),
            "open": int(held["open"].sum()),
            "low": held["low"].median(),
            "high": held["high"].median(),
            "verdict": told,
        }

    @cached_property
    def questions(self) -> pd.DataFrame:
        """What the people say to each question.

        One row per question: ``number``, ``axis``, ``question``, ``"0"`` to ``"4"`` (how many people gave that answer),
        ``dont_know``, ``open``, ``median``, ``apart`` (how many levels two people who answered are apart on average,
        Gini's mean difference; missing with fewer than two) and ``said`` (who says what, without names).
        """
        return pd.DataFrame([self._question(one) for one in all_questions()])

    def _question(self, asked: Question) -> dict[str, object]:
        held = [one.levels[asked.number - 1] for one in self.people]
        known = sorted(level for level in held if isinstance(level, int))
        pairs = [b - a for place, a in enumerate(known) for b in known[place + 1 :]]
        counts = {str(level): held.count(level) for level in LEVELS}
        unknown = {"dont_know": held.count(DONT_KNOW), "open": held.count(None)}
        return {
            "number": asked.number,
            "axis": asked.axis,
            "question": asked.question,
            **counts,
            **unknown,
            "median": median(known) if known else float("nan"),
            "apart": sum(pairs) / len(pairs) if pairs else float("nan"),
            "said": _said(asked, counts, unknown, len(held)),
        }

    @property
    def weakest(self) -> tuple[str, ...]:
        """The axis that is weakest by the medians, or all that may be."""
        return weakest_of(self.axes)

    @property
    def next_step(self) -> str:
        """One next step for the firm, from the lowest median answer in the weakest axis."""
        table = self.questions
        unknown = table["dont_know"].gt(0).map({True: DONT_KNOW, False: None})
        levels = table["median"].astype(object).where(table["median"].notna(), unknown)
        return next_step_of(self.axes, dict(zip(table["number"], levels, strict=True)))

    @property
    def talk_first(self) -> tuple[int, ...]:
        """Numbers of the questions on which people are furthest apart; empty if all lie within one level.

        Of three people or more, only questions that three answered with a level are looked at.
        """
        table = self.questions
        answered = table[[str(level) for level in LEVELS]]
        answers = answered.gt(0)
        first = answers.to_numpy().argmax(axis=1)
        last = len(LEVELS) - 1 - answers.to_numpy()[:, ::-1].argmax(axis=1)
        enough = answered.sum(axis=1) >= min(FEWEST, len(self.people))
        far = table[(last - first > ONE_LEVEL) & enough & table["apart"].notna()]
        return tuple(far.loc[far["apart"] == far["apart"].max(), "number"]) if len(far) else ()

    @property
    def unknown_most(self) -> tuple[int, ...]:
        """Numbers of the questions that most people could not answer: more than half said "don't know"."""
        table = self.questions
        return tuple(table.loc[2 * table["dont_know"] > len(self.people), "number"])

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says: where the firm stands, where people agree, what to talk about first, what most do not know."""
        first = f"{counted(len(self.people), 'person').replace('persons', 'people')} answered. By the middle answer: "
        whole = scores_sentence(self.axes)
        parts = [first + whole[0].lower() + whole[1:] if self.axes["answered"].any() else whole]
        return (*parts, self._agreement(), *self._talk(), *self._nobody_knows())

    @property
    def sentence(self) -> str:
        """All of it, as one text."""
        return " ".join(self.sentences)

    def _agreement(self) -> str:
        if len(self.people) < FEWEST:
            return f"Whether people agree cannot be said: it takes {FEWEST} people at least."
        by_verdict = self.axes.groupby("verdict")["axis"].agg(list)
        words = {
            AGREE: "Within one level of each other on",
            DIFFER: "They see it differently on",
            TOO_FEW: "Too few to say on",
        }
        return " ".join(
            f"{start} {joined(by_verdict[verdict])}." for verdict, start in words.items() if verdict in by_verdict
        )

    def _talk(self) -> list[str]:
        numbers = self.talk_first
        if not numbers:
            return []
        said = str(self.questions.set_index("number").loc[numbers[0], "said"])
        others = f" As far apart: question {joined([str(n) for n in numbers[1:]])}." if len(numbers) > 1 else ""
        return [f"Talk about question {numbers[0]} first. {said}{others}"]

    def _nobody_knows(self) -> list[str]:
        if not self.unknown_most:
            return []
        listed = [f"{number} ({question(number).question})" for number in self.unknown_most]
        return [f"Most do not know: question {joined(listed)}."]


def _said(asked: Question, counts: dict[str, int], unknown: dict[str, int], people: int) -> str:
    parts = [(number, "says", "say", f" {level}, “{asked.answers[int(level)]}”") for level, number in counts.items()]
    parts += [(unknown["dont_know"], "does not know", "do not know", "")]
    parts += [(unknown["open"], "did not answer", "did not answer", "")]
    said = [f"{n} of {people} {one if n == 1 else more}{end}" for n, one, more, end in parts if n]
    return f"{asked.question} {'; '.join(said)}."


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Put the answers of several people of one firm beside each other, without names.

    Parameters
    ----------
    assessments : sequence of Assessment
        One per person.

    Returns
    -------
    Comparison
        With ``axes``, ``questions``, ``weakest``, ``next_step``, ``talk_first``, ``unknown_most`` and ``sentences``.

    Raises
    ------
    ArgumentError
        When it holds nobody, or something else.

    Notes
    -----
    The order of the people does not count. How far two people are apart on average is Gini's mean difference. With
    fewer than three people nothing is said of agreement.

    Examples
    --------
    >>> from millrace.readiness import assess
    >>> answers = [{n: 2 for n in range(1, 21)} | {9: level} for level in (0, 0, 4)]
    >>> both = compare([assess(one) for one in answers])
    >>> both.talk_first, both.axes["verdict"].unique().tolist()
    ((9,), ['within one level'])
    """
    if isinstance(assessments, Assessment):
        assessments = [assessments]
    people = tuple(assessments) if isinstance(assessments, list | tuple) else ()
    wrong = next((one for one in people if not isinstance(one, Assessment)), None)
    if not people or wrong is not None:
        found = kind(wrong if people else assessments).capitalize() if wrong is not None or assessments else "Nobody"
        raise ArgumentError(
            f"{found} was given to compare. A list of what readiness.assess returns was expected, one per person. "
            "Write readiness.compare([first, second])."
        )
    return Comparison(people)
