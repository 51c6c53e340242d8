"""The report on a shop's own sales: what is read, what is asked, what is forecast, and what is not claimed."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reports import ColumnQuestion, find_report
from millrace.reports import forecast as report
from millrace.reports.forecast.feasts import feasts_ahead

NEEDS = find_report("forecast").needs
TODAY = pd.Timestamp("2026-06-30")


def shop(products=("bread", "cake"), *, days=420, start="2025-04-01", mean=8):
    """Sales of a shop, one row per product and day."""
    chance = np.random.default_rng(4)
    dates = pd.date_range(start, periods=days)
    rows = [(f"{day:%Y-%m-%d}", name, int(chance.poisson(mean))) for name in products for day in dates]
    return pd.DataFrame(rows, columns=["date", "product", "pieces"])


def opened(table, folder, *others, **columns):
    """Write a table as a file, and open it as the report does."""
    paths = []
    for number, one in enumerate([table, *others]):
        paths.append(folder / f"file{number}.csv")
        one.to_csv(paths[-1], index=False)
    return report.open_files(*paths, needs=NEEDS, columns=columns)


def read(table, folder, *others, **settings):
    files = opened(table, folder, *others)
    return files, report.read_sales(files, today=TODAY, **settings)


def demand_of(table, folder, *others, every="", **settings):
    files, sales = read(table, folder, *others)
    return sales, report.add_up(files, sales, every=every, **settings)


def test_a_german_bakery_is_read_with_its_decimal_commas(tmp_path):
    path = tmp_path / "baeckerei.csv"
    lines = [f"{day:%d.%m.%Y};Käsekuchen;{n % 5},5" for n, day in enumerate(pd.date_range("2025-01-01", periods=90))]
    path.write_text("Datum;Artikel;Menge\n" + "\n".join(lines) + "\n", encoding="cp1252")
    files = report.open_files(path, needs=NEEDS)
    sales = report.read_sales(files, today=TODAY)
    assert sales.rows["product"].unique().tolist() == ["Käsekuchen"]
    assert sales.rows["quantity"].sum() == sum(n % 5 + 0.5 for n in range(90))


def test_every_row_is_used_or_set_aside_with_a_reason(tmp_path):
    table = shop(days=60).astype(object)
    table.loc[[0, 1], "pieces"] = ["some", None]
    table.loc[[2, 3], "date"] = ["soon", "2027-01-01"]
    table.loc[4, "product"] = None
    table.loc[5, "pieces"] = 9000
    _, sales = read(table, tmp_path, leave_out_above=5000)
    assert len(sales.rows) + len(sales.set_aside) == len(table)
    assert sales.set_aside["reason"].tolist() == [
        "quantity that is no number", "no quantity", "unreadable date", "date after today (2026-06-30)", "no product",
        "left out as you said: quantity above 5,000",
    ]  # fmt: skip
    assert sales.set_aside["place"].tolist() == [f"line {n}" for n in range(2, 8)]


def test_rows_that_are_missing_come_before_any_forecast(tmp_path):
    table = pd.DataFrame({"date": ["03/04/2026", "05/02/2026", "01/06/2026"], "product": "a", "pieces": [3, 4, 5]})
    with pytest.raises(ColumnError, match=r"two readings.*day_first = True"):
        read(table, tmp_path)
    _, sales = read(table, tmp_path, day_first=True)
    assert not len(sales.set_aside)
    half = pd.concat([shop(days=30), shop(days=10).assign(pieces="none")])
    files, sales = read(half, tmp_path)
    assert report.check_sales(files, sales).about == "rows missing"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.assign(pieces=0), "All 840 quantities in 'pieces' are 0, so nothing was sold"),
        (lambda t: t.assign(pieces=-3), "0 or below.*multiply the column by -1"),
        (lambda t: t.assign(pieces="many"), "No row of 'file0.csv' can be used: 840 of 840"),
        (lambda t: t.assign(date="2027-03-01"), r"date after today \(2026-06-30\)"),
        (lambda t: t.head(0), "has no rows of data"),
    ],
)
def test_odd_files_stop_with_what_was_found_and_what_to_do(tmp_path, change, says):
    with pytest.raises(ColumnError, match=says):
        read(change(shop()), tmp_path)


def test_months_side_by_side_are_named_as_that(tmp_path):
    wide = pd.DataFrame([["a", 1, 2, 3]], columns=["product", "2026-01", "2026-02", "2026-03"])
    with pytest.raises(ColumnError, match=r"side by side.*Unpivot"):
        opened(wide, tmp_path)


def test_a_column_that_may_be_the_product_is_asked_for_and_can_be_refused(tmp_path):
    table = shop().rename(columns={"product": "customer"})
    with pytest.raises(ColumnQuestion, match="1 column could be the product: 'customer'"):
        opened(table, tmp_path)
    assert opened(table, tmp_path, product="-").sales.columns["product"] is None
    assert opened(table[["date", "pieces"]], tmp_path).sales.columns["product"] is None


def test_second_files_are_told_by_their_columns(tmp_path):
    card = pd.DataFrame({"sku": ["bread"], "unit cost": [1.5], "unit price": [3.0], "lead time days": [4]})
    outs = pd.DataFrame({"product": ["cake"], "out from": ["2025-06-01"], "out until": ["2025-06-20"]})
    calendar = pd.DataFrame({"date": pd.date_range("2025-01-01", periods=700), "fair": "no"})
    for other, kind in ((card, "products"), (outs, "stock-outs"), (calendar, "calendar")):
        assert list(opened(shop(), tmp_path, other).extras) == [kind]
    with pytest.raises(ColumnError, match="was not recognised"):
        opened(shop(), tmp_path, pd.DataFrame({"x": [1], "y": [2]}))
    with pytest.raises(ArgumentError, match="are both a product list"):
        opened(shop(), tmp_path, card, card)


@pytest.mark.parametrize(
    ("freq", "every", "periods"), [("MS", "month", 30), ("W-SUN", "week", 60), ("QS", "quarter", 16), ("D", "week", 90)]
)
def test_sums_of_periods_are_recognised_and_none_is_lost(tmp_path, freq, every, periods):
    dates = pd.date_range(end="2026-05-31", periods=periods, freq=freq)
    table = pd.DataFrame({"date": dates, "product": "a", "pieces": range(1, periods + 1)})
    _, demand = demand_of(table, tmp_path)
    assert demand.every == every
    if freq != "D":
        assert demand.series["y"].tolist() == list(range(1, periods + 1))


def test_sums_of_different_periods_are_refused_until_a_common_one_is_named(tmp_path):
    monthly = pd.DataFrame({"date": pd.date_range("2025-01-01", periods=12, freq="MS"), "product": "b", "pieces": 200})
    mixed = pd.concat([shop(["a"]), monthly.assign(date=monthly["date"].dt.strftime("%Y-%m-%d"))])
    with pytest.raises(ArgumentError, match=r"'b' has one row per month, 'a' rows of single days.*every = \"month\""):
        demand_of(mixed, tmp_path)
    assert demand_of(mixed, tmp_path, every="month")[1].every == "month"
    with pytest.raises(ArgumentError, match=r"one row per month.*cannot be taken apart"):
        demand_of(monthly, tmp_path, every="week")


def test_products_that_are_asleep_are_not_forecast_and_named(tmp_path):
    old = shop(["old"], days=100)
    _, demand = demand_of(pd.concat([old, shop(["new"])]), tmp_path)
    assert demand.asleep == ("old",)
    assert set(demand.history["unique_id"]) == {"new"}


def test_a_stock_out_is_estimated_and_not_counted_as_no_demand(tmp_path):
    table = shop(["bread", "cake", "roll"])
    gone = table["date"].between("2025-09-01", "2025-09-28") & (table["product"] == "cake")
    outs = pd.DataFrame({"product": ["cake"], "out from": ["2025-09-01"], "out until": ["2025-09-28"]})
    _, demand = demand_of(table[~gone], tmp_path, outs)
    marked = demand.history[demand.history["censored"]]
    assert len(marked) == 4
    assert marked["y"].between(0.7 * 56, 1.3 * 56).all()


@pytest.mark.parametrize(
    ("header", "words"), [("any left?", ("yes", "no")), ("Rest", ("4", "0")), ("sold out", ("no", "yes"))]
)
def test_a_column_that_says_whether_any_was_left_marks_stock_outs(tmp_path, header, words):
    table = shop(["bread", "cake", "roll"])
    out = table["date"].between("2025-09-01", "2025-09-07") & (table["product"] == "cake")
    table[header] = out.map({False: words[0], True: words[1]})
    table.loc[out, "pieces"] = 3
    _, demand = demand_of(table, tmp_path)
    marked = demand.history[demand.history["censored"]]
    assert marked[["unique_id", "ds"]].values.tolist() == [["cake", pd.Timestamp("2025-09-01")]]
    assert marked["y"].iloc[0] > 7 * 3
    assert "1 period" in " ".join(demand.notes)


def test_a_word_that_says_neither_yes_nor_no_is_no_stock_out_and_is_named(tmp_path):
    table = shop(["bread"]).assign(left="yes").astype({"left": object})
    table.loc[3, "left"] = "perhaps"
    sales, demand = demand_of(table, tmp_path)
    assert "censored" not in demand.history
    assert any("perhaps" in note for note in sales.notes)


def test_prices_and_costs_can_be_typed(tmp_path):
    table = shop(["bread", "cake"])
    _, sales = read(table, tmp_path, prices={"bread": 2}, costs={"bread": ["0.8"]})
    assert sales.card.loc["bread", ["price", "cost"]].tolist() == [2, 0.8]
    assert sales.card.loc["cake", ["price", "cost"]].isna().all()
    for wrong, says in (({"bred": 2}, "Did you mean 'bread'"), ({"bread": "two"}, "Expected: a number")):
        with pytest.raises(ArgumentError, match=says):
            read(table, tmp_path, costs=wrong)


def test_one_giant_order_is_a_question_and_stays_in(tmp_path):
    table = shop()
    table.loc[30, "pieces"] = 5000
    sales, demand = demand_of(table, tmp_path)
    found = report.check_large_orders(sales, demand)
    assert found.table["pieces"].tolist() == [5000]
    assert "leave_out_above = " in found.action
    limit = float(found.action.rstrip(".").split("= ")[1])
    assert table["pieces"].drop(30).max() < limit < 5000
    assert demand.series["y"].max() >= 5000
    plain = demand_of(shop(), tmp_path)
    assert report.check_large_orders(*plain).action == ""


def test_a_quiet_stretch_is_a_question(tmp_path):
    table = shop(["bread", "cake", "roll"])
    gone = table["date"].between("2025-09-01", "2025-10-12") & (table["product"] == "cake")
    _, demand = demand_of(table[~gone], tmp_path)
    found = report.check_quiet(demand)
    assert found.table["product"].tolist() == ["cake"]
    assert "Ask whether cake was out of stock" in found.action


def test_three_points_are_too_few_and_nothing_is_forecast(tmp_path):
    table = pd.DataFrame({"date": ["2026-03-02", "2026-03-09", "2026-03-16"], "product": "a", "pieces": [3, 4, 5]})
    sales, demand = demand_of(table, tmp_path)
    trial = report.try_models(demand)
    assert trial is None
    assert report.look_ahead(demand, trial) is None
    assert report.propose_order(sales, None) is None
    assert "too short" in report.check_trial(demand, trial).found[0]
    assert "no order is proposed" in report.check_order(sales, demand, None, None).found[0]
    assert "nothing is said" in report.check_worth(sales, demand, trial).found[0]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Monthly sums of a shop with prices for all products but one, run to the end."""
    chance = np.random.default_rng(7)
    months = pd.date_range(end="2026-06-01", periods=48, freq="MS")
    rows = [
        (f"{month:%Y-%m}", name, chance.poisson(40 * (1.6 if month.month == 12 else 1)))
        for name in ("a", "b", "c", "d", "e", "f")
        for month in months
    ]
    table = pd.DataFrame(rows, columns=["Month", "Item", "Units sold"])
    card = pd.DataFrame({"item": list("abcde"), "price": 10.0, "unit cost": 6.0, "stock": 20, "lead time days": 30})
    files, sales = read(table, tmp_path_factory.mktemp("shop"), card)
    demand = report.add_up(files, sales)
    trial = report.try_models(demand)
    return files, sales, demand, trial, report.look_ahead(demand, trial)


