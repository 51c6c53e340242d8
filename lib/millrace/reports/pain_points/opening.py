"""Open one or two files, tell tickets from an event log by their columns, and account for every row of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean
from millrace.process import read_events
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import Chosen, ColumnQuestion
from millrace.reports.data_quality.intake import check_intake, left_aside
from millrace.reports.file import read_file
from millrace.reports.pain_points.columns import (
    LOG,
    TICKETS,
    choose_log_columns,
    choose_ticket_columns,
    is_log,
    is_tickets,
)
from millrace.reports.pain_points.finding import Finding
from millrace.reports.showing import Shown
from millrace.themes.wording import plain_texts

__all__ = ["Opened", "Source", "chooser", "left_out_of", "open_files"]

KINDS = {"tickets": "a list of tickets", "log": "an event log"}


@dataclass(frozen=True)
class Source:
    """A file that was read, as tickets or as a log.

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


@dataclass(frozen=True)
class Opened:
    """The files of the report: tickets, a log, or both.

    Parameters
    ----------
    tickets, log : Source or None
        What was recognised.
    """

    tickets: Source | None
    log: Source | None

    def _repr_html_(self) -> str:
        return self.shown().page

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def shown(self) -> Shown:
        """Return what was read of each file, and which of its columns is what."""
        parts = [part for kind in KINDS for part in _told(kind, getattr(self, kind))]
        whole = parts[0]
        for part in parts[1:]:
            whole += part
        return whole


def _told(kind: str, source: Source | None) -> list[Shown]:
    if source is None:
        return []
    said = Finding("files", (f"'{source.name}' is read as {KINDS[kind]}. {_read(source)}",)).shown()
    named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in source.columns.rows)
    return [said, Shown(source.columns._repr_html_(), named)]


def _read(source: Source) -> str:
    if "intake" in source.table.attrs:
        return check_intake(source.table).found
    return f"{counted(len(source.table), 'event')} {'is' if len(source.table) == 1 else 'are'} in it."


def left_out_of(source: Source) -> pd.DataFrame:
    """List the rows of the file that are not in the table: titles, subtotals, and what could not be read.

    Parameters
    ----------
    source : Source
        The file.

    Returns
    -------
    DataFrame
        ``place``, ``reason``, ``text``.
    """
    if "intake" not in source.table.attrs:
        return pd.DataFrame(columns=["place", "reason", "text"])
    listed = left_aside(source.table)
    return pd.DataFrame({
        "place": "line " + listed["line"].astype(str),
        "reason": listed["what became of it"] + ": " + listed["reason"].astype(str),
        "text": listed["text"].astype(str),
    })  # fmt: skip


def open_files(
    file: str | Path,
    second_file: str | Path = "",
    *,
    needs: Mapping[str, Any],
    file_is: str = "",
    columns: Mapping[str, str] | None = None,
) -> Opened:
    """Read one or two files, and tell by their columns which holds tickets and which an event log.

    Parameters
    ----------
    file, second_file : str or Path
        The files, which are never changed; empty for none.
    needs : mapping
        The columns that the report looks for.
    file_is : str
        What the first file is: ``"tickets"`` or ``"log"``; recognised when empty.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.

    Returns
    -------
    Opened

    Raises
    ------
    FileError
        When a file cannot be read.
    ArgumentError
        When one file was given twice, or only a person can tell what a file is.
    ColumnError
        When a file is neither, both are of one kind, or it must be named which column is meant.
    """
    files = _files(file, second_file)
    return _look(files, needs_of(needs), file_is, columns or {})


