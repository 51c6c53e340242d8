"""What is tried stays within what the answer and its check allow: types, tolerances, and columns that say something."""

import pandas as pd
import pytest

from coursekit.checking.equivalents import equivalents
from coursekit.checking.looks import Look
from coursekit.checking.spoilers import MOST_COLUMNS, spoilers
from coursekit.checking.tampering import given_names, names_in, tampered_before
from coursekit.checking.workspace import Workspace

LOOK = Look("sales", "table", ["firm"], ["n"], tolerances={"firm": 0.005, "n": 0.005})


def forms(table, look=LOOK):
    return dict(equivalents("sales", table, look))


def table(**columns):
    return pd.DataFrame({"firm": ["a", "b"], **columns})


def ran(code, **names):
    space = Workspace(names=names)
    raised = space.run(code)
    assert raised is None, raised.text
    return space.names


@pytest.mark.parametrize(
    ("values", "fits"), [([1, 2**31 - 1], True), ([1, 2**31], False), ([1, -(2**31) + 1], True), ([1, -(2**40)], False)]
)
def test_whole_numbers_are_cut_to_32_bits_only_where_they_fit(values, fits):
    made = forms(table(n=values))
    assert ("whole numbers in 32 bits" in made) is fits
    if fits:
        after = ran(made["whole numbers in 32 bits"], sales=table(n=values))["sales"]
        assert (after["n"].tolist(), str(after["n"].dtype)) == (values, "int32")


def test_whole_numbers_with_gaps_keep_them():
    made = forms(table(n=pd.array([1, None], dtype="Int64")))
    assert "whole numbers in 32 bits" not in made
    assert "whole numbers as 'Int64'" in forms(table(n=[1.0, None]))
    assert "whole numbers as 'Int64'" not in forms(table(n=[1.5, None]))
    assert "whole numbers as 'Int64'" not in forms(table(n=[float("nan")] * 2))


@pytest.mark.parametrize(
    ("value", "tolerance", "near"),
    [(1.234, 0.005, True), (1.23, 0.005, False), (1.2349, 0.004, False), (1.234, 0.004, False), (1.234, None, False)],
)
def test_amounts_are_rounded_only_where_the_check_lets_that_pass(value, tolerance, near):
    tolerances = {} if tolerance is None else {"n": tolerance}
    made = forms(table(n=[1.5, value]), Look("sales", "table", ["firm"], ["n"], tolerances=tolerances))
    assert ("amounts rounded to two places" in made) is near


@pytest.mark.parametrize(
    ("value", "tolerance", "near"), [(6.254, 0.005, True), (6.254, 0.004, False), (6.25, None, False)]
)
def test_a_number_is_rounded_only_where_the_check_lets_that_pass(value, tolerance, near):
    look = Look("total", "number", tolerances={} if tolerance is None else {"": tolerance})
    assert ("rounded to two places" in dict(equivalents("total", value, look))) is near


def test_a_key_goes_into_the_index_only_where_it_is_a_column():
    assert "the key in the index" in forms(table(n=[1, 2]))
    assert "the key in the index" not in forms(table(n=[1, 2]), Look("sales", "table", ["firm", "line"]))
    assert "the key in the index" not in forms(table(n=[1, 2]), Look("sales", "table"))


def test_an_index_becomes_columns_only_where_no_column_has_its_name():
    indexed = table(n=[1, 2]).set_index("firm")
    assert "the index among the columns" in forms(indexed)
    assert "the index among the columns" not in forms(indexed.assign(firm=["x", "y"]))
    assert not {"rows labelled with words", "rows numbered afresh"} & set(forms(indexed))


def wrongs(value, look, given=None):
    return dict(spoilers("sales", value, look, given=given))


def test_a_value_too_many_comes_from_a_column_that_holds_the_others_and_more():
    given = {
        "same": pd.DataFrame({"month": ["b", "a"]}),
        "other": pd.DataFrame({"month": ["x", "y", "z"]}),
        "more": pd.DataFrame({"month": ["a", "b", "d", "c"]}),
    }
    made = wrongs(["a", "b"], Look("sales", "list"), given)
    assert ran(made["one too many"], sales=["a", "b"])["sales"] == ["a", "b", "c"]
    assert ran(made["one replaced"], sales=["a", "b"])["sales"] == ["b", "c"]
    alone = wrongs(["a", "b"], Look("sales", "list"), {"same": given["same"]})
    assert ran(alone["one too many"], sales=["a", "b"])["sales"] == ["a", "b", "ax"]


def test_a_number_too_many_is_one_that_is_not_there():
    made = wrongs([3, 9, 5], Look("sales", "list"))
    assert ran(made["one too many"], sales=[3, 9, 5])["sales"] == [3, 9, 5, 10]
    assert "row numbers" not in made
    assert "row numbers" in wrongs(["a"], Look("sales", "list"))
    assert "one too many" not in wrongs([["a"]], Look("sales", "list"))


