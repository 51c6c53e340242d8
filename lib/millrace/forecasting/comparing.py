"""Is a model better than the baseline, or was it luck: differences with the range in which the truth may lie."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.forecasting.measures import judged

__all__ = ["compare_models"]

DRAWS = 2000
LEAST_CLUSTERS = 5


def compare_models(backtest: pd.DataFrame, *, baseline: str = "seasonal naive", seed: int = 0) -> pd.DataFrame:
    """Hold each model against the baseline, with the range in which the true difference probably lies.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned, the baseline among its models. Periods marked as ``censored`` judge nobody.
    baseline : str
        The model to beat.
    seed : int
        For the resampling.

    Returns
    -------
    DataFrame
        One row per other model: ``model``, ``wape_share``, ``baseline_share``, ``difference`` (its WAPE less that of
        the baseline, below zero is better), ``low`` and ``high`` (95 %), ``verdict``: "better", "worse", "no
        different that we can see" or "too few to say".

    Raises
    ------
    ArgumentError
        When the baseline is not in the backtest.

    Notes
    -----
    Errors of one product resemble each other, and so do those of one week. The range is the wider one of two
    bootstraps, one over whole series and one over whole periods (Efron and Tibshirani 1993); with fewer than five of
    either the verdict is "too few to say". The range speaks of weeks like these.

    Examples
    --------
    >>> rows = [(s, t, m, 10.0, 10.0 + e) for s in range(8) for t in range(8) for m, e in (("old", 4), ("new", 1))]
    >>> tried = pd.DataFrame(rows, columns=["unique_id", "ds", "model", "y", "forecast"])
    >>> compare_models(tried, baseline="old")[["model", "difference", "verdict"]].values.tolist()
    [['new', -0.3, 'better']]
    """
    require_columns(backtest, ["unique_id", "ds", "model", "y", "forecast"], table="the backtest")
    backtest = judged(backtest)
    names = list(dict.fromkeys(backtest["model"]))
    if baseline not in names:
        raise ArgumentError(
            f"The baseline '{baseline}' is not in the backtest. One of {', '.join(map(str, names))} was expected."
        )
    keys = ["unique_id", "ds"] + (["origin"] if "origin" in backtest.columns else [])
    off = backtest.assign(off=(backtest["forecast"] - backtest["y"]).abs()).pivot(
        index=keys, columns="model", values="off"
    )
    size = backtest.drop_duplicates(keys).set_index(keys)["y"].abs().reindex(off.index)
    return pd.DataFrame([_compared(off, size, name, baseline, seed) for name in names if name != baseline])


def _compared(off: pd.DataFrame, size: pd.Series, name: str, baseline: str, seed: int) -> dict[str, object]:
    both = off[[name, baseline]].dropna()
    came = size.reindex(both.index)
    gap, total = both[name] - both[baseline], came.sum()
    ranges = [_resampled(gap, came, level, seed) for level in ("unique_id", "ds")]
    low, high = min(ends[0] for ends in ranges), max(ends[1] for ends in ranges)
    few = min(both.index.get_level_values(level).nunique() for level in ("unique_id", "ds")) < LEAST_CLUSTERS
    words = "better" if high < 0 else "worse" if low > 0 else "no different that we can see"
    return {
        "model": name,
        "wape_share": both[name].sum() / total,
        "baseline_share": both[baseline].sum() / total,
        "difference": gap.sum() / total,
        "low": low,
        "high": high,
        "verdict": "too few to say" if few or not total > 0 else words,
    }


def _resampled(gap: pd.Series, came: pd.Series, level: str, seed: int) -> tuple[float, float]:
    """Draw whole series, or whole periods, again and again, and return the middle 95 % of the differences."""
    sums = pd.DataFrame({"gap": gap, "came": came}).groupby(level=level).sum().to_numpy()
    drawn = np.random.default_rng(seed).integers(0, len(sums), (DRAWS, len(sums)))
    totals = sums[drawn].sum(axis=1)
    shares = totals[:, 0] / np.where(totals[:, 1] > 0, totals[:, 1], np.nan)
    return float(np.nanquantile(shares, 0.025)), float(np.nanquantile(shares, 0.975))
