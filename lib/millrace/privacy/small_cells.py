"""Small numbers in a table of two columns: hidden, and with them what rows and columns would give away."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted
from millrace.privacy.combinations import check_least

__all__ = ["ALL", "cell_ranges", "hide_small_cells"]

ALL = "all"
LEAST = 5


def hide_small_cells(counts: pd.DataFrame, *, least: int = LEAST) -> pd.DataFrame:
    """Hide small numbers of people in a table with totals, and as many others as keep them from being worked out.

    Whoever knows the total of a row subtracts what is shown. So beside each small number another one in its row and
    one in its column are hidden, and the one where those cross. Where no cell is left for that, a total is hidden.

    Parameters
    ----------
    counts : DataFrame
        People per cell, as from `pandas.crosstab`: one row and one column per group, without totals; both rows and
        columns are shown with their totals. For a single column of groups use `millrace.surveys.hide_small`.
    least : int
        The smallest number that is shown, in people.

    Returns
    -------
    DataFrame
        The table with a row and a column "all"; hidden numbers are missing (dtype Int64), small ones and those beside
        them alike. A number of 0 is shown: it says that nobody is there.

    Raises
    ------
    ColumnError
        When the table holds something else than whole numbers of 0 or more, or has a total already.
    ArgumentError
        When it has fewer than two rows or columns, ``least`` is impossible, or some small number cannot be protected
        while the number of all is shown.

    Notes
    -----
    For every small number there are at least ``least`` possible ones, whatever is added and subtracted: a cycle of four
    hidden cells can shift so much back and forth (hypercube method: Repsilber 1994; Giessing and Repsilber 2002). The
    fewest people are hidden for each small number in turn, which need not be the fewest in all: that is NP-hard (Kelly,
    Golden and Assad 1992). Two tables of the same people may still tell together what neither tells alone.

    Examples
    --------
    >>> table = pd.DataFrame({"sales": [3, 9, 12], "workshop": [8, 7, 20]}, index=["under 25", "25-44", "45 and over"])
    >>> hide_small_cells(table)["sales"].tolist()
    [<NA>, <NA>, 12, 24]
    """
    least = check_least(least, "least")
    _check(counts)
    cells = _with_totals(counts.to_numpy(dtype=np.int64))
    small = (cells > 0) & (cells < least)
    small[-1, -1] = False
    hidden = small.copy()
    for row, column in _in_order(cells, small):
        if not _is_safe(cells, hidden, row, column, least):
            corners = _cheapest(cells, hidden, row, column, least)
            if corners is None:
                raise ArgumentError(
                    f"The cell in row {row + 1} and column {column + 1}, counted from 1, holds fewer than {least} "
                    f"people, and no other numbers can hide it while all {cells[-1, -1]:,} are shown. A larger table "
                    "was expected. Join this row or column with another one, or do not show the table."
                )
            hidden[corners] = True
    hidden = _without_needless(cells, small, hidden, least)
    shown = pd.DataFrame(cells, index=[*counts.index, ALL], columns=[*counts.columns, ALL]).astype("Int64")
    return shown.mask(hidden)


def _check(counts: pd.DataFrame) -> None:
    if min(counts.shape) < 2:
        raise ArgumentError(
            f"The table has {counted(counts.shape[0], 'row')} and {counted(counts.shape[1], 'column')}. Two or more of "
            "both were expected. For one column of groups use millrace.surveys.hide_small."
        )
    if ALL in counts.index or ALL in counts.columns:
        raise ColumnError(f"The table has a row or column '{ALL}'. No totals were expected. Leave them out.")
    numbers = counts.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    if not (np.isfinite(numbers) & (numbers >= 0) & (numbers % 1 == 0)).all():
        raise ColumnError(
            "The table holds something else than numbers of people. Whole numbers of 0 or more were expected. Make it "
            "with pandas.crosstab(table['work'], table['age'])."
        )


def _with_totals(cells: np.ndarray) -> np.ndarray:
    wide = np.column_stack([cells, cells.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def _in_order(cells: np.ndarray, small: np.ndarray) -> list[tuple[int, int]]:
    """Take the largest of the small numbers first: their partners then serve the others."""
    places = np.argwhere(small)
    order = np.argsort(-cells[small], kind="stable")
    return [(int(row), int(column)) for row, column in places[order]]


def _cycles(cells: np.ndarray, row: int, column: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for every opposite corner whether it can be used, and how many numbers are then possible."""
    rows, columns = cells.shape
    others_row, others_column = np.arange(rows) != row, np.arange(columns) != column
    usable = others_row[:, None] & others_column[None, :]
    usable &= (cells[row] > 0)[None, :] & (cells[:, column] > 0)[:, None] & (cells > 0)
    usable[-1, -1] = False
    if row == rows - 1:
        usable[:, -1] = False
    if column == columns - 1:
        usable[-1, :] = False
    # A total moves with its row instead of against it, so the sign of a step changes where a corner is a total.
    against_row = np.where(np.arange(columns) == columns - 1, 1, -1) * (-1 if column == columns - 1 else 1)
    against_column = np.where(np.arange(rows) == rows - 1, 1, -1) * (-1 if row == rows - 1 else 1)
    opposite = against_row[None, :] * against_column[:, None]
    up, down = np.full(cells.shape, np.inf), np.full(cells.shape, float(cells[row, column] - 1))
    for held, sign in (
        (np.broadcast_to(cells[row][None, :], cells.shape), np.broadcast_to(against_row[None, :], cells.shape)),
        (
            np.broadcast_to(cells[:, column][:, None], cells.shape),
            np.broadcast_to(against_column[:, None], cells.shape),
        ),
        (cells, opposite),
    ):
        up = np.where(sign < 0, np.minimum(up, held - 1), up)
        down = np.where(sign > 0, np.minimum(down, held - 1), down)
    return usable, np.where(usable, up + down + 1, 0)


