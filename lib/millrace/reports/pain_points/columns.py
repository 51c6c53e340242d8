"""Which column is what: of tickets by header and by what is written, of a log with cases of several columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from millrace.errors import require_columns
from millrace.reports.catalogue import Need
from millrace.reports.choosing import LEFT_OUT, Chosen, ColumnQuestion, choose_columns, share_of_kind

__all__ = ["LOG", "TICKETS", "case_columns", "choose_log_columns", "choose_ticket_columns", "is_log", "is_tickets"]

TICKETS = ("opened", "text", "cost", "group")
LOG = ("case", "step", "start", "end", "resource")

# What numbers the parts of an order; an order alone is then no case, because every step comes once per line.
PART_WORDS = (
    "line", "line no", "line number", "order line", "pos", "position", "item no", "zeile", "zeilennummer", "posten",
    "ligne", "no ligne", "poste", "linea", "partida", "renglon", "行", "行号", "明细行", "序号", "البند", "السطر",
)  # fmt: skip
OFTEN_AGAIN = 0.5  # of the cases have a step twice
LETTERS, DIFFERENT = 12, 0.2  # what is written has more letters and repeats less than a name
CJK, CJK_LETTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"), 3
MOST_GROUPS, MOST_STEPS = 30, 200
SAMPLE = 500
TIMES = 0.5

Row = tuple[Need, str | None, str]


def choose_ticket_columns(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> Chosen:
    """Choose the columns of a list of tickets.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for; other roles than `TICKETS` are passed over.
    given : mapping of str to str
        Columns that were named, by role.

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
    >>> table = pd.DataFrame({"Datum": ["2025-03-03"], "Beschreibung": ["Das Paket kam zu spät an"]})
    >>> dict(choose_ticket_columns(table, find_report("pain-points").needs, {}))["text"]
    'Beschreibung'
    """
    ours = {need.role: need for need in needs if need.role in TICKETS}
    named = {role: column for role, column in given.items() if role in ours}
    text = _text(table, ours["text"], named)
    others = [ours[role] for role in TICKETS if role != "text"]
    left = table.drop(columns=[text[1]] if text[1] else [])
    plain = {r: c for r, c in named.items() if r != "text" and not (r == "group" and _is_joined(table, c))}
    rows = choose_columns(left, others, **plain).rows
    rows = _with_groups(table, rows, ours["group"], named.get("group", ""))
    rows = [_no_crowd(table, row) if row[0].role == "group" and not named.get("group") else row for row in rows]
    return Chosen([rows[0], text, *rows[1:]])


def _is_joined(table: pd.DataFrame, name: str) -> bool:
    """Say whether a name stands for several columns, written with a plus between."""
    return "+" in name and name not in table.columns


def _with_groups(table: pd.DataFrame, rows: Sequence[Row], need: Need, given: str) -> list[Row]:
    """Put in several columns that together are the group."""
    if not _is_joined(table, given):
        return list(rows)
    case_columns(table, given)
    return [(need, given, "you named it") if row[0].role == "group" else row for row in rows]


def _text(table: pd.DataFrame, need: Need, named: Mapping[str, str]) -> Row:
    if named.get("text"):
        return choose_columns(table, [need], text=named["text"]).rows[0]
    taken = {column for column in named.values() if column not in ("", LEFT_OUT)}
    written = [column for column in table.columns if column not in taken and _is_written(table[column])]
    chosen = choose_columns(table[written], [need]).rows[0]
    # Without the header's word, sentences that come again and again may be the entries of a list to choose from.
    free = [column for column in written if table[column].nunique() >= DIFFERENT * table[column].count()]
    if chosen[1] or not free:
        return chosen
    if len(free) > 1:
        raise ColumnQuestion(need, free)
    return need, free[0], "its cells are written in words"


def _is_written(values: pd.Series) -> bool:
    """Say whether the cells are written by people for people, not codes, names, dates or amounts."""
    cells = values.dropna().astype(str).str.strip()
    cells = cells[cells != ""]
    if cells.empty:
        return False
    some = cells.iloc[:: max(len(cells) // SAMPLE, 1)]
    # a sign of Chinese says about as much as three letters
    length = some.map(lambda text: len(text) + (CJK_LETTERS - 1) * len(CJK.findall(text)))
    spaced = some.map(lambda text: " " in text or bool(CJK.search(text)) or len(text) > 2 * LETTERS)
    return bool(length.mean() >= LETTERS and spaced.mean() >= TIMES) and share_of_kind(values, "date") < TIMES


def _no_crowd(table: pd.DataFrame, row: Row) -> Row:
    need, column, why = row
    if column and table[column].nunique() > MOST_GROUPS:
        return need, None, f"'{column}' has more than {MOST_GROUPS} different values, too many to compare"
    return need, column, why


def choose_log_columns(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> Chosen:
    """Choose the columns of an event log; a case may be several columns, written as ``"order + line"``.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for; other roles than `LOG` are passed over.
    given : mapping of str to str
        Columns that were named, by role.

    Returns
    -------
    Chosen
        The column of each role, or None; ``"A + B"`` where a case is named by two.

    Raises
    ------
    ColumnQuestion
        When only a person can tell.
    ColumnError
        When a named column is not there.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"Auftrag": [1], "Schritt": ["nähen"], "Beginn": ["2025-03-03 08:00"]})
    >>> chosen = choose_log_columns(table, find_report("pain-points").needs, {})
    >>> chosen["case"], chosen["step"], chosen["start"], chosen["end"]
    ('Auftrag', 'Schritt', 'Beginn', None)
    """
    ours = {need.role: need for need in needs if need.role in LOG}
    named = {role: column for role, column in given.items() if role in ours and column}
    times, labels = _apart(table, named)
    case, step = _case_and_step(table, labels, ours, named)
    taken = [*case_columns(table, case[1] or ""), *([step[1]] if step[1] else [])]
    labels = labels.drop(columns=[column for column in taken if column in labels])
    resource = choose_columns(labels, [ours["resource"]], **_only(named, "resource")).rows[0]
    return Chosen([case, step, *_times(table, times, ours, named), resource])


def _apart(table: pd.DataFrame, named: Mapping[str, str]) -> tuple[list[str], pd.DataFrame]:
    """Return the columns of times, and the table without them: a time is neither case, step nor person."""
    cases = case_columns(table, named["case"]) if named.get("case", LEFT_OUT) != LEFT_OUT else []
    kept = [*cases, *(named.get(role) for role in ("step", "resource"))]
    times = [c for c in table.columns if c not in kept and share_of_kind(table[c], "date") >= TIMES]
    return times, table.drop(columns=times)


def _case_and_step(
    table: pd.DataFrame, labels: pd.DataFrame, ours: Mapping[str, Need], named: Mapping[str, str]
) -> tuple[Row, Row]:
    cases = case_columns(table, named["case"]) if named.get("case", LEFT_OUT) != LEFT_OUT else []
    free = labels.drop(columns=[column for column in cases if column in labels])
    step = choose_columns(free[_may_be_steps(free, named)], [ours["step"]], **_only(named, "step")).rows[0]
    if named.get("case"):
        return (
            ours["case"],
            named["case"] if cases else None,
            "you named it" if cases else "you said that there is none",
        ), step
    return _case(table, free.drop(columns=[step[1]] if step[1] else []), ours["case"], step[1]), step


def _only(named: Mapping[str, str], *roles: str) -> dict[str, str]:
    return {role: named[role] for role in roles if role in named}


def _may_be_steps(labels: pd.DataFrame, named: Mapping[str, str]) -> list[str]:
    some = [column for column in labels.columns if labels[column].nunique() <= min(MOST_STEPS, max(len(labels) / 2, 5))]
    return some + [column for column in (named.get("step", ""),) if column in labels.columns and column not in some]


def _case(table: pd.DataFrame, labels: pd.DataFrame, need: Need, step: str | None) -> Row:
    """Find the case; where its steps come again and again and a column numbers its parts, the parts are the cases."""
    chosen = choose_columns(labels, [need]).rows[0]
    if not chosen[1] or not step:
        return chosen
    alone = _again_share(table, [chosen[1]], step)
    parts = replace(need, role="part", words=PART_WORDS)
    part = choose_columns(labels.drop(columns=[chosen[1]]), [parts]).rows[0][1] if alone > OFTEN_AGAIN else None
    if not part or _again_share(table, [chosen[1], part], step) > alone / 2:
        return chosen
    why = f"by their headers; by '{chosen[1]}' alone, a step would come again in {alone * 100:.0f} % of the cases"
    return need, f"{chosen[1]} + {part}", why


def _again_share(table: pd.DataFrame, cases: list[str], step: str) -> float:
    groups = table.groupby(cases, dropna=True).ngroup()
    again = groups[table.duplicated([*cases, step])]
    return again.nunique() / max(groups.nunique(), 1)


def _times(table: pd.DataFrame, times: list[str], ours: Mapping[str, Need], named: Mapping[str, str]) -> list[Row]:
    wanted = [*times, *(named[role] for role in ("start", "end") if role in named and named[role] not in times)]
    require_columns(table, [column for column in wanted if column != LEFT_OUT])
    # "any", since they are known to be times: by the header alone, so that a due date is not taken for an end
    needs = [replace(ours[role], kind="any") for role in ("start", "end")]
    frame = table[[column for column in wanted if column != LEFT_OUT]]
    rows = choose_columns(frame, needs, **_only(named, "start", "end")).rows
    if any(column for _, column, _ in rows) or not times or LEFT_OUT in _only(named, "start", "end").values():
        return rows
    if len(times) > 1:
        raise ColumnQuestion(ours["end"], times)
    return [rows[0], (ours["end"], times[0], "the only column of times")]


def case_columns(table: pd.DataFrame, name: str) -> list[str]:
    """Return the columns that name the case: one, or several written with a plus between.

    Parameters
    ----------
    table : DataFrame
        The log.
    name : str
        A header, or headers such as ``"order + line"``.

    Returns
    -------
    list of str

    Raises
    ------
    ColumnError
        When one of them is not there.

    Examples
    --------
    >>> case_columns(pd.DataFrame(columns=["order", "line"]), "order + line")
    ['order', 'line']
    """
    if not name:
        return []
    columns = [name] if name in table.columns else [part.strip() for part in name.split("+")]
    require_columns(table, columns)
    return columns


def is_tickets(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> bool:
    """Say whether a table looks like a list of tickets: something is written in it.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named, by role.

    Returns
    -------
    bool
        True also when several columns could be the text.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> is_tickets(pd.DataFrame({"x": ["the parcel came late"]}), find_report("pain-points").needs, {})
    True
    """
    [need] = [need for need in needs if need.role == "text"]
    try:
        return _text(table, need, {role: column for role, column in given.items() if role in TICKETS})[1] is not None
    except ColumnQuestion:
        return True


def is_log(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> bool:
    """Say whether a table looks like an event log: there are cases, steps and times.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named, by role.

    Returns
    -------
    bool
        True also when only a person can tell which columns are meant.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> is_log(pd.DataFrame({"order": [1, 1], "step": ["cut", "sew"]}), find_report("pain-points").needs, {})
    False
    """
    ours = {need.role: need for need in needs if need.role in LOG}
    named = {role: column for role, column in given.items() if role in LOG and column}
    times, labels = _apart(table, named)
    try:
        case, step = _case_and_step(table, labels, ours, named)
    except ColumnQuestion:
        return bool(times)
    named_times = any(named.get(role, LEFT_OUT) != LEFT_OUT for role in ("start", "end"))
    return bool(case[1] and step[1] and (times or named_times))
