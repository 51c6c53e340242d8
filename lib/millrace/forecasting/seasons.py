"""Seasons of many series at once: is there one, and what remains without it."""

import warnings

import numpy as np

__all__ = ["adjusted", "is_seasonal", "season_index"]

# Seasonality is tested at 90 %, as in the M competitions.
CRITICAL = 1.645


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
    deviation = np.where(known, y - _mean(y)[:, None], 0.0)
    variance = np.maximum((deviation**2).sum(axis=1), 1e-12)
    lags = np.stack(
        [(deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1) / variance for lag in range(1, season_length + 1)]
    )
    limit = CRITICAL * np.sqrt((1 + 2 * (lags[:-1] ** 2).sum(axis=0)) / np.maximum(n, 1))
    return (np.abs(lags[-1]) > limit) & (n > 2 * season_length)


def season_index(y: np.ndarray, season_length: int, *, multiplicative: bool) -> np.ndarray:
    """Work out the usual deviation of each place in the season, by centred moving averages.

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
        Place 0 is that of the first period after the end.
    """
    width, neutral = y.shape[1], 1.0 if multiplicative else 0.0
    trend = _centred_mean(y, season_length)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = y / trend if multiplicative else y - trend
    ratio[~np.isfinite(ratio)] = np.nan
    place = (np.arange(width) - width) % season_length
    index = np.stack([_mean(ratio[:, place == at]) for at in range(season_length)], axis=1)
    index = np.where(np.isfinite(index), index, neutral)
    if multiplicative:
        index = np.maximum(index, 0.01)
        return index / index.mean(axis=1, keepdims=True)
    return index - index.mean(axis=1, keepdims=True)


def adjusted(y: np.ndarray, season_length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the season out where there is one: by factors, or by summands where values are not all above zero.

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
    seasonal = is_seasonal(y, season_length)
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


def _mean(values: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=1)) if values.shape[1] else np.full(len(values), np.nan)


def _least(y: np.ndarray) -> np.ndarray:
    return np.asarray(np.where(np.isfinite(y), y, np.inf).min(axis=1))
