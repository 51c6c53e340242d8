"""A file is read whole, and each row knows its place in it."""

import pandas as pd
import pytest

from millrace import reports
from millrace.errors import ArgumentError, FileError


def places(path, text):
    path.write_text(text, encoding="utf-8")
    table = reports.read_file(path)
    return reports.places_of(table).tolist()


def test_lines_are_those_of_the_file_past_titles_blanks_and_bad_rows(tmp_path):
    text = "Orders\n\na;b\n1;x\n\n2;y;z;z\n3;z\n"
    assert places(tmp_path / "a.csv", text) == ["line 4", "line 7"]


def test_cells_of_several_lines_hide_the_line_so_none_is_named(tmp_path):
    assert places(tmp_path / "a.csv", 'a;b\n1;"x\ny"\n2;z\n') == ["row 1 of the table", "row 2 of the table"]


def test_a_workbook_is_stacked_and_says_sheet_and_row(tmp_path):
    with pd.ExcelWriter(tmp_path / "a.xlsx", engine="xlsxwriter") as book:
        for month in ("Jan", "Feb"):
            pd.DataFrame({"sku": ["BG-1", "BG-2"], "pieces": [2, 3]}).to_excel(book, sheet_name=month, index=False)
    table = reports.read_file(tmp_path / "a.xlsx")
    assert reports.places_of(table).tolist() == ["Jan, row 2", "Jan, row 3", "Feb, row 2", "Feb, row 3"]
    assert len(reports.read_file(tmp_path / "a.xlsx", sheet="Feb")) == 2


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter")
    with pytest.raises(ArgumentError):
        reports.read_file(tmp_path / "a.xlsx", sheet="Fbe")


def test_a_workbook_is_saved_under_an_excel_name_only_and_keeps_its_limits(tmp_path, monkeypatch):
    with pytest.raises(ArgumentError, match=r"ends in \.xlsx"):
        reports.save_workbook(tmp_path / "a.csv", {})
    monkeypatch.setattr(reports.saving, "MOST_ROWS", 3)
    made = reports.save_workbook(tmp_path / "a.xlsx", {"long": pd.DataFrame({"a": range(9), "b": ["x" * 9999] * 9})})
    back = pd.read_excel(made, engine="calamine")
    assert back["a"].tolist() == [0, 1, 2, "... and 6 more rows"]
    assert back["b"].str.len().max() == 2000


def test_what_somebody_else_saved_is_not_overwritten(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"not even a workbook")
    with pytest.raises(FileError, match="was not made by this report"):
        reports.save_workbook(path, {"a": pd.DataFrame({"a": [1]})})
    assert path.read_bytes() == b"not even a workbook"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
