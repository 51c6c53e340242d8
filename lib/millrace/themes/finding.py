"""Themes found without any words given: how many there are, which texts they hold, and how stable they are."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.themes.counting import Counts, count_words
from millrace.themes.mixing import evidence, mix, text_vectors
from millrace.themes.result import NO_THEME, Themes, labels_of, require_themes, telling_words, texts_given
from millrace.themes.wording import plain_texts

__all__ = ["find", "grouped", "stability"]

NUMBERS, PER_THEME = (*range(2, 13), 14, 16, 20), 8
SAMPLE, PARTS, PART = 1_500, 4, 0.8
STARTS, ROUNDS = 10, 15
SOFT = 0.3


def find(texts: Iterable[object], *, n: int | None = None, seed: int = 0) -> Themes:
    """Find themes in texts without being told any, and name each by its top words.

    Each text gets one theme; one that shares no word with another text gets none.

    Parameters
    ----------
    texts : Series or list
        The texts, in any language; missing ones have no theme.
    n : int, optional
        How many themes; without it the number at which parts of the texts agree best on the themes is taken, and
        ``choice`` of the result shows every number tried.
    seed : int
        Where chance begins; the same texts give the same themes whatever their order.

    Returns
    -------
    Themes
        Named by three words, such as "zip / broken / puller". Give them names of your own with `rename`.

    Raises
    ------
    ArgumentError
        When there are no texts, or fewer different ones with words than themes asked for.

    Notes
    -----
    Word vectors from mutual information, k-means among the texts, then a mixture of multinomials on words, pairs and
    parts of words. The number is chosen by stability under subsampling (Ben-Hur, Elisseeff and Guyon
    2002): agreement times the root of the logarithm of the number, since two coarse heaps always agree.

    Examples
    --------
    >>> texts = ["zip broke", "broke zip", "zip stuck broke", "parcel late", "late parcel", "late late parcel"]
    >>> found = find(texts, n=2)
    >>> found.labels["strongest"].nunique()
    2
    """
    column = texts_given(texts)
    if n is not None and (isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1):
        raise ArgumentError(f"n={in_words(n)} was given. A whole number of 1 or more was expected. Correct it.")
    plain = plain_texts(column)
    order = np.argsort(np.array(plain, dtype=object), kind="stable")
    counts = count_words([plain[row] for row in order])
    vectors = text_vectors(counts.words)
    usable = np.flatnonzero(np.asarray(counts.words.sum(axis=1)).ravel() > 0)
    different = len({plain[order[row]] for row in usable})
    if n is not None and n > different:
        raise ArgumentError(
            f"n={n} themes were asked for, and {different} different texts share words with others. At most as many "
            "themes as that were expected. Ask for fewer, or use themes.by_words."
        )
    choice = pd.DataFrame() if n is not None else _tried(vectors[usable], different, seed)
    number = n if n is not None else int(choice["n"].to_numpy()[choice["chosen"].to_numpy().argmax()])
    group, score = np.full(len(plain), -1), np.zeros(len(plain))
    found, clear = grouped(counts, vectors, usable, number, seed)
    group[order[usable]], score[order[usable]] = found, clear
    return _themes(column, plain, group, score, choice)


def grouped(
    counts: Counts, vectors: np.ndarray, usable: np.ndarray, number: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Group texts by place, then by wording.

    Parameters
    ----------
    counts : Counts
        What was counted in all texts.
    vectors : array
        The place of each text.
    usable : array of int
        The rows to group.
    number : int
        How many groups.
    seed : int
        Where chance begins.

    Returns
    -------
    tuple of arrays
        The group of each usable row, and how clear it is, 0 to 1.

    Examples
    --------
    >>> counts = count_words(["zip broke", "zip broke", "parcel late", "parcel late"])
    >>> group, _ = grouped(counts, text_vectors(counts.words), np.arange(4), 2, 0)
    >>> bool(group[0] == group[1] != group[2])
    True
    """
    if not len(usable):
        return np.zeros(0, dtype=int), np.zeros(0)
    places, features = vectors[usable], counts.features[usable]
    first = _k_means(places, number, seed, STARTS)
    start = np.full((len(usable), number), 0.1 / number)
    start[np.arange(len(usable)), first] += 0.9
    shares = mix(features, places, start, wording=np.ones(ROUNDS), meaning=np.zeros(ROUNDS), by_size=True)
    weight = evidence(features, shares)
    soft = np.exp(SOFT * (weight - weight.max(axis=1, keepdims=True)))
    return shares.argmax(axis=1), 1 / (soft.sum(axis=1) + np.exp(-SOFT * weight.max(axis=1).clip(min=0)))


