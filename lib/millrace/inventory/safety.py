"""When to reorder: demand over the real lead times, from history, beside the textbook's normal formula."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.inventory.amounts import amount, draws_of, share_of

__all__ = ["reorder_point"]

LEVEL = 0.9
REPEATS = 100


def reorder_point(
    demand: "pd.Series | np.ndarray",
    lead_time_days: "float | pd.Series | np.ndarray",
    *,
    unit_price: float,
    service_level: float | None = None,
    fill_rate: float | None = None,
    order_quantity: float | None = None,
    review_days: int = 0,
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the stock at which to reorder, from stretches of history and lead times as they were.

    Parameters
    ----------
    demand : Series or array
        Demand per day, every day in a row, in units; days without demand are 0.
    lead_time_days : float, Series or array
        One fixed number of days, or the lead times of past deliveries.
    unit_price : float
        Money tied up in one unit.
    service_level : float
        The share of orders during whose wait nothing runs out (cycle service). Exactly one of this and ``fill_rate``.
    fill_rate : float
        The share of demand that is served from the shelf.
    order_quantity : float
        Units per order; needed with ``review_days=0``, when you may order on any day.
    review_days : int
        Days between the days on which you order; then the point is the level that stock is filled up to.
    draws : int
        How many stretches are drawn.
    seed : int
        The same seed draws the same.

    Returns
    -------
    DataFrame
        Two rows, ``method`` "from history" and "normal formula": ``reorder_point`` (units), ``low`` and ``high``
        (where the point lies in 90 of 100 histories like this one; missing for the formula), ``safety_stock`` (units
        above mean demand over lead time and review), ``tied_up`` (money in it), ``cycle_service_share`` and
        ``fill_share`` (what this point reaches, both judged by the drawn stretches), ``stretches`` (how many times
        history holds a lead time with its review, one after the other), ``lead_times`` (how many were given, missing
        for a fixed one), ``verdict`` ("enough history", "too few to say").

    Raises
    ------
    ArgumentError
        When the aim is missing or double, a number is out of range, or the longest lead time with the review is
        longer than the history.

    Notes
    -----
    A draw takes a lead time and, apart from it, as many consecutive days of history, so that bad weeks stay together
    and rare late deliveries stay in. "Too few to say": less than one case beyond the asked share is to be expected in
    the stretches or in the lead times; the point then rests on luck, and ``low`` and ``high`` say too little.
    The range draws lead times and blocks of history anew (Kuensch 1989). The formula is mean + z x standard deviation
    of demand over the lead time (Silver, Pyke and Thomas, *Inventory and Production Management in Supply Chains*,
    2017, chapter 6). For fill rates shortage per cycle is what runs short at the end of a cycle less what was
    short at its beginning. Demand that was never recorded because the shelf was empty is not in the history. With
    ``review_days=0`` an order is taken to go out right at the point; where demand comes in lumps, stock is below it by
    then, and less is reached: play the point with `play_policy` before you use it.

    Examples
    --------
    >>> days = np.tile([4.0, 6.0], 200)
    >>> found = reorder_point(days, 10, unit_price=2.5, service_level=0.9, order_quantity=100)
    >>> found[["reorder_point", "cycle_service_share", "verdict"]].values.tolist()[0]
    [50.0, 1.0, 'enough history']
    """
    days, leads, review = _read(demand, lead_time_days, review_days)
    aim, by_cycle = _aim(service_level, fill_rate)
    price = amount(unit_price, name="unit_price")
    rng = np.random.default_rng(seed)
    cycle = review * days.mean() if review else _quantity(order_quantity)
    sets = _drawn(days, leads, review, int(amount(draws, name="draws")), rng)
    exact = _point(*sets, cycle, aim, by_cycle=by_cycle)
    mean, spread = _normal(days, leads, review)
    formula = _normal_point(mean, spread, _normal(days, leads, 0), cycle, aim, review=review, by_cycle=by_cycle)
    ends = np.quantile(_repeated(days, leads, review, cycle, aim, rng, by_cycle=by_cycle), [0.05, 0.95])
    stretches = len(days) / (leads.mean() + review)
    rows = [
        {"method": name, "reorder_point": point, "low": low, "high": high, "safety_stock": point - mean,
         "tied_up": max(point - mean, 0.0) * price, "cycle_service_share": (sets[0] <= point).mean(),
         "fill_share": _fill(*sets, point, cycle)}
        for name, point, low, high in (("from history", exact, *ends), ("normal formula", formula, np.nan, np.nan))
    ]  # fmt: skip
    varied = np.ndim(lead_time_days) > 0
    fewest = min(stretches, len(leads)) if varied else stretches
    enough = fewest * (1 - aim) >= 1
    return pd.DataFrame(rows).assign(
        stretches=round(stretches, 1),
        lead_times=len(leads) if varied else np.nan,
        verdict="enough history" if enough else "too few to say",
    )


