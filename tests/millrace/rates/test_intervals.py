"""Shares and differences: equal to statsmodels, to one-line formulas and to published values."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from millrace import rates
from millrace.errors import ArgumentError

COUNTS = np.array([0, 1, 2, 2, 3, 8, 50, 100])
TOTALS = np.array([5, 1, 2, 9, 4, 35, 1000, 100])


@pytest.mark.parametrize(("ours", "theirs"), [("wilson", "wilson"), ("jeffreys", "jeffreys"), ("exact", "beta")])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_ranges_equal_those_of_statsmodels(ours, theirs, confidence):
    table = rates.share(COUNTS, TOTALS, method=ours, confidence=confidence)
    low, high = proportion_confint(COUNTS, TOTALS, alpha=1 - confidence, method=theirs)
    np.testing.assert_allclose(table[["low", "high"]], np.column_stack([low, high]), atol=1e-9)


def test_ranges_equal_their_formulas():
    z, p = stats.norm.ppf(0.975), COUNTS / TOTALS
    middle, width = p + z**2 / 2 / TOTALS, z * np.sqrt(p * (1 - p) / TOTALS + z**2 / 4 / TOTALS**2)
    wilson = np.column_stack([middle - width, middle + width]) / (1 + z**2 / TOTALS)[:, None]
    np.testing.assert_allclose(rates.share(COUNTS, TOTALS)[["low", "high"]], wilson.clip(0, 1), atol=1e-9)
    exact = rates.share(8, 35, method="exact").iloc[0]
    assert stats.binom.sf(7, 35, exact["low"]) == pytest.approx(0.025)
    assert stats.binom.cdf(8, 35, exact["high"]) == pytest.approx(0.025)


def test_ranges_hold_the_truth_as_often_as_they_say():
    events = np.arange(31)
    for truth in (0.05, 0.2, 0.5):
        chance = stats.binom.pmf(events, 30, truth)
        covered = {}
        for method in ("wilson", "jeffreys", "exact"):
            table = rates.share(events, [30] * 31, method=method)
            covered[method] = chance[(table["low"] <= truth) & (truth <= table["high"])].sum()
        assert covered["exact"] >= 0.95
        assert min(covered.values()) > 0.92


def test_no_pieces_tell_nothing_and_stop_nothing():
    table = rates.share([0, 2], [0, 4])
    assert table["remark"].tolist() == ["too few to say", ""]
    assert table.loc[0, ["low", "high"]].tolist() == [0, 1]
    assert np.isnan(table.loc[0, "rate"])


def test_the_index_of_a_column_is_kept_and_one_count_is_one_row():
    table = rates.share(pd.Series([1, 2], index=["Li", "Wu"]), pd.Series([5, 5], index=["Li", "Wu"]))
    assert table.index.tolist() == ["Li", "Wu"]
    assert len(rates.share(1, 5)) == 1
    assert rates.share(pd.Series([1, 2], dtype="Int64"), 5)["pieces"].tolist() == [5, 5]


@pytest.mark.parametrize(
    ("count", "total", "says"),
    [
        (3, 2, "'count' is 3 where 'total' is 2"),
        (-1, 2, "'count' holds -1.0"),
        (1.5, 2, "holds 1.5"),
        (None, 2, "holds nan"),
        ("many", 2, "'count' is 'many'"),
        ([1, 2, 3], [4, 5], "has 3 numbers and 'total' has 2"),
    ],
)
def test_counts_that_cannot_be_are_refused(count, total, says):
    with pytest.raises(ArgumentError, match=says):
        rates.share(count, total)


@pytest.mark.parametrize("asked", [{"method": "wilsen"}, {"confidence": 95}, {"confidence": "high"}])
def test_other_methods_and_confidences_are_refused(asked):
    with pytest.raises(ArgumentError, match="was given"):
        rates.share(1, 2, **asked)


# Newcombe 1998, table II, method 10
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_are_those_that_newcombe_published(counts, low, high):
    row = rates.difference(*counts).iloc[0]
    assert row["low"] == pytest.approx(low, abs=6e-5)
    assert row["high"] == pytest.approx(high, abs=6e-5)
    back = rates.difference(*counts[2:], *counts[:2]).iloc[0]
    assert (back["low"], back["high"]) == pytest.approx((-row["high"], -row["low"]))


def test_a_difference_is_told_only_from_enough_pieces_and_beyond_chance():
    table = rates.difference([2, 30, 3, 5, 0], [2, 100, 100, 100, 0], [5, 10, 30, 6, 1], 100)
    assert table["verdict"].tolist() == [
        "too few to say",
        "a is higher",
        "b is higher",
        "no different that we can see",
        "too few to say",
    ]
    assert table.iloc[-1][["low", "high"]].tolist() == [-1, 1]
