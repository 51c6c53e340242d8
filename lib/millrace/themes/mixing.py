"""A mixture of themes: texts near each other in meaning and alike in wording are of one theme."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["evidence", "mix", "text_vectors", "unit"]

DIRECTIONS = 40
RARE = 1e-3  # share of all words at which a word weighs half
SMOOTHING, COMMON_SHARE = 0.05, 0.3


def unit(rows: np.ndarray) -> np.ndarray:
    """Bring each row to length one; a row of zeros stays.

    Parameters
    ----------
    rows : array
        One vector per row.

    Returns
    -------
    array

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    # what is left of rounding is no direction
    told = length > 1e-6 * length.max(initial=0.0)
    return np.divide(rows, length, out=np.zeros_like(rows), where=told)


def text_vectors(words: "csr_matrix") -> np.ndarray:
    """Place each text by the company its words keep: words that occur beside the same words lie close.

    Parameters
    ----------
    words : csr_matrix
        Counts, one row per text, one column per word.

    Returns
    -------
    array
        One row of length one per text; zeros for a text without any of the words.

    Notes
    -----
    Word vectors are the leading directions of positive pointwise mutual information, contexts to the power .75 (Levy,
    Goldberg and Dagan 2015); a text is the mean of its words, rare ones counting more, less the direction that all
    texts share (Arora, Liang and Ma 2017).

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> text_vectors(csr_matrix(np.eye(4, 5) + np.eye(4, 5, 1))).shape[0]
    4
    """
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    if min(words.shape) <= DIRECTIONS:  # nothing to condense
        return unit(np.asarray(words.todense(), dtype=float))
    company, often = _company(words), np.asarray((words > 0).sum(axis=0)).ravel()
    wanted = min(DIRECTIONS, company.shape[0] - 1)
    with threadpool_limits(1):
        left, strength, _ = randomized_svd(company, wanted, n_iter=5, random_state=0)
    weight = RARE / (RARE + often / often.sum())
    texts = words.multiply(weight).tocsr() @ (left * np.sqrt(strength)).astype(np.float32)
    shared = np.linalg.eigh(texts.T.astype(float) @ texts)[1][:, -1]
    return unit(texts - np.outer(texts @ shared, shared))


def _company(words: "csr_matrix") -> "csr_matrix":
    """Return how much more often than by chance two words are in one text, on a logarithmic scale, where more."""
    from scipy import sparse

    there = (words > 0).astype(np.float32)
    together = sparse.coo_matrix(there.T @ there)
    apart = together.row != together.col
    row, col, count = together.row[apart], together.col[apart], together.data[apart]
    of_word = np.bincount(row, count, minlength=words.shape[1])
    context = of_word**0.75
    with np.errstate(divide="ignore"):
        value = np.log(count) - np.log(of_word[row]) - np.log(context[col] / max(context.sum(), 1e-9))
    more = value > 0
    return sparse.csr_matrix((value[more].astype(np.float32), (row[more], col[more])), shape=together.shape)


def evidence(features: "csr_matrix", holds: np.ndarray, *, only_for: bool = False) -> np.ndarray:
    """Weigh each text for each theme: how much likelier its wording is there than in all texts, as a logarithm.

    Parameters
    ----------
    features : csr_matrix
        Counts, one row per text.
    holds : array
        The share of each text (row) in each theme (column).
    only_for : bool
        Whether to leave out what speaks against the theme, as for a text that is about two things.

    Returns
    -------
    array
        Zero says nothing for or against, above zero speaks for the theme.

    Notes
    -----
    Multinomial naive Bayes, smoothed towards the wording of all texts (Nigam, McCallum, Thrun and Mitchell 2000).

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> (evidence(counts, np.eye(2)) > 0).tolist()
    [[True, False], [False, True]]
    """
    common = np.asarray(features.sum(axis=0), dtype=np.float64).ravel()
    common /= max(common.sum(), 1e-9)
    wording = features.T @ holds.astype(np.float32) + SMOOTHING * features.shape[1] * common[:, None]
    wording /= np.maximum(wording.sum(axis=0), 1e-12)
    mixed = (1 - COMMON_SHARE) * wording + COMMON_SHARE * common[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.nan_to_num(np.log(mixed) - np.log(common)[:, None], posinf=0.0, neginf=0.0)
    if only_for:
        weights = np.maximum(weights, 0.0)
    return np.asarray(features @ weights.astype(np.float32), dtype=np.float64)


def mix(
    features: "csr_matrix",
    vectors: np.ndarray,
    start: np.ndarray,
    *,
    prior: np.ndarray | None = None,
    wording: np.ndarray,
    meaning: np.ndarray,
    by_size: bool = False,
) -> np.ndarray:
    """Let the themes and the texts settle: themes learn from their texts, texts go to the theme that explains them.

    Parameters
    ----------
    features : csr_matrix
        Counts, one row per text.
    vectors : array
        The place of each text.
    start : array
        The share of each text (row) in each theme (column) to begin with.
    prior : array, optional
        What is known beforehand of each text and theme.
    wording, meaning : array
        How much wording and place count, round by round.
    by_size : bool
        Whether a large theme is likelier beforehand.

    Returns
    -------
    array
        Shares like ``start``; each row sums to one.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix(np.repeat(np.eye(2), 5, axis=0))
    >>> shares = mix(counts, counts.toarray(), counts.toarray(), wording=np.ones(5), meaning=np.zeros(5))
    >>> shares.argmax(axis=1).tolist()
    [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    """
    shares = start
    for of_wording, of_meaning in zip(wording, meaning, strict=True):
        weight = of_wording * evidence(features, shares)
        if of_meaning:
            weight += of_meaning * (vectors @ unit(shares.T @ vectors).T)
        if by_size:
            weight += np.log(shares.mean(axis=0) + 1e-9)
        if prior is not None:
            weight += np.log(prior)
        weight -= weight.max(axis=1, keepdims=True)
        shares = np.exp(weight)
        shares /= shares.sum(axis=1, keepdims=True)
    return shares
