"""Limits of the company's own: what must lie between which values, and what must be filled."""

import re
from collections.abc import Sequence

import pandas as pd

from millrace.cleaning import Rule, parse_money, quarantine, rule_between, rule_not_missing, rule_report
from millrace.errors import require_columns
from millrace.reports.data_quality.check import Check, count, problems
from millrace.reports.data_quality.dates import read_dates
from millrace.reports.file import places_of

__all__ = ["check_limits"]


def check_limits(
    table: pd.DataFrame,
    *,
    amount: str | None = None,
    date: str | None = None,
    by: str | None = None,
    lowest_amount: float | None = None,
    highest_amount: float | None = None,
    earliest_date: str | None = None,
    latest_date: str | None = None,
    required_columns: Sequence[str] = (),
) -> Check:
    """Check the table against your own limits; without any, nothing is checked.

    Parameters
    ----------
    table : DataFrame
        Any table.
    amount, date, by : str or None
        The columns of amounts, of dates, and of who keyed a row.
    lowest_amount, highest_amount : float or None
        What an amount must lie between, both included.
    earliest_date, latest_date : str or None
        What a date must lie between, such as ``"2025-01-01"``, both included.
    required_columns : sequence of str
        Columns that must be filled.

    Returns
    -------
    Check
        Its table has one row per limit: ``rule``, ``rows broken``, ``share``, ``example``.
    """
    require_columns(table, required_columns)
    read, rules = table[list(required_columns)].copy(), [rule_not_missing(name) for name in required_columns]
    rules += _between(read, amount, "amount", lowest_amount, highest_amount)
    if amount:
        read[amount] = parse_money(table[amount])["amount"]
    rules += _between(read, date, "date", earliest_date or None, latest_date or None)
    if date:
        read[date] = read_dates(table, date, by=by)["date"]
    if not rules:
        return Check("outside your limits", "No limits were given, so none were checked.")
    if table.empty:
        return Check("outside your limits", "The table has no rows, so nothing can break a limit.")
    broken = quarantine(read, rules)[1]
    places = places_of(table) if "intake" in table.attrs else "row " + table.index.astype(str).to_series(table.index)
    shown = rule_report(read, rules).rename(columns=lambda name: name.replace("_", " "))
    shown["example"] = [_with_place(text, places) for text in shown["example"]]
    said = f"{count(len(broken), 'row')} of {len(table):,} {'breaks' if len(broken) == 1 else 'break'} a limit."
    action = ""
    if len(broken):
        action = f"Look at {count(len(broken), 'row')} outside your limits, first: {broken['reason'].iloc[0]}."
    rows = problems(broken.index, broken["reason"].tolist(), kind="outside your limits")
    return Check("outside your limits", said, action, rows, shown)


def _with_place(example: str, places: pd.Series) -> str:
    """Say where in the file the row lies, not where in the table that was read."""
    found = re.match(r"row (\d+): (.*)", example, re.DOTALL)
    return f"{places.loc[int(found[1])]}: {found[2]}" if found else example


def _between(
    read: pd.DataFrame, column: str | None, role: str, lowest: float | str | None, highest: float | str | None
) -> list[Rule]:
    if lowest is None and highest is None:
        return []
    require_columns(read if column is None else read.assign(**{column: None}), [column or f"{role}_column"])
    return [rule_between(str(column), lowest, highest)]
