"""Find the header of a table: the titles above it, whether it has one or two rows, and plain column names."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from millrace.errors import ArgumentError, counted
from millrace.intake.columnnames import name_text, plain_names, row_names
from millrace.reading.numbers import NUMBER_CELL

__all__ = ["Header", "cell_kind", "find_header", "header_at"]

_NUMBER = re.compile(NUMBER_CELL)
_MOMENT = re.compile(
    r"\d{1,4}[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,4}日?)?(?:[T ]+\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?"
    r"|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,-]+\d{2,4}",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?=.*\d)[\w./#+-]{2,30}")
LEAST_PERIODS = 3
_LONGEST_VALUE = 80
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|\+?[\d ()-]{7,}")


@dataclass
class Header:
    """Where the header is among the first rows, and the names in it.

    ``rows`` are indices of the header's rows (none for a table without header); all rows above them are titles.
    """

    rows: tuple[int, ...]
    names: list[str]
    why: str
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    titles: int = 0
    doubt: str = ""

    @property
    def first_data_row(self) -> int:
        """Index of the first row below the header."""
        return self.rows[-1] + 1 if self.rows else self.titles


def cell_kind(cell: object) -> str:
    """Tell what one cell looks like: ``"blank"``, ``"number"``, ``"moment"``, ``"code"`` or ``"text"``.

    Parameters
    ----------
    cell : object
        A cell as text, or as a workbook holds it.

    Returns
    -------
    str
        One of the five kinds.
    """
    if cell is None or cell != cell:
        return "blank"
    if isinstance(cell, date | datetime | time | timedelta):
        return "moment"
    if isinstance(cell, bool | int | float):
        return "number"
    text = str(cell).strip()
    if not text:
        return "blank"
    if len(text) > _LONGEST_VALUE:
        return "text"
    if _MOMENT.fullmatch(text):
        return "moment"
    if _NUMBER.fullmatch(text):
        return "number"
    return "code" if _CODE.fullmatch(text) or _ADDRESS.fullmatch(text) else "text"


def find_header(rows: Sequence[Sequence[object]], *, merged: Sequence[tuple] = ()) -> Header:
    """Find the header among the first rows of a table.

    Parameters
    ----------
    rows : sequence of rows
        The first rows of the file (some fifty are enough), each a sequence of cells.
    merged : sequence of ((row, column), (row, column))
        Merged cells of a workbook, corners included, in indices of `rows`.

    Returns
    -------
    Header
        The header rows, the names, and the evidence.

    Examples
    --------
    >>> header = find_header([["Sales 2024"], [], ["sku", "pieces"], ["BG-1", "2"], ["BG-2", "5"]])
    >>> header.rows, header.names
    ((2,), ['sku', 'pieces'])
    """
    kinds = [[cell_kind(cell) for cell in row] for row in rows]
    width = _usual_width(kinds)
    top = _first_full_row(kinds, width)
    if top is None:
        return Header((), [], "no row has cells")
    header = _one_or_two(rows, kinds, top, merged)
    if len(header) == 1 and not _is_header(rows, kinds, top):
        top = _later_header(rows, kinds, top, width)
        header = _one_or_two(rows, kinds, top, merged)
    if len(header) == 1 and not _is_header(rows, kinds, top):
        names = [f"column {i + 1}" for i in range(width)]
        why = f"row {top + 1} already looks like the data below it, so the columns are numbered"
        doubt = "no line above the data reads like names; if one is, name it with header_row=..."
        return Header((), names, why, titles=top, doubt=doubt)
    names, notes = plain_names(*(row_names(rows[i]) for i in header), merged=_spans(merged, header))
    return Header(header, names, _why(kinds, header), notes, doubt=_doubt(kinds, header))


def header_at(rows: Sequence[Sequence[object]], lines: Sequence[int], header_row: int) -> Header:
    """Take the header from the line that the caller names.

    Parameters
    ----------
    rows : sequence of rows
        The first rows of the file.
    lines : sequence of int
        Line of each, from 1.
    header_row : int
        Line of the header; 0 when there is none.

    Returns
    -------
    Header
        The named row, or numbered columns.

    Raises
    ------
    ArgumentError
        When no row starts on that line.
    """
    if header_row == 0:
        return Header((), [f"column {i + 1}" for i in range(max(map(len, rows)))], "you said there is no header")
    at = [i for i, line in enumerate(lines[: len(rows)]) if line == header_row]
    if not at:
        raise ArgumentError(
            f"header_row is {header_row}, but no row starts there. Expected: one of the first "
            f"{counted(len(rows), 'line')}. "
            "Leave it out to have the header found."
        )
    names, notes = plain_names(row_names(rows[at[0]]))
    return Header((at[0],), names, "named by you", notes)


def _usual_width(kinds: Sequence[Sequence[str]]) -> int:
    """Cells of a typical row: the most frequent number of filled cells, weighing wide rows more."""
    filled = Counter(sum(kind != "blank" for kind in row) for row in kinds)
    del filled[0]
    return max(filled, key=lambda n: (filled[n] * n, n), default=0)


def _first_full_row(kinds: Sequence[Sequence[str]], width: int) -> int | None:
    cells = Counter(map(len, kinds))
    usual = max(cells, key=lambda n: (cells[n] * n, n), default=0)
    for i, row in enumerate(kinds):
        filled = sum(kind != "blank" for kind in row)
        full = filled >= max(1, 0.6 * width) and len(row) >= 0.6 * usual and (width < 3 or filled > 1)
        if full and _below_agrees(kinds, i, width) and not _stands_alone(kinds, i, width):
            return i
    return next((i for i, row in enumerate(kinds) if any(kind != "blank" for kind in row)), None)


def _later_header(rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], top: int, width: int) -> int:
    """Look a few rows further for a header, in case a title row happened to have as many cells as the table."""
    for i in range(top + 1, min(top + 6, len(rows) - 1)):
        filled = [kind for kind in kinds[i] if kind != "blank"]
        same, differs = _compare(kinds[i], kinds[i + 1 :])
        above = [_compare(kinds[j], kinds[i + 1 :])[0] for j in range(top, i)]
        if len(filled) >= width and set(filled) <= {"text"} and differs and not same and not any(above):
            return i
    return top


def _stands_alone(kinds: Sequence[Sequence[str]], top: int, width: int) -> bool:
    """Tell whether a blank row follows and then a row of words as full as the table: then this one is a title."""
    after = [[kind for kind in row if kind != "blank"] for row in kinds[top + 1 : top + 5]]
    if not after or after[0]:
        return False
    following = next((row for row in after if row), [])
    return len(following) >= width and set(following) == {"text"}


def _below_agrees(kinds: Sequence[Sequence[str]], top: int, width: int) -> bool:
    """Tell whether the next rows are as full: a line of key and value above the table is followed by gaps."""
    row = kinds[top]
    span = max(i for i, kind in enumerate(row) if kind != "blank") + 1
    below = [max((i + 1 for i, k in enumerate(r) if k != "blank"), default=0) for r in kinds[top + 1 : top + 4]]
    return not below or max(below) <= span + 1 or span >= width


def _is_header(rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], top: int) -> bool:
    row = kinds[top]
    filled = [kind for kind in row if kind != "blank"]
    below = [r for r in kinds[top + 1 :] if sum(k != "blank" for k in r) >= 0.5 * len(filled)]
    plain = sum(kind in ("text", "code") for kind in filled) / len(filled)
    if not below:
        return plain > 0.5
    same, differs = _compare(row, below)
    if _names_periods(rows, kinds, top):
        return True
    if differs or plain == 0:
        return differs > 0 and differs >= same and plain >= 0.4
    return plain > 0.5 and same == 0 and not _looks_like_data(rows, top)


def _names_periods(rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], top: int) -> bool:
    """Tell whether a row is words and then different days, over columns of numbers: a table with periods across."""
    days = [i for i, kind in enumerate(kinds[top]) if kind == "moment"]
    words = [i for i, kind in enumerate(kinds[top]) if kind in ("text", "code")]
    different = len({str(rows[top][i]) for i in days}) == len(days) >= LEAST_PERIODS
    if not different or not words or max(words) > min(days):
        return False
    below = [r[i] for r in rows[top + 1 :] for i in days if i < len(r) and cell_kind(r[i]) != "blank"]
    # "10.05" is a number here, though it could be a day elsewhere
    return bool(below) and all(_is_number(cell) for cell in below)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) or bool(_NUMBER.fullmatch(str(cell).strip()))


def _compare(row: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Count columns of numbers, dates or codes where the top cell is of the same kind, and where it is a word."""
    same = differs = 0
    for column, kind in enumerate(row):
        kinds = [r[column] for r in below if column < len(r) and r[column] != "blank"]
        if kind == "blank" or not kinds:
            continue
        usual, times = Counter(kinds).most_common(1)[0]
        if usual == "text" or times < 0.6 * len(kinds):
            continue
        same += kind == usual
        differs += kind == "text" or (kind == "code" and usual in ("number", "moment"))
    return same, differs


