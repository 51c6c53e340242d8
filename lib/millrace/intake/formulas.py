"""Find what a sheet of an xlsx workbook has and its values do not show: errors, lost formulas, what is hidden."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["error_cells", "formulas_without_value", "hidden_parts", "opendocument_cells", "sheet_xml"]

# Read as bytes by patterns, not as XML: no entity is ever expanded, and a huge sheet costs no tree.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
    rb"\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_MOST_BYTES = 2**28


def sheet_xml(path: Path, sheet: str) -> bytes:
    """Return one sheet as an xlsx workbook holds it.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.
    sheet : str
        Name of the sheet.

    Returns
    -------
    bytes
        Its XML; nothing for another kind of workbook, for a sheet that is not there, and for one of 256 MB.
    """
    if not zipfile.is_zipfile(path):
        return b""
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        return b"" if part is None or archive.getinfo(part).file_size > _MOST_BYTES else archive.read(part)


def formulas_without_value(data: bytes) -> tuple[int, str]:
    """Count the formula cells of one sheet that hold no value, which readers see as blank cells.

    Parameters
    ----------
    data : bytes
        The sheet, from `sheet_xml`.

    Returns
    -------
    int, str
        How many, and the first of them, for example ``"D4"``.
    """
    if b"<f" not in data and b":f" not in data:
        return 0, ""
    lost = [cell[1] for cell in _CELL.finditer(data) if b't="str"' not in cell[1]]
    return len(lost), (_value(lost[0], b"r") or "") if lost else ""


def error_cells(data: bytes) -> list[str]:
    """List the cells of one sheet that show an error, which readers see as blank cells.

    Parameters
    ----------
    data : bytes
        The sheet, from `sheet_xml`.

    Returns
    -------
    list of str
        Cell and error.

    Examples
    --------
    >>> error_cells(b'<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    ['D4 (#DIV/0!)']
    """
    if b't="e"' not in data and b"t='e'" not in data:
        return []
    return [f"{_value(m[1], b'r') or 'a cell'} ({m[2].decode('utf-8', 'replace')})" for m in _ERROR.finditer(data)]


def hidden_parts(data: bytes) -> tuple[list[int], list[int]]:
    """List the rows and the columns of one sheet that a person does not see.

    Parameters
    ----------
    data : bytes
        The sheet, from `sheet_xml`.

    Returns
    -------
    list of int, list of int
        Rows and columns, from 1; columns to the last one that a sheet can have.

    Examples
    --------
    >>> hidden_parts(b'<col min="3" max="4" hidden="1"/><row r="7" hidden="1"/>')
    ([7], [3, 4])
    """
    rows: list[int] = []
    columns: list[int] = []
    for found in _HIDDEN.finditer(data if b"hidden=" in data else b""):
        if found[1] == b"row":
            rows.append(int(_value(found[2], b"r") or 0))
        else:
            columns += range(int(_value(found[2], b"min") or 1), int(_value(found[2], b"max") or 0) + 1)
    return rows, columns


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    link = next(
        (_value(m[0], rb"(?:\w+:)?id") for m in _tags(archive, "xl/workbook.xml", _SHEET) if _named(m[0], sheet)), None
    )
    links = _tags(archive, "xl/_rels/workbook.xml.rels", _LINK)
    target = next((_value(m[0], rb"Target") for m in links if _value(m[0], rb"Id") == link), None)
    part = None if target is None else target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


def _tags(archive: zipfile.ZipFile, part: str, pattern: re.Pattern) -> list[re.Match]:
    return list(pattern.finditer(archive.read(part)[:_MOST_BYTES]))


def _value(tag: bytes, attribute: bytes) -> str | None:
    found = re.search(rb"\s" + attribute + rb"=[\"']([^\"']*)[\"']", tag)
    return found[1].decode("utf-8", "replace") if found else None


def _named(tag: bytes, sheet: str) -> bool:
    from html import unescape

    return unescape(_value(tag, b"name") or "") == sheet


_TABLE = re.compile(rb"<table:table [^>]*>.*?</table:table>", re.DOTALL)
_PIECE = re.compile(
    rb"<table:table-row\b([^>]*)>|<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_ROWS, _COLUMNS = rb'number-rows-repeated="(\d+)"', rb'number-columns-repeated="(\d+)"'


def opendocument_cells(path: Path, sheet: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """List the cells of one sheet of an OpenDocument workbook that readers see as blank though a formula is in them.

    Parameters
    ----------
    path : pathlib.Path
        The workbook; of any other kind nothing is listed.
    sheet : str
        Name of the sheet.

    Returns
    -------
    list of (int, int, str), list of (int, int)
        Cells in error, with row and column from 0 and the error; formulas without a value.
    """
    if not zipfile.is_zipfile(path):
        return [], []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "content.xml" not in names or archive.getinfo("content.xml").file_size > _MOST_BYTES:
            return [], []
        data = archive.read("content.xml")
    name = b'table:name="' + escape(sheet, {'"': "&quot;"}).encode() + b'"'
    table = next((found[0] for found in _TABLE.finditer(data) if name in found[0].partition(b">")[0]), b"")
    errors, lost = [], []
    row, column, again = 0, 0, 0
    for piece in _PIECE.finditer(table):
        if piece[1] is not None:
            row, column, again = row + again, 0, _times(_ROWS, piece[1])
            continue
        cell, text = piece[2], re.sub(rb"<[^>]*>", b"", piece[3] or b"").decode(errors="replace").strip()
        if b'calcext:value-type="error"' in cell or (b"table:formula=" in cell and _ERROR_TEXT.fullmatch(text)):
            errors.append((row, column, text))
        elif b"table:formula=" in cell and b"office:value-type=" not in cell:
            lost.append((row, column))
        column += _times(_COLUMNS, cell)
    return errors, lost


_ERROR_TEXT = re.compile(r"#[A-Z/0!?]+|Err:\d+")


def _times(pattern: bytes, attributes: bytes) -> int:
    found = re.search(pattern, attributes)
    return int(found[1]) if found else 1
