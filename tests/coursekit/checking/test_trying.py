"""What is tried in the place of an answer: our tables, mutants shown with what is around them, and in which plans."""

from pathlib import Path

import pandas as pd
import pytest

from coursekit.authoring.build import products, write_products
from coursekit.authoring.marks import read_lab
from coursekit.checking import check
from coursekit.checking.check import Settings, check_labs, steps_of
from coursekit.checking.marking import CellMark, Marked
from coursekit.checking.plans import Outcome, Plan
from coursekit.checking.trials import CONTEXT, run_plan
from millrace import samples

TINY = Path(__file__).parents[1] / "tiny"
LAB, ATTEMPTS = ((TINY / f"{name}.txt").read_text(encoding="utf-8") for name in ("lab", "attempts"))


def outcomes(tmp_path, text, **changed) -> list[Outcome]:
    path = tmp_path / "lab.py"
    path.write_text(text, encoding="utf-8")
    lab = read_lab(path, name="01-tiny", file="lab.py")
    settings = {"answers": tuple(lab.of_role("answer")), "mutants": 0, "seconds": 5.0, "folder": str(tmp_path)}
    return run_plan(Plan("01-tiny", "lab.py", steps_of(lab), **{**settings, **changed}))


ORDERS = pd.DataFrame({"order_no": [1, 1, 2], "line": [1, 1, 1], "pieces": [3, 3, 4]})
BORROWED = """# %%
from millrace import checks, samples

messy = samples.checkpoint("messy")

# %% answer="orders"
### BEGIN SOLUTION
orders = messy.drop_duplicates()
total = orders["pieces"].sum()
### END SOLUTION

# %% check="orders" points=2
# Checks that there is a table of orders.
answer = checks.answer("orders")
checks.answer("total").is_number(7)
@CHECK@
"""
COMPARES = """expected = answer.reference("clean", begins_with=["messy"])
answer.matches(expected, key=["order_no"], columns=["pieces"], look="Look.")"""


@pytest.fixture
def ours(monkeypatch):
    """Two checkpoints, each of which remembers its name as those that are shipped do."""

    def load(name, **_):
        table = ORDERS.copy() if name == "messy" else ORDERS.drop_duplicates()
        table.attrs["checkpoint"] = name
        return table

    monkeypatch.setattr(samples, "checkpoint", load)
    monkeypatch.setattr(samples, "checkpoints", lambda **_: pd.DataFrame({"checkpoint": ["clean", "messy"]}))
    monkeypatch.setattr("coursekit.checking.borrowings._columns", lambda name: frozenset(ORDERS))


def borrowed(tmp_path, check, **changed):
    found = outcomes(tmp_path, BORROWED.replace("@CHECK@", check), **changed)
    assert all(o.good for o in found if o.kind == "solution"), found
    return {(o.name, o.verdict): o.good for o in found if o.kind == "borrowed"}


def test_a_check_that_compares_with_our_table_refuses_it_and_says_so(tmp_path, ours):
    """The other names of the answer are right meanwhile, so that the borrowed table alone decides."""
    assert borrowed(tmp_path, COMPARES) == {
        ('orders = samples.checkpoint("clean")', "failed"): True,
        ('orders = samples.checkpoint("messy")', "failed"): True,
    }


def test_a_check_that_takes_our_table_is_at_fault(tmp_path, ours):
    assert borrowed(tmp_path, 'answer.table(["pieces"])') == {
        ('orders = samples.checkpoint("clean")', "passed"): False,
        ('orders = samples.checkpoint("messy")', "passed"): False,
    }


def test_a_refusal_for_another_reason_does_not_tell_the_learner(tmp_path, ours):
    silent = 'answer.that(answer.value.attrs["checkpoint"] == "messy", "Wrong.")\n'
    assert borrowed(tmp_path, f'{silent}answer.reference("clean", begins_with=["messy"])') == {
        ('orders = samples.checkpoint("clean")', "failed"): False,
        ('orders = samples.checkpoint("messy")', "passed"): False,
    }


def test_our_tables_are_tried_on_the_committed_data_only_and_where_they_can_be_loaded(tmp_path, ours):
    assert borrowed(tmp_path, COMPARES, variant=1) == {}
    assert not [o for o in outcomes(tmp_path, LAB) if o.kind == "borrowed"]


LONG = "total = sum(numbers) + 0" + "".join(f" + 0 * {n}" for n in range(60, 90))


def test_of_a_long_statement_the_change_is_shown_with_enough_around_it_to_find_it(tmp_path):
    weak = LAB.replace("total == sum((3, 1, 2))", "True").replace("total = sum(numbers) + 0", LONG)
    names = [o.name for o in outcomes(tmp_path, weak, mutants=60) if o.kind == "mutant" and "dropped" not in o.name]
    assert len(names) > 40
    for name in names:
        before, after = name.partition(": ")[2].split("  →  ")
        assert LONG.count(before.strip("…")) == 1
        assert before.strip("…") != after.strip("…")
        # Where something is cut off, as much is left beside the change as the reader needs.
        for text in (before, after):
            assert text.startswith(("…", "total"))
            assert len(text) <= 2 * CONTEXT + 2 + len(" * 890")
        if before.startswith("…") and before.endswith("…"):
            assert min(len(before), len(after)) >= 2 * CONTEXT


