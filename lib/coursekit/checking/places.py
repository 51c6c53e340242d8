"""Choose the rows of a table where something can be spoiled: the same ones every time, and never for nothing."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from coursekit.checking.looks import Look

__all__ = ["Places"]

# A difference of cents is no spoiled amount.
CENTS = 0.02


@dataclass
class Places:
    """Where each column of a table can be spoiled so that the table says something else.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer.
    look : Look
        How the check looks at it.

    Examples
    --------
    >>> sales = pd.DataFrame({"firm": ["a", "b", "c"], "pieces": [1, 1, 5], "note": ["x", None, "y"]})
    >>> places = Places(sales, Look("sales", key=["firm"], filled=["pieces"]))
    >>> places.pair("pieces"), places.gap("note"), places.known("note")
    ((1, 2), 1, 2)
    """

    table: pd.DataFrame
    look: Look
    columns: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the columns that can be named, and read what each of them says."""
        names = list(self.table.columns)
        self.columns = [c for c in names if isinstance(c, str) and names.count(c) == 1]
        self._codes = {c: pd.factorize(self._said(self.table[c]))[0] for c in self.columns}

    def _said(self, values: pd.Series) -> pd.Series:
        if pd.api.types.is_float_dtype(values):
            return values.astype("float64").round(2)
        return values.map(_said)

    def is_closed(self, column: str) -> bool:
        """Whether the column takes no value but those it has: a category."""
        return isinstance(self.table[column].dtype, pd.CategoricalDtype)

    def pair(self, column: str) -> tuple[int, int] | None:
        """Choose two rows that differ in the column, and in another one: only then is their swap a change."""
        codes, others = self._codes[column], [self._codes[c] for c in self._beside(column)]
        rows = len(codes)
        for first in [(rows // 3 + step) % rows for step in range(min(rows, 5))]:
            differs = self._differs(column, first)
            elsewhere = np.any([other != other[first] for other in others], axis=0) if others else np.zeros(rows, bool)
            found = np.flatnonzero(np.roll(differs & elsewhere, -first))
            if len(found):
                return first, int((found[0] + first) % rows)
        return None

    def _beside(self, column: str) -> list[str]:
        # Where the column is no part of the key, the key is what tells the two rows apart.
        key = [c for c in self.look.key if c in self._codes and c != column]
        return key if key and column not in self.look.key else [c for c in self.columns if c != column]

    def _differs(self, column: str, row: int) -> np.ndarray:
        values = self.table[column]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            numbers = values.astype("float64").to_numpy(dtype="float64", na_value=np.nan)
            return np.abs(numbers - numbers[row]) > max(CENTS, 2 * self.look.tolerance(column))
        return self._codes[column] != self._codes[column][row]

    def gap(self, column: str) -> int | None:
        """Choose a row without a value in a column that has values elsewhere."""
        missing = self.table[column].isna().to_numpy()
        return int(np.flatnonzero(missing)[0]) if missing.any() and not missing.all() else None

    def known(self, column: str) -> int | None:
        """Choose a row, from the middle on, with a value that can be changed."""
        known = np.flatnonzero(self.table[column].notna().to_numpy())
        return int(known[len(known) // 2]) if len(known) else None

    def shifts(self, column: str) -> bool:
        """Whether the column moved down by a row says something else."""
        others = [self._codes[c] for c in self._beside(column)]
        return bool(others) and self.pair(column) is not None

    def grows(self, column: str, factor: float) -> bool:
        """Whether the column times a factor is further off than a check may pass."""
        off = (self.table[column].astype("float64") * (factor - 1)).abs().max()
        return bool(off > 2 * max(CENTS / 2, self.look.tolerance(column)))

    def step(self, column: str, value: float) -> float:
        """Return by how much a number is a little off: 1 %, and always more than a check may pass."""
        return round(max(abs(float(value)) * 0.01, CENTS, 2 * self.look.tolerance(column)), 6)


def _said(value: object) -> str:
    return str(value).strip()
