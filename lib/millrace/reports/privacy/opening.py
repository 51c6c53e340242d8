"""The table of people, read: what it holds, and which column says who a person is."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_columns
from millrace.intake import report
from millrace.privacy import find_personal
from millrace.privacy.header_words import PERSON_CODES, SENSITIVE, plain_header
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import LEFT_OUT, Chosen, choose_columns
from millrace.reports.data_quality.intake import check_intake
from millrace.reports.file import columns_of_places, read_file
from millrace.reports.forecast.opening import Source
from millrace.reports.privacy.decided import is_decided
from millrace.reports.showing import Shown, show_text

__all__ = ["Opened", "chooser", "open_file"]

FEW = 10  # answers that a sensitive column may have, so that two of them in a group mean something
RARE = 0.1
NUMBERED = re.compile(r"column \d+")  # what the reading calls columns of a file without headings


class Opened(Source):
    """The file of the report; a notebook shows what was read, and no value of it."""

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read, and which column is what."""
        read = _read_in_words(self.table) if "intake" in self.table.attrs else ""
        size = f"{counted(len(self.table), 'row')} and {counted(self.table.shape[1], 'column')}."
        named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in self.columns.rows)
        return show_text(f"'{self.name}': {size} {read}".strip()) + Shown(self.columns._repr_html_(), named)

    def not_read(self) -> pd.DataFrame:
        """List the rows that are not in the table, without what is written in them: ``place``, ``reason``."""
        return self.left_out()[["place", "reason"]]


def open_file(
    file: str | Path | pd.DataFrame, *, needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None, sheet: str = "",
) -> Opened:  # fmt: skip
    """Read a table of people: customers, applicants, staff, tickets.

    Parameters
    ----------
    file : str, Path or DataFrame
        The file; it is never changed. A table of the course is taken as it is.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of the workbook.

    Returns
    -------
    Opened

    Raises
    ------
    FileError, ArgumentError, ColumnError
        When the file cannot be read, is not named, has no rows or no headings, or a named column is not in it.
    """
    name, table = _read(file, sheet)
    return Opened(name, table, _choose(table, needs, columns or {}))


def chooser(
    needs: Sequence[Need], file: Path, second: Path | None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read the file once, so that the columns can be asked for again and again.

    Parameters
    ----------
    needs : sequence of Need
        What is looked for.
    file, second : Path or None
        The files; this report takes one.
    settings : mapping
        Settings of the report.

    Returns
    -------
    callable
        Takes the columns that were named, and raises what is to be asked.
    """
    table = _read(file, settings.get("sheet", ""))[1]
    return lambda given: _choose(table, needs, given)


def _read(file: str | Path | pd.DataFrame, sheet: str) -> tuple[str, pd.DataFrame]:
    if isinstance(file, pd.DataFrame):
        name, table = str(file.attrs.get("name", "the table")), file.copy()
    elif not str(file):
        raise ArgumentError("No file was named. Expected: a table of people. Write where it is.")
    else:
        path = Path(file).expanduser()
        name, table = path.name, read_file(path, sheet=sheet)
    if table.empty:
        raise ColumnError(f"'{name}' has no rows of data. Expected: one row per person or case. Export it again.")
    _require_headings(table, name)
    if "intake" in table.attrs and report(table).kind == "workbook":
        table = table.drop(columns=columns_of_places(table))
    return name, table


def _read_in_words(table: pd.DataFrame) -> str:
    """Say what became of each row of the file, in words that need no lesson; and which sheets were not read."""
    found, sheets = report(table), check_intake(table).found.partition("in quarantine.")[2]
    parts = [counted(found.rows_read, "row") + " of data"]
    if found.rows_set_aside:
        reasons = ", ".join(dict.fromkeys(found.set_aside["reason"].astype(str)))
        parts.append(f"{counted(found.rows_set_aside, 'other')} ({reasons})")
    if found.rows_quarantined:
        parts.append(f"{found.rows_quarantined:,} that could not be read")
    return f"{counted(found.rows_present, 'row')} in the file = {' + '.join(parts)}.{sheets}"


def _require_headings(table: pd.DataFrame, name: str) -> None:
    """Refuse a file without headings: names of people are known by them, and a first row of data would be shown."""
    headers = [str(column) for column in table.columns]
    if all(NUMBERED.fullmatch(header) for header in headers) or len(find_personal(headers)):
        raise ColumnError(
            f"The first row of '{name}' holds data, not headings. Expected: a heading for each column, since a "
            "column of names is known by it. Write a row of headings above the data, and run the report again."
        )


def _choose(table: pd.DataFrame, needs: Mapping[str, Any] | Sequence[Need], given: Mapping[str, str]) -> Chosen:
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    roles = [need.role for need in listed]
    for role in given:
        if role not in roles:
            raise ArgumentError(f"'{role}' is not looked for. The report looks for: {', '.join(roles)}. Correct it.")
    named = {role: column for role, column in given.items() if column}
    columns = [column for column in named.values() if column != LEFT_OUT]
    if len(set(columns)) < len(columns):
        raise ArgumentError(f"Column {in_words(columns[0])} was named for two things. Expected: one. Name another.")
    require_columns(table, columns)
    return Chosen([_one(table, need, named.get(need.role, "")) for need in listed])


def _one(table: pd.DataFrame, need: Need, named: str) -> tuple[Need, str | None, str]:
    if named and named != LEFT_OUT and need.role == "sensitive":
        _check_sensitive(table[named])
    if named or need.role not in ("person", "sensitive"):
        return choose_columns(table, [need], **{need.role: named}).rows[0]
    if need.role == "person":
        # Only a code that occurs again joins the rows of one person: elsewhere each row is a person.
        again = [column for column in table.columns if _occurs_again(table[column])]
        _, column, why = choose_columns(table[again], [need]).rows[0]
        return (need, column, why) if column else (need, *_code_of_person(table[again]))
    likely = [c for c in table.columns if SENSITIVE.search(plain_header(c)) or is_decided(table[c])]
    two = [column for column in likely if table[column].dropna().nunique() == 2]
    told = [column for column in two if table[column].value_counts(normalize=True).min() >= RARE]
    if not told:
        rare = "; a rare answer would hide everything else, so it has to be named" if two else ""
        return need, None, f"no column with two answers looks like it{rare}"
    return need, str(told[0]), 'the first with two answers that looks like it; name another, or "-"'


def _code_of_person(again: pd.DataFrame) -> tuple[str | None, str]:
    codes = [column for column in again.columns if PERSON_CODES.fullmatch(plain_header(column))]
    if not codes:
        return None, "each row is taken for a person of its own"
    # Of a customer and the employee who serves many, the customer is the person whom a row is about.
    first, *others = sorted(codes, key=lambda column: -again[column].nunique())
    also = f", and so do those of {in_words(others[0])}" if others else ""
    why = f'its header names people, and its values occur again{also}; name another, or "-" if each row is a person'
    return str(first), why


def _occurs_again(column: pd.Series) -> bool:
    known = column.dropna()
    return 1 < known.nunique() < len(known)


def _check_sensitive(column: pd.Series) -> None:
    """Refuse free text and measures: two different ones in a group would say nothing."""
    answers = column.dropna().nunique()
    if answers < 2 or answers > FEW:
        raise ColumnError(
            f"Column '{column.name}' has {counted(answers, 'different value')}. Expected of the sensitive column: 2 to "
            f'{FEW} answers, such as yes and no. Name another, or "-" for none.'
        )
