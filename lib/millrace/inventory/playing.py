"""Plays a rule for ordering against a history of demand, over many runs of lead times."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.inventory.amounts import amount, draws_of
from millrace.inventory.policies import Policy

__all__ = ["Play", "play_policy"]

COLUMNS = (
    "opening",
    "received",
    "demand",
    "served",
    "short",
    "closing",
    "backlog",
    "recorded",
    "ordered",
    "on_its_way",
)


@dataclass(frozen=True, eq=False)
class Play:
    """What happened when a rule was played; from `play_policy`.

    Attributes
    ----------
    paths : DataFrame
        One row per path: ``holding_cost``, ``ordering_cost``, ``shortage_cost``, ``total_cost`` (money over the whole
        history), ``orders``, ``cycle_service_share`` (of the stretches from one receipt to the next, those in which
        nothing was short; missing without a receipt), ``fill_share`` (of demand, served on its day), ``days_short``,
        ``mean_stock`` and ``mean_tied_up`` (at the end of a day, in units and in money).
    summary : Series
        The mean of each column over the paths.
    unmet : str
        "lost" or "backorders".
    """

    paths: pd.DataFrame
    summary: pd.Series
    unmet: str
    _days: dict[str, np.ndarray] = field(repr=False)

    def periods(self, path: int = 0) -> pd.DataFrame:
        """Return one path, day by day.

        Parameters
        ----------
        path : int
            Which, from 0.

        Returns
        -------
        DataFrame
            One row per day, all in units: ``day`` (from 0), ``opening``, ``received``, ``demand``, ``served`` (what
            left the shelf), ``short`` (demand not served on its day), ``closing``, ``backlog`` (owed at the end of the
            day), ``recorded`` (what the record says), ``ordered``, ``on_its_way``. Opening + received = served +
            closing.

        Raises
        ------
        ArgumentError
            When there is no such path.
        """
        count = len(self.paths)
        if not 0 <= path < count:
            raise ArgumentError(f"path={in_words(path)} was given. A path from 0 to {count - 1} was expected.")
        table = pd.DataFrame({name: self._days[name][:, path] for name in COLUMNS})
        table.insert(0, "day", np.arange(len(table)))
        return table


def play_policy(
    demand: "pd.Series | np.ndarray",
    *,
    policy: Policy,
    lead_time_days: "float | pd.Series | np.ndarray",
    opening_stock: float,
    unit_price: float,
    holding_share_per_year: float,
    cost_per_order: float,
    cost_per_short_unit: float,
    unmet: Literal["lost", "backorders"],
    minimum_order: float = 0.0,
    record_drift_share: float = 0.0,
    count_every_days: int | None = None,
    days_per_period: float = 1.0,
    paths: int = 1000,
    seed: int = 0,
) -> Play:
    """Play a rule for ordering against a history of demand, over many runs of lead times.

    Parameters
    ----------
    demand : Series or array
        Demand per day (or per period) in a row, units; the same history on every path.
    policy : Policy
        `reorder_fixed`, `reorder_up_to`, `order_up_to`, or a function of your own of the day and the stock of all
        paths that returns what to order on each.
    lead_time_days : float, Series or array
        One fixed number, or past lead times to draw from; in the periods of the history.
    opening_stock : float
        Units on the shelf at first.
    unit_price : float
        Money for one unit.
    holding_share_per_year : float
        What it costs to hold one unit for a year, as a share of its price: interest, space, decay.
    cost_per_order, cost_per_short_unit : float
        Money for each order, and for each unit that is not served on its day.
    unmet : {"lost", "backorders"}
        Whether demand that meets an empty shelf goes elsewhere or waits.
    minimum_order : float
        Smaller orders are raised to it; units.
    record_drift_share : float
        What share of the units that leave is never keyed, so that the record shows too much.
    count_every_days : int, optional
        Counts set the record right every so many periods; by default nobody counts.
    days_per_period : float
        7 when the history is by week.
    paths : int
        Runs with lead times of their own.
    seed : int
        The same seed draws the same lead times for every rule: an order of one day on one path takes as long.

    Returns
    -------
    Play
        ``paths`` and ``summary``, and day by day ``periods(path)``.

    Raises
    ------
    ArgumentError
        When a number is out of range, or the policy returns something else than orders of 0 or more.

    Notes
    -----
    A day goes: receive, serve (what is owed first), count, order. An order with a lead time of 3 days leaves three
    whole days in between: it is there on the morning of the fourth day. Orders may overtake each other, as they do.
    The rule sees the record with what is on its way less what is owed, not the shelf. At the end what is on its way
    is not counted as cost; use histories of many lead times.

    Examples
    --------
    >>> from millrace.inventory import reorder_fixed
    >>> play = play_policy(np.full(365, 5.0), policy=reorder_fixed(reorder_point=50, quantity=100), lead_time_days=10,
    ...                    opening_stock=100, unit_price=2, holding_share_per_year=0.2, cost_per_order=30,
    ...                    cost_per_short_unit=4, unmet="lost", paths=1)
    >>> play.summary[["fill_share", "orders", "mean_stock"]].round(1).tolist()
    [1.0, 18.0, 48.0]
    """
    history = draws_of(demand, name="demand", of="demand per period")
    costs = _costs(unit_price, holding_share_per_year, cost_per_order, cost_per_short_unit, days_per_period)
    if unmet not in ("lost", "backorders"):
        raise ArgumentError(f"unmet={in_words(unmet)} was given. 'lost' or 'backorders' was expected. Choose one.")
    drift = amount(record_drift_share, name="record_drift_share", or_equal=True)
    if drift >= 1:
        raise ArgumentError(f"record_drift_share={drift:g} was given. A share below 1 was expected. Write 5 % as 0.05.")
    count = 0 if count_every_days is None else int(amount(count_every_days, name="count_every_days"))
    leads = _lead_draws(lead_time_days, len(history), int(amount(paths, name="paths")), seed)
    opening = amount(opening_stock, name="opening_stock", or_equal=True)
    least = amount(minimum_order, name="minimum_order", or_equal=True)
    days = _run(history, policy, leads, opening, least, drift, count, backorders=unmet == "backorders")
    table = _paths(days, costs)
    return Play(table, table.mean().rename("mean over paths"), unmet, days)


def _costs(price: object, holding: object, order: object, short: object, days: object) -> dict[str, float]:
    unit = amount(price, name="unit_price")
    share = amount(holding, name="holding_share_per_year", or_equal=True)
    length = amount(days, name="days_per_period")
    return {
        "unit": unit,
        "holding": unit * share * length / 365.25,
        "order": amount(order, name="cost_per_order", or_equal=True),
        "short": amount(short, name="cost_per_short_unit", or_equal=True),
    }


def _lead_draws(lead_time_days: object, periods: int, paths: int, seed: int) -> np.ndarray:
    given = [lead_time_days] if np.ndim(lead_time_days) == 0 else lead_time_days  # type: ignore[arg-type]
    leads = np.rint(draws_of(given, name="lead_time_days", of="lead times")).astype(int)
    return np.random.default_rng(seed).choice(leads, size=(periods, paths))


def _run(
    history: np.ndarray,
    policy: Policy,
    leads: np.ndarray,
    opening: float,
    least: float,
    drift: float,
    count: int,
    *,
    backorders: bool,
) -> dict[str, np.ndarray]:
    periods, paths = leads.shape
    days = {name: np.zeros((periods, paths)) for name in COLUMNS}
    coming = np.zeros((periods + leads.max() + 2, paths))
    each = np.arange(paths)
    stock, owed, way, hidden = np.full(paths, opening), np.zeros(paths), np.zeros(paths), np.zeros(paths)
    for day in range(periods):
        days["opening"][day], received = stock, coming[day]
        there = stock + received
        wanted = owed + history[day]
        served = np.minimum(there, wanted)
        stock = there - served
        days["short"][day] = history[day] - np.minimum(np.maximum(there - owed, 0.0), history[day])
        owed = wanted - served if backorders else owed
        hidden = np.zeros(paths) if count and (day + 1) % count == 0 else hidden + drift * served
        way = way - received
        ordered = _ordered(policy, day, stock + hidden + way - owed, least)
        coming[day + leads[day] + 1, each] += ordered
        way = way + ordered
        values = (received, history[day], served, stock, owed, stock + hidden, ordered, way)
        names = ("received", "demand", "served", "closing", "backlog", "recorded", "ordered", "on_its_way")
        for name, value in zip(names, values, strict=True):
            days[name][day] = value
    return days


def _ordered(policy: Policy, day: int, position: np.ndarray, least: float) -> np.ndarray:
    wanted = np.asarray(policy(day, position), dtype="float64")
    if wanted.shape != position.shape or not np.isfinite(wanted).all() or (wanted < 0).any():
        raise ArgumentError(
            f"On day {day} the policy returned something else than one order of 0 or more per path. An array as long "
            "as the stock was expected. Return np.where(position <= point, quantity, 0.0), for example."
        )
    return np.where(wanted > 0, np.maximum(wanted, least), 0.0)


def _paths(days: dict[str, np.ndarray], costs: dict[str, float]) -> pd.DataFrame:
    orders, short = (days["ordered"] > 0).sum(axis=0), days["short"].sum(axis=0)
    demand = days["demand"].sum(axis=0)
    stock = days["closing"].mean(axis=0)
    table = pd.DataFrame(
        {
            "holding_cost": days["closing"].sum(axis=0) * costs["holding"],
            "ordering_cost": orders * costs["order"],
            "shortage_cost": short * costs["short"],
        }
    )
    return table.assign(
        total_cost=table.sum(axis=1),
        orders=orders.astype(float),
        cycle_service_share=_cycle_service(days["received"] > 0, days["short"] > 1e-9),
        fill_share=1 - np.divide(short, demand, out=np.zeros_like(short), where=demand > 0),
        days_short=(days["short"] > 1e-9).sum(axis=0).astype(float),
        mean_stock=stock,
        mean_tied_up=stock * costs["unit"],
    ).rename_axis("path")


def _cycle_service(receipts: np.ndarray, short: np.ndarray) -> np.ndarray:
    """Return the share of the stretches that end with a receipt in which nothing was short; missing without one."""
    cycle = np.cumsum(receipts, axis=0)
    paths, last = np.arange(receipts.shape[1]), cycle[-1]
    worst = np.zeros((last.max() + 1, receipts.shape[1]), dtype=bool)
    np.logical_or.at(worst, (cycle, np.broadcast_to(paths, cycle.shape)), short)
    done = np.arange(len(worst))[:, None] < last
    good = (done & ~worst).sum(axis=0)
    return np.divide(good, last, out=np.full(len(last), np.nan), where=last > 0)
