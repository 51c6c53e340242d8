"""A table about people, read, and what part each of its columns plays in finding one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.intake import report
from millrace.privacy import find_personal_columns, suggest_quasi_identifiers
from millrace.reports.data_quality.intake import check_intake
from millrace.reports.file import read_file
from millrace.reports.showing import Shown, show_text

__all__ = [
    "FREE_TEXT",
    "HARMLESS",
    "IDENTIFIER",
    "KNOWN",
    "SENSITIVE",
    "Opened",
    "Roles",
    "decide",
    "open_file",
    "quoted",
]

IDENTIFIER, KNOWN, SENSITIVE, FREE_TEXT, HARMLESS = (
    "identifier", "quasi-identifier", "sensitive", "free text", "neither",
)  # fmt: skip
MOST_KNOWN = 6  # columns that are looked at together: 63 combinations
MOST_NAMES = 50_000


@dataclass(frozen=True)
class Opened:
    """A table about people.

    Parameters
    ----------
    table : DataFrame
        The rows, with their own columns.
    name : str
        Of the file.
    said : str
        What was read.
    """

    table: pd.DataFrame = field(repr=False)
    name: str
    said: str

    def shown(self) -> Shown:
        """Return what was read."""
        return show_text(self.said)

    def _repr_html_(self) -> str:
        return self.shown().page

    def __repr__(self) -> str:
        """Say what was read."""
        return self.said


def open_file(file: str | Path | pd.DataFrame, *, sheet: str = "") -> Opened:
    """Read a table about people.

    Parameters
    ----------
    file : str, Path or DataFrame
        The file; it is never changed. A table is taken as it is.
    sheet : str
        One sheet of a workbook; all that share a layout when empty.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When the file cannot be read.
    ColumnError
        When it has no rows.
    """
    if isinstance(file, pd.DataFrame):
        table, name = file.copy(), str(file.attrs.get("name", "the table"))
        said = f"'{name}': {len(table):,} rows."
    else:
        table = read_file(file, sheet=sheet)
        name, said = Path(file).name, check_intake(table).found
        if report(table).kind == "workbook" and list(table.columns[:2]) == ["sheet", "row"]:
            table = table.drop(columns=["sheet", "row"])  # added when the sheets were stacked
    if table.empty:
        raise ColumnError(f"'{name}' has no rows. A table with a row per person was expected. Look at the file.")
    return Opened(table.rename(columns=str).reset_index(drop=True), name, said)


@dataclass(frozen=True)
class Roles:
    """What part each column plays.

    Parameters
    ----------
    table : DataFrame
        One row per column: ``column``, ``role``, ``reason``, ``personal data`` (kinds and in how many of the rows
        looked at), ``distinct``, ``missing``, ``suggestion``.
    known : tuple of str
        The columns that others may know and that are looked at together, six at most.
    too_many : tuple of str
        Further ones, which the copy leaves out.
    person : str
        The column of the person's code, where a person has several rows.
    names : tuple of str
        Names of people, to be looked for in texts. Never shown.
    """

    table: pd.DataFrame
    known: tuple[str, ...]
    too_many: tuple[str, ...]
    person: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)

    def of(self, role: str) -> list[str]:
        """List the columns of a role."""
        return self.table.loc[self.table["role"] == role, "column"].tolist()


def decide(
    opened: Opened,
    *,
    identifying: Sequence[str] = (),
    known_to_others: Sequence[str] = (),
    sensitive: Sequence[str] = (),
    texts: Sequence[str] = (),
    harmless: Sequence[str] = (),
    person: str = "",
) -> Roles:
    """Say what part each column plays: as named, else as its cells and its header suggest.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    identifying, known_to_others, sensitive, texts, harmless : list of str
        Columns whose part the user names. With ``known_to_others`` these alone are coarsened, and what else was
        suggested for it is left out of the copy.
    person : str
        The column of the person's code, where a person has several rows.

    Returns
    -------
    Roles

    Raises
    ------
    ColumnError
        When a column is not there.
    ArgumentError
        When a column is named for two parts.
    """
    said = _named(opened.table, identifying, known_to_others, sensitive, texts, harmless)
    if person:
        require_columns(opened.table, [person], table=f"'{opened.name}'")
        said.setdefault(person, IDENTIFIER)
    table = suggest_quasi_identifiers(opened.table)
    names = _names(opened.table, [*_role(table, IDENTIFIER, said)])
    if names:
        table = suggest_quasi_identifiers(opened.table, names=names)
    is_named = table["column"].isin(said)
    table["reason"] = table["reason"].where(~is_named, "named by you")
    table["role"] = [said.get(column, role) for column, role in zip(table["column"], table["role"], strict=True)]
    table["personal data"] = table["column"].map(_kinds(opened.table, names)).fillna("")
    known = list(known_to_others) or _role(table, KNOWN, {})
    known = [column for column in known if opened.table[column].notna().any()]
    others = [column for column in _role(table, KNOWN, {}) if column not in known[:MOST_KNOWN]]
    shown = ["column", "role", "reason", "personal data", "distinct", "missing", "suggestion"]
    return Roles(table[shown], tuple(known[:MOST_KNOWN]), tuple(others), person, names)


def quoted(columns: Sequence[str]) -> str:
    """List columns in quotes.

    Examples
    --------
    >>> quoted(["age", "job"])
    "'age', 'job'"
    """
    return ", ".join(f"'{column}'" for column in columns)


def _named(table: pd.DataFrame, *lists: Sequence[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for role, columns in zip([IDENTIFIER, KNOWN, SENSITIVE, FREE_TEXT, HARMLESS], lists, strict=True):
        columns = [columns] if isinstance(columns, str) else list(columns)
        require_columns(table, columns)
        for column in columns:
            if column in said:
                raise ArgumentError(
                    f"Column {in_words(column)} is named as {said[column]} and as {role}. One part was expected. "
                    "Take it out of one list."
                )
            said[column] = role
    return said


def _role(table: pd.DataFrame, role: str, said: Mapping[str, str]) -> list[str]:
    return [
        column
        for column, suggested in zip(table["column"], table["role"], strict=True)
        if said.get(column, suggested) == role
    ]


def _names(table: pd.DataFrame, identifiers: Sequence[str]) -> tuple[str, ...]:
    """Return the names of people: cells of identifying columns that are words without digits."""
    names: list[str] = []
    for column in identifiers:
        cells = table[column].dropna()
        texts = cells[cells.map(lambda cell: isinstance(cell, str))].astype(str).str.strip()
        words = texts[~texts.str.contains(r"[\d@_/]", regex=True) & texts.str.len().between(2, 60)]
        if len(words) >= 0.8 * max(len(cells), 1):
            names += words.unique().tolist()
    return tuple(dict.fromkeys(names))[:MOST_NAMES]


def _kinds(table: pd.DataFrame, names: Sequence[str]) -> dict[str, str]:
    found = find_personal_columns(table, names=names)
    said: dict[str, list[str]] = {}
    for row in found.to_dict("records"):
        kind = str(row["kind"]).replace("_", " ")
        said.setdefault(str(row["column"]), []).append(f"{kind}: {row['rows']:,} of {row['rows_looked_at']:,} rows")
    return {column: "; ".join(parts) for column, parts in said.items()}
