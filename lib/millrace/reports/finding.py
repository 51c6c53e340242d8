"""One thing that was looked at: what was found, what to do about it, and a chart and a table to see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from millrace.errors import counted
from millrace.reports.showing import Shown, show_chart, show_list, show_table, show_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Finding", "chart_of", "first_things", "money", "per_cent", "shown_names"]

ROWS, DECISIONS = 12, 6


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Parameters
    ----------
    about : str
        What it is about, as in ``"groups"``; it decides what comes first on Monday.
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


def first_things(found: Sequence[Finding], *, weights: Mapping[str, int]) -> Shown:
    """Say what to do first: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.
    weights : mapping of str to int
        By what a finding is about: the higher, the earlier.

    Returns
    -------
    Shown
        A list, or one sentence when nothing needs anybody.

    Examples
    --------
    >>> rest = Finding("groups", ("All alike.",))
    >>> first_things([rest, Finding("amounts", ("1 missing.",), "Ask Lin for 1 amount.")], weights={"amounts": 1})
    1. Ask Lin for 1 amount.
    """
    asked = sorted((one for one in found if one.action), key=lambda one: -weights[one.about])
    actions = list(dict.fromkeys(one.action for one in asked))
    if not actions:
        return show_text("Nothing was found that needs you.")
    said = show_list(actions[:DECISIONS])
    more = len(actions) - DECISIONS
    return said + show_text(f"{counted(more, 'thing')} more can wait: see above.") if more > 0 else said


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
