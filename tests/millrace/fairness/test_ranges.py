"""Ranges hold what they promise, small groups included, and chance is that of the exact test."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from millrace.fairness.evidence import chance_of_gap, guarded
from millrace.fairness.ranges import difference_range, mean_difference_range, mean_range, rate_range, ratio_range


def ranges(k1, n1, k0, n0, confidence=0.95):
    one, other = (rate_range(*np.broadcast_arrays(np.atleast_1d(k), n), confidence) for k, n in ((k1, n1), (k0, n0)))
    rates = np.atleast_1d(k1) / n1, np.atleast_1d(k0) / n0
    return rates, difference_range(rates[0], one, rates[1], other), ratio_range(rates[0], one, rates[1], other)


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 5, 20), (10, 10, 0, 20)])
def test_the_range_of_a_difference_is_newcombes(counts):
    _, (low, high), _ = ranges(*counts)
    theirs = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    assert (low[0], high[0]) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (200, 1000, 300, 1000), (30, 60, 20, 40)])
def test_the_range_of_a_ratio_is_near_the_score_range(counts):
    _, _, (low, high) = ranges(*counts)
    theirs = confint_proportions_2indep(*counts, method="score", compare="ratio")
    assert (low[0], high[0]) == pytest.approx(theirs, rel=0.03)


@pytest.mark.parametrize(("sizes", "rates"), [((12, 15), (0.3, 0.5)), ((40, 400), (0.3, 0.44)), ((10, 30), (0.8, 0.9))])
def test_ranges_cover_as_they_say_in_small_groups(sizes, rates):
    """Worked out over all tables that can be, not drawn."""
    (n1, n0), (p1, p0) = sizes, rates
    k1, k0 = (one.ravel() for one in np.meshgrid(np.arange(n1 + 1), np.arange(n0 + 1), indexing="ij"))
    weight = stats.binom.pmf(k1, n1, p1) * stats.binom.pmf(k0, n0, p0)
    _, gap, ratio = ranges(k1, n1, k0, n0)
    for (low, high), truth in ((gap, p1 - p0), (ratio, p1 / p0)):
        covered = weight[(low <= truth) & (truth <= high) | (k0 == 0)].sum()
        assert 0.92 < covered < 0.99


def test_no_range_is_ever_upside_down_or_without_its_rate():
    k1, k0 = (one.ravel() for one in np.meshgrid(np.arange(13), np.arange(10), indexing="ij"))
    rates, gap, ratio = ranges(k1, 12, k0, 9)
    value = rates[0] - rates[1]
    assert ((gap[0] <= value + 1e-12) & (value <= gap[1] + 1e-12)).all()
    some = k0 > 0
    times = rates[0][some] / rates[1][some]
    assert ((ratio[0][some] <= times + 1e-12) & (times <= ratio[1][some] + 1e-12)).all()
    assert (ratio[0] >= 0).all()


def test_chance_is_fishers_and_large_tables_go_on_smoothly():
    for k1, n1, k0, n0 in ((3, 10, 8, 10), (0, 5, 5, 9), (300, 700, 346, 700)):
        tails = [
            stats.fisher_exact([[k1, n1 - k1], [k0, n0 - k0]], alternative=one).pvalue for one in ("less", "greater")
        ]
        assert chance_of_gap(k1, n1, k0, n0)[0] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6)
    exact = 2 * stats.hypergeom.cdf(3900, 20_000, 8000, 10_000)
    assert chance_of_gap(3900, 10_000, 4100, 10_000)[0] == pytest.approx(exact, rel=0.02)
    assert chance_of_gap(0, 0, 3, 10)[0] == 1


def test_the_guard_is_holms_and_counts_comparisons_that_are_not_shown():
    assert guarded(np.array([0.01, 0.04, 0.03]), of=3).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert guarded(np.array([0.01, np.nan]), of=10).tolist()[0] == pytest.approx(0.1)


def test_means_have_the_ranges_of_student_and_welch():
    rng = np.random.default_rng(1)
    one, other = rng.normal(50, 10, 40), rng.normal(55, 20, 25)
    low, high = mean_range(*(np.array([x]) for x in (one.mean(), one.std(ddof=1), 40)), 0.95)
    assert (low[0], high[0]) == pytest.approx(stats.t.interval(0.95, 39, one.mean(), stats.sem(one)))
    welch = stats.ttest_ind(one, other, equal_var=False)
    gap = mean_difference_range(
        np.array([one.mean() - other.mean()]),
        (np.array([one.std(ddof=1)]), np.array([other.std(ddof=1)])),
        (np.array([40]), np.array([25])),
        0.95,
    )
    assert gap[2][0] == pytest.approx(welch.pvalue)
    assert (gap[0][0], gap[1][0]) == pytest.approx(tuple(welch.confidence_interval()))
