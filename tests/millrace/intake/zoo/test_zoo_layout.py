"""Cells over several lines, odd quoting and very long lines: a strict parse that fits is accepted."""

import csv
import io
import random
import time

import pandas as pd
import pytest

from millrace import intake
from zoo import Animal, check, plain_rows

LETTERS = [
    ["id", "letter", "answer"],
    [1, 'Dear team,\n\nthe lamp, no. 4, is broken.\n"Again", I say;\nplease call\n\nYours', "sent"],
    [2, "short", "open"],
    [3, "a,b,c\nd,e,f\n1,x,sent\n2,y,open", "a table was pasted"],
    [4, "line\n" * 230 + "end", "longer than 200 lines"],
    [5, '"', '""'],
    [6, "\n\n\n", "only line ends"],
]


def written(rows, **how):
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_letters_in_cells_stay_whole(tmp_path, delimiter, end, quoting):
    (tmp_path / "letters.csv").write_bytes(
        written(LETTERS, delimiter=delimiter, lineterminator=end, quoting=quoting).encode()
    )
    frame = intake.read_table(tmp_path / "letters.csv")
    truth = [[n, text, answer] for n, text, answer in LETTERS[1:]]
    assert plain_rows(frame) == truth
    assert "cells over several lines" in repr(intake.report(frame))


@pytest.mark.parametrize("seed", range(30))
def test_what_the_standard_writer_writes_comes_back(tmp_path, seed):
    rng = random.Random(seed)
    width = rng.randint(2, 6)
    delimiter = rng.choice(",;\t|")
    pieces = ["lamp", "x", "\n", ", ", "; ", '"', '""', "|", "12", " ", "ü", "王", "'", "\t"]

    def cell(rough):
        return "w" + "".join(rng.choice(pieces) for _ in range(rng.randint(0, 9 if rough else 1))) + "z"

    rows = [[cell(rng.random() < 0.3) for _ in range(width)] for _ in range(rng.randint(5, 60))]
    table = [[f"name {i}" for i in range(width)], *rows]
    path = tmp_path / "t.csv"
    path.write_text(written(table, delimiter=delimiter, lineterminator="\n"), encoding="utf-8", newline="")
    frame = intake.read_table(path, header_row=1)
    assert frame.to_numpy().tolist() == rows


def test_many_letters_are_read_as_many_rows(tmp_path):
    rng = random.Random(5)
    rows = [
        [i, "\n".join(", ".join(["lorem", "ipsum", "dolor"][: rng.randint(1, 3)]) for _ in range(rng.randint(1, 9)))]
        for i in range(1, 673)
    ]
    path = tmp_path / "t.csv"
    path.write_text(written([["n", "story"], *rows], lineterminator="\n"), encoding="utf-8", newline="")
    assert plain_rows(intake.read_table(path)) == rows


TITLED = Animal(
    "titles above letters",
    'Complaints\nExported by shop 4\n\nid,text,state\n1,"first\nsecond",open\n2,"one\n\nthree",shut\n3,none,open\n',
    ["id", "text", "state"],
    [[1, "first\nsecond", "open"], [2, "one\n\nthree", "shut"], [3, "none", "open"]],
    says=["Exported by shop 4", "cells over several lines: 2 rows"],
)
FORGOTTEN = Animal(
    "a forgotten mark breaks its own line",
    "id,text,state\n" + "".join(f'{i},"text {i}",open\n' for i in range(1, 9)) + '9,"text,open\n10,"text 10",open\n',
    ["id", "text", "state"],
    [[i, f"text {i}", "open"] for i in [*range(1, 9), 10]],
    quarantined=1,
    says=["line 10"],
)
INCHES = Animal(
    "inch marks",
    'id,size,state\n1,5" strap,open\n2,7" strap,open\n3,"9"" strap, wide",shut\n',
    ["id", "size", "state"],
    [[1, '5" strap', "open"], [2, '7" strap', "open"], [3, '9" strap, wide', "shut"]],
)


@pytest.mark.parametrize("animal", [TITLED, FORGOTTEN, INCHES], ids=str)
def test_odd_quoting(animal, tmp_path):
    check(animal, tmp_path)


def test_a_line_of_200_000_characters_is_read_whole_and_soon(tmp_path):
    path = tmp_path / "wide.csv"
    names = [f"answer {i} to a question of the long survey" for i in range(5_000)]
    path.write_text(",".join(names) + "\n" + "\n".join(",".join(str(j * i % 7) for i in range(5_000)) for j in (1, 2)))
    start = time.process_time()
    frame = intake.read_table(path)
    assert frame.shape == (2, 5_000)
    assert frame.iloc[1].tolist() == [2 * i % 7 for i in range(5_000)]
    assert time.process_time() - start < 10


@pytest.mark.parametrize("letter", ["x", "7", "- ", "é", "王", "1,", '""', "a.b@"])
def test_a_cell_of_100_000_letters_costs_no_more_than_reading_it(tmp_path, letter):
    long = letter * (100_000 // len(letter)) + "."
    path = tmp_path / "long.csv"
    path.write_text(f'id,text,state\n1,"{long}",open\n2,short,shut\n3,short,open\n', encoding="utf-8")
    start = time.process_time()
    frame = intake.read_table(path)
    assert time.process_time() - start < 3
    assert frame["text"].tolist() == [long.replace('""', '"'), "short", "short"]


def test_long_lines_of_prose_are_a_column_not_an_empty_table(tmp_path):
    path = tmp_path / "prose.txt"
    prose = "the quick, brown fox: jumps over / the lazy dog. " * 4_000
    path.write_text(f"{prose}\n{prose}\n{prose}\n", encoding="utf-8")
    start = time.process_time()
    frame = intake.read_table(path)
    assert time.process_time() - start < 10
    report = intake.report(frame)
    assert report.rows_present == len(frame) + report.rows_set_aside + report.rows_quarantined == 3


def test_the_search_for_the_layout_is_bounded(tmp_path):
    rng = random.Random(3)
    words = ["alpha", "beta,", "gamma;", "delta:", "12.5", '"eps"', "zeta/eta", "2024-01-05", "#7"]
    rows = [[i, " ".join(rng.choice(words) for _ in range(700)), "open"] for i in range(500)]
    path = tmp_path / "big.csv"
    path.write_text(written([["id", "text", "state"], *rows], lineterminator="\n"), encoding="utf-8", newline="")
    assert path.stat().st_size > 2_000_000
    start = time.process_time()
    frame = intake.read_table(path)
    assert time.process_time() - start < 3
    assert frame.shape == (500, 3)
    assert isinstance(frame, pd.DataFrame)
