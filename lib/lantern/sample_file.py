"""What a sample file is: its documentation, its writer, and its entry in the data package."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from lantern.company import Company
from millrace import samples

__all__ = ["Column", "SampleFile", "Truth", "documented", "slug", "write_plain"]


@dataclass(frozen=True)
class Column:
    """A column as documented: its name in the file, its type, what it holds and in which unit."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class SampleFile:
    """A sample file: what it holds, and how it is written from the truth.

    Attributes
    ----------
    name, title : str
        The file's name, and what a reader would call it.
    grain : str
        What one row is.
    problems : str
        Known quality problems in general terms; what is planted is told in `Truth`.
    columns : tuple of Column
        Every column of the file.
    write : callable
        From the company to a path.
    key : tuple of str
        Columns that together name one row; empty when nothing does.
    refers : dict
        A column to ``(file, column)`` that lists its values.
    dialect : dict, optional
        Delimiter and encoding where they are not comma and UTF-8.
    warning : str
        What is said whenever the file is loaded: for data with a planted bias against people.
    heading_row : int, optional
        Of a workbook: the row of each sheet that holds the headings, from 0.
    """

    name: str
    title: str
    grain: str
    problems: str
    columns: tuple[Column, ...]
    write: Callable[[Company, Path], None]
    key: tuple[str, ...] = ()
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    dialect: dict[str, str] | None = None
    warning: str = ""
    heading_row: int | None = None

    def read(self, path: Path) -> pd.DataFrame:
        """Read the file without any cleaning, as everybody does who has the data package."""
        return samples.read_resource(path, self.resource())

    def resource(self) -> dict[str, Any]:
        """Describe the file for its data package. Source: Data Package standard, version 1."""
        entry: dict[str, Any] = {"name": slug(self.name), "path": self.name, "title": self.title}
        # Workbooks and chats as people keep them are no tables: a validator is told to look at the file alone.
        entry["type"] = "table" if self.name.endswith(".csv") else "file"
        entry["description"] = " ".join(filter(None, [f"One row per {self.grain}.", self.problems, self.warning]))
        own = {"grain": self.grain, "problems": self.problems, "warning": self.warning, "headingRow": self.heading_row}
        entry |= {name: value for name, value in own.items() if value not in ("", None)}
        if self.name.endswith(".csv"):
            dialect = self.dialect or {}
            entry |= {"profile": "tabular-data-resource", "encoding": dialect.get("encoding", "utf-8")}
            entry["dialect"] = {"delimiter": dialect.get("delimiter", ",")}
            entry["schema"] = self._schema()
        return entry

    def _schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "fields": [{"name": c.name, "type": c.type, "description": c.meaning} for c in self.columns]
        }
        if self.key:
            schema["primaryKey"] = list(self.key)
        if self.refers:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": slug(other), "fields": [its]}}
                for column, (other, its) in self.refers.items()
            ]
        return schema


@dataclass(frozen=True)
class Truth:
    """Something planted in the sample files, kept as data for tests and trainers.

    Attributes
    ----------
    name : str
        What `lantern.truth` finds it by.
    files : tuple of str
        Where it is planted; empty for the clean tables behind the files.
    planted : str
        What is planted, for trainers. Names in braces are filled from `numbers`.
    price : str
        What it costs when it is missed.
    table : callable
        From the company to the record.
    numbers : callable
        From the record to the numbers named in `planted`.
    """

    name: str
    files: tuple[str, ...]
    planted: str
    price: str
    table: Callable[[Company], pd.DataFrame]
    numbers: Callable[[pd.DataFrame], dict] = lambda table: {}


def documented(text: str) -> tuple[Column, ...]:
    """Make columns of lines such as ``sku | string | Item number``."""
    return tuple(Column(*(part.strip() for part in line.split("|"))) for line in text.strip().splitlines())


def write_plain(make: Callable[[Company], pd.DataFrame]) -> Callable[[Company, Path], None]:
    """Return the writer of a plain CSV file: UTF-8, commas; columns ``true_...`` stay out, days are yyyy-mm-dd."""

    def write(company: Company, path: Path) -> None:
        table = make(company)
        shown = table[[c for c in table.columns if not c.startswith("true_")]]
        path.write_bytes(shown.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode("utf-8"))

    return write


def slug(name: str) -> str:
    """Return the name of a file as data packages write it."""
    return name.replace(".", "-").replace("_", "-")
