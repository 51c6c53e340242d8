"""The same honest submissions through stock `nbgrader autograde` and ours: the same scores, comments and flags."""

import random
import shutil

import pytest

import stranger_course as made
from coursekit.grading.cohort import Options, grade
from coursekit.grading.folder import CourseFolder
from lab_cohort import LAB, lab_course, nbgrader, submit_attempts

SQUARES = (
    "def square(x):\n    return x ** 2",
    "square = lambda x: x * x",
    "import math\n\ndef square(x):\n    return math.prod([x, x])",
    "def square(x):\n    return x * abs(x)",
    "def square(x):\n    print('squaring', x)\n    return x + x",
    "def square(x):\n    raise NotImplementedError",
    "def square(x:\n    return x",
)
TOTALS = (
    "total = 14",
    "total = sum(n * n for n in range(4))",
    "total = 14.0000001",
    "total = '14'",
    "total = 1 / 0",
    "",
)
WORDS = (
    "words = {'a': [1, 2], 'b': []}",
    "words = dict(b=[], a=(7, 8))",
    "words = {'a': [1], 'b': [2]}",
    "words = {'a': [], 'b': []}",
    "words = ['a', 'b']",
    "words = None",
)
ESSAYS = ("Because.", "Why?", "", "*Since* squares grow.\n\n- fast")


def in_the_gradebook(course, lab):
    """Read all that grading leaves in the gradebook, by learner, notebook and cell."""
    from nbgrader.api import Gradebook

    folder = CourseFolder(course)
    with Gradebook(folder.course.db_url, folder.course.course_id) as book:
        found = {}
        for submission in book.assignment_submissions(lab):
            for notebook in submission.notebooks:
                of = (submission.student.id, notebook.name)
                for one in notebook.grades:
                    found[(*of, one.name)] = (
                        one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade, one.max_score,
                        notebook.failed_tests, submission.late_submission_penalty,
                    )  # fmt: skip
                for one in notebook.comments:
                    found[(*of, one.name, "comment")] = (one.auto_comment, one.manual_comment)
    return found


def compare(course, lab, tmp_path):
    """Grade a cohort twice, from the same gradebook, and say what differs."""
    stock = tmp_path / "stock"
    shutil.copytree(course, stock, symlinks=True)
    nbgrader(stock, "autograde", lab)
    outcomes = grade(CourseFolder(course), [lab], Options(jobs=2))
    theirs, ours = in_the_gradebook(stock, lab), in_the_gradebook(course, lab)
    assert theirs
    differing = {key: (theirs.get(key), ours.get(key)) for key in {*theirs, *ours} if theirs.get(key) != ours.get(key)}
    assert not differing
    assert not [one for one in outcomes if one.needs_a_look]
    return theirs


@pytest.mark.parametrize("learners", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_a_strangers_cohort_has_the_same_gradebook_as_with_stock(tmp_path, learners):
    course = made.make_course(tmp_path / "course")
    chance = random.Random(learners)
    made.submit(course, "untouched")
    for number in range(learners - 1):
        cells = zip(
            ("square", "total", "words", "why"),
            (chance.choice(kind) for kind in (SQUARES, TOTALS, WORDS, ESSAYS)),
            strict=True,
        )
        made.submit(course, f"learner-{number}", {name: source for name, source in cells if chance.random() < 0.9})
    compare(course, "ps1", tmp_path)


@pytest.mark.parametrize("learners", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_a_cohort_of_lab_01_has_the_same_gradebook_as_with_stock(tmp_path, learners):
    course = lab_course(tmp_path / "course")
    chance = random.Random(learners)
    for number in range(learners):
        submit_attempts(course, f"learner-{number}", chance)
    marks = compare(course, LAB, tmp_path)
    assert {mark[0] for key, mark in marks.items() if len(key) == 3} > {0.0}
