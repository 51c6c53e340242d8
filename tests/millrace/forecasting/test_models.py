"""Every model stands any series, knows nothing of its neighbours, and is as good as the library's where one ships."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting.models import MODELS, describe_models, mean_of
from millrace.forecasting.panel import Panel
from millrace.forecasting.seasons import adjusted, is_seasonal, season_index
from millrace.forecasting.smoothing import fit_form
from millrace.forecasting.theta import _line
from plain_models import noise, walks


def side(y, season_length=12):
    y = np.atleast_2d(np.asarray(y, dtype=float))
    return Panel(pd.Index([f"s{n}" for n in range(len(y))]), y, pd.Index([0] * len(y)), 1, season_length)


def seasonal(number=4, periods=72, *, seed=0, size=0.4):
    rng = np.random.default_rng(seed)
    season = 1 + size * np.sin(2 * np.pi * np.arange(periods) / 12)
    level = rng.uniform(50, 200, (number, 1)) * (1 + 0.004 * np.arange(periods))
    return level * season * (1 + 0.03 * rng.normal(size=(number, periods)))


@pytest.fixture(params=list(MODELS), scope="module")
def model(request):
    return MODELS[request.param]


AWKWARD = {
    "one point": [5.0],
    "two points": [5.0, 7.0],
    "three points": [5.0, 7.0, 6.0],
    "all zeros": np.zeros(40),
    "constant": np.full(40, 3.0),
    "below zero": -np.arange(40.0),
    "one sale": np.r_[np.zeros(30), 9.0, np.zeros(9)],
    "a zero year": np.r_[np.arange(1.0, 25), np.zeros(12), np.arange(1.0, 13)],
    "huge": np.full(30, 1e15) * np.linspace(1, 2, 30),
    "explosive": 2.0 ** np.arange(40),
    "lumpy": np.random.default_rng(0).poisson(0.2, 80) * 12.0,
}


@pytest.mark.parametrize("season_length", [1, 4, 12, 52])
@pytest.mark.parametrize("kind", AWKWARD)
def test_no_series_is_too_awkward(model, kind, season_length):
    said = model(side(AWKWARD[kind], season_length), 14)
    assert said.shape == (1, 14)
    assert np.isfinite(said).all()
    assert np.abs(said).max() <= 5 * max(np.abs(AWKWARD[kind]).max(), 1)


@pytest.mark.parametrize("model", [model for name, model in MODELS.items() if name != "calendar"])
def test_series_of_other_lengths_do_not_disturb_each_other(model):
    """The calendar's factors are learnt from all series together, and so is left out."""
    long, short = seasonal(1, 72), seasonal(1, 40, seed=5)
    together = np.vstack([long, np.column_stack([np.full((1, 32), np.nan), short])])
    both = model(side(together), 12)
    np.testing.assert_allclose(both[0], model(side(long), 12)[0], rtol=1e-6)
    np.testing.assert_allclose(both[1], model(side(short), 12)[0], rtol=1e-6)


def test_ten_times_the_pieces_are_ten_times_the_forecast(model):
    y = seasonal()
    np.testing.assert_allclose(model(side(10 * y), 12), 10 * model(side(y), 12), rtol=0.01)


def test_a_constant_goes_on(model):
    np.testing.assert_allclose(model(side(np.full(48, 7.0)), 6), 7.0, rtol=0.03)


@pytest.mark.parametrize("name", ["seasonal naive", "theta", "dynamic theta", "smoothing", "autoregression"])
def test_a_clear_season_is_carried_on(name):
    y = seasonal(6, 84)
    known, coming = y[:, :-12], y[:, -12:]
    error = np.abs(MODELS[name](side(known), 12) - coming).mean()
    plain = np.abs(MODELS["naive"](side(known), 12) - coming).mean()
    assert error < 0.4 * plain