def _k_means(places: np.ndarray, number: int, seed: int, starts: int) -> np.ndarray:
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from threadpoolctl import threadpool_limits

    if number == 1 or number >= len(np.unique(places.round(9), axis=0)):
        return np.unique(places.round(9), axis=0, return_inverse=True)[1].ravel() % number
    kind = KMeans if len(places) <= 20_000 else MiniBatchKMeans
    # many threads wait for each other longer than these small tables take, above all on a busy machine
    with threadpool_limits(1):
        return np.asarray(kind(number, n_init=starts, random_state=seed).fit_predict(places.astype(np.float32)))


def _tried(places: np.ndarray, different: int, seed: int) -> pd.DataFrame:
    """Try numbers of themes, and measure how far groupings of two parts of the texts agree on the texts in both."""
    most = different // PER_THEME
    if most < 2:
        return pd.DataFrame({"n": [1], "agreement": [np.nan], "worth": [np.nan], "chosen": [True]})
    rng = np.random.default_rng(seed)
    if len(places) > SAMPLE:
        places = places[np.sort(rng.choice(len(places), SAMPLE, replace=False))]
    numbers = np.array([number for number in NUMBERS if number <= most])
    agreement = np.array([np.mean(_agreements(places, int(number), rng)) for number in numbers])
    # two coarse heaps always agree well and tell little, so detail counts for something
    worth = agreement * np.sqrt(np.log(numbers))
    table = pd.DataFrame({"n": numbers, "agreement": agreement.round(3), "worth": worth.round(3)})
    return table.assign(chosen=np.arange(len(table)) == int(worth.argmax()))


def _agreements(places: np.ndarray, number: int, rng: np.random.Generator) -> list[float]:
    """Group several parts of the texts, and compare the groupings two by two on the texts in both."""
    from sklearn.metrics import adjusted_rand_score

    labels = np.full((PARTS, len(places)), -1)
    for label in labels:
        rows = np.sort(rng.choice(len(places), int(PART * len(places)), replace=False))
        label[rows] = _k_means(places[rows], number, int(rng.integers(2**31)), 1)
    pairs = [(one, two, (one >= 0) & (two >= 0)) for one, two in combinations(labels, 2)]
    return [float(adjusted_rand_score(one[both], two[both])) for one, two, both in pairs]


def _themes(column: pd.Series, plain: list[str], group: np.ndarray, score: np.ndarray, choice: pd.DataFrame) -> Themes:
    holds = group[:, None] == np.unique(group[group >= 0])[None, :]
    names = _names(plain, holds)
    frame = pd.DataFrame(holds, columns=names)
    frame = frame[sorted(names, key=lambda name: (-int(frame[name].to_numpy().sum()), name))]
    strongest = np.full(len(group), NO_THEME, dtype=object)
    row, column_of = np.nonzero(holds)
    strongest[row] = np.array(names, dtype=object)[column_of]
    why = "no word that another text holds too"
    return Themes(labels_of(column, frame, score, strongest, why), column, choice=choice)


def _names(plain: list[str], holds: np.ndarray) -> list[str]:
    names: list[str] = []
    for number, words in enumerate(telling_words(plain, holds, number=3), start=1):
        name = " / ".join(words) or f"theme {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def stability(themes: Themes, *, seeds: int = 5) -> pd.DataFrame:
    """Find the themes again from other starts of chance, and say how far they agree with those at hand.

    Parameters
    ----------
    themes : Themes
        The themes, best of `find`; of `by_words` it says how far a search without words finds the same.
    seeds : int
        How many other starts.

    Returns
    -------
    DataFrame
        One row per start: ``seed``, ``agreement`` (adjusted Rand index: 1 the same, 0 no more than by chance).

    Raises
    ------
    ArgumentError
        When something else than themes is given, or ``seeds`` is below 1.

    Notes
    -----
    Hubert and Arabie (1985).

    Examples
    --------
    >>> texts = ["zip broke", "broke zip", "zip stuck broke", "parcel late", "late parcel", "late late parcel"]
    >>> stability(find(texts, n=2), seeds=2)["agreement"].tolist()
    [1.0, 1.0]
    """
    from sklearn.metrics import adjusted_rand_score

    require_themes(themes)
    if not seeds >= 1:
        raise ArgumentError(f"seeds={in_words(seeds)} was given. A number of 1 or more was expected. Correct it.")
    ours = themes.labels["strongest"].to_numpy()
    number = len(themes.names)
    again = [find(themes.texts, n=number, seed=seed).labels["strongest"].to_numpy() for seed in range(1, seeds + 1)]
    agreement = [round(float(adjusted_rand_score(ours, other)), 3) for other in again]
    return pd.DataFrame({"seed": range(1, seeds + 1), "agreement": agreement})
