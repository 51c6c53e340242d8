"""How wrong forecasts were: measures that can be compared across products, and money."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns

__all__ = ["accuracy", "compare_models", "error_cost", "interval_scores"]

NEEDED = ["unique_id", "ds", "model", "y", "forecast"]
DRAWS = 2000
LEAST_CLUSTERS = 5


def accuracy(
    backtest: pd.DataFrame, *, history: pd.DataFrame, season_length: int = 1, by: Sequence[str] = ("model",)
) -> pd.DataFrame:
    """Measure how wrong forecasts were.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned: ``unique_id``, ``origin``, ``ds``, ``model``, ``y``, ``forecast``. Without
        ``origin`` all forecasts were made at the end of ``history``.
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
        When a column is missing.

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
    rows = _scaled(backtest, history, season_length)
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


def compare_models(backtest: pd.DataFrame, *, baseline: str = "seasonal naive", seed: int = 0) -> pd.DataFrame:
    """Hold each model against the baseline, with the range in which the true difference probably lies.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned, the baseline among its models.
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
    require_columns(backtest, NEEDED, table="the backtest")
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


def error_cost(
    backtest: pd.DataFrame,
    *,
    cost_of_too_little: float | Mapping[str, float],
    cost_of_too_much: float | Mapping[str, float],
) -> pd.DataFrame:
    """Put a price on the errors: a piece too few costs one thing, a piece too many another.

    Parameters
    ----------
    backtest : DataFrame
        ``unique_id``, ``model``, ``y``, ``forecast``.
    cost_of_too_little, cost_of_too_much : float or dict
        Money per piece, for all series or by series.

    Returns
    -------
    DataFrame
        One row per model, the cheapest first: ``model``, ``too_little`` and ``too_much`` (pieces), ``cost`` (in the
        unit of the costs) and ``cost_per_forecast``.

    Raises
    ------
    ArgumentError
        For a cost below zero, or a series without one.

    Examples
    --------
    >>> tried = pd.DataFrame({"unique_id": "a", "ds": [1, 2], "model": "m", "y": [5.0, 5.0], "forecast": [3.0, 6.0]})
    >>> error_cost(tried, cost_of_too_little=10, cost_of_too_much=1)["cost"].item()
    21.0
    """
    require_columns(backtest, ["unique_id", "model", "y", "forecast"], table="the backtest")
    over = backtest["forecast"] - backtest["y"]
    little, much = (-over).clip(lower=0), over.clip(lower=0)
    price = little * _price(backtest, cost_of_too_little, "cost_of_too_little") + much * _price(
        backtest, cost_of_too_much, "cost_of_too_much"
    )
    rows = pd.DataFrame({"model": backtest["model"], "too_little": little, "too_much": much, "cost": price})
    table = rows.groupby("model", sort=False)[["too_little", "too_much", "cost"]].sum()
    table["cost_per_forecast"] = table["cost"] / rows.groupby("model", sort=False).size()
    return table.sort_values("cost", kind="stable").reset_index()


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


def _price(backtest: pd.DataFrame, cost: float | Mapping[str, float], name: str) -> pd.Series:
    if not isinstance(cost, Mapping):
        _not_below_zero(cost, name)
        return pd.Series(float(cost), index=backtest.index)
    missing = sorted(set(backtest["unique_id"]) - set(cost))
    if missing:
        raise ArgumentError(f"{name} lacks {in_words(missing)}. One number per series was expected. Add it.")
    for value in cost.values():
        _not_below_zero(value, name)
    return backtest["unique_id"].map(cost).astype(float)


def _not_below_zero(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value < np.inf:
        raise ArgumentError(
            f"{name}={in_words(value)} was given. Money per piece, 0 or more, was expected. Correct it."
        )


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
