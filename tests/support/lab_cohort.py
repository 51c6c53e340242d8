"""A lab of this course in a course folder of its own, and people who hand it in half right, wrong or not begun."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from coursekit.authoring.marks import read_lab
from coursekit.checking.attempts import read_attempts
from paths import ROOT

LAB = "01-data-cleanup"
MIX = {"right": 5, "wrong": 4, None: 1}


def nbgrader(course: Path, *words: str) -> None:
    """Run stock nbgrader as a trainer does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def lab_course(course: Path, lab: str = LAB) -> Path:
    """Make a course folder of one lab, entered into its gradebook, and return it."""
    course.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for part in ("solutions", "labs"):
        shutil.copytree(ROOT / part / lab, course / part / lab)
    (course / "datasets").symlink_to(ROOT / "datasets")
    nbgrader(course, "generate_assignment", lab, "--force")
    return course


def submit_attempts(course: Path, learner: str, chance: random.Random, *, lab: str = LAB, mix=MIX, slow: str = ""):
    """Hand in a lab whose answers are drawn from a mix of right, wrong as people get them wrong, and not begun.

    `slow` is code that comes before the first answer that was begun.
    """
    folder = ROOT / "course" / lab
    attempts = read_attempts(folder / "attempts.py", read_lab(folder / "lab.py", name=lab, file="lab.py"))
    notebook = nbformat.read(course / "labs" / lab / "lab.ipynb", as_version=4)
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        kind = chance.choices(list(mix), list(mix.values()))[0]
        tried = attempts.at(about.get("grade_id", ""), kind) if kind and about.get("solution") else []
        if tried and cell.cell_type == "code":
            cell.source = f"{slow}{attempts.preparation}\n{chance.choice(tried).code}"
            slow = ""
        elif about.get("solution") and cell.cell_type == "markdown" and kind:
            cell.source = "The shop is harmed, for it pays twice."
    place = course / "grading" / "submitted" / learner / lab
    place.mkdir(parents=True)
    nbformat.write(notebook, place / "lab.ipynb")
