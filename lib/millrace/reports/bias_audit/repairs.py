"""What a repair would cost whom: a lower border for all, and, for comparison only, a border per group."""

from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.fairness import compare_mitigations, draw_costs, select_from, sweep, thresholds_by_group
from millrace.fairness.contracts import Contract
from millrace.fairness.verdicts import WORSE
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.people import DECISION, MERIT, SCORE
from millrace.reports.bias_audit.selecting import rounded
from millrace.reports.finding import Finding, chart_of

__all__ = ["check_repairs"]

LOWER, PER_GROUP = "a lower border for all", "a border per group (not recommended)"


def check_repairs(audited: Audited, selection: Finding) -> Finding:
    """Move the threshold and count who gains and who pays.

    Parameters
    ----------
    audited : Audited
        From `agree`.
    selection : Finding
        From `check_selection`.

    Returns
    -------
    Finding
    """
    persons, agreed = audited.persons, replace(audited.agreed, pairs=False)
    table = selection.table if selection.table is not None else pd.DataFrame()
    worse = table[(table["verdict"] == WORSE) & table["attribute"].isin(persons.groups)]
    if worse.empty:
        return Finding("repairs", ("No single group is shown to be worse off, so no repair was worked out.",))
    if not persons.score or persons.threshold is None:
        return Finding("repairs", ("Without a score and a threshold no other border can be tried.",),
                       "Have the refusals of the groups that are worse off decided anew by a second person.")  # fmt: skip
    attribute = str(worse.sort_values("ratio")["attribute"].iloc[0])
    swept = sweep(persons.frame, agreed)
    border = _lower_border(swept, attribute, agreed, persons.threshold)
    frame, remedies = persons.frame, {}
    said = ["Counted by the rule alone, as if the outcome of nobody changed. Who gains and who pays is people, not rates."]
    if border is not None:
        frame = select_from(frame, score=SCORE, threshold=border, into="(lower)")
        remedies[LOWER] = "(lower)"
        said.append(f"The highest border below the present {persons.threshold:g} at which no group of {attribute} with enough "
                    f"people is selected less than {agreed.tolerance:g} times as often as the reference is {border:g}.")  # fmt: skip
    else:
        said.append(f"No lower border of those tried brings all groups of {attribute} within tolerance.")
    try:
        per_group = thresholds_by_group(frame, agreed, by=attribute)
        frame = select_from(frame, score=SCORE, thresholds=per_group, by=attribute, into="(per group)")
        remedies[PER_GROUP] = "(per group)"
        said.append("A border per group is shown to compare, never recommended: then a person's group decides, which is "
                    "unlawful in many places. Ask a lawyer before anybody thinks of it.")  # fmt: skip
    except ArgumentError:
        said.append("A border per group could not be worked out: some group has no score.")
    if not remedies:
        return Finding("repairs", tuple(said), table=rounded(swept), sheet="thresholds")
    costs = compare_mitigations(frame, agreed, mitigations=remedies, merit=MERIT if persons.merit else None)
    costs = costs[costs["attribute"].isin([attribute, "everybody"])].dropna(axis=1, how="all")
    said += [
        f"{row['mitigation']}: {row['newly_selected']:,} newly selected and {row['newly_refused']:,} newly refused of all, "
        f"{row['selected']:,} selected in place of {int(frame[DECISION].sum()):,}."
        for row in costs[(costs["attribute"] == "everybody") & (costs["mitigation"].isin(remedies))].to_dict("records")
    ]
    action = ""
    if border is not None:
        row = costs[(costs["attribute"] == "everybody") & (costs["mitigation"] == LOWER)].iloc[0]
        action = (f"Decide whether a border of {border:g} in place of {persons.threshold:g} can be afforded: "
                  f"{row['change']:+,} people more or fewer to see.")  # fmt: skip
    chart = chart_of(lambda: draw_costs(costs, attribute=attribute))
    return Finding("repairs", tuple(said), action, rounded(costs), chart, sheet="repairs")


def _lower_border(swept: pd.DataFrame, attribute: str, agreed: Contract, now: float) -> float | None:
    rows = swept[(swept["attribute"] == attribute) & (swept["threshold"] < now)
                 & (swept["people"] >= agreed.least_people) & (swept["group"] != "(unknown)")]  # fmt: skip
    lowest = rows.assign(ratio=rows["ratio"].replace([np.inf, -np.inf], np.nan)).groupby("threshold")["ratio"].min()
    fits = lowest[lowest >= agreed.tolerance - 1e-12]
    return float(fits.index.max()) if len(fits) else None
