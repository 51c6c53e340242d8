"""Charts of drift: why more or fewer people are selected, and which columns moved by more than chance."""

from typing import TYPE_CHECKING

import numpy as np

from millrace.errors import ArgumentError, kind
from millrace.governance.drifting import Drift
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_drift", "draw_stability"]


def draw_drift(found: Drift, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of people selected before and after, and the parts of the change between both.

    Parameters
    ----------
    found : Drift
        From `drift`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When it is not from `drift`, or nobody is known to be selected.

    Examples
    --------
    >>> import pandas as pd
    >>> from millrace.governance import drift
    >>> people = pd.DataFrame({"km": [1.0, 2.0, 3.0, 4.0] * 50, "hired": [True, False] * 100})
    >>> draw_drift(drift(people[:100], people[100:], columns=["km"], decision="hired", draws=20)).get_title(loc="left")
    'Selected were 50% before and 50% after (+0.0 points)'
    """
    if not isinstance(found, Drift):
        raise ArgumentError(f"{kind(found).capitalize()} was given. What drift returns was expected. Call drift first.")
    parts = found.split.dropna(subset=["change"])
    if found.split.empty:
        raise ArgumentError("Nobody is known to be selected. A decision or a bar was expected. Give drift one of them.")
    ax = new_axes(ax, height=2.0 + 0.45 * len(parts))
    ends = [("before", found.selected_before), ("after", found.selected_after)]
    at, labels = 100 * found.selected_before, [ends[0][0]]
    ax.barh(0, at, color=PALE, height=0.6)
    ax.text(at, 0, f"  {at:.0f} %", va="center", fontsize=9, color=INK)
    for place, one in enumerate(parts.to_dict("records"), start=1):
        change, half = 100 * one["change"], 50 * (one["high"] - one["low"])
        shown = one["verdict"] in ("fewer", "more")
        ax.barh(place, change, left=at, color=(ACCENT if change < 0 else SECOND) if shown else PALE, height=0.6)
        at += change
        ax.plot([at - half, at + half], [place, place], color=INK, linewidth=1.2)
        ax.text(max(at + half, at - change), place, f"  {change:+.1f}", va="center", fontsize=9, color=INK)
        labels.append(one["part"] if shown else f"{one['part']} ({one['verdict']})")
    ax.barh(len(labels), 100 * found.selected_after, color=INK, height=0.6)
    ax.text(100 * found.selected_after, len(labels), f"  {100 * found.selected_after:.0f} %", va="center", fontsize=9)
    ax.set_yticks(range(len(labels) + 1), [*labels, ends[1][0]], fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.set_xlabel("selected of a hundred people (line: range of the part; pale: not shown)")
    return finding(ax, _title(found), found.sentence)


def _title(found: Drift) -> str:
    first, _, rest = found.sentence.partition("points). ")
    main = rest.split(":")[0]
    return f"{first}points){'. ' + main if main.startswith('Mostly') else ''}"


def draw_stability(found: Drift, *, ax: "Axes | None" = None) -> "Axes":
    """Draw how far each column moved, beside what chance alone reaches.

    Parameters
    ----------
    found : Drift
        From `drift`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When it is not from `drift`.

    Examples
    --------
    >>> import pandas as pd
    >>> from millrace.governance import drift
    >>> people = pd.DataFrame({"km": [1.0, 2.0, 3.0, 4.0] * 50})
    >>> draw_stability(drift(people[:100], people[100:], columns=["km"])).get_title(loc="left")
    'Nothing is shown to have moved'
    """
    if not isinstance(found, Drift):
        raise ArgumentError(f"{kind(found).capitalize()} was given. What drift returns was expected. Call drift first.")
    table = found.columns.sort_values("psi", ascending=False, kind="stable", ignore_index=True)
    moved = table["verdict"].str.startswith("moved").tolist()
    ax = new_axes(ax, height=1.4 + 0.33 * len(table))
    places = np.arange(len(table))
    ax.barh(places, table["psi"], color=[ACCENT if one else PALE for one in moved], height=0.6)
    ax.plot(table["psi_by_chance"], places, "|", color=INK, markersize=12)
    names = [f"{name} ({what})" for name, what in zip(table["column"], table["what"], strict=True)]
    ax.set_yticks(places, names, fontsize=9)
    ax.invert_yaxis()
    ax.set_xlabel("stability index (stroke: chance, 5 times in 100)")
    said = [name for name, one in zip(table["column"], moved, strict=True) if one]
    title = f"Moved by more than chance: {', '.join(said)}" if said else "Nothing is shown to have moved"
    numbers = ", ".join(f"{n} {v:.2f}" for n, v in zip(table["column"], table["psi"], strict=True))
    return finding(ax, title, f"Stability index, largest first: {numbers}.")
