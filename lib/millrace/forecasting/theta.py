"""The Theta method for many series at once: half of a straight line, half of a level that follows."""

import numpy as np

from millrace.forecasting.bounds import bounded
from millrace.forecasting.panel import Panel
from millrace.forecasting.seasons import adjusted

__all__ = ["dynamic_theta", "smoothed", "theta"]

SHARES = np.linspace(0.02, 0.99, 33)
BENDS = np.array([1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0])


def theta(side: Panel, horizon: int) -> np.ndarray:
    """Forecast by the standard Theta method (Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003).

    A season is taken out first (`seasons.adjusted`). What remains is forecast by simple
    exponential smoothing, its parameter found by least squares, plus half the slope of the straight line through it.

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        Bounded by twice the range of each series' history beyond it.
    """
    rest, factors, summands = adjusted(side.y, side.season_length)
    share, level = smoothed(rest)
    slope = _slope(rest)
    n = np.isfinite(rest).sum(axis=1)
    steps = np.arange(horizon)[None]
    drift = 0.5 * slope[:, None] * (steps + ((1 - (1 - share) ** n) / share)[:, None])
    return bounded(_with_season(level[:, None] + drift, factors, summands, horizon), side.y)


def dynamic_theta(side: Panel, horizon: int) -> np.ndarray:
    """Forecast by the dynamic optimised Theta method (Fiorucci and others 2016).

    As `theta`, but how much the line bends is found with the smoothing parameter, and the line is the one that was
    known at each time (International Journal of Forecasting 32).

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        Bounded by twice the range of each series' history beyond it.
    """
    rest, factors, summands = adjusted(side.y, side.season_length)
    shares, bends = (grid.ravel() for grid in np.meshgrid(SHARES[::2], BENDS))
    level, mean, slope, n = _followed(rest, shares, bends)
    steps = np.arange(horizon)[None]
    share, bend = level[1], level[2]
    fade = (1 - share[:, None]) ** (n[:, None] + steps)
    ahead = np.empty((len(rest), horizon))
    known, line, tilt = level[0].copy(), mean.copy(), slope.copy()
    for step in range(horizon):
        age = n + step
        said = known + (1 - 1 / bend) * (
            fade[:, step] * (line - tilt * (age + 1) / 2) + (1 - fade[:, step] * (1 - share)) / share * tilt
        )
        ahead[:, step] = said
        known, line, tilt = _moved(said, known, line, tilt, age, share)
    return bounded(_with_season(ahead, factors, summands, horizon), side.y)


def smoothed(rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find each series' smoothing parameter by least squares, and its last level."""
    level = np.full((len(rest), len(SHARES)), np.nan)
    loss = np.zeros_like(level)
    for column in rest.T:
        value = column[:, None]
        error = np.where(np.isfinite(level), value - level, 0.0)
        there = np.isfinite(value)
        loss += np.where(there, error**2, 0.0)
        level = np.where(there, np.where(np.isfinite(level), level + SHARES * error, value), level)
    best = loss.argmin(axis=1)
    rows = np.arange(len(rest))
    return SHARES[best], level[rows, best]


def _slope(rest: np.ndarray) -> np.ndarray:
    known = np.isfinite(rest)
    n = known.sum(axis=1)
    time = np.where(known, np.arange(rest.shape[1])[None] - (rest.shape[1] - n)[:, None], 0.0)
    middle = time.sum(axis=1) / n
    away = np.where(known, time - middle[:, None], 0.0)
    total = (away**2).sum(axis=1)
    return np.where(total > 0, (away * np.where(known, rest, 0.0)).sum(axis=1) / np.maximum(total, 1e-12), 0.0)


def _followed(
    rest: np.ndarray, shares: np.ndarray, bends: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray, np.ndarray, np.ndarray]:
    """Run every candidate through the series; return the best one's level, share and bend, and the line at the end."""
    series = len(rest)
    level = np.full((series, len(shares)), np.nan)
    loss = np.zeros_like(level)
    mean, slope, n = np.zeros(series), np.zeros(series), np.zeros(series)
    for column in rest.T:
        there = np.isfinite(column)
        fade = (1 - shares)[None] ** n[:, None]
        line = (mean - slope * (n + 1) / 2)[:, None]
        said = level + (1 - 1 / bends) * (fade * line + (1 - fade * (1 - shares)) / shares * slope[:, None])
        error = np.where(np.isfinite(said), column[:, None] - said, 0.0)
        loss += np.where((there & (n > 2))[:, None], error**2, 0.0)
        step = np.where(np.isfinite(level), level + shares * (column[:, None] - level), column[:, None])
        level = np.where(there[:, None], step, level)
        mean, slope, n = _line(column, mean, slope, n, there)
    best = loss.argmin(axis=1)
    rows = np.arange(series)
    return (level[rows, best], shares[best], bends[best]), mean, slope, n


def _line(
    value: np.ndarray, mean: np.ndarray, slope: np.ndarray, n: np.ndarray, there: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Add one period to the straight line through all periods so far (recursive least squares in closed form)."""
    age = n + 1
    new_mean = (n * mean + value) / age
    new_slope = np.where(
        n < 1, 0.0, ((n - 1) * slope + 6 * (value - mean) / np.maximum(age, 1)) / np.maximum(age + 1, 1)
    )
    return np.where(there, new_mean, mean), np.where(there, new_slope, slope), np.where(there, age, n)


def _moved(
    value: np.ndarray, level: np.ndarray, mean: np.ndarray, slope: np.ndarray, n: np.ndarray, share: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mean, slope, _ = _line(value, mean, slope, n, np.ones(len(value), dtype=bool))
    return level + share * (value - level), mean, slope


def _with_season(ahead: np.ndarray, factors: np.ndarray, summands: np.ndarray, horizon: int) -> np.ndarray:
    place = np.arange(horizon) % factors.shape[1]
    return ahead * factors[:, place] + summands[:, place]
