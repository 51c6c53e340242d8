"""How much to make for one season, fair or festival: too little loses sales, too much is left over."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.inventory.amounts import amount, draws_of

__all__ = ["compare_quantities", "expected_cost", "order_quantity"]


def order_quantity(
    draws: "pd.Series | np.ndarray",
    *,
    cost_of_too_little: float,
    cost_of_too_much: float,
    minimum: float = 0.0,
    pack: float = 1.0,
) -> pd.Series:
    """Find the quantity that costs least on average, when it must be fixed before demand is known.

    Parameters
    ----------
    draws : Series or array
        Possible totals of demand over the period, one per draw, in pieces, for example from
        `millrace.forecasting.demand_draws`.
    cost_of_too_little : float
        What one piece that is wanted and not there costs: usually its margin, in money.
    cost_of_too_much : float
        What one piece that is left over costs: usually its cost less what it still brings, in money.
    minimum : float
        The least that can be made, if any is made; 0 pieces are considered too.
    pack : float
        Quantities are multiples of this.

    Returns
    -------
    Series
        ``quantity``, ``critical_share`` (too little / (too little + too much): the chance with which demand should be
        covered), ``expected_cost`` (money per period), ``expected_leftover``, ``expected_shortage`` (pieces), and
        ``sells_out_share`` (the chance that demand reaches the quantity).

    Raises
    ------
    ArgumentError
        When a cost is not above 0, or the draws are missing, negative or text.

    Notes
    -----
    The newsvendor rule (Arrow, Harris and Marschak 1951) on the draws themselves: the smallest quantity that covers
    the critical share of them. The cost has one valley, so with packs it is enough to look at the multiples on both
    sides. Of quantities that cost the same, the smallest is taken.

    Examples
    --------
    >>> order_quantity([10, 20, 30, 40], cost_of_too_little=30, cost_of_too_much=10)["quantity"].item()
    30.0
    """
    demand = draws_of(draws, name="draws")
    little, much = _costs(cost_of_too_little, cost_of_too_much)
    least, step = amount(minimum, name="minimum", or_equal=True), amount(pack, name="pack")
    share = little / (little + much)
    exact = np.quantile(demand, share, method="inverted_cdf")
    lowest = np.ceil(least / step - 1e-9) * step
    near = np.array([np.floor(exact / step + 1e-9), np.ceil(exact / step - 1e-9)]) * step
    tried = np.unique(np.append(np.maximum(near, lowest), 0.0))
    costs = expected_cost(demand, tried, cost_of_too_little=little, cost_of_too_much=much)
    best = tried[np.flatnonzero(costs <= costs.min() * (1 + 1e-12))[0]]
    return _weighed(demand, np.array([best]), little, much).iloc[0].rename("order")


def compare_quantities(
    draws: "pd.Series | np.ndarray",
    quantities: "dict[str, float]",
    *,
    cost_of_too_little: float,
    cost_of_too_much: float,
) -> pd.DataFrame:
    """Price several quantities side by side: a guess, the mean, the one that costs least.

    Parameters
    ----------
    draws : Series or array
        As in `order_quantity`.
    quantities : dict of str to float
        A name and a number of pieces for each.
    cost_of_too_little, cost_of_too_much : float
        As in `order_quantity`.

    Returns
    -------
    DataFrame
        One row per quantity, in the order given: ``name``, the columns of `order_quantity`, and ``extra_cost`` (money
        above the least expensive quantity of all, listed or not).

    Raises
    ------
    ArgumentError
        As in `order_quantity`, and when a quantity is negative or none is given.

    Examples
    --------
    >>> table = compare_quantities([10, 20, 30, 40], {"guess": 20, "mean": 25, "best": 30},
    ...                            cost_of_too_little=30, cost_of_too_much=10)
    >>> table[["name", "expected_cost", "extra_cost"]].values.tolist()
    [['guess', 250.0, 100.0], ['mean', 200.0, 50.0], ['best', 150.0, 0.0]]
    """
    if not isinstance(quantities, dict) or not quantities:
        raise ArgumentError(
            f"quantities={in_words(quantities)} was given. Names with a number of pieces were expected. Write it like "
            "{'my guess': 300, 'mean': 280}."
        )
    demand = draws_of(draws, name="draws")
    little, much = _costs(cost_of_too_little, cost_of_too_much)
    values = [amount(value, name=f"quantities['{name}']", or_equal=True) for name, value in quantities.items()]
    table = _weighed(demand, np.array(values), little, much)
    best = np.quantile(demand, little / (little + much), method="inverted_cdf")
    least = expected_cost(demand, [best], cost_of_too_little=little, cost_of_too_much=much)[0]
    table.insert(0, "name", list(map(str, quantities)))
    return table.assign(extra_cost=(table["expected_cost"] - least).round(9))


def expected_cost(
    draws: "pd.Series | np.ndarray",
    quantities: "list[float] | np.ndarray",
    *,
    cost_of_too_little: float,
    cost_of_too_much: float,
) -> np.ndarray:
    """Return the average cost of each quantity over the draws.

    Parameters
    ----------
    draws : Series or array
        As in `order_quantity`.
    quantities : list of float
        Numbers of pieces.
    cost_of_too_little, cost_of_too_much : float
        As in `order_quantity`.

    Returns
    -------
    numpy.ndarray of float
        Money per period, one per quantity.

    Examples
    --------
    >>> expected_cost([10, 20], [10, 20], cost_of_too_little=4, cost_of_too_much=1).tolist()
    [20.0, 5.0]
    """
    demand = draws_of(draws, name="draws")
    little, much = _costs(cost_of_too_little, cost_of_too_much)
    short, left = _short_and_left(demand, np.asarray(quantities, dtype="float64"))
    return little * short + much * left


def _costs(little: object, much: object) -> tuple[float, float]:
    return amount(little, name="cost_of_too_little"), amount(much, name="cost_of_too_much")


def _short_and_left(demand: np.ndarray, quantities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean shortage and leftover: sorted once, so that a curve of many quantities costs as much as one."""
    ranked = np.sort(demand)
    below = np.searchsorted(ranked, quantities, side="right")
    sums = np.append(0.0, np.cumsum(ranked))[below]
    left = (quantities * below - sums) / len(ranked)
    short = (ranked.sum() - sums - quantities * (len(ranked) - below)) / len(ranked)
    return np.maximum(short, 0.0), np.maximum(left, 0.0)


def _weighed(demand: np.ndarray, quantities: np.ndarray, little: float, much: float) -> pd.DataFrame:
    short, left = _short_and_left(demand, quantities)
    return pd.DataFrame(
        {
            "quantity": quantities,
            "critical_share": little / (little + much),
            "expected_cost": little * short + much * left,
            "expected_leftover": left,
            "expected_shortage": short,
            "sells_out_share": (demand[:, None] >= quantities).mean(axis=0),
        }
    )
