"""Open the table of people and find the decision, the groups, the score and what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import ColumnQuestion, choose_columns
from millrace.reports.data_quality.intake import check_intake
from millrace.reports.file import read_file
from millrace.reports.forecast.opening import Source
from millrace.reports.showing import Shown, show_text

__all__ = ["ATTRIBUTES", "Opened", "chooser", "open_file"]

ATTRIBUTES = ("sex", "origin", "age", "disability", "region", "language")


@dataclass(frozen=True)
class Opened:
    """The file of the report.

    Parameters
    ----------
    people : Source
        The table, one row per person, and which of its columns is what.
    """

    people: Source

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read, and which column is what; never a value of a person."""
        source = self.people
        read = check_intake(source.table).found if "intake" in source.table.attrs else ""
        warned = str(source.table.attrs.get("warning", ""))  # of a sample file, whose bias is planted
        said = show_text(" ".join(filter(None, [f"'{source.name}' is read as one row per person.", read, warned])))
        named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in source.columns.rows)
        return said + Shown(source.columns._repr_html_(), named)


def open_file(
    file: str | Path | pd.DataFrame,
    *,
    needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    threshold: float | None = None,
) -> Opened:
    """Read a table with one row per person.

    Parameters
    ----------
    file : str, Path or DataFrame
        The file, which is never changed. A table of the course is taken as it is.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of a workbook.
    threshold : float, optional
        Where it is said, a score is enough and no column of the decision is needed.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When the file cannot be read.
    ArgumentError
        When no file was given.
    ColumnError
        When the file has no rows, or it must be named which column is meant.
    """
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    return _look(*_table(file, sheet), listed, columns or {}, threshold)


def chooser(
    needs: Sequence[Need], file: Path, second: Path | None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read the file once, so that the columns can be asked for again and again.

    Parameters
    ----------
    needs : sequence of Need
        What is looked for.
    file, second : Path or None
        The file; there is no second one.
    settings : mapping
        Settings of the report.

    Returns
    -------
    callable
        Takes the columns that were named, and raises what is to be asked.
    """
    name, table = _table(file, settings.get("sheet", ""))
    return lambda given: _look(name, table, needs, given, settings.get("threshold"))


def _table(file: str | Path | pd.DataFrame, sheet: str) -> tuple[str, pd.DataFrame]:
    if isinstance(file, pd.DataFrame):
        return str(file.attrs.get("name", "the table")), file
    if not str(file):
        raise ArgumentError("No file was named. A table with one row per person was expected. Write where it is.")
    path = Path(file).expanduser()
    return path.name, read_file(path, sheet=sheet)


def _look(
    name: str, table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str], threshold: float | None
) -> Opened:
    if table.empty:
        raise ColumnError(f"'{name}' has no rows of data. One row per person was expected. Export it again.")
    named = {role: column for role, column in given.items() if column}
    _check_twice(named)
    chosen = choose_columns(table, needs, **named)
    if not chosen["decision"] and not (chosen["score"] and threshold is not None):
        [need] = [need for need in needs if need.role == "decision"]
        asked = Need(need.role, need.what, need.kind, need.words, required=True)
        raise ColumnQuestion(asked, list(map(str, table.columns)))
    return Opened(Source(name, table, chosen))


def _check_twice(named: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for role, column in named.items():
        if column != "-" and column in seen:
            raise ArgumentError(
                f"Column '{column}' was named as {seen[column]} and as {role}. One role per column was expected: a "
                "group that is the decision tells nothing. Name another for one of them."
            )
        seen[column] = role
