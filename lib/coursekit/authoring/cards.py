"""A module's card, ``module.toml``, and the lists of modules in the course's documents, which are made of the cards."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.authoring.marks import Lab
from coursekit.course import Course
from coursekit.faults import Fault, stop_on
from millrace.errors import did_you_mean

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["CARD", "Card", "carrying_card", "document_products", "read_card"]

CARD = "module.toml"
BEGIN, END = "<!-- modules: begin -->", "<!-- modules: end -->"
START_HERE = "start-here.md"
START_HEAD = ["| module | lesson | lab |", "|---|---|---|"]
SYLLABUS_HEAD = ["| module | after this you can | lesson | lab | points |", "|---|---|---|---|---|"]


@dataclass(frozen=True)
class Card:
    """What the course's documents say of a module.

    Parameters
    ----------
    title : str
        In a few words.
    after : str
        What a learner can do after it, in verbs: it goes on after "After this you can".
    lesson_minutes : int
        How long the lesson takes, measured.
    lab_minutes : list of int
        How long each sitting of the lab takes, measured; empty when there is no lab.
    truths : list of str
        What is planted for it in the company's files, by the names of `lantern.planted`.
    """

    title: str
    after: str
    lesson_minutes: int
    lab_minutes: list[int]
    truths: list[str]


KINDS: dict[str, type] = {"title": str, "after": str, "lesson_minutes": int, "lab_minutes": list, "truths": list}


def read_card(path: Path, *, file: str) -> Card:
    """Read a module's card.

    Parameters
    ----------
    path : Path
        The file ``module.toml``.
    file : str
        What to call it in faults, relative to the course root.

    Returns
    -------
    Card
        Whole.

    Raises
    ------
    AuthorError
        When it is missing, no TOML, or something in it is missing, unknown or of another kind.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        values = {}
        stop_on([Fault(file, 1, "The module has no card.", f"Write it with: {', '.join(KINDS)}.")])
    except tomllib.TOMLDecodeError as error:
        values = {}
        stop_on([Fault(file, 1, f"It is not valid TOML: {error}.", "Mend that line.")])
    stop_on(_faults(values, file))
    return Card(**values)


def _faults(values: dict[str, Any], file: str) -> Iterator[Fault]:
    for name in KINDS.keys() - values.keys():
        yield Fault(file, 1, f"'{name}' is missing.", f"The card says: {', '.join(f.name for f in fields(Card))}.")
    for name, value in values.items():
        if name not in KINDS:
            yield Fault(file, 1, f"'{name}' is not known.", did_you_mean(name, KINDS).strip() or "Remove it.")
        elif not isinstance(value, KINDS[name]):
            yield Fault(file, 1, f"'{name}' is {value!r}.", f"Expected: {KINDS[name].__name__}.")


def document_products(course: Course, labs: dict[str, Lab]) -> dict[str, bytes]:
    """Write the lists of modules into the course's documents.

    Parameters
    ----------
    course : Course
        The course.
    labs : dict of str to Lab
        The labs of all modules that have one, for their points.

    Returns
    -------
    dict of str to bytes
        ``course/README.md`` (the syllabus), ``course/trainer-guide.md``, and ``labs/START-HERE.md`` from
        ``course/start-here.md``, those that there are.
    """
    cards = {
        name: read_card(course.source / name / CARD, file=f"course/{name}/{CARD}")
        for name in course.modules()
        if (course.source / name / CARD).exists()
    }
    syllabus = [*SYLLABUS_HEAD, *(_row(name, card, labs.get(name)) for name, card in cards.items())]
    guides = [
        f"- [{name[:2]} {card.title}]({name}/trainer.md)"
        for name, card in cards.items()
        if (course.source / name / "trainer.md").exists()
    ]
    made = {"README.md": syllabus, "trainer-guide.md": guides}
    documents = {
        f"course/{file}": _with_list(course.source / file, lines)
        for file, lines in made.items()
        if (course.source / file).exists()
    }
    start = course.source / START_HERE
    if start.exists():
        listed = [*START_HEAD, *(_start_row(course, name, card) for name, card in cards.items())]
        documents[f"{course.labs}/START-HERE.md"] = _with_list(start, listed)
    return documents


def carrying_card(notebook: "NotebookNode", course: Course, name: str) -> "NotebookNode":
    """Write title and minutes of a module into the cell that names a notebook's source, for START-HERE.

    Parameters
    ----------
    notebook : NotebookNode
        The lab or lesson; it is changed.
    course : Course
        The course.
    name : str
        The module's name.

    Returns
    -------
    NotebookNode
        The same; untouched where the module has no card.
    """
    path = course.source / name / CARD
    if path.exists():
        card = read_card(path, file=f"course/{name}/{CARD}")
        about = {"title": card.title, "lesson_minutes": card.lesson_minutes, "lab_minutes": card.lab_minutes}
        for cell in notebook.cells:
            if "millrace" in cell.metadata:
                cell.metadata["millrace"]["module"] = about
    return notebook


def _start_row(course: Course, name: str, card: Card) -> str:
    sittings = f" ({' + '.join(map(str, card.lab_minutes))} minutes)" if card.lab_minutes else ""
    lab = f"[lab]({name}/{course.notebook}.ipynb){sittings}" if card.lab_minutes else "–"
    return f"| {name[:2]} {card.title} | [lesson]({name}/1-lesson.ipynb) ({card.lesson_minutes} minutes) | {lab} |"


def _row(name: str, card: Card, lab: Lab | None) -> str:
    essays = sum(cell.marks["points"] for cell in lab.of_role("essay").values()) if lab else 0
    points = f"{lab.points - essays} + {essays}" if lab else "–"
    sittings = " + ".join(map(str, card.lab_minutes)) + " min" if card.lab_minutes else "–"
    link = f"[{name[:2]} {card.title}]({name}/lesson.md)"
    return f"| {link} | {card.after} | {card.lesson_minutes} min | {sittings} | {points} |"


def _with_list(path: Path, lines: list[str]) -> bytes:
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        fix = f"Write the lines {BEGIN} and {END} where the list belongs."
        stop_on([Fault(f"course/{path.name}", 1, "There is no place for the list of modules.", fix)])
    before, _, rest = text.partition(BEGIN)
    return "\n".join([f"{before}{BEGIN}", *lines, END + rest.partition(END)[2]]).encode("utf-8")
