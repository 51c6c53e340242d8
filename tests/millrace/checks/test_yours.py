"""The cell after a check goes on with the learner's answer when it is right, and with ours until then."""

import pandas as pd
import pytest

from millrace import checks
from millrace.errors import ArgumentError


@pytest.fixture
def notebook():
    """Return the names of a notebook, and a way to run a cell in it."""
    names = {"checks": checks, "In": []}

    def run(cell: str) -> None:
        names["In"].append(cell)
        exec(cell, names)

    return names, run


CHECK = "checks.answer('mine').is_number(3)\nchecks.passed('some', points=1)"


def test_an_answer_whose_check_passed_is_used_and_said_to_be_yours(notebook, capsys):
    names, run = notebook
    run("mine = 3")
    run(CHECK)
    run("shown = checks.yours('mine', 0)")
    assert names["shown"] == 3
    assert "From your mine." in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["mine = 4", "mine = ...", "pass"])
def test_ours_is_used_when_the_answer_is_wrong_or_not_there(notebook, capsys, answer):
    names, run = notebook
    run(answer)
    with pytest.raises(checks.CheckFailed):
        run(CHECK)
    run("shown = checks.yours('mine', 0)")
    assert names["shown"] == 0
    assert "From ours, until the check of your mine has passed." in capsys.readouterr().out


def test_an_answer_changed_after_its_check_is_not_used(notebook):
    names, run = notebook
    run("mine = 3")
    run(CHECK)
    run("mine = 30")
    run("shown = checks.yours('mine', 0)")
    assert names["shown"] == 0


def test_an_answer_of_a_check_that_failed_is_not_right_because_another_check_passes(notebook):
    names, run = notebook
    run("mine, other = 4, 3")
    with pytest.raises(checks.CheckFailed):
        run(CHECK)
    run("checks.answer('other').is_number(3)\nchecks.passed('other', points=1)")
    run("shown = checks.yours('mine', 0)")
    assert names["shown"] == 0


def test_a_table_is_the_learners_own_object(notebook):
    names, run = notebook
    names["pd"] = pd
    run("mine = pd.DataFrame({'a': [1]})")
    run("checks.answer('mine').table(['a'])\nchecks.passed('table', points=1)")
    run("shown = checks.yours('mine', None)")
    assert names["shown"] is names["mine"]


@pytest.mark.parametrize("answer", ["pd.Series([3])", "[3]", "pd.Series([3.0], index=['x'])"])
def test_a_number_in_any_form_is_shown_as_one(notebook, answer):
    names, run = notebook
    names["pd"] = pd
    run(f"mine = {answer}")
    run(CHECK)
    run("shown = checks.yours('mine', 0.5)")
    assert names["shown"] == 3
    assert isinstance(names["shown"], float)


WAITS = "if checks.is_right('mine', 'other', shows='The picture'):\n    print('A picture.')"


def test_what_waits_is_shown_once_all_its_answers_have_passed(notebook, capsys):
    _, run = notebook
    run("mine = other = 3.0")
    run(WAITS)
    assert (
        capsys.readouterr().out == "The picture comes after your mine and other are right: run their checks, then this "
        "cell again.\n"
    )
    run(CHECK)
    run(WAITS)
    assert "after your other is right: run its check" in capsys.readouterr().out
    run("checks.answer('other').is_number(3)\nchecks.passed('other', points=1)")
    capsys.readouterr()
    run(WAITS)
    assert capsys.readouterr().out == "A picture.\n"


def test_to_wait_for_nothing_is_refused():
    with pytest.raises(ArgumentError, match="at least one name"):
        checks.is_right(shows="The picture")
