"""Notebooks are spread by threads, or by any backend that joblib knows; one at a time is prepared or recorded."""

import threading
import time
from dataclasses import replace

import nbformat
import pytest
from joblib import register_parallel_backend
from joblib._parallel_backends import ThreadingBackend

import stranger_course as made
from coursekit.grading import cohort, recording
from coursekit.grading.cohort import Options, _warm, grade
from coursekit.grading.folder import CourseFolder
from coursekit.grading.warming import WARM

LEARNERS = [f"learner-{number}" for number in range(4)]


@pytest.fixture
def course(tmp_path):
    root = made.make_course(tmp_path)
    for learner in LEARNERS:
        made.submit(root, learner, made.RIGHT)
    return root


def test_a_registered_backend_spreads_the_work_and_gets_its_options(course):
    told = []

    class Noting(ThreadingBackend):
        def __init__(self, cluster=None, **words):
            told.append(cluster)
            super().__init__(**words)

    register_parallel_backend("noting", Noting)
    options = Options(jobs=2, backend="noting", backend_options=(("cluster", "there"),))
    assert {one.learner: one.score for one in grade(CourseFolder(course), None, options)} == dict.fromkeys(LEARNERS, 4)
    assert "there" in told


def test_two_at_a_time_are_marked_in_their_own_names(course):
    grade(CourseFolder(course), None, Options(jobs=2))
    for learner in LEARNERS:
        grades, _ = made.marks_in(course, learner)
        assert [score for score, _ in grades.values()] == [2, 1, 1, None]


def test_no_notebook_is_prepared_while_another_is_recorded(course, monkeypatch):
    graded = grade(CourseFolder(course), None, Options(jobs=2))
    folder = CourseFolder(course)
    lab = folder.lab("ps1")
    first, second = folder.submissions("ps1")[:2]
    inside, done = threading.Event(), []
    original = recording.Recorder._through

    def through(self, steps, notebook, submission, name):
        inside.set()
        if submission == first:
            time.sleep(0.5)  # so that the other comes meanwhile, if it can
        done.append(submission.learner)
        return original(self, steps, notebook, submission, name)

    monkeypatch.setattr(recording.Recorder, "_through", through)
    with recording.Recorder(folder) as recorder:

        def prepare():
            inside.wait()
            handed_in = nbformat.read(second.folder / f"{lab.notebooks[0].name}.ipynb", as_version=4)
            recorder.sanitised(handed_in, second, lab.notebooks[0])

        other = threading.Thread(target=prepare, daemon=True)
        other.start()
        executed = nbformat.read(first.graded / f"{lab.notebooks[0].name}.ipynb", as_version=4)
        recorder.record(first, lab, executed, graded[0], "any")
        other.join()
    assert done == [first.learner, second.learner]


def test_another_thread_still_reads_marks_off_its_own_cells_while_marks_are_recorded():
    from nbgrader import utils

    cell = made.check("test-square", "assert True", 2)
    cell.outputs = []
    found = []
    with recording._decided({"test-square": recording.Mark("test-square", 0.0, 2.0, "apart")}):
        other = threading.Thread(target=lambda: found.append(utils.determine_grade(cell)))
        other.start()
        other.join()
        found.append(utils.determine_grade(cell))
    assert found == [(2, 2), (0.0, 2.0)]


@pytest.mark.parametrize("step", ["working", "recording"])
def test_a_fault_in_one_notebook_is_its_outcome_and_the_others_are_graded(course, monkeypatch, step):
    victim = sorted(one.learner for one in CourseFolder(course).submissions("ps1", None))[0]
    work, record = cohort.work, recording.Recorder.record

    def failing_work(task):
        if task.learner == victim and not task.reference:
            raise OSError("a secret of the hidden check")
        return work(task)

    def failing_record(self, submission, lab, notebook, *more):
        if submission.learner == victim and notebook is not None:
            raise ValueError("a secret of the hidden check")
        return record(self, submission, lab, notebook, *more)

    if step == "working":
        monkeypatch.setattr(cohort, "work", failing_work)
    else:
        monkeypatch.setattr(recording.Recorder, "record", failing_record)
    graded = {one.learner: one for one in grade(CourseFolder(course), None, Options(force=True, sandbox=False))}
    assert graded[victim].state == "failed"
    [remark] = graded[victim].remarks
    assert "a secret" in remark.trainer
    assert "a secret" not in remark.learner
    assert all(one.state != "failed" for learner, one in graded.items() if learner != victim)
    assert len(graded) > 1
    # The next run tries it again, and only it.
    tried = []
    monkeypatch.undo()
    monkeypatch.setattr(cohort, "work", lambda task: tried.append(task.learner) or work(task))
    again = {one.learner: one for one in grade(CourseFolder(course), None, Options(sandbox=False))}
    assert again[victim].score == 4
    assert set(tried) == {victim}


def test_only_what_the_labs_import_is_warm_and_all_of_it_where_they_use_millrace(course):
    lab = CourseFolder(course).lab("ps1")
    assert _warm([lab]) == ()

    def importing(*modules):
        [notebook] = lab.notebooks
        return replace(lab, notebooks=(replace(notebook, plan=replace(notebook.plan, modules=frozenset(modules))),))

    assert _warm([importing("pandas", "a_module_of_their_own")]) == ("pandas",)
    assert _warm([importing("millrace")]) == WARM


def test_a_cluster_of_processes_gives_the_marks_of_one_machine(course):
    import distributed

    with (
        distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        words = (("scheduler_host", cluster.scheduler_address),)
        done = grade(CourseFolder(course), None, Options(backend="dask", backend_options=words))
    assert {one.learner: one.score for one in done} == dict.fromkeys(LEARNERS, 4)
