"""Each check finds what is planted, in its rows, and claims nothing about a table in which nothing is wrong."""

import random

import pandas as pd
import pytest

from company_tables import clean_orders, unclean_orders
from millrace import reports
from millrace.reports import data_quality
from millrace.reports.catalogue import find_report
from millrace.reports.data_quality import dates

NOTEBOOK = find_report("data-quality").path


def cells():
    import nbformat

    made = nbformat.read(NOTEBOOK, as_version=4)
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


def run(file, folder, **parameters):
    """Run the notebook's code in this process, with parameters, and return its names."""
    names = {}
    for place, code in enumerate(cells()):
        exec(compile(code, f"cell {place}", "exec"), names)
        if place == 0:
            assert parameters.keys() <= names.keys()
            names |= {"file": str(file), "workbook": str(folder / "result.xlsx"), **parameters}
    return names


def saved(path, table):
    table.to_csv(path, index=False)
    return path


def said(names):
    return repr(data_quality.decisions(names["checks"]))


@pytest.fixture
def done(unclean, tmp_path):
    return run(unclean, tmp_path)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_wrong_is_planted_and_nothing_is_claimed(tmp_path, seed, kind):
    table = clean_orders(rows=40 + 60 * seed, seed=seed)
    path = tmp_path / f"clean.{kind}"
    table.to_csv(path, index=False) if kind == "csv" else table.to_excel(path, index=False, engine="xlsxwriter")
    names = run(path, tmp_path)
    assert said(names) == "Nothing was found that needs you."
    assert names["rows"].empty
    assert (names["score"]["score"] == 1).all()


def test_rows_read_set_aside_and_in_quarantine_add_up(done):
    balance = data_quality.balance(done["table"])
    assert balance["rows"].iloc[:-1].sum() == balance["rows"].iloc[-1] == 124
    aside = data_quality.left_aside(done["table"])
    assert len(done["table"]) + len(aside) == 124
    assert aside["what became of it"].tolist() == ["in quarantine", "set aside", "set aside"]


@pytest.mark.parametrize("seed", range(5))
def test_they_add_up_whatever_is_in_the_file(tmp_path, seed):
    chance = random.Random(seed)
    lines = clean_orders(30, seed).to_csv(index=False).splitlines()
    for _ in range(8):
        lines.insert(
            chance.randint(1, len(lines)), chance.choice(["", "Total,,,,900,", "a,b,c,d,e,f,g,h", lines[0], ",,,,,"])
        )
    path = tmp_path / "messy.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = reports.read_file(path)
    assert len(table) + len(data_quality.left_aside(table)) == len(lines)
    assert data_quality.balance(table)["rows"].iloc[:-1].sum() == len(lines)


def test_each_planted_fault_is_found_in_its_row(done):
    places = dict(zip(done["rows"]["place"], done["rows"]["reasons"], strict=True))
    assert places == {
        "line 123": "equal to line 23 in every cell",
        "line 13": "Order no A-1010 was used before",
        "line 6": "Order date 03/04/2025 can be read in two ways",
        "line 7": "'31/02/2025' in Order date is no date",
        "line 8": "'about 300' in Amount is no amount",
        "line 11": "Customer 'BERGMANN LEDER GmbH' may be 'Bergmann Leder'",
        "line 9": "Customer missing",
        "line 10": "Customer missing",
    }


def test_three_things_are_asked_on_monday_the_costliest_first(done):
    lines = said(done).splitlines()
    assert lines[0].startswith("1. Have 1 row mended that could not be read (the first is line 124")
    assert lines[1].startswith("2. Find out whether 1 row came into the table twice (for example line 123 and line 23)")
    assert lines[2].startswith("3. Find out which rows of 'Order no'")
    assert lines[3].startswith("These can wait, see above: ")
    assert lines[3].count(",") == 4


