"""Where a table's names are, whatever is above them, and where it has none."""

import datetime as dt
import itertools
import random

import pytest

from millrace.errors import ArgumentError
from millrace.intake.headers import cell_kind, find_header, header_at

SKU = ["no", "sku", "pieces", "price"]
TOWN = ["no", "day", "name", "town"]
PAIRS = [((0, 0), (0, 1)), ((0, 2), (0, 3))]
DOWN = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))]
TWICE = ((0, 1), ["no", "Order day", "Customer day", "town"])
NUMBERED = "already looks like the data below it, so the columns are numbered"


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("blank", [None, float("nan"), "", "  \t"]),
        ("moment", [dt.date(2024, 1, 5), dt.datetime(2024, 1, 5), dt.time(9), dt.timedelta(hours=1), "2024-01-05"]),
        ("moment", ["5/3/2024", "2024年3月5日", "2024-03", "9:12", "9:12:33", "9:12 PM"]),
        ("moment", ["2024-01-05 10:30", "5 Mar 2024"]),
        ("number", [True, 7, 2.5, "12", "1,200.50", "-3", "(35)", "12 %", "€5", "CNY 5", " 12 ", "1e5"]),
        ("code", ["BG-1A", "ORD-2024/7", "a@b.de", "https://shop.example", "x" * 29 + "1"]),
        ("text", ["sku", "No.", "x" * 30 + "1", "7 pcs", "Anna Smith", "USDT 5", "a@b"]),
    ],
)  # fmt: skip
def test_a_cell_is_of_one_kind(kind, cells):
    assert [cell_kind(cell) for cell in cells] == [kind] * len(cells)


def rows(text):
    return [line.split(",") for line in text.split("\n")]


def found(text, **merged):
    header = find_header(rows(text), **merged)
    return header.rows, header.names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2", ((0,), ["a", "b"])),
        ("a,b", ((0,), ["a", "b"])),
        ("Sales\n\nsku,pieces\nBG-1,2", ((2,), ["sku", "pieces"])),
        ("name,town\nAnna,Yiwu\nBo,Paris", ((0,), ["name", "town"])),
        ("Firm:,Lantern\n\nno,sku,pieces,price\n1,BG-1,2,3.5\n2,BG-2,3,4.5", ((2,), SKU)),
        ("2024-03-01,9:12,2024-03-02,Lantern\nno,sku,pieces,price\n1,BG-1,2,3.5\n2,BG-2,3,4.5", ((1,), SKU)),
        ("Orders of March,,,\nno,sku,pieces,price\n1,BG-1,2,3.5", ((1,), SKU)),
        (
            "order,,customer,\nno,date,name,date\n1,2024-01-02,Anna,2024-02-01",
            ((0, 1), ["no", "order date", "name", "customer date"]),
        ),
        ("sku,pieces, \nBG-1A,2,x\nBG-2A,3,y", ((0,), ["sku", "pieces", "column 3"])),
        (",,\n,,\nno,sku,pieces\n1,BG-1,2", ((2,), ["no", "sku", "pieces"])),
        ("code,day,pieces\nBG-1A,2024-01-05,2\nBG-2A,2024-01-06,3", ((0,), ["code", "day", "pieces"])),
        ("team,2025-01-06,3.2.25,1.3.25\nA,5,6,10.05\nB,,8,9", ((0,), ["team", "2025-01-06", "3.2.25", "1.3.25"])),
        ("sku,L1A,L2A\nBG-1A,4,5\nBG-2A,6,7", ((0,), ["sku", "L1A", "L2A"])),
    ],
)  # fmt: skip
def test_the_names_are_found_below_titles_and_above_the_data(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "titles", "width"),
    [
        ("1,2\n3,4", 0, 2),
        ("2024-01-05,BG-1A,2\n2024-01-06,BG-2A,3", 0, 3),
        ("Sales of March\n1,2\n3,4", 1, 2),
        ("Anna,Yiwu\nBo,Yiwu\nAnna,Paris", 0, 2),
        ("name,town\nAnna,Yiwu\nBo,Paris\nname,x", 0, 2),
        ("2023,2024\n1,2\n3,4", 0, 2),
        ("A,2025-01-06,2025-01-07,2025-01-08\nB,2025-02-06,2025-02-07,2025-02-08", 0, 4),
        ("A,2025-01-06,2025-01-06,2025-01-06\nB,1,2,3", 0, 4),
        ("5,6", 0, 2),
    ],
)
def test_a_table_whose_first_row_looks_like_data_gets_numbered_columns(text, titles, width):
    header = find_header(rows(text))
    assert header.rows == ()
    assert header.names == [f"column {i}" for i in range(1, width + 1)]
    assert header.first_data_row == header.titles == titles
    assert header.why == f"row {titles + 1} {NUMBERED}"


