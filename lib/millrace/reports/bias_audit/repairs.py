"""What a repair would cost whom: an easier border for all, and, for comparison only, a border per group."""

from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.fairness import compare_mitigations, draw_costs, select_from, sweep, thresholds_by_group
from millrace.fairness.contracts import Contract
from millrace.fairness.verdicts import WORSE
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.looking import Look, readable
from millrace.reports.bias_audit.people import DECISION, MERIT, SCORE
from millrace.reports.finding import Finding, chart_of

__all__ = ["check_repairs"]

EASIER, PER_GROUP = "an easier border", "a border per group (not recommended)"


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
    table = selection.whole if isinstance(selection, Look) and selection.whole is not None else pd.DataFrame()
    worse = table[(table["verdict"] == WORSE) & table["attribute"].isin(persons.groups)]
    if worse.empty:
        return Finding("repairs", ("No single group is shown to be worse off, so no repair was worked out.",))
    if not persons.score or persons.threshold is None:
        return Finding("repairs", ("Without a score and a threshold no other border can be tried.",),
                       "Have the refusals of groups that are worse off decided anew by a second person.")  # fmt: skip
    swept = sweep(persons.frame, agreed)
    said = ["Counted by the rule alone. Where the rule was overridden, people move as well: so some are newly refused."]
    parts, charts, actions = [], [], []
    for attribute in dict.fromkeys(worse["attribute"]):
        costs, border, words = _of_attribute(audited, agreed, swept, str(attribute))
        said += words
        if len(costs):
            parts.append(costs)
            charts.append((costs, str(attribute)))
        if border is not None:
            row = costs[(costs["attribute"] == "everybody") & (costs["mitigation"] == EASIER)].iloc[0]
            actions.append(f"{persons.border(border)} for {attribute} ({row['change']:+,} people to see)")
    said.append(
        "A border per group is shown to compare, never recommended: then a person's group decides, which is unlawful "
        "in many places. Ask a lawyer before anybody thinks of it."
    )
    now = persons.border(persons.threshold)
    action = f"Decide whether an easier border than {now} can be afforded: {'; '.join(actions)}." if actions else ""
    if not parts:
        turned = swept.assign(threshold=-swept["threshold"]) if persons.low_is_good else swept
        return Look("repairs", tuple(said), action, sheet="repairs", whole=turned)
    costs = pd.concat(parts, ignore_index=True)
    short = readable(costs[["mitigation", "attribute", "group", "people", "selected", "newly_selected", "newly_refused",
                           "rate", "ratio"]])  # fmt: skip
    # without the border per group: the title of the chart would speak for it
    drawn = [
        (table[table["mitigation"] != PER_GROUP], name) for table, name in charts if EASIER in set(table["mitigation"])
    ]
    chart = chart_of(lambda: draw_costs(drawn[0][0], attribute=drawn[0][1])) if drawn else None
    return Look("repairs", tuple(said), action, short, chart, sheet="repairs", whole=costs)


def _of_attribute(
    audited: Audited, agreed: Contract, swept: pd.DataFrame, attribute: str
) -> tuple[pd.DataFrame, float | None, list[str]]:
    persons = audited.persons
    border = _lower_border(swept, attribute, agreed, float(persons.threshold or 0))
    frame, remedies, said = persons.frame, {}, []
    if border is not None:
        frame = select_from(frame, score=SCORE, threshold=border, into="(easier)")
        remedies[EASIER] = "(easier)"
        said.append(
            f"{attribute}: the border is now {persons.border(persons.threshold or 0)}. The first easier one of those "
            f"tried, at which no group with enough people is selected less than {agreed.tolerance:g} times as often as "
            f"the reference, is {persons.border(border)}."
        )
    else:
        said.append(f"{attribute}: no easier border of those tried brings all groups within tolerance.")
    try:
        per_group = thresholds_by_group(frame, agreed, by=attribute)
        frame = select_from(frame, score=SCORE, thresholds=per_group, by=attribute, into="(per group)")
        remedies[PER_GROUP] = "(per group)"
    except ArgumentError:
        said.append(f"{attribute}: a border per group could not be worked out, since a group lacks scores.")
    if not remedies:
        return pd.DataFrame(), border, said
    costs = compare_mitigations(frame, agreed, mitigations=remedies, merit=MERIT if persons.merit else None)
    costs = costs[costs["attribute"].isin([attribute, "everybody"])]
    everybody = costs[(costs["attribute"] == "everybody") & costs["mitigation"].isin(remedies)]
    said += [
        f"{attribute}, {row['mitigation']}: {row['newly_selected']:,} newly selected and {row['newly_refused']:,} "
        f"newly refused; {row['selected']:,} selected in place of {int(frame[DECISION].sum()):,}."
        for row in everybody.to_dict("records")
    ]
    return costs, border, said


def _lower_border(swept: pd.DataFrame, attribute: str, agreed: Contract, now: float) -> float | None:
    rows = swept[(swept["attribute"] == attribute) & (swept["threshold"] < now)
                 & (swept["people"] >= agreed.least_people) & (swept["group"] != "(unknown)")]  # fmt: skip
    lowest = rows.assign(ratio=rows["ratio"].replace([np.inf, -np.inf], np.nan)).groupby("threshold")["ratio"].min()
    fits = lowest[lowest >= agreed.tolerance - 1e-12]
    return float(fits.index.max()) if len(fits) else None
