"""Charts of answers: shares to both sides of the middle, and changes of the same people with their ranges."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_answers", "draw_change"]


def draw_answers(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw answers as bars to both sides of the middle: disagreement to the left, agreement to the right.

    Parameters
    ----------
    shares : DataFrame
        From `answer_shares`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `answer_shares`.
    ArgumentError
        When every row is hidden or empty.

    Notes
    -----
    Heiberger and Robbins, Design of diverging stacked bar charts (2014). Half of the middle lies on each side.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> from millrace.surveys.shares import answer_shares
    >>> rows = pd.DataFrame({"who": list("ABCDE"), "item": ["load"] * 5, "points": [4, 2, 5, 3, 4]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> draw_answers(answer_shares(made, questions=["load"])).get_title(loc="left")
    'load: 60 % agree, 20 % disagree'
    """
    require_columns(shares, ["question", "group", "people", "below", "middle", "above", "hidden"], table="the shares")
    rows: list[dict[Any, Any]] = shares.to_dict("records")
    known = [row for row in rows if not row["hidden"] and row["people"] > 0]
    if not known:
        raise ArgumentError(
            "No group in the shares can be shown. At least one with five people was expected. Join groups: "
            "surveys.join_groups."
        )
    steps = list(shares.columns[3 : list(shares.columns).index("below")])
    ax = new_axes(ax, height=1.4 + 0.5 * len(rows))
    for height, row in enumerate(rows):
        _bars(ax, height, row, steps)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), [_label(row, shares) for row in rows], fontsize=9)
    ax.set_ylim(len(rows) - 0.4, -1.0)
    ax.set_xlim(-105, 105)
    ax.set_xticks([-100, -50, 0, 50, 100], ["100", "50", "0", "50", "100"])
    ax.set_xlabel("% of people (left of 0: disagree; right: agree; half of the middle on each side)")
    ax.text(-104, -0.6, f"disagree ({steps[0]})", color=ACCENT, fontsize=9, va="center")
    ax.text(104, -0.6, f"agree ({steps[-1]})", color=SECOND, fontsize=9, va="center", ha="right")
    text = "; ".join(f"{_name(row, shares)}: {_said(row)}" for row in rows)
    return finding(ax, _headline(known, shares), f"Bars of shares. {text}.")


def _bars(ax: "Axes", height: int, row: dict[Any, Any], steps: list[str]) -> None:
    if row["hidden"] or not row["people"] > 0:
        ax.text(0, height, "  hidden" if row["hidden"] else "  nobody", color=INK, fontsize=8, va="center")
        return
    middle = (len(steps) - 1) / 2
    left = -100 * (row["below"] + row["middle"] / 2)
    for place, step in enumerate(steps):
        width, side = 100 * row[step], place - middle
        colour = PALE if side == 0 else ACCENT if side < 0 else SECOND
        strong = abs(side) == middle and middle > 1
        ax.barh(height, width, left=left, color=colour, alpha=1 if strong or side == 0 else 0.6, height=0.62,
                edgecolor="white")  # fmt: skip
        if width >= 9:
            shade = "white" if strong else INK
            ax.text(left + width / 2, height, f"{width:.0f}", ha="center", va="center", fontsize=8, color=shade)
        left += width


def _name(row: dict[Any, Any], shares: pd.DataFrame) -> str:
    if shares["group"].nunique() == 1:
        return str(row["question"])
    return str(row["group"]) if shares["question"].nunique() == 1 else f"{row['question']}, {row['group']}"


def _label(row: dict[Any, Any], shares: pd.DataFrame) -> str:
    people = "" if row["hidden"] else f"\n{row['people']:.0f} people"
    return _name(row, shares) + people


def _said(row: dict[Any, Any]) -> str:
    if row["hidden"]:
        return f"hidden ({row['hidden']})"
    if not row["people"] > 0:
        return "nobody answered"
    return f"{row['above']:.0%} agree, {row['below']:.0%} disagree".replace("%", " %")


