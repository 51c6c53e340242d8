"""A place to spoil is one where the table then says something else: held to that by trying every other row."""

import itertools

import numpy as np
import pandas as pd
import pytest

from coursekit.checking.kinds import Kinds, shape_of
from coursekit.checking.looks import EXACT, Look, watched
from coursekit.checking.places import CENTS, Places
from millrace.checks import Answer

RANDOM = np.random.default_rng(7)


def draw(rows, *, few):
    """Draw a table of few different values, with gaps, so that many swaps would change nothing."""
    return pd.DataFrame(
        {
            "firm": RANDOM.choice(list("abc")[:few], rows),
            "line": RANDOM.integers(1, few + 1, rows),
            "cny": RANDOM.choice([1.0, 1.01, 5.0, np.nan][: few + 1], rows),
            "day": pd.to_datetime(RANDOM.choice(["2025-01-01", "2025-01-02", None][:few], rows)),
            "note": RANDOM.choice(np.array(["x", " x ", None], dtype=object)[:few], rows),
        }
    )


TABLES = [draw(rows, few=few) for rows, few in itertools.product([1, 2, 3, 5, 8], [1, 2, 3])]
KEYS = ([], ["firm"], ["firm", "line"], ["elsewhere"])


def said(value):
    if pd.isna(value):
        return "missing"
    return round(float(value), 2) if isinstance(value, float | int | np.number) else str(value).strip()


def tells_apart(look, columns, column):
    """Name the columns by which two rows that swap their values in one can still be told apart."""
    key = [c for c in look.key if c in columns and c != column]
    return key if key and column not in look.key else [c for c in columns if c != column]


def is_change(table, look, column, one, other):
    first, second = said(table[column].iloc[one]), said(table[column].iloc[other])
    if isinstance(first, float) and isinstance(second, float):
        differs = abs(first - second) > max(CENTS, 2 * look.tolerance(column))
    else:
        # A gap against a number is no safe difference: the difference of the two is no number either.
        numeric = isinstance(first, float) or isinstance(second, float)
        differs = first != second and not numeric
    beside = tells_apart(look, list(table.columns), column)
    return differs and any(said(table[c].iloc[one]) != said(table[c].iloc[other]) for c in beside)


