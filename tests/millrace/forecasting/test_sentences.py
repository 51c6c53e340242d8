"""Each series gets one plain sentence or two, with its error in pieces and money, and new ones are not judged."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting import ShortHistoryWarning, backtest, choose, explain
from plain_models import average, last, season, table, walks

KNOWN = {"season_length": 3, "freq": 1}
MODELS = {"naive": last, "seasonal naive": season, "mean": average}


@pytest.fixture
def told():
    values = walks(4, 40)
    series = table(values)
    series["y"] = series["y"].mask(series["unique_id"] == "s001", 0.0)
    series["y"] = series["y"].mask(series["unique_id"] == "s002", (series["ds"] % 3) * 10.0 + 1)
    series["y"] = series["y"].mask(series["unique_id"] == "s003", (series["ds"] % 5 == 0) * 6.0)
    series = pd.concat([series, table(walks(1, 4)).assign(unique_id="new")])
    with pytest.warns(ShortHistoryWarning):
        past = backtest(series, models=MODELS, horizon=3, origins=12, **KNOWN)
    return series, past, choose(past, history=series, guard="naive", **KNOWN)


def test_every_series_has_a_sentence_that_fits_its_verdict(told):
    series, past, picked = told
    found = explain(picked, backtest=past, history=series, guard="naive").set_index("unique_id")
    assert found["sentence"]["new"].startswith("new is too new to say: its 4 weeks are too few")
    assert found["sentence"]["s002"].startswith("s002 can be forecast. By seasonal naive it was wrong by 0.0 pieces")
    assert "and nothing came" in found["sentence"]["s001"]
    assert "It sold in 8 of 40 weeks: plan its stock" in found["sentence"]["s003"]
    assert found["verdict"].to_dict()["new"] == "too short"
    assert not found["sentence"].str.contains("nan").any()


def test_errors_are_those_of_the_backtest(told):
    series, past, picked = told
    found = explain(picked, backtest=past, history=series, guard="naive").set_index("unique_id")
    own = past.merge(picked[["unique_id", "model"]]).query("unique_id == 's000'")
    assert found["error"]["s000"] == pytest.approx((own["y"] - own["forecast"]).abs().mean())
    assert found["wape_share"]["s000"] == pytest.approx((own["y"] - own["forecast"]).abs().sum() / own["y"].sum())


def test_money_is_priced_by_direction(told):
    series, past, picked = told
    costs = dict.fromkeys(picked["unique_id"], 3.0)
    found = explain(picked, backtest=past, history=series, guard="naive", cost_of_too_little=costs, cost_of_too_much=1)
    own = past.merge(picked[["unique_id", "model"]]).query("unique_id == 's000'")
    over = own["forecast"] - own["y"]
    expected = (over.clip(lower=0) - 3 * over.clip(upper=0)).mean()
    row = found.set_index("unique_id").loc["s000"]
    assert row["cost_per_period"] == pytest.approx(expected)
    assert f"That is {expected:,.0f} CNY per week." in row["sentence"]


def test_other_words_are_used(told):
    series, past, picked = told
    found = explain(picked, backtest=past, history=series, guard="naive", period="month", unit="litres")
    assert found["sentence"].str.contains("month").all()
    assert not found["sentence"].str.contains("week|pieces").any()


def test_half_of_the_costs_and_another_backtest_are_refused(told):
    series, past, picked = told
    with pytest.raises(ArgumentError, match="Both or neither"):
        explain(picked, backtest=past, history=series, cost_of_too_little=1)
    with pytest.raises(ArgumentError, match="costs lack the series"):
        explain(picked, backtest=past, history=series, cost_of_too_little={"s000": 1.0}, cost_of_too_much=1)
    with pytest.raises(ArgumentError, match="no forecast of the chosen model"):
        explain(picked, backtest=past[past["model"] == "mean"].iloc[:3], history=series)
