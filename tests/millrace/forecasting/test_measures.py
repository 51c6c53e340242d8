"""Measures equal the library's and their definitions; a comparison claims nothing where nothing is."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting.comparing import compare_models
from millrace.forecasting.costs import error_cost
from millrace.forecasting.measures import accuracy, interval_scores
from millrace.forecasting.owa import naive2, owa
from millrace.forecasting.panel import panel


def tried(seed=0, series=6, ahead=5, models=("one", "two"), noise=(3.0, 3.0)):
    rng = np.random.default_rng(seed)
    history = pd.DataFrame(
        {"unique_id": np.repeat([f"s{n}" for n in range(series)], 40), "ds": np.tile(range(40), series)}
    ).assign(y=lambda t: rng.poisson(20, len(t)).astype(float))
    rows = [
        (f"s{n}", 39, 40 + step, model, came, came + rng.normal(0, size), step + 1)
        for n in range(series)
        for step, came in enumerate(rng.poisson(20, ahead).astype(float))
        for model, size in zip(models, noise, strict=True)
    ]
    return history, pd.DataFrame(rows, columns=["unique_id", "origin", "ds", "model", "y", "forecast", "horizon"])


@pytest.mark.parametrize("season_length", [1, 7])
def test_mase_and_rmsse_equal_the_library(season_length):
    import utilsforecast.losses as theirs

    history, rows = tried()
    wide = rows.pivot(index=["unique_id", "ds", "y"], columns="model", values="forecast").reset_index()
    mase = theirs.mase(wide, models=["one", "two"], seasonality=season_length, train_df=history)[["one", "two"]].mean()
    rmsse = theirs.rmsse(wide, models=["one", "two"], seasonality=season_length, train_df=history)[
        ["one", "two"]
    ].mean()
    ours = accuracy(rows, history=history, season_length=season_length).set_index("model")
    np.testing.assert_allclose(ours["mase"], mase[ours.index], rtol=1e-9)
    np.testing.assert_allclose(ours["rmsse"], rmsse[ours.index], rtol=1e-9)


def test_smape_equals_the_library_and_pinball_and_coverage_too():
    import utilsforecast.losses as theirs

    history, rows = tried(models=("one",), noise=(3.0,))
    wide = rows.rename(columns={"forecast": "one"})
    smape = theirs.smape(wide, models=["one"]).set_index("unique_id")["one"].mean()
    assert accuracy(rows, history=history)["smape_share"].item() == pytest.approx(smape, rel=1e-9)
    ranges = rows.assign(low_80=rows["forecast"] - 4, high_80=rows["forecast"] + 3)
    ours = interval_scores(ranges)
    held = ranges["y"].between(ranges["low_80"], ranges["high_80"]).mean()
    assert ours["coverage_share"].item() == pytest.approx(held)
    low = theirs.quantile_loss(ranges.rename(columns={"low_80": "q"}), models={"q": "q"}, q=0.1)["q"].mean()
    high = theirs.quantile_loss(ranges.rename(columns={"high_80": "q"}), models={"q": "q"}, q=0.9)["q"].mean()
    assert ours["pinball"].item() == pytest.approx((low + high) / 2, rel=1e-9)


def test_errors_are_scaled_by_what_was_known_at_each_origin():
    history, rows = tried(series=2, ahead=3, models=("one",), noise=(2.0,))
    early = rows.assign(origin=19, ds=rows["ds"] - 20)
    both = accuracy(pd.concat([rows, early]), history=history, by=["model", "origin"]).set_index("origin")["mase"]
    alone = accuracy(early, history=history[history["ds"] <= 19])["mase"].item()
    assert both[19] == pytest.approx(alone)
    assert both[39] == pytest.approx(accuracy(rows, history=history)["mase"].item())


def test_wape_and_bias_are_plain_sums():
    history, rows = tried()
    table = accuracy(rows, history=history).set_index("model")
    one = rows[rows["model"] == "one"]
    assert table.loc["one", "wape_share"] == pytest.approx((one["forecast"] - one["y"]).abs().sum() / one["y"].sum())
    assert table.loc["one", "bias_share"] == pytest.approx((one["forecast"] - one["y"]).sum() / one["y"].sum())


def test_a_history_that_never_changes_has_no_scale_and_zero_has_no_per_cent():
    history, rows = tried(series=2, models=("one",), noise=(1.0,))
    flat = history.assign(y=history["y"].where(history["unique_id"] != "s0", 5.0))
    rows.loc[rows.index[-1], "y"] = 0.0
    table = accuracy(rows, history=flat).iloc[0]
    assert table["not_scaled"] == 1
    assert np.isfinite(table["mase"])
    assert table["mape_left_out"] == 1
    assert np.isfinite(table["mape_share"])


def test_mape_praises_who_says_too_little():
    history, rows = tried(seed=3, series=30)
    rows["y"] = np.random.default_rng(1).poisson(1.5, len(rows)) + 1.0
    low = rows.assign(forecast=1.5, model="low")
    fair = rows.assign(forecast=2.5, model="fair")
    table = accuracy(pd.concat([low, fair]).drop_duplicates(["unique_id", "ds", "model"]), history=history).set_index(
        "model"
    )
    assert table.loc["low", "mape_share"] < table.loc["fair", "mape_share"]
    assert abs(table.loc["low", "bias_share"]) > abs(table.loc["fair", "bias_share"])


def test_equal_models_are_seldom_told_apart():
    claimed = 0
    for seed in range(100):
        verdict = compare_models(tried(seed, series=12, ahead=12)[1], baseline="one")["verdict"].item()
        claimed += verdict in ("better", "worse")
    assert claimed <= 5


def test_a_better_model_is_found_and_a_worse_one_named():
    rows = tried(series=12, ahead=12, noise=(6.0, 2.0))[1]
    assert compare_models(rows, baseline="one")["verdict"].item() == "better"
    assert compare_models(rows, baseline="two")["verdict"].item() == "worse"


def test_four_weeks_or_four_products_are_too_few():
    assert (
        compare_models(tried(series=20, ahead=4, noise=(9.0, 1.0))[1], baseline="one")["verdict"].item()
        == "too few to say"
    )
    assert (
        compare_models(tried(series=4, ahead=20, noise=(9.0, 1.0))[1], baseline="one")["verdict"].item()
        == "too few to say"
    )


def test_a_comparison_does_not_depend_on_the_order_of_rows():
    rows = tried(series=8, ahead=8)[1]
    pd.testing.assert_frame_equal(
        compare_models(rows, baseline="one"),
        compare_models(rows.sample(frac=1, random_state=1).sort_values("model", kind="stable"), baseline="one"),
    )


def test_each_error_has_its_price():
    rows = tried()[1]
    table = error_cost(rows, cost_of_too_little=7, cost_of_too_much=2).set_index("model")
    one = rows[rows["model"] == "one"]
    over = one["forecast"] - one["y"]
    assert table.loc["one", "cost"] == pytest.approx(2 * over.clip(lower=0).sum() - 7 * over.clip(upper=0).sum())
    by_series = dict.fromkeys(rows["unique_id"], 7)
    pd.testing.assert_frame_equal(
        error_cost(rows, cost_of_too_little=by_series, cost_of_too_much=2), table.reset_index(), check_dtype=False
    )


@pytest.mark.parametrize("cost", [-1, float("nan"), "3", None, True])
def test_a_cost_that_is_none_is_refused(cost):
    with pytest.raises(ArgumentError, match="Money per piece"):
        error_cost(tried()[1], cost_of_too_little=cost, cost_of_too_much=1)


def test_what_is_missing_is_named():
    history, rows = tried()
    with pytest.raises(ColumnError, match="'forecast'"):
        accuracy(rows.drop(columns="forecast"), history=history)
    with pytest.raises(ArgumentError, match="One of one, two"):
        compare_models(rows, baseline="naive")
    with pytest.raises(ArgumentError, match="low_80 and high_80"):
        interval_scores(rows)
    with pytest.raises(ArgumentError, match="lacks"):
        error_cost(rows, cost_of_too_little={"s1": 1}, cost_of_too_much=1)


def test_weeks_of_a_stock_out_judge_nobody():
    history, rows = tried(series=12, ahead=12)
    marked = rows.assign(censored=rows["ds"].isin([41, 45]))
    kept = rows[~rows["ds"].isin([41, 45])]
    pd.testing.assert_frame_equal(accuracy(marked, history=history), accuracy(kept, history=history))
    pd.testing.assert_frame_equal(compare_models(marked, baseline="one"), compare_models(kept, baseline="one"))
    pd.testing.assert_frame_equal(
        error_cost(marked, cost_of_too_little=3, cost_of_too_much=1),
        error_cost(kept, cost_of_too_little=3, cost_of_too_much=1),
    )


@pytest.mark.parametrize("column", ["y", "forecast"])
def test_an_empty_number_is_refused_and_not_taken_for_no_error(column):
    history, rows = tried()
    rows.loc[3, column] = np.nan
    with pytest.raises(ColumnError, match=f"'{column}' is empty in 1 row"):
        accuracy(rows, history=history)


@pytest.mark.parametrize("season", [4, 7, 12])
def test_the_yardstick_equals_classical_decomposition(season):
    from statsmodels.tsa.seasonal import seasonal_decompose

    rng = np.random.default_rng(season)
    wave = 1 + 0.4 * np.sin(2 * np.pi * np.arange(5 * season + 3) / season)
    y = 50 * wave * rng.lognormal(0, 0.05, len(wave))
    side = panel(pd.DataFrame({"unique_id": "a", "ds": range(len(y)), "y": y}), freq=1, season_length=season)
    said = naive2(side, 2 * season)
    index = seasonal_decompose(y, model="multiplicative", period=season).seasonal[-season:]
    np.testing.assert_allclose(said[0], y[-1] / index[-1] * np.tile(index, 2), rtol=1e-9)


def test_the_yardstick_finds_a_season_in_nothing_once_in_ten_times():
    y = np.random.default_rng(1).lognormal(3, 0.3, (300, 60))
    table = pd.DataFrame({"unique_id": np.repeat(range(300), 60).astype(str), "ds": np.tile(range(60), 300)})
    side = panel(table.assign(y=y.ravel()), freq=1, season_length=12)
    assert 0.85 <= (naive2(side, 1)[:, 0] == side.y[:, -1]).mean() <= 1


def test_the_yardstick_takes_short_and_empty_series():
    table = pd.DataFrame({"unique_id": ["a", "b", "b", "b"], "ds": [0, 0, 1, 2], "y": [3.0, 0.0, 0.0, 0.0]})
    assert naive2(panel(table, freq=1, season_length=12), 2).tolist() == [[3.0, 3.0], [0.0, 0.0]]


def test_one_number_against_the_yardstick():
    history, rows = tried()
    table = owa(accuracy(rows, history=history), baseline="one")
    assert table.set_index("model").loc["one", "owa"] == 1.0
    with pytest.raises(ArgumentError, match="naive2"):
        owa(accuracy(rows, history=history))
    with pytest.raises(ArgumentError, match="same model"):
        owa(accuracy(rows, history=history, by=["model", "horizon"]), baseline="one")
