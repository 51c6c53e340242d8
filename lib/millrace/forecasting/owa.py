"""One number against a plain yardstick: the measure of the M4 competition, and the yardstick itself."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns
from millrace.forecasting.panel import Panel
from millrace.forecasting.seasons import is_seasonal

__all__ = ["naive2", "owa"]

LEAST_SEASONS = 3


def naive2(side: Panel, horizon: int) -> np.ndarray:
    """Forecast as in the last period, without the season where there is one, and with it again.

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        The last value where a series is not above zero all the time, has fewer than three seasons, or none is found.

    Notes
    -----
    The yardstick of the M4 competition (Makridakis, Spiliotis and Assimakopoulos 2020, International Journal of
    Forecasting 36): a season is tested at 90 % and taken out by classical multiplicative decomposition. It is for
    tables of figures (``backtest(..., models={"naive2": naive2, ...})``), not for use.
    """
    m = side.season_length
    last = np.repeat(side.y[:, -1:], horizon, axis=1)
    known = np.isfinite(side.y)
    positive = np.where(known, side.y, np.inf).min(axis=1) > 0
    rows = np.flatnonzero(is_seasonal(side.y, m) & positive & (known.sum(axis=1) >= LEAST_SEASONS * m))
    if len(rows):
        index = _index(side.y[rows], m)
        last[rows] = last[rows] / index[:, -1:] * index[:, np.arange(horizon) % m]
    return last


def _index(y: np.ndarray, m: int) -> np.ndarray:
    """Average each place's ratio to a centred moving average; place 0 is that of the first period after the end."""
    weight = np.r_[0.5, np.ones(m - 1), 0.5] / m if m % 2 == 0 else np.ones(m) / m
    half = len(weight) // 2
    ratio = np.full(y.shape, np.nan)
    ratio[:, half:-half] = y[:, half:-half] / (
        np.lib.stride_tricks.sliding_window_view(y, len(weight), axis=1) @ weight
    )
    place = (np.arange(y.shape[1]) - y.shape[1]) % m
    index = np.column_stack([np.nanmean(ratio[:, place == at], axis=1) for at in range(m)])
    return index / index.mean(axis=1, keepdims=True)


def owa(accuracy: pd.DataFrame, *, baseline: str = "naive2") -> pd.DataFrame:
    """Put MASE and sMAPE in one number against a yardstick: below 1 is better than it.

    Parameters
    ----------
    accuracy : DataFrame
        What `accuracy` returned, one row per model, the yardstick among them.
    baseline : str
        The model that is the yardstick; in the M4 competition `naive2`.

    Returns
    -------
    DataFrame
        One row per model, the best first: ``model``, ``mase``, ``smape_share``, ``owa`` (the mean of both, each
        divided by that of the yardstick).

    Raises
    ------
    ArgumentError
        When the yardstick is not in the table, or several rows have the same model.

    Examples
    --------
    >>> table = pd.DataFrame({"model": ["naive2", "mine"], "mase": [1.0, 0.8], "smape_share": [0.2, 0.2]})
    >>> owa(table)["owa"].tolist()
    [0.9, 1.0]
    """
    require_columns(accuracy, ["model", "mase", "smape_share"], table="the table of accuracy")
    names = accuracy["model"].tolist()
    if baseline not in names:
        raise ArgumentError(
            f"baseline={in_words(baseline)} was given.{did_you_mean(baseline, names)} One of {in_words(names)} was "
            "expected. Measure it too: backtest(..., models={'naive2': forecasting.naive2, ...})."
        )
    if len(set(names)) < len(names):
        raise ArgumentError(
            'Several rows have the same model. One each was expected. Take accuracy(..., by=["model"]).'
        )
    yard = accuracy.set_index("model").loc[baseline]
    both = (accuracy["mase"] / yard["mase"] + accuracy["smape_share"] / yard["smape_share"]) / 2
    table = accuracy[["model", "mase", "smape_share"]].assign(owa=both)
    return table.sort_values("owa", kind="stable", ignore_index=True)
