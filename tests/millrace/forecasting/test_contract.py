"""Series come in many forms and leave in one; what cannot be read is refused with its place and the way out."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting.checking import check_series
from millrace.forecasting.contract import FutureDatesWarning, frequency, season_length, series


def weeks(n=6, start="2025-01-06", name="a"):
    return pd.DataFrame(
        {"unique_id": name, "ds": pd.date_range(start, periods=n, freq="W-MON"), "y": np.arange(n) + 1.0}
    )


def test_other_names_and_several_columns_make_one_series_each():
    table = weeks(2).rename(columns={"unique_id": "shop", "ds": "week", "y": "sold"}).assign(sku=["x", "y"])
    made = series(table, unique_id=["shop", "sku"], ds="week", y="sold", freq="W-MON")
    assert made["unique_id"].tolist() == ["a / x", "a / y"]
    assert made.columns.tolist() == ["unique_id", "ds", "y"]


def test_the_order_of_rows_does_not_matter_and_the_input_stays_as_it_is():
    table = pd.concat([weeks(name="b"), weeks(name="a")])
    mixed = table.sample(frac=1, random_state=2)
    before = mixed.copy()
    pd.testing.assert_frame_equal(series(mixed), series(table))
    pd.testing.assert_frame_equal(mixed, before)


def test_text_dates_periods_time_zones_and_whole_numbers_are_read():
    want = series(weeks())["ds"].tolist()
    as_text = weeks().assign(ds=lambda t: t["ds"].dt.strftime("%Y-%m-%d"))
    in_zone = weeks().assign(ds=lambda t: t["ds"].dt.tz_localize("Asia/Shanghai"))
    as_period = weeks().assign(ds=lambda t: t["ds"].dt.to_period("W-SUN"))
    assert series(as_text)["ds"].tolist() == series(in_zone)["ds"].tolist() == series(as_period)["ds"].tolist() == want
    assert series(weeks().assign(ds=range(6)))["ds"].tolist() == list(range(6))


@pytest.mark.parametrize(
    "freq", ["D", "B", "W-MON", "W-SUN", "MS", "ME", "QS-JAN", "QS-FEB", "QE-DEC", "YS-JAN", "YE-DEC", "YS-APR"]
)
def test_the_step_is_found(freq):
    table = pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2023-01-02", periods=24, freq=freq)})
    found = frequency(table)
    periods = pd.date_range("2023-01-02", periods=24, freq=found)
    assert periods.equals(pd.date_range("2023-01-02", periods=24, freq=freq))


def test_the_step_is_found_in_spite_of_a_few_gaps():
    assert frequency(weeks(30).drop(index=[4, 9, 10])) == "W-MON"
    assert frequency(pd.DataFrame({"unique_id": "a", "ds": [1, 2, 5]})) == 1


def test_series_with_different_steps_are_refused_by_name():
    month = pd.DataFrame({"unique_id": "m", "ds": pd.date_range("2025-01-01", periods=6, freq="MS"), "y": 1.0})
    with pytest.raises(ArgumentError, match=r"m is every month, a is every week|a is every week, m is every month"):
        series(pd.concat([weeks(), month]))


def test_one_period_does_not_tell_its_step():
    with pytest.raises(ArgumentError, match="freq='W-MON'"):
        series(weeks(1))
    assert len(series(weeks(1), freq="W-MON")) == 1


def test_gaps_are_refused_with_the_first_or_filled_on_demand():
    table = weeks(6).drop(index=[2, 3])
    with pytest.raises(ArgumentError, match=r"no period after '2025-01-13'; 1 gap in all"):
        series(table)
    assert series(table, gaps="zero")["y"].tolist() == [1, 2, 0, 0, 5, 6]
    assert series(table, gaps="previous")["y"].tolist() == [1, 2, 2, 2, 5, 6]
    assert series(table, gaps="missing")["y"].isna().sum() == 2


def test_an_empty_value_is_a_gap_too():
    table = weeks(3)
    table.loc[1, "y"] = np.nan
    with pytest.raises(ArgumentError, match="no number at '2025-01-13'"):
        series(table)
    assert series(table, gaps="zero")["y"].tolist() == [1, 0, 3]


def test_doubled_periods_are_refused_or_joined_on_demand():
    table = pd.concat([weeks(3), weeks(1).assign(y=10.0)])
    with pytest.raises(ArgumentError, match="more than once; 2 rows"):
        series(table)
    assert series(table, duplicates="sum")["y"].tolist() == [11, 2, 3]
    assert series(table, duplicates="mean")["y"].tolist() == [5.5, 2, 3]
    assert series(table, duplicates="last")["y"].tolist() == [10, 2, 3]


def test_a_year_of_53_weeks_has_no_gap():
    assert len(series(weeks(60, start="2020-06-01"))) == 60


def test_values_below_zero_are_kept_refused_or_cut():
    table = weeks(3).assign(y=[1, -2, 3])
    assert series(table)["y"].tolist() == [1, -2, 3]
    assert series(table, negative="zero")["y"].tolist() == [1, 0, 3]
    with pytest.raises(ArgumentError, match=r"has -2 at '2025-01-13'"):
        series(table, negative="refuse")


def test_marks_of_stock_outs_are_kept_and_filled_rows_have_none():
    table = weeks(4).assign(censored=[False, True, False, True]).drop(index=[2])
    assert series(table, gaps="zero")["censored"].tolist() == [False, True, False, True]


def test_dates_in_the_future_are_said():
    with pytest.warns(FutureDatesWarning, match="lie in the future"):
        series(weeks(4, start="2090-01-02"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ds": "next week"}, "'next week', which is no date"),
        ({"y": "many"}, "'many', which is no number"),
        ({"y": np.inf}, "without end"),
        ({"unique_id": None}, "which series they belong to"),
    ],
)
def test_what_cannot_be_read_is_named(change, says):
    with pytest.raises(ColumnError, match=says):
        series(weeks(3).astype(object).assign(**change))


def test_periods_that_are_no_periods_are_refused():
    table = pd.DataFrame({"unique_id": "a", "ds": pd.to_datetime(["2025-01-01", "2025-01-12", "2025-01-23"]), "y": 1.0})
    with pytest.raises(ArgumentError, match="every 11 days"):
        series(table)


def test_an_unknown_wish_is_refused():
    with pytest.raises(ArgumentError, match="One of refuse, zero, missing, previous"):
        series(weeks(), gaps="drop")


def test_the_usual_season_belongs_to_the_step():
    assert [season_length(f) for f in ("D", "B", "W-SUN", "MS", "ME", "QS-JAN", "QE-DEC", "YS-JAN", 1)] == [
        7, 5, 52, 12, 12, 4, 4, 1, 1,
    ]  # fmt: skip
    with pytest.raises(ArgumentError, match="season_length="):
        season_length("h")


@pytest.mark.parametrize("freq", ["W-TUE", "MS", "B"])
def test_periods_off_the_step_are_never_mixed_with_filled_ones(freq):
    with pytest.raises(ArgumentError, match="off the step"):
        series(weeks(start="2025-01-05").assign(ds=lambda t: t["ds"] + pd.Timedelta(days=5)), freq=freq, gaps="zero")


def test_weeks_that_begin_on_different_days_are_refused_with_the_days():
    moved = weeks(name="b").assign(ds=lambda t: t["ds"] + pd.Timedelta(days=2))
    with pytest.raises(ArgumentError, match="begin on Monday and Wednesday"):
        series(pd.concat([weeks(), moved]))


def test_a_series_that_begins_without_a_number_has_no_previous_one():
    table = weeks(3)
    table.loc[0, "y"] = np.nan
    with pytest.raises(ArgumentError, match="with which it begins"):
        series(table, gaps="previous")


@pytest.mark.parametrize("freq", ["fortnight", 7, 2.5])
def test_a_step_that_is_none_is_refused(freq):
    with pytest.raises(ArgumentError, match="freq="):
        series(weeks(), freq=freq)


def test_whole_numbers_that_a_table_keeps_as_fractions_are_read():
    assert series(weeks(3).assign(ds=[2001.0, 2002.0, 2003.0]))["ds"].tolist() == [2001, 2002, 2003]


@pytest.mark.parametrize("seed", range(5))
def test_filling_equals_a_plain_reindex(seed):
    rng = np.random.default_rng(seed)
    table = pd.concat([weeks(int(n), name=f"s{at}") for at, n in enumerate(rng.integers(2, 40, 6))])
    holes = table[rng.random(len(table)) < 0.6].sample(frac=1, random_state=seed)
    made = series(holes, freq="W-MON", gaps="zero").set_index("unique_id")
    for name, rows in holes.groupby("unique_id"):
        one = rows.set_index("ds")["y"].sort_index()
        plain = one.reindex(pd.date_range(one.index[0], one.index[-1], freq="W-MON"), fill_value=0.0)
        got = made.loc[[name]]
        assert got["ds"].tolist() == plain.index.tolist()
        assert got["y"].tolist() == plain.tolist()


def test_a_check_counts_each_fault_and_every_row():
    table = pd.concat([weeks(8).drop(index=[2, 3]), weeks(2), weeks(5, name="b").assign(y=0.0)])
    late = pd.DataFrame({"unique_id": ["a"], "ds": [pd.Timestamp("2025-01-08")], "y": [-2.0]})
    found = check_series(pd.concat([table, late]), freq="W-MON").set_index("unique_id")
    a = found.loc["a"]
    assert (a["rows"], a["periods"], a["missing"], a["repeated"], a["off_step"], a["below_zero"]) == (9, 8, 2, 2, 1, 1)
    assert (found["rows"] == found["periods"] - found["missing"] + found["repeated"] + found["off_step"]).all()
    assert found.loc["b", "note"] == "nothing but zeros"


def test_a_check_has_nothing_to_say_of_what_series_made():
    made = series(weeks(9).drop(index=[4]), gaps="zero")
    assert check_series(made)["note"].tolist() == [""]
