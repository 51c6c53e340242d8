"""Series side by side hold every value at its own period, whatever their lengths and ends."""

import numpy as np
import pandas as pd
import pytest

from millrace.forecasting.panel import panel, shifted


def weekly(starts: dict[str, tuple[str, int]]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"unique_id": name, "ds": pd.date_range(start, periods=n, freq="W-MON"), "y": np.arange(n) + 1.0})
        for name, (start, n) in starts.items()
    ]
    return pd.concat(parts).sample(frac=1, random_state=3)


def test_every_series_ends_in_the_last_column():
    side = panel(weekly({"b": ("2025-01-06", 3), "a": ("2025-03-03", 5)}), freq="W-MON", season_length=52)
    assert side.ids.tolist() == ["a", "b"]
    assert side.lengths.tolist() == [5, 3]
    np.testing.assert_array_equal(side.y, [[1, 2, 3, 4, 5], [np.nan, np.nan, 1, 2, 3]])
    assert side.ends.tolist() == [pd.Timestamp("2025-03-31"), pd.Timestamp("2025-01-20")]


def test_an_earlier_view_knows_nothing_later():
    side = panel(weekly({"a": ("2025-01-06", 6)}), freq="W-MON", season_length=52).until(2)
    assert side.y[0].tolist() == [1, 2, 3, 4]
    assert side.ahead(2)["ds"].tolist() == [pd.Timestamp("2025-02-03"), pd.Timestamp("2025-02-10")]


@pytest.mark.parametrize("freq", ["D", "W-SUN", "MS", "ME", "QS", "YS", "B"])
def test_shifting_goes_there_and_back(freq):
    periods = pd.Index(pd.date_range("2024-01-01", periods=30, freq=freq))
    assert shifted(periods, 3, freq=freq)[:-3].equals(periods[3:])
    assert shifted(shifted(periods, 3, freq=freq), -3, freq=freq).equals(periods)


def test_whole_numbers_serve_as_periods():
    frame = pd.DataFrame({"unique_id": "a", "ds": [4, 5, 6], "y": [1.0, 2.0, 3.0]})
    assert panel(frame, freq=1, season_length=1).ahead(2)["ds"].tolist() == [7, 8]
