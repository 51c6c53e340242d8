"""Signs that a value is odd among the values of its own column: gap, rare value, shape, letters, size, typo."""

import re
from collections import Counter

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from millrace.cleaning.wrong.cells import Cells

__all__ = ["SIGNS", "nearest_frequent", "shape_of", "signs_of"]

SIGNS = [
    "gap",
    "gap_share",
    "rare_value",
    "value_share",
    "distinct_share",
    "rare_shape",
    "rare_layout",
    "shape_share",
    "rare_letter",
    "rare_pair",
    "rare_word",
    "length",
    "outlier",
    "not_a_number",
    "typo",
]
MOST_ODD, MOST_COMPARED = 20_000, 5_000_000  # rare values looked at for typos, and comparisons with frequent ones
LEAST_TIMES = 3  # rows that make a value frequent
LEAST_LETTERS = 3
_DIGITS, _LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W\d_]+")
_SPLIT = re.compile(r"[^\w]+|_")


def shape_of(text: str) -> str:
    """Write a text as its layout: letters as a or A, digits as 9, runs once, signs as they are.

    Parameters
    ----------
    text : str
        A value.

    Returns
    -------
    str

    Examples
    --------
    >>> shape_of("LB-1042"), shape_of("Bend OR"), shape_of("12.0 oz")
    ('A-9', 'Aa A', '9.9 a')
    """
    return _DIGITS.sub("9", _LETTERS.sub(_case, text))


def _case(run: re.Match[str]) -> str:
    letters = run[0]
    return "A" if letters.isupper() else "a" if letters.islower() else "Aa" if letters.istitle() else "aA"


def _layout(text: str) -> str:
    # every digit counts here: a phone number with a digit too many has another layout
    return re.sub(r"\d", "9", _LETTERS.sub(_case, text))


def signs_of(cells: Cells) -> np.ndarray:
    """Measure the signs of every distinct text of a column.

    Parameters
    ----------
    cells : Cells
        The column.

    Returns
    -------
    array of shape (texts, signs)
        In the order of `SIGNS`. Rarity is 1 / (1 + how many other rows have the same), so that 1 is alone.
    """
    found = np.zeros((len(cells.texts), len(SIGNS)), dtype="float32")
    at = {name: place for place, name in enumerate(SIGNS)}
    found[:, at["gap"]] = cells.gap
    found[:, at["gap_share"]] = cells.gap_share
    places = cells.filled
    if not len(places):
        return found
    texts, counts = [cells.texts[place] for place in places], cells.counts[places]
    rows = counts.sum()
    column = np.zeros((len(places), len(SIGNS)), dtype="float32")
    column[:, at["gap_share"]] = cells.gap_share
    column[:, at["rare_value"]] = 1 / counts
    column[:, at["value_share"]] = counts / rows
    column[:, at["distinct_share"]] = len(places) / rows
    for name, write in (("rare_shape", shape_of), ("rare_layout", _layout)):
        share = _share(list(map(write, texts)), counts)
        column[:, at[name]] = _rarity(share, rows)
        if name == "rare_shape":
            column[:, at["shape_share"]] = share
    for name, parts in (("rare_letter", _letters), ("rare_pair", _pairs), ("rare_word", _words)):
        column[:, at[name]] = _rarity(_least(list(map(parts, texts)), counts), rows)
    column[:, at["length"]] = _distance(np.array([len(text) for text in texts], dtype=float), counts)
    numbers = cells.numbers[places]
    is_number = ~np.isnan(numbers)
    share = counts[is_number].sum() / rows
    column[:, at["not_a_number"]] = np.where(is_number, 0, share)
    if is_number.any() and share > 0.5:
        column[is_number, at["outlier"]] = _distance(numbers[is_number], counts[is_number])
    column[:, at["typo"]] = nearest_frequent(texts, counts)[0]
    found[places] = column
    return found


