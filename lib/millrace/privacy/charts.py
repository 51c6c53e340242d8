"""Charts of privacy: people alone by the number of columns that others know, and what a larger k costs."""

from typing import TYPE_CHECKING

import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_loss", "draw_single_out"]

MOST_LETTERS = 26  # of a line
HIGH = 70  # per cent: names above such a point would run into the title
RISE = 5  # points of per cent


def draw_single_out(table: pd.DataFrame, *, people: str = "people", ax: "Axes | None" = None) -> "Axes":
    """Draw how many people are alone when one, two or more columns are known of them.

    Parameters
    ----------
    table : DataFrame
        From `single_out`.
    people : str
        What to call them, for example "applicants".
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        A dot per combination of columns; the line joins the most revealing ones, which are named as far as they rise.

    Raises
    ------
    ColumnError
        When it is not a table of `single_out`.
    ArgumentError
        When it has no rows.

    Examples
    --------
    >>> from millrace.privacy.singling import single_out
    >>> staff = pd.DataFrame({"work": ["sales", "sales", "office"], "age": [31, 44, 52]})
    >>> draw_single_out(single_out(staff, quasi_identifiers=["work", "age"])).get_title(loc="left")
    'age alone singles out 3 of 3 people; all 2 columns 3'
    """
    require_columns(table, ["columns", "number_of_columns", "people", "alone"], table="the table of single_out")
    if table.empty:
        raise ArgumentError("The table of single_out has no rows. At least one was expected. Make it anew.")
    number, share = table["number_of_columns"], 100 * table["alone"] / table["people"]
    worst = table.loc[share.groupby(number).idxmax()].sort_values("number_of_columns")
    ax = new_axes(ax)
    ax.plot(number, share, "o", color=PALE, markersize=6)
    ax.plot(worst["number_of_columns"], share[worst.index], "-o", color=ACCENT, linewidth=1.6, markersize=6)
    named = -RISE
    for row in worst.to_dict("records"):
        at = 100 * row["alone"] / row["people"]
        if at - named < RISE:
            continue  # names of points at the same height would lie upon each other
        named = at
        first, high = row["number_of_columns"] == 1, at > HIGH
        ax.annotate(
            _wrapped(row["columns"]), (row["number_of_columns"], at),
            xytext=(6, 8) if first else (0, -9) if high else (-6, 6), textcoords="offset points",
            ha="left" if first else "center" if high else "right", va="top" if high and not first else "baseline",
            fontsize=8, color=INK,
        )  # fmt: skip
    ax.set_xticks(sorted(number.unique()))
    ax.set_xlim(0.7, number.max() + 0.6)
    ax.set_ylim(-4, 112)
    ax.set_xlabel("columns that others know, number (grey: other choices of as many columns)")
    ax.set_ylabel(f"{people} who are alone, %")
    rows = worst.to_dict("records")
    said = "; ".join(f"{row['columns']}: {row['alone']} of {row['people']}" for row in rows)
    return finding(
        ax, _title(rows, people), f"Across: number of columns known; up: share alone. Most revealing: {said}."
    )


def _wrapped(columns: str) -> str:
    """Set names of columns on several lines, none of them cut."""
    lines = [""]
    for name in columns.split(", "):
        begun = f"{lines[-1]}, {name}" if lines[-1] else name
        if len(begun) > MOST_LETTERS and lines[-1]:
            lines[-1] += ","
            lines.append(name)
        else:
            lines[-1] = begun
    return "\n".join(lines)


def _title(rows: list, people: str) -> str:
    first, last = rows[0], rows[-1]
    begin = f"{first['columns']} alone singles out {first['alone']:,} of {first['people']:,} {people}"
    return begin if len(rows) == 1 else f"{begin}; all {last['number_of_columns']} columns {last['alone']:,}"


def draw_loss(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw what a larger smallest group costs in precision.

    Parameters
    ----------
    table : DataFrame
        From `loss_table`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        The line joins the best choice of each k; pale dots are the other choices shown in the table.

    Raises
    ------
    ColumnError
        When it is not a table of `loss_table`.
    ArgumentError
        When no k was reached.

    Examples
    --------
    >>> rows = {"k": [2, 5], "rank": [1, 1], "loss": [0.2, 0.4], "reached": [True, True]}
    >>> draw_loss(pd.DataFrame(rows)).get_title(loc="left")
    'Groups of 5 instead of 2 cost 40 % of the precision instead of 20 %'
    """
    require_columns(table, ["k", "rank", "loss", "reached"], table="the table of loss_table")
    reached = table[table["reached"].astype(bool)]
    if reached.empty:
        raise ArgumentError("No k in the table was reached. At least one was expected. Ask for a smaller k.")
    best = reached[reached["rank"] == 1].sort_values("k")
    others = reached[reached["rank"] > 1]
    ax = new_axes(ax)
    ax.plot(others["k"], 100 * others["loss"], "o", color=PALE, markersize=6)
    ax.plot(best["k"], 100 * best["loss"], "-o", color=SECOND, linewidth=1.6, markersize=6)
    for row in best.to_dict("records"):
        ax.annotate(
            f"{100 * row['loss']:.0f} %", (row["k"], 100 * row["loss"]), xytext=(0, -14), textcoords="offset points",
            ha="center", fontsize=8, color=INK,
        )  # fmt: skip
    ax.set_xticks(list(best["k"]))
    ax.set_ylim(min(-8, -0.1), 105)
    ax.set_xlabel("k: people in the smallest group (pale: other choices of levels)")
    ax.set_ylabel("precision lost, %")
    missed = sorted(set(table["k"]) - set(reached["k"]))
    said = "; ".join(f"k {row['k']}: {100 * row['loss']:.0f} %" for row in best.to_dict("records"))
    more = f" Not reached: k {', '.join(map(str, missed))}." if missed else ""
    return finding(ax, _costs(best), f"Across: k; up: share of precision lost. {said}.{more}")


def _costs(best: pd.DataFrame) -> str:
    first, last = best.iloc[0], best.iloc[-1]
    if len(best) == 1:
        return f"Groups of {first['k']} cost {100 * first['loss']:.0f} % of the precision"
    return (
        f"Groups of {last['k']} instead of {first['k']} cost {100 * last['loss']:.0f} % of the precision instead of "
        f"{100 * first['loss']:.0f} %"
    )