@pytest.mark.parametrize("text", ["", ",,", "\n\n"])
def test_rows_without_cells_have_no_header(text):
    header = find_header(rows(text))
    assert (header.rows, header.names, header.why, header.first_data_row) == ((), [], "no row has cells", 0)


NAMES = ["sku", "buyer", "day", "pieces", "price", "note"]
VALUES = {
    "sku": lambda i: f"BG-{i}A", "buyer": lambda i: f"{chr(65 + i)}nna Smith", "day": lambda i: f"2024-01-{i + 10}",
    "pieces": lambda i: str(i + 1), "price": lambda i: f"{i}.50", "note": lambda i: f"{'abcdefghij'[i]} fine bag",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_neither_the_order_of_columns_nor_titles_above_change_the_names(seed):
    rng = random.Random(seed)
    names = ["pieces", *rng.sample([n for n in NAMES if n != "pieces"], rng.randint(2, 5))]
    rng.shuffle(names)
    data = [[VALUES[name](i) for name in names] for i in range(rng.randint(1, 10))]
    titles = rng.choice([[], [["Orders of March"]], [["Orders of March"], []], [[], ["printed today"], [""]]])
    header = find_header([*titles, names, *data])
    assert (header.rows, header.names) == ((len(titles),), names)
    assert header.first_data_row == len(titles) + 1


@pytest.mark.parametrize("seed", range(20))
def test_without_names_every_row_is_data(seed):
    rng = random.Random(seed)
    names = ["pieces", "day", *rng.sample(["sku", "price", "buyer"], rng.randint(1, 3))]
    data = [[VALUES[name](i) for name in names] for i in range(rng.randint(2, 10))]
    header = find_header(data)
    assert (header.rows, header.first_data_row) == ((), 0)
    assert header.names == [f"column {i + 1}" for i in range(len(names))]


@pytest.mark.parametrize("one_row", list(itertools.product([1, 3], ["text", "kinds"])))
def test_the_evidence_says_how_many_cells_and_what_is_below(one_row):
    n, kind = one_row
    data = [["Anna" + "x" * i, "Yiwu" + "y" * i] if kind == "text" else ["BG-1A", "2"] for i in range(n)]
    below = {"text": "words that do not come again below", "kinds": "words above columns of other kinds"}[kind]
    assert find_header([["sku", "pieces"], *data]).why == f"the first full row, 2 cells, {below}"
    assert find_header([["sku", "pieces"]]).why == "the first full row, 2 cells, nothing is below it"


def test_a_row_of_groups_is_named_in_the_evidence():
    grouped = "order,,customer,\nno,date,name,date\n1,2024-01-02,Anna,2024-02-01"
    assert find_header(rows(grouped)).why.endswith("; the row above it names groups of columns")
    assert "groups" not in find_header(rows("no,date\n1,2024-01-02")).why


def grouped(*, upper, lower=("no", "day", "name", "town"), above=()):
    data = [[str(i), f"2024-01-{i + 10}", "Anna", "Yiwu"] for i in range(1, 4)]
    return [*above, list(upper), list(lower), *data]


@pytest.mark.parametrize(
    ("upper", "lower", "merged", "expected"),
    [
        (["Order", "", "Customer", ""], TOWN, PAIRS, ((0, 1), TOWN)),
        (["Order", "", "Customer", ""], ["no", "day", "day", "town"], PAIRS, TWICE),
        (["No", "Order", "", "Town"], ["", "day", "name", ""], DOWN, ((0, 1), ["No", "day", "name", "Town"])),
        (["Orders of March", "", "", ""], TOWN, [((0, 0), (0, 3))], ((1,), TOWN)),
        (["Printed by Anna:", "", "Yiwu", ""], TOWN, [], ((1,), TOWN)),
        (["x" * 41, "", "Yiwu", ""], TOWN, [], ((1,), TOWN)),
        (["7", "", "Yiwu", ""], TOWN, [], ((1,), TOWN)),
    ],
    ids=["merged", "names twice", "down and across", "title across all", "key and value", "long", "a number"],
)  # fmt: skip
@pytest.mark.parametrize("above", [0, 2])
def test_a_row_of_groups_is_part_of_the_header_and_a_title_is_not(upper, lower, merged, expected, above):
    merged = [((a + above, b), (c + above, d)) for (a, b), (c, d) in merged]
    titles = [["Lantern", "", "", ""], ["", "", "", ""]][:above]
    header = find_header(grouped(upper=upper, lower=lower, above=titles), merged=merged)
    assert (tuple(i - above for i in header.rows), header.names) == expected


def test_the_line_that_the_caller_names_is_the_header():
    table = [["Lantern"], ["no", "sku"], ["1", "BG-1"]]
    header = header_at(table, [1, 4, 5], 4)
    assert (header.rows, header.names, header.why, header.first_data_row) == ((1,), ["no", "sku"], "named by you", 2)
    assert header_at([["a", "a"], ["1", "2"]], [1, 2], 1).names == ["a", "a 2"]


def test_no_header_at_all_is_as_wide_as_the_widest_row():
    header = header_at([["1"], ["1", "2", "3"], ["1", "2"]], [1, 2, 3], 0)
    assert (header.rows, header.names) == ((), ["column 1", "column 2", "column 3"])
    assert (header.first_data_row, header.why) == (0, "you said there is no header")


@pytest.mark.parametrize("line", [2, 3, 6])
def test_a_line_on_which_no_row_starts_is_refused(line):
    with pytest.raises(ArgumentError, match=rf"header_row is {line}, but no row starts there.*first 3 lines"):
        header_at([["a"], ["1"], ["2"]], [1, 4, 5, 6], line)


@pytest.mark.parametrize(
    "years", [("2023", "2024"), (2023, 2024), (2023.0, 2024.0), ("Q1/2023", "Q2/2023"), ("2023/24", "2024/25")]
)
@pytest.mark.parametrize("merged", [[((0, 1), (0, 2)), ((0, 3), (0, 4))], []])
def test_years_above_names_that_come_again_are_groups(years, merged):
    table = [[None, years[0], None, years[1], None], ["Region", "Plan", "Ist", "Plan", "Ist"]]
    header = find_header([*table, ["N", 1, 2.5, 3, 4], ["S", 2, 3.5, 4, 5]], merged=merged)
    first, second = (str(int(year)) if isinstance(year, float) else str(year) for year in years)
    assert header.rows == (0, 1)
    assert header.names == ["Region", f"{first} Plan", f"{first} Ist", f"{second} Plan", f"{second} Ist"]


def test_figures_above_a_header_without_repeated_names_are_no_groups():
    table = [
        [None, 2023, None, 7, None],
        ["Region", "Plan", "Ist", "Soll", "Rest"],
        ["N", 1, 2, 3, 4],
        ["S", 2, 3, 4, 5],
    ]
    assert find_header(table).rows == (1,)