@pytest.mark.parametrize("name", ["theta", "dynamic theta", "smoothing", "autoregression"])
def test_a_season_of_weeks_is_carried_on(name):
    time = np.arange(221)
    y = 100 * (1 + 0.4 * np.sin(2 * np.pi * time / 52)) + 0.3 * noise(4, 221)
    error = np.abs(MODELS[name](side(y[:, :-13], 52), 13) - y[:, -13:]).mean()
    assert error < 0.4 * np.abs(MODELS["naive"](side(y[:, :-13], 52), 13) - y[:, -13:]).mean()


@pytest.mark.parametrize("name", ["theta", "dynamic theta", "smoothing", "autoregression"])
def test_on_noise_no_model_is_worse_than_the_last_value_and_on_walks_hardly(name):
    for make, allowed in ((noise, 0.9), (walks, 1.25)):
        y = make(200, 60, seed=3)
        error = np.abs(MODELS[name](side(y[:, :-6], 1), 6) - y[:, -6:]).mean()
        assert error < allowed * np.abs(MODELS["naive"](side(y[:, :-6], 1), 6) - y[:, -6:]).mean()


def test_slow_movers_are_forecast_without_bias():
    rng = np.random.default_rng(8)
    chance, size = rng.uniform(0.05, 0.5, (400, 1)), rng.uniform(2, 20, (400, 1))
    y = (rng.random((400, 150)) < chance) * rng.poisson(size, (400, 150))
    said = MODELS["intermittent"](side(y, 1), 1)[:, 0]
    assert abs(said.sum() / (chance * size).sum() - 1) < 0.05


def test_what_nobody_buys_any_more_is_forgotten():
    y = np.r_[np.tile([0.0, 4.0], 40), np.zeros(40)]
    assert MODELS["intermittent"](side(y, 1), 1)[0, 0] < 0.75 * MODELS["intermittent"](side(y[:80], 1), 1)[0, 0]


def test_the_mean_of_the_last_periods_is_that():
    assert mean_of(3)(side([1, 2, 3, 4, 5]), 2).tolist() == [[4, 4]]
    assert mean_of(30)(side([2, 4]), 1).tolist() == [[3]]
    with pytest.raises(ArgumentError, match="1 or more"):
        mean_of(0)


def test_the_seasonal_mean_is_that_of_three_seasons_at_most():
    y = [9, 9, 1, 10, 2, 20, 6, 30]
    assert MODELS["seasonal mean"](side(y, 2), 3).tolist() == [[3, 20, 3]]
    assert MODELS["seasonal mean"](side([4.0, 7.0], 3), 3).tolist() == [[7, 4, 7]]


def test_the_drift_goes_on_along_the_line_from_the_first_to_the_last():
    assert MODELS["drift"](side([[np.nan, 1, 5, 3], [0, 2, 4, 6]]), 2).tolist() == [[4, 5], [8, 10]]


def test_every_model_is_described():
    assert describe_models()["model"].tolist() == list(MODELS)


def test_theta_equals_the_library_up_to_its_search():
    from statsmodels.tsa.forecasting.theta import ThetaModel

    y = seasonal(5, 96)
    ours = MODELS["theta"](side(y), 12)
    for row in range(len(y)):
        index = pd.date_range("2015-01-01", periods=96, freq="MS")
        theirs = ThetaModel(pd.Series(y[row], index=index), period=12, method="mul").fit().forecast(12, theta=2)
        assert np.abs(ours[row] / theirs.to_numpy() - 1).max() < 0.03


@pytest.mark.parametrize("name", ["nile", "sunspots", "co2"])
def test_smoothing_fits_as_well_as_the_library_on_the_series_that_it_ships(name):
    import importlib

    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    data = importlib.import_module(f"statsmodels.datasets.{name}").load_pandas().data
    y = data.iloc[:, -1].astype(float)
    y = y.resample("MS").mean().ffill().to_numpy()[-180:] if name == "co2" else y.to_numpy()
    length, season = (12, "additive") if name == "co2" else (1, "none")
    ours = fit_form(y[None], length, trend=name == "co2", season=season)
    theirs = ETSModel(
        y, error="add", trend="add" if name == "co2" else None, damped_trend=name == "co2",
        seasonal="add" if name == "co2" else None, seasonal_periods=length if name == "co2" else None,
    ).fit(disp=False)  # fmt: skip
    n, paid = len(y), 18 if name == "co2" else 3
    loss = ours.aicc[0] - 2 * paid - 2 * paid * (paid + 1) / (n - paid - 1)
    # The library fits the first season too; ours takes it from moving averages, and so may lose a little.
    assert loss < n * np.log(float(theirs.sse) / n) + (0.12 * n if name == "co2" else 0.02 * n)


