"""A column is of numbers or dates only where every cell is one; everything else stays the text that it was."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from millrace.intake.subtotals import _figure, find_subtotals
from millrace.intake.values import cell_text, row_text, settle_types

DAY = dt.datetime(2024, 1, 2)


def settled(cells):
    column = settle_types(pd.DataFrame({"a": pd.Series(cells, dtype=object)}))["a"]
    return {"i": "whole", "f": "number", "M": "date"}.get(column.dtype.kind, "text"), column


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "2"], "whole", [1, 2]), (["0", "-4"], "whole", [0, -4]), (["1.5", "2"], "number", [1.5, 2]),
        ([" 1", "2 "], "whole", [1, 2]), (["0.5", "-0.25"], "number", [0.5, -0.25]), (["9" * 15], "text", ["9" * 15]),
        (["9" * 15, "1"], "whole", [999_999_999_999_999, 1]), (["1" + "0" * 15, "1"], "text", ["1" + "0" * 15, "1"]),
        (["123456789", "234567890"], "whole", [123456789, 234567890]),
        (["1234567890", "2345678901"], "text", ["1234567890", "2345678901"]),
        (["1234567890", "1"], "whole", [1234567890, 1]),
        (["1234567.25", "2345678.25"], "number", [1234567.25, 2345678.25]),
        ([1, 2], "whole", [1, 2]), ([1.0, 2.0], "whole", [1, 2]), ([1.5, 2], "number", [1.5, 2]),
        ([1, "2"], "whole", [1, 2]),
        ([float("inf"), 1.0], "number", [math.inf, 1]), ([2.0**53, 1.0], "number", [2.0**53, 1]),
        ([2.0**53 - 1, 1.0], "whole", [2**53 - 1, 1]), ([1, "x"], "text", ["1", "x"]), ([2.0, "x"], "text", ["2", "x"]),
        ([DAY, dt.date(2024, 1, 3)], "date", [pd.Timestamp(DAY), pd.Timestamp("2024-01-03")]),
        ([DAY, "x"], "text", ["2024-01-02", "x"]), ([dt.time(9), dt.time(10)], "text", ["09:00:00", "10:00:00"]),
        ([True, False], "text", [True, False]), ([True, 1], "text", ["True", "1"]),
    ],
)  # fmt: skip
def test_a_column_is_settled_by_all_of_its_cells(cells, kind, values):
    found, column = settled(cells)
    assert (found, column.tolist()) == (kind, values)
    if kind in ("whole", "number"):
        _, gap = settled([*cells, None])
        assert gap.dtype == "float64"
        assert gap.tolist()[:-1] == values
        assert math.isnan(gap.tolist()[-1])


@pytest.mark.parametrize(
    "cell", ["01", "00", "1.", ".5", "-", "--1", "1-2", "+3", "1.2.3", "1e3", "1,5", "٣", "1\n2", "-.5", "-01",
     "1 2", "x", "1-"]
)  # fmt: skip
def test_one_cell_that_is_no_plain_number_leaves_the_column_as_it_was(cell):
    for cells in ([cell, "5"], ["5", cell], ["5"] * 60 + [cell], ["5"] * 1500 + [cell]):
        found, column = settled(cells)
        assert (found, column.tolist()) == ("text", cells)


@pytest.mark.parametrize(("codes", "of", "kind"), [(9, 10, "text"), (8, 10, "whole"), (10, 10, "text")])
def test_whole_numbers_of_one_length_are_codes_from_nine_in_ten_on(codes, of, kind):
    assert settled(["1234567890"] * codes + ["12"] * (of - codes))[0] == kind


def test_a_column_without_values_is_text_and_labels_stay():
    found, column = settled([None, None])
    assert (found, column.isna().all()) == ("text", True)
    frame = pd.DataFrame({"n": ["1", "2"], "t": ["a", None]}, index=[5, 7])
    assert settle_types(frame).index.tolist() == [5, 7]
    assert list(settle_types(frame).columns) == ["n", "t"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.0, "1"), (-2.0, "-2"), (2.5, "2.5"), (1e14, "100000000000000"), (1e15, "1000000000000000"),
        (1e20, "1e+20"), (7, "7"),
        (DAY, "2024-01-02"), (dt.datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.datetime(2024, 1, 2, 0, 0, 5), "2024-01-02 00:00:05"),
        (dt.datetime(2024, 1, 2, 0, 0, 0, 5), "2024-01-02 00:00:00.000005"),
        (dt.datetime(2024, 1, 2, 0, 4), "2024-01-02 00:04:00"), ("x", "x"), (True, "True"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_a_person_reads_it(cell, text):
    assert cell_text(cell) == text


def test_a_row_is_written_without_its_blanks_at_the_end():
    assert row_text(["a", None, 2.0, "", float("nan"), " "]) == "a |  | 2"
    assert row_text([None, " "]) == row_text([]) == ""
    assert row_text(["a", "b"], between=";") == "a;b"


HEADER = "date,customer,product,pieces,amount"
DATA = ["2024-01-02,Anna,Bag,2,20", "2024-01-03,Bo,Belt,3,90"]
ADDS_UP, BARE = "and the figures add up", "nothing else in the row but figures"
NOT_EXACTLY, NOTHING = f"{BARE} (the figures do not add up exactly)", f"{BARE} (nothing to add up)"
NO_LABEL = "subtotal: no label, but the figures are the sums of the rows above"


def subtotals(rows, *, header=HEADER):
    cells = [[cell or np.nan for cell in row.split(",")] for row in rows]
    frame = pd.DataFrame(cells, columns=header.split(","), dtype=object)
    found, kept, reasons = find_subtotals(frame, filled=frame.notna().to_numpy())
    assert not set(found) & set(kept)
    return dict(zip(found, reasons, strict=True))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Total,,,5,110", f"subtotal: 'Total', {ADDS_UP}"), ("合计,,,5,110", f"subtotal: '合计', {ADDS_UP}"),
        (",Total,,5,110", f"subtotal: 'Total', {ADDS_UP}"), ("Total,,,5,110.01", f"subtotal: 'Total', {ADDS_UP}"),
        ("Total,,,,110", f"subtotal: 'Total', {ADDS_UP}"), ("Total,,,5,", f"subtotal: 'Total', {ADDS_UP}"),
        ("Total,Anna,,5,110", f"subtotal: 'Total', {ADDS_UP}"), ("Total,,,6,111", f"subtotal: 'Total', {NOT_EXACTLY}"),
        ("Total,,,,", f"subtotal: 'Total', {NOTHING}"),
        ("Total January,,,9,9", f"subtotal: 'Total January', {NOT_EXACTLY}"),
        ("Subtotal Anna,,,9,9", f"subtotal: 'Subtotal Anna', {NOT_EXACTLY}"),
        ("Sum Ltd,,,5,110", f"subtotal: 'Sum Ltd', {ADDS_UP}"),
        (",Anna total,,2,21", f"subtotal: 'Anna total', {NOT_EXACTLY}"), (",,,5,110", NO_LABEL),
        ("Total of all the orders of January,,,5,110", f"subtotal: 'Total of all the orders of ...', {ADDS_UP}"),
        ("Sum Ltd,,,9,9", None), ("Anna total,,,9,9", None), (",Cy total,,2,21", None), (",,,6,111", None),
        ("Total,Anna,Bag,5,110", None), ("2024-01-04,Total,Bag,5,110", None), ("2024-01-04,Cy,,5,110", None),
        ("Total,Anna,Bag,9,9", None),
    ],
)  # fmt: skip
def test_a_row_that_repeats_others_in_sum_says_why_it_is_one(row, reason):
    assert subtotals([*DATA, row]) == ({} if reason is None else {2: reason})


def test_sums_may_be_of_the_rows_since_the_last_sum_of_its_kind_or_of_all():
    rows = [*DATA, "Subtotal,,,5,110", "2024-01-04,Cy,Bag,1,10", "Subtotal,,,1,10", "Total,,,6,120"]
    rows += ["2024-01-05,Di,Bag,4,40", "Subtotal,,,4,40", "Total,,,4,40", "Grand total,,,10,160"]
    found = subtotals(rows)
    assert list(found) == [2, 4, 5, 7, 8, 9]
    assert all(reason.endswith(ADDS_UP) for reason in found.values())


def test_half_of_the_figures_must_add_up_and_zeros_do_not_count():
    assert subtotals([*DATA, ",,,5,111"]) == {2: NO_LABEL}
    assert subtotals([*DATA, ",,,0,0"]) == {}
    assert subtotals([*DATA, ",,,0,110"]) == {2: NO_LABEL}
    wide = f"{HEADER},a,b"
    assert subtotals([f"{row},1,1" for row in DATA] + [",,,5,9,9,9"], header=wide) == {}


def test_the_first_row_has_nothing_to_add_up():
    assert subtotals(["Total,,,5,110", *DATA]) == {0: f"subtotal: 'Total', {NOTHING}"}
    assert subtotals([",,,5,110", *DATA]) == {}


def test_a_table_of_one_column_or_no_rows_has_no_subtotals():
    frame = pd.DataFrame({"a": ["1", "Total"]}, dtype=object)
    assert find_subtotals(frame, filled=frame.notna().to_numpy()) == ([], [], [])
    assert find_subtotals(frame.iloc[:0], filled=np.empty((0, 1), dtype=bool)) == ([], [], [])


@pytest.mark.parametrize("rows", [1, 5, 400])
def test_small_roundings_of_each_row_are_forgiven(rows):
    data = [f"2024-01-02,Anna,Bag,{i},{i}.33" for i in range(1, rows + 1)]
    total = sum(range(1, rows + 1)) + 0.33 * rows
    assert len(subtotals([*data, f",,,,{total + 0.01:.2f}"])) == 1
    assert len(subtotals([*data, f",,,,{total + 0.3:.2f}"])) == 0


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12), ("(12)", -12), ("-12", -12), ("12-", -12), (" 12 ", 12), ("CNY 1,200.00", 1200), ("7元", 7),
        ("(35.50)", -35.5), ("¥ 7", 7), (3, 3), (2.5, 2.5), ("x", None), ("BG-4", None), (True, None), (None, None),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_sign_and_nothing_else_is_one(cell, number):
    assert _figure(cell) == pytest.approx(np.nan if number is None else number, nan_ok=True)
