"""What a comparison says and what it lets pass: the bounds of tolerance, which rows, in whose words, and how many."""

import numpy as np
import pandas as pd
import pytest

from millrace import checks

EXPECTED = pd.DataFrame({"k": ["a", "b", "c"], "n": [1.0, 2.0, 3.0], "t": ["x", "y", None]})
WORDS = {"look": "Look.", "too_many": "Many?", "too_few": "Few?"}


def said(value, *, expected=EXPECTED, key=("k",), columns=("n", "t"), **more):
    """Return what is said of an answer, or nothing when it passes."""
    try:
        checks.Answer("mine", value).matches(expected, key=key, columns=columns, **more)
    except checks.CheckFailed as failure:
        return str(failure)
    return ""


def with_rows(*keys, n=0.0):
    return pd.concat([EXPECTED, pd.DataFrame({"k": list(keys), "n": n})], ignore_index=True)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("more", "within", "beyond"), [({}, 0.0049, 0.0051), ({"tolerance": 0.5}, 0.5, 0.51), ({"tolerance": 0}, 0, 1e-9)]
)
def test_numbers_may_lie_apart_by_the_tolerance_and_no_more(more, within, beyond, sign):
    assert said(EXPECTED.assign(n=EXPECTED["n"] + sign * within), **more) == ""
    wrong = said(EXPECTED.assign(n=EXPECTED["n"] + sign * beyond), **more)
    assert wrong.startswith("Column 'n' of mine is not right in 3 of 3 rows. For example, k 'a' has ")


def test_the_first_column_asked_for_is_told_first_and_then_the_given_ones():
    wrong = EXPECTED.assign(n=[1, 2, 30], t=["x", "z", None])
    assert said(wrong, **WORDS) == ("Column 'n' of mine is not right in 1 of 3 rows. For example, k 'c' has 30. Look.")
    assert said(wrong, columns=["t", "n"], **WORDS) == (
        "Column 't' of mine is not right in 1 of 3 rows. For example, k 'b' has 'z'. Look."
    )
    assert said(wrong, columns=["n"], unchanged=["t"]).startswith("Column 'n'")
    given = said(wrong, columns=[], unchanged=["t"], **WORDS)
    assert given.endswith("'z'. The task leaves this column as it is: load the table again and leave it alone.")


def test_without_words_where_to_look_a_sentence_ends_with_its_own_full_stop():
    assert said(EXPECTED.assign(t="x")).endswith("k 'b' has 'x'.")
    assert said(EXPECTED.iloc[1:]).endswith("for example k 'a'.")
    assert said(with_rows("z")).endswith("for example k 'z'.")
    assert said(with_rows("a")).endswith("Expected: once.")


def test_rows_too_many_too_few_and_twice_are_counted_and_told_in_the_words_for_them():
    assert said(with_rows("y", "z"), **WORDS) == "2 rows of mine should not be there, for example k 'y'. Many?"
    assert said(EXPECTED.iloc[:1], **WORDS) == "2 rows are missing in mine, for example k 'b'. Few?"
    assert said(with_rows("a", "a"), **WORDS) == (
        "mine has 2 rows more than once, for example k 'a'. Expected: once. Many?"
    )
    only_look = {"look": "Look."}
    assert said(with_rows("z"), **only_look).endswith("k 'z'. Look.")
    assert said(EXPECTED.iloc[:1], **only_look).endswith("k 'b'. Look.")
    assert said(with_rows("a"), **only_look).endswith("once. Look.")


def test_a_row_twice_in_place_of_another_is_not_told_as_rows_too_many():
    swapped = EXPECTED.iloc[[0, 1, 1]]
    assert said(swapped, **WORDS).endswith("k 'b'. Expected: once. Look.")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (["a", "b", "z"], "1 row is missing in mine, for example k 'c'. Few?"),
        (["a", "b", "y", "z"], "2 rows of mine should not be there, for example k 'y'. Many?"),
        (["a", "z"], "2 rows are missing in mine, for example k 'b'. Few?"),
    ],
)
def test_of_strange_and_missing_rows_the_more_telling_is_told(keys, message):
    assert said(pd.DataFrame({"k": keys, "n": 1.0, "t": None}), **WORDS) == message


def test_large_numbers_of_rows_are_written_with_commas():
    keys = [f"r{i:04}" for i in range(2_500)]
    expected = pd.DataFrame({"k": keys, "n": 1.0})
    asked = {"expected": expected, "columns": ["n"]}
    assert said(expected.assign(n=2.0), **asked).startswith("Column 'n' of mine is not right in 2,500 of 2,500 rows.")
    assert said(expected.iloc[:0], **asked).startswith("2,500 rows are missing in mine")
    assert said(pd.concat([expected, expected]), **asked).startswith("mine has 2,500 rows more than once")
    strange = expected.assign(k=[f"s{key}" for key in keys])
    assert said(pd.concat([expected, strange]), **asked).startswith("2,500 rows of mine should not be there")


