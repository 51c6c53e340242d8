"""Exponential smoothing (ETS) for many series at once: level, damped trend and season that follow what comes."""

from dataclasses import dataclass, replace

import numpy as np

from millrace.forecasting.bounds import bounded
from millrace.forecasting.panel import Panel
from millrace.forecasting.seasons import adjusted, season_index

__all__ = ["Fit", "fit_form", "smoothing"]

# Trend and season of each form: none, additive (damped trend) or multiplicative.
FORMS = tuple((trend, season) for trend in (False, True) for season in ("none", "additive", "multiplicative"))
LONG_SEASON = 24  # beyond this, each place of a season is seen too few times to follow it
FIRST, ROUNDS, PER_ROUND = 48, 4, 16
LOWEST, HIGHEST = np.array([1e-4, 1e-4, 1e-4, 0.80]), np.array([0.99, 0.99, 0.99, 0.98])
START_PERIODS = 10


@dataclass(frozen=True)
class Fit:
    """One form fitted to each series: its last state, parameters and Akaike's corrected criterion (AICc).

    `level` and `trend` have shape (series,), `season` (series, season_length) with place 0 the first period ahead,
    `parameters` (series, 4): the shares of level, trend and season, and the damping. `aicc` is infinite where the form
    does not fit: too few periods, or values that are not above zero for a multiplicative season.
    """

    level: np.ndarray
    trend: np.ndarray
    season: np.ndarray
    parameters: np.ndarray
    aicc: np.ndarray


def smoothing(side: Panel, horizon: int) -> np.ndarray:
    """Forecast by exponential smoothing, the forms weighed by Akaike's criterion.

    Additive errors, or errors that grow with the level; no trend or a damped one; no season, an additive or a
    multiplicative one (Hyndman, Koehler, Snyder and Grose 2002). Each form's parameters are searched for all series
    at once; forecasts are averaged with Akaike weights (Kolassa 2011), which harms less than choosing one form. A
    season of over 24 periods is taken out first (`seasons.adjusted`): its places are seen too few times to follow.

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        Bounded by twice the range of each series' history beyond it.
    """
    if side.season_length <= LONG_SEASON:
        return bounded(_weighed(side.y, side.season_length, horizon), side.y)
    rest, factors, summands = adjusted(side.y, side.season_length)
    place = np.arange(horizon) % side.season_length
    return bounded(_weighed(rest, 1, horizon) * factors[:, place] + summands[:, place], side.y)


def _weighed(y: np.ndarray, season_length: int, horizon: int) -> np.ndarray:
    forms = [form for form in FORMS if season_length > 1 or form[1] == "none"]
    fits = [fit_form(y, season_length, trend=trend, season=season) for trend, season in forms]
    aicc = np.stack([fit.aicc for fit in fits])
    best = np.where(np.isfinite(aicc).any(axis=0), np.nanmin(np.where(np.isfinite(aicc), aicc, np.inf), axis=0), 0.0)
    weight = np.exp(-0.5 * np.clip(aicc - best, 0, 1e3))
    weight[0, ~np.isfinite(aicc).any(axis=0)] = 1.0
    weight = weight / weight.sum(axis=0)
    ahead = np.stack([_ahead(fit, form[1], horizon) for fit, form in zip(fits, forms, strict=True)])
    return np.asarray((weight[..., None] * np.where(weight[..., None] > 0, ahead, 0.0)).sum(axis=0))


def fit_form(y: np.ndarray, season_length: int, *, trend: bool, season: str) -> Fit:
    """Fit one form to every series: a wide search, then narrower ones around the best so far.

    Parameters
    ----------
    y : array of shape (series, periods)
        Right-aligned, NaN in front.
    season_length : int
        Periods in a season; 1 for none.
    trend : bool
        With a damped trend.
    season : {"none", "additive", "multiplicative"}
        The kind of season.

    Returns
    -------
    Fit
    """
    rng = np.random.default_rng(20160925)
    start = _start(y, season_length, trend, season)
    free = np.array([True, trend, season != "none", trend])
    draws = LOWEST + rng.random((FIRST, 4)) * (HIGHEST - LOWEST) * np.array([1, 0.5, 0.5, 1])
    tried = np.broadcast_to(np.where(free, draws, [0, 0, 0, 1.0]), (len(y), FIRST, 4))
    best = _best(y, start, tried, season, None)
    width = 0.25
    for _ in range(ROUNDS):
        noise = rng.normal(size=(PER_ROUND, 4)) * width * (HIGHEST - LOWEST) * free
        near = np.clip(best.parameters[:, None] + noise, np.where(free, LOWEST, 0), np.where(free, HIGHEST, 1))
        best = _best(y, start, near, season, best)
        width *= 0.5
    return _judged(best, y, season_length, free, season)


