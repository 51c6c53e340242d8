"""One style of date at a time: its name, its time of day, and the edges of what is read."""

import calendar
import datetime as dt

import pandas as pd
import pytest

from millrace.reading import date_order, parse_dates
from millrace.reading.dates.words import plain_date_text

DAY = pd.Timestamp("2025-03-04")


def read(cell, **given):
    row = parse_dates(pd.Series([cell], dtype=object), **given).iloc[0]
    return None if pd.isna(row["date"]) else row["date"], row["style"], row["problem"]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("2025-03-04", "yyyy-mm-dd"), ("2025/3/4", "yyyy/mm/dd"), ("2025. 3. 4.", "yyyy.mm.dd"),
        ("20250304", "yyyymmdd"),
        ("2025 03 04", "yyyy mm dd"), ("4 mar 2025", "d mon yyyy"), ("March 4, 2025", "mon d, yyyy"),
        ("2025 mar 4", "yyyy mon d"), ("4 mar '25", "d mon yy"), ("Mar 4, 25", "mon d, yy"),
        ("2025年3月4日", "yyyy年m月d日"), ("25年3月4日", "yy年m月d日"), ("45720", "excel number"),
        (dt.date(2025, 3, 4), "real date"), (dt.datetime(2025, 3, 4), "real date"), (45720, "excel number"),
    ],
)  # fmt: skip
def test_each_style_has_its_name_and_one_reading(text, style):
    assert read(text) == (DAY, style, "")
    assert read(text, day_first=True) == read(text, day_first=False) == (DAY, style, "")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("04/03/2025", "d/m/yyyy"), ("4. 3. 2025", "d.m.yyyy"), ("4-3-2025", "d-m-yyyy"), ("4 3 2025", "d m yyyy"),
        ("04032025", "ddmmyyyy"), ("4/3/25", "d/m/yy"), ("4.3.25", "d.m.yy"), ("4-3-25", "d-m-yy"),
    ],
)  # fmt: skip
def test_a_style_with_two_readings_is_decided_by_the_caller_alone(text, style):
    other = "".join({"d": "m", "m": "d"}.get(c, c) for c in style)
    assert read(text) == (None, f"{style} or {other}", "ambiguous")
    assert read(text, day_first=True) == (DAY, style, "")
    assert read(text, day_first=False) == (pd.Timestamp("2025-04-03"), other, "")
    row = parse_dates([text]).iloc[0]
    assert (row["if_day_first"], row["if_month_first"]) == (DAY, pd.Timestamp("2025-04-03"))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("March 2025", "month yyyy"), ("2025 March", "month yyyy"), ("Mar-25", "month yy"), ("2025年3月", "yyyy年m月"),
        ("2025-03", "yyyy-mm"), ("3/2025", "mm/yyyy"), ("202503", "yyyymm"),
    ],
)  # fmt: skip
def test_a_month_alone_is_its_first_day(text, style):
    assert read(text) == (pd.Timestamp("2025-03-01"), style, "")


@pytest.mark.parametrize("text", ["2025", "2025年"])
def test_a_year_alone_is_its_first_day(text):
    assert read(text) == (pd.Timestamp("2025-01-01"), "yyyy", "")


