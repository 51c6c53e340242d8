"""Amounts that cannot be read, and currencies that must not be added up."""

import pandas as pd

from millrace.cleaning import parse_money
from millrace.reports.data_quality.check import Check, count, problems

__all__ = ["check_amounts"]


def check_amounts(table: pd.DataFrame, column: str | None) -> Check:
    """Check which amounts cannot be read, or only by guessing the decimal mark.

    Parameters
    ----------
    table : DataFrame
        Any table.
    column : str or None
        The column of amounts.

    Returns
    -------
    Check
        Its table counts the amounts by currency, when the cells name any.
    """
    if column is None:
        return Check("amount unreadable", "No column of amounts was chosen, so amounts were not looked at.")
    values, read = table[column], parse_money(table[column])
    bad, two = read["problem"] == "unreadable", read["problem"] == "ambiguous"
    named = read.groupby("currency")["amount"].agg(["size", "sum"]).reset_index()
    named.columns = pd.Index(["currency", "rows", "sum"])
    reasons = [f"'{text}' in {column} is no amount" for text in values[bad]]
    reasons += [f"{column} {text}: is the mark for thousands or decimals?" for text in values[two]]
    rows = [*table.index[bad], *table.index[two]]
    return Check(
        "amount unreadable" if rows or len(named) < 2 else "several currencies",
        _said(read, column),
        _action(values, bad, two, named),
        problems(rows, reasons, kind="amount unreadable"),
        named,
    )


def _said(read: pd.DataFrame, column: str) -> str:
    numbers = read["problem"].value_counts()
    return (
        f"'{column}': {count(int(numbers.get('', 0)), 'amount')} can be read, {numbers.get('missing', 0):,} are "
        f"missing, {numbers.get('ambiguous', 0):,} can be read in two ways, {numbers.get('unreadable', 0):,} in none."
    )


def _action(values: pd.Series, bad: pd.Series, two: pd.Series, named: pd.DataFrame) -> str:
    odd = values[bad | two]
    if len(odd):
        return (
            f"Have {count(len(odd), 'amount')} in '{values.name}' written as plain numbers, such as '{odd.iloc[0]}'. "
            "Until then every sum lacks them."
        )
    if len(named) > 1:
        return f"Do not add up '{values.name}' as it is: it holds {', '.join(named['currency'])}. Convert first."
    return ""
