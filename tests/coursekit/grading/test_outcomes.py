"""What stops stock nbgrader, or earns marks there, is an outcome here, and the rest of the cohort is graded."""

import asyncio
import json

import nbformat
import pandas as pd
import pytest

import stranger_course as made
from coursekit.grading import worker
from coursekit.grading.cohort import Options, _fingerprint, grade
from coursekit.grading.encoding import encode_text
from coursekit.grading.folder import CourseFolder
from coursekit.grading.judge import Sitting
from coursekit.grading.judging import ColdSitting, Judge
from coursekit.grading.stand_ins import NeedsLive
from coursekit.kernels import Limits

# stock gives full marks for it: the tree of every later cell loses its assertions
DROPS_ASSERTS = """\
import ast
class Dropping(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Dropping())
def square(x):
    return None
"""
# stock takes the number that a cell shows for its points
SHOWS_POINTS = """\
import sys
sys.displayhook = lambda value: None
print(2)
2
"""
READS = """\
import os, socket
words = {'a': [1, 2], 'b': [], **{name: 1 for _, _, names in os.walk(%r) for name in names}}
try:
    socket.create_connection(('127.0.0.1', 22), 1)
    words['network'] = 1
except OSError as error:
    pass
"""


def older(notebook):
    cells = [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [], "metadata": {}}]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    root = made.make_course(tmp_path_factory.mktemp("outcomes"))
    made.submit(root, "aa-honest", made.RIGHT)
    made.submit(root, "drops-asserts", {"square": DROPS_ASSERTS})
    made.submit(root, "shows-points", {"square": SHOWS_POINTS})
    made.submit(root, "reads", {**made.RIGHT, "words": READS % str(root)})
    made.submit(root, "empty", change=lambda _: "\n")
    made.submit(root, "older", change=older)
    made.submit(root, "list", change=lambda _: "[]")
    shadow = made.submit(root, "shadows", made.RIGHT).parent
    for name in ("math.py", "sitecustomize.py"):
        (shadow / name).write_text("raise SystemExit('shadowed')", encoding="utf-8")
    (shadow / "link.csv").symlink_to(root / "gradebook.db")
    made.submit(root, "zz-honest", made.RIGHT)
    return root, {one.learner: one for one in grade(CourseFolder(root), None, Options(jobs=1))}


@pytest.mark.parametrize("learner", ["aa-honest", "zz-honest", "shadows"])
def test_honest_work_keeps_its_marks_whatever_lies_beside_it(cohort, learner):
    assert cohort[1][learner].score == 4
    assert cohort[1][learner].state == "needs grading"


@pytest.mark.parametrize("learner", ["drops-asserts", "shows-points"])
def test_forged_marks_earn_nothing(cohort, learner):
    assert cohort[1][learner].score == 0
    grades, _ = made.marks_in(cohort[0], learner)
    assert not any(score for score, _ in grades.values())


@pytest.mark.parametrize("learner", ["empty", "older", "list"])
def test_what_is_no_notebook_of_the_lab_is_recorded_without_marks_and_with_a_reason(cohort, learner):
    assert cohort[1][learner].score == 0
    assert cohort[1][learner].remarks
    assert cohort[1][learner].remarks[0].trainer


def test_modules_and_links_beside_a_notebook_are_not_taken_over_and_told(cohort):
    told = " ".join(remark.trainer for remark in cohort[1]["shadows"].remarks)
    assert all(name in told for name in ("math.py", "sitecustomize.py", "link.csv"))


def test_a_notebook_finds_neither_the_course_nor_a_network(cohort):
    # a name more than 'a' and 'b' would have failed the check
    assert next(mark for mark in cohort[1]["reads"].marks if mark.name == "test-words").earned == 1


def test_where_kernels_cannot_be_forked_each_starts_cold_and_earns_the_same(tmp_path, monkeypatch):
    root = made.make_course(tmp_path)
    made.submit(root, "honest", made.RIGHT)
    made.submit(root, "stops", {**made.RIGHT, "total": "import os\nos._exit(3)"})
    monkeypatch.setattr(worker, "FORKS", False)
    done = {one.learner: one for one in grade(CourseFolder(root), None, Options(jobs=1, sandbox=False))}
    assert (done["honest"].score, done["honest"].state) == (4, "needs grading")
    assert (done["stops"].score, done["stops"].state) == (2, "failed")


