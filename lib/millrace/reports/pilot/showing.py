"""What the report shows first: the rows, who began when, and the answers side by side."""

import numpy as np
import pandas as pd

from millrace.effects import (
    draw_effect,
    draw_parallel,
)
from millrace.effects.verdicts import HARMS, TOO_FEW, WORKS
from millrace.errors import counted
from millrace.reports.finding import Finding, chart_of, per_cent
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import Judged, lot_unit
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import DAY, NEW, UNIT

__all__ = ["check_answers", "check_plan", "check_rows", "in_unit", "percent"]

MUCH = 0.05
GOOD = {"higher": "more is better", "lower": "less is better"}
KINDS = {
    "share": "a share, changes in points",
    "amount": "an amount, changes in per cent",
    "score": "a score, changes in its own unit",
}


def check_rows(files: Opened, cases: Cases) -> Finding:
    """Say how many rows are used, and why others are not.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    cases : Cases
        From `read_cases`.

    Returns
    -------
    Finding
    """
    aside = cases.set_aside
    lost = len(aside) / max(cases.rows_read, 1)
    said = [f"{counted(cases.rows_read, 'row')} read = {cases.rows_used:,} used + {len(aside):,} set aside."]
    days = cases.frame[DAY].dropna()
    if len(days) and not cases.timeless:
        said.append(f"They go from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}.")
    said += cases.notes
    if cases.ours is not None and len(cases.ours.set_aside):
        said.append(f"Used for no comparison: {_reasons(cases)}. They are in the workbook.")
    if lost > MUCH:
        said.append(
            f"{per_cent(lost)} of the rows are set aside. If they are not alike in both groups, the answer is wrong."
        )
    action = ""
    if len(aside):
        first = aside.iloc[0]
        action = (
            f"Have {counted(len(aside), 'row')} of '{files.outcomes.name}' corrected, first {first['place']}: "
            f"'{first['text'][:60]}' ({first['reason']})."
        )
    counts = aside["reason"].value_counts().rename_axis("why set aside").rename("rows").reset_index()
    return Finding("rows missing" if lost > MUCH else "rows", tuple(said), action, counts)


def _reasons(cases: Cases) -> str:
    assert cases.ours is not None
    counts = cases.ours.set_aside["reason"].value_counts()
    return "; ".join(f"{counted(int(n), 'case')} ({str(why).replace(UNIT, 'unit')})" for why, n in counts.items())


def check_plan(cases: Cases) -> Finding:
    """Say what is measured, who was in the pilot and since when, before any number.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.

    Returns
    -------
    Finding
    """
    like = f", alike in {' and '.join(cases.alike)}" if cases.alike else ""
    unit = f" in {cases.unit}" if cases.unit not in ("", "yes or no") else ""
    said = [
        f"Measured is '{cases.outcome}'{unit}: {KINDS[cases.measure]}; {GOOD[cases.better]}{like}.",
        *cases.plan.notes,
    ]
    if cases.plan.design == "lot":
        unit_name = lot_unit(cases)
        counts = cases.frame.drop_duplicates(unit_name)[NEW] if unit_name else cases.frame[NEW]
        table = (
            counts.map({True: "new", False: "other"}).value_counts().rename_axis("group").rename("cases").reset_index()
        )
        return Finding("plan", tuple(said), table=table)
    table = _units(cases)
    late = table[(table["role"] == "other") & (table["cases before"] == 0)]
    if len(late):
        said.append(
            f"Begins only after the first start, so it cannot be compared: {', '.join(late['unit'].head(6))}. Look for "
            "earlier rows of it."
        )
    chart = None
    if cases.ours is not None and not cases.timeless and len(cases.ours.periods) > 2:
        ours = cases.ours
        chart = chart_of(lambda: draw_parallel(ours))
    return Finding("plan", tuple(said), table=table, chart=chart, sheet="units")


