"""What all checks together come to: the rows to look at first, the score, and what to do on Monday."""

from collections.abc import Mapping, Sequence

import pandas as pd

from millrace.cleaning import quality_scorecard
from millrace.intake import report
from millrace.reports.data_quality.check import WEIGHTS, Check, in_front
from millrace.reports.data_quality.repeats import own_cells
from millrace.reports.file import places_of
from millrace.reports.showing import Shown, show_list, show_table, show_text

__all__ = ["decisions", "rows_to_look_at", "scorecard", "show_rows", "summary"]

MOST_ROWS = 5_000
DECISIONS = 3


def rows_to_look_at(table: pd.DataFrame, checks: Sequence[Check]) -> pd.DataFrame:
    """List the rows with something to look at, the weightiest first, with all reasons.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.
    checks : sequence of Check
        What was found.

    Returns
    -------
    DataFrame
        ``place``, ``reasons``, then the cells of the row; at most 5,000 rows.
    """
    found = pd.concat([check.problems for check in checks], ignore_index=True)
    found["weight"] = found["kind"].map(WEIGHTS)
    weight = found.groupby("row")["weight"].sum().rename("weight").reset_index()
    first = weight.sort_values(["weight", "row"], ascending=[False, True]).head(MOST_ROWS)["row"]
    told = found[found["row"].isin(first)].sort_values("weight", ascending=False, kind="stable")
    reasons = told.groupby("row")["reason"].agg("; ".join)
    listed = in_front(table.loc[first], place=places_of(table), reasons=reasons.astype(object))
    return listed.reset_index(drop=True)


def show_rows(rows: pd.DataFrame, columns: Mapping[str, str | None]) -> Shown:
    """Show the first of the rows to look at, with the columns that were chosen; the workbook has all.

    Parameters
    ----------
    rows : DataFrame
        From `rows_to_look_at`.
    columns : mapping of str to str or None
        The column of each role.

    Returns
    -------
    Shown
    """
    if rows.empty:
        return show_text("There is no row to look at.")
    chosen = [column for column in columns.values() if column]
    others = [column for column in rows.columns[2:] if column not in chosen]
    kept = [*rows.columns[:2], *chosen, *others[: max(0, 3 - len(chosen))]]
    return show_table(rows[kept], rows=15)


def scorecard(table: pd.DataFrame, *, number: str | None = None) -> pd.DataFrame:
    """Score the table from 0 to 1 in four respects; how fresh it must be, only its owner can say.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.
    number : str or None
        The column whose values should be there once each.

    Returns
    -------
    DataFrame
        ``dimension``, ``score``, ``found``; empty for a table without rows.
    """
    if table.empty:
        return pd.DataFrame(columns=["dimension", "score", "found"])
    card = quality_scorecard(own_cells(table), key=number)
    return card.loc[card["dimension"] != "timeliness", ["dimension", "score", "found"]].reset_index(drop=True)


def decisions(checks: Sequence[Check]) -> Shown:
    """Say what to do first: at most three things, the costliest first.

    Parameters
    ----------
    checks : sequence of Check
        What was found.

    Returns
    -------
    Shown
        A list, or one sentence when nothing needs anybody.
    """
    asked = sorted((check for check in checks if check.action), key=lambda check: -WEIGHTS[check.kind])
    if not asked:
        return show_text("Nothing was found that needs you.")
    later = ", ".join(dict.fromkeys(check.kind for check in asked[DECISIONS:]))
    said = show_list(check.action for check in asked[:DECISIONS])
    return said + show_text(f"These can wait, see above: {later}.") if later else said


def summary(table: pd.DataFrame, checks: Sequence[Check]) -> pd.DataFrame:
    """Put what was found into a table, for the first sheet of the workbook.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.
    checks : sequence of Check
        What was found.

    Returns
    -------
    DataFrame
        ``looked at``, ``rows``, ``found``, ``what to do``.
    """
    lines = [("file", len(table), report(table).file, "")]
    lines += [(check.kind, len(check.problems), check.found, check.action) for check in checks]
    return pd.DataFrame(lines, columns=["looked at", "rows", "found", "what to do"])
