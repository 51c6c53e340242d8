"""What cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.effects.verdicts import HARMS, WORKS
from millrace.reports.finding import Finding, first_things
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import Judged
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import DAY, UNIT
from millrace.reports.showing import Shown, show_list

__all__ = ["WEIGHTS", "decisions", "limits", "sheets"]

# What to do first: what makes the answer wrong, then harm, then the decision, then what makes the next one surer.
WEIGHTS = {
    "rows missing": 10,
    "guardrail broken": 9,
    "groups": 8,
    "answers": 7,
    "trust": 6,
    "worth": 5,
    "no guardrail": 4,
    "size": 3,
    "rows": 2,
    "plan": 1,
    "over time": 1,
    "guardrail": 1,
}


def limits(cases: Cases, judged: Judged) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.
    judged : Judged
        From `judge`.

    Returns
    -------
    Shown
    """
    lines = [
        "What it would do elsewhere: the answer is for the units that were in the pilot, and for their cases "
        "since then.",
        "What happened at the pilot units at the same time and nowhere else: a new colleague, a move, a campaign.",
        "What is in no column: people who gave up, work done outside the system, answers that were wrong but closed.",
        "Whether the other units felt the pilot too, such as cases passed on to them. Then the comparison is off.",
    ]
    if cases.plan.design == "lot":
        lines.append("Whether lot really decided: the file shows how the groups split, not how they were drawn.")
    if len(cases.plan.starts) and cases.ours is not None and cases.ours.remarks:
        lines.append("What the rows that were set aside would have said.")
    if judged.verdict not in (WORKS, HARMS):
        lines.append("That nothing is shown does not say that there is no effect: look at both ends of the range.")
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("plan", ("So.",)), Finding("trust", ("Odd.",), "Ask who chose the units.")])
    1. Ask who chose the units.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(files: Opened, cases: Cases, judged: Judged, found: Sequence[Finding]) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    cases : Cases
        From `read_cases`.
    judged : Judged
        From `judge`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``verdict``, ``set aside``; then the lists of single findings.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    verdict = pd.DataFrame([{"question": judged.question, "verdict": judged.verdict, "sentence": judged.sentence,
                             "doubts": " ".join(judged.doubts), **judged.best}])  # fmt: skip
    parts = [files.outcomes.left_out(), cases.set_aside[["place", "reason", "text"]]]
    if cases.ours is not None and len(cases.ours.set_aside):
        aside = cases.ours.set_aside
        text = (
            aside[UNIT].astype(str)
            + " | "
            + aside[DAY].dt.strftime("%Y-%m-%d")
            + " | "
            + aside[cases.outcome].astype(str)
        )
        parts.append(pd.DataFrame({"place": "", "reason": aside["reason"].str.replace(UNIT, "unit"), "text": text}))
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "verdict": verdict.replace([np.inf, -np.inf], np.nan),
        "set aside": whole[["place", "reason", "text"]],
    } | {one.sheet: one.table for one in found if one.sheet and one.table is not None}