def _start(y: np.ndarray, season_length: int, trend: bool, season: str) -> Fit:
    """Work out where each series begins: its first level, slope and season."""
    series, width = y.shape
    n = np.isfinite(y).sum(axis=1)
    index = np.ones((series, season_length)) if season == "multiplicative" else np.zeros((series, season_length))
    rest = y
    if season != "none":
        usable = np.where((n >= 2 * season_length)[:, None], y, np.nan)
        index = season_index(usable, season_length, multiplicative=season == "multiplicative")
        place = (np.arange(width) - width) % season_length
        rest = y / index[:, place] if season == "multiplicative" else y - index[:, place]
    first = width - n
    use = np.minimum(START_PERIODS, n)
    time = np.arange(width)[None] - first[:, None]
    inside = (time >= 0) & (time < use[:, None])
    value, moment = np.where(inside, rest, 0.0), np.where(inside, time, 0.0)
    mean, middle = value.sum(axis=1) / np.maximum(use, 1), moment.sum(axis=1) / np.maximum(use, 1)
    spread = np.where(inside, (moment - middle[:, None]) ** 2, 0.0).sum(axis=1)
    tilt = np.where(inside, (moment - middle[:, None]) * (value - mean[:, None]), 0.0).sum(axis=1)
    slope = np.where(trend & (use > 2), tilt / np.maximum(spread, 1e-12), 0.0)
    nothing = np.zeros((series, 4))
    return Fit(mean - slope * (middle + 1), slope, index, nothing, np.full(series, np.inf))


def _best(y: np.ndarray, start: Fit, tried: np.ndarray, season: str, before: Fit | None) -> Fit:
    """Run candidates of shape (series, candidates, 4) through the series and keep each series' best."""
    share, slope_share, season_share, damping = np.moveaxis(tried, 2, 0)
    level = np.broadcast_to(start.level[:, None], share.shape).copy()
    slope = np.broadcast_to(start.trend[:, None], share.shape).copy()
    index = np.repeat(start.season[:, :, None], share.shape[1], axis=2)
    squares, relative, logs = (np.zeros(share.shape) for _ in range(3))
    slope_gain, season_gain, width = share * slope_share, season_share * (1 - share), y.shape[1]
    many = season == "multiplicative"
    length = index.shape[1]
    with np.errstate(all="ignore"):
        for at in range(width):
            value = y[:, at, None]
            there = np.isfinite(value)
            place = (at - width) % length
            usual = index[:, place]
            base = level + damping * slope
            said = base * usual if many else base + usual
            error = np.where(there, value - said, 0.0)
            squares += error**2
            relative += np.where(there, (error / said) ** 2, 0.0)
            logs += np.where(there, np.log(np.abs(said)), 0.0)
            gain = error / usual if many else error
            level = np.where(there, base + share * gain, level)
            slope = np.where(there, damping * slope + slope_gain * gain, slope)
            if season != "none":
                index[:, place] = usual + season_gain * (error / base if many else error)
        n = np.isfinite(y).sum(axis=1)[:, None]
        positive = (np.where(np.isfinite(y), y, np.inf).min(axis=1) > 0)[:, None]
        plain = n * np.log(squares / n + 1e-300)
        growing = np.where(positive, n * np.log(relative / n + 1e-300) + 2 * logs, np.inf)
        loss = np.fmin(plain, growing) if not many else np.where(positive, np.fmin(plain, growing), np.inf)
        loss = np.where(np.isfinite(level) & ~np.isnan(loss), loss, np.inf)
    rows, pick = np.arange(len(y)), loss.argmin(axis=1)
    found = Fit(level[rows, pick], slope[rows, pick], index[rows, :, pick], tried[rows, pick], loss[rows, pick])
    return found if before is None else _better(found, before)


def _better(one: Fit, other: Fit) -> Fit:
    take = one.aicc < other.aicc
    column = take[:, None]
    return Fit(
        np.where(take, one.level, other.level),
        np.where(take, one.trend, other.trend),
        np.where(column, one.season, other.season),
        np.where(column, one.parameters, other.parameters),
        np.where(take, one.aicc, other.aicc),
    )


def _judged(fit: Fit, y: np.ndarray, season_length: int, free: np.ndarray, season: str) -> Fit:
    """Add what each form pays for its parameters and first states."""
    n = np.isfinite(y).sum(axis=1)
    states = 1 + free[1] + (season_length - 1) * (season != "none")
    paid = free.sum() + states + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        aicc = fit.aicc + 2 * paid + 2 * paid * (paid + 1) / (n - paid - 1)
    enough = (n > paid + 2) & ((season == "none") | (n >= 2 * season_length))
    return replace(fit, aicc=np.where(enough, aicc, np.inf))


def _ahead(fit: Fit, season: str, horizon: int) -> np.ndarray:
    damping = fit.parameters[:, 3, None]
    steps = np.cumsum(damping ** np.arange(1, horizon + 1)[None], axis=1)
    base = fit.level[:, None] + steps * fit.trend[:, None]
    usual = fit.season[:, np.arange(horizon) % fit.season.shape[1]]
    return base * usual if season == "multiplicative" else base + usual
