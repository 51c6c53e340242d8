"""Charts of value: which part decides a return, what offers cost by use, and predictions beside what came."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes
from millrace.value.offers import check_months, cost_at, offer_table
from millrace.value.ranges import as_range

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_predictions", "draw_tornado", "draw_total_cost"]

STYLES = (
    (ACCENT, "-"),
    (SECOND, "--"),
    (INK, ":"),
    ("#8a6d1d", "-."),
    ("#5b7f3b", (0, (5, 1))),
    ("#7a4f8a", (0, (1, 1))),
)


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def draw_tornado(table: pd.DataFrame, *, currency: str = "CNY", most: int = 10, ax: "Axes | None" = None) -> "Axes":
    """Draw how far each part moves what is left, the widest on top.

    Parameters
    ----------
    table : DataFrame
        The result of `tornado`.
    currency : str
        The unit of money.
    most : int
        How many parts are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When it is not such a table.
    ArgumentError
        When it has no row.

    Examples
    --------
    >>> from millrace.value import Amount, tornado
    >>> table = tornado(Amount("hours", 500, 2000, 4000, per="month"), Amount("fees", 900, 1000, 1200, per="month"))
    >>> draw_tornado(table).get_title(loc="left")
    'Hours decides: from -12,000 to 72,000 CNY left'
    """
    require_columns(table, ["part", "net_at_low", "net_at_high", "net_likely", "decides"], table="the tornado's table")
    if table.empty:
        raise ArgumentError("The tornado has no part. At least one was expected. Give gains and costs.")
    shown = table.head(most)
    ax = new_axes(ax, height=1.3 + 0.45 * len(shown))
    likely = float(shown["net_likely"].iloc[0])
    ends = shown[["net_at_low", "net_at_high"]]
    for place, row in enumerate(_rows(shown)):
        ax.barh(place, row.net_at_low - likely, left=likely, height=0.55, color=PALE)
        ax.barh(place, row.net_at_high - likely, left=likely, height=0.55, color=ACCENT)
        left, right = sorted((row.net_at_low, row.net_at_high))
        for value, side, shift in ((left, "right", -4), (right, "left", 4)):
            ax.annotate(
                f"{value:,.0f}", (value, place), xytext=(shift, 0), textcoords="offset points", ha=side, va="center",
                fontsize=8, color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )  # fmt: skip
    ax.axvline(likely, color=INK, linewidth=0.8)
    ax.axvline(0, color=INK, linewidth=1.2, linestyle=":")
    ax.set_yticks(range(len(shown)), shown["part"].astype(str))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    span = max(float(ends.to_numpy().max()), 0.0) - min(float(ends.to_numpy().min()), 0.0) or 1.0
    ax.set_xlim(min(ends.to_numpy().min(), 0) - 0.2 * span, max(ends.to_numpy().max(), 0) + 0.2 * span)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(f"What is left, {currency}: the part at its low (pale), at its high (dark); dotted: nothing is left")
    said = [f"{row.part}: {row.net_at_low:,.0f} at its low, {row.net_at_high:,.0f} at its high" for row in _rows(shown)]
    text = f"One bar per part, the others likely ({likely:,.0f} {currency} left). {'; '.join(said)}."
    return finding(ax, _tornado_title(shown, currency), text)


def _tornado_title(shown: pd.DataFrame, currency: str) -> str:
    first = shown.iloc[0]
    low, high = sorted((first["net_at_low"], first["net_at_high"]))
    name = str(first["part"])
    name = name[:1].upper() + name[1:]
    verb = "decides" if first["decides"] else "matters most"
    return f"{name} {verb}: from {low:,.0f} to {high:,.0f} {currency} left"


def draw_total_cost(
    offers: pd.DataFrame,
    *,
    usage: Sequence[float],
    months: int = 24,
    columns: Mapping[str, str] | None = None,
    unit: str = "units",
    currency: str = "CNY",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw what each offer costs in all by how much it is used, with the use that is held for possible.

    Parameters
    ----------
    offers : DataFrame
        As for `total_cost`, up to six offers whose units mean the same.
    usage : (low, likely, high)
        Units per month that are held for possible.
    months : int
        How long is looked at.
    columns : dict, optional
        As for `total_cost`.
    unit, currency : str
        What use is counted in, and the unit of money.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When there are more than six offers, or an argument is not understood.
    ColumnError
        As for `total_cost`.

    Examples
    --------
    >>> offers = pd.DataFrame({"name": ["Lark", "Desk"], "price_cny_month": [69, 194], "seats": 3,
    ...     "setup_cny": [0, 4800], "included_units": [300, 2000], "fee_cny_per_unit": [1.04, 0.31]})
    >>> draw_total_cost(offers, usage=(900, 1250, 1800)).get_title(loc="left")
    'Desk costs least at every use from 900 to 1,800 units per month'
    """
    low, likely, high = as_range(usage, name="usage")
    if len(offers) > len(STYLES):
        raise ArgumentError(f"{len(offers)} offers were given. Up to {len(STYLES)} can be told apart. Choose some.")
    table = offer_table(offers, columns=columns)
    check_months(months)
    ax = new_axes(ax)
    places = np.unique(np.concatenate([np.linspace(0, 1.4 * max(high, 1.0), 141), [low, likely, high]]))
    costs = np.array([cost_at(table, np.full(len(table), x), months=months) for x in places])
    names = table["name"].astype(str).tolist()
    ax.axvspan(low, high, color=PALE, alpha=0.4, linewidth=0)
    ax.axvline(likely, color=INK, linewidth=0.8, linestyle=":")
    gap = 0.05 * float(costs.max())
    labels = _apart(costs[-1], gap)
    for name, line, (colour, style), height in zip(names, costs.T, STYLES, labels, strict=False):
        ax.plot(places, line, color=colour, linestyle=style, linewidth=1.8)
        ax.annotate(
            name, (places[-1], height), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9,
            color=colour, annotation_clip=False,
        )  # fmt: skip
    ax.set_xlim(0, places[-1])
    ax.set_ylim(0, 1.08 * max(float(costs.max()), 1.0))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(f"Use, {unit} per month; pale: held for possible, dotted: likely")
    ax.set_ylabel(f"All costs of {months} months, {currency}")
    inside = (places >= low) & (places <= high)
    at = costs[[int(np.searchsorted(places, each)) for each in (low, likely, high)]]
    said = [f"{name}: {a:,.0f} / {b:,.0f} / {c:,.0f}" for name, (a, b, c) in zip(names, at.T, strict=True)]
    use = f"{low:,.0f} / {likely:,.0f} / {high:,.0f} {unit} per month"
    text = f"One line per offer; {currency} at {use}. {'; '.join(said)}."
    return finding(ax, _cost_title(names, costs[inside], at, (low, likely, high), unit), text)