def test_who_wrote_a_date_settles_it_only_with_evidence():
    days = ["13/04/2025", "03/04/2025", "04/13/2025", "03/04/2025", "03/04/2025"]
    table = pd.DataFrame({"day": days, "who": ["Lin", "Lin", "Yu", "Yu", "Tao"]})
    read = data_quality.dates.read_dates(table, "day", by="who")
    assert read["date"].dt.strftime("%d %b").tolist()[:4] == ["13 Apr", "03 Apr", "13 Apr", "04 Mar"]
    assert read["settled"].tolist() == [False, True, False, True, False]
    assert read["problem"].tolist() == ["", "", "", "", "ambiguous"]
    check = data_quality.check_dates(table, "day", by="who")
    assert check.problems["row"].tolist() == [4]
    assert "1 date in 'day' such as 03/04/2025" in check.action


def test_a_column_that_is_mostly_empty_is_no_task_but_is_counted():
    table = clean_orders(50).assign(remark=[None] * 45 + ["urgent"] * 5)
    check = data_quality.check_gaps(table)
    assert check.table["column"].tolist() == ["remark"]
    assert check.action == ""
    assert check.problems.empty


def test_gaps_say_who_leaves_them():
    table = pd.DataFrame({"phone": [None] * 40 + ["0571"] * 160, "who": ["Yu"] * 80 + ["Lin"] * 120})
    check = data_quality.check_gaps(table, by="who")
    assert "missing in 50 of 100 rows where who is Yu, in no row where it is Lin" in check.action
    assert "p <" not in check.action


def test_limits_of_ones_own_are_checked(clean, tmp_path):
    table = reports.read_file(clean)
    dear = int((table["Amount"] > 800).sum())
    names = run(clean, tmp_path, highest_amount=800, earliest_date="2025-01-01", required_columns=["Pieces"])
    assert len(names["limits"].problems) == dear > 0
    assert f"Look at {dear} rows outside your limits" in said(names)


def test_a_limit_without_its_column_says_which_to_name(tmp_path):
    path = saved(tmp_path / "a.csv", pd.DataFrame({"x": ["b", "c"], "y": ["d", "e"]}))
    with pytest.raises(reports.choosing.ColumnError, match="amount_column"):
        run(path, tmp_path, lowest_amount=0)


def test_names_differ_in_letters_not_in_numbers_or_legal_forms():
    names = [
        "Casa Oliva",
        "Casa Oliva S.r.l.",
        "CASA  OLIVA",
        "Web panda 6219",
        "Web panda 6217",
        "Hard Tan",
        "Soft Tan",
    ]
    table = pd.DataFrame({"name": names * 3, "n": range(21)})
    pairs = data_quality.check_names(table, "name").table
    assert {frozenset(pair) for pair in pairs[["name", "other name"]].to_numpy().tolist()} == {
        frozenset(p) for p in [names[0:2], names[1:3], [names[0], names[2]]]
    }


def test_of_very_many_names_the_most_frequent_are_compared(monkeypatch):
    monkeypatch.setattr(data_quality.names, "MOST_NAMES", 3)
    table = pd.DataFrame({"name": ["Aaaaaaaa", "aaaaaaaa", "Bbbbbbbb"] * 2 + ["Cccccccc", "cccccccc"], "n": range(8)})
    check = data_quality.check_names(table, "name")
    assert "3 names in 'name' compared (the most frequent of 5); 1 pair" in check.found


