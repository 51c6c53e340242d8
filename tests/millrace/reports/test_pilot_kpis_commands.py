"""``millrace report pilot`` and ``millrace report kpis`` from end to end: a file becomes one page and one workbook."""

import re

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from millrace import cli

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def run(*words):
    return CliRunner().invoke(cli.app, ["report", *map(str, words)])


@pytest.fixture
def bakery(tmp_path):
    """Weekly sales of eight bakeries with German headers; three of them changed, as a second file says."""
    chance, lines = np.random.default_rng(2), ["Woche;Filiale;Sprache;Umsatz"]
    shops = ["Mitte", "Nord", "Süd", "West", "Ost", "Hafen", "Markt", "Bahnhof"]
    for week in range(30):
        day = pd.Timestamp("2025-01-06") + pd.Timedelta(weeks=week)
        for shop in shops:
            level = 900 * (1.3 if shop in ("Nord", "Ost", "Hafen") and week > 14 else 1.0) * chance.lognormal(0, 0.05)
            language = "de" if chance.random() < 0.5 else "tr"
            lines.append(
                f"{day:%d.%m.%Y};{shop};{language};{level:.2f}".replace(
                    f"{level:.2f}", f"{level:.2f}".replace(".", ",")
                )
            )
    path = tmp_path / "umsatz.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    (tmp_path / "start.csv").write_text(
        "Filiale;Beginn\nNord;21.04.2025\nOst;21.04.2025\nHafen;21.04.2025\n", encoding="cp1252"
    )
    return path


def test_a_pilot_becomes_a_page_and_a_workbook(bakery, tmp_path):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    words = ["--with", tmp_path / "start.csv", "--to", tmp_path / "made"]
    for setting in ("value_of_one=0.2,0.3,0.4", "costs_per_month=100", "time_or_cash=cash", "currency=EUR"):
        words += ["--set", setting]
    done = run("pilot", bakery, *words)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    page = (tmp_path / "made" / "umsatz-pilot.html").read_text(encoding="utf-8")
    question, verdict = (
        page.index("What is estimated: How did the change move"),
        page.index("Verdict. Works: higher by"),
    )
    assert question < verdict < page.index("both: before and after, against the others")
    for wanted in ("240 rows read = 240 used + 0 set aside", "the list of who began when", "Cash: pays back in"):
        assert wanted in page, wanted
    assert len(re.findall("<img [^>]*alt=.Chart: ", page)) == 4
    for unwanted in ("import reports", "Run All", "<script", "Traceback"):
        assert unwanted not in page
    book = pd.read_excel(tmp_path / "made" / "umsatz-pilot.xlsx", sheet_name=None, engine="calamine")
    assert list(book)[:3] == ["summary", "verdict", "set aside"]
    assert book["verdict"]["verdict"].item() == "works"
    assert {"units", "answers", "groups", "money", "size"} <= set(book)


def test_kpis_become_a_page_and_a_workbook(bakery, tmp_path):
    done = run(
        "kpis", bakery, "--to", tmp_path / "made", "--column", "group=Filiale",
        "--set", "measures=Umsatz je Woche: Umsatz / rows, higher, owner Filialleitung, target "
        "900", "--set", "only=Filiale: Nord, Ost",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    page = (tmp_path / "made" / "umsatz-kpis.html").read_text(encoding="utf-8")
    for wanted in ("Filialleitung", "How it gets gamed", "240 rows read = 60 used + 180 set aside", "lacks: guardrail"):
        assert wanted in page, wanted
    assert "<script" not in page
    book = pd.read_excel(tmp_path / "made" / "umsatz-kpis.xlsx", sheet_name=None, engine="calamine")
    assert list(book) == ["summary", "definitions", "per period", "limits", "by group", "mix and rate", "set aside"]
    assert len(book["by group"]) == 60


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["pilot"], "who was in the pilot and since when"),
        (["pilot", "--column", "outcome=Umsaz"], "Did you mean 'Umsatz'"),
        (["pilot", "--column", "turnover=Umsatz"], "looks for no 'turnover'"),
        (["pilot", "--set", "beter=lower"], "no setting 'beter'.*Did you mean 'better'"),
        (["kpis", "--set", "measures=Umsatz"], "has no name with a colon"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(bakery, words, says):
    done = run(words[0], bakery, *words[1:])
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in bakery.parent.iterdir()) == ["start.csv", "umsatz.csv"]
