"""Charts of waiting: per step, and of the queue before a step over time."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ColumnError
from millrace.process.bottlenecks import bottleneck
from millrace.process.log import BOTH, EventLog
from millrace.process.moves import step_order
from millrace.process.queues import queue
from millrace.process.waits import waiting
from millrace.process.working_hours import WorkingHours
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_queue", "draw_waiting", "spoken_hours"]

NOT_CLAIMED = ("too close to call", "little waiting", "too few to say")


def draw_waiting(
    log: EventLog, *, hours: WorkingHours, arrived: str | None = None, most_steps: int = 12, ax: "Axes | None" = None
) -> "Axes":
    """Draw how long cases wait before each step and how long they are worked on, in the order of the steps.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    arrived : str, optional
        Column with the time at which the case came in.
    most_steps : int
        Only the steps with the most waiting in all are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Bars of mean hours per event. The title names a longest step only when `bottleneck` does.

    Raises
    ------
    ColumnError
        When the log is empty.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> table = pd.DataFrame({"case": [1, 1], "step": ["cut", "sew"], "on": ["2025-03-03 08:00", "2025-03-03 12:00"],
    ...     "off": ["2025-03-03 09:00", "2025-03-03 13:00"]})
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> draw_waiting(log, hours=AROUND_THE_CLOCK).get_title(loc="left")
    'These cases wait longest before sew, but they are too few to be sure'
    """
    waits = waiting(log, hours=hours, arrived=arrived)
    if waits.empty:
        raise ColumnError("The log holds no events. At least one was expected. Look at set_aside for the reasons.")
    found = bottleneck(log, hours=hours, arrived=arrived)
    drawn = log.events[log.events["step"].isin(waits["step"].head(most_steps))]
    place = {name: number for number, name in enumerate(step_order(drawn))}
    shown = waits.head(most_steps).sort_values("step", key=lambda names: names.map(place), ascending=False)
    both = log.stamps == BOTH
    wait = shown["mean_waiting_hours" if both else "median_since_previous_hours"].fillna(0.0).to_numpy()
    ax = new_axes(ax, height=1.2 + 0.36 * len(shown))
    top = found["step"].iloc[0] if found["verdict"].iloc[0] not in NOT_CLAIMED else None
    rows = np.arange(len(shown))
    ax.barh(rows, wait, color=np.where(shown["step"] == top, ACCENT, PALE).tolist(), height=0.62)
    work = shown["median_touch_hours"].fillna(0.0).to_numpy()
    if both:
        ax.barh(rows, work, left=wait, color=SECOND, height=0.62)
    unknown = (shown["waits_known" if both else "events"] == 0).to_numpy()
    for row, length, done, unseen in zip(rows, wait, work, unknown, strict=True):
        text = "wait not known" if unseen else spoken_hours(length)
        ax.annotate(
            text, (length + (done if both else 0), row), (5, 0), textcoords="offset points", va="center", color=INK
        )
    ax.set_yticks(rows, shown["step"].tolist())
    ax.margins(x=0.16)
    kind = "Mean wait (bar) and median work (blue end), open hours" if both else "Median hours since the time before"
    ax.set_xlabel(kind, color=INK)
    bars = ", ".join(f"{s} {spoken_hours(w)}" for s, w in zip(shown["step"][::-1], wait[::-1], strict=True))
    return finding(ax, _title(found, both), f"Bars from top to bottom, in the order of the steps: {bars}.")


def _title(found: pd.DataFrame, both: bool) -> str:
    top = found.iloc[0]
    close = " and ".join(found.loc[found["verdict"] == "too close to call", "step"].head(3))
    said = {
        "too close to call": f"The waits before {close} are too close to call",
        "little waiting": "Cases wait little before any step",
        "too few to say": f"These cases wait longest before {top['step']}, but they are too few to be sure",
    }
    share = f"{top['waiting_share'] * 100:.0f} % of the lead time"
    claim = (
        f"Cases wait longest before {top['step']}: {share}"
        if both
        else f"Most time goes by before {top['step']} is done: {share}"
    )
    return said.get(top["verdict"], claim)


def spoken_hours(hours: float) -> str:
    """Write a number of hours as people say it.

    Parameters
    ----------
    hours : float
        Hours.

    Returns
    -------
    str

    Examples
    --------
    >>> spoken_hours(0.2), spoken_hours(2.5), spoken_hours(33.0)
    ('12 min', '2.5 h', '33 h')
    """
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 10 else f"{hours:,.0f} h"


def draw_queue(
    log: EventLog,
    step: str,
    *,
    hours: WorkingHours,
    every: str = "W",
    arrived: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw how many cases wait before a step, over time.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    step : str
        The step.
    hours : WorkingHours
        When work can be done.
    every : str
        Length of a period: "D", "W" or "MS".
    arrived : str, optional
        Column with the time at which the case came in.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When there is no such step.
    ArgumentError
        When the log has one time per event, or ``every`` is no period.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> table = pd.DataFrame({"case": [1, 1], "step": ["cut", "sew"], "on": ["2025-03-03 00:00", "2025-03-03 18:00"],
    ...     "off": ["2025-03-03 12:00", "2025-03-03 20:00"]})
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> draw_queue(log, "sew", hours=AROUND_THE_CLOCK, every="D").get_title(loc="left")
    'The queue before sew was longest on 3 Mar 2025: 0.2 cases on average'
    """
    table = queue(log, step, hours=hours, every=every, arrived=arrived)
    ax = new_axes(ax)
    known = table[table["mean_waiting"].notna()]
    days, mean = known["begin"].dt.tz_localize(None).to_numpy(), known["mean_waiting"].to_numpy()
    ax.fill_between(days, mean, color=PALE, step="post")
    ax.plot(days, mean, color=INK, drawstyle="steps-post", linewidth=1.6)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Cases waiting (mean over open hours)", color=INK)
    if not len(known):
        return finding(ax, f"No open hours in which the queue before {step} is known", "Nothing is drawn.")
    peak = int(np.argmax(mean))
    ax.plot(days[peak], mean[peak], "o", color=ACCENT)
    ax.annotate(
        f"{mean[peak]:.{_digits(mean[peak])}f}",
        (days[peak], mean[peak]),
        (6, 2),
        textcoords="offset points",
        color=ACCENT,
    )
    ax.figure.autofmt_xdate(rotation=0, ha="center")
    when = _when(pd.Timestamp(days[peak]), every)
    title = f"The queue before {step} was longest {when}: {mean[peak]:.{_digits(mean[peak])}f} cases on average"
    middle = f"lowest {mean.min():.1f}, median {np.median(mean):.1f}, highest {mean[peak]:.1f} cases"
    text = f"Line over {len(known)} periods: {middle}."
    return finding(ax, title, text)


def _digits(value: float) -> int:
    return 0 if value >= 10 else 1


def _when(day: pd.Timestamp, every: str) -> str:
    spoken = f"{day.day} {day.strftime('%b %Y')}"
    if every.startswith("M"):
        return f"in {day.strftime('%b %Y')}"
    return f"on {spoken}" if every == "D" else f"in the {'week' if every.startswith('W') else 'period'} of {spoken}"
