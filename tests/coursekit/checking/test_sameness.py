"""Two answers are the same only when no check could tell them apart."""

import datetime

import numpy as np
import pandas as pd
import pytest

from coursekit.checking.sameness import same_value

TABLE = pd.DataFrame({"a": [1, 2], "b": ["x", None], "d": pd.to_datetime(["2024-01-01", None])})
NAN = float("nan")


@pytest.mark.parametrize(
    "make",
    [
        lambda: TABLE.copy(),
        lambda: TABLE["a"].copy(),
        lambda: TABLE.index,
        lambda: np.array([1.0, NAN]),
        lambda: {"a": [1, (2, 3)], "b": None},
        lambda: NAN,
        lambda: "x",
        lambda: datetime.date(2024, 1, 1),
        lambda: pd.Timestamp("2024-01-01"),
    ],
)
def test_the_same_made_twice_is_the_same(make):
    assert same_value(make(), make())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TABLE, TABLE.iloc[::-1]),
        (TABLE, TABLE[["b", "a", "d"]]),
        (TABLE, TABLE.astype({"a": "float64"})),
        (TABLE, TABLE.set_index("a", drop=False)),
        (TABLE, TABLE.rename(columns={"a": "A"})),
        (TABLE["a"], TABLE["a"].rename("b")),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([1, 2]), np.array([[1, 2]])),
        (1, True),
        (1, 1.0),
        ([1], (1,)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (print, print),
        (NAN, 1.0),
    ],
)
def test_any_difference_counts_and_doubt_means_different(first, second):
    assert not same_value(first, second)
