"""Find the columns that a report needs by their headers and by what is in them; ask when two fit equally well."""

import html
import importlib.util
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, require_columns
from millrace.reading import parse_dates, parse_money
from millrace.reports.catalogue import Need, ReportCard, needs_of
from millrace.reports.file import read_file

__all__ = [
    "LEFT_OUT",
    "Chosen",
    "ColumnQuestion",
    "choose_columns",
    "column_chooser",
    "header_fits",
    "share_of_kind",
    "takes_folders",
]

LEFT_OUT = "-"
LEFT = 'style="text-align: left"'  # JupyterLab aligns to the right
SAMPLE = 500  # distinct values that show what a column is made of
MOSTLY, NEARLY_ALL = 0.5, 0.9
# Plain numbers and years can be read as dates too, but a column of them is hardly one.
NO_PROOF_OF_DATES = ("excel number", "yyyy", "yyyymm")


class ColumnQuestion(ColumnError):
    """Said when only a person can tell which column is meant.

    Parameters
    ----------
    need : Need
        What is looked for.
    candidates : list of str
        The columns that it could be.
    """

    def __init__(self, need: Need, candidates: Sequence[str]) -> None:
        self.need, self.candidates = need, list(candidates)
        super().__init__(self.sentence(f'{need.role}_column = "{candidates[0]}"', f'"{LEFT_OUT}"'))

    def sentence(self, example: str, leave_out: str) -> str:
        """Say what could not be decided, and how to decide it where the person is.

        Parameters
        ----------
        example : str
            How to name the first candidate.
        leave_out : str
            How to say that there is none.

        Returns
        -------
        str
        """
        listed = ", ".join(f"'{name}'" for name in self.candidates)
        found = (
            f"No column could be recognised as {self.need.what}."
            if self.need.required
            else f"{counted(len(self.candidates), 'column')} could be {self.need.what}: {listed}."
        )
        if self.need.required:
            return f"{found} The columns are: {listed}. Name one, for example: {example}"
        return f"{found} Expected: one of them, or none. Write: {example} (or {leave_out} for none)"


