"""Attempts and mutants are tried in place of the answer, and each gets the verdict it deserves."""

import os
from pathlib import Path

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.checking.attempts import Attempt
from coursekit.checking.check import steps_of
from coursekit.checking.plans import Plan
from coursekit.checking.pool import run_plans
from coursekit.checking.trials import attempt_code, run_plan, spread

TINY = Path(__file__).parents[1] / "tiny"
LAB = (TINY / "lab.txt").read_text(encoding="utf-8")


def plan_of(tmp_path, text=LAB, attempts=(), **changed) -> Plan:
    path = tmp_path / "lab.py"
    path.write_text(text, encoding="utf-8")
    lab = read_lab(path, name="01-tiny", file="lab.py")
    settings = {"answers": tuple(lab.of_role("answer")), "mutants": 0, "seconds": 5.0, "folder": str(tmp_path)}
    return Plan("01-tiny", "lab.py", steps_of(lab), attempts=tuple(attempts), **{**settings, **changed})


def attempt(kind, code, says="", answer="total") -> Attempt:
    return Attempt(kind, answer, code, code, says, "attempts.py", 1)


def verdict(tmp_path, kind, code, says="", text=LAB, **changed):
    outcomes = run_plan(plan_of(tmp_path, text, [attempt(kind, code, says)], **changed))
    return next((o.good, o.verdict) for o in outcomes if o.kind == kind)


@pytest.mark.parametrize(
    ("kind", "code", "says", "expected"),
    [
        ("right", "total = 6", "", (True, "passed")),
        ("right", "total = 6", "2 of 2", (True, "passed")),
        ("right", "total = 6", "9 of 9", (False, "passed")),
        ("right", "total = 5", "", (False, "failed")),
        ("right", "total = 1 / 0", "", (False, "answer broke")),
        ("wrong", "total = 5", "LEFT OUT", (True, "failed")),
        ("wrong", "total = 5", "above zero", (False, "failed")),
        ("wrong", "total = 6", "left out", (False, "passed")),
        ("wrong", "total = totl", "totl", (True, "answer broke")),
        ("wrong", "total = totl", "left out", (False, "answer broke")),
        ("wrong", "total = 'six'", "one number", (True, "failed")),
        ("wrong", "x = 6", "not answered", (True, "failed")),
        ("wrong", "exit()", "SystemExit", (True, "answer broke")),
    ],
)
def test_an_attempt_gets_its_verdict(tmp_path, kind, code, says, expected):
    assert verdict(tmp_path, kind, code, says) == expected


def test_a_check_that_stumbles_over_an_attempt_is_at_fault(tmp_path):
    stumbling = LAB.replace("answer.is_number()", "answer.value")
    assert verdict(tmp_path, "wrong", "total = 'six'", "left out", stumbling) == (False, "check broke")


def test_an_attempt_that_never_ends_is_caught_and_said_to_be_late(tmp_path):
    assert verdict(tmp_path, "wrong", "while True: pass", "x", seconds=0.3) == (True, "took too long")
    assert verdict(tmp_path, "right", "while True: pass", "", seconds=0.3) == (False, "took too long")


def test_an_attempt_cannot_spoil_the_next(tmp_path):
    spoil = attempt("wrong", "numbers.clear(); total = 5; sum = len", "left out")
    good = attempt("right", "total = sum(numbers)")
    outcomes = run_plan(plan_of(tmp_path, attempts=[spoil, good, spoil, good]))
    assert all(o.good for o in outcomes if o.kind == "right")
    assert next(o for o in outcomes if o.kind == "solution").good


def test_the_preparation_is_run_before_each_attempt(tmp_path):
    assert verdict(tmp_path, "right", "total = math.fsum(numbers)", preparation="import math")[0]
    assert not verdict(tmp_path, "right", "total = math.fsum(numbers)")[0]


def test_later_answers_start_from_the_solution_of_the_earlier_ones(tmp_path):
    second = LAB[LAB.index("# %% answer") :].replace("total", "half").replace("sum(numbers) + 0", "total / 2")
    second = second.replace("sum((3, 1, 2))", "3")
    outcomes = run_plan(plan_of(tmp_path, LAB + "\n" + second, [attempt("right", "half = total * 0.5", answer="half")]))
    assert all(o.good for o in outcomes)
    assert [o.kind for o in outcomes] == ["untouched", "solution", "untouched", "right", "solution"]


def test_what_is_given_around_a_solution_stays_but_a_block_is_replaced_whole():
    assert attempt_code("a = 1\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc", "x") == "a = 1\nx\nc"
    inside = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    assert attempt_code(inside, "def f():\n    return 2") == "def f():\n    return 2"


