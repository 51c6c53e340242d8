"""Every lab keeps its promises: the three invariants, attempts, mutants and variants, by the authors' own command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LABS = sorted(path.parent.name for path in ROOT.glob("course/*/lab.py"))


@pytest.fixture(scope="module", params=LABS)
def verdict(request):
    return subprocess.run(
        [sys.executable, "-m", "coursekit", "check", request.param, "--json", "--variants", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_lab_keeps_its_promises(verdict):
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_the_verdict_is_json_for_programs(verdict):
    assert json.loads(verdict.stdout)
