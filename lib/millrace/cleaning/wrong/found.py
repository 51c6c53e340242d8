"""The wrong cells of a table, with the reason for each, and what was not judged."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["WrongCells"]

MOST_COLUMNS = 15  # of a chart
_HATCHES = ["", "///", "...", "xx", "\\\\\\", "++", "oo", "--"]


@dataclass(frozen=True, eq=False)
class WrongCells:
    """The cells of a table that are thought wrong.

    Attributes
    ----------
    cells : DataFrame
        One row per cell: ``row`` (its label), ``column``, ``value``, ``kind``, ``reason``, ``sure`` (0 to 1; above a
        half, or the cell would not be listed), surest first.
    rows_marked : int
        How many rows a person had judged; 0 when the rules were alone.
    not_judged : list of str
        Sentences on what was not looked at, or cannot be seen in this way.
    """

    cells: pd.DataFrame
    rows_marked: int
    not_judged: list[str]
    _flagged: np.ndarray
    _index: pd.Index
    _columns: pd.Index

    def mask(self) -> pd.DataFrame:
        """Return True for each wrong cell.

        Returns
        -------
        DataFrame
            Of the rows and columns of the table.
        """
        return pd.DataFrame(self._flagged.copy(), index=self._index, columns=self._columns)

    @property
    def counts(self) -> pd.DataFrame:
        """How many cells are wrong, per column of the table (those without any left out) and kind, most first."""
        table = pd.crosstab(self.cells["column"], self.cells["kind"])
        order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
        return table.loc[order, table.sum().sort_values(ascending=False, kind="stable").index]

    def draw(self, *, ax: "Axes | None" = None) -> "Axes":
        """Draw how many cells are wrong in each column, and of which kind.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw.

        Returns
        -------
        matplotlib.axes.Axes
        """
        counts = self.counts
        shown = counts.head(MOST_COLUMNS)[::-1]
        ax = new_axes(ax, height=1.6 + 0.34 * max(1, len(shown)))
        colours = [ACCENT, SECOND, PALE, INK]
        left = np.zeros(len(shown))
        for place, kind in enumerate(shown.columns):
            width = shown[kind].to_numpy()
            ax.barh(np.arange(len(shown)), width, left=left, height=0.62, label=kind, color=colours[place % 4],
                    hatch=_HATCHES[place], edgecolor="white", linewidth=0.5)  # fmt: skip
            left += width
        for row, total in enumerate(left.astype(int).tolist()):
            ax.annotate(f"{total:,}", (total, row), (5, 0), textcoords="offset points", va="center", color=INK)
        ax.set_yticks(np.arange(len(shown)), [str(name)[:30] for name in shown.index])
        ax.margins(x=0.12)
        ax.set_xlabel("Cells thought wrong", color=INK)
        if len(shown):
            ax.legend(frameon=False, fontsize=8)
        bars = "; ".join(
            f"{name}: " + ", ".join(f"{kind} {count:,}" for kind, count in row.items() if count)
            for name, row in shown[::-1].iterrows()
        )
        left_out = len(counts) - len(shown)
        more = f" Not drawn, with fewer: {counted(left_out, 'column')}." if left_out else ""
        return finding(ax, self._title(), f"Bars from top to bottom, by kind: {bars or 'none'}.{more}")

    def _title(self) -> str:
        if self.cells.empty:
            return "No cell was found wrong"
        by_column = self.counts.sum(axis=1)
        return f"Most wrong cells are in {by_column.index[0]}: {by_column.iloc[0]:,} of {len(self.cells):,}"

    def __str__(self) -> str:
        """Say what was found, and what was not judged."""
        size = self._flagged.size
        by = f"from {counted(self.rows_marked, 'marked row')}" if self.rows_marked else "by rules alone"
        lines = [f"{counted(len(self.cells), 'cell')} of {size:,} thought wrong, {by}."]
        if len(self.cells):
            by_column = self.counts.sum(axis=1)
            top = ", ".join(f"{name} {count:,}" for name, count in by_column.head(5).items())
            lines.append(f"Per column: {top}{', ...' if len(by_column) > 5 else ''}.")
        return "\n".join([*lines, "Not judged:", *(f"- {sentence}" for sentence in self.not_judged)])

    __repr__ = __str__
