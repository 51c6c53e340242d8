"""Workbooks with errors, impossible dates, merged and hidden cells, long ids: each is told with its cell."""

import random

import pandas as pd
import pytest
import xlsxwriter

from millrace import intake
from zoo import plain_rows

HEAD = ["route", "stop", "day", "crates", "weight_kg"]
ROUTES = ["Harbour", "Airport", "Old town"]


def truth(n=12):
    return [[ROUTES[i * 3 // n], f"S-{i:02}", 45_300 + i, i + 1, 10.5 + i] for i in range(n)]


@pytest.fixture
def write(tmp_path):
    def written(rows, *, head=HEAD, titles=(), merge=(), errors=(), hide_rows=(), hide_columns=(), other=()):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet, day = book.add_worksheet("Stops"), book.add_format({"num_format": "dd/mm/yyyy"})
            table = [*titles, head, *rows]
            for i, row in enumerate(table):
                for j, cell in enumerate(row):
                    if cell is not None:
                        # The third column is formatted as a date, whatever number is in it.
                        is_day = j == 2 and i >= len(table) - len(rows) and not isinstance(cell, str)
                        sheet.write(i, j, cell, *([day] if is_day else []))
            for top, column, bottom, right, value in merge:
                sheet.merge_range(top, column, bottom, right, value)
            for cell, formula, error in errors:
                sheet.write_formula(cell, formula, None, error)
            for row in hide_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for column in hide_columns:
                sheet.set_column(column, None, None, {"hidden": True})
            if other:
                second = book.add_worksheet("Prices")
                for i, row in enumerate(other):
                    second.write_row(i + 2, 1, row)
        return path

    return written


def told(path):
    frame = intake.read_table(path)
    report = intake.report(frame)
    assert report.rows_present == len(frame) + report.rows_set_aside + report.rows_quarantined, report
    return frame, {what: found for what, found, _ in report.findings}


def day(serial):
    return (pd.Timestamp("1899-12-30") + pd.Timedelta(days=serial)).date().isoformat()


def as_read(rows):
    return [[a, b, day(c), *rest] for a, b, c, *rest in rows]


def test_a_sound_workbook_is_told_nothing_of(write):
    frame, found = told(write(truth()))
    assert plain_rows(frame) == as_read(truth())
    assert set(found) == {"sheet", "header"}


def test_errors_are_blank_and_named_by_cell_and_kind(write):
    errors = [("D4", "=1/0", "#DIV/0!"), ("E6", "=NA()", "#N/A"), ("A9", "=FOO()", "#NAME?")]
    frame, found = told(write(truth(), errors=errors))
    expected = as_read(truth())
    expected[2][3] = expected[4][4] = expected[7][0] = None
    assert plain_rows(frame) == expected
    assert found["error cells"] == "cells D4 (#DIV/0!), E6 (#N/A), A9 (#NAME?)"


@pytest.mark.parametrize("impossible", [-3, 0, 0.5, 2_958_466, 3_000_000, 1e12])
def test_an_impossible_date_is_blank_and_named_and_the_others_stay_dates(write, impossible):
    rows = truth()
    rows[5][2] = impossible
    frame, found = told(write(rows, titles=[["Stops of the week"], []]))
    expected = as_read(truth())
    expected[5][2] = None
    assert plain_rows(frame) == expected
    assert found["impossible dates"] == "cell C9"


def test_a_date_of_1900_is_kept_and_named(write):
    rows = truth()
    rows[3][2] = 17
    frame, found = told(write(rows))
    assert frame["day"].iloc[3] == pd.Timestamp("1900-01-17")
    assert found["dates of 1900"] == "cell C5"


def test_words_merged_over_rows_are_repeated_and_numbers_are_not(write):
    rows = truth()
    for i, row in enumerate(rows):
        row[0] = None
        if i in (4, 5, 6):
            row[4] = None
    merge = [(1 + 4 * k, 0, 4 + 4 * k, 0, ROUTES[k]) for k in range(3)] + [(5, 4, 7, 4, 44.5)]
    frame, found = told(write(rows, merge=merge))
    assert frame["route"].tolist() == [ROUTES[i // 4] for i in range(12)]
    assert found["merged cells"] == "cells A2:A5, A6:A9, A10:A13"
    assert found["merged numbers"] == "cell E6:E8"
    assert plain_rows(frame[["weight_kg"]])[4:7] == [[44.5], [None], [None]]


def test_a_merged_number_in_the_first_column_is_a_label(write):
    rows = [[None, *row[1:]] for row in truth()]
    merge = [(1 + 6 * k, 0, 6 + 6 * k, 0, 2023 + k) for k in range(2)]
    frame, _ = told(write(rows, merge=merge))
    assert frame["route"].tolist() == [2023] * 6 + [2024] * 6


def test_subtotals_inside_merged_groups_are_still_set_aside(write):
    rows = []
    for k in range(3):
        group = [[None, *row[1:]] for row in truth()[4 * k : 4 * k + 4]]
        total = [None, "Subtotal", None, sum(r[3] for r in group), sum(r[4] for r in group)]
        rows += [*group, total]
    merge = [(1 + 5 * k, 0, 5 + 5 * k, 0, ROUTES[k]) for k in range(3)]
    frame, _ = told(write(rows, merge=merge))
    assert plain_rows(frame) == as_read(truth())


def test_hidden_rows_and_columns_are_read_and_named(write):
    frame, found = told(write(truth(), hide_rows=[4, 5, 400], hide_columns=["B:C", "H:XFD"]))
    assert plain_rows(frame) == as_read(truth())
    assert found["hidden rows"] == "rows 4, 5"
    assert found["hidden columns"] == "columns B, C"


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("digits", [10, 13, 15])
def test_long_ids_gain_no_decimals(write, digits, gaps):
    rng = random.Random(digits)
    ids = [rng.randrange(10 ** (digits - 1), 10**digits) for _ in range(12)]
    rows = [[i, *row[1:]] for i, row in zip(ids, truth(), strict=True)]
    if gaps:
        rows[3][0] = None
    frame, found = told(write(rows))
    shown = [str(cell) for cell in frame["route"].dropna()]
    assert shown == [str(i) for i in ids if not gaps or i != ids[3]]
    assert "numbers that are too long" not in found


def test_ids_that_lost_their_last_digits_are_text_and_named(write):
    rows = truth()
    for i, row in enumerate(rows):
        row[0] = 4_000_123_412_341_230 + 10 * i
    frame, found = told(write(rows, titles=[["Cards"], []]))
    assert frame["route"].tolist() == [str(4_000_123_412_341_230 + 10 * i) for i in range(12)]
    assert found["numbers that are too long"].startswith("cells A4, A5, A6, A7, A8 and 7 more")


def test_the_sheet_that_is_not_read_is_named_with_its_cells(write):
    _, found = told(write(truth(), other=[["sku", "price"], ["B-1", 3]]))
    assert found["other sheets"] == "Prices (B3:C4)"
    stacked = intake.report(intake.read_workbook(write(truth(), errors=[("D4", "=1/0", "#DIV/0!")])))
    assert ("error cells on sheet Stops", "cell D4 (#DIV/0!)") in [finding[:2] for finding in stacked.findings]


@pytest.mark.parametrize("seed", range(10))
def test_no_row_is_lost_whatever_is_odd(write, seed):
    rng = random.Random(seed)
    rows = truth(30)
    for _ in range(rng.randint(1, 8)):
        row = rng.choice(rows)
        row[rng.randrange(5)] = rng.choice([None, -3, 3_000_000, "n/a", 0, 1e17])
    errors = [(f"E{rng.randint(2, 31)}", "=1/0", "#DIV/0!") for _ in range(3)]
    hidden = [rng.randint(2, 31) for _ in range(3)]
    frame, _ = told(write(rows, errors=errors, hide_rows=hidden))
    assert len(frame) >= 29
