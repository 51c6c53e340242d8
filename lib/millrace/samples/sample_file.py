"""What a sample file is: its documentation, its writer, and how it is read back as it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from millrace.samples.company import Company

__all__ = ["Column", "SampleFile", "Truth", "documented", "read_plain", "read_workbook", "write_plain"]


@dataclass(frozen=True)
class Column:
    """A column as documented: its name in the file, its type, what it holds and in which unit."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class SampleFile:
    """A sample file: what it holds, how it is written from the truth, and how it is read back without any cleaning.

    Attributes
    ----------
    name, title : str
        The file's name, and what a reader would call it.
    grain : str
        What one row is.
    problems : str
        Known quality problems in general terms; what is planted stands in `Truth`.
    columns : tuple of Column
        Every column of the file.
    write, read : callable
        From the company to a path; from a path to a table.
    key : tuple of str
        Columns that together name one row; empty when nothing does.
    refers : dict
        A column to ``(file, column)`` in which its values stand.
    dialect : dict, optional
        Delimiter and encoding where they are not comma and UTF-8.
    warning : str
        What is said whenever the file is loaded: for data with a planted bias against people.
    """

    name: str
    title: str
    grain: str
    problems: str
    columns: tuple[Column, ...]
    write: Callable[[Company, Path], None]
    read: Callable[[Path], pd.DataFrame]
    key: tuple[str, ...] = ()
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    dialect: dict | None = None
    warning: str = ""


@dataclass(frozen=True)
class Truth:
    """Something planted in the sample files, kept as data for tests and trainers.

    Attributes
    ----------
    name : str
        What `millrace.samples.truth` finds it by.
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
    """Give the writer of a plain CSV file: UTF-8, commas; columns ``true_...`` stay out, days are yyyy-mm-dd."""

    def write(company: Company, path: Path) -> None:
        table = make(company)
        shown = table[[c for c in table.columns if not c.startswith("true_")]]
        path.write_bytes(shown.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode("utf-8"))

    return write


def read_plain(path: Path) -> pd.DataFrame:
    """Read a plain CSV file as it stands: dates stay text, only empty cells are missing."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


def read_workbook(heading: int) -> Callable[[Path], pd.DataFrame]:
    """Give the reader of a workbook whose sheets have their headings in one row; ``sheet`` says where a row stood."""

    def read(path: Path) -> pd.DataFrame:
        sheets = pd.read_excel(path, sheet_name=None, engine="calamine", header=None, dtype=str)
        tables = {name: sheet for name, sheet in sheets.items() if sheet.shape[1] > 1}
        parts = {name: t[heading + 1 :].set_axis(t.iloc[heading].tolist(), axis=1) for name, t in tables.items()}
        return pd.concat(parts, names=["sheet"]).reset_index(level="sheet").reset_index(drop=True)

    return read
