"""Recognise a question of the questionnaire by its number or its words, and the line that asks for a role."""

import re
import unicodedata
from functools import cache
from numbers import Real
from typing import Any

from millrace.errors import nearest
from millrace.readiness.questionnaire import all_questions

__all__ = ["ROLE_WORDS", "is_role", "question_in"]

ROLE_WORDS = (
    "your role", "role", "your role here", "position", "function", "job title", "rolle", "ihre rolle", "funktion",
    "rôle", "fonction", "poste", "rol", "función", "puesto", "cargo", "ruolo", "funzione",
    "角色", "职位", "岗位", "職位", "職務", "职务", "الدور", "الوظيفة", "المنصب",
)  # fmt: skip
WORDS = "questions?|frage|pregunta|domanda|pytanie|vraag|soru|item|q|f|p|nr|no|#|问题|問題|第|题|سؤال|السؤال"
BY_NUMBER = re.compile(
    rf"(?:(?:{WORDS})\.?\s*)?(\d\d?)(?:\.0)?\s*(?:题|題|问|問)?\s*(?:[.:):、．。：-]+\s*(?:\D.*)?)?", re.DOTALL
)


def question_in(cell: Any) -> int | None:
    """Say which question a header or a cell names.

    Parameters
    ----------
    cell : anything
        Such as ``7``, ``"Q7"``, ``"Frage 7"``, ``"第7题"``, ``"7. How do people ..."``, or the question's words.

    Returns
    -------
    int or None
        Its number, or None where it names no question.

    Examples
    --------
    >>> [question_in(one) for one in (7, "Q7", "第7题", "7. How do people here learn a new tool?", "7 days", "21")]
    [7, 7, 7, 7, None, None]
    >>> question_in("Where are your orders written down")
    1
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, Real):
        return int(float(cell)) if cell in range(1, len(all_questions()) + 1) else None
    return _by_text(cell) if isinstance(cell, str) and len(cell) < 400 else None


@cache
def _by_text(text: str) -> int | None:
    plain = _plain(text)
    if found := BY_NUMBER.fullmatch(plain):
        number = int(found[1])
        return number if 1 <= number <= len(all_questions()) else None
    words = _words()
    if plain.rstrip("?") in words:
        return words[plain.rstrip("?")]
    near = nearest(plain, words, cutoff=0.9) if len(plain) > 15 else None
    return words[near] if near else None


@cache
def _words() -> dict[str, int]:
    return {_plain(one.question).rstrip("?"): one.number for one in all_questions()}


def is_role(cell: object) -> bool:
    """Say whether a cell asks for a person's role.

    Examples
    --------
    >>> is_role("Your role (no name)"), is_role("Rolle:"), is_role("Who decides?")
    (True, True, False)
    """
    if not isinstance(cell, str):
        return False
    plain = re.split(r"[(（,:：]", _plain(cell))[0].strip()
    return plain in ROLE_WORDS


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
