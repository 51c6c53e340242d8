"""Find rows inside a table that read like another header: a second table below, or columns that changed half-way."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.intake.headers import cell_kind
from millrace.reading.missing_words import is_missing_word

__all__ = ["later_headers", "side_by_side"]

_LOOK_AT = 200  # rows after blank ones; a file with more is no stack of tables
_FIRST = 30  # cells that show whether a column is one of numbers
_MOSTLY = 0.7
_VALUES = {"number", "moment"}
_DIGIT, _DECIMAL = re.compile(r"\d"), re.compile(r"-?\d+\.\d+")
_MOST_CELLS = 200_000  # of a longer column only plain numbers are no words


def later_headers(frame: pd.DataFrame, lines: np.ndarray) -> list[int]:
    """Find the rows of a table whose cells are all words, where other rows have numbers or dates.

    After a blank row the next row shows it; elsewhere two columns of numbers must have words in the same row.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows of data, their types settled: a column with words among its numbers is text.
    lines : numpy.ndarray of int
        The line of each.

    Returns
    -------
    list of int
        Positions, rising.
    """
    after_blank = np.flatnonzero(np.diff(lines) > 1) + 1
    found = {int(row) for row in after_blank[:_LOOK_AT] if _is_header(frame, int(row), int(row) + 1)}
    return sorted(found | {row for row in _among_numbers(frame) if _is_header(frame, row, None)})


def side_by_side(names: Sequence[str], body: pd.DataFrame) -> list[int]:
    """Find the columns between two tables: blank from top to bottom, without a name, with named columns around.

    Parameters
    ----------
    names : sequence of str
        Names of the columns, those without a name called "column 3".
    body : pandas.DataFrame
        All rows below the header.

    Returns
    -------
    list of int
        Places, when one table ends before the other or a name on the left comes again on the right.
    """
    between = []
    for place in range(1, len(names) - 1):
        if names[place] != f"column {place + 1}" or body.iloc[:, place].notna().any():
            continue
        left, right = (body.iloc[:, part].notna().any(axis=1) for part in (slice(0, place), slice(place + 1, None)))
        again = {_plain(name) for name in names[:place]} & {_plain(name) for name in names[place + 1 :]}
        # a blank column inside one table has rows on both sides to the end
        if again or (left.any() and right.any() and _last(left) != _last(right)):
            between.append(place)
    return between


def _plain(name: str) -> str:
    # a name that comes again is read as "name (2)"
    return name.rsplit(" (", 1)[0].casefold() if name.endswith(")") else name.casefold()


def _last(filled: pd.Series) -> int:
    return int(np.flatnonzero(filled.to_numpy(dtype=bool))[-1])


def _among_numbers(body: pd.DataFrame) -> list[int]:
    words = np.zeros(len(body), dtype="int16")
    for place in range(body.shape[1]):
        column = body.iloc[:, place]
        first = column.dropna().head(_FIRST)
        if pd.api.types.is_numeric_dtype(column) or first.empty or not _mostly_numbers(first):
            continue
        words += _words(column)
    rows = np.flatnonzero(words >= 2)
    return rows.tolist() if len(rows) <= _LOOK_AT else []


def _words(column: pd.Series) -> np.ndarray:
    # a blank is no word
    words = (pd.to_numeric(column, errors="coerce").isna() & column.notna()).to_numpy(dtype=bool, copy=True)
    if len(column) <= _MOST_CELLS:
        words[words] = [_DIGIT.search(str(cell)) is None for cell in column[words]]
    return words


def _mostly_numbers(cells: pd.Series) -> bool:
    # "12.5" may be a day and a month, and is a number here
    numbers = [cell_kind(cell) == "number" or _DECIMAL.fullmatch(str(cell).strip()) is not None for cell in cells]
    return bool(np.mean(numbers) >= _MOSTLY)


def _is_header(body: pd.DataFrame, row: int, below: int | None) -> bool:
    cells = body.iloc[row]
    kinds = {place: cell_kind(cell) for place, cell in enumerate(cells) if cell_kind(cell) != "blank"}
    if len(kinds) < 2 or set(kinds.values()) - {"text"}:
        return False
    # one unit may be there for several columns, and so may a word for a gap
    units = below is None and (row == 0 or 0 not in kinds) and not any(is_missing_word(str(c)) for c in cells.dropna())
    if cells.dropna().duplicated().any() and not units:
        return False
    if below is None:
        return True
    return below < len(body) and any(cell_kind(body.iat[below, place]) in _VALUES for place in kinds)
