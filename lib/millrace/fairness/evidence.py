"""How often chance alone would set two groups so far apart, allowing for the number of groups looked at."""

import numpy as np

__all__ = ["chance_of_gap", "comparisons_made", "guarded"]

LARGE = 400.0  # from so many people expected in each of the four cells on, the normal is as good as the exact test


def chance_of_gap(events: np.ndarray, people: np.ndarray, others: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return how often two groups alike would be at least so far apart, up or down.

    Parameters
    ----------
    events, people : ndarray of int
        Selected and all, of each group.
    others, of : ndarray of int
        Selected and all, of its reference.

    Returns
    -------
    ndarray of float
        Fisher's exact test, twice the smaller tail, at most 1; with at least 400 people expected in each cell the
        normal approximation with continuity correction. 1 where a group is empty.

    Examples
    --------
    >>> one, ten = np.array([1]), np.array([10])
    >>> chance_of_gap(one, ten, np.array([11]), np.array([14])).round(4).tolist()
    [0.0028]
    """
    from scipy import stats

    k1, n1, k0, n0 = (np.atleast_1d(np.asarray(one, dtype=float)) for one in (events, people, others, of))
    total, chosen = n1 + n0, k1 + k0
    with np.errstate(divide="ignore", invalid="ignore"):
        smallest = np.minimum(n1, n0) * np.minimum(chosen, total - chosen) / total
        expected = n1 * chosen / total
        spread = np.sqrt(expected * (n0 / total) * (1 - chosen / total) * total / np.maximum(total - 1, 1))
        away = np.maximum(np.abs(k1 - expected) - 0.5, 0) / spread
    chance = 2 * stats.norm.sf(away)
    exact = (smallest < LARGE) & (n1 > 0) & (n0 > 0)
    tails = (
        stats.hypergeom.cdf(k1[exact], total[exact], chosen[exact], n1[exact]),
        stats.hypergeom.sf(k1[exact] - 1, total[exact], chosen[exact], n1[exact]),
    )
    chance[exact] = 2 * np.minimum(*tails)
    return np.where((n1 > 0) & (n0 > 0) & np.isfinite(chance), np.minimum(chance, 1.0), 1.0)


def comparisons_made(groups: int, *, chosen_by_rate: bool) -> int:
    """Count the comparisons that were made among groups, so that chance can be allowed for.

    Parameters
    ----------
    groups : int
        Groups of one attribute that are judged, the reference included.
    chosen_by_rate : bool
        Whether the reference is the group with the highest or lowest rate: then it was looked for among all pairs.

    Returns
    -------
    int

    Examples
    --------
    >>> comparisons_made(5, chosen_by_rate=False), comparisons_made(5, chosen_by_rate=True)
    (4, 10)
    """
    return groups * (groups - 1) // 2 if chosen_by_rate else max(groups - 1, 0)


def guarded(chances: np.ndarray, *, of: int) -> np.ndarray:
    """Allow for the number of comparisons, so that a whole audit says something false in at most so many of 100.

    Parameters
    ----------
    chances : ndarray of float
        One per comparison; those not made are not a number, and stay so.
    of : int
        How many comparisons were made in all.

    Returns
    -------
    ndarray of float
        Holm (1979).

    Examples
    --------
    >>> guarded(np.array([0.01, np.nan, 0.04]), of=2).tolist()
    [0.02, nan, 0.04]
    """
    result = np.full(len(chances), np.nan)
    known = np.flatnonzero(~np.isnan(chances))
    order = known[np.argsort(chances[known], kind="stable")]
    steps = np.maximum(max(of, len(known)) - np.arange(len(order)), 1)
    result[order] = np.minimum(np.maximum.accumulate(chances[order] * steps), 1.0)
    return result