MARKED = (Marked((CellMark("check-total", 2, 2),), 1.0), Marked((CellMark("check-total", 0, 2, "NotAnswered"),), 1.0))


@pytest.fixture
def ready():
    """Variants whose files were made, each with the number of plans that had been run before."""
    return []


@pytest.fixture
def planned(monkeypatch, ready):
    """Check labs without running anything; return the plans that were made and the reports."""

    def make(course, *, variants=0, jobs=2, forms=True, outcomes=()):
        made = []

        def run_plans(plans, **how):
            made[:] = plans
            return {plan: list(outcomes) for plan in plans}

        monkeypatch.setattr(check, "run_plans", run_plans)
        monkeypatch.setattr(check, "mark_notebook", lambda content, folder: MARKED[b"SOLUTION" not in content])
        # The files of a variant have to be there before any trial is timed.
        monkeypatch.setattr(samples, "path", lambda name, *, variant: ready.append((variant, len(made))))
        settings = Settings(variants=variants, mutants=9, jobs=jobs, seconds=3.0, forms=forms)
        reports = check_labs(course, course.modules(), settings=settings)
        return made, reports

    return make


def many(answers):
    first = LAB[: LAB.index("# %% answer")]
    rest = LAB[LAB.index("# %% answer") :]
    names = [f"total{n}" for n in range(answers)]
    lab = first + "\n\n".join(rest.replace("total", name) for name in names)
    return lab, "\n".join(ATTEMPTS.replace("total", name) for name in names), names


def test_a_few_labs_are_cut_so_that_every_process_has_work_and_each_answer_is_tried_once(course, module, planned):
    lab, attempts, names = many(5)
    module(lab, attempts)
    plans, _ = planned(course, jobs=2)
    assert sorted(name for plan in plans for name in plan.answers) == sorted(names)
    assert [len(plan.answers) for plan in plans] == [3, 2]
    assert {(plan.mutants, plan.forms, plan.alone, plan.seconds, plan.variant) for plan in plans} == {
        (9, True, True, 3.0, 0)
    }
    assert all(len(plan.attempts) == 25 for plan in plans)


def test_many_labs_are_work_enough_and_no_plan_is_empty(course, module, planned):
    for n in range(2):
        module(*many(3)[:2], name=f"0{n}-tiny")
    assert [len(plan.answers) for plan in planned(course, jobs=1)[0]] == [3, 3]
    assert [len(plan.answers) for plan in planned(course, jobs=8)[0]] == [1] * 6


def test_on_variants_the_solution_is_run_and_on_the_first_of_them_the_attempts(course, module, planned, ready):
    module()
    plans, _ = planned(course, variants=3, forms=False)
    assert ready == [(1, 0), (2, 0), (3, 0)]
    assert [(plan.variant, len(plan.attempts), plan.mutants) for plan in plans] == [
        (0, 5, 9),
        (1, 5, 0),
        (2, 0, 0),
        (3, 0, 0),
    ]
    assert not any(plan.forms or plan.alone for plan in plans)
    assert {plan.stub for plan in plans} == {"..."}


def test_a_lab_of_essays_has_no_trials(course, module, planned):
    essay = '# %% [markdown] essay="why" points=3\n# Why?\n# === BEGIN MARK SCHEME ===\n# A reason.\n'
    module(f"{essay}# === END MARK SCHEME ===\n", "# %%\nimport math\n")
    assert planned(course, variants=2)[0] == []


def test_trials_run_inside_the_course_and_leave_nothing_behind(course, module, planned):
    module()
    plans, _ = planned(course)
    folder = Path(plans[0].folder)
    assert folder.parent == course.root / "grading"
    assert not folder.parent.exists()
    (course.root / "grading").mkdir()
    planned(course)
    assert list((course.root / "grading").iterdir()) == []


def test_outcomes_drift_and_leaks_reach_the_report(course, module, planned):
    module()
    write_products(course, products(course, course.modules()))
    good = Outcome("right", "total", "a loop", True, "passed")
    _, [report] = planned(course, outcomes=[good])
    assert (report.right, report.ok, report.nothing_leaks) == ((1, 1), True, True)
    lab = course.root / "labs/01-tiny/lab.ipynb"
    lab.write_bytes(lab.read_bytes().replace(b"# Your number: total", b"total = sum(numbers) + 0"))
    _, [report] = planned(course)
    assert "Run 'coursekit build 01-tiny' and look at what changed." in report.shortfalls[0]
    assert not report.nothing_leaks
