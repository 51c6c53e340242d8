"""An event stands in one column wherever it moves to; a calendar that ends too early is refused."""

import itertools

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting.calendars import calendar_features, holiday_dates

WEEKS = pd.date_range("2024-01-01", periods=104, freq="W-MON")


def own(**events):
    table = pd.DataFrame({"date": pd.date_range("2024-01-01", "2025-12-31")})
    for name, days in events.items():
        table[name] = table["date"].isin(pd.to_datetime(days)).map({True: "yes", False: "no"})
    return table


@pytest.mark.parametrize("country", ["CN", "AE", "DE", "US", "IN", "TR"])
def test_holidays_of_any_country(country):
    table = holiday_dates(country, years=[2024, 2025])
    assert len(table) >= 10
    assert table["date"].is_monotonic_increasing
    assert not table["holiday"].str.contains("estimated|observed").any()


def test_a_feast_that_moves_keeps_its_column():
    features = calendar_features(WEEKS, country="CN", before=1, after=0)
    feast = next(name for name in features if "Spring Festival" in name and "Eve" not in name and ", in" not in name)
    during = features[feast][features[feast] > 0].index
    assert set(during.year) == {2024, 2025}
    assert during[0].strftime("%m-%d") != during[-1].strftime("%m-%d")


@pytest.mark.parametrize("freq", ["D", "W-MON", "MS"])
def test_shares_of_days_add_up_to_the_days_of_the_event(freq):
    periods = pd.date_range("2024-01-01", "2025-12-01", freq=freq)
    days = pd.date_range("2024-06-28", "2024-07-09")
    features = calendar_features(periods, own=own(fair=days), before=0, after=0)
    following = periods[1:].append(pd.DatetimeIndex([periods[-1] + pd.tseries.frequencies.to_offset(freq)]))
    lengths = (following - periods).days
    assert (features["fair"] * lengths).sum() == pytest.approx(len(days))


def test_before_and_after_are_counted_from_its_ends():
    features = calendar_features(WEEKS, own=own(fair=pd.date_range("2024-04-10", "2024-04-24")), before=2, after=1)
    at = features.index.get_loc(pd.Timestamp("2024-04-08"))
    assert features["fair, in 2"].to_numpy().nonzero()[0].tolist() == [at - 2]
    assert features["fair, in 1"].to_numpy().nonzero()[0].tolist() == [at - 1]
    assert features["fair, 1 after"].to_numpy().nonzero()[0].tolist() == [at + 3]
    assert features["fair"].to_numpy().nonzero()[0].tolist() == [at, at + 1, at + 2]


def test_names_in_a_column_are_events_of_their_own():
    calendar = own()
    calendar["feast"] = np.where(
        calendar["date"] == "2024-05-01", "May Day", np.where(calendar["date"] == "2024-10-01", "National Day", None)
    )
    features = calendar_features(WEEKS, own=calendar, before=0, after=0)
    assert features.columns.tolist() == ["May Day", "National Day"]


def test_a_calendar_that_ends_too_early_names_its_last_day():
    short = own(fair=["2024-05-01"]).query("date < '2025-06-01'")
    with pytest.raises(ArgumentError, match=r"to 2025-05-31, and days from 2024-01-01 to 2025-12-28"):
        calendar_features(WEEKS, own=short)


def test_a_day_that_is_missing_within_is_named_unless_the_calendar_lists_special_days():
    whole = own(fair=["2024-05-01", "2024-05-02"])
    with pytest.raises(ArgumentError, match=r"no row for 2024-05-03; 1 day in all"):
        calendar_features(WEEKS, own=whole[whole["date"] != "2024-05-03"])
    special = whole[whole["fair"] == "yes"]
    pd.testing.assert_frame_equal(
        calendar_features(WEEKS, own=special, covers=("2024-01-01", "2025-12-31")), calendar_features(WEEKS, own=whole)
    )
    named = pd.DataFrame({"date": ["2024-05-01"], "feast": ["May Day"]})
    assert "May Day" in calendar_features(WEEKS, own=named, covers=("2024-01-01", "2025-12-31"))


def test_a_feast_of_the_year_before_is_still_over():
    features = calendar_features(pd.date_range("2025-01-01", periods=3, freq="MS"), country="DE", before=0, after=1)
    assert features["Christmas Day, 1 after"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("freq", ["D", "W-MON", "MS"])
def test_open_days_are_the_days_less_those_closed(freq):
    periods = pd.date_range("2024-01-01", "2025-11-01", freq=freq)
    calendar = own(closed=["2024-02-10", "2024-02-11", "2024-05-01"])
    made = calendar_features(periods, own=calendar, events=[], closed="closed")
    assert made.columns.tolist() == ["open days"]
    by_day = calendar.set_index("date")["closed"].eq("no").astype(float)
    plain = [by_day[first : last - pd.Timedelta(days=1)].sum() for first, last in itertools.pairwise(periods)]
    assert made["open days"].tolist()[:-1] == plain


def test_marks_may_be_numbers_with_gaps():
    calendar = own().assign(fair=np.where(WEEKS[0] <= own()["date"], 0.0, np.nan))
    calendar.loc[130:132, "fair"] = [1.0, np.nan, 1.0]
    assert calendar_features(WEEKS, own=calendar, before=0, after=0)["fair"].sum() == pytest.approx(2 / 7)


def test_bad_wishes_are_refused():
    with pytest.raises(ColumnError, match=r"'closed' holds \['half'\]"):
        calendar_features(WEEKS, own=own().assign(closed="half"), closed="closed")
    with pytest.raises(ArgumentError, match="without own="):
        calendar_features(WEEKS, country="CN", closed="closed")
    with pytest.raises(ArgumentError, match="No calendar"):
        calendar_features(WEEKS)
    with pytest.raises(ArgumentError, match="Two letters"):
        calendar_features(WEEKS, country="China")
    with pytest.raises(ColumnError, match="'fair'"):
        calendar_features(WEEKS, own=own(), events=["fair"])
    with pytest.raises(ArgumentError, match="from 0"):
        calendar_features(WEEKS, country="CN", before=-1)
    with pytest.raises(ArgumentError, match="is not known in DE"):
        holiday_dates("DE", years=[2025], subdivision="Hesse")
