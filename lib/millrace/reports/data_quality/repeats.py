"""Rows that are there twice, and numbers that were given twice."""

import pandas as pd

from millrace.cleaning import parse_money
from millrace.reports.data_quality.check import Check, count, in_front, problems
from millrace.reports.file import places_of

__all__ = ["check_numbers", "check_repeats", "duplicates", "own_cells"]


def check_repeats(table: pd.DataFrame, *, amount: str | None = None) -> Check:
    """Check which rows are equal to an earlier one in every cell.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.
    amount : str or None
        A column of amounts, to say what is counted twice.

    Returns
    -------
    Check
        Its table lists the rows: ``place``, ``equal to``, then the cells.
    """
    cells = own_cells(table)
    if cells.shape[1] < 2:
        return Check("equal rows", "With a single column, equal rows prove nothing, so they were not looked for.")
    again = cells.duplicated() & cells.notna().any(axis=1)
    if not again.any():
        return Check("equal rows", "No row is equal to an earlier one in every cell.")
    places = places_of(table)
    first = _first_of(cells)[again].map(places)
    listed = in_front(table[again], **{"place": places, "equal to": first})
    rows = problems(table.index[again], [f"equal to {place} in every cell" for place in first], kind="equal rows")
    number = count(int(again.sum()), "row")
    said = f"{number} {'is' if again.sum() == 1 else 'are'} equal to an earlier one in every cell."
    example = f"{listed['place'].iloc[0]} and {first.iloc[0]}"
    money = _counted_twice(table.loc[again, amount], amount) if amount else ""
    action = (
        f"Find out whether {number} came into the table twice (for example {example}).{money} Remove those that did."
    )
    return Check("equal rows", said, action, rows, listed)


def own_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what the reader of workbooks added: a row's own place makes no two rows differ.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.

    Returns
    -------
    DataFrame
    """
    return table.iloc[:, 2:] if list(table.columns[:2]) == ["sheet", "row"] else table


def _first_of(cells: pd.DataFrame) -> pd.Series:
    groups = cells.groupby(list(cells.columns), dropna=False, sort=False).ngroup()
    label = pd.Series(cells.index, index=cells.index)
    return label.groupby(groups).transform("first")


def _counted_twice(values: pd.Series, column: str) -> str:
    read = parse_money(values)
    if read["currency"].nunique() > 1 or not read["amount"].abs().sum():
        return ""
    return f" They add {read['amount'].sum():,.2f} to the sum of '{column}'.".replace(".00 to", " to")


def check_numbers(table: pd.DataFrame, column: str | None) -> Check:
    """Check which numbers, such as an invoice's, name more than one row.

    Parameters
    ----------
    table : DataFrame
        Any table.
    column : str or None
        The column whose values should be there once each.

    Returns
    -------
    Check
        Its table lists the numbers: ``number``, ``rows``.
    """
    if column is None:
        return Check("number used twice", "No column was chosen whose numbers should be there once each.")
    # A row that is there twice as a whole is the other check's.
    filled = table.loc[~own_cells(table).duplicated(), column].dropna()
    times = filled.value_counts()
    twice = times[times > 1]
    if twice.empty:
        return Check("number used twice", f"Every number in '{column}' is there once.")
    again = filled[filled.isin(twice.index) & filled.duplicated()]
    reasons = [f"{column} {number} was used before" for number in again]
    listed = twice.rename_axis("number").rename("rows").reset_index()
    return Check(
        "number used twice",
        f"{count(len(twice), 'number')} in '{column}' {'names' if len(twice) == 1 else 'name'} more than one row.",
        f"Find out which rows of '{column}' {twice.index[0]} are right: {count(len(twice), 'number')} "
        f"{'was' if len(twice) == 1 else 'were'} given twice.",
        problems(again.index, reasons, kind="number used twice"),
        listed,
    )


def duplicates(repeats: Check, numbers: Check, names: Check) -> pd.DataFrame:
    """Put all kinds of duplicates into one table, for a sheet of the workbook.

    Parameters
    ----------
    repeats, numbers, names : Check
        From `check_repeats`, `check_numbers` and `check_names`.

    Returns
    -------
    DataFrame
        ``what`` (the kind of duplicate), then the columns of the checks' tables; no rows when nothing is duplicate.
    """
    parts = []
    for check in (repeats, numbers, names):
        if check.table is not None and len(check.table):
            parts.append(in_front(check.table, what=check.kind))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["what"])
