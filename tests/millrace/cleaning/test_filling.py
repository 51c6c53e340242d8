"""Filling in larger tables against one-line definitions, and what a filled table keeps: order, labels, types, marks."""

import warnings

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import fill_missing
from millrace.cleaning.quality import dimensions

CODES = [f"c{(17 * i) % 41:02}" for i in range(41)]


TYPICAL = {
    "median": np.median,
    "mean": np.mean,
    "most common": lambda known: min(known, key=lambda price: (-known.count(price), known.index(price))),
}


def ledger(seed=1, rows=300):
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "shop": draw.choice(list("abcdef"), rows),
            "desk": draw.choice([1, 2, 3], rows),
            "price": draw.integers(1, 9, rows).astype(float),
        },
        index=draw.integers(0, 50, rows),  # labels that occur more than once
    )
    frame.loc[draw.random(rows) < 0.3, "price"] = np.nan
    frame.loc[draw.random(rows) < 0.05, "shop"] = None
    return frame


@pytest.mark.parametrize("by", ["", "shop", "shop, desk"])
@pytest.mark.parametrize("way", ["median", "mean", "most common"])
def test_each_gap_gets_the_typical_value_of_its_group_and_nothing_else_changes(way, by):
    frame = ledger().reset_index(drop=True)
    filled = fill_missing(frame, {"price": f"{way} by {by}" if by else way})
    for row in frame.index[frame["price"].isna()]:
        like = frame
        for column in by.split(", ") if by else []:
            like = like[like[column] == frame.loc[row, column]]
        known = like["price"].dropna().tolist()
        assert filled.loc[row, "price"] == pytest.approx(TYPICAL[way](known) if known else np.nan, nan_ok=True)
        assert filled.loc[row, "price_filled"] == bool(known)
    there = frame["price"].notna()
    assert filled.loc[there, "price"].equals(frame.loc[there, "price"])
    assert not filled.loc[there, "price_filled"].any()
    assert filled["price_filled"].dtype == bool
    pd.testing.assert_frame_equal(filled[["shop", "desk"]], frame[["shop", "desk"]])


@pytest.mark.parametrize("choice", ["median by shop", "most common", "previous", 3.5])
def test_labels_that_occur_twice_and_the_order_of_rows_are_kept(choice):
    frame = ledger()
    filled = fill_missing(frame, {"price": choice, "shop": "drop row"})
    assert filled.index.tolist() == frame.index[frame["shop"].notna()].tolist()
    alone = fill_missing(frame.reset_index(drop=True), {"price": choice, "shop": "drop row"})
    assert filled["price"].tolist() == pytest.approx(alone["price"].tolist(), nan_ok=True)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_many_values_equally_common_the_first_one_is_taken(turn):
    codes = CODES[::turn]
    assert fill_missing(pd.DataFrame({"x": [*codes, *codes, None]}), {"x": "most common"})["x"].iloc[-1] == codes[0]


def test_marks_come_at_the_end_in_the_order_of_the_choices():
    frame = pd.DataFrame({"a": [1.0, None], "b": ["x", None], "c": [None, 2.0]})
    filled = fill_missing(frame, {"c": 1, "b": "unknown", "a": "leave"})
    assert list(filled) == ["a", "b", "c", "c_filled", "b_filled"]
    assert list(frame) == ["a", "b", "c"]


def test_a_warning_points_at_the_line_that_asked_for_zero():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        fill_missing(pd.DataFrame({"n": [None, 1.0, None]}), {"n": "zero"})
    [warning] = told
    assert warning.filename == __file__
    assert warning.category is UserWarning
    assert str(warning.message).startswith("2 missing cells of 'n' become 0.")


@pytest.mark.parametrize(("dated", "others"), [(4, 1), (3, 0)])
def test_a_text_column_is_one_of_dates_from_four_fifths(dated, others):
    words = ["soon", "late", "never"]
    values = [f"2024-01-{day:02}" for day in range(1, dated + 1)] + words[: 5 - dated]
    told = dimensions.validity(pd.DataFrame({"x": values}), None)
    assert told[2] == others, "a word among dates is of another kind; a date among words is another word"


@pytest.mark.parametrize("rows", [499, 500, 501, 999, 1_000, 2_700])
def test_every_cell_of_a_long_column_is_judged(rows):
    numbers = pd.Series(np.arange(rows)).astype(str)
    numbers.iloc[[1, rows // 2, rows - 1]] = ["six", "some", "many"]
    assert dimensions.validity(pd.DataFrame({"n": numbers}), None)[1:3] == (rows, 3)
    days = pd.Series(pd.date_range("2015-01-01", periods=rows).strftime("%Y-%m-%d"))
    days.iloc[[0, 7, rows - 1]] = ["3.4.2016", "5.6.2017", "7.8.2018"]
    assert dimensions.consistency(pd.DataFrame({"d": days}), None)[1:3] == (rows, 3)


def test_of_columns_equally_bad_the_first_is_named():
    frame = pd.DataFrame({"a": ["x", "y"], "b": [None, "x"], "c": ["x", None]})
    assert dimensions.completeness(frame, ["c", "b", "a"])[3] == "2 of 6 cells empty, most in c (1)"
    assert dimensions.completeness(frame, ["a", "b", "c"])[3] == "2 of 6 cells empty, most in b (1)"


@pytest.mark.parametrize("span", [pd.to_timedelta(["1 day", None, "3 days"]), [1.0, None, 3.0], [1, 2, 3]])
def test_numbers_are_of_their_own_kind_and_gaps_and_spans_are_not_judged(span):
    values = pd.Series(span)
    judged = 0 if values.dtype.kind == "m" else values.notna().sum()
    assert dimensions.validity(pd.DataFrame({"x": values}), None)[1:3] == (judged, 0)
    flags = pd.DataFrame({"x": values, "f": [True, False, True]})
    assert dimensions.validity(flags, None)[1:3] == (judged, 0), "yes and no are of every kind"
