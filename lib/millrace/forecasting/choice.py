"""Which forecast to trust for which series: chosen with a guard, and never by luck."""

from __future__ import annotations

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.forecasting.backtest import as_panel
from millrace.forecasting.combining import WEIGHTED, is_intermittent, one_of
from millrace.forecasting.paths import Paths, paths_from

__all__ = ["choose"]

LEAST_TARGETS, LEAST_INDEPENDENT = 8, 3.0
# A slow mover that hardly sold in the time it is judged by says nothing: a sale per forecast, on average.
LEAST_SOLD = 1


def choose(
    backtest: pd.DataFrame,
    *,
    history: pd.DataFrame,
    guard: str = "seasonal naive",
    margin: float = 0.1,
    prefer: str | None = None,
    season_length: int | None = None,
    freq: str | int | None = None,
) -> pd.DataFrame:
    """Choose a model per series by its errors in a backtest, so that luck does not choose.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` or `combine` returned.
    history : DataFrame
        The series that it was made from.
    guard : str
        The baseline. No model is chosen that was worse than it by more than ``margin``.
    margin : float
        As a share of the baseline's error: 0.1 is 10 %.
    prefer : str, optional
        The model of every series for which no other is clearly better; when left out the weighted mean if the backtest
        has one, else the model with the smallest error over all series.
    season_length, freq : optional
        As in `backtest`.

    Returns
    -------
    DataFrame
        One row per series: ``unique_id``, ``model`` (the choice), ``error`` and ``guard_error`` (mean absolute error,
        in the unit of ``y``), ``gain_share`` (1 - error / guard_error; of squared errors for slow movers), ``low``,
        ``high`` (95 % range of the gain),
        ``judged_periods``, ``verdict`` ("clearly better than the baseline", "no better that we can see", "too few to
        say") and ``why``.

    Raises
    ------
    ArgumentError
        When the guard or ``prefer`` is not in the backtest, or the margin is below 0.

    Notes
    -----
    Errors are compared period by period with what came (Diebold and Mariano 1995; small samples as in Harvey,
    Leybourne and Newbold 1997); how alike the errors of neighbouring periods are is estimated from all series
    together. A model replaces the preferred one only where it is better at 1 in 40, divided by the number of models.
    For intermittent series squared errors decide.

    Examples
    --------
    >>> from millrace import forecasting
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(60), "y": [4.0, 6.0, 9.0] * 20})
    >>> past = forecasting.backtest(weeks, models=["naive", "seasonal naive"], horizon=3, season_length=3, origins=20)
    >>> choose(past, history=weeks, guard="naive", season_length=3)[["model", "verdict"]].values.tolist()
    [['seasonal naive', 'clearly better than the baseline']]
    """
    if not margin >= 0:
        raise ArgumentError(f"margin={in_words(margin)} was given. A share of 0 or more was expected, as 0.1 for 10 %.")
    paths = paths_from(backtest, as_panel(history, freq=freq, season_length=season_length, features=None))
    one_of(guard, paths.models, "guard")
    loss, judged = _target_losses(paths)
    total = (loss * judged).sum(axis=2) / np.maximum(judged.sum(axis=1), 1)
    first = _preferred(prefer, paths, total)
    base = paths.models.index(guard)
    pick, why = _pick(paths, loss, judged, first)
    series = np.arange(len(paths.side.ids))
    too_bad = total[pick, series] > (1 + margin) * total[base] * (1 + 1e-12)
    why = np.where(too_bad, f"{guard} was better by more than {margin:.0%}", why)
    pick = np.where(too_bad, base, pick)
    return _verdicts(paths, loss, judged, pick, base, why)


def _preferred(prefer: str | None, paths: Paths, total: np.ndarray) -> int:
    if prefer is not None:
        one_of(prefer, paths.models, "prefer")
        return paths.models.index(prefer)
    if WEIGHTED in paths.models:
        return paths.models.index(WEIGHTED)
    mean = total.mean(axis=0)
    return int((total[:, mean > 0] / mean[mean > 0]).mean(axis=1).argmin()) if (mean > 0).any() else 0


def _target_losses(paths: Paths) -> tuple[np.ndarray, np.ndarray]:
    """Mean loss per model, series and period that came, with the number of forecasts of each period."""
    models, _, series, horizon = paths.said.shape
    error = np.abs(paths.said - paths.came)
    slow = is_intermittent(paths.side.y)
    error[:, :, slow] **= 2
    targets = sorted({back - step for back in paths.back for step in range(horizon)}, reverse=True)
    loss, count = np.zeros((models, series, len(targets))), np.zeros((series, len(targets)))
    for place, back in enumerate(paths.back):
        for step in range(horizon):
            known, target = paths.known[place, :, step], targets.index(back - step)
            loss[:, :, target] += np.where(known, error[:, place, :, step], 0.0)
            count[:, target] += known
    silent = slow & ((paths.came > 0).sum(axis=(0, 2)) < LEAST_SOLD * len(paths.back))
    return loss / np.maximum(count, 1), np.where(silent[:, None], 0, count)