def chooser(
    needs: Sequence[Need], file: Path, second: Path | None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read the files, so that the columns can be asked for again and again.

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
    files = _files(file, second or "")
    return lambda given: _look(files, needs, settings.get("file_is", ""), given)


def _files(file: str | Path, second_file: str | Path) -> dict[str, pd.DataFrame]:
    paths = [Path(path).expanduser() for path in (file, second_file) if str(path)]
    if not paths:
        raise ArgumentError("No file was named. Expected: your tickets, your event log, or both. Write where they are.")
    if len(paths) == 2 and paths[0].resolve() == paths[1].resolve():
        raise ArgumentError(
            f"'{paths[0].name}' was given twice. Expected: tickets in one file and an event log in another. "
            "Leave out the second, or name the other file."
        )
    same = len({path.name for path in paths}) < len(paths)
    return {str(path) if same else path.name: _table(path) for path in paths}


def _table(path: Path) -> pd.DataFrame:
    return read_events(path) if ".xes" in [suffix.lower() for suffix in path.suffixes] else read_file(path)


def _look(files: Mapping[str, pd.DataFrame], needs: Sequence[Need], file_is: str, given: Mapping[str, str]) -> Opened:
    if file_is not in ("", *KINDS):
        raise ArgumentError(
            f"file_is='{file_is}' was given. Expected: tickets or log. Correct it.{did_you_mean(file_is, KINDS)}"
        )
    for name, table in files.items():
        if table.empty:
            raise ColumnError(
                f"'{name}' has no rows of data. Expected: a list of tickets or an event log. Export it again."
            )
    kinds = _kinds(files, needs, file_is, given)
    chosen: dict[str, Source] = {}
    for kind, (name, table) in zip(kinds, files.items(), strict=True):
        found = _choose(kind, table, needs, given)
        _require(kind, found, name, table, needs)
        chosen[kind] = Source(name, table, found)
    return Opened(chosen.get("tickets"), chosen.get("log"))


def _choose(kind: str, table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> Chosen:
    return (choose_ticket_columns if kind == "tickets" else choose_log_columns)(table, needs, given)


def _kinds(
    files: Mapping[str, pd.DataFrame], needs: Sequence[Need], file_is: str, given: Mapping[str, str]
) -> list[str]:
    """Return what each file is; say so when a person must tell."""
    if file_is:
        return [file_is, *(kind for kind in KINDS if kind != file_is)][: len(files)]
    can = [[kind for kind in KINDS if _fits(kind, table, needs, given)] for table in files.values()]
    names = list(files)
    if len(files) == 1:
        if len(can[0]) == 2:
            raise ArgumentError(_doubt(names[0]))
        return can[0] or [_nearest_kind(names[0], files[names[0]], needs, given)]
    for place, fits in enumerate(can):
        if not fits:
            _nearest_kind(names[place], files[names[place]], needs, given, sure=True)
    ways = [
        way for way in (["tickets", "log"], ["log", "tickets"]) if all(k in c for k, c in zip(way, can, strict=True))
    ]
    if len(ways) == 2:
        raise ArgumentError(_doubt(names[0]))
    if not ways:
        raise ColumnError(
            f"'{names[0]}' and '{names[1]}' both look like {KINDS[can[0][0]]}. Expected: tickets in "
            "one and an event log "
            "in the other. Leave out one of them."
        )
    return ways[0]


def _doubt(name: str) -> str:
    return (
        f"'{name}' has a column of texts, and also cases, steps and times: it could be tickets or an event log. "
        'Expected: to be told which. Write: file_is = "tickets" or file_is = "log" (in the command: --set file_is=log).'
    )


def _fits(kind: str, table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> bool:
    here = {role: column for role, column in given.items() if _is_here(column, table)}
    return (is_tickets if kind == "tickets" else is_log)(table, needs, here)


def _is_here(column: str, table: pd.DataFrame) -> bool:
    return column in ("", "-") or column in table.columns or all(p.strip() in table.columns for p in column.split("+"))


def _nearest_kind(
    name: str, table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str], *, sure: bool = False
) -> str:
    """Return the kind of which something was named, or say what is missing for either."""
    for kind, roles in (("tickets", TICKETS), ("log", LOG)):
        if not sure and any(given.get(role) for role in roles):
            return kind
    listed = ", ".join(f"'{column}'" for column in table.columns[:12])
    raise ColumnError(
        f"'{name}' is neither a list of tickets nor an event log, as far as its columns tell: {listed}. "
        f"{_nearly(table, needs)}Expected: a column of texts with words in it, or columns for the case, the step and a "
        "time. Name the columns that are meant: text, or case, step and end (in the command, for example: "
        f'--column text="{table.columns[0]}").'
    )


def _nearly(table: pd.DataFrame, needs: Sequence[Need]) -> str:
    """Say what there is all the same: a step without times, a column for texts with nothing in it."""
    empty = [str(column) for column in table.columns if not any(plain_texts(table[column]))]
    try:
        log = choose_log_columns(table, needs, {})
    except ColumnQuestion:
        return ""
    if log["case"] and log["step"]:
        return f"There are cases in '{log['case']}' and steps in '{log['step']}', but no column of times. "
    return f"Nothing is written in: {', '.join(empty)}. " if empty else ""


def _require(kind: str, chosen: Chosen, name: str, table: pd.DataFrame, needs: Sequence[Need]) -> None:
    """Stop with the question for the column without which nothing can be said."""
    by_role = {need.role: need for need in needs}
    missing = [role for role in (("text",) if kind == "tickets" else ("case", "step")) if not chosen[role]]
    if not missing and kind == "log" and not (chosen["start"] or chosen["end"]):
        missing = ["end"]
    for role in missing:
        need = by_role[role]
        raise ColumnQuestion(
            Need(need.role, f"{need.what} in '{name}'", need.kind, need.words, required=True),
            list(map(str, table.columns)),
        )
