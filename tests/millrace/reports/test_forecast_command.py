"""``millrace report forecast`` from end to end: a list of sales becomes one page and one workbook."""

import re

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from millrace import cli, reports

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def run(*words, **more):
    return CliRunner().invoke(cli.app, ["report", *map(str, words)], **more)


@pytest.fixture
def sales(tmp_path):
    """Monthly sales of a wholesale list with German headers."""
    chance = np.random.default_rng(2)
    lines = ["Monat;Artikel;Stückzahl"]
    for month in pd.date_range("2022-01-01", periods=40, freq="MS"):
        lines += [f"{month:%m.%Y};{name};{chance.poisson(30)}" for name in ("Gurt", "Tasche", "Börse")]
    path = tmp_path / "absatz.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path


@pytest.fixture
def card(tmp_path):
    """A product list with prices."""
    path = tmp_path / "artikel.csv"
    path.write_text(
        "Artikel;Verkaufspreis;Einkaufspreis\nGurt;10,00 €;6,50 €\nTasche;80,00 €;50,00 €\n", encoding="cp1252"
    )
    return path


def test_sales_and_a_product_list_become_a_page_and_a_workbook(sales, card, tmp_path):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("forecast", sales, "--with", card, "--set", "left_over_brings=0.5", "--to", tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    page = (tmp_path / "made" / "absatz-forecast.html").read_text(encoding="utf-8")
    for wanted in ("120 rows read = 120 used + 0 set aside", "one row per month", "order, if left-overs bring 50 %"):
        assert wanted in page, wanted
    assert "no price and unit cost: 1 product" in page
    assert len(re.findall("<img [^>]*alt=.Chart: ", page)) == 5
    for unwanted in ("import reports", "Run All", "<script", "Traceback"):
        assert unwanted not in page
    book = pd.read_excel(tmp_path / "made" / "absatz-forecast.xlsx", sheet_name=None, engine="calamine")
    assert list(book)[:6] == ["summary", "order proposal", "forecasts", "classes", "accuracy", "set aside"]
    assert len(book["order proposal"]) == 3


def test_a_third_file_is_found_from_where_the_command_is_given(sales, card, tmp_path, monkeypatch):
    given = {}
    monkeypatch.setattr(reports, "run_report", lambda *_, **more: given.update(more) or ())
    monkeypatch.chdir(tmp_path)
    done = run("forecast", "absatz.csv", "--set", "third_file=artikel.csv")
    assert done.exit_code == 0, done.output
    parameters = reports.parameters_of(reports.find_report("forecast"), columns={}, settings=given["settings"])
    assert parameters["third_file"] == str(card.resolve())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--column", "quantity=Stück"], r"no column.*Stück|Stück.*is not in|Did you mean 'Stückzahl'"),
        (["--column", "pieces=Stückzahl"], "looks for no 'pieces'"),
        (["--set", "evry=month"], "no setting 'evry'.*Did you mean 'every'"),
        (["--set", "third_file=nowhere.csv"], "There is no file 'nowhere.csv'"),
        (["--set", "every=week"], r"one row per month.*cannot be taken apart"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(sales, words, says):
    done = run("forecast", sales, *words)
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in sales.parent.iterdir()] == ["absatz.csv"]
