"""An autoregression for many series at once: what changed lately goes on, or turns back."""

import numpy as np

from millrace.forecasting.bounds import bounded
from millrace.forecasting.panel import Panel
from millrace.forecasting.seasons import is_seasonal, season_index

__all__ = ["autoregression"]

RIDGE = 0.2  # pulls the coefficients of short series towards none
DRIFT_KEPT = 0.9  # the mean change is trusted a little less than seen


def autoregression(side: Panel, horizon: int) -> np.ndarray:
    """Forecast the changes from period to period by those before them, and add them up.

    Logarithms where a series is above zero, a season taken out where there is one, first differences, a regression on
    the last season and one period more (two where there is no season), shrunk by ridge (Hoerl and Kennard 1970). Weak
    alone where series are short, it errs in other ways than smoothing and Theta, and so a mean of the three errs less.

    Parameters
    ----------
    side : Panel
        The series.
    horizon : int
        How many periods ahead.

    Returns
    -------
    array of shape (series, horizon)
        Bounded by twice the range of each series' history beyond it; as in the last period for very short series.
    """
    known = np.isfinite(side.y)
    positive = np.where(known, side.y, np.inf).min(axis=1) > 0
    values = np.where(positive[:, None] & known, np.log(np.where(side.y > 0, side.y, 1.0)), side.y)
    index = np.zeros((len(values), side.season_length))
    seasonal = is_seasonal(values, side.season_length)
    if seasonal.any():
        index[seasonal] = season_index(values[seasonal], side.season_length, multiplicative=False)
    place = (np.arange(values.shape[1]) - values.shape[1]) % side.season_length
    lags = min(side.season_length + 1, 14) if side.season_length > 1 else 2
    said = _continued(values - index[:, place], lags, horizon) + index[:, np.arange(horizon) % side.season_length]
    said = np.where(positive[:, None], np.exp(np.clip(said, -50, 50)), said)
    return bounded(said, side.y)


def _continued(values: np.ndarray, lags: int, horizon: int) -> np.ndarray:
    last = np.repeat(values[:, -1:], horizon, axis=1)
    change = np.diff(values, axis=1)
    if change.shape[1] <= lags:
        return last
    known = np.isfinite(change)
    drift = DRIFT_KEPT * np.where(known, change, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    change = change - drift[:, None]
    coefficients = _regressed(change, lags)
    recent = np.nan_to_num(change[:, -lags:])[:, ::-1]
    steps = []
    for _ in range(horizon):
        following = (recent * coefficients).sum(axis=1)
        recent = np.column_stack([following, recent[:, :-1]])
        steps.append(following + drift)
    return last + np.cumsum(np.column_stack(steps), axis=1)


def _regressed(change: np.ndarray, lags: int) -> np.ndarray:
    """Regress each change on those before it, with ridge, for all series in one solve."""
    width = change.shape[1]
    before = np.stack([change[:, lags - lag - 1 : width - lag - 1] for lag in range(lags)], axis=2)
    after = change[:, lags:]
    usable = np.isfinite(after) & np.isfinite(before).all(axis=2)
    before, after = np.where(usable[..., None], before, 0.0), np.where(usable, after, 0.0)
    products = np.einsum("ntk,ntl->nkl", before, before)
    usual = np.trace(products, axis1=1, axis2=2) / lags
    pulled = products + (RIDGE * usual + 1e-12)[:, None, None] * np.eye(lags)
    together = np.einsum("ntk,nt->nk", before, after)
    return np.asarray(np.linalg.solve(pulled, together[..., None])[..., 0])
