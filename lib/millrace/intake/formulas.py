"""Find formulas of an xlsx workbook that were saved without their value, which readers see as blank cells."""

import re
import zipfile
from pathlib import Path

__all__ = ["formulas_without_value"]

# Read as bytes by patterns, not as XML: no entity is ever expanded, and a huge sheet costs no tree.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
    rb"\s*</(?:\w+:)?c>"
)
_MOST_BYTES = 2**28


def formulas_without_value(path: Path, sheet: str) -> tuple[int, str]:
    """Count the formula cells of one sheet that hold no value.

    Parameters
    ----------
    path : pathlib.Path
        The workbook; any but xlsx counts 0.
    sheet : str
        Name of the sheet.

    Returns
    -------
    int, str
        How many, and the first of them, for example ``"D4"``.
    """
    if not zipfile.is_zipfile(path):
        return 0, ""
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        if part is None or archive.getinfo(part).file_size > _MOST_BYTES:
            return 0, ""
        data = archive.read(part)
    if b"<f" not in data and b":f" not in data:
        return 0, ""
    lost = [cell[1] for cell in _CELL.finditer(data) if b't="str"' not in cell[1]]
    first = re.search(rb'\br="([A-Z]+\d+)"', lost[0]) if lost else None
    return len(lost), first[1].decode() if first else ""


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
