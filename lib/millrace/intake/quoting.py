"""Split lines into cells, forgive what can be forgiven, and contain the damage of a quote that never closes."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Dialect", "Record", "join_records", "split_cells"]

# A text cell over more lines than this is a forgotten quotation mark, not a long remark.
_LONGEST_REMARK_LINES = 200


@dataclass(frozen=True)
class Dialect:
    """How cells are written in a line: what separates and what quotes them, and the customs of some programs.

    ``backslash``: a backslash protects a quote; ``padded``: a space follows each delimiter.
    """

    delimiter: str = ","
    quote: str = '"'
    backslash: bool = False
    padded: bool = False

    @cached_property
    def quoted(self) -> re.Pattern:
        """A quoted cell up to its closing mark; a mark that is not followed by a delimiter belongs to the text.

        The repeats are possessive, so that a line full of marks costs linear time.
        """
        pad = "".join(c for c in " \t" if c not in self.delimiter)
        gap = f"[{pad}]*" if pad else ""
        quote, end = re.escape(self.quote), f"{gap}(?:{re.escape(self.delimiter)}|$)"
        escaped = r"\\.|" if self.backslash else ""
        plain = f"[^{re.escape(self.quote + (chr(92) if self.backslash else ''))}]++"
        stray = rf"{quote}(?!{gap}(?:{re.escape(self.delimiter)}|\n|$))"
        return re.compile(
            rf"{gap}{quote}((?:{plain}|{escaped}{quote}{quote}|{stray})*+){quote}(?={end}){gap}", re.DOTALL
        )


@dataclass(frozen=True)
class Record:
    """One row of the file: where it starts, how many lines it takes, its cells, and why it cannot be read, if so."""

    line: int
    lines: int
    cells: tuple[str, ...]
    broken: bool = False


def split_cells(text: str, dialect: Dialect) -> tuple[list[str], bool]:
    r"""Split one record into cells.

    Parameters
    ----------
    text : str
        One record, without its line end.
    dialect : Dialect
        How cells are written in a line.

    Returns
    -------
    list of str, bool
        The cells, and whether a quotation mark was opened that never closes.

    Examples
    --------
    >>> split_cells('BG-1,"a ""fine"" bag",5" strap', Dialect())
    (['BG-1', 'a "fine" bag', '5" strap'], False)
    >>> split_cells('BG-1,"a bag,3', Dialect())
    (['BG-1', '"a bag', '3'], True)
    """
    if dialect.quote not in text:
        cells, left_open = text.split(dialect.delimiter), False
    else:
        cells, left_open = _quoted_cells(text, dialect)
    return [cell.lstrip(" ") for cell in cells] if dialect.padded else cells, left_open


def _quoted_cells(text: str, dialect: Dialect) -> tuple[list[str], bool]:
    cells, place, left_open, step = [], 0, False, len(dialect.delimiter)
    while place <= len(text):
        cell, end, unclosed = _next_cell(text, place, dialect)
        cells.append(cell)
        left_open |= unclosed
        place = end + step
    return cells, left_open


def _next_cell(text: str, place: int, dialect: Dialect) -> tuple[str, int, bool]:
    if match := dialect.quoted.match(text, place):
        return _unescaped(match[1], dialect), match.end(), False
    end = text.find(dialect.delimiter, place)
    end = len(text) if end < 0 else end
    cell = text[place:end]
    return cell, end, cell.lstrip(" ").startswith(dialect.quote)


def _unescaped(inside: str, dialect: Dialect) -> str:
    inside = inside.replace(dialect.quote * 2, dialect.quote)
    return re.sub(r"\\([\\" + re.escape(dialect.quote) + "])", r"\1", inside) if dialect.backslash else inside


def join_records(
    lines: Sequence[str], dialect: Dialect, *, width: int | None = None, only: Sequence[int] | None = None
) -> Iterator[Record]:
    """Split lines into records, joining those that belong to one cell of several lines.

    A quotation mark that opens and does not close within reason breaks its own line only: the record is given as broken
    and the next line starts afresh. Lines are joined only if the mark closes properly before a delimiter, the joined
    record has the expected number of cells, and the lines in between are not complete records themselves.

    Parameters
    ----------
    lines : sequence of str
        Lines without their ends.
    dialect : Dialect
        How cells are written in a line.
    width : int, optional
        Number of cells of a record, where it is known.
    only : sequence of int, optional
        Indices of the lines to look at, rising; by default all of them.

    Yields
    ------
    Record
        With lines counted from 0.
    """
    look = range(len(lines)) if only is None else only
    marked = [i for i in look if dialect.quote in lines[i]]
    done = -1
    for i in look:
        if i <= done:
            continue
        cells, left_open = split_cells(lines[i], dialect)
        joined = _joined(lines, i, marked, dialect, width) if left_open else None
        record = joined or Record(i, 1, tuple(cells), left_open)
        done = i + record.lines - 1
        yield record


def _joined(lines: Sequence[str], start: int, marked: list[int], dialect: Dialect, width: int | None) -> Record | None:
    text, reached = lines[start], start
    for i in marked[bisect_right(marked, start) :]:
        if i - start > _LONGEST_REMARK_LINES or _opens_a_record(lines[i], dialect):
            return None
        text += "\n" + "\n".join(lines[reached + 1 : i + 1])
        reached = i
        cells, left_open = split_cells(text, dialect)
        if not left_open:
            whole = width is None or len(cells) == width
            return (
                Record(start, i - start + 1, tuple(cells))
                if whole and not _complete(lines[start + 1 : i], dialect, width)
                else None
            )
    return None


def _opens_a_record(line: str, dialect: Dialect) -> bool:
    """Tell whether the first mark of a line opens a cell: then the one before it should have been closed by now."""
    at = line.find(dialect.quote)
    before, after = line[:at].rstrip(" "), line[at + len(dialect.quote) :].lstrip(" ")
    opens = not before or before.endswith(dialect.delimiter)
    closes = not after or after.startswith((dialect.delimiter, dialect.quote))
    return opens and not closes


def _complete(between: Sequence[str], dialect: Dialect, width: int | None) -> bool:
    if not between or width is None or width < 3:
        return False
    split = (split_cells(line, dialect) for line in between)
    return any(len(cells) == width and not left_open for cells, left_open in split)
