"""Cells at odds with another column: a zip code that names one city in all rows but this."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from millrace.cleaning.quality.columns import Column

__all__ = ["AtOdds", "at_odds"]

SAMPLE = 20_000  # rows on which pairs of columns are tried
MOST_COLUMNS = 40
AT_LEAST = 3  # cells that agree, before another can be at odds with them
GROUPS, EVIDENCE = 3, 40  # groups, and cells in them beside the first of each, that show a dependency
# A column depends on another when few cells are at odds within groups, far fewer than when its cells are shuffled.
MOST_AT_ODDS, AGAINST_CHANCE = 0.15, 0.25
# Where next to nothing is at odds every exception counts; where more is, only a value that is no value of the column.
NEARLY_EXACT, RARELY, ALIKE = 0.03, 2, 80


class AtOdds(NamedTuple):
    """What columns show of each other: which columns were judged, which cells are at odds, and with which column."""

    judged: set[int]
    cells: dict[int, np.ndarray]
    by: dict[int, object]


def at_odds(columns: list[Column]) -> AtOdds:
    """Find columns that depend on another, and the cells that break it.

    A cell breaks it when at least three other rows agree. Of two cells that contradict each other, the one that
    contradicts more columns is taken to be wrong.

    Parameters
    ----------
    columns : list of Column
        The columns of a table.

    Returns
    -------
    AtOdds

    Notes
    -----
    These are approximate functional dependencies (Huhtala et al., "TANE", The Computer Journal 1999), kept only
    where shuffled cells would break them four times as often.
    """
    usable: list[int] = []
    codes, texts = {}, {}
    for place, column in enumerate(columns):
        if len(usable) < MOST_COLUMNS and _usable(column):
            codes[place], texts[place] = _codes(column)
            if 2 <= len(texts[place]) <= len(column.values) / 2:
                usable.append(place)
    votes = {place: np.zeros(len(codes[place]), dtype="int16") for place in usable}
    judged: set[int] = set()
    by: dict[int, object] = {}
    for giver in usable:
        rows = _some_groups(codes[giver])
        takers = [t for t in usable if t != giver and rows.size and _depends(codes[giver][rows], codes[t][rows])]
        for taker in takers:
            broken = _broken(codes[giver], codes[taker], texts[taker])
            votes[taker] += broken
            judged.add(taker)
            if broken.any():
                by.setdefault(taker, columns[giver].name)
    most = np.max([*votes.values()], axis=0) if votes else np.zeros(0)
    cells = {place: (count > 0) & (count == most) for place, count in votes.items() if place in judged}
    return AtOdds(judged, cells, by)


def _usable(column: Column) -> bool:
    # a measure, with its decimals, names nothing
    if column.typed:
        known = column.values.dropna()
        return column.values.dtype.kind in "iuf" and bool((known == known.round()).all())
    whole = column.kind == "numbers" and (column.numbers["proof"] == "").all()
    return bool(whole) or column.kind in ("texts", "dates", "phones")


def _codes(column: Column) -> tuple[np.ndarray, list[str]]:
    if column.typed:
        codes, found = pd.factorize(column.values)
        return codes, [str(value) for value in found]
    # gaps depend on nothing, and two writings of one text are one text here
    same, names = column.found.folded
    return column.found.spread(np.where(column.found.said, same + 1, 0)) - 1, names


def _some_groups(codes: np.ndarray) -> np.ndarray:
    counts = np.bincount(codes[codes >= 0])
    groups = np.flatnonzero(counts >= AT_LEAST)
    if not groups.size:
        return groups
    chosen = np.random.default_rng(0).permutation(groups)
    kept = np.zeros(len(counts), dtype=bool)
    kept[chosen[: max(GROUPS, int(np.searchsorted(np.cumsum(counts[chosen]), SAMPLE)) + 1)]] = True
    rows = np.flatnonzero((codes >= 0) & kept[codes])
    return rows[:: len(rows) // (2 * SAMPLE) + 1]


def _depends(giver: np.ndarray, taker: np.ndarray) -> bool:
    known = taker >= 0
    giver, taker = giver[known], taker[known]
    if len(taker) < EVIDENCE or (taker == taker[0]).all():
        return False
    share = _share_at_odds(giver, taker)
    if share is None or share > MOST_AT_ODDS:
        return False
    by_chance = _share_at_odds(giver, np.random.default_rng(1).permutation(taker))
    return by_chance is not None and share <= AGAINST_CHANCE * by_chance


def _share_at_odds(giver: np.ndarray, taker: np.ndarray) -> float | None:
    pairs, times = np.unique(giver * (taker.max() + 1) + taker, return_counts=True)
    _, start = np.unique(pairs // (taker.max() + 1), return_index=True)
    sizes, usual = np.add.reduceat(times, start), np.maximum.reduceat(times, start)
    large = sizes >= AT_LEAST
    if large.sum() < GROUPS or (sizes[large] - 1).sum() < EVIDENCE:
        return None
    return float(1 - usual[large].sum() / sizes[large].sum())


def _broken(giver: np.ndarray, taker: np.ndarray, texts: list[str]) -> np.ndarray:
    known = np.flatnonzero((giver >= 0) & (taker >= 0))
    width = int(taker.max()) + 1
    if not len(known):
        return np.zeros(len(giver), dtype="int16")
    pairs, which, times = np.unique(giver[known] * width + taker[known], return_inverse=True, return_counts=True)
    group, value = pairs // width, pairs % width
    _, start, of_group = np.unique(group, return_index=True, return_inverse=True)
    usual = np.maximum.reduceat(times, start)[of_group]
    size = np.add.reduceat(times, start)[of_group]
    # the usual value must be more than half of its group: a tie shows nothing
    odd = (times < usual) & (usual >= AT_LEAST) & (usual > size / 2)
    if odd.any() and times[odd].sum() > NEARLY_EXACT * len(known):
        most = np.zeros(len(start), dtype="int64")
        most[of_group[times == usual]] = value[times == usual]
        odd[odd] = _no_value_of_the_column(taker, value[odd], most[of_group[odd]], texts)
    broken = np.zeros(len(giver), dtype="int16")
    broken[known] = odd[which]
    return broken


def _no_value_of_the_column(taker: np.ndarray, own: np.ndarray, most: np.ndarray, texts: list[str]) -> np.ndarray:
    everywhere = np.bincount(taker[taker >= 0])
    return np.array(
        [everywhere[o] <= RARELY or _misspelt(texts[o], texts[m]) for o, m in zip(own, most, strict=True)],
        dtype=bool,
    )


def _misspelt(own: str, other: str) -> bool:
    # two zip codes of one town differ in a digit and are both right
    return not any(sign.isdigit() for sign in own) and fuzz.ratio(own, other) >= ALIKE
