"""Look for answer text in what learners get: solutions, hidden tests, mark schemes and their explanations."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.authoring.marks import Lab, role_of
from coursekit.authoring.regions import REGIONS, find_regions, without_regions
from coursekit.authoring.script import Cell

__all__ = ["Leak", "leaks_in", "secret_lines"]

# Shorter lines (")", "else:", "import pandas as pd") say nothing about an answer.
SHORTEST = 16


@dataclass(frozen=True)
class Leak:
    """A line of the solution that learners can read.

    Parameters
    ----------
    path : str
        The notebook.
    text : str
        The line.
    file, line : str, int
        Where it stands in the source; line 0 when it is a delimiter.
    """

    path: str
    text: str
    file: str
    line: int


def secret_lines(lab: Lab) -> dict[str, tuple[int, str]]:
    """Lines that only the solution may hold, by their normal form.

    Parameters
    ----------
    lab : Lab
        The lab.

    Returns
    -------
    dict of str to tuple of int and str
        Line number in ``lab.py`` and the line as written; lines that learners are given anyway are left out, and so
        are imports and lines too short to say anything.
    """
    given = _normal("\n".join(_given_text(cell) for cell in lab.cells))
    secrets: dict[str, tuple[int, str]] = {}
    for cell in lab.cells:
        for index, line in _hidden_lines(cell):
            normal = _normal(line)
            if len(normal) >= SHORTEST and normal not in given and not re.match(r"(import|from) ", line.strip()):
                secrets.setdefault(normal, (cell.line_of(index), line.strip()))
    return secrets


def _hidden_lines(cell: Cell) -> Iterator[tuple[int, str]]:
    if role_of(cell) == "solution":
        yield from enumerate(cell.lines)
    for kind in REGIONS:
        for region in find_regions(cell.source, kind):
            yield from enumerate(region.inside(cell.lines), start=region.start + 1)


def _given_text(cell: Cell) -> str:
    if role_of(cell) == "solution":
        return ""
    source = cell.source
    for kind in REGIONS:
        source = without_regions(source, kind)
    return source


def _normal(text: str) -> str:
    # Layout and the kind of quotes do not hide an answer.
    return re.sub(r"\s+", "", text.replace("'", '"'))


def leaks_in(lab: Lab, paths: Iterable[Path], *, root: Path) -> list[Leak]:
    """Search notebooks for lines of the solution and for the delimiters around them.

    Parameters
    ----------
    lab : Lab
        The lab whose solution must not be seen.
    paths : iterable of Path
        The notebooks that learners get.
    root : Path
        The course root, to name them.

    Returns
    -------
    list of Leak
        Empty when nothing leaks.
    """
    secrets, found = secret_lines(lab), []
    for path in paths:
        name = path.relative_to(root).as_posix()
        lines = list(_all_lines(json.loads(path.read_bytes())))
        normal = _normal("\n".join(lines))
        found += [Leak(name, text, lab.file, line) for key, (line, text) in secrets.items() if key in normal]
        words = [f"{edge} {spec.words}" for spec in REGIONS.values() for edge in ("BEGIN", "END")]
        found += [Leak(name, line.strip(), lab.file, 0) for line in lines if any(word in line for word in words)]
    return found


def _all_lines(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield from node.split("\n")
    elif isinstance(node, list):
        yield from ("".join(node).split("\n") if all(isinstance(n, str) for n in node) else _each(node))
    elif isinstance(node, dict):
        yield from _each(node.values())


def _each(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        yield from _all_lines(node)
