"""Ranges for forecasts from the errors that the same model made before, and a check whether they held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.forecasting.panel import Panel, row_means

__all__ = ["Spread", "check_levels", "interval_check", "limits", "spread", "usual_change", "usual_level"]

# An own history counts as much as the pool after so many origins: the best of 1 to 20 by the interval score on six
# public collections (monthly, quarterly, yearly), and flat around it.
POOL_WEIGHT = 8.0
# A 95 % range needs errors beyond it to be seen: one in forty on each side.
LEAST_ERRORS = 20
# Errors go half with the change and half with the level of a series, until the pool shows otherwise.
START_POWER, SPREAD_OF_START = 0.5, 5.0
SLACK = 0.02


@dataclass(frozen=True)
class Spread:
    """How wrong one model was, in parts that can be pooled across series.

    A typical error of a series is ``size`` x ``growth``: `size` has shape (series,), in pieces, and `growth`
    (horizon,). `pool` holds the errors divided by both, shape (origins, series, horizon), NaN where there was none.
    `effective` is the number of errors that would say as much if they were independent.
    """

    size: np.ndarray
    growth: np.ndarray
    pool: np.ndarray
    effective: float
    own: np.ndarray


def usual_change(y: np.ndarray, season_length: int) -> np.ndarray:
    """Measure how much each series usually changes, from period to period or from season to season.

    Parameters
    ----------
    y : array of shape (series, periods)
        NaN in front of a series.
    season_length : int
        Periods in a season.

    Returns
    -------
    array of shape (series,)
        The smaller of both mean absolute changes, but not less than a twentieth of the larger; 0 for a series that
        never changes.

    Examples
    --------
    >>> usual_change(np.array([[4.0, 5.0, 4.0, 5.0, 4.0, 5.0], [2.0, 2.0, 2.0, 2.0, 2.0, 2.0]]), 1)
    array([1., 0.])
    """
    change = row_means(np.abs(np.diff(y, axis=1)))
    if y.shape[1] > season_length > 1:
        season = row_means(np.abs(y[:, season_length:] - y[:, :-season_length]))
        enough = np.isfinite(y).sum(axis=1) > season_length + 2
        less, more = np.minimum(change, season), np.maximum(change, season)
        change = np.where(enough, np.maximum(less, more / 20), change)
    return change


def usual_level(y: np.ndarray, season_length: int) -> np.ndarray:
    """Measure the size of each series' values in its last season, whatever their sign; ever, where that is nothing."""
    recent = row_means(np.abs(y[:, -(season_length + 3) :]))
    return np.where(recent > 0, recent, row_means(np.abs(y)))


def spread(side: Panel, back: Sequence[int], said: np.ndarray, came: np.ndarray) -> Spread:
    """Pool the errors of one forecast per series: `said` and `came` have shape (origins, series, horizon)."""
    width = side.y.shape[1]
    views = [side.y[:, : max(width - periods, 2)] for periods in [*back, 0]]
    change = np.stack([usual_change(view, side.season_length) for view in views])
    level = np.stack([usual_level(view, side.season_length) for view in views])
    # what never changed or was nothing says nothing about the size of its errors
    change, level = np.where(change > 0, change, np.nan), np.where(level > 0, level, np.nan)
    power = _power(np.abs(came - said), change[:-1], level[:-1])
    scale = level * (change / level) ** power
    relative = (came - said) / scale[:-1, :, None]
    growth = _growth(np.abs(relative))
    relative = relative / growth
    own, without_itself = _own_factor(np.abs(relative))
    pool = relative / without_itself[:, :, None]
    size = np.nan_to_num(scale[-1] * own)
    return Spread(size, growth, pool, _effective(pool), np.isfinite(relative).any(axis=(0, 2)))


def _power(sizes: np.ndarray, change: np.ndarray, level: np.ndarray) -> float:
    """Estimate whether errors go with the change (1) or with the level (0) of a series, across all series."""
    known = np.isfinite(sizes) & np.isfinite(change)[..., None] & np.isfinite(level)[..., None]
    path = row_means(np.where(known, sizes, np.nan).reshape(-1, sizes.shape[-1])).reshape(change.shape)
    judged = known.any(axis=2) & (path > 0)
    at = np.log(np.where(judged, change / level, 1.0)), np.log(np.where(judged, path / level, 1.0))
    across, up = ((one.sum(axis=0) / np.maximum(judged.sum(axis=0), 1))[judged.any(axis=0)] for one in at)
    if len(up) < 2:
        return START_POWER
    across = across - across.mean()
    return float(np.clip((across @ up + START_POWER * SPREAD_OF_START) / (across @ across + SPREAD_OF_START), 0.0, 1.0))


