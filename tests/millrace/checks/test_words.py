"""Words, months and pairs pass in every honest way of writing them; other ones do not."""

import datetime

import numpy as np
import pandas as pd
import pytest

from millrace.checks import Answer, CheckFailed
from millrace.checks.words import plain_word

STEPS = ["cutting", "edge painting", "too few"]


@pytest.mark.parametrize(
    "written",
    [
        "edge painting",
        "Edge Painting",
        " edge  painting ",
        "EDGE_PAINTING",
        "'edge painting'",
        "edge painting.",
        "ｅｄｇｅ　ｐａｉｎｔｉｎｇ",
        "edge painting。",
        ["edge painting"],
        pd.Series(["Edge painting"]),
        np.array(["edge painting"]),
        pd.DataFrame({"step": ["edge painting"]}),
    ],
    ids=repr,
)
def test_a_word_of_a_choice_is_read_however_it_is_written(written):
    assert Answer("bottleneck", written).word(STEPS) == "edge painting"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("edge", "bottleneck is 'edge'. Expected: one of 'cutting', 'edge painting', 'too few', in quotes."),
        (["cutting", "too few"], "bottleneck is a list."),
        (3, "bottleneck is 3."),
        (print, "bottleneck is something that cannot be compared"),
    ],
    ids=str,
)
def test_what_is_no_word_of_the_choice_is_refused_with_its_words(written, says):
    with pytest.raises(CheckFailed) as refused:
        Answer("bottleneck", written).word(STEPS)
    assert str(refused.value).startswith(says)


def test_where_the_words_differ_by_capitals_only_they_count():
    assert Answer("lot", "a1").word(["A1", "a1"]) == "a1"
    with pytest.raises(CheckFailed):
        Answer("lot", "a 1").word(["A1", "a1"])


APRIL = [
    "2025-04",
    "2025-4",
    "2025/04",
    "2025/4",
    "2025.04",
    "2025 04",
    "04/2025",
    "4/2025",
    "4.2025",
    "April 2025",
    "Apr 2025",
    "apr. 2025",
    "APRIL 2025",
    "April, 2025",
    "2025 April",
    "2025-Apr",
    "April-2025",
    " 2025-04 ",
    "２０２５-０４",
    "2025年4月",
    "2025-04-01",
    "2025-04-17",
    "2025-04-01 00:00:00",
    pd.Period("2025-04"),
    pd.Period("2025-04-03", freq="D"),
    pd.Timestamp("2025-04-01"),
    datetime.date(2025, 4, 1),
    datetime.datetime(2025, 4, 30, 8),
    np.datetime64("2025-04"),
    pd.Series([pd.Timestamp("2025-04-01")]),
    ["2025-04"],
]


@pytest.mark.parametrize("written", APRIL, ids=repr)
def test_a_month_is_read_however_it_is_written(written):
    assert Answer("began", written).month() == pd.Period("2025-04", freq="M")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_by_its_name_and_its_first_letters(month):
    right = pd.Period(f"2025-{month:02d}", freq="M")
    name = right.strftime("%B")
    for written in (name, name[:3], name[:4], str(right), f"{month}/2025"):
        answer = written if written[0].isdecimal() else f"{written} 2025"
        assert Answer("began", answer).month() == right


@pytest.mark.parametrize(
    "written",
    [
        "2025",
        2021,
        "2025-13",
        "2025-00",
        "04/05/2025",
        "April",
        "Smarch 2025",
        "May be 2025",
        "2025-04 to 2025-06",
        pd.NaT,
        ["2025-04", "2025-05"],
        True,
        pd.Period("2025Q2"),
        "",
        {"2025-04": 1},
    ],
    ids=repr,
)
def test_what_is_no_month_or_may_be_two_is_refused(written):
    with pytest.raises(CheckFailed, match=r'cannot be read as one month\. Expected: .* like "2024-01", in quotes'):
        Answer("began", written).month()


RIGHT = {"larger oven": "buy", "second painter": "leave"}


@pytest.mark.parametrize(
    "written",
    [
        RIGHT,
        {"Larger Oven": "BUY", " second painter": "leave "},
        pd.Series(RIGHT),
        pd.Series(RIGHT).to_frame("word"),
        pd.Series(RIGHT).reset_index(),
        pd.Series(list(RIGHT.items())),
        list(RIGHT.items()),
        tuple(RIGHT.items()),
        [["larger oven", "buy"], ["second painter", "leave"]],
        set(RIGHT.items()),
        np.array(list(RIGHT.items())),
    ],
    ids=lambda value: type(value).__name__,
)
def test_pairs_are_taken_from_whatever_holds_them(written):
    assert Answer("offers", written).pairs(RIGHT, ["buy", "leave", "look"]) == RIGHT
    if not isinstance(written, set):
        Answer("offers", written).lists(list(RIGHT.items()), what="offers")


@pytest.mark.parametrize("written", ["buy", 3, ["buy", "leave"], pd.Series(["buy", "leave"]), pd.DataFrame({"a": [1]})])
def test_what_holds_no_pairs_is_told_the_form(written):
    with pytest.raises(CheckFailed, match="Expected: pairs in curly brackets"):
        Answer("offers", written).pairs()


