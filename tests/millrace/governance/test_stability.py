"""The stability index: equal to a separate counter; what chance alone reaches is said; every row is counted."""

from collections import Counter
from math import log

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.governance import psi
from millrace.governance.stability import by_chance, chance_of, psi_total


def counted_apart(before, after, edges):
    """The index by hand: count, divide, add up."""

    def place(value):
        return sum(value > edge for edge in edges)

    old, new = Counter(map(place, before)), Counter(map(place, after))
    total = 0.0
    for bin_ in set(old) | set(new):
        share, other = max(old[bin_] / len(before), 1e-4), max(new[bin_] / len(after), 1e-4)
        total += (other - share) * log(other / share)
    return total


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "make", [lambda r, n: r.normal(0, 1, n), lambda r, n: r.integers(0, 9, n), lambda r, n: r.poisson(1, n)]
)
def test_the_index_equals_a_separate_counter(seed, make):
    rng = np.random.default_rng(seed)
    before, after = make(rng, 700).astype(float), make(rng, 300) + 0.3
    table = psi(pd.Series(before), pd.Series(after))
    edges = sorted({e for e in np.quantile(before, np.arange(1, 10) / 10) if e < before.max()})
    assert psi_total(table) == pytest.approx(counted_apart(before, after, edges), abs=1e-12)
    assert table["before"].sum() == 700
    assert table["after"].sum() == 300


def test_categories_new_ones_and_empty_cells_are_bins():
    before = pd.Series(["a"] * 50 + ["b"] * 40 + [None] * 10)
    after = pd.Series(["a"] * 50 + ["c"] * 25 + ["d"] * 25)
    table = psi(before, after).set_index("bin")
    assert table.loc["(missing)", ["before", "after"]].tolist() == [10, 0]
    assert table.loc["(not seen before)", ["before", "after"]].tolist() == [0, 50]
    assert table[["before", "after"]].sum().tolist() == [100, 100]
    numbers = psi(pd.Series([1.0, 2.0, np.nan]), pd.Series([np.nan, np.nan, 3.0]))
    assert numbers.loc[numbers["bin"] == "(missing)", "after"].item() == 2


def test_nothing_moved_is_zero_and_order_does_not_matter():
    rng = np.random.default_rng(1)
    one, other = pd.Series(rng.normal(size=200)), pd.Series(rng.normal(size=100))
    assert psi_total(psi(one, one)) == 0
    assert psi_total(psi(one, other)) == psi_total(psi(one.sample(frac=1, random_state=1), other[::-1]))


def test_a_column_that_never_changes_has_one_bin():
    table = psi(pd.Series([3.0] * 5), pd.Series([3.0] * 9))
    assert table[["bin", "before", "after"]].values.tolist() == [["all values", 5, 9]]


def test_what_chance_reaches_holds_in_simulations():
    rng = np.random.default_rng(2)
    above = []
    for _ in range(400):
        table = psi(pd.Series(rng.normal(size=600)), pd.Series(rng.normal(size=250)))
        above.append(psi_total(table) > by_chance(table))
    assert 0.02 <= np.mean(above) <= 0.09


def test_the_tests_are_those_of_scipy():
    from scipy import stats

    rng = np.random.default_rng(3)
    one, other = pd.Series(rng.normal(size=90)), pd.Series(rng.normal(0.4, 1, 60))
    assert chance_of(one, other) == (
        "Kolmogorov-Smirnov",
        pytest.approx(stats.ks_2samp(one, other, method="asymp").pvalue),
    )
    rows = np.array([[30, 40, 30], [50, 20, 30]])
    words = [pd.Series(np.repeat(["a", "b", "c"], counts)) for counts in rows]
    assert chance_of(*words) == ("chi-squared", pytest.approx(stats.chi2_contingency(rows, correction=False).pvalue))


def test_empty_cells_that_come_up_are_noticed():
    rng = np.random.default_rng(4)
    values = pd.Series(rng.normal(size=400))
    holes = values.where(values.index % 5 > 0)
    assert chance_of(values, holes)[1] < 1e-6


def test_rare_categories_are_joined_before_they_are_tested():
    many = pd.Series([f"town {n}" for n in range(40)] + ["a"] * 200)
    assert chance_of(many, many[::-1])[1] == 1.0
    # one more bin for all the rare ones: 40 people of 240 there, 0 here
    from scipy import stats

    plain = pd.Series(["a"] * 240)
    assert chance_of(many, plain)[1] == pytest.approx(
        stats.chi2_contingency([[200, 40], [240, 0]], correction=False).pvalue
    )


@pytest.mark.parametrize(
    ("before", "after", "kind", "says"),
    [
        ([1.0, 2.0], [], ColumnError, "has no rows"),
        ([1.0, 2.0], ["a", "b"], ColumnError, "numbers in one group and text in the other"),
    ],
)
def test_what_cannot_be_compared_is_refused(before, after, kind, says):
    with pytest.raises(kind, match=says):
        psi(pd.Series(before), pd.Series(after))


def test_one_bin_is_refused():
    with pytest.raises(ArgumentError, match="from 2"):
        psi(pd.Series([1.0]), pd.Series([1.0]), bins=1)
