"""Read MyST notebooks, and turn ``lesson.md`` into the notebook that learners open beside the lab."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.authoring.notebooks import notebook_of
from coursekit.authoring.quizzes import Question, questions, quiz_text, shuffled
from coursekit.authoring.script import Cell, read_text, syntax_faults
from coursekit.faults import Fault, stop_on

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["QUIZ_TAG", "lesson_notebook", "read_myst"]

QUIZ_TAG = "quiz"
HEADER = '---\nkernelspec:\n  name: python3\n  display_name: "Python 3 (ipykernel)"\n---'
FENCE = re.compile(r"^(?P<ticks>`{3,}|~{3,})\s*(?P<info>.*)$")
QUIZ = re.compile(r"^(?P<ticks>`{3,})\{quiz\}\s*\n(?P<text>.*?)\n(?P=ticks)\s*$", re.DOTALL | re.MULTILINE)
NEARLY_CELL = re.compile(r"^\{?\s*code[-_ ]?cells?\s*\}?", re.IGNORECASE)


def lesson_notebook(path: Path, *, file: str) -> "NotebookNode":
    """Read a lesson.

    Parameters
    ----------
    path : Path
        The file ``lesson.md``.
    file : str
        What to call it in faults, relative to the course root.

    Returns
    -------
    NotebookNode
        The lesson without outputs and without any trace of a text pairing.

    Raises
    ------
    AuthorError
        When it is no MyST notebook, or its code is not valid Python.
    """
    _, cells = read_myst(path, file=file)
    return notebook_of([_plain(cell) for cell in cells], source=file)


def read_myst(path: Path, *, file: str) -> tuple[dict[str, Any], list[Cell]]:
    """Read a MyST notebook whose code is valid Python, its questions as text that opens.

    Parameters
    ----------
    path : Path
        The file, ``lesson.md`` or ``report.md``.
    file : str
        What to call it in faults, relative to the course root.

    Returns
    -------
    tuple of dict and list of Cell
        What its header says, and its cells.

    Raises
    ------
    AuthorError
        When it is no MyST notebook, or its code is not valid Python.
    """
    text, faults = read_text(path, file)
    stop_on(faults)
    stop_on([*_header_faults(text, file), *_fence_faults(text, file)])
    header, found = _cells(text, file)
    asked = _asked(found, file)
    cells = [part for cell in found for part in _with_quizzes(cell, asked)]
    stop_on(fault for cell in cells for fault in _code_faults(cell, file))
    return header, cells


def _header_faults(text: str, file: str) -> list[Fault]:
    opening = re.match(r"---\n(.*?)\n---\s*\n", text, re.DOTALL)
    if opening and "kernelspec:" in opening[1]:
        return []
    found = "The header names no kernel." if opening else "The file has no notebook header."
    return [Fault(file, 1, found, f"Begin the file with:\n{HEADER}\n")]


def _fence_faults(text: str, file: str) -> list[Fault]:
    faults, opened = [], None
    for number, line in enumerate(text.split("\n"), start=1):
        fence = FENCE.match(line)
        if not fence:
            continue
        if opened is None:
            opened = (number, fence["ticks"])
            faults += _info_faults(fence["info"], number, file)
        elif fence["ticks"].startswith(opened[1]) and not fence["info"].strip():
            opened = None
        elif fence["ticks"].startswith(opened[1]):
            # Another block opens inside this one, with marks that could have closed it.
            faults.append(_open_fence(opened[0], file))
            opened = (number, fence["ticks"])
    return faults + ([_open_fence(opened[0], file)] if opened else [])


def _open_fence(line: int, file: str) -> Fault:
    return Fault(file, line, "The block that begins here is never closed.", "Close it with the same marks: ```.")


def _info_faults(info: str, line: int, file: str) -> list[Fault]:
    if NEARLY_CELL.match(info) and not re.match(r"\{code-cell\}(\s|$)", info):
        return [Fault(file, line, f"'{info.strip()}' is nearly a code cell.", "Write: ```{code-cell} ipython3")]
    return []


def _cells(text: str, file: str) -> tuple[dict[str, Any], list[Cell]]:
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        at = re.search(r"at line (\d+)", str(error))
        fix = "Write cell options as YAML, for example ':tags: [hide-input]', or text options as JSON behind '+++'."
        stop_on([Fault(file, int(at[1]) if at else 1, f"It is not a valid MyST notebook: {error}.", fix)])
    starts, lines = notebook.metadata["source_map"], text.split("\n")
    cells = [
        Cell(c.cell_type, c.source, _first_line(c.source.split("\n"), lines, start), dict(c.metadata))
        for c, start in zip(notebook.cells, starts, strict=True)
    ]
    if not any(cell.kind == "code" for cell in cells):
        stop_on([Fault(file, 1, "The notebook has no code cell.", "Write one: ```{code-cell} ipython3")])
    return dict(notebook.metadata), cells


def _asked(cells: Iterable[Cell], file: str) -> dict[int, Question]:
    """Read all questions of a lesson, by the line on which each begins."""
    asked = [
        q for cell in cells for block, line in _blocks(cell) for q in questions(block["text"], file=file, line=line)
    ]
    return {question.line: question for question in shuffled(asked)}


def _blocks(cell: Cell) -> Iterator[tuple[re.Match[str], int]]:
    """Find the blocks of questions in a text cell, each with the line on which its text begins."""
    for block in QUIZ.finditer(cell.source) if cell.kind == "markdown" else ():
        yield block, cell.line + 1 + cell.source.count("\n", 0, block.start("text"))


def _with_quizzes(cell: Cell, asked: Mapping[int, Question]) -> Iterator[Cell]:
    """Take the questions out of a text cell; each block becomes a cell of its own."""
    done = 0
    for block, line in _blocks(cell):
        yield from _text_between(cell, done, block.start())
        done = block.end()
        here = range(line, line + block["text"].count("\n") + 1)
        text = quiz_text(question for at, question in asked.items() if at in here)
        yield Cell("markdown", text, line, {"tags": [QUIZ_TAG]})
    if cell.kind == "markdown":
        yield from _text_between(cell, done, len(cell.source))
    else:
        yield cell


def _text_between(cell: Cell, start: int, end: int) -> Iterator[Cell]:
    text = cell.source[start:end]
    if text.strip():
        before = cell.source.count("\n", 0, start + len(text) - len(text.lstrip("\n")))
        yield Cell("markdown", text.strip("\n"), cell.line + before, cell.marks)


def _first_line(source: list[str], lines: list[str], start: int) -> int:
    # The map of jupytext ends at the fence; options and blank lines may stand between it and the code.
    places = range(start, len(lines) - len(source) + 1)
    return next((at for at in places if lines[at : at + len(source)] == source), start)


def _code_faults(cell: Cell, file: str) -> list[Fault]:
    if cell.kind == "raw":
        return [Fault(file, cell.line, "This is a raw cell.", "Use {code-cell} or plain text.")]
    return syntax_faults(cell, file)


def _plain(cell: Cell) -> dict[str, Any]:
    return {"kind": cell.kind, "source": cell.source, "id": None, "metadata": cell.marks}
