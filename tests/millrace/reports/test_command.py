"""``millrace report`` from end to end: one page, one workbook, nothing else, and sentences where it cannot go on."""

import hashlib
import re
import shutil
import zipfile

import pandas as pd
import pytest
from typer.testing import CliRunner

from company_tables import clean_orders
from millrace import cli, reports
from millrace.errors import ArgumentError, FileError
from millrace.reports import catalogue, running

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def run(*words, **more):
    return CliRunner().invoke(cli.app, ["report", *map(str, words)], **more)


def contents(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


@pytest.fixture
def no_kernel(monkeypatch):
    """Stop where the notebook would run."""

    def stop(*_, **__):
        raise AssertionError("the notebook was run")

    monkeypatch.setattr(running, "_run", stop)


@pytest.fixture
def quick(monkeypatch):
    """Stand in for the notebook: it saves its workbook and says one thing."""
    import nbformat

    def pretend(card, parameters, folder, *, progress):
        reports.save_workbook(parameters["workbook"], {"summary": pd.DataFrame({"a": [1]})})
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Done")])

    monkeypatch.setattr(running, "_run", pretend)


@pytest.mark.cold_kernel
def test_a_file_becomes_a_page_and_a_workbook_and_stays_as_it_was(unclean):
    before = contents(unclean.parent)
    done = run("data-quality", unclean, "--set", "lowest_amount=0")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    after = contents(unclean.parent)
    assert set(after) == {"unclean.csv", "unclean-data-quality.html", "unclean-data-quality.xlsx"}
    assert after["unclean.csv"] == before["unclean.csv"]
    page = (unclean.parent / "unclean-data-quality.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "<title>Is this table fit to use?: unclean.csv</title>" in page
    assert "Have 1 row mended that could not be read" in page
    assert "0 rows of 121 break a limit." in page
    assert page.index("</h1>") < page.index("Do this on Monday</h2>") < page.index("What was read</h2>")
    assert page.count("Do this on Monday</h2>") == 1
    for unwanted in ("import reports", "Run All", "<script", "¶", "Traceback"):
        assert unwanted not in page
    assert not re.search(r"""(src|href)\s*=\s*(?!"data:)|https?://|url\(|@import""", page)
    assert page.count("by its header") == 5
    assert len(re.findall("<img [^>]*alt=.Bar chart", page)) == 2


def test_a_clean_workbook_has_nothing_that_needs_anybody(tmp_path):
    path = tmp_path / "clean.xlsx"
    clean_orders().to_excel(path, index=False, engine="xlsxwriter")
    done = run("data-quality", path, "--to", tmp_path / "results" / "new")
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clean.xlsx", "results"]
    page = (tmp_path / "results" / "new" / "clean-data-quality.html").read_text(encoding="utf-8")
    assert "Nothing was found that needs you." in page


def test_a_notebook_that_stops_leaves_nothing_behind_and_is_told_in_words(tmp_path, clean):
    broken = tmp_path / "reports"
    broken.mkdir()
    text = catalogue.find_report("data-quality").path.read_text(encoding="utf-8")
    (broken / "broken.ipynb").write_text(text.replace("data_quality.check_repeats(", "1 / 0 + len("), encoding="utf-8")
    card = catalogue.find_report("broken", broken)
    folder = tmp_path / "run"
    folder.mkdir()
    with pytest.raises(running.ReportError, match="The report stopped: ZeroDivisionError") as stopped:
        running._run(card, {"file": str(clean), "workbook": str(folder / "a.xlsx")}, folder, progress=False)
    assert "Nothing was written." in str(stopped.value)
    assert list(folder.iterdir()) == []


@pytest.mark.cold_kernel
def test_it_runs_in_this_python_whatever_kernel_is_installed_under_its_name(tmp_path, monkeypatch):
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "another", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    manager = running._same_python()(kernel_name="python3")
    manager.kernel_spec_manager = running._own_kernels()
    import sys

    assert manager.kernel_spec.argv[0] == sys.executable


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: None, "There is no file"),
        (lambda p: p.write_bytes(b""), "is empty"),
        (
            lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
            "password",
        ),
        (lambda p: p.write_bytes(b"%PDF-1.7"), "is a PDF document"),
        (lambda p: p.mkdir(), "is a folder"),
    ],
    ids=["missing", "empty", "password", "pdf", "folder"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_nothing_is_written(tmp_path, no_kernel, make, says):
    path = tmp_path / "orders.xlsx"
    make(path)
    before = sorted(tmp_path.iterdir())
    done = run("data-quality", path)
    assert done.exit_code == 1
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "lowest_amont=0"], "no setting 'lowest_amont'. Its settings are: .* Did you mean 'lowest_amount'"),
        (["--set", "workbook=x.xlsx"], "no setting 'workbook'"),
        (["--set", "date_column=x"], "no setting 'date_column'"),
        (["--column", "dat=Order date"], "Did you mean 'date'"),
        (["--column", "date=Order dat"], "Did you mean 'Order date'"),
        (["--column", "Order date"], "has no name and value. Expected, for example: --column date=Datum"),
        (["--set", "0"], "Expected, for example: --set lowest_amount=0"),
    ],
)
def test_misspelt_words_are_refused_and_never_passed_on(clean, no_kernel, words, says):
    done = run("data-quality", clean, *words)
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert [p.name for p in clean.parent.iterdir()] == ["clean.csv"]


