"""A column gives the cost away when it tells more of it than price and family do; none made by lot is accused."""

import numpy as np
import pandas as pd
import pytest

from millrace import checks, samples
from millrace.checks.giving_away import gives_away, says_so

PRODUCTS = samples.load("products.csv")
PRICE, COST, FAMILY = (PRODUCTS[name] for name in ("list_price_cny", "unit_cost_cny", "family"))
KEPT = 1 - COST / PRICE
HARMLESS = {
    "numbers in a row": range(len(PRODUCTS)),
    "the year": pd.to_datetime(PRODUCTS["launched"]).dt.year,
    "the day": PRODUCTS["launched"],
    "a smallest order by family": FAMILY.map({"bag": 10, "belt": 50}).fillna(100),
    "rounded, 5 % less": (PRICE * 0.95).round(),
    "rounded, 10 % less": (PRICE * 0.9).round(0),
    "in dollars": (PRICE / 7.2).round(1),
    "in dollars, as text": (PRICE / 7.2).map("$ {:.1f}".format),
    "three prices in a text": PRICE.map(lambda price: f"{price} / {price * 0.95:.2f} / {price * 0.9:.2f}"),
    "steps of the price": pd.qcut(PRICE, 4, labels=list("ABCD")),
    "the colour": PRODUCTS["description"].str.split(", ").str[-1],
    "the same for all": [60] * len(PRODUCTS),
    "nothing": [None] * len(PRODUCTS),
}
LEAKS = {
    "the cost": COST,
    "in dollars": (COST / 7.2).round().map("{:.0f} USD".format),
    "the second number": COST.map("1 pc costs us {:.1f}".format),
    "a code": (COST * 10).astype(int).map("X{}Z".format),
    "what is kept": PRICE - COST,
    "what is kept, in per cent": KEPT.map("{:.1%}".format),
    "more or less than the mean": KEPT - KEPT.mean(),
    "half of it": PRICE - COST / 2,
    "high or low": ["high" if share > 0.34 else "low" for share in KEPT],
    "yes or no": KEPT > 0.3,
    "quarters": pd.qcut(COST, 4, labels=list("ABCD")),
    "steps": pd.cut(COST, [0, 20, 50, 100, 1000], labels=list("ABCD")),
    "the place in a list by cost": COST.rank(),
}


def gives(values):
    return gives_away(values, secret=COST, price=PRICE, group=FAMILY)


@pytest.mark.parametrize("values", HARMLESS.values(), ids=list(HARMLESS))
def test_what_tells_no_more_than_the_price_is_not_accused(values):
    assert not gives(values)


@pytest.mark.parametrize("values", LEAKS.values(), ids=list(LEAKS))
def test_what_tells_the_cost_is_found(values):
    assert gives(values)


def test_of_columns_made_by_lot_none_is_accused():
    lot = np.random.default_rng(4)
    many = len(PRODUCTS)
    for _ in range(40):
        made = [lot.normal(size=many), lot.integers(0, 5, many), lot.permutation(many), lot.lognormal(3, 1, many)]
        made += [PRICE * lot.uniform(0.8, 1, many), lot.choice(list("abcdefghij"), many), lot.random(many) < 0.05]
        assert not any(map(gives, made))


def test_too_few_rows_tell_nothing():
    assert not gives_away(COST[:9], secret=COST[:9], price=PRICE[:9], group=FAMILY[:9])


@pytest.mark.parametrize(
    ("name", "says"), [("unit_cost", True), ("毛利", True), ("shipping_cost", False), (None, False)]
)
def test_a_name_says_cost_or_not(name, says):
    assert says_so(name) is says


def hides(value):
    checks.Answer("mine", value).hides(
        "unit_cost_cny", of=PRODUCTS, key="sku", price="list_price_cny", group="family", what="our cost"
    )


@pytest.mark.parametrize("how", [lambda t: t, lambda t: t.set_index("sku"), lambda t: t.sort_values("list_price_cny")])
def test_a_table_without_the_cost_hides_it(how):
    hides(how(PRODUCTS.drop(columns="unit_cost_cny")))


def test_rows_in_another_order_are_looked_up_by_their_key():
    with pytest.raises(checks.CheckFailed, match="From the column kept of mine a buyer may work out our cost"):
        hides(PRODUCTS.assign(kept=KEPT).drop(columns="unit_cost_cny").sample(frac=1, random_state=1))


def test_an_index_without_a_name_is_looked_at_too():
    with pytest.raises(checks.CheckFailed, match="From the row labels"):
        hides(PRODUCTS.set_index("unit_cost_cny").rename_axis(None))


def test_a_column_that_is_there_twice_is_looked_at_twice():
    table = PRODUCTS.drop(columns="unit_cost_cny").assign(one=1, kept=KEPT)
    with pytest.raises(checks.CheckFailed, match="From the column one"):
        hides(table.rename(columns={"kept": "one"}))


def test_a_name_that_says_cost_is_told():
    with pytest.raises(checks.CheckFailed, match="By its name, the column average_cost of mine tells our cost"):
        hides(PRODUCTS.drop(columns="unit_cost_cny").assign(average_cost=COST.mean()))
