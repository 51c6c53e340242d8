"""Plain forms of answers: what each kind of value is read as, what is no number and no list, and what is shown."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from millrace.checks import forms


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (pd.DataFrame(), "a table"),
        (pd.Series(dtype=float), "one column"),
        ("x", "a text"),
        (True, "True or False"),
        (np.False_, "True or False"),
        ([], "a list"),
        ((1, 2), "several values with commas between them"),
        ({}, "a dictionary"),
        (pd.Timestamp("2025-01-02"), "a date"),
        (7, "7"),
        (np.float32(2.5), "2.5"),
        ({1}, "something that cannot be compared (set)"),
    ],
)
def test_an_answer_is_called_by_its_kind_and_a_number_by_itself(value, words):
    assert forms.kind_of(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12.0, "12"),
        (1234567890.25, "1234567890"),  # ten digits, as many as people read
        (Decimal("1.50"), "1.5"),
        (np.int64(3), "3"),
        (True, "'True'"),
        (np.True_, "'True'"),
        (1 + 2j, "'(1+2j)'"),
        ("a b", "'a b'"),
        (None, "nothing"),
        (pd.NaT, "nothing"),
        (pd.NA, "nothing"),
        (["a", 2.0, None], "('a', 2, nothing)"),
        (("a",), "('a')"),
        ({3}, "(3)"),
        (frozenset({"a"}), "('a')"),
        ([], "()"),
    ],
)
def test_a_value_is_shown_as_people_write_it(value, words):
    assert forms.shown(value) == words


@pytest.mark.parametrize("value", [Fraction(3, 2), Decimal("1.5"), np.float32(1.5), (1.5,), [1.5], np.array([[1.5]])])
def test_one_number_is_a_number_whatever_holds_it(value):
    assert forms.plain_number(value) == 1.5
    assert isinstance(forms.plain_number(value), float)
    assert forms.plain_number(pd.DataFrame({"n": [1.5]})) == forms.plain_number(pd.Index([1.5])) == 1.5


@pytest.mark.parametrize(
    "value",
    [
        *(None, "1.5", True, np.True_, 2j, np.nan, -np.inf, [], (1, 2), [1.5, 1.5], ["x"], [True]),
        *(np.array([]), np.array([[1.5, 2.5]]), {1.5}, pd.Series([1, 2]), pd.DataFrame({"a": [1], "b": [2]})),
    ],
)
def test_texts_truths_gaps_and_several_numbers_are_no_number(value):
    assert forms.plain_number(value) is None


TABLE = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=pd.Index(["x", "y"], name="c"))


@pytest.mark.parametrize(
    ("value", "column", "items"),
    [
        (TABLE, "a", [1, 2]),
        (TABLE, "b", [3, 4]),
        (TABLE, "c", ["x", "y"]),
        (TABLE, "d", None),
        (TABLE, None, None),
        (TABLE[["b"]], None, [3, 4]),
        (TABLE[["b"]], "d", [3, 4]),
        (TABLE["a"], "b", [1, 2]),
        ({"k": 1}, None, ["k"]),
        ("text", None, ["text"]),
        (3, None, [3]),
        (pd.Period("2025-01"), None, [pd.Period("2025-01")]),
        (pd.Timestamp("2025-01-02"), None, [pd.Timestamp("2025-01-02")]),
        ((2, 1), None, [2, 1]),
        (None, None, None),
        (len, None, None),
    ],
)
def test_several_values_are_read_in_their_order_and_a_table_only_where_it_says_which(value, column, items):
    assert forms.plain_items(value, column=column) == items


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (pd.Period("2025-01", "M"), "2025-01"),
        (pd.Period("2025", "Y"), "2025"),
        (pd.Timestamp("2025-01-02 10:30"), "2025-01-02"),
        (datetime.date(2025, 1, 2), "2025-01-02"),
        (datetime.datetime(2025, 1, 2, 3), "2025-01-02"),
        (3.0, "3"),
        (Decimal("0.10"), "0.1"),
        (1234567890.5, "1234567890"),
        (True, "True"),
        (" 007 ", "007"),
    ],
)
def test_months_days_numbers_and_texts_are_written_in_one_way(value, text):
    assert forms.plain_item(value) == text


@pytest.mark.parametrize("value", [None, [1, 2], {"a": [1]}, "text", np.array([1])])
def test_only_a_table_or_a_column_is_a_table(value):
    assert forms.plain_table(value, key=["k"], columns=["n"]) is None


def test_a_column_is_a_table_where_one_column_beside_the_key_is_asked_for():
    column = pd.Series([3, 5], index=pd.Index(["x", "y"], name="k"), name="other")
    assert forms.plain_table(column, key=["k"], columns=["k", "n"]).to_dict("list") == {"k": ["x", "y"], "n": [3, 5]}
    assert forms.plain_table(column, key=["k"], columns=["n", "m"]) is None
    assert forms.plain_table(column, key=["k"], columns=[]) is None


def test_an_index_without_a_name_is_the_key_where_it_names_the_rows():
    table = pd.DataFrame({"n": [3, 5]}, index=["x", "y"])
    assert forms.plain_table(table, key=["k"], columns=["n"]).to_dict("list") == {"k": ["x", "y"], "n": [3, 5]}
    numbered = table.reset_index(drop=True)
    assert list(forms.plain_table(numbered, key=["k"], columns=["n"])) == ["n"], "row numbers name nothing"
    assert list(forms.plain_table(table, key=["k", "l"], columns=["n"])) == ["n"], "one index is not two keys"
    named = table.rename_axis("other")
    assert list(forms.plain_table(named, key=["k"], columns=["n"])) == ["n"], "it names something else"


def test_a_key_that_is_a_column_is_not_taken_from_the_index():
    table = pd.DataFrame({"k": ["x", "y"], "n": [3, 5]}, index=pd.Index(["p", "q"], name="k"))
    assert forms.plain_table(table, key=["k"], columns=["n"])["k"].tolist() == ["x", "y"]
    unnamed = table.rename_axis(None)
    assert forms.plain_table(unnamed, key=["k"], columns=["n"])["k"].tolist() == ["x", "y"]


def test_names_lose_the_spaces_around_them_and_the_answer_is_not_changed():
    table = pd.DataFrame([["x", 1]], columns=[" k ", 7], index=[9])
    plain = forms.plain_table(table, key=["k"], columns=[])
    assert list(plain) == ["k", 7]
    assert plain.index.tolist() == [0]
    plain["k"] = "y"
    assert table.iloc[0, 0] == "x"
    assert list(table) == [" k ", 7]


SHANGHAI = pd.to_datetime(["2025-01-02 00:00", "2025-01-03 08:30"]).tz_localize("Asia/Shanghai")


@pytest.mark.parametrize(
    ("values", "plain"),
    [
        (pd.Series([1, 2], dtype="int8"), [1.0, 2.0]),
        (pd.Series([True, False]), [1.0, 0.0]),
        (pd.Series([1, None], dtype="Int64"), [1.0, None]),
        (pd.Series([True, None], dtype="boolean"), [1.0, None]),
        (pd.Series([True, None, False], dtype=object), [1.0, None, 0.0]),
        (pd.Series([Decimal("1.5"), None, 2]), [1.5, None, 2.0]),
        (pd.Series([2, 1, 2], dtype="category"), [2.0, 1.0, 2.0]),
        (pd.Series(["b", "a", None], dtype="category"), ["b", "a", None]),
        (pd.Series([" x", "y ", "", None]), ["x", "y", "", None]),
        (pd.Series([" x", None], dtype="string"), ["x", None]),
        (pd.Series(["1", "2"]), ["1", "2"]),
        (pd.Series([None, None], dtype=object), [None, None]),
        (pd.Series(["a", 1.0, None, True]), ["a", "1", None, "True"]),
        (pd.Series(["a", 123456789012.25]), ["a", "123456789012"]),  # twelve digits
        (pd.Series(SHANGHAI), ["2025-01-02", "2025-01-03 08:30:00"]),
        (pd.Series(pd.to_datetime(["2025-01-02", None])), ["2025-01-02", None]),
        (pd.Series(pd.PeriodIndex(["2025-01", "2025-02"], freq="M")), ["2025-01-01", "2025-02-01"]),
        (pd.Series([datetime.date(2025, 1, 2), None]), ["2025-01-02", None]),
        (pd.Series([SHANGHAI[0], "x"], dtype=object), ["2025-01-02", "x"]),
        (pd.Series([["b", 1, None], ("a",), {"d", "c"}]), [" | 1 | b", "a", "c | d"]),
        (pd.Series([pd.Index(["b", "a"]), pd.Series([2, 1]), np.array([])]), ["a | b", "1 | 2", ""]),
    ],
)
def test_a_column_becomes_numbers_or_texts_and_a_gap_stays_a_gap(values, plain):
    before = values.copy()
    found = forms.plain_column(values.set_axis([7] * len(values)))
    assert [None if pd.isna(value) else value for value in found] == plain
    assert found.index.tolist() == [7] * len(values)
    assert str(found.dtype) in {"float64", "string"}
    pd.testing.assert_series_equal(values, before)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2025-01-02 00:00", "2025-01-02"),
        ("2025-01-02T00:00:00", "2025-01-02"),
        ("2025-01-02 00:00:00.000", "2025-01-02"),
        ("2025-01-02 10:00:00", "2025-01-02 10:00:00"),
        ("2025-01-02 00:00:01", "2025-01-02 00:00:01"),
        ("on 2025-01-02 00:00", "on 2025-01-02 00:00"),
        ("2025-01-02 00:00 open", "2025-01-02 00:00 open"),
        ("00:00", "00:00"),
    ],
)
def test_only_the_midnight_of_a_day_is_left_out(text, plain):
    assert forms.plain_column(pd.Series([text, "x"])).tolist() == [plain, "x"]
    assert forms.plain_column(pd.Series([text, 5])).tolist() == [plain, "5"]


def test_texts_that_are_no_numbers_are_missing_among_numbers():
    found = forms.numbers_of(pd.Series(["1.50", "TRUE", "False", "x", "", None, "-2e3"], dtype="string"))
    assert [None if pd.isna(n) else n for n in found] == [1.5, 1.0, 0.0, None, None, None, -2000.0]
    assert found.dtype == "float64"
