"""Charts of what was simulated: changes side by side, and how much of the waiting hands explain."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes
from millrace.whatif.comparing import AS_IT_IS
from millrace.whatif.fitting import Fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_compare", "draw_explained"]

LOOKS = {"hands": (ACCENT, "o"), "elsewhere": (SECOND, "s"), "by hand": (ACCENT, "o")}
SAYS = {"hands": "if hands are away", "elsewhere": "if orders lie elsewhere", "by hand": ""}


def draw_compare(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the hours that each change saves per order, with the interval over runs, for each reading.

    Parameters
    ----------
    table : DataFrame
        From `compare`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `compare`.

    Examples
    --------
    >>> from millrace.whatif import Line, Step, compare, more_people
    >>> line = Line([Step("cut", minutes_per_piece=50, spread=1)], orders_per_week=40, hours_per_week=40)
    >>> draw_compare(compare(line, {"second person": more_people("cut")}, runs=5)).get_xlabel()
    'working hours saved per order (line: nine of ten runs)'
    """
    columns = ["reading", "change", "saved_hours", "saved_hours_low", "saved_hours_high", "supported"]
    require_columns(table, columns, table="the comparison")
    shown = table[table["change"] != AS_IT_IS]
    names, readings = list(dict.fromkeys(shown["change"])), list(dict.fromkeys(shown["reading"]))
    ax = new_axes(ax, height=1.4 + 0.42 * len(shown))
    for number, reading in enumerate(readings):
        part = shown[shown["reading"] == reading].set_index("change").loc[names]
        _intervals(ax, part, np.arange(len(names)) + 0.26 * (number - (len(readings) - 1) / 2), reading)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=0)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.45, -0.55)
    least, most = min(shown["saved_hours_low"].min(), 0.0), max(shown["saved_hours_high"].max(), 0.0)
    room = 0.75 if len(readings) > 1 else 0.15  # for what is written beside the marks
    ax.set_xlim(least - 0.05 * (most - least) - 1e-9, most + room * (most - least) + 1e-9)
    ax.set_xlabel("working hours saved per order (line: nine of ten runs)")
    return finding(ax, _headline(shown), "Saved per order: " + "; ".join(_words(row) for row in _rows(shown)) + ".")


def _intervals(ax: "Axes", part: pd.DataFrame, heights: np.ndarray, reading: str) -> None:
    colour, marker = LOOKS.get(reading, (INK, "D"))
    ax.hlines(heights, part["saved_hours_low"], part["saved_hours_high"], color=colour, linewidth=2)
    # What does not reproduce the log is hollow.
    faces = [colour if supported == "yes" else "white" for supported in part["supported"]]
    ax.scatter(part["saved_hours"], heights, c=faces, edgecolors=colour, marker=marker, s=46, zorder=3)
    for height, row in zip(heights, _rows(part), strict=True):
        label = f"  {round(row['saved_hours'], 1) + 0.0:.1f} {SAYS.get(reading, reading)}".rstrip()
        label += "" if row["supported"] == "yes" else " (not supported)"
        ax.text(max(row["saved_hours_high"], row["saved_hours"]), height, label, va="center", fontsize=8, color=INK)


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _headline(shown: pd.DataFrame) -> str:
    certain = shown.sort_values("saved_hours_low").groupby("change", sort=False).head(1)
    best = _rows(certain.sort_values("saved_hours", ascending=False))[0]
    some = _rows(shown[shown["saved_hours_low"] > 0].sort_values("saved_hours", ascending=False))
    if some and (some[0]["change"] != best["change"] or some[0]["saved_hours"] > 2 * best["saved_hours"]):
        return f"Whether {some[0]['change']} helps depends on why orders wait"
    return f"Most is saved by: {best['change']}" if best["saved_hours_low"] > 0 else "No change is shown to save hours"


def _words(row: dict[Any, Any]) -> str:
    said = SAYS.get(row["reading"], row["reading"])
    low, high = row["saved_hours_low"], row["saved_hours_high"]
    support = "" if row["supported"] == "yes" else ", not supported by the log"
    return (
        f"{row['change']} {said and said + ' '}{row['saved_hours']:.1f} hours "
        f"(nine of ten runs {low:.1f} to {high:.1f}{support})"
    )


def draw_explained(model: Fit, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the mean wait before each step, and how much of it busy people explain.

    Parameters
    ----------
    model : Fit
        From `millrace.whatif.fit`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When no fit was given.

    Examples
    --------
    ``whatif.draw_explained(whatif.fit(log, hours=hours))``
    """
    if not isinstance(model, Fit):
        raise ArgumentError(
            f"{in_words(model)} was given. A line fitted to an event log was expected. Use whatif.fit(log, hours=...)."
        )
    steps = model.steps[model.steps["waiting_hours"].notna()]
    ax = new_axes(ax, height=1.3 + 0.36 * len(steps))
    queue = np.minimum(steps["queue_hours"], steps["waiting_hours"])
    ax.barh(steps["step"], steps["waiting_hours"], color=PALE)
    ax.barh(steps["step"], queue, color=ACCENT)
    for place, row in enumerate(_rows(steps)):
        label = f" {row['waiting_hours']:.1f} hours, busy people explain {row['explained_share']:.0%}"
        ax.text(row["waiting_hours"], place, label, va="center", fontsize=8, color=INK)
    ax.invert_yaxis()
    ax.margins(x=0.5)
    ax.set_xlabel("mean wait before the step (working hours); dark: explained by busy people")
    title = "The log shows no waits"
    for row in _rows(steps.nlargest(1, "waiting_hours")):
        title = f"Busy people explain {row['explained_share']:.0%} of the longest wait, before {row['step']}"
    words = "; ".join(
        f"{row['step']} {row['waiting_hours']:.1f} hours, of which {row['explained_share']:.0%}" for row in _rows(steps)
    )
    return finding(ax, title, f"Mean wait before each step, and the share that busy people explain: {words}.")
