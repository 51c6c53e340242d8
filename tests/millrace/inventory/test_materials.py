"""Needs by recipe, orders backwards from them, hours against the plan, and savings that are cash or only time."""

import numpy as np
import pandas as pd
import pytest

import lantern
from lantern.supply.flow import flow_of
from lantern.supply.material_list import usage_per_piece
from millrace.errors import ArgumentError, ColumnError
from millrace.inventory import capacity_weeks, cash_saving, materials_needed, plan_without_recipe, purchase_plan

NAMES = {"item": "sku", "period": "week", "pieces": "pieces", "material": "material", "per_piece": "per_piece"}
BUY = {"material": "material", "period": "day"}


def test_needs_equal_the_matrix_of_the_company():
    company = lantern.generate(variant=0)
    materials, products = flow_of(company).materials, company.products
    usage = usage_per_piece(products, materials)
    rows, columns = np.nonzero(usage)
    recipe = pd.DataFrame(
        {"material": materials["material_id"].to_numpy()[rows], "sku": products["sku"].to_numpy()[columns]}
    ).assign(per_piece=usage[rows, columns])
    rng = np.random.default_rng(0)
    plan = pd.DataFrame({"sku": np.tile(products["sku"], 2), "week": np.repeat([1, 2], len(products))})
    plan["pieces"] = rng.integers(0, 40, len(plan))
    found = materials_needed(plan, recipe, **NAMES).pivot(index="material", columns="week", values="needed")
    exact = usage @ plan["pieces"].to_numpy().reshape(2, -1).T
    used = materials["material_id"][exact.any(axis=1)]
    np.testing.assert_allclose(found.reindex(used), exact[exact.any(axis=1)])


def test_scrap_is_a_share_of_what_is_issued_and_rows_of_one_week_are_added():
    plan = pd.DataFrame({"sku": ["bag", "bag"], "week": 1, "pieces": [4, 6]})
    recipe = pd.DataFrame({"sku": ["bag"], "material": ["hide"], "per_piece": [30.0], "scrap": [0.25]})
    assert materials_needed(plan, recipe, **NAMES, scrap_share="scrap")["needed"].item() == pytest.approx(400)


def test_no_piece_of_the_plan_is_dropped():
    plan = pd.DataFrame({"sku": ["bag", "cap", "hat", "cap"], "week": [1, 1, 2, 2], "pieces": [4, 6, 1, 2]})
    recipe = pd.DataFrame({"sku": ["bag"], "material": ["hide"], "per_piece": [30.0]})
    found = materials_needed(plan, recipe, **NAMES)
    assert found["pieces"].sum() == plan["pieces"].sum()
    assert sorted(found.loc[found["needed"].isna(), "status"]) == ["no recipe for cap"] * 2 + ["no recipe for hat"]
    assert plan_without_recipe(plan, recipe, item="sku", pieces="pieces").values.tolist() == [["cap", 8], ["hat", 1]]


def test_a_recipe_that_names_a_material_twice_or_scraps_all_is_refused():
    plan = pd.DataFrame({"sku": ["bag"], "week": 1, "pieces": [4]})
    recipe = pd.DataFrame({"sku": "bag", "material": ["hide", "hide"], "per_piece": 1.0, "scrap": 1.0})
    with pytest.raises(ArgumentError, match="names 'hide' twice"):
        materials_needed(plan, recipe, **NAMES)
    with pytest.raises(ArgumentError, match="shares of 1 or more"):
        materials_needed(plan, recipe.head(1), **NAMES, scrap_share="scrap")
    with pytest.raises(ColumnError, match="1 below 0"):
        materials_needed(plan.assign(pieces=-1), recipe.head(1), **NAMES)


def needs_of(*needed, start="2025-03-03"):
    days = pd.date_range(start, periods=len(needed), freq="7D")
    return pd.DataFrame({"material": "zip", "day": days, "needed": np.array(needed, dtype=float)})


def store(**columns):
    return pd.DataFrame({"material": ["zip"], "on_hand": [100.0], "lead_time_days": [10.0]} | columns)


