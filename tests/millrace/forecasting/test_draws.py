"""Totals that are drawn lie as often below a quantile as it says, keep errors together, and repeat with the seed."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting import backtest, demand_draws, forecast
from plain_models import average, last, noise, table, walks

KNOWN = {"season_length": 1, "freq": 1}


def drawn(values, model, *, periods, horizon=4, origins=16, **more):
    series = table(values)
    past = backtest(series, models={"model": model}, horizon=horizon, origins=origins, **KNOWN)
    ahead = forecast(series, models={"model": model}, horizon=horizon, **KNOWN)
    return demand_draws(ahead, backtest=past, history=series, periods=periods, **KNOWN, **more)


@pytest.mark.parametrize(("make", "model"), [(noise, average), (walks, last)])
@pytest.mark.parametrize("periods", [1, 4, (3, 4)])
def test_what_comes_lies_below_a_quantile_as_often_as_it_says(make, model, periods):
    values = make(150, 64, seed=9)
    totals = drawn(values[:, :-4], model, periods=periods)
    first, last_one = (1, periods) if isinstance(periods, int) else periods
    came = values[:, -4:][:, first - 1 : last_one].sum(axis=1)
    below = (totals.to_numpy() <= came).mean(axis=0)
    for quantile in (0.1, 0.5, 0.9):
        assert (below <= quantile).mean() == pytest.approx(quantile, abs=0.09)


def test_errors_of_a_walk_add_up_faster_than_those_of_noise():
    wide = {}
    for name, values, model in (("walk", walks(60, 60), last), ("noise", noise(60, 60), average)):
        one, four = (drawn(values, model, periods=periods).std().mean() for periods in (1, 4))
        wide[name] = four / one
    assert wide["noise"] == pytest.approx(2.0, abs=0.4)
    assert wide["walk"] == pytest.approx(np.sqrt(1 + 4 + 9 + 16), rel=0.2)


def test_a_shock_that_hits_all_is_drawn_for_all():
    rng = np.random.default_rng(3)
    shared = 100 + 10 * rng.normal(size=(1, 60)) + rng.normal(size=(40, 60))
    apart = 100 + 10 * rng.normal(size=(40, 60))
    spread = [drawn(v, average, periods=1, origins=24).sum(axis=1).std() for v in (shared, apart)]
    assert spread[0] > 3 * spread[1]


def test_the_same_seed_draws_the_same_and_one_series_as_among_all():
    values = noise(5, 40)
    one, again = drawn(values, average, periods=2), drawn(values, average, periods=2)
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(drawn(values, average, periods=2, seed=1))
    single = drawn(values, average, periods=2, unique_id="s003")
    assert single.columns.tolist() == ["s003"]
    assert single["s003"].mean() == pytest.approx(one["s003"].mean(), rel=0.1)


def test_where_dates_are_few_a_series_borrows_from_many_others():
    totals = drawn(noise(30, 40), average, periods=1, origins=2)
    assert totals.nunique().min() > 30


def test_a_forecast_of_nearly_nothing_lends_no_endless_error():
    rng = np.random.default_rng(4)
    values = (rng.random((40, 60)) < 0.3) * rng.poisson(8, (40, 60)).astype(float)

    def nearly_nothing(side, horizon):
        said = average(side, horizon)
        said[::3] = 1e-103
        return said

    totals = drawn(values, nearly_nothing, periods=4)
    assert totals.to_numpy().max() < 100 * values.max()


def test_demand_is_never_negative_and_as_many_rows_as_asked():
    totals = drawn(np.abs(noise(10, 40, level=2.0)), average, periods=3, draws=123)
    assert totals.shape == (123, 10)
    assert (totals >= 0).all(axis=None)


def test_slow_movers_keep_the_mean_of_what_they_sell():
    rng = np.random.default_rng(1)
    values = (rng.random((80, 120)) < 0.3) * rng.integers(1, 9, (80, 120))
    totals = drawn(values, average, periods=4, origins=30)
    assert totals.mean().sum() == pytest.approx(4 * values.mean(axis=1).sum(), rel=0.1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"periods": 5}, "periods=5 was given. Periods from 1 to 4"),
        ({"periods": (3, 2)}, r"periods=\[3, 2\] was given"),
        ({"periods": 1, "unique_id": "s00"}, "Did you mean 's00"),
    ],
)
def test_what_cannot_be_is_said(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        drawn(noise(3, 40), average, **arguments)


def test_a_backtest_of_other_models_is_refused():
    series = table(noise(2, 40))
    past = backtest(series, models={"naive": last}, horizon=2, **KNOWN)
    ahead = forecast(series, models={"mine": average}, horizon=2, **KNOWN)
    with pytest.raises(ArgumentError, match="lacks the model 'mine' of the forecast"):
        demand_draws(ahead, backtest=past, history=series, periods=1, **KNOWN)
    both = pd.concat([ahead, ahead.assign(model="naive")])
    with pytest.raises(ArgumentError, match="2 models for the series 's000'"):
        demand_draws(both, backtest=past, history=series, periods=1, **KNOWN)
