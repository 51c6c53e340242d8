"""Open a file of filled-in questionnaires, and say who answered what, without names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import counted
from millrace.readiness import Comparison, Gathered, compare
from millrace.readiness.finding_questions import is_role, question_in
from millrace.readiness.sheets import with_header
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import LEFT_OUT, choose_columns
from millrace.reports.readiness.files import Handed, gather_all, read_handed_in
from millrace.reports.showing import Shown, show_table, show_text

__all__ = ["TAKES_FOLDERS", "Opened", "chooser", "open_file"]

# The forms of several people lie in one.
TAKES_FOLDERS = True


@dataclass(frozen=True)
class Opened:
    """Questionnaires that were read; a notebook shows what became of them.

    Parameters
    ----------
    name : str
        Name of the file.
    gathered : Gathered
        The people's answers, and what was set aside.
    together : Comparison
        The people beside each other.
    role : str or None
        The column from which the roles come.
    """

    name: str
    gathered: Gathered
    together: Comparison
    role: str | None = None

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read, and what could not be."""
        made, people = self.gathered, len(self.gathered.people)
        with_role = sum(bool(one.name) for one in made.people)
        levels = [level for one in made.people for level in one.levels]
        known = sum(isinstance(level, int) for level in levels)
        counts = (
            f"{known} with a level + {len(levels) - known - levels.count(None)} don't know + {levels.count(None)} open"
        )
        text = (
            f"'{self.name}', {made.layout}. {_people(people)} answered ({with_role} gave a role). "
            f"{len(levels)} answers asked for = {counts}."
        )
        if self.role:
            text += f" Roles come from the column '{self.role}'."
        if made.unused:
            text += f" {counted(made.unused, 'other column')} not used: names and remarks are never shown."
        whole = show_text(text)
        if len(made.set_aside):
            whole += show_text(f"Set aside: {len(made.set_aside)}. Nothing of it counts as 0.")
            whole += show_table(made.set_aside.astype(object).fillna({"question": "all"}), rows=10)
        return whole


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def open_file(
    file: str | Path | pd.DataFrame, *, needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None, sheet: str = "", roles: Sequence[str] = (),
) -> Opened:  # fmt: skip
    """Read a file of filled-in questionnaires.

    Parameters
    ----------
    file : str, Path or DataFrame
        One row per person, one row per question, a sheet per person, or ``readiness.json`` as module 00 saves it; or
        a folder with one such file per person. It is never changed.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of the workbook.
    roles : sequence of str
        The people's roles in the order of the file, where it does not say them.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When the file cannot be read.
    ColumnError
        When no questions are found in it, or a question is there twice.
    ColumnQuestion
        When two columns could hold the roles.
    ArgumentError
        When nobody answered anything, or there are not as many roles as people.
    """
    handed: Handed = [with_header(file)] if isinstance(file, pd.DataFrame) else read_handed_in(file, sheet=sheet)
    name = str(file.attrs.get("name", "the table")) if isinstance(file, pd.DataFrame) else Path(file).name
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    tables = [made for made in handed if isinstance(made, pd.DataFrame)]
    chosen = {id(made): _role_column(made, listed, _for_table(made, columns or {}, handed)) for made in tables}
    gathered = gather_all(handed, role_in=lambda made: chosen[id(made)], roles=roles)
    role = chosen[id(tables[0])] if len(tables) == len(handed) == 1 else None
    return Opened(name, gathered, compare(gathered.people), role)


def _for_table(table: pd.DataFrame, columns: Mapping[str, str], handed: Handed) -> Mapping[str, str]:
    """Return the columns that were named; of several files, those that are in this one."""
    there = {LEFT_OUT, *map(str, table.columns)}
    return columns if len(handed) == 1 else {role: column for role, column in columns.items() if column in there}


def _role_column(table: pd.DataFrame, needs: Sequence[Need], columns: Mapping[str, str]) -> str | None:
    """Choose the column of roles among those that are no question: "how a job is done" is none."""
    others = [column for column in table.columns if not question_in(column)]
    if sum(bool(question_in(column)) for column in table.columns) == 0:
        others = []  # one row per question: a role is a row
    given = columns.get("role", "")
    exact = [column for column in others if is_role(column)]
    if not given and len(exact) == 1:
        return str(exact[0])
    if given == LEFT_OUT:
        return None
    return choose_columns(table[others], needs, **columns)["role"] if others or given else None


def chooser(
    needs: Sequence[Need], file: Path, second: Path | None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read the file once, and return what chooses its column of roles, for the command.

    Parameters
    ----------
    needs : sequence of Need
        From the report's card.
    file, second : Path or None
        The file or folder; there is no second.
    settings : mapping
        Settings of the report, such as ``sheet``.

    Returns
    -------
    callable
        It takes the columns that were named, and raises `ColumnQuestion` where a person must choose.
    """
    handed = read_handed_in(file, sheet=settings.get("sheet", ""))
    tables = [made for made in handed if isinstance(made, pd.DataFrame)]
    return lambda given: [_role_column(table, needs, _for_table(table, given, handed)) for table in tables]