@pytest.mark.parametrize("seed", range(15))
def test_with_the_planned_orders_stock_never_falls_below_zero(seed):
    rng = np.random.default_rng(seed)
    needs = needs_of(*rng.integers(0, 90, 20))
    shop = store(pack=[float(rng.integers(1, 40))], least=[float(rng.integers(0, 120))])
    plan = purchase_plan(needs, shop, **BUY, today="2025-01-01", pack="pack", minimum_order="least")
    stock = 100 - needs.set_index("day")["needed"].cumsum()
    for row in plan.itertuples():
        stock[stock.index >= row.needed_by] += row.quantity
        assert row.quantity >= shop["least"].item()
        assert row.quantity % shop["pack"].item() == 0
        assert row.order_by == row.needed_by - pd.Timedelta(days=10)
        assert row.status == "in time"
    assert stock.min() >= 0


def test_what_can_no_longer_come_in_time_is_flagged_and_ordered_today():
    plan = purchase_plan(needs_of(120, 60), store(), **BUY, today="2025-02-26")
    assert plan["status"].tolist() == ["too late", "in time"]
    assert plan["days_late"].tolist() == [5, 0]
    assert plan["order_by"].iloc[0] == pd.Timestamp("2025-02-26")


def test_unknown_materials_and_missing_recipes_stay_in_the_plan():
    needs = pd.concat([needs_of(10), needs_of(5).assign(material="lock"), needs_of(np.nan).assign(material=None)])
    plan = purchase_plan(needs, store(), **BUY, today="2025-02-26")
    assert sorted(plan["status"]) == ["no recipe", "not in the list of materials"]


def test_a_need_before_today_is_refused():
    with pytest.raises(ArgumentError, match="1 lie before today"):
        purchase_plan(needs_of(10), store(), **BUY, today="2025-04-01")


def test_minutes_over_the_limit_go_to_the_nearest_weeks_before_and_none_is_lost():
    plan = pd.DataFrame({"week": [1, 2, 3, 4], "pieces": [50, 95, 120, 200], "minutes": 10.0})
    found = capacity_weeks(plan, period="week", pieces="pieces", minutes_per_piece="minutes", minutes_open=1000)
    assert found["into"].tolist() == ["", "", "2: 50; 1: 150", "1: 350"]
    assert found["cannot_fit_minutes"].tolist() == [0, 0, 0, 650]
    assert found["verdict"].tolist() == ["fits", "fits", "fits if work is pulled forward", "does not fit"]
    left = found["over_minutes"] - found["pull_forward_minutes"] - found["cannot_fit_minutes"]
    assert left.abs().max() == 0


def test_a_holiday_and_a_lower_limit_are_kept():
    plan = pd.DataFrame({"week": [1, 2], "pieces": [50, 50], "minutes": 10.0})
    minutes = pd.Series({1: 1000.0, 2: 0.0})
    kinds = {"period": "week", "pieces": "pieces", "minutes_per_piece": "minutes", "minutes_open": minutes}
    assert capacity_weeks(plan, **kinds)["verdict"].tolist() == ["fits", "fits if work is pulled forward"]
    assert capacity_weeks(plan, **kinds, most_share=0.8)["cannot_fit_minutes"].tolist() == [0, 200]
    with pytest.raises(ArgumentError, match="missing or below 0 for"):
        capacity_weeks(plan, **(kinds | {"minutes_open": minutes.head(1)}))


OLD, NEW = {"tied_up": 9000, "buying": 5000, "hours": 100}, {"tied_up": 7000, "buying": 4600, "hours": 60}


def test_cash_and_time_add_up_and_stock_is_cash_once():
    found = cash_saving(OLD, NEW, fixed_share=0.75, wage_per_hour=40).set_index("part")["saving"]
    assert found["cash, once"] == 2000
    assert found["cash per year"] + found["time nobody can spend, per year"] == 400 + 40 * 40
    assert cash_saving(OLD, NEW, fixed_share=1, wage_per_hour=40)["saving"].tolist() == [2000, 400, 1600]


def test_leftovers_are_no_cash_but_more_stock_is_paid_in_full():
    assert cash_saving(OLD, NEW, fixed_share=1, wage_per_hour=40, usable_share=0.5)["saving"].iloc[0] == 1000
    assert cash_saving(NEW, OLD, fixed_share=1, wage_per_hour=40, usable_share=0.5)["saving"].iloc[0] == -2000


def test_a_missing_part_and_a_share_above_one_are_refused():
    with pytest.raises(ArgumentError, match="before has no 'hours'"):
        cash_saving({"tied_up": 1, "buying": 1}, NEW, fixed_share=1, wage_per_hour=40)
    with pytest.raises(ArgumentError, match="from 0 to 1"):
        cash_saving(OLD, NEW, fixed_share=30, wage_per_hour=40)
