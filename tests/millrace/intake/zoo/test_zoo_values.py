"""Columns become numbers only where one reading is possible, and short rows that shift are quarantined."""

import pytest

from millrace import intake
from zoo import Animal, check

GOODS = "".join(f"{i};lamp {i};2025-03-0{i};{i}\n" for i in range(1, 8))
ROWS = [[i, f"lamp {i}", f"2025-03-0{i}", i] for i in range(1, 8)]
NAMES = ["no", "item", "day", "pieces"]

ANIMALS = [
    Animal(
        "thousands beside decimal commas",
        "no;pieces;price\n1;1.350;12,50\n2;2.400;3,75\n3;1.200;0,80\n",
        ["no", "pieces", "price"],
        [[1, "1.350", "12,50"], [2, "2.400", "3,75"], [3, "1.200", "0,80"]],
        says=["numbers left as text: pieces, for example 1.350"],
    ),
    Animal(
        "nothing proves the point",
        "no,mass\n1,1.350\n2,2.400\n",
        ["no", "mass"],
        [[1, "1.350"], [2, "2.400"]],
        says=["numbers left as text: mass"],
    ),
    Animal(
        "another column proves the point",
        "no,mass,price\n1,1.350,0.5\n2,2.400,12.25\n",
        ["no", "mass", "price"],
        [[1, 1.35, 0.5], [2, 2.4, 12.25]],
    ),
    Animal(
        "one number proves the point",
        "no,mass\n1,1.350\n2,0.400\n",
        ["no", "mass"],
        [[1, 1.35], [2, 0.4]],
    ),
    Animal(
        "a short row that shifts",
        "no;item;day;pieces\n" + GOODS + "8;2025-03-08;8\n",
        NAMES,
        ROWS,
        quarantined=1,
        says=["line 9", "3 cells where the header has 4 names"],
    ),
    Animal(
        "a short row that only ends early",
        "no;item;day;pieces\n" + GOODS + "8;lamp 8;2025-03-08\n9;lamp 9;2025-03-09;9\n",
        NAMES,
        [*ROWS, [8, "lamp 8", "2025-03-08", None], [9, "lamp 9", "2025-03-09", 9]],
        says=["short rows: 1 filled up with blanks, line 9"],
    ),
    Animal(
        "words above words",
        "person,town\nAnna,Bern\nWang Li,Guangzhou\nOmar,Fes\n",
        ["person", "town"],
        [["Anna", "Bern"], ["Wang Li", "Guangzhou"], ["Omar", "Fes"]],
        first="header in doubt",
    ),
]


@pytest.mark.parametrize("animal", ANIMALS, ids=str)
def test_values(animal, tmp_path):
    check(animal, tmp_path)


@pytest.mark.parametrize("groups", [3, 4, 5, 9])
def test_the_grand_total_is_always_shown_with_its_line(tmp_path, groups):
    lines = ["item,pieces"]
    for group in range(groups):
        lines += [f"a{group},2", f"b{group},3", "Subtotal,5"]
    path = tmp_path / "totals.csv"
    path.write_text("\n".join([*lines, f"Grand total,{5 * groups}"]) + "\n", encoding="utf-8")
    said = repr(intake.report(intake.read_table(path)))
    assert f"line {3 * groups + 2}, set aside: subtotal: 'Grand total'" in said
    assert "and 1 more\n" not in said + "\n"
