"""How often chance alone would do as much, for one group against the others and for many groups at once."""

import numpy as np

__all__ = ["above_others", "adjusted", "against_others", "one_sided_mh", "prior_pieces", "shrunk"]


def above_others(
    events: np.ndarray, pieces: np.ndarray, all_events: int | np.ndarray, all_pieces: int | np.ndarray
) -> np.ndarray:
    """Return how often a group would hold at least so many events if events fell on the pieces by lot (Fisher).

    Parameters
    ----------
    events, pieces : ndarray of int
        Counts of each group.
    all_events, all_pieces : int or ndarray of int
        Counts of all pieces that a group is one part of.

    Returns
    -------
    ndarray of float
        Chances from 0 to 1.

    Examples
    --------
    >>> float(above_others(np.array([2]), np.array([2]), 2, 4)[0].round(4))
    0.1667
    """
    from scipy import stats

    # small groups are alike by the thousand: each set of counts is worked out once
    counts = np.stack(np.broadcast_arrays(events, pieces, all_events, all_pieces))
    different, place = np.unique(counts, axis=1, return_inverse=True)
    events, pieces, all_events, all_pieces = different
    return np.asarray(stats.hypergeom.sf(events - 1, all_pieces, all_events, pieces))[np.ravel(place)]


def against_others(events: np.ndarray, pieces: np.ndarray, all_events: int, all_pieces: int) -> np.ndarray:
    """Return how often a group would be at least so far off, up or down: twice the smaller tail, at most 1.

    Parameters
    ----------
    events, pieces, all_events, all_pieces
        As for `above_others`.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> float(against_others(np.array([2]), np.array([2]), 2, 4)[0].round(4))
    0.3333
    """
    from scipy import stats

    below = stats.hypergeom.cdf(events, all_pieces, all_events, pieces)
    return np.minimum(1.0, 2 * np.minimum(below, above_others(events, pieces, all_events, all_pieces)))


def adjusted(chances: np.ndarray, *, of: int | None = None) -> np.ndarray:
    """Allow for the number of comparisons, after Benjamini and Hochberg (1995).

    Parameters
    ----------
    chances : ndarray of float
        One per comparison.
    of : int, optional
        How many comparisons were made in all; those that are not in ``chances`` showed nothing.

    Returns
    -------
    ndarray of float
        If all with at most 0.05 are called real, no more than 5 % of what is called real is chance, on average.

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.04])).tolist()
    [0.02, 0.04]
    """
    from scipy import stats

    if not len(chances):
        return chances
    rest = np.ones((of or len(chances)) - len(chances))
    clean = np.clip(np.concatenate([chances, rest]), 0.0, 1.0)
    return stats.false_discovery_control(clean)[: len(chances)]


def prior_pieces(events: np.ndarray, pieces: np.ndarray) -> float:
    """Estimate how alike groups are, as the number of pieces that the overall rate counts for in each of them.

    Parameters
    ----------
    events, pieces : ndarray of int
        Counts of each group.

    Returns
    -------
    float
        Small where groups really differ; infinite where they differ no more than by chance.

    Notes
    -----
    Moments of the beta-binomial (Kleinman, JASA 1973). With n pieces and rate r per group, overall rate m, N pieces in
    all and G groups: ``between = (sum(n (r - m)^2) - (G - 1) m (1 - m)) / (N - sum(n^2) / N)`` and
    ``prior = m (1 - m) / between - 1``.

    Examples
    --------
    >>> prior_pieces(np.array([10, 10]), np.array([100, 100]))
    inf
    """
    events, pieces = events[pieces > 0].astype(float), pieces[pieces > 0].astype(float)
    total = pieces.sum()
    if len(pieces) < 2 or not 0 < events.sum() < total:
        return np.inf
    mean = events.sum() / total
    chance = mean * (1 - mean)
    spread = (pieces * (events / pieces - mean) ** 2).sum() - (len(pieces) - 1) * chance
    between = spread / (total - (pieces**2).sum() / total)
    return max(chance / between - 1, 0.0) if between > 0 else np.inf


def shrunk(events: np.ndarray, pieces: np.ndarray, mean: float, prior: float) -> np.ndarray:
    """Pull rates towards the overall rate, small groups further: (events + prior mean) / (pieces + prior).

    Parameters
    ----------
    events, pieces : ndarray of int
        Counts of each group.
    mean : float
        The overall rate.
    prior : float
        From `prior_pieces`.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> shrunk(np.array([2]), np.array([2]), 0.05, 38.0).round(4).tolist()
    [0.0975]
    """
    if np.isinf(prior):
        return np.full(len(pieces), mean)
    weight = np.asarray(pieces) + prior
    return np.divide(events + prior * mean, weight, out=np.full(len(pieces), mean), where=weight > 0)


def one_sided_mh(inside: np.ndarray, happened: np.ndarray, strata: np.ndarray) -> float:
    """Return how often chance would raise a group that far above the others of the same strata.

    Parameters
    ----------
    inside : ndarray of bool
        Which rows belong to the group.
    happened : ndarray of float
        1 or 0 per row.
    strata : ndarray of int
        The stratum of each row, from 0.

    Returns
    -------
    float
        Test of Cochran, Mantel and Haenszel (1959) with continuity correction, one-sided; 1 when no stratum has rows
        both inside and outside.

    Examples
    --------
    >>> inside, happened = np.repeat([True, False], 20), np.repeat([1.0, 0.0, 1.0, 0.0], [15, 5, 2, 18])
    >>> one_sided_mh(inside, happened, np.zeros(40, dtype=int)) < 0.001
    True
    """
    from scipy import stats

    size = np.bincount(strata)
    pieces, events = np.bincount(strata, inside), np.bincount(strata, happened)
    both = np.bincount(strata, inside * happened)
    use = (pieces > 0) & (pieces < size)
    size, pieces, events, both = size[use], pieces[use], events[use], both[use]
    expected = pieces * events / size
    spread = (expected * (size - pieces) * (size - events) / (size * np.maximum(size - 1, 1))).sum()
    if spread <= 0:
        return 1.0
    return float(stats.norm.sf((both.sum() - expected.sum() - 0.5) / np.sqrt(spread)))
