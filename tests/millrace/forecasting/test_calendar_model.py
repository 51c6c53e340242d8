"""A feast that moves is found where it was planted, and costs little where there is none."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting.calendar_model import calendar
from millrace.forecasting.calendars import calendar_features
from millrace.forecasting.models import MODELS
from millrace.forecasting.panel import Panel

DATASETS = Path(__file__).parents[3] / "datasets"
WEEKS = pd.date_range("2022-01-03", periods=170, freq="W-MON")
FEASTS = ["2022-03-02", "2023-01-20", "2024-02-08", "2025-02-20"]
KNOWN = 156
HORIZON = 14


def features():
    days = pd.DataFrame({"date": pd.date_range("2022-01-01", "2025-12-31")})
    days["feast"] = days["date"].isin(pd.to_datetime(FEASTS)).map({True: "yes", False: "no"})
    return calendar_features(WEEKS, own=days, before=2, after=1)


def sales(lift, series=15, seed=0):
    rng = np.random.default_rng(seed)
    table = features()
    rush = 1 + lift * (table["feast, in 1"] + table["feast, in 2"]).to_numpy()
    wave = 1 + 0.2 * np.sin(2 * np.pi * np.arange(len(WEEKS)) / 52.18)
    return rng.poisson(rng.uniform(15, 80, (series, 1)) * rush * wave).astype(float)


def known(y, table=None):
    ends = pd.Index([WEEKS[KNOWN - 1]] * len(y))
    return Panel(pd.Index([f"s{n}" for n in range(len(y))]), y[:, :KNOWN], ends, "W-MON", 52, table)


def off(said, y):
    return np.abs(said - y[:, KNOWN:]).sum() / y[:, KNOWN:].sum()


def test_weeks_before_a_moved_feast_are_forecast_better_than_by_last_years_dates():
    y = sales(2.0)
    mine = off(calendar(known(y, features()), HORIZON), y)
    assert mine < 0.75 * off(MODELS["seasonal naive"](known(y), HORIZON), y)
    assert mine < 0.75 * off(MODELS["theta"](known(y), HORIZON), y)
    assert mine < 0.25


def test_where_no_feast_matters_the_columns_do_little_harm():
    y = sales(0.0)
    with_columns = off(calendar(known(y, features()), HORIZON), y)
    without = off(calendar(known(y), HORIZON), y)
    assert with_columns < 1.1 * without


def test_a_series_with_few_sales_learns_the_feast_from_the_others():
    y = sales(2.0)
    y[0] = np.random.default_rng(5).poisson(y[1] / y[1].mean() * 0.8)
    said = calendar(known(y, features()), HORIZON)[0]
    table = features().iloc[KNOWN:]
    rush = (table["feast, in 1"] + table["feast, in 2"]).to_numpy() > 0
    assert rush.any()
    assert said[rush].mean() > 1.8 * said[~rush].mean()


def test_what_sells_the_other_way_round_at_the_feast_departs_from_the_others():
    y = sales(2.0, series=20)
    table = features()
    rush = (table["feast, in 1"] + table["feast, in 2"]).to_numpy() > 0
    y[0] = np.random.default_rng(7).poisson(np.where(rush, 40.0, 80.0))
    said = calendar(known(y, table), HORIZON)
    coming = rush[KNOWN:]
    others = said[1:, coming].mean() / said[1:, ~coming].mean()
    assert others > 2
    assert said[0, coming].mean() / said[0, ~coming].mean() < 0.7 * others


def test_series_of_other_lengths_and_ends_are_read_at_their_own_dates():
    y = sales(2.0)
    side = known(y, features())
    young = side.y.copy()
    young[0, :80] = np.nan
    said = calendar(Panel(side.ids, young, side.ends, side.freq, 52, side.features), HORIZON)
    assert off(said, y) < 0.3


def test_without_a_season_it_is_smoothing():
    y = sales(0.0)[:, :60]
    short = Panel(pd.Index([str(n) for n in range(len(y))]), y, pd.Index([WEEKS[59]] * len(y)), "W-MON", 52)
    np.testing.assert_array_equal(calendar(short, 4), MODELS["smoothing"](short, 4))


def test_a_calendar_that_is_too_short_is_refused():
    with pytest.raises(ArgumentError, match="14 more were expected"):
        calendar(known(sales(1.0), features().iloc[: KNOWN + 5]), HORIZON)


def test_nothing_sold_is_nothing_forecast():
    assert (calendar(known(np.zeros((2, 170)), features()), 5) == 0).all()


def test_around_the_moved_feasts_of_the_sample_company_it_errs_less_than_last_years_dates_and_theta():
    """Eight weeks from four dates before the Lunar New Year and Ramadan of 2025, which no model had seen."""
    orders = pd.read_csv(DATASETS / "checkpoints/01-data-cleanup/orders.csv.gz", parse_dates=["date"])
    days = pd.read_csv(DATASETS / "calendar.csv", parse_dates=["date"])
    weeks = pd.date_range("2023-01-01", periods=156, freq="W-SUN")
    place = (orders["date"] - weeks[0]).dt.days // 7
    sold = orders.groupby(["sku", place])["pieces"].sum().unstack(fill_value=0)
    y = sold.reindex(columns=range(156), fill_value=0).to_numpy(dtype=float)
    events = ["public_holiday", "closed", "ramadan", "eid", "trade_fair", "shopping_festival"]
    table = calendar_features(weeks, own=days, events=events)
    wrong = {"calendar": 0.0, "seasonal naive": 0.0, "theta": 0.0}
    for end in (100, 103, 106, 109):
        rows = np.flatnonzero((y[:, : end - 52] > 0).any(axis=1))
        ends = pd.Index([weeks[end - 1]] * len(rows))
        side = Panel(pd.Index(sold.index[rows]), y[rows, :end], ends, "W-SUN", 52, table)
        for name in wrong:
            wrong[name] += np.abs(MODELS[name](side, 8) - y[rows, end : end + 8]).sum()
    assert wrong["calendar"] < 0.85 * min(wrong["seasonal naive"], wrong["theta"])
