"""Where cases wait: per step, how long, how often it is not known, and what share of the lead time that is."""

import pandas as pd

from millrace.process.leads import lead_times
from millrace.process.log import EventLog
from millrace.process.times import OVERLAPS, step_times
from millrace.process.working_hours import WorkingHours

__all__ = ["waiting"]


def waiting(log: EventLog, *, hours: WorkingHours, arrived: str | None = None) -> pd.DataFrame:
    """Return for each step how long cases wait before it, and how long it is worked on.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    arrived : str, optional
        Column with the time at which the case came in; without it the wait before a first step is not known.

    Returns
    -------
    DataFrame
        One row per step, the longest wait in all first: ``step``, ``cases``, ``events``, ``waits_known``,
        ``median_waiting_hours``, ``mean_waiting_hours``, ``p90_waiting_hours`` (nine of ten waited less),
        ``median_touch_hours``, ``median_since_previous_hours`` (waiting and work together, the only measure of a log
        with one time per event), ``waiting_share`` and ``touch_share`` (share of the lead time of all finished
        cases), ``overlaps`` (events that began before the step before had ended: they waited 0 hours).

    Notes
    -----
    Shares do not add up to 1 where waits are not known: see ``unknown_hours`` of `lead_times`.

    Examples
    --------
    >>> from millrace.process import WorkingHours, event_log
    >>> table = pd.DataFrame({"order": [1, 1], "work": ["cut", "sew"], "on": ["2025-03-07 16:00", "2025-03-10 09:00"],
    ...     "off": ["2025-03-07 17:00", "2025-03-10 10:00"]})
    >>> log = event_log(table, case="order", step="work", start="on", end="off")
    >>> waits = waiting(log, hours=WorkingHours({"Mon-Fri": "08:00-18:00"}))
    >>> waits[["step", "median_waiting_hours", "waiting_share"]].values.tolist()
    [['sew', 2.0, 0.5], ['cut', nan, 0.0]]
    """
    steps = step_times(log, hours=hours, arrived=arrived)
    lead = lead_times(log, hours=hours, arrived=arrived).set_index("case")["lead_time_hours"]
    finished = steps["case"].map(lead).notna()
    by = steps.groupby("step", sort=True)
    waits, total = by["waiting_hours"], lead.sum()
    table = pd.DataFrame({"cases": by["case"].nunique(), "events": by.size(), "waits_known": waits.count()})
    table["median_waiting_hours"], table["mean_waiting_hours"] = waits.median(), waits.mean()
    table["p90_waiting_hours"] = waits.quantile(0.9)
    table["median_touch_hours"] = by["touch_hours"].median()
    table["median_since_previous_hours"] = by["since_previous_hours"].median()
    sums = steps[finished].groupby("step")[["waiting_hours", "touch_hours"]].sum().reindex(table.index, fill_value=0.0)
    known = log.stamps == "start and end" and total > 0
    table["waiting_share"] = sums["waiting_hours"] / total if known else float("nan")
    table["touch_share"] = sums["touch_hours"] / total if known else float("nan")
    table["overlaps"] = (steps["wait_note"] == OVERLAPS).groupby(steps["step"]).sum()
    order = table.assign(_in_all=by["since_previous_hours"].sum()).sort_values(
        ["waiting_share", "_in_all"], ascending=False, kind="stable"
    )
    return order.drop(columns="_in_all").reset_index()
