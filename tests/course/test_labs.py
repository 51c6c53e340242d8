"""Every lab keeps its promises: the three invariants, attempts, mutants and variants, by the authors' own command."""

import json
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from paths import LABS, ROOT


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


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


@pytest.mark.parametrize("lab", LABS)
def test_every_answer_passes_when_all_others_are_untouched(lab, monkeypatch):
    """A wrong answer must never ruin the following ones: each section begins with tables of its own."""
    monkeypatch.chdir(ROOT / "labs" / lab)
    solved = nbformat.read(ROOT / "solutions" / lab / "lab.ipynb", as_version=4)
    untouched = {"__name__": "__main__", "display": print}
    answers, ruined = {}, []
    for cell in (c for c in solved.cells if c.cell_type == "code" and "solution" not in c.metadata.get("tags", [])):
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            answers[grade_id(cell)] = cell.source
        elif about.get("grade"):
            name = grade_id(cell).removeprefix("check-")
            alone = {k: v.copy() if isinstance(v, pd.DataFrame) else v for k, v in untouched.items()}
            try:
                exec(answers[name], alone)
                exec(cell.source, alone)
            except (AssertionError, NameError) as failure:
                ruined.append(f"{name}: {failure}")
        else:
            exec(cell.source, untouched)
    assert answers
    assert not ruined
