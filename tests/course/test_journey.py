"""A cohort of three through stock nbgrader: release, autograde, essays, feedback, with the marks that they deserve."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from paths import ROOT

LAB = "01-data-cleanup"
ESSAY = "who-records-what"
# The learner called "partly" answers these rightly, and the others with something that a check must refuse.
RIGHT_ANSWERS = {"legacy-file", "dozens", "chat-orders", "quarantine"}


def nbgrader(course, *words):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def submit(course, learner, answers):
    """Hand the released lab in, with some answers filled in from the solution and others with nonsense."""
    lab = nbformat.read(course / "labs" / LAB / "lab.ipynb", as_version=4)
    solved = nbformat.read(course / "solutions" / LAB / "lab.ipynb", as_version=4)
    sources = {grade_id(cell): cell.source for cell in solved.cells if grade_id(cell)}
    for cell in lab.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution") and answers != "untouched":
            right = answers == "right" or grade_id(cell) in RIGHT_ANSWERS
            cell.source = sources[grade_id(cell)] if right else "orders_2024 = orders_2025 = firms = 'no idea'"
    folder = course / "grading" / "submitted" / learner / LAB
    folder.mkdir(parents=True)
    nbformat.write(lab, folder / "lab.ipynb")
    shutil.copy(course / "labs" / LAB / "lesson.ipynb", folder)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for part in ("solutions", "labs", "datasets"):
        shutil.copytree(ROOT / part, folder / part)
    nbgrader(folder, "generate_assignment", LAB, "--force")
    for learner in ("right", "partly", "untouched"):
        submit(folder, learner, learner)
    nbgrader(folder, "autograde", LAB)
    return folder


@pytest.fixture
def gradebook(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}", "millrace") as book:
        yield book


def marks(gradebook, learner):
    notebook = gradebook.find_submission_notebook("lab", LAB, learner)
    return {grade.name: grade.auto_score for grade in notebook.grades if grade.auto_score is not None}


def points(course):
    lab = nbformat.read(course / "labs" / LAB / "lab.ipynb", as_version=4)
    return {grade_id(c): c.metadata.nbgrader.points for c in lab.cells if c.metadata.get("nbgrader", {}).get("grade")}


def test_what_nbgrader_releases_is_what_the_build_committed(course):
    assert (course / "labs" / LAB / "lab.ipynb").read_bytes() == (ROOT / "labs" / LAB / "lab.ipynb").read_bytes()
    assert (course / "labs" / LAB / "lesson.ipynb").is_file()


def test_the_right_learner_gets_every_point(course, gradebook):
    earned = marks(gradebook, "right")
    assert earned == {name: pytest.approx(worth) for name, worth in points(course).items()}
    assert sum(earned.values()) == 20


def test_the_partly_right_learner_gets_the_points_of_the_right_answers(course, gradebook):
    worth = points(course)
    wanted = {name: worth[name] if name.removeprefix("check-") in RIGHT_ANSWERS else 0 for name in worth}
    assert marks(gradebook, "partly") == wanted


def test_the_untouched_lab_gets_nothing_and_says_so_kindly(course, gradebook):
    assert set(marks(gradebook, "untouched").values()) == {0}
    done = nbformat.read(course / "grading" / "autograded" / "untouched" / LAB / "lab.ipynb", as_version=4)
    checks = [cell for cell in done.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    said = ["\n".join(o.traceback) for cell in checks for o in cell.outputs if o.output_type == "error"]
    assert len(said) == len(checks)
    assert all(re.match("Not answered yet: ", words) and "\n" not in words for words in said)


def test_the_lesson_is_never_run_in_grading(course):
    assert not list((course / "grading" / "autograded").rglob("lesson.ipynb"))


def test_essays_are_graded_by_the_trainer_and_reach_the_feedback(course, gradebook):
    for learner, score in (("right", 4.0), ("partly", 2.0)):
        grade = gradebook.find_grade(ESSAY, "lab", LAB, learner)
        assert grade.needs_manual_grade
        grade.manual_score, grade.needs_manual_grade = score, False
        comment = gradebook.find_comment(ESSAY, "lab", LAB, learner)
        comment.manual_comment = f"Dear {learner}, say who."
    gradebook.db.commit()
    totals = {s.student.id: s.score for s in gradebook.assignment_submissions(LAB)}
    partly = sum(points(course)[f"check-{name}"] for name in RIGHT_ANSWERS)
    assert totals == {"right": 24.0, "partly": partly + 2.0, "untouched": 0.0}

    nbgrader(course, "generate_feedback", LAB, "--force")
    page = (course / "grading" / "feedback" / "right" / LAB / "lab.html").read_text(encoding="utf-8")
    assert "24.0" in page
    assert "Dear right, say who." in page
    assert "Not yet: " in (course / "grading" / "feedback" / "partly" / LAB / "lab.html").read_text(encoding="utf-8")


def test_nothing_of_grading_lies_outside_its_folder(course):
    assert {path.name for path in course.iterdir()} <= {
        "nbgrader_config.py",
        "solutions",
        "labs",
        "datasets",
        "grading",
    }


def test_the_same_learners_work_under_another_variant(course):
    """References are worked out from the data at hand, so other numbers change nothing for a right learner."""
    environment = {**os.environ, "MILLRACE_VARIANT": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", LAB, "--student", "right", "--force"],
        cwd=course, env=environment, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}", "millrace") as book:
        assert sum(marks(book, "right").values()) == 20
