"""Who might have begun when: other plans of the same pilot, and the range of effects that they leave possible."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import factorial, prod

import numpy as np

__all__ = ["NEVER", "effect_range", "other_plans", "possible_plans"]

NEVER = 2**31 - 1


def possible_plans(starts: np.ndarray) -> int:
    """Count the ways to give these starts to these units.

    Parameters
    ----------
    starts : ndarray of int, shape (units,)
        The period in which each unit began, or `NEVER`.

    Returns
    -------
    int

    Examples
    --------
    >>> possible_plans(np.array([5, 9, NEVER, NEVER]))
    12
    """
    counts = Counter(starts.tolist()).values()
    return factorial(len(starts)) // prod(map(factorial, counts))


def other_plans(starts: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Return other ways to give the same starts to the same units: all of them, or so many drawn by lot.

    Parameters
    ----------
    starts : ndarray of int, shape (units,)
        The period in which each unit began, or `NEVER`.
    draws, seed : int
        How many plans at most, and where chance starts.

    Returns
    -------
    ndarray of int, shape (plans, units)
        The plan that was carried out is not among them when all are listed.

    Examples
    --------
    >>> len(other_plans(np.array([5, NEVER, NEVER]), draws=99, seed=1))
    2
    """
    if possible_plans(starts) <= draws + 1:
        every = np.array(list(_every_plan(starts)))
        return every[(every != starts).any(axis=1)]
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(starts, (draws, 1)), axis=1)


def _every_plan(starts: np.ndarray) -> Iterator[np.ndarray]:
    groups = [(start, count) for start, count in sorted(Counter(starts.tolist()).items()) if start != NEVER]

    def place(plan: np.ndarray, rest: list[tuple[int, int]]) -> Iterator[np.ndarray]:
        if not rest:
            yield plan
            return
        (start, count), *later = rest
        for chosen in combinations(np.flatnonzero(plan == NEVER).tolist(), count):
            given = plan.copy()
            given[list(chosen)] = start
            yield from place(given, later)

    yield from place(np.full(len(starts), NEVER), groups)


def effect_range(
    estimate: np.ndarray, without: np.ndarray, shift: np.ndarray, *, confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which effects the other plans leave possible, and how often chance alone does as much.

    Parameters
    ----------
    estimate : ndarray of float, shape (k,)
        The estimates of the plan that was carried out.
    without : ndarray of float, shape (plans, k)
        What the other plans find once these estimates are taken out of the data.
    shift : ndarray of float, shape (plans, k)
        How far they move when one unit of effect is put back in; 1 for the plan that was carried out.
    confidence : float
        How often the range shall hold the truth, as a share.

    Returns
    -------
    low, high, p : ndarray of float, shape (k,)
        Ends of the range, infinite where there are too few plans, and the two-sided p-value of no effect.

    Notes
    -----
    A randomisation test turned into a range (Fisher 1935; Rosenbaum 2002, section 2.6.2): an effect is possible when
    the data without it are not among the most extreme of all plans.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> low, high, p = effect_range(np.array([5.0]), rng.normal(size=(9999, 1)), np.zeros((9999, 1)), confidence=0.95)
    >>> low.round(1), high.round(1), p < 0.001
    (array([3.1]), array([6.9]), array([ True]))
    """
    usable = np.isfinite(without) & np.isfinite(shift)
    below = _reach(-without, shift, usable)
    above = _reach(without, shift, usable)
    low = estimate - _largest_left(below, usable, confidence)
    high = estimate + _largest_left(above, usable, confidence)
    toward_zero = np.where(estimate > 0, below, above)
    p = (1 + (toward_zero >= np.abs(estimate) * (1 - 1e-9)).sum(axis=0)) / (1 + usable.sum(axis=0))
    return low, high, p


def _reach(found: np.ndarray, shift: np.ndarray, usable: np.ndarray) -> np.ndarray:
    # how far the effect may be moved up until this plan is no longer at least as extreme as the one carried out
    same_side = found / np.maximum(1 + shift, 1e-9)
    other_side = -found / np.maximum(1 - shift, 1e-9)
    return np.where(usable, np.where(found >= 0, same_side, other_side), -np.inf)


def _largest_left(reach: np.ndarray, usable: np.ndarray, confidence: float) -> np.ndarray:
    plans = usable.sum(axis=0)
    # the plan that was carried out always counts as one
    rank = np.floor((1 - confidence) * (plans + 1) + 1e-9).astype(int)
    ordered = np.sort(reach, axis=0)[::-1]
    enough = rank >= 1
    picked = np.take_along_axis(ordered, np.clip(rank - 1, 0, len(reach) - 1)[None, :], axis=0)[0]
    return np.where(enough, picked, np.inf)