def test_the_season_test_finds_seasons_and_little_else():
    assert is_seasonal(seasonal(50), 12).all()
    assert is_seasonal(noise(400, 72), 12).mean() < 0.15
    assert not is_seasonal(seasonal(5, 24), 12).any()


@pytest.mark.parametrize("multiplicative", [True, False])
def test_seasons_are_told_from_the_trend(multiplicative):
    time = np.arange(72)
    pattern = 1 + 0.3 * np.cos(2 * np.pi * time / 12)
    y = (100 + time) * pattern if multiplicative else 100 + time + 30 * (pattern - 1)
    index = season_index(y[None], 12, multiplicative=multiplicative)[0]
    np.testing.assert_allclose(index, pattern[:12] if multiplicative else 30 * (pattern[:12] - 1), atol=0.02 * 30)


def test_a_season_of_chance_is_drawn_to_none_and_a_true_one_is_kept():
    y = noise(300, 72, seed=4)
    plain = y.reshape(300, 6, 12).mean(axis=1) / y.mean(axis=1, keepdims=True)
    drawn = season_index(y, 12, multiplicative=True)
    assert np.abs(drawn - 1).mean() < 0.4 * np.abs(plain - 1).mean()
    true = season_index(seasonal(50), 12, multiplicative=True)
    usual = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)
    np.testing.assert_allclose(true.mean(axis=0), usual, atol=0.01)


def test_a_season_that_has_changed_is_forecast_as_it_is_now():
    pattern = np.where(np.arange(120) < 60, 10.0, 30.0) * np.tile([1, -1, 0, 0], 30)
    index = season_index((100 + pattern + 0.1 * noise(1, 120)[0])[None], 4, multiplicative=False)[0]
    assert index[0] > 25


def test_a_season_seen_once_is_taken_as_it_is():
    pattern = np.tile([8.0, -4.0, -4.0, 0.0], 2)
    index = season_index(np.r_[0.0, 100 + pattern][None, 1:], 4, multiplicative=False)[0]
    np.testing.assert_allclose(index, pattern[:4], atol=1e-9)


def test_taking_the_season_out_can_be_undone():
    y = seasonal(3)
    rest, factors, summands = adjusted(y, 12)
    place = (np.arange(72) - 72) % 12
    np.testing.assert_allclose(rest * factors[:, place] + summands[:, place], y)


def test_the_running_line_is_the_straight_line_of_least_squares():
    x = np.random.default_rng(0).normal(size=30)
    mean, slope, n = (np.zeros(1) for _ in range(3))
    for at, value in enumerate(x):
        mean, slope, n = _line(np.array([value]), mean, slope, n, np.array([True]))
        if at:
            np.testing.assert_allclose(slope[0], np.polyfit(np.arange(at + 1), x[: at + 1], 1)[0], atol=1e-9)


def test_what_was_never_negative_is_not_forecast_to_be(model):
    falling = np.r_[np.linspace(100, 10, 46), 3.0, 0.0]
    assert (model(side(falling, 12), 24) >= 0).all()


@pytest.mark.parametrize("name", ["naive", "seasonal naive", "mean of 8", "theta", "dynamic theta", "smoothing"])
def test_a_thousand_degrees_more_are_a_thousand_more_in_the_forecast(name):
    """Below zero before and after, so that no model changes from sums to factors."""
    y = seasonal() - 5_000
    moved = MODELS[name](side(y - 1_000), 12)
    np.testing.assert_allclose(moved, MODELS[name](side(y), 12) - 1_000, rtol=1e-3)
