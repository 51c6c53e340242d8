"""Nothing is lost or made while a rule is played; runs by hand and the same luck for every rule."""

import time

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.inventory import compare_policies, order_up_to, play_policy, reorder_fixed, reorder_up_to

COSTS = {"unit_price": 3.0, "holding_share_per_year": 0.2, "cost_per_order": 25, "cost_per_short_unit": 2}
POLICIES = {
    "fixed": reorder_fixed(reorder_point=60, quantity=90),
    "up to": reorder_up_to(reorder_point=60, up_to=150),
    "weekly": order_up_to(every_days=7, up_to=160),
    "own": lambda day, position: np.where((day % 3 == 0) & (position < 70), 55.0, 0.0),
}


def slow_play(demand, policy, lead, opening, *, lost, minimum=0.0):
    """One path, one day at a time, in plain words."""
    stock, owed, coming, rows = opening, 0.0, {}, []
    for day, wanted in enumerate(demand):
        stock += coming.pop(day, 0.0)
        back = min(stock, owed)
        stock, owed = stock - back, owed - back
        now = min(stock, wanted)
        stock -= now
        owed += 0.0 if lost else wanted - now
        order = float(policy(day, np.array([stock + sum(coming.values()) - owed]))[0])
        if order > 0:
            order = max(order, minimum)
            coming[day + lead + 1] = coming.get(day + lead + 1, 0.0) + order
        rows.append((stock, wanted - now, owed, order))
    return np.array(rows)


@pytest.mark.parametrize("unmet", ["lost", "backorders"])
@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("lead", [0, 1, 6])
def test_a_fixed_lead_time_equals_the_plain_loop(unmet, name, lead):
    demand = np.random.default_rng(1).poisson(9, 300)
    play = play_policy(
        demand,
        policy=POLICIES[name],
        lead_time_days=lead,
        opening_stock=80,
        unmet=unmet,
        minimum_order=40,
        paths=2,
        **COSTS,
    )
    slow = slow_play(demand, POLICIES[name], lead, 80.0, lost=unmet == "lost", minimum=40.0)
    table = play.periods(1)
    np.testing.assert_allclose(table[["closing", "short", "backlog", "ordered"]], slow, atol=1e-9)
    row = play.paths.iloc[0]
    assert row["shortage_cost"] == pytest.approx(2 * slow[:, 1].sum())
    assert row["holding_cost"] == pytest.approx(slow[:, 0].sum() * 0.6 / 365.25)
    assert row["ordering_cost"] == 25 * (slow[:, 3] > 0).sum()
    assert row["fill_share"] == pytest.approx(1 - slow[:, 1].sum() / demand.sum())


@pytest.mark.parametrize("unmet", ["lost", "backorders"])
@pytest.mark.parametrize("seed", range(12))
def test_opening_and_receipts_equal_what_left_and_what_lies_there_exactly(unmet, seed):
    rng = np.random.default_rng(seed)
    demand = rng.poisson(rng.uniform(0.5, 15), 200)
    leads = rng.integers(0, 40, 12)
    policy = list(POLICIES.values())[seed % 4]
    play = play_policy(
        demand, policy=policy, lead_time_days=leads, opening_stock=50, unmet=unmet, paths=20, seed=seed,
        record_drift_share=0.05, count_every_days=60, **COSTS,
    )  # fmt: skip
    for path in (0, 19):
        table = play.periods(path)
        np.testing.assert_allclose(table["opening"] + table["received"], table["served"] + table["closing"], atol=1e-9)
        assert (table["opening"].iloc[1:].to_numpy() == table["closing"].iloc[:-1].to_numpy()).all()
        assert table["ordered"].sum() == pytest.approx(table["received"].sum() + table["on_its_way"].iloc[-1])
        owed = table["demand"].sum() - table["served"].sum() - table["backlog"].iloc[-1]
        assert owed == pytest.approx(table["short"].sum() if unmet == "lost" else 0.0)
        assert (table[["closing", "short", "backlog", "on_its_way"]] >= -1e-9).all().all()


def test_cycle_service_equals_counting_by_hand():
    play = play_policy(
        np.random.default_rng(3).poisson(9, 400), policy=POLICIES["fixed"], lead_time_days=[3, 9, 14], opening_stock=80,
        unmet="lost", paths=5, **COSTS,
    )  # fmt: skip
    for path in range(5):
        table, good, cycles, clean = play.periods(path), 0, 0, True
        for received, short in zip(table["received"], table["short"], strict=True):
            if received > 0:
                good, cycles, clean = good + clean, cycles + 1, True
            clean = clean and short <= 1e-9
        assert play.paths["cycle_service_share"].iloc[path] == pytest.approx(good / cycles)


