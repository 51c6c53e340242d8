"""A table looked at once: its cells, the signs of each, and what the rules alone find suspect."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.cleaning.wrong.cells import Cells, cells_of
from millrace.cleaning.wrong.dependencies import Dependence, dependence_signs, dependences
from millrace.cleaning.wrong.rules import kinds_of, suspicion
from millrace.cleaning.wrong.signs import signs_of

__all__ = ["Look", "look_at"]


@dataclass(frozen=True)
class Look:
    """What is seen in a table.

    ``signs`` and ``kinds`` hold one array per column with a line per row; ``rules`` is how suspect each cell is to the
    rules alone; ``worst`` names, per column and row, the partner in ``partners`` that disagrees most, or -1.
    """

    columns: list[Cells]
    signs: list[np.ndarray]
    kinds: list[np.ndarray]
    rules: np.ndarray
    partners: list[list[Dependence]]
    worst: list[np.ndarray]

    @property
    def features(self) -> list[np.ndarray]:
        """What a model learns from: signs, kinds, the suspicion of the cell, and that of the rest of its row."""
        others = max(1, len(self.columns) - 1)
        total = self.rules.sum(axis=1)
        return [
            np.column_stack([signs, kinds, own, (total - own) / others]).astype("float32")
            for signs, kinds, own in zip(self.signs, self.kinds, self.rules.T, strict=True)
        ]


def look_at(table: pd.DataFrame) -> Look:
    """Measure the signs of every cell.

    Parameters
    ----------
    table : DataFrame
        Any table with at least one column.

    Returns
    -------
    Look

    Examples
    --------
    >>> rules = look_at(pd.DataFrame({"city": ["Bremen"] * 9 + ["Bremem"]})).rules.ravel()
    >>> bool(rules[:9].max() == 0), bool(rules[9] > 0.7)
    (True, True)
    """
    columns = [cells_of(table.iloc[:, place], name) for place, name in enumerate(table.columns)]
    signs, kinds, partners, worst = [], [], [], []
    for place, cells in enumerate(columns):
        partners.append(dependences(columns, place))
        together, most = dependence_signs(columns, place, partners[-1])
        signs.append(np.column_stack([signs_of(cells)[cells.codes], together]))
        kinds.append(kinds_of(signs[-1]))
        worst.append(most)
    return Look(columns, signs, kinds, np.column_stack(list(map(suspicion, kinds))), partners, worst)
