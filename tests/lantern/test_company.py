"""The truth of the sample company: consistent, seeded, and the same whether made at once or piece by piece."""

import gc
import weakref
from types import SimpleNamespace

import pandas as pd
import pytest

from lantern import catalogue, company
from lantern.realism import measures
from lantern.trade import order_book
from millrace.errors import ArgumentError


@pytest.fixture(scope="module")
def truth():
    return company.generate(variant=0)


def test_the_same_variant_is_the_same_company(truth):
    pd.testing.assert_frame_equal(company.generate(variant=0).orders, truth.orders)


def test_another_variant_has_other_numbers_and_the_same_shape(truth):
    other = company.generate(variant=1)
    assert list(other.orders.columns) == list(truth.orders.columns)
    assert not other.products["list_price_cny"].equals(truth.products["list_price_cny"])
    assert 0.8 < len(other.orders) / len(truth.orders) < 1.25


def test_every_order_line_names_a_customer_and_a_product_that_exist(truth):
    assert truth.orders["customer_id"].isin(truth.customers["customer_id"]).all()
    assert truth.orders["sku"].isin(truth.products["sku"]).all()


def test_an_order_number_and_line_name_one_row_and_an_item_stands_once_in_an_order(truth):
    assert not truth.orders.duplicated(["order_no", "line"]).any()
    assert not truth.orders.duplicated(["order_no", "sku"]).any()


def test_orders_run_in_order_of_date_from_2023_to_2025_and_are_shipped_after_they_came(truth):
    orders = truth.orders
    assert orders["date"].is_monotonic_increasing
    assert orders["date"].min().year == 2023
    assert orders["date"].max().year == 2025
    assert (orders["shipped"] > orders["date"]).all()


def test_amounts_are_pieces_times_price_in_the_currency_and_in_the_books(truth):
    orders = truth.orders
    assert (orders["amount"] - orders["pieces"] * orders["unit_price"]).abs().max() < 0.01
    in_cny = orders["amount"] * order_book.book_rate(orders["currency"], orders["date"])
    assert (orders["amount_cny"] - in_cny).abs().max() < 0.01


def test_nobody_orders_while_the_company_is_closed_for_the_lunar_new_year(truth):
    holiday = pd.date_range("2024-02-08", "2024-02-17")
    assert not truth.orders["date"].isin(holiday).any()


def test_the_top_fifth_of_products_and_of_trade_customers_bring_most_of_the_revenue(truth):
    def top_fifth(by, of):
        revenue = truth.orders.groupby(by)["amount_cny"].sum().reindex(of).fillna(0).sort_values(ascending=False)
        return revenue.iloc[: len(revenue) // 5].sum() / revenue.sum()

    trade = truth.customers.loc[truth.customers["kind"] != "retail", "customer_id"]
    assert 0.5 < top_fifth("customer_id", trade) < 0.85
    assert 0.5 < top_fifth("sku", truth.products["sku"]) < 0.85


def test_about_three_in_ten_online_buyers_come_back(truth):
    retail = truth.customers.loc[truth.customers["kind"] == "retail", "customer_id"]
    orders = truth.orders[truth.orders["customer_id"].isin(retail)].groupby("customer_id")["order_no"].nunique()
    assert 0.25 < (orders > 1).mean() < 0.35


def test_scale_multiplies_the_orders():
    small, large = (len(company.generate(scale=scale).orders) for scale in (0.2, 1.0))
    assert 3.5 < large / small < 7


@pytest.fixture
def counted():
    made = []

    @company.remembered
    def table(of):
        made.append(of.variant)
        return pd.DataFrame({"variant": [of.variant]})

    return SimpleNamespace(table=table, made=made)


def test_a_company_makes_a_table_once_and_hands_each_caller_a_copy(counted):
    small = company.generate(scale=0.01)
    first = counted.table(small)
    first["variant"] = 99
    assert counted.table(small)["variant"].item() == 0
    assert counted.made == [0]


def test_what_a_company_remembers_is_shared_between_callers():
    small = company.generate(scale=0.01)
    assert small.remember(_one_row) is small.remember(_one_row)


def test_two_companies_do_not_share_their_tables_even_of_one_variant(counted):
    for variant in (1, 2, 1):
        assert counted.table(company.generate(variant=variant, scale=0.01))["variant"].item() == variant
    assert counted.made == [1, 2, 1]


def test_a_company_that_is_dropped_frees_its_tables():
    small = company.generate(scale=0.01)
    table = weakref.ref(small.remember(_one_row))
    assert table() is not None
    del small
    gc.collect()
    assert table() is None


def test_the_generator_keeps_no_company_of_its_own():
    small = company.generate(scale=0.05)
    measures.measure(small)
    for module in catalogue.MODULES:
        for one in module.TRUTHS:
            one.table(small)
    dropped = weakref.ref(small)
    del small
    gc.collect()
    assert dropped() is None


def _one_row(of):
    return pd.DataFrame({"variant": [of.variant]})


def test_streamed_lines_are_the_generated_lines(monkeypatch):
    monkeypatch.setattr(order_book, "CHUNK_ORDERS", 500)
    parts = list(company.stream(scale=0.3))
    assert len(parts) > 3
    together = pd.concat(parts, ignore_index=True)
    pd.testing.assert_frame_equal(together, company.generate(scale=0.3).orders)


@pytest.mark.parametrize(("arguments", "message"), [({"variant": -1}, "variant"), ({"scale": 0}, "scale")])
def test_impossible_arguments_are_refused_kindly(arguments, message):
    with pytest.raises(ArgumentError, match=f"The {message} is .*Expected"):
        company.generate(**arguments)
