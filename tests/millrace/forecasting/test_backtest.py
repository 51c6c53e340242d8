"""A backtest returns every forecast, shows no model the future, and says what it could not try."""

import joblib
import numpy as np
import pandas as pd
import pytest

from millrace import forecasting
from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting import ShortHistoryWarning, backtest, possible_origins
from millrace.forecasting.backtest import as_panel
from millrace.forecasting.paths import paths_from
from plain_models import PLAIN, last, noise, table, walks

KNOWN = {"season_length": 4, "freq": 1}


def test_every_row_agrees_with_a_slow_definition():
    series = table(walks(3, 30))
    found = backtest(series, models={"naive": last}, horizon=3, origins=4, step=2, **KNOWN)
    assert len(found) == 3 * 4 * 3
    for row in found.itertuples():
        own = series[series["unique_id"] == row.unique_id].set_index("ds")["y"]
        assert row.ds == row.origin + row.horizon
        assert row.forecast == own[row.origin]
        assert row.y == own[row.ds]
    assert sorted(found["origin"].unique()) == [20, 22, 24, 26]


def test_nothing_later_than_the_origin_reaches_a_model():
    seen = []

    def spy(side, horizon):
        seen.append((side.ends.max(), np.nanmax(side.y), None if side.features is None else side.features.index.max()))
        return last(side, horizon)

    rising = table(np.arange(40.0)[None] + 1)
    calendar = pd.DataFrame({"fair": 0.0}, index=pd.RangeIndex(60))
    backtest(rising, models={"spy": spy}, horizon=5, origins=6, features=calendar, **KNOWN)
    assert len(seen) == 6
    assert all(most == end + 1 and known == end + 5 for end, most, known in seen)


def test_what_comes_later_changes_no_earlier_forecast():
    values = walks(4, 40)
    changed = values.copy()
    changed[:, -1] *= 7
    before, after = (
        backtest(table(one), models=PLAIN, horizon=1, origins=5, **KNOWN)["forecast"] for one in (values, changed)
    )
    pd.testing.assert_series_equal(before, after)


def test_order_of_rows_and_other_series_change_nothing():
    series = table(walks(5, 40))
    alone = backtest(series[series["unique_id"] == "s002"], models=PLAIN, horizon=3, **KNOWN)
    shuffled = backtest(series.sample(frac=1, random_state=1), models=PLAIN, horizon=3, **KNOWN)
    among = shuffled[shuffled["unique_id"] == "s002"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among)


def test_series_of_different_ends_keep_their_own_dates():
    early, late = table(walks(1, 20)), table(walks(1, 30), start=5).assign(unique_id="late")
    found = backtest(pd.concat([early, late]), models={"naive": last}, horizon=2, origins=2, **KNOWN)
    assert found.groupby("unique_id")["ds"].max().to_dict() == {"late": 34, "s000": 19}


def test_short_series_are_reported_and_never_dropped_in_silence():
    series = pd.concat([table(walks(1, 20)), table(walks(1, 4)).assign(unique_id="new")])
    with pytest.warns(ShortHistoryWarning, match=r"1 of 2 series .*'new'"):
        found = backtest(series, models={"naive": last}, horizon=2, origins=3, **KNOWN)
    assert set(found["unique_id"]) == {"s000"}
    assert possible_origins(series, horizon=2, origins=3)["origins"].tolist() == [0, 3]


def test_possible_origins_are_those_of_the_backtest():
    series = pd.concat([table(walks(1, n)).assign(unique_id=f"n{n:02d}") for n in range(5, 16)])
    found = backtest(series, models={"naive": last}, horizon=2, origins=4, step=2, **KNOWN)
    counted = found.groupby("unique_id")["origin"].nunique()
    assert counted.tolist() == possible_origins(series, horizon=2, origins=4, step=2)["origins"].tolist()


def test_when_no_series_is_long_enough_it_says_so():
    with pytest.raises(ArgumentError, match="No series is long enough: the longest has 4 periods"):
        backtest(table(walks(2, 4)), models={"naive": last}, horizon=3, **KNOWN)


def test_dates_of_weeks_come_back_as_dates():
    weeks = table(walks(2, 30))
    weeks["ds"] = pd.Timestamp("2025-01-06") + pd.to_timedelta(7 * weeks["ds"], unit="D")
    found = backtest(weeks, models={"naive": last}, horizon=2, origins=2, freq="W-MON", season_length=52)
    assert ((found["ds"] - found["origin"]).dt.days == 7 * found["horizon"]).all()


def test_stock_outs_are_passed_on():
    series = table(walks(2, 30)).assign(censored=False)
    series.loc[[29, 40], "censored"] = True
    found = backtest(series, models={"naive": last}, horizon=2, origins=3, **KNOWN)
    assert found.loc[found["censored"], ["unique_id", "ds"]].drop_duplicates().values.tolist() == [["s000", 29]]


def test_other_processes_and_batches_change_nothing(monkeypatch):
    series = table(noise(7, 30))
    one = backtest(series, models=PLAIN, horizon=2, **KNOWN)
    monkeypatch.setattr("millrace.forecasting.paths.BATCH", 3)
    with joblib.parallel_config(backend="threading"):
        many = backtest(series, models=PLAIN, horizon=2, n_jobs=2, **KNOWN)
    pd.testing.assert_frame_equal(one, many)


def test_the_input_is_left_as_it_was():
    series = table(walks(2, 30)).sample(frac=1, random_state=2)
    before = series.copy()
    backtest(series, models=PLAIN, horizon=2, **KNOWN)
    pd.testing.assert_frame_equal(series, before)


def test_arrays_and_table_hold_the_same():
    series = table(walks(3, 25))
    found = backtest(series, models=PLAIN, horizon=3, origins=3, step=2, **KNOWN)
    paths = paths_from(found.sample(frac=1, random_state=0), as_panel(series, features=None, **KNOWN))
    again = forecasting.paths.paths_frame(paths)
    keys = ["unique_id", "origin", "model", "horizon"]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True), again.sort_values(keys, ignore_index=True), check_dtype=False
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"horizon": 0}, "horizon=0 was given. A whole number"),
        ({"horizon": 2, "origins": 1.5}, "origins=1.5 was given"),
        ({"horizon": 2, "models": {"odd": lambda side, horizon: np.zeros(3)}}, r"shape \(3,\)"),
        ({"horizon": 2, "models": {"nan": lambda side, horizon: last(side, horizon) * np.nan}}, "missing or endless"),
        ({"horizon": 2, "season_length": 0}, "season_length=0 was given"),
    ],
)
def test_what_cannot_be_is_said(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        backtest(table(walks(2, 30)), **({"models": PLAIN} | KNOWN | arguments))


def test_a_missing_column_and_a_missing_number_are_named():
    series = table(walks(1, 20))
    with pytest.raises(ColumnError, match="Column 'y' is not in the series"):
        backtest(series.rename(columns={"y": "sold"}), models=PLAIN, horizon=1, **KNOWN)
    series.loc[7, "y"] = np.nan
    with pytest.raises(ArgumentError, match="'s000' has no number at 7"):
        backtest(series, models=PLAIN, horizon=1, **KNOWN)
