"""The files as people find them: the faults that were planted are in the bytes, and nothing else is."""

import importlib
import pkgutil

import pandas as pd
import pytest

import lantern
from lantern import catalogue, company
from lantern.chat import file as chat
from lantern.office import books, customer_lists, order_lines, orders_2023, orders_2024, orders_2025


@pytest.fixture(scope="module", params=[0, 3])
def truth(request):
    return company.generate(variant=request.param)


def test_the_old_export_is_in_an_old_chinese_encoding_with_semicolons(truth, tmp_path):
    path = tmp_path / "orders_2023.csv"
    orders_2023.write_legacy_2023(truth, path)
    with pytest.raises(UnicodeDecodeError):
        path.read_bytes().decode("utf-8")
    text = path.read_bytes().decode("gb18030")
    assert text.startswith("ORDNO;LINE;ODATE;")
    assert text.count("\r\n") == len(orders_2023.legacy_2023(truth)) + 1


def test_about_one_line_in_a_hundred_of_2023_stands_twice_alike_in_every_column(truth):
    legacy = orders_2023.legacy_2023(truth)
    shown = legacy[[c for c in legacy if not c.startswith("true_")]]
    assert 0.004 < legacy["true_double"].mean() < 0.018
    assert shown.duplicated().sum() == legacy["true_double"].sum()


def test_every_cancelled_line_of_2023_comes_back_with_the_opposite_quantity(truth):
    legacy = orders_2023.legacy_2023(truth)
    legacy = legacy[~legacy["true_double"]]
    back = legacy[legacy["QTY"] < 0].set_index(["ORDNO", "LINE"])
    first = legacy[legacy["QTY"] > 0].set_index(["ORDNO", "LINE"])
    assert len(back) > 50
    assert (back["QTY"] == -first["QTY"].loc[back.index]).all()
    assert (back["AMOUNT"] == -first["AMOUNT"].loc[back.index]).all()


def test_the_workbook_has_twelve_months_with_subtotals_that_add_up(truth, tmp_path):
    path = tmp_path / "orders_2024.xlsx"
    orders_2024.write_workbook_2024(truth, path)
    with pd.ExcelFile(path, engine="calamine") as book:
        assert book.sheet_names == [*orders_2024.MONTHS, "Notes"]
    march = pd.read_excel(path, sheet_name="March", header=4, engine="calamine")
    lines = march["Line"].notna()
    weeks = march["No."].str.startswith("Subtotal")
    assert march.loc[weeks, "Amount"].sum() == pytest.approx(march.loc[lines, "Amount"].sum())
    assert march.loc[march["No."].str.startswith("Total"), "Amount"].item() == pytest.approx(
        march.loc[lines, "Amount"].sum()
    )


def test_dozens_are_written_only_where_they_come_out_even(truth):
    lines = orders_2024.workbook_2024(truth)
    dozens = lines["Quantity"].str.contains("doz")
    number = lines["Quantity"].str.extract(r"(\d+)")[0].astype(int)
    assert 0.1 < dozens.mean() < 0.4
    assert (number.where(~dozens, number * 12) == lines["true_pieces"]).all()


def test_only_one_clerk_swaps_day_and_month_in_2025(truth):
    file = orders_2025.export_2025(truth)
    day_first = file["OrderDate"] == file["true_date"].dt.strftime("%d/%m/%Y")
    month_first = file["OrderDate"] == file["true_date"].dt.strftime("%m/%d/%Y")
    swapping = file["KeyedBy"] == orders_2025.swapping_clerk(truth)
    assert day_first[~swapping].all()
    assert month_first[swapping].all()
    assert (~day_first).any()


def test_prices_are_missing_mostly_where_one_clerk_keyed(truth):
    file = orders_2025.export_2025(truth)
    by_clerk = file["UnitPrice"].isna().groupby(file["KeyedBy"]).mean()
    assert by_clerk.idxmax() == orders_2025.FORGETFUL_CLERK
    assert by_clerk.max() > 4 * by_clerk.drop(by_clerk.idxmax()).max()


