"""Charts say their finding in the title, the numbers in words, and are fast enough for a knob."""

import time

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.inventory import draw_lead_times, draw_order_quantity, draw_policy, play_policy, reorder_fixed

plt = pytest.importorskip("matplotlib.pyplot")
DRAWS = np.random.default_rng(0).gamma(4, 50, 3000)
COSTS = {"cost_of_too_little": 40, "cost_of_too_much": 25}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def plays(demand=9.0):
    return {
        name: play_policy(
            np.full(200, demand), policy=reorder_fixed(reorder_point=point, quantity=90), lead_time_days=6,
            opening_stock=90, unmet="lost", paths=1, unit_price=3, holding_share_per_year=0.2, cost_per_order=9,
            cost_per_short_unit=2,
        )
        for name, point in {"today": 20, "new": 60}.items()
    }  # fmt: skip


def test_the_guess_is_priced_in_the_title_and_in_words():
    ax = draw_order_quantity(DRAWS, guess=320, **COSTS)
    title = ax.get_title(loc="left")
    assert title.startswith("320 instead of ")
    assert "CNY more on average" in title
    assert "At the guess of 320" in ax.figure.get_label()
    assert "CNY" in ax.get_ylabel()


def test_a_guess_that_is_the_best_is_said_to_be():
    from millrace.inventory import order_quantity

    best = order_quantity(DRAWS, **COSTS)["quantity"]
    assert "as good as it gets" in draw_order_quantity(DRAWS, guess=best, **COSTS).get_title(loc="left")


def test_the_curve_is_fast_enough_for_a_knob():
    ax = draw_order_quantity(DRAWS, guess=320, **COSTS)
    start = time.process_time()
    ax.clear()
    draw_order_quantity(DRAWS, guess=320, **COSTS, ax=ax)
    assert time.process_time() - start < 0.2


def test_lead_times_name_the_fat_tail_or_none():
    table = pd.DataFrame(
        {"who": ["A", "B"], "median_days": [10.0, 20.0], "p90_days": [12.0, np.nan], "worst_days": [60.0, 30.0],
         "tail": ["fat tail", "too few to say"], "received": [80, 9]}
    )  # fmt: skip
    assert draw_lead_times(table, by="who").get_title(loc="left").startswith("A is usually there in 10 days")
    assert draw_lead_times(table.tail(1), by="who").get_title(loc="left").startswith("No supplier is shown")
    with pytest.raises(ColumnError, match="p90_days"):
        draw_lead_times(table.drop(columns="p90_days"), by="who")


def test_two_rules_are_drawn_with_the_days_that_ran_short():
    both = plays()
    ax = draw_policy(both)
    short = int((both["today"].periods()["short"] > 0).sum())
    assert ax.get_title(loc="left") == f"'today' runs short on {short} of 200 days, 'new' on none"
    assert short > 0


def test_one_rule_or_two_histories_are_refused():
    both = plays()
    with pytest.raises(ArgumentError, match="does not hold two"):
        draw_policy({"a": both["new"]})
    with pytest.raises(ArgumentError, match="different demand"):
        draw_policy({"a": both["new"], "b": plays(8.0)["new"]})
