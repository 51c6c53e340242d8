"""``millrace report privacy`` from end to end: a file becomes one page, one workbook and one masked copy."""

import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from made_people import DIRECT, german_customers, products, tickets
from millrace import cli
from millrace.reports.saving import refuse_to_overwrite

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age
SHEETS = [
    "summary",
    "columns",
    "in the cells",
    "singled out",
    "by column",
    "coarser",
    "masked copy",
    "keeping",
    "not read",
]


def run(*words):
    return CliRunner().invoke(cli.app, ["report", "privacy", *map(str, words)])


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_workbook_of_customers_becomes_a_page_a_workbook_and_a_copy_with_codes(tmp_path):
    table, made = german_customers(), tmp_path / "made"
    table.to_excel(tmp_path / "Kunden.xlsx", index=False)
    before = (tmp_path / "Kunden.xlsx").read_bytes()
    (tmp_path / "apart").mkdir()
    words = ["--to", made, "--set", f"new_key_file={tmp_path / 'apart' / 'k.key'}", "--set", "k=4"]
    words += ["--set", "keeping=purpose: serve; readers: office, owner"]
    done = run(tmp_path / "Kunden.xlsx", *words)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert names_in(made) == ["Kunden-masked.xlsx", "Kunden-privacy.html", "Kunden-privacy.xlsx"]
    assert (tmp_path / "Kunden.xlsx").read_bytes() == before
    page = (made / "Kunden-privacy.html").read_text(encoding="utf-8")
    for wanted in (
        "Who could be recognised?",
        "6 columns name a person at once",
        "office, owner",
        "A new key was made",
    ):
        assert wanted in page, wanted
    assert len(re.findall("<img [^>]*alt=.Chart: ", page)) == 1
    for unwanted in ("import reports", "Run All", "<script", "Traceback"):
        assert unwanted not in page
    books = [pd.read_excel(made / name, sheet_name=None, engine="calamine", dtype=str) for name in names_in(made)[::2]]
    assert list(books[1]) == SHEETS
    seen = "\n".join([re.sub(r'src="data:[^"]*"', "", page), *(t.to_csv() for book in books for t in book.values())])
    values = {str(value) for column in DIRECT["german"] for value in table[column]}
    assert not [value for value in values if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", seen)]
    assert books[0]["masked"]["Kundennummer"].str.startswith("P-").all()


def test_a_copy_of_text_is_replaced_only_while_it_is_ours(tmp_path):
    tickets().to_csv(tmp_path / "tickets.csv", index=False, sep=";")
    assert run(tmp_path / "tickets.csv").exit_code == 0
    copy = tmp_path / "tickets-masked.csv"
    assert len(pd.read_csv(copy, sep=";")) == 80
    refuse_to_overwrite(copy, listed_in=tmp_path / "tickets-privacy.xlsx")  # it is ours, so it may be replaced
    copy.write_text("mine")
    refused = run(tmp_path / "tickets.csv")
    assert refused.exit_code == 1
    assert "'tickets-masked.csv' that was not made by this report" in refused.stderr
    assert copy.read_text() == "mine"


def test_goods_get_a_page_and_no_copy(tmp_path):
    products().to_csv(tmp_path / "goods.csv", index=False)
    assert run(tmp_path / "goods.csv").exit_code == 0
    assert names_in(tmp_path) == ["goods-privacy.html", "goods-privacy.xlsx", "goods.csv"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "known=PLZZ"], "PLZZ.*Did you mean 'PLZ'"),
        (["--set", "identifer=PLZ"], "no setting 'identifer'.*Did you mean 'identifiers'"),
        (["--set", "masked_copy=x.csv"], "no setting 'masked_copy'"),
        (["--set", "key_file=no.key"], "no.key"),
        (["--column", "sensitive=Bemerkung", "--set", "k=5"], "Expected of the sensitive column"),
        (["--set", "new_key_file=FOLDER/made/k.key", "--to", "FOLDER/made"], "in the folder of the results"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_written(tmp_path, words, says):
    german_customers().to_csv(tmp_path / "kunden.csv", index=False)
    done = run(tmp_path / "kunden.csv", *(word.replace("FOLDER", str(tmp_path)) for word in words))
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert names_in(tmp_path) == ["kunden.csv"]
