"""The forecast of the course: better than its members on series of many makes, whole, and the same each time."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting import backtest, choose, combine, forecast
from plain_models import PLAIN, average, last, noise, season, table, terrible, walks

KNOWN = {"season_length": 4, "freq": 1}
NUMBERS = ["forecast", "low_80", "high_80", "low_95", "high_95"]


def seasonal(number, periods, *, seed=0):
    rng = np.random.default_rng(seed)
    season_of_each = rng.normal(size=(number, 12)).cumsum(axis=1) * rng.uniform(0, 8, (number, 1))
    trend = rng.normal(size=(number, 1)) * np.arange(periods) / 4
    level = rng.normal(size=(number, periods)).cumsum(axis=1) * rng.uniform(0, 1, (number, 1))
    return (
        200
        + np.tile(season_of_each, periods // 12 + 1)[:, :periods]
        + trend
        + level
        + rng.normal(size=(number, periods))
    )


def slow(number, periods, *, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.random((number, periods)) < 0.3) * rng.integers(1, 9, (number, periods)) * 1.0


def error(ahead, came):
    return np.abs(ahead["forecast"].to_numpy().reshape(came.shape) - came).mean()


@pytest.mark.parametrize("make", [seasonal, walks, noise])
def test_the_default_is_not_behind_the_baseline_on_series_of_any_make(make):
    values = make(60, 84, seed=6)
    known, came = table(values[:, :-12]), values[:, -12:]
    ours = error(forecast(known, horizon=12, season_length=12), came)
    baseline = error(forecast(known, horizon=12, season_length=12, models=["seasonal naive"]), came)
    assert ours < 1.02 * baseline


def test_slow_movers_are_forecast_without_bias():
    values = slow(150, 96, seed=2)
    ahead = forecast(table(values[:, :-12]), horizon=12, season_length=12)
    assert set(ahead["model"]) == {"intermittent"}
    assert ahead["forecast"].mean() == pytest.approx(values[:, -12:].mean(), rel=0.08)


def test_every_series_and_period_is_there_in_order():
    series = pd.concat(
        [
            table(walks(3, 30)),
            table(walks(1, 1)).assign(unique_id="one"),
            table(np.zeros((1, 30))).assign(unique_id="nothing"),
            table(np.full((1, 30), 7.0)).assign(unique_id="same"),
        ]
    )
    ahead = forecast(series, horizon=5, **KNOWN)
    assert ahead.columns.tolist() == ["unique_id", "ds", "horizon", "model", *NUMBERS, "reliable"]
    assert ahead.groupby("unique_id").size().eq(5).all()
    assert np.isfinite(ahead[NUMBERS]).all(axis=None)
    said = ahead.groupby("unique_id")["forecast"].mean()
    assert (said["nothing"], said["same"]) == (pytest.approx(0, abs=1e-6), pytest.approx(7))
    assert not ahead.loc[ahead["unique_id"].isin(["one", "nothing", "same"]), "reliable"].any()


def test_dates_are_worked_out():
    months = table(walks(2, 40))
    months["ds"] = pd.PeriodIndex.from_ordinals(600 + months["ds"], freq="M").to_timestamp()
    ahead = forecast(months, horizon=2)
    assert ahead["ds"].iloc[:2].tolist() == [months["ds"].max() + pd.DateOffset(months=n) for n in (1, 2)]


def test_it_is_the_same_each_time_whatever_the_order_of_rows():
    series = table(seasonal(6, 60))
    before = series.copy()
    one = forecast(series, horizon=4, **KNOWN)
    pd.testing.assert_frame_equal(one, forecast(series.sample(frac=1, random_state=1), horizon=4, **KNOWN))
    pd.testing.assert_frame_equal(series, before)


def test_another_series_changes_a_forecast_only_through_what_is_pooled():
    series = table(seasonal(12, 60))
    among = forecast(series, horizon=4, **KNOWN)
    more = pd.concat([series, table(walks(1, 60, seed=9)).assign(unique_id="zz")])
    after = forecast(more, horizon=4, **KNOWN).query("unique_id != 'zz'").reset_index(drop=True)
    np.testing.assert_allclose(among["forecast"], after["forecast"], rtol=0.01)
    single = {
        name: forecast(frame, horizon=4, models=["theta"], **KNOWN)
        for name, frame in {"among": series, "more": more}.items()
    }
    pd.testing.assert_series_equal(single["among"]["forecast"], single["more"]["forecast"].iloc[: 12 * 4])


def test_a_calendar_that_explains_demand_is_used():
    fairs = pd.DataFrame({"fair": 0.0}, index=pd.RangeIndex(140))
    fairs.loc[[10, 24, 41, 55, 73, 86, 104, 119, 131, 133], "fair"] = 1.0
    values = noise(20, 134, level=60.0) * (1 + fairs["fair"].to_numpy()[:134])
    known, came = table(values[:, :-4]), values[:, -4:]
    with_it, without = (
        error(forecast(known, horizon=4, freq=1, season_length=12, features=features), came)
        for features in (fairs, None)
    )
    assert with_it < 0.8 * without


def test_stock_outs_widen_no_range():
    values = noise(30, 60)
    sold_out = table(values).assign(censored=False)
    sold_out.loc[sold_out["ds"] == 57, ["y", "censored"]] = [0.0, True]
    silent = sold_out.drop(columns="censored")
    wide = {}
    for name, series in {"marked": sold_out, "silent": silent}.items():
        ahead = forecast(series, horizon=4, models={"mean": average}, **KNOWN)
        wide[name] = (ahead["high_95"] - ahead["low_95"]).mean()
    assert wide["marked"] < 0.5 * wide["silent"]


def test_a_terrible_member_has_no_say():
    series = table(seasonal(20, 60))
    good = {"seasonal naive": season, "mean": average}
    one, other = (forecast(series, horizon=4, models=models, **KNOWN) for models in (good, good | {"bad": terrible}))
    np.testing.assert_allclose(one["forecast"], other["forecast"], rtol=0.02)


def test_a_choice_is_followed():
    series = table(seasonal(8, 60))
    past = combine(backtest(series, horizon=4, models=["naive", "theta"], **KNOWN), history=series, **KNOWN)
    picked = choose(past, history=series, guard="naive", **KNOWN)
    picked.loc[:1, "model"] = ["naive", "theta"]
    ahead = forecast(series, horizon=4, choice=picked, **KNOWN)
    names = ahead.groupby("unique_id")["model"].first()
    assert names.tolist() == picked["model"].tolist()
    assert ahead["forecast"].iloc[:4].tolist() == [series["y"].iloc[59]] * 4


def test_a_single_model_is_taken_as_it_is():
    series = table(walks(3, 30))
    ahead = forecast(series, horizon=2, models={"mine": last}, **KNOWN)
    assert set(ahead["model"]) == {"mine"}
    assert ahead["forecast"].iloc[:2].tolist() == [series["y"].iloc[29]] * 2


def test_a_horizon_longer_than_the_history_can_try_is_forecast_and_widens():
    ahead = forecast(table(walks(30, 9)), horizon=12, models=PLAIN, **KNOWN)
    width = (ahead["high_80"] - ahead["low_80"]).groupby(ahead["horizon"]).mean()
    assert width.is_monotonic_increasing
    assert len(width) == 12


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"horizon": 0}, "horizon=0 was given"),
        ({"models": ["thetta"]}, "Did you mean 'theta'"),
        ({"level": [120]}, "Whole percentages from 1 to 99"),
        ({"choice": pd.DataFrame({"unique_id": ["s000"], "model": ["naive"]})}, "no known model for"),
    ],
)
def test_what_cannot_be_is_said(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        forecast(table(walks(2, 30)), **({"horizon": 2} | KNOWN | arguments))


def test_a_table_without_rows_is_refused():
    with pytest.raises(ArgumentError, match="The series have no rows"):
        forecast(table(walks(1, 5)).iloc[:0], horizon=1, **KNOWN)


@pytest.mark.slow
def test_ten_thousand_series_take_minutes():
    import time

    start = time.process_time()
    ahead = forecast(table(seasonal(10_000, 156)), horizon=8, season_length=52)
    assert len(ahead) == 80_000
    assert time.process_time() - start < 600
