"""Take a delimited text file apart: encoding, delimiter, records, header and body."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from millrace.errors import FileError, counted
from millrace.intake.asides import names_total
from millrace.intake.delimited import Lines, Page, read_body, repair
from millrace.intake.dialects import ALIGNED, find_dialect, named_dialect, sample_lines, sample_records
from millrace.intake.encodings import Decoded, decode_text
from millrace.intake.fixedwidth import split_aligned
from millrace.intake.grids import HEAD_ROWS, Grid
from millrace.intake.headers import Header, cell_kind, find_header, header_at
from millrace.intake.opening import read_bytes
from millrace.intake.quoting import Dialect
from millrace.intake.report import Report, places

__all__ = ["text_grid"]


def text_grid(path: Path, *, encoding: str | None, delimiter: str | None, header_row: int | None) -> Grid:
    """Take a text file apart, as `read_table` describes it.

    Parameters
    ----------
    path : pathlib.Path
        The text file.
    encoding, delimiter : str or None
        What the caller says; None to have them found.
    header_row : int or None
        Line of the header, from 1; 0 for none; None to have it found.

    Returns
    -------
    Grid
        The file taken apart.

    Raises
    ------
    FileError
        When it holds nothing but blanks, or a line without end.
    ArgumentError
        When an argument does not fit the file.
    """
    data = read_bytes(path)
    decoded = decode_text(data, encoding=encoding)
    if not decoded.data.strip():
        raise FileError(f"'{path.name}' holds nothing but blanks. Expected: a table. Save or export it again.")
    report = Report(path.name, "delimited text", encoding=decoded.encoding)
    _note_encoding(report, decoded, path)
    lines, dialect = _separated(decoded, delimiter, report)
    return _page_grid(lines, dialect, report, header_row)


_LEAST_FULL = 4


def _note_encoding(report: Report, decoded: Decoded, path: Path) -> None:
    if path.suffix.lower() in {".xlsx", ".xls", ".xlsb", ".ods"}:
        report.found("kind", "delimited text", f"the name says {path.suffix}, but the content is plain text")
    report.found("encoding", decoded.encoding, decoded.why)
    report.findings += decoded.notes
    report.replaced_characters = decoded.replaced
    if decoded.replaced:
        report.found(
            "unreadable characters", decoded.replaced, "their bytes mean nothing in this encoding; shown as \ufffd"
        )


_UNIT = "\x1f"


def _separated(decoded: Decoded, delimiter: str | None, report: Report) -> tuple[Lines, Dialect]:
    lines = Lines(decoded.data)
    told = _told_separator(lines)
    if delimiter is not None:
        dialect, why = named_dialect(delimiter, sample_lines(lines)), "named by you"
    elif told:
        dialect, why = named_dialect(told, sample_lines(lines)), "named in the file's first line"
    else:
        dialect, why = find_dialect(lines)
    report.delimiter = dialect.delimiter
    report.found("delimiter", repr(dialect.delimiter), why)
    if dialect.delimiter in ALIGNED:
        text, starts = split_aligned(decoded.data.decode("utf-8"), dialect.delimiter)
        if starts:
            why = "full rows have spaces at the same places, so an empty cell stays empty"
            report.found("fixed width", f"columns begin at characters {', '.join(map(str, starts))}", why)
        return Lines(text.encode("utf-8")), Dialect(_UNIT)
    if len(dialect.delimiter.encode()) > 1:
        lines = Lines(decoded.data.replace(dialect.delimiter.encode(), _UNIT.encode()))
        dialect = replace(dialect, delimiter=_UNIT)
    return lines, dialect


def _told_separator(lines: Lines) -> str | None:
    """Read the line ``sep=;`` that spreadsheet programs write and obey."""
    first = lines[0].strip('\ufeff "') if len(lines) else ""
    return first[4:] if first.lower().startswith("sep=") and len(first) == 5 else None


def _page_grid(lines: Lines, dialect: Dialect, report: Report, header_row: int | None) -> Grid:
    records = sample_records(sample_lines(lines), dialect)
    width = _common_width([len(cells) for cells in records if any(c.strip() for c in cells)])
    try:
        return _split(repair(lines, dialect, width=width), report, header_row)
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return _split(repair(lines, dialect, width=width, careful=True), report, header_row)


def _common_width(lengths: Sequence[int]) -> int:
    if not lengths:
        return 1
    values, times = np.unique(lengths, return_counts=True)
    return int(values[np.argmax(times * values)])


def _split(page: Page, report: Report, header_row: int | None) -> Grid:
    head = [page.row(i) for i in range(min(HEAD_ROWS, len(page)))]
    header = find_header(head) if header_row is None else header_at(head, (page.first_line + 1).tolist(), header_row)
    first = header.first_data_row
    records = np.arange(first, len(page))
    width = _body_width(page, records, header)
    bad = _overlong(page, records[page.cells[records] > width], width)
    bad |= {i: why for i, why in page.broken.items() if i >= first}
    bad |= _shifted(page, records[~np.isin(records, list(bad))], width)
    good = records[~np.isin(records, list(bad))] if bad else records
    body = read_body(page, good, width=width)
    report.rows_present = len(page)
    report.put_in_quarantine((int(page.first_line[i]) + 1, why, page.text(i)) for i, why in bad.items())
    _note_repairs(page, good, width, report)
    return Grid(report, header, head, (page.first_line[:HEAD_ROWS] + 1).tolist(), body, page.first_line[good] + 1)


def _body_width(page: Page, records: np.ndarray, header: Header) -> int:
    """Settle the number of columns: that of the header, or of the rows where nearly all have one cell more."""
    width = max(len(header.names), 1)
    counts = page.cells[records]
    if not len(counts):
        return width
    if header.rows and (counts == width + 1).mean() > 0.8:
        sample = [page.row(int(i)) for i in records[:200] if page.cells[i] == width + 1]
        if any(row[-1].strip() for row in sample):
            header.names.insert(0, "row name")
            header.notes.append(("column without a name", "the first", "rows have one cell more than the header"))
            return width + 1
    if not header.rows:
        width = max(width, _common_width(counts[counts > 0].tolist()))
        header.names += [f"column {i + 1}" for i in range(len(header.names), width)]
    return width


def _overlong(page: Page, records: np.ndarray, width: int) -> dict[int, str]:
    """Sort out records with more cells than columns; blank ones at the end do no harm and are cut off."""
    bad = {}
    for i in records.tolist():
        row = page.row(i)
        if any(cell.strip() for cell in row[width:]):
            bad[i] = f"{counted(len(row), 'cell')} where the header has {counted(width, 'name')}"
        else:
            page.patches[i] = tuple(row[:width])
    return bad


def _shifted(page: Page, records: np.ndarray, width: int) -> dict[int, str]:
    """Sort out short records of which a cell is of a kind that its column never has: one before it is missing."""
    counts = page.cells[records]
    full, short = records[counts == width], records[(counts < width) & (counts > max(2, width // 2))]
    if not len(short) or len(full) < max(_LEAST_FULL, len(short)):
        return {}
    rows = [page.row(int(i)) for i in full[:: 1 + len(full) // 500]]
    usual = [{_coarse(row[column]) for row in rows} for column in range(width)]
    bad = {}
    for i in short.tolist():
        row = page.row(i)
        kinds = [_coarse(cell) for cell in row]
        if any(k and k not in usual[c] for c, k in enumerate(kinds)) and not any(map(names_total, row)):
            bad[i] = f"{counted(len(row), 'cell')} where the header has {counted(width, 'name')}, and they do not fit"
    return bad


def _coarse(cell: str) -> str:
    return {"blank": "", "code": "text"}.get(kind := cell_kind(cell), kind)


def _note_repairs(page: Page, good: np.ndarray, width: int, report: Report) -> None:
    short = int(((page.cells[good] < width) & (page.cells[good] > 1)).sum())
    if short:
        lines = page.first_line[good[(page.cells[good] < width) & (page.cells[good] > 1)]] + 1
        report.found(
            "short rows",
            f"{short:,} filled up with blanks, {places(lines.tolist())}",
            f"they have fewer than {width} cells",
        )
    joined = int((np.diff(np.append(page.first_line, len(page.lines))) > 1).sum())
    if joined:
        report.found(
            "cells over several lines",
            counted(joined, "row"),
            "a quotation mark opens on one line and closes on a later",
        )
