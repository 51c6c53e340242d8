"""Charts of scores: what drives one, how it moves along a column, and why somebody has it."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, kind, require_columns
from millrace.explain.driving import MOVES
from millrace.explain.reasons import NOT_EXPLAINED, Why, in_figures
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_dependence", "draw_drivers", "draw_why"]


def draw_drivers(drivers: pd.DataFrame, *, most: int = 12, ax: "Axes | None" = None) -> "Axes":
    """Draw what drives a score: how far it moves when a column is shuffled, and how many decisions turn.

    Parameters
    ----------
    drivers : DataFrame
        From `what_drives`.
    most : int
        How many columns are drawn; the axis says when there are more.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `what_drives`.

    Examples
    --------
    >>> from millrace.explain import of_model, what_drives
    >>> rows = pd.DataFrame({"km": [float(n % 7) for n in range(40)], "test": [float(n) for n in range(40)]})
    >>> ours = of_model(lambda t: t["test"] - 0.1 * t["km"], frame=rows, columns=["km", "test"], threshold=20)
    >>> draw_drivers(what_drives(ours)).get_title(loc="left")
    'test moves the score most: by 13.1 points, and 48 of 100 decisions turn with it'
    """
    require_columns(drivers, ["column", "points", "points_low", "points_high", "verdict"], table="the drivers")
    table = drivers.head(most)
    ax = new_axes(ax, height=1.3 + 0.33 * len(table))
    for place, one in enumerate(table.to_dict("records")):
        shown = one["verdict"] == MOVES
        ax.barh(place, one["points"], color=ACCENT if shown else PALE, height=0.6)
        ax.plot([one["points_low"], one["points_high"]], [place, place], color=INK, linewidth=1.2)
        ax.text(one["points_high"], place, f"  {_beside(one)}", va="center", fontsize=8, color=INK)
    ax.set_yticks(range(len(table)), table["column"].astype(str).tolist(), fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.25)
    ax.set_xlabel("points moved when the column is shuffled (line: range; pale: not shown)")
    if len(table) < len(drivers):
        ax.set_ylabel(f"the first {len(table)} of {len(drivers)} columns")
    said = ", ".join(f"{one['column']} {_points(one['points'])}" for one in table.to_dict("records"))
    return finding(ax, _driver_title(drivers), f"Bars of points, longest first: {said}.")


def _beside(one: dict) -> str:
    turned = "" if pd.isna(one["turned_per_100"]) else f"{one['turned_per_100']:.0f} of 100 decisions"
    related = f"goes with {one['goes_with']}" if one["goes_with"] else ""
    return "; ".join(filter(None, [turned, related]))


def _points(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def _driver_title(drivers: pd.DataFrame) -> str:
    shown = drivers[drivers["verdict"] == MOVES]
    if shown.empty:
        return "Nothing is shown to move the score"
    first = shown.iloc[0]
    turned = first["turned_per_100"]
    also = "" if pd.isna(turned) else f", and {turned:.0f} of 100 decisions turn with it"
    return f"{first['column']} moves the score most: by {_points(first['points'])} points{also}"


def draw_dependence(
    dependence: pd.DataFrame, *, column: str, threshold: float | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw how the mean score moves along one column, with the people who have each value.

    Parameters
    ----------
    dependence : DataFrame
        From `partial_dependence`.
    column : str
        What to call the column.
    threshold : float, optional
        The bar.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `partial_dependence`.

    Examples
    --------
    >>> from millrace.explain import of_model, partial_dependence
    >>> rows = pd.DataFrame({"km": [float(n % 4) for n in range(40)]})
    >>> ours = of_model(lambda table: 60 - table["km"], frame=rows, columns=["km"])
    >>> draw_dependence(partial_dependence(ours, column="km"), column="km").get_title(loc="left")
    'From km 0 to 3 the mean score falls by 3.0 points, from 60 to 57'
    """
    require_columns(dependence, ["value", "mean_score", "low_score", "high_score", "people"], table="the dependence")
    numbers = pd.api.types.is_numeric_dtype(dependence["value"]) and not pd.api.types.is_bool_dtype(dependence["value"])
    ax = new_axes(ax)
    if not numbers:
        dependence = dependence.sort_values("mean_score", kind="stable", ignore_index=True)
    across = dependence["value"].astype(float) if numbers else pd.Series(np.arange(len(dependence), dtype=float))
    if numbers:
        ax.fill_between(across, dependence["low_score"], dependence["high_score"], color=PALE, alpha=0.5, linewidth=0)
        ax.plot(across, dependence["mean_score"], color=SECOND, linewidth=2)
    else:
        ax.vlines(across, dependence["low_score"], dependence["high_score"], color=PALE, linewidth=6, zorder=1)
        ax.set_xticks(across, [in_figures(one) for one in dependence["value"]])
    ax.scatter(
        across,
        dependence["mean_score"],
        s=8 + 120 * dependence["people"] / dependence["people"].max(),
        color=SECOND,
        zorder=3,
    )
    if threshold is not None:
        ax.axhline(threshold, color=ACCENT, linewidth=1)
        ax.annotate("bar", (1.0, threshold), xycoords=("axes fraction", "data"), fontsize=8, color=ACCENT)
    ax.set_xlabel(f"{column}, if everybody had it (larger dots: more people really have it)")
    ax.set_ylabel("mean score (pale: middle 80 % of people)")
    text = ", ".join(
        f"{in_figures(v)}: {m:.1f}" for v, m in zip(dependence["value"], dependence["mean_score"], strict=True)
    )
    return finding(ax, _dependence_title(dependence, column), f"Mean score by {column}: {text}.")


