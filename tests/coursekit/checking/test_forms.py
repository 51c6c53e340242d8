"""A check that is gullible or strict in one way is caught by exactly that; a fair one is green; marks exempt."""

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.checking.attempts import Exemption
from coursekit.checking.check import steps_of
from coursekit.checking.plans import Plan
from coursekit.checking.trials import run_plan

LAB = """# %%
import pandas as pd

from millrace import checks

sales = pd.DataFrame({
    "firm": ["Amal", "Bo", "Chen", "Dai", "Eve"],
    "pieces": [3, 40, 500, 7, 11],
    "day": pd.to_datetime(["2025-01-03", "2025-02-01", "2025-02-02", "2025-03-01", "2025-03-02"]),
    "remark": ["urgent", None, "gift", None, "urgent"],
})
factor = 12

# %% answer="dozens"
### BEGIN SOLUTION
dozens = sales.assign(pieces=sales["pieces"] * factor)
### END SOLUTION

# %% check="dozens" points=2
# Checks that every row is counted in pieces.
import pandas as pd
answer = checks.answer("dozens")
expected = pd.DataFrame({
    "firm": ["Amal", "Bo", "Chen", "Dai", "Eve"],
    "pieces": [36, 480, 6000, 84, 132],
    "day": pd.to_datetime(["2025-01-03", "2025-02-01", "2025-02-02", "2025-03-01", "2025-03-02"]),
    "remark": ["urgent", None, "gift", None, "urgent"],
})
FAIR
"""
FAIR = 'answer.matches(expected, key=["firm"], columns=["pieces"], unchanged=["day", "remark"], look="Look.")'


def tried(tmp_path, check=FAIR, *, lab=LAB, exemptions=()):
    path = tmp_path / "lab.py"
    path.write_text(lab.replace("FAIR", check), encoding="utf-8")
    read = read_lab(path, name="01-tiny", file="lab.py")
    plan = Plan("01-tiny", "lab.py", steps_of(read), tuple(read.of_role("answer")), mutants=0, folder=str(tmp_path))
    outcomes = run_plan(Plan(**{**vars(plan), "forms": True, "exemptions": exemptions}))
    assert all(o.good for o in outcomes if o.kind == "solution"), outcomes
    return outcomes


def bad(outcomes, kind):
    return {o.name for o in outcomes if o.kind == kind and not o.good}


def test_a_fair_check_takes_every_equivalent_and_catches_every_spoiler(tmp_path):
    outcomes = tried(tmp_path)
    assert [o for o in outcomes if not o.good] == []
    kinds = [o.kind for o in outcomes]
    assert kinds.count("equivalent") >= 15
    assert kinds.count("spoiler") >= 18
    names = {o.name for o in outcomes}
    assert {
        *("the answer cell run twice", "sales overwritten afterwards", "sales emptied afterwards"),
        *("columns of sales renamed afterwards", "factor overwritten afterwards"),
        *("sales cut in half before", "sales filled with one value before: pieces", "factor changed before"),
    } <= names
    assert all(o.code for o in outcomes if o.kind == "spoiler")


STRICT = {
    "rows shuffled": 'answer.that(list(answer.value["firm"]) == list(expected["firm"]), "Wrong.")',
    "columns in reverse": 'answer.that(list(answer.value)[0] == "firm", "Wrong.")',
    "one more column": 'answer.that(answer.value.shape == (5, 4), "Wrong.")',
    "rows labelled with words": 'answer.that(answer.value.index[0] == 0, "Wrong.")',
    "the key in the index": 'answer.that("firm" in answer.value, "Wrong.")',
    "texts as categories": 'answer.value["firm"] + "x"',
    "texts as objects": 'answer.that(answer.value["firm"].dtype != object, "Wrong.")',
    "whole numbers as 'Int64'": 'answer.that(answer.value["pieces"].dtype != "Int64", "Wrong.")',
    "whole numbers as floats": 'answer.that(answer.value["pieces"].dtype != "float64", "Wrong.")',
    "numbers as decimals": 'answer.value["pieces"] * 1.5',
    "days as texts": 'answer.value["day"].dt.year',
    "days as Python dates": 'answer.value["day"].dt.year',
    "dates with a time zone": 'answer.value["day"] - pd.Timestamp("2025-01-01")',
}


@pytest.mark.parametrize("form", STRICT)
def test_a_check_that_refuses_a_form_is_caught(tmp_path, form):
    outcomes = tried(tmp_path, f"{FAIR}\n{STRICT[form]}")
    assert form in bad(outcomes, "equivalent")


LEANS_ON_GIVEN = {
    "sales overwritten afterwards": 'len(globals()["sales"])',
    "sales emptied afterwards": 'answer.that(globals()["sales"]["pieces"].notna().all(), "Wrong.")',
    "columns of sales renamed afterwards": 'globals()["sales"]["pieces"]',
    "factor overwritten afterwards": 'answer.that(globals()["factor"] == 12, "Wrong.")',
}


@pytest.mark.parametrize("form", LEANS_ON_GIVEN)
def test_a_check_that_leans_on_a_given_name_is_caught(tmp_path, form):
    assert form in bad(tried(tmp_path, f"{FAIR}\n{LEANS_ON_GIVEN[form]}"), "equivalent")


