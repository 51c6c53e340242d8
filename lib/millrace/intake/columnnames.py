"""Make plain, unique column names from a header of one or two rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time

__all__ = ["name_text", "plain_names", "row_names"]


def plain_names(
    upper: Sequence[str], lower: Sequence[str] | None = None, *, merged: Sequence[tuple[int, int]] | None = None
) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Make one plain, unique name per column from a header of one or two rows.

    The lower name is enough where it is unique; otherwise the group above it is put in front.

    Parameters
    ----------
    upper : sequence of str
        The header row, or the upper of two.
    lower : sequence of str, optional
        The lower of two header rows.
    merged : sequence of (int, int), optional
        First and last column of each merged cell of the upper row, counted from 0; without it a group reaches as far
        as the next.

    Returns
    -------
    list of str, list of tuple
        The names, and a finding for each thing that was mended.

    Examples
    --------
    >>> plain_names(["order", "", "paid", ""], ["no", "date", "date", "amount"])[0]
    ['no', 'order date', 'paid date', 'amount']
    """
    names, notes = _resolved(upper, lower, merged), []
    unnamed = [i + 1 for i, name in enumerate(names) if not name]
    if unnamed:
        notes.append(("columns without a name", ", ".join(map(str, unnamed)), "their header cell is blank"))
    names = [name or f"column {i + 1}" for i, name in enumerate(names)]
    unique: list[str] = []
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else _next_free(name, seen[name], {*names, *unique}))
    repeated = [name for name, n in seen.items() if n > 1]
    if repeated:
        notes.append(("repeated column names", ", ".join(repeated), "the later ones got a number"))
    return unique, notes


def _next_free(name: str, number: int, taken: set[str]) -> str:
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"


def _resolved(upper: Sequence[str], lower: Sequence[str] | None, merged: Sequence[tuple[int, int]] | None) -> list[str]:
    if lower is None:
        return list(upper)
    width = max(len(upper), len(lower))
    upper, lower = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    groups = _filled_right(upper, lower, merged)
    times = Counter(lower)
    return [
        name if name and times[name] == 1 else " ".join(part for part in (group, name) if part)
        for group, name in zip(groups, lower, strict=True)
    ]


def _filled_right(upper: Sequence[str], lower: Sequence[str], merged: Sequence[tuple[int, int]] | None) -> list[str]:
    groups = list(upper)
    if merged is not None:
        for first, last in merged:
            groups[first : last + 1] = [upper[first]] * (last - first + 1)
        return groups
    for i in range(1, len(groups)):
        groups[i] = groups[i] or (groups[i - 1] if lower[i] else "")
    return groups


def row_names(row: Sequence[object]) -> list[str]:
    """Return the cells of a header row as names.

    Parameters
    ----------
    row : sequence
        The cells of a header row.

    Returns
    -------
    list of str
        One name per cell, empty where the cell is blank.
    """
    return [name_text(cell) for cell in row]


def name_text(cell: object) -> str:
    """Return a header cell as a name: one line, no spaces around it, no point in whole numbers, no clock in days.

    Parameters
    ----------
    cell : object
        A header cell as the file holds it.

    Returns
    -------
    str
        Empty for a blank cell.
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return " ".join(str(cell).replace("\ufeff", "").split())
