"""What gives a group away and moves the score: only columns that there were before the decision."""

import numpy as np
import pandas as pd

from millrace.fairness import draw_proxies, find_proxies
from millrace.fairness.groups import MOST_GROUPS, names_persons
from millrace.fairness.proxies import AWAY, BOTH
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.looking import Look, readable
from millrace.reports.bias_audit.people import DECISION, SCORE
from millrace.reports.choosing import share_of_kind
from millrace.reports.file import columns_of_places
from millrace.reports.finding import Finding, chart_of

__all__ = ["came_after", "check_proxies"]

BY_CHANCE = 1e-6
DENSE, LONG = 3, 1e6  # running numbers leave few gaps; codes of seven digits and more are no amounts of a person


def came_after(values: pd.Series, decision: pd.Series) -> bool:
    """Tell whether a column is filled, or differs, for the selected only: then it came after the decision.

    Parameters
    ----------
    values : Series
        The column.
    decision : Series of float
        1 and 0.

    Returns
    -------
    bool
        False where so few rows differ that chance could do it.

    Examples
    --------
    >>> came_after(pd.Series([None] * 20 + ["passed"] * 20), pd.Series([0.0] * 20 + [1.0] * 20))
    True
    """
    refused = values[decision == 0]
    if refused.nunique(dropna=False) != 1 or values.nunique(dropna=False) < 2:
        return False
    usual = refused.iloc[0]
    others = int((values.notna() if pd.isna(usual) else values != usual).sum())
    share = float((decision > 0).mean())
    return 0 < share < 1 and share**others < BY_CHANCE


def check_proxies(audited: Audited) -> Finding:
    """Ask which columns give a group away, and how many points of the score go with them.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Finding
    """
    persons = audited.persons
    frame, after, no_use, columns = persons.frame, [], [], []
    ours = {persons.decision, persons.score, persons.outcome, *persons.groups, *columns_of_places(frame)}
    for column in frame.columns:
        if column in ours or str(column).startswith("("):
            continue
        if came_after(frame[column], frame[DECISION]):
            after.append(str(column))
        elif _no_use(frame[column]) or column in persons.refused:
            no_use.append(str(column))
        else:
            columns.append(str(column))
    said = []
    if after:
        said.append(
            f"Left out, since they are filled for the selected only, so came after the decision: {', '.join(after)}."
        )
    if no_use:
        said.append(
            f"Left out, since they are days, identifiers, names, free text or all the same: {', '.join(no_use)}."
        )
    if not columns:
        return Finding("proxies", (*said, "No column is left that a tool could have read, so none was looked at."))
    score = SCORE if persons.score else None
    table = find_proxies(frame, groups=list(persons.groups), columns=columns, score=score,
                         least_people=audited.agreed.least_people)  # fmt: skip
    both, away = table[table["verdict"] == BOTH], table[table["verdict"] == AWAY]
    said.insert(0, f"Looked at, since they can have been there before the decision: {', '.join(columns)}.")
    said += [
        f"'{row['column']}' gives {row['attribute']} away and moves the score: through it {row['group']} is "
        f"{row['points_lost']:.3g} points worse off than the others."
        for row in both.to_dict("records")
    ]
    if score is None:
        said.append("The file has no score, so only what gives a group away is said, not what it does.")
        singles = away[away["kind"] != "together"]
        said += [f"'{row['column']}' gives {row['attribute']} away (association {row['gives_away']:.2f}, of 1)."
                 for row in singles.head(8).to_dict("records")]  # fmt: skip
    if both.empty and score is not None:
        said.append("No column is shown both to give a group away and to move the score.")
    together = table[(table["kind"] == "together") & (table["verdict"] == AWAY)]
    said += [
        f"All these columns together tell {row['attribute']} in {100 * row['auc']:.0f} of 100 pairs, where 50 "
        "is guessing: dropping the column of the group does not make anybody blind to it."
        for row in together.to_dict("records")
    ]
    said.append("A column that stands for a group is not yet a wrong: whether the work needs it is for people to say.")
    action = ""
    if len(both):
        names = ", ".join(f"'{name}'" for name in dict.fromkeys(both["column"]))
        action = f"Ask of {names} whether the work needs them; what it does not need, take out of the score."
    chart = None
    if score is not None and len(both):
        worst = str(both["attribute"].iloc[0])  # in the order of the contract
        chart = chart_of(lambda: draw_proxies(table, attribute=worst))
    # "Spread" is for statisticians: how far the column moves scores up and down.
    short = readable(table[["attribute", "column", "gives_away", "points_spread", "group", "points_lost", "verdict"]])
    short = short.rename(columns={"gives away": "gives away (0 to 1)", "points spread": "points it moves"})
    found = short[short["verdict"].isin([BOTH, AWAY])].reset_index(drop=True)
    return Look("proxies", tuple(said), action, found, chart, sheet="stands for a group", whole=table)


def _no_use(values: pd.Series) -> bool:
    known = values.dropna()
    if values.nunique(dropna=False) < 2 or len(known) == 0 or pd.api.types.is_datetime64_any_dtype(values):
        return True
    if pd.api.types.is_bool_dtype(values):
        return False
    if pd.api.types.is_numeric_dtype(values):
        return _numbers_rows(known.astype(float).to_numpy())
    return names_persons(values) or values.nunique() > MOST_GROUPS or share_of_kind(values, "date") >= 0.9


def _numbers_rows(values: np.ndarray) -> bool:
    """Tell running numbers and codes from amounts: whole, nearly all different, and dense, in order or very long."""
    if len(values) < 10 or not np.allclose(values, values.round()) or len(np.unique(values)) < 0.9 * len(values):
        return False
    dense = values.max() - values.min() < DENSE * len(values)
    in_order = bool((np.diff(values) > 0).mean() > 0.9)
    return dense or in_order or bool(values.min() >= LONG)
