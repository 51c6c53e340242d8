"""Amounts whose sign changes: how many are below zero, and which of them cancel an equal amount."""

import numpy as np

from millrace.cleaning.profiling.finding import Finding, Seen, share_text
from millrace.errors import counted

__all__ = ["sign_changes"]

FEW = 0.2  # share of amounts below zero that is an exception
AS_LARGE = 0.5  # the tail of a bell curve is small where it crosses zero; refunds are as large as sales
LEAST = 3


def sign_changes(seen: Seen) -> list[Finding]:
    """Say in which columns a few amounts have the other sign.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    list of Finding
    """
    findings = []
    for column in range(len(seen.columns)):
        if seen.mostly_numbers(column):
            findings += _of_column(seen, column)
    return findings


def _of_column(seen: Seen, column: int) -> list[Finding]:
    values = seen.numbers[column]
    below, above = np.flatnonzero(values < 0), np.flatnonzero(values > 0)
    word = "below"
    if len(below) > len(above):
        below, above, values, word = above, below, -values, "above"
    if not 0 < len(below) <= FEW * (len(below) + len(above)):
        return []
    paired, by = _cancelled(seen, values, below, above)
    large = np.median(-values[below]) >= AS_LARGE * np.median(values[above]) and len(below) >= LEAST
    if not large and not paired:
        return []
    share = share_text(len(below) / max(1, int((~np.isnan(values)).sum())))
    said = f"{seen.names[column]} is {word} zero in {counted(len(below), 'row')} ({share})"
    if paired:
        same = f" with the same {seen.names[by]}" if by is not None else ""
        said += f"; {paired:,} of them cancel an equal amount in another row{same}"
    return [Finding("signs", f"{said}.", len(below))]


def _cancelled(seen: Seen, values: np.ndarray, below: np.ndarray, above: np.ndarray) -> tuple[int, int | None]:
    """Count the amounts that cancel another, and the column that the two rows share; 0 where chance makes as many."""
    equal, times = np.unique(values[above], return_counts=True)
    place = np.searchsorted(equal, -values[below]).clip(max=len(equal) - 1)
    number = np.where(equal[place] == -values[below], times[place], 0)
    best: tuple[int, int | None] = (0, None)
    for by, cells in enumerate(seen.columns):
        # a column of few values is shared by chance, one of many by nobody
        if seen.mostly_numbers(by) or not 0.0 < seen.repeats(by) < 0.2 or seen.repeats(by) * seen.rows < 1.2:
            continue
        have = set(zip(cells.groups[above].tolist(), values[above].tolist(), strict=True))
        paired = sum(
            (group, -value) in have
            for group, value in zip(cells.groups[below].tolist(), values[below].tolist(), strict=True)
        )
        by_chance = float(np.minimum(1, number * seen.repeats(by)).sum())
        if paired >= LEAST and paired > 3 * by_chance and paired > best[0]:
            best = (int(paired), by)
    if best[0]:
        return best
    alone = int((number > 0).sum())
    # amounts with cents seldom meet by chance; round ones do all the time
    usual = float((times > 1).sum() / len(times))
    return (alone, None) if alone >= LEAST and alone > 3 * usual * len(below) else (0, None)
