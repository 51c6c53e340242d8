"""Rows that are no data are set aside with the reason, and no other row is."""

import numpy as np
import pandas as pd
import pytest

from millrace.intake.asides import set_aside
from millrace.intake.columnnames import name_text, plain_names, row_names

HEADER = ["no", "sku", "buyer", "pieces"]
DATA = ["1,BG-1,Anna,2", "2,BG-2,Bo,3"]
BLANK, AGAIN, TITLE, NOTE = "blank row", "repeated header", "title between pages", "note below the table"


def reasons(rows, *, header=HEADER, upper=None, keep_subtotals=False):
    width = len(header)
    cells = [[cell or np.nan for cell in (row.split(",") + [""] * width)[:width]] for row in rows]
    body = pd.DataFrame(cells, columns=range(width), dtype=object)
    asides = set_aside(
        body, names=header, header=[header] if upper is None else [upper, header], keep_subtotals=keep_subtotals
    )
    return [asides.reasons.get(i, "") for i in range(len(rows))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*DATA, ""], ["", "", BLANK]),
        ([*DATA, "no,sku,buyer,pieces", "3,BG-3,Cy,4"], ["", "", AGAIN, ""]),
        ([*DATA, "no,sku,Anna,pieces", "3,BG-3,Cy,4"], ["", "", "", ""]),
        ([*DATA, "no, sku ,buyer,pieces", "3,BG-3,Cy,4"], ["", "", AGAIN, ""]),
        ([*DATA, "Page 2", "no,sku,buyer,pieces", "3,BG-3,Cy,4"], ["", "", TITLE, AGAIN, ""]),
        ([*DATA, "Lantern", "", "no,sku,buyer,pieces", "3,BG-3,Cy,4"], ["", "", TITLE, BLANK, AGAIN, ""]),
        ([*DATA, "Lantern,Yiwu", "no,sku,buyer,pieces", "3,BG-3,Cy,4"], ["", "", "", AGAIN, ""]),
        ([*DATA, "9", "no,sku,buyer,pieces", "3,BG-3,Cy,4"], ["", "", "", AGAIN, ""]),
        (["no,sku,buyer,pieces", *DATA], [AGAIN, "", ""]),
        (["Page 2", "no,sku,buyer,pieces", *DATA], [TITLE, AGAIN, "", ""]),
        ([*DATA, "Note: prices without tax"], ["", "", NOTE]),
        ([*DATA, "", "Note: prices without tax"], ["", "", BLANK, NOTE]),
        ([*DATA, "checked by Anna"], ["", "", NOTE]),
        ([*DATA, "checked by Anna", "and by Bo"], ["", "", NOTE, NOTE]),
        ([*DATA, ",as seen:"], ["", "", NOTE]),
        ([*DATA, "3"], ["", "", ""]),
        ([*DATA, "3,BG-3"], ["", "", ""]),
        ([*DATA, "Note: split, by, commas"], ["", "", NOTE]),
        ([*DATA, "Note: split, by, commas, four"], ["", "", ""]),
        (["Note: on top", *DATA], ["", "", ""]),
    ],
)
def test_each_row_that_is_no_data_is_set_aside_with_its_reason(rows, expected):
    assert reasons(rows) == expected


def test_notes_are_looked_for_below_the_totals_too():
    assert reasons([*DATA, "Total,,,5", "", "Note: all"])[3:] == [BLANK, NOTE]
    assert reasons([*DATA, "Total,,,5", "", "Note: all"])[2].startswith("subtotal")
    assert reasons([*DATA, "Total,,,5", "Note: all"], keep_subtotals=True) == ["", "", "", NOTE]
    assert reasons([*DATA, "Note: all", "Total,,,5"], keep_subtotals=True) == ["", "", NOTE, ""]


def test_a_note_is_not_looked_for_above_the_last_row_of_data():
    assert reasons([DATA[0], "Note: half time", DATA[1]]) == ["", "", ""]


@pytest.mark.parametrize("gaps", [0, 1, 28, 29, 30, 31])
def test_notes_are_looked_for_in_the_last_thirty_rows(gaps):
    found = reasons([*DATA, "Note: all", *[""] * gaps])
    assert found == ["", "", NOTE if gaps < 30 else "", *[BLANK] * gaps]


