"""Texts in the masked copy: every free text is masked, whatever its column is for, and what is counted is there."""

import re

import pandas as pd
import pytest

from millrace.errors import FileError
from privacy_run import Run

WHO = ["Petra Adler", "Jonas Brink", "Selma Cohn", "Oskar Dreyer", "Grace Ebner", "Nils Falk"]
DAYS = [f"{17 + n % 7}.{3 + 2 * (n % 5):02}.{1950 + n}" for n in range(40)]


def shop(texts, *, rows=36, **more):
    """Customers in two places, with a remark each."""
    table = pd.DataFrame({
        "Name": [WHO[n % 6] for n in range(rows)], "Street": [f"Lange Gasse {n + 1}" for n in range(rows)],
        "Birth date": DAYS[:rows], "City": ["Ulm", "Kiel"] * (rows // 2),
        "Remarks": [texts[n % len(texts)] for n in range(rows)],
    })  # fmt: skip
    return table.assign(**more)


def sentences(run, about):
    [finding] = [one for one in run.found if one.about == about]
    return " ".join(finding.found)


@pytest.mark.parametrize("role", ["sensitive", "harmless", "texts"])
def test_a_free_text_is_masked_whatever_its_column_was_named(tmp_path, role):
    texts = [
        "Petra Adler wept on the phone", "rude to Jonas Brink and his wife Mona", "paid late, call 0151 23456789",
        "wants no letters from us any more", "sick since May, says Dr. Quast", "very friendly, always on time",
    ]  # fmt: skip
    run = Run(shop(texts), tmp_path, **{role: ["Remarks"]})
    written = " ".join(run.back()["Remarks"])
    for gone in ("Petra", "Adler", "Jonas", "Mona", "0151", "Quast"):
        assert gone not in written
    assert "[name] wept on the phone" in written
    assert run.written.checks["holds"].all()


def test_texts_are_masked_although_their_heading_says_something_else(tmp_path):
    texts = ["spoke to Selma Cohn about it", "the same as for Petra", "nothing to add", "see above"]
    run = Run(shop(texts).rename(columns={"Remarks": "Health"}), tmp_path)
    assert not re.search("Selma|Petra", " ".join(run.back()["Health"]))


@pytest.mark.parametrize(
    "text",
    ["born {0}", "geb. {d}.{m}.{y}", "birthday on {m}/{d}/{y}", "{y}-{m}-{d} is the day", "turns 60, {D} {month} {y}",
     "party on {month} {D}", "Jahrgang {y}", "{d}{m}{y} on the card"],
)  # fmt: skip
def test_a_day_that_the_copy_hides_is_masked_in_the_text_of_the_same_row_however_it_is_written(tmp_path, text):
    table = shop(["x"], rows=36)
    months = ["March", "May", "July", "September", "November"]
    table["Remarks"] = [
        text.format(day, d=day[:2], m=day[3:5], y=day[6:], D=str(int(day[:2])), month=months[n % 5]) + " and so on"
        for n, day in enumerate(table["Birth date"])
    ]
    run = Run(table, tmp_path, texts=["Remarks"])
    assert run.copy.became["Birth date"] == "hidden"
    assert run.back()["Remarks"].str.contains("[Birth date]", regex=False).all()
    assert not run.back()["Remarks"].str.contains(r"19\d\d|March|November").any()


def test_other_days_stay_and_so_does_what_the_copy_shows_anyway(tmp_path):
    table = shop(["delivered on 17.04.2024 to Ulm", "ordered on 3 May 2023", "came back on 12.12.2022 from Kiel"])
    run = Run(table, tmp_path, texts=["Remarks"])
    assert set(run.back()["Remarks"]) == set(table["Remarks"]) or run.copy.became["City"] != "as it is"
    assert "17.04.2024" in " ".join(run.back()["Remarks"])


def test_words_numbers_and_left_out_columns_of_the_same_row_are_masked_in_its_text(tmp_path):
    table = shop(["remark"], rows=40).assign(
        Job=[f"{one}{what}" for one in ("Korb", "Uhr", "Hut", "Seil", "Rad", "Besen", "Schirm", "Orgel", "Sieb", "Topf")
             for what in ("macher", "bauer")] * 2,
        Pay=[51230 + 111 * n for n in range(40)], Age=[30 + n % 25 for n in range(40)],
    )  # fmt: skip
    table["Remarks"] = [
        f"works as {row.Job}, earns {row.Pay:,} at {row.Age} years, 12 pieces" for row in table.itertuples()
    ]
    run = Run(table, tmp_path, texts=["Remarks"], known=["Job", "Age"], leave_out=["Pay"])
    back = run.back()["Remarks"]
    assert run.copy.became["Job"] == "hidden"
    assert set(back) == {"works as [Job], earns [Pay] at [Age] years, 12 pieces"}


def test_the_rows_that_are_counted_are_the_rows_that_are_masked(tmp_path):
    texts = ["Petra sends her love", "asked Frau Brink", "no remark at all here", "Cohn, Selma pays",
             "Grace is ill today", "call 030 4471234 or 0157-3344556"]  # fmt: skip
    run = Run(shop(texts), tmp_path, most_left_out=0, texts=["Remarks"])
    back = run.back()["Remarks"]
    for kind in ("name", "phone"):
        rows = int(back.str.contains(f"[{kind}]", regex=False).sum())
        assert rows > 0
        assert f"{kind} in {rows} rows" in sentences(run, "columns")
        assert f"{kind} in {rows} rows" in sentences(run, "copy")


def test_a_number_that_is_a_digit_short_is_masked_and_told(tmp_path):
    run = Run(
        shop(["under 0157-3344556", "nothing new here", "all well again"]), tmp_path, texts=["Remarks"], regions=["DE"]
    )
    assert "0157" not in " ".join(run.back()["Remarks"])
    assert "12 of them look like telephone numbers although no such number is issued" in sentences(run, "copy")


def test_the_name_of_the_same_row_is_masked_even_where_it_is_a_word_as_well(tmp_path):
    table = shop(["im Sommer wieder da", "Winter will call back", "was a kind caller"], rows=36)
    table["Name"] = ["Ute Sommer", "Kai Winter", "Ole Quast"] * 12
    run = Run(table, tmp_path, texts=["Remarks"])
    assert set(run.back()["Remarks"]) == {"im [name] wieder da", "[name] will call back", "was a kind caller"}
    table["Name"] = ["Kai Winter", "Ute Sommer", "Ole Quast"] * 12
    assert "im Sommer wieder da" in set(Run(table, tmp_path, texts=["Remarks"]).back()["Remarks"])


def test_the_checks_say_what_cannot_be_found(tmp_path):
    run = Run(shop(["met Tamsin there once", "nothing new here", "all well again"]), tmp_path, texts=["Remarks"])
    [copy] = [one for one in run.found if one.about == "copy"]
    last = copy.table.iloc[-1]
    assert "names on no list" in last["checked"]
    assert last["holds"] == "cannot be told"
    assert "names of the list" in " ".join(copy.table["checked"])
    assert "cannot be told" in run.sheets["masked copy"].to_csv()
    assert "Tamsin" in " ".join(run.back()["Remarks"])  # she is on no list, and nothing says who she is


def test_a_copy_in_which_something_is_left_is_not_written(tmp_path, monkeypatch):
    from millrace.reports.privacy import masking

    monkeypatch.setattr(masking.Masker, "mask", lambda _, values, rows: (values, 0))
    with pytest.raises(FileError, match="did not pass when it was read back"):
        Run(shop(["Petra Adler was here", "nothing new", "all well"]), tmp_path, texts=["Remarks"])
    assert not list((tmp_path / "out").iterdir())
