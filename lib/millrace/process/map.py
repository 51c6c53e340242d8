"""A process map that a supervisor can read: steps as boxes in their order, arrows as thick as the traffic on them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ColumnError
from millrace.process.charts import spoken_hours
from millrace.process.log import EventLog
from millrace.process.moves import OTHER_STEPS, moves, step_order
from millrace.process.times import step_times
from millrace.process.working_hours import WorkingHours
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_map"]

HALF_WIDTH, HALF_HEIGHT = 1.0, 0.27


def draw_map(
    log: EventLog, *, hours: WorkingHours, smallest_share: float = 0.05, most_steps: int = 12, ax: "Axes | None" = None
) -> "Axes":
    """Draw the steps in their usual order, and how cases move between them.

    Arrows down the middle lead to the next step, arrows on the right skip steps, arrows on the left lead back (rework).
    Each bears the median wait before the step it leads to. Rare moves are left out, and the text below says how many.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    smallest_share : float
        Moves that a smaller share of the cases makes are not drawn.
    most_steps : int
        Rarer steps become one box, "other steps".
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the log is empty.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> table = pd.DataFrame({"case": [1, 1, 2, 2], "step": ["cut", "sew", "cut", "sew"],
    ...     "on": pd.date_range("2025-03-03", periods=4, freq="3h"), "off": pd.date_range("2025-03-03 01:00", periods=4, freq="3h")})
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> draw_map(log, hours=AROUND_THE_CLOCK).get_title(loc="left")
    'The longest usual wait is before sew: 2.0 h'
    """
    if log.events.empty:
        raise ColumnError("The log holds no events. At least one was expected. Look at set_aside for the reasons.")
    table = moves(log, hours=hours, most_steps=most_steps)
    boxes = _boxes(log, hours, most_steps)
    drawn = table[table["share"] >= smallest_share]
    place = {name: number for number, name in enumerate(boxes["step"])}
    ax = new_axes(ax, width=7.5, height=1.2 + 0.8 * len(boxes))
    longest = _longest(drawn)
    for row in drawn.itertuples():
        _arrow(ax, place[row.step_before], place[row.step], row, is_longest=row.Index == longest)
    for number, box in enumerate(boxes.itertuples()):
        _box(ax, number, box)
    ax.set(xlim=(-3.4, 3.6), ylim=(-len(boxes) + 0.2, 0.6))
    ax.axis("off")
    rest = table["moves"].sum() - drawn["moves"].sum()
    share = f"{rest / max(table['moves'].sum(), 1) * 100:.0f} %"
    note = f"Not drawn: {len(table) - len(drawn)} rare moves, {share} of all." if rest else "All moves are drawn."
    ax.text(-3.3, -len(boxes) + 0.3, note, color=INK, fontsize=8, va="bottom")
    return finding(ax, _title(drawn, longest, log), f"{_spoken(drawn)} {note}")


def _boxes(log: EventLog, hours: WorkingHours, most_steps: int) -> pd.DataFrame:
    steps = step_times(log, hours=hours)
    common = steps["step"].value_counts().index[:most_steps]
    steps["step"] = steps["step"].where(steps["step"].isin(common), OTHER_STEPS)
    by = steps.groupby("step")
    table = pd.DataFrame({"cases": by["case"].nunique(), "work": by["touch_hours"].median()})
    return table.reindex(step_order(steps)).rename_axis("step").reset_index()


def _longest(drawn: pd.DataFrame) -> object:
    forward = drawn.loc[~drawn["back"], "median_waiting_hours"].dropna()
    return forward.idxmax() if len(forward) and forward.max() > 0 else None


def _box(ax: "Axes", number: int, box: object) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (-HALF_WIDTH, -number - HALF_HEIGHT)
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": "white", "edgecolor": INK, "zorder": 3}
    ax.add_patch(FancyBboxPatch(corner, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, **look))
    work = "" if np.isnan(box.work) else f", {spoken_hours(box.work)} work"  # type: ignore[attr-defined]
    name = box.step if len(box.step) <= 26 else f"{box.step[:25]}…"  # type: ignore[attr-defined]
    ax.text(0, -number + 0.09, name, ha="center", va="center", fontsize=9, fontweight="bold", color=INK, zorder=4)
    below = f"{box.cases:,} cases{work}"  # type: ignore[attr-defined]
    ax.text(0, -number - 0.13, below, ha="center", va="center", fontsize=7.5, color=INK, zorder=4)


def _arrow(ax: "Axes", start: int, end: int, row: object, *, is_longest: bool) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    back = row.back  # type: ignore[attr-defined]
    colour = ACCENT if is_longest else SECOND if back else "#8f8a83"
    if end == start + 1:
        points, label = [(0, -start - HALF_HEIGHT), (0, -end + HALF_HEIGHT)], (0.12, -start - 0.5)
        path = Path(points)
    else:
        side = -1 if back else 1
        reach = side * (0.55 + 0.42 * abs(end - start))
        edge = side * HALF_WIDTH
        leaves, comes = -start - 0.12, -end + 0.12
        points = [(edge, leaves), (edge + reach, leaves), (edge + reach, comes), (edge, comes)]
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        label = (edge + 0.75 * reach, (leaves + comes) / 2)
    width = 0.8 + 5 * row.share  # type: ignore[attr-defined]
    look = {"arrowstyle": "-|>", "mutation_scale": 9 + width, "linewidth": width, "color": colour, "zorder": 1}
    ax.add_patch(FancyArrowPatch(path=path, shrinkA=0, shrinkB=0, **look))
    text = _label(row)
    straight = end == start + 1
    box = {"facecolor": "white", "edgecolor": PALE, "boxstyle": "round,pad=0.15", "linewidth": 0.5}
    ax.text(*label, text, ha="left" if straight else "center", va="center", fontsize=7.5, zorder=5, bbox=box,
            color=ACCENT if is_longest else INK)  # fmt: skip


def _label(row: object) -> str:
    wait = row.median_waiting_hours  # type: ignore[attr-defined]
    share = f"{row.share * 100:.0f} %"  # type: ignore[attr-defined]
    return share if np.isnan(wait) else f"{spoken_hours(wait)} · {share}"


def _title(drawn: pd.DataFrame, longest: object, log: EventLog) -> str:
    if longest is None:
        return "No wait between two steps is known"
    row = drawn.loc[longest]
    wait = spoken_hours(row["median_waiting_hours"])
    if log.stamps != "start and end":
        return f"The longest usual time is up to {row['step']}: {wait} (waiting and work together)"
    return f"The longest usual wait is before {row['step']}: {wait}"


def _spoken(drawn: pd.DataFrame) -> str:
    said = []
    for row in drawn.head(20).itertuples():
        wait = (
            "wait not known" if np.isnan(row.median_waiting_hours) else f"wait {spoken_hours(row.median_waiting_hours)}"
        )
        back = ", back" if row.back else ""
        said.append(f"{row.step_before} to {row.step}{back}: {row.share * 100:.0f} % of cases, {wait}")
    return f"{'; '.join(said)}." if said else "No moves."
