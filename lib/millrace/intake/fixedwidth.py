"""Split lines whose cells are lined up with spaces, at the places where all full rows have a space."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["split_aligned"]

_UNIT = "\x1f"
_LEAST_ROWS = 2
_FITTING = 0.8
_SAMPLE = 5_000


def split_aligned(text: str, delimiter: str) -> tuple[str, list[int]]:
    r"""Mark where one cell ends and the next begins, so that an empty cell stays empty and nothing shifts.

    Parameters
    ----------
    text : str
        Lines whose cells are lined up with spaces.
    delimiter : str
        A pattern of the spaces between two cells that are filled.

    Returns
    -------
    str, list of int
        The same lines with a unit separator between cells and no spaces around them; the place of each column, from 1,
        or nothing when the rows have no common places and the pattern alone had to split them.

    Examples
    --------
    >>> lines = "sku   town  price\nBG-1  Bath    2.5\nBG-2          3.0\nBG-3  York   12.0"
    >>> text, places = split_aligned(lines, " {2,}")
    >>> places, text.replace("\x1f", "|").split("\n")[2]
    ([1, 7, 13], 'BG-2||3.0')
    """
    lines, between = text.split("\n"), re.compile(delimiter)
    gaps = _gaps(lines, between)
    if not gaps:
        return "\n".join(between.sub(_UNIT, line.strip(" ")) for line in lines), []
    split = [_at(line, gaps) or between.sub(_UNIT, line.strip(" ")) for line in lines]
    return "\n".join(split), [1, *(gap.end + 1 for gap in gaps)]


@dataclass(frozen=True)
class _Gap:
    """Spaces between two columns: where full rows have them, and the one place where no row has a letter, or -1."""

    first: int
    end: int
    always: int = -1


def _gaps(lines: Sequence[str], between: re.Pattern) -> list[_Gap]:
    """Find the runs of spaces that the fullest rows share, if most other rows have a space there, too."""
    cells_of = [(line, len(between.split(line.strip(" ")))) for line in lines[:_SAMPLE]]
    rows = [line for line, cells in cells_of if cells > 1]
    counts = Counter(cells for _, cells in cells_of if cells > 1)
    for cells in sorted((n for n, times in counts.items() if times >= _LEAST_ROWS), reverse=True):
        runs = _shared_spaces([line for line, n in cells_of if n == cells])
        table = _shared_spaces([line for line, n in cells_of if n > 0.5 * cells])
        for chosen in (runs, [(a, b) for a, b in runs if b - a > 1]):
            gaps = [_Gap(a, b, max((d - 1 for c, d in table if a <= c and d <= b), default=-1)) for a, b in chosen]
            if len(gaps) == cells - 1 and sum(_at(row, gaps) is not None for row in rows) >= _FITTING * len(rows):
                return gaps
    return []


def _shared_spaces(full: Sequence[str]) -> list[tuple[int, int]]:
    width = max(map(len, full))
    blank = bytearray(b"\1" * width)
    for line in full:
        for i, letter in enumerate(line):
            if letter != " ":
                blank[i] = 0
    return [(m.start(), m.end()) for m in re.finditer(rb"\x01+", bytes(blank)) if m.start() > 0 and m.end() < width]


def _at(line: str, gaps: Sequence[_Gap]) -> str | None:
    """Split one line in each of the gaps, or not at all when something is written over one of them."""
    if not line.strip():
        return None
    cells, start = [], 0
    for gap in gaps:
        # One space in part of a gap may be inside the words of a cell that is longer than in full rows.
        first = max(gap.first, start)
        cut = first if not line[first : gap.end].strip(" ") else line.find("  ", first, gap.end + 1)
        cut = gap.always if cut < 0 else cut
        if cut < 0 or line[cut : cut + 1].strip(" "):
            return None
        cells.append(line[start:cut].strip(" "))
        start = cut
    return _UNIT.join([*cells, line[start:].strip(" ")])
