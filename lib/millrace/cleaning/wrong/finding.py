"""The search for wrong cells: signs, marks, a model per column, reasons."""

from itertools import chain

import numpy as np
import pandas as pd

from millrace.cleaning.wrong.cells import LONGEST
from millrace.cleaning.wrong.found import WrongCells
from millrace.cleaning.wrong.looking import Look, look_at
from millrace.cleaning.wrong.marking import Marked, marks_of
from millrace.cleaning.wrong.models import Marks, learnt
from millrace.cleaning.wrong.reasons import MARKED, WHOLE, reasons_for
from millrace.cleaning.wrong.tables import check_table
from millrace.errors import counted

__all__ = ["find_wrong_cells"]

SURE = 0.5
COLUMNS = ["row", "column", "value", "kind", "reason", "sure"]
NAMED = 6  # columns in a sentence


def find_wrong_cells(table: pd.DataFrame, *, marked: Marked | None = None, seed: int = 0) -> WrongCells:
    """Find the cells that are probably wrong, learning from about twenty rows that somebody has marked.

    Parameters
    ----------
    table : DataFrame
        Any table; it is not changed.
    marked : dict or DataFrame, optional
        The rows that somebody has judged. A dict holds, per row label, the list of its wrong columns: ``{17: ["city"],
        42: []}`` says that row 42 is right throughout. A table of True and False, on row labels and columns of
        ``table``, says the same cell by cell, and a cell left empty was not judged. Without marks the rules are alone,
        which finds much less and blames more that is right.
    seed : int
        Of the trees, for the same answer each time.

    Returns
    -------
    WrongCells
        ``cells`` (one row per wrong cell with its reason), ``counts``, ``mask()``, ``draw()``, ``not_judged``.

    Raises
    ------
    ArgumentError
        When no table is given, or the marks are of another form, or name a row that is not there or there twice.
    ColumnError
        When two columns have one name, there is none, or the marks name one that is not there.

    Notes
    -----
    Signs of a cell are those that need no knowledge of the field: a gap, a rare layout, rare letters or words, a
    distance from the middle of the column, a likeness to a more frequent value, and what other rows with the same
    partner hold. A forest of extremely randomised trees per column (Geurts, Ernst and Wehenkel, 2006) learns from the
    marks; those of other columns count less. The fewer telling marks there are, the more the rules count. The idea of
    many simple detectors and a few labels per column is that of Raha (Mahdavi and others, SIGMOD 2019). A row is marked
    as a whole, because a person who looks at a row sees all its cells, and a right cell teaches as much as a wrong one.

    Examples
    --------
    >>> table = pd.DataFrame({"city": ["Bremen", "Kiel"] * 9 + ["Bremem", "Kiel"], "post": ["28", "24"] * 10})
    >>> found = find_wrong_cells(table)
    >>> found.cells[["row", "column", "value"]].values.tolist()
    [[18, 'city', 'Bremem']]
    >>> found.cells["reason"].item()
    "nearly 'Bremen', which is in 9 rows"
    """
    check_table(table)
    marks = None if marked is None else marks_of(table, marked)
    if not len(table):
        return _answer(table, np.zeros(table.shape), None, None, ["The table has no rows."])
    look = look_at(table)
    sure = look.rules if marks is None else _judged(look, marks, seed)
    return _answer(table, sure, look, marks, _not_judged(look, marks))


def _judged(look: Look, marks: Marks, seed: int) -> np.ndarray:
    sure = learnt(look.features, look.rules, marks, seed)
    return np.where(marks.judged, marks.wrong, np.minimum(sure, 0.99))


def _answer(
    table: pd.DataFrame, sure: np.ndarray, look: Look | None, marks: Marks | None, not_judged: list[str]
) -> WrongCells:
    flagged = sure > SURE
    parts = [
        _of_column(table, place, np.flatnonzero(flagged[:, place]), sure[:, place], look, marks)
        for place in np.flatnonzero(flagged.any(axis=0)).tolist()
        if look is not None
    ]
    cells = pd.DataFrame(list(chain.from_iterable(parts)), columns=COLUMNS)
    cells["value"] = cells["value"].astype(object)
    cells = cells.sort_values("sure", ascending=False, kind="stable").reset_index(drop=True)
    rows_marked = 0 if marks is None else int(marks.judged.any(axis=1).sum())
    return WrongCells(cells, rows_marked, not_judged, flagged, table.index, table.columns)


def _of_column(
    table: pd.DataFrame, place: int, rows: np.ndarray, sure: np.ndarray, look: Look, marks: Marks | None
) -> list[list[object]]:
    kinds, reasons = reasons_for(look, place, rows)
    values = table.iloc[rows, place].tolist()
    if marks is not None:
        judged = len(marks.rows(place))
        for at, row in enumerate(rows.tolist()):
            if marks.judged[row, place]:
                kinds[at], reasons[at] = MARKED, "you marked it as wrong"
            elif marks.whole(place):
                kinds[at], reasons[at] = WHOLE, f"all {judged} marked cells of this column are wrong"
    labels = table.index[rows].tolist()
    name = table.columns[place]
    return [
        list(row)
        for row in zip(labels, [name] * len(rows), values, kinds, reasons, sure[rows].round(3).tolist(), strict=True)
    ]


def _not_judged(look: Look, marks: Marks | None) -> list[str]:
    said = [
        "A wrong value in the form of a right one, which no other column contradicts, cannot be seen: another person's "
        "phone number, a price of last year."
    ]
    empty = [cells.name for cells in look.columns if not len(cells.filled)]
    if empty:
        said.append(f"{_listed(empty)}: nothing but gaps, so that nothing can be compared.")
    alone = [c.name for c, partners in zip(look.columns, look.partners, strict=True) if len(c.filled) and not partners]
    if alone:
        said.append(f"{_listed(alone)}: no other column says what should be there, so that only the form was judged.")
    long = sum(int(cells.counts[[len(text) >= LONGEST for text in cells.texts]].sum()) for cells in look.columns)
    if long:
        said.append(f"{counted(long, 'cell')} of {LONGEST} letters or more: only the beginning was read.")
    return said + (_without_marks() if marks is None else _with_marks(look, marks))


def _without_marks() -> list[str]:
    return [
        "No row was marked. Rules alone miss what is wrong in the same way throughout a column, and blame what is "
        "rare and right. Mark about twenty rows: pick_rows_to_mark(table) proposes which, mark_rows(table) asks on the "
        "screen."
    ]


def _with_marks(look: Look, marks: Marks) -> list[str]:
    said = []
    unmarked = [c.name for place, c in enumerate(look.columns) if not len(marks.rows(place))]
    right = np.asarray(~marks.wrong.any(axis=0) & marks.judged.any(axis=0))
    clean = [c.name for place, c in enumerate(look.columns) if right[place]]
    whole = [c.name for place, c in enumerate(look.columns) if marks.whole(place)]
    if unmarked:
        said.append(f"{_listed(unmarked)}: no cell was marked; judged by the marks in other columns.")
    if clean:
        said.append(f"{_listed(clean)}: no marked cell is wrong; judged by the marks in other columns, less surely.")
    if whole:
        said.append(f"{_listed(whole)}: every marked cell is wrong, so that the whole column is called wrong, unseen.")
    return said


def _listed(names: list[object]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(map(str, names[:NAMED])) + more
