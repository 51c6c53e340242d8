"""Rows marked on the screen: one row at a time, a tick at each wrong cell."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from millrace.cleaning.wrong.picking import ROWS, pick_rows_to_mark
from millrace.cleaning.wrong.tables import check_table
from millrace.errors import ArgumentError, counted, in_words

if TYPE_CHECKING:
    pass

__all__ = ["RowMarks", "mark_rows"]

NO_SCREEN = "Rows to mark: open this notebook in JupyterLab, or see pick_rows_to_mark(table) and write marked={...}."
SHOWN = 120  # letters of a value beside its box


class RowMarks:
    """The marks made so far.

    Parameters
    ----------
    rows : DataFrame
        The rows to be marked.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        self._ticked: dict[int, list[Any]] = {}

    @property
    def marked(self) -> dict[Any, list[Any]]:
        """Per row that was judged the columns that are wrong, as `find_wrong_cells` takes them."""
        return {self._rows.index[place]: list(columns) for place, columns in sorted(self._ticked.items())}

    def judge(self, place: int, columns: list[Any]) -> None:
        """Note what is wrong in one of the rows, by its place among them.

        Parameters
        ----------
        place : int
            The place of the row.
        columns : list of column names
            What is wrong in it; ``[]`` for nothing.
        """
        self._ticked[place] = list(columns)

    def ticked(self, place: int) -> list[Any]:
        """Return what is noted for a row, by its place.

        Parameters
        ----------
        place : int
            The place of the row.

        Returns
        -------
        list of column names
        """
        return self._ticked.get(place, [])

    def __repr__(self) -> str:
        """Say how far the marking is."""
        cells = sum(map(len, self._ticked.values()))
        return f"{len(self._ticked)} of {counted(len(self._rows), 'row')} judged, {counted(cells, 'wrong cell')}"


def mark_rows(table: pd.DataFrame, *, rows: pd.DataFrame | None = None) -> RowMarks:
    """Show rows on the screen, one at a time, so that their wrong cells can be ticked.

    Keep the answer: ``marks = mark_rows(table)``, tick, then ``find_wrong_cells(table, marked=marks.marked)`` in the
    next cell. The marks live as long as the notebook runs; print ``marks.marked`` to keep them.

    Parameters
    ----------
    table : DataFrame
        The table to be searched.
    rows : DataFrame, optional
        Which of its rows; by default those that `pick_rows_to_mark` proposes.

    Returns
    -------
    RowMarks
        It fills as rows are judged.

    Raises
    ------
    ArgumentError
        When no table is given, or ``rows`` is none.
    ColumnError
        When two columns have one name, or there is none.

    Examples
    --------
    >>> marks = mark_rows(pd.DataFrame({"city": ["Ulm", "Ulmm"]}))
    Rows to mark: open this notebook in JupyterLab, or see pick_rows_to_mark(table) and write marked={...}.
    >>> marks
    0 of 2 rows judged, 0 wrong cells
    """
    from millrace.knobs.turning import ASLEEP, VIEW, in_notebook

    check_table(table)
    if not isinstance(rows, pd.DataFrame | None):
        raise ArgumentError(f"rows={in_words(rows)} was given. Rows of the table were expected. Write table.head(20).")
    marks = RowMarks(pick_rows_to_mark(table, ROWS) if rows is None else rows)
    if not in_notebook() or not len(marks._rows):
        print(NO_SCREEN)
        return marks
    from IPython.display import display

    display({VIEW: Board(marks).box._repr_mimebundle_()[VIEW], "text/plain": NO_SCREEN}, raw=True)
    display({"text/plain": ASLEEP, "text/html": f"<small>{ASLEEP}</small>"}, raw=True)
    return marks


class Board:
    """One row on the screen, a box per cell, and buttons to go on and back.

    Parameters
    ----------
    marks : RowMarks
        Where the answers go.
    """

    def __init__(self, marks: RowMarks) -> None:
        import ipywidgets as widgets

        self.marks, self.place = marks, 0
        self.head, self.standing = widgets.HTML(), widgets.HTML()
        self.boxes: list[widgets.Checkbox] = [
            widgets.Checkbox(indent=False, layout=widgets.Layout(width="auto")) for _ in marks._rows.columns
        ]
        wide = widgets.Layout(width="max-content")
        self.back = widgets.Button(description="Back", layout=wide)
        self.done = widgets.Button(description="The ticked cells are wrong, the others right: next", layout=wide)
        self.back.on_click(lambda _: self._go(-1))
        self.done.on_click(lambda _: self._judged())
        buttons = widgets.HBox([self.back, self.done])
        self.box = widgets.VBox([self.head, *self.boxes, buttons, self.standing])
        self._show()

    def _judged(self) -> None:
        names = self.marks._rows.columns
        self.marks.judge(self.place, [name for name, box in zip(names, self.boxes, strict=True) if box.value])
        self._go(1)

    def _go(self, step: int) -> None:
        self.place = min(max(self.place + step, 0), len(self.marks._rows) - 1)
        self._show()

    def _show(self) -> None:
        from millrace.knobs.capturing import page

        rows = self.marks._rows
        values = rows.iloc[self.place].tolist()
        ticked = self.marks.ticked(self.place)
        for name, value, box in zip(rows.columns, values, self.boxes, strict=True):
            box.description, box.value = f"{name}: {_shown(value)}", name in ticked
        label = rows.index[self.place]
        self.head.value = page(f"Row {label} ({self.place + 1} of {len(rows)}). Tick each cell that is wrong.")
        self.standing.value = f'<div aria-live="polite">{page(f"{self.marks!r}.")}</div>'
        self.back.disabled = self.place == 0


def _shown(value: object) -> str:
    text = "(empty)" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value)  # type: ignore[call-overload]
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
