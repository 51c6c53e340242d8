"""Stock is replayed from the moves; only issues are use; what counts found is split by item and by who keyed."""

import numpy as np
import pandas as pd
import pytest

import lantern
from lantern.supply.flow import flow_of
from lantern.supply.stock import stock_moves
from millrace.errors import ArgumentError, ColumnError
from millrace.inventory import count_gaps, empty_at_count, gaps_by_item, gaps_by_keyer, slow_movers, stock_on_hand

NAMES = {"item": "item", "date": "day", "quantity": "n"}
COMPANY = {"item": "material_id", "date": "date", "quantity": "quantity"}


def moves_of(rows):
    table = pd.DataFrame(rows, columns=["item", "day", "kind", "n"])
    return table.assign(day=pd.to_datetime(table["day"]), n=table["n"].astype(float))


def test_stock_is_the_sum_of_what_moved_and_a_count_moves_nothing():
    moves = moves_of(
        [
            ("zip", "2025-01-03", "issue", -30),
            ("zip", "2025-01-01", "receipt", 100),
            ("zip", "2025-01-05", "return", 5),
            ("zip", "2025-01-06", "count", 70),
            ("zip", "2025-01-06", "adjustment", -5),
            ("zip", "2025-01-07", "scrap", -1),
        ]
    )
    row = stock_on_hand(moves, **NAMES).iloc[0]
    assert (row["on_hand"], row["lowest"]) == (69, 69)
    assert row["last_counted"] == pd.Timestamp("2025-01-06")
    assert stock_on_hand(moves, **NAMES, as_of="2025-01-03")["on_hand"].item() == 70


def test_only_an_issue_is_use():
    moves = moves_of(
        [
            ("zip", "2025-01-01", "receipt", 100),
            ("zip", "2025-01-02", "issue", -10),
            *[
                ("zip", "2025-12-20", kind, n)
                for kind, n in (("return", 2), ("scrap", -1), ("count", 91), ("receipt", 9))
            ],
        ]
    )
    row = slow_movers(moves, **NAMES, prices={"zip": 2.0}, as_of="2025-12-31").iloc[0]
    assert row["verdict"] == "slow"
    assert row["last_issue"] == pd.Timestamp("2025-01-02")
    assert row["value"] == 200


@pytest.mark.parametrize(("day", "verdict"), [("2025-07-04", "slow"), ("2025-07-05", "moving")])
def test_the_border_is_the_day_itself(day, verdict):
    moves = moves_of([("zip", "2025-01-01", "receipt", 9), ("zip", day, "issue", -1)])
    assert slow_movers(moves, **NAMES, prices={"zip": 1.0}, as_of="2025-12-31")["verdict"].item() == verdict


def test_what_came_last_week_is_new_and_what_has_no_move_is_listed():
    moves = moves_of(
        [("new", "2025-12-24", "receipt", 9), ("gone", "2025-01-01", "receipt", 5), ("gone", "2025-01-02", "issue", -5),
         ("odd", "2025-01-02", "issue", -5)]
    )  # fmt: skip
    prices = {"new": 1.0, "gone": 1.0, "odd": 1.0, "never": 1.0}
    found = slow_movers(moves, **NAMES, prices=prices, as_of="2025-12-31").set_index("item")["verdict"].to_dict()
    assert found == {
        "new": "new: too early to say", "gone": "none on hand", "odd": "record below zero", "never": "no move",
    }  # fmt: skip


def test_an_item_without_a_price_keeps_its_row():
    moves = moves_of([("zip", "2025-01-01", "receipt", 9), ("lock", "2025-01-01", "receipt", 9)])
    found = slow_movers(moves, **NAMES, prices={"zip": 2.0}, as_of="2025-12-31").set_index("item")
    assert found["verdict"].tolist() == ["slow", "slow"]
    assert np.isnan(found.loc["lock", "value"])


@pytest.mark.parametrize("variant", [0, 3, 7])
def test_slow_movers_of_the_company_are_those_planted(variant):
    company = lantern.generate(variant=variant)
    price = flow_of(company).materials.set_index("material_id")["price"]
    found = slow_movers(stock_moves(company), **COMPANY, prices=price, as_of="2025-12-31")
    slow = found[found["verdict"] == "slow"]
    truth = lantern.truth("slow_movers", variant=variant)
    assert set(slow["material_id"]) == set(truth["material_id"])
    assert slow["value_share"].sum() == pytest.approx(truth["share_of_stock_value"].sum(), abs=0.02)


