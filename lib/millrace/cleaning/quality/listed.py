"""Misspellings in a column that holds a short list of words: "retial" where all else is "retail" or "online"."""

import re

import numpy as np
import pandas as pd
from rapidfuzz.distance import DamerauLevenshtein

from millrace.cleaning.distinct import Distinct

__all__ = ["MISSPELT", "misspelt"]

MISSPELT = "a slip away from a frequent value"

MOST_TEXTS = 20_000  # distinct texts; what has more is no list
# A value is on the list when this share of the cells have it, and so many; the list holds most cells.
LISTED_SHARE, LISTED_TIMES, MOST_CELLS = 0.02, 10, 0.85
RARER = 10  # times that a misspelling is rarer than what was meant
LEAST_LETTERS, LETTERS_PER_SLIP = 4, 5
FEW = 20
_DIGITS, _WORDS = re.compile(r"\d+"), re.compile(r"[^\W_]+")


def misspelt(found: Distinct) -> np.ndarray | None:
    """Mark the texts that are a slip or two away from a much more frequent one, word by word.

    Parameters
    ----------
    found : Distinct
        A column of texts.

    Returns
    -------
    array of bool or None
        One per distinct text; None where the column is no list of words that are long enough to be misspelt.

    Examples
    --------
    >>> from millrace.cleaning.distinct import distinct_texts
    >>> found = distinct_texts(pd.Series(["retail"] * 40 + ["online"] * 30 + ["retial", "agent"]))
    >>> misspelt(found).tolist()
    [False, False, True, False]
    """
    said = np.flatnonzero(found.said)
    if not 0 < len(said) <= MOST_TEXTS:
        return None
    # how many "12 days" there are does not matter: "days" is on the list
    codes, wordings = pd.factorize(np.array([_DIGITS.sub("9", found.plain[p].casefold()) for p in said], dtype=object))
    times = np.bincount(codes, weights=found.counts[said])
    listed = times >= max(LISTED_TIMES, LISTED_SHARE * times.sum())
    long = np.array([_long_words(wording) != [] for wording in wordings], dtype=bool)
    if times.sum() < FEW or times[listed & long].sum() < MOST_CELLS * times.sum():
        return None
    right = [(_WORDS.findall(wording), often) for wording, often in zip(wordings[listed], times[listed], strict=True)]
    slips = np.array(
        [
            any(often >= RARER * seen and _is_slip(_WORDS.findall(wording), words) for words, often in right)
            for wording, seen in zip(wordings, times, strict=True)
        ],
        dtype=bool,
    )
    marks = np.zeros(len(found.texts), dtype=bool)
    marks[said] = slips[codes]
    return marks


def _long_words(wording: str) -> list[str]:
    return [word for word in _WORDS.findall(wording) if len(word) >= LEAST_LETTERS]


def _is_slip(words: list[str], right: list[str]) -> bool:
    # word by word: "line a" and "line b" are two lines, and "ward 1" another ward than "ward 2"
    if len(words) != len(right) or words == right:
        return False
    return all(one == other or _slipped(one, other) for one, other in zip(words, right, strict=True))


def _slipped(word: str, right: str) -> bool:
    most = max(1, len(right) // LETTERS_PER_SLIP)
    return bool(_long_words(right)) and DamerauLevenshtein.distance(word, right, score_cutoff=most) <= most
