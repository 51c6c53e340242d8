"""Wrong cells: about twenty rows marked by a person, and the rest found from what the marks teach.

1. `looking` measures signs of every cell: `signs` those within a column (gap, layout, letters, size, likeness to a more
   frequent value), `dependencies` those across columns (what other rows with the same partner hold).
2. `rules` weighs the signs by kind. Without marks that is all there is.
3. `picking` proposes rows to mark, `asking` shows them on the screen, `marking` reads what was marked.
4. `models` learns per column which signs mean a wrong cell in this table.
5. `reasons` says why, cell by cell; `found` holds the answer.
"""

from millrace.cleaning.wrong.asking import RowMarks, mark_rows
from millrace.cleaning.wrong.finding import find_wrong_cells
from millrace.cleaning.wrong.found import WrongCells
from millrace.cleaning.wrong.picking import pick_rows_to_mark

__all__ = ["RowMarks", "WrongCells", "find_wrong_cells", "mark_rows", "pick_rows_to_mark"]
