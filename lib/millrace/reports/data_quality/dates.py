"""Dates that can be read in two ways, or in none, and whether who wrote them settles it."""

import pandas as pd

from millrace.cleaning import date_order, parse_dates, reveal_missing
from millrace.reports.data_quality.check import Check, count, problems

__all__ = ["check_dates", "read_dates"]


def read_dates(table: pd.DataFrame, column: str, *, by: str | None = None) -> pd.DataFrame:
    """Read a column of dates; who wrote a row settles what can be read in two ways, where the evidence is clear.

    Parameters
    ----------
    table : DataFrame
        Any table.
    column : str
        The column of dates.
    by : str or None
        The column that says who wrote a row; without one the whole column is taken for one writer's.

    Returns
    -------
    DataFrame
        As ``cleaning.parse_dates`` returns it, with a column ``settled``: True where the writer's habit decided.
    """
    read = parse_dates(table[column])
    own = _habits(table, column, by)
    open_ = read["problem"] == "ambiguous"
    for verdict, reading in (("day first", "if_day_first"), ("month first", "if_month_first")):
        mine = open_ & (own == verdict)
        read["date"] = read["date"].mask(mine, read[reading])
    settled = open_ & own.isin(["day first", "month first"])
    return read.assign(problem=read["problem"].mask(settled, ""), settled=settled)


def _writers(table: pd.DataFrame, by: str | None) -> pd.Series | None:
    """Return who wrote each row; a cell that only looks filled names nobody."""
    return reveal_missing(table[[by]])[by] if by else None


def _habits(table: pd.DataFrame, column: str, by: str | None) -> pd.Series:
    """Return for each row which comes first where its writer's habit is known; nobody has no habit."""
    whole = date_order(table[column])["verdict"]
    writers = _writers(table, by)
    if writers is None:
        return pd.Series(whole.iloc[0] if len(whole) else "", index=table.index)
    known = writers.notna()
    if not known.any():
        return pd.Series("", index=table.index)
    order = date_order(table.loc[known, column], by=writers[known]).set_index("group")["verdict"]
    return writers.map(order).fillna("")


def check_dates(table: pd.DataFrame, column: str | None, *, by: str | None = None) -> Check:
    """Check which dates can be read in two ways, and which in none.

    Parameters
    ----------
    table : DataFrame
        Any table.
    column : str or None
        The column of dates.
    by : str or None
        The column that says who wrote a row.

    Returns
    -------
    Check
        Its table counts the evidence for day first and month first.
    """
    if column is None:
        return Check("date in two ways", "No date column was chosen, so dates were not looked at.")
    read = read_dates(table, column, by=by)
    two, none = read["problem"] == "ambiguous", read["problem"].isin(["unreadable", "impossible"])
    writers = _writers(table, by)
    order = date_order(table[column], by=None if writers is None else writers.fillna("(nobody)"))
    if by is None:
        order = order.drop(columns="group")
    found = problems(table.index[two], _two_ways(table[column][two], column), kind="date in two ways")
    bad = [f"'{text}' in {column} is no date" for text in table.loc[none, column]]
    found = pd.concat([found, problems(table.index[none], bad, kind="date unreadable")], ignore_index=True)
    kind = "date in two ways" if two.any() else "date unreadable"
    shown = order.rename(columns=lambda name: name.replace("_", " "))
    return Check(kind, _said(read, column), _action(table[column], two, none, by), found, shown)


def _two_ways(values: pd.Series, column: str) -> list[str]:
    return [f"{column} {text} can be read in two ways" for text in values]


def _said(read: pd.DataFrame, column: str) -> str:
    numbers = read["problem"].value_counts()
    day = read["date"].dropna()
    span = f" They run from {day.min():%Y-%m-%d} to {day.max():%Y-%m-%d}." if len(day) else ""
    said = f"'{column}': {count(len(day), 'date')} can be read for certain."
    settled = int(read["settled"].sum())
    if settled:
        said += f" {settled:,} of them only because whoever wrote them always puts the day, or the month, first."
    said += f" {numbers.get('ambiguous', 0):,} can be read in two ways and are not settled,"
    said += f" {numbers.get('unreadable', 0) + numbers.get('impossible', 0):,} in none."
    return f"{said}{span}"


def _action(values: pd.Series, two: pd.Series, none: pd.Series, by: str | None) -> str:
    if two.any():
        who = f"Ask whoever is named in '{by}'" if by else "Ask who wrote the dates"
        return (
            f"{who} which comes first, the day or the month: {count(int(two.sum()), 'date')} in '{values.name}' "
            f"such as {values[two].iloc[0]} can be read in two ways."
        )
    if none.any():
        return f"Have {count(int(none.sum()), 'date')} in '{values.name}' corrected, such as '{values[none].iloc[0]}'."
    return ""
