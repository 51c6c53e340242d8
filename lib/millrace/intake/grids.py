"""A file taken apart into header and body, and put together again as a table without the rows that are no data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.intake.asides import set_aside
from millrace.intake.headers import Header
from millrace.intake.laterheaders import later_headers, side_by_side
from millrace.intake.report import Report
from millrace.intake.subtotals import sums_of_all
from millrace.intake.values import columns_in_doubt, row_text, settle_types

__all__ = ["HEAD_ROWS", "Grid", "assemble", "finish"]

HEAD_ROWS = 60


@dataclass
class Grid:
    """A file taken apart, before rows are judged: header found, body read, every row with its line."""

    report: Report
    header: Header
    head: Sequence[Sequence[object]]
    head_lines: list[int]
    body: pd.DataFrame
    body_lines: np.ndarray


def finish(grid: Grid, *, keep_subtotals: bool) -> pd.DataFrame:
    """Set rows aside, settle types and attach the report.

    Parameters
    ----------
    grid : Grid
        The file taken apart.
    keep_subtotals : bool
        Leave subtotal rows in the table.

    Returns
    -------
    pandas.DataFrame
        The table, with its report in ``attrs["intake"]``.
    """
    frame, lines = assemble(grid, keep_subtotals=keep_subtotals)
    unsure = columns_in_doubt(frame)
    if unsure:
        example = frame[unsure[0]].dropna().iloc[0]
        why = "nothing in the file proves whether the point marks thousands or decimals"
        grid.report.found("numbers left as text", f"{', '.join(unsure)}, for example {example}", why)
    frame = settle_types(frame, unsure=unsure)
    _note_other_tables(grid, frame, lines)
    grid.report.rows_read = len(frame)
    frame.attrs["intake"] = grid.report.seal()
    return frame


def assemble(grid: Grid, *, keep_subtotals: bool) -> tuple[pd.DataFrame, np.ndarray]:
    """Leave out the rows that are no data, and name the columns.

    Parameters
    ----------
    grid : Grid
        The file taken apart; its report takes note of every row that is left out.
    keep_subtotals : bool
        Leave subtotal rows in the table.

    Returns
    -------
    pandas.DataFrame, numpy.ndarray of int
        The rows of data with their cells as they are in the file, and the line of each.
    """
    report, header = grid.report, grid.header
    texts = [[" ".join(row_text([c]).split()) for c in grid.head[i]] for i in header.rows]
    above = [row_text(row) for row in grid.head[: header.rows[0] if header.rows else 0]]
    titles = [title for title in above if title.strip()]
    asides = set_aside(grid.body, names=header.names, header=texts, keep_subtotals=keep_subtotals, titles=titles)
    _note_head(grid)
    rows = sorted(asides.reasons)
    report.put_aside((int(grid.body_lines[i]), asides.reasons[i], row_text(grid.body.iloc[i].tolist())) for i in rows)
    _note_kept(grid, asides.kept, report)
    keep = np.ones(len(grid.body), dtype=bool)
    keep[rows] = False
    return _named(grid.body[keep] if rows else grid.body, grid), grid.body_lines[keep]


def _note_head(grid: Grid) -> None:
    report, header = grid.report, grid.header
    report.header_row = grid.head_lines[header.rows[-1]] if header.rows else None
    report.found("header", f"line {report.header_row}" if header.rows else "none", header.why)
    report.findings += header.notes
    if header.doubt:
        report.findings.insert(0, ("header in doubt", report.findings[-1 - len(header.notes)][1], header.doubt))
    above = range(header.first_data_row)
    report.put_aside((grid.head_lines[i], _head_reason(grid, i), row_text(grid.head[i])) for i in above)


def _head_reason(grid: Grid, i: int) -> str:
    if i in grid.header.rows:
        return "header"
    return "title above the table" if row_text(grid.head[i]).strip() else "blank row"


def _note_kept(grid: Grid, kept: Sequence[int], report: Report) -> None:
    if kept:
        lines = ", ".join(str(int(grid.body_lines[i])) for i in kept[:5])
        report.found(
            "rows that look like totals", f"kept, line {lines}", "their other cells are filled and nothing adds up"
        )


def _note_other_tables(grid: Grid, frame: pd.DataFrame, lines: np.ndarray) -> None:
    """Say first where another table may begin: its rows are kept, and whoever reads on must know."""
    if sums := sums_of_all(frame):
        found = f"line {int(lines[sums[0]])}, {row_text(frame.iloc[sums[0]].tolist())}"
        why = (
            "its figures are the sums of all other rows, though no word says so; kept, so leave it out if it is a total"
        )
        grid.report.findings.insert(0, ("rows that are sums of others, in doubt", found, why))
    rows = later_headers(frame, lines)
    if rows:
        listed = ", ".join(str(int(lines[i])) for i in rows[:5])
        found = f"line {listed}, for example {row_text(frame.iloc[rows[0]].tolist())}"
        why = "words where numbers are: units, or the header of a second table; kept as rows, so split the file there"
        grid.report.findings.insert(0, ("another header in doubt", found, why))
    between = side_by_side(grid.header.names, grid.body)
    if between:
        found = f"blank column {between[0] + 1}"
        why = "what is on its left and right ends or is named like two tables; rows are read across both"
        grid.report.findings.insert(0, ("two tables beside each other, in doubt", found, why))


def _named(frame: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    frame = frame.reset_index(drop=True)
    frame.columns = grid.header.names
    unnamed = [n for n in frame.columns if n.startswith("column ") and len(frame.columns) > 1]
    blank = [n for n in unnamed if frame[n].isna().all()]
    if not blank or not grid.header.rows:
        return frame
    grid.report.found("columns left out", ", ".join(blank), "they have neither a name nor a value")
    return frame.drop(columns=blank)