def test_the_function_refuses_unknown_parameters_too(clean, no_kernel):
    with pytest.raises(ArgumentError, match="Did you mean 'latest_date'"):
        reports.run_report("data-quality", clean, settings={"latest_dat": "2025-01-01"})
    with pytest.raises(ArgumentError, match="looks for no 'dates'"):
        reports.run_report("data-quality", clean, columns={"dates": "Order date"})


def test_an_unknown_report_is_refused(clean, no_kernel):
    assert "Did you mean 'data-quality'" in run("data-qualit", clean).stderr


@pytest.mark.parametrize("card", reports.available(), ids=lambda card: card.name)
def test_without_a_file_a_report_says_its_columns_and_settings(card, no_kernel):
    listed = run(card.name)
    assert (listed.exit_code, listed.stderr) == (0, "")
    assert all(f"{need.role}=..." in listed.stdout for need in card.needs)
    ours = {"file", "second_file", "workbook", "masked_copy", *(f"{need.role}_column" for need in card.needs)}
    assert [name for name in card.defaults if name not in ours and f"{name}=..." not in listed.stdout] == []
    assert all(card.meanings[name] for name in card.defaults if name not in ours)
    assert f"Run it with: millrace report {card.name} FILE" in listed.stdout


@pytest.fixture
def two_dates(tmp_path):
    path = tmp_path / "loans.csv"
    path.write_text("Start date,End date\n2025-01-02,2025-02-03\n2025-01-05,2025-03-03\n")
    return path


def test_without_a_terminal_it_says_which_column_to_add(two_dates, no_kernel):
    done = run("data-quality", two_dates)
    assert done.exit_code == 1
    assert '--column date="Start date" (or --column date= for none)' in done.stderr


@pytest.mark.parametrize(("typed", "column"), [("2\n", "End date"), ("7\n1\n", "Start date"), ("0\n", "-")])
def test_in_a_terminal_it_asks_for_the_number_of_the_column(two_dates, monkeypatch, typed, column):
    monkeypatch.setattr(cli, "_somebody_is_there", lambda: True)
    asked = {}

    def pretend(name, file, *, columns, **_):
        asked.update(columns)
        return ()

    monkeypatch.setattr(reports, "run_report", pretend)
    done = run("data-quality", two_dates, input=typed)
    assert done.exit_code == 0, done.output
    assert "  2  End date" in done.stdout
    assert asked == {"date": column}


def test_settings_are_read_as_their_kind(clean, monkeypatch):
    given = {}
    monkeypatch.setattr(reports, "run_report", lambda *_, settings, **__: given.update(settings) or ())
    words = [
        "lowest_amount=0",
        "highest_amount=9.5",
        "earliest_date=2025-01-01",
        "required_columns=Pieces, Amount",
        "sheet=",
    ]
    done = run("data-quality", clean, *(w for word in words for w in ("--set", word)))
    assert done.exit_code == 0, done.output
    assert given == {
        "lowest_amount": 0, "highest_amount": 9.5, "earliest_date": "2025-01-01",
        "required_columns": ["Pieces", "Amount"], "sheet": "",
    }  # fmt: skip


def test_its_own_results_are_written_anew_those_of_others_are_not(clean, quick):
    page, workbook = clean.with_name("clean-data-quality.html"), clean.with_name("clean-data-quality.xlsx")
    assert run("data-quality", clean).exit_code == 0
    assert run("data-quality", clean).exit_code == 0
    page.write_text("my notes")
    done = run("data-quality", clean)
    assert done.exit_code == 1
    assert "'clean-data-quality.html' that was not made by this report" in done.stderr
    assert "--force" in done.stderr
    assert page.read_text() == "my notes"
    assert run("data-quality", clean, "--force").exit_code == 0
    pd.DataFrame({"mine": [1]}).to_excel(workbook, index=False, engine="xlsxwriter")
    assert run("data-quality", clean).exit_code == 1


def test_a_workbook_that_was_saved_again_is_somebodys_work(clean, quick, tmp_path):
    run("data-quality", clean)
    workbook, again = clean.with_name("clean-data-quality.xlsx"), tmp_path / "again.zip"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "docProps/core.xml":
                text = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2031-01-01T00:00:00Z", text)
            new.writestr(name, text)
    shutil.move(again, workbook)
    assert "changed since" in run("data-quality", clean).stderr


def test_a_place_that_cannot_be_written_is_said_and_nothing_half_remains(clean, quick):
    clean.with_name("taken").write_text("a file")
    done = run("data-quality", clean, "--to", clean.with_name("taken"))
    assert done.exit_code == 1
    assert "'taken' is not a folder" in done.stderr
    assert "Traceback" not in done.output


def test_a_failure_while_writing_leaves_no_part(tmp_path):
    def fail(partial):
        partial.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="cannot be written"):
        running._deliver(tmp_path / "a.html", fail)
    assert list(tmp_path.iterdir()) == []


def test_reports_are_listed_as_they_lie_in_the_folder(tmp_path):
    listed = run()
    assert listed.exit_code == 0
    assert "data-quality" in listed.stdout
    assert "Run one with: millrace report NAME FILE" in listed.stdout
    shutil.copy(catalogue.find_report("data-quality").path, tmp_path / "another-one.ipynb")
    assert [card.name for card in reports.available(tmp_path)] == ["another-one"]


def test_every_report_says_what_it_is_and_takes_each_column_it_needs():
    for card in reports.available():
        assert card.title
        assert card.about
        assert {f"{need.role}_column" for need in card.needs} | {"file", "workbook"} <= card.defaults.keys()
