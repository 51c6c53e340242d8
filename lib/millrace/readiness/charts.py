"""The radar: five axes from 0 to 4, what is unknown as a band, and several people with their spread."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.readiness.assessing import Assessment
from millrace.readiness.comparing import Comparison, compare
from millrace.readiness.questionnaire import LEVELS
from millrace.readiness.steps import joined, lowest_of, shown
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.projections.polar import PolarAxes

__all__ = ["draw_radar"]

TOP = max(LEVELS)


def draw_radar(found: Assessment | Comparison | Sequence[Assessment], *, ax: "Axes | None" = None) -> "Axes":
    """Draw the five axes as a radar.

    Parameters
    ----------
    found : Assessment, Comparison, or list of Assessment
        Of one person: the scores, and as a band where they would lie if all that is unknown were 0, or 4. Of several
        people: the middle, and as a band from the lowest to the highest score.
    ax : matplotlib polar Axes, optional
        Where to draw: made with ``subplot_kw={"projection": "polar"}``.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When it is something else, or the axes are not polar.

    Examples
    --------
    >>> from millrace.readiness import assess
    >>> draw_radar(assess({n: 3 if n > 4 else 1 for n in range(1, 21)})).get_title(loc="left")
    'Weakest: data (1 of 4)'
    """
    if not isinstance(found, Assessment | Comparison):
        found = compare(found)
    if isinstance(found, Comparison) and len(found.people) == 1:
        found = found.people[0]
    axes, several = found.axes, isinstance(found, Comparison)
    ends = ("lowest", "highest") if several else ("low", "high")
    ax = _polar(ax)
    angles = np.linspace(0, 2 * np.pi, len(axes), endpoint=False)
    _band(ax, angles, axes[ends[0]].fillna(0), axes[ends[1]].fillna(TOP))
    _line(ax, angles, axes["score"])
    weakest = axes["axis"].isin(lowest_of(axes))
    ax.plot(angles[weakest], axes.loc[weakest, "score"], "o", color=ACCENT, markersize=9, zorder=4)
    labels = [_label(row, ends) for row in axes.to_dict("records")]
    ax.set_xticks(angles, labels, fontsize=9.5, color=INK)
    for text, weak in zip(ax.get_xticklabels(), weakest, strict=True):
        text.set_fontweight("bold" if weak else "normal")
    for text, angle in zip(ax.get_xticklabels(), angles, strict=True):
        side = np.sin(angle)
        text.set_horizontalalignment("center" if abs(side) < 0.7 else "left" if side > 0 else "right")
    what = "if all unknown were 0, or 4"
    if isinstance(found, Comparison):
        what = f"from the lowest to the highest of {len(found.people)} people"
    if (axes[ends[1]] - axes[ends[0]]).fillna(TOP).max() > 0:
        ax.set_xlabel(f"pale: {what}", fontsize=8.5, color=INK, labelpad=12)
    finding(ax, _title(found), _text(found, ends))
    ax.set_title(_title(found), loc="left", pad=18, fontsize=11, fontweight="bold", color=INK, wrap=True)
    return ax


def _polar(ax: "Axes | None") -> "PolarAxes":
    from matplotlib import pyplot as plt
    from matplotlib.projections.polar import PolarAxes

    if ax is None:
        ax = plt.subplots(
            figsize=(7.5, 5.2), layout="constrained", facecolor="white", subplot_kw={"projection": "polar"}
        )[1]
    if not isinstance(ax, PolarAxes):
        raise ArgumentError(
            "Axes with straight sides were given for a radar. Round ones were expected. Leave ax out, or make "
            'them with plt.subplots(subplot_kw={"projection": "polar"}).'
        )
    ax.set_theta_zero_location("N")
    ax.set_theta_direction(-1)
    ax.set_ylim(0, TOP)
    ax.set_yticks(list(LEVELS)[1:], [str(level) for level in list(LEVELS)[1:]], fontsize=8, color=INK)
    ax.set_rlabel_position(36)
    ax.grid(color=PALE, linewidth=0.8)
    ax.spines["polar"].set_color(PALE)
    ax.tick_params(axis="x", pad=14)
    return ax


def _band(ax: "Axes", angles: np.ndarray, low: pd.Series, high: pd.Series) -> None:
    turn = np.append(angles, angles[0] + 2 * np.pi)
    inner, outer = (np.append(values, values.iloc[0]) for values in (low, high))
    ax.fill_between(turn, inner, outer, color=SECOND, alpha=0.22, linewidth=0)


def _line(ax: "Axes", angles: np.ndarray, scores: pd.Series) -> None:
    """Draw the scores; a side of which one end is unknown is left out."""
    for a, b in pairwise([*range(len(angles)), 0]):
        ax.plot([angles[a], angles[b] if b else 2 * np.pi], scores.iloc[[a, b]], color=SECOND, linewidth=2)
    ax.plot(angles, scores, "o", color=SECOND, markersize=5)


def _label(row: dict, ends: tuple[str, str]) -> str:
    if row["score"] != row["score"]:
        return f"{row['axis']}\ntoo few to say"
    low, high = row[ends[0]], row[ends[1]]
    between = f" ({shown(low)} to {shown(high)})" if high - low > 0 else ""
    return f"{row['axis']}\n{shown(row['score'])}{between}"


def _title(found: Assessment | Comparison) -> str:
    axes = found.axes.set_index("axis")
    if not found.axes["answered"].any():
        return "Nothing was answered yet"
    weakest = found.weakest
    who = f"{found.name}: " if isinstance(found, Assessment) and found.name else ""
    if len(weakest) == len(axes) and axes["score"].notna().all() and axes["score"].nunique() == 1:
        return f"{who}all axes alike ({shown(axes['score'].iloc[0])} of 4)"
    if len(weakest) == 1:
        score = float(axes["score"].loc[weakest[0]])
        return f"{who}{'weakest' if who else 'Weakest'}: {weakest[0]} ({shown(score)} of 4)"
    exact = bool((axes.loc[list(weakest), "high"] - axes.loc[list(weakest), "low"]).max() == 0)
    lowest = lowest_of(found.axes)
    if exact:
        words = f"weakest: {joined(weakest)}, alike ({shown(float(axes['score'].loc[weakest[0]]))} of 4)"
    elif lowest:
        words = f"weakest so far: {joined(lowest)} ({shown(float(axes['score'].loc[lowest[0]]))} of 4)"
    else:
        words = f"weakest may be {joined(weakest, last='or')}"
    return who + words if who else words[0].upper() + words[1:]


def _text(found: Assessment | Comparison, ends: tuple[str, str]) -> str:
    lines = [_label(row, ends).replace("\n", " ") for row in found.axes.to_dict("records")]
    people = (
        f" The middle of {len(found.people)} people, with lowest and highest." if isinstance(found, Comparison) else ""
    )
    unknown = "" if isinstance(found, Comparison) else " In brackets: if all that is unknown were 0, or 4."
    return f"A radar of five axes from 0 to 4: {'; '.join(lines)}.{people or unknown}"
