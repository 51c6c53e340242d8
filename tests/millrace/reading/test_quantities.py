"""Quantities one by one: how many, of what, in pieces, and what is wrong where something is."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.reading import parse_quantity


def read(cell, **given):
    row = parse_quantity(pd.Series([cell], dtype=object), **given).astype(object).iloc[0]
    assert (row["problem"] == "") == (not pd.isna(row["pieces"]) and row["pieces"] == round(row["pieces"]))
    return tuple(None if pd.isna(value) else value for value in row)


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "pieces"),
    [
        ("12", 12, None, 12), ("12 pcs", 12, "piece", 12), ("12 x", 12, "piece", 12), ("x 12", 12, None, 12),
        ("Qty: 12", 12, None, 12), ("数量:12", 12, None, 12), ("pcs 24", 24, "piece", 24), ("2 doz", 2, "dozen", 24),
        ("1.5 doz", 1.5, "dozen", 18), ("1 1/2 doz", 1.5, "dozen", 18), ("1 and 1/2 doz", 1.5, "dozen", 18),
        ("3/4 doz", 0.75, "dozen", 9), ("half a dozen", 0.5, "dozen", 6), ("半打", 0.5, "dozen", 6),
        ("3 prs", 3, "pair", 6), ("two score", 2, "score", 40), ("1 gross", 1, "gross", 144),
        ("1 great-gross", 1, "great gross", 1728), ("2 hundred", 2, "hundred", 200), ("2k", 2, "thousand", 2000),
        ("2 thousand", 2, "thousand", 2000),
        ("3万", 3, "ten thousand", 30_000), ("一百二十件", 120, "piece", 120), ("twenty four pcs", 24, "piece", 24),
        ("thirty-two", 32, None, 32), ("twenty", 20, None, 20), ("nineteen", 19, None, 19), ("a dozen", 1, "dozen", 12),
        ("zwölf Stück", 12, "piece", 12), ("1e3", 1000, None, 1000), ("1,234", 1234, None, 1234), (7, 7, None, 7),
        (-7, -7, None, -7), (2.0, 2, None, 2), (np.int64(5), 5, None, 5), ("２打", 2, "dozen", 24),
        ("0", 0, None, 0), ("0 doz", 0, "dozen", 0),
    ],
)  # fmt: skip
def test_a_quantity_is_read_with_its_unit_and_counted_out(text, quantity, unit, pieces):
    assert read(text) == (quantity, unit, pieces, "")


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "pieces"),
    [
        ("2 doz 3 pcs", 27, "piece", 27), ("2 doz 3", 27, "piece", 27), ("2 doz + 3", 27, "piece", 27),
        ("2 doz and 3 pcs", 27, "piece", 27), ("2 docenas y 3", 27, "piece", 27),
        ("1 gross 2 doz 3", 171, "piece", 171), ("2打3个", 27, "piece", 27),
        ("2 doz, 3 pcs", 27, "piece", 27), ("3 x 12", 36, None, 36), ("3 * 12", 36, None, 36),
        ("3 pcs x 12", 36, None, 36), ("2 x 3 doz", 6, "dozen", 72), ("3 boxes of 24", 3, "box", 72),
        ("2 ctn x 40 pcs", 2, "carton", 80), ("2 ctn @ 3 doz", 2, "carton", 72),
    ],
)  # fmt: skip
def test_several_numbers_are_added_or_multiplied(text, quantity, unit, pieces):
    assert read(text) == (quantity, unit, pieces, "")


@pytest.mark.parametrize("text", ["-2 doz", "2 doz-", "(2 doz)", "- 2 doz", "( 2 doz )", "−2 doz"])
def test_a_quantity_that_comes_back_is_negative_in_every_column(text):
    assert read(text) == (-2, "dozen", -24, "")


@pytest.mark.parametrize(
    ("text", "signed"), [("-2 doz 3 pcs", -27), ("(3 x 12)", -36), ("-2 x 3 doz", -72), ("(2 ctn x 40)", -80)]
)
def test_the_sign_is_that_of_all_its_numbers(text, signed):
    assert read(text)[2] == signed


@pytest.mark.parametrize(
    ("text", "unit", "problem"),
    [
        ("2 cartons", "carton", "size unknown"), ("2 sets", "set", "size unknown"), ("三箱", "carton", "size unknown"),
        ("5 kg", "kg", "not a count"), ("5 m", "m", "not a count"), ("2 l", "l", "not a count"),
        ("3 yds", "yard", "not a count"),
        ("3 yards", "yard", "not a count"), ("5 g", "g", "not a count"),
        ("1.3 doz", "dozen", "not whole"), ("0.5", None, "not whole"),
        ("½", None, "not whole"),
        ("1,234.5", None, "not whole"), ("1.234", None, "ambiguous"), ("2 x 3 x 4", None, "unreadable"),
        ("(2 doz", None, "unreadable"), ("2 doz)", None, "unreadable"), ("12 apples", None, "unreadable"),
        ("about 20", None, "unreadable"), ("dozen", None, "unreadable"),
        ("二〇二五个", None, "unreadable"), ("n/a", None, "missing"), (None, None, "missing"),
        (True, None, "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_out_says_why(text, unit, problem):
    _, found, pieces, said = read(text)
    assert (found, said) == (unit, problem)
    assert pieces is None or problem == "not whole"


@pytest.mark.parametrize("text", ["12 3", "1,2,3", "12, 3"])
def test_numbers_without_a_unit_between_them_are_not_joined(text):
    assert read(text)[2:] == (None, "ambiguous")


@pytest.mark.parametrize(("comma", "point"), [("1,234", "1.5 doz"), ("12,345 pcs", "2.5 doz")])
def test_the_rest_of_the_column_says_what_a_mark_means(comma, point):
    whole = int(comma.split()[0].replace(",", ""))
    assert parse_quantity([comma, point])["pieces"].tolist()[0] == whole
    assert parse_quantity(["1.234", "2,5 doz"])["pieces"].tolist() == [1234, 30]
    assert parse_quantity(["1.234", "2,5 doz", "2.5 doz"])["problem"].tolist() == ["ambiguous", "", ""]


def test_a_size_of_the_company_goes_before_what_is_built_in():
    assert read("2 doz", sizes={"dozen": 13}) == (2, "dozen", 26, "")
    assert read("2 doz", sizes={"doz": 13}) == (2, "dozen", 26, "")
    assert read("2 Crates", sizes={"crate": 30}) == (2, "crate", 60, "")
    assert read("2 ctns of 5", sizes={"carton": 40}) == (2, "carton", 10, "")
    assert read("1 ctn 3 pcs", sizes={"carton": 40}) == (43, "piece", 43, "")
    assert read("1 x 3 ctn", sizes={"carton": 40}) == (3, "carton", 120, "")
    assert read("2 ctn", sizes={"carton": 2.5}) == (2, "carton", 5, "")


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("7", "dozen", (7, "dozen", 84, "")), (7, "doz", (7, "dozen", 84, "")), ("7 pcs", "dozen", (7, "piece", 7, "")),
        ("2 doz 3", "gross", (27, "piece", 27, "")), ("7", "crates", (7, "crate", 210, "")),
        ("7", None, (7, None, 7, "")),
        ("7", "kg", (7, "kg", None, "not a count")),
    ],
)  # fmt: skip
def test_the_unit_given_is_that_of_bare_numbers_only(cell, unit, expected):
    row = parse_quantity(pd.Series([cell], dtype=object), unit=unit, sizes={"crate": 30}).astype(object).iloc[0]
    assert tuple(None if pd.isna(value) else value for value in row) == expected


@pytest.mark.parametrize("size", [0, -1, True, "40", None, float("nan")])
def test_a_size_must_be_a_number_above_nothing(size):
    with pytest.raises(ArgumentError, match=r"The size of 'carton' is .*A number of pieces above 0"):
        parse_quantity(["7"], sizes={"carton": size})


def test_an_unknown_unit_is_refused_with_all_that_are_known():
    with pytest.raises(ArgumentError, match=r"unit='crat' is not known.*dozen.*crate\. Did you mean 'crate'"):
        parse_quantity(["7"], unit="crat", sizes={"crate": 30})
