"""People who answered, as they come from a file: each one's answers become an assessment, and what cannot is listed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.readiness.assessing import Assessment, assess
from millrace.readiness.levels import read_level
from millrace.readiness.questionnaire import question

__all__ = ["Gathered", "Sheet", "can_be_read", "people_with_places", "text_of"]

ASIDE = ["place", "question", "reason"]


@dataclass(frozen=True)
class Gathered:
    """Questionnaires that were read.

    Parameters
    ----------
    people : tuple of Assessment
        One per person who gave an answer, in the order of the file.
    set_aside : DataFrame
        What could not be used: ``place`` ("row 3", "person 2"), ``question`` (its number, or missing) and ``reason``.
        The words themselves are left out: they may be about a person.
    layout : str
        "one row per person" or "one row per question".
    unused : int
        How many columns were not used.
    """

    people: tuple[Assessment, ...]
    set_aside: pd.DataFrame = field(repr=False)
    layout: str
    unused: int


@dataclass
class Sheet:
    """One person's answers as they are written, the role, and where they stand in the file."""

    place: str
    role: object
    answers: dict[int, object]


def text_of(cell: Any) -> str:
    """Return what is written in a cell; nothing for a gap."""
    return "" if pd.isna(cell) else str(cell).strip().removesuffix(".0")


def can_be_read(cell: object, number: int) -> bool:
    """Say whether a cell holds an answer to a question."""
    try:
        read_level(cell, question(number))
    except ArgumentError:
        return False
    return True


def people_with_places(sheets: Sequence[Sheet], roles: Sequence[str] = ()) -> tuple[list[Assessment], pd.DataFrame]:
    """Make an assessment of each person's answers, and list what could not be read.

    Parameters
    ----------
    sheets : sequence
        The answers of each person, as they are written.
    roles : sequence of str
        Roles in the same order, in place of those in the file.

    Returns
    -------
    list of Assessment and DataFrame
        The second with ``place``, ``question``, ``reason``.

    Raises
    ------
    ArgumentError
        When nobody answered anything, or there are not as many roles as people.
    """
    aside: list[tuple[str, object, str]] = []
    people = []
    for sheet in sheets:
        answers = {number: cell for number, cell in sheet.answers.items() if text_of(cell)}
        for number in list(answers):
            if not can_be_read(answers[number], number):
                aside.append((sheet.place, number, "none of the five answers; counted as not answered"))
                del answers[number]
        if answers:
            people.append(assess(answers, name=_role(sheet.role)))
        else:
            aside.append((sheet.place, pd.NA, "no answer that can be read"))
    if not people:
        raise ArgumentError(
            f"Nobody answered anything that can be read: {len(sheets)} looked at. Answers from 0 to 4, or their words, "
            "were expected. Fill in the form, and run this again."
        )
    if roles and len(roles) != len(people):
        raise ArgumentError(
            f"{len(roles)} roles were given ({in_words(list(roles))}), and {len(people)} people answered. One role per "
            "person, in the order of the file, was expected."
        )
    named = [Assessment(role, one.levels) for role, one in zip(roles, people, strict=True)] if roles else people
    return named, pd.DataFrame(aside, columns=ASIDE).astype({"question": "Int64"})


def _role(cell: object) -> str:
    text = " ".join(text_of(cell).split())
    # An address or a number where a role belongs would give the person away.
    return "" if "@" in text or re.search(r"\d{3}", text) else text
