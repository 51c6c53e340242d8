"""Lines are split into cells, and a quotation mark that never closes breaks its own line only."""

import csv
import io
import random

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.intake.delimited import Lines, read_body, repair
from millrace.intake.dialects import find_dialect, named_dialect, sample_lines
from millrace.intake.quoting import Dialect, join_records, split_cells

BACKSLASH, PADDED, SINGLE = Dialect(backslash=True), Dialect(padded=True), Dialect(quote="'")


@pytest.mark.parametrize(
    ("text", "dialect", "cells", "left_open"),
    [
        ("", Dialect(), [""], False), (",", Dialect(), ["", ""], False), ("a,b", Dialect(), ["a", "b"], False),
        ('a,"b,c",d', Dialect(), ["a", "b,c", "d"], False), ('a,"b""c"', Dialect(), ["a", 'b"c'], False),
        ('a,"b" ,c', Dialect(), ["a", "b", "c"], False), ('a, "b",c', Dialect(), ["a", "b", "c"], False),
        ('"a"x,b', Dialect(), ['"a"x', "b"], True), ('"a,b', Dialect(), ['"a', "b"], True),
        ('""', Dialect(), [""], False),
        ('a,b"c', Dialect(), ["a", 'b"c'], False), ('a, "b', Dialect(), ["a", ' "b'], True),
        ('"a","",', Dialect(), ["a", "", ""], False),
        (r'"a\"b",c', BACKSLASH, ['a"b', "c"], False), (r'"a\"b",c', Dialect(), [r"a\"b", "c"], False),
        (r'"a\\",b', BACKSLASH, ["a\\", "b"], False), (r"C:\x,b", BACKSLASH, [r"C:\x", "b"], False),
        ('a, b, "c, d"', PADDED, ["a", "b", "c, d"], False), ("'a,b',\"c", SINGLE, ["a,b", '"c'], False),
        ('a||"b||c"||d', Dialect("||"), ["a", "b||c", "d"], False), ('a\t"b\tc"', Dialect("\t"), ["a", "b\tc"], False),
        ('"a"  ,b', Dialect(), ["a", "b"], False), ('the "best" one,b', Dialect(), ['the "best" one', "b"], False),
        ('"the "best" one",b', Dialect(), ['the "best" one', "b"], False),
        ('a "b" c', Dialect(" "), ["a", "b", "c"], False),
    ],
)  # fmt: skip
def test_a_line_is_split_into_cells(text, dialect, cells, left_open):
    assert split_cells(text, dialect) == (cells, left_open)


def records(text, *, width=None, only=None):
    found = join_records(text.split("\n"), Dialect(), width=width, only=only)
    return [(r.line, r.lines, list(r.cells), r.broken) for r in found]


@pytest.mark.parametrize("width", [None, 3])
def test_a_cell_over_several_lines_is_one_record(width):
    two = [(0, 2, ["a", "b\nc", "d"], False), (2, 1, ["e", "f", "g"], False)]
    assert records('a,"b\nc",d\ne,f,g', width=width) == two
    assert records('a,"b\n\nc",d', width=width) == [(0, 3, ["a", "b\n\nc", "d"], False)]
    assert records('a,"b\nx,y\nc",d', width=width) == [(0, 3, ["a", "b\nx,y\nc", "d"], False)]


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ('a,"b\nc,d\ne,f', 2, [True, False, False]), ('a,"b\nc",d\ne,f,g', 4, [True, False, False]),
        ('a,"b\n"c",d', 2, [True, False]), ('a,"b\nc,"d\ne,f', 2, [True, True, False]),
        ('a,"b\nx,y,z\nc",d', 3, [True, False, False]), ('"a,b', None, [True]),
    ],
)  # fmt: skip
def test_lines_that_do_not_belong_together_are_never_joined(text, width, broken):
    found = records(text, width=width)
    assert [line for line, *_ in found] == list(range(len(broken)))
    assert [is_broken for *_, is_broken in found] == broken


@pytest.mark.parametrize(("between", "joined"), [(0, True), (199, True), (200, False), (201, False)])
def test_a_cell_of_more_than_200_lines_is_a_forgotten_mark(between, joined):
    text = 'a,"b\n' + "x\n" * between + 'c",d'
    assert records(text, width=3)[0][1:] == (
        (between + 2, ["a", "b\n" + "x\n" * between + "c", "d"], False) if joined else (1, ["a", '"b'], True)
    )


def test_only_the_lines_that_are_asked_for_are_looked_at():
    assert [r[0] for r in records('a,"b"\nc,d\ne,"f"\ng,h', only=[0, 2])] == [0, 2]


def page_of(text, *, width, careful=False, dialect=Dialect()):  # noqa: B008
    return repair(Lines(text.encode()), dialect, width=width, careful=careful)


