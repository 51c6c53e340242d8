"""Turn texts into weighted bags of words, letter groups and model numbers, without a Python loop per row."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["code_bags", "inverse_frequency", "letter_bags", "unit_rows", "word_bags"]

# It begins where letters and digits begin, or a text of 100,000 letters would be looked at from each of them.
_MODEL_NUMBER = r"(?<![a-z\d])[a-z]*\d[a-z\d]*"


def letter_bags(texts: np.ndarray) -> "csr_array":
    """Count groups of three letters (two Chinese characters) in every text.

    Parameters
    ----------
    texts : array of str
        One text per row.

    Returns
    -------
    scipy.sparse.csr_array
        Rows are texts, columns are letter groups.

    Examples
    --------
    >>> letter_bags(np.array(["aha", "宏达"], dtype=object)).sum(axis=1).tolist()
    [3.0, 3.0]
    """
    signs = np.frombuffer("".join(f" {t} \0" for t in texts).encode("utf-32-le", "ignore"), dtype="<u4").astype(
        np.uint64
    )
    rows = np.cumsum(signs == 0)
    three = signs[:-2] * np.uint64(1 << 42) + signs[1:-1] * np.uint64(1 << 21) + signs[2:]
    whole = (signs[:-2] != 0) & (signs[1:-1] != 0) & (signs[2:] != 0)
    chinese = (signs >= 0x3400) & (signs <= 0x9FFF)
    both = chinese[:-1] & chinese[1:]
    two = signs[:-1] * np.uint64(1 << 21) + signs[1:]
    return _bags(np.r_[rows[:-2][whole], rows[:-1][both]], np.r_[three[whole], two[both]], len(texts))


def word_bags(texts: np.ndarray) -> "csr_array":
    """Count words (single characters of Chinese) in every text.

    Parameters
    ----------
    texts : array of str
        One text per row.

    Returns
    -------
    scipy.sparse.csr_array
        Rows are texts, columns are words.

    Examples
    --------
    >>> word_bags(np.array(["red bag", "bag", ""], dtype=object)).sum(axis=1).tolist()
    [2.0, 1.0, 0.0]
    """
    spaced = pd.Series(texts, dtype=object).str.replace("([\u3400-\u9fff])", r" \1 ", regex=True)
    return _bags_of_lists(spaced.str.split())


def code_bags(texts: np.ndarray) -> "csr_array":
    """Count the words with a digit (model numbers, sizes, house numbers) in every text, hyphens taken out.

    Parameters
    ----------
    texts : array of str
        One folded text per row, punctuation kept.

    Returns
    -------
    scipy.sparse.csr_array
        Rows are texts, columns are such words.

    Examples
    --------
    >>> code_bags(np.array(["dsc-w120 camera", "camera dscw120", "bag"], dtype=object)).sum(axis=1).tolist()
    [1.0, 1.0, 0.0]
    """
    joined = pd.Series(texts, dtype=object).str.replace(r"(?<=[^\W_])[-/._](?=[^\W_])", "", regex=True)
    return _bags_of_lists(joined.str.findall(_MODEL_NUMBER))


def _bags_of_lists(lists: pd.Series) -> "csr_array":
    words = lists.explode().dropna()
    codes, _ = pd.factorize(words.to_numpy(dtype=object))
    return _bags(words.index.to_numpy(), codes, len(lists))


def _bags(rows: np.ndarray, features: np.ndarray, height: int) -> "csr_array":
    from scipy.sparse import csr_array

    codes, distinct = pd.factorize(features)
    counts = csr_array((np.ones(len(codes), dtype=np.float32), (rows, codes)), shape=(height, max(1, len(distinct))))
    counts.sum_duplicates()
    return counts


def inverse_frequency(counts: "csr_array") -> np.ndarray:
    """Measure how much each column's feature tells: the logarithm of rows over rows that have it.

    Parameters
    ----------
    counts : scipy.sparse.csr_array
        Rows by features.

    Returns
    -------
    numpy.ndarray
        One weight per feature (Spärck Jones, 1972), rounded, so that no processor's last digit changes a rank.
    """
    present = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.round(np.log((1 + counts.shape[0]) / (1 + present)), 4) + 0.1).astype(np.float32)


def unit_rows(counts: "csr_array", weights: np.ndarray) -> "csr_array":
    """Weigh features and bring every row to length one.

    Parameters
    ----------
    counts : scipy.sparse.csr_array
        Rows by features.
    weights : numpy.ndarray
        One weight per feature.

    Returns
    -------
    scipy.sparse.csr_array
        Rows of length one, or zero where a row is empty.
    """
    weighted = counts.copy()
    weighted.data = np.sqrt(counts.data) * weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weighted.data.astype(float) ** 2, counts.shape[0]))
    weighted.data = (weighted.data / lengths[rows]).astype(np.float32)
    return weighted
