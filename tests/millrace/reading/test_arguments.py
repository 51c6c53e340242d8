"""An argument that the values leave no use for is refused: what was found, what was expected, what to do."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.reading import convert_money, parse_quantity

SALES = pd.DataFrame({"amount": [10.0], "currency": ["USD"], "date": ["2025-03-04"], "paid": ["2025-04-05"]})
MOVING = pd.DataFrame({"currency": ["USD"] * 2, "month": ["2025-03", "2025-04"], "rate": [7.1, 7.2]})


def test_a_date_is_refused_with_rates_that_do_not_move():
    assert convert_money(SALES, rates=MOVING).tolist() == [71.0]
    assert convert_money(SALES, rates=MOVING, date="paid").tolist() == [72.0]
    with pytest.raises(ArgumentError, match=r"date='paid' was given .* A table of rates .* Leave date out"):
        convert_money(SALES, rates={"USD": 7.1}, date="paid")


@pytest.mark.parametrize(
    "rates", [{"USD": 7.1, "CNY": 2.0}, pd.concat([MOVING, MOVING.assign(currency="CNY")])], ids=["fixed", "moving"]
)
def test_a_rate_of_the_currency_itself_must_be_1(rates):
    with pytest.raises(ArgumentError, match=r"The rate for CNY is (2\.0|7\.1), .* The rate 1, or none, was expected"):
        convert_money(SALES, rates=rates)


def test_a_rate_of_1_for_the_currency_itself_is_fine():
    assert convert_money(SALES, rates={"USD": 7.1, "CNY": 1}).tolist() == [71.0]
    moving = pd.concat([MOVING, MOVING.assign(currency="CNY", rate=1.0)])
    assert convert_money(SALES, rates=moving).tolist() == [71.0]


def test_rates_by_month_and_by_date_at_once_are_refused():
    with pytest.raises(ArgumentError, match="a column 'month' and a column 'date'"):
        convert_money(SALES, rates=MOVING.assign(date="2025-03-01"))


def test_two_sizes_for_one_unit_are_refused():
    with pytest.raises(ArgumentError, match=r"'ctn' is 30 pieces, but another name for 'carton' in sizes is 40"):
        parse_quantity(["2 ctn"], sizes={"carton": 40, "ctn": 30})
    assert parse_quantity(["2 ctn"], sizes={"carton": 40, "ctn": 40})["pieces"].tolist() == [80.0]
