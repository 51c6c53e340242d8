"""What the log says: how long cases take, where they wait, what comes again, and whether the numbers agree."""

import pandas as pd

from millrace.errors import counted
from millrace.process import (
    EventLog,
    bottleneck,
    bottleneck_in_words,
    draw_map,
    draw_waiting,
    lead_times,
    littles_law,
    moves,
    quantiles,
    rework,
    waiting,
)
from millrace.process.charts import spoken_hours
from millrace.reports.pain_points.events import NO_LOG, Hours
from millrace.reports.pain_points.finding import Finding, chart_of, per_cent, shown_names

__all__ = [
    "check_cases_inside",
    "check_lead_times",
    "check_moves",
    "check_rework",
    "check_waits",
]

FEW_CASES = 30
MAP = "The same as a map: the steps in their usual order, with the usual wait on each arrow."
LITTLE = (
    "Little's law: the number of cases inside is how many come in per hour, times how long each stays. If the log is "
    "whole and the shop neither fills nor empties, the two sides are equal."
)
OFTEN_AGAIN = 0.05
LEAD = {"share": "share of the cases", "value": "done within (h)", "low": "at least (h)", "high": "at most (h)"}
WAITS = {
    "step": "step", "cases": "cases", "waits_known": "waits known", "median_waiting_hours": "usual wait before (h)",
    "p90_waiting_hours": "nine of ten wait less than (h)", "median_touch_hours": "usual work (h)",
    "median_since_previous_hours": "usual wait and work together (h)", "waiting share": "waiting, share of lead time",
}  # fmt: skip
AGAIN = {
    "step": "step", "cases": "cases", "repeated_at_once": "came again at once",
    "returned": "came back after another step",
    "cases_repeated": "cases with it twice", "share": "share of the cases",
}  # fmt: skip
AGREE = {
    "agrees": "The two agree within a tenth, so the log and the hours fit together.",
    "more inside than explained": "There are more inside than that explains: the shop was fuller before, or cases are "
    "getting faster, or the log misses cases.",
    "fewer inside than explained": (
        "There are fewer inside than that explains: the shop was filling up, or the log misses cases."
    ),
    "too few to say": "Too few cases to hold the two against each other.",
}


def check_lead_times(log: EventLog | None, hours: Hours) -> Finding:
    """Say within how many open hours a tenth, half and nine tenths of the cases are done.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.
    hours : Hours
        From `working_hours`.

    Returns
    -------
    Finding
    """
    if log is None:
        return Finding("lead times", (NO_LOG,))
    times = lead_times(log, hours=hours.hours)
    found = quantiles(times)
    known = int(times["lead_time_hours"].notna().sum())
    said = ["The lead time of a case is the time from its first event to its last."]
    said.append(f"The lead time of {known:,} of {counted(len(times), 'case')} is known.")
    if known:
        tenth, half, nine = found["value"]
        days = times["lead_time_days"].median()
        calendar = f" In days of the calendar, half take up to {days:.1f}." if days >= 1 else ""
        said.append(
            f"Half of them are done within {spoken_hours(half)} of open time, one in ten within {spoken_hours(tenth)}, "
            f"nine of ten within {spoken_hours(nine)}.{calendar}"
        )
    open_ = times.loc[times["unfinished"] != "", "unfinished"].value_counts()
    said += [f"Not known for {counted(int(number), 'case')}: {why}." for why, number in open_.items()]
    few = f"Log more cases before you decide by lead times: {known} are too few." if known < FEW_CASES else ""
    shown = shown_names(found.assign(share=["one in ten", "half", "nine of ten"]), LEAD)
    return Finding("lead times" if not few else "too few to say", tuple(said), few, shown)


def check_waits(log: EventLog | None, hours: Hours) -> Finding:
    """Say before which step cases wait longest, and how sure that is.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.
    hours : Hours
        From `working_hours`.

    Returns
    -------
    Finding
    """
    if log is None:
        return Finding("where cases wait", (NO_LOG,))
    found = bottleneck(log, hours=hours.hours)
    table = waiting(log, hours=hours.hours)
    # Of a log with one time per event nothing is known of waits alone.
    hidden = ("waits_known", "waiting share") if not table["waits_known"].any() else ()
    names = {column: name for column, name in WAITS.items() if column not in hidden}
    shown = shown_names(table.assign(**{"waiting share": table["waiting_share"].map(_share)}), names)
    chart = chart_of(lambda: draw_waiting(log, hours=hours.hours))
    return Finding(
        "where cases wait", (bottleneck_in_words(found),), _go_and_look(found), shown.dropna(axis=1, how="all"), chart
    )


