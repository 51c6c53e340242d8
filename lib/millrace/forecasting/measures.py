"""How wrong forecasts were: measures that can be compared across products."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, require_columns

__all__ = ["accuracy", "interval_scores", "judged"]

NEEDED = ["unique_id", "ds", "model", "y", "forecast"]


def accuracy(
    backtest: pd.DataFrame, *, history: pd.DataFrame, season_length: int = 1, by: Sequence[str] = ("model",)
) -> pd.DataFrame:
    """Measure how wrong forecasts were.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned: ``unique_id``, ``origin``, ``ds``, ``model``, ``y``, ``forecast``. Without
        ``origin`` all forecasts were made at the end of ``history``. Periods marked as ``censored`` judge nobody, as
        more was wanted than came.
    history : DataFrame
        The series: ``unique_id``, ``ds``, ``y``. Errors are scaled by what was known at each origin.
    season_length : int
        Periods in a season: MASE and RMSSE compare with the error of "as in the last season" within the history.
    by : list of str
        For which groups, for example ``["model", "horizon"]``.

    Returns
    -------
    DataFrame
        One row per group: ``forecasts``, ``series``; ``wape_share`` (sum of absolute errors as a share of the sum of
        what came), ``bias_share`` (too much less too little, as a share of what came), ``mase`` and ``rmsse`` (mean
        over series; below 1 is better than the baseline was within the history), ``not_scaled`` (series whose history
        never changes from season to season, without both), ``smape_share``, ``mape_share`` (mean of shares of what
        came) and ``mape_left_out`` (forecasts of periods in which nothing came, for which it is not defined).

    Raises
    ------
    ColumnError
        When a column is missing, or a forecast or what came is empty.

    Notes
    -----
    MASE: Hyndman and Koehler 2006, International Journal of Forecasting 22; RMSSE: Makridakis and others 2022; both
    and sMAPE equal those of the library utilsforecast. MAPE rewards forecasts that are too low, and speaks of some
    weeks only: do not choose by it. Decide what sells now and then by bias and money, never by MASE or WAPE: a
    forecast of zero wins both.

    Examples
    --------
    >>> history = pd.DataFrame({"unique_id": "a", "ds": [1, 2, 3], "y": [4.0, 6.0, 4.0]})
    >>> tried = pd.DataFrame({"unique_id": "a", "ds": [4, 5], "model": "mine", "y": [4.0, 8.0], "forecast": [5.0, 5.0]})
    >>> accuracy(tried, history=history)[["wape_share", "bias_share", "mase"]].round(3).values.tolist()
    [[0.333, -0.167, 1.0]]
    """
    require_columns(backtest, [*NEEDED, *by], table="the backtest")
    rows = _scaled(judged(backtest), history, season_length)
    over = rows["forecast"] - rows["y"]
    rows = rows.assign(off=over.abs(), over=over, size=rows["y"].abs(), squared_error=over**2)
    rows["mape"] = (rows["off"] / rows["size"]).where(rows["size"] > 0)
    rows["smape"] = (rows["off"] / (rows["size"] + rows["forecast"].abs())).fillna(0.0)
    keys = list(by)
    groups = rows.groupby(keys, sort=False, observed=True)
    table = groups.agg(
        forecasts=("y", "size"),
        series=("unique_id", "nunique"),
        off=("off", "sum"),
        over=("over", "sum"),
        size=("size", "sum"),
        smape_share=("smape", "mean"),
        mape_share=("mape", "mean"),
    )
    table["wape_share"] = (table["off"] / table["size"]).where(table["size"] > 0)
    table["bias_share"] = (table["over"] / table["size"]).where(table["size"] > 0)
    table["mape_left_out"] = rows["mape"].isna().groupby([rows[key] for key in keys], sort=False, observed=True).sum()
    table = table.join(_scaled_means(rows, keys))
    shown = [
        "forecasts",
        "series",
        "wape_share",
        "bias_share",
        "mase",
        "rmsse",
        "not_scaled",
        "smape_share",
        "mape_share",
    ]
    return table[[*shown, "mape_left_out"]].reset_index()


def interval_scores(table: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Measure ranges: how often they held, how wide they are, and both in one number.

    Parameters
    ----------
    table : DataFrame
        ``y`` and, for each level, ``low_80`` and ``high_80`` and their like.
    by : list of str
        For which groups; none for all together.

    Returns
    -------
    DataFrame
        One row per group and level: ``level``, ``forecasts``, ``coverage_share``, ``mean_width``, ``pinball`` (the
        mean loss of both ends as quantiles; lower is better: Koenker and Bassett 1978).

    Examples
    --------
    >>> came = pd.DataFrame({"y": [4.0, 9.0], "low_80": [3.0, 3.0], "high_80": [6.0, 6.0]})
    >>> interval_scores(came)[["coverage_share", "mean_width"]].values.tolist()
    [[0.5, 3.0]]
    """
    levels = sorted(int(name.removeprefix("low_")) for name in table.columns if str(name).startswith("low_"))
    require_columns(table, ["y", *by, *(f"high_{level}" for level in levels)], table="the table of ranges")
    if not levels:
        raise ArgumentError(
            "The table has no range. Columns such as low_80 and high_80 were expected. Make it with forecast()."
        )
    parts = []
    for level in levels:
        low, high, y = table[f"low_{level}"], table[f"high_{level}"], table["y"]
        below, above = (1 - level / 100) / 2, (1 + level / 100) / 2
        loss = (_pinball(y, low, below) + _pinball(y, high, above)) / 2
        rows = pd.DataFrame({"held": ((y >= low) & (y <= high)).astype(float), "width": high - low, "loss": loss})
        keys = [table[name] for name in by] or [pd.Series(0, index=table.index)]
        part = rows.groupby(keys, sort=False, observed=True).agg(
            forecasts=("held", "size"),
            coverage_share=("held", "mean"),
            mean_width=("width", "mean"),
            pinball=("loss", "mean"),
        )
        parts.append(part.reset_index(drop=not by).assign(level=level))
    return pd.concat(parts, ignore_index=True)[[*by, "level", "forecasts", "coverage_share", "mean_width", "pinball"]]


