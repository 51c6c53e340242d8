"""Answers in files: kept for the plan, half-written, the blank form, and tables of every make."""

import json

import pandas as pd
import pytest

from millrace import readiness
from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.reports import read_file

NUMBERS = range(1, 21)
OURS = readiness.assess({n: n % 5 for n in NUMBERS} | {3: "?", 4: None}, name="owner 店主")


def test_what_is_saved_comes_back_and_is_written_again(tmp_path):
    path = readiness.save(OURS, tmp_path / "readiness.json")
    assert readiness.load(path) == OURS
    other = readiness.assess({1: 2})
    assert readiness.load(readiness.save(other, path)) == other
    assert [p.name for p in tmp_path.iterdir()] == ["readiness.json"]


def test_a_file_of_others_or_changed_since_is_not_overwritten(tmp_path):
    path = tmp_path / "plan.json"
    for text in ("{}", "notes", '["millrace readiness"]'):
        path.write_text(text)
        with pytest.raises(FileError, match="not saved by"):
            readiness.save(OURS, path)
        assert path.read_text() == text
    path.unlink()
    readiness.save(OURS, path)
    path.write_text(path.read_text(encoding="utf-8").replace('"2": 2', '"2": 4'), encoding="utf-8")
    assert readiness.load(path).levels[1] == 4  # a change by hand is read, and kept
    with pytest.raises(FileError, match="was changed since"):
        readiness.save(OURS, path)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_half_written_file_names_what_is_missing(tmp_path, share):
    path = readiness.save(OURS, tmp_path / "readiness.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: int(len(text) * share)], encoding="utf-8")
    with pytest.raises(FileError, match=r"half-written: (questions? \d|its last line)"):
        readiness.load(path)


def test_damage_of_other_kinds_is_told(tmp_path):
    path = readiness.save(OURS, tmp_path / "a.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    for change, says in [
        (lambda h: [h["answers"].pop(str(n)) for n in (7, 8, 12)], "questions 7 to 8 and 12 cannot"),
        (lambda h: h["answers"].update({"5": 9}), "changed by hand.*question 5"),
        (lambda h: h.update(edition=2), "another edition"),
        (lambda h: h.update(answers=[1]), "no saved assessment"),
    ]:
        copy = json.loads(json.dumps(held))
        change(copy)
        path.write_text(json.dumps(copy), encoding="utf-8")
        with pytest.raises(FileError, match=says):
            readiness.load(path)
    for content in (b"", b"\xff\xfe\x00", b"hello"):
        path.write_bytes(content)
        with pytest.raises(FileError):
            readiness.load(path)
    with pytest.raises(FileError, match=r"no file 'b\.json'"):
        readiness.load(tmp_path / "b.json")
    with pytest.raises(FileError, match="cannot be written"):
        readiness.save(OURS, tmp_path / "nowhere" / "a.json")
    with pytest.raises(ArgumentError, match=r"\.json"):
        readiness.save(OURS, tmp_path / "a.txt")


def fill(form, target, answers, roles):
    """Fill in a form as people do in Excel: choices from the drop-down list, sheet by sheet."""
    sheets = pd.read_excel(form, sheet_name=None, engine="calamine", header=None)
    with pd.ExcelWriter(target, engine="xlsxwriter") as book:
        for name, sheet in sheets.items():
            if name.startswith("person") and (place := int(name.split()[1]) - 1) < len(answers):
                sheet = sheet.astype(object)
                sheet.iloc[1, 3] = roles[place]
                for row, given in enumerate(answers[place], start=2):
                    sheet.iloc[row, 3] = given
            sheet.to_excel(book, sheet_name=name, header=False, index=False)


def choices(form):
    return pd.read_excel(form, sheet_name="answers", engine="calamine", header=None)


def test_the_blank_form_comes_back_filled_in(tmp_path):
    form = readiness.blank(tmp_path / "form.xlsx", people=3)
    listed = choices(form)
    given = [[listed.iloc[n, (n + k) % 6] for n in range(20)] for k in range(2)]
    fill(form, tmp_path / "filled.xlsx", given, ["owner", None])
    made = readiness.gather(read_file(tmp_path / "filled.xlsx"))
    assert made.layout == "one row per question"
    assert made.unused == 0
    assert [one.name for one in made.people] == ["owner", ""]
    expected = [(n % 6) if n % 6 < 5 else "don't know" for n in range(20)]
    assert list(made.people[0].levels) == expected
    assert made.set_aside[["place", "reason"]].values.tolist() == [["person 3", "no answer that can be read"]]
    with pytest.raises(FileError, match="may be a form that is filled in"):
        readiness.blank(form)


def test_an_untouched_form_is_told_as_empty(tmp_path):
    with pytest.raises((ArgumentError, ColumnError), match="Nobody answered"):
        readiness.gather(read_file(readiness.blank(tmp_path / "form.xlsx")))


@pytest.mark.parametrize("people", [0, 51, 2.5, "3", True])
def test_a_form_for_an_odd_number_of_people_is_refused(tmp_path, people):
    with pytest.raises(ArgumentError, match="1 to 50"):
        readiness.blank(tmp_path / "form.xlsx", people=people)


ANSWERS = [[(n + k) % 5 for n in NUMBERS] for k in range(3)]
HEADERS = {
    "numbers": lambda n: str(n),
    "whole numbers": lambda n: n,
    "Q": lambda n: f"Q{n:02d}",
    "German": lambda n: f"Frage {n}",
    "Chinese": lambda n: f"第{n}题",
    "with words": lambda n: f"{n}. {readiness.questions().loc[n - 1, 'question']}",
    "words": lambda n: readiness.questions().loc[n - 1, "question"],
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("turned", [False, True], ids=["per person", "per question"])
def test_both_layouts_are_read_with_every_kind_of_header(tmp_path, header, ending, turned):
    table = pd.DataFrame(ANSWERS, columns=[header(n) for n in NUMBERS])
    if turned:
        table = table.T.reset_index(names="asked")
        table.columns = ["asked", "Li Wei", "B", "C"]
    path = tmp_path / f"answers.{ending}"
    table.to_csv(path, index=False) if ending == "csv" else table.to_excel(path, index=False, engine="xlsxwriter")
    made = readiness.gather(read_file(path))
    assert [list(one.levels) for one in made.people] == ANSWERS
    assert made.layout == ("one row per question" if turned else "one row per person")
    assert [one.name for one in made.people] == ["", "", ""]
    assert len(made.set_aside) == 0


def test_answers_in_other_languages_and_what_cannot_be_read(tmp_path):
    rows = [["Inhaber", "weiß nicht", "4 ", "不知道", "?", "oft", *[2] * 15], ["Verkauf", *[""] * 20]]
    table = pd.DataFrame(rows, columns=["Rolle", *(f"Frage {n}" for n in NUMBERS)]).assign(Name="Li Wei")
    before = table.copy()
    made = readiness.gather(table, role="Rolle")
    [one] = made.people
    assert one.levels[:6] == ("don't know", 4, "don't know", "don't know", None, 2)
    assert one.name == "Inhaber"
    assert made.unused == 1
    assert made.set_aside.astype(object).fillna(0).values.tolist() == [
        ["row 1 of the table", 5, "none of the five answers; counted as not answered"],
        ["row 2 of the table", 0, "no answer that can be read"],
    ]
    pd.testing.assert_frame_equal(table, before)


def test_other_tables_and_questions_that_are_there_twice_are_refused():
    orders = pd.DataFrame({"date": ["2025-01-01"] * 9, "pieces": range(9), "price": 3.5})
    with pytest.raises(ColumnError, match=r"No questions were recognised.*readiness\.blank"):
        readiness.gather(orders.assign(pieces=1))
    twice = pd.DataFrame([[1] * 21], columns=[*(f"Q{n}" for n in NUMBERS), "Frage 3"])
    with pytest.raises(ColumnError, match="Question 3 has 2 columns"):
        readiness.gather(twice)


def test_roles_may_be_told_and_an_address_is_no_role():
    table = pd.DataFrame([["li@example.com", *[1] * 20], ["138 0013 8000", *[2] * 20]], columns=["role", *NUMBERS])
    assert [one.name for one in readiness.gather(table, role="role").people] == ["", ""]
    assert [one.name for one in readiness.gather(table, roles=["owner", "sales"]).people] == ["owner", "sales"]
    with pytest.raises(ArgumentError, match="2 people answered"):
        readiness.gather(table, roles=["owner"])
