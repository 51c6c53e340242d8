"""Values that only look like values: each piece of evidence, at its boundary."""

import pandas as pd
import pytest

from millrace.cleaning import reveal_missing
from millrace.cleaning.gaps.disguises import find_disguised


def hidden(values, **asked):
    """Return the distinct values of a column that are taken for missing."""
    column = pd.Series(values, **asked)
    return set(column[find_disguised(column)])


@pytest.mark.parametrize("digits", range(2, 13))
def test_nines_far_above_all_else_mean_missing(digits):
    nines = 10.0**digits - 1
    assert hidden([1, 2, 3, 4, 5, nines, nines]) == {nines}
    assert hidden([1, 2, 3, 4, 5, nines]) == set(), "one alone may be a real value"
    assert hidden([1, 2, 3, 4, 5, nines - 1, nines - 1]) == set()


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (range(89, 94), True),  # 93 + five steps of 1 lie below 99
        (range(90, 95), False),
        (range(20, 72), True),  # as far above the top as the top above the median: 71 + 25.5
        (range(20, 74), False),  # 73 + 26.5
        (range(60, 73, 3), True),  # steps of 3: 72 + 15
        (range(61, 94, 4), False),  # steps of 4: 93 + 20
        ([1, 2], False),  # two values show no usual distance
        ([1, 2, 3], True),
    ],
)
def test_nines_lie_apart_by_five_steps_and_by_the_upper_half(others, found):
    assert hidden([*others, 99, 99]) == ({99} if found else set())


def test_nine_nine_is_not_a_digit_alone_and_not_below_the_others():
    assert hidden([1, 2, 3, 4, 9, 9]) == set()
    assert hidden([200, 201, 202, 203, 99, 99]) == set()


@pytest.mark.parametrize("value", [-1, -9, -88, -99, -888, -999, -8888, -9999, -99_999])
def test_a_number_below_zero_means_missing_where_nothing_else_is_below(value):
    assert hidden([1, 2, 3, value, value]) == {value}
    assert hidden([0, 1, 2, 3, value, value]) == {value}
    assert hidden([1, 2, 3, value]) == set()
    assert hidden([1, 2, -3, value, value]) == set()


def test_other_numbers_below_zero_are_numbers():
    assert hidden([1, 2, 3, -2, -2]) == set()


@pytest.mark.parametrize(
    ("others", "zeros", "found"),
    [
        (range(6, 11), 3, True),
        (range(5, 10), 3, False),  # five steps from zero are not more than five
        (range(6, 11), 2, False),  # only twice as often as the lowest
        ([20, 21, 22, 23], 3, False),  # four values show no usual distance
        (range(20, 25), 5, True),
        (range(20, 25), 6, False),  # more than half: zero is the usual value
        ([*range(20, 25), 20], 4, False),  # the lowest twice, zero not more than twice as often
        ([*range(20, 25), 20], 5, True),
        ([*range(20, 25), -20], 3, False),
        (range(12, 21, 2), 3, True),
        (range(10, 19, 2), 3, False),
        ([11, 11.1, 11.2, 11.3, 11.4, *range(100, 110)], 4, True),
        ([9, 9.1, 9.2, 9.3, 9.4, *range(100, 110)], 4, False),  # nearly nothing is usual, so nothing may be
    ],
)
def test_a_zero_means_missing_across_a_wide_empty_gap_and_if_it_is_not_usual(others, zeros, found):
    assert hidden([*others, *[0] * zeros]) == ({0} if found else set())


@pytest.mark.parametrize("form", [str, float])
def test_numbers_written_as_text_are_judged_like_numbers(form):
    values = [form(n) for n in [*range(20, 30), 0, 0, 0, 999, 999, -1, -1]]
    assert hidden(values) == {form(0), form(999), form(-1)}


