"""The comparisons that check cells make: right forms pass, wrong answers are told what was found and where."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from millrace import checks

EXPECTED = pd.DataFrame(
    {
        "order": ["a", "b", "c"],
        "line": [1, 2, 3],
        "pieces": [1, 2, 3],
        "day": pd.to_datetime(["2025-01-01", "2025-01-02", "2025-01-03"]),
        "firm": ["Amal", "Bo", None],
        "paid": [True, False, True],
    }
)
FILLED = ["pieces", "day", "firm", "paid"]


def compare(value, *, key=("order",), columns=FILLED, **more):
    checks.Answer("mine", value).matches(EXPECTED, key=key, columns=columns, look="Look here.", **more)


@pytest.mark.parametrize("empty", [None, ...])
def test_an_untouched_answer_is_not_answered_yet(empty):
    globals()["untouched"] = empty
    with pytest.raises(checks.NotAnswered, match=r"there is no untouched. Put your line"):
        checks.answer("untouched")


def test_an_answer_is_looked_up_where_the_check_runs():
    cell = {"checks": checks, "mine": 7}
    exec("answer = checks.answer('mine')", cell)
    assert cell["answer"].value == 7


def test_an_answer_is_found_from_inside_a_function_of_the_check():
    cell = {"checks": checks, "mine": 7}
    exec("def check():\n    return checks.answer('mine')\nfound = check()", cell)
    assert cell["found"].value == 7


def test_a_failed_check_shows_one_line_in_a_notebook():
    assert checks.CheckFailed("Found 2. Expected 3.")._render_traceback_() == ["Not yet: Found 2. Expected 3."]
    assert checks.NotAnswered("nothing there")._render_traceback_() == ["Not answered yet: nothing there"]


def tidy(**columns):
    return EXPECTED.assign(**columns)


RIGHT = {
    "same": EXPECTED,
    "rows in another order": EXPECTED.iloc[::-1],
    "columns in another order": EXPECTED[EXPECTED.columns[::-1]],
    "another index": EXPECTED.set_index(pd.Index([9, 9, 9])),
    "key in the index": EXPECTED.set_index("order"),
    "key in an index without a name": EXPECTED.set_index("order").rename_axis(None),
    "more columns beside": tidy(more="beside"),
    "spaces around names": EXPECTED.rename(columns={"pieces": " pieces "}),
    "numbers as floats": EXPECTED.astype({"pieces": float}),
    "numbers as texts": EXPECTED.astype({"pieces": str}),
    "nullable numbers": EXPECTED.astype({"pieces": "Int64"}),
    "decimals": tidy(pieces=[Decimal(n) for n in (1, 2, 3)]),
    "NumPy numbers of one kind each": tidy(pieces=pd.Series([np.int8(1), np.float32(2), 3], dtype=object)),
    "rounded": tidy(pieces=EXPECTED["pieces"] + 0.004),
    "days as texts": tidy(day=["2025-01-01", "2025-01-02 00:00:00", "2025-01-03T00:00"]),
    "days as dates": tidy(day=[datetime.date(2025, 1, n) for n in (1, 2, 3)]),
    "days as periods": tidy(day=EXPECTED["day"].dt.to_period("D")),
    "days with a time zone": tidy(day=EXPECTED["day"].dt.tz_localize("Asia/Shanghai")),
    "categories": EXPECTED.astype({"order": "category", "firm": "category"}),
    "another kind of text": EXPECTED.astype({"firm": "string"}),
    "spaces around texts": tidy(firm=[" Amal", "Bo ", None]),
    "yes and no as numbers": tidy(paid=[1, 0, 1]),
    "yes and no as texts": tidy(paid=["True", "false", "TRUE"]),
}


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
def test_every_right_form_passes(right):
    before = right.copy()
    compare(right)
    pd.testing.assert_frame_equal(right, before)


def test_a_column_with_its_key_in_the_index_is_a_table_too():
    compare(EXPECTED.set_index("order")["pieces"], columns=["pieces"])
    compare(EXPECTED.set_index("order")["pieces"].rename("another name"), columns=["pieces"])


def test_a_key_of_two_columns_may_be_half_in_the_index():
    compare(EXPECTED.set_index("line"), key=["order", "line"])
    compare(EXPECTED.set_index(["order", "line"]), key=["order", "line"])


def test_a_column_that_is_asked_for_may_be_in_the_index_too():
    compare(EXPECTED.set_index(["order", "firm"]))
    checks.Answer("mine", EXPECTED.set_index(["order", "line"])).matches(EXPECTED, key=["order"], columns=["line"])


WRONG = {
    "one value": (
        tidy(pieces=[1, 2, 30]),
        r"'pieces' of mine is not right in 1 of 3 rows.*order 'c' has 30\. Look here",
    ),
    "a gap": (tidy(pieces=[1, 2, np.nan]), "order 'c' has nothing"),
    "a gap filled": (tidy(firm=["Amal", "Bo", "?"]), "order 'c' has '\\?'"),
    "other days": (tidy(day="2025-01-02"), "'day' of mine is not right in 2 of 3"),
    "another time of day": (tidy(day=EXPECTED["day"] + pd.Timedelta(hours=1)), "'day' of mine is not right in 3"),
    "two values swapped": (tidy(pieces=[2, 1, 3]), "not right in 2 of 3"),
    "shifted": (tidy(pieces=EXPECTED["pieces"].shift()), "not right in 3 of 3"),
    "a little too far": (tidy(pieces=[1, 2, 3.006]), "not right in 1 of 3"),
    "yes for no": (tidy(paid=True), "'paid' of mine is not right in 1"),
    "a row lost": (EXPECTED.iloc[:2], "1 row is missing in mine, for example order 'c'"),
    "a row twice": (pd.concat([EXPECTED, EXPECTED.iloc[:1]]), "1 row more than once, for example order 'a'"),
    "a row too many": (
        pd.concat([EXPECTED, EXPECTED.iloc[:1].assign(order="z")]),
        "1 row of mine should not be there",
    ),
    "another row": (tidy(order=["a", "b", "z"]), "row is missing in mine, for example order 'c'"),
    "a misspelt column": (EXPECTED.rename(columns={"pieces": "peices"}), "no column 'pieces'.*you called 'peices'"),
    "a column twice": (pd.concat([EXPECTED, EXPECTED[["pieces"]]], axis=1), "two columns called 'pieces'"),
    "one column": (EXPECTED["pieces"], "no column 'order'|mine is one column. Expected: a table"),
    "a list": ([1, 2], "mine is a list. Expected: a table"),
    "a text": ("text", "mine is a text"),
    "a function": (print, "mine is something that cannot be compared"),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_told_what_is_wrong_and_where(wrong, message):
    with pytest.raises(checks.CheckFailed, match=message):
        compare(wrong)


def test_rows_too_many_and_too_few_are_told_what_usually_causes_them():
    more = {"too_many": "Sums?", "too_few": "Sheets?"}
    with pytest.raises(checks.CheckFailed, match=r"should not be there.*Sums"):
        compare(pd.concat([EXPECTED, EXPECTED.assign(order=["x", "y", "z"])]), **more)
    with pytest.raises(checks.CheckFailed, match=r"more than once.*Sums"):
        compare(pd.concat([EXPECTED, EXPECTED]), **more)
    with pytest.raises(checks.CheckFailed, match=r"missing.*Sheets"):
        compare(EXPECTED.iloc[:1], **more)


def test_a_given_column_that_was_changed_is_named():
    compare(EXPECTED, columns=["pieces"], unchanged=["firm"])
    with pytest.raises(checks.CheckFailed, match=r"'firm' of mine is not right in 1.*leaves this column as it is"):
        compare(tidy(firm=["Amal", "Bob", None]), columns=["pieces"], unchanged=["firm"])


def test_a_message_never_shows_the_expected_value():
    with pytest.raises(checks.CheckFailed) as failure:
        compare(tidy(pieces=[1, 2, 30]))
    assert " 3." not in str(failure.value)
    assert "'3'" not in str(failure.value)


def test_keys_of_other_kinds_are_compared_by_what_they_say():
    numbered = EXPECTED.assign(order=[1, 2, 3])
    answer = checks.Answer("mine", numbered.assign(order=["1", "2", "3"]))
    answer.matches(numbered, key=["order"], columns=["pieces"])
    coded = EXPECTED.assign(order=["1", "2", "x"])
    with pytest.raises(checks.CheckFailed, match="row is missing in mine, for example order 'x'"):
        checks.Answer("mine", numbered).matches(coded, key=["order"], columns=["pieces"])


def test_codes_keep_their_zeros():
    coded = EXPECTED.assign(firm=["007", "7", None])
    with pytest.raises(checks.CheckFailed, match="'firm' of mine is not right in 1 of 3"):
        checks.Answer("mine", coded.assign(firm=["7", "7", None])).matches(coded, key=["order"], columns=["firm"])


@pytest.mark.parametrize(
    "held", [[2, 9, 2], ("2", "9"), {2, 9}, np.array([2.0, 9.0]), pd.Series([2, 9]), pd.DataFrame({"line": [2, 9]})]
)
def test_several_of_a_choice_are_read_whatever_holds_them(held):
    assert sorted(checks.Answer("mine", held).several([2, 8, 9])) == [2, 9]


@pytest.mark.parametrize("held", [{"a": 2}, pd.DataFrame({"a": [2], "b": [9]}), print])
def test_what_holds_no_several_values_is_named(held):
    with pytest.raises(checks.CheckFailed, match=r"mine is .* Expected: a list"):
        checks.Answer("mine", held).several([2, 8, 9])


def test_what_is_not_of_the_choice_comes_back_as_it_was_typed():
    assert checks.Answer("mine", ["Topic", "colour"]).several(["topic"]) == ["topic", "colour"]


def test_lists_in_cells_are_compared_without_their_order():
    made = EXPECTED.assign(made_of=[["a", "b"], ["c"], []])
    turned = EXPECTED.assign(made_of=[("b", "a"), {"c"}, np.array([])])
    checks.Answer("mine", turned).matches(made, key=["order"], columns=["made_of"])
    with pytest.raises(checks.CheckFailed, match="made_of"):
        checks.Answer("mine", EXPECTED.assign(made_of=[["a"], ["c"], []])).matches(
            made, key=["order"], columns=["made_of"]
        )


def test_the_answer_is_put_beside_the_reference_to_say_who_is_wrong():
    both = checks.Answer("mine", tidy(pieces=["1", "20", None]).iloc[::-1]).beside(
        EXPECTED, key=["order"], column="pieces"
    )
    assert both["order"].tolist() == ["a", "b", "c"]
    assert both["right"].tolist() == [True, False, False]
    assert both["pieces"].tolist() == [1, 2, 3]
    assert both["found"].isna().tolist() == [False, False, True]


def test_a_table_comes_in_plain_form_and_leaves_the_answer_alone():
    original = tidy(pieces=[Decimal(1), 2, 3])
    table = checks.Answer("mine", original).table(["pieces", "day"], key=["order"])
    assert table["pieces"].tolist() == [1.0, 2.0, 3.0]
    assert table["day"].tolist() == ["2025-01-01", "2025-01-02", "2025-01-03"]
    table["pieces"] = 0
    assert original["pieces"].tolist() == [1, 2, 3]


def test_a_column_that_the_answer_should_fill_and_did_not_is_not_answered_yet():
    checks.Answer("mine", EXPECTED).fills("pieces", "day")
    with pytest.raises(checks.NotAnswered, match="mine has no column 'weight' yet"):
        checks.Answer("mine", EXPECTED).fills("pieces", "weight")


NUMBERS = [
    3,
    3.0,
    np.int64(3),
    np.float32(3),
    np.array(3),
    np.array([3.0]),
    pd.Series([3]),
    pd.Index([3]),
    Decimal(3),
    [3],
]


@pytest.mark.parametrize("number", [*NUMBERS, pd.DataFrame({"n": [3]})])
def test_any_kind_of_number_is_a_number(number):
    assert checks.Answer("mine", number).is_number(3) == 3.0


@pytest.mark.parametrize(
    "other", ["3", True, np.True_, float("nan"), float("inf"), EXPECTED, [3, 4], [], 3 + 0j, print, pd.NA]
)
def test_what_is_no_number_is_refused(other):
    with pytest.raises(checks.CheckFailed, match="Expected: one number"):
        checks.Answer("mine", other).is_number()


@pytest.mark.parametrize(("number", "passes"), [(3.005, True), (2.995, True), (3.0051, False), (2.9949, False)])
def test_a_number_may_be_rounded_but_no_further_off(number, passes):
    answer = checks.Answer("mine", number)
    if passes:
        answer.is_number(3)
    else:
        with pytest.raises(checks.CheckFailed, match=f"mine is {number}. Look at the sign."):
            answer.is_number(3, look="Look at the sign.")


MONTHS = ["2025-01", "2025-03"]
LISTS = {
    "list": MONTHS,
    "tuple": tuple(MONTHS),
    "set": set(MONTHS),
    "another order": MONTHS[::-1],
    "twice": MONTHS * 2,
    "column": pd.Series(MONTHS),
    "index": pd.Index(MONTHS),
    "array": np.array(MONTHS),
    "categories": pd.Series(MONTHS, dtype="category"),
    "periods": pd.PeriodIndex(MONTHS, freq="M"),
    "a table of one column": pd.DataFrame({"months": MONTHS}),
    "a table": pd.DataFrame({"month": MONTHS, "verdict": "too low"}),
    "a table with months in the index": pd.DataFrame(
        {"verdict": "too low", "n": 1}, index=pd.Index(MONTHS, name="month")
    ),
    "keys": dict.fromkeys(MONTHS),
    "spaces": [" 2025-01", "2025-03 "],
    "a generator": (month for month in MONTHS),
}


@pytest.mark.parametrize("right", LISTS.values(), ids=LISTS)
def test_several_values_are_taken_from_whatever_holds_them(right):
    checks.Answer("mine", right).lists(MONTHS, what="months", column="month")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["2025-01"], "1 of the months is missing in mine. Look down."),
        ("2025-01", "1 of the months is missing in mine"),
        ([*MONTHS, "2025-02"], "1 of the months in mine should not be there, for example '2025-02'. Look up."),
        ([0, 2], "mine holds row numbers. Expected: months"),
        (pd.Series([True, False]), "says true or false for every row"),
        (print, "mine is something that cannot be compared .* Expected: a list of months"),
        ([], "2 of the months are missing"),
    ],
)
def test_wrong_values_are_told_apart(wrong, message):
    with pytest.raises(checks.CheckFailed, match=message):
        checks.Answer("mine", wrong).lists(MONTHS, what="months", too_many="Look up.", too_few="Look down.")


def test_points_add_up_over_the_lab_and_a_check_run_twice_counts_once(capsys):
    from millrace.checks import points

    points.passed("one of these tests", points=2, of=20)
    points.passed("another of these tests", points=3, of=20)
    points.passed("one of these tests", points=2, of=20)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Right: 2 of 2. ")
    totals = [int(line.split(". ")[1].split(" of 20")[0]) for line in lines]
    assert totals[1] - totals[0] == 3
    assert totals[2] == totals[1]


def test_what_a_section_began_with_is_loaded_afresh():
    table = checks.given("orders_2023")
    table["QTY"] = 0
    assert (checks.given("orders_2023")["QTY"] != 0).all()


BY_MONTH = pd.Series([-9283.9, 508.5], index=pd.Index(["2025-01", "2025-12"], name="month"), name="difference")


@pytest.mark.parametrize(
    "value", [BY_MONTH, BY_MONTH.rename(None), pd.to_datetime(["2025-12", "2025-01"]), ["2025-12-01", "2025-01"]]
)
def test_months_are_taken_from_the_index_and_as_first_days(value):
    checks.Answer("mine", value).lists(["2025-01", "2025-12"], what="months", column="month")


def test_a_column_of_the_right_name_is_not_passed_over_for_its_index():
    months = pd.Series(["2025-01"], index=pd.Index(["2030-01"], name="month"), name="month")
    checks.Answer("mine", months).lists(["2025-01"], what="months", column="month")


def test_another_day_of_a_month_is_not_the_month():
    with pytest.raises(checks.CheckFailed, match="should not be there"):
        checks.Answer("mine", ["2025-01-02"]).lists(["2025-01"], what="months")


@pytest.mark.parametrize(
    ("given", "places", "right"),
    [(0.64, 2, True), (0.6375, 2, True), (0.64, None, False), (0.6, 2, False), (0.63, 2, False), (0.6, 1, True)],
)
def test_a_number_rounded_as_people_write_it_is_right_too(given, places, right):
    answer = checks.Answer("closed", given)
    if right:
        assert answer.is_number(0.6374, tolerance=0.002, places=places) == given
    else:
        with pytest.raises(checks.CheckFailed, match="closed is"):
            answer.is_number(0.6374, tolerance=0.002, places=places)


def test_one_row_of_a_table_is_called_a_row():
    with pytest.raises(checks.CheckFailed, match=r"mine is one row\. Expected: a table"):
        checks.Answer("mine", EXPECTED.loc[0]).table(["pieces"], key=["order"])


def test_square_brackets_for_round_ones_are_told():
    with pytest.raises(checks.CheckFailed, match=r"one number repeated in a list.*round brackets \( \)"):
        checks.Answer("mine", 3 * [40 - 4]).is_number()
    with pytest.raises(checks.CheckFailed, match="mine is a list"):
        checks.Answer("mine", [1, 2]).is_number()
