"""Forecasting models of two lines, and series of known makes: what judging is tested with."""

import numpy as np
import pandas as pd

from millrace.forecasting.panel import Panel


def last(side: Panel, horizon: int) -> np.ndarray:
    """As in the last period."""
    return np.repeat(side.y[:, -1:], horizon, axis=1)


def season(side: Panel, horizon: int) -> np.ndarray:
    """As in the same period of the last season; as in the last period where there was none."""
    long = np.column_stack([np.repeat(side.y[:, -1:], side.season_length, axis=1), side.y])
    places = -side.season_length + np.arange(horizon) % side.season_length
    return np.where(np.isfinite(long[:, places]), long[:, places], side.y[:, -1:])


def average(side: Panel, horizon: int) -> np.ndarray:
    """The mean of the history."""
    return np.repeat(np.nanmean(side.y, axis=1)[:, None], horizon, axis=1)


def smooth(side: Panel, horizon: int) -> np.ndarray:
    """Simple smoothing with .3."""
    level = np.full(len(side.y), np.nan)
    for column in side.y.T:
        level = np.where(np.isnan(level), column, np.where(np.isnan(column), level, level + 0.3 * (column - level)))
    return np.repeat(level[:, None], horizon, axis=1)


def terrible(side: Panel, horizon: int) -> np.ndarray:
    """Three times too much."""
    return 3 * last(side, horizon) + 1


PLAIN = {"naive": last, "seasonal naive": season, "mean": average, "smooth": smooth}


def table(values: np.ndarray, *, start: int = 0) -> pd.DataFrame:
    """Turn an array (series, periods) into a table of series s000, s001, ..."""
    number, periods = values.shape
    return pd.DataFrame(
        {
            "unique_id": np.repeat([f"s{one:03d}" for one in range(number)], periods),
            "ds": np.tile(np.arange(start, start + periods), number),
            "y": values.ravel().astype(float),
        }
    )


def noise(number: int, periods: int, *, seed: int = 0, level: float = 50.0) -> np.ndarray:
    """Independent numbers around a level that differs by series, and sizes that differ by series."""
    rng = np.random.default_rng(seed)
    return level * rng.uniform(0.5, 2, (number, 1)) + rng.uniform(1, 9, (number, 1)) * rng.normal(
        size=(number, periods)
    )


def walks(number: int, periods: int, *, seed: int = 0, level: float = 200.0) -> np.ndarray:
    """Sums of independent steps: nothing is better than the last value."""
    rng = np.random.default_rng(seed)
    return level + rng.uniform(1, 4, (number, 1)) * rng.normal(size=(number, periods)).cumsum(axis=1)