def _pick(paths: Paths, loss: np.ndarray, judged: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray]:
    others = [number for number in range(len(paths.models)) if number != first]
    series = len(paths.side.ids)
    pick = np.full(series, first)
    if not others:
        return pick, np.full(series, f"{paths.models[first]} is the only model", dtype=object)
    highs = np.stack(
        [
            _range(loss[other] - loss[first], judged, paths.said.shape[-1], tail=0.025 / len(others))[2]
            for other in others
        ]
    )
    highs = np.where(np.isfinite(highs), highs, np.inf)
    best = highs.argmin(axis=0)
    clearly = highs.min(axis=0) < 0
    pick = np.where(clearly, np.array(others)[best], first)
    names = np.array(paths.models, dtype=object)
    return pick, np.where(
        clearly,
        names[pick] + f" was clearly better than {paths.models[first]}",
        f"no model was clearly better than {paths.models[first]}",
    )


def _range(
    difference: np.ndarray, judged: np.ndarray, horizon: int, *, tail: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mean difference per series with its range, and how many independent periods it rests on."""
    from scipy.stats import t

    number = (judged > 0).sum(axis=1)
    share = judged / np.maximum(judged.sum(axis=1, keepdims=True), 1)
    mean = (share * difference).sum(axis=1)
    left = np.where(judged > 0, difference - mean[:, None], 0.0)
    variance = (share * left**2).sum(axis=1) * number / np.maximum(number - 1, 1)
    equal = 1 / np.maximum((share**2).sum(axis=1), 1e-9)
    independent = np.where(number > 0, equal, 0.0) / _alike(left, variance, number, horizon)
    free = np.maximum(independent - 1, 1.0)
    reach = t.ppf(1 - tail, free) * np.sqrt(variance / np.maximum(independent, 1))
    enough = (number >= LEAST_TARGETS) & (independent >= LEAST_INDEPENDENT)
    return mean, np.where(enough, mean - reach, np.nan), np.where(enough, mean + reach, np.nan), independent


def _alike(left: np.ndarray, variance: np.ndarray, number: np.ndarray, horizon: int) -> np.ndarray:
    """By how much neighbours that resemble each other inflate the variance of a mean: pooled, at least 1."""
    some = variance > 0
    if not some.any():
        return np.ones(len(left))
    scaled = left[some] / np.sqrt(variance[some])[:, None]
    periods = left.shape[1]
    reach = min(horizon, max(periods // 2, 1))
    products = [(scaled[:, lag:] * scaled[:, :-lag]).sum() / (scaled**2).sum() for lag in range(1, reach)]
    # the mean was taken out of each series, which makes neighbours look less alike than they are
    inflation = 1 + 2 * sum(max(one, 0.0) for one in products)
    inflation = inflation / max(1 - inflation / periods, 0.3)
    pooled = (some.sum() * inflation + 4 * (1 + reach / 3)) / (some.sum() + 4)
    return np.minimum(np.full(len(left), max(pooled, 1.0)), np.maximum(number, 1))


def _verdicts(
    paths: Paths, loss: np.ndarray, judged: np.ndarray, pick: np.ndarray, base: int, why: np.ndarray
) -> pd.DataFrame:
    series = np.arange(len(pick))
    mean, low, high, _ = _range(loss[pick, series] - loss[base], judged, paths.said.shape[-1], tail=0.025)
    known = (judged > 0).sum(axis=1)
    base_loss = (loss[base] * judged).sum(axis=1) / np.maximum(judged.sum(axis=1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        gains = [np.where(base_loss > 0, -part / base_loss, np.nan) for part in (mean, high, low)]
    few = ~np.isfinite(high)
    error, guard_error = _absolute(paths, pick), _absolute(paths, np.full(len(pick), base))
    return pd.DataFrame(
        {
            "unique_id": paths.side.ids.to_numpy(),
            "model": np.array(paths.models, dtype=object)[pick],
            "error": error,
            "guard_error": guard_error,
            "gain_share": gains[0],
            "low": gains[1],
            "high": gains[2],
            "judged_periods": known,
            "verdict": np.select(
                [few, high < 0], ["too few to say", "clearly better than the baseline"], "no better that we can see"
            ),
            "why": why,
        }
    ).astype({"model": "str", "why": "str"})


def _absolute(paths: Paths, pick: np.ndarray) -> np.ndarray:
    said = paths.said[pick, :, np.arange(len(pick))].transpose(1, 0, 2)
    error = np.where(paths.known, np.abs(said - paths.came), 0.0).sum(axis=(0, 2))
    number = paths.known.sum(axis=(0, 2))
    return np.where(number > 0, error / np.maximum(number, 1), np.nan)