class Chosen(dict[str, str | None]):
    """The column of each role, or None; a notebook shows why.

    Parameters
    ----------
    rows : list of tuple
        Role, what it is, column or None, why.
    """

    def __init__(self, rows: Sequence[tuple[Need, str | None, str]]) -> None:
        super().__init__({need.role: column for need, column, _ in rows})
        self.rows = list(rows)

    def _repr_html_(self) -> str:
        rows = [
            [html.escape(need.what), f"<b>{html.escape(column or '–')}</b>", html.escape(why)]
            for need, column, why in self.rows
        ]
        head = "".join(f"<th {LEFT}>{name}</th>" for name in ("looked for", "column", "why"))
        body = "".join("<tr>" + "".join(f"<td {LEFT}>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def choose_columns(table: pd.DataFrame, needs: Mapping[str, Any] | Sequence[Need], **given: str) -> Chosen:
    """Choose the column for each thing that a report looks for.

    A column that is named is taken. Otherwise the header decides, then the content: a column of dates is recognised
    without any header. What does not look like the thing (a "date" of names) is never chosen.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    needs : mapping, or sequence of Need
        What is looked for, as a report's notebook lists it.
    **given : str
        By role: the name of a column, ``""`` to have it found, ``"-"`` when there is none.

    Returns
    -------
    Chosen
        The column of each role, or None.

    Raises
    ------
    ColumnQuestion
        When two columns fit equally well, or a required one is not found.
    ColumnError
        When a named column is not in the table.
    ArgumentError
        When a role is not one of the report's.

    Examples
    --------
    >>> need = {"date": {"what": "the day", "kind": "date", "words": ["date", "datum"], "required": False}}
    >>> dict(choose_columns(pd.DataFrame({"Datum": ["2025-04-03"], "Betrag": [12]}), need))
    {'date': 'Datum'}
    """
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    roles = [need.role for need in listed]
    for role in given:
        if role not in roles:
            have = ", ".join(roles) or "none"
            raise ArgumentError(f"'{role}' is not looked for. The report looks for: {have}.{did_you_mean(role, roles)}")
    taken = {name for name in given.values() if name not in ("", LEFT_OUT)}
    require_columns(table, sorted(taken))
    rows: list[tuple[Need, str | None, str]] = []
    for need in listed:
        column, why = _one(table, need, given.get(need.role, ""), taken)
        taken |= {column} if column else set()
        rows.append((need, column, why))
    return Chosen(rows)


def column_chooser(
    card: ReportCard, file: Path, *, second: Path | None = None, settings: Mapping[str, Any]
) -> Callable[[Mapping[str, str]], object]:
    """Read a report's file once, and return what chooses its columns, so that they can be asked for before it runs.

    A report that looks at two tables, or finds its columns in a way of its own, has a function ``chooser`` in the
    package of its name.

    Parameters
    ----------
    card : ReportCard
        The report.
    file, second : Path or None
        The files.
    settings : mapping
        Settings of the report, such as ``sheet``.

    Returns
    -------
    callable
        Takes the columns that were named, by role, and raises `ColumnQuestion` where only a person can tell.

    Raises
    ------
    FileError
        When a file cannot be read.
    """
    own = _of_package(card, "chooser")
    if own:
        chosen: Callable[[Mapping[str, str]], object] = own(card.needs, file, second, settings)
        return chosen
    table = read_file(file, sheet=settings.get("sheet", ""))
    return lambda given: choose_columns(table, card.needs, **given)


def takes_folders(card: ReportCard) -> bool:
    """Say whether a report reads all files of a folder: its package then has a true ``TAKES_FOLDERS``.

    Parameters
    ----------
    card : ReportCard
        The report.

    Returns
    -------
    bool

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> takes_folders(find_report("readiness")), takes_folders(find_report("data-quality"))
    (True, False)
    """
    return bool(_of_package(card, "TAKES_FOLDERS"))


def _of_package(card: ReportCard, name: str) -> Any:
    package = f"millrace.reports.{card.name.replace('-', '_')}"
    return getattr(importlib.import_module(package), name, None) if importlib.util.find_spec(package) else None


def _one(table: pd.DataFrame, need: Need, given: str, taken: set[str]) -> tuple[str | None, str]:
    if given == LEFT_OUT:
        return None, "you said that there is none"
    if given:
        return given, "you named it"
    found, why = _fitting(table.drop(columns=list(taken)), need)
    if len(found) > 1 or (need.required and not found):
        raise ColumnQuestion(need, found or list(map(str, table.columns)))
    return (found[0], why) if found else (None, "no column looks like it, so what needs it is left out")


def _fitting(table: pd.DataFrame, need: Need) -> tuple[list[str], str]:
    """Find the columns that fit best, all of them equally well, and say how."""
    scores = {column: _header_score(column, need.words) for column in table.columns}
    for score in sorted(set(scores.values()) - {None}, key=lambda s: s or (0, 0), reverse=True):
        fits = [c for c in table.columns if scores[c] == score and share_of_kind(table[c], need.kind) >= MOSTLY]
        if fits:
            return fits, "by its header"
    if need.kind != "date":
        return [], ""
    return [c for c in table.columns if share_of_kind(table[c], "date") >= NEARLY_ALL], "its values are dates"


def header_fits(header: object, words: Sequence[str]) -> bool:
    """Tell whether a header holds one of the words by which a report knows a column.

    Parameters
    ----------
    header : str
        The header.
    words : sequence of str
        Of a `Need`.

    Returns
    -------
    bool

    Examples
    --------
    >>> header_fits("Eingestellt (ja/nein)", ["eingestellt"]), header_fits("Stelle", ["eingestellt"])
    (True, False)
    """
    return _header_score(str(header), words) is not None


def _header_score(header: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Score a header: the whole of it before a part of it, the earlier of the words before the later."""
    plain = _plain(header)
    best = None
    for place, word in enumerate(map(_plain, words)):
        level = 2 if plain == word else 1 if _contains(plain, word) else 0
        if level and (best is None or (level, -place) > best):
            best = (level, -place)
    return best


def _contains(plain: str, word: str) -> bool:
    # Chinese and Arabic write no blanks where a word ends, or join the article to it.
    return f" {word} " in f" {plain} " if word.isascii() else word in plain


def _plain(text: object) -> str:
    """Write a header in small letters without accents, its words apart: 'OrderDate' and 'order_date' are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", str(text))
    bare = "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare.casefold()).split())


def share_of_kind(values: pd.Series, kind: str) -> float:
    """Return the share of a column's values that can be of a kind.

    Parameters
    ----------
    values : pandas.Series
        The column.
    kind : str
        As in `Need`.

    Returns
    -------
    float
        0 to 1; of an empty column 0.

    Examples
    --------
    >>> share_of_kind(pd.Series(["2025-04-03", "soon"]), "date")
    0.5
    """
    filled = values.dropna()
    if filled.empty:
        return 0.0
    if kind == "code":
        return float(filled.nunique() / len(filled) >= NEARLY_ALL)
    seen = filled.drop_duplicates().head(SAMPLE)
    if kind == "date":
        read = parse_dates(seen)
        proof = read["problem"].isin(["", "ambiguous"]) & ~read["style"].isin(NO_PROOF_OF_DATES)
        return float(proof.mean())
    amounts = (
        float((parse_money(seen)["problem"].isin(["", "ambiguous"])).mean()) if kind in ("amount", "text") else 0.0
    )
    return {"amount": amounts, "text": 1 - amounts}.get(kind, 1.0)