def test_mutants_are_killed_survive_or_give_the_same_answer(tmp_path):
    outcomes = [o for o in run_plan(plan_of(tmp_path, mutants=40)) if o.kind == "mutant"]
    by_name = {o.name: o.verdict for o in outcomes}
    assert by_name["arithmetic: total = sum(numbers) + 0  →  total = sum(numbers) - 0"] == "same answer"
    assert by_name["number: total = sum(numbers) + 0  →  total = sum(numbers) + 1"] == "failed"
    weak = LAB.replace("total == sum((3, 1, 2))", "True")
    survivors = [o for o in run_plan(plan_of(tmp_path, weak, mutants=40)) if o.verdict == "passed"]
    assert {o.line for o in survivors if o.kind == "mutant"} == {9}
    assert any("sum(numbers) + 1" in o.name for o in survivors)


def test_a_long_statement_is_shown_around_its_change(tmp_path):
    long = "sum(numbers) + 0" + " + 0" * 20
    text = LAB.replace("sum(numbers) + 0", long).replace("total == sum((3, 1, 2))", "True")
    names = [o.name for o in run_plan(plan_of(tmp_path, text, mutants=40)) if o.kind == "mutant"]
    assert all(len(name) < 230 for name in names)
    assert all(len(set(name.split(": ", 1)[1].split("  →  "))) == 2 for name in names)


def test_a_declared_equivalent_is_set_apart_and_a_stale_one_is_reported(tmp_path):
    weak = LAB.replace("total == sum((3, 1, 2))", "total >= sum((3, 1, 2))")
    known, stale = (attempt("equivalent", f"total = sum(numbers) + {n}") for n in (10, 77))
    outcomes = run_plan(plan_of(tmp_path, weak, [known, stale], mutants=40))
    assert [o.verdict for o in outcomes if "+ 10" in o.name and o.kind == "mutant"] == ["equivalent"]
    assert [(o.name, o.good) for o in outcomes if o.kind == "stale"] == [(stale.name, False)]


def test_columns_in_scope_are_swapped(tmp_path):
    text = LAB.replace(
        "numbers = [3, 1, 2]",
        "import pandas as pd\nt = pd.DataFrame({'n': [3, 1, 2], 'm': [1, 1, 1]})\nnumbers = t['n']",
    )
    text = text.replace("sum(numbers) + 0", "t['n'].sum()")
    outcomes = run_plan(plan_of(tmp_path, text, mutants=40))
    assert any(o.name.endswith("t['m'].sum()") and o.verdict == "failed" for o in outcomes)


def test_the_variant_is_set_for_the_trials_and_only_for_them(tmp_path, monkeypatch):
    monkeypatch.setenv("MILLRACE_VARIANT", "7")
    text = LAB.replace("numbers = [3, 1, 2]", "import os\nnumbers = [int(os.environ['MILLRACE_VARIANT'])] * 3")
    text = text.replace("sum((3, 1, 2))", "9")
    assert verdict(tmp_path, "right", "total = 9", text=text, variant=3)[0]
    assert os.environ["MILLRACE_VARIANT"] == "7"


def test_a_given_cell_that_breaks_is_the_solutions_fault(tmp_path):
    outcomes = run_plan(plan_of(tmp_path, LAB.replace("numbers = [3, 1, 2]", "numbers = nothing")))
    assert [(o.good, o.line) for o in outcomes] == [(False, 1)]
    assert "NameError" in outcomes[0].message


def test_a_cell_that_is_meant_to_break_stops_nothing(tmp_path):
    text = LAB.replace("# %% answer", '# %% tags=["raises-exception"]\n1 / 0\n\n# %% answer')
    assert all(o.good for o in run_plan(plan_of(tmp_path, text)))


def test_a_cell_between_answer_and_check_that_breaks_does_not_hide_the_check(tmp_path):
    text = LAB.replace("# %% check", "# %%\ntotal + 1\n\n# %% check")
    assert all(o.good for o in run_plan(plan_of(tmp_path, text)))


def test_an_attempt_that_kills_its_process_is_recorded_and_the_others_go_on(tmp_path):
    deadly = plan_of(tmp_path, attempts=[attempt("wrong", "import os; os._exit(1)", "x")])
    fine = plan_of(tmp_path, attempts=[attempt("right", "total = 6")])
    done = run_plans([deadly, fine], jobs=2)
    assert [o.verdict for o in done[deadly]] == ["died"]
    assert all(o.good for o in done[fine])


EVERY_SHARE = [(5, 10, [0, 1, 2, 3, 4]), (9, 3, [0, 3, 6]), (7, 6, [0, 1, 2, 3, 4, 5]), (4, 0, [])]


@pytest.mark.parametrize(("made", "most", "taken"), EVERY_SHARE)
def test_a_sample_of_mutants_is_spread_over_all_of_them(made, most, taken):
    assert spread(list(range(made)), most) == taken