def test_the_columns_of_the_key_name_a_row_in_their_order_and_are_not_compared_themselves():
    expected = pd.DataFrame({"order": ["a", "a"], "line": [1, 2], "n": [5, 6]})
    wrong = expected.assign(n=[5, 7])
    asked = {"expected": expected, "columns": ["order", "n"]}
    assert "order 'a', line 2 has 7." in said(wrong, key=["order", "line"], **asked)
    assert "line 2, order 'a' has 7." in said(wrong, key=["line", "order"], **asked)
    assert said(expected.iloc[::-1], key=["order", "line"], **asked) == ""


@pytest.mark.parametrize(
    ("mine", "theirs", "passes"),
    [
        (["1", "2"], [1, 2], True),
        (["1.0", "2"], [1, 2], True),
        ([1, 2], ["1", "2"], True),
        ([1.0, 2.5], ["1", "2.5"], True),
        ([123456789.0, 1.0], ["123456789", "1"], True),
        (["01", "2"], ["1", "2"], False),
        (["1", "x"], [1, 2], False),
        (["1", "x"], ["1", "x"], True),
        ([1, 2], ["1", "x"], False),
    ],
)
def test_a_key_is_compared_as_numbers_where_both_are_and_else_as_text(mine, theirs, passes):
    answer, expected = (pd.DataFrame({"k": keys, "n": 1.0}) for keys in (mine, theirs))
    found = said(answer, expected=expected, columns=["n"])
    assert (found == "") == passes
    assert passes or "missing in mine" in found


@pytest.mark.parametrize(
    ("mine", "theirs", "wrong"),
    [
        ([1, None], [1, None], 0),
        ([1, None], [1, 0], 1),
        ([1, 0], [1, None], 1),
        ([1, 2], ["1", "2.0"], 0),
        ([True, False], ["True", "False"], 0),
        (["x", None], ["x", "x"], 1),
        (["x", "x"], ["x", None], 1),
        (["X", "y"], ["x", "y"], 1),
        ([None, None], [None, None], 0),
    ],
)
def test_values_are_alike_as_numbers_as_texts_and_as_gaps(mine, theirs, wrong):
    answer, expected = (pd.DataFrame({"k": ["a", "b"], "n": values}) for values in (mine, theirs))
    found = said(answer, expected=expected, columns=["n"])
    assert found.startswith(f"Column 'n' of mine is not right in {wrong} of 2 rows.") if wrong else found == ""


@pytest.mark.parametrize(("mine", "theirs"), [(["1", "1,485.43"], [1, None]), (["1", "1,485.43"], [1, 2])])
def test_texts_in_place_of_numbers_are_named_as_that(mine, theirs):
    answer, expected = (pd.DataFrame({"k": ["a", "b"], "n": values}) for values in (mine, theirs))
    found = said(answer, expected=expected, columns=["n"])
    assert found == "Column 'n' of mine holds texts, for example '1,485.43'. Expected: numbers."
    with pytest.raises(checks.CheckFailed, match="holds texts"):
        checks.Answer("mine", answer).beside(expected, key=["k"], column="n")


def test_one_column_in_place_of_a_table_is_named_as_that():
    with pytest.raises(checks.CheckFailed, match=r"^mine is one column\. Expected: a table\."):
        checks.Answer("mine", pd.Series(["x"], name="n")).table(["n"], key=["k", "l"])


def test_a_table_is_refused_by_what_it_lacks():
    with pytest.raises(checks.CheckFailed) as failure:
        checks.Answer("mine", 5).table(["n"])
    assert str(failure.value) == "mine is 5. Expected: a table. Look at the line that makes mine."
    with pytest.raises(checks.CheckFailed, match=r"^mine has no column 'n'\. Its columns are: none\.$"):
        checks.Answer("mine", pd.DataFrame()).table(["n"])
    with pytest.raises(checks.CheckFailed, match=r"has no column 'k'\. Its columns are: 7, n\."):
        checks.Answer("mine", pd.DataFrame({7: [1, 2], "n": 2})).table(["n"], key=["k"])
    twice = pd.DataFrame([[1, 2, 3]], columns=["n", "n", "m"])
    with pytest.raises(checks.CheckFailed, match=r"two columns called 'n'\. Expected: one\. Drop or rename the other"):
        checks.Answer("mine", twice).table(["n"])
    assert list(checks.Answer("mine", twice).table(["m"])) == ["m"], "what is not asked for may be there twice"


