"""One thing that a colleague would say of a new file, and the columns in which it is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.cleaning.wrong.cells import Cells, cells_of

__all__ = ["Finding", "Seen", "quoted", "see", "share_text"]

SHOWN = 30  # letters of a value in a sentence


@dataclass(frozen=True)
class Finding:
    """A sentence, its topic, and how many rows it is about."""

    topic: str
    sentence: str
    rows: int


@dataclass(frozen=True)
class Seen:
    """A table with the cells of each column, and names by which columns can be told apart."""

    table: pd.DataFrame
    columns: list[Cells]
    names: list[str]
    numbers: list[np.ndarray] = field(repr=False)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.table)

    def mostly_numbers(self, column: int) -> bool:
        """Say whether what a column holds are numbers, written as numbers or as text; yes and no are none."""
        cells = self.columns[column]
        known = int((~np.isnan(self.numbers[column])).sum())
        return known >= 0.9 * max(1, cells.rows_filled) and self.table.iloc[:, column].dtype.kind not in "bmM"

    def repeats(self, column: int) -> float:
        """Return how likely two rows drawn by lot hold the same value, gaps being one value."""
        times = np.bincount(self.columns[column].groups).astype(float)
        return float((times * (times - 1)).sum() / max(1, self.rows * (self.rows - 1)))


def see(table: pd.DataFrame) -> Seen:
    """Lay out a table.

    Parameters
    ----------
    table : DataFrame
        Any table.

    Returns
    -------
    Seen

    Examples
    --------
    >>> see(pd.DataFrame([[1, 2]], columns=["a", "a"])).names
    ['a', 'a (2nd)']
    """
    columns = [cells_of(table.iloc[:, place], name) for place, name in enumerate(table.columns)]
    numbers = [cells.numbers[cells.codes] if len(cells.texts) else np.empty(0) for cells in columns]
    return Seen(table, columns, _names(list(table.columns)), numbers)


def _names(columns: list[object]) -> list[str]:
    endings = {2: "2nd", 3: "3rd"}
    met: dict[str, int] = {}
    names = []
    for column in columns:
        name = " / ".join(map(str, column)) if isinstance(column, tuple) else str(column)
        met[name] = met.get(name, 0) + 1
        names.append(name if met[name] == 1 else f"{name} ({endings.get(met[name], f'{met[name]}th')})")
    return names


def quoted(texts: Sequence[object], most: int = 3) -> str:
    """Write a few values in quotes.

    Parameters
    ----------
    texts : list
        The values.
    most : int
        How many are shown.

    Returns
    -------
    str

    Examples
    --------
    >>> quoted(["a", "b"])
    "'a', 'b'"
    """
    shown = [str(text) for text in texts[:most]]
    return ", ".join(f"'{text if len(text) <= SHOWN else text[:SHOWN] + '…'}'" for text in shown)


def share_text(share: float) -> str:
    """Write a share in percent; what is not quite all or not quite nothing is not rounded to it.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> share_text(0.5), share_text(0.999), share_text(0.001), share_text(1)
    ('50 %', 'more than 99 %', 'less than 1 %', '100 %')
    """
    if 0 < share < 0.01:
        return "less than 1 %"
    return "more than 99 %" if 0.99 < share < 1 else f"{share * 100:.0f} %"
