"""Did the total move because other groups grew, or because of what happened within them."""

import numpy as np
import pandas as pd

from millrace.errors import MillraceError
from millrace.kpis import draw_mix, mix_and_rate, mix_sentence
from millrace.reports.finding import Finding, chart_of
from millrace.reports.kpis.figures import DAY, PERIODS, Figures
from millrace.reports.kpis.watching import OVER, UNDER, Watched, day_of, whole_periods

__all__ = ["check_mix"]

SPAN = "time of the row"
WINDOW = {"day": 28, "week": 13, "month": 6, "quarter": 4, "year": 2}


def check_mix(
    figures: Figures, watched: Watched, *, compare_from: str = "", baseline_until: str = ""
) -> tuple[Finding, pd.DataFrame]:
    """Say whether a change of the total came from other shares of the groups, or from within them.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    watched : Watched
        From `watch`.
    compare_from : str
        The first day of the later time; the last quarter of a year or so if empty.
    baseline_until : str
        The last day of the earlier time; the day before, if empty.

    Returns
    -------
    tuple of Finding and DataFrame
        The finding, and the table of mix and rate.
    """
    name, nothing = watched.one.kpi.name, pd.DataFrame()
    if not figures.group or figures.table[figures.group].nunique() < 2:
        return Finding("mix", (f"'{name}': mix and rates cannot be told apart without two groups or more.",)), nothing
    first, until, start = _windows(figures, watched, compare_from, baseline_until)
    if first is None:
        return Finding("mix", (f"'{name}': there are too few whole {figures.every}s to compare two times.",)), nothing
    frame = figures.table.assign(**{OVER: watched.one.numerator, UNDER: watched.one.denominator})
    last = whole_periods(watched.periods)["period"].iloc[-1].to_period(PERIODS[figures.every]).end_time
    day = frame[DAY]
    if not (day >= first).any() or not (day <= until).any():
        gone = "from" if not (day >= first).any() else "before"
        return Finding(
            "mix",
            (
                f"'{name}': there is no row {gone} {first:%Y-%m-%d}, so two times cannot be compared. Write "
                "another compare_from.",
            ),
        ), nothing
    frame[SPAN] = np.select(
        [(day >= first) & (day <= last), (day >= start) & (day <= until)], ["after", "before"], "other"
    )
    try:
        table = mix_and_rate(
            frame, by=figures.group, numerator=OVER, denominator=UNDER, period=SPAN, before="before", after="after"
        )
    except MillraceError as why:
        return Finding("mix", (f"'{name}': mix and rates cannot be told apart. {why}",)), nothing
    unit = "share" if watched.one.counts else watched.one.kpi.unit
    said = [
        f"'{name}', from {start:%Y-%m-%d} to {until:%Y-%m-%d} against from {first:%Y-%m-%d} on. "
        f"{mix_sentence(table, unit=unit)}"
    ]
    return Finding(
        "mix", tuple(said), _mix_action(table, watched), chart=chart_of(lambda: draw_mix(table, unit=unit))
    ), table


def _windows(
    figures: Figures, watched: Watched, compare_from: str, baseline_until: str
) -> tuple[pd.Timestamp | None, pd.Timestamp, pd.Timestamp]:
    whole = whole_periods(watched.periods)["period"]
    nothing = pd.Timestamp(0)
    first = day_of(compare_from, "compare_from")
    if first is None:
        number = min(WINDOW[figures.every], len(whole) // 2)
        if number < 1:
            return None, nothing, nothing
        return whole.iloc[-number], whole.iloc[-number] - pd.Timedelta(days=1), whole.iloc[-2 * number]
    until = day_of(baseline_until, "baseline_until") or first - pd.Timedelta(days=1)
    return first, min(until, first - pd.Timedelta(days=1)), figures.table[DAY].min()


def _mix_action(table: pd.DataFrame, watched: Watched) -> str:
    whole, groups = table.iloc[-1], table.iloc[:-1]
    change, against = float(whole["rate_change"]), groups["rate_change"].dropna()
    turned = float(whole["mix_effect"]) * change > 0 > float(whole["rate_effect"]) * change
    if len(against) and turned and (against * np.sign(change) < 0).mean() > 0.5:
        return (
            f"Do not report the total of '{watched.one.kpi.name}' alone: most groups went the other way, and "
            "the mix of groups "
            "moved the total. Report it by group."
        )
    return ""
