"""A course that has nothing of ours: plain nbgrader cells with plain assertions, a function to write, an essay."""

import contextlib
import json
import os
import sys
import warnings
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'stranger'\n"


def about(name, *, grade=False, solution=False, points=None, task=False):
    made = {
        "grade": grade,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": task,
    }
    return {"nbgrader": made if points is None else {**made, "points": points}}


def answer(name, source):
    return new_code_cell(source, metadata=about(name, solution=True))


def check(name, source, points=1):
    return new_code_cell(source, metadata=about(name, grade=True, points=points))


def essay(name, points=3):
    return new_markdown_cell("Why?", metadata=about(name, grade=True, solution=True, points=points))


PS1 = [
    new_markdown_cell("# Problem set"),
    new_code_cell("import math\n\ndef near(a, b):\n    return abs(a - b) < 1e-6\n"),
    answer("square", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
    check(
        "test-square",
        "assert square(3) == 9\n### BEGIN HIDDEN TESTS\n"
        "assert square(-4) == 16, 'negative numbers'\n### END HIDDEN TESTS",
        2,
    ),
    answer("total", "### BEGIN SOLUTION\ntotal = sum(square(n) for n in range(4))\n### END SOLUTION"),
    check("test-total", "assert near(total, 14)"),
    answer("words", "### BEGIN SOLUTION\nwords = {'a': [1, 2], 'b': []}\n### END SOLUTION"),
    check("test-words", "assert sorted(words) == ['a', 'b']\nlen(words['a']) / 2", 1),
    essay("why"),
]


def make_course(root: Path, cells=None, *, lab="ps1", notebook="problem", config=CONFIG) -> Path:
    """Write a course with one lab into a folder, and enter it into the gradebook."""
    folder = root / "source" / lab
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    nbformat.write(new_notebook(cells=cells or PS1, metadata=KERNEL), folder / f"{notebook}.ipynb")
    run_nbgrader(root, "GenerateAssignmentApp", lab)
    return root


KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def run_nbgrader(root: Path, app: str, *words: str) -> None:
    """Run one of nbgrader's own commands in this process, which saves starting another."""
    from nbgrader import apps

    programs = str(Path(sys.executable).parent)  # nbgrader calls alembic by its bare name
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with contextlib.chdir(root), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own, which its users do not see either
        made = getattr(apps, app)()
        made.log_level = 40
        made.initialize(list(words))
        made.start()


def released(root: Path, lab="ps1", notebook="problem"):
    return nbformat.read(root / "release" / lab / f"{notebook}.ipynb", as_version=4)


def submit(root: Path, learner: str, answers=None, *, lab="ps1", notebook="problem", change=None) -> Path:
    """Hand in the released notebook with some answers, by grade id, and a change of the whole."""
    made = released(root, lab, notebook)
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in (answers or {}):
            cell.source = answers[name]
    if change is not None:
        made = change(made) or made
    folder = root / "submitted" / learner / lab
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{notebook}.ipynb"
    file.write_text(made if isinstance(made, str) else json.dumps(made), encoding="utf-8")
    return file


RIGHT = {
    "square": "def square(x):\n    return x ** 2",
    "total": "total = 14.0",
    "words": "words = dict(a=[1, 2], b=[])",
    "why": "Because.",
}


def marks_in(root: Path, learner: str, lab="ps1", notebook="problem"):
    """Read the gradebook: score, whether a person has to look, and the comment, by cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "stranger") as book:
        kept = book.find_submission_notebook(notebook, lab, learner)
        grades = {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in kept.grades}
        return grades, {comment.name: comment.auto_comment for comment in kept.comments}
