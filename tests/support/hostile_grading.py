"""Hostile submissions to the lab of `stranger_course`: texts in `tests/hostile/grading/`, with what becomes of each.

A text begins with lines `name: value`, then come answers, each after a line `---- grade id`; what is not there is
answered rightly, but for `square`, which earns its 2 points only by the attack.

- `family`: what it attacks.
- `expected`: "harmless" (graded as if the attack were not there), "flagged" (a person looks) or "refused" (stopped);
  with "or" between them where it is left to chance.
- `points`: what it earns without a person.
- `stock`: what stock nbgrader gives, where it is more, or "stops" where its whole run ends with an error.
- `slow`: "yes" where it is stopped by a time limit only.
- `change`: a function below or in `hostile_shapes`, which changes the notebook or what is beside it.
"""

import copy
import json
import os
from dataclasses import dataclass
from pathlib import Path

import hostile_shapes
import stranger_course as made
from hostile_shapes import cell

FOLDER = Path(__file__).parents[1] / "hostile" / "grading"


@dataclass(frozen=True)
class Case:
    name: str
    family: str
    expected: str
    points: float
    answers: dict[str, str]
    stock: str = ""
    change: str = ""
    slow: bool = False


def read(path: Path) -> Case:
    head, *parts = path.read_text(encoding="utf-8").split("---- ")
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    answers = {name.strip(): source.strip("\n") for name, _, source in (part.partition("\n") for part in parts)}
    return Case(
        path.stem, answers=answers, points=float(facts.pop("points")), slow=bool(facts.pop("slow", "")), **facts
    )


def cases() -> list[Case]:
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def submit(root: Path, case: Case) -> None:
    """Hand a case in under its own name."""
    change = {**vars(hostile_shapes), **globals()}[case.change] if case.change else None
    answers = {**made.RIGHT, "square": "pass", **case.answers}
    beside = change is not None and change in BESIDE
    file = made.submit(root, case.name, answers, change=None if beside else change)
    if beside:
        change(file.parent, root)


def skip_execution(notebook):
    for one in notebook.cells:
        one.metadata["tags"] = ["skip-execution", "raises-exception"]


def more_points(notebook):
    for one in notebook.cells:
        if "points" in one.metadata.get("nbgrader", {}):
            one.metadata["nbgrader"]["points"] = 100


def copied_check(notebook):
    twin = copy.deepcopy(cell(notebook, "test-square"))
    twin.source, twin.metadata["nbgrader"]["points"] = "100", 100
    notebook.cells.append(twin)


def emptied_check(notebook):
    cell(notebook, "test-square").source = "pass"


def own_check(notebook):
    cell(notebook, "test-square").metadata["nbgrader"].update(grade=True, solution=True, locked=False)
    cell(notebook, "test-square").source = "2"


def deleted_checks(notebook):
    notebook.cells = [one for one in notebook.cells if not one.metadata.get("nbgrader", {}).get("grade")]


def another_schema(notebook):
    cell(notebook, "test-square").metadata["nbgrader"]["schema_version"] = 99


def another_kernel(notebook):
    notebook.metadata["kernelspec"] = {"name": "another", "display_name": "Another", "language": "R"}


def older_notebook(_):
    cells = [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [], "metadata": {}}]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


def too_large(notebook):
    return json.dumps({**notebook, "metadata": {"filling": "x" * 100_000_000}})


def shadowing_files(folder, _):
    for name in ("math.py", "sitecustomize.py", "pandas.py", "conftest.py", "ast.py", "usercustomize.py"):
        (folder / name).write_text("raise SystemExit('shadowed')", encoding="utf-8")
    profile = folder / ".ipython" / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "first.py").write_text("raise SystemExit('shadowed')", encoding="utf-8")


def strange_files(folder, root):
    (folder / "link.csv").symlink_to(root / "gradebook.db")
    (folder / "folder").symlink_to(root)
    os.link(root / "nbgrader_config.py", folder / "hard.csv")
    os.mkfifo(folder / "pipe.csv")
    with (folder / "holes.csv").open("wb") as opened:
        opened.truncate(10_000_000_000)


def strange_names(folder, _):
    for name in ("..csv", "a\nb.csv", "....csv", "\x1b[2J.csv", "x" * 200 + ".csv"):
        (folder / name).write_text("a\n1\n", encoding="utf-8")
    deep = folder.joinpath(*["d" * 200] * 14)
    deep.mkdir(parents=True)
    (deep / "a.csv").write_text("a\n1\n", encoding="utf-8")


BESIDE = (shadowing_files, strange_files, strange_names, *hostile_shapes.BESIDE)
