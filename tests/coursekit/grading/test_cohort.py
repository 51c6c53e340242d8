"""A cohort of a course that has nothing of ours, from the submissions to the gradebook, and the same marks as stock."""

import pytest

import stranger_course as made
from coursekit.faults import CourseError
from coursekit.grading.cohort import Options, grade
from coursekit.grading.folder import CourseFolder

NOT_A_NUMBER = (
    "class Equal(int):\n    def __eq__(self, other):\n        return True\n\ndef square(x):\n    return Equal()"
)
COHORT = {
    "right": made.RIGHT,
    "untouched": {},
    "partly": {**made.RIGHT, "square": "def square(x):\n    return 3 * abs(x)", "words": "words = {'a': [], 'b': 1}"},
    "stops": {**made.RIGHT, "total": "1 / 0"},
}
EXPECTED = {
    "right": {"test-square": 2, "test-total": 1, "test-words": 1, "why": None},
    "untouched": {"test-square": 0, "test-total": 0, "test-words": 0, "why": 0},
    "partly": {"test-square": 0, "test-total": 1, "test-words": 0, "why": None},
    "stops": {"test-square": 2, "test-total": 0, "test-words": 1, "why": None},
}


def grade_all(root, **words):
    return {one.learner: one for one in grade(CourseFolder(root), None, Options(jobs=1, **words))}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    root = made.make_course(tmp_path_factory.mktemp("stranger"))
    for learner, answers in COHORT.items():
        made.submit(root, learner, answers)
    made.submit(root, "equal-to-all", {**made.RIGHT, "square": NOT_A_NUMBER})
    made.submit(root, "no-json", change=lambda _: "no notebook")
    made.submit(root, "dies", {**made.RIGHT, "total": "import os\nos._exit(1)"})
    made.submit(root, "copied", made.RIGHT, change=lambda notebook: notebook.cells.append(notebook.cells[3].copy()))
    made.submit(root, "deleted", made.RIGHT, change=lambda notebook: notebook.cells.pop(3) and None)
    return root, grade_all(root)


@pytest.mark.parametrize("learner", COHORT)
def test_honest_work_gets_its_marks_in_the_gradebook_decided_apart_from_the_learners_code(cohort, learner):
    root, outcomes = cohort
    grades, _ = made.marks_in(root, learner)
    assert {name: score for name, (score, _) in grades.items()} == EXPECTED[learner]
    assert {mark.decided for mark in outcomes[learner].marks} == {"apart", "by hand"}
    assert not outcomes[learner].needs_a_look


@pytest.mark.slow
def test_stock_gives_the_same_marks_and_comments(cohort, tmp_path):
    root, _ = cohort
    other = made.make_course(tmp_path / "stock")
    for learner, answers in COHORT.items():
        made.submit(other, learner, answers)
    made.run_nbgrader(other, "AutogradeApp", "ps1")
    for learner in COHORT:
        assert made.marks_in(root, learner) == made.marks_in(other, learner)


def test_a_value_that_says_it_is_equal_to_anything_earns_nothing_without_a_look(cohort):
    root, outcomes = cohort
    square = next(mark for mark in outcomes["equal-to-all"].marks if mark.name == "test-square")
    assert not square.earned
    assert outcomes["equal-to-all"].state == "flagged"
    assert made.marks_in(root, "equal-to-all")[0]["test-square"] == (None, True)


def test_what_is_no_notebook_is_a_recorded_outcome(cohort):
    root, outcomes = cohort
    assert outcomes["no-json"].state == "failed"
    assert "is not JSON" in outcomes["no-json"].remarks[0].trainer
    assert set(made.marks_in(root, "no-json")[0].values()) == {(0.0, False)}


def test_checks_before_the_kernel_died_keep_their_marks(cohort):
    root, outcomes = cohort
    grades, _ = made.marks_in(root, "dies")
    assert (grades["test-square"][0], grades["test-total"][0], grades["test-words"][0]) == (2, 0, 0)
    assert outcomes["dies"].state == "failed"


@pytest.mark.parametrize(("learner", "kind"), [("copied", "duplicate cell"), ("deleted", "missing cell")])
def test_copied_and_deleted_checks_are_mended_and_told(cohort, learner, kind):
    root, outcomes = cohort
    assert kind in {remark.kind for remark in outcomes[learner].remarks}
    assert made.marks_in(root, learner)[0]["test-square"][0] == 2


def test_what_is_graded_is_not_graded_again_until_it_changes(cohort, monkeypatch):
    root, outcomes = cohort
    monkeypatch.setattr("coursekit.grading.cohort.work", None)
    again = {one.learner: one for one in grade(CourseFolder(root), ["ps1"], Options(jobs=1))}
    assert again == outcomes


def test_without_bubblewrap_it_refuses_and_says_how_to_go_on(cohort, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CourseError, match="--no-sandbox"):
        grade(CourseFolder(cohort[0]), None, Options())
