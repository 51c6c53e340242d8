"""Charts of stock decisions: what a quantity costs, how late suppliers come, and two rules over time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.inventory.amounts import amount, draws_of
from millrace.inventory.newsvendor import compare_quantities, expected_cost, order_quantity
from millrace.inventory.playing import Play
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_lead_times", "draw_order_quantity", "draw_policy"]


def draw_order_quantity(
    draws: "pd.Series | np.ndarray",
    *,
    guess: float,
    cost_of_too_little: float,
    cost_of_too_much: float,
    minimum: float = 0.0,
    pack: float = 1.0,
    currency: str = "CNY",
    unit: str = "pieces",
    called: str = "guess",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw what each quantity costs on average, with a guess and the least expensive quantity marked.

    Parameters
    ----------
    draws : Series or array
        Possible totals of demand, in pieces.
    guess : float
        The quantity that somebody would make.
    cost_of_too_little, cost_of_too_much, minimum, pack : float
        As in `order_quantity`.
    currency : str
        The unit of money.
    unit : str
        What is counted.
    called : str
        The name of the guess in the chart.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        As in `order_quantity`.

    Examples
    --------
    >>> ax = draw_order_quantity([10, 20, 30, 40], guess=15, cost_of_too_little=30, cost_of_too_much=10)
    >>> ax.get_title(loc="left")
    '15 instead of 30 pieces costs 200 CNY more on average'
    """
    demand = draws_of(draws, name="draws")
    costs = {"cost_of_too_little": cost_of_too_little, "cost_of_too_much": cost_of_too_much}
    own = amount(guess, name="guess", or_equal=True)
    best = order_quantity(demand, minimum=minimum, pack=pack, **costs)
    pair = compare_quantities(demand, {"guess": own, "best": best["quantity"]}, **costs)["expected_cost"].to_numpy()
    ends = np.append(np.quantile(demand, [0.005, 0.995]), [own, best["quantity"]])
    room = 0.06 * (ends.max() - ends.min()) + 1
    across = np.linspace(max(ends.min() - room, 0.0), ends.max() + room, 200)
    curve = expected_cost(demand, across, **costs)
    ax = new_axes(ax)
    ax.plot(across, curve, color=INK, linewidth=1.8)
    high, bottom = max(curve.max(), pair.max()), max(min(curve.min(), pair.min()), 0.0)
    marks = ((best["quantity"], pair[1], SECOND, "s", "least"), (own, pair[0], ACCENT, "o", called))
    for place, (quantity, cost, colour, marker, name) in enumerate(marks):
        ax.vlines(quantity, 0, cost, color=colour, linewidth=1, linestyle=":")
        ax.plot(quantity, cost, marker, color=colour, markersize=8, zorder=3)
        # the guess is written above, the least expensive below: they may lie side by side
        ax.annotate(
            f"{name}: {quantity:,.0f}", (quantity, cost), xytext=(0, 12 if place else -18), color=colour,
            textcoords="offset points", ha="center", fontsize=9, bbox={"fc": "white", "ec": "none", "pad": 0.5},
        )  # fmt: skip
    ax.set_ylim(max(bottom - 0.25 * (high - bottom), 0.0) if bottom else -0.1 * high, high * 1.12)
    ax.set_xlabel(f"{unit} ordered or made")
    ax.set_ylabel(f"average cost ({currency})")
    more = pair[0] - pair[1]
    title = f"{own:,.0f} instead of {best['quantity']:,.0f} {unit} costs {more:,.0f} {currency} more on average"
    title = title if more > 0.5 else f"{own:,.0f} {unit} is as good as it gets: nothing costs less on average"
    words = (
        f"Across: {unit}; up: average cost of too little and too much in {currency}. At the {called} of {own:,.0f} "
        f"{pair[0]:,.0f}, least at {best['quantity']:,.0f} with {pair[1]:,.0f}."
    )
    return finding(ax, title, words)