@pytest.mark.parametrize("variant", [0, 3, 7])
def test_the_keyer_who_forgets_is_found_alone_and_the_replay_equals_the_record(variant):
    company = lantern.generate(variant=variant)
    moves, price = stock_moves(company), flow_of(company).materials.set_index("material_id")["price"]
    found = gaps_by_keyer(moves, **COMPANY, keyed_by="keyed_by", prices=price)
    truth = lantern.truth("stock_drift", variant=variant)["forgetful_keyer"].iloc[0]
    assert found.loc[found["verdict"] == "more than the others", "keyed_by"].tolist() == [truth]
    recorded = moves.groupby("material_id")["balance_recorded"].last()
    np.testing.assert_allclose(stock_on_hand(moves, **COMPANY)["on_hand"], recorded, atol=1e-6)


def shuffled_store(seed, *, lost=0.0, people="ABCD"):
    """Counts of a store where nobody, or the first person, leaves out a share of what is taken."""
    rng = np.random.default_rng(seed)
    rows = []
    for item in range(25):
        record = true = 5000.0
        rows.append((item, 0, "receipt", 5000.0, "A"))
        for day in range(1, 90):
            who, taken = rng.choice(list(people)), float(rng.integers(5, 40))
            keyed = round(taken * (1 - lost * (who == people[0])))
            record, true = record - keyed, true - taken
            rows.append((item, day, "issue", -keyed, who))
            if day % 22 == 0:
                counted = round(true * (1 + rng.normal(0, 0.004)))
                rows += [(item, day, "count", counted, who), (item, day, "adjustment", counted - record, who)]
                record = true = counted
    table = pd.DataFrame(rows, columns=["item", "day", "kind", "n", "who"])
    return table.assign(
        day=pd.Timestamp("2025-01-01") + pd.to_timedelta(table["day"], unit="D"), n=table["n"].astype(float)
    )


def test_nobody_is_named_in_stores_where_all_key_alike():
    prices = dict.fromkeys(range(25), 3.0)
    verdicts = pd.concat(
        gaps_by_keyer(shuffled_store(seed), **NAMES, keyed_by="who", prices=prices, draws=300) for seed in range(25)
    )["verdict"]
    assert (verdicts != "not shown").sum() <= 5  # 100 verdicts; 5 in 100 stores may have one


def test_one_who_leaves_out_a_tenth_is_named():
    found = gaps_by_keyer(shuffled_store(1, lost=0.1), **NAMES, keyed_by="who", prices=dict.fromkeys(range(25), 3.0))
    assert found["keyed_by"].iloc[0] == "A"
    assert found["verdict"].iloc[0] == "more than the others"
    assert found["gap_share"].iloc[0] == pytest.approx(-0.1 / 0.9, abs=0.04)


def test_gaps_equal_what_counts_found_and_are_split_without_rest_by_item():
    moves = shuffled_store(2, lost=0.1)
    gaps = count_gaps(moves, **NAMES, prices=dict.fromkeys(range(25), 3.0))
    adjusted = moves.loc[moves["kind"] == "adjustment", "n"]
    assert sorted(gaps["gap"]) == pytest.approx(sorted(adjusted))
    assert gaps_by_item(gaps, item="item")["gap_value"].sum() == pytest.approx(3 * adjusted.sum())


def test_two_counts_of_an_item_are_too_few_to_say():
    rows = [("zip", f"2025-01-{d:02}", k, n) for d, k, n in [(1, "receipt", 50), (2, "issue", -9), (3, "count", 40)]]
    gaps = count_gaps(moves_of(rows), **NAMES, prices={"zip": 2.0})
    assert gaps_by_item(gaps, item="item")["verdict"].item() == "too few to say"


def test_an_empty_shelf_is_shown_by_a_count_only():
    rows = [("a", "2025-01-01", "receipt", 50), ("a", "2025-01-02", "count", 0), ("b", "2025-01-01", "receipt", 9)]
    gaps = count_gaps(moves_of([*rows, ("b", "2025-01-03", "count", 8)]), **NAMES, prices={"a": 1.0, "b": 1.0})
    assert empty_at_count(gaps, item="item")["verdict"].tolist() == ["shown", "not shown"]


def test_an_unknown_kind_of_move_is_refused_and_named():
    moves = moves_of([("zip", "2025-01-01", "reciept", 9)])
    with pytest.raises(ArgumentError, match=r"'reciept' is not known\. Did you mean 'receipt'"):
        stock_on_hand(moves, **NAMES)


def test_an_issue_that_comes_in_is_refused():
    with pytest.raises(ArgumentError, match="wrong sign"):
        stock_on_hand(moves_of([("zip", "2025-01-01", "issue", 9)]), **NAMES)


def test_gaps_in_quantity_and_a_price_of_zero_are_refused():
    moves = moves_of([("zip", "2025-01-01", "receipt", np.nan)])
    with pytest.raises(ColumnError, match="1 missing"):
        stock_on_hand(moves, **NAMES)
    with pytest.raises(ArgumentError, match="a price of 0 or less"):
        slow_movers(moves.assign(n=1.0), **NAMES, prices={"zip": 0}, as_of="2025-12-31")
