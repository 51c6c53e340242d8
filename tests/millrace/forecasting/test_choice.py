"""No model is chosen by luck, none that is worse than the guard, and nothing is claimed where there is nothing."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting import backtest, choose, combine
from millrace.forecasting.combining import is_intermittent, weights
from plain_models import PLAIN, average, last, noise, season, smooth, table, terrible, walks

KNOWN = {"season_length": 4, "freq": 1}
CLEARLY = "clearly better than the baseline"


def judged(values, models, *, guard, horizon=4, origins=12, combined=False, **more):
    series = table(values)
    past = backtest(series, models=models, horizon=horizon, origins=origins, **KNOWN)
    if combined:
        past = combine(past, history=series, **KNOWN)
    return choose(past, history=series, guard=guard, **KNOWN, **more)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_random_walks_nothing_beats_the_last_value(seed):
    found = judged(walks(200, 60, seed=seed), PLAIN, guard="naive", combined=True)
    assert (found["verdict"] == CLEARLY).mean() <= 0.05


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_pure_noise_nothing_beats_the_mean(seed):
    found = judged(noise(200, 60, seed=seed), PLAIN, guard="mean", combined=True)
    assert (found["verdict"] == CLEARLY).mean() <= 0.05


def test_a_walk_from_season_to_season_is_left_to_seasonal_naive():
    steps = np.random.default_rng(4).normal(size=(150, 15, 4)).cumsum(axis=1).reshape(150, 60)
    found = judged(100 + steps, PLAIN, guard="seasonal naive", combined=True)
    assert (found["verdict"] == CLEARLY).mean() <= 0.05


def test_one_series_alone_claims_no_more():
    claims = [
        (judged(walks(1, 60, seed=seed), PLAIN, guard="naive", prefer="smooth")["verdict"] == CLEARLY).item()
        for seed in range(100)
    ]
    assert np.mean(claims) <= 0.05


def test_what_is_plainly_better_is_claimed():
    values = 50 + np.tile([0.0, 20.0, -15.0, 5.0], 15) + np.random.default_rng(0).normal(size=(40, 60))
    found = judged(values, {"naive": last, "seasonal naive": season}, guard="naive")
    assert (found["model"] == "seasonal naive").all()
    assert (found["verdict"] == CLEARLY).mean() > 0.9
    assert found["gain_share"].between(0.5, 1).all()
    assert (found["low"] <= found["gain_share"]).all()
    assert (found["gain_share"] <= found["high"]).all()


@pytest.mark.parametrize("prefer", [None, "terrible"])
def test_a_terrible_model_is_never_chosen(prefer):
    found = judged(
        walks(30, 40), {"terrible": terrible, "seasonal naive": season}, guard="seasonal naive", prefer=prefer
    )
    assert (found["model"] == "seasonal naive").all()


def test_no_choice_is_worse_than_the_guard_by_more_than_the_margin():
    found = judged(noise(100, 40, seed=8), PLAIN, guard="seasonal naive", margin=0.02, combined=True)
    assert (found["error"] <= found["guard_error"] * 1.02 + 1e-9).all()


def test_the_preferred_model_stays_where_others_win_by_luck():
    found = judged(
        noise(200, 60, seed=5),
        {"mean": average, "same": lambda s, h: average(s, h) * 1.0005, "last": last},
        guard="last",
        prefer="mean",
    )
    assert (found["model"] == "mean").mean() >= 0.95


def test_few_periods_are_too_few_to_say():
    found = judged(walks(10, 30), PLAIN, guard="naive", horizon=2, origins=2)
    assert set(found["verdict"]) == {"too few to say"}
    assert found[["low", "high"]].isna().all(axis=None)


def test_choices_do_not_depend_on_order_of_rows():
    series = table(walks(8, 50))
    past = backtest(series, models=PLAIN, horizon=3, origins=8, **KNOWN)
    one = choose(past, history=series, **KNOWN)
    other = choose(
        past.sample(frac=1, random_state=0), history=series.sample(frac=1, random_state=1), prefer=None, **KNOWN
    )
    pd.testing.assert_frame_equal(one.drop(columns="why"), other.drop(columns="why"))


def test_stock_outs_judge_nobody():
    series = table(walks(3, 40)).assign(censored=False)
    series.loc[series["ds"] == 38, ["y", "censored"]] = [0.0, True]
    past = backtest(series, models=PLAIN, horizon=3, **KNOWN)
    found = choose(past, history=series, guard="naive", **KNOWN)
    seen = past[~past["censored"]].merge(found[["unique_id", "model"]])
    size = (seen["y"] - seen["forecast"]).abs().groupby(seen["unique_id"]).mean()
    np.testing.assert_allclose(found["error"], size)


def test_errors_are_those_of_the_table():
    series = table(walks(5, 40))
    past = backtest(series, models=PLAIN, horizon=3, **KNOWN)
    found = choose(past, history=series, guard="naive", **KNOWN).set_index("unique_id")
    size = (past["y"] - past["forecast"]).abs().groupby([past["unique_id"], past["model"]]).mean()
    for name, row in found.iterrows():
        assert row["error"] == pytest.approx(size[name, row["model"]])
        assert row["guard_error"] == pytest.approx(size[name, "naive"])


def test_a_combination_never_weighs_an_origin_by_its_own_errors():
    series = table(walks(4, 40))
    past = backtest(series, models=PLAIN, horizon=1, origins=2, **KNOWN)
    changed = past.copy()
    first = past["origin"] == past["origin"].min()
    changed.loc[first, "y"] += 1000.0
    said = [
        rows[(rows["model"] == "weighted mean") & (rows["origin"] == past["origin"].min())]["forecast"].to_numpy()
        for rows in (combine(one, history=series, **KNOWN) for one in (past, changed))
    ]
    np.testing.assert_allclose(said[0], said[1])


def test_combinations_agree_with_their_definitions():
    series = table(walks(3, 40))
    past = backtest(series, models=PLAIN, horizon=2, origins=3, **KNOWN)
    keys = ["unique_id", "origin", "ds"]
    for method, one_line in {"mean": "mean", "median": "median"}.items():
        found = combine(past, history=series, method=method, **KNOWN).query("model == @method").set_index(keys)
        pd.testing.assert_series_equal(
            found["forecast"].sort_index(), past.groupby(keys)["forecast"].agg(one_line).sort_index()
        )
    trimmed = combine(past, history=series, method="trimmed mean", **KNOWN).query("model == 'trimmed mean'")
    slow = past.groupby(keys)["forecast"].agg(lambda said: said.sort_values().iloc[1:-1].mean())
    np.testing.assert_allclose(trimmed.set_index(keys)["forecast"].sort_index(), slow.sort_index())


def test_weights_sum_to_one_and_fall_with_the_error():
    shares = weights(np.array([[1.0, 2.0, np.nan, 0.0], [1.0, 1.0, np.nan, 0.0], [4.0, 3.0, np.nan, 0.0]]))
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)
    assert (shares[2] < shares[1]).all()


def test_a_model_that_was_right_gets_the_most_say():
    values = np.tile([3.0, 9.0, 5.0, 7.0], (5, 12))
    series = table(values)
    both = combine(
        backtest(series, models={"naive": last, "seasonal naive": season}, horizon=4, **KNOWN), history=series, **KNOWN
    )
    rows = both[both["model"] == "weighted mean"]
    assert (rows["forecast"] - rows["y"]).abs().max() < 0.01


def test_slow_movers_are_told_from_the_rest():
    y = np.array([[0.0, 0, 4, 0, 0, 5], [4, 3, 5, 4, 0, 6], [-1, 0, 0, 0, 0, 1], [np.nan, np.nan, np.nan, 0, 0, 0]])
    assert is_intermittent(y).tolist() == [True, False, False, True]


def test_for_slow_movers_a_forecast_of_nothing_does_not_win():
    rng = np.random.default_rng(2)
    values = (rng.random((60, 80)) < 0.25) * rng.integers(1, 9, (60, 80))
    found = judged(values, {"nothing": lambda s, h: 0 * last(s, h), "mean": average}, guard="mean", combined=True)
    assert (found["model"] != "nothing").all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"guard": "naiv"}, "Did you mean 'naive'"),
        ({"margin": -1}, "margin=-1 was given"),
        ({"prefer": "magic"}, "prefer='magic' was given"),
    ],
)
def test_what_cannot_be_is_said(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        judged(walks(2, 30), {"naive": last, "smooth": smooth}, **({"guard": "naive"} | arguments))


def test_another_history_and_another_method_are_refused():
    series = table(walks(2, 30))
    past = backtest(series, models=PLAIN, horizon=2, **KNOWN)
    with pytest.raises(ArgumentError, match="not in its history"):
        choose(past, history=table(walks(1, 30)), **KNOWN)
    with pytest.raises(ArgumentError, match="method='best' was given"):
        combine(past, history=series, method="best", **KNOWN)