def _looks_like_data(rows: Sequence[Sequence[object]], top: int) -> bool:
    """Tell whether the cells of a row of words come again below, as values do and names do not."""
    below = list(rows[top + 1 :])
    again = sum(
        any(column < len(r) and name_text(r[column]) == name_text(cell) for r in below)
        for column, cell in enumerate(rows[top])
        if name_text(cell)
    )
    return again > 0 and again >= 0.3 * sum(bool(name_text(cell)) for cell in rows[top])


def _one_or_two(
    rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], top: int, merged: Sequence[tuple]
) -> tuple[int, ...]:
    if top + 1 < len(rows) and (_spanned(merged, top) or _completes(kinds, top)) and _is_names(kinds, top + 1):
        return (top, top + 1)
    if top + 1 < len(rows) and _is_group(rows, kinds, top, merged) and _names_columns(kinds, top + 1):
        return (top, top + 1)
    if top > 0 and _is_group(rows, kinds, top - 1, merged):
        return (top - 1, top)
    return (top,)


def _spanned(merged: Sequence[tuple], row: int) -> bool:
    return any(a[0] == row and b[0] == row + 1 for a, b in merged)


def _is_names(kinds: Sequence[Sequence[str]], row: int) -> bool:
    filled = [kind for kind in kinds[row] if kind != "blank"]
    return bool(filled) and all(kind == "text" for kind in filled)


