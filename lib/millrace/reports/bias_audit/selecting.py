"""Who gets through: group by group, two attributes combined, and in the form of New York's Local Law 144."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.fairness import audit, draw_audit, impact_ratios, sentence
from millrace.fairness.verdicts import NOT_SHOWN, TOO_FEW, WORSE
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.looking import Look
from millrace.reports.bias_audit.people import DECISION, FEW
from millrace.reports.finding import Finding, chart_of

__all__ = ["check_law", "check_selection"]

SAID, NAMED = 6, 3
APART = 0.03  # a ratio this much lower than that of either attribute alone says something of its own


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
    worse = _most_harmed(table, audited)
    said += [sentence(row) for _, row in worse.head(SAID).iterrows()]
    more = int((table["verdict"] == WORSE).sum()) - len(worse.head(SAID))
    if more > 0:
        said.append(f"{counted(more, 'more group')} {'is' if more == 1 else 'are'} worse off: see the workbook.")
    if worse.empty:
        said.append("No group is shown to be worse off. That is not the same as: none is.")
    open_gaps = _open_gaps(table)
    if len(open_gaps):
        said.append(
            f"A gap beyond tolerance that chance could make too: {counted(len(open_gaps), 'group')}, "
            f"{'' if len(open_gaps) <= NAMED else 'first of all '}{'; '.join(map(_told, open_gaps[:NAMED]))}."
        )
    if few := int((table["verdict"] == TOO_FEW).sum()):
        said.append(
            f"Too few people to judge: {few} of {len(table)} groups, those of two attributes together included."
        )
    if table["people"].between(1, FEW - 1).any():
        said.append(
            f"Groups of fewer than {FEW} people are listed with their counts, as such audits must: whoever knows one "
            "of these people reads the decision. Show this page to those only who may know it."
        )
    if len(table) > 3:
        said.append(
            f"Ranges are those of each group alone. Of {len(table)} groups, some differ much by chance, so more is "
            "asked before a group is called worse off: its range may leave out 1, and its gap be one that chance makes."
        )
    chart = chart_of(lambda: draw_audit(table, tolerance=audited.agreed.tolerance))
    short = _short(table, audited.agreed.tolerance)
    return Look("worse off" if len(worse) else "selection", tuple(said), _action(worse, open_gaps), short, chart,
                sheet="groups", whole=table)  # fmt: skip


def _open_gaps(table: pd.DataFrame) -> list[dict]:
    """List groups selected less often, beyond tolerance, where chance is not excluded: most people short first."""
    rows = table[(table["verdict"] == NOT_SHOWN) & (table["people_short"] > 0)]
    return rows.sort_values("people_short", ascending=False, kind="stable").to_dict("records")


def _told(row: Mapping) -> str:
    return (
        f"{row['group']} ({row['attribute']}; {row['selected']:,} of {row['people']:,} selected, {row['ratio']:.2f} "
        f"times as often as {row['reference']})"
    )


def _most_harmed(table: pd.DataFrame, audited: Audited) -> pd.DataFrame:
    """Take of each attribute the group of most people short; of two combined, what is worse off than either alone."""
    worse = table[table["verdict"] == WORSE]
    single = worse["attribute"].isin(audited.persons.groups)
    alone, both = worse[single], worse[~single]
    lowest = alone.groupby("attribute")["ratio"].min()
    first = alone.loc[alone.groupby("attribute", sort=False)["people_short"].idxmax().to_numpy()]
    pairs = both.loc[both.groupby("attribute", sort=False)["ratio"].idxmin().to_numpy()]
    parts = [pairs["attribute"].str.split(" and ", n=1).str[at].map(lowest).fillna(1.0) for at in (0, 1)]
    more = pairs["ratio"] < np.minimum(parts[0], parts[1]) - APART if len(pairs) else pairs["ratio"] < 0
    return pd.concat([first.sort_values("people_short", ascending=False), pairs[more].sort_values("ratio")])


def _short(table: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """Take what a page has room for: counts, rates and ratios with their ranges in one cell, and the verdict."""
    ratios = table[["ratio", "ratio_low", "ratio_high"]].to_numpy()
    return pd.DataFrame({
        "attribute": table["attribute"], "group": table["group"], "people": table["people"],
        "selected": table["selected"],
        "rate, %": [_ranged(100 * r, 100 * a, 100 * b, 1) for r, a, b in table[["rate", "low", "high"]].to_numpy()],
        "compared with": table["reference"],
        "ratio": [_ranged(r, a, b, _digits(r, tolerance)) for r, a, b in ratios],
        "verdict": table["verdict"],
    })  # fmt: skip


def _digits(ratio: float, tolerance: float) -> int:
    """Take a digit more where two would make a ratio look like the tolerance."""
    return 3 if ratio != tolerance and abs(ratio - tolerance) < 0.01 else 2


def _ranged(value: float, low: float, high: float, digits: int) -> str:
    if pd.isna(value) or value in (float("inf"),):
        return ""
    if low == value == high:
        return f"{value:.{digits}f}"
    upper = "any number" if pd.isna(high) or high == float("inf") else f"{high:.{digits}f}"
    return f"{value:.{digits}f} ({low:.{digits}f} to {upper})"


def _action(worse: pd.DataFrame, open_gaps: list[dict]) -> str:
    if worse.empty and open_gaps:
        return (
            f"Set a day to look again at {'; '.join(map(_told, open_gaps[:NAMED]))}: the gap is beyond tolerance, and "
            "too few were decided on to tell it from chance."
        )
    if worse.empty:
        return ""
    rows = map(_told, worse.head(3).to_dict("records"))
    return (
        f"Look at how these are decided on, together with those who decide: {'; '.join(rows)}. Until it is understood, "
        "have a second person look at each refusal."
    )


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
        "The same counts in the form of New York City's Local Law 144: the ratio is to the group selected most, even "
        "if it is too small to be judged above; groups below 2 % of all are listed without a ratio. It is no statement "
        "that a tool is lawful.",
    )
    short = pd.DataFrame({
        "table": table["table"], "group": table["group"], "people": table["people"], "selected": table["selected"],
        "selection rate": table["rate"],
        "impact ratio": [
            _ranged(r, a, b, 2) for r, a, b in table[["impact_ratio", "ratio_low", "ratio_high"]].to_numpy()
        ],
        "remark": table["remark"],
    })  # fmt: skip
    return Look("law", said, table=short, sheet="impact ratios", whole=table)
