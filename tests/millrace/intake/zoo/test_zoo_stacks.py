"""Several tables in one file: the rows are kept, and the first thing the report says is where another may begin."""

import pytest

from millrace import intake
from zoo import Animal, check

SALES = "no,item,pieces\n1,lamp,4\n2,chair,7\n3,table,2\n"

ANIMALS = [
    Animal(
        "one table below the other",
        SALES + "\nwho,town,age\nAnna,Bern,41\nOmar,Fes,38\n",
        ["no", "item", "pieces"],
        [
            ["1", "lamp", "4"],
            ["2", "chair", "7"],
            ["3", "table", "2"],
            ["who", "town", "age"],
            ["Anna", "Bern", "41"],
            ["Omar", "Fes", "38"],
        ],
        says=["line 6, for example who | town | age"],
        first="another header in doubt",
    ),
    Animal(
        "a header that changes inside the file",
        "no,item,pieces,price\n1,lamp,4,9.5\n2,chair,7,12.5\nid,article,count,cost\n3,table,2,80.5\n",
        ["no", "item", "pieces", "price"],
        [
            ["1", "lamp", "4", "9.5"],
            ["2", "chair", "7", "12.5"],
            ["id", "article", "count", "cost"],
            ["3", "table", "2", "80.5"],
        ],
        says=["line 4, for example id | article | count | cost"],
        first="another header in doubt",
    ),
    Animal(
        "two tables beside each other",
        "no,item,pieces,,town,clerk\n1,lamp,4,,Bern,Li\n2,chair,7,,Fes,Wang\n3,table,2,,,\n4,stool,9,,,\n",
        ["no", "item", "pieces", "town", "clerk"],
        [
            [1, "lamp", 4, "Bern", "Li"],
            [2, "chair", 7, "Fes", "Wang"],
            [3, "table", 2, None, None],
            [4, "stool", 9, None, None],
        ],
        says=["blank column 4"],
        first="two tables beside each other, in doubt",
    ),
]


@pytest.mark.parametrize("animal", ANIMALS, ids=str)
def test_the_zoo_of_stacks(animal, tmp_path):
    check(animal, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        SALES,
        SALES + "\n4,stool,9\n5,shelf,1\n",
        "no,item,pieces,price\n1,lamp,4,9.5\n2,chair,n/a,n/a\n3,table,2,80.5\n",
        "no,item,,pieces\n1,lamp,,4\n2,chair,,7\n",
    ],
)
def test_one_table_is_not_taken_for_two(text, tmp_path):
    (tmp_path / "one.csv").write_text(text)
    said = repr(intake.report(intake.read_table(tmp_path / "one.csv")))
    assert "another header" not in said
    assert "beside each other" not in said