def test_two_words_for_one_name_are_told_and_not_chosen_from():
    with pytest.raises(CheckFailed, match=r"offers says two things of 'oven': 'buy' and 'leave'\. Keep one\."):
        Answer("offers", [("oven", "buy"), ("Oven", "leave")]).pairs(["oven"])


NUMBERED = {1: "empty", 2: "closed", 3: "chance"}


@pytest.mark.parametrize(
    "written",
    [
        pd.Series(NUMBERED),
        pd.Series(list(NUMBERED.values()), index=range(1, 4)),
        pd.DataFrame({"n": [1, 2, 3], "why": list(NUMBERED.values())}).set_index("n")["why"],
        pd.DataFrame({"why": list(NUMBERED.values())}, index=range(1, 4)),
    ],
)
def test_a_column_labelled_by_the_very_numbers_that_were_asked_for_holds_pairs(written):
    assert Answer("why", written).pairs(NUMBERED, NUMBERED.values()) == NUMBERED
    with pytest.raises(CheckFailed, match="Expected: pairs"):
        Answer("why", written).pairs([4, 5, 6], NUMBERED.values())


def test_a_column_in_order_says_nothing_of_what_its_values_belong_to():
    with pytest.raises(CheckFailed, match="why is one column"):
        Answer("why", pd.Series(list(NUMBERED.values()))).pairs(NUMBERED, NUMBERED.values())


@pytest.mark.parametrize(
    ("answer", "holds"),
    [("smooth", True), (["a", "smooth"], True), (pd.Series(["erratic"]), True), (["a", "b"], False), (print, False)],
)
def test_it_can_be_told_whether_an_answer_holds_what_people_put_there_by_mistake(answer, holds):
    assert Answer("by_week", answer).holds_any(["smooth", "erratic"]) is holds


def test_reading_pairs_leaves_the_answer_as_it_is():
    frame = pd.Series(RIGHT).reset_index()
    before = frame.copy()
    Answer("offers", frame).pairs(RIGHT)
    pd.testing.assert_frame_equal(frame, before)


def test_pairs_that_are_wrong_are_shown():
    with pytest.raises(CheckFailed, match=r"1 of the pairs in found should not be there, for example \('a', 3\)"):
        Answer("found", pd.Series({"a": 3, "b": 2})).lists([("a", 1), ("b", 2)], what="pairs")


@pytest.mark.parametrize(
    "written", [["april 2025", "May 2025"], [pd.Period("2025-04"), "2025-5"], ["2025-04-01", "5/2025"]]
)
def test_a_list_of_months_is_read_however_they_are_written(written):
    Answer("slow", written).lists(["2025-04", "2025-05"], what="months")


def test_words_of_a_list_are_read_however_they_are_written():
    Answer("found", ["LOT A1", "lot_b2 "]).lists(["lot a1", "Lot B2"], what="lots")
    with pytest.raises(CheckFailed, match="1 of the lots in found should not be there, for example 'LOT A3'"):
        Answer("found", ["LOT A3", "lot_b2 "]).lists(["lot a1", "Lot B2"], what="lots")
    with pytest.raises(CheckFailed, match="1 of the lots is missing in found"):
        Answer("found", ["a"]).lists(["A", "a "], what="lots")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            "25 %",
            "mine is the text '25 %'. Expected: one number. Type 0.25 instead: a share, without % and without quotes.",
        ),
        ("２５％", "Type 0.25 instead"),
        ("25 percent", "Type 0.25 instead"),
        ("-3.5", "Type -3.5 instead, without quotes."),
        (["0.5"], "mine is the text '0.5'. Expected: one number. Type 0.5 instead, without quotes."),
        ("144 CNY", "mine is the text '144 CNY'. Expected: one number. Type 144 instead, without quotes and unit."),
        ("1,440", "Type 1440 instead, without quotes and comma."),
        ("¥1，440.5", "Type 1440.5 instead, without quotes and comma and unit."),
        ("1200" * 40, "a text was repeated. Take the quotes off the number that it comes from."),
        ("3 x 48", "mine is a text. Expected: one number."),
        ("1,44", "mine is a text. Expected: one number."),
        ("about 25", "mine is a text. Expected: one number."),
    ],
)
def test_a_number_typed_as_text_is_told_its_form(written, says):
    with pytest.raises(CheckFailed) as refused:
        Answer("mine", written).is_number(0.25)
    assert says in str(refused.value)


@pytest.mark.parametrize("word", ["a", " A ", "Ａ", '"a"', "a.", "_a_"])
def test_a_word_made_plain_stays_as_it_is_when_made_plain_again(word):
    assert plain_word(plain_word(word)) == plain_word(word) == "a"


def test_a_list_within_a_pair_or_a_list_is_told_and_breaks_nothing():
    with pytest.raises(CheckFailed, match="holds several things in one pair"):
        Answer("definition", {"window": ["c", "d"]}).pairs(["window"], list("abcd"))
    with pytest.raises(CheckFailed, match="harmed holds a list within a list"):
        Answer("harmed", [["ar"]]).several(["ar", "en"])