@pytest.mark.parametrize("number", range(len(TABLES)))
@pytest.mark.parametrize("key", KEYS)
def test_two_rows_are_swapped_only_where_that_changes_the_table(number, key):
    table = TABLES[number]
    look = Look("sales", key=key, tolerances={"line": 0.5})
    places = Places(table, look)
    for column in table.columns:
        pair = places.pair(column)
        if pair is not None:
            assert is_change(table, look, column, *pair)
            assert places.shifts(column)
        else:
            # The first of the two is one of five rows from a third of the way on.
            rows = len(table)
            firsts = [(rows // 3 + step) % rows for step in range(min(rows, 5))]
            pairs = itertools.product(firsts, range(rows))
            assert not any(is_change(table, look, column, one, other) for one, other in pairs)
            assert not places.shifts(column)


def test_without_another_column_no_swap_can_be_seen():
    places = Places(pd.DataFrame({"firm": ["a", "b"]}), Look("sales"))
    assert places.pair("firm") is None
    assert not places.shifts("firm")


def test_the_pair_lies_in_the_middle_of_the_table():
    table = pd.DataFrame({"firm": list("abcdefghi"), "n": range(9)})
    assert Places(table, Look("sales", key=["firm"])).pair("n") == (3, 4)


@pytest.mark.parametrize(
    ("values", "gap", "known"),
    [
        (["a", None, "b", None], 1, 2),
        ([None, None], None, None),
        (["a", "b", "c"], None, 1),
        ([None, None, "c"], 0, 2),
        ([], None, None),
    ],
)
def test_a_gap_is_one_among_values_and_a_known_row_is_from_the_middle_of_them(values, gap, known):
    places = Places(pd.DataFrame({"note": pd.Series(values, dtype=object)}), Look("sales"))
    assert (places.gap("note"), places.known("note")) == (gap, known)


@pytest.mark.parametrize("tolerance", [0.0, EXACT, 1.0, 30.0])
@pytest.mark.parametrize("value", [0.0, -0.5, 7.0, 1e5])
def test_a_step_is_one_percent_and_more_than_a_check_may_pass(value, tolerance):
    look = Look("sales", tolerances={"cny": tolerance})
    step = Places(pd.DataFrame({"cny": [value]}), look).step("cny", value)
    assert step == pytest.approx(max(abs(value) / 100, 0.02, 2 * tolerance), abs=1e-6)


@pytest.mark.parametrize(
    ("largest", "tolerance", "grows"),
    [(100.0, 0.4, True), (100.0, 0.6, False), (-100.0, 0.4, True), (1.0, 0.0, False), (3.0, 0.0, True)],
)
def test_all_of_a_column_grows_where_its_largest_value_goes_beyond_twice_the_tolerance(largest, tolerance, grows):
    places = Places(pd.DataFrame({"cny": [0.0, largest]}), Look("sales", tolerances={"cny": tolerance}))
    assert places.grows("cny", 1.01) is grows


def test_columns_that_cannot_be_named_are_passed_over():
    table = pd.DataFrame([[1, 2, 3, "a"]], columns=["n", "n", 7, "firm"])
    table["kind"] = pd.Categorical(["x"])
    places = Places(table, Look("sales"))
    assert places.columns == ["firm", "kind"]
    assert [places.is_closed(column) for column in places.columns] == [False, True]


COLUMNS = {
    "text": (pd.Series(["a", None]), ["texts"]),
    "text of pandas": (pd.Series(["a", None], dtype="string"), ["texts"]),
    "nothing": (pd.Series([None, None], dtype=object), []),
    "mixed": (pd.Series(["a", 1], dtype=object), []),
    "lists": (pd.Series([["a"], ["b"]]), []),
    "whole": (pd.Series([1, 2]), ["integers"]),
    "whole with a gap": (pd.Series([1, None], dtype="Int64"), ["integers"]),
    "fraction": (pd.Series([1.5, None]), ["floats"]),
    "truth": (pd.Series([True, False]), ["truths"]),
    "truth with a gap": (pd.Series([True, None], dtype="boolean"), []),
    "day": (pd.to_datetime(pd.Series(["2025-01-01", None])), ["dates", "plain_dates", "days"]),
    "time": (pd.to_datetime(pd.Series(["2025-01-01 08:30:00"])), ["dates", "plain_dates"]),
    "part of a second": (pd.to_datetime(pd.Series(["2025-01-01 08:30:00.5"])), ["plain_dates"]),
    "day somewhere": (pd.to_datetime(pd.Series(["2025-01-01"])).dt.tz_localize("Asia/Shanghai"), []),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_of_the_kinds_by_which_it_can_be_spoiled(name):
    values, expected = COLUMNS[name]
    assert [kind for kind, columns in vars(Kinds.of(pd.DataFrame({"it": values}))).items() if columns] == sorted(
        expected, key=list(vars(Kinds())).index
    )


def test_columns_of_one_name_or_without_a_text_for_a_name_have_no_kind():
    table = pd.DataFrame([[1, 2, 3, 4]], columns=["n", "n", 7, "m"])
    assert Kinds.of(table).integers == ["m"]


TABLE = pd.DataFrame({"month": ["a", "b"], "n": [1, 2]})


@pytest.mark.parametrize(
    ("value", "look", "shape"),
    [
        (TABLE, Look("it"), "table"),
        (TABLE, Look("it", shape="table"), "table"),
        (TABLE, Look("it", shape="list", column="month"), "list"),
        (TABLE, Look("it", shape="number"), ""),
        (TABLE["n"], Look("it", shape="table"), ""),
        (TABLE["n"], Look("it", shape="list"), "list"),
        ([1], Look("it", shape="list"), "list"),
        ([1], Look("it", shape="number"), ""),
        (1.5, Look("it", shape="number"), "number"),
        (float("nan"), Look("it", shape="number"), ""),
        (True, Look("it"), "truth"),
        (np.bool_(True), Look("it"), "truth"),
        ("a", Look("it"), "text"),
        (pd.Timestamp("2025-01-01"), Look("it"), "day"),
        ({"a": 1}, Look("it"), "mapping"),
        ({1, 2}, Look("it"), "list"),
        (lambda: 1, Look("it"), "function"),
        (None, Look("it"), ""),
    ],
)
def test_an_answer_is_re_shaped_as_what_it_is_and_as_what_it_is_read_for(value, look, shape):
    assert shape_of(value, look) == shape


def looked(value, look_at):
    with watched() as looks:
        answer = Answer("sales", value)
        look_at(answer)
    return looks["sales"]


RIGHT = pd.DataFrame({"firm": ["a", "b"], "line": [1, 2], "cny": [1.0, 2.0], "note": ["x", "y"]})


def test_what_a_check_compares_is_what_is_spoiled():
    def look_at(answer):
        answer.table(["firm"], key=["firm"])
        answer.matches(RIGHT, key=["firm", "line"], columns=["cny"], unchanged=["note"], tolerance=0.5)
        answer.matches(RIGHT, key=["line"], columns=["cny", "note"], tolerance=0.1)

    look = looked(RIGHT, look_at)
    assert look == Look(
        "sales",
        shape="table",
        key=["firm", "line"],
        filled=["cny", "note"],
        unchanged=["note"],
        # The strictest comparison is the one that a spoiled value has to exceed.
        tolerances={"firm": 0.1, "line": 0.1, "cny": 0.1, "note": 0.1},
    )


def test_a_number_and_a_list_are_looked_at_as_such():
    number = looked(6, lambda answer: (answer.is_number(6, tolerance=0.5), answer.is_number(6, tolerance=2)))
    assert (number.shape, number.tolerance()) == ("number", 0.5)
    bare = looked(6, lambda answer: answer.is_number())
    assert (bare.shape, bare.tolerances, bare.tolerance()) == ("number", {}, EXACT)
    months = looked(TABLE, lambda answer: answer.lists(["a", "b"], what="months", column="month"))
    assert (months.shape, months.column) == ("list", "month")
    assert looked(6, lambda answer: None) == Look("sales")


def test_after_the_block_nothing_is_watched_even_where_a_check_failed():
    with pytest.raises(AssertionError), watched() as looks:
        Answer("sales", 5).is_number(6)
    Answer("other", 6).is_number(6)
    assert list(looks) == ["sales"]
    assert looks["sales"].shape == ""
