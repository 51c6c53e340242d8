"""Bring up the pairs of rows that are worth comparing: a bounded number per row, by several complementary rules."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.forms import spelt_in_latin
from millrace.cleaning.duplicates.vectors import code_bags, inverse_frequency, letter_bags, unit_rows, word_bags

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["RULES", "Progress", "neighbour_pairs", "record_texts"]

Progress = Callable[[Iterable[tuple[np.ndarray, np.ndarray]], int], Iterable[tuple[np.ndarray, np.ndarray]]]

RULES = ("words", "letters", "same value", "value pairs")
_WORDY = ("name", "text", "address", "category")
_EXACT = ("phone", "email", "code", "date")
_PAIRS_IN_ALL, _LEAST, _MOST, _ALWAYS = 800_000, 10, 800, 20
_WORK_PER_ROW = 700
_FLAGS = 1 << len(RULES)
_CHUNK = 2_000


def neighbour_pairs(columns: Columns, split: int | None, *, progress: Progress | None = None) -> pd.DataFrame:
    """Find, for every row, the rows that share most with it by each rule.

    The rules are words and letter groups weighted by rarity (nearest neighbours by cosine), equal phones, e-mails,
    codes and dates, and pairs of beginnings of two columns. What too many rows share is left aside, so that the work
    per row is bounded and the whole grows in proportion to the rows.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text), as `comparable_columns` returns them.
    split : int or None
        Where the second table starts; None within one table.
    progress : callable, optional
        Called with an iterable of chunks and their number; shows how far it is.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` (positions, left < right) and ``found`` (a sum of powers of two, one per rule).
    """
    height = len(next(iter(columns.values()))[1])
    most = int(np.clip(_PAIRS_IN_ALL // max(height, 1), _LEAST, _MOST))
    found = [
        _coded_pairs(_nearest(matrix, split, most, progress), height, 1 << rule)
        for rule, matrix in enumerate(_rule_matrices(columns))
        if matrix is not None
    ]
    return _joined(found, height)


def _coded_pairs(pairs: tuple[np.ndarray, np.ndarray], height: int, flag: int) -> np.ndarray:
    """Pack both positions and the rule into one number, because numbers sort fastest."""
    left, right = np.minimum(*pairs).astype(np.int64), np.maximum(*pairs).astype(np.int64)
    return _distinct((left * height + right) * _FLAGS + flag)


def _distinct(numbers: np.ndarray) -> np.ndarray:
    numbers = np.sort(numbers)
    return numbers[np.r_[True, numbers[1:] != numbers[:-1]]] if len(numbers) else numbers


def _joined(found: list[np.ndarray], height: int) -> pd.DataFrame:
    packed = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    codes = packed // _FLAGS
    first = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.zeros(0, dtype=np.int64)
    flags = np.bitwise_or.reduceat(packed % _FLAGS, first)
    codes = codes[first]
    return pd.DataFrame(
        {"left": codes // max(height, 1), "right": codes % max(height, 1), "found": flags.astype(np.int8)}
    )


def _rule_matrices(columns: Columns) -> "Iterator[csr_array | None]":
    """Yield one matrix of weighted features per rule, in the order of `RULES`."""
    yield _word_matrix(columns)
    yield _letter_matrix(columns)
    yield _value_matrix(columns)
    yield _value_pair_matrix(columns)


def record_texts(columns: Columns, kinds: Iterable[str] = _WORDY, *, longest: int | None = None) -> np.ndarray | None:
    """Join the texts of all columns of some kinds into one text per row.

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
        One text per row; None when no column is of these kinds.
    """
    texts = [text.str[:longest] if longest else text for kind, text in columns.values() if kind in kinds]
    if not texts:
        return None
    whole = texts[0]
    for text in texts[1:]:
        whole = whole + " " + text
    return whole.to_numpy(dtype=object)


def _word_matrix(columns: Columns) -> "csr_array | None":
    from scipy.sparse import hstack

    texts = record_texts(columns, (*_WORDY, "code"))
    if texts is None:
        return None
    return _weighted(hstack([word_bags(texts), code_bags(texts)], format="csr"))


def _letter_matrix(columns: Columns) -> "csr_array | None":
    heard = {c: (kind, _both_scripts(text) if kind == "name" else text) for c, (kind, text) in columns.items()}
    texts = record_texts(heard, ("name", "address", "text", "email"), longest=80)
    return None if texts is None else _weighted(letter_bags(texts))


def _both_scripts(text: pd.Series) -> pd.Series:
    """Add to a Chinese name how it sounds, so that it meets the same name in Latin letters."""
    codes, values = pd.factorize(text.to_numpy(dtype=object))
    said = pd.Series(values, dtype=object)
    both = said.where(said.map(str.isascii), said + " " + spelt_in_latin(said)).to_numpy(dtype=object)
    return pd.Series(both[codes], index=text.index, dtype=object)


def _value_matrix(columns: Columns) -> "csr_array | None":
    from scipy.sparse import hstack

    parts = [_value_bag(text) for kind, text in columns.values() if kind in _EXACT]
    return _weighted(hstack(parts, format="csr"), unit=False) if parts else None


def _value_pair_matrix(columns: Columns) -> "csr_array | None":
    """Pair the beginnings of every two columns: 'joh' + '2031' still finds John when his street is misspelt."""
    from scipy.sparse import hstack

    short = [s for kind, text in columns.values() for s in _beginnings(kind, text)][:10]
    if len(short) < 2:
        return None
    pairs = [_value_bag(_both(a, b)) for i, a in enumerate(short) for b in short[i + 1 :]]
    return _weighted(hstack(pairs, format="csr"), unit=False)


def _beginnings(kind: str, text: pd.Series) -> list[pd.Series]:
    if kind in ("name", "address"):
        words = text.str.replace(r"\b\d+\b", "", regex=True).str.strip()
        return [words.str[:4]]
    return [text.str[:8]] if kind in ("date", "phone", "email", "code", "number") else []


def _both(a: pd.Series, b: pd.Series) -> pd.Series:
    return (a + "|" + b).where((a != "") & (b != ""), "")


def _value_bag(text: pd.Series) -> "csr_array":
    from scipy.sparse import csr_array

    codes, values = pd.factorize(text.where(text != "").to_numpy(dtype=object))
    rows = np.flatnonzero(codes >= 0)
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_array((ones, (rows, codes[rows])), shape=(len(codes), max(1, len(values))))


def _weighted(counts: "csr_array", *, unit: bool = True) -> "csr_array":
    """Weigh features by rarity, and leave out those that one row only or far too many rows have."""
    present = np.bincount(counts.indices, minlength=counts.shape[1]).astype(np.int64)
    order = np.argsort(present, kind="stable")
    affordable = np.zeros(len(present), dtype=bool)
    affordable[order] = np.cumsum(present[order] ** 2) <= _WORK_PER_ROW * max(counts.shape[0], 10_000)
    weights = inverse_frequency(counts)
    matrix = unit_rows(counts, weights) if unit else counts.multiply(weights).tocsr()
    return matrix[:, affordable & (present > 1)]


def _nearest(
    matrix: "csr_array", split: int | None, most: int, progress: Progress | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of each row with its nearest rows, as two arrays of positions."""
    if split is None:
        return _chunked(matrix, matrix, most, progress, same=True)
    first, second = matrix[:split], matrix[split:]
    a, b = _chunked(first, second, most, progress)
    c, d = _chunked(second, first, most, progress)
    return np.r_[a, d], np.r_[b, c] + split


def _chunked(
    queries: "csr_array", choices: "csr_array", most: int, progress: Progress | None, *, same: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Work through the rows in chunks, two at a time: sorting runs outside Python's lock."""
    turned = choices.T.tocsr()
    with ThreadPoolExecutor(2) as pool:
        starts = range(0, queries.shape[0], _CHUNK)
        chunks = pool.map(lambda start: _best_of_chunk(queries, turned, start, most, same), starts)
        parts = list(progress(chunks, len(starts)) if progress else chunks)
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)])


def _best_of_chunk(
    queries: "csr_array", turned: "csr_array", start: int, most: int, same: bool
) -> tuple[np.ndarray, np.ndarray]:
    product = (queries[start : start + _CHUNK] @ turned).tocsr()
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    if same:
        product.data[rows + start == product.indices] = 0
    rows, columns = _keep_best(rows, product.indices, product.data, product.indptr, most)
    return rows + start, columns


def _keep_best(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, starts: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Keep the best few of every row; row, score and column are packed into one number, which sorts fastest."""
    best = np.maximum.reduceat(np.r_[values, np.float32(0)], starts[:-1])
    share = values / np.maximum(best[rows], 1e-9)
    near = share > 0.25
    rank = 65_535 - (share[near] * 65_535).astype(np.int64)
    packed = np.sort((rows[near].astype(np.int64) << 48) | (rank << 32) | columns[near].astype(np.int64))
    rows = packed >> 48
    place = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    close = ((packed >> 32) & 0xFFFF) < 65_535 * 0.65
    kept = (place < most) & (close | (place < _ALWAYS))
    return rows[kept], packed[kept] & 0xFFFFFFFF
