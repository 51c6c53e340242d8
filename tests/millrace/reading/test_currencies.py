"""Amounts one by one: their sign, their scale, their currency, and rates that change."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reading import convert_money, parse_money
from millrace.reading.money.currencies import ISO_CODES, SIGNS, find_currency


def read(cell, **given):
    row = parse_money(pd.Series([cell], dtype=object), **given).astype(object).iloc[0]
    return tuple(None if pd.isna(value) else value for value in row)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("-12", -12, None), ("12-", -12, None), ("+12", 12, None), ("$-12", -12, "USD"),
        ("-$12", -12, "USD"),
        ("($12)", -12, "USD"), ("(-12)", -12, None), ("$(12)", -12, "USD"), ("(12) €", -12, "EUR"),
        ("12.-", 12, None),
        ("1.5k", 1500, None), ("2 mio €", 2e6, "EUR"), ("2.5 bn", 2.5e9, None), ("1 lakh", 1e5, None),
        ("3百万", 3e6, None),
        ("5 crore", 5e7, None), ("1.2w", 12_000, None), ("1亿", 1e8, None), ("3 mn.", 3e6, None),
        ("2千元", 2000, "CNY"),
        ("7块5", 7.5, "CNY"), ("7块5角3分", 7.53, "CNY"), ("usd 12 usd", 12, "USD"),
        ("¥100 jpy", 100, "JPY"),
        ("£5 egp", 5, "EGP"), ("$5 cad", 5, "CAD"), ("人民币三千元整", 3000, "CNY"), ("五十美元", 50, "USD"),
        (-7.5, -7.5, None),
        ("0", 0, None), ("CNH 5", 5, "CNY"),
    ],
)  # fmt: skip
def test_an_amount_has_its_sign_its_scale_and_its_currency(text, amount, currency):
    assert read(text) == (pytest.approx(amount), currency, "")


@pytest.mark.parametrize(
    "text", ["12-$", "1e400", "inf", "-12-", "(12", "12)", "((12))", "(1)(2)", "$ € 5",
     "12 kk", "二〇元", "#12#"]
)  # fmt: skip
def test_what_has_no_one_reading_is_unreadable(text):
    assert read(text)[::2] == (None, "unreadable")


@pytest.mark.parametrize("amount", [float("inf"), float("-inf"), np.inf, True])
def test_a_cell_that_is_no_finite_number_is_no_amount(amount):
    assert read(amount)[0] is None


@pytest.mark.parametrize(
    ("words", "asked", "code"),
    [
        ([], None, ""), (["$"], None, "USD"), (["$"], "AUD", "AUD"), (["$"], "EUR", "USD"),
        (["€"], "AUD", "EUR"),
        (["¥"], None, "CNY"),
        (["¥"], "JPY", "JPY"), (["£"], None, "GBP"), (["us$", "usd"], None, "USD"),
        (["€", "usd"], None, None),
        (["zz"], None, None),
        (["$", "aud"], None, "AUD"), (["aud", "$"], None, "AUD"), (["$", "eur"], None, None),
        (["¥", "jpy"], None, "JPY"),
        (["$", "zz"], None, None), (["$", "aud", "cad"], None, None), (["cnh"], None, "CNY"),
    ],
)  # fmt: skip
def test_the_words_around_an_amount_name_one_currency_or_none(words, asked, code):
    assert find_currency(words, asked) == code


@pytest.mark.parametrize("code", sorted(ISO_CODES))
def test_every_code_names_its_own_currency(code):
    assert SIGNS[code.lower()] == ("CNY" if code == "CNH" else code)
    assert read(f"{code} 12") == read(f"12 {code.lower()}") == (12, SIGNS[code.lower()], "")


def test_a_currency_of_another_kind_keeps_the_amount_of_its_own():
    assert read("12", currency="EUR") == (12, "EUR", "")
    assert read("-", currency="EUR") == (None, "EUR", "missing")
    with pytest.raises(ArgumentError, match=r"currency='EURO' is not known.*three capital letters.*Did you mean 'EUR'"):
        parse_money(["12"], currency="EURO")


LONG_RATES = pd.DataFrame({"month": ["2025-03"], "currency": ["EUR"], "rate": [8.0]})
SALES = pd.DataFrame({"amount": [10.0, 10.0], "currency": ["USD", "CNY"], "date": ["2025-03-31", "2025-04-01"]})


def test_a_rate_of_a_day_serves_for_31_days_and_the_latest_counts():
    rates = pd.DataFrame({"date": ["2025-03-10", "2025-03-01"], "currency": "USD", "rate": [8.0, 7.0]})
    one = pd.DataFrame(
        {"amount": 1.0, "currency": "USD", "date": ["2025-03-01", "2025-03-09", "2025-03-10", "2025-04-10"]}
    )
    assert convert_money(one, rates=rates).tolist() == [7.0, 7.0, 8.0, 8.0]
    for day in ("2025-04-11", "2025-02-28"):
        with pytest.raises(ArgumentError, match=f"1 amount has no rate for the day, the first of them USD on {day}"):
            convert_money(one.assign(date=[day, *one["date"][1:]]), rates=rates)


def test_a_rate_of_a_month_serves_for_its_month_alone_and_the_last_counts():
    rates = pd.DataFrame({"month": ["2025-03", "2025-03-20"], "currency": "USD", "rate": [7.0, 8.0]})
    assert convert_money(SALES, rates=rates).tolist() == [80.0, 10.0]
    with pytest.raises(ArgumentError, match="USD on 2025-04-01"):
        convert_money(SALES.assign(date="2025-04-01"), rates=rates)


def test_an_amount_without_a_day_has_no_rate_but_one_in_the_currency_itself_needs_none():
    rates = pd.DataFrame({"date": ["2025-03-10"], "USD": [7.0]})
    assert convert_money(SALES.assign(date=["2025-03-31", None]), rates=rates).tolist() == [70.0, 10.0]
    for days in ([None, None], [None, "2025-03-31"]):
        with pytest.raises(
            ArgumentError, match="1 amount has no rate for the day, the first of them USD on an unknown day"
        ):
            convert_money(SALES.assign(date=days), rates=rates)
    missing = SALES.assign(amount=[np.nan, 10.0], date=[None, None])
    assert convert_money(missing, rates=rates).fillna(-1).tolist() == [-1, 10.0]


@pytest.mark.parametrize("rates", [{"EUR": 8.0}, pd.DataFrame({"month": ["2025-03"], "EUR": [8.0]}),
                                   LONG_RATES])  # fmt: skip
def test_an_unknown_currency_stops_or_is_left_missing(rates):
    with pytest.raises(ArgumentError, match=r"There is no rate for USD\. Rates were given for EUR"):
        convert_money(SALES, rates=rates)
    assert convert_money(SALES, rates=rates, unknown="missing").fillna(-1).tolist() == [-1, 10.0]
    unnamed = SALES.assign(currency=[None, " cny "])
    assert convert_money(unnamed, rates=rates, unknown="missing").fillna(-1).tolist() == [-1, 10.0]
    with pytest.raises(ArgumentError, match="unknown='skip' was given"):
        convert_money(SALES, rates=rates, unknown="skip")


@pytest.mark.parametrize("rate", [0, -1.0, float("nan"), float("inf")])
def test_a_fixed_rate_is_a_number_above_nothing(rate):
    with pytest.raises(ArgumentError, match=rf"The rate for USD is {rate}\. A number above 0"):
        convert_money(SALES, rates={"USD": rate})


def test_the_result_is_named_by_the_amount_and_the_currency():
    sales = SALES.rename(columns={"amount": "price", "currency": "money"})
    converted = convert_money(sales, amount="price", currency="money", rates={"CNY": 0.14}, to="USD")
    assert (converted.name, converted.tolist()) == ("price_usd", [10.0, pytest.approx(1.4)])
    with pytest.raises(ColumnError, match="holds dates that can be read in two ways"):
        convert_money(SALES.assign(date="03/04/2025"), rates=pd.DataFrame({"month": ["2025-03"], "USD": [7.0]}))
