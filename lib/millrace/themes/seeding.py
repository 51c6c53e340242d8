"""Themes from a few words of one's own: the texts that hold them teach how the other texts of the theme are worded."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.themes.counting import count_words
from millrace.themes.mixing import evidence, mix, text_vectors
from millrace.themes.result import NO_THEME, OWN_COLUMNS, Themes, labels_of, texts_given
from millrace.themes.wording import asks_for, plain_texts

__all__ = ["by_words"]

# Wording counts little at first, when only the texts with the words are known; place counts less and less.
WORDING = np.array([0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.5, 0.5, 0.7, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0])
MEANING = np.linspace(20.0, 10.0, len(WORDING))
TRUST = 0.5  # in a word: "not late, only the colour" holds one too
# A text without any of the words has no theme below this evidence, or a quarter of what texts with the words have.
ENOUGH, QUARTER = 1.0, 0.25
SECOND = 0.5  # a second theme has half as much in the text that speaks for it as the first
SOFT = 0.3  # words of one text are not independent, so evidence is toned down before it becomes a score


def by_words(texts: Iterable[object], words: Mapping[str, Iterable[str]]) -> Themes:
    """Sort texts into themes that you name, each by two to four words of your own.

    Texts that hold the words teach how others of the theme are worded, typing errors included. A text has a second
    theme when it holds a word of it and at least half as much speaks for it as for the first. A text that holds none of
    the words and resembles no theme has no theme.

    Parameters
    ----------
    texts : Series or list
        The texts, in any language; missing ones have no theme.
    words : dict
        Per theme a list of words or short phrases. A word also matches with its usual English endings; Chinese
        characters match anywhere.

    Returns
    -------
    Themes
        ``seeds`` says of each word how many texts hold it and how many of these stayed in its theme; words in no text,
        and words that misled, are named there. A theme that few texts with its words began is worth a look at
        ``table()``: what it gathered may be something else.

    Raises
    ------
    ArgumentError
        When there are no texts, no themes, a theme without words, one word in two themes, or a name that has a meaning.

    Notes
    -----
    Naive Bayes with expectation maximisation from partly labelled texts (Nigam, McCallum, Thrun and Mitchell 2000),
    annealed, and guided at first by word vectors. Texts of a matter that no theme names are
    mostly drawn into the nearest theme: name what else there is as a theme of its own.

    Examples
    --------
    >>> texts = ["late again", "parcel came late", "parcel delayed", "zip broke", "the zip is stuck", None]
    >>> found = by_words(texts, {"delivery": ["late", "delay"], "zip": ["zip"]})
    >>> found.labels["strongest"].tolist()
    ['delivery', 'delivery', 'delivery', 'zip', 'zip', 'no theme']
    """
    column, lists = texts_given(texts), _checked(words)
    plain = plain_texts(column)
    order = np.argsort(np.array(plain, dtype=object), kind="stable")
    in_order = [plain[row] for row in order]
    hits = np.empty((len(plain), len(lists)), dtype=bool)
    weight = np.empty(hits.shape)
    hits[order] = held = np.column_stack([_holds(in_order, of) for of in lists.values()])
    spoken = np.empty(hits.shape)
    weight[order], spoken[order] = _learnt(in_order, held)
    labels = _labels(column, list(lists), hits, weight, spoken)
    return Themes(labels, column, seeds=_seeds(plain, lists, labels["strongest"]))


def _checked(words: object) -> dict[str, list[str]]:
    if not isinstance(words, Mapping) or not words:
        raise ArgumentError(
            f"{in_words(words)} was given as words. Themes with their words were expected. Write them like "
            "{'late': ['late', 'waiting'], 'smell': ['smell']}."
        )
    lists = {}
    for name, of in words.items():
        if isinstance(of, str) or not isinstance(of, Iterable) or not isinstance(name, str):
            raise ArgumentError(f"{in_words(of)} was given for {in_words(name)}. A list of words was expected. "
                                f"Write it like {{'smell': ['smell', 'odour']}}.")  # fmt: skip
        lists[name] = list(of)
        if not lists[name] or not all(isinstance(word, str) and word.strip() for word in lists[name]):
            raise ArgumentError(f"The words of '{name}' are {in_words(lists[name])}. Two to four words were expected. "
                                "Write words that its texts hold.")  # fmt: skip
        if name in (NO_THEME, *OWN_COLUMNS):
            raise ArgumentError(f"A theme was called '{name}', which has a meaning of its own in the result. Another "
                                "name was expected. Choose one.")  # fmt: skip
    _once(lists)
    return lists


def _once(lists: dict[str, list[str]]) -> None:
    owner: dict[str, str] = {}
    for name, of in lists.items():
        for word in of:
            other = owner.setdefault(" ".join(word.lower().split()), name)
            if other != name:
                raise ArgumentError(
                    f"The word '{word}' is in two themes, '{other}' and '{name}'. Each word in one theme was expected. "
                    "Take it out of one of them."
                )


def _holds(plain: list[str], words: Iterable[str]) -> np.ndarray:
    search = asks_for(words).search
    return np.fromiter((search(text) is not None for text in plain), dtype=bool, count=len(plain))


def _learnt(plain: list[str], hits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far the wording of each text speaks for each theme, on balance and without what speaks against it."""
    counts = count_words(plain)
    number = hits.sum(axis=1, keepdims=True)
    known = hits / np.maximum(number, 1)
    if not counts.features.shape[1] or not hits.any():
        return np.zeros(hits.shape), np.zeros(hits.shape)
    prior = np.where(number > 0, TRUST * known + (1 - TRUST) / hits.shape[1], 1 / hits.shape[1])
    # a theme whose words occur nowhere must not win by being unlike everything
    prior = prior * np.where(hits.any(axis=0), 1.0, 1e-9)
    vectors = text_vectors(counts.words)
    shares = mix(counts.features, vectors, known, prior=prior, wording=WORDING, meaning=MEANING)
    balance = evidence(counts.features, shares) + np.where(hits.any(axis=0), 0.0, -1e9)
    return balance, evidence(counts.features, shares, only_for=True)


