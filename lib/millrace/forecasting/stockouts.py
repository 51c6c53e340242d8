"""Stock-outs: weeks in which nothing was sold because nothing was there, told from weeks in which nobody wanted it."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.forecasting.frequencies import frequency
from millrace.forecasting.panel import shifted

__all__ = ["estimate_demand", "find_stock_outs", "mark_stock_outs", "stock_out_stretches"]

NEAR = 26  # periods to either side that tell a product's level and how often it has a quiet period
LEAST_DEMANDS = 12
CLAIMED = 0.05
SEASON_SERIES = 5  # with fewer other products, the season of a period is not known from them


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


def mark_stock_outs(series: pd.DataFrame, *, stock_outs: pd.DataFrame) -> pd.DataFrame:
    """Mark the periods in which a product was not there all the time: what was sold is the least that was wanted.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds`` (dates), ``y``.
    stock_outs : DataFrame
        A row per stock-out: ``unique_id``, ``first_day``, ``last_day``, both included.

    Returns
    -------
    DataFrame
        The series with ``censored`` (True where some days were without stock) and ``there_share`` (the share of days
        with stock). Stock-outs of products, or outside of periods, that are not in the series mark nothing.

    Raises
    ------
    ArgumentError
        When a stock-out ends before it begins.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2025-03-03", periods=2, freq="W-MON"), "y": 4.0})
    >>> gone = pd.DataFrame({"unique_id": ["a"], "first_day": ["2025-03-08"], "last_day": ["2025-03-16"]})
    >>> mark_stock_outs(weeks, stock_outs=gone)["there_share"].round(2).tolist()
    [0.71, 0.0]
    """
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    require_columns(stock_outs, ["unique_id", "first_day", "last_day"], table="the stock-outs")
    first, last = pd.to_datetime(stock_outs["first_day"]), pd.to_datetime(stock_outs["last_day"])
    if (last < first).any():
        row = stock_outs[last < first].iloc[0]
        raise ArgumentError(
            f"The stock-out of {row['unique_id']} ends on {row['last_day']}, before it begins on {row['first_day']}. "
            "The last day was expected not to be earlier. Are they changed about?"
        )
    ends = pd.DatetimeIndex(shifted(pd.Index(series["ds"]), 1, freq=frequency(series)))
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


def estimate_demand(series: pd.DataFrame) -> pd.DataFrame:
    """Estimate what was wanted while a product was not there; what was sold then is only the least of it.

    Parameters
    ----------
    series : DataFrame
        What `mark_stock_outs` returned, or ``unique_id``, ``ds``, ``y`` and ``censored``; then a marked period counts
        as without stock all the time, and the estimate is never below what was sold.

    Returns
    -------
    DataFrame
        ``unique_id``, ``ds``, ``y`` (the estimate in marked periods, what was sold in others), ``y_seen``, ``low_80``
        and ``high_80`` (the range of the estimate; empty in other periods), ``censored``, and ``estimated``: False
        also in marked periods for which there is nothing to go by, where ``y`` stays as it was.

    Notes
    -----
    Each product's level is the mean of its unmarked periods within 26 to either side; a period's season is what all
    other unmarked products sold then against their own levels. The expected demand is level times season; what was
    missed is its share of the days without stock. The range comes from how far unmarked periods lay from their
    expectation. Products that customers take instead make the season look higher: the estimate is then a little too
    high.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(9), "y": [4.0, 4, 4, 4, 0, 4, 4, 4, 4]})
    >>> estimate_demand(weeks.assign(censored=weeks["ds"] == 4)).loc[4, ["y_seen", "y"]].tolist()
    [0.0, 4.0]
    """
    require_columns(series, ["unique_id", "ds", "y", "censored"], table="the series")
    table = series.sort_values(["unique_id", "ds"], kind="stable").reset_index(drop=True)
    sold = table.pivot(index="unique_id", columns="ds", values="y")
    marked = table.pivot(index="unique_id", columns="ds", values="censored").eq(True).to_numpy()
    clean = np.where(marked, np.nan, sold.to_numpy(dtype=float))
    expected = _expected(clean)
    there = table.get("there_share", (~table["censored"].astype(bool)).astype(float)).to_numpy(dtype=float)
    rows, columns = (
        sold.index.get_indexer(pd.Index(table["unique_id"])),
        sold.columns.get_indexer(pd.Index(table["ds"])),
    )
    usual = expected[rows, columns]
    censored = table["censored"].to_numpy(dtype=bool)
    estimated = censored & np.isfinite(usual)
    seen = table["y"].to_numpy(dtype=float)
    missed = np.where(estimated, usual * (1 - there), 0.0)
    low, high = _spread(clean, expected)
    with np.errstate(invalid="ignore"):
        reach = np.where(estimated, _size(usual), np.nan) * (1 - there)
    return table[["unique_id", "ds"]].assign(
        y=seen + missed,
        y_seen=seen,
        low_80=np.maximum(seen, seen + missed + low * reach),
        high_80=seen + missed + high * reach,
        censored=censored,
        estimated=estimated,
    )


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
        One row per stretch, the least likely first: ``unique_id``, ``first``, ``last``, ``periods``, ``chance`` (how
        likely such a stretch is in all of these series together, at most 1), ``verdict``: "looks like a stock-out",
        "may be no demand", or "too few to say" for products with fewer than twelve periods with sales.

    Notes
    -----
    A quiet period follows a quiet one, or a busy one, with the chance that the product shows within 26 periods to
    either side; in periods in which all other products sell little, it is the higher. The chance of a stretch is the
    product of these, times the number of stretches that could have begun (Bonferroni). Stretches before the first and
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
    season = np.clip(_season(values, _level(values)), 0.0, 1.0)
    rows = [(at, *row) for at in range(len(values)) for row in _stretches(values[at], season[at], least)]
    table = pd.DataFrame(rows, columns=["row", "begin", "periods", "chance", "demands"]).astype(
        {"row": int, "begin": int, "periods": int, "chance": float, "demands": int}
    )
    could = np.isfinite(values).sum()
    begin, periods = table["begin"].to_numpy(), table["periods"].to_numpy()
    chance = np.minimum(table["chance"] * could, 1.0)
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


def _expected(clean: np.ndarray) -> np.ndarray:
    """Return level times season for every series and period; NaN where a series has no unmarked period near."""
    level = _level(clean)
    return level * _season(clean, level)


def _level(clean: np.ndarray) -> np.ndarray:
    known = np.isfinite(clean)
    total = np.cumsum(np.pad(np.where(known, clean, 0.0), ((0, 0), (1, 0))), axis=1)
    count = np.cumsum(np.pad(known, ((0, 0), (1, 0))), axis=1)
    at = np.arange(clean.shape[1])
    first, last = np.maximum(at - NEAR, 0), np.minimum(at + NEAR + 1, clean.shape[1])
    inside = count[:, last] - count[:, first]
    return np.where(inside > 0, (total[:, last] - total[:, first]) / np.maximum(inside, 1), np.nan)


def _season(clean: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Return what all other series sold in each period against their levels; 1 where they are too few to tell."""
    known = np.isfinite(clean) & (level > 0)
    sold, usual = np.where(known, clean, 0.0), np.where(known, level, 0.0)
    others, theirs = sold.sum(axis=0) - sold, usual.sum(axis=0) - usual
    enough = (known.sum(axis=0) - known) >= SEASON_SERIES
    return np.where(enough & (theirs > 0), others / np.where(theirs > 0, theirs, 1.0), 1.0)


def _size(usual: np.ndarray) -> np.ndarray:
    """Return how far off a period usually is: by chance alone for small numbers, in proportion for large ones."""
    return np.asarray(np.sqrt(np.maximum(usual, 0.5) * np.maximum(usual, 1)))


def _spread(clean: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
    known = np.isfinite(clean) & (expected > 0)
    if not known.any():
        return 0.0, 0.0
    usual = expected[known]
    apart = (clean[known] - usual) / _size(usual)
    return float(np.quantile(apart, 0.1)), float(np.quantile(apart, 0.9))


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
        bunched = min(0.5, 0.1 + 3 * after_busy)
        after_quiet = (quiet[follows].sum() + 2 * bunched) / (follows.sum() + 2)
        chances = np.r_[after_busy, np.full(periods - 1, max(after_quiet, after_busy))]
        # When others sell little too, a quiet period is less of a surprise.
        chances = 1 - (1 - chances) * season[begin : begin + periods]
        found.append((begin, periods, float(np.prod(chances)), len(sold)))
    return found