def test_the_order_weighs_both_costs_and_says_what_is_missing(run):
    _, sales, demand, _, ahead = run
    order = report.propose_order(sales, ahead, left_over_brings=0.25)
    [column] = [name for name in order if name.startswith("order, ")]
    one = order.set_index("product").loc["a"]
    # too little loses 4, too much 4.5: the oracle is the quantile of the draws
    assert one[column] == pytest.approx(np.quantile(ahead.draws["a"], 4 / 8.5, method="inverted_cdf"), abs=1)
    assert order.set_index("product").loc["f", "why not"] == "no price and unit cost"
    said = " ".join(report.check_order(sales, demand, ahead, order).found)
    assert "no price and unit cost: 1 product" in said
    both = report.propose_order(sales, ahead)
    low, high = (name for name in both if name.startswith("order, "))
    assert (both[low].dropna() <= both[high].dropna()).all()
    with pytest.raises(ArgumentError, match="share from 0 to below 1"):
        report.propose_order(sales, ahead, left_over_brings=1)


def test_orders_come_in_packs(run):
    _, sales, _, _, ahead = run
    order = report.propose_order(sales, ahead, left_over_brings=0, pack=24)
    assert (order.filter(like="order, ").dropna() % 24 == 0).all(axis=None)


def test_totals_are_of_the_chosen_periods(run):
    _, _, demand, trial, ahead = run
    one = report.look_ahead(demand, trial, first=2, last=2)
    assert demand.ahead.strftime("%Y-%m").tolist() == ["2026-07", "2026-08", "2026-09"]
    assert (one.totals()["middle"] < 0.5 * ahead.totals()["middle"]).all()
    assert (ahead.totals()["low_80"] <= ahead.totals()["high_80"]).all()