def _labels(
    column: pd.Series, names: list[str], hits: np.ndarray, weight: np.ndarray, spoken: np.ndarray
) -> pd.DataFrame:
    favoured = weight + np.where(hits, -np.log((1 - TRUST) / len(names)), 0.0)
    best = favoured.argmax(axis=1)
    rows = np.arange(len(best))
    named = hits.any(axis=1)
    least = max(ENOUGH, QUARTER * float(np.median(weight[rows, best][named]))) if named.any() else ENOUGH
    told = (weight[rows, best] > least) | hits[rows, best]
    holds = hits & (spoken >= SECOND * spoken[rows, best][:, None])
    holds[rows, best] = True
    holds &= told[:, None]
    soft = np.exp(SOFT * np.minimum(favoured - favoured.max(axis=1, keepdims=True), 0))
    nothing = np.exp(SOFT * (least - favoured.max(axis=1)).clip(max=50))
    score = 1 / (soft.sum(axis=1) + nothing)
    strongest = np.where(told, np.array(names, dtype=object)[best], NO_THEME)
    why = "none of the words, and unlike the texts that hold them"
    return labels_of(column, pd.DataFrame(holds, columns=names), score, strongest, why)


def _seeds(plain: list[str], lists: dict[str, list[str]], strongest: pd.Series) -> pd.DataFrame:
    rows = []
    for name, of in lists.items():
        for word in of:
            held = _holds(plain, [word])
            rows.append((name, word, int(held.sum()), int((held & (strongest == name).to_numpy()).sum())))
    table = pd.DataFrame(rows, columns=["theme", "word", "texts", "stayed"])
    lost = np.where(table["stayed"] * 2 < table["texts"], "mostly in other themes", "fits")
    return table.assign(verdict=np.where(table["texts"] == 0, "in no text", lost))
