"""Two ways to hide a part of history from a model: its end, or periods at random, which praises too much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.forecasting.backtest import whole_numbers

__all__ = ["compare_splits", "random_split", "split_in_time"]

KNOWN, HIDDEN = "known", "hidden"


def split_in_time(series: pd.DataFrame, *, periods: int) -> pd.DataFrame:
    """Hide the last periods of each series: what a forecaster does not know either.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``y``.
    periods : int
        How many periods to hide.

    Returns
    -------
    DataFrame
        The series, sorted, with a column ``part``: "known" or "hidden".

    Raises
    ------
    ArgumentError
        When a series has no more periods than are to be hidden.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(5), "y": 1.0})
    >>> split_in_time(weeks, periods=2)["part"].tolist()
    ['known', 'known', 'known', 'hidden', 'hidden']
    """
    table, left = _sorted(series, periods)
    return table.assign(part=np.where(left < periods, HIDDEN, KNOWN)).astype({"part": "str"})


def random_split(series: pd.DataFrame, *, periods: int, seed: int = 0) -> pd.DataFrame:
    """Hide as many periods of each series, drawn at random: right for cases without an order, wrong for forecasts.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``y``.
    periods : int
        How many periods to hide.
    seed : int
        The same seed hides the same periods.

    Returns
    -------
    DataFrame
        The series, sorted, with a column ``part``: "known" or "hidden".

    Raises
    ------
    ArgumentError
        When a series has no more periods than are to be hidden.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(5), "y": 1.0})
    >>> random_split(weeks, periods=2)["part"].tolist()
    ['known', 'known', 'hidden', 'hidden', 'known']
    """
    table, _ = _sorted(series, periods)
    lot = pd.Series(np.random.default_rng(seed).random(len(table)), index=table.index)
    place = lot.groupby(table["unique_id"], observed=True).rank(method="first")
    return table.assign(part=np.where(place <= periods, HIDDEN, KNOWN)).astype({"part": "str"})


def compare_splits(series: pd.DataFrame, *, periods: int, season_length: int = 1, seed: int = 0) -> pd.DataFrame:
    """Show how much a random split praises: the errors of one model under both ways of hiding.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``y``; no gaps.
    periods : int
        How many periods of each series to hide.
    season_length : int
        Periods in a season.
    seed : int
        For the random split and for the model.

    Returns
    -------
    DataFrame
        One row per way, "in time" first: ``split``, ``hidden`` (rows), ``error`` (mean absolute error in the unit of
        ``y``) and ``wape_share`` (the sum of errors as a share of the sum of what came).

    Raises
    ------
    ArgumentError
        When a series has no more periods than are to be hidden.

    Notes
    -----
    The model is a random forest (Breiman 2001) that sees the series, the number of the period and its place in the
    season. Under a random split it has seen the week before and the week after; nobody who forecasts has.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(100), "y": 50 + rng.normal(size=100).cumsum()})
    >>> compare_splits(weeks, periods=20)["error"].round(1).tolist()
    [1.1, 0.5]
    """
    ways = {
        "in time": split_in_time(series, periods=periods),
        "at random": random_split(series, periods=periods, seed=seed),
    }
    rows = []
    for name, table in ways.items():
        hidden = table["part"] == HIDDEN
        came = table.loc[hidden, "y"].to_numpy(dtype=float)
        error = np.abs(_forest(table, hidden.to_numpy(), season_length, seed) - came)
        total = np.abs(came).sum()
        share = float(error.sum() / total) if total else float("nan")
        rows.append({"split": name, "hidden": int(hidden.sum()), "error": float(error.mean()), "wape_share": share})
    return pd.DataFrame(rows)


def _forest(table: pd.DataFrame, hidden: np.ndarray, season_length: int, seed: int) -> np.ndarray:
    from sklearn.ensemble import RandomForestRegressor

    number = table.groupby("unique_id", observed=True).cumcount().to_numpy()
    seen = np.column_stack([pd.factorize(table["unique_id"])[0], number, number % season_length])
    forest = RandomForestRegressor(n_estimators=100, min_samples_leaf=2, random_state=seed)
    forest.fit(seen[~hidden], table["y"].to_numpy(dtype=float)[~hidden])
    return np.asarray(forest.predict(seen[hidden]))


def _sorted(series: pd.DataFrame, periods: int) -> tuple[pd.DataFrame, np.ndarray]:
    whole_numbers(periods=periods)
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    table = series.sort_values(["unique_id", "ds"], kind="stable").reset_index(drop=True)
    group = table.groupby("unique_id", observed=True)
    sizes = group.size()
    if (sizes <= periods).any():
        raise ArgumentError(
            f"The series '{sizes.idxmin()}' has {sizes.min()} periods, and {periods} are to be hidden. More periods "
            "than that were expected in every series. Hide fewer, or leave short series out."
        )
    return table, group.cumcount(ascending=False).to_numpy()