def _is_safe(cells: np.ndarray, hidden: np.ndarray, row: int, column: int, least: int) -> bool:
    usable, possible = _cycles(cells, row, column)
    ready = usable & hidden & hidden[row][None, :] & hidden[:, column][:, None]
    return bool((ready & (possible >= least)).any())


def _cheapest(
    cells: np.ndarray, hidden: np.ndarray, row: int, column: int, least: int
) -> tuple[list[int], list[int]] | None:
    usable, possible = _cycles(cells, row, column)
    price = np.where(hidden, 0.0, cells.astype(float))
    # Totals are wanted most: they are hidden only where nothing else does.
    total = np.zeros(cells.shape)
    total[-1, :] = total[:, -1] = 1
    price = price + np.where(hidden, 0, total * float(cells[-1, -1]) * 4)
    cost = price + price[row][None, :] + price[:, column][:, None]
    cost = np.where(usable & (possible >= least), cost, np.inf)
    if not np.isfinite(cost).any():
        return None
    other_row, other_column = (int(at) for at in np.unravel_index(int(cost.argmin()), cost.shape))
    return [row, other_row, other_row], [other_column, column, other_column]


def _without_needless(cells: np.ndarray, small: np.ndarray, hidden: np.ndarray, least: int) -> np.ndarray:
    """Show again what turned out not to be needed, the largest numbers first."""
    kept = hidden.copy()
    for row, column in _in_order(cells, hidden & ~small):
        kept[row, column] = False
        if not all(_is_safe(cells, kept, *place, least) for place in _places(small)):
            kept[row, column] = True
    return kept


def _places(mask: np.ndarray) -> Iterator[tuple[int, int]]:
    return ((int(row), int(column)) for row, column in np.argwhere(mask))


def cell_ranges(shown: pd.DataFrame) -> pd.DataFrame:
    """Work out what somebody with pencil and paper can learn of each hidden number: the attack on `hide_small_cells`.

    Parameters
    ----------
    shown : DataFrame
        From `hide_small_cells`, or any table with a row and a column "all" in which hidden numbers are missing and a 0
        is always shown.

    Returns
    -------
    DataFrame
        One row per hidden number: ``row``, ``column``, ``lowest``, ``highest``: between these it must lie.

    Raises
    ------
    ColumnError
        When the table has no totals.
    ArgumentError
        When the shown numbers contradict each other.

    Notes
    -----
    Two linear programs for each hidden number, with all sums as equations; the interval is rounded inwards to whole
    numbers.

    Examples
    --------
    >>> table = pd.DataFrame({"sales": [3, 9, 12], "workshop": [8, 7, 20]}, index=["under 25", "25-44", "45 and over"])
    >>> cell_ranges(hide_small_cells(table))[["lowest", "highest"]].head(1).values.tolist()
    [[1, 10]]
    """
    from scipy.optimize import linprog

    if ALL not in shown.index or ALL not in shown.columns:
        raise ColumnError(
            f"The table has no row and column '{ALL}'. Totals were expected. Take it from hide_small_cells."
        )
    shown = shown.loc[[*shown.index.drop(ALL), ALL], [*shown.columns.drop(ALL), ALL]]
    cells = shown.to_numpy(dtype=float, na_value=np.nan)
    places = np.argwhere(np.isnan(cells))
    left, right = _equations(cells, places)
    rows = []
    for at, (row, column) in enumerate(places):
        aim = np.zeros(len(places))
        aim[at] = 1
        ends = [linprog(sign * aim, A_eq=left, b_eq=right, bounds=(1, None), method="highs") for sign in (1, -1)]
        if any(end.status == 2 for end in ends):
            raise ArgumentError("The shown numbers contradict their totals. Sums that fit were expected. Make it anew.")
        low, high = ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun
        rows.append((shown.index[row], shown.columns[column], np.ceil(low - 1e-6), np.floor(high + 1e-6)))
    table = pd.DataFrame(rows, columns=["row", "column", "lowest", "highest"])
    return table if np.isinf(table["highest"].astype(float)).any() else table.astype({"lowest": int, "highest": int})


def _equations(cells: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every row and column adds up: what is hidden in it, the total with a minus, makes up for what is shown."""
    rows, columns = cells.shape
    sign = np.ones((rows, columns))
    lines = []
    for axis, number in ((0, rows), (1, columns)):
        for line in range(number):
            signs = sign.copy()
            take = np.zeros((rows, columns), dtype=bool)
            if axis == 0:
                take[line], signs[line, -1] = True, -1
            else:
                take[:, line], signs[-1, line] = True, -1
            weights = np.where(take, signs, 0.0)
            hidden = np.array([weights[row, column] for row, column in places])
            lines.append((hidden, -np.nansum(weights * np.nan_to_num(cells))))
    return np.array([hidden for hidden, _ in lines]).reshape(len(lines), len(places)), np.array(
        [sum_ for _, sum_ in lines]
    )
