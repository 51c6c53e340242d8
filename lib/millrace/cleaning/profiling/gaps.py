"""Gaps: how many, in which columns, in which groups of rows, and behind which words they hide."""

import numpy as np

from millrace.cleaning.gaps.ticks import may_be_ticks
from millrace.cleaning.profiling.finding import Finding, Seen, quoted, share_text
from millrace.errors import counted

__all__ = ["gaps", "gaps_by_group", "nothing_new", "ticks"]

GROUPS, GROUP_ROWS = 30, 15  # values that make a column one of groups, and rows that make a group
APART, SURE = 0.2, 5.0  # difference of shares, and standard errors of it: hundreds of pairs are looked at
NAMED = 5


def gaps(seen: Seen) -> list[Finding]:
    """Say which columns have gaps, and behind which words some hide.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    ticked = set(_ticked(seen))
    shares = sorted(
        ((c.gap_share, -place) for place, c in enumerate(seen.columns) if c.gap.any() and place not in ticked),
        reverse=True,
    )
    if not shares or not seen.rows:
        return []
    named = [f"{seen.names[-place]} {share_text(share)}" for share, place in shares[:NAMED]]
    more = f" and {counted(len(shares) - NAMED, 'column')} more" if len(shares) > NAMED else ""
    said = f"Empty cells: {', '.join(named)}{more}"
    words: dict[str, int] = {}
    columns = [cells for place, cells in enumerate(seen.columns) if place not in ticked]
    for cells in columns:
        for place in np.flatnonzero(cells.gap).tolist():
            word = str(cells.texts[place])
            if word.strip():
                words[word] = words.get(word, 0) + int(cells.counts[place])
    often = sorted(words, key=lambda word: -words[word])
    hidden = f"; written as {quoted(often)} too" if often else ""
    rows = np.logical_or.reduce([cells.gap[cells.codes] for cells in columns])
    return [Finding("gaps", f"{said}{hidden}.", int(rows.sum()))]


def ticks(seen: Seen) -> list[Finding]:
    """Say which columns hold a tick or nothing, so that their blanks may be a no and no gaps.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    findings = []
    for place in _ticked(seen):
        cells = seen.columns[place]
        mark, filled = quoted([cells.texts[cells.filled[0]]]), cells.rows_filled
        said = (
            f"{seen.names[place]} holds only {mark}, in {counted(filled, 'row')}, and is empty in "
            f"{seen.rows - filled:,}: empty may mean no. Ask before you count it as missing."
        )
        findings.append(Finding("ticks", said, seen.rows - filled))
    return findings


def _ticked(seen: Seen) -> list[int]:
    return [
        place
        for place, cells in enumerate(seen.columns)
        if cells.gap.any() and cells.rows_filled > 1 and may_be_ticks([cells.texts[one] for one in cells.filled])
    ]


def gaps_by_group(seen: Seen) -> list[Finding]:
    """Say which gaps belong to one group of rows.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
        For each column with gaps the group that tells most.
    """
    groupings = [
        place
        for place, cells in enumerate(seen.columns)
        if 2 <= len(cells.filled) <= GROUPS and cells.rows_filled >= 2 * GROUP_ROWS
    ][:GROUPS]
    findings = []
    for column, cells in enumerate(seen.columns):
        if 0 < cells.gap_share < 1:
            told = [_by(seen, column, by) for by in groupings if by != column]
            best = max((one for one in told if one is not None), key=lambda one: one[0], default=None)
            findings += [best[1]] if best else []
    return findings


def _by(seen: Seen, column: int, by: int) -> tuple[float, Finding] | None:
    cells, gap = seen.columns[by], seen.columns[column].gap[seen.columns[column].codes]
    size = np.bincount(cells.codes, minlength=len(cells.texts)).astype(float)
    empty = np.bincount(cells.codes, weights=gap, minlength=len(cells.texts))
    rest, rest_empty = len(gap) - size, gap.sum() - empty
    usable = (size >= GROUP_ROWS) & (rest >= GROUP_ROWS) & ~cells.gap
    if not usable.any():
        return None
    inside, outside = empty / np.maximum(size, 1), rest_empty / np.maximum(rest, 1)
    spread = np.sqrt(gap.mean() * (1 - gap.mean()) * (1 / np.maximum(size, 1) + 1 / np.maximum(rest, 1)))
    z = np.where(usable, (inside - outside) / spread, 0)
    place = int(z.argmax())
    if z[place] < SURE or inside[place] - outside[place] < APART:
        return None
    said = (
        f"{seen.names[column]} is empty in {share_text(inside[place])} of the rows with {seen.names[by]} "
        f"{quoted([cells.texts[place]])}, in the others in {share_text(outside[place])}."
    )
    return float(z[place]), Finding("gaps by group", said, int(empty[place]))


def nothing_new(seen: Seen) -> list[Finding]:
    """Say which columns hold one value only, and which are copies of another.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    if seen.rows < 2:
        return []
    findings = []
    alike = [p for p, cells in enumerate(seen.columns) if len(cells.filled) == 1 and not cells.gap.any()]
    if alike:
        named = ", ".join(f"{seen.names[p]} ({quoted([seen.columns[p].texts[0]])})" for p in alike[:NAMED])
        more = f" and {len(alike) - NAMED} more" if len(alike) > NAMED else ""
        findings.append(Finding("one value", f"The same in every row: {named}{more}.", seen.rows))
    met: dict[tuple[object, ...], int] = {}
    for place, cells in enumerate(seen.columns):
        first = met.setdefault((*cells.texts, cells.codes.tobytes()), place)
        if first != place and len(cells.filled) > 2:
            said = f"{seen.names[place]} holds the same as {seen.names[first]} in every row."
            findings.append(Finding("copied column", said, seen.rows))
    return findings
