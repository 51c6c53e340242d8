"""Money and quantities: read against generated truth, doubts reported."""

import random

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import convert_money, parse_money, parse_quantity
from millrace.errors import ArgumentError, ColumnError


def grouped(number, thousands, decimal, places):
    text = f"{abs(number):,.{places}f}"
    return text.translate(str.maketrans({",": thousands, ".": decimal}))


def money_written(amount, code, rng, decimal):
    thousands = rng.choice(["", ",", "'", " "] if decimal == "." else ["", ".", " ", "\u00a0"])
    body = grouped(amount, thousands, decimal, 2)
    sign = {"CNY": "¥", "USD": "$", "EUR": "€", "AED": "Dhs", "GBP": "£"}[code]
    word = {"CNY": "元", "USD": "US dollars", "EUR": "euro", "AED": "dirham", "GBP": "GBP"}[code]
    ways = [f"{sign}{body}", f"{code} {body}", f"{body} {code}", f"{body}{sign}", f"{code}{body}", f"{sign} {body}"]
    ways += [f"{body} {word}"] if code != "USD" else []
    text = rng.choice(ways)
    if amount < 0:
        text = rng.choice([f"({text})", f"-{text}", f"{text}-", f"−{text}"])
    return f" {text} " if rng.random() < 0.1 else text


@pytest.mark.parametrize("decimal", [".", ","])
def test_all_of_2000_amounts_in_five_currencies_are_read_right(decimal):
    rng = random.Random(4)
    truth = [
        (
            round(rng.lognormvariate(5, 2), 2) * rng.choice([1, 1, 1, -1]),
            rng.choice(["CNY", "USD", "EUR", "AED", "GBP"]),
        )
        for _ in range(2000)
    ]
    parsed = parse_money([money_written(a, c, rng, decimal) for a, c in truth])
    right = np.isclose(parsed["amount"], [a for a, _ in truth]) & (parsed["currency"] == [c for _, c in truth])
    assert right.mean() == 1.0, parsed[~right].head()


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("￥１，２３４．５０", 1234.5, "CNY"), ("1.2万", 12000, None),
        ("1.2万元", 12000, "CNY"), ("12.5k", 12500, None),
        ("$2.5m", 2.5e6, "USD"), ("HK$5", 5, "HKD"), ("R$ 12,50", 12.5, "BRL"),
        ("3元5角", 3.5, "CNY"), ("CHF 12.-", 12, "CHF"),
        ("三千五百元", 3500, "CNY"), ("壹万贰仟元整", 12000, "CNY"), ("1,00,000.00", 1e5, None), ("1.2e3", 1200, None),
        ("12 $ AUD", 12, "AUD"), ("¥100 JPY", 100, "JPY"), ("٣٥٫٥ درهم", 35.5, "AED"),
        (".5", 0.5, None), ("$(12.50)", -12.5, "USD"),
        ("Rs. 500", 500, "INR"), ("1'234.50", 1234.5, None),
        ("0,125", 0.125, None), (12, 12, None), (1.234, 1.234, None),
    ],
)  # fmt: skip
def test_single_amounts(text, amount, currency):
    parsed = parse_money([text]).iloc[0]
    assert parsed["amount"] == pytest.approx(amount)
    assert parsed["problem"] == ""
    assert (pd.isna(parsed["currency"]) and currency is None) or parsed["currency"] == currency


@pytest.mark.parametrize(
    "text",
    [
        "12 %",
        "12-15",
        "USD 12 / EUR 3",
        "free",
        "1,23,45",
        "XYZ 12",
        "12 apples",
        "€ $ 5",
        "--5-",
        "((5))",
        "12..5",
        True,
    ],
)
def test_what_is_no_amount_is_unreadable(text):
    parsed = parse_money([text]).iloc[0]
    assert parsed["problem"] == "unreadable"
    assert np.isnan(parsed["amount"])


def test_one_comma_alone_is_ambiguous_and_the_column_decides():
    assert parse_money(["1,234"])["problem"].tolist() == ["ambiguous"]
    assert parse_money(["1,234", "12.50"])["amount"].tolist() == [1234, 12.5]
    assert parse_money(["1,234", "12,50"])["amount"].tolist() == [1.234, 12.5]
    assert parse_money(["1,234", "12,50", "12.50"])["problem"].tolist() == ["ambiguous", "", ""]
    assert parse_money(["1,234"], decimal=",")["amount"].tolist() == [1.234]


def test_each_currency_keeps_its_own_decimal_mark():
    parsed = parse_money(["1.234,50 €", "1.234 €", "$1,234", "$5.50"])
    assert parsed["amount"].tolist() == [1234.5, 1234, 1234, 5.5]


