"""The demand behind the orders: how many lines per day, how they spread over the products, and when stock ran out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lantern.trade import calendar
from lantern.trade.products import DEMAND_GROUPS

__all__ = ["GROUP_OF_KIND", "Demand", "make_demand"]

GROUP_OF_KIND = {"wholesale": "trade", "gulf": "export", "europe": "export", "retail": "online"}
WEEKS = len(calendar.DAYS) // 7 + 1
RAMP_WEEKS, FADE_WEEKS = 10, 14
# How much of a family is asked for in each month: presents before the holidays, belts with winter clothes.
SEASONS = {
    "bag": [0.9, 0.85, 1.05, 1.1, 1.05, 0.95, 0.9, 1.05, 1.15, 1.1, 1.0, 0.9],
    "wallet": [1.15, 0.9, 0.9, 0.9, 1.0, 1.1, 0.9, 0.9, 0.95, 1.0, 1.1, 1.2],
    "belt": [1.05, 0.9, 0.9, 0.85, 0.85, 0.95, 0.85, 0.95, 1.15, 1.2, 1.2, 1.15],
    "key fob": [1.3, 1.0, 0.85, 0.85, 0.95, 0.95, 0.9, 0.9, 1.0, 1.0, 1.1, 1.2],
}
STOCK_OUTS, LOST_SHARE = 30, 0.9


@dataclass(frozen=True, eq=False)
class Demand:
    """What buyers would order.

    Attributes
    ----------
    by_day : dict of numpy.ndarray, each of shape (1096,)
        For each kind of customer, the weight of every day; only ratios matter.
    shares : dict of numpy.ndarray, each of shape (157, products)
        For each group of buyers and week, the share of order lines of every product; each week sums to 1.
    stock_outs : pandas.DataFrame
        ``product`` (position in the price list), ``sku``, ``first_day`` and ``last_day``: the product could not be had.
    """

    by_day: dict[str, np.ndarray]
    shares: dict[str, np.ndarray]
    stock_outs: pd.DataFrame


def make_demand(rng: np.random.Generator, products: pd.DataFrame) -> Demand:
    """Draw the demand of one company.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    products : pandas.DataFrame
        As `lantern.trade.products.make_products` returns them.

    Returns
    -------
    Demand
        Days, products and stock-outs.
    """
    moods = {kind: np.exp(_wandering(rng, 1, pull=0.6, spread=0.09)[0]) for kind in GROUP_OF_KIND}
    week = np.arange(len(calendar.DAYS)) // 7
    by_day = {kind: calendar.demand_by_day(kind) * moods[kind][week] for kind in GROUP_OF_KIND}
    fashion = np.exp(_wandering(rng, len(products), pull=0.985, spread=0.38)).T * _alive(products) * _season(products)
    shares = {group: _normalised(fashion * products[group].to_numpy()) for group in DEMAND_GROUPS}
    return Demand(by_day, shares, _stock_outs(rng, products, shares))


def _wandering(rng: np.random.Generator, rows: int, *, pull: float, spread: float) -> np.ndarray:
    """Return slow waves around 0, one value per week: an autoregression with a given standard deviation."""
    steps = rng.normal(0, spread * np.sqrt(1 - pull**2), (rows, WEEKS))
    level = np.empty((rows, WEEKS))
    level[:, 0] = rng.normal(0, spread, rows)
    for week in range(1, WEEKS):
        level[:, week] = pull * level[:, week - 1] + steps[:, week]
    return level


def _alive(products: pd.DataFrame) -> np.ndarray:
    """Let a product grow over its first ten weeks and fade before its end; shape (weeks, products)."""
    week = np.arange(WEEKS)[:, None]
    launched, ended = (
        ((products[column] - calendar.START).dt.days / 7).to_numpy(dtype=float)
        for column in ("launched", "discontinued")
    )
    ramp = np.clip((week - launched + 1) / RAMP_WEEKS, 0, 1)
    fade = np.clip((np.where(np.isnan(ended), np.inf, ended) - week) / FADE_WEEKS, 0, 1)
    return ramp * fade


def _season(products: pd.DataFrame) -> np.ndarray:
    months = calendar.DAYS[::7].month.to_numpy()[:WEEKS] - 1
    return np.array([SEASONS[family] for family in products["family"]])[:, months].T


def _normalised(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum(axis=1, keepdims=True)


def _stock_outs(rng: np.random.Generator, products: pd.DataFrame, shares: dict[str, np.ndarray]) -> pd.DataFrame:
    """Let what sells well run out now and then, for one to five weeks."""
    asked = np.sum(list(shares.values()), axis=0)
    chances = (asked**0.7).ravel() / (asked**0.7).sum()
    week, product = np.divmod(rng.choice(chances.size, STOCK_OUTS, replace=False, p=chances), asked.shape[1])
    first = calendar.START + pd.to_timedelta(week * 7 + rng.integers(0, 7, STOCK_OUTS), unit="D")
    last = first + pd.to_timedelta(rng.integers(6, 35, STOCK_OUTS), unit="D")
    table = pd.DataFrame({"product": product, "sku": products["sku"].to_numpy()[product], "first_day": first})
    table["last_day"] = last.where(last <= calendar.END, calendar.END)
    table = table[table["first_day"] <= table["last_day"]].sort_values(["product", "first_day"], ignore_index=True)
    before = table.groupby("product")["last_day"].shift()
    overlaps = before.notna() & (table["first_day"] <= before)
    return table[~overlaps].sort_values("first_day", ignore_index=True)
