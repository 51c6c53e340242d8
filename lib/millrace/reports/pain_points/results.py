"""What all of it comes to: what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import pandas as pd

from millrace.errors import counted
from millrace.process import EventLog, lead_times, step_times, waiting
from millrace.reports.finding import first_things
from millrace.reports.pain_points.costs import group_costs, yearly_costs
from millrace.reports.pain_points.events import Hours
from millrace.reports.pain_points.finding import WEIGHTS, Finding
from millrace.reports.pain_points.opening import Opened, left_out_of
from millrace.reports.pain_points.texts import SortedTexts
from millrace.reports.pain_points.tickets import Tickets
from millrace.reports.showing import Shown

__all__ = ["decisions", "sheets"]

NOTHING = pd.DataFrame({"remark": ["nothing of this kind was given"]})


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first: at most six things, what costs most time and money first.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown
        A list, or one sentence when nothing needs anybody.

    Examples
    --------
    >>> decisions([Finding("groups", ("All alike.",)), Finding("amounts", ("1 missing.",), "Ask Lin for 1 amount.")])
    1. Ask Lin for 1 amount.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(
    files: Opened,
    log: EventLog | None,
    tickets: Tickets | None,
    hours: Hours,
    sorted_texts: SortedTexts | None,
    found: Sequence[Finding],
) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    log : EventLog or None
        From `read_log`.
    tickets : Tickets or None
        From `read_tickets`.
    hours : Hours
        From `working_hours`.
    sorted_texts : SortedTexts or None
        From `sort_texts`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``set aside``, ``waits``, ``lead times``, ``themes``, ``tickets`` and ``costs``; then ``moves``,
        ``work again`` and ``what grows`` where there are any.
    """
    return {
        "summary": _summary(files, found),
        "set aside": _set_aside(files, log, tickets),
        "waits": NOTHING if log is None else waiting(log, hours=hours.hours).rename(columns=_spaced),
        "lead times": NOTHING if log is None else _lead_times(log, hours),
        "themes": NOTHING if sorted_texts is None else _themes(sorted_texts),
        "tickets": NOTHING if sorted_texts is None else _tickets(sorted_texts),
        "costs": NOTHING if sorted_texts is None else _costs(sorted_texts),
    } | {one.sheet: one.table for one in found if one.sheet and one.table is not None}


def _spaced(name: object) -> str:
    return str(name).replace("_", " ")


def _summary(files: Opened, found: Sequence[Finding]) -> pd.DataFrame:
    lines = [
        ("file", f"{source.name}: {counted(len(source.table), 'row')} read", "")
        for source in (files.tickets, files.log)
        if source
    ]
    lines += [(one.about, " ".join(one.found), one.action) for one in found]
    return pd.DataFrame(lines, columns=["looked at", "found", "what to do"])


def _set_aside(files: Opened, log: EventLog | None, tickets: Tickets | None) -> pd.DataFrame:
    parts = [left_out_of(source).assign(file=source.name) for source in (files.tickets, files.log) if source]
    if files.tickets and tickets is not None:
        parts.append(tickets.problems.assign(file=files.tickets.name))
    if files.log and log is not None:
        cells = [_cells(row) for row in log.set_aside.drop(columns=["reason"]).to_numpy(dtype=object).tolist()]
        place = "row " + (log.set_aside.index.to_series() + 1).astype(str) + " of the log"
        parts.append(
            pd.DataFrame({"place": place, "reason": log.set_aside["reason"], "text": cells}).assign(file=files.log.name)
        )
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return whole[["file", "place", "reason", "text"]]


def _cells(row: Sequence[object]) -> str:
    return " | ".join("" if pd.isna(value) else str(value) for value in row)  # type: ignore[call-overload]


def _lead_times(log: EventLog, hours: Hours) -> pd.DataFrame:
    kept = [
        "case",
        "events",
        "began",
        "ended",
        "lead_time_hours",
        "lead_time_days",
        "touch_hours",
        "waiting_hours",
        "unfinished",
    ]
    longest = (
        step_times(log, hours=hours.hours)
        .dropna(subset=["waiting_hours"])
        .sort_values("waiting_hours")
        .groupby("case")
        .tail(1)
    )
    table = lead_times(log, hours=hours.hours)[kept]
    table = table.assign(longest_wait_before=table["case"].map(longest.set_index("case")["step"]))
    for column in ("began", "ended"):
        # A workbook has no time zones.
        table[column] = table[column].map(lambda time: time.replace(tzinfo=None) if pd.notna(time) else time)
    return table.sort_values("lead_time_hours", ascending=False).rename(columns=_spaced)


def _themes(found: SortedTexts) -> pd.DataFrame:
    table = found.themes.table()
    examples = {f"example {place + 1}": table["examples"].str[place] for place in range(3)}
    return table.drop(columns=["examples"]).rename(columns=_spaced).assign(**examples)


def _tickets(found: SortedTexts) -> pd.DataFrame:
    rows, labels = found.rows, found.themes.labels
    table = pd.DataFrame({
        "place": rows["place"], "theme": rows["theme"], "score": labels["score"].round(2), "day": rows["day"],
        "cost": rows["cost"], "group": rows["group"], "text": rows["text"], "why no theme": labels["reason"],
    })  # fmt: skip
    table["day"] = pd.to_datetime(table["day"]).dt.strftime("%Y-%m-%d")
    return table.sort_values(["theme", "cost"], ascending=[True, False], na_position="last")


def _costs(found: SortedTexts) -> pd.DataFrame:
    tickets = found.tickets
    parts = []
    if tickets.has["cost"] and tickets.has["day"]:
        parts.append(yearly_costs(found).rename(columns={"theme": "of"}).assign(what="theme, per year"))
    if tickets.has["group"]:
        parts.append(
            group_costs(tickets).rename(columns={"group": "of", "tickets": "rows"}).assign(what="group, per ticket")
        )
    if not parts:
        return pd.DataFrame({"remark": ["no amounts and days that can be used, and no groups"]})
    table = pd.concat(parts, ignore_index=True).assign(unit=tickets.unit)
    first = ["what", "of", "unit"]
    return table[[*first, *(c for c in table.columns if c not in first)]].rename(columns=_spaced)