def test_key_and_columns_come_in_the_order_asked_for_and_once_each():
    table = checks.Answer("mine", EXPECTED.set_axis([5, 6, 7])).table(["t", "k", "t"], key=["n", "k"])
    assert list(table) == ["n", "k", "t"]
    assert table.index.tolist() == [0, 1, 2]


def test_beside_keeps_the_rows_both_have_in_the_order_of_the_reference():
    mine = pd.DataFrame({"k": ["c", "a", "a", "z"], "n": [3.2, 1.0, 9.0, 5.0]})
    both = checks.Answer("mine", mine).beside(EXPECTED, key=["k"], column="n")
    assert list(both) == ["k", "n", "t", "found", "right"]
    assert both["k"].tolist() == ["a", "c"]
    assert both["found"].tolist() == [1.0, 3.2], "of rows that are there twice the first counts"
    assert both["right"].tolist() == [True, False]
    wider = checks.Answer("mine", mine).beside(EXPECTED, key=["k"], column="n", tolerance=0.25)
    assert wider["right"].all()


def test_the_reference_is_not_changed():
    before = EXPECTED.copy(deep=True)
    said(EXPECTED.astype({"n": str}))
    checks.Answer("mine", EXPECTED).beside(EXPECTED, key=["k"], column="n")
    pd.testing.assert_frame_equal(EXPECTED, before)


@pytest.mark.parametrize(("holds", "fails"), [(True, False), (np.True_, False), (False, True), (0, True), ("", True)])
def test_what_must_hold_is_told_in_the_words_of_the_check(holds, fails):
    answer = checks.Answer("mine", 1)
    if fails:
        with pytest.raises(checks.CheckFailed, match=r"^Found a\. Expected b\.$"):
            answer.that(holds, "Found a. Expected b.")
    else:
        answer.that(holds, "Found a. Expected b.")


def test_a_number_is_shown_with_commas_and_returned():
    assert checks.Answer("mine", 12_345).is_number(12_345.004) == 12_345
    with pytest.raises(checks.CheckFailed, match=r"^mine is 12,345\.5\.$"):
        checks.Answer("mine", 12_345.5).is_number(1)
    with pytest.raises(checks.CheckFailed, match=r"^mine is 9\. Look\.$"):
        checks.Answer("mine", 9).is_number(0, look="Look.")
    assert checks.Answer("mine", 9).is_number(10, tolerance=1) == 9
    with pytest.raises(
        checks.CheckFailed, match=r"^mine is the text '9'\. Expected: one number\. Type 9 instead, without quotes\.$"
    ):
        checks.Answer("mine", "9").is_number(9)


def test_values_too_many_are_told_before_values_that_are_missing_and_the_smallest_is_shown():
    answer = checks.Answer("mine", ["z", "y", "a"])
    with pytest.raises(checks.CheckFailed, match=r"^2 of the names in mine should not be there, for example 'y'\.$"):
        answer.lists(["a", "b"], what="names")
    with pytest.raises(checks.CheckFailed, match=r"^2 of the names are missing in mine\.$"):
        answer.lists(["a", "b", "c", "y", "z"], what="names")
    answer.lists(["a", "y", "z"], what="names")


@pytest.mark.parametrize("right", [["2", "x"], ["12"], [3.0]])
def test_numbers_are_row_numbers_only_where_no_number_is_expected(right):
    with pytest.raises(checks.CheckFailed, match="should not be there"):
        checks.Answer("mine", [0, 1]).lists(right, what="names")
    with pytest.raises(checks.CheckFailed, match=r"^mine holds row numbers\. Expected: names\. Take the column"):
        checks.Answer("mine", [0, 1]).lists(["x"], what="names")
    with pytest.raises(checks.CheckFailed, match="should not be there"):
        checks.Answer("mine", [0, "y"]).lists(["x"], what="names")


def test_yes_and_no_are_values_where_they_are_expected():
    checks.Answer("mine", [True]).lists(["True"], what="marks")
    with pytest.raises(checks.CheckFailed, match=r"for every row\. Expected: the marks themselves"):
        checks.Answer("mine", [False]).lists(["x"], what="marks")
    with pytest.raises(checks.CheckFailed, match="1 of the marks is missing"):
        checks.Answer("mine", [True]).lists([True, False], what="marks")
    with pytest.raises(checks.CheckFailed, match="should not be there"):
        checks.Answer("mine", [True, "y"]).lists(["x"], what="marks")


def test_an_answer_fills_only_what_a_table_lacks():
    checks.Answer("mine", 5).fills("n")
    checks.Answer("mine", EXPECTED).fills()
    with pytest.raises(checks.NotAnswered, match=r"^mine has no column 'q' yet\. Replace the three dots .*\['q'\]"):
        checks.Answer("mine", EXPECTED).fills("n", "q")