def _dependence_title(dependence: pd.DataFrame, column: str) -> str:
    first, last = dependence.iloc[0], dependence.iloc[-1]
    change = float(last["mean_score"] - first["mean_score"])
    if abs(change) < 1e-9:
        return f"The mean score is the same at both ends of {column}"
    way = "rises" if change > 0 else "falls"
    ends = f"from {_points(first['mean_score']).removesuffix('.0')} to {_points(last['mean_score']).removesuffix('.0')}"
    return (
        f"From {column} {in_figures(first['value'])} to {in_figures(last['value'])} the mean score {way} by "
        f"{_points(abs(change))} points, {ends}"
    )


def draw_why(reason: Why, *, most: int = 8, ax: "Axes | None" = None) -> "Axes":
    """Draw why somebody has a score: from the average to it, column by column.

    Parameters
    ----------
    reason : Why
        From `why`.
    most : int
        How many columns are drawn; the smaller ones are added up in a bar of their own.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When it is not from `why`.

    Examples
    --------
    >>> from millrace.explain import of_model, why
    >>> rows = pd.DataFrame({"gap": [float(n % 5) for n in range(40)], "test": [float(n) for n in range(40)]})
    >>> ours = of_model(lambda t: t["test"] - 4 * t["gap"], frame=rows, columns=["gap", "test"], threshold=20)
    >>> draw_why(why(ours, row={"gap": 4, "test": 30})).get_title(loc="left")
    '14 points, 6 below the bar of 20; the average is 11.5'
    """
    if not isinstance(reason, Why):
        raise ArgumentError(f"{kind(reason).capitalize()} was given. What why returns was expected. Call why first.")
    bars = _bars(reason, most)
    ax = new_axes(ax, height=1.5 + 0.36 * len(bars))
    at = reason.average
    for place, (_, points) in enumerate(bars):
        ax.barh(place, points, left=at, color=SECOND if points > 0 else ACCENT, height=0.6)
        ax.annotate(f"{points:+.{1 if abs(points) >= 1 else 2}f}", (max(at, at + points), place), (3, 0),
                    textcoords="offset points", va="center", fontsize=8, color=INK)  # fmt: skip
        ax.plot([at + points] * 2, [place, place + 1], color=PALE, linewidth=1)
        at += points
    ax.plot([reason.score], [len(bars)], "D", color=INK, markersize=6)
    ax.set_yticks(range(len(bars) + 1), [*(label for label, _ in bars), "score"], fontsize=9)
    ax.invert_yaxis()
    ax.axvline(reason.average, color=PALE, linewidth=1, zorder=0)
    if reason.threshold is not None:
        ax.axvline(reason.threshold, color=INK, linewidth=1, linestyle="--", zorder=0)
        ax.annotate("bar", (reason.threshold, 1.0), (2, -9), xycoords=("data", "axes fraction"),
                    textcoords="offset points", fontsize=8, color=INK)  # fmt: skip
    ax.use_sticky_edges = False
    ax.margins(x=0.12)
    ax.set_xlabel("points, from the average of all to this score")
    title = reason.sentence.split(". What ")[0].rstrip(".")
    return finding(ax, title, reason.sentence)


def _bars(reason: Why, most: int) -> list[tuple[str, float]]:
    table = reason.table
    named = table[table["column"] != NOT_EXPLAINED]
    bars = [
        (f"{column} {in_figures(value)}", float(points))
        for column, value, points in named.head(most)[["column", "value", "points"]].itertuples(index=False)
    ]
    if len(named) > most:
        bars.append((f"{len(named) - most} smaller ones", float(named["points"].iloc[most:].sum())))
    rest = table.loc[table["column"] == NOT_EXPLAINED, "points"]
    return bars + [("not explained", float(one)) for one in rest]