def _headline(known: list[dict[Any, Any]], shares: pd.DataFrame) -> str:
    lead = f"{shares['question'].iloc[0]}: " if shares["question"].nunique() == 1 else ""
    if len(known) == 1:
        return f"{known[0]['question']}{'' if len(shares) == 1 else ', ' + str(known[0]['group'])}: {_said(known[0])}"
    most, least = (pick(known, key=lambda row: row["above"]) for pick in (max, min))
    most_said, least_said = (f"{_name(row, shares)} {row['above']:.0%}" for row in (most, least))
    return f"{lead}Most agree in {most_said}, fewest in {least_said}".replace("%", " %").replace(": Most", ": most")


def draw_change(changes: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the change of the same people with its range, and beside it what two unpaired means say.

    Parameters
    ----------
    changes : DataFrame
        From `change`, also several of them below each other.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `change`.

    Examples
    --------
    >>> made = pd.DataFrame({"question": ["trust"], "group": ["all"], "people": [12], "change": [-0.5], "low": [-0.8],
    ...     "high": [-0.2], "unpaired_change": [-0.1], "verdict": ["worse"], "hidden": [""]})
    >>> draw_change(made).get_title(loc="left")
    'trust: worse by 0.5 points'
    """
    columns = ["question", "group", "people", "change", "low", "high", "unpaired_change", "verdict", "hidden"]
    require_columns(changes, columns, table="the changes")
    rows: list[dict[Any, Any]] = changes.to_dict("records")
    ax = new_axes(ax, height=1.5 + 0.55 * len(rows))
    for height, row in enumerate(rows):
        if row["hidden"] or pd.isna(row["change"]):
            ax.text(0, height, f"  {row['verdict']}", color=INK, fontsize=8, va="center")
            continue
        colour = {"worse": ACCENT, "improved": SECOND}.get(row["verdict"], INK)
        if np.isfinite([row["low"], row["high"]]).all():
            ax.hlines(height, row["low"], row["high"], color=colour, linewidth=2.5)
        ax.scatter(row["change"], height, color=colour, s=55, zorder=3)
        ax.scatter(row["unpaired_change"], height, facecolors="none", edgecolors=INK, s=55, zorder=4)
        ax.annotate(f"{row['change']:+.1f} {row['verdict']}", (row["change"], height), xytext=(0, 8),
                    textcoords="offset points", fontsize=8, color=INK, ha="center")  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), [_change_label(row) for row in rows], fontsize=9)
    ax.set_ylim(len(rows) - 0.5, -0.8)
    ax.margins(x=0.15)
    ax.set_xlabel("change in points\n(dot: the same people, with its range; ring: unpaired means)")
    text = "; ".join(_change_said(row) for row in rows)
    return finding(ax, _change_headline(rows), f"Dots with ranges. {text}.")


def _change_label(row: dict[Any, Any]) -> str:
    people = "" if row["hidden"] else f" ({row['people']:.0f} people)"
    return f"{row['question']}\n{row['group']}{people}"


def _change_said(row: dict[Any, Any]) -> str:
    name = f"{row['question']}, {row['group']}"
    if row["hidden"] or pd.isna(row["change"]):
        return f"{name}: {row['verdict']}"
    ends = f" ({row['low']:+.1f} to {row['high']:+.1f})" if np.isfinite([row["low"], row["high"]]).all() else ""
    other = "" if pd.isna(row["unpaired_change"]) else f", unpaired {row['unpaired_change']:+.1f}"
    return f"{name}: {row['change']:+.1f}{ends}, {row['verdict']}{other}"


def _change_headline(rows: list[dict[Any, Any]]) -> str:
    shown = [row for row in rows if row["verdict"] in ("improved", "worse")]
    if not shown:
        return f"{rows[0]['question'] if rows else 'Nothing'}: no change is shown"
    one = max(shown, key=lambda row: abs(row["change"]))
    where = "" if one["group"] == "all" else f" in {one['group']}"
    return f"{one['question']}{where}: {one['verdict']} by {abs(one['change']):.1f} points"
