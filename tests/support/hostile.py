"""Hostile notebooks: texts in `tests/hostile/`, each with what must become of it.

A text begins with lines `name: value`, then come its cells, each after a line `----`. Texts and not modules, so that
nothing ever imports them. A cell prints "GOT THROUGH" and what it has reached when it has reached something.

- `family`: what it attacks.
- `outcome`: word of `coursekit.kernels.OUTCOMES`.
- `limits`: fields of `Limits`, where the usual ones would take long.
- `shows`: what stands in the outputs when the attack was really tried and refused.
- `files`: names in the submission, with `=` and their content.
"""

from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.kernels import Limits

FOLDER = Path(__file__).parents[1] / "hostile"


@dataclass(frozen=True)
class Case:
    name: str
    family: str
    outcome: str
    cells: list[str]
    limits: Limits
    shows: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def notebook(self) -> NotebookNode:
        cells = [new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(self.cells, 1)]
        return new_notebook(cells=cells)


def read(path: Path) -> Case:
    head, *cells = path.read_text(encoding="utf-8").split("----\n")
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    limits = {"cell_seconds": 120, "memory_mb": 600, "cpu_seconds": 120}
    limits |= {name: int(value) for name, value in (pair.split("=") for pair in facts.pop("limits", "").split())}
    files = dict(pair.split("=", 1) for pair in facts.pop("files", "").split())
    return Case(name=path.stem, cells=cells, limits=Limits(**limits), files=files, **facts)


def cases() -> list[Case]:
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def shown(notebook: NotebookNode) -> str:
    """All that the outputs of a notebook say, as one text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(str(dict(output)) for output in outputs)
