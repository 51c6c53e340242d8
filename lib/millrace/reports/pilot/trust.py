"""May the answer be believed: earlier dates, other units, bad months that chose the units; and does it last."""

import numpy as np
import pandas as pd

from millrace.effects import chosen_after, comparable, draw_event_time, effect_by_week, placebo_units
from millrace.errors import ArgumentError, counted
from millrace.reports.finding import Finding, chart_of, shown_names
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import Judged
from millrace.reports.pilot.showing import percent

__all__ = ["check_over_time", "check_trust"]

BAD = 0.05
LOOKBACK = {"day": 7, "week": 9, "month": 2}


def check_trust(cases: Cases, judged: Judged, *, chosen_from: str = "", chosen_to: str = "") -> Finding:
    """Ask the same method where no effect can be: earlier, and elsewhere; and ask whether bad months chose the units.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.
    judged : Judged
        From `judge`.
    chosen_from, chosen_to : str
        First and last day of the months by which the units were chosen; the last two months before the start if empty.

    Returns
    -------
    Finding
    """
    ours, placebo = cases.ours, judged.placebo
    if ours is None or placebo is None:
        return Finding("trust", ("Earlier dates and other units cannot be tried: that needs units over time.",))
    said = [_said_of(placebo, cases.step)]
    others = _others(cases, judged)
    said += [others] if others else []
    level = comparable(ours).iloc[0]
    if level["verdict"] != "alike":
        said.append(
            f"Before the start the pilot units lay at {level['pilot']:,.3g} and the others at "
            f"{level['others']:,.3g}. That "
            'cancels, since each unit is held against its own past; it is why "pilot against the others" misleads.'
        )
    chosen, action = _chosen(cases, chosen_from, chosen_to)
    said += [chosen] if chosen else []
    table = placebo.assign(
        change=[percent(v) for v in placebo.get("change_share", pd.Series(np.nan, index=placebo.index))]
    )
    names = {"earlier": f"{cases.step}s earlier", "cases": "cases", "change": "effect found", "verdict": "verdict"}
    return Finding("trust", tuple(said), action, shown_names(table, names) if len(table) else None)


def _said_of(placebo: pd.DataFrame, step: str) -> str:
    if placebo.empty:
        return "There is too little time before the start to try earlier dates."
    counts = placebo["verdict"].value_counts()
    fine, moved = int(counts.get("nothing, as it should be", 0)), int(counts.get("moved before the start", 0))
    tried = f"Pretending that the pilot began up to {int(placebo['earlier'].max())} {step}s earlier"
    if moved:
        return f"{tried}, {moved} of {len(placebo)} trials find an effect where there can be none."
    if fine:
        return f"{tried}, {fine} of {len(placebo)} trials find nothing, as it should be."
    return f"{tried}, all trials have too few units or rows to say."


def _others(cases: Cases, judged: Judged) -> str:
    ours = cases.ours
    assert ours is not None
    try:
        table = placebo_units(ours)
    except ArgumentError:
        return "Fewer than three units never began, so no unit can be tried as if it had."
    column = "change_share" if cases.measure == "amount" else "change"
    alone = table.loc[~table["pilot"], column].abs().dropna()
    mine = abs(judged.best[column])
    larger = int((alone >= mine).sum())
    return (
        f"Pretending that each of the {len(alone)} other units had begun, {larger} of them move as far as the "
        "pilot units "
        "did, up or down."
    )


def _chosen(cases: Cases, chosen_from: str, chosen_to: str) -> tuple[str, str]:
    ours = cases.ours
    assert ours is not None
    before, back = int(ours.began.min()), LOOKBACK[cases.step]
    asked = bool(chosen_from and chosen_to)
    if cases.timeless or (not asked and before < 2 * back):
        return "", ""
    begins = ours.periods.start_time
    first = chosen_from or str(begins[before - back].date())
    last = chosen_to or str(begins[before - 1].date())
    try:
        table = chosen_after(ours, chosen_from=first, chosen_to=last).set_index("who")["above_usual"]
    except ArgumentError as why:
        if asked:
            raise
        return f"Whether the units were chosen for bad months cannot be seen: {why}", ""
    mine, others = float(table["pilot units"]), float(table["all others"])
    worse = (mine - others) * (1 if cases.better == "lower" else -1)
    if not worse > BAD:
        return (
            f"From {first} to {last} the pilot units were no worse than usual, so they were hardly chosen for "
            "bad months.",
            "",
        )
    said = (
        f"From {first} to {last} the pilot units lay {percent(mine)} against their own usual level, the others "
        f"{percent(others)}. If they were chosen for that, part of what came after would have come by itself; "
        "before and "
        "after counts it as an effect."
    )
    return said, "Ask how the pilot units were chosen. If for their bad months, never quote before and after."


def check_over_time(cases: Cases) -> Finding:
    """Say whether the effect wears off.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.

    Returns
    -------
    Finding
    """
    if cases.ours is None or cases.timeless:
        return Finding("over time", ("Whether it lasts cannot be said: that needs units over time.",))
    ours = cases.ours
    table = effect_by_week(ours)
    known = table[np.isfinite(table["share_low"]) & np.isfinite(table["share_high"])]
    if len(known) < 2:
        return Finding("over time", ("There is too little since the start to say whether it lasts.",))
    first, last = known.iloc[0], known.iloc[-1]
    said = [
        f"From {percent(first['change_share'])} in the first {int(first['to_period'])} {cases.step}s to "
        f"{percent(last['change_share'])} at the end."
    ]
    if last["pilot_units"] < first["pilot_units"]:
        said.append(f"The end rests on {counted(int(last['pilot_units']), 'unit')} only: those that began first.")
    return Finding("over time", tuple(said), chart=chart_of(lambda: draw_event_time(known)), table=None)
