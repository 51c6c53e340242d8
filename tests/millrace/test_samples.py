"""Finding and reading the sample files: by their data package, from any folder, in the variant that is asked for."""

import json

import pandas as pd
import pytest

from millrace import samples
from millrace.errors import ArgumentError
from paths import ROOT


@pytest.fixture
def company(tmp_path, monkeypatch):
    """A tiny company in a folder of its own, with a lesson's table and a checkpoint."""
    data = tmp_path / "datasets"
    (data / "tables" / "01-first").mkdir(parents=True)
    (data / "checkpoints" / "01-first").mkdir(parents=True)
    (data / "orders_2023.csv").write_bytes("Nr;Name\n007;宏达\n;NA\n".encode("gb18030"))
    (data / "talk.jsonl").write_text('{"id": "1", "turns": ["a"]}\n{"id": "2", "turns": []}\n', encoding="utf-8")
    (data / "chat.txt").write_text("one\ntwo\n", encoding="utf-8")
    (data / "tables" / "01-first" / "small.csv").write_text("﻿a,b\n1,x\n", encoding="utf-8")
    fields = [{"name": "Nr", "type": "string"}, {"name": "Name", "type": "string"}]
    resources = [
        {"path": "orders_2023.csv", "title": "Orders", "grain": "line", "problems": "Old.", "encoding": "gb18030",
         "dialect": {"delimiter": ";"}, "schema": {"fields": fields}},
        {"path": "talk.jsonl", "title": "Talk", "grain": "talk", "problems": "None.", "warning": "It is synthetic."},
        {"path": "chat.txt", "title": "Chat", "grain": "line", "problems": "None."},
    ]  # fmt: skip
    (data / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    days = [{"name": "day", "type": "date"}, {"name": "at", "type": "datetime"}, {"name": "code", "type": "string"}]
    checkpoint = {
        "name": "days",
        "path": "days.csv",
        "description": "Days.",
        "parsed": True,
        "schema": {"fields": days},
    }
    (data / "checkpoints" / "01-first" / "days.csv").write_text("day,at,code\n2025-01-31,2025-01-31T14:44:00,007\n")
    package = json.dumps({"resources": [checkpoint]})
    (data / "checkpoints" / "01-first" / "datapackage.json").write_text(package, encoding="utf-8")
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    monkeypatch.delenv("MILLRACE_VARIANT", raising=False)
    return data


def test_the_nearest_company_above_the_working_folder_is_used(company):
    assert samples.path("chat.txt") == company / "chat.txt"
    assert samples.path("small.csv") == company / "tables" / "01-first" / "small.csv"


def test_a_csv_file_is_read_in_its_encoding_with_codes_as_text_and_only_empty_cells_missing(company):
    table = samples.load("orders_2023.csv")
    assert table["Nr"].tolist()[0] == "007"
    assert table["Nr"].isna().tolist() == [False, True]
    assert table["Name"].tolist() == ["宏达", "NA"]


def test_a_byte_order_mark_does_not_stick_to_the_first_column(company):
    assert samples.load("small.csv").columns.tolist() == ["a", "b"]


def test_conversations_keep_their_lists_and_a_chat_its_lines(company):
    with pytest.warns(samples.BiasWarning, match="It is synthetic."):
        talk = samples.load("talk.jsonl")
    assert talk["id"].tolist() == ["1", "2"]
    assert talk["turns"].tolist() == [["a"], []]
    assert samples.load("chat.txt")["line"].tolist() == ["one", "two"]


def test_a_file_without_a_warning_is_loaded_in_silence(company, recwarn):
    samples.load("chat.txt")
    assert not recwarn.list


def test_files_and_checkpoints_are_listed_as_their_packages_say(company):
    assert samples.describe().to_dict("list") == {
        "file": ["orders_2023.csv", "talk.jsonl", "chat.txt"],
        "title": ["Orders", "Talk", "Chat"],
        "one_row_is": ["line", "talk", "line"],
        "known_problems": ["Old.", "None.", "None."],
    }
    listed = samples.checkpoints()
    assert listed.iloc[0].tolist() == ["days", "01-first", "Days."]
    # The course around the library has others, which are found after these.
    assert "orders_2024" in set(listed["checkpoint"])


def test_a_checkpoint_has_real_dates_codes_as_text_and_remembers_its_name(company):
    table = samples.checkpoint("days")
    assert table["day"].tolist() == [pd.Timestamp("2025-01-31")]
    assert table["at"].tolist() == [pd.Timestamp("2025-01-31 14:44")]
    assert table["code"].tolist() == ["007"]
    assert table.attrs["checkpoint"] == "days"


def test_every_sheet_of_a_workbook_is_read_below_its_heading(tmp_path):
    with pd.ExcelWriter(tmp_path / "book.xlsx", engine="xlsxwriter") as book:
        for sheet, rows in (("Jan", [["a", "1"], ["b", "2"]]), ("Feb", [["c", "3"]])):
            table = pd.DataFrame([["Title", None], ["Item", "Pieces"], *rows])
            table.to_excel(book, sheet_name=sheet, header=False, index=False)
        pd.DataFrame([["only a note"]]).to_excel(book, sheet_name="Notes", header=False, index=False)
    found = samples.read_resource(tmp_path / "book.xlsx", {"headingRow": 1})
    assert found.to_numpy().tolist() == [["Jan", "a", "1"], ["Jan", "b", "2"], ["Feb", "c", "3"]]
    assert found.columns.tolist() == ["sheet", "Item", "Pieces"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: samples.path("chat.tx"), "There is no sample file 'chat.tx'. Did you mean 'chat.txt'"),
        (lambda: samples.checkpoint("day"), "There is no checkpoint 'day'. Did you mean 'days'"),
        (lambda: samples.checkpoint("xyz"), "There is no checkpoint 'xyz'. There are: .*days"),
        (lambda: samples.path("chat.tx"), r"samples\.describe\(\) lists them all\.$"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(company, call, message):
    with pytest.raises(ArgumentError, match=message):
        call()


@pytest.mark.parametrize(("text", "number"), [("", 0), (" 3 ", 3), ("0", 0)])
def test_the_variant_comes_from_the_environment(monkeypatch, text, number):
    monkeypatch.setenv("MILLRACE_VARIANT", text)
    assert samples.current_variant() == number


@pytest.mark.parametrize("text", ["two", "-1", "1.5"])
def test_a_variant_that_is_no_whole_number_is_refused(monkeypatch, text):
    monkeypatch.setenv("MILLRACE_VARIANT", text)
    with pytest.raises(ArgumentError, match=f"MILLRACE_VARIANT is '{text}'. Expected a whole number from 0"):
        samples.current_variant()


def test_the_variant_that_is_asked_for_goes_before_the_one_in_the_environment(monkeypatch):
    monkeypatch.setenv("MILLRACE_VARIANT", "1")
    assert samples.path("ledger.csv", variant=0) == ROOT / "datasets" / "ledger.csv"
    assert samples.path("ledger.csv") != ROOT / "datasets" / "ledger.csv"
