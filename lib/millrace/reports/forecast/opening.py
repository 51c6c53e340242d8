"""Open the list of sales and up to two files beside it, and say what each of them is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import Chosen
from millrace.reports.data_quality.intake import check_intake, left_aside
from millrace.reports.file import read_file
from millrace.reports.forecast.columns import EXTRAS, choose_extra_columns, choose_sales_columns, kind_of_extra
from millrace.reports.showing import Shown, show_text

__all__ = ["Opened", "Source", "chooser", "open_files"]

WORDS = {
    "sales": "a list of sales",
    "products": "a product list",
    "stock-outs": "a list of stock-outs",
    "calendar": "a calendar",
}


@dataclass(frozen=True)
class Source:
    """A file that was read.

    Parameters
    ----------
    name : str
        Name of the file.
    table : DataFrame
        Its rows.
    columns : Chosen
        The column of each role.
    """

    name: str
    table: pd.DataFrame
    columns: Chosen

    def left_out(self) -> pd.DataFrame:
        """List the rows of the file that are not in the table: ``place``, ``reason``, ``text``."""
        if "intake" not in self.table.attrs:
            return pd.DataFrame(columns=["place", "reason", "text"])
        listed = left_aside(self.table)
        return pd.DataFrame({
            "place": "line " + listed["line"].astype(str),
            "reason": listed["what became of it"] + ": " + listed["reason"].astype(str),
            "text": listed["text"].astype(str),
        })  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """The files of the report.

    Parameters
    ----------
    sales : Source
        The list of sales.
    extras : dict of str to Source
        By what they are: ``products``, ``stock-outs``, ``calendar``.
    """

    sales: Source
    extras: dict[str, Source] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read of each file, and which of its columns is what."""
        whole = _told("sales", self.sales)
        for kind, source in self.extras.items():
            whole += _told(kind, source)
        return whole


def _told(kind: str, source: Source) -> Shown:
    read = check_intake(source.table).found if "intake" in source.table.attrs else ""
    said = show_text(f"'{source.name}' is read as {WORDS[kind]}. {read}".strip())
    named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in source.columns.rows)
    return said + Shown(source.columns._repr_html_(), named)


def open_files(
    file: str | Path | pd.DataFrame,
    *others: str | Path,
    needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
) -> Opened:
    """Read a list of sales, and files beside it that are recognised by their columns.

    Parameters
    ----------
    file : str, Path or DataFrame
        The sales; the file is never changed. A table of the course, such as a checkpoint, is taken as it is.
    *others : str or Path
        A product list, stock-outs or a calendar; empty for none.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of the workbook of sales.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When a file cannot be read.
    ArgumentError
        When no file, or one file twice, or two of one kind were given.
    ColumnError
        When a file has no rows, is not recognised, or it must be named which column is meant.
    """
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    return _look(_tables(file, others, sheet), listed, columns or {})


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
    tables = _tables(file, (second or "", settings.get("third_file", "")), settings.get("sheet", ""))
    return lambda given: _look(tables, needs, given)


def _tables(
    file: str | Path | pd.DataFrame, others: Sequence[str | Path], sheet: str
) -> list[tuple[str, pd.DataFrame]]:
    beside = [Path(path).expanduser() for path in others if str(path)]
    if isinstance(file, pd.DataFrame):
        name = str(file.attrs.get("checkpoint", "the table"))
        return [(name, file), *((path.name, read_file(path)) for path in beside)]
    if not str(file):
        raise ArgumentError("No file was named. Expected: a list of your sales. Write where it is.")
    paths = [Path(file).expanduser(), *beside]
    for place, path in enumerate(paths):
        if path.resolve() in [other.resolve() for other in paths[:place]]:
            raise ArgumentError(
                f"'{path.name}' was given twice. Expected: different files. Leave out one of them, or name another."
            )
    return [(path.name, read_file(path, sheet="" if place else sheet)) for place, path in enumerate(paths)]


def _look(tables: Sequence[tuple[str, pd.DataFrame]], needs: Sequence[Need], given: Mapping[str, str]) -> Opened:
    for name, table in tables:
        if table.empty:
            raise ColumnError(f"'{name}' has no rows of data. Expected: one row per sale or period. Export it again.")
    extras: dict[str, Source] = {}
    for name, table in tables[1:]:
        kind = kind_of_extra(table, needs, given, name=name)
        if kind in extras:
            raise ArgumentError(
                f"'{name}' and '{extras[kind].name}' are both {WORDS[kind]}. Expected: one of each. Leave out one."
            )
        extras[kind] = Source(name, table, choose_extra_columns(table, needs, given, kind=kind))
    elsewhere = {role for kind, source in extras.items() for role in EXTRAS[kind] if given.get(role) in source.table}
    name, table = tables[0]
    mine = {role: column for role, column in given.items() if role not in elsewhere or column in table.columns}
    return Opened(Source(name, table, choose_sales_columns(table, needs, mine)), extras)
