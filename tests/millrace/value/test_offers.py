"""The total cost of an offer, and for which use which is cheaper."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace.errors import ArgumentError, ColumnError
from millrace.value import cheaper_ranges, total_cost


def offers(**others):
    table = {
        "name": ["a", "b"], "price_cny_month": [50, 10], "seats": [3, 1], "setup_cny": [100, 0],
        "included_units": [100, 20], "fee_cny_per_unit": [0.5, 2.0], "price_model": ["per seat", "flat"],
        "contract_months": [12, 36], "notice_days": [30, 0],
    }  # fmt: skip
    return pd.DataFrame({**table, **others})


@pytest.mark.parametrize("variant", [0, 3])
def test_it_equals_what_was_planted(variant):
    truth = lantern.truth("tool_costs", variant=variant)
    seen = truth[[column for column in truth if not column.startswith("true_")]]
    ours = total_cost(seen, usage="units_a_month")
    assert ours["total_likely"].tolist() == truth["true_cost_24_months_cny"].tolist()


def test_it_is_the_plain_sum():
    table = total_cost(offers(), usage=(50, 150, 300), months=10).set_index("name")
    assert table.loc["a", "total_likely"] == 100 + 10 * (150 + 25)
    assert table.loc["b", ["total_low", "total_high"]].tolist() == [10 * (10 + 60), 10 * (10 + 560)]


def test_what_binds_and_what_runs_on_is_said():
    table = total_cost(offers(), usage=0, months=24).set_index("name")
    assert table["bound_to"].tolist() == [100 + 12 * 150, 360]
    assert table["beyond_months"].tolist() == [0, 120]
    assert table.loc["a", "notice_by_month"] == pytest.approx(11.01, abs=0.01)
    assert table.loc["b", "remark"] == "the contract runs longer than the months looked at"


def test_a_flat_price_counts_once_and_says_so():
    table = total_cost(offers(seats=[3, 4]), usage=0, months=1)
    assert table["subscription"].tolist() == [150, 10]
    assert "counted once" in table["remark"].iloc[1]


def test_only_name_and_price_are_needed():
    table = total_cost(pd.DataFrame({"name": ["a"], "price_cny_month": [9.5]}), usage=100, months=12)
    assert table["total_likely"].tolist() == [114.0]


def test_columns_may_be_called_otherwise():
    frame = pd.DataFrame({"tool": ["a"], "monthly": [5]})
    names = {"name": "tool", "price_per_month": "monthly"}
    assert total_cost(frame, usage=0, months=2, columns=names)["total_likely"].tolist() == [10]


@pytest.mark.parametrize("seed", range(25))
def test_ranges_agree_with_looking_at_every_use(seed):
    chance = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "name": ["a", "b"],
            "price_cny_month": chance.integers(0, 500, 2),
            "setup_cny": chance.integers(0, 5000, 2),
            "included_units": chance.integers(0, 900, 2),
            "fee_cny_per_unit": chance.choice([0, 0.2, 0.5, 1.1], 2),
        }
    )
    table = cheaper_ranges(frame, first="a", second="b", months=12)
    assert table["from_units"].iloc[0] == 0
    assert table["to_units"].iloc[-1] == np.inf
    assert table["to_units"].tolist()[:-1] == table["from_units"].tolist()[1:]
    setup, price, included, fee = (frame[name].to_numpy() for name in frame.columns[[2, 1, 3, 4]])
    for use in np.linspace(0.5, 20_000, 400):
        cost = setup + 12 * (price + fee * np.maximum(use - included, 0))
        gap = cost[0] - cost[1]
        here = table[(table["from_units"] <= use) & (use <= table["to_units"])]
        expected = "a" if gap < -1e-3 else "b" if gap > 1e-3 else None
        assert expected is None or expected in here["cheaper"].tolist()


def test_equal_offers_cost_the_same_everywhere():
    frame = pd.DataFrame({"name": ["a", "b"], "price_cny_month": 5})
    assert cheaper_ranges(frame, first="a", second="b")["cheaper"].tolist() == ["the same"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"price_cny_month": [-5, 1]}, "0 or more"),
        ({"fee_cny_per_unit": ["0.5 CNY", "1"]}, "parse_money"),
        ({"price_model": ["per seat", "by the moon"]}, "per seat, flat, per use"),
        ({"name": ["a", "a"]}, "twice"),
        ({"currency": ["CNY", "USD"]}, "One currency"),
    ],
)
def test_impossible_offers_are_refused(change, says):
    with pytest.raises(ColumnError, match=says):
        total_cost(offers(**change), usage=10)


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"usage": (3, 2, 1)}, ArgumentError, "in this order"),
        ({"usage": (1, 267)}, ArgumentError, "write it without the comma: 1267"),
        ({"usage": (3, 2)}, ArgumentError, "low, likely, high"),
        ({"usage": "use"}, ColumnError, "use"),
        ({"usage": 1, "months": 0}, ArgumentError, "months"),
        ({"usage": 1, "columns": {"prize": "x"}}, ArgumentError, "prize"),
    ],
)
def test_impossible_questions_are_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        total_cost(offers(), **arguments)


def test_a_missing_use_is_not_taken_for_none():
    with pytest.raises(ColumnError, match="Fill it in"):
        total_cost(offers(use=[None, 5]), usage="use")


def test_empty_tables_and_unknown_names_are_refused():
    with pytest.raises(ArgumentError, match="no row"):
        total_cost(offers().head(0), usage=1)
    with pytest.raises(ArgumentError, match="not among the offers"):
        cheaper_ranges(offers(), first="a", second="c")
    with pytest.raises(ArgumentError, match="Two offers"):
        cheaper_ranges(offers(), first="a", second="a")
