"""Read delimited text into a grid of cells: the clean bulk by pandas' C reader, the few odd lines one by one."""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
import pandas as pd

from millrace.intake.quoting import Dialect, join_records, split_cells
from millrace.intake.standard import parse_strictly, positions

__all__ = ["Lines", "Page", "read_body", "repair"]

_BLOCK = 2**24
_BLANKS = ["", *(" " * n for n in range(1, 9)), "\t", "\u3000", "\xa0"]


@dataclass
class Lines(Sequence[str]):
    """The text of a file as UTF-8 lines, without copying them."""

    data: bytes
    starts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Find where each line starts."""
        if self.data.endswith(b"\n"):
            self.data = self.data[:-1]
        self.starts = np.concatenate([[0], positions(self.data, b"\n") + 1, [len(self.data) + 1]])

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return the text of a line, or of several."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self.data[self.starts[index] : self.starts[index + 1] - 1].decode("utf-8")


@dataclass
class Page:
    """The records of a file, repaired: each on known lines, with a known number of cells."""

    lines: Lines
    dialect: Dialect
    first_line: np.ndarray
    cells: np.ndarray
    patches: dict[int, tuple[str, ...]]
    broken: dict[int, str]

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.first_line)

    def row(self, record: int) -> list[str]:
        """Return the cells of one record."""
        if record in self.patches:
            return list(self.patches[record])
        return split_cells(self.text(record), self.dialect)[0]

    def text(self, record: int) -> str:
        """Return the text of one record as it is in the file."""
        end = self.first_line[record + 1] if record + 1 < len(self) else len(self.lines)
        return "\n".join(self.lines[int(self.first_line[record]) : int(end)])


def repair(lines: Lines, dialect: Dialect, *, width: int, careful: bool = False) -> Page:
    """Group lines into records: by the standard where the file follows it, otherwise looking at each odd line.

    Parameters
    ----------
    lines : Lines
        The file.
    dialect : Dialect
        How cells are written in a line; the delimiter must be one ASCII character.
    width : int
        Number of cells that most records have.
    careful : bool
        Look one by one at every line with a mark.

    Returns
    -------
    Page
        The records with their lines, cells, repairs and breaks.
    """
    standard = None if careful else _by_the_standard(lines, dialect, width)
    if standard is not None:
        return standard
    odd = _marked_lines(lines, dialect) if careful else _odd_lines(lines, dialect)
    patches, broken, swallowed = {}, {}, np.zeros(len(lines), dtype=bool)
    for record in join_records(lines, dialect, width=width, only=odd):
        patches[record.line] = record.cells
        swallowed[record.line + 1 : record.line + record.lines] = True
        if record.broken:
            broken[record.line] = "a quotation mark opens a cell and never closes"
    cells = _cells_per_line(lines, dialect)
    for line, row in patches.items():
        cells[line] = len(row)
    kept = np.flatnonzero(~swallowed)
    return Page(lines, dialect, kept, cells[kept], _renumber(patches, kept), _renumber(broken, kept))


def _by_the_standard(lines: Lines, dialect: Dialect, width: int) -> Page | None:
    """Accept what follows the standard, if every record over several lines has as many cells as most records."""
    found = parse_strictly(lines.data, dialect)
    if found is None:
        return None
    first_line = np.searchsorted(lines.starts, found.starts)
    several = np.diff(np.append(first_line, len(lines))) > 1
    if not found.is_equal and (found.cells[several] != width).any():
        return None
    return Page(lines, dialect, first_line, found.cells, {}, {})


def _renumber(by_line: dict, kept: np.ndarray) -> dict:
    records = np.searchsorted(kept, np.fromiter(by_line, dtype=np.int64, count=len(by_line)))
    return dict(zip(records.tolist(), by_line.values(), strict=True))


def _marked_lines(lines: Lines, dialect: Dialect) -> list[int]:
    marks = positions(lines.data, dialect.quote.encode())
    marked = np.unique(np.searchsorted(lines.starts, marks, side="right") - 1)
    return _with_neighbours(marked, len(lines))


def _with_neighbours(marked: np.ndarray, n: int) -> list[int]:
    chosen = np.zeros(n, dtype=bool)
    chosen[marked] = True
    _also_between(chosen)
    return np.flatnonzero(chosen).tolist()


def _odd_lines(lines: Lines, dialect: Dialect) -> list[int]:
    """List lines with an odd number of marks, or with a mark that is at no edge of a cell."""
    marks = positions(lines.data, dialect.quote.encode())
    if not len(marks):
        return []
    odd = np.diff(np.searchsorted(marks, lines.starts)) % 2 == 1
    loose = marks[_is_loose(lines.data, marks, dialect)]
    odd[np.searchsorted(lines.starts, loose, side="right") - 1] = True
    return _with_neighbours(np.flatnonzero(odd), len(lines))


def _also_between(chosen: np.ndarray) -> None:
    """Choose the lines between two near ones too: they may be the inside of a long remark."""
    places = np.flatnonzero(chosen)
    gaps = np.diff(places)
    for i in np.flatnonzero((gaps > 1) & (gaps <= 200)):
        chosen[places[i] + 1 : places[i + 1]] = True


def _is_loose(data: bytes, marks: np.ndarray, dialect: Dialect) -> np.ndarray:
    view = np.frombuffer(data, dtype=np.uint8)
    edge = np.zeros(256, dtype=bool)
    edge[[10, *dialect.quote.encode(), *dialect.delimiter.encode()]] = True
    before = np.where(marks > 0, edge[view[np.maximum(marks - 1, 0)]], True)
    after = np.where(marks < len(view) - 1, edge[view[np.minimum(marks + 1, len(view) - 1)]], True)
    backslash = (view[np.maximum(marks - 1, 0)] == 92) & (marks > 0)
    return ~(before | after) | (backslash if dialect.backslash else False)


def _cells_per_line(lines: Lines, dialect: Dialect) -> np.ndarray:
    """Count cells by counting the delimiters outside quotation marks, in blocks of whole lines."""
    counts, first = [], 0
    while first < len(lines):
        last = max(first + 1, int(np.searchsorted(lines.starts, lines.starts[first] + _BLOCK, side="right")) - 1)
        counts.append(_cells_in_block(lines, first, last, dialect))
        first = last
    return np.concatenate(counts)


def _cells_in_block(lines: Lines, first: int, last: int, dialect: Dialect) -> np.ndarray:
    edges = lines.starts[first : last + 1] - lines.starts[first]
    view = np.frombuffer(lines.data, dtype=np.uint8)[lines.starts[first] : lines.starts[last] - 1]
    delimiters = view == dialect.delimiter.encode()[0]
    marks = view == dialect.quote.encode()[0]
    if marks.any():
        per_line = np.diff(np.searchsorted(np.flatnonzero(marks), edges))
        odd = np.flatnonzero(per_line[:-1] % 2)
        # Each line begins outside marks: a mark put in place of the line end makes the count even again.
        marks[edges[odd + 1] - 1] = True
        delimiters &= np.cumsum(marks, dtype=np.uint8) % 2 == 0
    return np.diff(np.searchsorted(np.flatnonzero(delimiters), edges)) + 1


def read_body(page: Page, records: np.ndarray, *, width: int) -> pd.DataFrame:
    """Read records into a frame of text cells, blanks as missing values.

    Parameters
    ----------
    page : Page
        The repaired file.
    records : numpy.ndarray of int
        Which records, rising; none of them has more than `width` cells.
    width : int
        Number of columns.

    Returns
    -------
    pandas.DataFrame
        One row per record, columns 0 to width - 1.

    Raises
    ------
    pandas.errors.ParserError
        When pandas sees other rows or cells than were counted: then the page must be repaired more carefully.
    """
    if not len(records):
        return pd.DataFrame({i: pd.Series(dtype="str") for i in range(width)})
    with warnings.catch_warnings():
        # pandas only warns when it drops cells of a row that is too long; here that must stop it.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        frame = _parsed(page, records, width)
    if len(frame) != len(records):
        raise pd.errors.ParserError(f"{len(frame)} rows instead of {len(records)}")
    return frame


def _parsed(page: Page, records: np.ndarray, width: int) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(_clean_text(page, records)),
        sep=page.dialect.delimiter,
        quotechar=page.dialect.quote,
        skipinitialspace=page.dialect.padded,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_values=_BLANKS,
        skip_blank_lines=False,
        lineterminator="\n",
        encoding="utf-8",
    )


def _clean_text(page: Page, records: np.ndarray) -> bytes:
    """Join the lines of the records, long runs in one piece, with the mended records written out anew."""
    changed = np.isin(records, list(page.patches)) if page.patches else np.zeros(len(records), dtype=bool)
    starts, ends = _spans(page, records)
    pieces = []
    breaks = np.flatnonzero(changed[1:] | changed[:-1] | (np.diff(records) != 1)) + 1
    for run in np.split(np.arange(len(records)), breaks):
        first, last = run[0], run[-1]
        if changed[first]:
            pieces.append(_written(page.patches[int(records[first])], page.dialect))
        else:
            pieces.append(page.lines.data[starts[first] : ends[last]])
    return b"\n".join(pieces) + b"\n"


def _spans(page: Page, records: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    edges = page.lines.starts
    after = np.append(page.first_line, len(page.lines))[records + 1]
    return edges[page.first_line[records]], edges[after] - 1


def _written(cells: Sequence[str], dialect: Dialect) -> bytes:
    mark = dialect.quote
    return dialect.delimiter.join(mark + cell.replace(mark, mark * 2) + mark for cell in cells).encode("utf-8")
