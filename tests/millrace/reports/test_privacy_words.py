"""Sentences of the privacy report that were not understood: each says what it means in plain words."""

import pandas as pd
import pytest

from millrace.reports import find_report
from millrace.reports import privacy as report
from privacy_run import NEEDS, Run


def club(rows=40):
    return pd.DataFrame({"Name": [f"Ida{'abcdefgh'[n % 8]} Moor{'abcde'[n % 5]}" for n in range(rows)],
                         "Postcode": [f"{10 + n % 4}{100 + 7 * n}" for n in range(rows)]})  # fmt: skip


def test_what_became_of_each_row_of_the_file_is_said_without_our_own_words(tmp_path):
    path = tmp_path / "club.csv"
    path.write_text("Members 2025\n\n" + club().to_csv(index=False, sep=";"), encoding="utf-8")
    said = repr(report.open_file(path, needs=NEEDS))
    assert "43 rows in the file = 40 rows of data + 3 others (title above the table, blank row, header)." in said
    assert "quarantine" not in said
    assert "set aside" not in said
    club().to_csv(path, index=False)
    assert "41 rows in the file = 40 rows of data + 1 other (header)." in repr(report.open_file(path, needs=NEEDS))
    path.write_text(path.read_text() + "a,b,c,d,e\n", encoding="utf-8")
    assert "+ 1 that could not be read" in repr(report.open_file(path, needs=NEEDS))


def test_what_a_column_became_and_what_was_lost_is_said_in_words(tmp_path):
    run = Run(club(), tmp_path)
    cost = run.found[2]
    said = " ".join(cost.found)
    assert run.copy.became["Postcode"] in ("its first character", "its first 2 characters", "hidden")
    assert "first 1" not in cost.table.to_csv()
    assert "100 % would be all of these columns hidden" in said
    assert "set aside" not in said


@pytest.mark.parametrize(("empty", "says"), [(1, "1 row has one"), (3, "3 rows have one")])
def test_one_is_said_as_one(tmp_path, empty, says):
    table = club()
    table.loc[: empty - 1, "Postcode"] = None
    assert says in " ".join(Run(table, tmp_path).found[1].found)


def test_the_notebook_promises_no_more_than_it_does():
    text = find_report("privacy").path.read_text(encoding="utf-8")
    assert "that were found in texts" in text
    assert "Names on no list stay" in text
