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
    chinese_number,
    decide_numbers,
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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("廿五", 25), ("一百零五", 105), ("百", 100),
        ("三百二十", 320), ("两千", 2000), ("二千〇一十", 2010), ("壹万贰仟", 12_000), ("拾叁", 13), ("十万", 100_000),
        ("一亿二千万", 120_000_000), ("三億", 300_000_000), ("肆佰伍拾陆", 456), ("柒捌", None), ("半", 0.5),
        ("", None), ("三a", None), ("二〇二五", None), ("二〇", None), ("3", None), ("半半", None),
    ],
)  # fmt: skip
def test_a_number_in_chinese_numerals_is_read_or_is_none(text, number):
    assert chinese_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)


def in_chinese(n):
    """Write 0 to 99,999 in everyday numerals, zeros inside as one 零."""
    text = "".join(
        "零一二三四五六七八九"[int(d)] + u for d, u in zip(f"{n:05d}", ["万", "千", "百", "十", ""], strict=True)
    )
    text = re.sub("零[万千百十]", "零", text).strip("零")
    return re.sub("零+", "零", text) or "零"


@pytest.mark.parametrize("start", range(0, 100_000, 9973))
def test_every_number_in_chinese_numerals_is_read_back(start):
    assert all(chinese_number(in_chinese(n)) == n for n in range(start, min(start + 60, 100_000)))


@pytest.mark.parametrize(
    ("text", "point", "comma", "proof"),
    [
        ("1,234", 1234, 1.234, ""), ("1.234", 1.234, 1234, ""), ("1,234.5", 1234.5, None, "."),
        ("1.234,5", None, 1234.5, ","),
        ("12,5", None, 12.5, ","), ("12.5", 12.5, None, "."), ("0,123", None, 0.123, ","), ("0.123", 0.123, None, "."),
        ("00.123", 0.123, 123, ""), ("10,123", 10123, 10.123, ""), ("1,234,567", 1234567, None, "."),
        ("1.234.567", None, 1234567, ","), ("1,23,456", 123456, None, "."), ("1,2345", 12345, 1.2345, ""),
        ("1 234", 1234, 1234, ""), ("1'234,5", None, 1234.5, ","), ("12", 12, 12, ""), (".5", 0.5, None, "."),
        (",5", None, 0.5, ","), ("5.", 5, None, "."), ("1e3", 1000, 1000, ""), ("1.5e3", 1500, None, "."),
        ("1,,5", None, None, ""),
        ("٣٫٥", 3.5, None, "."), (".", None, None, ""), ("1 23", None, None, ""), ("1234,567", None, 1234.567, ","),
    ],
)  # fmt: skip
def test_each_text_has_a_value_by_point_or_by_comma_and_says_what_it_proves(text, point, comma, proof):
    row = read_numbers([text]).iloc[0]
    assert row["proof"] == proof
    assert [row["point"], row["comma"]] == pytest.approx(
        [np.nan if v is None else v for v in (point, comma)], nan_ok=True
    )


def decided(texts, *, counts=None, groups=None, decimal=None):
    table = decide_numbers(texts, counts=counts or [1] * len(texts), groups=groups, decimal=decimal)
    assert not (table["ambiguous"] & table["number"].notna()).any()
    return table["number"].where(~table["ambiguous"], "ambiguous").tolist()


@pytest.mark.parametrize(
    ("points", "commas", "number"), [(98, 2, 1234.0), (97, 3, "ambiguous"), (2, 98, 1.234), (3, 97, "ambiguous")]
)
def test_a_mark_is_clear_from_98_in_100_proofs_on(points, commas, number):
    assert decided(["1,234", "0.5", "0,5"], counts=[1, points, commas])[0] == number


@pytest.mark.parametrize(
    ("texts", "groups", "numbers"),
    [
        (["1,234", "0.5", "1,234", "0,5"], ["USD", "USD", "EUR", "EUR"], [1234, 0.5, 1.234, 0.5]),
        (["1,234", "0.5"], ["USD", "EUR"], [1234, 0.5]),
        (["1,234", "0.5", "0,5"], ["USD", "EUR", "EUR"], ["ambiguous", 0.5, 0.5]),
        (["1,234", "0.5", "0,5", "0.7"], ["USD", "USD", "USD", "EUR"], ["ambiguous", 0.5, 0.5, 0.7]),
        (["1,234", "0.5"], [None, None], [1234, 0.5]),
    ],
)
def test_proof_within_the_kind_goes_before_proof_from_the_column(texts, groups, numbers):
    assert decided(texts, groups=groups) == numbers


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1,250", "2,500", "3,750"], [1250, 2500, 3750]), (["1.250", "2.500", "3.750"], [1250, 2500, 3750]),
        (["1,250", "2,500"], ["ambiguous"] * 2), (["1,250", "2,500", "3.750"], ["ambiguous"] * 3),
        (["1,250", "2,500", "2,500"], ["ambiguous"] * 3), (["1,250", "2,500", "3,750", "12"], [1250, 2500, 3750, 12]),
        (["1,250", "2,500", "3,750", "0.5"], [1250, 2500, 3750, 0.5]),
        (["1,250", "2,500", "3,750", "0,5"], [1.25, 2.5, 3.75, 0.5]),
        (["1,250", "2,500", "3,750", None], [1250, 2500, 3750, None]),
    ],
)  # fmt: skip
def test_three_different_whole_thousands_are_a_habit(texts, numbers):
    assert [None if isinstance(n, float) and np.isnan(n) else n for n in decided(texts)] == numbers


@pytest.mark.parametrize(("decimal", "number"), [(".", 1234.0), (",", 1.234)])
def test_the_mark_that_the_user_names_is_final(decimal, number):
    assert decided(["1,234", "0.5", "0,7"], decimal=decimal) == [number, 0.5, 0.7]
