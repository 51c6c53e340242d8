"""Cells with two readings, or with words that few readers know: read where one reading is left, else reported."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.gaps.disguises import find_disguised
from millrace.reading import parse_dates, parse_money, parse_quantity


@pytest.mark.parametrize("cell", ["500 CR", "Dr 500", "5 cr", "500 kr", "kr. 1 200", "5 m", "7 mm", "3 mil", "500+"])
def test_an_amount_with_two_readings_is_reported(cell):
    read = parse_money([cell]).iloc[0]
    assert (read["problem"], np.isnan(read["amount"])) == ("ambiguous", True)


@pytest.mark.parametrize(
    ("cell", "given", "amount", "currency"),
    [
        ("500 kr", "SEK", 500, "SEK"), ("500 kr NOK", None, 500, "NOK"), ("kr 12,50", "DKK", 12.5, "DKK"),
        ("€ 5 m", None, 5e6, "EUR"), ("5m", "USD", 5e6, "USD"),
        ("Rs. 500", "PKR", 500, "PKR"), ("12k", None, 12e3, None),
        ("SCR 12", None, 12, "SCR"), ("1,5 crore INR", None, 15e6, "INR"),
    ],
)  # fmt: skip
def test_the_currency_leaves_one_reading(cell, given, amount, currency):
    read = parse_money([cell], currency=given).iloc[0]
    assert (read["amount"], read["problem"]) == (amount, "")
    assert read["currency"] == currency or (currency is None and pd.isna(read["currency"]))


def test_a_plus_behind_is_a_sign_where_a_minus_is():
    assert parse_money(["500+", "20-"])["amount"].tolist() == [500, -20]


@pytest.mark.parametrize("cell", ["1e²", "12²", "10 of 12", "12 %", "1E400", "500 EUR kr"])
def test_what_is_no_one_number_is_never_read_as_one(cell):
    for read in (parse_money, parse_quantity):
        assert read([cell])["problem"].iloc[0] in ("unreadable", "ambiguous")


@pytest.mark.parametrize("cell", ["10 of 12", "10/12", "500+", "12 pcs +", "3 von 5"])
def test_a_part_of_a_whole_and_an_open_end_are_no_quantity(cell):
    read = parse_quantity([cell]).iloc[0]
    assert (read["problem"], pd.isna(read["quantity"]), pd.isna(read["pieces"])) == ("ambiguous", True, True)


@pytest.mark.parametrize(
    ("cell", "quantity", "unit"),
    [
        ("5 t", 5, "tonne"), ("2.5 Tonnen", 2.5, "tonne"), ("12 m²", 12, "square metre"), ("12m2", 12, "square metre"),
        ("3 m³", 3, "cubic metre"), ("80 sq m", 80, "square metre"),
        ("45 min", 45, "minute"), ("2 x 250 ml", 500, "ml"),
        ("8 h", 8, "hour"), ("12 oz.", 12, "ounce"), ("15 cm", 15, "cm"), ("30分钟", 30, "minute"), ("6 ft", 6, "foot"),
    ],
)  # fmt: skip
def test_measures_are_measures_and_no_pieces(cell, quantity, unit):
    read = parse_quantity([cell]).iloc[0]
    assert (read["quantity"], read["unit"], read["problem"]) == (quantity, unit, "not a count")
    assert pd.isna(read["pieces"])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-03-04T10:00:00+02", "2025-03-04 10:00"), ("2025-03-04 10:00 UTC+2", "2025-03-04 10:00"),
        ("2025-03-04 10:00 GMT-05:00", "2025-03-04 10:00"), ("Q2 2025", "2025-04-01"), ("2025-Q4", "2025-10-01"),
        ("2025Q1", "2025-01-01"), ("3. Quartal 2025", "2025-07-01"), ("2025年第3季度", "2025-07-01"),
        ("令和7年3月4日", "2025-03-04"), ("令和元年5月1日", "2019-05-01"), ("平成31年4月30日", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07"), ("民國114年3月4日", "2025-03-04"), ("114年3月4日", "2025-03-04"),
        ("民国114/3/4", "2025-03-04"), ("4 марта 2025 г.", "2025-03-04"), ("9 мая 2025 года", "2025-05-09"),
        ("4 marca 2025 r.", "2025-03-04"), ("12 października 2025", "2025-10-12"), ("1 września 2025", "2025-09-01"),
        ("4 Şubat 2025", "2025-02-04"), ("23 Kasım 2025", "2025-11-23"), ("5 Ağustos 2025", "2025-08-05"),
        ("вторник, 4 марта 2025", "2025-03-04"), ("март 2025", "2025-03-01"), ("30 KASIM 2025", "2025-11-30"),
    ],
)  # fmt: skip
def test_dates_of_more_countries_and_programs(cell, day):
    read = parse_dates([cell]).iloc[0]
    assert (read["problem"], read["date"]) == ("", pd.Timestamp(day))


@pytest.mark.parametrize("cell", ["平成40年1月1日", "Q5 2025", "2568-03-04", "4 марка 2025", "114/03/04"])
def test_a_date_that_cannot_be_is_not_read(cell):
    assert parse_dates([cell])["problem"].iloc[0] in ("impossible", "unreadable")


NAMES = ["Meyer", "Null", "Okafor", "Nan", "Petrova", "Lindqvist", "Sato", "Brown", "Rossi", "Haddad", "Ito", "de Wit"]


def test_people_and_towns_named_like_a_gap_are_no_gaps():
    assert not find_disguised(pd.Series(NAMES)).any()
    assert find_disguised(pd.Series([*NAMES, "null", "NULL", "n/a"])).sum() == 3
    assert find_disguised(pd.Series(["12", "Null", "15", "18"])).sum() == 1
    assert find_disguised(pd.Series([*NAMES, *["Null"] * 5])).sum() == 6


@pytest.mark.parametrize("answers", [["有", "无"], ["+", "-"], ["あり", "なし"], ["有", "没有"]])
def test_an_answer_beside_its_opposite_is_no_gap(answers):
    assert not find_disguised(pd.Series(answers * 3)).any()
    assert find_disguised(pd.Series([answers[1], "red", "blue"])).tolist() == [True, False, False]
