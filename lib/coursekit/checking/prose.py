"""How easily the prose of a module reads, and its sentences that are too long to be read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["HIGHEST_AGE", "LONGEST", "Prose", "prose_of"]

# Papers and letters of offices are written for about this age; a page that must be read twice is above it.
HIGHEST_AGE = 13
LONGEST = 40  # words in a sentence
YEARS_BEFORE_SCHOOL = 5


@dataclass(frozen=True)
class Prose:
    """The prose of one file.

    Parameters
    ----------
    file : str
        Where it stands.
    words, sentences : int
        How many there are.
    age : float
        Years at which most can read it, by Coleman and Liau.
    long : tuple of str
        Sentences of more than `LONGEST` words.
    """

    file: str
    words: int
    sentences: int
    age: float
    long: tuple[str, ...]


def prose_of(file: str, text: str) -> Prose | None:
    """Measure the prose of a markdown text.

    Parameters
    ----------
    file : str
        Where it stands, for messages.
    text : str
        Markdown. Code, tables, headings and tags are no prose; a piece of code within a sentence is one word.

    Returns
    -------
    Prose or None
        None when there is no sentence.

    Notes
    -----
    Coleman and Liau (1975), A computer readability formula designed for machine scoring, Journal of Applied
    Psychology 60: the grade in school from letters and sentences per 100 words. The age is five years more.

    Examples
    --------
    >>> prose_of("a.md", "Look at the line. Where does it wait?")
    Prose(file='a.md', words=8, sentences=2, age=2.4, long=())
    """
    sentences = [*_sentences(text)]
    words = [word for one in sentences for word in _words(one)]
    if not words:
        return None
    letters = sum(map(len, words))
    grade = (5.88 * letters - 29.6 * len(sentences)) / len(words) - 15.8
    long = tuple(one for one in sentences if len(_words(one)) > LONGEST)
    return Prose(file, len(words), len(sentences), round(max(grade + YEARS_BEFORE_SCHOOL, 0.0), 1), long)


def _words(sentence: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sentence)


def _sentences(text: str) -> Iterator[str]:
    for block in _blocks(_without_code(text)):
        for sentence in re.split(r"(?<=[.!?])\s+", re.sub(r"[*_]", "", block)):
            if len(_words(sentence)) > 1:
                yield sentence


def _without_code(text: str) -> str:
    text = re.sub(r"^---\n.*?^---\n", "", text, count=1, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<style.*?</style>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:summary|details|br|p|div|li)[^>]*>", "\n\n", text)
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"`[^`]+`", "name", text)


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs and items of lists, each in one line; headings, tables and cell marks are left out."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        item = re.match(r"\s*(?:[-*>]|\d+[.)])\s+", line)
        apart = not line.strip() or line.lstrip().startswith(("|", "#", "+++", ":"))
        if (apart or item) and lines:
            yield " ".join(lines)
            lines = []
        if not apart:
            lines.append((line[item.end() :] if item else line).strip())
