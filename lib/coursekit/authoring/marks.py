"""Turn ``lab.py`` into a lab: which cell is an answer, a check, an essay, or an explanation for the solution only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coursekit.authoring.questions import question_faults
from coursekit.authoring.regions import region_faults
from coursekit.authoring.script import Cell, cells_of, read_text, syntax_faults
from coursekit.faults import Fault, stop_on
from millrace.errors import did_you_mean

__all__ = ["Lab", "read_lab", "role_of"]

ROLES = ("answer", "check", "essay")
KNOWN = (*ROLES, "points", "tags", "choice")
TAGS = ("solution", "raises-exception", "result", "set-up", "slip")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Cell ids may have 64 characters, and the longest thing the build adds to a name is "check-" or "-answer".
LONGEST_NAME = 56


@dataclass
class Lab:
    """The source of one lab, without faults.

    Parameters
    ----------
    name : str
        Folder of the module, for example ``"01-data-cleanup"``.
    file : str
        Path of ``lab.py``, relative to the course root, with forward slashes.
    cells : list of Cell
        Its cells in order.
    """

    name: str
    file: str
    cells: list[Cell]

    def of_role(self, role: str) -> dict[str, Cell]:
        """Cells of one role, by name, in the order of the lab."""
        return {cell.marks[role]: cell for cell in self.cells if role_of(cell) == role}

    @property
    def points(self) -> int:
        """All points of the lab, essays included."""
        return sum(cell.marks.get("points", 0) for cell in self.cells)

    @property
    def choices(self) -> list[str]:
        """Names of the answers that ask for a choice which no hint contains."""
        return [name for name, cell in self.of_role("answer").items() if cell.marks.get("choice")]

    @property
    def check_points(self) -> int:
        """The points that checks give, essays left out."""
        return sum(cell.marks["points"] for cell in self.of_role("check").values())


def role_of(cell: Cell) -> str:
    """Say what a cell is for: ``answer``, ``check``, ``essay``, ``solution`` or ``given``.

    Examples
    --------
    >>> role_of(Cell("code", "a = 1", 1, {"answer": "total"})), role_of(Cell("markdown", "Hello", 5))
    ('answer', 'given')
    """
    for role in ROLES:
        if role in cell.marks:
            return role
    return "solution" if "solution" in (cell.marks.get("tags") or []) else "given"


def read_lab(path: Path, *, name: str, file: str, stub: str = "...") -> Lab:
    """Read a lab's source and report everything that is wrong with it at once.

    Parameters
    ----------
    path : Path
        The file ``lab.py``.
    name : str
        Name of the module.
    file : str
        What to call the file in faults, relative to the course root.
    stub : str
        What nbgrader puts in place of a solution.

    Returns
    -------
    Lab
        The lab, ready for the build.

    Raises
    ------
    AuthorError
        With each fault's file, line and fix.
    """
    text, faults = read_text(path, file)
    stop_on(faults)
    cells, faults = cells_of(text, file)
    faults += [fault for cell in cells for fault in _cell_faults(cell, file)]
    faults += question_faults(cells, file, stub=stub)
    stop_on(faults)
    return Lab(name, file, cells)


def _cell_faults(cell: Cell, file: str) -> Iterator[Fault]:
    yield from _key_faults(cell, file)
    yield from _tag_faults(cell, file)
    yield from _role_faults(cell, file)
    yield from _points_faults(cell, file)
    yield from _choice_faults(cell, file)
    yield from region_faults(cell, file)
    yield from syntax_faults(cell, file)
    yield from _slip_faults(cell, file)


def _slip_faults(cell: Cell, file: str) -> Iterator[Fault]:
    if "slip" not in (cell.marks.get("tags") or []):
        return
    if cell.kind != "code" or role_of(cell) != "given":
        fix = "Put it on a code cell that is neither answer nor check."
        yield Fault(file, cell.line, 'Only a given code cell can have tags=["slip"].', fix)
        return
    for index, line in enumerate(cell.lines):
        if line != "#" and not line.startswith("# "):
            fix = "Write '# ' before each of its lines; learners get it without."
            yield Fault(file, cell.line_of(index), "A line of a slip is no comment.", fix)
            return


def _key_faults(cell: Cell, file: str) -> Iterator[Fault]:
    for key in cell.marks:
        if key not in KNOWN:
            guess = did_you_mean(key, KNOWN).strip() or f"The marks are: {', '.join(KNOWN)}."
            yield Fault(file, cell.line, f"The mark '{key}' is not known.", guess)


def _tag_faults(cell: Cell, file: str) -> Iterator[Fault]:
    tags = cell.marks.get("tags", [])
    for tag in tags:
        if tag not in TAGS:
            guess = did_you_mean(tag, TAGS).strip() or f"The tags are: {', '.join(TAGS)}."
            yield Fault(file, cell.line, f"The tag '{tag}' is not known.", guess)
    if "set-up" in tags and (cell.kind != "code" or role_of(cell) != "given"):
        fix = "Put it on the code cell with the imports, with which a part begins."
        yield Fault(file, cell.line, 'Only a given code cell can have tags=["set-up"].', fix)
    if "solution" in tags and any(role in cell.marks for role in ROLES):
        fix = "Put the explanation into a cell of its own, behind it."
        yield Fault(file, cell.line, 'A graded cell cannot have tags=["solution"]: it would vanish.', fix)


def _role_faults(cell: Cell, file: str) -> Iterator[Fault]:
    roles = [role for role in ROLES if role in cell.marks]
    if len(roles) > 1:
        yield Fault(file, cell.line, f"The cell is {' and '.join(roles)} at once.", "Make a cell for each.")
    for role in roles:
        wanted = "markdown" if role == "essay" else "code"
        if cell.kind != wanted:
            marker = "# %% [markdown]" if wanted == "markdown" else "# %%"
            found = f"The {role} cell is a {cell.kind} cell."
            yield Fault(file, cell.line, found, f"Begin it with '{marker} {role}=...'.")
        yield from _name_faults(cell, cell.marks[role], file)


def _name_faults(cell: Cell, value: object, file: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not KEBAB.fullmatch(value):
        fix = "Use small letters, digits and single hyphens, for example: clean-orders."
        yield Fault(file, cell.line, f"The name {value!r} is not in kebab-case.", fix)
    elif len(value) > LONGEST_NAME:
        fix = f"Use at most {LONGEST_NAME} characters."
        yield Fault(file, cell.line, f"The name '{value}' has {len(value)} characters.", fix)


def _points_faults(cell: Cell, file: str) -> Iterator[Fault]:
    graded = "check" in cell.marks or "essay" in cell.marks
    points = cell.marks.get("points")
    if not graded and "points" in cell.marks:
        fix = "Points stand on the check or on the essay."
        yield Fault(file, cell.line, "This cell has points but is neither check nor essay.", fix)
    elif graded and "points" not in cell.marks:
        yield Fault(file, cell.line, "The points are missing.", "Add them, for example: points=2.")
    elif graded and (type(points) is not int or points < 1):
        fix = "Write a whole number above zero, for example: points=2."
        yield Fault(file, cell.line, f"The points are {points!r}.", fix)


def _choice_faults(cell: Cell, file: str) -> Iterator[Fault]:
    choice = cell.marks.get("choice", False)
    if "choice" in cell.marks and "answer" not in cell.marks:
        yield Fault(file, cell.line, "This cell has a choice but is no answer.", "Put choice=true on the answer.")
    elif not isinstance(choice, bool):
        fix = "Write choice=true where the learner must choose, else leave it out."
        yield Fault(file, cell.line, f"The choice is {choice!r}.", fix)