def test_a_month_with_two_digits_is_a_day_or_a_year():
    assert read("Mar 25") == (None, "mon yy or d mon", "ambiguous")
    assert read("Mar 25", day_first=True)[2] == "ambiguous"
    assert read("4 Mar") == (None, "", "unreadable")


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("00:00", "00:00:00"), ("9:05", "09:05:00"), ("14:05", "14:05:00"), ("23:59:59", "23:59:59"),
        ("12:30 am", "00:30:00"), ("12:30 pm", "12:30:00"), ("1:05pm", "13:05:00"), ("11:59 p.m.", "23:59:00"),
        ("9am", "09:00:00"), ("13:05 pm", "13:05:00"), ("14h05", "14:05:00"), ("上午9:05", "09:05:00"),
        ("中午12:30", "12:30:00"), ("凌晨12:05", "00:05:00"), ("晚上9点", "21:00:00"), ("下午2:05", "14:05:00"),
        ("早上8点05分", "08:05:00"), ("14:05:06.789", "14:05:06.789"), ("14:05:06.1234567", "14:05:06.123456"),
        ("14:05:06,5", "14:05:06.5"), ("10:15 PST", "10:15:00"), ("10:15 [Europe/Paris]", "10:15:00"),
        ("10:15:00+08:00", "10:15:00"), ("10:15-0500", "10:15:00"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_kept_without_its_zone(time, expected):
    moment = DAY + pd.Timedelta(expected)
    assert read(f"2025-03-04 {time}") == (moment, "yyyy-mm-dd", "")


@pytest.mark.parametrize(
    "time", ["9:05", "14:05:06.789", "12:30 am", "1:05pm", "9am", "14h05", "10:15 PST", "10:15+08:00"]
)
def test_a_time_is_kept_behind_a_date_with_words_as_behind_numbers(time):
    assert read(f"4 March 2025 {time}") == (read(f"2025-03-04 {time}")[0], "d mon yyyy", "")
    assert read(f"2025年3月4日 {time}") == (read(f"2025-03-04 {time}")[0], "yyyy年m月d日", "")


@pytest.mark.parametrize("hour", range(24))
def test_both_clocks_name_the_same_hour(hour):
    half = "am" if hour < 12 else "pm"
    assert read(f"2025-03-04 {hour % 12 or 12}:07 {half}")[0] == read(f"2025-03-04 {hour:02d}:07")[0]


@pytest.mark.parametrize("time", ["24:00", "23:59:60", "24:00:00"])
def test_the_last_moment_of_a_day_is_the_next_midnight(time):
    assert read(f"2025-03-04 {time}")[0] == pd.Timestamp("2025-03-05")


@pytest.mark.parametrize("time", ["24:01", "24:00:01", "25:00", "9:60", "23:59:61", "12:99 pm"])
def test_a_time_that_no_clock_shows_makes_the_moment_impossible(time):
    assert read(f"2025-03-04 {time}") == (None, "yyyy-mm-dd", "impossible")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20250304140506", "14:05:06"), ("20250304 140506", "14:05:06"), ("202503041405", "14:05:00"),
        ("20250304T140506Z", "14:05:06"), ("2025:03:04 14:05:06", "14:05:06"), ("9:05 2025-03-04", "09:05:00"),
        ("45720.5", "12:00:00"), ("45720.25", "06:00:00"), ("45720.999994", "23:59:59"),
    ],
)  # fmt: skip
def test_what_programs_write_is_read_to_the_second(text, moment):
    assert read(text)[0] == DAY + pd.Timedelta(moment)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1600-01-01", ""), ("1599-12-31", "impossible"), ("2499-12-31", ""), ("2500-01-01", "impossible"),
        ("20000", ""), ("19999", "unreadable"), ("79999", ""), ("80000", "unreadable"), ("32/1/2", ""),
        ("31/1/2", "unreadable"), ("2025-00-04", "impossible"), ("2025-03-00", "impossible"), ("2025-12-31", ""),
        ("2025-12-32", "impossible"), ("2025-13-01", "impossible"), ("'25", "unreadable"), ("1800", ""),
        ("1500", "unreadable"),
    ],
)  # fmt: skip
def test_the_edges_of_what_is_a_date(text, problem):
    assert read(text)[2] == problem


@pytest.mark.parametrize("year", [1600, 1700, 1900, 2000, 2023, 2024, 2100])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_the_days_of_the_calendar(year, month):
    last = calendar.monthrange(year, month)[1]
    assert read(f"{year}-{month}-{last}")[0] == pd.Timestamp(year, month, last)
    assert read(f"{year}-{month}-{last + 1}")[2] == "impossible"


@pytest.mark.parametrize(("two", "year"), [(0, 2000), (25, 2025), (68, 2068), (69, 1969), (99, 1999)])
def test_two_digits_of_a_year_turn_as_in_posix(two, year):
    assert read(f"4 March {two:02d}")[0] == pd.Timestamp(year, 3, 4)


@pytest.mark.parametrize(
    "text", ["0000-00-00", "00/00/0000", "0000/00/00 00:00", "00/00/00 00:00:00", "00000000", "000000", "0", "0.0"]
)
def test_a_date_of_zeros_is_missing(text):
    assert read(text) == (None, "", "missing")


def test_no_zero_but_a_whole_date_of_them_is_missing():
    assert read("00/00/2025")[2] == "impossible"


