"""Why a cell is thought wrong, in words that its owner can check."""

import numpy as np

from millrace.cleaning.wrong.cells import Cells
from millrace.cleaning.wrong.looking import Look
from millrace.cleaning.wrong.rules import KINDS
from millrace.cleaning.wrong.signs import SIGNS, nearest_frequent, shape_of

__all__ = ["LEARNT", "MARKED", "WHOLE", "reasons_for"]

LEARNT, MARKED, WHOLE = "like marked cells", "marked", "whole column"
# Letters in a rare order follow from a typo or a rare layout, and say less to a reader.
TELLING = np.array([1.0, 1.1, 1.0, 0.95, 0.95, 0.6])
UNUSUAL = 0.3  # share of a layout that is not the usual one
FAINT = 0.05  # a kind that says less than this is not named
SHOWN = 40  # letters of a value in a sentence
_AT = {name: place for place, name in enumerate(SIGNS)}


def reasons_for(look: Look, column: int, rows: np.ndarray) -> tuple[list[str], list[str]]:
    """Name the most telling sign of some cells of a column.

    Parameters
    ----------
    look : Look
        The table, looked at.
    column : int
        The place of the column.
    rows : array of int
        The places of the rows.

    Returns
    -------
    kinds, reasons : list of str, list of str
        One of `KINDS` or `LEARNT`, and a sentence, per row.
    """
    cells = look.columns[column]
    kinds = _named(look.kinds[column][rows], look.signs[column][rows])
    codes = cells.codes[rows]
    said = {LEARNT: "its signs are those of cells that you marked wrong; no rule alone would name it"}
    by_value = {
        key: said.get(key[0]) or _OF_VALUE[key[0]](cells, key[1], look.signs[column][row])
        for key, row in zip(zip(kinds, codes.tolist(), strict=True), rows.tolist(), strict=True)
        if key[0] != "broken dependency" and key[0] != "typo"
    }
    typos = _typos(cells) if "typo" in kinds else {}
    broken = _broken(look, column, rows[[kind == "broken dependency" for kind in kinds]])
    reasons = [
        broken[row] if kind == "broken dependency" else typos[code] if kind == "typo" else by_value[kind, code]
        for kind, code, row in zip(kinds, codes.tolist(), rows.tolist(), strict=True)
    ]
    return kinds, reasons


def _named(kinds: np.ndarray, signs: np.ndarray) -> list[str]:
    # where a rule alone would say nothing, what was learnt still rests on a sign that can be named
    gap, unusual = signs[:, _AT["gap"]] > 0, signs[:, _AT["shape_share"]] < UNUSUAL
    otherwise = np.select([gap, unusual], ["gap", "rare shape"], LEARNT)
    strongest = np.array(KINDS)[(kinds * TELLING).argmax(axis=1)]
    return np.where(kinds.max(axis=1) < FAINT, otherwise, strongest).tolist()


def _gap(cells: Cells, code: int, _: np.ndarray) -> str:
    text = cells.texts[code]
    what = f"'{_short(text)}' says that nothing is known" if text else "empty"
    return f"{what}; {_percent(1 - cells.gap_share)} of the column is filled"


def _rare_shape(cells: Cells, code: int, _: np.ndarray) -> str:
    shapes = [shape_of(cells.texts[place]) for place in cells.filled]
    counts: dict[str, int] = {}
    for shape, count in zip(shapes, cells.counts[cells.filled].tolist(), strict=True):
        counts[shape] = counts.get(shape, 0) + count
    usual = max(counts, key=lambda shape: counts[shape])
    own = shape_of(cells.texts[code])
    if own == usual:
        return "has more or fewer digits than nearly all others in the column"
    example = next(cells.texts[p] for p, shape in zip(cells.filled, shapes, strict=True) if shape == usual)
    return f"only {counts[own]:,} of {cells.rows_filled:,} are written like this; most are like '{_short(example)}'"


def _outlier(cells: Cells, code: int, _: np.ndarray) -> str:
    known = cells.numbers[cells.codes]
    known = known[~np.isnan(known)]
    if np.isnan(cells.numbers[code]):
        return f"no number, where {_percent(len(known) / max(1, cells.rows_filled))} of the filled cells are numbers"
    low, high = np.percentile(known, [25, 75])
    return f"far away from the middle half of the column, {low:,.10g} to {high:,.10g}"


def _rare_value(cells: Cells, code: int, _: np.ndarray) -> str:
    times = int(cells.counts[code])
    rows = "1 row" if times == 1 else f"{times:,} rows"
    return f"has letters in an order that is rare in this column; the value is in {rows}"


_OF_VALUE = {"gap": _gap, "rare shape": _rare_shape, "outlier": _outlier, "rare value": _rare_value}


def _typos(cells: Cells) -> dict[int, str]:
    texts = [cells.texts[place] for place in cells.filled]
    counts = cells.counts[cells.filled]
    often = dict(zip(texts, counts.tolist(), strict=True))
    partners = nearest_frequent(texts, counts)[1]
    return {
        int(place): f"nearly '{_short(partner)}', which is in {often[partner]:,} rows"
        for place, partner in zip(cells.filled, partners, strict=True)
        if partner
    }


def _broken(look: Look, column: int, rows: np.ndarray) -> dict[int, str]:
    """Say what the other rows with the same partner hold."""
    own, said = look.columns[column], {}
    for rank, one in enumerate(look.partners[column]):
        by = look.columns[one.by]
        asked = rows[look.worst[column][rows] == rank]
        if not len(asked):
            continue
        inside = np.flatnonzero(np.isin(by.groups, by.groups[asked]))
        pairs, times = np.unique(np.stack([by.groups[inside], own.groups[inside]]), axis=1, return_counts=True)
        top: dict[int, tuple[int, int]] = {}
        size: dict[int, int] = {}
        for group, value, count in zip(*pairs.tolist(), times.tolist(), strict=True):
            size[group] = size.get(group, 0) + count
            top[group] = max(top.get(group, (0, 0)), (count, value))
        for row in asked.tolist():
            count, value = top[int(by.groups[row])]
            held = "are empty" if value == len(own.texts) else f"have '{_short(own.texts[value])}'"
            said[row] = (
                f"{count:,} of {size[int(by.groups[row])]:,} rows with {by.name} "
                f"'{_short(by.texts[int(by.codes[row])])}' {held} here"
            )
    return said


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _percent(share: float) -> str:
    return (
        f"{share:.0%}".replace("%", " %")
        if 0.01 <= share <= 0.99 or share in (0, 1)
        else ("less than 1 %" if share < 0.01 else "more than 99 %")
    )
