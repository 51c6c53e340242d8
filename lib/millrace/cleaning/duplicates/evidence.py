"""Measure how alike the two rows of every pair are, column by column, from 0 (nothing shared) to 1 (the same)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.forms import spelt_in_latin
from millrace.cleaning.duplicates.vectors import inverse_frequency, letter_bags, unit_rows, word_bags

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["column_similarity", "similarities"]

Comparison = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # distinct values, and places of two among them

_CHUNK = 200_000  # pairs compared at once, so that memory is bounded
_OTHER_WORD, _MISSPELT, _SAME_SOUND = 0.55, 0.65, 0.8
_CHINESE = "[\u3400-\u9fff\uf900-\ufaff]"


def similarities(columns: Columns, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Compare the rows at ``left`` with the rows at ``right`` in every column.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text), as `comparable_columns` returns them.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    pandas.DataFrame
        One row per pair, one column per compared column, 0 to 1, missing where one of the two says nothing.

    Examples
    --------
    >>> columns = {"phone": ("phone", pd.Series(["812345678", "812345679", ""]))}
    >>> similarities(columns, np.array([0, 0]), np.array([1, 2]))["phone"].tolist()
    [0.8888888955116272, nan]
    """
    return pd.DataFrame({c: column_similarity(kind, text, left, right) for c, (kind, text) in columns.items()})


