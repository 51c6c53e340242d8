"""The company behaves like real ones: every measure lies in its range, and the measures can fail."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lantern import company
from lantern.office import demand_model
from lantern.realism import forecastability, measures

VARIANTS = range(2)  # a hundred of them are in the slow test below


@pytest.fixture(scope="module")
def measured():
    return pd.concat([measures.realism(variant=variant).assign(variant=variant) for variant in VARIANTS])


def test_every_measure_of_two_variants_lies_in_its_range(measured):
    outside = measured[~measured["realistic"]]
    assert outside[["variant", "measure", "value"]].to_dict("records") == []


def test_a_good_model_beats_seasonal_naive_by_the_margin_of_published_competitions(measured):
    error = measured.groupby("measure")["value"].mean()
    assert 0.8 <= error["error of a good simple model over that of seasonal naive, by desk"] <= 0.95
    assert error["error of the mean over that of seasonal naive, by desk"] >= 1.05


def _measured(variant):
    return measures.realism(variant=variant).set_index("measure")


@pytest.mark.slow
def test_every_measure_lies_in_its_range_in_99_of_100_variants():
    with ProcessPoolExecutor(2) as pool:
        variants = list(pool.map(_measured, range(100)))
    held = pd.DataFrame([variant["realistic"] for variant in variants]).sum()
    assert held[held < 99].to_dict() == {}
    means = pd.DataFrame([variant["value"] for variant in variants]).mean()
    assert means["error of a good simple model over that of seasonal naive, by desk"] == pytest.approx(0.92, abs=0.01)


def test_without_seasons_holidays_and_lives_the_measures_say_so():
    """A company whose orders fall on random days is not realistic, and is told apart."""
    real = company.generate(variant=0)
    dates = np.random.default_rng(1).choice(pd.date_range("2023-01-01", "2025-12-31"), len(real.orders))
    flat = replace(real, orders=real.orders.assign(date=dates).sort_values("date", ignore_index=True))
    told = ("Gulf", "error of the mean", "month at the stall", "weekday at the stall")
    values = {m.name: m.of(flat) for m in measures.MEASURES if any(word in m.name for word in told)}
    limits = {measure.name: (measure.low, measure.high) for measure in measures.MEASURES}
    outside = [name for name, value in values.items() if not limits[name][0] <= value <= limits[name][1]]
    assert len(outside) == len(told) == 4


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([5, 6, 5, 6, 5, 6], "smooth"),
        ([1, 40, 2, 1, 30, 1], "erratic"),
        ([5, 0, 0, 6, 0, 5], "intermittent"),
        ([1, 0, 0, 40, 0, 1], "lumpy"),
        ([0, 0, 5, 6, 5, 0], "smooth"),
        ([0, 4, 0, 0, 4, 0], None),
    ],
)
def test_demand_is_classed_as_syntetos_and_boylan_class_it(series, expected):
    assert (
        forecastability.demand_classes(pd.DataFrame({"a": series}))["a"] is expected
        or expected == forecastability.demand_classes(pd.DataFrame({"a": series}))["a"]
    )


def test_seasonal_naive_makes_no_error_on_a_year_that_repeats_itself():
    year = np.random.default_rng(0).integers(0, 50, 52)
    errors = forecastability.forecast_errors(pd.DataFrame({"a": np.tile(year, 3)})).loc["a"]
    assert errors["seasonal_naive"] == 0
    assert errors["mean"] > 5


def test_the_demand_model_expects_what_was_ordered():
    for variant in (0, 3):
        made = company.generate(variant=variant)
        expected = demand_model.expected_pieces(made)
        net = (expected["expected_pieces"] - expected["lost_pieces"]).groupby(expected["sku"]).sum()
        ordered = made.orders.groupby("sku")["pieces"].sum().reindex(net.index, fill_value=0)
        assert net.sum() == pytest.approx(ordered.sum(), rel=0.03)
        assert np.corrcoef(net, ordered)[0, 1] > 0.95


def test_hardly_anything_is_ordered_while_it_cannot_be_had():
    made = company.generate(variant=0)
    for gap in made.demand.stock_outs.itertuples():
        days = made.orders["date"].between(gap.first_day, gap.last_day)
        of_item = made.orders["sku"] == gap.sku
        before = made.orders["date"].between(
            gap.first_day - pd.Timedelta(days=60), gap.first_day - pd.Timedelta(days=1)
        )
        assert (days & of_item).sum() <= max(3, (before & of_item).sum())
    assert len(made.demand.stock_outs) >= 20


def test_no_product_is_ordered_long_before_its_launch_or_after_its_end():
    made = company.generate(variant=0)
    lines = made.orders.merge(made.products, on="sku")
    assert (lines["date"] >= lines["launched"] - pd.Timedelta(days=7)).all()
    assert not (lines["date"] > lines["discontinued"] + pd.Timedelta(days=7)).any()
