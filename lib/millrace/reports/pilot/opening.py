"""Open the table of outcomes and, where there is one, the list of who began when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.data_quality.intake import check_intake
from millrace.reports.file import read_file
from millrace.reports.forecast.opening import Source
from millrace.reports.pilot.columns import choose_pilot_columns, choose_start_columns
from millrace.reports.pilot.wide import lay_out
from millrace.reports.showing import Shown, show_text

__all__ = ["Opened", "chooser", "open_files"]


@dataclass(frozen=True)
class Opened:
    """The files of the report.

    Parameters
    ----------
    outcomes : Source
        The table of outcomes.
    starts : Source or None
        The list of who began when.
    """

    outcomes: Source
    starts: Source | None = None

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read of each file, and which of its columns is what."""
        whole = _told("a table of outcomes", self.outcomes)
        return whole + _told("the list of who began when", self.starts) if self.starts else whole


def _told(what: str, source: Source) -> Shown:
    read = check_intake(source.table).found if "intake" in source.table.attrs else ""
    laid_out = source.table.attrs.get("laid_out", "")
    said = show_text(" ".join(filter(None, [f"'{source.name}' is read as {what}.", read, laid_out])))
    named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in source.columns.rows)
    return said + Shown(source.columns._repr_html_(), named)


def open_files(
    file: str | Path | pd.DataFrame,
    second: str | Path = "",
    *,
    needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
) -> Opened:
    """Read a table of outcomes, and a list of starts beside it.

    Parameters
    ----------
    file : str, Path or DataFrame
        The outcomes; the file is never changed. A table of the course is taken as it is.
    second : str or Path
        A list of units and since when each was in the pilot; empty for none.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of the workbook of outcomes.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When a file cannot be read.
    ArgumentError
        When no file was given.
    ColumnError
        When a file has no rows, or it must be named which column is meant.
    """
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    return _look(_tables(file, second, sheet), listed, columns or {})


def chooser(
    needs: Sequence[Need], file: Path, second: Path | None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read the files once, so that the columns can be asked for again and again.

    Parameters
    ----------
    needs : sequence of Need
        What is looked for.
    file, second : Path or None
        The files.
    settings : mapping
        Settings of the report.

    Returns
    -------
    callable
        Takes the columns that were named, and raises what is to be asked.
    """
    tables = _tables(file, second or "", settings.get("sheet", ""))
    return lambda given: _look(tables, needs, given)


def _tables(file: str | Path | pd.DataFrame, second: str | Path, sheet: str) -> list[tuple[str, pd.DataFrame]]:
    beside = [(Path(second).expanduser().name, read_file(Path(second).expanduser()))] if str(second) else []
    if isinstance(file, pd.DataFrame):
        return [(str(file.attrs.get("name", "the table")), file), *beside]
    if not str(file):
        raise ArgumentError("No file was named. Expected: a table of outcomes. Write where it is.")
    path = Path(file).expanduser()
    return [(path.name, read_file(path, sheet=sheet)), *beside]


def _look(tables: Sequence[tuple[str, pd.DataFrame]], needs: Sequence[Need], given: Mapping[str, str]) -> Opened:
    for name, table in tables:
        if table.empty:
            raise ColumnError(f"'{name}' has no rows of data. Expected: one row per case. Export it again.")
    name, table = tables[0][0], lay_out(tables[0][1], given)
    other = tables[1][1] if len(tables) > 1 else None
    mine = {
        r: c for r, c in given.items() if other is None or c in table.columns or c not in other.columns or r == "began"
    }
    outcomes = Source(name, table, choose_pilot_columns(table, needs, mine, other=other))
    if other is None:
        return Opened(outcomes)
    return Opened(outcomes, Source(tables[1][0], other, choose_start_columns(other, needs, given)))
