"""A process map that a supervisor can read: steps as boxes in their order, arrows as thick as the traffic on them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ColumnError
from millrace.process.charts import spoken_hours
from millrace.process.log import EventLog
from millrace.process.moves import OTHER_STEPS, moves, step_order
from millrace.process.times import first_of_case, step_times
from millrace.process.working_hours import WorkingHours
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_map"]

ON_ARROWS = "On an arrow: half of the cases wait less · how many cases go this way."

HALF_WIDTH, HALF_HEIGHT, LONGEST_NAME = 1.25, 0.27, 26


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
    ...     "on": pd.date_range("2025-03-03", periods=4, freq="3h")})
    >>> table["off"] = table["on"] + pd.Timedelta(hours=1)
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> draw_map(log, hours=AROUND_THE_CLOCK).get_title(loc="left")
    'Most waiting lies between cut and sew: 2.0 h on average'
    """
    if log.events.empty:
        raise ColumnError("The log holds no events. At least one was expected. Look at set_aside for the reasons.")
    most_steps = _frequent(log, smallest_share, most_steps)
    table = moves(log, hours=hours, most_steps=most_steps)
    drawn = table[table["share"] >= smallest_share]
    boxes = _boxes(log, hours, most_steps)
    boxes = boxes[
        (boxes["step"] != OTHER_STEPS) | boxes["step"].isin(drawn[["step_before", "step"]].to_numpy().ravel())
    ]
    place = {name: number for number, name in enumerate(boxes["step"])}
    ax = new_axes(ax, width=7.5, height=1.2 + 0.8 * len(boxes))
    longest = _longest(drawn)
    for number, row in enumerate(drawn.itertuples()):
        _arrow(ax, place[row.step_before], place[row.step], row, is_longest=number == longest)
    for number, box in enumerate(boxes.itertuples()):
        _box(ax, number, box)
    ax.set(xlim=(-4, 4), ylim=(-len(boxes), 0.6))
    ax.axis("off")
    note = f"{ON_ARROWS}\n{_left_out(log, table, drawn, boxes)}"
    ax.text(-3.9, -len(boxes) + 0.1, note, color=INK, fontsize=8, va="bottom")
    return finding(ax, _title(drawn, longest, log), f"{_spoken(drawn)} {note}")


def _boxes(log: EventLog, hours: WorkingHours, most_steps: int) -> pd.DataFrame:
    steps = step_times(log, hours=hours)
    common = steps["step"].value_counts().index[:most_steps]
    steps["step"] = steps["step"].where(steps["step"].isin(common), OTHER_STEPS)
    by = steps.groupby("step")
    table = pd.DataFrame({"cases": by["case"].nunique(), "work": by["touch_hours"].median()})
    return table.reindex(step_order(steps)).rename_axis("step").reset_index()


def _frequent(log: EventLog, smallest_share: float, most_steps: int) -> int:
    """Return how many steps get a box of their own: a box without an arrow would say nothing."""
    cases = log.events.drop_duplicates(["case", "step"])["step"].value_counts()
    return max(min(most_steps, int((cases >= smallest_share * log.events["case"].nunique()).sum())), 2)


def _left_out(log: EventLog, table: pd.DataFrame, drawn: pd.DataFrame, boxes: pd.DataFrame) -> str:
    rest = table["moves"].sum() - drawn["moves"].sum()
    steps = log.events["step"].nunique() - (boxes["step"] != OTHER_STEPS).sum()
    share = f"{rest / max(table['moves'].sum(), 1) * 100:.0f} %"
    named = [f"{len(table) - len(drawn)} rare moves, {share} of all"] if rest else []
    named += [f"{steps} rare steps"] if steps else []
    gaps = int((log.events["after_gap"].to_numpy(dtype=bool) & ~first_of_case(log.events)).sum())
    named += [f"{gaps} moves over a row that was set aside"] if gaps else []
    return f"Without a box or arrow of their own: {'; '.join(named)}." if named else "All moves are drawn."


def _longest(drawn: pd.DataFrame) -> int | None:
    """Return the row with the most waiting of all cases together: a rare long wait is no bottleneck."""
    waited = drawn["waiting_hours"]
    return int(waited.to_numpy().argmax()) if len(waited) and waited.max() > 0 else None


def _box(ax: "Axes", number: int, box: object) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (-HALF_WIDTH, -number - HALF_HEIGHT)
    shape = FancyBboxPatch(corner, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, boxstyle="round,pad=0,rounding_size=0.08")
    shape.set(facecolor="white", edgecolor=INK, zorder=3)
    ax.add_patch(shape)
    work = "" if np.isnan(box.work) else f", {spoken_hours(box.work)} work"  # type: ignore[attr-defined]
    name = box.step if len(box.step) <= LONGEST_NAME else f"{box.step[: LONGEST_NAME - 1]}…"  # type: ignore[attr-defined]
    ax.text(0, -number + 0.09, name, ha="center", va="center", fontsize=9, fontweight="bold", color=INK, zorder=4)
    below = f"{box.cases:,} cases{work}"  # type: ignore[attr-defined]
    ax.text(0, -number - 0.13, below, ha="center", va="center", fontsize=7.5, color=INK, zorder=4)


def _arrow(ax: "Axes", start: int, end: int, row: object, *, is_longest: bool) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    back = row.back  # type: ignore[attr-defined]
    colour = ACCENT if is_longest else SECOND if back else "#8f8a83"
    if end == start + 1:
        label = (0.12, -start - 0.5)
        path = Path([(0.0, -start - HALF_HEIGHT), (0.0, -end + HALF_HEIGHT)])
    else:
        side = -1 if back else 1
        reach = side * min(0.5 + 0.45 * abs(end - start), 2.9)
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


def _title(drawn: pd.DataFrame, longest: int | None, log: EventLog) -> str:
    if longest is None:
        return "No wait between two steps is known"
    row = drawn.iloc[longest]
    what = "waiting" if log.stamps == "start and end" else "time"
    mean, middle = (spoken_hours(float(row[f"{kind}_waiting_hours"])) for kind in ("mean", "median"))
    lies = f"Most {what} lies between {row['step_before']} and {row['step']}: {mean} on average"
    return lies if mean == middle else f"{lies},\nbut under {middle} for half of the cases"


def _spoken(drawn: pd.DataFrame) -> str:
    said = []
    columns = ["step_before", "step", "back", "share", "median_waiting_hours"]
    for before, step, back, share, hours in drawn[columns].head(20).to_numpy().tolist():
        wait = "wait not known" if np.isnan(hours) else f"wait {spoken_hours(hours)}"
        said.append(f"{before} to {step}{', back' if back else ''}: {share * 100:.0f} % of cases, {wait}")
    return f"{'; '.join(said)}." if said else "No moves."
