"""Read the sheets of a workbook (xlsx, xls, xlsb, ods) into grids of cells."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, FileError, did_you_mean
from millrace.intake.grids import HEAD_ROWS, Grid
from millrace.intake.headers import find_header, header_at
from millrace.intake.opening import password_error
from millrace.intake.report import Report, places
from millrace.intake.sheetcells import cell_name, fill_merged, note_cells, without_impossible_dates

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["open_workbook", "require_sheet", "rows_grid", "sheet_grid", "visible_sheets", "workbook_grid"]


def workbook_grid(path: Path, *, sheet: str | None, header_row: int | None) -> Grid:
    """Take the one sheet of a workbook apart that was named, or else the largest visible one.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.
    sheet : str or None
        Name of the sheet.
    header_row : int or None
        Row of the header, from 1; 0 for none; None to have it found.

    Returns
    -------
    Grid
        The sheet taken apart.

    Raises
    ------
    FileError
        When the workbook cannot be opened or has no sheet with cells.
    ArgumentError
        When the named sheet is not there, or when none is named and several have the same columns.
    """
    report = Report(path.name, "workbook")
    with open_workbook(path) as book:
        if path.suffix.lower() not in {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".xltx"}:
            report.found("kind", "workbook", f"the name says {path.suffix or 'nothing'}, but the content is a workbook")
        name, why = _chosen(book, sheet, path, report)
        report.sheets = [name]
        report.found("sheet", name, why)
        return sheet_grid(book, name, path=path, report=report, header_row=header_row)


def open_workbook(path: Path) -> "CalamineWorkbook":
    """Open a workbook for reading; use it in a ``with`` statement.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Returns
    -------
    python_calamine.CalamineWorkbook
        The open workbook.

    Raises
    ------
    FileError
        When it has a password or is damaged.
    """
    import python_calamine

    try:
        return python_calamine.load_workbook(path)
    except python_calamine.PasswordError:
        raise password_error(path) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> FileError:
    detail = str(error).splitlines()[0][:100] if str(error) else type(error).__name__
    return FileError(
        f"'{path.name}' is a damaged workbook ({detail}). Expected: one that opens in a spreadsheet program. "
        "Open it there, let it be repaired, and save a copy."
    )


def visible_sheets(book: "CalamineWorkbook", report: Report) -> list[str]:
    """Name the sheets that a person would see, and note the hidden ones and the charts.

    Parameters
    ----------
    book : python_calamine.CalamineWorkbook
        An open workbook.
    report : Report
        Where hidden sheets are noted.

    Returns
    -------
    list of str
        Names in the order of the workbook.
    """
    import python_calamine

    hidden = [s.name for s in book.sheets_metadata if s.visible != python_calamine.SheetVisibleEnum.Visible]
    charts = [s.name for s in book.sheets_metadata if s.typ != python_calamine.SheetTypeEnum.WorkSheet]
    if hidden:
        report.found("hidden sheets", ", ".join(hidden), "left out; name them to have them read")
    return [s.name for s in book.sheets_metadata if s.name not in {*hidden, *charts}]


def require_sheet(book: "CalamineWorkbook", sheet: str, path: Path) -> None:
    """Stop when a sheet is not in the workbook.

    Parameters
    ----------
    book : python_calamine.CalamineWorkbook
        An open workbook.
    sheet : str
        The name to look for.
    path : pathlib.Path
        The file, for the message.

    Raises
    ------
    ArgumentError
        Naming the sheets that are there.
    """
    if sheet not in book.sheet_names:
        raise ArgumentError(
            f"Sheet '{sheet}' is not in '{path.name}'.{did_you_mean(sheet, book.sheet_names)} "
            f"Its sheets are: {', '.join(book.sheet_names)}."
        )


def _chosen(book: "CalamineWorkbook", sheet: str | None, path: Path, report: Report) -> tuple[str, str]:
    if sheet is not None:
        require_sheet(book, sheet, path)
        return sheet, "named by you"
    sizes = {name: _cells(book, name, path) for name in visible_sheets(book, report)}
    sizes = {name: size for name, size in sizes.items() if size}
    if not sizes:
        raise FileError(
            f"'{path.name}' has no visible sheet with cells in it. Expected: a table. "
            "Name a hidden sheet with sheet=..., or save the workbook again."
        )
    best = max(sizes, key=lambda name: sizes[name])
    others = [name for name in sizes if name != best]
    if alike := _alike(book, best, others, path):
        raise ArgumentError(
            f"'{path.name}' has the same columns on {places(alike, what='sheet')}. Expected: one table. "
            f"Read all of them with read_workbook, or one of them with sheet='{alike[0]}'."
        )
    if others:
        report.found(
            "other sheets",
            ", ".join(_extent(book, other, path) for other in others),
            "not read; name one with sheet=..., or use read_workbook for all",
        )
    return best, "the largest visible one" if others else "the only visible one with cells"


def _alike(book: "CalamineWorkbook", best: str, others: list[str], path: Path) -> list[str]:
    """Name the sheets with the columns of the largest one, itself included, in the order of the workbook."""
    columns = {name: _columns(book, name, path) for name in [best, *others]} if others else {}
    alike = [name for name in book.sheet_names if name in columns and columns[name] == columns[best]]
    return alike if len(alike) > 1 and len(columns[best]) > 1 else []


def _columns(book: "CalamineWorkbook", name: str, path: Path) -> set[str]:
    rows = _sheet(book, name, path).to_python(skip_empty_area=False, nrows=HEAD_ROWS)
    return {str(column).strip().casefold() for column in find_header(rows).names}


def _extent(book: "CalamineWorkbook", name: str, path: Path) -> str:
    sheet = _sheet(book, name, path)
    if sheet.start is None or sheet.end is None:
        return name
    corners = dict.fromkeys([cell_name(*sheet.start), cell_name(*sheet.end)])
    return f"{name} ({':'.join(corners)})"


def _cells(book: "CalamineWorkbook", name: str, path: Path) -> int:
    sheet = _sheet(book, name, path)
    if sheet.start is None or sheet.end is None:
        return 0
    return (sheet.end[0] - sheet.start[0] + 1) * (sheet.end[1] - sheet.start[1] + 1)


def _sheet(book: "CalamineWorkbook", name: str, path: Path) -> "CalamineSheet":
    import python_calamine

    try:
        return book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path, error) from None


def sheet_grid(
    book: "CalamineWorkbook", name: str, *, path: Path, report: Report, header_row: int | None = None
) -> Grid:
    """Take one sheet apart: header found, cells as the workbook holds them.

    Parameters
    ----------
    book : python_calamine.CalamineWorkbook
        An open workbook.
    name : str
        A sheet that is in it.
    path : pathlib.Path
        The file.
    report : Report
        Where findings are noted.
    header_row : int, optional
        Row of the header, from 1; 0 for none.

    Returns
    -------
    Grid
        The sheet taken apart.
    """
    sheet = _sheet(book, name, path)
    rows = sheet.to_python(skip_empty_area=False)
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    note_cells(path, name, rows, report)
    return rows_grid(rows, report=report, merged=sheet.merged_cell_ranges or (), header_row=header_row)


def rows_grid(
    rows: Sequence[Sequence[object]], *, report: Report, merged: Sequence[tuple] = (), header_row: int | None = None
) -> Grid:
    """Take rows of cells apart as they come from a sheet or a web page.

    Parameters
    ----------
    rows : sequence of rows
        All rows, the first one being row 1; blank cells are None or "".
    report : Report
        Where findings are noted.
    merged : sequence of ((row, column), (row, column))
        Merged cells, corners included, counted from 0.
    header_row : int, optional
        Row of the header, from 1; 0 for none.

    Returns
    -------
    Grid
        The rows taken apart.
    """
    head = rows[:HEAD_ROWS]
    lines = list(range(1, len(head) + 1))
    header = find_header(head, merged=merged) if header_row is None else header_at(head, lines, header_row)
    first = header.first_data_row
    report.rows_present += len(rows)
    rows = fill_merged(rows, merged, first=first, report=report)
    body = without_impossible_dates(_body(rows[first:]), first=first, report=report)
    width = max(body.shape[1], len(header.names))
    header.names += [f"column {i + 1}" for i in range(len(header.names), width)]
    return Grid(report, header, head, lines, body.reindex(columns=range(width)), np.arange(first, len(rows)) + 1)


def _body(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    width = max(map(len, rows), default=0)
    cells = [[*map(_blank_to_missing, row), *[np.nan] * (width - len(row))] for row in rows]
    return pd.DataFrame(cells, dtype=object)


def _blank_to_missing(cell: object) -> object:
    if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
        return np.nan
    return cell
