"""Text files as a whole: how wide the table is, what is mended, what is quarantined, and what the report says of it."""

import pandas as pd
import pytest

from millrace import intake


@pytest.fixture
def read(tmp_path):
    def read(text, *, name="orders.csv", **given):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return intake.read_table(path, **given)

    return read


def findings(frame):
    return {what: (found, why) for what, found, why in intake.report(frame).findings}


def counts(frame):
    report = intake.report(frame)
    return report.rows_present, report.rows_read, report.rows_set_aside, report.rows_quarantined


def test_short_rows_are_counted_and_filled(read):
    frame = read("a,b,c\n1,x,2\n2,y\n3,z\n\n4,w,5\n")
    assert findings(frame)["short rows"] == ("2 filled up with blanks, lines 3, 4", "they have fewer than 3 cells")
    assert frame["c"].isna().tolist() == [False, True, True, False]
    assert counts(frame) == (6, 4, 2, 0)
    assert "short rows" not in findings(read("a,b,c\n1,x,2\n2,y,3\n"))


def test_blanks_beyond_the_last_column_are_cut_off_and_anything_else_is_quarantined(read):
    frame = read("a,b\n1,x,\n2,y, ,\n3,z,,w\n4,v\n5,u\n6,t\n7,s\n8,r\n")
    assert frame["a"].tolist() == [1, 2, 4, 5, 6, 7, 8]
    assert intake.quarantined(frame).values.tolist() == [[4, "4 cells where the header has 2 names", "3,z,,w"]]
    assert counts(frame) == (9, 7, 1, 1)


def test_cells_over_several_lines_are_counted(read):
    frame = read('a,b\n1,"x\ny"\n2,z\n3,"u\n\nv"\n')
    assert findings(frame)["cells over several lines"] == (
        "2 rows", "a quotation mark opens on one line and closes on a later",
    )  # fmt: skip
    assert counts(frame) == (4, 3, 1, 0)
    assert "cells over several lines" not in findings(read('a,b\n1,"x"\n2,z\n'))


@pytest.mark.parametrize(("longer", "named"), [(10, True), (9, True), (8, False)])
def test_rows_that_have_one_cell_more_than_the_header_have_names_of_rows(read, longer, named):
    rows = [f"r{i}x,{i},{i}.5" if i < longer else f"{i},{i}.5" for i in range(10)]
    frame = read("\n".join(["n,price", *rows]))
    assert list(frame.columns) == (["row name", "n", "price"] if named else ["n", "price"])
    assert ("column without a name" in findings(frame)) == named
    assert sum(counts(frame)[1:]) == counts(frame)[0] == 11


def test_one_blank_cell_more_in_every_row_names_no_rows(read):
    frame = read("n,price\n" + "".join(f"{i},{i}.5,\n" for i in range(9)))
    assert list(frame.columns) == ["n", "price"]
    assert counts(frame) == (10, 9, 1, 0)


def test_a_table_without_header_is_as_wide_as_most_of_its_rows(read):
    frame = read("1;2\n3;4;5\n6;7;8\n9;10;11\n", header_row=0)
    assert list(frame.columns) == ["column 1", "column 2", "column 3"]
    assert (counts(frame), len(frame)) == ((4, 4, 0, 0), 4)


@pytest.mark.parametrize(
    ("text", "mark", "why"),
    [
        ("sep=;\na;b\n1;2\n", ";", "named in the file's first line"),
        ("\ufeffSEP=|\na|b\n1|2\n", "|", "named in the file's first line"),
        ('"sep=;"\na;b\n1;2\n', ";", "named in the file's first line"),
        ("a;b\n1;2\n", ";", "it splits 2 of 2 sampled rows into 2 cells"),
    ],
)  # fmt: skip
def test_a_separator_named_in_the_first_line_is_taken(read, text, mark, why):
    frame = read(text)
    assert frame.to_dict("list") == {"a": [1], "b": [2]}
    assert findings(frame)["delimiter"] == (repr(mark), why)
    assert intake.report(frame).delimiter == mark


def test_a_delimiter_that_the_caller_names_goes_before_that_of_the_first_line(read):
    frame = read("sep=;\na|b\n1|2\n", delimiter="|")
    assert frame.to_dict("list") == {"a": [1], "b": [2]}
    assert intake.report(frame).delimiter == "|"
    assert findings(read("a;b\n1;2\n", delimiter=";"))["delimiter"] == ("';'", "named by you")


def test_columns_lined_up_with_spaces_are_said_to_be(read):
    frame = read("  no   pieces\n   1        2\n  10       13  \n  11       14\n")
    assert frame.to_dict("list") == {"no": [1, 10, 11], "pieces": [2, 13, 14]}
    assert findings(frame)["delimiter"] == ("' {2,}'", "cells are lined up with spaces")


def test_a_delimiter_of_several_bytes_is_found_and_named(read):
    frame = read("a，b\n1，2\n3，4\n")
    assert frame.to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    assert intake.report(frame).delimiter == "，"


def test_unreadable_characters_are_counted_and_explained(read):
    frame = read("a,b\n1,x\n2,y\xff\xfe\n".encode("latin-1"), encoding="ascii")
    assert intake.report(frame).replaced_characters == 2
    assert findings(frame)["unreadable characters"] == (
        "2",
        "their bytes mean nothing in this encoding; shown as \ufffd",
    )
    assert "unreadable characters" not in findings(read("a,b\n1,x\n"))


def test_the_line_of_each_row_is_that_of_the_file(read):
    frame = read('Orders\n\na,b\n1,"x\ny"\n2,z,9\n\n3,w\n', header_row=3)
    assert intake.report(frame).set_aside[["line", "reason"]].values.tolist() == [
        [1, "title above the table"], [2, "blank row"], [3, "header"], [7, "blank row"],
    ]  # fmt: skip
    assert intake.quarantined(frame)["line"].tolist() == [6]
    assert (intake.report(frame).header_row, findings(frame)["header"]) == (3, ("line 3", "named by you"))


def test_a_column_without_name_and_values_is_left_out_and_named(read):
    frame = read("a,,b\n1,,x\n2,,y\n")
    assert list(frame.columns) == ["a", "b"]
    assert findings(frame)["columns left out"] == ("column 2", "they have neither a name nor a value")
    assert list(read("a,,b\n1,,x\n2,z,y\n").columns) == ["a", "column 2", "b"]
    assert list(read("1,,x\n2,,y\n", header_row=0).columns) == ["column 1", "column 2", "column 3"]


def test_rows_that_only_look_like_totals_are_kept_and_named(read):
    frame = read("brand,pieces\nTotal,2\nShell,3\nEsso,5\n")
    assert frame["brand"].tolist() == ["Total", "Shell", "Esso"]
    assert findings(frame)["rows that look like totals"][0] == "kept, line 2"


@pytest.mark.parametrize("rows", [1, 60, 61, 200, 401])
def test_every_row_of_a_file_of_any_length_is_read(read, rows):
    text = "no,sku,note\n" + "".join(f'{i},BG-{i}A,"say ""{i}"""\n' for i in range(rows))
    frame = read(text)
    assert frame["no"].tolist() == list(range(rows))
    assert frame["note"].tolist() == [f'say "{i}"' for i in range(rows)]
    pd.testing.assert_frame_equal(frame, read(f"Orders of March\n\n{text}"))
