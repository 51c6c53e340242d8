"""Charts say their finding, and say it to those who cannot see them too."""

import matplotlib
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting.charts import draw_comparison, draw_forecast

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
    assert axes.get_title(loc="left") == "a: 30 pieces in the next 3 weeks; 15 to 60 if every week went one way"
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
