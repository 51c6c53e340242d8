"""How much of their open time the people of each step are busy, as far as the log shows."""

import numpy as np
import pandas as pd

from millrace.process.log import EventLog, require_log
from millrace.process.times import require_hours
from millrace.process.working_hours import WorkingHours

__all__ = ["busy_people"]


def busy_people(log: EventLog, *, hours: WorkingHours) -> pd.DataFrame:
    """Return for each person or machine how much of the open time is work that the log knows of.

    Work on two cases at the same time counts once. A day counts as present when any work of the person falls on it, so
    that holidays and sick days do not look like idle time; a day on which nothing was signed is not seen at all.

    Parameters
    ----------
    log : EventLog
        From `event_log`, with ``resource``.
    hours : WorkingHours
        When work can be done.

    Returns
    -------
    DataFrame
        One row per resource: ``resource``, ``events``, ``touch_known_share`` (events with start and end),
        ``busy_hours``, ``days``, ``present_hours`` (open hours of these days), ``busy_share``,
        ``busy_share_of_all_days`` (of all open hours from the first day to the last).

    Examples
    --------
    >>> from millrace.process import WorkingHours, event_log
    >>> table = pd.DataFrame({"case": [1, 2], "step": "cut", "who": "Li",
    ...     "on": ["2025-03-03 08:00", "2025-03-03 09:00"], "off": ["2025-03-03 10:00", "2025-03-03 12:00"]})
    >>> log = event_log(table, case="case", step="step", start="on", end="off", resource="who")
    >>> busy_people(log, hours=WorkingHours({"Mon-Fri": "08:00-16:00"}))[["busy_hours", "busy_share"]].values.tolist()
    [[4.0, 0.5]]
    """
    events = require_log(log).events
    require_hours(hours)
    events = events[events["resource"].notna()]
    work = events.dropna(subset=["start", "end"])
    counts = events.groupby("resource").agg(events=("case", "size"))
    stretches = _stretches(work)
    busy, present, span, days = (np.zeros(len(counts)) for _ in range(4))
    if len(stretches):
        who = counts.index.get_indexer(pd.Index(stretches["resource"]))
        clock = hours.clock(stretches["start"], stretches["end"])
        worked = clock(stretches["end"]) - clock(stretches["start"])
        np.add.at(busy, who, worked)
        present, span, days = _presence(stretches, who, len(counts), hours)
    table = counts.assign(touch_known_share=work.groupby("resource").size().reindex(counts.index, fill_value=0))
    table["touch_known_share"] = table["touch_known_share"] / table["events"]
    table["busy_hours"], table["days"], table["present_hours"] = busy, days.astype(int), present
    # work beyond the open hours is not counted, so no share is above 1
    table["busy_share"] = table["busy_hours"] / table["present_hours"].replace(0, np.nan)
    table["busy_share_of_all_days"] = table["busy_hours"] / pd.Series(span, index=table.index).replace(0, np.nan)
    return table.reset_index()


def _stretches(work: pd.DataFrame) -> pd.DataFrame:
    """Join the events of each resource that overlap into one stretch of work."""
    work = work.sort_values(["resource", "start", "end"], kind="stable")
    same = (work["resource"] == work["resource"].shift()).to_numpy()
    latest = work.groupby("resource", sort=False)["end"].cummax()
    new = ~same | (work["start"] > latest.shift()).to_numpy()
    number = np.cumsum(new)
    return (
        work.assign(_latest=latest)
        .groupby(number)
        .agg(resource=("resource", "first"), start=("start", "first"), end=("_latest", "last"))
    )


def _presence(
    stretches: pd.DataFrame, who: np.ndarray, people: int, hours: WorkingHours
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    begin = stretches["start"].dt.tz_localize(None).dt.normalize()
    over = stretches["end"].dt.tz_localize(None).dt.normalize()
    length = ((over - begin).dt.days + 1).to_numpy()
    first = np.repeat(np.cumsum(length) - length, length)
    number = begin.to_numpy().astype("M8[D]").astype("int64")
    day = np.repeat(number, length) + np.arange(length.sum()) - first
    present = pd.DataFrame({"who": np.repeat(who, length), "day": day}).drop_duplicates()
    midnight = pd.Series(present["day"].to_numpy().astype("M8[D]").astype("M8[s]"))
    open_hours = hours.open_hours(midnight, midnight + pd.Timedelta(days=1)).to_numpy()
    present = present.assign(open=open_hours, counted=open_hours > 0)
    by = present.groupby("who")
    edges = by["day"].agg(["min", "max"])
    low, high = (pd.Series(edges[c].to_numpy().astype("M8[D]").astype("M8[s]")) for c in ("min", "max"))
    whole = hours.open_hours(low, high + pd.Timedelta(days=1)).to_numpy()
    at = edges.index.to_numpy()
    found = np.zeros((3, people))
    found[0, at], found[1, at], found[2, at] = by["open"].sum(), whole, by["counted"].sum()
    return found[0], found[1], found[2]