def _units(cases: Cases) -> pd.DataFrame:
    frame, starts = cases.frame, cases.plan.starts
    first = min(starts.values())
    own = frame[UNIT].map(starts)
    since = frame[DAY] >= own.fillna(first)
    groups = (
        pd.DataFrame({"unit": frame[UNIT], "since": since}).groupby("unit")["since"].agg(["size", "sum"]).reset_index()
    )
    began = groups["unit"].map(starts)
    shown = "after" if cases.timeless else began.dt.strftime("%Y-%m-%d") if began.notna().any() else ""
    table = pd.DataFrame({
        "unit": groups["unit"].astype(str), "role": np.where(began.notna(), "pilot", "other"), "began": shown,
        "cases before": groups["size"] - groups["sum"], "cases since": groups["sum"],
    })  # fmt: skip
    table["began"] = table["began"].where(table["role"] == "pilot", "")
    return table.sort_values(["role", "began"], ascending=[False, True], kind="stable").reset_index(drop=True)


def check_answers(cases: Cases, judged: Judged) -> Finding:
    """Say the question, then the answers side by side, then the verdict.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.
    judged : Judged
        From `judge`.

    Returns
    -------
    Finding
    """
    said = [
        f"What is estimated: {judged.question}".replace(UNIT, "unit"),
        f"Verdict. {judged.sentence}",
        *judged.doubts,
    ]
    said += [
        text.replace("Give cap= to see what they do.", "").replace("% of", " % of").strip() for text in judged.remarks
    ]
    if judged.doubts:
        said.append("So the verdict is weaker than the range says: do not decide on it alone.")
    chart = None
    known = judged.answers["change_share"].notna()
    if known.any() and len(judged.answers) > 1:
        drawn = judged.answers[known]
        chart = chart_of(lambda: draw_effect(drawn))
    table = judged.answers.copy()
    shown = pd.DataFrame({
        "answer": table["answer"],
        "change": [in_unit(row["change"], cases) for row in table.to_dict("records")],
        "between": [_between(row, cases) for row in table.to_dict("records")],
        "in per cent": [percent(v) for v in table["change_share"]],
        "what is wrong with it": table["fault"].replace("", "nothing found" if not judged.doubts else "see above"),
    })  # fmt: skip
    return Finding("answers", tuple(said), _decision(cases, judged), shown, chart=chart, sheet="answers")


def percent(value: float) -> str:
    """Write a share as a change in per cent; empty where there is none.

    Examples
    --------
    >>> percent(-0.204)
    '-20 %'
    """
    return f"{value:+.0%}".replace("%", " %") if np.isfinite(value) else ""


def in_unit(value: float, cases: Cases) -> str:
    """Write a change in the unit of the outcome.

    Parameters
    ----------
    value : float
        The change.
    cases : Cases
        From `read_cases`.

    Returns
    -------
    str
    """
    if not np.isfinite(value):
        return ""
    if cases.measure == "share":
        return f"{100 * value:+.1f} points"
    return f"{value:+,.3g} {cases.unit}".strip()


def _between(row: dict, cases: Cases) -> str:
    if not np.isfinite([row["change_low"], row["change_high"]]).all():
        return "no range"
    return f"{in_unit(row['change_low'], cases)} to {in_unit(row['change_high'], cases)}"


def _decision(cases: Cases, judged: Judged) -> str:
    name = cases.outcome
    if judged.verdict == WORKS and not judged.doubts:
        return f"Decide on '{name}' ({GOOD[cases.better]}) by the lower end of the range: {judged.sentence}"
    if judged.verdict == HARMS and not judged.doubts:
        return f"Stop or change what was tried, if {GOOD[cases.better]}: '{name}' got worse. {judged.sentence}"
    if judged.doubts:
        return f"Do not decide on '{name}' yet. {judged.doubts[0]}"
    if judged.verdict == TOO_FEW:
        return f"Do not decide on '{name}' yet. {judged.sentence}"
    return f"Claim nothing about '{name}' yet. {judged.sentence}"
