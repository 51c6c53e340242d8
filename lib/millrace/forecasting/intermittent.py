"""Forecasts for what sells now and then: how much each time, and how often."""

import numpy as np

from millrace.forecasting.panel import Panel

__all__ = ["intermittent"]

SHARES = (0.05, 0.1, 0.2)


def intermittent(side: Panel, horizon: int) -> np.ndarray:
    """Forecast the mean demand per period of series with many zeros.

    The size of a demand and the interval between two of them are each smoothed, with Syntetos and Boylan's correction
    (Croston 1972; Syntetos and Boylan 2005), with shares of 0.05, 0.1 and 0.2; to their mean comes, as much again, the
    method of Teunter, Syntetos and Babai (2011), which follows the chance of a demand in every period and so falls when
    a product dies.

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        The same number in each period: what sells on average, not what sells in a period with demand.
    """
    said = [(_by_interval(side.y, share) + _by_chance(side.y, share)) / 2 for share in SHARES]
    return np.repeat(np.mean(said, axis=0)[:, None], horizon, axis=1)


def _begun(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each series' mean size of a demand, and its chance per period, over all of its history."""
    known, sold = np.isfinite(y), np.nan_to_num(y) != 0
    number = sold.sum(axis=1)
    size = np.where(number > 0, np.nan_to_num(y).sum(axis=1) / np.maximum(number, 1), 0.0)
    return size, number / np.maximum(known.sum(axis=1), 1)


def _by_interval(y: np.ndarray, share: float) -> np.ndarray:
    size, chance = _begun(y)
    interval = np.where(chance > 0, 1 / np.maximum(chance, 1e-9), np.inf)
    since = np.ones(len(y))
    for column in y.T:
        known = np.isfinite(column)
        sold = known & (np.nan_to_num(column) != 0)
        size = np.where(sold, size + share * (np.nan_to_num(column) - size), size)
        with np.errstate(invalid="ignore"):
            interval = np.where(sold, interval + share * (since - interval), interval)
        since = np.where(sold, 1.0, since + known)
    return np.where(np.isfinite(interval), (1 - share / 2) * size / interval, 0.0)


def _by_chance(y: np.ndarray, share: float) -> np.ndarray:
    size, chance = _begun(y)
    for column in y.T:
        known = np.isfinite(column)
        sold = known & (np.nan_to_num(column) != 0)
        chance = np.where(known, chance + share / 2 * (sold - chance), chance)
        size = np.where(sold, size + share * (np.nan_to_num(column) - size), size)
    return chance * size
