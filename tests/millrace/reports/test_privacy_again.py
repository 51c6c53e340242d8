"""A run that stopped on its way leaves nothing that stops the next one: the copy is known, and no key lies there."""

import pandas as pd
import pytest

from made_people import german_customers
from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.reports import privacy as report
from millrace.reports import save_workbook
from millrace.reports.privacy import written
from privacy_run import Run


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_a_copy_of_a_run_that_stopped_behind_it_is_known_again_and_may_be_replaced(tmp_path, name):
    first = Run(german_customers(), tmp_path, name=name)  # its workbook is not saved: it stopped before
    again = Run(german_customers(), tmp_path, name=name, again=True, k=4)
    assert again.written is not None
    first.path.write_bytes(b"mine")
    with pytest.raises(FileError, match="not made by this report, or was changed since"):
        Run(german_customers(), tmp_path, name=name, again=True)


def test_the_workbook_of_a_run_that_stopped_says_so_and_that_of_a_whole_run_does_not(tmp_path):
    run = Run(german_customers(), tmp_path)
    said = pd.read_excel(run.workbook, sheet_name="summary", engine="calamine").to_csv()
    assert "did not come to its end" in said
    save_workbook(run.workbook, run.sheets)
    assert "did not come to its end" not in pd.read_excel(run.workbook, engine="calamine").to_csv()


def test_a_workbook_of_somebody_else_is_not_replaced_and_no_copy_is_written(tmp_path):
    (tmp_path / "out").mkdir()
    german_customers(5).to_excel(tmp_path / "out" / "privacy.xlsx")
    with pytest.raises(FileError, match=r"'privacy.xlsx' that was not made by this report"):
        Run(german_customers(), tmp_path)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["privacy.xlsx"]


def test_a_key_is_made_when_the_copy_is_there_and_not_before(tmp_path, monkeypatch):
    apart = tmp_path / "apart"
    apart.mkdir()
    with monkeypatch.context() as broken:
        broken.setattr(written, "_write", lambda *_: (_ for _ in ()).throw(OSError(13, "Permission denied")))
        with pytest.raises(FileError, match="cannot be written"):
            Run(german_customers(), tmp_path, new_key_file=str(apart / "k.key"))
    assert not list(apart.iterdir())
    run = Run(german_customers(), tmp_path, new_key_file=str(apart / "k.key"))
    assert [path.name for path in apart.iterdir()] == ["k.key"]
    assert any("A new key was made: 'k.key'" in text for text in run.found[3].found)
    used = Run(german_customers(), tmp_path, key_file=str(apart / "k.key"))
    assert used.back()["Kundennummer"].tolist() == run.back()["Kundennummer"].tolist()


def test_a_key_that_is_there_already_says_which_setting_to_use(tmp_path):
    apart = tmp_path / "apart"
    apart.mkdir()
    Run(german_customers(), tmp_path, new_key_file=str(apart / "k.key"))
    with pytest.raises(FileError, match=r"'k.key' is already there.*key_file = .*new_key_file empty"):
        Run(german_customers(), tmp_path, new_key_file=str(apart / "k.key"))
    with pytest.raises(FileError, match="folder 'nowhere' of the new key is not there"):
        Run(german_customers(), tmp_path, new_key_file=str(tmp_path / "nowhere" / "k.key"))


@pytest.mark.parametrize(
    ("since", "day"),
    [("14.11.2025", "2025-11-14"), ("2025-11-14", "2025-11-14"), ("14 Nov 2025", "2025-11-14"),
     ("14/11/2025", "2025-11-14"), (pd.Timestamp("2025-11-14"), "2025-11-14")],
)  # fmt: skip
def test_a_day_is_read_as_its_country_writes_it(tmp_path, since, day):
    run = Run(german_customers(), tmp_path, keeping={"since": since, "keep_months": "6"})
    assert run.kept["since"].dropna().dt.strftime("%Y-%m-%d").tolist() == [day]


@pytest.mark.parametrize(("since", "says"), [("03/04/2025", "two days"), ("soon", "no day"), ("31.02.2025", "no day")])
def test_a_day_that_is_none_or_two_is_refused_before_anything_is_written(tmp_path, since, says):
    with pytest.raises(ColumnError, match=rf"{says}.*\"since\": \"2025-01-31\""):
        report.check_answers({"since": since})
    with pytest.raises(ArgumentError, match=r"'sinc'.*Did you mean 'since'"):
        report.check_answers({"sinc": since})
