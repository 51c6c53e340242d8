"""How the tests are run: only one module's when asked for, and with the CPU-seconds of each stage at the end."""

import re
import shlex
import subprocess
import sys
from pathlib import PurePath

import pytest

from one_module import concerns
from paths import LABS, ROOT
from spreading import together
from stages import CpuClock, stage_of, table

BURN = "import os\nwhile sum(os.times()[:2]) < 0.5: pass\n"


def run_pytest(*words, cwd=ROOT):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("path", "lab", "wanted"),
    [
        ("tests/course/test_labs.py", "02-forecasting", True),
        ("tests/course/test_labs.py", "01-data-cleanup", False),
        ("tests/course/module_02/test_lesson.py", None, True),
        ("tests/course/module_01/test_lesson.py", None, False),
        ("tests/millrace/test_quiz.py", None, False),
    ],
)
def test_a_test_concerns_the_module_that_it_was_made_for_or_lies_with(path, lab, wanted):
    assert concerns(PurePath(path), lab, labs=["02-forecasting"]) is wanted


def test_with_a_module_named_only_its_tests_are_collected():
    lab = LABS[0]
    done = run_pytest("--module", lab[:2], "--collect-only", "-q")
    assert done.returncode == 0, done.stdout + done.stderr
    files = {line.split("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert {f"tests/course/test_{name}.py" for name in ("labs", "journey", "notebooks", "browser")} <= files
    assert all(file.startswith("tests/course/") for file in files)
    assert any(f"/module_{lab[:2]}/" in file for file in files)


def test_a_module_that_is_not_there_is_named_before_anything_runs():
    done = run_pytest("--module", "99")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"There is no module '99'. The modules are: {', '.join(LABS)}" in done.stderr


def test_what_a_child_uses_is_counted_for_the_stage_that_started_it():
    clock = CpuClock()
    clock.turn_to("project")
    subprocess.run([sys.executable, "-c", BURN], check=True)
    clock.turn_to("millrace")
    taken = clock.take()
    assert taken["project"] > 0.4 > taken["millrace"]
    assert clock.take()["millrace"] < 0.4


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("tests/course/test_labs.py", "course/labs"),
        ("tests/course/test_browser.py", "course/browser"),
        ("tests/course/module_01/test_browser.py", "course/modules"),
        ("tests/millrace/intake/test_tables.py", "millrace"),
        ("lib/millrace/samples.py", "doctests"),
    ],
)
def test_the_stage_of_a_file(path, stage):
    assert stage_of(PurePath(path)) == stage


def test_what_belongs_to_the_modules_grows_with_them_and_the_rest_does_not():
    seconds = {"course/journey": 30.0, "course/labs": 40.0, "millrace": 60.0}
    tests = {"course/journey": 7, "course/labs": 2, "millrace": 100}
    lines = [line.split() for line in table(seconds, tests, modules=3)]
    assert lines[1:5] == [
        ["course/journey", "30.0", "7", "30.0"],
        ["course/labs", "40.0", "2", "120.0"],
        ["millrace", "60.0", "100", "60.0"],
        ["all", "130.0", "109", "210.0"],
    ]
    assert " ".join(lines[5]) == "On 2 processors: 1.1 minutes at least, with 9 modules 1.8."


PROJECT = {
    # Quoted, because the course may lie in a folder with a space in its name.
    "pytest.ini": f"[pytest]\npythonpath = {shlex.quote(str(ROOT / 'tests' / 'support'))}\n",
    "tests/conftest.py": """
import os, pytest
pytest_plugins = ["stages"]
def burn(seconds):
    until = sum(os.times()[:2]) + seconds
    while sum(os.times()[:2]) < until: pass
@pytest.fixture(scope="session")
def server():
    yield
    burn(0.5)
@pytest.fixture
def work():
    burn(6)
""",
    "tests/course/test_browser.py": "def test_it(server): pass",
    "tests/millrace/test_work.py": "def test_it(work): pass",
    "tests/project/test_last.py": "def test_it(): pass",
}


@pytest.mark.parametrize("workers", ["0", "1"])
def test_each_second_is_counted_once_and_a_shared_server_where_it_was_started(tmp_path, workers):
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = run_pytest("-n", workers, "tests", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    spent = {stage: float(used) for stage, used in re.findall(r"^(\S.*?) +([\d.]+) +\d ", done.stdout, re.MULTILINE)}
    assert spent["course/browser"] > 0.4 > spent["project"]
    # Were a worker counted once more, as a child of the controller, it would be here.
    assert spent["millrace"] > 5.5 > spent["between tests"]


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/course/test_browser.py::test_a[01-data-cleanup]", "test_browser"),
        ("tests/course/module_01/test_browser.py::test_b", "test_browser"),
        ("tests/course/test_labs.py::test_a[01-data-cleanup]", "test_labs"),
        ("tests/course/test_notebooks.py::test_a[02-x]", "tests/course/test_notebooks.py[02-x]"),
        ("tests/millrace/test_quiz.py::test_a[1]", "tests/millrace/test_quiz.py::test_a[1]"),
    ],
)
def test_what_shares_a_program_or_a_lab_runs_together(nodeid, group):
    assert together(nodeid) == group


def test_tests_of_one_lab_in_one_file_run_on_one_worker():
    done = run_pytest("-n", "2", "--dist", "loadgroup", "-v", "tests/course/test_lessons.py", "-k", LABS[0])
    workers = re.findall(r"^\[(gw\d)\].* PASSED ", done.stdout, re.MULTILINE)
    assert len(workers) > 1
    assert len(set(workers)) == 1
