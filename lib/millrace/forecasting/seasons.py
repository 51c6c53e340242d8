"""Seasons of many series at once: is there one, and what remains without it."""

import numpy as np

from millrace.forecasting.panel import row_means

__all__ = ["adjusted", "is_seasonal", "season_index"]

# Seasonality is tested at 90 %, as in the M competitions.
CRITICAL = 1.645
# How much an older season counts against the next.
RECENT = 0.8


def is_seasonal(y: np.ndarray, season_length: int) -> np.ndarray:
    """Test each series for a season by its autocorrelation (Fiorucci and others 2016).

    Parameters
    ----------
    y : array of shape (series, periods)
        Right-aligned, NaN in front.
    season_length : int
        Periods in a season.

    Returns
    -------
    array of shape (series,) of bool
        False where there are less than two seasons and a period.
    """
    known = np.isfinite(y)
    n = known.sum(axis=1)
    if season_length < 2 or y.shape[1] <= 2 * season_length:
        return np.zeros(len(y), dtype=bool)
    deviation = np.where(known, y - row_means(y)[:, None], 0.0)
    variance = np.maximum((deviation**2).sum(axis=1), 1e-12)
    lags = np.stack(
        [(deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1) / variance for lag in range(1, season_length + 1)]
    )
    limit = CRITICAL * np.sqrt((1 + 2 * (lags[:-1] ** 2).sum(axis=0)) / np.maximum(n, 1))
    return (np.abs(lags[-1]) > limit) & (n > 2 * season_length)


def season_index(y: np.ndarray, season_length: int, *, multiplicative: bool) -> np.ndarray:
    """Work out the usual deviation of each place in the season, by centred moving averages.

    Each older season counts for 0.8 of the next, and the more the seasons differ from each other, the nearer the
    deviations are drawn to none (the James-Stein estimator of Miller and Williams 2003, International Journal of
    Forecasting 19): a pattern that is only chance is forecast as almost no pattern.

    Parameters
    ----------
    y : array of shape (series, periods)
        Right-aligned, NaN in front; above zero when multiplicative.
    season_length : int
        Periods in a season.
    multiplicative : bool
        Factors with mean 1, or summands with mean 0.

    Returns
    -------
    array of shape (series, season_length)
        Place 0 is that of the first period after the end. Not drawn to none where most places were seen only once.
    """
    width, neutral = y.shape[1], 1.0 if multiplicative else 0.0
    trend = _centred_mean(y, season_length)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = y / trend if multiplicative else y - trend
    ratio[~np.isfinite(ratio)] = np.nan
    seasons = -(-width // season_length)
    lacking = np.full((len(y), seasons * season_length - width), np.nan)
    index, noise = _recent_mean(np.column_stack([lacking, ratio]).reshape(len(y), seasons, season_length))
    index = np.where(np.isfinite(index), index, neutral)
    if multiplicative:
        index = np.maximum(index, 0.01)
        index = index / index.mean(axis=1, keepdims=True)
    else:
        index = index - index.mean(axis=1, keepdims=True)
    signal = np.maximum(((index - neutral) ** 2).sum(axis=1), 1e-300)
    kept = np.clip(1 - noise * max(season_length - 3, 1) / signal, 0, 1)
    return np.asarray(neutral + kept[:, None] * (index - neutral))


def _recent_mean(ratio: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Average over seasons, shape (series, seasons, places); return the mean, and its variance for a usual place."""
    known = np.isfinite(ratio)
    weight = np.where(known, RECENT ** np.arange(ratio.shape[1])[::-1, None], 0.0)
    total, number = weight.sum(axis=1), known.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (weight * np.where(known, ratio, 0.0)).sum(axis=1) / total
        spread = np.where(known, ratio - mean[:, None], 0.0)
        variance = (spread**2).sum(axis=1) / (number - 1) * (weight**2).sum(axis=1) / total**2
    twice = number > 1
    noise = np.where(twice, variance, 0.0).sum(axis=1) / np.maximum(twice.sum(axis=1), 1)
    return mean, np.where(twice.mean(axis=1) > 0.5, noise, 0.0)


def adjusted(y: np.ndarray, season_length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the season out: by factors, or by summands where values are not all above zero.

    With less than three seasons, it is only taken out where `is_seasonal` finds one.

    Parameters
    ----------
    y : array of shape (series, periods)
        Right-aligned, NaN in front.
    season_length : int
        Periods in a season.

    Returns
    -------
    tuple of arrays
        The rest (series, periods); factors and summands (series, season_length), place 0 first after the end: a value
        comes back as ``rest * factor + summand``.
    """
    factors, summands = np.ones((len(y), season_length)), np.zeros((len(y), season_length))
    # With three seasons and more, what is chance is drawn to nothing; with fewer, only a test can tell.
    drawn = (season_length > 1) & (np.isfinite(y).sum(axis=1) >= 3 * season_length)
    seasonal = drawn | is_seasonal(y, season_length)
    positive = _least(y) > 0
    for rows, multiplicative, index in ((seasonal & positive, True, factors), (seasonal & ~positive, False, summands)):
        if rows.any():
            index[rows] = season_index(y[rows], season_length, multiplicative=multiplicative)
    place = (np.arange(y.shape[1]) - y.shape[1]) % season_length
    return (y - summands[:, place]) / factors[:, place], factors, summands


def _centred_mean(y: np.ndarray, length: int) -> np.ndarray:
    weights = np.ones(length) / length if length % 2 else np.r_[0.5, np.ones(length - 1), 0.5] / length
    half = len(weights) // 2
    trend = np.full_like(y, np.nan)
    if y.shape[1] >= len(weights):
        windows = np.lib.stride_tricks.sliding_window_view(y, len(weights), axis=1)
        trend[:, half : half + windows.shape[1]] = windows @ weights
    return trend


def _least(y: np.ndarray) -> np.ndarray:
    return np.asarray(np.where(np.isfinite(y), y, np.inf).min(axis=1))
