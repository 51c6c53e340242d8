"""A model that uses the calendar: what feasts, fairs and the time of year do, on top of each product's level."""

from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.forecasting.bounds import bounded
from millrace.forecasting.frequencies import kind_of_step
from millrace.forecasting.levels import window_means
from millrace.forecasting.panel import Panel
from millrace.forecasting.smoothing import smoothing
from millrace.forecasting.theta import smoothed

__all__ = ["calendar"]

DAYS = {"D": 1.0, "B": 1.4, "W": 7.0, "M": 30.4375, "Q": 91.3125, "Y": 365.25}
HARMONICS = 3
PENALTY = 1e-2
LEAST_SEASONS = 1.5
LOWEST, HIGHEST = -4.0, 4.0  # logarithms of the smallest and the largest factor
# A departure of a series' own factor is taken to be some 14 % (one over the root of 50) until its sales show more.
OWN_RIDGE, AT_ONCE = 50.0, 256
STEADY = 1e-3  # no series is trusted as if it varied by less than some 3 %


def calendar(side: Panel, horizon: int) -> np.ndarray:
    """Forecast each product's level times what the calendar does to all products together.

    Every period is compared with the mean of the year around it; a Poisson regression over all series (scikit-learn,
    with a small ridge) learns the factor of each column of the calendar and a smooth wave over the year. Each series
    then departs from these as far as its own sales show it (partial pooling: a ridge towards no departure, Gelman and
    Hill 2007). The factors are taken out, the level of what remains is smoothed, and the factors of the coming periods
    are put on. Because all series share the factors, also a product with few sales knows when the feast is.

    Parameters
    ----------
    side : Panel
        The series. Without `features` there is only the wave over the year; with less than one and a half seasons, or
        without a season, forecasts are those of `smoothing`.
    horizon : int
        How many periods ahead; `features` must reach as far.

    Returns
    -------
    array of shape (series, horizon)
        Not below zero.

    Raises
    ------
    ArgumentError
        When the calendar does not hold all periods.
    """
    width = side.y.shape[1]
    if side.season_length < 2 or width < LEAST_SEASONS * side.season_length:
        return smoothing(side, horizon)
    seen = _columns(side, horizon)
    known = np.isfinite(side.y)
    sales = np.where(known, np.maximum(side.y, 0.0), np.nan)
    usual = _around(sales, side.season_length)
    used = known & (usual > 0)
    if not used.any():
        return np.zeros((len(side.y), horizon))
    factors = _factors(seen, sales, usual, used, width)
    factors = np.clip(factors * _own(seen, sales, usual, used, factors), np.exp(LOWEST), np.exp(HIGHEST))
    rest = np.where(known, sales / factors[:, :width], np.nan)
    level = smoothed(rest)[1]
    return np.maximum(bounded(level[:, None] * factors[:, width:], side.y), 0.0)


def _around(sales: np.ndarray, length: int) -> np.ndarray:
    """Return the mean of the season around each period, of fewer periods at the ends."""
    width = sales.shape[1]
    # At either end the window is shifted, not cut: a whole season has no season.
    last = np.minimum(np.maximum(np.arange(width) + length // 2, min(length, width)), width)
    return window_means(sales, np.maximum(last - length, 0), last)


def _columns(side: Panel, horizon: int) -> np.ndarray:
    """Collect the columns of the calendar and of the wave, shape (series, periods and horizon, columns)."""
    width = side.y.shape[1]
    steps = np.arange(-width + 1, horizon + 1)
    phase = 2 * np.pi * (_time(side)[:, None] + steps * _length(side))
    waves = [
        wave(number * phase)
        for number in range(1, min(HARMONICS, side.season_length // 2) + 1)
        for wave in (np.sin, np.cos)
    ]
    table = np.stack(waves, axis=2)
    if side.features is None:
        return table
    end = side.features.index.get_indexer(side.ends)
    place = end[:, None] + steps
    begun = np.column_stack([np.isfinite(side.y), np.ones((len(side.y), horizon), dtype=bool)])
    outside = (place < 0) | (place >= len(side.features))
    if (end < 0).any() or outside[begun].any():
        raise ArgumentError(
            f"The calendar holds the periods from {side.features.index[0]} to {side.features.index[-1]}. Every period "
            f"of the history and {horizon} more were expected. Make it longer, with calendar_features(...)."
        )
    values = side.features.to_numpy(dtype=float)[np.clip(place, 0, len(side.features) - 1)]
    return np.concatenate([table, values], axis=2)


def _time(side: Panel) -> np.ndarray:
    if isinstance(side.freq, int):
        return side.ends.to_numpy(dtype=float) / (side.season_length * side.freq) % 1
    return pd.DatetimeIndex(side.ends).to_julian_date().to_numpy() / 365.25 % 1


def _length(side: Panel) -> float:
    if isinstance(side.freq, int):
        return 1 / side.season_length
    return DAYS.get(kind_of_step(side.freq), 365.25 / side.season_length) / 365.25


def _factors(seen: np.ndarray, sales: np.ndarray, usual: np.ndarray, used: np.ndarray, width: int) -> np.ndarray:
    from sklearn.linear_model import PoissonRegressor
    from threadpoolctl import threadpool_limits

    past: Any = seen[:, :width]
    model = PoissonRegressor(alpha=PENALTY, solver="newton-cholesky", max_iter=50)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = sales / usual
    # threads that wait for each other over so small a table cost ten times what they save
    with threadpool_limits(limits=1):
        model.fit(past[used], ratio[used], sample_weight=usual[used] / usual[used].mean())
    return np.asarray(np.exp(np.clip(seen @ model.coef_ + model.intercept_, LOWEST, HIGHEST)))


def _own(seen: np.ndarray, sales: np.ndarray, usual: np.ndarray, used: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Return by what each series departs from the factors of all: one step of Newton from there, with a ridge."""
    own = np.ones_like(factors)
    width = sales.shape[1]
    for start in range(0, len(sales), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        said = np.where(used[some], usual[some] * factors[some, :width], 0.0)
        error = np.where(used[some], sales[some] - said, 0.0)
        total = np.maximum(said.sum(axis=1), 1e-300)
        least = STEADY * total / np.maximum(used[some].sum(axis=1), 1)
        varied = np.maximum((error**2).sum(axis=1) / total, np.maximum(least, 1e-300))[:, None]
        # The last column is the series' level, which is free: it is smoothed later.
        columns = np.concatenate([seen[some, :width], np.ones((*said.shape, 1))], axis=2)
        weighed = (columns * (said / varied)[..., None]).transpose(0, 2, 1)
        ridge = np.diag(np.r_[np.full(columns.shape[2] - 1, OWN_RIDGE), 1e-6])
        gain = np.matmul(columns.transpose(0, 2, 1), (error / varied)[..., None])
        departure = np.linalg.solve(np.matmul(weighed, columns) + ridge, gain)[:, :-1]
        own[some] = np.exp(np.clip(np.matmul(seen[some], departure)[..., 0], -2, 2))
    return own
