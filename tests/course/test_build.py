"""The committed notebooks and data of every module are what its source says: one build in memory for all of them."""

import subprocess
import sys

import pytest

from paths import ROOT


@pytest.fixture(scope="session")
def differences(labs, pytestconfig):
    """What ``coursekit build --check`` lists, a line for each file; with all modules also what no source makes."""
    named = labs if pytestconfig.getoption("module") else []
    done = subprocess.run(
        [sys.executable, "-m", "coursekit", "build", "--check", *named],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    listed = done.stdout.splitlines()[:-1]
    assert bool(listed) == bool(done.returncode), done.stdout + done.stderr
    return listed


def test_what_is_committed_is_what_the_source_of_the_module_says(differences, lab):
    assert [line for line in differences if f"/{lab}/" in line] == []


def test_nothing_is_left_over(differences):
    assert differences == []
