"""How the tests are run: only one module's when asked for, and with the CPU-seconds of each stage at the end."""

import re
import subprocess
import sys
from pathlib import PurePath

import pytest

from one_module import concerns
from paths import LABS, ROOT
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
        ("tests/course/module_01/test_browser.py", "course/browser"),
        ("tests/millrace/intake/test_tables.py", "millrace"),
        ("lib/millrace/quiz.py", "doctests"),
    ],
)
def test_the_stage_of_a_file(path, stage):
    assert stage_of(PurePath(path)) == stage


def test_what_belongs_to_the_modules_grows_with_them_and_the_rest_does_not():
    seconds, tests = {"course/labs": 40.0, "millrace": 60.0}, {"course/labs": 2, "millrace": 100}
    lines = [line.split() for line in table(seconds, tests, modules=3)]
    assert lines[1:4] == [
        ["course/labs", "40.0", "2", "120.0"],
        ["millrace", "60.0", "100", "60.0"],
        ["all", "100.0", "102", "180.0"],
    ]
    assert " ".join(lines[4]) == "On 2 processors: 0.8 minutes at least, with 9 modules 1.5."


FIXTURE = """
import os, pytest
def burn():
    until = sum(os.times()[:2]) + 0.5
    while sum(os.times()[:2]) < until: pass
@pytest.fixture(scope="session")
def server():
    yield
    burn()
"""


def test_workers_report_to_the_end_and_a_shared_server_counts_where_it_was_started(tmp_path):
    files = {
        "conftest.py": 'pytest_plugins = ["stages"]' + FIXTURE,
        "course/test_browser.py": "def test_it(server): pass",
        "project/test_last.py": "def test_it(): pass",
    }
    for name, text in files.items():
        (tmp_path / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tests" / name).write_text(text)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT / 'tests' / 'support'}\n")
    for workers in ("0", "1"):
        done = run_pytest("-n", workers, "tests", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        spent = dict(re.findall(r"^(\S+) +([\d.]+) +1 ", done.stdout, re.MULTILINE))
        assert float(spent["course/browser"]) > 0.4
        assert float(spent["project"]) < 0.4
