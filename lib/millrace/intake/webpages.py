"""Read the table of a web page, which many shop systems export under the name of a workbook."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from millrace.errors import FileError
from millrace.intake.encodings import decode_text
from millrace.intake.grids import Grid
from millrace.intake.opening import read_bytes
from millrace.intake.report import Report
from millrace.intake.spreadsheets import rows_grid

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = ["webpage_grid"]

_MOST_SPAN = 1000


def webpage_grid(path: Path, *, encoding: str | None, header_row: int | None) -> Grid:
    """Take the largest table of a web page apart, as `read_table` describes it.

    Parameters
    ----------
    path : pathlib.Path
        The web page.
    encoding : str or None
        What the caller says; None for what the page says of itself, or else what is found.
    header_row : int or None
        Row of the header in the table, from 1; 0 for none; None to have it found.

    Returns
    -------
    Grid
        The table taken apart.

    Raises
    ------
    FileError
        When there is no table in it.
    ArgumentError
        When an argument does not fit the file.
    """
    from bs4 import BeautifulSoup

    data = read_bytes(path)
    decoded = decode_text(data, encoding=_named_encoding(data) if encoding is None else encoding)
    tables = BeautifulSoup(decoded.data.decode("utf-8"), "html.parser").find_all("table")
    rows = max((_rows(table) for table in tables), key=lambda rows: sum(map(len, rows)), default=[])
    if not rows:
        raise FileError(
            f"'{path.name}' is a web page without a table. Expected: a table. Export it again as csv or xlsx."
        )
    report = Report(path.name, "web page", encoding=decoded.encoding)
    report.found("kind", "web page", f"the name says {path.suffix or 'nothing'}, but the content is an HTML page")
    report.found("encoding", decoded.encoding, decoded.why)
    report.replaced_characters = decoded.replaced
    return rows_grid(rows, report=report, header_row=header_row)


def _named_encoding(data: bytes) -> str | None:
    import codecs

    found = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096])
    try:
        name = codecs.lookup(found[1].decode()).name if found else None
        if name:
            data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return "gb18030" if name in {"gb2312", "gbk"} else name


def _rows(table: "Tag") -> list[list[str]]:
    """Lay the cells out in rows; a cell over several columns or rows fills the first, the others stay blank."""
    rows: list[list[str]] = []
    held: dict[tuple[int, int], bool] = {}
    for number, line in enumerate(table.find_all("tr")):
        cells: list[str] = []
        for cell in line.find_all(["td", "th"], recursive=False) or line.find_all(["td", "th"]):
            while held.get((number, len(cells))):
                cells.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            held.update({(number + d, len(cells) + a): True for d in range(1, down) for a in range(across)})
            cells += [" ".join(cell.get_text(" ").split()), *[""] * (across - 1)]
        rows.append(cells)
    return rows


def _span(cell: "Tag", name: str) -> int:
    text = str(cell.get(name, "1")).strip()
    return min(int(text), _MOST_SPAN) if text.isdigit() and int(text) > 0 else 1
