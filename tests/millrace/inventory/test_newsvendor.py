"""The quantity for one season equals the closed forms, brute force, and beats the normal rule where demand is not."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from millrace.errors import ArgumentError
from millrace.inventory import compare_quantities, order_quantity
from millrace.inventory.newsvendor import expected_cost


def slow_cost(draws, quantity, little, much):
    return np.mean([little * max(d - quantity, 0) + much * max(quantity - d, 0) for d in draws])


@pytest.mark.parametrize("shape", [stats.norm(500, 60), stats.uniform(100, 300), stats.expon(scale=200)])
@pytest.mark.parametrize(("little", "much"), [(30, 10), (5, 45), (12, 12)])
def test_many_draws_of_a_known_shape_give_its_closed_form(shape, little, much):
    draws = shape.ppf((np.arange(20_000) + 0.5) / 20_000)
    found = order_quantity(draws, cost_of_too_little=little, cost_of_too_much=much, pack=0.001)
    assert found["quantity"] == pytest.approx(shape.ppf(little / (little + much)), rel=2e-3)


@pytest.mark.parametrize("seed", range(30))
def test_no_multiple_of_the_pack_costs_less_by_brute_force(seed):
    rng = np.random.default_rng(seed)
    draws = np.round(rng.gamma(0.7, 40, rng.integers(1, 60)))
    little, much = rng.uniform(0.1, 50, 2)
    pack, minimum = float(rng.integers(1, 15)), float(rng.choice([0, 20, 77]))
    allowed = [0.0, *(k * pack for k in range(600) if k * pack >= minimum)]
    costs = [slow_cost(draws, quantity, little, much) for quantity in allowed]
    found = order_quantity(draws, cost_of_too_little=little, cost_of_too_much=much, pack=pack, minimum=minimum)
    assert found["quantity"] in allowed
    assert found["expected_cost"] == pytest.approx(min(costs), abs=1e-9)


def test_what_is_expected_equals_its_definition():
    draws = np.random.default_rng(1).poisson(30, 500)
    row = compare_quantities(draws, {"guess": 33}, cost_of_too_little=7, cost_of_too_much=2).iloc[0]
    assert row["expected_leftover"] == pytest.approx(np.maximum(33 - draws, 0).mean())
    assert row["expected_shortage"] == pytest.approx(np.maximum(draws - 33, 0).mean())
    assert row["sells_out_share"] == pytest.approx((draws >= 33).mean())
    assert row["expected_cost"] == pytest.approx(slow_cost(draws, 33, 7, 2))


def test_more_costly_shortage_never_makes_less():
    draws = np.random.default_rng(2).lognormal(4, 1, 999)
    made = [order_quantity(draws, cost_of_too_little=c, cost_of_too_much=10)["quantity"] for c in (1, 3, 10, 30, 300)]
    assert made == sorted(made)


def test_a_minimum_too_large_for_the_demand_means_making_none():
    assert order_quantity([1, 2, 1], cost_of_too_little=5, cost_of_too_much=5, minimum=1000)["quantity"] == 0


def test_draws_beat_the_normal_rule_when_a_fair_may_or_may_not_come():
    rng = np.random.default_rng(3)
    fair = rng.random(6000) < 0.3
    demand = np.where(fair, rng.gamma(20, 25, 6000), rng.gamma(4, 20, 6000))
    past, future = demand[:3000], demand[3000:]
    costs = {"cost_of_too_little": 20, "cost_of_too_much": 12}
    ours = order_quantity(past, **costs)["quantity"]
    normal = past.mean() + stats.norm.ppf(20 / 32) * past.std()
    ours_cost, normal_cost = expected_cost(future, [ours, normal], **costs)
    assert ours_cost < 0.97 * normal_cost


def test_knowing_whether_the_fair_comes_beats_one_quantity_for_both():
    rng = np.random.default_rng(4)
    fair, calm = rng.gamma(20, 25, 4000), rng.gamma(4, 20, 4000)
    costs = {"cost_of_too_little": 20, "cost_of_too_much": 12}
    both = order_quantity(np.append(fair[:2000], calm[:2000]), **costs)["quantity"]
    own = [order_quantity(part[:2000], **costs)["quantity"] for part in (fair, calm)]
    known = sum(expected_cost(part[2000:], [q], **costs)[0] for part, q in zip((fair, calm), own, strict=True))
    assert known < 0.6 * sum(expected_cost(part[2000:], [both], **costs)[0] for part in (fair, calm))


def test_demand_cut_off_by_an_empty_shelf_is_put_right_by_draws_of_the_tail():
    rng = np.random.default_rng(5)
    demand, shelf = rng.gamma(3, 60, 4000), 200.0
    seen, costs = np.minimum(demand[:2000], shelf), {"cost_of_too_little": 30, "cost_of_too_much": 6}
    from scipy.stats import CensoredData

    full = seen >= shelf
    shape, _, scale = stats.gamma.fit(CensoredData(uncensored=seen[~full], right=seen[full]), floc=0)
    mended = order_quantity(rng.gamma(shape, scale, 4000), **costs)["quantity"]
    normal = seen.mean() + stats.norm.ppf(30 / 36) * seen.std()
    ours, plain = expected_cost(demand[2000:], [mended, normal], **costs)
    assert ours < 0.9 * plain


@pytest.mark.parametrize("wrong", [0, -3, float("nan"), "12", None, True])
def test_a_cost_that_is_no_cost_is_refused(wrong):
    with pytest.raises(ArgumentError, match="A number above 0 was expected"):
        order_quantity([1, 2], cost_of_too_little=wrong, cost_of_too_much=1)


@pytest.mark.parametrize(
    ("draws", "says"), [([], "empty"), ([1, -2], "1 negative"), ([1, np.nan], "1 missing"), (["a"], "than numbers")]
)
def test_draws_that_are_no_demand_are_refused(draws, says):
    with pytest.raises(ArgumentError, match=says):
        order_quantity(draws, cost_of_too_little=1, cost_of_too_much=1)


def test_a_frame_of_several_products_is_refused_and_one_column_is_taken():
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    with pytest.raises(ArgumentError, match="Take one column"):
        order_quantity(frame, cost_of_too_little=1, cost_of_too_much=1)
    assert order_quantity(frame["b"], cost_of_too_little=9, cost_of_too_much=1)["quantity"] == 4


def test_a_comma_for_a_point_is_told_as_that():
    with pytest.raises(ArgumentError, match=r"Write decimals with a point, as in 64\.50"):
        order_quantity([3, 4], cost_of_too_little=(64, 50), cost_of_too_much=1)
