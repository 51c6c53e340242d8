"""Tables that fit: text on the left, numbers on the right, codes whole, long reasons wrapped at words."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from millrace.errors import counted
from millrace.showing.values import MISSING, column_texts, is_missing, value_text

__all__ = ["series_html", "table_html", "value_html"]

SHORT, LONGEST = 26, 1_000
LEFT_OUT = '<td class="n">⋮</td>'
# LB-W012 must not be broken at its hyphen, nor 2025-03-05.
CODE = re.compile(r"\S*\d\S*-\S*|\S*-\S*\d\S*")
# The class twice, because JupyterLab's own rules for tables are strong; the colours are the theme's.
STYLE = """<style>
.millrace-table { overflow-x: auto; max-width: 100%; }
.millrace-table.millrace-table table { margin: 0; table-layout: auto; }
.millrace-table.millrace-table :is(th, td) { text-align: left; vertical-align: top;
  padding: 0.3em 0.7em; line-height: 1.4; max-width: 44ch; white-space: pre-wrap; overflow-wrap: break-word; }
.millrace-table.millrace-table thead th { vertical-align: bottom; white-space: normal; }
.millrace-table.millrace-table tbody th { font-weight: normal; opacity: 0.85; }
.millrace-table.millrace-table .n { text-align: right; font-variant-numeric: tabular-nums; }
.millrace-table.millrace-table :is(td.s, td.n, th.s, span) { white-space: pre; }
.millrace-table.millrace-table i { opacity: 0.8; }
</style>"""


@dataclass(frozen=True)
class Column:
    """One column as it is shown: its heading, its cells, and whether they are numbers."""

    head: str
    cells: list[str]
    is_number: bool

    @classmethod
    def of(cls, values: "pd.Series | pd.Index", head: object) -> "Column":
        """Write the values of a column, or the labels of the rows."""
        is_number = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
        texts = column_texts(values, head, grouped=isinstance(values, pd.Series))
        gaps = [is_missing(value) for value in values]
        cells = [f"<i>{MISSING}</i>" if gap else _escaped(text) for text, gap in zip(texts, gaps, strict=True)]
        return cls(_escaped(_head(head)), cells, is_number)

    def cell(self, row: int, *, mark: str) -> str:
        """Return one cell; ``mark`` is td or th."""
        text = self.cells[row]
        kind = "n" if self.is_number else "s" if len(text) <= SHORT else "t"
        scope = ' scope="row"' if mark == "th" else ""
        return f'<{mark} class="{kind}"{scope}>{text}</{mark}>'

    @property
    def heading(self) -> str:
        """Return the heading, which stands over its cells."""
        return f'<th class="{"n" if self.is_number else "t"}" scope="col">{self.head}</th>'


def table_html(frame: pd.DataFrame) -> str:
    """Show a table, of a long one the first and last rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table; it is not changed. How many rows and columns are shown is pandas' ``display.max_rows``, ``min_rows``
        and ``max_columns``.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> "1,234.50" in table_html(pd.DataFrame({"price": [1234.5]}))
    True
    """
    rows, gap = _shown_places(len(frame), _option("max_rows", 60), _option("min_rows", 10))
    most = _option("max_columns", 20)
    places, hidden = _shown_places(frame.shape[1], most, most)
    part = frame.iloc[rows, places]
    labels = [Column.of(part.index.get_level_values(level), name) for level, name in enumerate(_index_names(frame))]
    columns = [Column.of(part.iloc[:, place], part.columns[place]) for place in range(part.shape[1])]
    if hidden is not None:
        columns.insert(hidden, Column("…", ["…"] * len(part), is_number=False))
    size = "" if gap is hidden is None else _size(frame, len(part) if gap is not None else None)
    return _page(labels, columns, gap, size)


def series_html(series: pd.Series) -> str:
    """Show a column as a table of one column, without its dtype.

    Parameters
    ----------
    series : pandas.Series
        Any column; it is not changed.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> "dtype" in series_html(pd.Series([1.0], name="price"))
    False
    """
    return table_html(series.to_frame(name="" if series.name is None else series.name))


def value_html(value: object) -> str | None:
    """Show one number or date.

    Parameters
    ----------
    value : object
        A number or a time.

    Returns
    -------
    str or None
        HTML, or None when what Python writes is what people write.

    Examples
    --------
    >>> value_html(62080.350000001), value_html(2025)
    ('<code>62,080.35</code>', None)
    """
    # A whole number that stands alone may be a year.
    if isinstance(value, int) and abs(value) < 10_000:
        return None
    text = value_text(value)
    return None if text == repr(value) else f"<code>{html.escape(text)}</code>"


def _option(name: str, otherwise: int) -> int:
    # None and 0 mean "all" or "what fits the terminal", which a page has not.
    return int(pd.get_option(f"display.{name}") or otherwise)


def _shown_places(number: int, most: int, if_more: int) -> tuple[list[int], int | None]:
    """Return which rows to show, and before which of them some are left out."""
    if number <= most:
        return list(range(number)), None
    half = max(1, min(most, if_more) // 2)
    return [*range(half), *range(number - half, number)], half


def _index_names(frame: pd.DataFrame) -> list[object]:
    return ["" if name is None else name for name in frame.index.names]


def _head(name: object) -> str:
    return ", ".join(map(str, filter(lambda part: part != "", name))) if isinstance(name, tuple) else value_text(name)


def _escaped(text: str) -> str:
    if len(text) > LONGEST:
        text = f"{text[:LONGEST].rsplit(' ', 1)[0]} … ({counted(len(text) - LONGEST, 'character')} more)"
    safe = html.escape(text)
    return safe if len(text) <= SHORT else CODE.sub(lambda code: f"<span>{code[0]}</span>", safe)


def _size(frame: pd.DataFrame, shown: int | None) -> str:
    size = (counted(n, what) for n, what in zip(frame.shape, ["row", "column"], strict=True))
    ends = f"; the first and last {shown // 2} rows are shown" if shown else ""
    return f"<p><small>{', '.join(size)}{ends}</small></p>"


def _page(labels: list[Column], columns: list[Column], gap: int | None, size: str) -> str:
    number = len(labels[0].cells)
    head = "".join(column.heading for column in [*labels, *columns])
    body = "".join(_rows(labels, columns, range(number), gap))
    empty = "" if number else "<p><small>No rows.</small></p>"
    return (
        f'{STYLE}<div class="millrace-table"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{size}{empty}"
    )


def _rows(labels: list[Column], columns: list[Column], places: Iterable[int], gap: int | None) -> Iterator[str]:
    for row in places:
        if row == gap:
            yield f"<tr>{LEFT_OUT * (len(labels) + len(columns))}</tr>"
        names = (label.cell(row, mark="th") for label in labels)
        yield f"<tr>{''.join(chain(names, (column.cell(row, mark='td') for column in columns)))}</tr>"