def test_a_table_of_one_column_has_no_notes():
    assert reasons(["a", "Note x"], header=["w"]) == ["", ""]


def test_words_as_long_as_the_values_above_are_a_value():
    words = ["leather bag,2", "belt of hide,3", "purse,4"]
    header = ["product", "pieces", "n", "m", "o", "p"]
    assert reasons([*words, "wallet"], header=header)[3] == ""
    assert reasons([*words, "x" * 30], header=header)[3] == NOTE


def test_both_rows_of_a_header_may_come_again():
    upper = ["order", "", "sale", ""]
    assert reasons([*DATA, "order,,sale,", "no,sku,buyer,pieces", DATA[0]], upper=upper) == ["", "", AGAIN, AGAIN, ""]


def test_a_header_of_one_name_is_repeated_only_where_it_is_the_one_column():
    assert reasons(["a", "w", "b"], header=["w"]) == ["", AGAIN, ""]
    assert reasons(["1,x", "w", "2,y"], header=["w", ""]) == ["", "", ""]


def test_a_column_of_numbers_holds_no_header():
    body = pd.DataFrame({0: [1.0, 2.0], 1: ["pieces", "pieces"]})
    assert set_aside(body, names=["1", "pieces"], header=[["1", "pieces"]], keep_subtotals=True).reasons == {}


def test_a_long_table_is_searched_for_its_header_as_it_is_written():
    body = pd.DataFrame({0: ["1"] * 100_000 + ["no"], 1: ["BG-1"] * 100_000 + ["sku"]})
    found = set_aside(body, names=["no", "sku"], header=[["no", "sku"]], keep_subtotals=True)
    assert found.reasons == {100_000: AGAIN}


def test_subtotals_are_found_among_the_rows_that_are_left():
    rows = [DATA[0], "", DATA[1], "Subtotal,,,5", "3,BG-3,Cy,4", "Subtotal,,,4"]
    found = reasons(rows)
    assert [bool(reason) for reason in found] == [False, True, False, True, False, True]
    assert [found[3], found[5]] == ["subtotal: 'Subtotal', and the figures add up"] * 2
    assert reasons(rows, keep_subtotals=True) == ["", BLANK, "", "", "", ""]


@pytest.mark.parametrize(
    ("upper", "lower", "merged", "names"),
    [
        (["a", "b"], None, None, ["a", "b"]),
        (["a", "", "a", "a", "a 2", ""], None, None, ["a", "column 2", "a 3", "a 4", "a 2", "column 6"]),
        (
            ["order", "", "paid", ""],
            ["no", "date", "date", "amount"],
            None,
            ["no", "order date", "paid date", "amount"],
        ),
        (["x", "", ""], ["a", "a", "b"], [(0, 1)], ["x a", "x a 2", "b"]),
        (["x", "", ""], ["a", "", "a"], [(0, 2)], ["x a", "x", "x a 2"]),
        (["x", "", ""], ["a", "", "a"], None, ["x a", "column 2", "a"]),
        (["g"], ["a", "a"], None, ["g a", "g a 2"]),
        (["g", "", "h"], ["a"], None, ["a", "column 2", "h"]),
        (["g", "h"], ["", ""], None, ["g", "h"]),
    ],
)
def test_names_are_plain_and_unique(upper, lower, merged, names):
    assert plain_names(upper, lower, merged=merged)[0] == names


def test_what_was_mended_in_the_names_is_said():
    assert plain_names(["a", "b"])[1] == []
    assert plain_names(["a", "", "a", "c", "c", ""])[1] == [
        ("columns without a name", "2, 6", "their header cell is blank"),
        ("repeated column names", "a, c", "the later ones got a number"),
    ]


@pytest.mark.parametrize(
    ("cell", "name"),
    [(None, ""), (float("nan"), ""), (2024.0, "2024"), (2.5, "2.5"), (7, "7"), ("\ufeffa\n b ", "a b"), ("", "")],
)
def test_a_header_cell_is_one_line_of_text(cell, name):
    assert name_text(cell) == name
    assert row_names([cell, "x"]) == [name, "x"]
