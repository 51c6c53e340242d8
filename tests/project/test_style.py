"""The code is formatted and linted, and no file names a machine."""

import re
import subprocess
import sys

import pytest

from paths import ROOT


@pytest.mark.parametrize("words", [["check"], ["format", "--check"]], ids=["lint", "format"])
def test_ruff_has_nothing_to_say(words):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, "--no-cache", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def tracked_text():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")


def test_no_committed_file_names_a_package_index_or_a_home_folder():
    suspicious = re.compile(r"/home/\w+/|/Users/\w+/|C:\\\\Users\\\\\w+|--(extra-)?index-url|--find-links")
    allowed = {"tests/project/test_style.py", "tests/project/test_environment.py"}
    found = [name for name, text in tracked_text() if name not in allowed and suspicious.search(text)]
    assert not found


def test_importing_the_library_loads_nothing_heavy():
    code = "import sys, millrace.intake, millrace.cleaning, millrace.samples; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sklearn", "scipy", "matplotlib", "seaborn", "pandera", "nbgrader", "jupytext", "papermill", "coursekit"}
    assert not heavy & set(done.stdout.split())
