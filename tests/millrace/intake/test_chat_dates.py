"""Moments of a chat: clocks in every writing, and the order of day and month decided once per file."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.intake.chats.dates import read_moments
from millrace.intake.report import Report

DAY, MONTH, YEAR = "day, month, year", "month, day, year", "year, month, day"
FORWARD = "so the messages go back in time 0 times, the other way 1 time"
NEAR = "uncertain: no date decides it, but so they lie within 1 day instead of {}; say day_first"
UNDECIDED = "uncertain: nothing in the file decides it; most of the world writes the day first; say day_first"


def read(dates, *, clocks=None, day_first=None):
    report = Report("chat.txt", "chat")
    moments = read_moments(dates, clocks or ["9:00"] * len(dates), day_first=day_first, report=report)
    ((what, order, why),) = report.findings
    assert what == "order of dates"
    return [None if pd.isna(m) else f"{m:%Y-%m-%d %H:%M:%S}" for m in moments], order, why


def clock(text):
    (moment,), _, _ = read(["2025-10-03"], clocks=[text])
    return None if moment is None else moment.split()[1]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:12", "09:12:00"), ("09.12.33", "09:12:33"), ("9h12", "09:12:00"), ("0:00", "00:00:00"),
        ("12:00", "12:00:00"), ("23:59:59", "23:59:59"), ("12:30 am", "00:30:00"), ("12:30 pm", "12:30:00"),
        ("1:05 PM", "13:05:00"), ("11:59 p.m.", "23:59:00"), ("9:12 a.m.", "09:12:00"), ("13:05 pm", "13:05:00"),
        ("上午9:12", "09:12:00"), ("下午9:12", "21:12:00"), ("晚上9:00", "21:00:00"), ("凌晨12:05", "00:05:00"),
        ("早上8:00", "08:00:00"), ("中午12:30", "12:30:00"), ("中午1:05", "13:05:00"), ("中午3:59", "15:59:00"),
        ("中午4:00", "04:00:00"), ("中午11:30", "11:30:00"), ("오후 3:05", "15:05:00"), ("오전 12:05", "00:05:00"),
        ("3:05 nachm.", "15:05:00"), ("9:05 م", "21:05:00"), ("9:05 ص", "09:05:00"),
        ("24:00", None), ("9:60", None), ("9:59:60", None), ("9", None), ("", None),
    ],
)  # fmt: skip
def test_a_clock_is_read_in_every_writing(text, time):
    assert clock(text) == time


@pytest.mark.parametrize("hour", range(24))
def test_both_clocks_name_the_same_hour(hour):
    half = "am" if hour < 12 else "pm"
    assert clock(f"{hour % 12 or 12}:07 {half}") == clock(f"{hour}:07") == f"{hour:02d}:07:00"


@pytest.mark.parametrize(
    ("dates", "days", "order", "why"),
    [
        (["2025-01-02", "2025/3/4"], ["2025-01-02", "2025-03-04"], YEAR, "the year comes first"),
        (["13/02/2025", "03/04/2025"], ["2025-02-13", "2025-04-03"], DAY, "in 1 date the first number is over 12"),
        (["02/13/2025", "03/04/2025"], ["2025-02-13", "2025-03-04"], MONTH, "in 1 date the second number is over 12"),
        (["12/02/2025", "13/02/2025"], ["2025-02-12", "2025-02-13"], DAY, "in 1 date the first number is over 12"),
        (["1/2/2025", "2/1/2025"], ["2025-01-02", "2025-02-01"], MONTH, FORWARD),
        (["2/1/2025", "1/2/2025"], ["2025-01-02", "2025-02-01"], DAY, FORWARD),
        (["01/02/2025", "01/03/2025"], ["2025-01-02", "2025-01-03"], MONTH, NEAR.format(28)),
        (["03/04/2025", "04/04/2025"], ["2025-04-03", "2025-04-04"], DAY, NEAR.format(31)),
        (["01/02/2025"], ["2025-02-01"], DAY, UNDECIDED),
        (["13/02/2025", "02/14/2025"], ["2025-02-13", None], DAY, UNDECIDED),
        (["2025-01-02", "03/04/25"], ["2025-01-02", "2025-04-03"], DAY, UNDECIDED),
        (["1/2", "03/04/2025"], [None, "2025-04-03"], DAY, UNDECIDED),
    ],
)  # fmt: skip
def test_the_order_is_decided_once_and_says_why(dates, days, order, why):
    moments, said, because = read(dates)
    assert moments == [day and f"{day} 09:00:00" for day in days]
    assert (said, because) == (order, why)


def test_the_clock_counts_in_the_order_of_messages():
    assert read(["01/02/2025", "01/02/2025"], clocks=["10:00", "9:00"])[1:] == (DAY, UNDECIDED)


@pytest.mark.parametrize(("day_first", "day"), [(True, "2025-02-01"), (False, "2025-01-02")])
def test_what_the_caller_says_goes_before_all_evidence(day_first, day):
    dates = ["01/02/2025", "13/14/2025", "2025-01-02"]
    moments, order, why = read(dates, day_first=day_first)
    assert moments == [f"{day} 09:00:00", None, "2025-01-02 09:00:00"]
    assert (order, why) == (DAY if day_first else MONTH, "named by you")


def test_years_of_two_digits_are_of_this_century_and_others_are_as_written():
    assert read(["13/02/25", "13/02/99", "13/02/1999"])[0] == [f"{y}-02-13 09:00:00" for y in (2025, 2099, 1999)]


def test_an_order_is_refused_only_where_no_date_needs_one():
    assert read([], day_first=True) == ([], YEAR, "the year comes first")
    with pytest.raises(ArgumentError, match=r"every date in 'chat\.txt' begins with the year"):
        read(["2025-01-02"], day_first=True)