SENTINELS = ["1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "1901-01-01", "1970-01-01"]


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
@pytest.mark.parametrize("day", [*SENTINELS, "2099-12-31"])
def test_a_day_that_programs_write_for_nothing_means_missing_where_no_other_is_near(day, zone):
    days = pd.Series(pd.to_datetime(["2024-03-01", "2024-03-02", day])).dt.tz_localize(zone)
    assert find_disguised(days).tolist() == [False, False, True]
    near = pd.Timestamp(day) + pd.Timedelta(days=400)
    beside = pd.Series(pd.to_datetime([near, day, near])).dt.tz_localize(zone)
    assert not find_disguised(beside).any()


@pytest.mark.parametrize(("days", "found"), [(1825, False), (1826, True)])
@pytest.mark.parametrize("day", ["1970-01-01", "2099-12-31"])
def test_near_is_five_years(day, days, found):
    away = pd.Timedelta(days=days) * (1 if day < "2000" else -1)
    others = [pd.Timestamp(day) + away, pd.Timestamp(day) + away * 2]
    assert find_disguised(pd.Series([*others, pd.Timestamp(day)])).tolist() == [False, False, found]


def test_a_day_in_the_far_past_or_future_means_missing_and_an_ordinary_day_never():
    column = pd.Series(pd.array(["2024-01-01", "2900-06-01", "1699-06-01", "1950-06-01"], dtype="datetime64[s]"))
    assert find_disguised(column).tolist() == [False, True, True, False]
    apart = pd.Series(pd.array(["2024-01-01", "2899-06-01", "1700-06-01"], dtype="datetime64[s]"))
    assert not find_disguised(apart).any()
    assert not find_disguised(pd.Series(pd.to_datetime(["1900-01-01", "1970-01-01"]))).any(), "no ordinary day to tell"


@pytest.mark.parametrize("day", [*SENTINELS, "01/01/1900", "1900-01-01 00:00:00", "0000-00-00"])
def test_days_written_as_text_are_judged_like_days(day):
    assert hidden(["2024-03-01", "2024-03-02", "2024-05-17", "2023-11-09", day]) == {day}


def test_a_text_among_dates_that_only_begins_like_one_is_left_alone():
    assert hidden(["room 5", "1900 rooms", "2 rooms"]) == set()
    assert hidden(["2024-03-01", "words", "more words", "1900-01-01"]) == set(), "too few dates for a column of dates"


@pytest.mark.parametrize(
    "text", ["xxxxx", "XXXXX", "00000", "0000-0000", "xxx xxx", "n/a", " - ", "?", "无", "TBC", "NA"]
)
def test_words_and_signs_for_nothing_mean_missing(text):
    assert hidden(["ann lee", "bo chan", "cy ho", text]) == {text}


@pytest.mark.parametrize("text", ["xxxx", "0000", "aaaaa", "x00000", "12345", "none of these", "nasa"])
def test_words_that_may_mean_something_do_not(text):
    assert hidden(["ann lee", "bo chan", "cy ho", text]) == set()


@pytest.mark.parametrize(("length", "found"), [(30, True), (31, False)])
def test_a_long_text_is_never_a_word_for_nothing(length, found):
    assert bool(hidden(["ann lee", "x" * length])) == found


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (["DE", "FR", "IT", "ES"], False),
        (["DE", "FR", "IT", "Spain"], True),  # four of five are not more than four fifths
        (["de", "fr", "it", "es"], True),
        (["D1", "F2", "I3", "E4"], True),
        (["DEU", "FRA", "ITA", "ESP"], True),
    ],
)
def test_na_is_a_code_only_among_codes_of_two_capitals(others, found):
    assert bool(hidden([*others, "NA"])) == found
    assert hidden([*others, "n/a"]) == {"n/a"}


@pytest.mark.parametrize(
    "values", [[True, False], [None, None], [], [1, 2, 3], ["red", "blue"], [[1], {"a": 2}], [1.5, float("inf"), 99]]
)
def test_ordinary_columns_of_any_type_are_left_alone(values):
    marks = find_disguised(
        pd.Series(values, index=[f"r{i}" for i in range(len(values))], dtype=None if values else object)
    )
    assert marks.tolist() == [False] * len(values)
    assert marks.index.tolist() == [f"r{i}" for i in range(len(values))]


def test_what_is_missing_already_is_not_disguised_and_the_order_of_rows_does_not_matter():
    column = pd.Series(["5", None, "-", "7", "?", "9"])
    marks = find_disguised(column)
    assert marks.tolist() == [False, False, True, False, True, False]
    assert find_disguised(column.iloc[::-1]).sort_index().equals(marks)
    nullable = pd.Series(pd.array([1, None, 2, 3, 99, 99], dtype="Int64"))
    assert find_disguised(nullable).tolist() == [False, False, False, False, True, True]


def test_only_disguised_cells_are_emptied():
    frame = pd.DataFrame({"a": ["x", "-"], "b": ["-", "y"]})
    assert reveal_missing(frame).isna().values.tolist() == [[False, True], [True, False]]
    assert reveal_missing(frame, columns=["b"]).isna().values.tolist() == [[False, True], [False, False]]
