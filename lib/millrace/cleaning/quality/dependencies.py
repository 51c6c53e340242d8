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
A_FACT = 0.1  # of the usual value


class AtOdds(NamedTuple):
    """What columns show of each other: which were judged, which cells are at odds or may be, and with which column."""

    judged: set[int]
    cells: dict[int, np.ndarray]
    doubtful: dict[int, np.ndarray]
    by: dict[int, object]


def at_odds(columns: list[Column]) -> AtOdds:
    """Find columns that depend on another, and the cells that break it.

    A cell breaks it when at least three other rows agree. Of cells that contradict each other, the one that contradicts
    more columns is taken to be wrong, and where that is equal, the rarer. Nothing is held against a cell that as many
    columns support as contradict; that a column contradicts together with most of what it decides, as two firms of one
    name do; or that shares its exception with half of a group, as all rows of one town in another state may.

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
    usable = [place for place, column in enumerate(columns) if _usable(column)][:MOST_COLUMNS]
    codes, texts = {}, {}
    for place in usable:
        codes[place], texts[place] = _codes(columns[place])
    takers = {giver: _takers(giver, usable, codes) for giver in usable}
    judged = [place for place in usable if any(place in some for some in takers.values())]
    against, support, soft = ({place: np.zeros(len(codes[place]), dtype="int16") for place in judged} for _ in range(3))
    by: dict[int, object] = {}
    for giver in usable:
        looks = {t: _look(codes[giver], codes[t], texts[t], giver in takers[t]) for t in takers[giver]}
        together = sum(look.broken.astype("int16") for look in looks.values())
        one_of_many = (together < 2) | (2 * together <= len(looks))
        for taker, look in looks.items():
            against[taker] += look.broken & one_of_many
            soft[taker] += look.doubtful & one_of_many
            support[taker] += look.usual
            if (look.broken & one_of_many).any():
                by.setdefault(taker, columns[giver].name)
    wrong = _one_of_each_other(codes, against, support)
    cells, doubtful = {}, {}
    for taker in judged:
        others = [codes[place] for place in usable if place != taker]
        cells[taker] = _alone(wrong[taker], others)
        doubtful[taker] = _alone(wrong[taker] | (soft[taker] > support[taker]), others) & ~cells[taker]
    return AtOdds(set(judged), cells, doubtful, by)


def _takers(giver: int, usable: list[int], codes: dict[int, np.ndarray]) -> list[int]:
    rows = _some_groups(codes[giver])
    return [t for t in usable if t != giver and rows.size and _depends(codes[giver][rows], codes[t][rows])]


def _one_of_each_other(
    codes: dict[int, np.ndarray], against: dict[int, np.ndarray], support: dict[int, np.ndarray]
) -> dict[int, np.ndarray]:
    """Choose the cells of a row that most contradict; of two that contradict only each other, the rarer value."""
    if not against:
        return {}
    most = np.max([*against.values()], axis=0)
    wrong = {place: (votes == most) & (votes > support[place]) for place, votes in against.items()}
    accused = np.sum([*wrong.values()], axis=0)
    rows = np.flatnonzero((accused >= 2) & (most < accused))
    places = [*against][::-1]  # of two equally rare values the one further right
    seen = [np.bincount(codes[place] + 1)[codes[place][rows] + 1] for place in places]
    never = len(most) + 1
    rarest = np.argmin([np.where(wrong[p][rows], times, never) for p, times in zip(places, seen, strict=True)], axis=0)
    for which, place in enumerate(places):
        wrong[place][rows] &= rarest == which
    return wrong


def _alone(wrong: np.ndarray, others: list[np.ndarray]) -> np.ndarray:
    """Leave out cells that share their exception with half of the rows of a group: that is how the group is."""
    left = wrong.copy()
    for group in others:
        size, odd = np.bincount(group + 1), np.bincount(group[wrong] + 1, minlength=int(group.max()) + 2)
        shared = (odd >= AT_LEAST) & (2 * odd >= size)
        shared[0] = False
        left &= ~shared[group + 1]
    return left


def _usable(column: Column) -> bool:
    if column.typed:
        known = column.values.dropna()
        # a measure, with its decimals, names nothing
        whole = column.values.dtype.kind in "iuf" and bool((known == known.round()).all())
        return whole and 2 <= known.nunique() <= len(column.values) / 2
    if not 2 <= len(column.found.folded[1]) <= len(column.values) / 2:
        return False
    whole = column.kind == "numbers" and bool((column.numbers["proof"] == "").all())
    return whole or column.kind in ("texts", "dates", "phones")


def _codes(column: Column) -> tuple[np.ndarray, list[str]]:
    if column.typed:
        codes, found = pd.factorize(column.values, sort=True)
        return codes, [str(value) for value in found]
    # gaps depend on nothing, and two writings of one text are one text here
    same, names = column.found.folded
    # numbered by lot and not by the row where each comes first, so that the order of the rows shows nothing
    order = np.argsort(pd.util.hash_array(np.array(names, dtype=object), categorize=False), kind="stable")
    number = np.empty(len(order), dtype="int64")
    number[order] = np.arange(len(order))
    codes = column.found.spread(np.where(column.found.said, number[same] + 1, 0)) - 1
    return codes, [names[place] for place in order]


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
    known = np.flatnonzero(taker >= 0)
    known = known[np.lexsort((taker[known], giver[known]))]
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


class _Look(NamedTuple):
    broken: np.ndarray
    doubtful: np.ndarray
    usual: np.ndarray


def _look(giver: np.ndarray, taker: np.ndarray, texts: list[str], mutual: bool) -> _Look:
    """Tell which cells break a dependency, which may, and which other rows confirm."""
    known = np.flatnonzero((giver >= 0) & (taker >= 0))
    width = int(taker.max()) + 1
    pairs, which, times = np.unique(giver[known] * width + taker[known], return_inverse=True, return_counts=True)
    group, value = pairs // width, pairs % width
    _, start, of_group = np.unique(group, return_index=True, return_inverse=True)
    most = np.maximum.reduceat(times, start)[of_group]
    size = np.add.reduceat(times, start)[of_group]
    # the usual value must be more than half of its group: a tie shows nothing
    clear = most > size / 2
    usual = clear & (times == most) & (times > 1)
    rarer = clear & (times < most) & (most >= AT_LEAST)
    # an exception that comes again and again is a fact, such as the second town of a district
    odd = rarer & ~((times >= AT_LEAST) & (times >= A_FACT * most))
    hard = odd.copy()
    if not mutual and times[rarer].sum() > NEARLY_EXACT * len(known):
        named = np.zeros(len(start), dtype="int64")
        named[of_group[times == most]] = value[times == most]
        hard[odd] = _no_value_of_the_column(taker, value[odd], named[of_group[odd]], texts)
    return _Look(*(_laid_out(marks, known, which, len(giver)) for marks in (hard, odd, usual)))


def _laid_out(marks: np.ndarray, known: np.ndarray, which: np.ndarray, rows: int) -> np.ndarray:
    cells = np.zeros(rows, dtype=bool)
    cells[known] = marks[which]
    return cells


def _no_value_of_the_column(taker: np.ndarray, own: np.ndarray, most: np.ndarray, texts: list[str]) -> np.ndarray:
    everywhere = np.bincount(taker[taker >= 0])
    return np.array(
        [everywhere[o] <= RARELY or _misspelt(texts[o], texts[m]) for o, m in zip(own, most, strict=True)],
        dtype=bool,
    )


def _misspelt(own: str, other: str) -> bool:
    # two zip codes of one town differ in a digit and are both right
    return not any(sign.isdigit() for sign in own) and fuzz.ratio(own, other) >= ALIKE
