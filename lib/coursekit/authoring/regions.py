"""Find the regions of a cell that only the solution carries: solutions, hidden tests and mark schemes."""

import re
from dataclasses import dataclass

from coursekit.authoring.script import Cell
from coursekit.faults import Fault

__all__ = ["REGIONS", "Region", "find_regions", "region_faults", "without_regions"]


@dataclass(frozen=True)
class Kind:
    """A kind of region: its words, as nbgrader knows them, and the mark whose cell may hold it."""

    words: str
    mark: str
    example: str


REGIONS = {
    "solution": Kind("SOLUTION", "answer", "### BEGIN SOLUTION"),
    "hidden": Kind("HIDDEN TESTS", "check", "### BEGIN HIDDEN TESTS"),
    "rubric": Kind("MARK SCHEME", "essay", "=== BEGIN MARK SCHEME ==="),
}
NEARLY = re.compile(
    r"^\W*(begin|end)[\W_]*(solutions?|hidden[\W_]*tests?|mark(?:ing)?[\W_]*schemes?)\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Region:
    """The lines from one delimiter to the other, both included, counted from 0 within the cell."""

    kind: str
    start: int
    end: int

    def inside(self, lines: list[str]) -> list[str]:
        """Lines between the delimiters."""
        return lines[self.start + 1 : self.end]


def find_regions(source: str, kind: str) -> list[Region]:
    r"""Find the complete regions of one kind; broken ones are left to `region_faults`.

    Parameters
    ----------
    source : str
        Source of the cell.
    kind : str
        ``"solution"``, ``"hidden"`` or ``"rubric"``.

    Returns
    -------
    list of Region
        In the order of the cell.

    Examples
    --------
    >>> find_regions("### BEGIN SOLUTION\na = 1\n### END SOLUTION", "solution")
    [Region(kind='solution', start=0, end=2)]
    """
    return _walk(source.split("\n"), kind)[0]


def _walk(lines: list[str], kind: str) -> tuple[list[Region], list[tuple[int, str]]]:
    words = REGIONS[kind].words
    found: list[Region] = []
    broken: list[tuple[int, str]] = []
    start: int | None = None
    for index, line in enumerate(lines):
        # A plain "in", because nbgrader looks for the words anywhere in a line, too.
        if f"BEGIN {words}" in line:
            if start is not None:
                broken.append((start, f"BEGIN {words} has no END {words} before the next one."))
            start = index
        elif f"END {words}" in line:
            if start is None:
                broken.append((index, f"END {words} has no BEGIN {words} before it."))
            else:
                found.append(Region(kind, start, index))
            start = None
    if start is not None:
        broken.append((start, f"BEGIN {words} has no END {words} after it."))
    return found, broken


def region_faults(cell: Cell, name: str) -> list[Fault]:
    r"""Find regions that are open, nested, misspelt, empty, or in a cell that must not have them.

    Parameters
    ----------
    cell : Cell
        The cell with its marks.
    name : str
        What to call the file in a fault.

    Returns
    -------
    list of Fault
        One for each slip.

    Examples
    --------
    >>> print(region_faults(Cell("code", "### BEGIN SOLUTION\na = 1\n### END SOLUTION", 1), "lab.py")[0])
    lab.py:2: A SOLUTION region stands outside an answer cell. Write answer="a-name" behind the cell's '# %%'.
    """
    faults = _misspelt(cell, name)
    for kind, spec in REGIONS.items():
        found, broken = _walk(cell.lines, kind)
        faults += [
            Fault(name, cell.line_of(at), text, f"Write both lines: {spec.example} ... END.") for at, text in broken
        ]
        if found and spec.mark not in cell.marks:
            faults.append(_outside(cell, found[0], spec, name))
        faults += [
            Fault(
                name, cell.line_of(r.start), f"This {spec.words} region is empty.", "Write something between its lines."
            )
            for r in found
            if not any(line.strip() for line in r.inside(cell.lines))
        ]
    return faults


def _outside(cell: Cell, region: Region, spec: Kind, name: str) -> Fault:
    article = "an" if spec.mark[0] in "ae" else "a"
    return Fault(
        name,
        cell.line_of(region.start),
        f"A {spec.words} region stands outside {article} {spec.mark} cell.",
        f"Write {spec.mark}=\"a-name\" behind the cell's '# %%'.",
    )


def _misspelt(cell: Cell, name: str) -> list[Fault]:
    known = {f"{edge} {spec.words}" for spec in REGIONS.values() for edge in ("BEGIN", "END")}
    return [
        Fault(
            name,
            cell.line_of(i),
            f"'{line.strip()}' is nearly a region mark.",
            f"Write one of: {', '.join(sorted(known))}.",
        )
        for i, line in enumerate(cell.lines)
        if NEARLY.match(line) and not any(words in line for words in known)
    ]


def without_regions(source: str, kind: str, *, stub: str = "") -> str:
    r"""Take the regions of one kind out, as nbgrader does, leaving a stub where each one began.

    Parameters
    ----------
    source : str
        Source of the cell.
    kind : str
        ``"solution"``, ``"hidden"`` or ``"rubric"``.
    stub : str
        What stands in their place, at the indentation of the region.

    Returns
    -------
    str
        The source that a learner sees.

    Examples
    --------
    >>> print(without_regions("a = 1\n### BEGIN SOLUTION\nb = 2\n### END SOLUTION", "solution", stub="..."))
    a = 1
    ...
    """
    lines = source.split("\n")
    for region in reversed(find_regions(source, kind)):
        opening = lines[region.start]
        indent = opening[: len(opening) - len(opening.lstrip())]
        lines[region.start : region.end + 1] = [indent + text for text in stub.split("\n")] if stub else []
    return "\n".join(lines)
