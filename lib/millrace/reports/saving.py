"""Save tables as one workbook, never over a file that somebody else wrote or has worked on since."""

import hashlib
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, counted

__all__ = ["MARK", "check_sum", "copy_name", "refuse_to_overwrite", "save_workbook", "written_by_us"]

MARK = "made by millrace report"
MOST_ROWS = 20_000
LONGEST_CELL = 2_000
EXCEL_ROWS, EXCEL_CELL = 1_048_575, 32_767
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def copy_name(name: str) -> str:
    """Name the copy of a file, in the file's own form: a workbook or a table of text.

    Parameters
    ----------
    name : str
        Name of the file.

    Returns
    -------
    str

    Examples
    --------
    >>> copy_name("Kunden.xlsx"), copy_name("tickets.txt")
    ('Kunden-masked.xlsx', 'tickets-masked.csv')
    """
    path = Path(name)
    return f"{path.stem}-masked{'.xlsx' if path.suffix.lower() in WORKBOOKS else '.csv'}"


def save_workbook(path: str | Path, sheets: Mapping[str, pd.DataFrame], *, whole: bool = False) -> Path:
    """Save tables as the sheets of a workbook.

    Text stays text: what begins with ``=`` in your file becomes no formula. A sheet holds at most 20,000 rows, and
    says so in its last row.

    Parameters
    ----------
    path : str or Path
        The workbook, ``.xlsx``; written under another name first, so that nobody meets half a file.
    sheets : mapping of str to pandas.DataFrame
        By the name of the sheet.
    whole : bool
        Whether every row and every cell is written in full, as in a copy of a table.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    ArgumentError
        When the name does not end in ``.xlsx``.
    FileError
        When there is a file of this name that was not made here, or was changed since, the place cannot be written, or
        a table that is to be whole is more than a workbook can hold.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "result.xlsx"
    >>> save_workbook(path, {"gaps": pd.DataFrame({"column": ["phone"], "empty": [2]})}).name
    'result.xlsx'
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise ArgumentError(f"The workbook is called '{path.name}'. Expected: a name that ends in .xlsx.")
    refuse_to_overwrite(path)
    partial = path.with_name(f".{path.stem}.{os.getpid()}.part.xlsx")
    if whole:
        _check_size(path, sheets)
    try:
        _write(partial, sheets, whole)
        partial.replace(path)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be written ({error.strerror}). Expected: a folder that you may write to, and a "
            "workbook that is not open. Close it, or choose another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return path


def refuse_to_overwrite(path: Path, *, listed_in: Path | None = None) -> None:
    """Stop when a file is there that was not made here, or was changed since.

    Parameters
    ----------
    path : Path
        The file to write.
    listed_in : Path, optional
        The workbook of a report that lists the check sum of a file which cannot say itself who made it, such as a
        ``.csv``.

    Raises
    ------
    FileError
        With what to do.
    """
    if path.exists() and not (_listed(path, listed_in) if path.suffix == ".csv" else written_by_us(path)):
        raise FileError(
            f"There is a file '{path.name}' that was not made by this report, or was changed since. "
            "Expected: a name that is free. Move that file away, or save elsewhere (in the command: --to, or --force)."
        )


def check_sum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _listed(path: Path, workbook: Path | None) -> bool:
    if workbook is None or not workbook.exists() or not written_by_us(workbook):
        return False
    with zipfile.ZipFile(workbook) as book:
        return check_sum(path).encode() in book.read("xl/sharedStrings.xml")


def _write(path: Path, sheets: Mapping[str, pd.DataFrame], whole: bool) -> None:
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as book:
        book.book.set_properties({"comments": MARK, "author": MARK})
        for name, table in sheets.items():
            (table if whole else _plain(table)).to_excel(book, sheet_name=name, index=False)
            sheet = book.sheets[name]
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, _width(column, table.iloc[:200, place]))


def _check_size(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    for table in sheets.values():
        longest = max((len(v) for c in table for v in table[c] if isinstance(v, str)), default=0)
        if len(table) > EXCEL_ROWS or longest > EXCEL_CELL:
            raise FileError(
                f"'{path.name}' would hold {len(table):,} rows with cells of up to {longest:,} letters. A workbook "
                f"holds {EXCEL_ROWS:,} rows and {EXCEL_CELL:,} letters in a cell. Take a part of the file."
            )


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    short = table.head(MOST_ROWS).map(lambda v: v[:LONGEST_CELL] if isinstance(v, str) else v)
    if len(table) <= MOST_ROWS or table.shape[1] == 0:
        return short
    note = {table.columns[0]: f"... and {counted(len(table) - MOST_ROWS, 'more row')}"}
    return pd.concat([short.astype(object), pd.DataFrame([note], dtype=object)], ignore_index=True)


def _width(column: object, values: pd.Series) -> int:
    longest = max([len(str(column)), *(len(str(v)) for v in values)])
    return min(longest + 2, 60)


def written_by_us(path: Path) -> bool:
    """Tell whether a page or a workbook was made by a report, and not changed by another program since.

    Parameters
    ----------
    path : Path
        An existing ``.html`` or ``.xlsx`` file.

    Returns
    -------
    bool
    """
    if path.suffix.lower() == ".html":
        with path.open("rb") as file:
            return f'<meta name="generator" content="{MARK}'.encode() in file.read(2000)
    try:
        with zipfile.ZipFile(path) as book:
            said = book.read("docProps/core.xml").decode(errors="replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    # Spreadsheet programs write a new day of change when they save; we write the two days alike.
    days = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", said)
    return MARK in said and len(days) == 2 and days[0] == days[1]
