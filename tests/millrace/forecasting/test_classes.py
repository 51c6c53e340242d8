"""A class follows from how often and how much, and from nothing else."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

from millrace.forecasting.classes import ADVICE, demand_classes, draw_classes

matplotlib.use("agg")


def one(values, name="a"):
    return pd.DataFrame({"unique_id": name, "ds": range(len(values)), "y": np.asarray(values, dtype=float)})


def simulated(chance, spread, n=400, seed=0):
    rng = np.random.default_rng(seed)
    return one((rng.random(n) < chance) * np.exp(rng.normal(3, spread, n)))


@pytest.mark.parametrize(
    ("chance", "spread", "name"),
    [(0.95, 0.2, "smooth"), (0.95, 1.2, "erratic"), (0.3, 0.2, "intermittent"), (0.3, 1.2, "lumpy")],
)
def test_each_corner_has_its_name_and_advice(chance, spread, name):
    row = demand_classes(simulated(chance, spread)).iloc[0]
    assert row["class"] == name
    assert row["advice"] == ADVICE[name]


def test_the_numbers_are_those_of_the_definition():
    row = demand_classes(one([0, 0, 3, 0, 5, 4, 0, 6])).iloc[0]
    assert (row["periods"], row["demands"], row["interval"]) == (6, 4, 1.5)
    assert row["variation"] == pytest.approx((np.std([3, 5, 4, 6], ddof=1) / 4.5) ** 2)


def test_returns_and_empty_shelves_are_no_demand():
    row = demand_classes(one([3, -2, 5, 4, 0, 6])).iloc[0]
    assert (row["periods"], row["demands"]) == (6, 4)
    marked = one([3, 0, 5, 4, 0, 6]).assign(censored=[False, True, False, False, True, False])
    assert demand_classes(marked)["interval"].item() == 1.0


def test_few_orders_say_nothing_and_none_say_nothing_either():
    table = demand_classes(pd.concat([one([0, 4, 0, 4]), one([0, 0, 0], "none")])).set_index("unique_id")
    assert set(table["class"]) == {"too few to say"}
    assert table.loc["none", "demands"] == 0


def test_ten_times_the_pieces_are_the_same_class():
    table = pd.concat(
        [simulated(c, s, seed=n).assign(unique_id=f"s{n}") for n, (c, s) in enumerate([(0.9, 0.4), (0.2, 1.0)])]
    )
    pd.testing.assert_frame_equal(demand_classes(table), demand_classes(table.assign(y=10 * table["y"])))
    shuffled = table.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(demand_classes(table), demand_classes(shuffled))


def test_the_chart_counts_what_the_table_says():
    table = demand_classes(pd.concat([simulated(0.95, 0.2), simulated(0.3, 1.2).assign(unique_id="b")]))
    axes = draw_classes(table)
    assert axes.get_title(loc="left") == "1 of 2 products sells in nearly every week"
    assert "lumpy 1" in axes.figure.get_label()
