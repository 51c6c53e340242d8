"""A check that needs more than its part's set-up and its answers does not stand alone; one that does, does."""

import os
from dataclasses import replace

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.checking.alone import hand_over, run_alone, stands_alone
from coursekit.checking.check import steps_of
from coursekit.checking.plans import Plan

LAB = """# %%
from millrace import checks

# %%
import math
numbers = [3, 1, 2]

# %% answer="total"
### BEGIN SOLUTION
total = sum(numbers)
### END SOLUTION

# %% check="total" points=2
# Checks that total is the sum of all numbers.
CHECK
"""
FAIR = 'checks.answer("total").is_number(6, look="Add them up.")'


def plan_of(tmp_path, text) -> tuple[Plan, int]:
    path = tmp_path / "lab.py"
    path.write_text(text, encoding="utf-8")
    steps = steps_of(read_lab(path, name="01-tiny", file="lab.py"))
    plan = Plan("01-tiny", "lab.py", steps, ("total",), seconds=5.0, folder=str(tmp_path), alone=True)
    return plan, next(i for i, step in enumerate(steps) if step.role == "check")


def alone(tmp_path, monkeypatch, check=FAIR, *, text=LAB, value=6):
    """Run a check with what it is handed, in this process: it is the data that are alone."""
    monkeypatch.setenv("MILLRACE_VARIANT", "0")
    monkeypatch.chdir(tmp_path)
    plan, at = plan_of(tmp_path, text.replace("CHECK", check))
    return run_alone(hand_over(plan, at, ["total"], {"total": value, "numbers": [3, 1, 2]}), str(tmp_path), 0, 5.0)


def test_a_fair_check_stands_alone(tmp_path, monkeypatch):
    assert alone(tmp_path, monkeypatch) == ("passed", "")


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (f'{FAIR}\nglobals()["numbers"]', "check broke"),
        (f"{FAIR}\nmath.pi", "check broke"),
        ('checks.answer("total").that("numbers" in globals(), "There are no numbers.")', "failed"),
        ("checks.answer", "passes untouched"),
        ('checks.Answer("total", globals().get("total")).is_number(6)', "failed"),
    ],
)
def test_a_check_that_needs_more_or_less_is_caught(tmp_path, monkeypatch, check, verdict):
    assert alone(tmp_path, monkeypatch, check)[0] == verdict


def test_the_set_up_of_the_checks_own_part_is_run(tmp_path, monkeypatch):
    marked = LAB.replace("# %%\nimport math", '# %% tags=["set-up"]\nfrom millrace import checks\nimport math')
    assert alone(tmp_path, monkeypatch, f"{FAIR}\nmath.pi", text=marked) == ("passed", "")


def test_of_several_parts_the_last_set_up_before_the_check_is_run(tmp_path, monkeypatch):
    part = '# %% tags=["set-up"]\nfrom millrace import checks\nimport {}\n\n'
    first, _, rest = LAB.partition("# %%\nimport math")
    text = first + part.format("json") + part.format("math") + "# %%" + rest
    text += "\n\n" + part.format("re")
    assert alone(tmp_path, monkeypatch, f"{FAIR}\nmath.pi", text=text) == ("passed", "")
    for other in ("json", "re"):
        assert alone(tmp_path, monkeypatch, f'{FAIR}\nglobals()["{other}"]', text=text)[0] == "check broke"


def test_a_function_is_handed_over_as_its_source(tmp_path, monkeypatch):
    text = LAB.replace("total = sum(numbers)", "def total(values):\n    return sum(values)")
    check = 'f = checks.answer("total").value\nassert f([1, 2]) == 3, "Wrong."'
    assert alone(tmp_path, monkeypatch, check, text=text, value=lambda values: None) == ("passed", "")


def test_in_a_process_of_its_own_nothing_of_this_one_is_known(tmp_path):
    check = f'{FAIR}\nimport os, sys\nassert os.getpid() != {os.getpid()} and "pytest" not in sys.modules, "Known."'
    plan, at = plan_of(tmp_path, LAB.replace("CHECK", check.replace("\n", "\n")))
    outcome = stands_alone(plan, at, ["total"], {"total": 6})
    assert (outcome.kind, outcome.good, outcome.message) == ("alone", True, "")


def test_an_answer_that_is_no_data_and_a_process_that_ends_are_said(tmp_path):
    plan, at = plan_of(tmp_path, LAB.replace("CHECK", FAIR))
    with (tmp_path / "lab.py").open() as file:
        outcome = stands_alone(plan, at, ["total"], {"total": file})
    assert (outcome.good, outcome.verdict) == (False, "answer broke")
    deadly, at = plan_of(tmp_path, LAB.replace("CHECK", "import os\nos._exit(1)"))
    assert stands_alone(replace(deadly), at, ["total"], {"total": 6}).verdict == "died"
