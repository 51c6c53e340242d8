"""Take delimited text apart strictly by the standard (RFC 4180), and say when it does not follow it."""

from dataclasses import dataclass

import numpy as np

from millrace.intake.quoting import Dialect

__all__ = ["Standard", "parse_strictly", "positions"]

_BLOCK = 2**24
_LEAST_RECORDS = 2


@dataclass
class Standard:
    """Records of a text that follows the standard: where each starts and ends, and how many cells it has."""

    starts: np.ndarray
    ends: np.ndarray
    cells: np.ndarray
    marks: int

    @property
    def filled(self) -> np.ndarray:
        """Which records have something in them."""
        return self.ends > self.starts

    @property
    def is_equal(self) -> bool:
        """Whether all records that are not blank have the same number of cells, at least two."""
        cells = self.cells[self.filled]
        return len(cells) >= _LEAST_RECORDS and cells[0] > 1 and bool((cells == cells[0]).all())


def positions(data: bytes, mark: bytes) -> np.ndarray:
    """Find every occurrence of one byte, block by block so that memory stays small.

    Parameters
    ----------
    data : bytes
        What is searched.
    mark : bytes
        One byte.

    Returns
    -------
    numpy.ndarray of int
        Places, rising.
    """
    view = np.frombuffer(data, dtype=np.uint8)
    blocks = [np.flatnonzero(view[i : i + _BLOCK] == mark[0]) + i for i in range(0, len(view), _BLOCK)]
    return np.concatenate(blocks) if blocks else np.empty(0, dtype=np.int64)


def parse_strictly(data: bytes, dialect: Dialect) -> Standard | None:
    r"""Find the records of a text if every quotation mark in it is where the standard has it.

    A cell in marks begins right after a delimiter or a line end, ends right before one, and doubles the marks inside.

    Parameters
    ----------
    data : bytes
        UTF-8 text with plain line ends, without one at its end.
    dialect : Dialect
        Delimiter and quote, one byte each.

    Returns
    -------
    Standard or None
        None when a mark is elsewhere, or the last one never closes.

    Examples
    --------
    >>> parse_strictly(b'1,"two\nlines"\n3,four', Dialect()).cells.tolist()
    [2, 2]
    >>> parse_strictly(b'1,5" pipe\n3,"four', Dialect()) is None
    True
    """
    marks = positions(data, dialect.quote.encode())
    if len(marks) and (dialect.backslash or dialect.padded or not _in_order(data, marks, dialect)):
        return None
    breaks = _outside(positions(data, b"\n"), marks)
    starts, ends = np.concatenate([[0], breaks + 1]), np.append(breaks, len(data))
    delimiters = _outside(positions(data, dialect.delimiter.encode()), marks)
    cells = np.searchsorted(delimiters, ends) - np.searchsorted(delimiters, starts) + 1
    return Standard(starts, ends, cells, len(marks))


def _outside(places: np.ndarray, marks: np.ndarray) -> np.ndarray:
    return places[np.searchsorted(marks, places) % 2 == 0] if len(marks) else places


def _in_order(data: bytes, marks: np.ndarray, dialect: Dialect) -> bool:
    if len(marks) % 2:
        return False
    opens, closes = marks[::2], marks[1::2]
    view = np.frombuffer(data, dtype=np.uint8)
    edge = np.zeros(256, dtype=bool)
    edge[[10, dialect.delimiter.encode()[0]]] = True
    before = (opens == 0) | edge[view[np.maximum(opens - 1, 0)]]
    after = (closes == len(view) - 1) | edge[view[np.minimum(closes + 1, len(view) - 1)]]
    doubled = opens[1:] == closes[:-1] + 1
    before[1:] |= doubled
    after[:-1] |= doubled
    return bool(before.all() and after.all())