def _read(demand: object, lead_time_days: object, review_days: object) -> tuple[np.ndarray, np.ndarray, int]:
    days = draws_of(demand, name="demand", of="demand per day")
    if not days.any():
        raise ArgumentError(
            "demand is 0 on every day. Some demand was expected. Take an item that is used, or ask slow_movers(...)."
        )
    given = [lead_time_days] if np.ndim(lead_time_days) == 0 else lead_time_days  # type: ignore[arg-type]
    # sorted, so that the point does not depend on the order of the list
    leads = np.sort(np.rint(draws_of(given, name="lead_time_days", of="lead times")))
    review = int(amount(review_days, name="review_days", or_equal=True))
    if leads.max() + review > len(days):
        raise ArgumentError(
            f"The longest lead time with its review is {leads.max() + review:g} days, and the history has "
            f"{len(days)} days: too few to say. A longer history was expected. Take more of it, or a similar product's."
        )
    if leads.max() + review == 0:
        raise ArgumentError(
            "Lead time and review are 0 days. At least one day was expected. What comes at once needs no safety stock."
        )
    return days, leads.astype(int), review


def _aim(service_level: object, fill_rate: object) -> tuple[float, bool]:
    if (service_level is None) == (fill_rate is None):
        raise ArgumentError(
            f"{'Neither' if fill_rate is None else 'Both'} of service_level and fill_rate was given. Exactly one was "
            "expected. service_level=0.95: 95 of 100 waits without a gap; fill_rate=0.95: 95 of 100 pieces from stock."
        )
    by_cycle = service_level is not None
    value, name = (service_level, "service_level") if by_cycle else (fill_rate, "fill_rate")
    return share_of(value, name=name), by_cycle


def _quantity(order_quantity: object) -> float:
    if order_quantity is None:
        raise ArgumentError(
            "order_quantity was not given. The units per order were expected, because fill depends on them. Write "
            "order_quantity=..., or review_days=... if you order on fixed days."
        )
    return amount(order_quantity, name="order_quantity")


def _drawn(
    days: np.ndarray, leads: np.ndarray, review: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return demand over lead time and review, and over the lead time alone, of the same stretches."""
    sums = np.append(0.0, np.cumsum(days))
    lead = np.resize(leads, draws)  # each lead time as often as any other: nothing about them is left to luck
    start = (rng.random(draws) * (len(days) - lead - review + 1)).astype(int)
    whole = (sums[start + lead + review] - sums[start]).round(9)
    return whole, (sums[start + lead] - sums[start]).round(9) if review else np.zeros(draws)


def _fill(whole: np.ndarray, before: np.ndarray, point: float, cycle: float) -> float:
    # an order can lack no more than itself, or all of a cycle's demand
    lacking = np.maximum(whole - point, 0.0).mean() - np.maximum(before - point, 0.0).mean()
    return float(1 - min(lacking / cycle, 1.0))


def _point(whole: np.ndarray, before: np.ndarray, cycle: float, aim: float, *, by_cycle: bool) -> float:
    if by_cycle:
        return float(np.quantile(whole, aim, method="inverted_cdf"))
    low, high = 0.0, float(whole.max())
    if _fill(whole, before, low, cycle) >= aim:
        return 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if _fill(whole, before, middle, cycle) >= aim else (middle, high)
    return high


def _repeated(
    days: np.ndarray,
    leads: np.ndarray,
    review: int,
    cycle: float,
    aim: float,
    rng: np.random.Generator,
    *,
    by_cycle: bool,
) -> list[float]:
    block = int(min(leads.max() + review, len(days)))
    points = []
    for _ in range(REPEATS):
        starts = rng.integers(0, len(days), -(-len(days) // block))
        again = days[(starts[:, None] + np.arange(block)) % len(days)].ravel()[: len(days)]
        sets = _drawn(again, rng.choice(leads, len(leads)), review, 2000, rng)
        points.append(_point(*sets, cycle, aim, by_cycle=by_cycle))
    return points


def _normal(days: np.ndarray, leads: np.ndarray, review: int) -> tuple[float, float]:
    length = leads.mean() + review
    variance = length * days.var(ddof=1) + days.mean() ** 2 * (leads.var(ddof=1) if len(leads) > 1 else 0.0)
    return float(length * days.mean()), float(np.sqrt(variance))


def _normal_point(
    mean: float,
    spread: float,
    alone: tuple[float, float],
    cycle: float,
    aim: float,
    *,
    review: int,
    by_cycle: bool,
) -> float:
    from scipy.special import ndtri
    from scipy.stats import norm

    if by_cycle:
        return float(mean + ndtri(aim) * spread)

    def lacking(point: float, middle: float, width: float) -> float:
        z = (point - middle) / max(width, 1e-12)
        return max(width, 1e-12) * float(norm.pdf(z) - z * norm.sf(z))

    low, high = 0.0, mean + 10 * spread + 1
    for _ in range(60):
        middle = (low + high) / 2
        short = lacking(middle, mean, spread) - (lacking(middle, *alone) if review else 0.0)
        low, high = (low, middle) if short <= (1 - aim) * cycle else (middle, high)
    return high
