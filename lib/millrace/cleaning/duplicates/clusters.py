"""Join pairs into groups of rows without chaining: two groups join only when their members agree on average."""

import heapq
from collections.abc import Iterable

import numpy as np

__all__ = ["join_groups"]


def join_groups(
    height: int,
    left: np.ndarray,
    right: np.ndarray,
    score: np.ndarray,
    *,
    threshold: float,
    apart: Iterable[tuple[int, int]] = (),
) -> np.ndarray:
    """Join the most alike groups first, as long as the average over all pairs between them reaches the threshold.

    A pair that is not listed counts as 0, so a chain of likely pairs whose ends have nothing in common is cut at its
    weakest link (average linkage; Sokal and Michener, 1958). Where two or more pairs speak for joining, an unlisted one
    counts half: in a large group some pairs were just never looked at.

    Parameters
    ----------
    height : int
        How many rows there are.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.
    score : numpy.ndarray
        How likely each pair is the same, 0 to 1.
    threshold : float
        The least average score at which groups join.
    apart : iterable of pairs of positions
        Rows that must never stand in one group.

    Returns
    -------
    numpy.ndarray
        The group of each row, numbered from 0 in the order of rows.

    Examples
    --------
    >>> a, b, p = np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.8])
    >>> join_groups(3, a, b, p, threshold=0.5).tolist()
    [0, 0, 1]
    """
    links = linked_rows(left, right, score)
    members = {row: [row] for row in links}
    barred = barred_rows(apart)
    heap = [(-s, a, b) for a, near in links.items() for b, (s, _) in near.items() if a < b and s >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a in members and b in members and b not in barred.get(a, ()) and average(a, b, links, members) == -negative:
            absorb(a, b, links, members, barred)
            for c in links[a]:
                mean = average(a, c, links, members)
                if mean >= threshold:
                    heapq.heappush(heap, (-mean, min(a, c), max(a, c)))
    return numbered(height, members)


def linked_rows(left, right, score):
    """Hold, for every row with a pair, sum and number of scores with every other; both stay right when groups join."""
    links = {}
    for a, b, s in zip(left.tolist(), right.tolist(), score.tolist(), strict=True):
        if a != b:
            best = max(s, links.get(a, {}).get(b, (0.0, 1))[0])
            links.setdefault(a, {})[b] = (best, 1)
            links.setdefault(b, {})[a] = (best, 1)
    return links


def barred_rows(apart):
    barred = {}
    for a, b in apart:
        barred.setdefault(a, set()).add(b)
        barred.setdefault(b, set()).add(a)
    return barred


def average(a, b, links, members):
    total, listed = links[a].get(b, (-1.0, 1))
    unlisted = len(members[a]) * len(members[b]) - listed
    return total / (listed + unlisted * (1.0 if listed < 2 else 0.5))


def absorb(a, b, links, members, barred):
    members[a] += members.pop(b)
    for c, (total, listed) in links.pop(b).items():
        del links[c][b]
        if c != a:
            had, counted = links[a].get(c, (0.0, 0))
            links[a][c] = links[c][a] = (had + total, counted + listed)
    for c in barred.pop(b, ()):
        barred[c].discard(b)
        barred[c].add(a)
        barred.setdefault(a, set()).add(c)


def numbered(height, members):
    lead = np.arange(height)
    for rows in members.values():
        lead[rows] = min(rows)
    return np.unique(lead, return_inverse=True)[1]
