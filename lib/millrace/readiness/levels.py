"""Read one answer: a level from 0 to 4, its words, "don't know" in several languages, or nothing."""

import re
import unicodedata
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, kind, nearest
from millrace.readiness.questionnaire import LEVELS, Question

__all__ = ["DONT_KNOW", "Level", "read_level"]

DONT_KNOW = "don't know"
Level = int | str | None
# In the languages in which forms come back; compared without capitals, accents and signs.
UNKNOWN = {
    "i do not know", "dunno",
    "?", "??", "???", "don't know", "dont know", "do not know", "i don't know", "i dont know", "not known", "unknown",
    "no idea", "not sure", "unsure", "can't say", "cannot say", "dk", "weiß nicht", "weiss nicht", "ich weiß nicht",
    "ich weiss nicht", "weiß ich nicht", "weiss ich nicht", "keine ahnung", "unbekannt", "je ne sais pas",
    "ne sais pas", "sais pas", "no sé", "no lo sé", "no sabe", "ns", "ns/nc", "non so",
    "não sei", "nie wiem", "не знаю", "bilmiyorum",
    "不知道", "不知", "不清楚", "不了解", "不确定", "不確定", "不详", "不詳", "说不清",
    "わからない", "分からない", "わかりません",
    "모름", "모르겠음", "모르겠습니다", "لا أعرف", "لا اعرف", "لا أدري",
}  # fmt: skip
NUMBER_FIRST = re.compile(r"\(?(\d+)(?:[.,]0+)?\)?(?:\s*[-–—:.,)=：、．。]\s*|\s+|$)(.*)", flags=re.DOTALL)


def read_level(value: Any, asked: Question) -> Level:
    """Read the answer to a question.

    Parameters
    ----------
    value : anything
        A level from 0 to 4 as a number or as text (``"4 "``, ``"３"``, ``"2 – In one shared file ..."``); the words of
        one of the five answers; "don't know" or "?" in several languages; nothing (None, "", a missing value).
    asked : Question
        The question.

    Returns
    -------
    int, "don't know" or None
        None where nothing was answered.

    Raises
    ------
    ArgumentError
        When it is none of these. What was written is not repeated if it is a text: it may be about a person.

    Examples
    --------
    >>> from millrace.readiness.questionnaire import question
    >>> [read_level(one, question(1)) for one in (3, " 4 ", "?", "weiß nicht", None)]
    [3, 4, "don't know", "don't know", None]
    >>> read_level("in chats, on paper and in heads.", question(1))
    0
    """
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    if isinstance(value, bool | np.bool_):
        raise _refused(kind(bool(value)).capitalize(), asked)
    if isinstance(value, Real | Decimal):
        return _level_of(float(value), in_words(value), asked)
    if not isinstance(value, str):
        raise _refused(kind(value).capitalize(), asked)
    plain = _plain(value)
    if not plain:
        return None
    if plain in _UNKNOWN:
        return DONT_KNOW
    words = {_plain(answer): level for level, answer in enumerate(asked.answers)}
    if plain in words:
        return words[plain]
    if found := NUMBER_FIRST.fullmatch(plain):
        return _numbered(found, words, asked)
    if re.fullmatch(r"[-+]?[\d.,]+", plain):
        raise _refused(f"'{plain}'", asked)
    near = nearest(plain, words, cutoff=0.8)
    mean = f" Did you mean {words[near]}, '{asked.answers[words[near]]}'?" if near else ""
    raise _refused("A text that is none of its answers", asked, mean)


def _numbered(found: "re.Match[str]", words: dict[str, int], asked: Question) -> Level:
    level, said = _level_of(float(found[1]), f"'{found[1]}'", asked), _plain(found[2])
    if said in words and words[said] != level:
        raise _refused(f"The number {level} with the words of answer {words[said]}", asked)
    if said and said not in words:
        raise _refused(f"The number {level} with other words behind it", asked)
    return level


def _level_of(number: float, shown: str, asked: Question) -> int:
    if number not in LEVELS:
        raise _refused(shown, asked)
    return int(number)


def _refused(found: str, asked: Question, mean: str = "") -> ArgumentError:
    return ArgumentError(
        f"{found} was given for question {asked.number} ({asked.question}).{mean} A whole number from 0 to 4, the "
        f'words of an answer, or "don\'t know" was expected. Correct it, or leave it empty.'
    )


def _plain(text: str) -> str:
    """Write a text without capitals, double blanks, full width, curly quotes and the stop at its end."""
    flat = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'").replace("`", "'")
    shown = "".join(c for c in flat if c.isprintable() or c.isspace())
    stripped = " ".join("".join(c for c in shown if unicodedata.category(c) != "Cf").split())
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in stripped)
    return digits if set(digits) <= set("?") else digits.rstrip(".!。 ")


_UNKNOWN = {_plain(word) for word in UNKNOWN}
