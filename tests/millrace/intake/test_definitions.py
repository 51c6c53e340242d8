"""What reading counts, joins and sets aside, held to a definition in one line each, and to what lies on either side."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ColumnError, FileError
from millrace.intake import delimited
from millrace.intake.asides import set_aside
from millrace.intake.chats.mentions import find_items
from millrace.intake.delimited import Lines, repair
from millrace.intake.dialects import find_dialect
from millrace.intake.encodings import decode_text
from millrace.intake.headers import find_header
from millrace.intake.quoting import Dialect, join_records

RANDOM = np.random.default_rng(11)
COMMAS = Dialect(",", '"')


def draw(signs, *, lines, longest):
    return ["".join(RANDOM.choice(list(signs), RANDOM.integers(0, longest))) for _ in range(lines)]


TEXTS = [draw('ab,"', lines=12, longest=9) for _ in range(60)] + [draw("ab,", lines=12, longest=9) for _ in range(5)]


def page_of(texts, *, careful=False):
    return repair(Lines("".join(f"{text}\n" for text in texts).encode()), COMMAS, width=3, careful=careful)


@pytest.mark.parametrize("block", [1, 7, 30, 2**24])
def test_records_are_those_that_are_read_one_by_one_whatever_the_size_of_a_block(monkeypatch, block):
    monkeypatch.setattr(delimited, "_BLOCK", block)
    for texts in TEXTS:
        page, records = page_of(texts, careful=True), list(join_records(texts, COMMAS, width=3))
        assert [page.row(i) for i in range(len(page))] == [list(record.cells) for record in records]
        assert page.cells.tolist() == [len(record.cells) for record in records]
        assert page.first_line.tolist() == [record.line for record in records]


@pytest.mark.parametrize("block", [1, 5, 16, 2**24])
def test_cells_of_lines_in_order_are_counted_as_the_csv_module_counts_them(monkeypatch, block):
    monkeypatch.setattr(delimited, "_BLOCK", block)
    pieces = ["", "a", '"b"', '"c,d"', '""', '"e,,f"']
    texts = [",".join(RANDOM.choice(pieces, RANDOM.integers(1, 6))) for _ in range(40)]
    assert page_of(texts).cells.tolist() == [len(next(csv.reader([text]), [""])) or 1 for text in texts]


def test_a_line_whose_mark_stays_open_does_not_change_the_count_of_the_next_ones():
    texts = ["a,b,c", 'd,"e,f', "g,h,i", "j,k,l"]
    page = page_of(texts)
    assert page.cells.tolist()[2:] == [3, 3]
    assert page.row(1) == ["d", '"e', "f"]
    assert list(page.broken) == [1]


def test_a_careful_look_sees_marks_at_edges_that_belong_to_no_pair():
    """Both marks are beside a delimiter and their number is even, yet neither of them opens and closes a cell."""
    texts = ["a,b,c", 'd",e,"f', "g,h,i"]
    assert page_of(texts, careful=True).cells.tolist() == [3, 3, 3]


@pytest.mark.parametrize(
    ("text", "backslash", "cells"),
    [
        ('x"y,z"w,q', False, ['x"y', 'z"w', "q"]),
        (r'"a\",b\",c",x', True, ['a",b",c', "x"]),
        ('"a,b",c', True, ["a,b", "c"]),
    ],
)
def test_marks_that_open_and_close_no_cell_are_seen_at_a_quick_look_too(text, backslash, cells):
    page = repair(Lines(f"k,l,m\n{text}\n".encode()), Dialect(",", '"', backslash), width=3)
    assert page.row(1) == cells
    assert page.cells[1] == len(cells)


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        ('b,"6 inch",c', False),
        ('b, "6 inch",c', False),
        ('"6 inch",c', False),
        ('b and "6 inch",c', True),
        ('b",c', True),
    ],
)
def test_a_cell_is_not_carried_on_over_a_line_that_opens_one_of_its_own(second, joined):
    records = list(join_records(['a,"5 inch', second], COMMAS))
    assert (len(records) == 1) is joined
    assert records[0].broken is not joined
    assert records[-1].line == (0 if joined else 1)


@pytest.mark.parametrize("blanks", [0, 1, 5])
def test_blank_lines_are_no_evidence_of_how_cells_are_separated(blanks):
    lines = ["sku;price", *["", "  "] * blanks, "BG-1;12,50", *[""] * blanks, "BG-2;8,00"]
    dialect, why = find_dialect(lines)
    assert (dialect.delimiter, why) == (";", "it splits 3 of 3 sampled rows into 2 cells")


NAMES = ["no", "buyer", "pieces", "cny", "day"]


def rows_of(width, *, remark_in=None):
    rows = [[str(n), "Anna", str(5 + n), "7.5", f"2025-01-0{n + 1}"][:width] for n in range(6)]
    return [[*row, "", "", "urgent"] if n == remark_in else row for n, row in enumerate(rows)]


@pytest.mark.parametrize("width", [3, 4, 5])
@pytest.mark.parametrize("missing", [0, 1])
def test_a_header_may_lack_its_last_name(width, missing):
    header = find_header([NAMES[: width - missing], *rows_of(width)])
    assert header.rows == (0,)


@pytest.mark.parametrize("remark_in", [None, 0, 1, 2, 5])
def test_a_remark_far_to_the_right_of_one_row_leaves_the_header_where_it_is(remark_in):
    assert find_header([NAMES[:3], *rows_of(3, remark_in=remark_in)]).rows == (0,)


def test_a_line_that_ends_far_before_the_rows_below_it_is_no_header():
    assert find_header([["Date", "2025-01-31", "Lantern"], NAMES, *rows_of(5)]).rows == (1,)


def aside(cells, *, width):
    rows = [[f"{row}", *(f"BG-{row}{i}" for i in range(1, width))] for row in range(4)]
    body = pd.DataFrame([*rows, [*cells, *[np.nan] * (width - len(cells))]], columns=range(width), dtype=object)
    header = [f"column {i}" for i in range(width)]
    return set_aside(body, names=header, header=[header], keep_subtotals=False).reasons.get(4, "")


@pytest.mark.parametrize(("width", "most"), [(1, 0), (2, 1), (3, 2), (4, 3), (5, 2), (6, 3), (8, 4), (9, 4)])
def test_a_note_may_be_split_by_its_commas_into_so_many_cells(width, most):
    taken = [bool(aside(["Note: all", *["as seen"] * (n - 1)], width=width)) for n in range(1, width + 1)]
    assert taken == [n <= most for n in range(1, width + 1)]


@pytest.mark.parametrize(("width", "most"), [(1, 0), (2, 1), (3, 1), (5, 1), (6, 2), (8, 2), (12, 2)])
def test_words_that_do_not_begin_like_a_note_may_take_fewer(width, most):
    taken = [bool(aside(["seen by all:", *["as seen"] * (n - 1)], width=width)) for n in range(1, width + 1)]
    assert taken == [n <= most for n in range(1, width + 1)]


@pytest.mark.parametrize(("length", "is_note"), [(39, False), (40, True), (80, True)])
def test_a_sentence_that_mentions_the_total_is_a_note_and_a_few_words_are_not(length, is_note):
    found = aside([f"Note: total{'.' * (length - 11)}"], width=6)
    assert (found == "note below the table") is is_note


def kept_rows(label, number):
    """Set aside what is no data, where a row with a label in the place of a name has a code of its own."""
    rows = [["1", "Anna", "a", "5"], ["2", "Bo", "b", "6"], [number, label, "c", "40"], ["4", "Cy", "d", "7"]]
    body = pd.DataFrame(rows, columns=range(4), dtype=object)
    header = ["no", "buyer", "code", "pieces"]
    return set_aside(body, names=header, header=[header], keep_subtotals=False)


@pytest.mark.parametrize(
    ("label", "noted"), [("Total", True), ("SUBTOTAL:", True), ("Dora", False), ("Total Petroleum", False)]
)
@pytest.mark.parametrize("number", ["3", np.nan])
def test_a_row_with_a_code_of_its_own_is_data_and_noted_only_where_it_is_called_nothing_but_total(label, noted, number):
    asides = kept_rows(label, number)
    assert (asides.reasons, asides.kept) == ({}, [2] if noted else [])


@pytest.mark.parametrize("columns", [["time", "sender"], []])
def test_a_chat_without_its_text_is_said_to_be_the_one_at_fault(columns):
    with pytest.raises(ColumnError, match="the messages"):
        find_items(pd.DataFrame(columns=columns), ["LB-W012"])


def test_a_file_that_may_not_be_opened_says_why_and_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text("a,b\n1,2\n")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(
        FileError, match=r"'orders.csv' cannot be opened \(Permission denied\)\. Expected: .* Close it in"
    ):
        intake.read_table(path)


@pytest.mark.parametrize("encoding", ["cp1252", "gb18030"])
def test_four_letters_of_two_bytes_in_a_line_are_read_as_what_they_are_among_lines_of_another_encoding(encoding):
    text = "Straße;Köln" if encoding == "cp1252" else "\u8ba2\u5355;\u4e49\u4e4c\u5c0f\u5546\u54c1"
    lines = [f"{n};{text}".encode(encoding) for n in range(30)]
    decoded = decode_text(b"\n".join([*lines, "äöüß".encode()]))
    assert decoded.data.decode().split("\n") == [*(f"{n};{text}" for n in range(30)), "äöüß"]
    assert decoded.replaced == 0


def test_three_of_them_may_be_chance_in_a_text_of_double_bytes():
    text = "\u8ba2\u5355;\u4e49\u4e4c\u5c0f\u5546\u54c1"
    data = "\n".join(f"{n};{text}" for n in range(30)).encode("gb18030") + b"\n" + "äöü".encode()
    assert decode_text(data).data.decode() == data.decode("gb18030")


@pytest.fixture
def months(tmp_path):
    """Read two sheets with the given headers and rows of the same shape."""

    def read(*headers):
        path = tmp_path / "months.xlsx"
        with pd.ExcelWriter(path) as out:
            for n, header in enumerate(headers):
                rows = [[f"{header[0]}-{n}{i}", *range(1, len(header))] for i in range(6 - n)]
                pd.DataFrame(rows, columns=header).to_excel(out, sheet_name=f"sheet {n}", index=False)
        return intake.read_workbook(path)

    return read


def read_as(frame):
    return {found: why for what, found, why in intake.report(frame).findings if what.startswith("column name")}


MODEL = ["sku", "pieces", "price", "amount"]


def test_a_column_of_nearly_the_same_name_is_the_same_and_one_of_another_is_not(months):
    assert read_as(months(MODEL, ["sku", "pieces", "prices", "amount"])) == {
        "'prices' read as 'price'": "the names are alike"
    }
    # Not alike, but the only one left in its place.
    assert read_as(months(MODEL, ["sku", "pieces", "cny", "amount"])) == {
        "'cny' read as 'price'": "it is in the same place, and no other column is left for it"
    }
    # Not alike, and in another place.
    frame = months(MODEL, ["sku", "cny", "pieces", "amount"])
    assert read_as(frame) == {}
    assert "cny" in frame.columns
    assert frame.loc[frame["sheet"] == "sheet 1", "price"].isna().all()
