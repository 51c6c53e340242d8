"""The questionnaire: twenty questions on five axes, each with five answers in plain words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

__all__ = ["AXES", "LEVELS", "PER_AXIS", "Question", "all_questions", "module_title", "question", "questions"]

AXES = ("data", "skills", "process", "governance", "money and time")
LEVELS, PER_AXIS = range(5), 4


@dataclass(frozen=True)
class Question:
    """One question of the questionnaire.

    Parameters
    ----------
    number : int
        From 1 to 20.
    axis : str
        One of the five axes.
    question : str
        Its words.
    answers : tuple of str
        The answers 0 to 4, from the weakest to the strongest.
    begin, go_on : str
        The next step for whoever answers 0 or 1, and 2 or 3.
    module : str
        The number of the module that helps.
    """

    number: int
    axis: str
    question: str
    answers: tuple[str, ...]
    begin: str
    go_on: str
    module: str


@cache
def _held() -> tuple[tuple[Question, ...], dict[str, str]]:
    held = tomllib.loads(files("millrace.readiness").joinpath("questions.toml").read_text(encoding="utf-8"))
    made = (
        Question(number, **{**one, "answers": tuple(one["answers"])})
        for number, one in enumerate(held["questions"], start=1)
    )
    return tuple(made), held["modules"]


def all_questions() -> tuple[Question, ...]:
    """Return the twenty questions in their order.

    Returns
    -------
    tuple of Question

    Examples
    --------
    >>> len(all_questions())
    20
    """
    return _held()[0]


def question(number: int) -> Question:
    """Return one question.

    Parameters
    ----------
    number : int
        From 1 to 20.

    Returns
    -------
    Question

    Examples
    --------
    >>> question(9).answers[0]
    "It is in one person's head"
    """
    return all_questions()[number - 1]


def module_title(number: str) -> str:
    """Write a module with its title.

    Parameters
    ----------
    number : str
        Such as ``"01"``.

    Returns
    -------
    str

    Examples
    --------
    >>> module_title("01")
    'module 01, Data cleanup'
    """
    return f"module {number}, {_held()[1][number]}"


def questions() -> pd.DataFrame:
    """Return the questionnaire: twenty questions, each with five answers in plain words.

    Returns
    -------
    DataFrame
        One row per question: ``number`` (1 to 20), ``axis`` ("data", "skills", "process", "governance", "money and
        time"; four questions each), ``question``, and the answers ``"0"`` (weakest) to ``"4"`` (strongest).

    Notes
    -----
    The answers are anchored: each level is described, so that two people who see the same firm choose the same one
    (Smith and Kendall, Retranslation of expectations, 1963).

    Examples
    --------
    >>> asked = questions()
    >>> asked.loc[0, ["axis", "question", "0"]].tolist()
    ['data', 'Where are your orders written down?', 'In chats, on paper and in heads']
    """
    rows = [
        {"number": one.number, "axis": one.axis, "question": one.question}
        | {str(level): one.answers[level] for level in LEVELS}
        for one in all_questions()
    ]
    return pd.DataFrame(rows)
