"""A check judges the latest run of the cell that makes its answer."""

import pytest

from millrace import checks


@pytest.fixture
def remembered():
    """What was run in a notebook, as the slips record it; forgotten again after the test."""
    from millrace.slips import runs

    runs.forget()
    yield runs.remember
    runs.forget()


def test_a_cell_that_stopped_is_not_judged_by_an_older_value(remembered):
    from millrace.slips import Run

    cell = {"checks": checks, "mine": 7}
    remembered(Run("mine = 7"))
    exec("answer = checks.answer('mine')", cell)
    remembered(Run("mine = 1 / 0", error=ZeroDivisionError()))
    with pytest.raises(
        checks.NotAnswered,
        match=r"the last run of the answer stopped with an error, so there is nothing new to check\. Mend",
    ):
        exec("answer = checks.answer('mine')", cell)
    remembered(Run("mine = 8"))
    exec("answer = checks.answer('mine')", cell)


def test_a_cell_that_was_mended_but_keeps_nothing_is_told_so(remembered):
    from millrace.slips import Run

    cell = {"checks": checks}
    remembered(Run("mine = 1 / 0", error=ZeroDivisionError(), cell_id="a"))
    remembered(Run("1 / 2", cell_id="b"))
    with pytest.raises(checks.NotAnswered, match="stopped with an error"):
        exec("answer = checks.answer('mine')", cell)
    remembered(Run("1 / 2", cell_id="a"))
    with pytest.raises(
        checks.NotAnswered, match=r"kept nothing under the name mine, so .* Begin your line with mine ="
    ):
        exec("answer = checks.answer('mine')", cell)


def test_a_colon_in_the_place_of_the_equals_sign_is_not_judged_by_an_older_value(remembered):
    from millrace.slips import Run

    cell = {"checks": checks, "mine": 7}
    remembered(Run("mine = 7", cell_id="a"))
    exec("answer = checks.answer('mine')", cell)
    remembered(Run("mine: 9", cell_id="a"))
    with pytest.raises(checks.NotAnswered, match="kept nothing under the name mine, so"):
        exec("answer = checks.answer('mine')", cell)
    remembered(Run("mine: int = 9", cell_id="a"))
    exec("answer = checks.answer('mine')", cell)


def test_a_change_that_nothing_keeps_is_told(remembered):
    from millrace.slips import Run

    cell = {"checks": checks, "mine": [1]}
    remembered(Run("mine = load()"))
    remembered(Run("mine.drop_duplicates()", discarded=("mine",)))
    with pytest.raises(checks.CheckFailed, match=r"was not kept\. Write mine = in front of your line"):
        exec("answer = checks.answer('mine')", cell)


def test_where_cells_are_not_told_apart_an_older_error_is_not_called_the_last_run(remembered):
    from millrace.slips import Run

    cell = {"checks": checks, "mine": 7}
    remembered(Run("mine = 1 / 0", error=ZeroDivisionError()))
    remembered(Run("answer = checks.answer('mine')"))
    with pytest.raises(checks.NotAnswered, match="the last run of the answer stopped with an error"):
        exec("answer = checks.answer('mine')", cell)
    remembered(Run("1 / 2"))
    with pytest.raises(
        checks.NotAnswered, match=r"nothing that was run since then made it\. Begin your line with mine ="
    ):
        exec("answer = checks.answer('mine')", cell)


@pytest.mark.parametrize("made", ["latedays", "Late_days", "lateDays"])
def test_a_name_that_differs_in_capitals_or_low_lines_is_named(remembered, made):
    from millrace.slips import Run

    says = f"you made {made}, and this check looks for late_days: capitals and low lines count"
    with pytest.raises(checks.NotAnswered, match=says):
        exec("answer = checks.answer('late_days')", {"checks": checks, made: 3})
    remembered(Run(f"{made} = 3", cell_id="late-days"))
    with pytest.raises(checks.NotAnswered, match=says):
        exec("answer = checks.answer('late_days')", {"checks": checks, made: 3})


def test_another_name_is_not_taken_for_the_answers():
    with pytest.raises(checks.NotAnswered, match=r"there is no kept_2025\. Put your line"):
        exec("answer = checks.answer('kept_2025')", {"checks": checks, "kept_2024": 3, "Kept_2025": ...})


def test_a_line_that_was_run_without_a_name_is_told_so(remembered):
    from millrace.slips import Run

    cell = {"checks": checks}
    remembered(Run("# The days.\n3 * 48", shows=True))
    remembered(Run("checks.answer('other')", error=ValueError()))
    with pytest.raises(checks.NotAnswered, match=r"kept nothing\. If your line is in it, begin it with late_days ="):
        exec("answer = checks.answer('late_days')", cell)
    remembered(Run("other = 3 * 48"))
    with pytest.raises(checks.NotAnswered, match="three dots above"):
        exec("answer = checks.answer('late_days')", cell)
