"""How far a forecast may leave what has been: no model may explode."""

import numpy as np

__all__ = ["bounded"]

RANGES = 2


def bounded(said: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Keep forecasts within twice the range of their history beyond it; what is no number becomes the last value.

    Where history was never below zero, neither is a forecast: pieces and money from sales are not.

    Parameters
    ----------
    said : array of shape (series, horizon)
        Forecasts.
    y : array of shape (series, periods)
        The history, NaN in front.

    Returns
    -------
    array of shape (series, horizon)

    Examples
    --------
    >>> bounded(np.array([[5.0, 1e9, np.nan]]), np.array([[4.0, 6.0]])).tolist()
    [[5.0, 18.0, 6.0]]
    """
    known = np.isfinite(y)
    low, high = np.where(known, y, np.inf).min(axis=1), np.where(known, y, -np.inf).max(axis=1)
    room = RANGES * np.maximum(high - low, np.abs(high))
    floor = np.where(low >= 0, np.maximum(low - room, 0.0), low - room)
    return np.clip(np.where(np.isfinite(said), said, y[:, -1:]), floor[:, None], (high + room)[:, None])
