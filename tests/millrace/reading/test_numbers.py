import re

import numpy as np
import pandas as pd
import pytest

from millrace.reading.numbers import (
    FIGURE_CELL,
    NUMBER,
    NUMBER_CELL,
    NUMBER_IN_SENTENCE,
    PLAIN_NUMBER,
    likeliest_number,
    read_numbers,
)

PATTERNS = {
    "plain": PLAIN_NUMBER,
    "number": NUMBER,
    "sentence": NUMBER_IN_SENTENCE,
    "cell": NUMBER_CELL,
    "figure": FIGURE_CELL,
}


def fits(text):
    return {name for name, pattern in PATTERNS.items() if re.fullmatch(pattern, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.50", {"plain", "number", "sentence", "cell", "figure"}),
        ("1,234.50", {"number", "sentence", "cell", "figure"}),
        ("007", {"number", "sentence", "cell", "figure"}),
        ("-3", {"plain", "cell", "figure"}),
        ("1 200", {"number", "cell", "figure"}),
        ("1\u00a0200", {"cell", "figure"}),
        ("(35.50)", {"cell", "figure"}),
        ("CNY 1,200.00", {"cell", "figure"}),
        ("12 pcs", {"figure"}),
        ("BG-4", {"cell"}),
        ("1e5", {"number", "cell"}),
        ("abc", set()),
        ("2024-01-05", set()),
    ],
)
def test_each_pattern_of_numbers_takes_what_its_name_says(text, expected):
    assert fits(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234.0),
        ("1.234,50", 1234.5),
        ("12,50", 12.5),
        ("1'234.50", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("1.234.567", 1234567.0),
        ("1,23,456", 123456.0),
        (".5", 0.5),
        ("1.2.3", np.nan),
        ("", np.nan),
    ],
)
def test_a_number_alone_is_read_by_point_or_else_by_comma(text, value):
    assert likeliest_number(text) == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,50", "0,123", "1 234.5", "12"])
def test_a_number_alone_is_read_as_in_a_column(text):
    row = read_numbers([text]).iloc[0]
    assert likeliest_number(text) == (row["comma"] if pd.isna(row["point"]) else row["point"])


def test_no_texts_give_an_empty_table_of_numbers():
    assert read_numbers([]).dtypes[["point", "comma"]].tolist() == [np.dtype(float)] * 2
    assert read_numbers([None])["point"].isna().all()