@pytest.mark.parametrize("n", [999, 1000, 1001])
def test_a_long_log_in_one_form_is_read_as_a_short_one(n):
    moments = pd.Series(pd.date_range("2024-01-01", periods=n - 3, freq="7919s"))
    texts = [*moments.dt.strftime("%Y-%m-%d %H:%M:%S"), "13/04/2025", "1599-01-01 00:00:00", "2024-1-2 03:04:05"]
    read = parse_dates(texts)
    assert (read["date"].iloc[:-3] == moments).all()
    assert read["date"].iloc[-3:].tolist()[::2] == [pd.Timestamp("2025-04-13"), pd.Timestamp("2024-01-02 03:04:05")]
    assert read["problem"].value_counts().to_dict() == {"": n - 1, "impossible": 1}
    assert read["style"].iloc[[0, -3]].tolist() == ["yyyy-mm-dd", "d/m/yyyy"]
    pd.testing.assert_frame_equal(read.tail(3).reset_index(drop=True), parse_dates(texts[-3:]))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2025-03-04", "2025-03-04"), ("Dienstag, 4. März 2025", "4 m03 2025"), ("mar. 4 mars 2025", "4 m03 2025"),
        ("1st of May 2025", "1 m05 2025"), ("2nd June 2025", "2 m06 2025"), ("le 1er août 2025", "1 m08 2025"),
        ("二〇二五年十月二十一日", "2025年10月21日"), ("廿一日", "21日"), ("十日", "10日"),
        ("2025년 3월 4일 화요일", "2025年 3月 4日"),
        ("Mar-25", "m03-25"), ("Monday 2025-03-04", "2025-03-04"), ("do 4 sep 2025", "4 m09 2025"),
        ("März 2025", "m03 2025"), ("2025年3月4日(火)", "2025年3月4日"), ("4.Mar.2025", "4 m03 2025"),
    ],
)  # fmt: skip
def test_words_of_a_date_are_brought_to_one_spelling(text, plain):
    assert plain_date_text(text) == plain


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (None, "2025-03-31", ("2025-03-04", "")), ("2025-03-05", None, ("2025-04-03", "")),
        ("2025-03-04", "2025-04-02", ("2025-03-04", "")), ("2025-03-04", "2025-04-03", (None, "ambiguous")),
        ("2025-05-01", None, (None, "outside range")), (None, "2025-01-01", (None, "outside range")),
        (dt.date(2025, 4, 3), dt.date(2025, 4, 3), ("2025-04-03", "")),
    ],
)  # fmt: skip
def test_a_range_settles_what_only_one_reading_fits(earliest, latest, expected):
    date, _, problem = read("04/03/2025", earliest=earliest, latest=latest)
    assert (date and f"{date:%Y-%m-%d}", problem) == expected


@pytest.mark.parametrize(
    ("limit", "moment", "problem"),
    [
        ("2025-03-04", "2025-03-04 23:59:59", ""), ("2025-03-04", "2025-03-05", "outside range"),
        ("2025-03-04 12:00", "2025-03-04 12:00", ""), ("2025-03-04 12:00", "2025-03-04 12:01", "outside range"),
        (pd.Timestamp("2025-03-04", tz="Asia/Shanghai"), "2025-03-04 20:00", ""),
    ],
)  # fmt: skip
def test_the_last_day_is_whole_and_a_last_moment_is_exact(limit, moment, problem):
    date, _, said = read(moment, latest=limit)
    assert (date, said) == (pd.Timestamp(moment), problem)
    assert read(moment, earliest=moment)[2] == ""


def test_a_caller_who_names_an_impossible_order_gets_no_date():
    assert read("13/04/2025", day_first=False) == (None, "m/d/yyyy", "impossible")
    assert read("13/04/2025") == (pd.Timestamp("2025-04-13"), "d/m/yyyy", "")
    assert read("04/13/2025") == (pd.Timestamp("2025-04-13"), "m/d/yyyy", "")


def test_an_answer_may_be_missing_for_a_row():
    asked = pd.Series([True, None, False], dtype="boolean")
    assert parse_dates(["04/03/2025"] * 3, day_first=asked)["problem"].tolist() == ["", "ambiguous", ""]


def test_months_of_pandas_are_their_first_day():
    read = parse_dates(pd.Series(pd.period_range("2025-03", periods=2, freq="M")))
    assert read["date"].tolist() == [pd.Timestamp("2025-03-01"), pd.Timestamp("2025-04-01")]
    assert read["style"].tolist() == ["real date"] * 2
    real = parse_dates(pd.Series([DAY, pd.NaT]))
    assert (real["style"].tolist(), real["problem"].tolist()) == (["real date", ""], ["", "missing"])


@pytest.mark.parametrize(
    ("against", "of", "verdict"), [(0, 50, "day first"), (1, 50, "day first"), (2, 50, "mixed"), (1, 49, "mixed")]
)
def test_more_than_two_in_a_hundred_against_the_rest_are_mixed(against, of, verdict):
    texts = ["04/13/2025"] * against + ["13/04/2025"] * (of - against)
    order = date_order(texts)
    assert order.drop(columns="verdict").values.tolist() == [["all", of, of - against, against, 0, 0, 0]]
    assert order["verdict"].tolist() == [verdict]
    turned = date_order([f"{t[3:5]}/{t[:2]}{t[5:]}" for t in texts])
    assert turned["verdict"].tolist() == ["month first" if verdict == "day first" else "mixed"]


@pytest.mark.parametrize("text", ["4 Mar 2025", "2025-03-04", "4/4/2025", "45720", "soon", "2025-13-04"])
def test_only_a_date_that_proves_an_order_is_evidence(text):
    assert date_order([text])[["day_first", "month_first", "ambiguous"]].values.tolist() == [[0, 0, 0]]


def test_every_row_is_counted_once():
    texts = [
        "13/04/2025",
        "04/13/2025",
        "03/04/2025",
        "05/05/2025",
        "2025-04-13",
        "4 Mar 2025",
        None,
        "soon",
        "13/13/2025",
    ]
    order = date_order(texts).iloc[0]
    assert order[["day_first", "month_first", "ambiguous", "one_reading", "not_read"]].tolist() == [1, 1, 1, 3, 3]
    assert order["rows"] == len(texts)
