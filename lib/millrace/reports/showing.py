"""What a report shows: sentences, short tables and charts that a screen reader can read too."""

import base64
import html
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from millrace.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Shown", "show_chart", "show_list", "show_table", "show_text"]

LONGEST_CELL = 160
WIDEST = 16


class Shown:
    """Something to look at, in a notebook or on a page; printed, it is plain text.

    Parameters
    ----------
    page : str
        As HTML.
    text : str
        As plain text.
    """

    def __init__(self, page: str, text: str) -> None:
        self.page, self.text = page, text

    def __add__(self, other: "Shown") -> "Shown":
        """Show one below the other."""
        return Shown(f"{self.page}\n{other.page}", f"{self.text}\n{other.text}")

    def __repr__(self) -> str:
        """Return the plain text."""
        return self.text

    def _repr_html_(self) -> str:
        return self.page


def show_text(sentence: str) -> Shown:
    """Show a sentence.

    Parameters
    ----------
    sentence : str
        Plain text; nothing in it is taken for HTML.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show_text("3 < 5").page
    '<p>3 &lt; 5</p>'
    """
    return Shown(f"<p>{html.escape(sentence)}</p>", sentence)


def show_list(lines: Iterable[str]) -> Shown:
    """Show a numbered list.

    Parameters
    ----------
    lines : iterable of str
        Plain texts.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show_list(["Call Li.", "Call Wang."])
    1. Call Li.
    2. Call Wang.
    """
    lines = list(lines)
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return Shown(f"<ol>{items}</ol>", "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)))


def show_table(table: pd.DataFrame, *, rows: int = 20, more: str = "in the workbook") -> Shown:
    """Show the first rows of a table, long cells shortened, and say how many there are more.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; its index is not shown.
    rows : int
        How many rows to show.
    more : str
        Where the others are.

    Returns
    -------
    Shown

    Examples
    --------
    >>> print(show_table(pd.DataFrame({"sku": ["BG-1", "BG-2"]}), rows=1).text)
     sku
    BG-1
    1 more row in the workbook.
    """
    short = table.iloc[:rows, :WIDEST].map(_cell)
    note = _left_out(len(table) - rows, "row", more) + _left_out(table.shape[1] - WIDEST, "column", more)
    page = short.to_html(index=False, border=0, justify="left", na_rep="")
    # JupyterLab aligns headings and cells to the right, which makes texts hard to read.
    page = page.replace("<td>", '<td style="text-align: left">').replace("<th>", '<th style="text-align: left">')
    return Shown(f"{page}<p><small>{note.strip()}</small></p>", f"{short.to_string(index=False)}\n{note.strip()}")


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, float):
        written = f"{value:,.2f}".removesuffix(".00")
        return "0" if written == "-0" else written
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    flat = " ".join(str(value).split())
    return flat if len(flat) <= LONGEST_CELL else flat[: LONGEST_CELL - 1] + "…"


def _left_out(number: int, what: str, where: str) -> str:
    if number <= 0:
        return ""
    return f" {number:,} more {what}{'' if number == 1 else 's'} {where}."


def show_chart(ax: "Axes", *, says: str) -> Shown:
    """Show a chart with a text for those who cannot see it.

    Parameters
    ----------
    ax : matplotlib Axes
        The chart; its figure is closed.
    says : str
        What it shows, in a sentence or two.

    Returns
    -------
    Shown

    Raises
    ------
    ArgumentError
        When the chart is on no figure.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> show_chart(Figure().subplots(), says="Nothing yet.").text
    'Nothing yet.'
    """
    import matplotlib.pyplot as plt

    picture, figure = io.BytesIO(), ax.get_figure(root=True)
    if figure is None:
        raise ArgumentError("The chart was taken off its figure. Expected: Axes on a figure. Draw it again.")
    figure.savefig(picture, format="png", dpi=130, metadata={"Software": None})
    plt.close(figure)
    data = base64.b64encode(picture.getvalue()).decode()
    return Shown(f'<img src="data:image/png;base64,{data}" alt="{html.escape(says)}" style="max-width:100%">', says)
