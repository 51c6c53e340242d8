"""Read one table from a file, whatever its encoding, delimiter, header row, titles, notes and subtotals."""

from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, in_words
from millrace.intake.grids import Grid, finish
from millrace.intake.opening import kind_of, require_file
from millrace.intake.report import Report, report
from millrace.intake.spreadsheets import workbook_grid
from millrace.intake.textfiles import text_grid
from millrace.intake.webpages import webpage_grid

__all__ = ["inspect", "read_table"]


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    keep_subtotals: bool = False,
) -> pd.DataFrame:
    r"""Read one table from a text file or a workbook, and find out by itself how it is laid out.

    Title rows above the header, blank rows, headers that come again, notes below and subtotal rows are set aside;
    rows that cannot be read are quarantined; nothing is lost silently: `report` shows every one of them. Text stays
    text, unless every value of a column is a plain number, or a real date of a workbook. The file is never changed.

    Parameters
    ----------
    path : str or pathlib.Path
        A csv, tsv, txt, xlsx, xls, xlsb or ods file.
    sheet : str, optional
        Sheet of a workbook; otherwise the largest visible one, if no other has the same columns.
    encoding : str, optional
        Of a text file or a web page, for example ``"gb18030"``; otherwise found.
    delimiter : str, optional
        Of a text file, for example ``";"``; otherwise found.
    header_row : int, optional
        Line of the header in the file, from 1; 0 for a file without header; otherwise found.
    keep_subtotals : bool
        Leave subtotal rows in the table.

    Returns
    -------
    pandas.DataFrame
        One row per row of data, columns named by the header. It carries its `report`.

    Raises
    ------
    FileError
        When the file is missing, empty, locked by a password or no table.
    ArgumentError
        When an argument names what the file does not have, such as the sheet of a text file; when no sheet is named
        and several have the same columns, as in a workbook with a sheet for each month.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = path.write_bytes("2024 年订单\n\n货号;数量\nBG-1;2\nBG-2;3\n合计;5\n".encode("gb18030"))
    >>> read_table(path)
         货号  数量
    0  BG-1   2
    1  BG-2   3
    """
    grid = _grid(path, sheet=sheet, encoding=encoding, delimiter=delimiter, header_row=header_row)
    return finish(grid, keep_subtotals=keep_subtotals)


def inspect(path: str | Path) -> Report:
    r"""Tell what a table file holds and how it is laid out, without keeping the table.

    Parameters
    ----------
    path : str or pathlib.Path
        A file that `read_table` understands.

    Returns
    -------
    Report
        What was found and why, and what would become of each row.

    Raises
    ------
    FileError
        As `read_table`.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = path.write_text("sku;quantity\nBG-1;2\n")
    >>> inspect(path).delimiter
    ';'
    """
    return report(read_table(path))


def _grid(
    path: str | Path, *, sheet: str | None, encoding: str | None, delimiter: str | None, header_row: int | None
) -> Grid:
    path = require_file(path)
    _require_row(header_row)
    kind = kind_of(path)
    if kind == "workbook":
        _refuse(path, "a workbook", encoding=encoding, delimiter=delimiter)
        return workbook_grid(path, sheet=sheet, header_row=header_row)
    if kind == "html":
        _refuse(path, "a web page", sheet=sheet, delimiter=delimiter)
        return webpage_grid(path, encoding=encoding, header_row=header_row)
    _require_text(path, kind)
    _refuse(path, "a text file", sheet=sheet)
    return text_grid(path, encoding=encoding, delimiter=delimiter, header_row=header_row)


_ONLY_FOR = {"sheet": "a workbook", "encoding": "a text file or a web page", "delimiter": "a text file"}


def _refuse(path: Path, kind: str, **given: str | None) -> None:
    for name, value in given.items():
        if value is not None:
            raise ArgumentError(
                f"{name}={in_words(value)} was given, but '{path.name}' is {kind}. Expected: {_ONLY_FOR[name]}. "
                f"Leave {name} out, or name another file."
            )


def _require_row(header_row: object) -> None:
    if header_row is not None and (isinstance(header_row, bool) or not isinstance(header_row, int) or header_row < 0):
        raise ArgumentError(
            f"header_row is {in_words(header_row)}. Expected: the line of the header, counted from 1, or 0 for none. "
            "Leave it out to have the header found."
        )


def _require_text(path: Path, kind: str) -> None:
    if kind == "json":
        raise FileError(
            f"'{path.name}' is a JSON file, not a table. Expected: a text file or a workbook. "
            "If it is a chat export, use read_chat; otherwise pandas.read_json."
        )
    if kind == "xml":
        raise FileError(
            f"'{path.name}' is an XML file, not a table. Expected: a text file or a workbook. "
            "Open it in a spreadsheet program and save it as xlsx."
        )