def test_noise_around_a_season_earns_no_saving_without_a_verdict(run):
    _, sales, demand, trial, _ = run
    said = report.check_worth(sales, demand, trial).found
    assert ("Verdict: better" in said[0]) != ("So no saving is claimed." in said)


def test_ranges_and_reorder_points_carry_a_verdict(run):
    _, sales, demand, _, _ = run
    assert report.check_ranges(demand).found[0].startswith("From 3 earlier dates")
    table = report.check_reorder(sales, demand, review_days=7).table
    assert sorted(table["product"]) == list("abcde")
    assert table["verdict"].isin(["enough history", "too few to say"]).all()


def test_the_workbook_holds_all_products_and_every_row_set_aside(run):
    files, sales, demand, trial, ahead = run
    order = report.propose_order(sales, ahead)
    found = [report.check_sales(files, sales), report.check_reorder(sales, demand)]
    made = report.sheets(files, sales, demand, trial, ahead, order, found)
    always = ["summary", "order proposal", "forecasts", "classes", "accuracy", "set aside"]
    assert list(made) == [*always, "reorder points"]
    assert len(made["order proposal"]) == 6
    assert len(made["forecasts"]) == 6 * demand.horizon
    assert set(made["forecasts"]["product"]) == set("abcdef")


def test_a_calendar_that_ends_too_early_is_named_and_left_out(tmp_path):
    calendar = pd.DataFrame({"date": pd.date_range("2025-01-01", "2026-05-25"), "fair": "no"})
    _, demand = demand_of(shop(), tmp_path, calendar)
    assert demand.features is None
    assert any("its events are left out" in note for note in demand.notes)


