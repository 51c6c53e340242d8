"""How small an effect such a pilot shows, and how large the next one must be."""

import numpy as np
import pandas as pd

from millrace.effects import detectable_by_units, sample_size
from millrace.errors import ArgumentError
from millrace.reports.finding import Finding
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import Judged
from millrace.reports.pilot.rows import DAY, NEW, UNIT

__all__ = ["check_size"]

WEEKS = (4, 8, 13, 26)


def check_size(cases: Cases, judged: Judged) -> Finding:
    """Say how small an effect this pilot could have shown, and how large one would have to be to show less.

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
    table = _by_cases(cases) if cases.plan.design == "lot" or cases.frame[UNIT].nunique() < 4 else _by_units(cases)
    if table.empty:
        return Finding("size", ("The file has too little before the start to say how large a pilot must be.",))
    said = [
        "In 8 of 10 such pilots the change named here would be shown; smaller ones mostly would not.",
        *table["sentence"].head(1),
    ]
    if _longer_shows_less(table):
        said.append("Here a longer pilot shows less: the last weeks before the start were calmer than those before.")
    action = (
        "" if judged.shown else f"Before the next pilot, agree on the smallest change worth having. {_to_whom(table)}"
    )
    return Finding(
        "size", tuple(said), action, table.drop(columns=["sentence", "share"], errors="ignore"), sheet="size"
    )


def _longer_shows_less(table: pd.DataFrame) -> bool:
    known = table.assign(share=table.get("share", np.nan)).dropna(subset="share")
    return any((part["share"].diff() > 0).any() for _, part in known.groupby("pilot units")) if len(known) else False


def _to_whom(table: pd.DataFrame) -> str:
    """Say how many units are to begin, and who they are: half of them and by lot shows most."""
    last = table.iloc[-1]
    if "pilot units" not in table:
        return f"Let lot decide who gets it. {last['sentence']}"
    units = last["pilot units"] + last["other units"]
    return f"Give it to {last['pilot units']} of {units} units first, drawn by lot. {last['sentence']}"


def _by_cases(cases: Cases) -> pd.DataFrame:
    old = cases.frame.loc[~cases.frame[NEW], cases.outcome] if NEW in cases.frame else cases.frame[cases.outcome]
    usual, spread = float(old.mean()), float(old.std())
    rows = []
    for part in (0.20, 0.10, 0.05):
        change = part * abs(usual)
        binary = cases.measure == "share" and old.isin([0, 1]).all()
        if not usual or not spread > 0 or (binary and not 0 < usual + change < 1):
            continue
        made = sample_size(usual=usual, change=change, spread=None if binary else spread).iloc[0]
        rows.append({
            "change to show": f"{100 * part:.0f} % of {usual:,.3g}", "cases per group": int(made["cases_per_group"]),
            "sentence": f"To show a change of {100 * part:.0f} %, two groups by lot need "
            f"{made['cases_per_group']:,} cases each.",
        })  # fmt: skip
    return pd.DataFrame(rows)


def _by_units(cases: Cases) -> pd.DataFrame:
    frame = cases.frame
    past = frame[frame[DAY] < min(cases.plan.starts.values())]
    if cases.timeless or past.empty or cases.step == "month":
        return pd.DataFrame()
    weeks = (past[DAY].max() - past[DAY].min()).days // 7
    names = past[UNIT].nunique()
    sizes = sorted({max(1, min(len(cases.plan.starts), names - 1)), max(1, names // 2)})
    rows = []
    for number in sizes:
        for length in [one for one in WEEKS if one <= weeks // 2]:
            try:
                made = detectable_by_units(
                    past, outcome=cases.outcome, unit=UNIT, when=DAY, measure=cases.measure, better=cases.better,
                    pilot_units=number, weeks=length, alike=list(cases.alike), draws=499,
                ).iloc[0]  # fmt: skip
            except ArgumentError:  # some units have too little then
                continue
            share, said = made["change_share"], made["sentence"]
            if np.isfinite(share) and share > 1:
                said = f"With {number} pilot units over {length} weeks only a change of more than 100 % would be shown."
            shown = (
                "none" if not np.isfinite(share) else "above 100 %" if share > 1 else f"{share:.0%}".replace("%", " %")
            )
            rows.append({
                "pilot units": number, "other units": names - number, "weeks": length,
                "smallest change that shows": shown, "sentence": said, "share": share if np.isfinite(share) else np.nan,
            })  # fmt: skip
    return pd.DataFrame(rows)