def _names_columns(kinds: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a row of words is above columns of numbers or dates."""
    same, differs = _compare(kinds[row], kinds[row + 1 :])
    return _is_names(kinds, row) and differs > 0 and same == 0


def _completes(kinds: Sequence[Sequence[str]], top: int) -> bool:
    """Tell whether the row below fills the gaps of this one with names, over columns of numbers."""
    upper, lower = kinds[top], kinds[top + 1]
    gaps = [i for i in range(1, max(len(upper), len(lower))) if (upper[i : i + 1] or ["blank"])[0] == "blank"]
    filled = [i for i, kind in enumerate(lower) if kind != "blank"]
    below = kinds[top + 2 : top + 12]
    over_values = [i for i in filled if any(i < len(r) and r[i] in ("number", "moment") for r in below)]
    return (
        bool(gaps) and set(gaps) <= set(filled) and len(filled) < len(lower) and len(over_values) >= 0.5 * len(filled)
    )


def _is_group(
    rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], row: int, merged: Sequence[tuple]
) -> bool:
    filled = [i for i, kind in enumerate(kinds[row]) if kind != "blank"]
    below = sum(kind != "blank" for kind in kinds[row + 1])
    words = all(kinds[row][i] == "text" for i in filled) or (len(filled) > 1 and _names_repeat(rows, kinds, row + 1))
    if not filled or not words or len(filled) >= below:
        return False
    if any(str(rows[row][i]).strip().endswith((":", "：")) or len(str(rows[row][i])) > 40 for i in filled):
        return False
    across = [b[1] - a[1] + 1 for a, b in merged if a[0] == row == b[0]]
    if across:
        return max(across) < below
    return len(filled) >= 2 and row + 1 < len(rows)


def _names_repeat(rows: Sequence[Sequence[object]], kinds: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a row of names has one more than once, so that what is above, also years, tells them apart."""
    names = [name_text(cell) for cell in rows[row] if name_text(cell)]
    return _is_names(kinds, row) and len(set(names)) < len(names)


def _spans(merged: Sequence[tuple], header: tuple[int, ...]) -> list[tuple[int, int]] | None:
    if len(header) < 2 or not merged:
        return None
    return [(a[1], b[1]) for a, b in merged if a[0] == header[0] == b[0]]


def _doubt(kinds: Sequence[Sequence[str]], header: tuple[int, ...]) -> str:
    """Say so when nothing tells the header from the rows below: they are words, too, or there are none."""
    _, differs = _compare(kinds[header[-1]], kinds[header[-1] + 1 :])
    below = len(kinds) > header[-1] + 1
    return "" if differs or not below else "the rows below are of the same kind; if it is data, read with header_row=0"


def _why(kinds: Sequence[Sequence[str]], header: tuple[int, ...]) -> str:
    filled = sum(kind != "blank" for kind in kinds[header[-1]])
    _, differs = _compare(kinds[header[-1]], kinds[header[-1] + 1 :])
    above = "words above columns of other kinds" if differs else "words that do not come again below"
    below = above if len(kinds) > header[-1] + 1 else "nothing is below it"
    group = "; the row above it names groups of columns" if len(header) == 2 else ""
    return f"the first full row, {filled} cells, {below}{group}"
