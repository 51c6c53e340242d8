"""Which column of a table of outcomes is what: unit, day, outcome, who was in the pilot and since when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from millrace.errors import ColumnError
from millrace.reports.catalogue import Need
from millrace.reports.choosing import LEFT_OUT, Chosen, ColumnQuestion, choose_columns
from millrace.reports.pilot.values import is_outcome

__all__ = ["ROLES", "choose_pilot_columns", "choose_start_columns"]

ROLES = (
    "began", "date", "phase", "before", "after", "unit", "pilot", "group", "weight", "currency", "outcome", "guardrail",
)  # fmt: skip


def choose_pilot_columns(
    table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str], *, other: pd.DataFrame | None = None
) -> Chosen:
    """Choose the columns of a table of outcomes.

    The outcome is found last: by a header such as "outcome", or where one column only is left that can be measured.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named, by role.
    other : DataFrame, optional
        A second file with the starts; a start named there is not looked for here.

    Returns
    -------
    Chosen
        The column of each role, or None.

    Raises
    ------
    ColumnQuestion
        When only a person can tell.
    ColumnError
        When a named column is not there.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"Filiale": ["Mitte"], "Datum": ["03.03.2025"], "Dauer": ["12,5"]})
    >>> chosen = choose_pilot_columns(table, find_report("pilot").needs, {})
    >>> [chosen[role] for role in ("unit", "date", "outcome")]
    ['Filiale', 'Datum', 'Dauer']
    """
    named = {role: column for role, column in given.items() if column}
    if other is not None and named.get("began") in other.columns and named.get("began") not in table.columns:
        named["began"] = LEFT_OUT
    by_role = {need.role: need for need in needs}
    first = [replace(by_role[role], required=False) for role in ROLES if role not in ("outcome", "guardrail")]
    asked = {role: column for role, column in named.items() if role in {need.role for need in first}}
    kept = {named[role] for role in ("outcome", "guardrail") if named.get(role, LEFT_OUT) != LEFT_OUT}
    rows = choose_columns(table.drop(columns=[c for c in kept if c in table.columns]), first, **asked).rows
    rows = [_only_if(row, table, {r[0].role: r[1] for r in rows}, named) for row in rows]
    taken = [column for _, column, _ in rows if column]
    outcome = _outcome(table, by_role["outcome"], named, taken, rows)
    guardrail = choose_columns(table, [by_role["guardrail"]], guardrail=named.get("guardrail", LEFT_OUT)).rows
    if "guardrail" not in named:
        guardrail = [(by_role["guardrail"], None, "none was named, so nothing guards the outcome")]
    return Chosen([*rows, outcome, *guardrail])


Row = tuple[Need, str | None, str]


def _only_if(row: Row, table: pd.DataFrame, found: Mapping[str, str | None], named: Mapping[str, str]) -> Row:
    """Drop what was found but is not needed: two columns before and after only where there is no day, and both."""
    need, column, _ = row
    if need.role not in ("before", "after") or not column or named.get(need.role):
        return row
    both = found["before"] and found["after"]
    return row if both and not found["date"] else (need, None, "not needed: there is a day, or only one of the two")


def _outcome(table: pd.DataFrame, need: Need, named: Mapping[str, str], taken: list[str], rows: list[Row]) -> Row:
    if named.get("outcome") == LEFT_OUT:
        raise ColumnError(
            "You said that there is no outcome. Expected: a column of what is measured. Name one as the outcome."
        )
    if named.get("outcome"):
        return choose_columns(table, [need], outcome=named["outcome"]).rows[0]
    sides = {row[0].role: row[1] for row in rows}
    if sides["before"] and sides["after"]:
        return need, sides["after"], "the two columns before and after hold it"
    left = table.drop(columns=taken)
    fits = [str(column) for column in left.columns if is_outcome(left[column]) and not _running_number(left[column])]
    if not fits:
        raise ColumnQuestion(need, list(map(str, left.columns)) or list(map(str, table.columns)))
    # a header that only contains such a word, as in "order value", may be anything
    whole = [name for name in fits if re.sub(r"[\W_]+", " ", name).strip().casefold() in need.words]
    if len(whole) == 1:
        return need, whole[0], "by its header"
    if len(fits) == 1:
        return need, fits[0], "the only column left that can be measured"
    raise ColumnQuestion(need, fits)


def _running_number(values: pd.Series) -> bool:
    """Tell whether a column only numbers the rows."""
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return bool(numeric and len(values) > 2 and values.is_unique and values.max() - values.min() == len(values) - 1)


def choose_start_columns(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> Chosen:
    """Choose the columns of a second file: the unit, and since when it was in the pilot.

    Parameters
    ----------
    table : DataFrame
        The second file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named; those that this file does not have are meant for the other.

    Returns
    -------
    Chosen

    Raises
    ------
    ColumnQuestion
        When one of the two is not found.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"desk": ["A"], "start": ["2025-03-03"]})
    >>> dict(choose_start_columns(table, find_report("pilot").needs, {}))
    {'unit': 'desk', 'began': 'start'}
    """
    ours = [replace(need, required=True) for role in ("unit", "began") for need in needs if need.role == role]
    named = {r: c for r, c in given.items() if r in ("unit", "began") and c in table.columns}
    return choose_columns(table, ours, **named)
