"""Counts of words, of neighbouring words and of parts of words, text by text: what themes are learnt from."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from millrace.themes.wording import words_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Counts", "count_words"]

MOST_KINDS = 20_000  # of words, of pairs and of parts each: more only cost time
PAIR = " "


@dataclass(frozen=True, eq=False)
class Counts:
    """What was counted: one row per text in each table.

    ``words`` holds the words of at least two texts by name in ``names``; ``features`` holds words, pairs of neighbours
    and parts of words (three to five letters), by which a misspelt word is still recognised.
    """

    words: "csr_matrix"
    names: np.ndarray
    features: "csr_matrix"


def count_words(texts: list[str]) -> Counts:
    """Count words, pairs and parts of words.

    Parameters
    ----------
    texts : list of str
        Plain texts.

    Returns
    -------
    Counts

    Examples
    --------
    >>> count_words(["late parcel", "parcel lost", "lost key"]).names.tolist()
    ['lost', 'parcel']
    """
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=_words_and_pairs, dtype=np.float32)
    try:
        every = counter.fit_transform(texts)
    except ValueError:  # scikit-learn's word for texts without any word
        nothing = sparse.csr_matrix((len(texts), 0), dtype=np.float32)
        return Counts(nothing, np.array([], dtype=object), nothing)
    names = np.asarray(counter.get_feature_names_out(), dtype=object)
    is_pair = np.array([PAIR in name for name in names], dtype=bool)
    words, word_names = every[:, ~is_pair], names[~is_pair]
    kept, pairs = _shared(words), _shared(every[:, is_pair])
    parts = _parts(words, word_names)
    dampened = every[:, is_pair][:, pairs], words[:, kept]
    features = sparse.hstack([*map(_dampened, dampened), parts], format="csr", dtype=np.float32)
    return Counts(words[:, kept].tocsr(), word_names[kept], features)


def _words_and_pairs(text: str) -> list[str]:
    words = words_of(text)
    spaced = [word for word in words if word.isascii() or len(word) > 2]
    return words + [f"{left}{PAIR}{right}" for left, right in pairwise(spaced)]


def _shared(counts: "csr_matrix", *, at_most: float = 0.8) -> np.ndarray:
    """Return the places of what at least two texts share, but not most of them."""
    texts = np.bincount(counts.indices, minlength=counts.shape[1])
    good = np.flatnonzero((texts >= 2) & (texts <= max(2.0, at_most * counts.shape[0])))
    if len(good) > MOST_KINDS:
        good = np.sort(good[np.argsort(-texts[good], kind="stable")[:MOST_KINDS]])
    return good


def _dampened(counts: "csr_matrix") -> "csr_matrix":
    # the tenth "late" of a long text says little more than the first
    damp = counts.copy()
    damp.data = 1 + np.log(damp.data)
    return damp


def _parts(words: "csr_matrix", names: np.ndarray) -> "csr_matrix":
    """Count the parts of the words of each text, as rows of length one: all of them weigh as one or two words do."""
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    cutter: Any = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), dtype=np.float32)
    in_words = cutter.fit_transform([name if len(name) > 2 else "" for name in names] + ["abc"])[:-1]
    often = np.asarray(in_words.T @ np.bincount(words.indices, minlength=words.shape[1])).ravel()
    in_words = in_words[:, np.sort(np.argsort(-often, kind="stable")[:MOST_KINDS])]
    counts = sparse.csr_matrix(words @ in_words)
    counts = counts[:, _shared(counts)]
    if not counts.shape[1]:
        return counts
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts).astype(np.float32)
