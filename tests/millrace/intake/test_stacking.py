"""Sheets that share a layout become one table; the report names what was matched, filled, left over and set aside."""

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError, FileError

NAMES = ["No", "Product", "Pieces", "Amount", "Buyer"]


@pytest.fixture
def read(tmp_path):
    def read(tables, /, **given):
        path = tmp_path / "orders.xlsx"
        with pd.ExcelWriter(path, engine="xlsxwriter") as book:
            for name, table in tables.items():
                table.to_excel(book, sheet_name=name, index=False)
        return intake.read_workbook(path, **given)

    return read


def month(start, *, names=NAMES, rows=3):
    data = [[start + i, f"bag {chr(65 + i)}", i + 1, 10.5 * (i + 1), "Anna"] for i in range(rows)]
    return pd.DataFrame(data, columns=NAMES).set_axis(names, axis=1)


def findings(frame):
    return {what: (found, why) for what, found, why in intake.report(frame).findings if not what.startswith("header")}


def balanced(frame):
    report = intake.report(frame)
    return report.rows_read == len(frame) and (
        report.rows_read + report.rows_quarantined + report.rows_set_aside == report.rows_present
    )


def test_a_column_that_only_one_sheet_has_is_kept_and_named(read):
    frame = read({"Jan": month(100), "Feb": month(200).assign(Note="x", Colour="y")})
    assert list(frame.columns) == ["sheet", "row", *NAMES, "Note", "Colour"]
    assert findings(frame)["extra columns on sheet Feb"] == ("Note, Colour", "other sheets do not have them")
    assert frame["Note"].isna().tolist() == [True] * 3 + [False] * 3
    assert balanced(frame)


def test_a_column_that_a_sheet_lacks_is_filled_and_named(read):
    frame = read({"Jan": month(100), "Feb": month(200).drop(columns=["Amount", "Buyer"]), "Mar": month(300)})
    assert findings(frame)["columns missing on sheet Feb"] == ("Amount, Buyer", "filled with missing values")
    assert "columns missing on sheet Jan" not in findings(frame)
    assert frame["Amount"].isna().tolist() == [False] * 3 + [True] * 3 + [False] * 3
    assert balanced(frame)


def test_a_misspelt_name_and_another_name_in_the_same_place_are_the_same_column(read):
    frame = read({"Jan": month(100), "Feb": month(200, names=["no.", "Prodct", "Qty", "AMOUNT", "Buyer"])})
    assert list(frame.columns) == ["sheet", "row", *NAMES]
    assert findings(frame)["column name on sheet Feb"] == (
        "'Qty' read as 'Pieces'", "it is in the same place, and no other column is left for it",
    )  # fmt: skip
    named = [f for f in intake.report(frame).findings if f[0] == "column name on sheet Feb"]
    assert [found for _, found, _ in named] == ["'Prodct' read as 'Product'", "'Qty' read as 'Pieces'"]
    assert frame["Pieces"].tolist() == [1, 2, 3] * 2


@pytest.mark.parametrize(("kept", "stacked"), [(3, True), (2, False)])
def test_three_names_in_five_must_be_shared(read, kept, stacked):
    names = [*NAMES[:kept], *["Alpha", "Beta", "Gamma"][: 5 - kept]]
    frame = read({"Jan": month(100), "Feb": month(200), "Else": month(300, names=names)})
    assert ("Else" in set(frame["sheet"])) == stacked
    assert ("sheet set aside" in findings(frame)) != stacked
    assert balanced(frame)


def test_every_row_of_a_sheet_of_another_layout_is_set_aside(read):
    frame = read({"Jan": month(100), "Else": pd.DataFrame({"Colour": ["red", "blue"], "Hide": ["calf", "goat"]})})
    report = intake.report(frame)
    aside = report.set_aside[report.set_aside["reason"] == "sheet of another layout"]
    assert aside[["line", "text"]].values.tolist() == [[1, "Else"], [2, "Else"], [3, "Else"]]
    assert findings(frame)["sheet set aside"] == ("Else", "its layout is another: Colour, Hide")
    assert (report.sheets, report.header_row, balanced(frame)) == (["Jan"], 1, True)


@pytest.mark.parametrize("order", [["Big", "Small"], ["Small", "Big"]])
def test_the_layout_that_holds_most_rows_is_the_one(read, order):
    sheets = {"Big": month(100, rows=6), "Small": pd.DataFrame({"Colour": ["red"], "Hide": ["calf"]})}
    assert set(read({name: sheets[name] for name in order})["sheet"]) == {"Big"}


def test_each_row_says_its_sheet_and_its_place_there(read):
    frame = read({"Jan": month(100), "Feb": month(200)})
    assert frame[["sheet", "row", "No"]].values.tolist() == [
        [sheet, i + 2, start + i] for sheet, start in (("Jan", 100), ("Feb", 200)) for i in range(3)
    ]
    aside = intake.report(frame).set_aside
    assert aside[["line", "reason"]].values.tolist() == [[1, "header"]] * 2
    assert [text.split(":")[0] for text in aside["text"]] == ["Jan", "Feb"]
    assert not [what for what, *_ in intake.report(frame).findings if "Jan on sheet" in what]


def test_only_the_sheets_that_are_named_are_read_in_that_order(read):
    sheets = {"Jan": month(100), "Feb": month(200), "Mar": month(300)}
    assert read(sheets, sheets=["Mar", "Jan"])["No"].tolist() == [300, 301, 302, 100, 101, 102]
    for wrong, match in (("Jan", "a list of names"), ([], "an empty list"), (["Apr"], "Its sheets are: Jan, Feb, Mar")):
        with pytest.raises(ArgumentError, match=match):
            read(sheets, sheets=wrong)


def test_an_empty_sheet_is_named_and_a_workbook_of_such_is_refused(read):
    frame = read({"Jan": month(100), "None": pd.DataFrame()})
    assert findings(frame)["empty sheet"] == ("None", "no cell of it holds anything")
    with pytest.raises(FileError, match="no visible sheet with rows"):
        read({"None": pd.DataFrame()})


def test_columns_called_as_ours_get_a_number_and_are_named(read):
    frame = read({"Jan": month(100, names=["row", "sheet", *NAMES[2:]])})
    assert list(frame.columns[:4]) == ["sheet", "row", "row 2", "sheet 2"]
    why = "a number was added: the table already has a column of that name"
    assert findings(frame)["renamed columns"] == ("row, sheet", why)
    assert "renamed columns" not in findings(read({"Jan": month(100)}))
