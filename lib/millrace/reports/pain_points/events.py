"""The event log made ready, and the hours in which work can be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from millrace.cleaning import date_order, parse_dates
from millrace.errors import ColumnError, counted
from millrace.process import (
    AROUND_THE_CLOCK,
    EventLog,
    WorkingHours,
    event_log,
    guess_working_hours,
)
from millrace.reports.pain_points.columns import case_columns
from millrace.reports.pain_points.finding import Finding, per_cent, shown_names
from millrace.reports.pain_points.opening import Source

__all__ = ["NO_LOG", "Hours", "check_log", "read_log", "working_hours"]

NO_LOG = "No event log was given, so this is left out."
NOTABLE = 0.01
HABIT = "Times such as 03/04/2025 are read as {}, because others of the column can be read in this order only"
HABITS = {"day first": HABIT.format("3 April"), "month first": HABIT.format("4 March")}
OPEN = "A case that waits from Friday evening to Monday morning has waited for nobody, so only open hours count below."


@dataclass(frozen=True)
class Hours:
    """When work can be done, and whether somebody said so or it was guessed.

    Parameters
    ----------
    hours : WorkingHours
        The hours.
    finding : Finding
        What to show.
    """

    hours: WorkingHours
    finding: Finding


def read_log(
    source: Source | None, *, day_first: bool | None = None, time_zone: str = "", trials: str = ""
) -> EventLog | None:
    """Bring the log into one form, and set aside with a reason what cannot be used.

    Parameters
    ----------
    source : Source or None
        From `open_files`; without a log there is nothing to read.
    day_first : bool, optional
        What 03/04/2025 means.
    time_zone : str
        Of the workshop, such as "Europe/Berlin"; empty: times are the clock on the wall, as written.
    trials : str
        What the labels of cases hold that were only trials, such as "TEST"; they are set aside.

    Returns
    -------
    EventLog or None

    Raises
    ------
    ColumnError
        When no event can be used, all are of one case, each is a case of its own, or all have the same time.
    """
    if source is None:
        return None
    chosen = source.columns
    case = case_columns(source.table, str(chosen["case"]))
    habit = "" if day_first is not None else _habit(source.table, [chosen["start"], chosen["end"]])
    day_first = habit == "day first" if habit else day_first
    log = event_log(
        source.table, case=case if len(case) > 1 else case[0], step=str(chosen["step"]), start=chosen["start"],
        end=chosen["end"], resource=chosen["resource"], day_first=day_first, tz=time_zone or None,
        trial=re.escape(trials) if trials else None,
    )  # fmt: skip
    if trials and not log.set_aside["reason"].eq("trial").any():
        log = replace(log, notes=(*log.notes, f"No case has '{trials}' in its label, so none was set aside as a trial"))
    _require_flow(log, source)
    return replace(log, notes=(*log.notes, HABITS[habit])) if habit else log


def _habit(table: pd.DataFrame, columns: Sequence[str | None]) -> str:
    """Return "day first" or "month first" when the times themselves settle it, and all columns of times agree."""
    times = [table[column] for column in columns if column]
    if not any((parse_dates(column)["problem"] == "ambiguous").any() for column in times):
        return ""
    verdicts = {str(date_order(column)["verdict"].iloc[0]) for column in times}
    return verdicts.pop() if len(verdicts) == 1 and verdicts <= set(HABITS) else ""


def _require_flow(log: EventLog, source: Source) -> None:
    events, named = log.events, source.columns
    times = " and ".join(str(named[role]) for role in ("start", "end") if named[role])
    if events.empty:
        reasons = ", ".join(f"{reason} ({n:,})" for reason, n in log.set_aside["reason"].value_counts().items())
        raise ColumnError(
            f"None of the {counted(log.rows_read, 'row')} of '{source.name}' can be used: {reasons}. "
            "Expected: a case, a "
            f"step and a time that can be read. Look at the columns {named['case']}, {named['step']} "
            f"and {times}; dates "
            "such as 03/04/2025 need the setting day_first."
        )
    cases = events["case"].nunique()
    if cases == 1:
        raise ColumnError(
            f"All {counted(len(events), 'event')} of '{source.name}' belong to one case, {events['case'].iloc[0]} "
            f"(column {named['case']}). Expected: many cases. Name another column as the case."
        )
    if cases == len(events):
        raise ColumnError(
            f"Each of the {counted(len(events), 'event')} of '{source.name}' is a case of its own (column "
            f"{named['case']}). Expected: cases with several steps. Name another column as the case."
        )
    if pd.concat([events["start"], events["end"]]).nunique() == 1:
        raise ColumnError(
            f"All events of '{source.name}' have the same time ({times}). Expected: when each step began or ended. "
            "Name another column as start or end."
        )


def check_log(log: EventLog | None) -> Finding:
    """Say what of the log is used, and what was set aside and why.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.

    Returns
    -------
    Finding
    """
    if log is None:
        return Finding("rows of the log", ("No event log was given, so nothing is said about waiting.",))
    lines = repr(log).splitlines()
    said = [lines[0].strip() + "."] + [_note(line) for line in lines[1:] if "set aside:" not in line]
    reasons = log.set_aside["reason"].value_counts()
    table = reasons.rename_axis("why set aside").rename("rows").reset_index()
    action = ""
    share = len(log.set_aside) / log.rows_read
    if share > NOTABLE:
        action = (
            f"Ask why {counted(len(log.set_aside), 'row')} of the log cannot be used ({per_cent(share)}), "
            f"most of all '{reasons.index[0]}' ({reasons.iloc[0]:,})."
        )
    return Finding("rows of the log", tuple(said), action, table)


def _note(line: str) -> str:
    return line.strip().replace("Name tz=", "Write time_zone").rstrip(".") + "."


def working_hours(
    log: EventLog | None, *, open_hours: Mapping[str, object] | None = None, closed_days: Sequence[str] = ()
) -> Hours:
    """Take the open hours that were given, or propose some from when steps begin and end.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.
    open_hours : mapping, optional
        Days and their shifts; guessed when empty.
    closed_days : sequence of str
        Days without work, as ``"2025-12-25"``.

    Returns
    -------
    Hours

    Raises
    ------
    ArgumentError
        When hours or days cannot be read.
    """
    if log is None:
        return Hours(AROUND_THE_CLOCK, Finding("open hours", (NO_LOG,)))
    if open_hours:
        given = WorkingHours(open_hours, closed=closed_days)
        return Hours(given, Finding("open hours", (OPEN, f"As you said. {given}.")))
    proposal = guess_working_hours(log)
    shown = shown_names(
        proposal,
        {
            "weekday": "day",
            "shifts": "open",
            "times": "starts and ends",
            "dates": "days in the log",
            "verdict": "seen as",
        },
    )
    if not proposal["shifts"].astype(bool).any():
        said = "The log has too few times to guess your open hours, so every hour of day and night is counted."
        action = "Write your open hours into the settings (open_hours): now nights and weekends count as waiting."
        return Hours(AROUND_THE_CLOCK, Finding("open hours", (said,), action, shown))
    guessed = WorkingHours(dict(zip(proposal["weekday"], proposal["shifts"], strict=True)), closed=closed_days)
    said = f"A proposal, guessed from when steps begin and end. {guessed}. Holidays are not known to it."
    action = (
        "Compare the guessed open hours with your real ones, and write holidays into closed_days: every "
        "wait is counted in them."
    )
    return Hours(guessed, Finding("open hours", (OPEN, said), action, shown))
