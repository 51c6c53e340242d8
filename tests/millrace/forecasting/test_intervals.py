"""Ranges hold what they promise on series of other makes, are widened where little is known, and are judged fairly."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting import forecast, interval_check
from millrace.forecasting.intervals import usual_change
from plain_models import average, last, noise, table, walks

KNOWN = {"season_length": 1, "freq": 1}
HORIZON = 6


def held_out(values, model, **more):
    """Forecast all but the last periods, with what came beside it."""
    known, came = values[:, :-HORIZON], values[:, -HORIZON:]
    ahead = forecast(table(known), horizon=HORIZON, models={"model": model}, **KNOWN, **more)
    return ahead.assign(y=came.ravel())


@pytest.mark.parametrize(("make", "model"), [(noise, average), (walks, last)])
@pytest.mark.parametrize("number", [12, 60])
def test_ranges_cover_what_they_promise(make, model, number):
    tables = [held_out(make(number, 60 + HORIZON, seed=seed), model) for seed in range(480 // number)]
    all_of_them = pd.concat([one.assign(unique_id=one["unique_id"] + f"/{n}") for n, one in enumerate(tables)])
    checked = interval_check(all_of_them).set_index("level")["inside_share"]
    assert checked[80] == pytest.approx(0.80, abs=0.035)
    assert checked[95] == pytest.approx(0.95, abs=0.025)


def test_series_of_very_different_sizes_are_covered_alike():
    sizes = np.where(np.arange(80) % 2, 1.0, 30.0)[:, None]
    values = 1000 + sizes * np.random.default_rng(5).normal(size=(80, 66))
    ahead = held_out(values, average).assign(size=lambda t: (t["unique_id"].str[1:].astype(int) % 2).astype(str))
    shares = interval_check(ahead, by=["size"])
    assert shares["inside_share"].between(0.70, 0.99).all()
    width = (ahead["high_80"] - ahead["low_80"]).groupby(ahead["size"]).mean()
    assert width["0"] > 5 * width["1"]


def test_one_series_alone_is_covered_and_not_called_reliable_when_short():
    tables = [held_out(noise(1, 24 + HORIZON, seed=seed), average) for seed in range(120)]
    share = interval_check(pd.concat([t.assign(unique_id=str(n)) for n, t in enumerate(tables)]))["inside_share"]
    assert share.iloc[0] >= 0.73
    assert share.iloc[1] >= 0.90
    assert not any(one["reliable"].any() for one in tables)


def test_fewer_errors_make_wider_ranges():
    values = noise(40, 40, seed=3)
    many = forecast(table(values), horizon=3, models={"model": average}, **KNOWN)
    few = forecast(table(values[:2]), horizon=3, models={"model": average}, **KNOWN)
    both = few.merge(many, on=["unique_id", "ds"], suffixes=("_few", "_many"))
    wide = (both["high_95_few"] - both["low_95_few"]) / (both["high_95_many"] - both["low_95_many"])
    assert wide.mean() > 1.0


def test_a_series_too_short_to_try_is_forecast_and_marked():
    series = pd.concat([table(noise(30, 40)), table(noise(1, 2)).assign(unique_id="new")])
    ahead = forecast(series, horizon=3, models={"model": last}, **KNOWN)
    reliable = ahead.groupby("unique_id")["reliable"].all()
    assert not reliable["new"]
    assert reliable.drop("new").all()
    assert np.isfinite(ahead.drop(columns=["unique_id", "model"]).astype(float)).all(axis=None)


def test_demand_that_was_never_negative_stays_so_and_other_series_may_fall_below():
    low = np.abs(noise(20, 40, level=2.0))
    ahead = forecast(table(low), horizon=3, models={"model": average}, **KNOWN)
    assert (ahead[["forecast", "low_80", "low_95"]] >= 0).all(axis=None)
    free = forecast(table(low - low.mean()), horizon=3, models={"model": average}, **KNOWN)
    assert (free["low_95"] < 0).any()


def test_ranges_lie_inside_each_other_and_grow_with_the_horizon():
    ahead = forecast(table(walks(40, 60)), horizon=6, models={"model": last}, level=(50, 80, 95), **KNOWN)
    order = ahead[["low_95", "low_80", "low_50", "forecast", "high_50", "high_80", "high_95"]]
    assert (order.diff(axis=1).iloc[:, 1:] >= -1e-9).all(axis=None)
    width = (ahead["high_80"] - ahead["low_80"]).groupby(ahead["horizon"]).mean()
    assert width.is_monotonic_increasing
    assert width[6] / width[1] == pytest.approx(np.sqrt(6), rel=0.35)


def test_ten_times_the_pieces_have_ten_times_the_range():
    values = noise(10, 40)
    once, ten = (forecast(table(v), horizon=2, models={"model": average}, **KNOWN) for v in (values, 10 * values))
    numbers = ["forecast", "low_80", "high_80", "low_95", "high_95"]
    np.testing.assert_allclose(10 * once[numbers], ten[numbers])


def test_the_usual_change_knows_constant_short_and_seasonal_series():
    y = np.array([[5.0, 5, 5, 5, 5, 5], [np.nan, np.nan, np.nan, np.nan, np.nan, 4], [1, 9, 1, 9, 1, 9]])
    assert usual_change(y, 2).tolist() == [0.0, 0.0, 0.4]


@pytest.mark.parametrize(("inside", "verdict"), [(0.80, "held"), (0.65, "too narrow"), (0.93, "too wide")])
def test_verdicts_on_ranges(inside, verdict):
    rng = np.random.default_rng(1)
    came = np.where(rng.permutation(1000) < 1000 * inside, 0.0, 9.0)
    judged = pd.DataFrame({"unique_id": np.arange(1000) % 100, "ds": 1, "y": came, "low_80": -1.0, "high_80": 1.0})
    found = interval_check(judged).iloc[0]
    assert (found["verdict"], found["inside"], found["above"]) == (verdict, 1000 * inside, 1000 - 1000 * inside)


def test_series_that_miss_together_count_less():
    rows = pd.DataFrame({"unique_id": np.repeat(range(15), 40), "ds": 1, "low_80": -1.0, "high_80": 1.0})
    together = interval_check(rows.assign(y=np.repeat([0.0] * 9 + [9.0] * 6, 40))).iloc[0]
    assert together["verdict"] == "too few to say"
    assert together["high"] - together["low"] > 0.3


def test_nothing_to_judge_is_too_few_to_say():
    empty = pd.DataFrame({"unique_id": ["a"], "ds": [1], "y": [np.nan], "low_80": [0.0], "high_80": [1.0]})
    assert interval_check(empty)["verdict"].item() == "too few to say"


def test_bad_input_of_the_check_is_named():
    rows = pd.DataFrame({"unique_id": ["a"], "ds": [1], "y": [1.0]})
    with pytest.raises(ColumnError, match="have no ranges"):
        interval_check(rows)
    with pytest.raises(ColumnError, match="Column 'y'"):
        interval_check(rows.drop(columns="y").assign(low_80=0, high_80=1))
    with pytest.raises(ArgumentError, match="Whole percentages"):
        forecast(table(noise(2, 20)), horizon=1, models={"model": last}, level=(0.8,), **KNOWN)
