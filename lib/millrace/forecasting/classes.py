"""Which products can be forecast at all: how often somebody buys, and how different the amounts are."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["demand_classes", "draw_classes"]

# Syntetos, Boylan and Croston 2005.
INTERVAL, VARIATION = 1.32, 0.49
LEAST_DEMANDS = 4
ADVICE = {
    "smooth": "Somebody buys in nearly every period, and about as much: forecast single periods.",
    "erratic": "Somebody buys in nearly every period, but amounts differ: forecast single periods, and keep a reserve.",
    "intermittent": "Somebody buys now and then, about as much each time: plan longer periods, and a small stock.",
    "lumpy": "Somebody buys now and then, and amounts differ: make to order, or keep a stock for one usual order.",
    "too few to say": "Too few orders to say anything: make to order, and look at similar products.",
}


def demand_classes(series: pd.DataFrame) -> pd.DataFrame:
    """Sort each series by how often there is demand and how different its amounts are.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``y``. Zeros before the first demand do not count, nor
        do periods marked as ``censored``, in which nothing may have been there to buy. A period whose returns are
        more than its sales has no demand.

    Returns
    -------
    DataFrame
        One row per series: ``unique_id``, ``periods`` (from its first demand on), ``demands`` (periods with demand),
        ``interval`` (periods per period with demand), ``variation`` (squared coefficient of variation of the amounts),
        ``class``: "smooth", "erratic", "intermittent", "lumpy", or "too few to say" with fewer than four demands, and
        ``advice``.

    Notes
    -----
    Syntetos, Boylan and Croston 2005, Journal of the Operational Research Society 56: intervals of 1.32 and more and
    squared variations of 0.49 and more. A class belongs to the length of a period: what is lumpy by week may be
    smooth by month.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(8), "y": [4, 5, 4, 6, 5, 4, 5, 4]})
    >>> demand_classes(weeks)["class"].item()
    'smooth'
    """
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    rows = series.sort_values(["unique_id", "ds"], kind="stable")
    known = ~rows["censored"].astype(bool) if "censored" in rows else pd.Series(True, index=rows.index)
    sold = rows["y"].gt(0) & known
    begun = sold.groupby(rows["unique_id"], observed=True).cummax() & known
    amounts = rows["y"].where(sold)
    groups = amounts.groupby(rows["unique_id"], observed=True)
    table = pd.DataFrame({"periods": begun.groupby(rows["unique_id"], observed=True).sum(), "demands": groups.count()})
    table["interval"] = table["periods"] / table["demands"].where(table["demands"] > 0)
    table["variation"] = (groups.std() / groups.mean()) ** 2
    often, alike = table["interval"] < INTERVAL, table["variation"] < VARIATION
    words = np.select([often & alike, often, alike], ["smooth", "erratic", "intermittent"], "lumpy")
    table["class"] = np.where(table["demands"] < LEAST_DEMANDS, "too few to say", words)
    table["advice"] = table["class"].map(ADVICE)
    return table.rename_axis("unique_id").reset_index()


def draw_classes(classes: pd.DataFrame, *, period: str = "week", ax: "Axes | None" = None) -> "Axes":
    """Draw every series by interval and variation, with the borders of the classes.

    Parameters
    ----------
    classes : DataFrame
        What `demand_classes` returned.
    period : str
        What a period is called.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(8), "y": [4, 5, 4, 6, 5, 4, 5, 4]})
    >>> draw_classes(demand_classes(weeks)).get_title(loc="left")
    '1 of 1 products sells in nearly every week'
    """
    from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

    ax = new_axes(ax)
    known = classes[classes["class"] != "too few to say"]
    looks = {"smooth": (SECOND, "o"), "erratic": (ACCENT, "s"), "intermittent": (INK, "^"), "lumpy": (PALE, "D")}
    counts = known["class"].value_counts()
    top = max(known["variation"].max() * 1.15, 2 * VARIATION) if len(known) else 1.0
    for name, (colour, marker) in looks.items():
        rows = known[known["class"] == name]
        ax.scatter(
            rows["interval"], rows["variation"], color=colour, marker=marker, s=26, edgecolors=INK, linewidths=0.5
        )
    ax.set_xscale("log")
    right = max(known["interval"].max() * 1.3, 3.0) if len(known) else 3.0
    ax.set_xlim(0.92, right)
    ax.set_ylim(0, top)
    ax.axvline(INTERVAL, color=INK, lw=0.8)
    ax.axhline(VARIATION, color=INK, lw=0.8)
    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100) if tick < right]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    far = right * 0.97
    corners = {
        "smooth": (0.94, 0.02, "left", "bottom"),
        "erratic": (0.94, 0.97, "left", "top"),
        "intermittent": (far, 0.02, "right", "bottom"),
        "lumpy": (far, 0.97, "right", "top"),
    }
    for name, (x, y, across, up) in corners.items():
        label = ax.text(x, y * top, f"{name}: {counts.get(name, 0)}", ha=across, va=up, color=INK, fontweight="bold")
        # The border of the classes runs behind it.
        label.set(fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set_xlabel(f"one {period} with demand in so many {period}s (1 is every {period})")
    ax.set_ylabel("how different amounts are")
    regular = int(counts.get("smooth", 0) + counts.get("erratic", 0))
    verb = "sells" if regular == 1 else "sell"
    title = f"{regular} of {len(classes)} products {verb} in nearly every {period}"
    return finding(
        ax,
        title,
        ", ".join(f"{name} {counts.get(name, 0)}" for name in looks) + f", too few to say {len(classes) - len(known)}.",
    )