def test_a_record_that_drifts_hides_the_empty_shelf_until_it_is_counted():
    given = {
        "policy": POLICIES["fixed"],
        "lead_time_days": 5,
        "opening_stock": 100,
        "unmet": "lost",
        "paths": 1,
        **COSTS,
    }
    demand = np.full(700, 9.0)
    true = play_policy(demand, **given)
    drifted = play_policy(demand, record_drift_share=0.05, **given)
    counted = play_policy(demand, record_drift_share=0.05, count_every_days=120, **given)
    shares = [one.summary["fill_share"] for one in (true, counted, drifted)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1 > shares[1] > shares[2]
    last = drifted.periods().iloc[-1]
    assert last["closing"] == 0
    assert last["recorded"] > 60


def test_the_order_quantity_that_costs_least_is_that_of_the_square_root_formula():
    demand = np.full(3650, 10.0)
    sizes = np.arange(100, 900, 50)
    totals = [
        play_policy(
            demand, policy=reorder_fixed(reorder_point=30, quantity=q), lead_time_days=3, opening_stock=q, unmet="lost",
            paths=1, unit_price=5, holding_share_per_year=0.3, cost_per_order=40, cost_per_short_unit=99,
        ).summary["total_cost"]
        for q in sizes
    ]  # fmt: skip
    eoq = np.sqrt(2 * 40 * 10 * 365.25 / 1.5)
    assert abs(sizes[int(np.argmin(totals))] - eoq) <= 50


def test_the_same_rule_twice_differs_by_nothing_and_is_not_called_better():
    rules = {"a": POLICIES["fixed"], "b": reorder_fixed(reorder_point=60, quantity=90)}
    table = compare_policies(
        rules, demand=np.random.default_rng(5).poisson(9, 300), lead_time_days=[2, 9, 30], opening_stock=80,
        unmet="lost", paths=100, **COSTS,
    )  # fmt: skip
    assert table["difference"].tolist() == [0, 0]
    assert table["low"].iloc[1] == table["high"].iloc[1] == 0
    assert table["verdict"].tolist() == ["compared with", "no different that we can see"]


def test_more_paths_do_not_turn_luck_into_a_better_rule():
    rules = {"a": reorder_fixed(reorder_point=80, quantity=90), "b": reorder_fixed(reorder_point=84, quantity=90)}
    for paths in (50, 2000):
        table = compare_policies(
            rules, demand=np.random.default_rng(6).poisson(9, 300), lead_time_days=[2, 5, 9, 30], opening_stock=80,
            unmet="lost", paths=paths, **COSTS,
        )  # fmt: skip
        assert table["verdict"].iloc[1] == "no different that we can see"


def test_a_clearly_wasteful_rule_is_worse():
    rules = {"a": POLICIES["fixed"], "b": reorder_fixed(reorder_point=4000, quantity=90)}
    table = compare_policies(
        rules, demand=np.full(600, 9.0), lead_time_days=[2, 3], opening_stock=80, unmet="lost", paths=50, **COSTS
    )
    assert table["verdict"].iloc[1] == "worse"
    assert table["cheaper_share"].iloc[1] == 0


def test_three_years_of_days_on_a_thousand_paths_take_a_few_seconds():
    start = time.process_time()
    play_policy(
        np.random.default_rng(0).poisson(9, 1096), policy=POLICIES["fixed"], lead_time_days=[3, 9, 60],
        opening_stock=80, unmet="lost", **COSTS,
    )  # fmt: skip
    assert time.process_time() - start < 4


GOOD = {"policy": POLICIES["fixed"], "lead_time_days": 3, "opening_stock": 9, "unmet": "lost", "paths": 2, **COSTS}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"unmet": "lose"}, "'lost' or 'backorders'"),
        ({"record_drift_share": 5}, "Write 5 % as 0.05"),
        ({"lead_time_days": [3, -1]}, "1 negative"),
        ({"opening_stock": -1}, "0 or more"),
        ({"unit_price": 0}, "above 0"),
        ({"policy": lambda day, position: -position}, "On day 0"),
        ({"policy": lambda day, position: 5.0}, "one order of 0 or more per path"),
    ],
)
def test_what_cannot_be_played_is_refused(change, says):
    with pytest.raises(ArgumentError, match=says):
        play_policy([1.0, 2.0], **(GOOD | change))


def test_a_single_rule_few_paths_and_a_missing_path_are_refused():
    with pytest.raises(ArgumentError, match="Two or more rules"):
        compare_policies({"a": POLICIES["fixed"]}, demand=[1.0], **{k: v for k, v in GOOD.items() if k != "policy"})
    with pytest.raises(ArgumentError, match="At least 20"):
        compare_policies(POLICIES, demand=[1.0], **{k: v for k, v in GOOD.items() if k != "policy"})
    with pytest.raises(ArgumentError, match="from 0 to 1"):
        play_policy([1.0], **GOOD).periods(2)
