"""Make notebooks that are the same to the byte, wherever and whenever they are made."""

import hashlib
import itertools
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Any

from coursekit.authoring.marks import Lab, role_of
from coursekit.authoring.script import Cell

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["check_id", "check_source", "notebook_bytes", "notebook_of", "solution_notebook"]

SCHEMA_VERSION = 3
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def check_id(name: str) -> str:
    """Name of the check cell that belongs to an answer.

    Examples
    --------
    >>> check_id("clean-orders")
    'check-clean-orders'
    """
    return f"check-{name}"


def check_source(cell: Cell, *, of: int) -> str:
    r"""Return what a check cell holds: a function, so that no name of it stays, and the line with the points.

    Parameters
    ----------
    cell : Cell
        The check as its author wrote it, opening with a comment.
    of : int
        What all checks of the lab earn together.

    Returns
    -------
    str
        What learners and graders run; a folded cell shows its first line, the comment.

    Examples
    --------
    >>> mine = Cell("code", "# Checks it.\nassert total", 1, {"check": "total", "points": 2})
    >>> print(check_source(mine, of=20))
    # Checks it.
    def _check():
        assert total
    <BLANKLINE>
    <BLANKLINE>
    _check()
    checks.passed("total", points=2, of=20)
    """
    opening = list(itertools.takewhile(lambda line: line.startswith("#") and not line.startswith("###"), cell.lines))
    body = textwrap.indent("\n".join(cell.lines[len(opening) :]), "    ")
    told = f'checks.passed("{cell.marks["check"]}", points={cell.marks["points"]}, of={of})'
    return "\n".join([*opening, "def _check():", body, "", "", "_check()", told])


def solution_notebook(lab: Lab, *, text_stub: str) -> "NotebookNode":
    """Make the complete notebook of a lab, with everything that nbgrader needs to release and grade it.

    An essay becomes two cells: nbgrader's manually graded task, which holds the question, the points and the rubric
    that the trainer sees again when grading, and an open text cell for the answer.

    Parameters
    ----------
    lab : Lab
        The lab.
    text_stub : str
        What stands in the open text cell of an essay.

    Returns
    -------
    NotebookNode
        A notebook in format 4.5, without outputs.
    """
    cells = [made for cell in lab.cells for made in _cells_for(cell, lab, text_stub)]
    return notebook_of(cells, source=lab.file)


def _cells_for(cell: Cell, lab: Lab, text_stub: str) -> list[dict[str, Any]]:
    role = role_of(cell)
    tags = {"tags": cell.marks["tags"]} if cell.marks.get("tags") else {}
    if role == "answer":
        return [
            _cell("code", cell.source, cell.marks["answer"], {**_graded(cell.marks["answer"], solution=True), **tags})
        ]
    if role == "check":
        return [_check_cell(cell, of=lab.check_points)]
    if role == "essay":
        return _essay_cells(cell, text_stub)
    return [_cell(cell.kind, cell.source, None, {**tags, **_folded(cell)})]


def _folded(cell: Cell) -> dict[str, Any]:
    """Fold the code of a cell that shows what was made: learners look at what comes out below it."""
    return {"jupyter": {"source_hidden": True}} if "result" in (cell.marks.get("tags") or []) else {}


def _check_cell(cell: Cell, *, of: int) -> dict[str, Any]:
    name, points = cell.marks["check"], cell.marks["points"]
    # JupyterLab folds the cell and shows its first line: the sentence that says what it checks.
    meta = {
        **_graded(check_id(name), grade=True, locked=True, points=points),
        "jupyter": {"source_hidden": True},
    }
    return _cell("code", check_source(cell, of=of), check_id(name), meta)


def _essay_cells(cell: Cell, text_stub: str) -> list[dict[str, Any]]:
    name = cell.marks["essay"]
    task = _graded(name, task=True, locked=True, points=cell.marks["points"])
    return [
        _cell("markdown", cell.source, name, task),
        _cell("markdown", text_stub, f"{name}-text", {"editable": True}),
    ]


def _graded(name: str, **changed: Any) -> dict[str, Any]:
    base = {"grade": False, "grade_id": name, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**base, "schema_version": SCHEMA_VERSION, **changed}}


def _cell(kind: str, source: str, name: str | None, metadata: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "source": source, "id": name, "metadata": metadata}


def notebook_of(cells: list[dict[str, Any]], *, source: str) -> "NotebookNode":
    """Put cells into a notebook, with ids that change only when the cell does.

    Parameters
    ----------
    cells : list of dict
        Each with ``kind``, ``source``, ``metadata`` and ``id``; a missing id is made from the cell's text.
    source : str
        The file the notebook is built from, relative to the course root; it is named in the first cell that
        learners get, too.

    Returns
    -------
    NotebookNode
        A valid notebook in format 4.5.

    Examples
    --------
    >>> made = notebook_of([{"kind": "code", "source": "a = 1", "id": None, "metadata": {}}], source="course/x/lab.py")
    >>> made.cells[0].id, made.cells[0].metadata.millrace.source
    ('code-b5bc1ffd', 'course/x/lab.py')
    """
    import nbformat
    from nbformat import v4

    seen: Counter[str] = Counter()
    made = []
    for cell in cells:
        new = v4.new_code_cell if cell["kind"] == "code" else v4.new_markdown_cell
        name = cell["id"] or _id_from_text(cell, seen)
        made.append(new(source=cell["source"], id=name, metadata=nbformat.from_dict(_protected(cell))))
    _name_source(made, source)
    metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    notebook = v4.new_notebook(cells=made, metadata=metadata)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _protected(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the cell's metadata: learners delete nothing that is given, and prose does not open by a double click."""
    prose = {"editable": False} if cell["kind"] == "markdown" else {}
    return {"deletable": False, **prose, **cell["metadata"]}


def _id_from_text(cell: dict[str, Any], seen: Counter[str]) -> str:
    # From the text and not from the position: a cell put in above changes no other cell's id.
    digest = hashlib.sha256(cell["source"].encode()).hexdigest()[:8]
    name = f"{'code' if cell['kind'] == 'code' else 'text'}-{digest}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def _name_source(cells: list[Any], source: str) -> None:
    for cell in cells:
        if "solution" not in cell.metadata.get("tags", []):
            cell.metadata["millrace"] = {"source": source}
            return


def notebook_bytes(notebook: "NotebookNode") -> bytes:
    r"""Write a notebook as nbformat does, in UTF-8 with ``\n`` as line end on every system.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook.

    Returns
    -------
    bytes
        The content of the file, ending with a line end.
    """
    import nbformat

    return (nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n").encode()
