"""Cells of odd kinds: each is read the same whatever stands beside it, or refused in words."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import (
    date_order,
    fill_missing,
    merge_duplicates,
    parse_dates,
    parse_money,
    parse_quantity,
    reveal_missing,
)
from millrace.errors import ArgumentError, ColumnError


@pytest.mark.parametrize("read", [parse_money, parse_quantity])
@pytest.mark.parametrize("one", [1, 1.0, np.int64(1)])
def test_true_beside_one_is_still_no_number_in_either_order(read, one):
    for cells in ([True, one], [one, True]):
        found = read(cells)
        assert found["problem"].tolist() == ["unreadable" if cell is True else "" for cell in cells]


def test_a_number_beyond_all_measure_is_told_and_its_neighbours_are_read():
    column = pd.Series([10**400, 7, "1E400"], dtype=object)
    assert parse_money(column)["problem"].tolist() == ["unreadable", "", "unreadable"]
    assert parse_quantity(column)["problem"].tolist() == ["unreadable", "", "unreadable"]
    assert parse_quantity(column)["pieces"].iloc[1] == 7
    assert set(parse_dates(column)["problem"]) == {"unreadable"}


def test_a_long_id_that_is_a_number_keeps_its_last_digit():
    assert parse_dates([2**60 + 1])["problem"].tolist() == ["unreadable"]
    assert parse_money([str(2**53 - 1)])["amount"].tolist() == [2**53 - 1]


@pytest.mark.parametrize(
    ("cells", "amounts", "problem"),
    [
        (["KWD 1.250", "KWD 2.500", "KWD 3.750"], None, "ambiguous"),
        (["OMR 12,500", "OMR 3,100", "OMR 9,990"], None, "ambiguous"),
        (["KWD 1.250", "KWD 2,300.500"], [1.25, 2300.5], ""),
        (["KWD 1.250", "USD 12.50", "USD 9.99"], [1.25, 12.5, 9.99], ""),
        (["EUR 1.250", "EUR 2.500", "EUR 3.750"], [1250, 2500, 3750], ""),
    ],
)
def test_three_decimals_are_no_thousands_where_the_currency_has_them(cells, amounts, problem):
    read = parse_money(cells)
    assert set(read["problem"]) == {problem}
    assert amounts is None or read["amount"].tolist() == amounts


def test_the_currency_that_is_given_counts_as_named():
    assert set(parse_money(["1.250", "2.500", "3.750"], currency="BHD")["problem"]) == {"ambiguous"}
    assert parse_money(["1.250", "2.500", "3.750"], currency="BHD", decimal=".")["amount"].tolist() == [1.25, 2.5, 3.75]


def test_an_answer_per_row_is_matched_by_label_not_by_position():
    dates = pd.Series(["03/04/2025", "03/05/2025", "13/05/2025"], index=["x", "y", "z"])
    day_first = pd.Series([False, True, True], index=["y", "x", "z"])
    read = parse_dates(dates, day_first=day_first)
    assert read["date"].dt.strftime("%d %b").tolist() == ["03 Apr", "05 Mar", "13 May"]
    turned = parse_dates(dates.iloc[::-1], day_first=day_first)
    pd.testing.assert_frame_equal(turned.iloc[::-1], read)
    order = date_order(dates, by=pd.Series(["Bo", "Bo", "Li"], index=["z", "y", "x"])).set_index("group")
    assert order["day_first"].to_dict() == {"Bo": 1, "Li": 0}
    with pytest.raises(ArgumentError, match="other row labels"):
        parse_dates(dates, day_first=pd.Series([True, True, True]))


@pytest.mark.parametrize("limit", [2025, "2025", "2025-03", "03/04/2025", pd.NaT, "soon"])
def test_what_is_no_day_or_two_days_is_no_limit(limit):
    for name in ("earliest", "latest"):
        with pytest.raises(ArgumentError, match=rf"{name}=.* is not a date with one reading"):
            parse_dates(["2025-03-01"], **{name: limit})


def test_limits_are_read_as_people_write_days():
    for limit in ("2025-3-1", "1 March 2025", "13/03/2025", dt.date(2025, 3, 1), pd.Timestamp("2025-03-01", tz="UTC")):
        assert parse_dates(["2025-03-20"], earliest=limit)["problem"].tolist() == [""]


def test_years_and_days_that_became_numbers_are_read():
    read = parse_dates(["2025.0", "2024.00", "20250304.0", "202511.0"])
    assert read["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-01", "2024-01-01", "2025-03-04", "2025-11-01"]


def test_a_filled_column_keeps_its_kind():
    days = pd.DataFrame({"promised": pd.to_datetime(["2025-01-01", None])})
    filled = fill_missing(days, {"promised": dt.date(2025, 2, 1)})
    assert filled["promised"].dtype.kind == "M"
    assert filled["promised"].iloc[1] == pd.Timestamp("2025-02-01")
    zoned = days.assign(promised=days["promised"].dt.tz_localize("Asia/Shanghai"))
    assert fill_missing(zoned, {"promised": dt.date(2025, 2, 1)})["promised"].dt.tz is not None
    with pytest.raises(ColumnError, match="cannot hold '2025-02-01'"):
        fill_missing(pd.DataFrame({"n": [1.0, None]}), {"n": dt.date(2025, 2, 1)})


def test_nullable_numbers_truths_and_categories_are_filled_or_refused_in_words():
    held = pd.DataFrame(
        {
            "number": pd.array([1, None, 3], dtype="Int64"),
            "truth": pd.array([True, None, True], dtype="boolean"),
            "grade": pd.Categorical([1, 2, None]),
        }
    )
    filled = fill_missing(held, {"number": "median", "truth": "most common", "grade": "median"})
    assert filled[["number", "truth", "grade"]].values.tolist() == [[1, True, 1], [2, True, 2], [3, True, 1.5]]
    for way in ("zero", "median", "unknown"):
        with pytest.raises(ColumnError, match="holds yes or no"):
            fill_missing(held, {"truth": way})


def test_years_as_headers_work_like_any_other_name():
    table = pd.DataFrame({2024: [1.0, 3.0, None], 2025: ["x", "-", "x"]})
    assert reveal_missing(table)[2025].isna().tolist() == [False, True, False]
    assert fill_missing(table, {2024: "median by 2025"})[2024].tolist() == [1.0, 3.0, 1.0]


def test_headers_that_occur_twice_are_kept_apart_or_refused():
    twice = pd.DataFrame([["-", "x"], ["y", "n/a"]], columns=["a", "a"])
    assert reveal_missing(twice).isna().to_numpy().tolist() == [[True, False], [False, True]]
    with pytest.raises(ColumnError, match="There are 2 columns 'a'"):
        fill_missing(twice, {"a": "unknown"})


def newest(dates):
    table = pd.DataFrame({"name": ["a"] * len(dates), "phone": [str(i) for i in range(len(dates))], "upd": dates})
    pairs = pd.DataFrame({"left": [0] * (len(dates) - 1), "right": range(1, len(dates)), "score": 0.9})
    return merge_duplicates(table, pairs, prefer={"phone": "newest by upd"})["phone"].item()


def test_newest_reads_text_dates_in_the_order_that_the_column_proves():
    assert newest(["04/12/2025", "13/06/2025"]) == "0"
    assert newest(["04/12/2025", "06/13/2025"]) == "1"
    with pytest.raises(ColumnError, match=r"holds '04/12/2025', which can be two days.*\(no evidence\)"):
        newest(["04/12/2025", "05/06/2025"])


@pytest.mark.parametrize("letter", ["a", "1", "一", "1,", "- ", "("])
@pytest.mark.parametrize("read", [parse_money, parse_quantity, parse_dates])
def test_a_cell_of_100_000_letters_is_told_at_once(read, letter):
    assert read([letter * 100_000])["problem"].item() in {"unreadable", "ambiguous", "missing"}


@pytest.mark.parametrize("cell", ["1,234.50²", "35³", "12%¹", "¥99⁴"])
def test_a_footnote_is_no_digit(cell):
    for read in (parse_money, parse_quantity):
        found = read([cell])
        assert found.iloc[0, 0] != found.iloc[0, 0]
        assert found["problem"].item() == "unreadable"
