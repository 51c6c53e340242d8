"""The reports that there are: each is a notebook in this folder, and its first cell says what it is and needs."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from millrace.errors import ArgumentError, did_you_mean

__all__ = ["Need", "ReportCard", "available", "find_report", "needs_of"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Need:
    """A column that a report looks for.

    Parameters
    ----------
    role : str
        What the report calls it, for example ``"date"``.
    what : str
        What it holds, in a few words.
    kind : str
        What its cells must look like: ``"date"``, ``"amount"``, ``"text"``, ``"code"`` or ``"any"``.
    words : tuple of str
        Headers by which it is known, the best first.
    required : bool
        Whether the report cannot do without it.
    """

    role: str
    what: str
    kind: str
    words: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class ReportCard:
    """What a report says of itself.

    Parameters
    ----------
    name : str
        As it is written in the command.
    title : str
        Heading of its page.
    about : str
        What it does, in one line.
    needs : tuple of Need
        The columns that it looks for.
    defaults : dict
        Its parameters, and what they are unless something else is said.
    meanings : dict
        What each parameter is, as the notebook says beside it; empty where it says nothing.
    path : Path
        Its notebook.
    """

    name: str
    title: str
    about: str
    needs: tuple[Need, ...]
    defaults: dict[str, Any]
    meanings: dict[str, str]
    path: Path


def needs_of(written: Mapping[str, Mapping[str, Any]]) -> tuple[Need, ...]:
    """Take the needs of a report as they are written in its notebook.

    Parameters
    ----------
    written : mapping
        By role: ``what``, ``kind``, ``words`` and ``required``.

    Returns
    -------
    tuple of Need

    Examples
    --------
    >>> needs_of({"date": {"what": "the day", "kind": "date", "words": ["date"], "required": False}})[0].words
    ('date',)
    """
    return tuple(
        Need(role, said["what"], said["kind"], tuple(said["words"]), said["required"]) for role, said in written.items()
    )


def available(folder: Path = FOLDER) -> list[ReportCard]:
    """List the reports that can be run.

    Parameters
    ----------
    folder : Path
        Where their notebooks lie; the library's own folder by default.

    Returns
    -------
    list of ReportCard
        In the order of their names.

    Examples
    --------
    >>> "data-quality" in [card.name for card in available()]
    True
    """
    return [_card(path) for path in sorted(folder.glob("*.ipynb"))]


def _card(path: Path) -> ReportCard:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    said = cells[0]["metadata"]["millrace"]
    [parameters] = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    needs = needs_of(said["needs"])
    source = _source(parameters)
    defaults = defaults_in(source)
    meanings = {name: _said_beside(source, name) for name in defaults}
    return ReportCard(path.stem, said["title"], said["about"], needs, defaults, meanings, path)


def _said_beside(source: str, name: str) -> str:
    found = re.search(rf"^{name} = .*?  # (.+)$", source, re.MULTILINE)
    return found.group(1) if found else ""


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def defaults_in(source: str) -> dict[str, Any]:
    """Read the parameters and their values from the code of a parameters cell.

    Examples
    --------
    >>> defaults_in('file = ""  # your file')
    {'file': ''}
    """
    return {
        target.id: ast.literal_eval(line.value)
        for line in ast.parse(source).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    }


def find_report(name: str, folder: Path = FOLDER) -> ReportCard:
    """Find a report by its name.

    Parameters
    ----------
    name : str
        For example ``"data-quality"``.
    folder : Path
        Where the notebooks lie; the library's own folder by default.

    Returns
    -------
    ReportCard

    Raises
    ------
    ArgumentError
        When there is no report of this name.

    Examples
    --------
    >>> find_report("data-qualty")
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: There is no report 'data-qualty'. The reports are: bias-audit, data-quality, \
forecast, kpis, pain-points, pilot, privacy, readiness. Did you mean 'data-quality'?
    """
    cards = {card.name: card for card in available(folder)}
    if name not in cards:
        have = ", ".join(cards) or "none yet"
        raise ArgumentError(f"There is no report '{name}'. The reports are: {have}.{did_you_mean(name, cards)}")
    return cards[name]
