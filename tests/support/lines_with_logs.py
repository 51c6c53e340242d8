"""Lines whose truth is known, and the event logs that they would leave behind."""

import numpy as np
import pandas as pd

from millrace import process
from millrace.whatif import Line, Step, simulate

HOURS = process.WorkingHours({"Mon-Fri": "08:00-16:00"})
MONDAY = np.datetime64("2024-01-01T08:00")


def moments(hours):
    """Turn working hours into moments of weeks from Monday to Friday, 8 to 16 o'clock, to the second."""
    day, within = np.divmod(np.asarray(hours, dtype=float), 8)
    days = np.busday_offset(MONDAY.astype("M8[D]"), day.astype(int))
    seconds = np.round((within + 8) * 3600).astype("timedelta64[s]")
    return pd.Series(days.astype("M8[s]") + seconds)


def painted_line(**paint):
    """Make a line of cutting and painting; how painting is done is the caller's."""
    steps = [
        Step("cutting", minutes_per_piece=2, setup_minutes=9, people=2, spread=0.4),
        Step("painting", **{"minutes_per_piece": 2, "setup_minutes": 6, "spread": 0.4} | paint),
        Step("packing", minutes_per_piece=0.5, setup_minutes=5, people=1, spread=0.4),
    ]
    return Line(steps, orders_per_week=40, hours_per_week=40, pieces_per_order=[6, 12, 24], promised_hours=24)


def log_of(line, *, weeks=100, seed=0):
    """Return the table of events of a simulated line; hands that are away begin late and then work without a break."""
    result = simulate(line, weeks=weeks, warm_up_weeks=4, seed=seed)
    events, cases = result.events, result.cases.set_index("case")
    people = {step.name: step.people for step in line.steps}
    number = events.groupby("step").cumcount()
    mine = cases.loc[events["case"]]
    return pd.DataFrame(
        {
            "order": [f"N{case:05d}" for case in events["case"]],
            "step": events["step"],
            "began": moments(events["end_hours"] - events["work_hours"]),
            "ended": moments(events["end_hours"]),
            "who": [f"{s} {n % people[s] + 1}" for s, n in zip(events["step"], number, strict=True)],
            "pieces": mine["pieces"].to_numpy().astype(int),
            "came": moments(mine["arrived_hours"]),
            "due": moments(mine["arrived_hours"] + (line.promised_hours or 0)),
        }
    )


def event_log(table):
    """Return the event log of such a table."""
    return process.event_log(table, case="order", step="step", start="began", end="ended", resource="who")
