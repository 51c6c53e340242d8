"""A new product is judged by launches that were seen, and by what was asked for; a few launches say nothing."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting.lookalikes import launch_curve, look_alikes

WEEKS = pd.date_range("2024-01-01", periods=80, freq="W-MON")
SHAPE = np.r_[0.0, 4.0, 8.0, 6.0, np.full(76, 3.0)]


def shop(seed=0, products=30):
    """Products with one shape of launch and levels of their own, begun at different weeks; a third are belts."""
    rng = np.random.default_rng(seed)
    rows, kinds = [], []
    for n in range(products):
        begin, level = int(rng.integers(1, 60)), float(rng.lognormal(1, 0.6))
        y = np.r_[np.zeros(begin), rng.poisson(level * SHAPE[: 80 - begin])]
        family = "belt" if n % 3 == 0 else "bag"
        rows.append(pd.DataFrame({"unique_id": f"p{n:02d}", "ds": WEEKS, "y": y}))
        kinds.append((f"p{n:02d}", family, 100.0 + 10 * n, WEEKS[begin]))
    old = pd.DataFrame({"unique_id": "old", "ds": WEEKS, "y": 5.0})
    features = pd.DataFrame([*kinds, ("old", "bag", 100.0, WEEKS[0] - pd.Timedelta(days=900))])
    return pd.concat([*rows, old]), features.set_axis(["unique_id", "family", "price_cny", "launched"], axis=1)


def test_the_shape_and_the_total_of_known_launches_come_back():
    table, features = shop(products=120)
    made = launch_curve(table, features=features, like={"family": "bag"}, periods=6, launched="launched")
    np.testing.assert_allclose(made["share"], SHAPE[:6] / SHAPE[:6].sum(), atol=0.03)
    assert made["share"].sum() == pytest.approx(1)
    assert made["forecast"].sum() == pytest.approx(np.exp(1) * SHAPE[:6].sum(), rel=0.25)
    assert made["matched_by"].unique().tolist() == ["family"]


def test_eight_of_ten_new_products_lie_within_the_range():
    held = []
    for seed in range(60):
        table, features = shop(seed, products=21)
        known = table[table["unique_id"] != "p20"]
        made = launch_curve(known, features=features, like={"family": "bag"}, periods=6, launched="launched")
        begin = features.set_index("unique_id").loc["p20", "launched"]
        came = table[(table["unique_id"] == "p20") & (table["ds"] >= begin)]["y"].head(6).sum()
        held.append(made["total_low_80"].iloc[0] <= came <= made["total_high_80"].iloc[0])
    assert 0.68 <= np.mean(held) <= 0.98


def test_every_product_is_a_look_alike_or_has_a_reason():
    table, features = shop()
    late = pd.DataFrame({"unique_id": ["new", "odd"], "family": "bag", "launched": [WEEKS[78], pd.NaT]})
    made = look_alikes(
        table, features=pd.concat([features, late]), like={"family": "bag"}, periods=8, launched="launched"
    ).set_index("unique_id")
    assert len(made) == 33
    assert made.loc["old", "set_aside"].startswith("on sale when the file begins")
    assert made.loc["new", "set_aside"] == "fewer than 8 periods since its launch"
    assert made.loc["odd", "set_aside"] == "its launch is not known"
    assert made.loc["p03", "set_aside"] == "not alike in family"
    assert (made.loc[made["set_aside"] == "", "matched_by"] == "family").all()


def test_a_product_that_never_sold_counts_when_its_launch_is_known():
    table, features = shop()
    flop = pd.DataFrame({"unique_id": ["flop"], "family": ["bag"], "launched": [WEEKS[10]]})
    made = look_alikes(table, features=pd.concat([features, flop]), like={"family": "bag"}, launched="launched")
    assert made.set_index("unique_id").loc["flop", ["total", "set_aside"]].tolist() == [0.0, ""]


def test_without_a_day_of_launch_the_first_sale_is_the_launch():
    table, features = shop()
    made = look_alikes(table, features=features, like={"family": "bag"}, periods=4).set_index("unique_id")
    one = table[(table["unique_id"] == "p01") & (table["y"] > 0)].iloc[0]
    assert made.loc["p01", "launched"] == one["ds"]


def test_what_was_on_sale_from_the_beginning_is_set_aside_and_what_is_new_keeps_its_own_sum():
    table, features = shop()
    made = look_alikes(table, features=features, like={"family": "bag"}, periods=200).set_index("unique_id")
    assert made.loc["old", "set_aside"].startswith("on sale when the file begins")
    assert made.loc["p01", "total"] == table.loc[table["unique_id"] == "p01", "y"].sum()


@pytest.mark.parametrize(("products", "ends"), [(19, (2, 18)), (9, (1, 9)), (6, (1, 6)), (39, (4, 36))])
def test_the_range_leaves_out_one_of_ten_at_either_end(products, ends):
    names = [f"p{n:02d}" for n in range(products)]
    rows = [(name, week, float(n + 1)) for n, name in enumerate(names) for week in (1, 2)]
    table = pd.DataFrame([*rows, ("old", 0, 1.0)], columns=["unique_id", "ds", "y"])
    kinds = pd.DataFrame({"unique_id": names, "family": "bag"})
    made = launch_curve(table, features=kinds, like={"family": "bag"}, periods=1).iloc[0]
    assert (made["low_80"], made["high_80"], made["look_alikes"]) == (*ends, products)


def test_attributes_are_dropped_from_the_last_and_it_is_said():
    table, features = shop()
    near = {"family": "bag", "price_cny": 205}
    wide = look_alikes(table, features=features, like=near, periods=4, within=0.3)
    assert wide["matched_by"].iloc[0] == "family, price_cny"
    tight = look_alikes(table, features=features, like=near, periods=4, within=0.01)
    assert tight["matched_by"].iloc[0] == "family"
    kept = wide[wide["set_aside"] == ""].merge(features, on="unique_id")
    assert kept["price_cny"].between(205 / 1.3, 205 * 1.3).all()


def test_fewer_than_five_launches_say_nothing():
    table, features = shop(products=5)
    made = launch_curve(table, features=features, like={"family": "bag"}, periods=4)
    assert set(made["verdict"]) == {"too few to say"}
    assert made[["share", "forecast", "low_80", "total_high_80"]].isna().all(axis=None)


def test_neither_the_order_of_rows_nor_whole_numbers_change_anything():
    table, features = shop()
    like = {"family": "bag"}
    mixed = launch_curve(table.sample(frac=1, random_state=1), features=features[::-1], like=like)
    pd.testing.assert_frame_equal(launch_curve(table, features=features, like=like), mixed)
    numbers = table.assign(ds=WEEKS.get_indexer(pd.DatetimeIndex(table["ds"])))
    pd.testing.assert_frame_equal(launch_curve(numbers, features=features, like=like), mixed)


def test_what_cannot_be_compared_is_refused():
    table, features = shop()
    with pytest.raises(ColumnError, match="Did you mean 'family'"):
        look_alikes(table, features=features, like={"famly": "bag"})
    with pytest.raises(ColumnError, match="several rows"):
        look_alikes(table, features=pd.concat([features, features]), like={"family": "bag"})
    with pytest.raises(ArgumentError, match="Attributes"):
        look_alikes(table, features=features, like={})
    with pytest.raises(ArgumentError, match="above 0"):
        look_alikes(table, features=features, like={"price_cny": 0})
    with pytest.raises(ArgumentError, match="periods=0"):
        launch_curve(table, features=features, like={"family": "bag"}, periods=0)
