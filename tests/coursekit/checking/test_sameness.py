"""Two answers are the same only when no check could tell them apart."""

import datetime

import numpy as np
import pandas as pd
import pytest

from coursekit.checking.sameness import same_content, same_value

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
        (TABLE, TABLE.rename_axis("row")),
        (TABLE, TABLE.rename_axis(columns="what")),
        (TABLE, TABLE.set_axis([0.0, 1.0])),
        (TABLE, TABLE.assign(a=[1, 3])),
        (TABLE["a"], TABLE["a"].rename("b")),
        (TABLE["a"], TABLE["a"].set_axis([1, 2])),
        (TABLE["a"], TABLE["a"] + 1),
        (TABLE["a"], TABLE[["a"]]),
        (np.array([1, 2]), np.array([1, 3])),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1, 2], [1]),
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


BY_FIRM = TABLE.assign(a=["x", "y"])


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BY_FIRM.copy(), True),
        (BY_FIRM.set_index("a"), True),
        (BY_FIRM.set_index(["a", "b"]), True),
        (BY_FIRM.set_index("a", drop=False), False),
        (BY_FIRM.set_axis(["p", "q"]), False),
        (BY_FIRM.iloc[::-1].set_index("a"), False),
        (BY_FIRM.set_index("b"), False),
        (None, False),
    ],
)
def test_a_key_in_the_index_says_the_same_as_one_in_the_first_columns(other, same):
    assert same_content(BY_FIRM, other) is same
    assert same_content(other, BY_FIRM) is same


def test_a_column_labelled_by_its_key_is_a_table_of_two_columns():
    assert same_content(BY_FIRM[["a", "d"]], BY_FIRM.set_index("a")["d"])
    assert not same_content(BY_FIRM[["a", "d"]], BY_FIRM.set_index("a")["b"])