GULLIBLE = {
    "first row lost": 'answer.that(set(answer.value["firm"]) <= set(expected["firm"]), "Wrong.")',
    "a row doubled": 'answer.that(set(expected["firm"]) <= set(answer.value["firm"]), "Wrong.")',
    "a row invented": 'answer.that(set(expected["firm"]) <= set(answer.value["firm"]), "Wrong.")',
    "two values swapped: pieces": 'answer.that(answer.value["pieces"].sum() == 6732, "Wrong.")',
    "shifted by a row: pieces": 'answer.that(answer.value["pieces"].sum() == 6732, "Wrong.")',
    "all 1 % too high: pieces": 'answer.that((answer.value["pieces"] / expected["pieces"] < 1.02).all(), "Wrong.")',
    "a value a little off: pieces": 'answer.that((answer.value["pieces"] / expected["pieces"] < 1.02).all(), "Wrong.")',
    "a sign turned: pieces": 'answer.that((answer.value["pieces"].abs() == expected["pieces"]).all(), "Wrong.")',
    "a value lost: pieces": 'answer.that(answer.value["pieces"].dropna().isin(expected["pieces"]).all(), "Wrong.")',
    "a day off: day": 'answer.that((answer.value["day"].dt.month.isin([1, 2, 3])).all(), "Wrong.")',
    "a letter changed: firm": 'answer.that((answer.value["firm"].str.len() > 1).all(), "Wrong.")',
    "column dropped: day": 'answer.that((answer.value["pieces"] == expected["pieces"]).all(), "Wrong.")',
    "two values swapped: remark": 'answer.matches(expected, key=["firm"], columns=["pieces"])',
    "two values swapped: day": 'answer.matches(expected, key=["firm"], columns=["pieces"], unchanged=["remark"])',
    "sales cut in half before": 'answer.that(answer.value["pieces"].max() > 99, "Wrong.")',
    "factor changed before": 'answer.that(len(answer.value) == 5, "Wrong.")',
}


@pytest.mark.parametrize("wrong", GULLIBLE)
def test_a_check_that_overlooks_a_fault_is_caught(tmp_path, wrong):
    assert wrong in bad(tried(tmp_path, GULLIBLE[wrong]), "spoiler")


def test_a_check_that_breaks_is_always_at_fault(tmp_path):
    mark = Exemption("dozens", "*", "It may do as it likes here.", "attempts.py", 3)
    outcomes = tried(tmp_path, f'{FAIR}\nanswer.value["firm"] + "x"', exemptions=(mark,))
    broke = [o for o in outcomes if o.verdict == "check broke"]
    assert broke
    assert not any(o.good for o in broke)


def test_an_exemption_excuses_what_it_names_and_must_excuse_something(tmp_path):
    gullible = 'answer.matches(expected, key=["firm"], columns=["pieces"], unchanged=["day"])'
    used = Exemption("dozens", "two values swapped: rem*", "The task leaves this to the learner.", "attempts.py", 3)
    stale = Exemption("dozens", "rows shuffled", "Nothing is refused here at all.", "attempts.py", 7)
    outcomes = tried(tmp_path, gullible, exemptions=(used, stale))
    assert [(o.name, o.message) for o in outcomes if o.verdict == "exempted"] == [
        ("two values swapped: remark", "The task leaves this to the learner.")
    ]
    assert [(o.kind, o.name, o.line, o.good) for o in outcomes if not o.good] == [("stale", "rows shuffled", 7, False)]


def test_an_answer_that_is_a_given_name_is_not_tampered_with(tmp_path):
    alias = LAB.replace('sales.assign(pieces=sales["pieces"] * factor)', "sales").replace('* factor"', '"')
    alias = alias.replace("[36, 480, 6000, 84, 132]", "[3, 40, 500, 7, 11]")
    names = {o.name for o in tried(tmp_path, lab=alias) if o.kind == "equivalent"}
    assert not any("afterwards" in name for name in names)


def test_a_cell_that_cannot_be_run_twice_is_told_and_one_that_spoils_itself_is_refused(tmp_path):
    popped = LAB.replace('sales.assign(pieces=sales["pieces"] * factor)', 'sales.pop("pieces").mul(factor)')
    popped = popped.replace("### END", "dozens = sales.assign(pieces=dozens)\n### END")
    twice = [o for o in tried(tmp_path, lab=popped) if o.kind == "twice"]
    assert [(o.verdict, o.good) for o in twice] == [("answer broke", True)]
    doubled = LAB.replace('sales.assign(pieces=sales["pieces"] * factor)', "sales")
    doubled = doubled.replace("### END", 'sales["pieces"] = sales["pieces"] * factor\n### END')
    assert "the answer cell run twice" in bad(tried(tmp_path, lab=doubled), "equivalent")


def test_without_a_right_solution_nothing_is_made(tmp_path):
    path = tmp_path / "lab.py"
    path.write_text(LAB.replace("FAIR", 'answer.that(False, "Wrong.")'), encoding="utf-8")
    read = read_lab(path, name="01-tiny", file="lab.py")
    plan = Plan("01-tiny", "lab.py", steps_of(read), ("dozens",), mutants=0, forms=True, folder=str(tmp_path))
    assert {o.kind for o in run_plan(plan)} == {"untouched", "solution"}
