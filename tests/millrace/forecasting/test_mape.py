"""A warning about MAPE says what it leaves out and where it comes from, and nothing where there is nothing."""

import numpy as np
import pandas as pd
import pytest

from millrace.forecasting.mape import mape_warning


def tried(y, forecast):
    return pd.DataFrame({"unique_id": "a", "model": "m", "y": np.asarray(y, dtype=float), "forecast": forecast})


def test_steady_weeks_need_no_warning():
    y = np.random.default_rng(0).normal(100, 5, 200)
    row = mape_warning(tried(y, y + 10)).iloc[0]
    assert row["warning"] == ""
    assert row["mape_share"] == pytest.approx(np.mean(10 / y))


def test_small_weeks_make_the_measure():
    row = mape_warning(tried([1.0] * 10 + [100.0] * 90, 5.0 + np.r_[np.zeros(10), np.full(90, 90.0)])).iloc[0]
    assert row["smallest_share"] == pytest.approx(40 / (40 + 90 * 0.05))
    assert row["warning"].startswith("MAPE takes 90 % of itself from the tenth")


def test_weeks_without_a_sale_are_counted_and_those_of_a_stock_out_are_not():
    table = tried([0.0] * 5 + [10.0] * 15, 9.0)
    row = mape_warning(table).iloc[0]
    assert (row["forecasts"], row["left_out"]) == (20, 5)
    marked = mape_warning(table.assign(censored=[True] * 5 + [False] * 15)).iloc[0]
    assert (marked["forecasts"], marked["left_out"], marked["warning"]) == (15, 0, "")


def test_nothing_sold_has_no_percentage():
    row = mape_warning(tried([0.0] * 3, 1.0)).iloc[0]
    assert np.isnan(row["mape_share"])
    assert "silent about 3 forecasts of 3" in row["warning"]
