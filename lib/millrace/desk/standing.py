"""How far a lab is, read from its saved file: which checks have passed, which texts are written, what comes next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from millrace.desk.cells import about, checksum, first_line, is_check, is_empty_text, is_question, print_of, source_of

__all__ = ["PRACTICE", "RIGHT", "Standing", "State", "Step", "practised", "standing_of"]

# What a passing check says first.
RIGHT = "Right: "
# A check of a lesson, which counts nothing.
PRACTICE = re.compile(r"^checks\.practice\(", re.MULTILINE)
HEADING = re.compile(r"^#{1,3} +(.+)$", re.MULTILINE)
TOTAL = re.compile(r"^checks\.passed\(.*\bof=(\d+)\)", re.MULTILINE)
OF_CHECK = "check-"

State = Literal["right", "again", "not yet", "open", "changed"]


@dataclass(frozen=True)
class Step:
    """A check, or a text to write.

    Parameters
    ----------
    section : str
        The heading that it stands under, such as "4. Dollars and dirhams".
    place : str
        The id of the cell with that heading; nothing where cells have none.
    is_text : bool
        Whether it is a text, which the trainer reads.
    state : {"right", "again", "not yet", "open", "changed"}
        ``"again"``: it passed, and the answer was changed since. ``"changed"``: the check is not as it was released.
        A text that is written is ``"right"``, whatever is in it.
    points : float
        What it counts.
    set_up : str
        The first line of the nearest set-up cell above.
    name : str
        What nbgrader calls it.
    """

    section: str
    place: str
    is_text: bool
    state: State
    points: float
    set_up: str = ""
    name: str = ""


@dataclass(frozen=True)
class Standing:
    """How far a lab is.

    Parameters
    ----------
    steps : tuple of Step
        Its checks and texts, in the order of the lab.
    of : float
        What all checks count together, also one that was deleted.
    missing : bool
        Whether a check was deleted.
    begun : bool
        Whether anything was run or written.
    """

    steps: tuple[Step, ...]
    of: float
    missing: bool
    begun: bool

    @property
    def points(self) -> float:
        """What the checks that have passed count."""
        return sum(step.points for step in self.checks if step.state == "right")

    @property
    def checks(self) -> list[Step]:
        """The checks."""
        return [step for step in self.steps if not step.is_text]

    @property
    def texts(self) -> list[Step]:
        """The texts to write."""
        return [step for step in self.steps if step.is_text]

    @property
    def again(self) -> list[Step]:
        """The checks that have to be run again, because the answer was changed since they passed."""
        return [step for step in self.steps if step.state == "again"]

    @property
    def next(self) -> Step | None:
        """The first step that is not done; one whose check was changed cannot be done here."""
        return next((step for step in self.steps if step.state not in ("right", "changed")), None)


def standing_of(cells: list[dict]) -> Standing:
    """Read how far a lab is; nothing of it is run.

    A check counts when its cell is as it was released (by nbgrader's checksum), what it printed says that it passed and
    the answer is still the one that it looked at. What cannot be known from a file: whether another cell that the
    answer rests on was changed since, and whether somebody wrote "Right" into the file by hand. Validate and the
    trainer's grading run everything again.

    Parameters
    ----------
    cells : list of dict
        The notebook's cells, as in its file.

    Returns
    -------
    Standing
        How far it is.

    Examples
    --------
    >>> marks = {"grade": True, "grade_id": "check-total", "points": 2, "locked": True}
    >>> check = {"cell_type": "code", "source": "# Checks the total.", "metadata": {"nbgrader": marks}, "outputs": []}
    >>> marks["checksum"] = checksum(check)
    >>> [step.state for step in standing_of([check]).steps]
    ['open']
    >>> check["outputs"] = [{"output_type": "stream", "text": ["Right: 2 of 2."]}]
    >>> standing_of([check]).points
    2
    """
    here = _surroundings(cells)
    steps = tuple(_step(cells, place, *here[place]) for place in _graded(cells))
    stated = max((float(total) for cell in cells for total in TOTAL.findall(source_of(cell))), default=0)
    counted = sum(step.points for step in steps if not step.is_text)
    begun = any(step.is_text and step.state == "right" for step in steps) or any(map(_was_run, cells))
    return Standing(steps, max(stated, counted), stated > counted, begun)


def practised(cells: Iterable[dict]) -> list[bool]:
    """Say of each check for practice whether it was right when it was run last.

    Parameters
    ----------
    cells : iterable of dict
        The cells of a lesson, as in its file.

    Returns
    -------
    list of bool
        One per check, in the order of the lesson.

    Examples
    --------
    >>> check = {"cell_type": "code", "source": 'checks.practice("two_dozen", 24, look="A dozen is twelve.")'}
    >>> practised([check, check | {"outputs": [{"output_type": "stream", "text": ["Right: two_dozen."]}]}])
    [False, True]
    """
    checks = [cell for cell in cells if cell["cell_type"] == "code" and PRACTICE.search(source_of(cell))]
    return [_said(cell).startswith(RIGHT) for cell in checks]


def _surroundings(cells: Iterable[dict]) -> list[tuple[str, str, str]]:
    """Find for each cell its heading, the id of the cell with that heading, and the set-up above it."""
    section, place, set_up, found = "", "", "", []
    for cell in cells:
        if cell["cell_type"] == "markdown" and (headings := HEADING.findall(source_of(cell))):
            section, place = headings[-1].strip(), str(cell.get("id", ""))
        if "set-up" in cell["metadata"].get("tags", []):
            set_up = first_line(cell)
        found.append((section, place, set_up))
    return found


def _graded(cells: list[dict]) -> list[int]:
    """Find checks and questions; of one that was copied and pasted, the original, which has its name as its id."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if is_check(cell) or is_question(cell):
            name = str(about(cell).get("grade_id"))
            if name not in found or cell.get("id") == name:
                found[name] = place
    return sorted(found.values())


def _step(cells: list[dict], place: int, section: str, heading: str, set_up: str) -> Step:
    cell = cells[place]
    text = is_question(cell)
    state = _text_state(cells, place) if text else _check_state(cells, place)
    points, name = about(cell).get("points", 0), str(about(cell).get("grade_id"))
    return Step(section, heading, text, state, points if isinstance(points, int | float) else 0, set_up, name)


def _text_state(cells: list[dict], place: int) -> State:
    name = f"{about(cells[place]).get('grade_id')}-text"
    written = next((cell for cell in cells if cell.get("id") == name), None)
    below = written or next(iter(cells[place + 1 : place + 2]), {"source": ""})
    return "open" if is_empty_text(source_of(below)) else "right"


def _check_state(cells: list[dict], place: int) -> State:
    check = cells[place]
    if checksum(check) != about(check).get("checksum"):
        return "changed"
    outputs, said = _outputs(check), _said(check)
    if any(output.get("output_type") == "error" for output in outputs) or not said.startswith(RIGHT):
        return "not yet" if said and not said.startswith("Not answered yet") else "open"
    return "again" if _changed_since(check, outputs, _answer(cells, place)) else "right"


def _outputs(cell: dict) -> list[dict]:
    return [output for output in cell.get("outputs", []) if isinstance(output, dict)]


def _said(cell: dict) -> str:
    return next((text for text in map(_text, _outputs(cell)) if text), "")


def _text(output: dict) -> str:
    """Return what an output says, however it came: printed, shown, or as the words of an error."""
    data = output.get("data", {})
    said = output.get("text") or (data.get("text/plain") if isinstance(data, dict) else "") or ""
    said = said or "\n".join(map(str, output.get("traceback", [])))
    return ("".join(map(str, said)) if isinstance(said, list) else str(said)).strip()


def _answer(cells: list[dict], place: int) -> dict | None:
    """Find the cell that a check looks at: the build names it; else it is the nearest answer above."""
    name = str(about(cells[place]).get("grade_id")).removeprefix(OF_CHECK)
    named = next((cell for cell in cells if cell.get("id") == name), None)
    return named or next((cell for cell in reversed(cells[:place]) if about(cell).get("solution")), None)


def _changed_since(check: dict, outputs: Iterable[dict], answer: dict | None) -> bool:
    if answer is None:
        return False
    known = next((mark for mark in map(_answer_print, outputs) if mark), None)
    if known is not None:
        return known != print_of(source_of(answer))
    # Without a fingerprint only the numbers before the cells tell which was run later, within one start of the kernel.
    checked, answered = check.get("execution_count"), answer.get("execution_count")
    return isinstance(checked, int) and isinstance(answered, int) and answered > checked


def _answer_print(output: dict) -> str | None:
    """Return the fingerprint of the answer that a passing check leaves with its words."""
    metadata = output.get("metadata")
    ours = metadata.get("millrace") if isinstance(metadata, dict) else None
    return str(ours["answer"]) if isinstance(ours, dict) and "answer" in ours else None


def _was_run(cell: dict) -> bool:
    return cell["cell_type"] == "code" and cell.get("execution_count") is not None
