"""The effect of a change by unit and period: what was found against what the untouched cells say would have been."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from millrace.effects.levels import fit_factors, level_fits

__all__ = ["Panel", "began_masks", "make_panel", "plan_effects", "under_other_plans", "usual_by_kind"]

CELLS_AT_ONCE = 8_000_000
Buckets = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Panel:
    """Cases by unit (rows) and period (columns).

    ``sums`` of the outcome (freed of the kinds of cases when levels add up), ``weights`` (cases, or when levels
    multiply cases times what their kinds usually cost), ``cases``, and ``ratio``: whether levels multiply.
    """

    sums: np.ndarray
    weights: np.ndarray
    cases: np.ndarray
    ratio: bool

    def level(self, unit: int, periods: np.ndarray) -> float:
        """Return the mean per case of a unit over some periods, kinds of cases taken out; NaN without cases."""
        found = float(self.sums[unit, periods].sum())
        base = float((self.weights if self.ratio else self.cases)[unit, periods].sum())
        return found / base if base else np.nan


def make_panel(
    values: np.ndarray, unit: np.ndarray, period: np.ndarray, began: np.ndarray, kinds: list[np.ndarray], *, ratio: bool
) -> Panel:
    """Add rows up by unit and period, with what their kinds usually bring held apart.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The outcome per row.
    unit, period : ndarray of int, shape (n,)
        Their places, from 0.
    began : ndarray of int, shape (units,)
        The period in which each unit began, or `NEVER`.
    kinds : list of ndarray of int, shape (n,)
        What cases are held alike by, each from 0.
    ratio : bool
        Whether levels multiply.

    Returns
    -------
    Panel

    Examples
    --------
    >>> panel = make_panel(np.array([1.0, 3.0]), np.array([0, 1]), np.array([0, 0]), np.full(2, 9), [], ratio=False)
    >>> panel.sums.tolist()
    [[1.0], [3.0]]
    """
    shape = (len(began), int(period.max()) + 1)
    place = unit * shape[1] + period
    cases, sums = (np.bincount(place, w, shape[0] * shape[1]).reshape(shape) for w in (None, values))
    if not kinds:
        return Panel(sums, cases.astype(float), cases, ratio)
    usual = usual_by_kind(values, unit, period, began, kinds, ratio)
    known = np.isfinite(usual)
    usual = np.where(known, usual, 0.0)
    if ratio:
        weights = np.bincount(place, np.exp(usual), cases.size).reshape(shape)
        return Panel(sums, weights, cases, ratio)
    return Panel(sums - np.bincount(place, usual, cases.size).reshape(shape), cases.astype(float), cases, ratio)


def usual_by_kind(
    values: np.ndarray, unit: np.ndarray, period: np.ndarray, began: np.ndarray, kinds: list[np.ndarray], ratio: bool
) -> np.ndarray:
    """Say for each row what its kinds usually add to the outcome, learnt from untouched rows only.

    Parameters
    ----------
    values, unit, period, began, kinds, ratio : as there
        As for `make_panel`.

    Returns
    -------
    ndarray of float, shape (n,)
        In logs when levels multiply; NaN for a kind that no untouched row has.

    Examples
    --------
    >>> one = np.zeros(2, dtype=int)
    >>> usual_by_kind(np.array([1.0, 3.0]), one, one, np.full(1, 9), [np.array([0, 1])], False).tolist()
    [-1.0, 1.0]
    """
    untouched = period < began[unit]
    sizes = [len(began), int(period.max()) + 1, *(int(k.max()) + 1 for k in kinds)]
    cell = np.ravel_multi_index((unit, period, *kinds), sizes)
    names, place = np.unique(cell[untouched], return_inverse=True)
    levels = list(np.unravel_index(names, sizes))
    fitted = fit_factors(np.bincount(place, values[untouched]), np.bincount(place).astype(float), levels, ratio=ratio)
    usual = np.zeros(len(values))
    for effects, kind, size in zip(fitted[2:], kinds, sizes[2:], strict=True):
        every = np.full(size, np.nan)
        every[: len(effects)] = effects - np.nanmean(effects)
        usual += every[kind]
    return usual


def began_masks(plans: np.ndarray, periods: int) -> np.ndarray:
    """Say which cells had the change, plan by plan.

    Parameters
    ----------
    plans : ndarray of int, shape (plans, units)
        The period in which each unit began.
    periods : int
        How many there are.

    Returns
    -------
    ndarray of bool, shape (plans, units, periods)

    Examples
    --------
    >>> began_masks(np.array([[1, 9]]), 3)[0].tolist()
    [[False, True, True], [False, False, False]]
    """
    return np.arange(periods) >= plans[:, :, None]


def plan_effects(
    sums: np.ndarray, panel: Panel, plans: np.ndarray, *, buckets: Buckets | None = None, count: int = 1
) -> np.ndarray:
    """Estimate the effect on the treated cases under each plan, in all or by bucket of cells.

    Parameters
    ----------
    sums : ndarray of float, shape (units, periods)
        Sums to be used in place of the panel's own, for example with an effect taken out.
    panel : Panel
        The cases.
    plans : ndarray of int, shape (plans, units)
        The period in which each unit began.
    buckets : function, optional
        Takes plans, returns the bucket of each cell, from 0, as ndarray (plans, units, periods); others are left out.
    count : int
        How many buckets there are.

    Returns
    -------
    ndarray of float, shape (plans, count)
        A difference per case, or the log of a ratio when levels multiply; NaN where nothing can be compared.

    Examples
    --------
    >>> panel = Panel(np.array([[2.0, 4.0], [3.0, 9.0]]), np.ones((2, 2)), np.ones((2, 2)), False)
    >>> plan_effects(panel.sums, panel, np.array([[9, 1]])).round(6).tolist()
    [[4.0]]
    """
    units, periods = sums.shape
    size = max(1, CELLS_AT_ONCE // (units * periods))
    parts = []
    for first in range(0, len(plans), size):
        some = plans[first : first + size]
        treated = began_masks(some, periods)
        expected = panel.weights * level_fits(sums, panel.weights, ~treated, ratio=panel.ratio)
        use = treated & (panel.cases > 0) & np.isfinite(expected)
        bucket = np.zeros(use.shape, dtype=int) if buckets is None else buckets(some)
        parts.append(_by_bucket(sums, expected, panel, use, bucket, count))
    return np.concatenate(parts) if parts else np.empty((0, count))


def _by_bucket(
    sums: np.ndarray, expected: np.ndarray, panel: Panel, use: np.ndarray, bucket: np.ndarray, count: int
) -> np.ndarray:
    result = np.full((len(use), count), np.nan)
    expected = np.where(use, expected, 0.0)
    for number in range(count):
        here = use & (bucket == number)
        found, without, cases = ((here * what).sum(axis=(1, 2)) for what in (sums, expected, panel.cases))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.log(found / without) if panel.ratio else (found - without) / cases
        result[:, number] = np.where(np.isfinite(value), value, np.nan)
    return result


def under_other_plans(
    panel: Panel,
    began: np.ndarray,
    plans: np.ndarray,
    effects: np.ndarray,
    *,
    buckets: Buckets | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Take the effects out of the data, and see what the other plans find then, and after a step of effect is put back.

    Parameters
    ----------
    panel : Panel
        The cases.
    began : ndarray of int, shape (units,)
        The plan that was carried out.
    plans : ndarray of int, shape (plans, units)
        The others.
    effects : ndarray of float, shape (count,)
        The estimates, bucket by bucket.
    buckets : function, optional
        As for `plan_effects`.

    Returns
    -------
    without, shift : ndarray of float, shape (plans, count)
        For `millrace.effects.plans.effect_range`.

    Examples
    --------
    >>> panel = Panel(np.array([[2.0, 4.0], [3.0, 9.0]]), np.ones((2, 2)), np.ones((2, 2)), False)
    >>> without, shift = under_other_plans(panel, np.array([9, 1]), np.array([[1, 9]]), np.array([4.0]))
    >>> without.round(6).tolist(), shift.round(6).tolist()
    ([[0.0]], [[-1.0]])
    """
    treated = began_masks(began[None], panel.sums.shape[1])[0]
    bucket = np.zeros(treated.shape, dtype=int) if buckets is None else buckets(began[None])[0]
    inside = treated & (bucket >= 0) & (bucket < len(effects))
    taken = np.where(inside, np.nan_to_num(effects)[np.clip(bucket, 0, len(effects) - 1)], 0.0)
    step = 0.2 if panel.ratio else 1.0
    found = []
    for put_back in (0.0, step):
        moved = put_back * treated - taken
        sums = panel.sums * np.exp(moved) if panel.ratio else panel.sums + panel.cases * moved
        found.append(plan_effects(sums, panel, plans, buckets=buckets, count=len(effects)))
    return found[0], (found[1] - found[0]) / step
