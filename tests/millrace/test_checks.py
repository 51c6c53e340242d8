"""The comparisons that check cells make: every right way passes, every wrong one is told what was found and where."""

import numpy as np
import pandas as pd
import pytest

from millrace import checks

EXPECTED = pd.DataFrame({"order": ["a", "b", "c"], "pieces": [1, 2, 3], "day": pd.to_datetime(["2025-01-01"] * 3)})


def compare(value, columns=("pieces", "day")):
    checks.Answer("mine", value).has_values(EXPECTED, key=["order"], columns=list(columns), look="Look here.")


@pytest.mark.parametrize("empty", [None, ...])
def test_an_untouched_answer_is_not_answered_yet(empty):
    globals()["untouched"] = empty
    with pytest.raises(checks.NotAnswered, match="Replace the three dots"):
        checks.answer("untouched")


def test_an_answer_is_looked_up_where_the_check_runs():
    cell = {"checks": checks, "mine": 7}
    exec("answer = checks.answer('mine')", cell)
    assert cell["answer"].value == 7


def test_a_failed_check_shows_one_line_in_a_notebook():
    assert checks.CheckFailed("Found 2. Expected 3.")._render_traceback_() == ["Not yet: Found 2. Expected 3."]
    assert checks.NotAnswered("nothing there")._render_traceback_() == ["Not answered yet: nothing there"]


@pytest.mark.parametrize(
    "right",
    [
        EXPECTED,
        EXPECTED.iloc[::-1],
        EXPECTED[["day", "pieces", "order"]],
        EXPECTED.set_index(pd.Index([9, 8, 7])),
        EXPECTED.assign(more="beside"),
        EXPECTED.astype({"pieces": float}),
        EXPECTED.astype({"pieces": str}),
        EXPECTED.assign(pieces=EXPECTED["pieces"] + 0.001),
        EXPECTED.assign(day="2025-01-01"),
        EXPECTED.assign(day="2025-01-01 00:00:00"),
        EXPECTED.assign(order=EXPECTED["order"].astype("category")),
        EXPECTED.assign(order=[" a", "b ", "c"]),
    ],
    ids=[
        "same",
        "rows",
        "columns",
        "index",
        "extra",
        "float",
        "text",
        "rounding",
        "iso",
        "midnight",
        "category",
        "spaces",
    ],
)
def test_every_right_way_passes(right):
    compare(right)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            EXPECTED.assign(pieces=[1, 2, 30]),
            r"'pieces' of mine is not right in 1 of 3 rows.*order 'c' has 30\. Look here",
        ),
        (EXPECTED.assign(pieces=[1, 2, np.nan]), "order 'c' has nothing"),
        (EXPECTED.assign(day="2025-01-02"), "'day' of mine is not right in 3"),
        (EXPECTED.iloc[:2], "order 'c' is missing"),
        (pd.concat([EXPECTED, EXPECTED.assign(order="z")]), "more than once|should not be there"),
        (EXPECTED.assign(order=["a", "b", "z"]), "order 'c' is missing"),
        (pd.concat([EXPECTED, EXPECTED.iloc[:1]]), "order 'a' more than once"),
        (EXPECTED.rename(columns={"pieces": "peices"}), "no column 'pieces'.*Did you mean 'peices'"),
        (EXPECTED["pieces"], "mine is one column. Expected: a table"),
        ([1, 2], "mine is a list"),
        ("text", "mine is a text"),
    ],
)
def test_a_wrong_answer_is_told_what_is_wrong_and_where(wrong, message):
    with pytest.raises(checks.CheckFailed, match=message):
        compare(wrong)


def test_a_difference_message_never_shows_the_expected_value():
    with pytest.raises(checks.CheckFailed) as failure:
        compare(EXPECTED.assign(pieces=[1, 2, 30]))
    assert " 3." not in str(failure.value)
    assert "'3'" not in str(failure.value)


def test_missing_equals_missing():
    gap = EXPECTED.assign(pieces=[1, None, 3])
    checks.Answer("mine", gap.copy()).has_values(gap, key=["order"], columns=["pieces"], look="")


def test_keys_of_other_types_are_compared_as_text():
    coded = EXPECTED.assign(order=["1", "2", "x"])
    with pytest.raises(checks.CheckFailed, match="order 'x' is missing"):
        checks.Answer("mine", coded.assign(order=[1, 2, 3])).has_values(coded, key=["order"], columns=[], look="")


@pytest.mark.parametrize(("rows", "message"), [(4, "more than there should be. Too many"), (2, "fewer .* Too few")])
def test_the_number_of_rows_is_compared_without_telling_it(rows, message):
    answer = checks.Answer("mine", EXPECTED.iloc[[0] * rows])
    with pytest.raises(checks.CheckFailed, match=message):
        answer.has_rows(3, too_many="Too many.", too_few="Too few.")


@pytest.mark.parametrize("number", [3, 3.0, np.int64(3), np.array([3.0])])
def test_any_kind_of_number_is_a_number(number):
    assert checks.Answer("mine", number).is_number() == 3.0


@pytest.mark.parametrize("other", ["3", True, float("nan"), EXPECTED, [3]])
def test_what_is_no_number_is_refused(other):
    with pytest.raises(checks.CheckFailed, match="Expected: one number"):
        checks.Answer("mine", other).is_number()


def test_the_table_given_to_a_check_can_be_changed_without_harm():
    original = EXPECTED.copy()
    table = checks.Answer("mine", original).is_table()
    table["pieces"] = 0
    assert original["pieces"].tolist() == [1, 2, 3]
