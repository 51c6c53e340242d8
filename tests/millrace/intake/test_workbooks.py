import datetime as dt

import pandas as pd
import pytest
import xlsxwriter

from millrace import intake
from millrace.errors import ArgumentError, FileError

MONTHS = ["January", "February", "March"]


@pytest.fixture
def book(tmp_path):
    """Write sheets given as lists of rows; returns the path."""

    def write(sheets, *, hidden=(), merged=None, name="orders.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as out:
            day = out.add_format({"num_format": "yyyy-mm-dd"})
            for title, rows in sheets.items():
                sheet = out.add_worksheet(title)
                for i, row in enumerate(rows):
                    for j, cell in enumerate(row):
                        if isinstance(cell, dt.date):
                            sheet.write_datetime(i, j, cell, day)
                        elif cell not in (None, ""):
                            sheet.write(i, j, cell)
                for corners, text in (merged or {}).get(title, {}).items():
                    sheet.merge_range(*corners, text)
                if title in hidden:
                    sheet.hide()
        return path

    return write


def balanced(frame):
    report = intake.report(frame)
    return report.rows_read + report.rows_quarantined + report.rows_set_aside == report.rows_present


def month(number, *, header=("No", "Date", "Product", "Pieces", "Amount")):
    orders = [[100 * number + i, dt.datetime(2024, number, i + 1), f"BG-{i}", i + 1, 10.5 * i] for i in range(4)]
    total = ["Total", None, None, sum(o[3] for o in orders), sum(o[4] for o in orders)]
    return [[f"Orders of {MONTHS[number - 1]}"], [], list(header), *orders, total, [], ["Checked by Anna"]]


def test_one_sheet_a_month_is_stacked_without_titles_totals_and_notes(book):
    frame = intake.read_workbook(book({name: month(i + 1) for i, name in enumerate(MONTHS)}))
    assert list(frame.columns) == ["sheet", "row", "No", "Date", "Product", "Pieces", "Amount"]
    assert frame["No"].tolist() == [100 * m + i for m in (1, 2, 3) for i in range(4)]
    assert frame["row"].tolist() == [4, 5, 6, 7] * 3
    assert str(frame["Date"].dtype).startswith("datetime64")
    assert frame["Pieces"].dtype == "int64"
    assert balanced(frame)
    assert intake.report(frame).sheets == MONTHS


def test_subtotals_are_kept_on_request(book):
    frame = intake.read_workbook(book({"January": month(1)}), keep_subtotals=True)
    assert len(frame) == 5


def test_columns_come_together_by_name_whatever_order_spelling_or_place(book):
    other = [[*r[::-1]] if len(r) == 5 else r for r in month(2)]
    misspelt = month(3, header=("No", "Date", "Prodcut", "Pcs", "Amount"))
    frame = intake.read_workbook(book({"January": month(1), "February": other, "March": misspelt}))
    assert list(frame.columns) == ["sheet", "row", "No", "Date", "Product", "Pieces", "Amount"]
    assert frame["Product"].tolist() == ["BG-0", "BG-1", "BG-2", "BG-3"] * 3
    assert frame["Pieces"].tolist() == [1, 2, 3, 4] * 3
    findings = [found for what, found, _ in intake.report(frame).findings if what == "column name on sheet March"]
    assert findings == ["'Prodcut' read as 'Product'", "'Pcs' read as 'Pieces'"]


def test_a_sheet_of_another_layout_is_set_aside_and_named(book):
    prices = [["Article", "Colour", "Price list"], ["BG-1", "black", 20], ["BG-2", "brown", 30]]
    frame = intake.read_workbook(book({"January": month(1), "Prices": prices, "February": month(2)}))
    assert set(frame["sheet"]) == {"January", "February"}
    assert any(what == "sheet set aside" and found == "Prices" for what, found, _ in intake.report(frame).findings)
    assert balanced(frame)


def test_a_column_that_is_missing_on_one_sheet_is_filled(book):
    short = [r[:4] if len(r) == 5 else r for r in month(2)]
    frame = intake.read_workbook(book({"January": month(1), "February": short}))
    assert frame["Amount"].isna().tolist() == [False] * 4 + [True] * 4


def test_hidden_sheets_are_left_out_unless_named(book):
    path = book({"January": month(1), "Old": month(2)}, hidden=["Old"])
    frame = intake.read_workbook(path)
    assert set(frame["sheet"]) == {"January"}
    assert any(what == "hidden sheets" and found == "Old" for what, found, _ in intake.report(frame).findings)
    assert set(intake.read_workbook(path, sheets=["January", "Old"])["sheet"]) == {"January", "Old"}
    assert len(intake.read_table(path, sheet="Old")) == 4


def test_a_sheet_that_is_not_there_is_named_with_the_nearest(book):
    path = book({"January": month(1)})
    with pytest.raises(ArgumentError, match=r"Sheet 'Janury' is not in 'orders.xlsx'.*Did you mean 'January'"):
        intake.read_workbook(path, sheets=["Janury"])
    with pytest.raises(ArgumentError, match="Its sheets are: January"):
        intake.read_table(path, sheet="March")
    with pytest.raises(ArgumentError, match="a list of names"):
        intake.read_workbook(path, sheets="January")


def test_a_workbook_without_cells_is_said_to_be_empty(book):
    for read in (intake.read_table, intake.read_workbook):
        with pytest.raises(FileError, match="no visible sheet"):
            read(book({"Empty": []}))


def test_the_largest_visible_sheet_is_read_and_the_others_are_named(book):
    frame = intake.read_table(book({"Readme": [["Hello"]], "January": month(1)}))
    assert len(frame) == 4
    assert any(what == "other sheets" and found == "Readme (A1)" for what, found, _ in intake.report(frame).findings)
    assert balanced(frame)


def test_where_several_sheets_have_the_same_columns_none_is_chosen_in_silence(book):
    path = book({"Readme": [["Hello"]], "January": month(1), "February": month(2)})
    with pytest.raises(ArgumentError, match=r"the same columns on sheets January, February\..*read_workbook"):
        intake.read_table(path)
    assert len(intake.read_table(path, sheet="February")) == 4
    assert len(intake.read_workbook(path)) >= 8
    many = book({f"Week {n}": month(1) for n in range(1, 9)})
    with pytest.raises(ArgumentError, match="on sheets Week 1, Week 2, Week 3, Week 4, Week 5 and 3 more"):
        intake.read_table(many)


def test_a_merged_header_of_two_rows_gives_plain_names(book):
    rows = [["Orders"], [], ["No", "Order", "", "Customer", "", "Amount"], ["", "date", "place", "name", "place", ""]]
    rows += [[i, dt.datetime(2024, 1, i), "Yiwu", "Anna", "Dubai", 10.0 * i] for i in range(1, 5)]
    merged = {"S": {(0, 0, 0, 5): "Orders", (2, 0, 3, 0): "No", (2, 1, 2, 2): "Order", (2, 3, 2, 4): "Customer",
                    (2, 5, 3, 5): "Amount"}}  # fmt: skip
    frame = intake.read_table(book({"S": rows}, merged=merged))
    assert list(frame.columns) == ["No", "date", "Order place", "name", "Customer place", "Amount"]
    assert len(frame) == 4
    assert intake.report(frame).header_row == 4


def test_real_dates_numbers_and_mixed_cells_get_their_kind(book):
    rows = [["day", "mixed", "whole", "text number", "yes"], [dt.datetime(2024, 3, 5), "5 March", 2, "007", True],
            [dt.datetime(2024, 3, 6, 14, 30), dt.datetime(2024, 3, 6), 3.0, "12", False]]  # fmt: skip
    frame = intake.read_table(book({"S": rows}))
    assert frame["day"].tolist() == [pd.Timestamp("2024-03-05"), pd.Timestamp("2024-03-06 14:30")] or (
        frame["day"].dt.date.tolist() == [dt.date(2024, 3, 5), dt.date(2024, 3, 6)]
    )
    assert frame["mixed"].tolist() == ["5 March", "2024-03-06"]
    assert frame["whole"].tolist() == [2, 3]
    assert frame["text number"].tolist() == ["007", "12"]


def test_formulas_that_were_never_calculated_are_reported(tmp_path):
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as out:
        sheet = out.add_worksheet("A & B")
        sheet.write_row(0, 0, ["no", "pieces", "amount", "note"])
        for i in range(1, 4):
            sheet.write_row(i, 0, [i, 2 * i])
            sheet.write_formula(i, 2, f"=B{i + 1}*2", None, "" if i == 2 else 4 * i)
            sheet.write_formula(i, 3, '=""', None, "")
    frame = intake.read_table(path)
    assert frame["amount"].isna().tolist() == [False, True, False]
    finding = next(f for f in intake.report(frame).findings if f[0] == "formulas without a value")
    assert "C3" in finding[1] or "D2" in finding[1]
    assert "open and save it once in a spreadsheet program" in finding[2]


def test_columns_called_sheet_or_row_in_the_file_are_kept(book):
    frame = intake.read_workbook(book({"S": [["row", "sheet", "n"], ["a", "b", 1], ["c", "d", 2]]}))
    assert list(frame.columns) == ["sheet", "row", "row 2", "sheet 2", "n"]
    assert frame["row 2"].tolist() == ["a", "c"]


def test_twelve_long_sheets_give_every_row(book):
    names = ["no", "date", "sku", "pieces", "amount"]
    rows = [[i, dt.datetime(2024, 1, 1), f"BG-{i % 120}", i % 9, 1.5 * i] for i in range(500)]
    frame = intake.read_workbook(book({f"M{m}": [["Orders"], [], names, *rows] for m in range(12)}))
    assert frame["no"].tolist() == list(range(500)) * 12


def test_text_columns_of_a_workbook_have_the_text_type(tmp_path):
    path = tmp_path / "types.xlsx"
    pd.DataFrame({"item": ["belt", None, "bag"], "pieces": [1, 2, 3]}).to_excel(path, index=False, engine="xlsxwriter")
    found = intake.read_table(path)
    assert found["item"].dtype == pd.Series(["text"]).dtype
    assert found["pieces"].dtype == "int64"