def _apart(heights: np.ndarray, gap: float) -> np.ndarray:
    moved, order = heights.astype("float64").copy(), np.argsort(heights)
    for below, above in pairwise(order):
        moved[above] = max(moved[above], moved[below] + gap)
    return moved


def _cost_title(
    names: list[str], costs: np.ndarray, at: np.ndarray, usage: tuple[float, float, float], unit: str
) -> str:
    low, likely, high = usage
    best = int(at[1].argmin())
    always = (costs[:, best] <= costs.min(axis=1) + 1e-9).all()
    if always and low < high:
        return f"{names[best]} costs least at every use from {low:,.0f} to {high:,.0f} {unit} per month"
    if low == high:
        return f"{names[best]} costs least at {likely:,.0f} {unit} per month"
    others = [names[int(at[end].argmin())] for end in (0, 2)]
    other = next((name for name in others if name != names[best]), "another one")
    return (
        f"Which is cheapest depends on use: {names[best]} at {likely:,.0f} {unit} per month, {other} within the range"
    )


def draw_predictions(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the purchases that were predicted beside those that came, by how often customers had bought.

    Parameters
    ----------
    table : DataFrame
        The result of `check_predictions`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When it is not such a table.

    Examples
    --------
    >>> table = pd.DataFrame({"repeats": ["0", "all"], "customers": [90, 90], "predicted": [40.0, 40.0],
    ...                       "actual": [44.0, 44.0], "verdict": ["within the usual noise"] * 2})
    >>> draw_predictions(table).get_title(loc="left")
    'Predicted 40 purchases, 44 came: within the usual noise'
    """
    require_columns(table, ["repeats", "customers", "predicted", "actual", "verdict"], table="the table of predictions")
    whole, parts = table.iloc[-1], table.iloc[:-1]
    ax = new_axes(ax)
    for shift, column, colour in ((-0.2, "predicted", PALE), (0.2, "actual", ACCENT)):
        each = parts[column] / parts["customers"]
        bars = ax.bar(np.arange(len(parts)) + shift, each, width=0.38, color=colour)
        ax.bar_label(bars, [f"{value:.2g}" for value in each], padding=2, fontsize=8, color=INK)
    ax.set_xticks(range(len(parts)), [f"{row.repeats}\n({row.customers:,})" for row in _rows(parts)])
    ax.set_xlabel("Repeat purchases before the split (customers)")
    ax.set_ylabel("Purchases per customer after it:\npredicted (pale), came (dark)")
    said = [f"{row.repeats} repeats: {row.predicted:,.0f} and {row.actual:,.0f}" for row in _rows(parts)]
    title = f"Predicted {whole['predicted']:,.0f} purchases, {whole['actual']:,.0f} came: {whole['verdict']}"
    return finding(ax, title, f"Predicted and actual purchases by repeats before. {'; '.join(said)}.")
