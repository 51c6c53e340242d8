"""Stock-outs: weeks in which nothing was sold because nothing was there, told from weeks in which nobody wanted it."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.forecasting.frequencies import frequency
from millrace.forecasting.levels import NEAR, near_level, season_of_others
from millrace.forecasting.panel import shifted

__all__ = ["find_stock_outs", "mark_stock_outs", "stock_out_stretches"]

LEAST_DEMANDS = 12
CLAIMED = 0.05
RARE = 0.001


def stock_out_stretches(
    calendar: pd.DataFrame, *, date: str = "date", items: str = "out_of_stock", separator: str = ";"
) -> pd.DataFrame:
    """Read stock-outs from a calendar that notes, day by day, what is not on the shelf.

    Parameters
    ----------
    calendar : DataFrame
        A row per day.
    date : str
        The column of dates.
    items : str
        The column of what is missing that day: names with a separator between them, or nothing.
    separator : str
        What stands between two names.

    Returns
    -------
    DataFrame
        One row per stretch of days: ``unique_id``, ``first_day``, ``last_day``, in order.

    Examples
    --------
    >>> days = pd.DataFrame({"date": ["2025-03-03", "2025-03-04"], "out_of_stock": ["belt; bag", "belt"]})
    >>> stock_out_stretches(days)["unique_id"].tolist()
    ['bag', 'belt']
    """
    require_columns(calendar, [date, items], table="the calendar")
    noted = calendar.loc[calendar[items].notna(), [date, items]]
    names = noted[items].astype(str).str.split(separator)
    rows = pd.DataFrame({"day": pd.to_datetime(noted[date]), "unique_id": names}).explode("unique_id")
    rows = rows.assign(unique_id=rows["unique_id"].str.strip()).query("unique_id != ''").drop_duplicates()
    rows = rows.sort_values(["unique_id", "day"])
    again = rows["day"].diff().dt.days.ne(1) | rows["unique_id"].ne(rows["unique_id"].shift())
    ends = rows.groupby(["unique_id", again.cumsum().rename("stretch")])["day"].agg(first_day="min", last_day="max")
    return ends.reset_index().drop(columns="stretch")


def mark_stock_outs(series: pd.DataFrame, *, stock_outs: pd.DataFrame, freq: str | None = None) -> pd.DataFrame:
    """Mark the periods in which a product was not there all the time: what was sold is the least that was wanted.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds`` (dates), ``y``.
    stock_outs : DataFrame
        A row per stock-out: ``unique_id``, ``first_day``, ``last_day``, both included.
    freq : str, optional
        The step between periods, where it cannot be seen.

    Returns
    -------
    DataFrame
        The series with ``censored`` (True where some days were without stock) and ``there_share`` (the share of days
        with stock). Stock-outs of products, or outside of periods, that are not in the series mark nothing.

    Raises
    ------
    ArgumentError
        When a stock-out ends before it begins, or the periods are whole numbers.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2025-03-03", periods=2, freq="W-MON"), "y": 4.0})
    >>> gone = pd.DataFrame({"unique_id": ["a"], "first_day": ["2025-03-08"], "last_day": ["2025-03-16"]})
    >>> mark_stock_outs(weeks, stock_outs=gone)["there_share"].round(2).tolist()
    [0.71, 0.0]
    """
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    require_columns(stock_outs, ["unique_id", "first_day", "last_day"], table="the stock-outs")
    if series["ds"].dtype.kind != "M":
        raise ArgumentError(
            f"The periods hold {in_words(series['ds'].iloc[0])}. Dates were "
            "expected, because stock-outs have days. Mark the periods yourself, in a column censored."
        )
    first, last = pd.to_datetime(stock_outs["first_day"]), pd.to_datetime(stock_outs["last_day"])
    if (last < first).any():
        row = stock_outs[last < first].iloc[0]
        raise ArgumentError(
            f"The stock-out of {row['unique_id']} ends on {row['last_day']}, before it begins on {row['first_day']}. "
            "The last day was expected not to be earlier. Are they changed about?"
        )
    ends = pd.DatetimeIndex(shifted(pd.Index(series["ds"]), 1, freq=freq or frequency(series)))
    days = (ends - pd.DatetimeIndex(series["ds"])).days.to_numpy(dtype=float)
    gone = np.zeros(len(series))
    rows_of = {
        name: np.asarray(rows) for name, rows in series.reset_index(drop=True).groupby("unique_id").indices.items()
    }
    starts, stops = series["ds"].to_numpy(), ends.to_numpy()
    for name, begin, end in zip(stock_outs["unique_id"], first, last + pd.Timedelta(days=1), strict=True):
        rows = rows_of.get(name, np.array([], dtype=int))
        overlap = np.minimum(stops[rows], end.to_datetime64()) - np.maximum(starts[rows], begin.to_datetime64())
        gone[rows] += np.maximum(overlap / np.timedelta64(1, "D"), 0.0)
    there = np.clip(1 - gone / days, 0.0, 1.0)
    return series.assign(censored=there < 1, there_share=there)


def find_stock_outs(series: pd.DataFrame, *, least: int = 2) -> pd.DataFrame:
    """Propose stretches without any sale that are hardly chance: perhaps the shelf was empty. Nothing is marked.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds``, ``y``.
    least : int
        The shortest stretch to look at, in periods.

    Returns
    -------
    DataFrame
        One row per stretch, the least likely first: ``unique_id``, ``first``, ``last``, ``periods``, ``chance`` (the
        share of chance finds to expect among this stretch and all less likely ones, at most 1), ``verdict``: "looks
        like a stock-out", "may be no demand", or "too few to say" for products with fewer than twelve periods with
        sales.

    Notes
    -----
    A quiet period follows a quiet one, or a busy one, with the chance that the product shows within 26 periods to
    either side; in periods in which all other products sell less, it is the higher, as for a Poisson
    distribution of a lower mean. For a product without
    any other quiet period near by the first one has the chance of a negative binomial distribution with the mean and
    variance of its sales there, but never less than one in a thousand. The chance of a stretch is the
    product of these, held against the number of stretches that could have begun (Benjamini and Hochberg 1995, Journal
    of the Royal Statistical Society B 57). What is sold a little of, because the last pieces went, is not looked for.
    Stretches before the first and
    after the last sale are left out: they are launches and ends.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(80), "y": [5.0] * 40 + [0.0] * 5 + [4.0] * 35})
    >>> find_stock_outs(weeks)[["first", "periods", "verdict"]].values.tolist()
    [[40, 5, 'looks like a stock-out']]
    """
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    sold = series.pivot(index="unique_id", columns="ds", values="y")
    values = sold.to_numpy(dtype=float)
    season = np.clip(season_of_others(values, near_level(values)), 0.0, 1.0)
    rows = [(at, *row) for at in range(len(values)) for row in _stretches(values[at], season[at], least)]
    table = pd.DataFrame(rows, columns=["row", "begin", "periods", "chance", "demands"]).astype(
        {"row": int, "begin": int, "periods": int, "chance": float, "demands": int}
    )
    could = np.isfinite(values).sum()
    begin, periods = table["begin"].to_numpy(), table["periods"].to_numpy()
    chance = _adjusted(table["chance"].to_numpy(), int(could))
    words = np.where(chance < CLAIMED, "looks like a stock-out", "may be no demand")
    result = pd.DataFrame(
        {
            "unique_id": sold.index.to_numpy()[table["row"]],
            "first": sold.columns.to_numpy()[begin],
            "last": sold.columns.to_numpy()[begin + periods - 1],
            "periods": periods,
            "chance": chance,
            "verdict": np.where(table["demands"] < LEAST_DEMANDS, "too few to say", words),
        }
    )
    return result.sort_values(["chance", "unique_id", "first"], kind="stable", ignore_index=True)


def _chance_of_nothing(sold: np.ndarray) -> float:
    """Return the chance of zero in a negative binomial distribution with the mean and variance of these sales."""
    mean, variance = float(np.nanmean(sold)), float(np.nanvar(sold))
    if variance <= mean:
        return float(np.exp(-mean))
    size = mean**2 / (variance - mean)
    return float((size / (size + mean)) ** size)


def _adjusted(chance: np.ndarray, tried: int) -> np.ndarray:
    """Hold each chance against the number of trials and its own rank among them."""
    order = np.argsort(-chance, kind="stable")
    ranked = chance[order] * tried / np.arange(len(chance), 0, -1)
    adjusted = np.empty(len(chance))
    adjusted[order] = np.minimum(np.minimum.accumulate(ranked), 1.0) if len(chance) else ranked
    return adjusted


def _stretches(values: np.ndarray, season: np.ndarray, least: int) -> list[tuple[int, int, float, int]]:
    """List the quiet stretches of one series between its first and last sale, each with its chance."""
    sold = np.flatnonzero(np.nan_to_num(values) > 0)
    if len(sold) < 2:
        return []
    gaps = np.diff(sold)
    found = []
    for before, gap in zip(sold[:-1][gaps > least], gaps[gaps > least], strict=True):
        begin, periods = int(before) + 1, int(gap) - 1
        start, end = max(sold[0], begin - NEAR), min(sold[-1] + 1, begin + periods + NEAR)
        outside = np.r_[start:begin, begin + periods : end]
        quiet = values[outside] <= 0
        follows = np.r_[False, quiet[:-1]]
        # What was never seen is not impossible; and quiet periods come in bunches more often than by chance.
        after_busy = (quiet[~follows].sum() + 0.5) / ((~follows).sum() + 1)
        if not quiet.any():
            after_busy = min(after_busy, max(_chance_of_nothing(values[outside]), RARE))
        bunched = min(0.5, 0.1 + 3 * after_busy)
        after_quiet = (quiet[follows].sum() + 2 * bunched) / (follows.sum() + 2)
        chances = np.r_[after_busy, np.full(periods - 1, max(after_quiet, after_busy))]
        # When others sell little too, a quiet period is less of a surprise.
        chances = chances ** season[begin : begin + periods]
        found.append((begin, periods, float(np.prod(chances)), len(sold)))
    return found
