"""Mend what would stop nbgrader or cost marks for nothing: what learners may not change is put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from coursekit.grading.outcomes import Remark

__all__ = ["SourceCell", "mend"]


@dataclass(frozen=True)
class SourceCell:
    """A cell of the lab that nbgrader knows, as the gradebook has it.

    Parameters
    ----------
    name : str
        Its grade id.
    kind : str
        ``"code"`` or ``"markdown"``.
    source : str
        Its text, hidden tests included.
    released : str
        Its text as learners get it.
    checksum : str
        nbgrader's.
    grade, solution, locked, task : bool
        What nbgrader's metadata says.
    points : float or None
        What it earns at the most.
    """

    name: str
    kind: str
    source: str
    released: str = ""
    checksum: str = ""
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float | None = None

    def metadata(self) -> dict[str, Any]:
        """Return it as nbgrader's metadata."""
        about = {
            "grade": self.grade, "grade_id": self.name, "locked": self.locked, "schema_version": 3,
            "solution": self.solution, "task": self.task, "cell_type": self.kind,
        }  # fmt: skip
        return about if self.points is None else {**about, "points": self.points}


def mend(notebook: NotebookNode, cells: Sequence[SourceCell]) -> list[Remark]:
    """Put a submitted notebook right, in place.

    Parameters
    ----------
    notebook : NotebookNode
        As it was handed in.
    cells : sequence of SourceCell
        What the lab has, in its order.

    Returns
    -------
    list of Remark
        What was mended.
    """
    known = {cell.name: cell for cell in cells}
    remarks = [*_unknown(notebook, known), *_repeated(notebook), *_changed(notebook, known)]
    return [*remarks, *_missing(notebook, cells)]


def _name(cell: NotebookNode) -> Any:
    about = cell.metadata.get("nbgrader")
    return about.get("grade_id") if isinstance(about, dict) else None


def _unknown(notebook: NotebookNode, known: Mapping[str, SourceCell]) -> list[Remark]:
    """Take nbgrader's mark from cells that are none of the lab's."""
    count = 0
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata and not (isinstance(_name(cell), str) and _name(cell) in known):
            # an empty mark stops stock nbgrader, and is what it writes itself
            count += bool(cell.metadata.pop("nbgrader"))
    if not count:
        return []
    return [
        Remark(
            "unknown cell",
            f"{count} cells were marked as graded that the lab does not have; they count as plain cells.",
        )
    ]


def _repeated(notebook: NotebookNode) -> list[Remark]:
    """Of cells with one name keep the last, as nbgrader does."""
    seen: set[str] = set()
    twice: list[str] = []
    for cell in reversed(notebook.cells):
        name = _name(cell)
        if name is None:
            continue
        if name in seen:
            twice.append(name)
            del cell.metadata["nbgrader"]
        seen.add(name)
    return [
        Remark("duplicate cell", f"The cell '{name}' is there more than once; the last one counts.",
               f"The cell '{name}' is in your notebook more than once. The last one counts.")
        for name in dict.fromkeys(reversed(twice))
    ]  # fmt: skip


def _changed(notebook: NotebookNode, known: Mapping[str, SourceCell]) -> list[Remark]:
    remarks = []
    for cell in notebook.cells:
        name = _name(cell)
        if name is None:
            continue
        about, right = dict(cell.metadata["nbgrader"]), known[name].metadata()
        compared = {key for key in right if key not in ("cell_type", "schema_version")}
        # what older versions of nbgrader leave out is no change
        if any(key in about and about[key] != right[key] for key in compared):
            said = f"The metadata of the cell '{name}' were changed; they were put back."
            remarks.append(Remark("changed metadata", said))
        if (
            known[name].locked
            and cell.cell_type == known[name].kind
            and _text(cell.source) not in (_text(known[name].released), _text(known[name].source))
        ):
            remarks.append(
                Remark("changed check", f"The text of the locked cell '{name}' was changed; it was put back.")
            )
        cell.metadata["nbgrader"] = NotebookNode({**right, "checksum": known[name].checksum})
        cell.metadata.pop("tags", None)
    return remarks


def _text(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _missing(notebook: NotebookNode, cells: Sequence[SourceCell]) -> list[Remark]:
    """Put graded cells that were deleted back behind the cell that they follow in the lab."""
    remarks = []
    there = {_name(cell) for cell in notebook.cells}
    for place, cell in enumerate(cells):
        if cell.name in there or not (cell.grade or cell.task):
            continue
        before = {earlier.name for earlier in cells[:place]}
        at = max((index + 1 for index, one in enumerate(notebook.cells) if _name(one) in before), default=0)
        made = (new_code_cell if cell.kind == "code" else new_markdown_cell)(cell.source)
        made.metadata["nbgrader"] = NotebookNode({**cell.metadata(), "checksum": cell.checksum})
        notebook.cells.insert(at, made)
        there.add(cell.name)
        said = f"The cell '{cell.name}' was missing; it was put back."
        remarks.append(Remark("missing cell", said, said))
    return remarks
