"""Reorder points equal closed forms and a play-out by brute force, and say when history is too short."""

import numpy as np
import pytest
from scipy import stats

from millrace.errors import ArgumentError
from millrace.inventory import order_up_to, play_policy, reorder_fixed, reorder_point

HOLD = {"unit_price": 1.0, "holding_share_per_year": 0.1, "cost_per_order": 1, "cost_per_short_unit": 1}


def normal_days(days=6000, seed=0, mean=50.0, spread=8.0):
    return np.maximum(np.random.default_rng(seed).normal(mean, spread, days), 0.0)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.98])
def test_normal_demand_over_a_fixed_lead_time_equals_the_closed_form(level):
    found = reorder_point(normal_days(), 9, unit_price=1, service_level=level, order_quantity=500).set_index("method")
    exact = 450 + stats.norm.ppf(level) * 24
    assert found["reorder_point"].tolist() == pytest.approx([exact, exact], rel=0.015)
    assert found.loc["from history", "cycle_service_share"] == pytest.approx(level, abs=0.005)


def test_varying_lead_times_equal_the_closed_form_for_both_variances():
    leads = np.random.default_rng(1).poisson(40, 400)
    found = reorder_point(normal_days(), leads, unit_price=1, service_level=0.95, order_quantity=500)
    exact = 50 * leads.mean() + 1.645 * np.sqrt(leads.mean() * 64 + 2500 * leads.var())
    assert found["reorder_point"].tolist() == pytest.approx([exact, exact], rel=0.02)


@pytest.mark.parametrize("aim", [0.9, 0.97, 0.995])
def test_the_fill_rate_asked_for_is_reached_by_both_methods_where_demand_is_normal(aim):
    found = reorder_point(normal_days(), 9, unit_price=1, fill_rate=aim, order_quantity=300)
    assert found["fill_share"].tolist() == pytest.approx([aim, aim], abs=0.004)


def test_the_two_kinds_of_service_are_two_numbers():
    row = reorder_point(normal_days(), 9, unit_price=1, service_level=0.8, order_quantity=2000).iloc[0]
    assert row["cycle_service_share"] == pytest.approx(0.8, abs=0.01)
    assert row["fill_share"] > 0.99


def test_played_out_day_by_day_the_point_reaches_what_it_promised():
    rng = np.random.default_rng(2)
    days = rng.poisson(10, 3000).astype(float)
    leads = rng.choice([5, 6, 7, 8, 25], 300, p=[0.3, 0.3, 0.2, 0.15, 0.05])
    found = reorder_point(days, leads, unit_price=1, service_level=0.9, order_quantity=400).iloc[0]
    play = play_policy(
        rng.poisson(10, 6000), policy=reorder_fixed(reorder_point=found["reorder_point"], quantity=400),
        lead_time_days=leads, opening_stock=400, unmet="backorders", paths=50, **HOLD,
    )  # fmt: skip
    assert play.summary["cycle_service_share"] == pytest.approx(found["cycle_service_share"], abs=0.03)
    assert play.summary["fill_share"] == pytest.approx(found["fill_share"], abs=0.01)


def test_review_days_are_played_out_too():
    rng = np.random.default_rng(3)
    days, leads = rng.gamma(2, 5, 3000), rng.choice([3, 4, 5], 200)
    found = reorder_point(days, leads, unit_price=1, fill_rate=0.95, review_days=7).iloc[0]
    play = play_policy(
        rng.gamma(2, 5, 6000), policy=order_up_to(every_days=7, up_to=found["reorder_point"]), lead_time_days=leads,
        opening_stock=100, unmet="backorders", paths=50, **HOLD,
    )  # fmt: skip
    assert play.summary["fill_share"] == pytest.approx(0.95, abs=0.01)


def test_what_was_short_before_the_receipt_is_not_counted_again():
    days = np.random.default_rng(6).gamma(2, 5, 3000)
    found = reorder_point(days, 20, unit_price=1, fill_rate=0.5, review_days=3).iloc[0]
    play = play_policy(
        days, policy=order_up_to(every_days=3, up_to=found["reorder_point"]), lead_time_days=20,
        opening_stock=100, unmet="backorders", paths=1, **HOLD,
    )  # fmt: skip
    assert play.summary["fill_share"] == pytest.approx(0.5, abs=0.03)


def test_a_rare_late_delivery_raises_the_point_above_the_formula_and_bad_weeks_do_too():
    leads = np.array([8] * 186 + [60] * 14)
    late = reorder_point(normal_days(1500), leads, unit_price=1, service_level=0.95, order_quantity=500)
    assert late["reorder_point"].iloc[0] > 1.3 * late["reorder_point"].iloc[1]
    waves = 50 + 40 * np.sign(np.sin(np.arange(3000) / 60)) + np.random.default_rng(4).normal(0, 5, 3000)
    seasonal = reorder_point(np.maximum(waves, 0), 20, unit_price=1, service_level=0.95, order_quantity=500)
    assert seasonal["cycle_service_share"].iloc[0] >= 0.95 > seasonal["cycle_service_share"].iloc[1]


def test_short_history_is_too_few_to_say_with_a_range_and_long_history_is_enough():
    short = reorder_point(normal_days(120), 20, unit_price=1, service_level=0.95, order_quantity=500)
    assert short["verdict"].eq("too few to say").all()
    assert short["low"].iloc[0] < short["high"].iloc[0]
    assert (
        reorder_point(normal_days(), 20, unit_price=1, service_level=0.95, order_quantity=500)["verdict"]
        .eq("enough history")
        .all()
    )
    few = reorder_point(normal_days(), [20, 25], unit_price=1, service_level=0.95, order_quantity=500)
    assert few["verdict"].eq("too few to say").all()


def test_the_order_of_the_deliveries_does_not_matter():
    rng = np.random.default_rng(3)
    days, leads = rng.poisson(40, 900), np.append(rng.integers(9, 15, 48), [60, 75, 80])
    points = [
        reorder_point(days, order, unit_price=2, service_level=0.95, order_quantity=900)["reorder_point"][0]
        for order in (leads, leads[::-1], rng.permutation(leads))
    ]
    assert points[0] == points[1] == points[2]


def test_a_product_that_starts_last_week_is_refused_in_words():
    with pytest.raises(ArgumentError, match="history has 7 days: too few to say"):
        reorder_point([1.0] * 7, [5, 30], unit_price=1, service_level=0.9, order_quantity=5)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"service_level": None}, "Neither"),
        ({"fill_rate": 0.9}, "Both"),
        ({"service_level": 95}, "Write 95 % as 0.95"),
        ({"order_quantity": None}, "order_quantity was not given"),
        ({"lead_time_days": [-1, 4]}, "1 negative"),
        ({"lead_time_days": [np.nan, 4]}, "1 missing"),
        ({"demand": [0.0] * 99}, "0 on every day"),
        ({"demand": [5.0, -1.0] * 50}, "50 negative"),
        ({"unit_price": 0}, "above 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(change, says):
    given = {"demand": [5.0] * 100, "lead_time_days": 3, "unit_price": 1, "service_level": 0.9, "order_quantity": 5}
    with pytest.raises(ArgumentError, match=says):
        reorder_point(**(given | change))
