"""What lies exactly at a limit that the tasks name is in the files of every variant, on both sides of it."""

import pandas as pd
import pytest

import lantern
from lantern import company
from lantern.office import books, order_lines, orders_2025, shelf_orders
from lantern.trade import calendar, order_book
from millrace import cleaning

VARIANTS = [0, 1, 5]
RIGHT, LIMITS = (1, 5000), [(0, 5000), (2, 5000), (1, 4999), (1, 5001)]


@pytest.fixture(scope="module", params=VARIANTS)
def truth(request):
    return company.generate(variant=request.param)


@pytest.fixture(scope="module")
def file(truth):
    return orders_2025.export_2025(truth)


@pytest.fixture(scope="module")
def sound(file):
    return file[file["true_problem"] == ""]


def held_back(file, low, high):
    rule = cleaning.rule_between("Pieces", low, high)
    return set(cleaning.quarantine(file.drop(columns="true_problem"), [rule])[1].index)


def test_quantities_lie_on_both_sides_of_each_limit(file, sound):
    assert (sound["Pieces"] == 5000).sum() >= 2
    assert (sound["Pieces"] == 1).any()
    assert file.loc[file["Pieces"] == 5001, "true_problem"].tolist() == ["a digit too many"]
    assert set(file.loc[file["Pieces"] == 0, "true_problem"]) == {"no quantity"}


def test_the_rule_on_quantities_holds_back_what_cannot_be_and_nothing_else(file):
    impossible = ["impossible quantity", "no quantity", "a digit too many"]
    assert held_back(file, *RIGHT) == set(file.index[file["true_problem"].isin(impossible)])


@pytest.mark.parametrize(("low", "high"), LIMITS)
def test_a_limit_that_is_off_by_one_changes_what_is_held_back(file, low, high):
    assert held_back(file, low, high) != held_back(file, *RIGHT)


def test_no_other_year_has_a_quantity_beyond_the_house_rule(truth):
    orders = order_lines.all_orders(truth)
    assert orders["pieces"].between(1, shelf_orders.LARGEST_PIECES).all()


def test_the_slip_has_one_digit_more_than_the_true_quantity_and_the_right_amount(file):
    slip = file[file["Pieces"] == 5001].iloc[0]
    assert slip["true_pieces"] == 501
    assert slip["Total"] == slip["true_amount_cny"] == pytest.approx(501 * slip["UnitPrice"])


def test_the_largest_orders_are_in_the_books_with_their_pieces_and_amounts(truth, sound):
    months = books.ledger(truth).set_index("month")
    made = truth.orders[~truth.orders["cancelled"]]
    monthly = made.groupby(made["date"].dt.strftime("%Y-%m"))[["pieces", "amount_cny"]].sum()
    large = sound[sound["Pieces"] == 5000]
    assert (large["Total"] - large["Pieces"] * large["UnitPrice"]).abs().max() < 0.01
    for month, lines in large.groupby(large["true_date"].dt.strftime("%Y-%m")):
        more = months.loc[month, ["pieces", "revenue_cny"]].to_numpy() - monthly.loc[month].to_numpy()
        assert (more >= lines[["Pieces", "Total"]].sum().to_numpy() - 0.01).all()


def test_goods_leave_on_the_day_of_the_order_and_impossibly_one_day_before(file, sound):
    day = file["true_date"].dt.strftime("%Y-%m-%d")
    day_before = (file["true_date"] - pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    assert (sound["Shipped"] == day[sound.index]).sum() >= 5
    assert (file["Shipped"] == day_before).sum() >= 2
    assert set(file.loc[file["Shipped"] < day, "true_problem"]) == {"shipped before ordered"}


def test_shelf_orders_are_like_all_others_but_unknown_to_the_workshop(truth):
    shelf, orders = shelf_orders.shelf_orders(truth), truth.orders
    assert shelf.dtypes.to_dict() == orders.dtypes.to_dict()
    assert not shelf["order_no"].isin(orders["order_no"]).any()
    assert shelf["order_no"].str.len().eq(orders["order_no"].str.len().max()).all()
    items = shelf.merge(truth.products, on="sku", validate="many_to_one")
    assert ((items["launched"] <= items["date"]) & ~(items["discontinued"] <= items["date"])).all()
    assert not shelf["sku"].isin(truth.demand.stock_outs["sku"]).any()
    assert shelf["date"].isin(calendar.DAYS[calendar.is_open() > 0]).all()
    first = orders.groupby("customer_id")["date"].min().reindex(shelf["customer_id"])
    assert (first.to_numpy() < shelf["date"].to_numpy()).all()


def test_the_books_have_one_rate_a_year_and_another_each_year(truth):
    months = books.ledger(truth)
    by_year = months.groupby(months["month"].str[:4])[["usd_rate", "aed_rate"]]
    assert (by_year.nunique() == 1).all(axis=None)
    assert (by_year.first().nunique() == 3).all()


def test_orders_abroad_are_booked_at_the_rate_of_their_year_and_the_wrong_one_shows(truth):
    months = books.ledger(truth).set_index("month")
    orders = truth.orders[truth.orders["currency"] != "CNY"]
    assert set(orders["date"].dt.year) == {2025}
    for year, may_differ in (("2025", False), ("2024", True), ("2023", True)):
        december = months.loc[f"{year}-12"]
        rate = orders["currency"].map({"USD": december["usd_rate"], "AED": december["aed_rate"]})
        off = (orders["amount"] * rate - orders["amount_cny"]).abs()
        assert (off > 0.01).all() if may_differ else (off < 0.0051).all()


def test_each_amount_takes_the_rate_of_its_own_year():
    days = pd.Series(pd.to_datetime(["2023-12-31", "2024-01-01", "2025-06-01", "2025-06-01"]))
    rates = order_book.book_rate(pd.Series(["USD", "USD", "AED", "CNY"]), days)
    assert rates.tolist() == [7.05, 7.12, 1.95, 1.0]


def test_who_writes_the_month_first_differs_between_variants():
    swapping = [lantern.truth("swapping_clerk", variant=variant)["clerk"].item() for variant in range(10)]
    assert swapping[0] == "Tao"
    assert len(set(swapping)) >= 2
    assert set(swapping) <= set(order_book.CLERKS) - {orders_2025.FORGETFUL_CLERK}


def test_the_truth_names_the_clerk_whose_dates_prove_the_month_first(truth, file):
    table = cleaning.date_order(file["OrderDate"], by=file["KeyedBy"])
    named = lantern.truth("swapping_clerk", variant=truth.variant)["clerk"].tolist()
    assert table.loc[table["verdict"] == "month first", "group"].tolist() == named
