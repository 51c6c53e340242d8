"""Errors among those whose outcome is known, and what is measured for all."""

from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.fairness import error_rates
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.looking import Look, readable
from millrace.reports.bias_audit.people import DECISION, FEW, MERIT, OUTCOME
from millrace.reports.finding import Finding

__all__ = ["check_errors"]

SHOWN_FROM, MOST_ENTRIES = 5, 6
HIDDEN = 0.02  # of the refused; with fewer known outcomes than this nothing is said of them


def check_errors(audited: Audited) -> Finding:
    """Compare errors by group as far as outcomes are known, and what was measured for all.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Finding
        Where outcomes are known for the selected only, it is of precision alone.
    """
    persons, agreed = audited.persons, replace(audited.agreed, pairs=False)
    if not (persons.outcome or persons.score or persons.merit):
        return Finding("errors", ("The file has no outcome, so whether decisions were right cannot be asked.",),
                       "Write down what becomes of people, some refused ones too: then errors count.")  # fmt: skip
    frame, said, action = persons.frame, [], ""
    # One table, so that chance is allowed for once.
    whole = error_rates(frame, agreed, averages=[MERIT] if persons.merit else [])
    averages = whole["metric"].str.startswith("average ")
    if not persons.outcome:
        whole = whole[averages]
    else:
        refused = frame[frame[DECISION] == 0]
        selective = not len(refused) or refused[OUTCOME].notna().mean() < HIDDEN
        said.append(f"The outcome '{persons.outcome}' is known for {int(frame[OUTCOME].notna().sum()):,} of "
                    f"{len(frame):,} people.")  # fmt: skip
        unread = int((frame[OUTCOME].isna() & frame[persons.outcome].notna()).sum())
        one_kind = unread and frame[OUTCOME].nunique() < 2
        if one_kind:
            said.append(f"{unread:,} more have another entry, and all that could be read are of one kind, so nothing "
                        f"is said of errors. {_entries(frame[persons.outcome], persons.outcome)}")  # fmt: skip
            action = (
                f"Say which entry of '{persons.outcome}' is good, and run this report again: after outcome_value in "
                "the grey box, or --set outcome_value=... behind the command."
            )
            whole = whole[averages]
        elif unread:
            said.append(f"{unread:,} more have an entry that is neither good nor bad; outcome_value says what is good.")
        if selective and not one_kind:
            whole = whole[averages | (whole["metric"] == "precision")]
            said.append(
                "It is known only for people who were selected (selective labels). How many good ones were refused, "
                "nobody can know from this file; only the share of good outcomes among those selected is compared. "
                "It can be alike even where one group has to be better to be let in."
            )
    whole = whole[whole["metric"] != "selection rate"].reset_index(drop=True)
    names = {"average score": persons.score, f"average of {MERIT}": persons.merit}
    whole["metric"] = whole["metric"].replace({metric: f"average of '{name}'" for metric, name in names.items()})
    few = (whole["people"] > 0) & (whole["people"] < FEW)
    # An average of three people tells each of two of them what the third one has.
    whole.loc[few, ["events", "value", "low", "high", "difference", "difference_low", "difference_high"]] = np.nan
    if few.any():
        said.append(f"What fewer than {FEW} people have on average is not shown: it is nearly what each of them has.")
    if persons.low_is_good:
        whole = _turned(whole, f"average of '{persons.score}'")
    gaps = whole[whole["verdict"].isin(["lower", "higher"])]
    said += [
        f"{row['attribute']}, {row['group']}: {row['metric']} is {row['verdict']} than of {row['reference']} "
        f"({row['value']:.2f}, difference {row['difference']:+.2f}, from {row['difference_low']:+.2f} to "
        f"{row['difference_high']:+.2f}; {row['people']:,} people)."
        for row in gaps.to_dict("records")[:8]
    ]
    if gaps.empty:
        said.append("No difference between groups is shown here. That is not the same as: there is none.")
    if (gaps["metric"].isin(["true positive rate", "false positive rate"])).any():
        action = "Ask why errors fall on one group more than on another, before the score is used further."
    short = readable(whole[["attribute", "group", "metric", "people", "value", "low", "high", "reference", "difference",
                           "verdict"]])  # fmt: skip
    short["metric"] = short["metric"].replace("precision", "precision (good outcomes, of those selected)")
    return Look("errors", tuple(said), action, short, sheet="errors", whole=whole)


def _turned(whole: pd.DataFrame, average: str) -> pd.DataFrame:
    """Write averages of a score whose low end is good as they are in the file."""
    rows = whole["metric"] == average
    whole.loc[rows, ["value", "difference"]] *= -1
    for low, high in (("low", "high"), ("difference_low", "difference_high")):
        whole.loc[rows, [low, high]] = -whole.loc[rows, [high, low]].to_numpy()
    whole.loc[rows, "verdict"] = whole.loc[rows, "verdict"].replace({"lower": "higher", "higher": "lower"})
    return whole


def _entries(column: pd.Series, name: str) -> str:
    """List what stands in the column, with counts; what few people have may be anything, and is not shown."""
    counts = column.dropna().astype(str).value_counts()
    often = counts[counts >= SHOWN_FROM].head(MOST_ENTRIES)
    if often.empty:
        return f"Look into '{name}' for the entry that is good."
    listed = ", ".join(f"'{entry}' ({people:,})" for entry, people in often.items())
    return f"Entries of '{name}': {listed}{', and others' if len(often) < len(counts) else ''}. Which of them is good?"
