"""No hostile submission earns a mark: each is harmless, flagged or refused as it says; stock gives marks to many."""

import json

import pytest
from typer.testing import CliRunner

import hostile_grading as hostile
import stranger_course as made
from coursekit.cli import app
from coursekit.grading.cohort import Options, grade
from coursekit.grading.folder import CourseFolder
from coursekit.kernels import Limits

CASES = [case for case in hostile.cases() if not case.slow]
SLOW = [case for case in hostile.cases() if case.slow]
LIMITS = Limits(cell_seconds=10, notebook_seconds=60, output_mb=5, memory_mb=700, processes=100)


def graded(root, cases):
    made.make_course(root)
    made.submit(root, "aa-honest", made.RIGHT)
    for case in cases:
        hostile.submit(root, case)
    made.submit(root, "zz-honest", made.RIGHT)
    return root, {one.learner: one for one in grade(CourseFolder(root), None, Options(jobs=2, limits=LIMITS))}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return graded(tmp_path_factory.mktemp("hostile"), CASES)


@pytest.fixture(scope="module")
def slow_cohort(tmp_path_factory):
    return graded(tmp_path_factory.mktemp("slow"), SLOW)


def assert_no_marks(cohort, case):
    root, outcomes = cohort
    outcome = outcomes[case.name]
    said = [remark.trainer for remark in outcome.remarks]
    seen = {"flagged": "flagged", "failed": "refused"}.get(outcome.state, "harmless")
    assert seen in case.expected.split(" or "), said
    stopped = seen == "refused" and case.expected != "refused"  # then what came before the end counts
    assert outcome.score <= case.points if stopped else outcome.score == case.points, said
    grades, _ = made.marks_in(root, case.name)
    assert not grades["test-square"][0]
    assert sum(score or 0 for score, _ in grades.values()) == outcome.score


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_submission_gets_no_marks_for_its_attack(cohort, case):
    assert_no_marks(cohort, case)


@pytest.mark.slow
@pytest.mark.parametrize("case", SLOW, ids=lambda case: case.name)
def test_a_hostile_submission_that_takes_long_gets_no_marks_either(slow_cohort, case):
    assert_no_marks(slow_cohort, case)
    assert [slow_cohort[1][learner].score for learner in ("aa-honest", "zz-honest")] == [4, 4]


def test_the_rest_of_the_cohort_is_graded(cohort):
    assert [cohort[1][learner].score for learner in ("aa-honest", "zz-honest")] == [4, 4]


def test_nothing_was_changed_in_the_course(cohort):
    root, _ = cohort
    config = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    assert config == made.CONFIG
    assert not list(root.glob("autograded/*/ps1/*.py"))


TOLD = {
    "deleted-checks": "missing cell",
    "copied-check": "duplicate cell",
    "more-points": "changed metadata",
    "emptied-check": "changed check",
    "own-answer-as-check": "changed metadata",
    "older-notebook": "missing cell",
    "links-and-pipes": "file not taken",
    "strange-names": "file not taken",
    "shadow-modules": "file not taken",
    "end-at-once": "died",
    "endless-output": "too much output",
    "too-large": "no notebook",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_was_mended_or_stopped_is_told_by_its_kind(cohort, name):
    assert TOLD[name] in {remark.kind for remark in cohort[1][name].remarks}


@pytest.mark.parametrize("name", [case.name for case in CASES if case.expected == "refused"])
def test_what_was_stopped_has_a_sentence_for_the_learner_and_one_for_the_trainer(cohort, name):
    remark = cohort[1][name].remarks[0]
    assert remark.learner.endswith(".")
    assert remark.trainer.endswith(".")


def test_the_exit_status_says_whether_something_needs_a_look(cohort, monkeypatch):
    root, outcomes = cohort
    # all is graded, and nothing is run again
    monkeypatch.setattr("coursekit.grading.cohort.work", None)
    monkeypatch.setattr("coursekit.grading.cohort._fingerprint", _kept_fingerprint)
    every = CliRunner().invoke(app, ["grade", "--root", str(root), "--json"])
    honest = CliRunner().invoke(app, ["grade", "--root", str(root), "--learner", "aa-honest"])
    assert (every.exit_code, honest.exit_code) == (1, 0)
    assert {one["learner"] for one in json.loads(every.stdout)} == set(outcomes)


def _kept_fingerprint(submission, *_):
    graded = json.loads((submission.graded / "problem.ipynb").read_text(encoding="utf-8"))
    return graded["metadata"]["coursekit"]["fingerprint"]


@pytest.mark.slow
def test_stock_gives_marks_for_these_attacks(tmp_path):
    root = made.make_course(tmp_path)
    through = [case for case in CASES if case.stock and case.stock != "stops"]
    for case in through:
        hostile.submit(root, case)
    made.run_nbgrader(root, "AutogradeApp", "ps1")
    earned = {case.name: sum(score or 0 for score, _ in made.marks_in(root, case.name)[0].values()) for case in through}
    assert earned == {case.name: float(case.stock) for case in through}
    assert all(earned[case.name] > case.points for case in through)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case.stock == "stops"], ids=lambda case: case.name)
def test_stock_ends_with_an_error_at_these_submissions(tmp_path, case):
    root = made.make_course(tmp_path)
    hostile.submit(root, case)
    with pytest.raises(SystemExit):
        made.run_nbgrader(root, "AutogradeApp", "ps1")
