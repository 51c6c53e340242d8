"""Whom it helps and whom it harms: the effect by group, with one guard over all looks; and the guardrail."""

import numpy as np
import pandas as pd

from millrace.effects import compare_groups, effect_by
from millrace.effects.verdicts import HARMS, TOO_FEW, WORKS
from millrace.reports.finding import Finding
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import judge
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import NEW
from millrace.reports.pilot.showing import in_unit, percent

__all__ = ["check_groups", "check_guardrail"]

LEVEL, LEAST, DRAWS = 0.05, 30, 499
WORSE, BETTER = "worse served", "better served"


def check_groups(cases: Cases) -> Finding:
    """Say for which groups it does more or less than for the others, for the outcome and for the guardrail.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.

    Returns
    -------
    Finding
    """
    if not cases.groups:
        return Finding("groups", ("No column of groups was named, so who is served worse was not looked at.",))
    if cases.ours is None and cases.plan.design != "lot":
        return Finding("groups", ("Without a comparison nothing can be said by group.",))
    looks = [one for one in (cases, cases.guarded()) if one is not None]
    parts = [_one(one, column) for one in looks for column in cases.groups if column != one.outcome]
    table = pd.concat(parts, ignore_index=True)
    table["verdict"] = _guarded(table)
    tried = int(table["p"].notna().sum())
    said = [
        f"{tried} comparisons of a group with the other cases were made. The more one looks, the more chance "
        "finds, so each "
        "verdict allows for all of them together."
    ]
    worse = table[table["verdict"] == WORSE]
    said += [
        f"{'Served worse' if row['bad'] else 'Gained less'}: {row['group']} ({row['column']}). There "
        f"'{row['measured']}' changed by {row['change']}, which is {row['against the others']} against the others."
        for row in worse.to_dict("records")
    ]
    if worse.empty:
        said.append("No group is shown to be served worse than the others. That is not the same as: none is.")
    if (table["verdict"] == TOO_FEW).any():
        few = int((table["verdict"] == TOO_FEW).sum())
        said.append(f"For {few} of {len(table)} looks there are too few cases to say.")
    action = ""
    if len(worse):
        action = _first_to_mend(worse.assign(guards=worse["measured"] != cases.outcome))
    return Finding("groups", tuple(said), action, table.drop(columns=["p", "ahead", "bad"]), sheet="groups")


def _first_to_mend(worse: pd.DataFrame) -> str:
    # what got worse comes before what only gained less, and what must not get worse before what was to get better
    ranked = worse.sort_values(["bad", "guards", "p"], ascending=[False, False, True], kind="stable")
    row, others = ranked.iloc[0], ranked.loc[ranked["bad"], "group"].iloc[1:].unique()
    more = f" Worse as well: {', '.join(others[:3])}." if len(others) else ""
    return (
        f"Take {row['group']} ({row['column']}) out of what was tried, or mend it there first: '{row['measured']}' "
        f"changed by {row['change']} there, {row['against the others']} against the others.{more}"
    )


def _one(cases: Cases, column: str) -> pd.DataFrame:
    return _of_lot(cases, column) if cases.plan.design == "lot" else _of_units(cases, column)


def _of_units(cases: Cases, column: str) -> pd.DataFrame:
    ours = cases.ours
    if ours is None or ours.rows[column].nunique() < 2:
        return pd.DataFrame(
            columns=["measured", "column", "group", "cases", "change", "against the others", "p", "ahead", "bad"]
        )
    own = effect_by(ours, by=column, draws=DRAWS)
    if cases.weighted:
        against = pd.DataFrame({column: own[column], "against_others": np.nan, "p": np.nan})
    else:
        against = compare_groups(ours, by=column)[[column, "against_others", "p"]]
    table = own[[column, "cases", "change", "change_share"]].merge(against, on=column, how="left")
    return _named(table, cases, column)


def _of_lot(cases: Cases, column: str) -> pd.DataFrame:
    rows = []
    frame = cases.frame
    for level in sorted(frame[column].unique(), key=str):
        mine = frame[column] == level
        four = [
            frame.loc[(mine == side) & (frame[NEW] == new), cases.outcome].to_numpy()
            for side in (1, 0)
            for new in (1, 0)
        ]
        row = {column: level, "cases": int((mine & frame[NEW]).sum()), "against_others": np.nan, "p": np.nan}
        usual = four[1].mean() if len(four[1]) else np.nan
        row["change"] = four[0].mean() - usual if len(four[0]) else np.nan
        row["change_share"] = row["change"] / usual if usual else np.nan
        if min(map(len, four)) >= LEAST:
            row["against_others"], row["p"] = _difference(four)
        rows.append(row)
    return _named(pd.DataFrame(rows), cases, column, relative=False)


def _difference(four: list[np.ndarray]) -> tuple[float, float]:
    from scipy import stats

    change = float(four[0].mean() - four[1].mean() - four[2].mean() + four[3].mean())
    error = float(np.sqrt(sum(part.var(ddof=1) / len(part) for part in four)))
    return change, float(2 * stats.norm.sf(abs(change) / error)) if error else float(change == 0)


def _named(table: pd.DataFrame, cases: Cases, column: str, *, relative: bool = True) -> pd.DataFrame:
    share = cases.measure == "amount"
    against = table["against_others"]
    sign = 1 if cases.better == "higher" else -1
    return pd.DataFrame({
        "measured": cases.outcome, "column": column, "group": table[column].astype(str), "cases": table["cases"],
        "change": table["change_share"].map(percent) if share else [in_unit(v, cases) for v in table["change"]],
        "against the others": [percent(v) if share and relative else in_unit(v, cases) for v in against],
        "p": table["p"], "ahead": against * sign > 0, "bad": table["change"] * sign < 0,
    })  # fmt: skip


def _guarded(table: pd.DataFrame) -> np.ndarray:
    """Judge all looks together (Benjamini and Hochberg 1995)."""
    from scipy import stats

    p = table["p"].to_numpy(dtype=float)
    adjusted, known = np.full(len(p), np.nan), np.isfinite(p)
    if known.any():
        adjusted[known] = stats.false_discovery_control(p[known])
    shown, ahead = adjusted <= LEVEL, table["ahead"].to_numpy(dtype=bool)
    return np.select([~known, shown & ahead, shown], [TOO_FEW, BETTER, WORSE], "not shown")


def check_guardrail(
    files: Opened, cases: Cases, *, drawn_by_lot: bool | None = None, planned_share: float = 0.5
) -> Finding:
    """Say what became of that which must not get worse.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    cases : Cases
        From `read_cases`.
    drawn_by_lot, planned_share : bool, float
        As for `judge`.

    Returns
    -------
    Finding
    """
    guard = cases.guarded()
    if guard is None:
        return Finding(
            "no guardrail",
            (f"No guardrail was named, so nobody looked what '{cases.outcome}' was bought with.",),
            f"Name what must not get worse while '{cases.outcome}' gets better (guardrail_column), and run this again.",
        )
    judged = judge(files, guard, drawn_by_lot=drawn_by_lot, planned_share=planned_share)
    said = [f"Guardrail '{guard.outcome}'. {judged.sentence}", *judged.doubts]
    if judged.verdict == HARMS:
        action = f"Do not go on as it is: '{guard.outcome}' got worse. {judged.sentence}"
        return Finding("guardrail broken", tuple(said), action)
    if judged.verdict != WORKS:
        said.append("That it got no worse is not shown either: look at both ends of the range.")
    return Finding("guardrail", tuple(said))
