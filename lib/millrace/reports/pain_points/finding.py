"""One thing that was looked at: what was found, what to do about it, and a chart and a table to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from millrace.reports.showing import Shown, show_chart, show_table, show_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["WEIGHTS", "Finding", "chart_of", "money", "per_cent", "shown_names"]

# What to do first: where the money and the time go, then what makes the numbers wrong, then what is open.
WEIGHTS = {
    "where cases wait": 9,
    "cost per year": 8,
    "amounts": 7,
    "what grows": 6,
    "work that comes again": 5,
    "open hours": 4,
    "rows of the log": 4,
    "groups": 3,
    "themes": 3,
    "too few to say": 2,
    "tickets": 2,
    "cases inside": 1,
    "lead times": 1,
    "files": 1,
}
ROWS = 12


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Parameters
    ----------
    about : str
        One of `WEIGHTS`.
    found : tuple of str
        In sentences, with numbers.
    action : str
        What to do on Monday; empty when nothing needs anybody.
    table : DataFrame or None
        What to show below; the workbook holds all of it.
    chart : Shown or None
        What to show between.
    sheet : str
        Sheet of the workbook that holds all of the table, where no other sheet does.
    """

    about: str
    found: tuple[str, ...]
    action: str = ""
    table: pd.DataFrame | None = None
    chart: Shown | None = None
    sheet: str = ""

    def shown(self) -> Shown:
        """Return the sentences, the chart and the table, for a page or a notebook."""
        parts = [show_text(sentence) for sentence in self.found] + ([self.chart] if self.chart else [])
        if self.table is not None and not self.table.empty:
            parts.append(show_table(self.table, rows=ROWS))
        whole = parts[0]
        for part in parts[1:]:
            whole += part
        return whole

    def _repr_html_(self) -> str:
        return self.shown().page

    def __repr__(self) -> str:
        """Return all of it as plain text."""
        return self.shown().text


def chart_of(draw: Callable[[], "Axes"]) -> Shown:
    """Draw a chart, and show it with the words that it brings for those who cannot see it.

    Parameters
    ----------
    draw : callable
        Draws the chart and returns its Axes.

    Returns
    -------
    Shown
    """
    ax = draw()
    figure = ax.get_figure(root=True)
    return show_chart(ax, says=str(figure.get_label()) if figure else "")


def money(value: float, unit: str) -> str:
    """Write an amount as people say it: two digits that count, and the unit.

    Examples
    --------
    >>> money(12490.0, "CNY")
    '12,000 CNY'
    """
    from millrace.painpoints.words import round_amount

    return f"{round_amount(value)} {unit}"


def per_cent(share: float) -> str:
    """Write a share as per cent, never 0 % for something and never 100 % for not all.

    Examples
    --------
    >>> per_cent(0.0004), per_cent(0.123)
    ('below 1 %', '12 %')
    """
    from millrace.reports.data_quality.check import per_cent as written

    return written(share)


def shown_names(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Take some columns of a table under names for people, in this order.

    Examples
    --------
    >>> list(shown_names(pd.DataFrame({"a": [1], "b": [2]}), {"b": "pieces"}).columns)
    ['pieces']
    """
    return table[list(names)].rename(columns=names).reset_index(drop=True)
