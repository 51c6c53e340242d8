"""Gaps: empty cells, cells that only look filled, and who leaves them."""

import pandas as pd

from millrace.cleaning import missing_report, reveal_missing
from millrace.reports.data_quality.check import Check, count, no_problems, per_cent, problems

__all__ = ["check_gaps"]

# A column that is empty more often than that is taken for one that need not be filled.
OFTEN_EMPTY = 0.5
MOST_ROWS = 20_000


def check_gaps(table: pd.DataFrame, *, by: str | None = None) -> Check:
    """Check what is empty or only looks filled, by column and by who keyed the row.

    Parameters
    ----------
    table : DataFrame
        Any table.
    by : str or None
        The column that says who keyed a row.

    Returns
    -------
    Check
        Its table has one row per column with a gap: ``column``, ``empty``, ``only looks filled``, ``which``,
        ``share``, and with ``by`` the ``difference`` between people.
    """
    listed = _listed(missing_report(table, by=None if table.empty else by))
    if table.empty:
        return Check("gap", "The table has no rows, so there are no gaps to count.", table=listed)
    some = listed[listed["share"] > 0]
    if some.empty:
        return Check("gap", f"None of the {count(table.shape[1], 'column')} has a gap.", table=some)
    worst = some.iloc[0]
    said = (
        f"{len(some)} of {count(len(listed), 'column')} {'has' if len(some) == 1 else 'have'} gaps; most in "
        f"'{worst['column']}': {worst['empty'] + worst['only looks filled']:,} of {count(len(table), 'row')} "
        f"({per_cent(worst['share'])})."
    )
    # Below half, somebody fills it as a rule, so an empty cell was forgotten.
    asked = some[some["share"] <= OFTEN_EMPTY]
    return Check("gap", said, _action(asked, len(table)), _rows(table, asked), some)


def _listed(counted: pd.DataFrame) -> pd.DataFrame:
    names = {"missing": "empty", "disguised": "only looks filled", "disguised_as": "which", "finding": "difference"}
    kept = ["column", "missing", "disguised", "disguised_as", "share", *counted.columns.intersection(["finding"])]
    listed = counted[kept].rename(columns=names).assign(**{"% of rows": (counted["share"] * 100).round(1)})
    if "difference" in listed:
        listed["difference"] = listed["difference"].where(listed["difference"].str.startswith("depends"), "")
        listed["difference"] = listed["difference"].str.replace(r" \(p .*\)", "", regex=True)
        listed["difference"] = listed["difference"].str.replace("%", " %")
    return listed.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _action(asked: pd.DataFrame, rows: int) -> str:
    if asked.empty:
        return ""
    worst = asked.iloc[0]
    said = f"Ask for the missing values of '{worst['column']}' ({per_cent(worst['share'])} of {count(rows, 'row')})"
    if worst["only looks filled"]:
        said += f", of which {worst['only looks filled']:,} only look filled: {worst['which']}"
    told = f" It {worst['difference']}." if worst.get("difference", "") else ""
    return f"{said}.{told} Make it a field that must be filled, or agree that it may stay empty."


def _rows(table: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    if asked.empty:
        return no_problems()
    columns = asked["column"].tolist()
    hidden = asked.loc[asked["only looks filled"] > 0, "column"].tolist()
    bare = (reveal_missing(table[columns], columns=hidden) if hidden else table[columns]).isna()
    # The rows with most gaps first, so that a cut leaves the ones that matter.
    worst = bare.sum(axis=1).nlargest(MOST_ROWS)
    worst = worst[worst > 0]
    cells = bare.loc[worst.index].to_numpy()
    reasons = [", ".join(c for c, gone in zip(columns, row, strict=True) if gone) + " missing" for row in cells]
    return problems(worst.index, reasons, kind="gap")
