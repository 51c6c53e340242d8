"""Mend and tell what is odd about the cells of a sheet: merged, hidden, impossible, in error."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.intake.formulas import error_cells, formulas_without_value, hidden_parts, opendocument_cells, sheet_xml
from millrace.intake.report import Report, places

__all__ = ["cell_name", "fill_merged", "note_cells", "without_impossible_dates"]

# The days that a workbook can hold: 1 is 1 January 1900, the last one 31 December 9999.
_FIRST_DAY, _LAST_DAY = 1, 2_958_465
# A workbook keeps so many digits of a number.
_DIGITS, _MOST_DIGITS = 15, 20


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet program does.

    Parameters
    ----------
    row, column : int
        Counted from 0; a row of -1 names the column alone.

    Returns
    -------
    str
        For example ``"AB12"``.

    Examples
    --------
    >>> cell_name(11, 27), cell_name(0, 25), cell_name(-1, 702)
    ('AB12', 'Z1', 'AAA')
    """
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return letters if row < 0 else f"{letters}{row + 1}"


def note_cells(path: Path, sheet: str, rows: Sequence[Sequence[object]], report: Report) -> None:
    """Tell which cells of a sheet are in error, lost or hidden, and which numbers lost their last digits.

    Parameters
    ----------
    path : pathlib.Path
        The workbook; of any but xlsx only the numbers are looked at.
    sheet : str
        Name of the sheet.
    rows : sequence of rows
        Its cells.
    report : Report
        Where it is told.
    """
    data = sheet_xml(path, sheet)
    lost, example = formulas_without_value(data)
    open_errors, open_lost = opendocument_cells(path, sheet)
    if open_lost:
        lost, example = len(open_lost), cell_name(*open_lost[0])
    if lost:
        why = (
            "they are missing in the table: the program that wrote the file did not calculate them; "
            "open and save it once in a spreadsheet program"
        )
        report.found("formulas without a value", f"{counted(lost, 'cell')}, first {example} on sheet {sheet}", why)
    errors = error_cells(data) or [f"{cell_name(row, column)} ({error})" for row, column, error in open_errors]
    if errors:
        report.found(
            "error cells", places(errors, what="cell"), "blank in the table; mend the formulas in the workbook"
        )
    _note_hidden(data, rows, report)
    if long := _long_numbers(rows):
        why = f"a workbook keeps {_DIGITS} digits of a number, the others became 0; export such numbers as text"
        report.found("numbers that are too long", places(long, what="cell"), why)


def _note_hidden(data: bytes, rows: Sequence[Sequence[object]], report: Report) -> None:
    hidden_rows, hidden_columns = hidden_parts(data)
    width = max(map(len, rows), default=0)
    hidden_rows = [row for row in hidden_rows if row <= len(rows) and any(map(_holds, rows[row - 1]))]
    columns = [cell_name(-1, column - 1) for column in hidden_columns if column <= width]
    why = "read like the others; leave them out yourself if they are not meant"
    if hidden_rows:
        report.found("hidden rows", places(hidden_rows, what="row"), why)
    if columns:
        report.found("hidden columns", places(columns, what="column"), why)


def _long_numbers(rows: Sequence[Sequence[object]]) -> list[str]:
    low, high = 10**_DIGITS, 10**_MOST_DIGITS
    return [
        cell_name(i, j)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row)
        if type(cell) is float and low <= abs(cell) < high and cell.is_integer()
    ]


def fill_merged(
    rows: Sequence[Sequence[object]], merged: Sequence[tuple], *, first: int, report: Report
) -> list[Sequence[object]]:
    """Repeat what is merged over several rows in each of them that holds something.

    A number is repeated in the first column only, where it is a label: elsewhere it would be added up several times.

    Parameters
    ----------
    rows : sequence of rows
        The cells of a sheet.
    merged : sequence of ((row, column), (row, column))
        Merged cells, corners included, counted from 0.
    first : int
        The first row below the header.
    report : Report
        Where it is told.

    Returns
    -------
    list of rows
        The rows, some of them filled.
    """
    filled, repeated, left = list(rows), [], []
    labels = min((next((j for j, cell in enumerate(row) if _holds(cell)), 0) for row in rows[first:]), default=0)
    for (top, column), (bottom, _) in sorted(merged):
        if (
            bottom <= top
            or top < first
            or top >= len(rows)
            or column >= len(rows[top])
            or not _holds(rows[top][column])
        ):
            continue
        value, where = rows[top][column], f"{cell_name(top, column)}:{cell_name(bottom, column)}"
        if isinstance(value, int | float) and column != labels:
            left.append(where)
            continue
        repeated.append(where)
        for i in range(top + 1, min(bottom + 1, len(rows))):
            if any(map(_holds, rows[i])):
                filled[i] = [value if j == column else cell for j, cell in enumerate(filled[i])]
    if repeated:
        report.found("merged cells", places(repeated, what="cell"), "what they say is repeated in each of their rows")
    if left:
        why = "a number, so it stays in the first of their rows: repeated, it would be added up several times"
        report.found("merged numbers", places(left, what="cell"), why)
    return filled


def without_impossible_dates(body: pd.DataFrame, *, first: int, report: Report) -> pd.DataFrame:
    """Leave cells blank that are formatted as dates and cannot be one, and tell which.

    Parameters
    ----------
    body : pandas.DataFrame
        The rows below the header, as a workbook holds them.
    first : int
        Index of the first of them in the sheet.
    report : Report
        Where it is told.

    Returns
    -------
    pandas.DataFrame
        The same table, impossible dates missing.
    """
    bad: list[str] = []
    early: list[str] = []
    for j in range(body.shape[1]):
        cells = body.iloc[:, j].to_numpy(dtype=object)
        days = np.array([isinstance(cell, date) for cell in cells], dtype=bool)
        if days.sum() <= 0.5 * pd.notna(cells).sum():
            continue
        wrong = [i for i in np.flatnonzero(~days).tolist() if _is_no_day(cells[i])]
        bad += [cell_name(first + i, j) for i in wrong]
        early += [cell_name(first + i, j) for i in np.flatnonzero(days).tolist() if cells[i].year <= 1900]
        if wrong:
            cells = cells.copy()
            cells[wrong] = np.nan
            body.isetitem(j, cells)
    if bad:
        why = "blank in the table: their numbers are no day of the calendar; correct them in the workbook"
        report.found("impossible dates", places(bad, what="cell"), why)
    if early:
        report.found(
            "dates of 1900", places(early, what="cell"), "kept; most are a number that was formatted as a date"
        )
    return body


def _holds(cell: object) -> bool:
    return cell is not None and cell != ""


def _is_no_day(cell: object) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return isinstance(cell, time)
    return cell == cell and not _FIRST_DAY <= cell <= _LAST_DAY