def test_the_currency_given_fills_and_decides_what_a_shared_sign_means():
    assert parse_money(["12", "$5", "¥7"], currency="AUD")["currency"].tolist() == ["AUD", "AUD", "CNY"]
    with pytest.raises(ArgumentError, match="Did you mean 'CNY'"):
        parse_money(["12"], currency="CNYY")
    with pytest.raises(ArgumentError, match="decimal=';'"):
        parse_money(["12"], decimal=";")


def test_money_missing_empty_and_untouched():
    values = pd.Series([None, "-", "n/a", "12"], index=[3, 3, 1, 0], dtype=object)
    before = values.copy(deep=True)
    parsed = parse_money(values)
    assert parsed["problem"].tolist() == ["missing"] * 3 + [""]
    assert parsed.index.tolist() == [3, 3, 1, 0]
    pd.testing.assert_series_equal(values, before)
    assert list(parse_money([]).columns) == ["amount", "currency", "problem"]


def test_convert_money_with_fixed_rates():
    frame = pd.DataFrame({"amount": [10, 2.0, None], "currency": ["USD", "cny ", "EUR"]}, index=[5, 6, 6])
    converted = convert_money(frame, rates={"USD": 7.1, "EUR": 7.8})
    assert converted.name == "amount_cny"
    assert converted.index.tolist() == [5, 6, 6]
    np.testing.assert_allclose(converted, [71, 2, np.nan])


def test_convert_money_with_rates_that_move_agrees_with_a_row_by_row_look_up():
    rng = np.random.default_rng(5)
    days = pd.date_range("2025-01-01", "2025-06-30")
    frame = pd.DataFrame(
        {
            "date": rng.choice(days, 500),
            "amount": rng.uniform(1, 9, 500),
            "currency": rng.choice(["USD", "AED", "CNY"], 500),
        }
    )
    monthly = pd.DataFrame(
        {
            "month": pd.period_range("2025-01", "2025-06", freq="M").astype(str),
            "USD": 7 + rng.random(6),
            "AED": 2 + rng.random(6),
        }
    )
    wide = monthly.set_index("month").assign(CNY=1.0)
    expected = [
        a * wide.loc[f"{d:%Y-%m}", c] for a, d, c in zip(frame["amount"], frame["date"], frame["currency"], strict=True)
    ]
    np.testing.assert_allclose(convert_money(frame, rates=monthly), expected)
    daily = monthly.melt("month", var_name="currency", value_name="rate").rename(columns={"month": "date"})
    daily["date"] = pd.to_datetime(daily["date"])
    np.testing.assert_allclose(convert_money(frame.sample(frac=1, random_state=1), rates=daily).sort_index(), expected)


@pytest.mark.parametrize(
    ("change", "rates", "error", "match"),
    [
        ({"currency": ["USB", "CNY"]}, {"USD": 7.1}, ArgumentError, "no rate for USB.*Did you mean 'USD'"),
        ({"currency": [None, "CNY"]}, {"USD": 7.1}, ArgumentError, "1 amount has nothing in column 'currency'"),
        ({"amount": ["1", "2"]}, {"USD": 7.1}, ColumnError, "parse_money"),
        ({}, {"USD": -1}, ArgumentError, "above 0"),
        ({}, 7.1, ArgumentError, "Pairs in curly brackets such as"),
        ({}, pd.DataFrame({"month": ["2024-01"], "USD": [7.0]}), ArgumentError, "USD on 2025-05-01"),
        ({}, pd.DataFrame({"date": ["2025-01-01"], "USD": [7.0]}), ArgumentError, "at most 31 days"),
    ],
)
def test_convert_money_names_what_is_wrong(change, rates, error, match):
    frame = pd.DataFrame({"amount": [1.0, 2.0], "currency": ["USD", "CNY"], "date": ["2025-05-01"] * 2}).assign(
        **change
    )
    with pytest.raises(error, match=match):
        convert_money(frame, rates=rates)


def test_convert_money_names_a_misspelt_column_and_takes_an_empty_table():
    with pytest.raises(ColumnError, match="Did you mean 'amount'"):
        convert_money(pd.DataFrame({"amount": [1.0], "currency": ["CNY"]}), amount="amout", rates={})
    assert len(convert_money(pd.DataFrame({"amount": [], "currency": []}), rates={"USD": 7})) == 0


WAYS = {
    "piece": (
        1,
        [
            "{n} pcs",
            "{n}pcs",
            "{n} pieces",
            "{n}个",
            "{n} 件",
            "{n} pc.",
            "{n} ea",
            "{n} Stück",
            "{n}",
            "{n} units",
            "Qty: {n}",
        ],
    ),
    "dozen": (
        12,
        ["{n} doz", "{n}doz.", "{n} dozen", "{n} dz", "{n}打", "{n} Dutzend", "{n} docenas", "{n} DOZ", "{n} dozens"],
    ),
    "gross": (144, ["{n} gross", "{n} grs", "{n}罗", "{n} Gross"]),
    "pair": (2, ["{n} pairs", "{n} prs", "{n}双", "{n} pair"]),
}


