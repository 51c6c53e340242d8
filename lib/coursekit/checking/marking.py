"""Run a built notebook in a real kernel and mark it as nbgrader does, so that the table cannot lie."""

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["CellMark", "Marked", "mark_notebook", "marks_of"]

# Checks print one sentence; a cell that runs longer than this has hung.
CELL_SECONDS = 120
SPOKEN = ("NotAnswered", "CheckFailed")


@dataclass(frozen=True)
class CellMark:
    """The mark of one check cell.

    Parameters
    ----------
    name : str
        The grade id, for example ``"check-clean-orders"``.
    earned, possible : float
        Points; an essay that waits for a trainer earns nothing.
    error : str
        Name of the exception it raised; empty when it raised none.
    message : str
        What the learner sees below the cell.
    """

    name: str
    earned: float
    possible: float
    error: str = ""
    message: str = ""


@dataclass(frozen=True)
class Marked:
    """The marks of one notebook.

    Parameters
    ----------
    cells : tuple of CellMark
        One for each check.
    seconds : float
        What all cells took, the start of the kernel not counted.
    graded_seconds : float
        What answers and checks took: the part that a learner waits for, and a cohort multiplies.
    problem : str
        Why the notebook could not be run at all; empty when it was.
    """

    cells: tuple[CellMark, ...]
    seconds: float
    graded_seconds: float = 0.0
    problem: str = ""

    @property
    def full(self) -> bool:
        """Whether every check earned all its points."""
        return not self.problem and all(cell.earned == cell.possible for cell in self.cells)

    @property
    def zero(self) -> bool:
        """Whether no check earned anything."""
        return not self.problem and all(cell.earned == 0 for cell in self.cells)


def mark_notebook(content: bytes, *, folder: Path) -> Marked:
    """Run a notebook from top to bottom in a fresh kernel, errors included, and mark its checks.

    Parameters
    ----------
    content : bytes
        The notebook as built.
    folder : Path
        Where it runs.

    Returns
    -------
    Marked
        The marks, by nbgrader's own rules.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.reads(content.decode(), as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        allow_errors=True,
        shutdown_kernel="immediate",
        # Kernels warn about plain TCP on the loopback address, for every notebook.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        # A loop of our own, closed at the end: the synchronous call would leave one open in every thread.
        asyncio.run(client.async_execute(env=_environment()))
    except Exception as error:
        return Marked((), 0.0, 0.0, f"the kernel stopped: {type(error).__name__}: {str(error)[:300]}")
    graded = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return Marked(tuple(marks_of(notebook)), _seconds(notebook.cells), _seconds(graded))


def _environment() -> dict[str, str]:
    # Variant 0 is what is committed and what learners have, whatever the caller's environment says.
    kept = {key: value for key, value in os.environ.items() if key != "MILLRACE_VARIANT"}
    return {**kept, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}


def marks_of(notebook: "NotebookNode") -> list[CellMark]:
    """Mark the checks of a notebook that has been run.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs.

    Returns
    -------
    list of CellMark
        In the order of the notebook.
    """
    from nbgrader.utils import determine_grade, is_grade

    marks = []
    for cell in (c for c in notebook.cells if is_grade(c)):
        earned, possible = determine_grade(cell)
        error = next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)
        name = error.ename if error else ""
        marks.append(CellMark(cell.metadata.nbgrader.grade_id, earned or 0, possible, name, _shown(cell, error)))
    return marks


def _shown(cell: "NotebookNode", error: "NotebookNode | None") -> str:
    if error is None:
        return next((o.text for o in cell.get("outputs", []) if o.get("name") == "stderr"), "")
    # A check's own error renders as its sentences; of any other traceback, its end is what tells.
    speaks = error.ename in SPOKEN or len(error.traceback) == 1
    return " ".join(error.traceback) if speaks else f"{error.ename}: {error.evalue}"


def _seconds(cells: list["NotebookNode"]) -> float:
    stamps = [cell.metadata.get("execution", {}) for cell in cells]
    spans = [(s["iopub.execute_input"], s["shell.execute_reply"]) for s in stamps if "shell.execute_reply" in s]
    return sum((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() for begin, end in spans)
