"""Possible totals of the next periods, drawn from the errors that were made before, for orders and safety stock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns
from millrace.forecasting.backtest import as_panel
from millrace.forecasting.combining import is_intermittent
from millrace.forecasting.intervals import POOL_WEIGHT, spread
from millrace.forecasting.panel import Panel
from millrace.forecasting.paths import Paths, paths_from

__all__ = ["demand_draws"]

LEAST_SHARE = 0.1


def demand_draws(
    forecast: pd.DataFrame,
    *,
    backtest: pd.DataFrame,
    history: pd.DataFrame,
    periods: int | tuple[int, int],
    unique_id: str | Sequence[str] | None = None,
    draws: int = 2000,
    seed: int = 0,
    season_length: int | None = None,
    freq: str | int | None = None,
) -> pd.DataFrame:
    """Draw what the next periods may add up to, many times, so that a quantity can be chosen against each.

    Parameters
    ----------
    forecast : DataFrame
        One forecast per series and period: ``unique_id``, ``horizon``, ``model``, ``forecast``.
    backtest : DataFrame
        What `backtest` returned, with the model of each series among its models.
    history : DataFrame
        The series that both were made from: ``unique_id``, ``ds``, ``y``.
    periods : int or (int, int)
        How many periods from the first, or the first and the last one, counted from 1: ``(3, 6)`` is what is sold
        from the third to the sixth period.
    unique_id : str or list of str, optional
        The series wanted; all when left out. The others lend their errors all the same.
    draws : int
        How many.
    seed : int
        The same seed draws the same.
    season_length, freq : optional
        As in `backtest`.

    Returns
    -------
    DataFrame
        One row per draw, one column per series: the total of the periods, in the unit of ``y``; never below 0 where
        the history never was.

    Raises
    ------
    ArgumentError
        When the periods reach beyond the forecast or the backtest, a series is not known, or the backtest lacks a
        model.

    Notes
    -----
    A draw takes the errors of one whole forecast of the past, all its periods together, so that errors that run
    together stay together, and the same date for all series, so that a bad month is bad for all. A series' own errors
    are taken more often the more there are; else those of another series, scaled to its size (slow movers borrow
    from slow movers, and in shares of the forecast). A bootstrap of multi-step residual paths; not centred, so a
    model that was too low before is expected to be so again.

    Examples
    --------
    >>> from millrace import forecasting
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(60), "y": [4.0, 6.0, 5.0] * 20})
    >>> past = forecasting.backtest(weeks, models=["naive"], horizon=2, origins=9, season_length=1)
    >>> ahead = pd.DataFrame({"unique_id": "chair", "horizon": [1, 2], "model": "naive", "forecast": 5.0})
    >>> totals = demand_draws(ahead, backtest=past, history=weeks, periods=2, season_length=1)
    >>> totals.shape, totals["chair"].between(4, 16).all().item()
    ((2000, 1), True)
    """
    require_columns(forecast, ["unique_id", "horizon", "model", "forecast"], table="the forecast")
    side = as_panel(history, freq=freq, season_length=season_length, features=None)
    paths = paths_from(backtest, side)
    first, last = _window(periods, min(paths.said.shape[-1], int(forecast["horizon"].max())))
    wanted = _wanted(unique_id, forecast, side.ids)
    model = _model_of_each(forecast, paths)
    said = paths.said[model, :, np.arange(len(side.ids))].transpose(1, 0, 2)
    window = forecast[forecast["horizon"].between(first, last)]
    middle = window.groupby("unique_id")["forecast"].sum().reindex(side.ids).fillna(0.0).to_numpy()
    taken = _drawn(side, paths, said, middle, (first, last), draws, seed)
    rows = side.ids.get_indexer(pd.Index(wanted))
    totals = (middle + taken)[:, rows]
    positive = np.nanmin(side.y, axis=1)[rows] >= 0
    return pd.DataFrame(np.where(positive, np.maximum(totals, 0.0), totals), columns=wanted)


def _drawn(
    side: Panel, paths: Paths, said: np.ndarray, middle: np.ndarray, window: tuple[int, int], draws: int, seed: int
) -> np.ndarray:
    """Draw an origin and a shift per draw, the same for all series; slow movers lend to each other only."""
    rng = np.random.default_rng(seed)
    part = slice(window[0] - 1, window[1])
    there = np.isfinite(paths.came[:, :, part]).all(axis=2)
    if not there.any():
        raise ArgumentError(
            "The backtest has no complete forecast of the wanted periods. One with at least that horizon was "
            "expected. Make it with backtest(..., horizon=...)."
        )
    counts = there.sum(axis=1)
    origin = rng.choice(len(counts), size=draws, p=counts / counts.sum())
    shift = rng.integers(0, 2**31, size=draws)
    own = rng.random((draws, len(side.ids)))
    slow = is_intermittent(side.y)
    taken = np.zeros((draws, len(side.ids)))
    for rows in (np.flatnonzero(slow), np.flatnonzero(~slow)):
        if len(rows) and there[:, rows].any():
            relative, size = _relative(side.take(rows), paths.back, said[:, rows], paths.came[:, rows], part)
            if slow[rows[0]]:
                relative, size = _shares(said[:, rows, part], paths.came[:, rows, part]), middle[rows]
            taken[:, rows] = _lent(relative, origin, shift, own[:, rows]) * size
    return taken


def _relative(
    side: Panel, back: Sequence[int], said: np.ndarray, came: np.ndarray, part: slice
) -> tuple[np.ndarray, np.ndarray]:
    errors = spread(side, back, said, came)
    return (errors.pool * errors.growth)[:, :, part].sum(axis=2), errors.size


def _shares(said: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Errors of slow movers as shares of the forecast: what was sold in their stead is never below nothing.

    A forecast of nearly nothing is taken for a tenth of what usually came: a share of it would be endless.
    """
    total, sold = said.sum(axis=2), came.sum(axis=2)
    known = np.isfinite(sold)
    usual = np.where(known, sold, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    least = np.maximum(total, LEAST_SHARE * usual)
    return np.where(least > 0, sold / np.where(least > 0, least, 1.0) - 1, np.nan)


def _lent(relative: np.ndarray, origin: np.ndarray, shift: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Take each series' own error of the drawn origin, the more often the more it has, or that of a donor."""
    there = np.isfinite(relative)
    if not there.any():
        return np.zeros(own.shape)
    have = there.sum(axis=0)
    place = np.arange(relative.shape[1])
    taken = np.empty(own.shape)
    for one in np.unique(origin):
        mine = np.flatnonzero(origin == one)
        at = one if there[one].any() else int(there.sum(axis=1).argmax())
        donors = np.flatnonzero(there[at])
        donor = donors[(shift[mine, None] + place) % len(donors)]
        itself = (own[mine] < have / (have + POOL_WEIGHT)) & there[at]
        taken[mine] = relative[at, np.where(itself, place, donor)]
    return taken


def _window(periods: int | tuple[int, int], reach: int) -> tuple[int, int]:
    first, last = (1, periods) if isinstance(periods, int | np.integer) else tuple(periods)
    if not 1 <= first <= last <= reach:
        raise ArgumentError(
            f"periods={in_words(periods)} was given. Periods from 1 to {reach} were expected, which is how far the "
            "forecast and the backtest reach. Make both with a longer horizon, or take fewer periods."
        )
    return int(first), int(last)


def _wanted(unique_id: str | Sequence[str] | None, forecast: pd.DataFrame, ids: pd.Index) -> list[str]:
    known = list(dict.fromkeys(forecast["unique_id"]))
    wanted = known if unique_id is None else [unique_id] if isinstance(unique_id, str) else list(unique_id)
    for name in wanted:
        if name not in known or name not in ids:
            raise ArgumentError(
                f"The series {in_words(name)} is not in the forecast and its history.{did_you_mean(name, known)} "
                f"Known are: {in_words(known)}. Correct the name."
            )
    return wanted


def _model_of_each(forecast: pd.DataFrame, paths: Paths) -> np.ndarray:
    first = forecast.drop_duplicates("unique_id").set_index("unique_id")["model"]
    twice = forecast.groupby("unique_id")["model"].nunique()
    if (twice > 1).any():
        raise ArgumentError(
            f"The forecast has {int(twice.max())} models for the series '{twice.idxmax()}'. One per series was "
            "expected. Keep one, as in forecast[forecast['model'] == 'theta']."
        )
    lacking = sorted(set(first) - set(paths.models))
    if lacking:
        raise ArgumentError(
            f"The backtest lacks the model {in_words(lacking[0])} of the forecast; it has {in_words(paths.models)}. "
            f"Make it with backtest(..., models={in_words(sorted(set(first)))})."
        )
    each = first.reindex(paths.side.ids).fillna(first.mode()[0])
    return np.asarray(pd.Index(paths.models).get_indexer(pd.Index(each)))
