"""Marking rows on the screen: a tick per wrong cell, a row at a time, back and forth, nothing lost."""

import pandas as pd
import pytest

from millrace.cleaning import find_wrong_cells, mark_rows
from millrace.cleaning.wrong.asking import Board, RowMarks
from millrace.errors import ArgumentError

ROWS = pd.DataFrame({"city": ["Ulm", "Ulmm", None], "<b>": ["x" * 500, 2, 3]}, index=["p", "q", "r"])


def test_ticked_cells_are_wrong_and_the_others_of_the_row_right():
    marks = RowMarks(ROWS)
    board = Board(marks)
    board.done.click()
    board.boxes[0].value = True
    board.done.click()
    assert marks.marked == {"p": [], "q": ["city"]}
    assert "2 of 3 rows judged, 1 wrong cell" in board.standing.value


def test_going_back_shows_what_was_ticked_and_a_change_counts():
    marks = RowMarks(ROWS)
    board = Board(marks)
    board.boxes[1].value = True
    board.done.click()
    assert [box.value for box in board.boxes] == [False, False]
    board.back.click()
    assert [box.value for box in board.boxes] == [False, True]
    assert board.back.disabled
    board.boxes[1].value = False
    board.done.click()
    assert marks.marked == {"p": []}


def test_a_row_that_was_only_looked_at_is_not_judged_and_the_last_one_can_be():
    marks = RowMarks(ROWS)
    board = Board(marks)
    for _ in range(5):
        board.done.click()
    assert list(marks.marked) == ["p", "q", "r"]
    assert RowMarks(ROWS).marked == {}


def test_values_are_shown_short_and_gaps_by_name():
    board = Board(RowMarks(ROWS))
    assert board.boxes[1].description.endswith("x …")
    board.done.click()
    board.done.click()
    assert board.boxes[0].description == "city: (empty)"
    assert "Row r (3 of 3)" in board.head.value


def test_what_was_ticked_is_what_the_search_takes():
    table = pd.DataFrame({"city": ["Ulm", "Kiel"] * 20 + ["Ulmm"]})
    marks = RowMarks(table.tail(2))
    board = Board(marks)
    board.done.click()
    board.boxes[0].value = True
    board.done.click()
    assert find_wrong_cells(table, marked=marks.marked).cells["row"].tolist() == [40]


def test_outside_a_notebook_it_says_what_to_do(capsys):
    assert repr(mark_rows(ROWS)) == "0 of 3 rows judged, 0 wrong cells"
    assert "open this notebook in JupyterLab" in capsys.readouterr().out
    with pytest.raises(ArgumentError, match="head"):
        mark_rows(ROWS, rows=20)