def column_similarity(kind: str, text: pd.Series, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Compare distinct pairs of values once, and hand the result to all pairs of rows that have them.

    Parameters
    ----------
    kind : str
        What the column holds; it decides the comparison.
    text : pandas.Series
        Comparable text of all rows.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    numpy.ndarray
        0 to 1, missing where one of the two says nothing.
    """
    codes, values = pd.factorize(text.to_numpy(dtype=object))
    first, second = np.minimum(codes[left], codes[right]), np.maximum(codes[left], codes[right])
    keys, distinct = pd.factorize(first.astype(np.int64) * max(len(values), 1) + second)
    a, b = distinct // max(len(values), 1), distinct % max(len(values), 1)
    result = _COMPARISONS[kind](values, a, b).astype(np.float32) if len(distinct) else np.zeros(0, np.float32)
    result[a == b] = 1
    empty = values == ""
    result[empty[a] | empty[b]] = np.nan
    return result[keys]


def _edit_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    return cpdist(values[a], values[b], scorer=OSA.normalized_similarity, workers=-1)


def _email_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compare what comes before the @: one slip is forgiven, four make another; another provider costs a tenth.

    Addresses are made from names, so that ann.lee7 and ann.lee31 are alike and yet two people's.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    boxes, houses = (pd.Series(values, dtype=object).str.replace(p, "", regex=True).to_numpy() for p in ("@.*", "^.*@"))
    slips = cpdist(boxes[a], boxes[b], scorer=OSA.distance, workers=-1)
    close = np.interp(slips, [0, 1, 2, 4], [1, 0.9, 0.6, 0])
    return close * np.where(houses[a] == houses[b], 1.0, 0.9)


def _number_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    numbers = pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(dtype=float)
    x, y = numbers[a], numbers[b]
    return 1 - np.minimum(1, np.abs(x - y) / np.maximum(np.maximum(np.abs(x), np.abs(y)), 1e-9))


def _category_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    close = _edit_similarity(values, a, b)
    return np.where(close >= 0.8, close, 0.0)


def _name_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compare Latin with Latin and Chinese with Chinese; without a common script the sound may speak for, not against.

    Firms translate their names as often as they spell them, so that an unlike sound says nothing.
    """
    whole = pd.Series(values, dtype=object)
    latin = whole.str.replace(_CHINESE, " ", regex=True).str.split().str.join(" ").to_numpy(dtype=object)
    chinese = whole.str.findall(_CHINESE).str.join("").to_numpy(dtype=object)
    parts = [_scripted(latin, a, b, _latin_similarity), _scripted(chinese, a, b, _chinese_similarity)]
    known = ~np.isnan(parts)
    alike = np.where(known.any(axis=0), np.nansum(parts, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)
    mute = np.flatnonzero(np.isnan(alike))
    if len(mute):
        sound = spelt_in_latin(whole).str.replace(" ", "").to_numpy(dtype=object)
        heard = _latin_similarity(sound, a[mute], b[mute])
        alike[mute] = np.where(heard >= _SAME_SOUND, heard, np.nan)
    return alike


def _other_words(values: np.ndarray, a: np.ndarray, b: np.ndarray, alike: np.ndarray) -> np.ndarray:
    """Say where each of two names has a word that the other lacks, however misspelt or shortened: sister firms."""
    words = [text.split() for text in values]
    result = np.zeros(len(a), dtype=bool)
    for pair in np.flatnonzero(alike > _OTHER_WORD):
        x, y = words[a[pair]], words[b[pair]]
        result[pair] = _lacks(x, y) and _lacks(y, x)
    return result


def _lacks(words: list[str], others: list[str]) -> bool:
    from rapidfuzz.distance import OSA

    whole = "".join(others)
    return any(
        not (len(word) > 2 and word in whole)
        and not any(
            o.startswith(word) or word.startswith(o) or OSA.normalized_similarity(word, o) >= _MISSPELT for o in others
        )
        for word in words
    )


def _scripted(values: np.ndarray, a: np.ndarray, b: np.ndarray, compare: Comparison) -> np.ndarray:
    spoken = (values[a] != "") & (values[b] != "")
    result = np.full(len(a), np.nan)
    if spoken.any():
        result[spoken] = compare(values, a[spoken], b[spoken])
    return result


def _latin_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Average how the letters run (Jaro-Winkler, in whatever word order) with how rare the shared letter groups are."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    ordered = pd.Series(values, dtype=object).str.split().map(sorted).str.join(" ").to_numpy(dtype=object)
    joined = pd.Series(values, dtype=object).str.replace(" ", "").to_numpy(dtype=object)
    run = np.maximum.reduce(
        [
            cpdist(form[a], form[b], scorer=JaroWinkler.normalized_similarity, workers=-1)
            for form in (values, ordered, joined)
        ]
    )
    close = 0.5 * run + 0.5 * np.maximum(_cosine(letter_bags(values), a, b), _cosine(letter_bags(joined), a, b))
    return np.where(_other_words(values, a, b, close), np.fmin(close, _OTHER_WORD), close)


def _chinese_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    bags = letter_bags(values)
    return np.maximum(_cosine(bags, a, b), 0.95 * _containment(word_bags(values), a, b))


def _text_similarity(values: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    letters, words = _cosine(letter_bags(values), a, b), _cosine(word_bags(values), a, b)
    return 0.5 * letters + 0.5 * words


def _cosine(counts: "csr_array", a: np.ndarray, b: np.ndarray) -> np.ndarray:
    rows = unit_rows(counts, inverse_frequency(counts))
    return _shared(rows, a, b)


def _containment(counts: "csr_array", a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weigh the shared features against all features of the side that has fewer."""
    weights = np.sqrt(inverse_frequency(counts))
    marked = counts.copy()
    marked.data = weights[marked.indices]
    total = marked.multiply(marked).sum(axis=1)
    return _shared(marked, a, b) / np.maximum(np.minimum(total[a], total[b]), 1e-6)


def _shared(rows: "csr_array", a: np.ndarray, b: np.ndarray) -> np.ndarray:
    slices = [slice(start, start + _CHUNK) for start in range(0, len(a), _CHUNK)]
    parts = [np.asarray(rows[a[part]].multiply(rows[b[part]]).sum(axis=1)) for part in slices]
    return np.clip(np.concatenate(parts) if parts else np.zeros(0), 0, None)


_COMPARISONS: dict[str, Comparison] = {
    "name": _name_similarity,
    "text": _text_similarity,
    "address": _text_similarity,
    "phone": _edit_similarity,
    "email": _email_similarity,
    "code": _edit_similarity,
    "date": _edit_similarity,
    "number": _number_similarity,
    "category": _category_similarity,
}
