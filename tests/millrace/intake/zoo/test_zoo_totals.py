"""Sums without a word for it: left out where a label is blank, told where nothing but the figures says so."""

import pytest

from millrace import intake
from zoo import plain_rows

WIDE = ["Artikel;Stk;EUR;Stk Vorjahr;EUR Vorjahr", "Dose;1;2,50;3;4,50", "Krug;2;3,50;4;5,50", "Topf;3;4,50;5;6,50"]
TOWNS = ["town,visits,buyers", "Fes,120,12", "Rabat,95,9", "Tanger,80,11"]
KEPT = "rows that are sums of others, in doubt"


def read(tmp_path, lines, name="sales.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    frame = intake.read_table(path)
    report = intake.report(frame)
    assert report.rows_present == len(frame) + report.rows_set_aside + report.rows_quarantined
    return frame, report


@pytest.mark.parametrize("total", [";6;10,50;12;16,50", ";6;10,50;;16,50", ' ;6;"10,50";12;16,50'])
def test_a_sum_under_a_blank_label_is_left_out_however_many_figures_are_beside_it(tmp_path, total):
    frame, report = read(tmp_path, [*WIDE, total])
    assert frame["Artikel"].tolist() == ["Dose", "Krug", "Topf"]
    assert "line 5, set aside: subtotal: no label, but the figures are the sums of the rows above" in str(report)


@pytest.mark.parametrize("row", [";7;11,50;13;17,50", ";3;4,50;5;6,50"])
def test_a_row_without_a_label_that_is_no_sum_is_kept(tmp_path, row):
    frame, report = read(tmp_path, [*WIDE, row])
    assert len(frame) == 4
    assert KEPT not in {what for what, _, _ in report.findings}


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["qty,amount", "10,2.50", "20,3.25", "30,5.00", "60,10.75"], 5),
        ([TOWNS[0], ",295,32", *TOWNS[1:]], 2),
        ([TOWNS[0], "Marokko,295,32", *TOWNS[1:]], 2),
        ([*TOWNS, "Marokko,295,32"], 5),
        (["date;kg;€", "2024-01-01;1,5;10,00", "2024-01-02;2,5;20,00", "2024-01-03;3,5;30,50", "2024-01;7,5;60,50"], 5),
    ],
    ids=["only figures", "sum above", "sum above with a name", "sum below with a name", "a month"],
)  # fmt: skip
def test_a_row_that_is_the_sum_of_all_others_is_kept_and_told_first(tmp_path, lines, line):
    frame, report = read(tmp_path, lines)
    assert len(frame) == len(lines) - 1
    what, found, why = report.findings[0]
    assert (what, found.split(",")[0]) == (KEPT, f"line {line}")
    assert "kept" in why


@pytest.mark.parametrize(
    "lines",
    [
        TOWNS,
        ["a,b", "1,1", "2,2", "3,3"],
        ["a,b", "0,0", "0,0", "0,0", "0,0", "0,0"],
        ["year,sold", "2021,5", "2022,6", "2023,7", "2024,18"],
        ["n,x", "5,a", "6,b", "7,c", "18,d"],
    ],
    ids=["no sum", "too few rows", "only zeros", "one column of two", "one column"],
)
def test_what_chance_does_is_not_told_as_a_sum(tmp_path, lines):
    frame, report = read(tmp_path, lines)
    assert len(frame) == len(lines) - 1
    assert KEPT not in {what for what, _, _ in report.findings}


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["date,weight,length,name", ",kg,m,", "1 Mai,12.5,3.2,a", "2 Mai,11.5,3.1,b", "3 Mai,10.5,3,c"], 2),
        (["Region;Plan;Ist", ";kEUR;kEUR", "N;1;2", "S;3;4", "W;5;6"], 2),
        (["maand;omzet;kosten", "jan;12,5;3,1", "feb;11,5;3,4", ";EUR;EUR", "mrt;10,5;3,0"], 4),
    ],
    ids=["some columns", "the same unit twice", "between rows"],
)  # fmt: skip
def test_a_row_of_units_is_kept_and_told_first(tmp_path, lines, line):
    frame, report = read(tmp_path, lines)
    assert len(frame) == len(lines) - 1
    assert report.findings[0][0] == "another header in doubt"
    assert report.findings[0][1].startswith(f"line {line}, for example")


def test_rows_of_words_are_not_taken_for_units(tmp_path):
    frame, report = read(tmp_path, ["name,town,n", "Li,Fes,1", "Bo,Bern,2", "Jo,Graz,", "Al,Linz,4"])
    assert plain_rows(frame)[2][:2] == ["Jo", "Graz"]
    assert "another header in doubt" not in {what for what, _, _ in report.findings}
