"""Bring up the pairs of rows that are worth comparing: a bounded number per row, by several complementary rules."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.vectors import code_bags, inverse_frequency, letter_bags, unit_rows, word_bags

__all__ = ["RULES", "neighbour_pairs", "record_texts"]

RULES = ("words", "letters", "same value", "value pairs")
WORDY = ("name", "text", "address", "category")
EXACT = ("phone", "email", "code", "date")
PAIRS_IN_ALL, LEAST, MOST, ALWAYS = 800_000, 10, 800, 20
WORK_PER_ROW = 700
FLAGS = 1 << len(RULES)
CHUNK = 2_000


def neighbour_pairs(columns: Mapping, split: int | None, *, progress=None) -> pd.DataFrame:
    """Find, for every row, the rows that share most with it by each rule.

    The rules are words and letter groups weighted by rarity (nearest neighbours by cosine), equal phones, e-mails,
    codes and dates, and pairs of beginnings of two columns. What too many rows share is left aside, so that the work
    per row is bounded and the whole grows in proportion to the rows.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text), as `comparable_columns` gives them.
    split : int or None
        Where the second table starts; None within one table.
    progress : callable, optional
        Called with an iterable of chunks and their number; shows how far it is.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` (positions, left < right) and ``found`` (a sum of powers of two, one a rule).
    """
    height = len(next(iter(columns.values()))[1])
    most = int(np.clip(PAIRS_IN_ALL // max(height, 1), LEAST, MOST))
    found = [
        coded_pairs(nearest(matrix, split, most, progress), height, 1 << rule)
        for rule, matrix in enumerate(rule_matrices(columns, height))
        if matrix is not None
    ]
    return joined(found, height)


def coded_pairs(pairs, height, flag):
    """Pack both positions and the rule into one number, because numbers sort fastest."""
    left, right = np.minimum(*pairs).astype(np.int64), np.maximum(*pairs).astype(np.int64)
    return distinct((left * height + right) * FLAGS + flag)


def distinct(numbers):
    numbers = np.sort(numbers)
    return numbers[np.r_[True, numbers[1:] != numbers[:-1]]] if len(numbers) else numbers


def joined(found, height):
    packed = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    codes = packed // FLAGS
    first = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.zeros(0, dtype=np.int64)
    flags = np.bitwise_or.reduceat(packed % FLAGS, first) if len(codes) else first
    codes = codes[first]
    return pd.DataFrame(
        {"left": codes // max(height, 1), "right": codes % max(height, 1), "found": flags.astype(np.int8)}
    )


def rule_matrices(columns, height):
    """Give one matrix of weighted features a rule, in the order of `RULES`."""
    yield word_matrix(columns, height)
    yield letter_matrix(columns, height)
    yield value_matrix(columns)
    yield value_pair_matrix(columns)


def record_texts(columns: Mapping, kinds=WORDY, *, longest: int | None = None) -> np.ndarray:
    """Join the texts of all columns of some kinds into one text a row.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    kinds : tuple of str
        Which kinds to take.
    longest : int, optional
        Cut every value after so many characters.

    Returns
    -------
    numpy.ndarray or None
        One text a row; None when no column is of these kinds.
    """
    texts = [text.str[:longest] if longest else text for kind, text in columns.values() if kind in kinds]
    if not texts:
        return None
    whole = texts[0]
    for text in texts[1:]:
        whole = whole + " " + text
    return whole.to_numpy(dtype=object)


def word_matrix(columns, height):
    from scipy.sparse import hstack

    texts = record_texts(columns, (*WORDY, "code"))
    if texts is None:
        return None
    return weighted(hstack([word_bags(texts), code_bags(texts)], format="csr"))


def letter_matrix(columns, height):
    texts = record_texts(columns, ("name", "address", "text", "email"), longest=80)
    return None if texts is None else weighted(letter_bags(texts))


def value_matrix(columns):
    from scipy.sparse import hstack

    parts = [value_bag(text) for kind, text in columns.values() if kind in EXACT]
    return weighted(hstack(parts, format="csr"), unit=False) if parts else None


def value_pair_matrix(columns):
    """Pair the beginnings of every two columns: 'joh' + '2031' still finds John when his street is misspelt."""
    from scipy.sparse import hstack

    short = [s for kind, text in columns.values() for s in beginnings(kind, text)][:10]
    if len(short) < 2:
        return None
    pairs = [value_bag(both(a, b)) for i, a in enumerate(short) for b in short[i + 1 :]]
    return weighted(hstack(pairs, format="csr"), unit=False)


def beginnings(kind, text):
    if kind in ("name", "address"):
        words = text.str.replace(r"\b\d+\b", "", regex=True).str.strip()
        return [words.str[:4]]
    return [text.str[:8]] if kind in ("date", "phone", "email", "code", "number") else []


def both(a, b):
    return (a + "|" + b).where((a != "") & (b != ""), "")


def value_bag(text):
    from scipy.sparse import csr_array

    codes, distinct = pd.factorize(text.where(text != "").to_numpy(dtype=object))
    rows = np.flatnonzero(codes >= 0)
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_array((ones, (rows, codes[rows])), shape=(len(codes), max(1, len(distinct))))


def weighted(counts, *, unit=True):
    """Weigh features by rarity, and leave out those that one row only or far too many rows have."""
    present = np.bincount(counts.indices, minlength=counts.shape[1]).astype(np.int64)
    order = np.argsort(present, kind="stable")
    affordable = np.zeros(len(present), dtype=bool)
    affordable[order] = np.cumsum(present[order] ** 2) <= WORK_PER_ROW * max(counts.shape[0], 10_000)
    weights = inverse_frequency(counts)
    matrix = unit_rows(counts, weights) if unit else counts.multiply(weights).tocsr()
    return matrix[:, affordable & (present > 1)]


def nearest(matrix, split, most, progress=None):
    """Give the pairs of each row with its nearest rows, as two arrays of positions."""
    if split is None:
        return chunked(matrix, matrix, most, progress, same=True)
    first, second = matrix[:split], matrix[split:]
    a, b = chunked(first, second, most, progress)
    c, d = chunked(second, first, most, progress)
    return np.r_[a, d], np.r_[b, c] + split


def chunked(queries, choices, most, progress=None, *, same=False):
    """Work through the rows in chunks, two at a time: sorting runs outside Python's lock."""
    turned = choices.T.tocsr()
    with ThreadPoolExecutor(2) as pool:
        starts = range(0, queries.shape[0], CHUNK)
        chunks = pool.map(lambda start: best_of_chunk(queries, turned, start, most, same), starts)
        parts = list(progress(chunks, len(starts)) if progress else chunks)
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)])


def best_of_chunk(queries, turned, start, most, same):
    product = (queries[start : start + CHUNK] @ turned).tocsr()
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    if same:
        product.data[rows + start == product.indices] = 0
    rows, columns = keep_best(rows, product.indices, product.data, product.indptr, most)
    return rows + start, columns


def keep_best(rows, columns, values, starts, most):
    """Keep the best few of every row; row, score and column are packed into one number, which sorts fastest."""
    best = np.maximum.reduceat(np.r_[values, np.float32(0)], starts[:-1])
    share = values / np.maximum(best[rows], 1e-9)
    near = share > 0.25
    rank = 65_535 - (share[near] * 65_535).astype(np.int64)
    packed = np.sort((rows[near].astype(np.int64) << 48) | (rank << 32) | columns[near].astype(np.int64))
    rows = packed >> 48
    place = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    close = ((packed >> 32) & 0xFFFF) < 65_535 * 0.65
    kept = (place < most) & (close | (place < ALWAYS))
    return rows[kept], packed[kept] & 0xFFFFFFFF