def judged(backtest: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a backtest that can judge a model: all but those of stock-outs; an empty number is refused."""
    if "censored" in backtest.columns:
        backtest = backtest[~backtest["censored"].astype(bool)]
    for column in ("y", "forecast"):
        lost = backtest[column].isna()
        if lost.any():
            row = backtest[lost].iloc[0]
            raise ColumnError(
                f"'{column}' is empty in {counted(int(lost.sum()), 'row')}, the first {row['unique_id']} by "
                f"{row['model']}. A number in every row was expected. Leave those rows out, and say so."
            )
    return backtest


def _scaled(backtest: pd.DataFrame, history: pd.DataFrame, season_length: int) -> pd.DataFrame:
    """Add to each forecast the usual seasonal change, absolute and squared, that was known at its origin."""
    require_columns(history, ["unique_id", "ds", "y"], table="the history")
    past = history[["unique_id", "ds", "y"]].sort_values(["unique_id", "ds"], kind="stable")
    ids = past["unique_id"]
    change = past["y"] - past.groupby("unique_id", observed=True)["y"].shift(season_length)
    known = change.notna()
    groups = pd.DataFrame(
        {"change": change.abs().fillna(0.0), "square": (change**2).fillna(0.0), "count": known}
    ).groupby(ids)
    sums = groups.cumsum()
    scale = sums[["change", "square"]].div(sums["count"].where(sums["count"] > 0), axis=0)
    scale = scale.assign(unique_id=ids, origin=past["ds"])
    if "origin" not in backtest.columns:
        last = scale.drop_duplicates("unique_id", keep="last").drop(columns="origin")
        return backtest.merge(last, on="unique_id", how="left", validate="many_to_one")
    return backtest.merge(scale, on=["unique_id", "origin"], how="left", validate="many_to_one")


def _scaled_means(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Average errors within each series first, then over the series; a series that never changed has no scale."""
    each = (
        rows.assign(
            mase=(rows["off"] / rows["change"]).where(rows["change"] > 0),
            rmsse=(rows["squared_error"] / rows["square"]).where(rows["square"] > 0),
        )
        .groupby([*keys, "unique_id"], sort=False, observed=True)[["mase", "rmsse"]]
        .mean()
    )
    each["rmsse"] = np.sqrt(each["rmsse"])
    groups = each.groupby(level=list(range(len(keys))), sort=False, observed=True)
    return groups.mean().assign(not_scaled=each["mase"].isna().groupby(level=list(range(len(keys))), sort=False).sum())


def _pinball(y: pd.Series, said: pd.Series, quantile: float) -> pd.Series:
    short = y - said
    return pd.Series(np.maximum(quantile * short, (quantile - 1) * short), index=y.index)
