"""What leaves a kernel comes back as it was, or is refused; it never comes back as something else."""

import collections
import datetime
import decimal
import fractions
import json
import math
import pathlib
import zoneinfo

import numpy as np
import pandas as pd
import pytest

from coursekit.grading.decoding import Unreadable, decode
from coursekit.grading.encoding import Opaque, encode, encode_text

PLAIN = [
    None,
    True,
    7,
    2**80,
    -(10**400),
    1.5,
    math.inf,
    "text 宏",
    "\ud800",
    b"\x00raw",
    bytearray(b"x"),
    3 + 4j,
    ...,
    range(3, 9, 2),
    slice(None, 4),
    [1, [2, (3,)]],
    {(1, "a"): {"b"}},
    frozenset({1, None}),
    collections.Counter("aab"),
    collections.OrderedDict(a=1),
    collections.defaultdict(list, a=[1]),
    collections.deque([1, 2]),
    decimal.Decimal("1.10"),
    fractions.Fraction(1, 3),
    datetime.date(2024, 2, 29),
    datetime.datetime(2024, 2, 29, 1, 2, 3, 4),
    datetime.timedelta(1, 2, 3),
    pathlib.Path("a/b"),
    int,
    np.float32(1.25),
    np.int64(3),
    np.str_("x"),
    np.datetime64("2024-01-01"),
    pd.NaT,
    pd.NA,
    pd.Timestamp("2024-01-01 03:00", tz="Asia/Shanghai"),
    pd.Timedelta("1D 3s"),
    pd.Period("2024-03", "M"),
    pd.Interval(1, 2, closed="left"),
]
ARRAYS = [np.arange(6).reshape(2, 3), np.array([1, "a", None], dtype=object), np.array([], dtype="M8[s]"), np.array(5)]
COLUMNS = {
    "int": [1, 2, 3],
    "float": [1.5, np.nan, -0.0],
    "text": ["a", None, "宏"],
    "object": pd.Series([1, "a", None], dtype=object),
    "day": pd.to_datetime(["2024-01-01", None, "2025-06-07"]),
    "zoned": pd.to_datetime(["2024-01-01", None, "2025-06-07"]).tz_localize("Europe/Paris"),
    "span": pd.to_timedelta(["1D", None, "3h"]),
    "kind": pd.Categorical(["b", None, "a"], categories=["b", "a"], ordered=True),
    "maybe": pd.array([1, None, 3], dtype="Int64"),
    "truth": pd.array([True, None, False], dtype="boolean"),
    "word": pd.array(["a", None, "b"], dtype="string"),
    "month": pd.PeriodIndex(["2024-01", None, "2024-03"], freq="M"),
    "bin": pd.cut([1, 2, 3], 2),
}


def there_and_back(value):
    return decode(json.loads(encode_text(value)))


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: f"{type(value).__name__} {value!r:.20}")
def test_plain_values_come_back_with_kind_and_value(value):
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back is value if value is pd.NaT or value is pd.NA else back == value


@pytest.mark.parametrize(
    "zone", [zoneinfo.ZoneInfo("Europe/Berlin"), datetime.UTC, datetime.timezone(datetime.timedelta(hours=8))]
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_moment_in_a_zone_comes_back_in_its_zone(zone, fold):
    moment = datetime.datetime(2024, 10, 27, 2, 30, tzinfo=zone, fold=fold)
    back = there_and_back(moment)
    assert (back, back.utcoffset(), str(back.tzinfo)) == (moment, moment.utcoffset(), str(zone))


def test_a_number_that_is_none_and_a_negative_zero_come_back():
    assert math.isnan(there_and_back(math.nan))
    assert math.copysign(1, there_and_back(-0.0)) == -1


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype} {array.shape}")
def test_arrays_come_back_and_can_be_written_to(array):
    back = there_and_back(array)
    np.testing.assert_array_equal(back, array)
    assert (back.dtype, back.shape, back.flags.writeable) == (array.dtype, array.shape, True)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_kind_of_column_comes_back(name):
    series = pd.Series(COLUMNS[name], name=name, index=["x", "y", "z"])
    pd.testing.assert_series_equal(there_and_back(series), series, check_freq=True)


def test_tables_come_back_with_labels_kinds_and_what_they_remember():
    frame = pd.DataFrame(COLUMNS).set_index(["int", "text"])
    frame.attrs["checkpoint"] = "orders"
    back = there_and_back(frame)
    pd.testing.assert_frame_equal(back, frame)
    assert back.attrs == frame.attrs
    back.iloc[0, 0] = 7.0


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(2, 8, 2, name="n"),
        pd.date_range("2024-01-01", periods=3, freq="D"),
        pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None]),
        pd.Index([("a", 1), ("b", 2)], tupleize_cols=False),
    ],
    ids=lambda index: type(index).__name__,
)
def test_labels_come_back(index):
    back = there_and_back(index)
    pd.testing.assert_index_equal(back, index, exact=True)
    assert getattr(back, "freq", None) == getattr(index, "freq", None)


def test_two_columns_of_one_name_come_back():
    frame = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"])
    pd.testing.assert_frame_equal(there_and_back(frame), frame)


class AlwaysEqual(int):
    """What a cheat hands in."""

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Frame(pd.DataFrame):
    """A table with other manners."""


@pytest.mark.parametrize(
    "value",
    [
        AlwaysEqual(3),
        [AlwaysEqual(3)],
        Frame({"a": [1]}),
        np.array([AlwaysEqual(1)], dtype=object),
        object(),
        (i for i in "a"),
        open,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_could_lie_about_itself_is_refused(value):
    with pytest.raises(Opaque, match="of the kind"):
        there_and_back(value)


def test_a_value_within_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(Opaque, match="nested deeper"):
        there_and_back(endless)


def test_a_value_beyond_the_limit_is_refused_with_its_size():
    with pytest.raises(Opaque, match="a value of 1002 characters"):
        decode(json.loads(encode_text("x" * 1000, limit=100)))


def test_a_value_that_breaks_while_it_is_read_is_refused():
    class Broken:
        @property
        def __class__(self):
            raise RuntimeError("no")

    with pytest.raises(Opaque):
        there_and_back(Broken())


@pytest.mark.parametrize(
    "forged",
    [
        [],
        {"v": 1},
        {"t": "array", "dtype": "O", "shape": [1], "v": "AAAAAAAAAAA="},
        {"t": "array", "dtype": "<f8", "shape": [9, 9, 9], "v": ""},
        {"t": "scalar", "dtype": "<f8", "v": ""},
        {"t": "array", "dtype": "<i8", "shape": [1], "v": "not base64"},
        {"t": "int", "v": "import os"},
        {"t": "frame", "index": {}, "columns": {}, "v": [], "attrs": None},
        {"t": "set", "v": [{"t": "list", "v": []}]},
        {"t": "pickle", "v": "gASV"},
        {"t": "Decimal", "v": "1" * 20_000},
        {"t": "defaultdict", "f": "eval", "v": []},
        {"t": "type", "v": "Popen"},
    ],
    ids=lambda forged: json.dumps(forged)[:40],
)
def test_forged_texts_are_refused(forged):
    with pytest.raises(Unreadable):
        decode(forged)


def test_a_module_comes_back_only_when_the_trainer_names_it():
    written = encode(json)
    assert decode(written, modules={"json"}) is json
    with pytest.raises(Opaque, match="the module json"):
        decode(written, modules={"math"})
