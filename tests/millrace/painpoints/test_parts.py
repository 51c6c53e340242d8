"""Parts of a pain: ranges in order, text refused with what to write, and time that is no cash."""

from decimal import Decimal

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.painpoints import Part, hours_part, times_part
from millrace.painpoints.parts import as_range, part_list


def test_numbers_of_every_kind_become_floats():
    part = Part("refunds", np.int64(1), Decimal("2.5"), 3)
    assert (part.low, part.likely, part.high) == (1.0, 2.5, 3.0)
    assert {type(each) for each in (part.low, part.likely, part.high)} == {float}


def test_time_is_no_cash_unless_said_and_cash_is_all_cash():
    assert Part("waiting", 1, 2, 3, kind="time").cash == 0
    assert Part("waiting", 1, 2, 3, kind="time", cash_share=0.25).cash == 0.25
    assert Part("refunds", 1, 2, 3).cash == 1


@pytest.mark.parametrize(
    ("numbers", "match"),
    [
        ((5, 2, 9), r"has low 5, likely 2, high 9\. Numbers in this order.*were expected\. Correct"),
        ((1, 9, 2), "has low 1, likely 9, high 2"),
        ((-1, 2, 3), r"has the value -1\. Numbers 0 or more were expected\. Correct"),
        ((1, 2, "n/a"), r"holds the text 'n/a'\. A number was expected\. Nothing is known there: give a range"),
        ((1, 2, "1800 CNY"), r"holds the text '1800 CNY'.*Write 1800\."),
        ((1, 2, "1,800 CNY"), r"holds the text '1,800 CNY'.*thousands or for a decimal"),
        ((1, 2, "much"), r"holds the text 'much'.*Write it like 1800"),
        ((1, 2, None), r"holds None\. A number was expected"),
        ((1, 2, True), r"holds True\. A number was expected"),
        ((1, 2, np.nan), r"holds nan\. A known number was expected"),
        ((1, 2, np.inf), r"holds inf\. A known number"),
    ],
)
def test_numbers_that_are_no_range_are_refused_with_the_name_of_the_part(numbers, match):
    with pytest.raises(ArgumentError, match="part 'refunds' " + match):
        Part("refunds", *numbers)


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"kind": "cashh"}, r"kind='cashh'.*Did you mean 'cash'"),
        ({"kind": "time", "cash_share": 30}, r"is 30\. A share from 0 to 1 was expected\. Write 30 % as 0\.3"),
        ({"cash_share": 0.5}, "Only time can be cash in part"),
    ],
)
def test_kinds_and_shares_of_cash_are_checked(asked, match):
    with pytest.raises(ArgumentError, match=match):
        Part("refunds", 1, 2, 3, **asked)


def test_a_part_has_a_name():
    with pytest.raises(ArgumentError, match="A text was expected"):
        Part(" ", 1, 2, 3)


def test_hours_times_wage_and_times_times_cost_take_the_widest_range():
    part = hours_part("search", hours_per_year=(10, 20, 30), wage_per_hour=(2, 3, 4), cash_share=0.1, source="log")
    assert (part.low, part.likely, part.high, part.kind, part.cash_share) == (20, 60, 120, "time", 0.1)
    assert part.source == "log"
    part = times_part("lost orders", times_per_year=3, cost_each=(1, 2, 5))
    assert (part.low, part.likely, part.high, part.kind) == (3, 6, 15, "cash")


def test_a_range_is_one_number_or_three_and_may_be_an_array():
    assert as_range(np.array([1, 2, 3]), name="hours") == (1, 2, 3)
    with pytest.raises(ArgumentError, match=r"hours has 2 numbers\. One number or three"):
        as_range((1, 2), name="hours")
    with pytest.raises(ArgumentError, match=r"share has the value 1\.5\. Numbers from 0 to 1"):
        as_range(1.5, name="share", largest=1)


@pytest.mark.parametrize("wrong", [[], [1], 3, [Part("a", 1, 2, 3), "b"]])
def test_what_is_no_list_of_parts_is_refused(wrong):
    with pytest.raises(ArgumentError, match=r"late holds .* A list of parts was expected"):
        part_list(wrong, name="late")


def test_a_cost_is_not_counted_twice_under_one_name():
    with pytest.raises(ArgumentError, match="two parts 'a'"):
        part_list([Part("a", 1, 2, 3), Part("a", 1, 2, 3)], name="late")