def _growth(sizes: np.ndarray) -> np.ndarray:
    horizon = sizes.shape[-1]
    flat = sizes.reshape(-1, horizon)
    flat = flat[np.isfinite(flat).any(axis=1)]
    if not len(flat):
        return np.ones(horizon)
    typical = np.nanquantile(flat, 0.7, axis=0)
    if not (typical > 0).all():
        typical = np.nanmean(flat, axis=0) + 1e-12
    if len(flat) < 60 and horizon > 2:
        # few errors: a smooth growth, between none and that of a sum of steps that all go one way
        step = np.log(np.arange(1, horizon + 1))
        slope = np.clip(np.polyfit(step, np.log(typical), 1)[0], 0.0, 1.0)
        typical = np.exp(np.mean(np.log(typical) - slope * step) + slope * step)
    return np.maximum.accumulate(typical)


def _own_factor(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much larger the errors of each series are than the pool's, with all of its origins and without each."""
    counts = np.isfinite(sizes).sum(axis=2)
    path = np.where(counts > 0, np.nansum(sizes, axis=2) / np.maximum(counts, 1), np.nan)
    typical = np.nanmean(path) if np.isfinite(path).any() else 1.0
    path = path / (typical or 1.0)
    origins, total = np.isfinite(path).sum(axis=0), np.nansum(path, axis=0)
    own = (total + POOL_WEIGHT) / (origins + POOL_WEIGHT)
    left = np.maximum(origins - np.isfinite(path), 0)
    return own, (total - np.nan_to_num(path) + POOL_WEIGHT) / (left + POOL_WEIGHT)


def _effective(pool: np.ndarray) -> float:
    """Count the errors as if independent (Kish): those of one stretch of time of one series resemble each other."""
    origins, _, horizon = pool.shape
    block = np.arange(origins) // max(1, horizon // 2)
    value = (
        np.where(np.isfinite(pool), np.clip(pool - np.nanmedian(pool), -4, 4), 0.0) if np.isfinite(pool).any() else pool
    )
    sums = np.stack([np.nansum(value[block == one], axis=(0, 2)) for one in np.unique(block)])
    counts = np.stack([np.isfinite(pool[block == one]).sum(axis=(0, 2)) for one in np.unique(block)])
    clusters, total = int((counts > 0).sum()), int(counts.sum())
    alone = np.nansum(value**2)
    if clusters == 0 or alone == 0:
        return float(clusters)
    size = total / clusters
    alike = np.clip(((sums**2).sum() / alone - 1) / max(size - 1, 1), 0.0, 1.0)
    # a few clusters cannot show how alike their errors are: start from a half
    alike = (clusters * alike + 4 * 0.5) / (clusters + 4)
    return float(total / (1 + (size - 1) * alike))


def limits(
    forecast: np.ndarray, errors: Spread, level: Sequence[int], *, never_negative: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Put ranges around forecasts of shape (series, horizon); also say for which series they can be relied on."""
    from scipy.stats import norm, t

    seen = errors.pool[np.isfinite(errors.pool)]
    reach, horizon = len(errors.growth), forecast.shape[1]
    # beyond what could be tried, errors grow as those of a sum of independent steps
    beyond = errors.growth[-1] * np.sqrt(np.arange(reach + 1, horizon + 1) / reach)
    width = errors.size[:, None] * np.concatenate([errors.growth, beyond])[:horizon]
    reliable = errors.own & (errors.effective >= LEAST_ERRORS) & (errors.size > 0)
    # Student's t for the size of errors, and two more numbers that were estimated: where they lie, and how they grow
    independent = max(errors.effective, 1.0)
    columns = {}
    for share in level:
        tail = (1 - share / 100) / 2
        few = t.ppf(1 - tail, independent) / norm.ppf(1 - tail) * np.sqrt(1 + 2 / independent)
        low, high = few * (np.quantile(seen, [tail, 1 - tail]) if len(seen) else norm.ppf([tail, 1 - tail]))
        lower = forecast + min(low, 0.0) * width
        columns[f"low_{share}"] = np.where(never_negative[:, None], np.maximum(lower, 0.0), lower)
        columns[f"high_{share}"] = forecast + max(high, 0.0) * width
    return columns, reliable


def interval_check(forecast: pd.DataFrame, *, came: pd.DataFrame | None = None, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count how often what came lay in the range, and say whether the ranges held what they promise.

    Parameters
    ----------
    forecast : DataFrame
        Forecasts with ranges: ``unique_id``, ``ds``, and pairs such as ``low_80``, ``high_80``; with ``y`` unless
        ``came`` is given.
    came : DataFrame, optional
        What came: ``unique_id``, ``ds``, ``y``. Forecasts of periods that are not in it are not judged; nor are those
        of a stock-out (a column ``censored`` in either table).
    by : list of str
        Columns to judge separately, for example ``["horizon"]`` or ``["model"]``.

    Returns
    -------
    DataFrame
        One row per level (and group): ``level`` (percent), ``judged`` (forecasts), ``inside``, ``below``, ``above``,
        ``inside_share``, ``low``, ``high`` (95 % range of the share by Wilson, wider where forecasts of one series
        missed together), ``verdict``: "held" (the range of the share comes within 2 points of the level), "too
        narrow", "too wide" or "too few to say" (under 20 independent forecasts).

    Raises
    ------
    ColumnError
        When there is no pair of limits, or no column ``y``.

    Notes
    -----
    Wilson (1927) with the effective number of forecasts (Kish 1965): series are the clusters.

    Examples
    --------
    >>> table = pd.DataFrame({"unique_id": list("abcdefghij") * 10, "ds": range(100), "y": 5.0, "low_80": 4.0,
    ...                       "high_80": [6.0] * 80 + [4.5] * 20})
    >>> interval_check(table)[["inside_share", "verdict"]].values.tolist()
    [[0.8, 'held']]
    """
    require_columns(forecast, ["unique_id", "ds"], table="the forecasts")
    table = forecast
    if came is not None:
        require_columns(came, ["unique_id", "ds", "y"], table="what came")
        known = [column for column in ("y", "censored") if column in came.columns]
        table = forecast.drop(columns=known, errors="ignore").merge(
            came[["unique_id", "ds", *known]], on=["unique_id", "ds"]
        )
    require_columns(table, ["y", *by], table="the forecasts")
    if "censored" in table.columns:
        table = table[~table["censored"].astype(bool)]
    levels = [str(c).removeprefix("low_") for c in table.columns if str(c).startswith("low_")]
    if not levels:
        raise ColumnError(
            f"The forecasts have no ranges. Columns such as low_80 and high_80 were expected, and the columns are: "
            f"{', '.join(map(str, table.columns))}. Make them with forecast(..., level=(80, 95))."
        )
    groups = [((), table)] if not by else list(table.groupby(list(by), observed=True))
    rows = [
        dict(zip(by, key, strict=True)) | _judge(group.dropna(subset=["y"]), level)
        for level in levels
        for key, group in groups
    ]
    return pd.DataFrame(rows)


def _judge(table: pd.DataFrame, level: str) -> dict[str, object]:
    from statsmodels.stats.proportion import proportion_confint

    below, above = table["y"] < table[f"low_{level}"], table["y"] > table[f"high_{level}"]
    inside = ~(below | above)
    share, nominal, number = inside.mean(), float(level) / 100, len(table)
    effective = _independent(inside, table["unique_id"], nominal)
    low, high = (
        proportion_confint(share * effective, effective, method="wilson") if number else (float("nan"), float("nan"))
    )
    cases = [effective < LEAST_ERRORS, high < nominal - SLACK, low > nominal + SLACK]
    verdict = ["too few to say", "too narrow", "too wide", "held"][[*cases, True].index(True)]
    return {
        "level": int(level),
        "judged": number,
        "inside": int(inside.sum()),
        "below": int(below.sum()),
        "above": int(above.sum()),
        "inside_share": float(share),
        "low": float(low),
        "high": float(high),
        "verdict": verdict,
    }


def _independent(inside: pd.Series, series: pd.Series, nominal: float) -> float:
    """Count forecasts as if independent (Kish): those of one series are missed together."""
    number = len(inside)
    if number == 0:
        return 0.0
    share = inside.mean()
    variance = max(share * (1 - share), nominal * (1 - nominal) / 4)
    sums = (inside - share).groupby(series, observed=True).agg(["sum", "size"])
    effect = max(1.0, float((sums["sum"] ** 2).sum()) / (number * variance))
    return min(number / effect, number) if len(sums) > 1 else min(number, number / (1 + (number - 1) * 0.2))


def check_levels(level: Sequence[int]) -> list[int]:
    """Refuse levels that are no percentages."""
    found = [level] if isinstance(level, int | float) else list(level)
    if any(isinstance(one, bool) or one != int(one) or not 1 <= one <= 99 for one in found):
        raise ArgumentError(
            f"level={in_words(level)} was given. Whole percentages from 1 to 99 were expected. Write level=(80, 95)."
        )
    return sorted({int(one) for one in found})
