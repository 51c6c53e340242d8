"""A cohort of three through stock nbgrader, lab by lab: release, autograde, essays, feedback, the marks they deserve.

That the solution earns its points is known from `coursekit check`; this proves that nbgrader's own commands, as a
trainer types them, agree: with the release that was built, with every single point, and with the text of the feedback.
"""

import shutil
import subprocess
import sys

import nbformat
import pytest

from coursekit.authoring.questions import answer_names
from millrace.errors import WIDTH
from paths import ROOT

# The machinery is the same for all: what a lab earns, each lab shows in test_labs.
ONE_LAB_IS_ENOUGH = True
LEARNERS = ("right", "partly", "untouched")


def nbgrader(course, *words):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def about(cell):
    return cell.metadata.get("nbgrader", {})


def read(*parts):
    return nbformat.read(ROOT.joinpath(*parts), as_version=4)


class Released:
    """What the lab that learners get says about itself."""

    def __init__(self, lab):
        self.cells = read("labs", lab, "lab.ipynb").cells
        self.checks = {about(c).grade_id: c for c in self.cells if about(c).get("grade") and c.cell_type == "code"}
        self.essays = {about(c).grade_id: about(c).points for c in self.cells if about(c).get("task")}
        self.points = {name: about(cell).points for name, cell in self.checks.items()}
        # The learner called "partly" answers every second question rightly, beginning with the first.
        self.half = list(self.checks)[::2]


def nonsense(check):
    """Return an answer that gives every name the check looks for, and is right in none."""
    return "".join(f"{name} = 'no idea'\n" for name in dict.fromkeys(name for _, name in answer_names(check.source)))


def submit(course, lab, learner):
    """Hand the released lab in, with some answers filled in from the solution and others with nonsense."""
    released, handed_in = Released(lab), read("labs", lab, "lab.ipynb")
    solutions = {about(c).grade_id: c.source for c in read("solutions", lab, "lab.ipynb").cells if about(c)}
    for cell in (c for c in handed_in.cells if about(c).get("solution") and learner != "untouched"):
        check = f"check-{about(cell).grade_id}"
        right = learner == "right" or check in released.half
        cell.source = solutions[about(cell).grade_id] if right else nonsense(released.checks[check])
    folder = course / "grading" / "submitted" / learner / lab
    folder.mkdir(parents=True)
    nbformat.write(handed_in, folder / "lab.ipynb")
    shutil.copy(ROOT / "labs" / lab / "1-lesson.ipynb", folder)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A trainer's folder, one on each worker, so that no two commands write into one gradebook."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for part in ("solutions", "labs", "datasets"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def released(course, lab):
    nbgrader(course, "generate_assignment", lab, "--force")
    return Released(lab)


@pytest.fixture(scope="module")
def graded(course, lab, released):
    for learner in LEARNERS:
        submit(course, lab, learner)
    nbgrader(course, "autograde", lab)


@pytest.fixture
def gradebook(course, graded):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}", "millrace") as book:
        yield book


def marks(gradebook, lab, learner):
    notebook = gradebook.find_submission_notebook("lab", lab, learner)
    return {grade.name: grade.auto_score for grade in notebook.grades if grade.auto_score is not None}


def test_what_nbgrader_releases_is_what_the_build_committed(course, lab, released):
    for name in ("lab.ipynb", "1-lesson.ipynb"):
        assert (course / "labs" / lab / name).read_bytes() == (ROOT / "labs" / lab / name).read_bytes()


def test_nothing_that_is_given_can_be_deleted_and_only_answers_code_and_texts_can_be_edited(released):
    assert all(cell.metadata.deletable is False for cell in released.cells)
    texts = {f"{essay}-text" for essay in released.essays}
    locked = {cell.id for cell in released.cells if cell.metadata.get("editable", True) is False}
    prose = {cell.id for cell in released.cells if cell.cell_type == "markdown"} - texts
    assert locked == prose | set(released.checks)


def test_the_right_learner_gets_every_point(gradebook, lab, released):
    assert marks(gradebook, lab, "right") == released.points


def test_the_partly_right_learner_gets_the_points_of_the_right_answers(gradebook, lab, released):
    wanted = {name: worth if name in released.half else 0 for name, worth in released.points.items()}
    assert marks(gradebook, lab, "partly") == wanted


def test_the_untouched_lab_gets_nothing_and_says_so_kindly(course, gradebook, lab, released):
    assert set(marks(gradebook, lab, "untouched").values()) == {0}
    done = nbformat.read(course / "grading" / "autograded" / "untouched" / lab / "lab.ipynb", as_version=4)
    checks = [cell for cell in done.cells if about(cell).get("grade_id") in released.checks]
    said = ["\n".join(o.traceback) for cell in checks for o in cell.outputs if o.output_type == "error"]
    assert len(said) == len(checks)
    assert all(words.startswith("Not answered yet: ") and "Traceback" not in words for words in said)
    assert max(len(line) for words in said for line in words.splitlines()) <= WIDTH


def test_the_lesson_is_never_run_in_grading(course, graded, lab):
    assert [path.name for path in (course / "grading" / "autograded" / "right" / lab).glob("*.ipynb")] == ["lab.ipynb"]


def test_essays_are_graded_by_the_trainer_and_all_marks_reach_the_feedback(course, gradebook, lab, released):
    for learner, share in (("right", 1.0), ("partly", 0.5)):
        for essay, worth in released.essays.items():
            grade = gradebook.find_grade(essay, "lab", lab, learner)
            assert grade.needs_manual_grade
            grade.manual_score, grade.needs_manual_grade = share * worth, False
            gradebook.find_comment(essay, "lab", lab, learner).manual_comment = f"Dear {learner}, say who."
    gradebook.db.commit()
    checks, essays = sum(released.points.values()), sum(released.essays.values())
    half = sum(released.points[name] for name in released.half)
    totals = {s.student.id: s.score for s in gradebook.assignment_submissions(lab)}
    assert totals == {"right": checks + essays, "partly": half + essays / 2, "untouched": 0}

    nbgrader(course, "generate_feedback", lab, "--force")
    pages = {
        learner: (course / "grading" / "feedback" / learner / lab / "lab.html").read_text(encoding="utf-8")
        for learner in LEARNERS
    }
    assert f"Score: {float(checks + essays)}" in pages["right"]
    assert all(("Dear right, say who." in pages["right"]) for _ in released.essays)
    assert "Not yet: " in pages["partly"]
    assert "Not answered yet: " in pages["untouched"]


def test_nothing_of_grading_lies_outside_its_folder(course, graded):
    shipped = {"nbgrader_config.py", "solutions", "labs", "datasets"}
    assert {path.name for path in course.iterdir()} == shipped | {"grading"}
