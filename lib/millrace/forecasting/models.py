"""The models of the course, by name: from "as last week" to smoothing."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.forecasting.autoregression import autoregression
from millrace.forecasting.bounds import bounded
from millrace.forecasting.calendar_model import calendar
from millrace.forecasting.intermittent import intermittent
from millrace.forecasting.panel import Panel
from millrace.forecasting.smoothing import smoothing
from millrace.forecasting.theta import dynamic_theta, theta

__all__ = ["MODELS", "describe_models", "drift", "mean_of", "naive", "seasonal_mean", "seasonal_naive"]

# What is older hardly says how a season is now.
SEASONS = 3
Model = Callable[[Panel, int], np.ndarray]


def naive(side: Panel, horizon: int) -> np.ndarray:
    """Forecast as in the last period."""
    return np.repeat(side.y[:, -1:], horizon, axis=1)


def seasonal_naive(side: Panel, horizon: int) -> np.ndarray:
    """Forecast as in the same period of the last season; as in the last period where there was none."""
    length = side.season_length
    padded = np.column_stack([np.full((len(side.y), length), np.nan), side.y])
    said = padded[:, -length + np.arange(horizon) % length]
    return np.where(np.isfinite(said), said, side.y[:, -1:])


def seasonal_mean(side: Panel, horizon: int) -> np.ndarray:
    """Forecast the mean of the same period in the last three seasons, or as many as there are; else the last period."""
    length = side.season_length
    periods = SEASONS * length
    padded = np.column_stack([np.full((len(side.y), periods), np.nan), side.y])[:, -periods:]
    same = padded.reshape(len(side.y), SEASONS, length)
    known = np.isfinite(same).sum(axis=1)
    mean = np.where(known > 0, np.nansum(same, axis=1) / np.maximum(known, 1), side.y[:, -1:])
    return np.asarray(mean[:, np.arange(horizon) % length])


def drift(side: Panel, horizon: int) -> np.ndarray:
    """Forecast as in the last period, moving on by the mean change between two periods."""
    first = side.y[np.arange(len(side.y)), side.y.shape[1] - side.lengths]
    change = (side.y[:, -1] - first) / np.maximum(side.lengths - 1, 1)
    return bounded(side.y[:, -1:] + change[:, None] * np.arange(1, horizon + 1), side.y)


def mean_of(periods: int) -> Model:
    """Make the model that forecasts the mean of the last periods.

    Parameters
    ----------
    periods : int
        How many periods, at least one; where a series has fewer, all of them.

    Returns
    -------
    callable
        A model, for `backtest` and `forecast`.

    Examples
    --------
    >>> mean_of(4).__name__
    'mean of 4 periods'
    """
    if isinstance(periods, bool) or not isinstance(periods, int | np.integer) or periods < 1:
        raise ArgumentError(
            f"mean_of({in_words(periods)}) was given. A whole number of periods, 1 or more, was expected. Correct it."
        )

    def mean(side: Panel, horizon: int) -> np.ndarray:
        recent = side.y[:, -periods:]
        known = np.isfinite(recent)
        level = np.where(known, recent, 0.0).sum(axis=1) / known.sum(axis=1)
        return np.repeat(level[:, None], horizon, axis=1)

    mean.__name__ = f"mean of {periods} periods"
    return mean


MODELS: dict[str, Model] = {
    "naive": naive,
    "seasonal naive": seasonal_naive,
    "seasonal mean": seasonal_mean,
    "drift": drift,
    "mean of 8": mean_of(8),
    "theta": theta,
    "dynamic theta": dynamic_theta,
    "smoothing": smoothing,
    "autoregression": autoregression,
    "calendar": calendar,
    "intermittent": intermittent,
}
SAID = {
    "naive": ("as in the last period", "the simplest of all"),
    "seasonal naive": ("as in the same period of the last season", "the baseline"),
    "seasonal mean": ("the mean of the same period in the last three seasons", "a baseline"),
    "drift": ("as in the last period, moving on by the usual change", "a baseline where there is a trend"),
    "mean of 8": ("the mean of the last eight periods", "a moving average"),
    "theta": ("half a straight line, half a level that follows", "Assimakopoulos and Nikolopoulos 2000"),
    "dynamic theta": ("theta, with a line that bends as it fits", "Fiorucci and others 2016"),
    "smoothing": (
        "level, trend and season that follow, several forms weighed",
        "Hyndman and others 2002; Kolassa 2011",
    ),
    "autoregression": ("the last changes go on, or turn back", "Box and Jenkins 1970, with ridge"),
    "calendar": (
        "each level, times what feasts and the time of year do to all",
        "Poisson regression, McCullagh and Nelder 1989",
    ),
    "intermittent": ("how much, and how often, for what sells now and then", "Croston 1972; Syntetos and Boylan 2005"),
}


def describe_models() -> pd.DataFrame:
    """List the models: what each says, and where it comes from.

    Returns
    -------
    DataFrame
        One row per model: ``model``, ``says``, ``source``.

    Examples
    --------
    >>> describe_models().loc[1, "says"]
    'as in the same period of the last season'
    """
    return pd.DataFrame([{"model": name, "says": SAID[name][0], "source": SAID[name][1]} for name in MODELS])
