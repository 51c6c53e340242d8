"""Measure how alike the two rows of every pair are, column by column, from 0 (nothing shared) to 1 (the same)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.vectors import code_bags, inverse_frequency, letter_bags, unit_rows, word_bags

__all__ = ["column_similarity", "row_evidence", "similarities"]

CHINESE = "[\u3400-\u9fff\uf900-\ufaff]"


def similarities(columns: Mapping, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Compare the rows at ``left`` with the rows at ``right`` in every column.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text), as `comparable_columns` gives them.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    pandas.DataFrame
        One row a pair, one column a compared column, 0 to 1, missing where one of the two says nothing.

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
    result = COMPARISONS[kind](values, a, b).astype(np.float32) if len(distinct) else np.zeros(0, np.float32)
    result[a == b] = 1
    empty = values == ""
    result[empty[a] | empty[b]] = np.nan
    return result[keys]


def edit_similarity(values, a, b):
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    return cpdist(values[a], values[b], scorer=OSA.normalized_similarity, workers=-1)


def email_similarity(values, a, b):
    """Compare what stands before the @: one slip is forgiven, four make another; another provider costs a tenth.

    Addresses are made from names, so that ann.lee7 and ann.lee31 are alike and yet two people's.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    boxes, houses = (pd.Series(values, dtype=object).str.replace(p, "", regex=True).to_numpy() for p in ("@.*", "^.*@"))
    slips = cpdist(boxes[a], boxes[b], scorer=OSA.distance, workers=-1)
    close = np.interp(slips, [0, 1, 2, 4], [1, 0.9, 0.6, 0])
    return close * np.where(houses[a] == houses[b], 1.0, 0.9)


def number_similarity(values, a, b):
    numbers = pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(dtype=float)
    x, y = numbers[a], numbers[b]
    return 1 - np.minimum(1, np.abs(x - y) / np.maximum(np.maximum(np.abs(x), np.abs(y)), 1e-9))


def category_similarity(values, a, b):
    close = edit_similarity(values, a, b)
    return np.where(close >= 0.8, close, 0.0)


def name_similarity(values, a, b):
    """Compare Latin with Latin and Chinese with Chinese; a name in another script only says nothing."""
    whole = pd.Series(values, dtype=object)
    latin = whole.str.replace(CHINESE, " ", regex=True).str.split().str.join(" ").to_numpy(dtype=object)
    chinese = whole.str.findall(CHINESE).str.join("").to_numpy(dtype=object)
    parts = [scripted(latin, a, b, latin_similarity), scripted(chinese, a, b, chinese_similarity)]
    known = ~np.isnan(parts)
    return np.where(known.any(axis=0), np.nansum(parts, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)


def scripted(values, a, b, compare):
    spoken = (values[a] != "") & (values[b] != "")
    result = np.full(len(a), np.nan)
    if spoken.any():
        result[spoken] = compare(values, a[spoken], b[spoken])
    return result


def latin_similarity(values, a, b):
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
    return 0.5 * run + 0.5 * np.maximum(cosine(letter_bags(values), a, b), cosine(letter_bags(joined), a, b))


def chinese_similarity(values, a, b):
    bags = letter_bags(values)
    return np.maximum(cosine(bags, a, b), 0.95 * containment(word_bags(values), a, b))


def text_similarity(values, a, b):
    letters, words = cosine(letter_bags(values), a, b), cosine(word_bags(values), a, b)
    return 0.5 * letters + 0.5 * words


def cosine(counts, a, b):
    rows = unit_rows(counts, inverse_frequency(counts))
    return shared(rows, a, b)


def containment(counts, a, b):
    """Weigh the shared features against all features of the side that has fewer."""
    weights = np.sqrt(inverse_frequency(counts))
    marked = counts.copy()
    marked.data = weights[marked.indices]
    total = marked.multiply(marked).sum(axis=1)
    return shared(marked, a, b) / np.maximum(np.minimum(total[a], total[b]), 1e-6)


def shared(rows, a, b, chunk=200_000):
    parts = [
        np.asarray(rows[a[i : i + chunk]].multiply(rows[b[i : i + chunk]]).sum(axis=1)) for i in range(0, len(a), chunk)
    ]
    return np.clip(np.concatenate(parts) if parts else np.zeros(0), 0, None)


def row_evidence(texts: np.ndarray, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Compare whole rows, whatever column a word stands in.

    Parameters
    ----------
    texts : numpy.ndarray
        All words of each row.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    pandas.DataFrame
        ``words``: cosine of words weighted by rarity; ``within``: the share of the shorter row that is in the longer;
        ``models``: the same of words with digits, missing where one row has none.
    """
    words, models = word_bags(texts), code_bags(texts)
    told = np.diff(models.indptr) > 0
    return pd.DataFrame(
        {
            "words": cosine(words, left, right),
            "within": containment(words, left, right),
            "models": np.where(told[left] & told[right], containment(models, left, right), np.nan),
        }
    )


COMPARISONS = {
    "name": name_similarity,
    "text": text_similarity,
    "address": text_similarity,
    "phone": edit_similarity,
    "email": email_similarity,
    "code": edit_similarity,
    "date": edit_similarity,
    "number": number_similarity,
    "category": category_similarity,
}
