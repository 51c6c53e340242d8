"""``millrace report pain-points`` from end to end: tickets, a log, or both become one page and one workbook."""

import hashlib
import random
import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from millrace import cli, reports
from millrace.errors import ArgumentError
from millrace.reports import running

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age

SAID = [
    "Paket kam zu spät an",
    "Lieferung schon wieder zu spät",
    "Griff ist gebrochen",
    "der Griff bricht ab",
    "Preis falsch",
]


def run(*words, **more):
    return CliRunner().invoke(cli.app, ["report", *map(str, words)], **more)


@pytest.fixture
def tickets(tmp_path):
    """Complaints as a German shop keeps them."""
    chance = random.Random(4)
    lines = ["Nr;Eingangsdatum;Beschreibung;Gutschrift;Kanal"]
    for n in range(90):
        day = f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.2024"
        lines.append(
            f"R{n};{day};{chance.choice(SAID)};{chance.randint(3, 80)},50 €;{chance.choice(['Telefon', 'Laden'])}"
        )
    path = tmp_path / "reklamationen.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path


@pytest.fixture
def log(tmp_path):
    """Order lines of a German workshop; a case is an order and a position."""
    rows = []
    for n, day in enumerate(pd.bdate_range("2024-03-04", periods=60)):
        for place, (step, hour) in enumerate([("Zuschnitt", 8), ("Nähen", 13), ("Versand", 16)]):
            begin = day + pd.Timedelta(hours=hour)
            end = begin + pd.Timedelta(minutes=40)
            rows += [(f"A{n}", pos, step, f"{begin:%d.%m.%Y %H:%M}", f"{end:%d.%m.%Y %H:%M}", place) for pos in (1, 2)]
    path = tmp_path / "auftraege.csv"
    columns = ["Auftrag", "Pos", "Arbeitsgang", "Beginn", "Ende", "Maschine"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False, sep=";")
    return path


@pytest.fixture
def no_kernel(monkeypatch):
    """Stop where the notebook would run."""

    def stop(*_, **__):
        raise AssertionError("the notebook was run")

    monkeypatch.setattr(running, "_run", stop)


def contents(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_tickets_and_a_log_become_a_page_and_a_workbook_and_stay_as_they_were(tickets, log):
    before = contents(tickets.parent)
    done = run(
        "pain-points", tickets, "--with", log, "--set", "words=spät: spät; Griff: Griff", "--set", "currency=EUR"
    )
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    after = contents(tickets.parent)
    made = {"reklamationen-pain-points.html", "reklamationen-pain-points.xlsx"}
    assert set(after) == {*before, *made}
    assert {name: after[name] for name in before} == before
    page = (tickets.parent / "reklamationen-pain-points.html").read_text(encoding="utf-8")
    assert "<title>Where do time and money leak?: reklamationen.csv and auftraege.csv</title>" in page
    rows = ["90 tickets read = 90 with a text + 0 set aside", "360 rows read = 360 used"]
    for wanted in ("Auftrag + Pos", *rows, "Your 2 themes", "EUR per year"):
        assert wanted in page, wanted
    assert "as 3 April" not in page  # its dotted days prove their order
    assert len(re.findall("<img [^>]*alt=.Chart: ", page)) == 4
    assert page.index("Do this on Monday</h2>") < page.index("What grows</h2>")
    for unwanted in ("import reports", "Run All", "<script", "Traceback"):
        assert unwanted not in page
    sheets = pd.read_excel(tickets.parent / "reklamationen-pain-points.xlsx", sheet_name=None, engine="calamine")
    always = ["summary", "set aside", "waits", "lead times", "themes", "tickets", "costs"]
    assert list(sheets) == [*always, "moves", "what grows"]
    assert len(sheets["lead times"]) == 120
    assert len(sheets["tickets"]) == 90
    assert sheets["tickets"]["theme"].isin(["spät", "Griff", "no theme"]).all()


def test_a_log_alone_says_that_there_are_no_tickets(log, tmp_path):
    done = run("pain-points", log, "--to", tmp_path / "made")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "made" / "auftraege-pain-points.html").read_text(encoding="utf-8")
    assert "No tickets were given" in page
    assert "Where cases wait" in page


def given_to_the_report(monkeypatch):
    given = {}
    monkeypatch.setattr(reports, "run_report", lambda *_, **more: given.update(more) or ())
    return given


def test_settings_of_words_and_hours_are_read_from_one_line(tickets, monkeypatch):
    given = given_to_the_report(monkeypatch)
    words = ["words=late: late, delay; zip: zipper", "open_hours=Mon-Fri: 08:00-12:00, 13:00-17:30", "day_first=true"]
    done = run("pain-points", tickets, *(w for word in words for w in ("--set", word)))
    assert done.exit_code == 0, done.output
    assert given["settings"] == {
        "words": {"late": ["late", "delay"], "zip": ["zipper"]},
        "open_hours": {"Mon-Fri": ["08:00-12:00", "13:00-17:30"]},
        "day_first": True,
    }
    assert "has no name with a colon" in run("pain-points", tickets, "--set", "words=late").stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--column", "txt=Beschreibung"], "looks for no 'txt'.*Did you mean 'text'"),
        (["--column", "text=Beschreibun"], "Did you mean 'Beschreibung'"),
        (["--set", "open_hour=x: y"], "no setting 'open_hour'.*Did you mean 'open_hours'"),
        (["--set", "second_file=x"], "no setting 'second_file'"),
        (["--set", "file_is=log"], r'No column could be recognised as the case .*--column case="Nr"'),
        (["--with", "nowhere.csv"], "There is no file 'nowhere.csv'"),
    ],
)
def test_what_is_misspelt_or_not_there_is_refused_before_the_report_runs(tickets, no_kernel, words, says):
    done = run("pain-points", tickets, *words)
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert [p.name for p in tickets.parent.iterdir()] == ["reklamationen.csv"]


def test_one_file_twice_and_a_second_file_for_a_report_of_one_are_refused(tickets, log, no_kernel):
    assert "was given twice" in run("pain-points", log, "--with", log).stderr
    assert "takes no other" in run("data-quality", log, "--with", tickets).stderr
    with pytest.raises(ArgumentError, match="was given twice"):
        reports.run_report("pain-points", log, second=log)


def test_in_a_terminal_it_asks_for_the_column(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("x,y\n" + "\n".join(f"the parcel came late {n},the handle broke off {n}" for n in range(9)))
    monkeypatch.setattr(cli, "_somebody_is_there", lambda: True)
    given = given_to_the_report(monkeypatch)
    done = run("pain-points", path, input="2\n")
    assert done.exit_code == 0, done.output
    assert "Which column is the text of the ticket?" in done.stdout
    assert given["columns"] == {"text": "y"}


def test_a_second_file_is_never_overwritten_by_the_result(tickets, log, no_kernel):
    odd = tickets.with_name("reklamationen-pain-points.xlsx")
    pd.read_csv(log, sep=";").to_excel(odd, index=False, engine="xlsxwriter")
    done = run("pain-points", tickets, "--with", odd, "--force")
    assert done.exit_code == 1
    assert "is itself the name of the result" in done.stderr