def test_two_currencies_are_not_mixed(tmp_path):
    euros, dollars = shop(["a"], days=100).assign(price="€ 10"), shop(["b"], days=90).assign(price="$ 90")
    _, sales = read(pd.concat([euros, dollars]), tmp_path)
    assert sales.card.loc["a", "price"] == 10
    assert np.isnan(sales.card.loc["b", "price"])
    assert sales.unit == "EUR"
    assert "nothing is converted" in sales.notes[0]


def test_a_range_of_few_earlier_errors_is_as_wide_as_the_ends_of_all_periods(tmp_path):
    _, demand = demand_of(shop(days=80), tmp_path)
    ahead = report.look_ahead(demand, report.try_models(demand))
    totals, ends = ahead.totals(), ahead.forecast.groupby("unique_id")[["low_80", "high_80"]].sum()
    assert (totals["low_80"] <= ends["low_80"] + 1e-9).all()
    assert (totals["high_80"] >= ends["high_80"] - 1e-9).all()
    assert (totals["high_80"] > 1.2 * totals["low_80"]).all()
    said = " ".join(report.check_ahead(demand, ahead)[0].found)
    assert "too few earlier forecasts are known for a range of the total" in said


def three_years(*, closed):
    """Daily sales until January 2026, with or without a week at the Lunar New Year in which nothing is sold."""
    table = shop(days=1107, start="2023-01-02", mean=9)
    feasts = [("2023-01-23", "2023-01-29"), ("2024-02-05", "2024-02-18"), ("2025-01-27", "2025-02-02")]
    shut = [(table["date"] >= first) & (table["date"] <= last) for first, last in feasts]
    return table[~np.logical_or.reduce(shut)] if closed else table


@pytest.mark.parametrize("closed", [True, False])
def test_a_feast_that_stopped_sales_each_year_is_named_when_the_forecast_does_not_follow_it(tmp_path, closed):
    _, demand = demand_of(three_years(closed=closed), tmp_path, every="week", country="CN")
    ahead = pd.DataFrame({"ds": demand.ahead, "unique_id": "bread", "forecast": 60.0})
    said = feasts_ahead(demand, ahead)
    assert len(said) == (1 if closed else 0)
    assert all(text.startswith("Chinese New Year") and "2026-02-16" in text for text in said)
    followed = ahead.assign(forecast=np.where(ahead["ds"] == "2026-02-16", 0.0, 60.0))
    assert feasts_ahead(demand, followed) == []