@pytest.mark.parametrize(
    ("number", "tolerance", "missing"),
    [
        (6.0, 0.005, set()),
        (0.0, 0.005, {"1 % off", "the other sign", "a hundred times as much"}),
        (0.4, 0.005, {"1 % off"}),
        (-6.0, 0.05, set()),
        (-6.0, 0.07, {"1 % off"}),
    ],
)
def test_a_number_is_spoiled_by_more_than_its_tolerance_only(number, tolerance, missing):
    made = wrongs(number, Look("sales", "number", tolerances={"": tolerance}))
    everything = {"1 % off", "a little too much", "the other sign", "a hundred times as much"}
    assert everything - set(made) == missing
    for wrong in everything - missing:
        assert abs(ran(made[wrong], sales=number)["sales"] - number) > tolerance


def test_a_new_key_is_one_that_the_table_does_not_hold():
    numbered = pd.DataFrame({"line": [1, 7, 3], "n": [1, 2, 3]})
    after = ran(wrongs(numbered, Look("sales", "table", ["line"]))["a row invented"], sales=numbered)["sales"]
    assert after["line"].tolist() == [1, 7, 3, 8]
    named = ran(wrongs(table(n=[1, 2]), LOOK)["a row invented"], sales=table(n=[1, 2]))["sales"]
    assert named["firm"].tolist() == ["a", "b", "bx"]
    assert "a row invented" not in wrongs(pd.DataFrame({"paid": [True, False]}), Look("sales", "table", ["paid"]))


def test_of_many_filled_columns_the_first_are_spoiled_throughout():
    many = [f"c{n}" for n in range(MOST_COLUMNS + 2)]
    wide = pd.DataFrame({"firm": ["a", "b"], **{name: [10, 20] for name in many}})
    made = wrongs(wide, Look("sales", "table", ["firm"], many))
    dropped = [name.partition(": ")[2] for name in made if name.startswith("column dropped")]
    assert dropped == many[:MOST_COLUMNS]


def test_a_table_with_one_row_or_none_is_spoiled_where_it_can_be():
    one = wrongs(pd.DataFrame({"firm": ["a"], "n": [1]}), LOOK)
    assert {"first row lost", "last row lost", "a row doubled", "a row invented"} <= set(one)
    assert "a row lost" not in one
    assert not {"first row lost", "a row doubled"} & set(wrongs(pd.DataFrame({"firm": [], "n": []}), LOOK))


def test_a_row_is_lost_from_a_table_whose_labels_repeat():
    twice = table(n=[1, 2]).set_axis([0, 0])
    after = ran(wrongs(twice, LOOK)["a row lost"], sales=twice)["sales"]
    assert after["n"].tolist() == [1]


def test_a_letter_is_changed_into_another():
    for text, other in (("Amal", "Amax"), ("fax", "fay")):
        short = pd.DataFrame({"firm": ["a", text], "n": [1, 2]})
        after = ran(wrongs(short, LOOK)["a letter changed: firm"], sales=short)["sales"]
        assert after["firm"].tolist() == ["a", other]


def test_entries_of_a_mapping_get_another_value_of_their_kind():
    rates = {"USD": 7.2, "name": "rate", "other": "day", "known": True, "rows": [1]}
    made = wrongs(rates, Look("sales"))
    for wrong, key in (
        ("another number: USD", "USD"),
        ("another text: name", "name"),
        ("no for yes or yes for no: known", "known"),
    ):
        after = ran(made[wrong], sales=dict(rates))["sales"]
        assert type(after[key]) is type(rates[key])
        assert {k for k in rates if after[k] != rates[k]} == {key}
    assert not any("rows" in wrong for wrong in made)
    assert wrongs({}, Look("sales")) == {}


def test_a_function_that_is_spoiled_takes_everything_and_returns_nothing():
    [(wrong, code)] = wrongs(lambda value: value, Look("sales")).items()
    assert wrong == "returns nothing"
    assert ran(code, sales=len)["sales"](1, 2, three=3) is None


GIVEN = pd.DataFrame({"one": ["x", "x"], "sku": ["a", "b"], "note": ["a", "b"], "cny": [1, 2], "pieces": [3, 4]})


def spoiled(answer):
    return [what.rpartition(": ")[2] for what, _ in tampered_before({"orders": GIVEN}, answer=answer)][1:]


def test_columns_that_say_one_thing_or_the_same_are_not_spoiled():
    assert spoiled("orders['one'], orders['sku']") == ["sku", "sku, cny"]
    assert spoiled("orders['cny']") == ["cny", "cny, pieces"]
    assert spoiled("orders['note'], orders['pieces']") == ["note", "note, pieces"]


def test_a_table_of_one_value_is_cut_only():
    made = list(tampered_before({"orders": GIVEN[["one"]]}, answer="orders['one']"))
    assert [what for what, _ in made] == ["orders cut in half before"]
    assert len(ran(made[0][1], orders=pd.concat([GIVEN] * 2))["orders"]) == 2


def test_names_are_found_in_all_pieces_of_code_and_truths_are_no_data():
    assert names_in("a = b.c", "def f(): return d", "broken =") >= {"a", "b", "d"}
    assert names_in("a = b.c", "def f(): return d") == {"a", "b", "d", "f"}
    assert given_names("x = y + flag", {"x": 1, "y": 2, "flag": True}) == {"y": 2}