def test_all_of_2000_quantities_are_counted_out_right():
    rng = random.Random(6)
    cells, truth = [], []
    for _ in range(2000):
        unit = rng.choice(list(WAYS))
        size, ways = WAYS[unit]
        n = rng.choice([rng.randrange(1, 60), rng.randrange(1000, 20000), 1.5 if unit == "dozen" else 2, -3])
        text = rng.choice(ways).format(n=f"{n:,}" if rng.random() < 0.4 else n)
        text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if rng.random() < 0.1 else text
        cells.append(text)
        truth.append(n * size)
    parsed = parse_quantity(cells)
    right = np.isclose(parsed["pieces"], truth) & (parsed["problem"] == "")
    assert right.mean() == 1.0, parsed[~right].assign(cell=np.array(cells)[~right]).head()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two dozen", 24), ("a dozen", 12), ("half a dozen", 6),
        ("1½ dozen", 18), ("1 1/2 doz", 18), ("2 doz 3 pcs", 27),
        ("2 doz + 6", 30), ("2打3个", 27), ("两打", 24), ("半打", 6),
        ("三十个", 30), ("一百二十件", 120), ("3 x 12", 36),
        ("3 boxes of 24", 72), ("2 ctn x 40 pcs", 80), ("(24)", -24),
        ("24-", -24), ("twenty four pcs", 24), ("pcs 24", 24),
        ("2 hundred", 200), (24, 24), (24.0, 24),
    ],
)  # fmt: skip
def test_single_quantities(text, pieces):
    assert parse_quantity([text])["pieces"].tolist() == [pytest.approx(pieces)]


@pytest.mark.parametrize("text", ["#12", "#1 12 pcs", "2 doz #3", "12#", "# pcs"])
def test_a_quantity_with_a_number_sign_is_unreadable_and_stops_nothing(text):
    assert parse_quantity([text, "2 doz"])["problem"].tolist() == ["unreadable", ""]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("2 cartons", "size unknown"), ("5 kg", "not a count"), ("1.3 doz", "not whole"),
    ("5-6 doz", "unreadable"), ("about 20", "unreadable"),
     ("1.200", "ambiguous"), ("n/a", "missing"), ("", "missing"), (None, "missing"),
     (True, "unreadable"), ("24 pcs/ctn", "unreadable")],
)  # fmt: skip
def test_doubtful_quantities_say_what_is_wrong(text, problem):
    assert parse_quantity([text])["problem"].tolist() == [problem]


def test_a_company_adds_its_own_sizes_and_a_unit_for_bare_numbers():
    parsed = parse_quantity(["3箱", "2 crates", "7", "1 doz"], unit="dozen", sizes={"carton": 40, "crate": 30})
    assert parsed["pieces"].tolist() == [120, 60, 84, 12]
    assert parsed["unit"].tolist() == ["carton", "crate", "dozen", "dozen"]
    assert parse_quantity(["7"])["unit"].isna().all()
    with pytest.raises(ArgumentError, match="Did you mean 'dozen'"):
        parse_quantity(["7"], unit="dozzen")
    with pytest.raises(ArgumentError, match="size of 'carton' is 0"):
        parse_quantity(["7"], sizes={"carton": 0})


def test_quantities_of_an_empty_column_and_untouched_input():
    assert list(parse_quantity([]).columns) == ["quantity", "unit", "pieces", "problem"]
    values = pd.Series(["2 doz", 3], index=["a", "a"], dtype=object)
    before = values.copy(deep=True)
    assert parse_quantity(values).index.tolist() == ["a", "a"]
    pd.testing.assert_series_equal(values, before)


def test_several_different_amounts_with_one_mark_and_three_digits_are_whole_thousands():
    assert parse_money(["14,760", "950", "12,300", "1,000"])["amount"].tolist() == [14760.0, 950.0, 12300.0, 1000.0]
    assert parse_money(["1.234", "2.500", "9.100"])["amount"].tolist() == [1234.0, 2500.0, 9100.0]


@pytest.mark.parametrize(
    "unclear",
    [["14,760", "950"], ["1,250", "1,250", "1,250"], ["1.234", "2.500", "9,100"]],
    ids=["few", "same", "both"],
)
def test_without_such_a_habit_amounts_stay_ambiguous(unclear):
    assert "ambiguous" in set(parse_money(unclear)["problem"])


def test_one_proof_of_a_decimal_comma_outweighs_the_habit():
    assert parse_money(["1,250", "3,7", "2,125", "4,500"])["amount"].tolist() == [1.25, 3.7, 2.125, 4.5]
