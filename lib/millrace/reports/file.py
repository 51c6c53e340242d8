"""Read any company file whole, and know where in it each row lies."""

from pathlib import Path

import numpy as np
import pandas as pd

from millrace.errors import FileError
from millrace.intake import Report, read_table, read_workbook, report
from millrace.intake.opening import kind_of, require_file

__all__ = ["columns_of_places", "places_of", "read_file"]


def read_file(path: str | Path, *, sheet: str = "") -> pd.DataFrame:
    r"""Read a company file: a text file, a web page, or all sheets of a workbook that share a layout.

    Parameters
    ----------
    path : str or Path
        The file; it is never changed.
    sheet : str
        One sheet of a workbook; all that share a layout when empty.

    Returns
    -------
    pandas.DataFrame
        One row per row of data, with its intake report. A stacked workbook has the columns ``sheet`` and ``row``.

    Raises
    ------
    FileError
        When the file is missing, empty, locked by a password or no table.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = path.write_text("sku;pieces\nBG-1;2\n")
    >>> read_file(path)
        sku  pieces
    0  BG-1       2
    """
    path = require_file(path)
    try:
        if not sheet and kind_of(path) == "workbook":
            return read_workbook(path)
        return read_table(path, sheet=sheet or None)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be read ({error.strerror}). Expected: a file that stays where it is. "
            "Close it in other programs, and try again."
        ) from None


def places_of(table: pd.DataFrame) -> pd.Series:
    r"""Say where in the file each row lies, in words.

    Parameters
    ----------
    table : pandas.DataFrame
        From `read_file`, with all its rows.

    Returns
    -------
    pandas.Series of str
        Such as ``"line 12"``; in a workbook ``"Jan, row 12"``; ``"row 11 of the table"`` where cells of several lines
        hide the line.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = path.write_text("Orders\n\nsku;pieces\nBG-1;2\nBG-2;3\n")
    >>> places_of(read_file(path)).tolist()
    ['line 4', 'line 5']
    """
    found = report(table)
    if found.kind == "workbook" and list(table.columns[:2]) == ["sheet", "row"] and found.sheets:
        return table["sheet"].astype(str) + ", row " + table["row"].astype(str)
    lines = _lines(table, found)
    if lines is None:
        return "row " + pd.Series(range(1, len(table) + 1), index=table.index, dtype=int).astype(str) + " of the table"
    return "line " + pd.Series(lines, index=table.index, dtype=int).astype(str)


def _lines(table: pd.DataFrame, found: Report) -> np.ndarray | None:
    """Return the lines that are neither set aside nor in quarantine, when those are the table's."""
    gone = np.concatenate([found.set_aside["line"], found.quarantine["line"]])
    left = np.setdiff1d(np.arange(1, found.rows_present + 1), gone)
    texts = table.select_dtypes(include=["object", "string"])
    broken = any(texts[c].astype(str).str.contains("\n", regex=False).any() for c in texts.columns)
    sound = len(left) == len(table) and not broken and (len(gone) == 0 or gone.max() <= found.rows_present)
    return left if sound else None


def columns_of_places(table: pd.DataFrame) -> list[str]:
    """Name the columns in which intake keeps where a row was: the row is ours; its sheet is not, if there are several.

    Parameters
    ----------
    table : DataFrame
        As `read_file` reads a workbook.

    Returns
    -------
    list of str

    Examples
    --------
    >>> columns_of_places(pd.DataFrame({"sheet": ["May", "May"], "row": [2, 3], "pay": [1800, 2100]}))
    ['sheet', 'row']
    """
    if list(table.columns[:2]) != ["sheet", "row"]:
        return []
    return ["row"] if table["sheet"].nunique() > 1 else ["sheet", "row"]
