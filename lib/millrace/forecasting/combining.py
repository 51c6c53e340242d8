"""Several models in one forecast: weighed per series by how wrong each was, or plainly averaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.forecasting.backtest import as_panel
from millrace.forecasting.classes import INTERVAL
from millrace.forecasting.paths import Paths, paths_frame, paths_from

__all__ = ["WEIGHTED", "combine", "combined", "final_weights", "is_intermittent", "keep", "one_of", "weights"]

WEIGHTED = "weighted mean"
METHODS = (WEIGHTED, "mean", "median", "trimmed mean")
# How fast a model that was worse loses its say, and how far each series is trusted against all series together.
POWER, OWN_SHARE = 4.0, 0.5


def is_intermittent(y: np.ndarray) -> np.ndarray:
    """Mark series with 1.32 or more periods per period with demand (Syntetos and Boylan 2005), and never negative."""
    known = np.isfinite(y)
    sold = (np.nan_to_num(y) > 0).sum(axis=1)
    never_negative = ~(np.nan_to_num(y) < 0).any(axis=1)
    return never_negative & (known.sum(axis=1) >= INTERVAL * np.maximum(sold, 1e-9))


def weights(loss: np.ndarray) -> np.ndarray:
    """Turn losses of shape (models, series) into shares of the same shape that sum to 1 over the models.

    Examples
    --------
    >>> weights(np.array([[1.0], [1.0], [2.0]])).round(2).ravel().tolist()
    [0.48, 0.48, 0.03]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = loss / loss.mean(axis=0)
    relative[:, ~np.isfinite(relative).all(axis=0)] = np.nan
    judged = np.isfinite(relative).all(axis=0)
    together = relative[:, judged].mean(axis=1) if judged.any() else np.ones(len(loss))
    own = np.where(np.isfinite(relative), relative, together[:, None])
    share = np.maximum(OWN_SHARE * own + (1 - OWN_SHARE) * together[:, None], 1e-3) ** -POWER
    return share / share.sum(axis=0)


def losses(paths: Paths) -> np.ndarray:
    """Mean loss per model, origin and series: of absolute errors, for intermittent series of squared ones."""
    error = np.abs(paths.said - paths.came)
    lumpy = is_intermittent(paths.side.y)
    error[:, :, lumpy] **= 2
    known = paths.known.sum(axis=2)
    return np.where(known > 0, np.where(paths.known, error, 0.0).sum(axis=3) / np.maximum(known, 1), np.nan)


def _mean_over_origins(loss: np.ndarray, without: int | None = None) -> np.ndarray:
    if without is not None:
        loss = np.delete(loss, without, axis=1)
    there = np.isfinite(loss)
    return np.where(there.any(axis=1), np.where(there, loss, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1), np.nan)


def combined(paths: Paths, *, method: str = WEIGHTED) -> np.ndarray:
    """Combine the models of a backtest, shape (origins, series, horizon); an origin never weighs by its own errors."""
    if method != WEIGHTED:
        return _plain(paths.said, method)
    loss = losses(paths)
    shares = np.stack([weights(_mean_over_origins(loss, without=place)) for place in range(len(paths.back))], axis=1)
    return (shares[..., None] * paths.said).sum(axis=0)


def final_weights(paths: Paths) -> np.ndarray:
    """Weigh the models for what is still to come, by the errors from all origins: shape (models, series)."""
    return weights(_mean_over_origins(losses(paths)))


def _plain(said: np.ndarray, method: str) -> np.ndarray:
    if method == "mean":
        return said.mean(axis=0)
    if method == "median":
        return np.median(said, axis=0)
    ordered = np.sort(said, axis=0)
    cut = int(len(said) >= 4) + len(said) // 10
    return ordered[cut : len(said) - cut].mean(axis=0)


def combine(
    backtest: pd.DataFrame,
    *,
    history: pd.DataFrame,
    models: Sequence[str] | None = None,
    method: str = WEIGHTED,
    season_length: int | None = None,
    freq: str | int | None = None,
) -> pd.DataFrame:
    """Add the combination of several models to a backtest, as one more model.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned.
    history : DataFrame
        The series that it was made from.
    models : list of str, optional
        The models to combine; all in the backtest when left out.
    method : {"weighted mean", "mean", "median", "trimmed mean"}
        "weighted mean" gives a model more say for a series the smaller its errors were there and over all series;
        "trimmed mean" leaves out the lowest and the highest.
    season_length, freq : optional
        As in `backtest`.

    Returns
    -------
    DataFrame
        The rows of ``backtest``, then those of the combination, whose ``model`` is the method.

    Raises
    ------
    ArgumentError
        When the method or a model is not known.

    Notes
    -----
    Weights go with the inverse of the relative error to the power of 4, half the series' own and half that of all
    series (Bates and Granger 1969; shrunk, as in Stock and Watson 2004). The forecast from an origin is weighted by
    the errors from the other origins only. For intermittent series errors are squared, since the plain error is least
    for a forecast of nothing.

    Examples
    --------
    >>> from millrace import forecasting
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(12), "y": [4.0, 6.0] * 6})
    >>> past = forecasting.backtest(weeks, models=["naive", "seasonal naive"], horizon=2, season_length=2, origins=2)
    >>> both = combine(past, history=weeks, method="mean", season_length=2)
    >>> both.groupby("model")["forecast"].first().to_dict()
    {'mean': 5.0, 'naive': 4.0, 'seasonal naive': 6.0}
    """
    one_of(method, METHODS, "method")
    side = as_panel(history, freq=freq, season_length=season_length, features=None)
    paths = paths_from(backtest, side)
    wanted = paths.models if models is None else list(models)
    for name in wanted:
        one_of(name, paths.models, "models")
    some = keep(paths, [paths.models.index(name) for name in wanted])
    added = Paths(side, [method], paths.back, combined(some, method=method)[None], paths.came)
    rows = paths_frame(added)
    return pd.concat([backtest[backtest["model"] != method], rows], ignore_index=True)


def keep(paths: Paths, numbers: Sequence[int]) -> Paths:
    """Keep these models of a backtest."""
    numbers = list(numbers)
    return Paths(paths.side, [paths.models[n] for n in numbers], paths.back, paths.said[numbers], paths.came)


def one_of(value: str, known: Sequence[str], argument: str) -> None:
    """Stop when a word is none of those that are known."""
    if value not in known:
        raise ArgumentError(
            f"{argument}={in_words(value)} was given.{did_you_mean(value, known)} One of {', '.join(known)} was "
            "expected. Correct it."
        )
