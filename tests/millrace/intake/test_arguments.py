"""An argument that a file leaves no use for is refused: what was found, what was expected, what to do."""

import json

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError


@pytest.fixture
def files(tmp_path):
    table = pd.DataFrame({"sku": ["BG-1"], "pieces": [2]})
    table.to_csv(tmp_path / "orders.csv", index=False)
    with pd.ExcelWriter(tmp_path / "orders.xlsx", engine="xlsxwriter") as book:
        table.to_excel(book, sheet_name="Jan", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Feb", index=False)
    page = "<html><table><tr><th>客户</th><th>n</th></tr><tr><td>王丽</td><td>2</td></tr></table></html>"
    (tmp_path / "orders.xls").write_bytes(page.encode("gb18030"))
    message = {"id": 1, "type": "message", "date": "2025-10-03T09:12:33", "from": "Anna", "text": "ok"}
    (tmp_path / "chat.json").write_text(json.dumps({"messages": [message]}))
    (tmp_path / "chat.txt").write_text("2025-10-03 09:12:33 Wang Li\n12 bags please\n")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "given", "kind", "expected"),
    [
        ("orders.csv", {"sheet": "Jan"}, "a text file", "a workbook"),
        ("orders.xls", {"sheet": "Jan"}, "a web page", "a workbook"),
        ("orders.xlsx", {"encoding": "gb18030"}, "a workbook", "a text file or a web page"),
        ("orders.xlsx", {"delimiter": ";"}, "a workbook", "a text file"),
        ("orders.xls", {"delimiter": ";"}, "a web page", "a text file"),
    ],
)
def test_an_argument_for_another_kind_of_file_is_refused(files, name, given, kind, expected):
    argument = next(iter(given))
    words = rf"{argument}=.* was given, but '{name}' is {kind}\. Expected: {expected}\. Leave {argument} out, or name"
    with pytest.raises(ArgumentError, match=words):
        intake.read_table(files / name, **given)


def test_a_web_page_is_read_in_the_encoding_that_is_named(files):
    assert intake.read_table(files / "orders.xls", encoding="gb18030")["客户"].tolist() == ["王丽"]
    assert list(intake.read_table(files / "orders.xls", encoding="cp1252").columns) != ["客户", "n"]
    with pytest.raises(ArgumentError, match="Encoding 'no-such' is unknown"):
        intake.read_table(files / "orders.xls", encoding="no-such")


def test_an_empty_name_of_an_encoding_is_refused(files):
    with pytest.raises(ArgumentError, match="Encoding '' is unknown"):
        intake.read_table(files / "orders.csv", encoding="")


@pytest.mark.parametrize("name", ["chat.json", "chat.txt"])
@pytest.mark.parametrize("day_first", [True, False])
def test_an_order_of_dates_is_refused_where_every_date_begins_with_the_year(files, name, day_first):
    assert len(intake.read_chat(files / name)) == 1
    with pytest.raises(ArgumentError, match=rf"day_first={day_first} was given, but every date in '{name}' .* Leave"):
        intake.read_chat(files / name, day_first=day_first)


def test_a_single_text_in_place_of_a_list_of_item_numbers_is_refused():
    with pytest.raises(ArgumentError, match=r"codes is the text 'LB-1'.*Write \['LB-1'\]"):
        intake.find_items(pd.DataFrame({"text": ["2 LB-1"]}), "LB-1")


def test_a_list_without_a_sheet_is_refused(files):
    with pytest.raises(ArgumentError, match="sheets is an empty list"):
        intake.read_workbook(files / "orders.xlsx", sheets=[])


def test_a_named_sheet_without_cells_is_in_the_report(files):
    frame = intake.read_workbook(files / "orders.xlsx", sheets=["Jan", "Feb"])
    assert frame["sheet"].tolist() == ["Jan"]
    assert ("empty sheet", "Feb", "no cell of it holds anything") in intake.report(frame).findings


def test_a_report_takes_no_fact_that_it_does_not_keep():
    with pytest.raises(TypeError, match="unexpected keyword"):
        intake.Report("orders.csv", "chat", rows=3)
