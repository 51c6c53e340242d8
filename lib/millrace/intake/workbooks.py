"""Stack the sheets of a workbook that share a layout into one table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, FileError
from millrace.intake.grids import assemble
from millrace.intake.opening import kind_of, require_file
from millrace.intake.report import Report
from millrace.intake.spreadsheets import open_workbook, require_sheet, sheet_grid, visible_sheets
from millrace.intake.values import settle_types

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["read_workbook"]

_ALIKE = 80
_SHARED = 0.6


def read_workbook(
    path: str | Path, *, sheets: Sequence[str] | None = None, keep_subtotals: bool = False
) -> pd.DataFrame:
    """Stack all sheets of a workbook that share a layout, for example one sheet per month.

    Each sheet is read like `read_table` reads it. Columns are brought together by name, whatever their order; a name
    that is misspelt on one sheet, or another name in the same place, is taken for the same column and reported.
    Sheets of another layout are set aside and named in the report.

    Parameters
    ----------
    path : str or pathlib.Path
        An xlsx, xls, xlsb or ods file.
    sheets : sequence of str, optional
        The sheets to read, hidden ones too; otherwise all visible ones.
    keep_subtotals : bool
        Leave subtotal rows in the table.

    Returns
    -------
    pandas.DataFrame
        Columns ``sheet`` and ``row`` (the row in the sheet, from 1), then the table. It carries its `report`.

    Raises
    ------
    FileError
        When the file is missing, empty, locked by a password, no workbook, or has no table.
    ArgumentError
        When a named sheet is not there, or ``sheets`` names none.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "orders.xlsx"
    >>> with pd.ExcelWriter(path, engine="xlsxwriter") as book:
    ...     for month in ["Jan", "Feb"]:
    ...         pd.DataFrame({"sku": ["BG-1"], "pieces": [2]}).to_excel(book, sheet_name=month, index=False)
    >>> read_workbook(path)
      sheet  row   sku  pieces
    0   Jan    2  BG-1       2
    1   Feb    2  BG-1       2
    """
    path = _require_workbook(path)
    report = Report(path.name, "workbook")
    with open_workbook(path) as book:
        parts = _parts(book, _wanted(book, sheets, path, report), path, keep_subtotals, report)
    if not parts:
        raise FileError(
            f"'{path.name}' has no visible sheet with rows in it. Expected: at least one table. "
            "Name a hidden sheet with sheets=[...], or save the workbook again."
        )
    return _stacked(parts, report)


@dataclass
class Part:
    """One sheet that was read: its rows, their place in the sheet, and its own report."""

    sheet: str
    frame: pd.DataFrame
    rows: np.ndarray
    report: Report


def _require_workbook(path: str | Path) -> Path:
    path = require_file(path)
    if kind_of(path) != "workbook":
        raise FileError(
            f"'{path.name}' is not a workbook, whatever its name is. Expected: xlsx, xls, xlsb or ods. Use read_table."
        )
    return path


def _wanted(book: "CalamineWorkbook", sheets: Sequence[str] | None, path: Path, report: Report) -> list[str]:
    if sheets is None:
        return visible_sheets(book, report)
    if isinstance(sheets, str):
        raise ArgumentError(f"sheets is the text '{sheets}'. Expected: a list of names. Write sheets=['{sheets}'].")
    if not len(sheets):
        raise ArgumentError("sheets is an empty list. Expected: at least one name. Leave it out to read all of them.")
    for sheet in sheets:
        require_sheet(book, sheet, path)
    return list(sheets)


def _parts(
    book: "CalamineWorkbook", names: Sequence[str], path: Path, keep_subtotals: bool, report: Report
) -> list[Part]:
    parts = []
    for name in names:
        own = Report(path.name, "workbook")
        grid = sheet_grid(book, name, path=path, report=own)
        if own.rows_present:
            frame, rows = assemble(grid, keep_subtotals=keep_subtotals)
            parts.append(Part(name, frame, rows, own))
        else:
            report.found("empty sheet", name, "no cell of it holds anything")
    return parts


def _stacked(parts: Sequence[Part], report: Report) -> pd.DataFrame:
    model = _model(parts)
    kept = []
    for part in parts:
        names = _matched(part, model, report)
        if names is None:
            _leave_out(part, report)
        else:
            kept.append(_in_its_place(part, names))
            _take_over(part, report)
    frame = pd.concat(kept, ignore_index=True)
    frame = frame[[_SHEET, _ROW, *model, *[c for c in frame.columns if c not in {_SHEET, _ROW, *model}]]]
    return _delivered(frame, report)


def _in_its_place(part: Part, names: Mapping[str, str]) -> pd.DataFrame:
    frame = part.frame.rename(columns=names)
    frame[_SHEET] = part.sheet
    frame[_ROW] = part.rows
    return frame


# Names that no table has, so that columns called "sheet" or "row" in the file itself are kept apart until the end.
_SHEET, _ROW = "\0sheet", "\0row"


def _delivered(frame: pd.DataFrame, report: Report) -> pd.DataFrame:
    settled = settle_types(frame.iloc[:, 2:])
    taken = {"sheet", "row"} & set(settled.columns)
    settled = settled.rename(columns={name: f"{name} 2" for name in taken})
    if taken:
        report.found(
            "renamed columns",
            ", ".join(sorted(taken)),
            "a number was added: the table already has a column of that name",
        )
    settled.insert(0, "sheet", frame[_SHEET].to_numpy())
    settled.insert(1, "row", frame[_ROW].to_numpy())
    report.rows_read = len(settled)
    settled.attrs["intake"] = report.seal()
    return settled


def _model(parts: Sequence[Part]) -> list[str]:
    """Choose the layout that holds most rows; among the spellings of it the most frequent."""
    weights: dict[frozenset[str], int] = {}
    for part in parts:
        for other in parts:
            if _overlap(part, other) >= _SHARED:
                key = frozenset(map(_bare, part.frame.columns))
                weights[key] = weights.get(key, 0) + len(other.frame) + 1
    best = max(weights, key=lambda layout: weights[layout])
    return next(list(p.frame.columns) for p in parts if frozenset(map(_bare, p.frame.columns)) == best)


def _overlap(part: Part, other: Part) -> float:
    one, two = set(map(_bare, part.frame.columns)), set(map(_bare, other.frame.columns))
    return len(one & two) / max(len(one | two), 1)


def _bare(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name)).casefold() or str(name)


def _matched(part: Part, model: Sequence[str], report: Report) -> dict[str, str] | None:
    """Map a sheet's columns to the model's: by name, by likeness, then by place; None when the layout is another."""
    free = {_bare(name): name for name in model}
    names = {column: free.pop(_bare(column)) for column in part.frame.columns if _bare(column) in free}
    for column in part.frame.columns:
        near = _nearest(column, free) if column not in names else None
        if near:
            names[column] = free.pop(near)
            report.found(
                f"column name on sheet {part.sheet}", f"'{column}' read as '{names[column]}'", "the names are alike"
            )
    if len(names) < _SHARED * len(model):
        return None
    _match_by_place(part, model, names, free, report)
    return names


def _nearest(column: str, free: dict[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(_bare(column), list(free), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else None


def _match_by_place(part: Part, model: Sequence[str], names: dict, free: dict[str, str], report: Report) -> None:
    """Take a column of another name for the one missing between the same neighbours."""
    columns = list(part.frame.columns)
    for missing in list(free.values()):
        at = list(model).index(missing)
        if at < len(columns) == len(model) and columns[at] not in names:
            names[columns[at]] = free.pop(_bare(missing))
            why = "it is in the same place, and no other column is left for it"
            report.found(f"column name on sheet {part.sheet}", f"'{columns[at]}' read as '{missing}'", why)
    extra = [c for c in columns if c not in names]
    if free:
        report.found(f"columns missing on sheet {part.sheet}", ", ".join(free.values()), "filled with missing values")
    if extra:
        report.found(
            f"extra columns on sheet {part.sheet}", ", ".join(map(str, extra)), "other sheets do not have them"
        )


def _take_over(part: Part, report: Report) -> None:
    report.sheets.append(part.sheet)
    report.rows_present += part.report.rows_present
    if report.header_row is None:
        report.header_row = part.report.header_row
    for what, found, why in part.report.findings:
        report.found(what if what.endswith(part.sheet) else f"{what} on sheet {part.sheet}", found, why)
    rows = part.report.set_aside.itertuples(index=False, name=None)
    report.put_aside((line, reason, f"{part.sheet}: {text}") for line, reason, text in rows)


def _leave_out(part: Part, report: Report) -> None:
    report.found("sheet set aside", part.sheet, f"its layout is another: {', '.join(map(str, part.frame.columns[:6]))}")
    report.rows_present += part.report.rows_present
    reason = "sheet of another layout"
    lines = range(1, part.report.rows_present + 1)
    report.put_aside((line, reason, part.sheet) for line in lines)
