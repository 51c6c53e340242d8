"""The rows that are most worth a person's look: they differ in their signs, and many others are like them."""

import numpy as np
import pandas as pd

from millrace.cleaning.wrong.looking import Look, look_at
from millrace.cleaning.wrong.tables import check_table
from millrace.errors import ArgumentError, in_words

__all__ = ["pick_rows_to_mark"]

ROWS = 20
STEPS = 2  # into which a kind is cut: none, some, much
UNSUSPECTED = 0.2  # what a cell without any sign is still worth


def pick_rows_to_mark(table: pd.DataFrame, rows: int = ROWS) -> pd.DataFrame:
    """Propose the rows that a person should mark, so that few marks teach much.

    Parameters
    ----------
    table : DataFrame
        The table to be searched for wrong cells.
    rows : int
        How many rows; about twenty is usual. All of them, when the table has fewer.

    Returns
    -------
    DataFrame
        These rows of the table, the most telling first, with their labels.

    Raises
    ------
    ColumnError
        When two columns have one name, or there is none.
    ArgumentError
        When ``rows`` is no whole number above 0.

    Notes
    -----
    Cells of a column with the same signs form a group. Rows are taken one by one; each brings in groups that no row
    before it has shown, large and suspect ones first. Raha chooses rows in the same spirit (Mahdavi and others, 2019).

    Examples
    --------
    >>> table = pd.DataFrame({"city": ["Bremen"] * 9 + ["Bremem"], "post": ["28195"] * 9 + ["n/a"]})
    >>> pick_rows_to_mark(table, 2).index.tolist()[0]
    9
    """
    check_table(table)
    if isinstance(rows, bool) or not isinstance(rows, int | np.integer) or rows < 1:
        raise ArgumentError(f"rows={in_words(rows)} was given. A whole number above 0 was expected. Write 20.")
    return table.iloc[_picked(look_at(table), min(int(rows), len(table)))] if len(table) else table


def _picked(look: Look, rows: int) -> list[int]:
    groups = [_groups(kinds, signs[:, 0]) for kinds, signs in zip(look.kinds, look.signs, strict=True)]
    sizes = [np.sqrt(np.bincount(group)) for group in groups]
    shown = [np.zeros(len(size)) for size in sizes]
    worth = UNSUSPECTED + look.rules
    # of rows that are worth the same, not always the first of the file
    chance = np.random.default_rng(0).random(len(worth)) * 0.01
    chosen: list[int] = []
    for _ in range(rows):
        gain = chance.copy()
        for column, group in enumerate(groups):
            gain += (sizes[column] / (1 + shown[column]) ** 2)[group] * worth[:, column]
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        for column, group in enumerate(groups):
            shown[column][group[chosen[-1]]] += 1
    return chosen


def _groups(kinds: np.ndarray, gap: np.ndarray) -> np.ndarray:
    steps = np.round(np.column_stack([kinds, gap]) * STEPS)
    return np.unique(steps, axis=0, return_inverse=True)[1].ravel()