def test_a_function_that_changes_the_table_it_is_given_is_for_a_person_and_not_wrong():
    class Kernel:
        def send(self, *_):
            pass

        def receive(self):
            changed = encode_text(pd.DataFrame({"a": [1, 2]}), hold=None, limit=10_000)
            return {"printed": "", "changed": {"0": changed}}, {"value": b"null"}

    sitting = object.__new__(Sitting)
    sitting.line, sitting.touched, sitting.modules = Kernel(), [], set()
    with pytest.raises(NeedsLive):
        sitting._call({"v": 0, "name": "add_row"}, (pd.DataFrame({"a": [1]}),), {})
    assert sitting.touched == ["add_row() changed what it was given, and not only a list, a set or a dict"]


def test_a_value_that_grows_in_a_check_ends_the_check_and_not_the_machine(tmp_path):
    async def nothing(*_):
        raise AssertionError("no function was given")

    with Judge(lambda: ColdSitting(tmp_path)) as judge:
        asked = {"source": "len(list(bytes(10**10)))", "names": [], "cells": [], "runs": [], "cell_id": None}
        [output] = asyncio.run(judge.judge(asked, {}, nothing)).outputs
    assert output["ename"] == "MemoryError"


def test_a_file_in_a_folder_of_the_submission_counts_when_it_changes(cohort):
    root, _ = cohort
    inside = root / "submitted" / "zz-honest" / "ps1" / "data" / "mine.csv"
    inside.parent.mkdir()
    course = CourseFolder(root)
    [submission] = course.submissions("ps1", "zz-honest")
    lab = course.lab("ps1")
    inside.write_text("a\n1\n", encoding="utf-8")
    before = _fingerprint(submission, lab, lab.notebooks[0], Options())
    inside.write_text("a\n12\n", encoding="utf-8")
    assert _fingerprint(submission, lab, lab.notebooks[0], Options()) != before


def test_the_graded_notebook_is_there_for_all_that_could_be_run(cohort):
    root, outcomes = cohort
    for learner in outcomes.keys() - {"empty", "list"}:
        nbformat.read(root / "autograded" / learner / "ps1" / "problem.ipynb", as_version=4)


SLEEPS = "import time\ntime.sleep(2.5)\n"
STOPPED = {
    "memory": {**made.RIGHT, "total": "import os\nos.fork()\nkept = b'x' * 150_000_000\nwhile True: pass"},
    "timeout": {name: SLEEPS + made.RIGHT[name] for name in ("square", "total", "words")},
    "died": {**made.RIGHT, "total": "import os\nos._exit(3)"},
    "slow cell": {**made.RIGHT, "total": "while True: pass"},
}
SAYS = {"memory": "200 MB", "timeout": "6 seconds", "died": "status 3", "slow cell": "'total'"}


@pytest.fixture(scope="module")
def short_of_everything(tmp_path_factory, needs_bubblewrap):
    """A cohort whose limits are narrow, between two honest ones."""
    root = made.make_course(tmp_path_factory.mktemp("narrow"))
    for learner, answers in {"aa-honest": made.RIGHT, **STOPPED, "zz-honest": made.RIGHT}.items():
        made.submit(root, learner, answers)
    limits = Limits(memory_mb=200, cell_seconds=4, notebook_seconds=6)
    done = grade(CourseFolder(root), None, Options(jobs=2, limits=limits))
    return root, {one.learner: one for one in done}


@pytest.mark.parametrize("kind", STOPPED)
def test_what_goes_beyond_a_limit_is_stopped_with_a_sentence_and_keeps_the_points_before(short_of_everything, kind):
    one = short_of_everything[1][kind]
    [remark] = [remark for remark in one.remarks if remark.kind == kind]
    assert SAYS[kind] in remark.trainer
    marks = {mark.name: mark.earned for mark in one.marks}
    assert (marks["test-square"], marks["test-total"]) == (2, 0 if kind != "timeout" else 1)
    assert marks["test-words"] == (1 if kind == "slow cell" else 0)
    grades, _ = made.marks_in(short_of_everything[0], kind)
    assert [score for score, _ in grades.values()][:3] == [
        marks[name] for name in ("test-square", "test-total", "test-words")
    ]


def test_the_rest_of_the_cohort_is_graded_beside_those_that_are_stopped(short_of_everything):
    assert [short_of_everything[1][learner].score for learner in ("aa-honest", "zz-honest")] == [4, 4]