def _share(share: float) -> str:
    return per_cent(share) if pd.notna(share) else ""


def _go_and_look(found: pd.DataFrame) -> str:
    top = found.iloc[0]
    step, verdict = top["step"], top["verdict"]
    close = found.loc[found["verdict"] == "too close to call", "step"].tolist()
    if close:
        return (
            f"Watch {' and '.join(close[:3])} for an hour each: the log cannot say which of them holds cases up most."
        )
    if verdict == "waits for hands":
        return (
            f"Go to {step} and ask what somebody else could take over there: cases wait for its people, who are busy."
        )
    if verdict == "takes longest, waiting and work together":
        return (
            f"Note for a week when {step} begins and when it ends: the log shows most time up to it, but "
            "not whether it is work."
        )
    if verdict in ("little waiting", "too few to say", "not the longest"):
        return ""
    return (
        f"Go and look at {step}, and stay an hour: most waiting lies before it, and the log does not say "
        "why. Ask who decides what is done next."
    )


def check_moves(log: EventLog | None, hours: Hours) -> Finding:
    """Show the steps in their usual order with the waits between them, and where cases go back.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.
    hours : Hours
        From `working_hours`.

    Returns
    -------
    Finding
        Its table has one row per move.
    """
    if log is None:
        return Finding("where cases wait", (NO_LOG,))
    table = moves(log, hours=hours.hours)
    back = table[table["back"]]
    said = (
        f"{counted(int(back['moves'].sum()), 'move')} of {int(table['moves'].sum()):,} go back to an "
        "earlier step or to the same one."
    )
    names = {"step_before": "from", "step": "to", "moves": "moves", "median_waiting_hours": "usual wait (h)"}
    chart = chart_of(lambda: draw_map(log, hours=hours.hours))
    return Finding("where cases wait", (MAP, said), "", shown_names(table, names), chart, sheet="moves")


def check_rework(log: EventLog | None) -> Finding:
    """Say which steps come again in the same case.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.

    Returns
    -------
    Finding
    """
    if log is None:
        return Finding("work that comes again", (NO_LOG,))
    table = rework(log)
    some = table[table["cases_repeated"] > 0].sort_values("cases_repeated", ascending=False, kind="stable")
    if some.empty:
        said = "No step comes twice in a case. Work that is mended within a step leaves no trace in such a log."
        return Finding("work that comes again", (said,))
    top = some.iloc[0]
    said = (
        f"{top['step']} comes again in {top['cases_repeated']:,} of {counted(int(top['cases']), 'case')} "
        f"({per_cent(top['repeated_share'])}). The log does not say whether it is done again or goes on after a break."
    )
    often = top["repeated_share"] >= OFTEN_AGAIN and top["cases"] >= FEW_CASES
    action = (
        f"Take three cases in which {top['step']} comes twice, and ask what was done the second time." if often else ""
    )
    shown = shown_names(some.assign(share=some["repeated_share"].map(_share)), AGAIN)
    return Finding("work that comes again", (said,), action, shown, sheet="work again")


def check_cases_inside(log: EventLog | None, hours: Hours) -> Finding:
    """Hold the number of cases inside against arrivals times lead time.

    Parameters
    ----------
    log : EventLog or None
        From `read_log`.
    hours : Hours
        From `working_hours`.

    Returns
    -------
    Finding
    """
    if log is None:
        return Finding("cases inside", (NO_LOG,))
    row = littles_law(log, hours=hours.hours).iloc[0]
    verdict = str(row["verdict"])
    if verdict == "too few to say" or pd.isna(row["mean_inside"]):
        return Finding("cases inside", (LITTLE, AGREE["too few to say"]))
    said = (
        f"{row['arrivals_per_hour']:.2f} cases came in per open hour and stayed "
        f"{spoken_hours(row['mean_lead_time_hours'])} on "
        f"average, which makes {row['expected_inside']:.0f} inside. Counted were {row['mean_inside']:.0f}."
    )
    action = (
        ""
        if verdict == "agrees"
        else "Find out whether the log misses cases: the number inside does not fit how long they take."
    )
    return Finding("cases inside", (LITTLE, said, AGREE[verdict]), action)
