"""Charts say their finding, and say it to those who cannot see them too."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting.charts import draw_comparison, draw_forecast
from millrace.forecasting.splits import compare_splits
from millrace.forecasting.trials import draw_backtest, draw_split

matplotlib.use("agg")
HISTORY = pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2025-01-06", periods=20, freq="W-MON"), "y": range(20)})
AHEAD = pd.DataFrame(
    {
        "unique_id": "a",
        "ds": pd.date_range("2025-05-26", periods=3, freq="W-MON"),
        "forecast": 10.0,
        "low_80": 5.0,
        "high_80": 20.0,
        "low_95": 1.0,
        "high_95": 30.0,
    }
)


def test_the_title_adds_up_what_is_drawn():
    axes = draw_forecast(HISTORY, AHEAD)
    assert (
        axes.get_title(loc="left") == "a: 30 pieces in the next 3 weeks; 15 to 60 if all were at their low or high end"
    )
    assert "a mean of 10" in axes.figure.get_label()


def test_empty_shelves_and_what_came_are_marked():
    axes = draw_forecast(
        HISTORY.assign(censored=HISTORY.index == 5), AHEAD, came=AHEAD.assign(y=9.0)[["unique_id", "ds", "y"]]
    )
    assert {"shelf empty", " came"} <= {text.get_text() for text in axes.texts}


def test_one_of_several_series_must_be_named():
    two = pd.concat([AHEAD, AHEAD.assign(unique_id="b")])
    assert draw_forecast(HISTORY, two, unique_id="a").get_title(loc="left").startswith("a:")
    with pytest.raises(ArgumentError, match="One of"):
        draw_forecast(HISTORY, two)


def test_a_comparison_names_who_beats_the_baseline():
    rows = pd.DataFrame(
        [
            ("one", -0.1, -0.2, -0.05, "better"),
            ("two", 0.1, 0.05, 0.2, "worse"),
            ("three", 0.0, -0.1, 0.1, "no different that we can see"),
        ],
        columns=["model", "difference", "low", "high", "verdict"],
    )
    assert draw_comparison(rows).get_title(loc="left") == "one beats the baseline"
    assert draw_comparison(rows.iloc[1:]).get_title(loc="left") == "Nothing beats the baseline that we can see"


def test_feasts_in_view_are_marked_and_read_out():
    feasts = pd.DataFrame(
        {
            "date": ["2025-03-31", "2025-04-01", "2025-04-02", "2025-06-02", "2030-01-01"],
            "holiday": ["Eid", "Eid", "Qingming", "Duanwu", "New Year"],
        }
    )
    axes = draw_forecast(HISTORY, AHEAD, events=feasts)
    assert "Marked: Eid, Qingming, Duanwu." in axes.figure.get_label()
    names = [text.get_text() for text in axes.texts]
    assert "Eid" in names
    assert "Qingming" not in names, "two days apart: the names would run into each other"
    assert sum(patch.get_zorder() == 0 for patch in axes.patches) == 3


def tried(models=("theta", "naive")):
    rows = [
        (
            HISTORY["ds"][origin],
            HISTORY["ds"][origin + step],
            model,
            float(origin + step),
            origin + step + 2.0 * (-1) ** step,
        )
        for origin in (11, 14)
        for step in (1, 2, 3)
        for model in models
    ]
    return pd.DataFrame(rows, columns=["origin", "ds", "model", "y", "forecast"]).assign(unique_id="a")


def test_a_backtest_says_how_far_off_it_was_and_shows_every_date():
    axes = draw_backtest(tried(), history=HISTORY, model="theta")
    assert axes.get_title(loc="left") == "a: theta was off by 14 of 100 pieces, from 2 dates"
    assert sum(line.get_marker() == "o" for line in axes.lines) == 2
    assert "2 dates" in axes.figure.get_label()


def test_a_backtest_of_several_models_asks_which_one():
    with pytest.raises(ArgumentError, match="Did you mean 'theta'"):
        draw_backtest(tried(), history=HISTORY, model="thet")
    assert "naive" in draw_backtest(tried(["naive"]), history=HISTORY).get_title(loc="left")


def test_a_backtest_of_nothing_sold_has_no_share():
    nothing = tried(["naive"]).assign(y=0.0)
    assert "off by 57 pieces where none came" in draw_backtest(
        nothing.assign(forecast=9.5), history=HISTORY.assign(y=0.0)
    ).get_title(loc="left")


def test_a_split_shows_both_ways_and_the_errors_of_the_table():
    rng = np.random.default_rng(1)
    walk = pd.DataFrame({"unique_id": "a", "ds": range(80), "y": 50 + rng.normal(size=80).cumsum()})
    axes = draw_split(walk, periods=20)
    errors = compare_splits(walk, periods=20).set_index("split")["error"]
    assert f"{errors['in time'] / errors['at random']:.1f} times as good" in axes.get_title(loc="left")
    assert [len(line.get_xdata()) for line in axes.lines] == [80, 60, 20, 80, 60, 20]
    noise = walk.assign(y=rng.normal(50, 1, 80))
    assert draw_split(noise, periods=20, seed=1).get_title(loc="left") == "Here a split at random flatters nobody"
