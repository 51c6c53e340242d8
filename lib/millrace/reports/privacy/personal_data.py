"""What of a table is personal: counts by column and kind, never a value."""

from collections.abc import Sequence

import pandas as pd

from millrace.errors import counted
from millrace.reports.finding import Finding, per_cent, shown_names
from millrace.reports.privacy.columns import IDENTIFIER, MOST_LOOKED_AT, NEITHER, QUASI, SENSITIVE, TEXT, People

__all__ = ["check_columns", "column_table"]

PLAIN = {
    IDENTIFIER: "names a person",
    QUASI: "known to others",
    SENSITIVE: "harms when learnt",
    TEXT: "free text",
    NEITHER: "none of these",
}
SAYS = {
    IDENTIFIER: "left out",
    QUASI: "made coarser",
    SENSITIVE: "stays as it is",
    TEXT: "personal data masked",
    NEITHER: "stays as it is",
}


def check_columns(people: People) -> Finding:
    """Say which columns hold personal data, with counts and never with a value.

    Parameters
    ----------
    people : People
        From `read_columns`.

    Returns
    -------
    Finding
    """
    table = column_table(people)
    if not people.about_people:
        said = (
            "Nothing in this table points to people: no telephone, e-mail, identity or bank number in its cells, and "
            "no heading that is said of people.",
            "If it is about people after all, name the columns that tell who they are, as identifiers.",
        )
        return Finding("columns", said, table=_short(table))
    said_of = [
        (IDENTIFIER, "names a person at once"), (QUASI, "may be known to others"),
        (SENSITIVE, "harms when others learn it"), (TEXT, "holds free text"),
    ]  # fmt: skip
    said_ = [f"{counted(len(people.of(role)), 'column')} {_plural(what, len(people.of(role)))}: "
             f"{', '.join(people.of(role))}." for role, what in said_of if people.of(role)]  # fmt: skip
    said_ += _inside(people)
    others = [column for column in people.texts if column not in people.of(TEXT)]
    if others:
        verb = "holds" if len(others) == 1 else "hold"
        said_.append(f"{', '.join(others)} {verb} texts as well: personal data in them is masked in the copy too.")
    if people.divided:
        said_.append(
            f"names was one text and was read as {people.divided} names, divided at the comma. If a comma belongs to a "
            'name, write names = ["Surname, First name"].'
        )
    if len(people.table) > MOST_LOOKED_AT:
        said_.append(
            f"Cells were looked at in {MOST_LOOKED_AT:,} rows drawn at random; the copy is masked in all rows."
        )
    if "phone" in set(people.personal["kind"]) or people.of(TEXT):
        said_.append(f"Telephone numbers without a country code were read as those of {', '.join(people.regions)}.")
    action = ""
    if people.of(IDENTIFIER):
        action = (
            f"Before you pass '{people.opened.name}' on, take out {_and(people.of(IDENTIFIER))}, or pass on a masked "
            "copy: only who calls, pays or serves these people needs them."
        )
    return Finding("columns", tuple(said_), action, table=_short(table))


def _plural(what: str, number: int) -> str:
    verb, rest = what.split(" ", 1)
    if number == 1:
        return what
    rest = "when others learn them" if verb == "harms" else rest
    return f"{ {'names': 'name', 'may': 'may', 'harms': 'harm', 'holds': 'hold'}[verb] } {rest}".strip()


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _inside(people: People) -> list[str]:
    inside = people.personal[people.personal["where"] == "inside texts"]
    return [
        f"Inside '{column}': " + ", ".join(
            f"{row['kind'].replace('_', ' ')} in {counted(row['rows'], 'row')} ({per_cent(row['share'])})"
            for row in part.to_dict("records")
        ) + "."
        for column, part in inside.groupby("column", sort=False)
    ]  # fmt: skip


def column_table(people: People) -> pd.DataFrame:
    """Make the sheet of columns: role, reason, what was found in the cells, and what becomes of it.

    Parameters
    ----------
    people : People
        From `read_columns`.

    Returns
    -------
    DataFrame
        One row per column of the file.
    """
    kinds = {
        column: "; ".join(f"{row['kind'].replace('_', ' ')}: {_rows(row['rows'])}" for row in part.to_dict("records"))
        for column, part in people.personal.groupby("column", sort=False)
    }
    copy = people.roles["role"].map(SAYS).mask(people.roles["column"].isin(people.texts), SAYS[TEXT])
    return people.roles.assign(cells=[kinds.get(column, "") for column in people.roles["column"]], copy=copy)


def _rows(number: int) -> str:
    return counted(number, "row")


def _short(table: pd.DataFrame) -> pd.DataFrame:
    names = {"column": "column", "plain": "what it is", "reason": "why", "cells": "found in its cells",
             "distinct": "different values", "missing": "empty"}  # fmt: skip
    order = table["role"].map([IDENTIFIER, TEXT, QUASI, SENSITIVE, NEITHER].index)
    plain = table.assign(plain=table["role"].map(PLAIN))
    return shown_names(plain.loc[order.sort_values(kind="stable").index], names)
