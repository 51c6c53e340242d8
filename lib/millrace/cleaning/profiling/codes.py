"""Codes that differ from the rest of their column, and words among numbers."""

import re

import numpy as np

from millrace.cleaning.profiling.finding import Finding, Seen, quoted, share_text
from millrace.cleaning.wrong.cells import Cells
from millrace.cleaning.wrong.signs import shape_of
from millrace.errors import counted

__all__ = ["odd_codes", "words_among_numbers"]

MOSTLY, MOSTLY_DIGITS = 0.9, 0.97  # nine in ten whole numbers drawn by lot below a million have six digits
LEAST_ROWS, LEAST_DIGITS = 10, 5


def odd_codes(seen: Seen) -> list[Finding]:
    """Say in which columns of codes a few are written in another way than the rest.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    findings = []
    for column, cells in enumerate(seen.columns):
        dates = seen.table.iloc[:, column].dtype.kind in "bmMfc"
        if not dates and cells.rows_filled >= LEAST_ROWS and len(cells.filled) > 2:
            findings += _of_column(seen.names[column], cells)
    return findings


def _of_column(name: str, cells: Cells) -> list[Finding]:
    layouts = {place: _layout(cells.texts[place]) for place in cells.filled.tolist()}
    counts: dict[tuple[str, int], int] = {}
    for place, layout in layouts.items():
        counts[layout] = counts.get(layout, 0) + int(cells.counts[place])
    usual = max(counts, key=lambda layout: counts[layout])
    signs, digits = usual
    if not digits or (not signs and digits < LEAST_DIGITS) or (signs and not re.search(r"[^\d.,+-]", signs)):
        return []
    total = sum(count for layout, count in counts.items() if signs or not layout[0])
    lengths = sum(count for layout, count in counts.items() if layout[0] == signs) - counts[usual]
    # numbers that count on have more digits one day; where nearly all have as many, another number of them is odd
    numbered = lengths > (1 - MOSTLY_DIGITS) * total
    odd = [
        place
        for place, (sign, digit) in layouts.items()
        if (sign != signs and signs) or (sign == signs and digit != digits and not numbered)
    ]
    rows = int(cells.counts[odd].sum())
    if not rows or rows > (1 - MOSTLY) * total or counts[usual] < MOSTLY**2 * (cells.rows_filled - lengths):
        return []
    like = next(cells.texts[place] for place, layout in layouts.items() if layout == usual)
    odd.sort(key=lambda place: -cells.counts[place])
    said = f"{name}: {counted(rows, 'code')} differ from the rest, which are like {quoted([like])}"
    return [Finding("codes", f"{said}, such as {quoted([cells.texts[place] for place in odd])}.", rows)]


def _layout(text: str) -> tuple[str, int]:
    return shape_of(text).replace("9", ""), sum(letter.isdigit() for letter in text)


def words_among_numbers(seen: Seen) -> list[Finding]:
    """Say in which columns of numbers a few cells are none.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    findings = []
    for column, cells in enumerate(seen.columns):
        if seen.table.iloc[:, column].dtype.kind in "biufmM" or not seen.mostly_numbers(column):
            continue
        odd = [place for place in cells.filled if np.isnan(cells.numbers[place])]
        rows = int(cells.counts[odd].sum())
        if rows and cells.rows_filled >= LEAST_ROWS:
            share = share_text(1 - rows / cells.rows_filled)
            said = (
                f"{seen.names[column]} is made of numbers ({share}), but {counted(rows, 'cell')} cannot be read as one"
            )
            findings.append(Finding("not numbers", f"{said}: {quoted([cells.texts[p] for p in odd])}.", rows))
    return findings
