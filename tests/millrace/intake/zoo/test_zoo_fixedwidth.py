"""Lists printed in columns: empty cells stay empty, page furniture comes again, nothing shifts."""

import random

import pytest

from millrace import intake
from zoo import Animal, check, plain_rows

HEAD = ["Berth", "Vessel", "From", "Arrival", "Tonnes"]
WIDTHS = [8, 20, 14, 13, 10]
VESSELS = ["Ada", "Bright Star of Hull", "Cormorant", "Dunlin", "Elsa Maria", "Fair Isle", "Grey Goose"]
PORTS = ["Bergen", "Antwerp", "Porto", "Gdynia", "Le Havre", "Cadiz"]


def line(cells):
    *words, figure = cells
    left = "".join(cell.ljust(width) for cell, width in zip(words, WIDTHS, strict=False))
    return (left + figure.rjust(WIDTHS[-1])).rstrip()


def calls(n, *, seed, gaps=0.0):
    rng = random.Random(seed)
    rows = []
    for i in range(n):
        arrival = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        row = [f"B{i:03}", rng.choice(VESSELS), rng.choice(PORTS), arrival, f"{rng.randint(1, 9999)}.5"]
        # Each fourth row is full, as in most lists, and the first column is a key.
        rows.append([row[0], *("" if i % 4 and rng.random() < gaps else cell for cell in row[1:])])
    return rows


def truth(rows):
    return [[*(cell or None for cell in row[:4]), float(row[4]) if row[4] else None] for row in rows]


def balanced(report, frame):
    return report.rows_present == len(frame) + report.rows_set_aside + report.rows_quarantined


@pytest.mark.parametrize("seed", range(20))
def test_empty_cells_stay_empty(tmp_path, seed):
    rows = calls(40, seed=seed, gaps=0.25)
    (tmp_path / "list.txt").write_text("\n".join(map(line, [HEAD, *rows])) + "\n")
    frame = intake.read_table(tmp_path / "list.txt")
    assert list(frame.columns) == HEAD
    assert plain_rows(frame) == truth(rows)
    assert "fixed width: columns begin at characters 1, 9, 29, 43, " in repr(intake.report(frame))


def test_an_empty_first_cell_does_not_pull_the_row_to_the_left(tmp_path):
    rows = calls(12, seed=3)
    rows[4][0] = rows[7][0] = ""
    (tmp_path / "list.txt").write_text("\n".join(map(line, [HEAD, *rows])) + "\n")
    assert plain_rows(intake.read_table(tmp_path / "list.txt")) == truth(rows)


def test_titles_that_come_again_on_each_page_are_set_aside(tmp_path):
    rows = calls(30, seed=8, gaps=0.2)
    pages = []
    for page in range(3):
        pages += [f"PORT OFFICE          Page {page + 1}", "Calls of the year", "", line(HEAD)]
        pages += [*map(line, rows[10 * page : 10 * page + 10]), ""]
    (tmp_path / "list.txt").write_text("\n".join(pages))
    frame = intake.read_table(tmp_path / "list.txt")
    assert plain_rows(frame) == truth(rows)
    report = intake.report(frame)
    assert balanced(report, frame)
    assert "title between pages: PORT OFFICE | Page 3" in repr(report)


def test_a_cell_written_over_its_border_is_read_whole_or_quarantined(tmp_path):
    rows = [*calls(20, seed=1), ["B020", "Queen of the Northern Seas", "Oslo", "2024-05-06", "12.5"]]
    (tmp_path / "list.txt").write_text("\n".join(map(line, [HEAD, *rows])) + "\n")
    frame = intake.read_table(tmp_path / "list.txt")
    report = intake.report(frame)
    assert balanced(report, frame)
    assert len(frame) + report.rows_quarantined == len(rows)
    assert all(row in truth(rows) for row in plain_rows(frame))
    assert any("Queen of the Northern" in text for text in report.quarantine["text"])


def test_lines_without_common_places_are_split_by_their_spaces(tmp_path):
    rows = [
        ["sku", "town", "price"],
        ["BG-1", "Bath", "2.5"],
        ["BG-22222222", "York", "3"],
        ["B", "Newcastle", "14.25"],
    ]
    animal = Animal(
        "ragged",
        "\n".join("   ".join(row) for row in rows) + "\n",
        rows[0],
        [["BG-1", "Bath", 2.5], ["BG-22222222", "York", 3], ["B", "Newcastle", 14.25]],
        suffix=".txt",
    )
    check(animal, tmp_path)
