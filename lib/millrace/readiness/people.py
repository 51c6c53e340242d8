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

__all__ = ["Gathered", "Sheet", "can_be_read", "join_gathered", "people_with_places", "saved_by_one", "text_of"]

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
    named = _with_roles(people, roles)
    return named, pd.DataFrame(aside, columns=ASIDE).astype({"question": "Int64"})


def _with_roles(people: Sequence[Assessment], roles: Sequence[str]) -> list[Assessment]:
    if roles and len(roles) != len(people):
        raise ArgumentError(
            f"{len(roles)} roles were given ({in_words(list(roles))}), and {len(people)} people answered. One role per "
            "person, in the order of the file, was expected."
        )
    return [Assessment(role, one.levels) for role, one in zip(roles, people, strict=True)] if roles else list(people)


def saved_by_one(assessment: Assessment) -> Gathered:
    """Return what one person saved, as if it came from a table.

    Parameters
    ----------
    assessment : Assessment
        From `millrace.readiness.load`.

    Returns
    -------
    Gathered

    Raises
    ------
    ArgumentError
        When nothing was answered in it.
    """
    if not any(level is not None for level in assessment.levels):
        raise ArgumentError(
            "Nobody answered anything in it. Answers were expected. Answer the questions in section 12 of lab 00, and "
            "run this again."
        )
    one = Assessment(_role(assessment.name), assessment.levels)
    return Gathered((one,), pd.DataFrame(columns=ASIDE).astype({"question": "Int64"}), "saved by one person", 0)


def join_gathered(parts: Sequence[Gathered | None], *, roles: Sequence[str] = ()) -> Gathered:
    """Join what came from several files, in their order.

    Parameters
    ----------
    parts : sequence of Gathered or None
        One per file; None for a file that was no questionnaire, which is set aside.
    roles : sequence of str
        Roles in the order of the people, in place of those in the files.

    Returns
    -------
    Gathered
        Of one file, what it was.

    Raises
    ------
    ArgumentError
        When there are not as many roles as people.
    """
    read = [part for part in parts if part is not None]
    people = tuple(_with_roles([one for part in read for one in part.people], roles))
    if len(parts) == 1:
        return Gathered(people, read[0].set_aside, read[0].layout, read[0].unused)
    aside = [_aside(part, number) for number, part in enumerate(parts, start=1)]
    layout = f"{len(parts)} files in the order of their names"
    joined = pd.concat(aside, ignore_index=True).astype({"question": "Int64"})
    return Gathered(people, joined, layout, sum(part.unused for part in read))


def _aside(part: Gathered | None, number: int) -> pd.DataFrame:
    if part is None:
        return pd.DataFrame(
            [(f"file {number}", None, "no questionnaire that somebody answered")], columns=ASIDE
        ).astype({"question": "Int64"})
    return part.set_aside.assign(place=f"file {number}, " + part.set_aside["place"].astype(str))


def _role(cell: object) -> str:
    text = " ".join(text_of(cell).split())
    # An address or a number where a role belongs would give the person away.
    return "" if "@" in text or re.search(r"\d{3}", text) else text
