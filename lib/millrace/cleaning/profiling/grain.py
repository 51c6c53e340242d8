"""What one row is: the columns that name it, the rows that are copies of others."""

import re
from itertools import accumulate, combinations

import numpy as np

from millrace.cleaning.profiling.finding import Finding, Seen, quoted
from millrace.cleaning.wrong.cells import Cells
from millrace.errors import counted

__all__ = ["copies", "grain"]

NOT_BY_CHANCE = 12.0  # chance alone would repeat about so often; that it never does is one in a hundred thousand
MOST_COLUMNS = 12  # of which pairs and threes are tried
NEARLY = 0.98
TELLS = 0.3  # a column in which two rows are alike more often says little about copies
CODE_LENGTH = 24
_KEY_WORDS = re.compile(
    r"(?:^|[\W_])(?:id|no|nr|num|number|code|key|sku|ref|uuid|invoice|order|ticket)(?:$|[\W_])", re.I
)


def grain(seen: Seen) -> tuple[list[Finding], set[int]]:
    """Say what one row is, and which columns say so.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    findings, key : list of Finding, set of int
        The places of the key's columns; none when nothing names a row.
    """
    keys = [place for place in range(len(seen.columns)) if seen.rows > 1 and _names_rows(seen, place)]
    whole = [place for place in keys if _distinct(seen.columns[place]) == seen.rows]
    if whole:
        first = _preferred(seen, whole)
        others = [seen.names[place] for place in whole if place != first]
        also = f"; so does {', '.join(others[:3])}" if others else ""
        return [Finding("grain", f"One row per {seen.names[first]}: it names each row{also}.", seen.rows)], {first}
    if keys:
        return [_nearly(seen, _preferred(seen, keys))], {_preferred(seen, keys)}
    together = _together(seen)
    if together:
        names = " and ".join(seen.names[place] for place in together)
        return [Finding("grain", f"One row per {names}: together they name each row, alone none.", seen.rows)], set(
            together
        )
    return [], set()


def _distinct(cells: Cells) -> int:
    return len(cells.filled)


def _names_rows(seen: Seen, column: int) -> bool:
    """Say whether a column names (nearly) each row, which a measure or a text can do by chance."""
    cells = seen.columns[column]
    if cells.rows_filled < seen.rows * NEARLY or _distinct(cells) < cells.rows_filled * NEARLY:
        return False
    if seen.table.iloc[:, column].dtype.kind in "bmM":
        return False
    called = _KEY_WORDS.search(seen.names[column]) is not None
    if seen.mostly_numbers(column):
        known = seen.numbers[column][~np.isnan(seen.numbers[column])]
        if (known % 1 != 0).any():
            return False
        width = float(known.max() - known.min()) + 1
        by_chance = len(known) ** 2 / (2 * width)
        return called or (by_chance >= NOT_BY_CHANCE and len(known) - len(np.unique(known)) < by_chance / 4)
    texts = [cells.texts[place] for place in cells.filled[:500]]
    codes = sum(len(text) <= CODE_LENGTH and " " not in text and any(map(str.isdigit, text)) for text in texts)
    return codes >= 0.9 * len(texts)


def _preferred(seen: Seen, places: list[int]) -> int:
    called = [place for place in places if _KEY_WORDS.search(seen.names[place])]
    return (called or places)[0]


def _nearly(seen: Seen, column: int) -> Finding:
    cells = seen.columns[column]
    twice = [place for place in cells.filled if cells.counts[place] > 1]
    rows = int(cells.counts[twice].sum())
    gaps = seen.rows - cells.rows_filled
    said = []
    if twice:
        examples = quoted([cells.texts[place] for place in twice])
        said.append(f"{counted(len(twice), 'value')} more than once, in {rows:,} rows ({examples})")
    if gaps:
        said.append(f"{counted(gaps, 'row')} without any")
    return Finding("grain", f"One row per {seen.names[column]}, with exceptions: {'; '.join(said)}.", rows + gaps)


def _together(seen: Seen) -> tuple[int, ...]:
    """Find two or three columns that name each row together, where chance would not."""
    usable = [
        place
        for place, cells in enumerate(seen.columns)
        if _distinct(cells) > 1 and cells.rows_filled == seen.rows and not _measures(seen, place)
    ]
    usable = sorted(sorted(usable, key=seen.repeats)[:MOST_COLUMNS])
    likely = {place: seen.repeats(place) for place in usable}
    for size in (2, 3):
        for chosen in combinations(usable, size):
            by_chance = seen.rows**2 / 2 * np.prod([likely[place] for place in chosen])
            if by_chance >= NOT_BY_CHANCE and _unique(seen, chosen):
                return chosen
    return ()


def _measures(seen: Seen, column: int) -> bool:
    known = seen.numbers[column][~np.isnan(seen.numbers[column])]
    return seen.mostly_numbers(column) and len(known) > 0 and bool((known % 1 != 0).any())


def _unique(seen: Seen, chosen: tuple[int, ...]) -> bool:
    return len(np.unique(_joined(seen, list(chosen)))) == seen.rows


def _joined(seen: Seen, places: list[int]) -> np.ndarray:
    joined = np.zeros(seen.rows, dtype=np.int64)
    for place in places:
        joined = _both(joined, seen.columns[place].groups)
    return joined


def _both(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    width = int(other.max(initial=0)) + 1
    return np.unique(one * width + other, return_inverse=True)[1].ravel()


def copies(seen: Seen, key: set[int]) -> list[Finding]:
    """Say how many rows are copies of another, and how many are but for the key.

    Parameters
    ----------
    seen : Seen
        The table.
    key : set of int
        The columns that name a row.

    Returns
    -------
    list of Finding
    """
    every = list(range(len(seen.columns)))
    exact = _copies(seen, every)
    if exact:
        return [Finding("copies", f"{counted(exact, 'row')} can be removed as exact copies of another row.", exact)]
    if len(key) != 1 or len(every) < 3:
        return []
    but = _copies(seen, [place for place in every if place not in key])
    name = seen.names[next(iter(key))]
    return [Finding("copies", f"{counted(but, 'row')} equal to an earlier one in all but {name}.", but)] if but else []


def _copies(seen: Seen, places: list[int]) -> int:
    """Count the rows beyond the first of their kind; 0 where chance alone makes about as many pairs."""
    if seen.rows < 2 or not places:
        return 0
    columns = [seen.columns[place].groups for place in places]
    before = list(accumulate(columns, _both, initial=np.zeros(seen.rows, dtype=np.int64)))
    times = np.bincount(before[-1])
    if times.max() < 2:
        return 0
    behind = list(accumulate(columns[::-1], _both, initial=np.zeros(seen.rows, dtype=np.int64)))[::-1]
    told = 0
    for at, place in enumerate(places):
        likely = seen.repeats(place)
        if likely < TELLS:
            # rows alike in all other columns that would be alike in this one too, were it drawn by lot
            if _pairs(before[-1]) <= 3 * likely * _pairs(_both(before[at], behind[at + 1])):
                return 0
            told += 1
    return int((times - 1).clip(min=0).sum()) if told else 0


def _pairs(codes: np.ndarray) -> float:
    times = np.bincount(codes).astype(float)
    return float((times * (times - 1) / 2).sum())
