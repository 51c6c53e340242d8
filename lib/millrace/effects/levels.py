"""What would have been without the change: levels of units, periods and kinds, fitted on untouched cells only."""

from collections.abc import Sequence

import numpy as np

__all__ = ["fit_factors", "level_fits"]

SWEEPS = 400
TOLERANCE = 1e-9


def fit_factors(
    sums: np.ndarray, counts: np.ndarray, factors: Sequence[np.ndarray], *, ratio: bool
) -> list[np.ndarray]:
    """Fit one number per level of each factor, so that the fitted sums of every level are the found ones.

    Parameters
    ----------
    sums, counts : ndarray of float, shape (n,)
        Sum of the outcome and number of cases per cell.
    factors : sequence of ndarray of int, shape (n,)
        The level of each cell, from 0, factor by factor.
    ratio : bool
        True when levels multiply (minutes, money), False when they add up (shares, scores).

    Returns
    -------
    list of ndarray of float
        The effect of each level, in logs when levels multiply; NaN for a level without cases, or without an amount.

    Notes
    -----
    Least squares weighted by cases, or Poisson quasi-likelihood (iterative proportional fitting, Deming and Stephan
    1940), both by going round the factors until nothing moves.

    Examples
    --------
    >>> unit, week = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> effects = fit_factors(np.array([2.0, 4.0, 3.0, 6.0]), np.ones(4), [unit, week], ratio=True)
    >>> bool(np.isclose(effects[0][1] - effects[0][0], np.log(1.5)))
    True
    """
    known = [np.bincount(f, counts) > 0 for f in factors]
    effects = [np.zeros(len(k)) for k in known]
    for _ in range(SWEEPS):
        moved = 0.0
        for place, factor in enumerate(factors):
            others = sum((effects[i][f] for i, f in enumerate(factors) if i != place), np.zeros(len(sums)))
            new = _ratio_level(sums, counts, factor, others) if ratio else _mean_level(sums, counts, factor, others)
            moved = max(moved, float(np.abs(new - effects[place]).max(initial=0.0)))
            effects[place] = new
        if moved < TOLERANCE:
            break
    return [np.where(k, e, np.nan) for k, e in zip(known, effects, strict=True)]


def _mean_level(sums: np.ndarray, counts: np.ndarray, factor: np.ndarray, others: np.ndarray) -> np.ndarray:
    return np.bincount(factor, sums - counts * others) / np.maximum(np.bincount(factor, counts), 1e-300)


def _ratio_level(sums: np.ndarray, counts: np.ndarray, factor: np.ndarray, others: np.ndarray) -> np.ndarray:
    found, expected = np.bincount(factor, sums), np.bincount(factor, counts * np.exp(others))
    return np.log(np.maximum(found, 1e-9) / np.maximum(expected, 1e-300))


def level_fits(sums: np.ndarray, counts: np.ndarray, untouched: np.ndarray, *, ratio: bool) -> np.ndarray:
    """Say what each cell of unit and period would have been, for many plans of who began when at once.

    Parameters
    ----------
    sums : ndarray of float, shape (units, periods)
        Sum of the outcome, freed of the kinds of cases when levels add up.
    counts : ndarray of float, shape (units, periods)
        Cases; when levels multiply, cases times what their kinds usually cost.
    untouched : ndarray of bool, shape (plans, units, periods)
        Which cells had no change, plan by plan. Only they are used.
    ratio : bool
        As for `fit_factors`.

    Returns
    -------
    ndarray of float, shape (plans, units, periods)
        The level per case; NaN where a unit or a period has no untouched cell with cases.

    Examples
    --------
    >>> untouched = np.array([[[True, True], [True, False]]])
    >>> level_fits(np.array([[2.0, 4.0], [3.0, 1.0]]), np.ones((2, 2)), untouched, ratio=False)[0, 1, 1].round(6)
    np.float64(5.0)
    """
    weights = untouched * counts
    seen = weights > 0
    known_unit, known_period = seen.any(axis=2), seen.any(axis=1)
    fitted = _ratio_fit(sums, weights, untouched) if ratio else _mean_fit(sums, weights, untouched)
    return np.where(known_unit[:, :, None] & known_period[:, None, :], fitted, np.nan)


def _mean_fit(sums: np.ndarray, weights: np.ndarray, untouched: np.ndarray) -> np.ndarray:
    # the periods are eliminated, so that one small system of equations per plan is left
    per_period, per_unit = weights.sum(axis=1), weights.sum(axis=2)
    shares = weights / np.maximum(per_period, 1e-300)[:, None, :]
    found = untouched * sums
    left = -np.matmul(shares, weights.transpose(0, 2, 1))
    index = np.arange(sums.shape[0])
    left[:, index, index] += per_unit + (per_unit == 0)
    right = found.sum(axis=2) - np.matmul(shares, found.sum(axis=1)[..., None])[..., 0]
    # one unit is the yardstick: levels of units and periods are only known against one another
    size = weights.mean(axis=(1, 2))[:, None, None] + 1e-300
    units = np.linalg.solve(left + size * np.ones_like(left), right[..., None])[..., 0]
    periods = (found - weights * units[..., None]).sum(axis=1) / np.maximum(per_period, 1e-300)
    return units[..., None] + periods[:, None, :]


def _ratio_fit(sums: np.ndarray, weights: np.ndarray, untouched: np.ndarray) -> np.ndarray:
    by_unit, by_period = (np.maximum((untouched * sums).sum(axis=axis), 1e-12) for axis in (2, 1))
    period = np.ones(by_period.shape)
    for _ in range(SWEEPS):
        unit = by_unit / np.maximum(np.matmul(weights, period[..., None])[..., 0], 1e-300)
        expected = np.matmul(unit[:, None, :], weights)[:, 0, :]
        new = by_period / np.maximum(expected, 1e-300)
        moved = np.abs(new - period) <= 1e-7 * new
        period = new
        if (moved | (expected <= 0)).all():
            break
    return unit[..., None] * period[:, None, :]