@pytest.mark.parametrize("end", ["", "\n"])
def test_lines_are_those_of_the_text(end):
    lines = Lines(f"ab\n\n客户{end}".encode())
    assert len(lines) == 3
    assert [lines[i] for i in range(3)] == lines[0:3] == ["ab", "", "客户"]
    assert lines[1:] == ["", "客户"]


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_a_file_that_a_program_wrote_is_read_as_it_was_written(seed, careful):
    rng = random.Random(seed)
    pieces = ["a", "b c", "", "1.5", 'say "hi"', "x,y", "two\nlines", "客户", "'", "three\n\nlines", "\\"]
    table = [[rng.choice(pieces) for _ in range(3)] for _ in range(rng.randint(2, 12))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])).writerows(
        [*table, ["end", "of", "it"]]
    )
    page = page_of(out.getvalue(), width=3, careful=careful)
    assert page.broken == {}
    assert [page.row(i) for i in range(len(page))] == [*table, ["end", "of", "it"]]
    assert "\n".join(page.text(i) for i in range(len(page))) == out.getvalue().removesuffix("\n")
    body = read_body(page, np.arange(len(page)), width=3)
    assert body.fillna("").values.tolist() == [*table, ["end", "of", "it"]]


def test_a_page_knows_the_lines_and_cells_of_each_record():
    page = page_of('a,b,c\n1,"x\ny",2\n3,"z,4\n5,6\n7,"a,b",8\n', width=3)
    assert page.first_line.tolist() == [0, 1, 3, 4, 5]
    assert page.cells.tolist() == [3, 3, 3, 2, 3]
    assert page.broken == {2: "a quotation mark opens a cell and never closes"}
    assert [page.text(i) for i in range(5)] == ["a,b,c", '1,"x\ny",2', '3,"z,4', "5,6", '7,"a,b",8']
    body = read_body(page, np.array([0, 1, 3, 4]), width=3)
    assert body.fillna("-").values.tolist() == [["a", "b", "c"], ["1", "x\ny", "2"], ["5", "6", "-"], ["7", "a,b", "8"]]


def test_a_choice_of_records_is_read_alone_and_none_gives_no_rows():
    page = page_of("\n".join(f"{i},x{i}" for i in range(9)), width=2)
    for chosen in ([0], [8], [0, 2, 3, 8], list(range(9))):
        assert read_body(page, np.array(chosen), width=2)[1].tolist() == [f"x{i}" for i in chosen]
    assert read_body(page, np.array([], dtype=int), width=2).shape == (0, 2)


@pytest.mark.parametrize("blank", ["", " ", "  ", " " * 8, "\t", "\u3000", "\xa0"])
def test_a_cell_of_blanks_is_missing(blank):
    body = read_body(page_of(f"a,{blank},c\nNA,null,-", width=3), np.array([0, 1]), width=3)
    assert body.isna().values.tolist() == [[False, True, False], [False] * 3]


@pytest.mark.parametrize(
    ("text", "delimiter", "quote", "padded"),
    [
        ("a,b\n1,2\n3,4", ",", '"', False), ("a;b\n1,5;2\n3,5;4", ";", '"', False), ("a\tb c\n1\t2", "\t", '"', False),
        ("a|b\n1|2", "|", '"', False), ("a b\nc d\ne f", " ", '"', False),
        ("a:b\n1:2\n3:4", ":", '"', False), ("'a,b',c\n'd,e',f\n'g,h',i", ",", "'", False),
        ("1, 2, 3\n4, 5, 6", ",", '"', True),
        ("no   pieces\n1       2\n10     13\n11     14", " {2,}", '"', False), ('"a;b",1\n"c;d",2', ",", '"', False),
        ("day,at\n2024-01-05,10:30\n2024-01-06,11:30", ",", '"', False), ("a；b\n1；2\n3；4", "；", '"', False),
    ],
)  # fmt: skip
def test_what_separates_cells_is_found_from_the_table_it_makes(text, delimiter, quote, padded):
    dialect, why = find_dialect(text.split("\n"))
    assert (dialect.delimiter, dialect.quote, dialect.padded) == (delimiter, quote, padded)
    n = len(text.split("\n"))
    evidence = (
        f"it splits {n} of {n} sampled rows into ",
        f"each of the first {n} rows has ",
        "cells are lined up with",
    )
    assert why.startswith(evidence)


def test_a_table_of_one_column_has_no_delimiter():
    dialect, why = find_dialect(["one", "two", "three"])
    assert (dialect.delimiter, dialect.quote) == (",", '"')
    assert why == "no character separates the lines into cells; the table has one column"


@pytest.mark.parametrize("wrong", ["", "\n", 'a"b', None, 3])
def test_what_cannot_separate_cells_is_refused(wrong):
    with pytest.raises(ArgumentError, match="cannot separate cells"):
        named_dialect(wrong, ["a,b"])


def test_a_delimiter_that_is_named_is_taken_with_the_customs_of_the_lines():
    assert named_dialect(";", ["a; b; c", "d; e; f"]) == Dialect(";", '"', padded=True)
    assert named_dialect(";", ["a;b; c", "d;e;f"]) == Dialect(";", '"')
    assert named_dialect(" ", ["a  b"]) == Dialect(" ", '"')
    assert named_dialect(";", ["'a;b';c"]) == Dialect(";", "'")
    assert named_dialect(";", [r'"the \"best\" one";b']).backslash
    assert not named_dialect(";", ['"C:\\";b']).backslash


@pytest.mark.parametrize(("n", "taken"), [(3, 3), (200, 200), (250, 250), (300, 300), (301, 300), (1000, 300)])
def test_the_sample_is_of_the_first_lines_and_of_the_middle(n, taken):
    lines = [str(i) for i in range(n)]
    sample = sample_lines(lines)
    assert len(sample) == len(set(sample)) == taken
    assert sample[:200] == lines[:200]
    assert n < 1000 or sample[200:] == lines[500:600]