def _share(keys: list[str], counts: np.ndarray) -> np.ndarray:
    total: Counter[str] = Counter()
    for key, count in zip(keys, counts.tolist(), strict=True):
        total[key] += count
    return np.array([total[key] for key in keys]) / counts.sum()


def _rarity(share: np.ndarray, rows: int) -> np.ndarray:
    # from 0 (in every row) to 1 (in one of many rows), in steps of powers
    return -np.log(np.clip(share, 1 / rows, 1)) / np.log(max(rows, 2))


def _letters(text: str) -> set[str]:
    return set(_DIGITS.sub("9", text.lower()))


def _pairs(text: str) -> set[str]:
    padded = f" {_DIGITS.sub('9', text.lower())} "
    return {padded[place : place + 2] for place in range(len(padded) - 1)}


def _words(text: str) -> set[str]:
    return {word for word in _SPLIT.split(text.lower()) if len(word) > 1} or {""}


def _least(parts: list[set[str]], counts: np.ndarray) -> np.ndarray:
    """Return, for every text, the share of rows that hold its rarest part."""
    total: Counter[str] = Counter()
    for own, count in zip(parts, counts.tolist(), strict=True):
        for part in own:
            total[part] += count
    return np.array([min((total[part] for part in own), default=0) for own in parts]) / counts.sum()


def _distance(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Measure how far each value lies outside the middle half of the rows, in widths of it, from 0 to 20."""
    order = np.argsort(values)
    reached = np.cumsum(counts[order]) / counts.sum()
    low, middle, high = (
        values[order][np.searchsorted(reached, q, side="left").clip(max=len(values) - 1)] for q in (0.25, 0.5, 0.75)
    )
    width = max(high - low, abs(middle) * 0.02, 1e-9)
    return np.clip(np.maximum(low - values, values - high) / width, 0, 20)


def nearest_frequent(texts: list[str], counts: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Look for texts that are a letter or two away from a text that occurs more often.

    Parameters
    ----------
    texts : list of str
        The distinct values of a column.
    counts : array of int
        How many rows hold each.

    Returns
    -------
    strength, partner : array of float, list of str
        From 0 to 1 how likely a slip is, and the frequent text, or "" for none.

    Examples
    --------
    >>> strength, partner = nearest_frequent(["heart attack", "heart atxack", "pneumonia"], np.array([30, 1, 12]))
    >>> partner, bool(strength[1] > 0.8)
    (['', 'heart attack', ''], True)
    """
    strength, partner = np.zeros(len(texts)), [""] * len(texts)
    odd = [p for p in np.argsort(counts, kind="stable")[:MOST_ODD] if len(texts[p]) >= LEAST_LETTERS]
    most = MOST_COMPARED // max(1, len(odd))
    often = [place for place in np.argsort(-counts, kind="stable")[:most] if counts[place] >= LEAST_TIMES]
    if not often or not odd:
        return strength, partner
    lower = [text.lower() for text in texts]
    right = [lower[place] for place in often]
    right_counts = counts[often]
    for start in range(0, len(odd), 500):
        part = odd[start : start + 500]
        likeness = process.cdist(
            [lower[p] for p in part],
            right,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=0.6,
            dtype=np.float32,
        )
        rarer = right_counts[None, :] >= 3 * counts[part][:, None]
        likeness = np.where(rarer, likeness, 0)
        best = likeness.argmax(axis=1)
        for row, place in enumerate(part):
            alike = float(likeness[row, best[row]])
            if alike > 0 and _a_slip(lower[place], right[best[row]]):
                ratio = right_counts[best[row]] / counts[place]
                strength[place] = alike * (1 - 1 / ratio)
                partner[place] = texts[often[best[row]]]
    return strength, partner


def _a_slip(text: str, other: str) -> bool:
    # 2024 and 2025, or item 12 and item 13, are two values and no slip
    if text == other:
        return True
    return _DIGITS.sub("", text) != _DIGITS.sub("", other)
