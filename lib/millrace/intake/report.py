"""What intake found in a file and why, carried along with the table that was read."""

import html
from collections.abc import Iterable, Sequence
from typing import Self

import pandas as pd

from millrace.errors import ArgumentError, counted

__all__ = ["Report", "places", "quarantined", "report"]

_COLUMNS = ["line", "reason", "text"]
_SHOWN = 5


def _rows(rows: Iterable[tuple[int, str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=_COLUMNS).astype({"line": "int64"})
    return table.sort_values("line", kind="stable", ignore_index=True)


class Report(dict):
    """What was found in a file, and what became of each of its rows.

    A report equals only itself and is never copied, so that it can ride in ``frame.attrs`` through filters, merges and
    concatenations. It is also a dictionary of its plain facts, because pandas writes ``attrs`` as JSON into Parquet.

    Attributes
    ----------
    file : str
        Name of the file.
    kind : str
        What the file is: ``"delimited text"``, ``"workbook"`` or ``"chat"``.
    encoding, delimiter : str or None
        How text is written in the file, where that applies.
    header_row : int or None
        Line of the header, counted from 1; for a header of two rows the lower one; None without a header.
    sheets : list of str
        Sheets that were read.
    rows_present, rows_read, rows_set_aside, rows_quarantined : int
        Records in the file and what became of them; the last three add up to the first.
    set_aside : pandas.DataFrame
        Rows that are no data, such as titles, blank rows, headers and subtotals: line, reason, text.
    quarantine : pandas.DataFrame
        Rows that could not be read into the table: line, reason, text.
    replaced_characters : int
        Characters that could not be read and are the replacement character in the table.
    findings : list of tuple
        What was looked at, what was found, and why.
    """

    def __init__(self, file: str, kind: str, *, encoding: str | None = None) -> None:
        super().__init__()
        self.file = file
        self.kind = kind
        self.encoding = encoding
        self.delimiter: str | None = None
        self.header_row: int | None = None
        self.sheets: list[str] = []
        self.rows_present = 0
        self.rows_read = 0
        self.replaced_characters = 0
        self.findings: list[tuple[str, str, str]] = []
        self.set_aside = _rows([])
        self.quarantine = _rows([])

    @property
    def rows_set_aside(self) -> int:
        """Number of rows that are no data."""
        return len(self.set_aside)

    @property
    def rows_quarantined(self) -> int:
        """Number of rows that could not be read."""
        return len(self.quarantine)

    def found(self, what: str, found: object, why: str) -> None:
        """Note one thing that was found, and the evidence for it."""
        self.findings.append((what, str(found), why))

    def put_aside(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Note rows that are no data, as (line, reason, text)."""
        rows = list(rows)
        if rows:
            self.set_aside = _rows([*self.set_aside.itertuples(index=False, name=None), *rows])

    def put_in_quarantine(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Note rows that could not be read, as (line, reason, text)."""
        rows = list(rows)
        if rows:
            self.quarantine = _rows([*self.quarantine.itertuples(index=False, name=None), *rows])

    def seal(self) -> Self:
        """Write the plain facts into the dictionary, once everything is known."""
        self.update(
            file=self.file,
            kind=self.kind,
            encoding=self.encoding,
            delimiter=self.delimiter,
            header_row=self.header_row,
            sheets=self.sheets,
            rows_present=self.rows_present,
            rows_read=self.rows_read,
            rows_set_aside=self.rows_set_aside,
            rows_quarantined=self.rows_quarantined,
            replaced_characters=self.replaced_characters,
        )
        return self

    def __eq__(self, other: object) -> bool:
        """Equal only itself, so that pandas can compare ``attrs``."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Differ from everything else."""
        return self is not other

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has no hash, a report has that of its identity
        """Hash by identity, as it is compared."""
        return id(self)

    def __bool__(self) -> bool:
        """Be true, even before any fact is known."""
        return True

    def __copy__(self) -> Self:
        """Stay the same report in a copied table."""
        return self

    def __deepcopy__(self, memo: dict) -> Self:
        """Stay the same report in a copied table."""
        return self

    def __repr__(self) -> str:
        """Say in plain lines what was found and what became of each row."""
        return "\n".join([f"{self.file}: {self.kind}, {_balance(self)}", *_finding_lines(self), *_row_lines(self)])

    def _repr_html_(self) -> str:
        facts = _html_table(["looked at", "found", "why"], self.findings)
        rows = _html_table(["line", "what became of it", "text"], _sample_rows(self))
        return f"<p><b>{html.escape(self.file)}</b>: {html.escape(f'{self.kind}, {_balance(self)}')}</p>{facts}{rows}"


def _balance(report: Report) -> str:
    return (
        f"{counted(report.rows_present, 'row')} present = {report.rows_read:,} read + "
        f"{report.rows_set_aside:,} set aside + {report.rows_quarantined:,} in quarantine"
    )


def _finding_lines(report: Report) -> list[str]:
    return [f"  {what}: {found} ({why})" for what, found, why in report.findings]


def _sample_rows(report: Report, *, each: int = 3) -> list[tuple[str, str, str]]:
    sample = []
    for label, table in [("set aside", report.set_aside), ("quarantine", report.quarantine)]:
        # Reasons such as "subtotal: 'Week 7', and the figures add up" differ from row to row, but not in kind.
        for kind, rows in table.groupby(table["reason"].str.split(":").str[0], sort=False):
            # The last one is always shown: among subtotals it is the grand total.
            between = len(rows) - each - 1
            shown = rows if between <= 1 else rows.iloc[[*range(each), -1]]
            told = [
                (str(line), f"{label}: {reason}", _short(text))
                for line, reason, text in shown.itertuples(index=False, name=None)
            ]
            if between > 1:
                told.insert(each, ("...", f"{label}: {kind}", f"and {between:,} more between"))
            sample += told
    return sample


def _row_lines(report: Report) -> list[str]:
    return [f"  line {line}, {reason}: {text}" for line, reason, text in _sample_rows(report)]


def places(lines: Sequence[object], *, what: str = "line") -> str:
    """Name the first places of a finding, and count the others.

    Parameters
    ----------
    lines : sequence
        Lines, rows or cells; one too many to show is shown, too.
    what : str
        What they are, in the singular.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> places([3]), places([3, 4, 9])
    ('line 3', 'lines 3, 4, 9')
    >>> places([f"B{i}" for i in range(2, 12)], what="cell")
    'cells B2, B3, B4, B5, B6 and 5 more'
    """
    shown = lines if len(lines) <= _SHOWN + 1 else lines[:_SHOWN]
    more = f" and {len(lines) - _SHOWN:,} more" if len(lines) > len(shown) else ""
    return f"{what}{'' if len(lines) == 1 else 's'} " + ", ".join(map(str, shown)) + more


def _short(text: str, *, limit: int = 80) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= limit else flat[: limit - 3] + "..."


def _html_table(head: list[str], rows: Iterable[tuple[str, str, str]]) -> str:
    cells = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(str(c))}</td>" for c in row) + "</tr>"
        for row in rows
    )
    titles = "".join(f"<th style='text-align:left'>{title}</th>" for title in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table>" if cells else ""


def report(frame: pd.DataFrame) -> Report:
    """Return the report of a table that intake has read.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table from `read_table`, `read_workbook` or `read_chat`, or some of its rows.

    Returns
    -------
    Report
        What was found in the file and why, and what became of each row.

    Raises
    ------
    ArgumentError
        When the table carries no report.

    Examples
    --------
    >>> report(pd.DataFrame({"quantity": [1]}))
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: This table carries no intake report. Expected: a table from read_table, \
read_workbook or read_chat. Read the file again with one of them, and ask for the report before joining tables.
    """
    found = getattr(frame, "attrs", {}).get("intake")
    if not isinstance(found, Report):
        raise ArgumentError(
            "This table carries no intake report. Expected: a table from read_table, read_workbook or read_chat. "
            "Read the file again with one of them, and ask for the report before joining tables."
        )
    return found


def quarantined(frame: pd.DataFrame) -> pd.DataFrame:
    r"""List the rows of the file that could not be read into the table.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table from `read_table`, `read_workbook` or `read_chat`.

    Returns
    -------
    pandas.DataFrame
        One row per record that was left out: ``line`` (from 1), ``reason`` and ``text`` as it is in the file.

    Raises
    ------
    ArgumentError
        When the table carries no report.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from millrace import intake
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = path.write_text("sku,quantity\nBG-1,2\nBG-2,3,9,9\nBG-3,1\n")
    >>> quarantined(intake.read_table(path))
       line                                reason        text
    0     3  4 cells where the header has 2 names  BG-2,3,9,9
    """
    return report(frame).quarantine.copy()
