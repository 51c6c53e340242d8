"""Who gets through: group by group, two attributes combined, and in the form of New York's Local Law 144."""

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.fairness import audit, draw_audit, impact_ratios, sentence
from millrace.fairness.verdicts import NOT_SHOWN, TOO_FEW, WORSE
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.people import DECISION
from millrace.reports.finding import Finding, chart_of

__all__ = ["check_law", "check_selection", "rounded"]

SAID = 6


def check_selection(audited: Audited) -> Finding:
    """Audit who is selected, by group and by two groups combined.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Finding
        Its table has all groups.
    """
    table = audit(audited.persons.frame, audited.agreed)
    chosen, people = int(audited.persons.frame[DECISION].sum()), len(audited.persons.frame)
    said = [f"{chosen:,} of {people:,} were selected ({100 * chosen / people:.1f} %)."]
    if chosen in (0, people):
        said.append(
            f"{'Everybody' if chosen else 'Nobody'} was selected, so no group can be told from another. Is the file a "
            "list of the selected only? Then ask for that of all who applied."
        )
    worse = table[table["verdict"] == WORSE].sort_values("people_short", key=np.abs, ascending=False)
    said += [sentence(row) for _, row in worse.head(SAID).iterrows()]
    if len(worse) > SAID:
        said.append(f"{len(worse) - SAID} more groups are worse off: see the workbook.")
    if worse.empty:
        said.append("No group is shown to be worse off. That is not the same as: none is.")
    for verdict, words in ((NOT_SHOWN, "a gap beyond tolerance that chance could make too"),
                           (TOO_FEW, "too few people to judge")):  # fmt: skip
        number = int((table["verdict"] == verdict).sum())
        if number:
            said.append(f"{counted(number, 'group')} with {words}.")
    chart = chart_of(lambda: draw_audit(table, tolerance=audited.agreed.tolerance))
    return Finding("worse off" if len(worse) else "selection", tuple(said), _action(worse), rounded(table), chart,
                   sheet="groups")  # fmt: skip


def _action(worse: pd.DataFrame) -> str:
    if worse.empty:
        return ""
    row = worse.iloc[0]
    return (
        f"Look at how {row['group']} ({row['attribute']}) are decided on, together with those who decide: "
        f"{row['selected']:,} of {row['people']:,} selected, {row['ratio']:.2f} times as often as {row['reference']}. Until it "
        "is understood, have a second person look at each refusal."
    )


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round shares and ratios for people, under headers with blanks.

    Examples
    --------
    >>> rounded(pd.DataFrame({"ratio_low": [0.12345], "people": [3]})).columns.tolist()
    ['ratio low', 'people']
    """
    short = table.copy()
    for name in short.select_dtypes("float").columns:
        short[name] = short[name].replace([np.inf, -np.inf], np.nan).round(3)
    return short.rename(columns=lambda name: str(name).replace("_", " "))


def check_law(audited: Audited) -> Finding:
    """Lay the impact ratios out as New York City's Local Law 144 asks for.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Finding
    """
    table = impact_ratios(audited.persons.frame, groups=list(audited.agreed.groups), selected=DECISION,
                          pairs=audited.agreed.pairs)  # fmt: skip
    said = (
        "The same counts in the form of New York City's Local Law 144: the ratio is to the group selected most; groups "
        "below 2 % of all are listed without a ratio. It is no statement that a tool is lawful.",
    )
    wanted = ["table", "group", "people", "selected", "rate", "low", "high", "impact_ratio", "ratio_low", "ratio_high",
              "in_calculation", "remark"]  # fmt: skip
    return Finding("law", said, table=rounded(table[wanted]), sheet="impact ratios")
