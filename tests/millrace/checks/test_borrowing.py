"""Our own tables are no answers, neither whole nor a column of them; beginning with one is fine."""

import pandas as pd
import pytest

from millrace import checks, samples
from millrace.checks.borrowing import is_borrowed


@pytest.mark.parametrize(
    "cell",
    [
        'mine = samples.checkpoint("orders")',
        'mine = samples.checkpoint("orders").copy()',
        'mine = samples.checkpoint("third")',
        'mine = samples.checkpoint("other")[["a", "b"]]',
        'mine["day"] = samples.checkpoint("orders")["day"]',
        'mine["day"] = samples.checkpoint("other")["day"]',
        'mine.loc[:, "day"] = checkpoint("other")["day"]',
        'mine = mine.assign(day=samples.checkpoint("other").day)',
    ],
)
def test_an_answer_that_takes_something_out_of_our_table_is_borrowed(cell):
    assert is_borrowed("mine", None, {"other"}, cells=["mine = 1", cell, "print(mine)"])


@pytest.mark.parametrize(
    "cell",
    [
        'mine = samples.checkpoint("other")',
        'mine = samples.checkpoint("other")\nmine["day"] = parse(mine["text"])',
        'mine["day"] = parse(mine["text"])',
        'yours = samples.checkpoint("orders")',
        'rows = samples.checkpoint("other").query("a > 1")\nmine = split(rows)',
        'mine = split(samples.checkpoint("other"), by="a")',
        'mine["day"] = days[',
    ],
)
def test_an_answer_that_only_begins_with_another_table_of_ours_is_not(cell):
    assert not is_borrowed("mine", None, {"other"}, cells=["mine = 1", cell])


def test_only_the_newest_cell_that_stores_the_answer_counts():
    borrowed, own = 'mine = samples.checkpoint("orders")', "mine = read(path)"
    assert not is_borrowed("mine", None, {"other"}, cells=[borrowed, own])
    assert is_borrowed("mine", None, {"other"}, cells=[own, borrowed])


@pytest.mark.parametrize("change", ["copy", "reset_index", "drop_duplicates"])
def test_our_table_is_known_by_itself_however_it_came_here(change):
    table = getattr(samples.checkpoint("orders_2023"), change)()
    answer = checks.Answer("mine", table)
    with pytest.raises(checks.CheckFailed, match="mine is our own table, or a column of it"):
        answer.reference("orders_2023")


def test_a_table_made_from_another_of_ours_is_compared_with_the_reference():
    answer = checks.Answer("mine", samples.checkpoint("orders_2024").assign(pieces=1))
    found = answer.reference("orders_2023", begins_with=["orders_2024"])
    pd.testing.assert_frame_equal(found, samples.checkpoint("orders_2023"))
    with pytest.raises(checks.CheckFailed, match="our own table"):
        answer.reference("orders_2023")