def draw_lead_times(table: pd.DataFrame, *, by: str, ax: "Axes | None" = None) -> "Axes":
    """Draw the median, the late tenth and the worst delivery of each supplier.

    Parameters
    ----------
    table : DataFrame
        From `lead_times`.
    by : str
        Its column of suppliers.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `lead_times`.

    Examples
    --------
    >>> table = pd.DataFrame({"who": ["A"], "median_days": [10.0], "p90_days": [12.0], "worst_days": [60.0],
    ...                       "tail": ["fat tail"], "received": [80]})
    >>> draw_lead_times(table, by="who").get_title(loc="left")
    'A is usually there in 10 days, and once took 60'
    """
    require_columns(table, [by, "median_days", "p90_days", "worst_days", "tail", "received"], table="the lead times")
    shown = table.dropna(subset=["median_days"]).sort_values("worst_days", ignore_index=True)
    ax = new_axes(ax, height=1.2 + 0.28 * len(shown))
    fat = (shown["tail"] == "fat tail").to_numpy()
    few = (shown["tail"] == "too few to say").to_numpy()
    colours = np.select([fat, few], [ACCENT, PALE], SECOND)
    heights = np.arange(len(shown))
    ax.hlines(heights, shown["median_days"], shown["worst_days"], color=colours, linewidth=1)
    ax.hlines(heights, shown["median_days"], shown["p90_days"].fillna(shown["worst_days"]), color=colours, linewidth=5)
    ax.scatter(shown["median_days"], heights, marker="|", s=130, color=INK, zorder=3)
    ax.scatter(shown["worst_days"], heights, c=colours, s=26, zorder=3)
    for height, worst, verdict in zip(heights.tolist(), shown["worst_days"], shown["tail"], strict=True):
        if verdict != "steady":
            ax.text(worst, height, f"  {verdict}", va="center", fontsize=8, color=INK)
    ax.set_yticks(heights, shown[by].astype(str))
    ax.set_xlim(0, shown["worst_days"].max() * 1.25 + 1)
    ax.set_xlabel("days from order to receipt (mark: median; thick: to nine in ten; dot: worst)")
    words = "; ".join(
        f"{row[by]} median {row['median_days']:.0f}, nine in ten {row['p90_days']:.0f}, worst {row['worst_days']:.0f}, "
        f"{row['tail']}"
        for row in shown.to_dict("records")
    )
    return finding(ax, _slowest(shown[fat], by), f"Days from order to receipt: {words}.")


def _slowest(fat: pd.DataFrame, by: str) -> str:
    if fat.empty:
        return "No supplier is shown to have rare deliveries that come far too late"
    row = fat.iloc[-1]
    return f"{row[by]} is usually there in {row['median_days']:.0f} days, and once took {row['worst_days']:.0f}"


def draw_policy(
    plays: Mapping[str, Play], *, path: int = 0, unit: str = "units", days: int = 365, ax: "Axes | None" = None
) -> "Axes":
    """Draw the stock of two rules over time on the same path, with the days on which the shelf ran short marked.

    Parameters
    ----------
    plays : dict of str to Play
        Two rules by name, each from `play_policy` with the same demand and seed.
    path : int
        Which run of lead times.
    unit : str
        The unit of stock.
    days : int
        How many of the last days are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When there are not two plays, or they met different demand.

    Examples
    --------
    >>> from millrace.inventory import play_policy, reorder_fixed
    >>> both = {name: play_policy(np.full(200, 5.0), policy=reorder_fixed(reorder_point=point, quantity=100),
    ...                           lead_time_days=10, opening_stock=100, unit_price=2, holding_share_per_year=0.2,
    ...                           cost_per_order=30, cost_per_short_unit=4, unmet="lost", paths=1)
    ...         for name, point in {"today": 30, "new": 50}.items()}
    >>> draw_policy(both).get_title(loc="left")
    "'today' runs short on 32 of 200 days, 'new' on none"
    """
    if not isinstance(plays, Mapping) or len(plays) != 2:
        raise ArgumentError("plays does not hold two rules. Two with a name each were expected, as in {'today': play}.")
    tables = {name: play.periods(path) for name, play in plays.items()}
    first, second = tables.values()
    if len(first) != len(second) or not np.allclose(first["demand"], second["demand"]):
        raise ArgumentError("The two rules met different demand. The same was expected. Play both on one history.")
    shown = int(amount(days, name="days"))
    ax = new_axes(ax)
    top = max(table["closing"].tail(shown).max() for table in tables.values())
    said = []
    for number, ((name, whole), colour, line) in enumerate(
        zip(tables.items(), (ACCENT, SECOND), ("-", "--"), strict=True)
    ):
        table = whole.tail(shown)
        short = table[table["short"] > 1e-9]
        ax.plot(table["day"], table["closing"], color=colour, linewidth=1.3, linestyle=line)
        height = -(0.05 + 0.05 * number) * top
        ax.scatter(short["day"], np.full(len(short), height), marker="x" if number else "|", color=colour, s=26)
        label = f" {name}: mean {table['closing'].mean():,.0f}"
        ax.text(1.0, 0.95 - 0.09 * number, label, color=colour, transform=ax.transAxes, fontsize=9)
        said.append((name, len(short), table["closing"].mean(), len(table)))
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_ylim(-0.16 * top, 1.08 * top)
    ax.set_xlabel("day (marks below the line: demand met an empty shelf)")
    ax.set_ylabel(f"stock at the end of the day ({unit})")
    (one, gaps, mean, length), (other, fewer, less, _) = said
    title = f"'{one}' runs short on {gaps or 'none'} of {length} days, '{other}' on {fewer or 'none'}"
    words = f"Lines: stock by day. Mean stock '{one}' {mean:,.0f}, '{other}' {less:,.0f} {unit}."
    return finding(ax, title, words)