def test_currencies_are_not_to_be_added_up():
    check = data_quality.check_amounts(pd.DataFrame({"total": ["USD 12", "EUR 13", "USD 15"]}), "total")
    assert "it holds EUR, USD" in check.action
    assert check.problems.empty


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"a": ["x"], "b": [1]}),
        pd.DataFrame({"only": ["x", "y", "y"]}),
        pd.DataFrame([["x", 1, 2], ["y", 3, 4]], columns=["a", "a", "a"]),
        pd.DataFrame([[5, 6], [7, 8]], columns=["2024", "2025"]),
        pd.DataFrame(
            {"place": ["x", "x"], "reasons": ["y", "y"], "what": [None, None], "row": [1, 1], "sheet": ["k", "k"]}
        ),
        pd.DataFrame({"$a_1$": ["=1+1", "=1+1", "<script>"], "b": [None, None, "c"]}),
    ],
    ids=["one row", "one column", "repeated names", "names that are numbers", "our own names", "signs"],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_odd_tables_are_looked_through_without_an_error(tmp_path, table, kind):
    path = tmp_path / f"odd.{kind}"
    if kind == "csv":
        table.to_csv(path, index=False)
    else:
        with pd.ExcelWriter(
            path, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_formulas": False}}
        ) as book:
            table.to_excel(book, index=False)
    names = run(path, tmp_path)
    assert (tmp_path / "result.xlsx").exists()
    assert len(names["table"]) in (len(table), len(table) + 1)  # numbers alone may be no header
    for check in names["checks"]:
        assert "<script>" not in check._repr_html_()


def test_a_file_without_rows_is_asked_about(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("Date,Customer,Amount\n")
    assert "has no rows of data" in said(run(path, tmp_path))


def test_the_workbook_has_its_sheets_and_formulas_stay_text(tmp_path):
    table = unclean_orders()
    table.loc[2, "Order date"] = "=2+3"
    run(saved(tmp_path / "a.csv", table), tmp_path)
    sheets = pd.read_excel(tmp_path / "result.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["summary", "rows set aside", "rows to look at", "gaps", "duplicates"]
    assert "=2+3" in sheets["rows to look at"]["Order date"].tolist()
    assert set(sheets["duplicates"]["what"]) == {"equal rows", "number used twice", "likely the same name"}


def test_charts_say_in_words_what_they_show(done):
    chart = data_quality.chart_gaps(done["gaps"], len(done["table"]))
    assert chart.text.startswith("Bar chart. 'Customer' has no value in 2 % of the rows")
    assert f'alt="{chart.text.replace(chr(39), "&#x27;")}"' in chart.page
    rows = data_quality.chart_rows(done["checks"], len(done["table"]))
    assert "8 rows of 121 (7 %) have something to look at" in rows.text


def test_a_writer_who_only_looks_filled_in_is_nobody():
    days = ["13/04/2025", "03/04/2025", "14/04/2025", "04/12/2025", "15/04/2025"]
    table = pd.DataFrame({"day": days, "taken by": ["Ann", "Ann", "?", "?", "?"]})
    read = dates.read_dates(table, "day", by="taken by")
    assert read["problem"].tolist() == ["", "", "", "ambiguous", ""]
    shown = data_quality.check_dates(table, "day", by="taken by").table
    assert "(nobody)" in shown["group"].tolist()


def test_a_limit_that_is_broken_names_the_place_in_the_file(tmp_path):
    path = tmp_path / "orders.xlsx"
    rows = [
        ["Orders of our shop", None],
        [None, None],
        ["who", "paid"],
        ["Ann", 10],
        ["Bo", 20],
        ["Total", 30],
        ["Cy", 9000],
    ]
    pd.DataFrame(rows).to_excel(path, header=False, index=False)
    table = reports.read_file(path)
    shown = data_quality.check_limits(table, amount="paid", highest_amount=100).table
    assert shown["example"].iloc[0].startswith("Sheet1, row 7: ")


def test_equal_rows_of_a_workbook_count_in_the_score_as_well(tmp_path):
    path = tmp_path / "orders.xlsx"
    pd.DataFrame({"who": ["Ann", "Bo", "Ann"], "paid": [10, 20, 10]}).to_excel(path, index=False)
    table = reports.read_file(path)
    card = data_quality.scorecard(table).set_index("dimension")
    assert card.loc["uniqueness", "score"] < 1
    assert len(data_quality.check_repeats(table).problems) == 1