def test_the_new_systems_export_begins_with_a_byte_order_mark(truth, tmp_path):
    path = tmp_path / "orders_2025.csv"
    orders_2025.write_export_2025(truth, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfOrderID,")


def test_files_and_chat_together_hold_every_line_of_2025_once(truth):
    keyed = orders_2025.export_2025(truth)[["OrderID", "Pos"]].set_axis(["order_no", "line"], axis=1)
    agreed = orders_2025.chat_lines(truth)[["order_no", "line"]]
    orders = order_lines.all_orders(truth)
    wanted = orders.loc[(orders["date"].dt.year == 2025) & ~orders["cancelled"], ["order_no", "line"]]
    together = pd.concat([keyed, agreed]).sort_values(["order_no", "line"], ignore_index=True)
    pd.testing.assert_frame_equal(together, wanted.sort_values(["order_no", "line"], ignore_index=True))


def test_the_ledger_is_the_truth_month_by_month(truth):
    ledger = books.ledger(truth).set_index("month")
    orders = order_lines.all_orders(truth)
    orders = orders[~orders["cancelled"]]
    later = orders[orders["date"].dt.year >= 2024]
    by_month = later.groupby(later["date"].dt.strftime("%Y-%m"))["amount_cny"].sum()
    assert ledger["revenue_cny"].loc[by_month.index].to_numpy() == pytest.approx(by_month.to_numpy())
    first = orders[orders["date"].dt.year == 2023]["amount_cny"].sum()
    assert ledger["revenue_cny"].loc["2023-01":"2023-12"].sum() == pytest.approx(first)


def test_the_chat_says_every_order_once_and_changes_come_after_it(truth):
    messages = chat.chat_messages(truth)
    wanted = chat.chat_truth(truth)
    ordered = messages[messages["true_kind"] == "order"]
    references = ordered["text"].str.extract(r"(#\d+)")[0]
    assert references.is_unique
    assert set(wanted["reference"]) < set(references)
    changes = messages[messages["true_kind"] == "change"]
    first = ordered.set_index(references)["sent_at"]
    assert len(changes) > 3
    assert (changes["sent_at"].to_numpy() > first.loc[changes["text"].str.extract(r"(#\d+)")[0]].to_numpy()).all()


def test_the_customer_lists_overlap_and_hold_every_trade_customer(truth):
    lists = customer_lists.customer_lists(truth)
    trade = truth.customers.loc[truth.customers["kind"] != "retail", "customer_id"]
    assert set(lists["true_customer_id"]) == set(trade)
    assert lists["entry"].is_unique
    assert 1.3 < len(lists) / len(trade) < 1.6


def test_namesakes_and_shared_telephones_are_among_the_customers(truth):
    trade = truth.customers[truth.customers["kind"] == "wholesale"]
    namesakes = trade.groupby("name")["city"].nunique()
    assert (namesakes > 1).sum() >= 5
    assert trade["phone"].duplicated().sum() >= 5


def test_marked_pairs_say_the_truth(truth):
    marked = customer_lists.marked_pairs(truth)
    firm = customer_lists.customer_lists(truth).set_index("entry")["true_customer_id"]
    same = firm.loc[marked["left"]].to_numpy() == firm.loc[marked["right"]].to_numpy()
    assert (same == (marked["same"] == "yes")).all()
    assert marked["same"].value_counts().to_dict() == {"yes": 110, "no": 130}


def test_every_module_with_files_or_truths_is_in_the_catalogue():
    names = (
        each.name for each in pkgutil.walk_packages(lantern.__path__, "lantern.") if each.name != "lantern.__main__"
    )
    found = [importlib.import_module(name) for name in names]
    with_files = {module.__name__ for module in found if isinstance(getattr(module, "FILES", None), tuple)}
    assert with_files == {module.__name__ for module in catalogue.MODULES}
