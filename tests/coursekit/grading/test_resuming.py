"""Grading that is cut off, begun twice, or asked for again ends with the gradebook of one undisturbed run."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import stranger_course as made
from coursekit.faults import CourseError
from coursekit.grading import cohort
from coursekit.grading.cohort import LOCK, Options, grade
from coursekit.grading.folder import CourseFolder
from coursekit.kernels import usage

LEARNERS = [f"learner-{number}" for number in range(6)]
ANSWERS = [made.RIGHT, {}, {**made.RIGHT, "total": "total = 15"}]
WAIT_SECONDS = 300


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course in which some have handed in; nobody grades here."""
    root = made.make_course(tmp_path_factory.mktemp("handed-in") / "course")
    for number, learner in enumerate(LEARNERS):
        made.submit(root, learner, ANSWERS[number % len(ANSWERS)])
    return root


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    """All marks of a run that nobody disturbs, and how long it takes."""
    root = shutil.copytree(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    began = time.monotonic()
    assert begin(root).wait(WAIT_SECONDS) == 0
    return marks(root), time.monotonic() - began


def begin(root, *words):
    command = [sys.executable, "-m", "coursekit", "grade", "--jobs", "2", *words]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def marks(root):
    return {learner: made.marks_in(root, learner) for learner in LEARNERS}


def graded(root):
    return len(list((root / "autograded").glob("*/ps1/problem.ipynb")))


def kill(process):
    """Kill the command alone, with no chance to clean up, and see that what it had started ends too."""
    started = usage.descendants(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    until = time.monotonic() + WAIT_SECONDS
    while left := [one for one in started if runs(one)]:
        assert time.monotonic() < until, f"left behind: {left}"
        time.sleep(0.05)


def runs(process):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    return False


def wait_for(condition, process):
    until = time.monotonic() + WAIT_SECONDS
    while not condition() and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_command_that_is_killed_again_and_again_ends_with_the_gradebook_of_an_undisturbed_one(course, undisturbed):
    chance = random.Random(15)
    for finished in (0, 2, 4):
        process = begin(course)
        wait_for(lambda count=finished: graded(course) >= count and (course / "autograded").exists(), process)
        time.sleep(chance.random() / 5)
        kill(process)
    assert begin(course).wait(WAIT_SECONDS) == 0
    assert marks(course) == undisturbed[0]
    assert graded(course) == len(LEARNERS)
    assert not list((course / "autograded").glob("*/ps1/.*"))


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(20))
def test_killed_at_any_moment_and_started_again_it_ends_with_the_same_gradebook(course, undisturbed, moment):
    expected, seconds = undisturbed
    process = begin(course)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(random.Random(moment).uniform(0, seconds))
    kill(process)
    assert begin(course).wait(WAIT_SECONDS) == 0
    assert marks(course) == expected


def test_a_second_trainer_is_told_who_is_grading_and_nothing_is_corrupted(course, undisturbed):
    first = begin(course)
    lock = course / LOCK
    wait_for(lambda: lock.exists() and lock.read_text(encoding="utf-8"), first)
    with pytest.raises(CourseError, match=rf"Grading is under way already: .*process {first.pid}\)") as told:
        grade(CourseFolder(course), None, Options(jobs=1))
    assert "Nothing was changed" in str(told.value)
    assert first.wait(WAIT_SECONDS) == 0
    assert marks(course) == undisturbed[0]


@pytest.fixture
def worked_on(monkeypatch):
    """The learners whose notebooks are run; the trainer's own is run as well."""
    learners = []

    def work(task):
        if not task.reference:
            learners.append(task.learner)
        return original(task)

    original = cohort.work
    monkeypatch.setattr(cohort, "work", work)
    return learners


def test_only_what_is_newer_is_graded_again_unless_all_is_asked_for(course, worked_on):
    folder = CourseFolder(course)
    grade(folder, None, Options(jobs=1, learner="learner-1"))
    assert worked_on == ["learner-1"]
    grade(folder, ["ps1"], Options(jobs=1))
    assert sorted(worked_on) == LEARNERS
    worked_on.clear()
    file = made.submit(course, "learner-1", {"total": "total = 14"})
    os.utime(file, (time.time() + 5,) * 2)
    grade(folder, ["ps1"], Options(jobs=1))
    assert worked_on == ["learner-1"]
    assert made.marks_in(course, "learner-1")[0]["test-total"][0] == 1
    worked_on.clear()
    grade(folder, None, Options(jobs=1, force=True))
    assert sorted(worked_on) == LEARNERS


def test_a_submission_whose_graded_file_was_never_named_is_graded_again(course, worked_on):
    folder = CourseFolder(course)
    grade(folder, None, Options(jobs=1))
    worked_on.clear()
    graded_file = course / "autograded" / "learner-2" / "ps1" / "problem.ipynb"
    graded_file.with_name(".problem.ipynb.unfinished").touch()
    grade(folder, None, Options(jobs=1))
    assert worked_on == ["learner-2"]
