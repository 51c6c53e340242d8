"""What a pain costs: sums add up, ranges are those of the theory, cash is apart from time."""

import numpy as np
import pytest
from scipy import stats

from millrace.errors import ArgumentError
from millrace.painpoints import Part, cost

PARTS = [
    Part("refunds", 4000, 6000, 11_000, source="tickets"),
    Part("searching", 2000, 3000, 7000, kind="time", cash_share=0.25),
    Part("express freight", 500, 500, 500),
]


def rows(**asked):
    return cost(PARTS, **asked).set_index("part")


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_sums_add_up(shape):
    table = rows(shape=shape)
    for column in ("low_per_year", "likely_per_year", "high_per_year", "mean_per_year"):
        parts = table.loc[["refunds", "searching", "express freight"], column]
        assert table.loc["all parts", column] == pytest.approx(parts.sum())
        assert table.loc["of it cash", column] == pytest.approx(parts @ [1, 0.25, 1])
        halves = table.loc["of it cash", column] + table.loc["of it time nobody can spend", column]
        assert halves == pytest.approx(table.loc["all parts", column])


def test_means_and_ends_of_a_part_are_those_of_its_triangle():
    exact = stats.triang(2000 / 7000, loc=4000, scale=7000)
    row = rows().loc["refunds"]
    assert row["mean_per_year"] == pytest.approx(exact.mean())
    assert row[["p10_per_year", "p90_per_year"]].tolist() == pytest.approx(exact.ppf([0.1, 0.9]).tolist())
    assert row["p10_per_year"] == row["p10_together_per_year"]


def test_the_ends_of_a_sum_are_those_of_independent_triangles():
    parts = [Part("a", 0, 0, 1), Part("b", 0, 1, 1)]
    row = cost(parts, draws=200_000).set_index("part").loc["all parts"]
    rng = np.random.default_rng(99)
    brute = rng.triangular(0, 0, 1, 400_000) + rng.triangular(0, 1, 1, 400_000)
    expected = np.quantile(brute, [0.1, 0.9]).tolist()
    assert row[["p10_per_year", "p90_per_year"]].tolist() == pytest.approx(expected, abs=0.004)


def test_moving_together_is_wider_and_its_ends_are_the_sums_of_the_ends():
    table = rows()
    row, parts = table.loc["all parts"], table.iloc[:3]
    assert row["p10_together_per_year"] == pytest.approx(parts["p10_per_year"].sum())
    assert row["p10_together_per_year"] < row["p10_per_year"] < row["mean_per_year"]
    assert row["mean_per_year"] < row["p90_per_year"] < row["p90_together_per_year"]


def test_one_part_alone_has_the_same_ends_either_way():
    table = cost([PARTS[0]], draws=100_000).set_index("part")
    row = table.loc["all parts"]
    assert row["p10_per_year"] == pytest.approx(row["p10_together_per_year"], rel=0.01)


def test_what_is_known_exactly_has_no_range():
    row = cost([Part("rent", 12, 12, 12), Part("fee", 3, 3, 3)]).set_index("part").loc["all parts"]
    assert set(row.filter(like="per_year")) == {15.0}


def test_the_seed_decides_and_sources_stay():
    assert cost(PARTS, seed=1).equals(cost(PARTS, seed=1))
    assert not cost(PARTS, seed=1).equals(cost(PARTS, seed=2))
    assert cost(PARTS)["source"].tolist() == ["tickets", "", "", "", "", ""]


def test_nothing_but_zero_costs_nothing():
    assert cost([Part("a", 0, 0, 0)]).filter(like="per_year").to_numpy().max() == 0


def test_a_wrong_list_of_parts_is_refused():
    with pytest.raises(ArgumentError, match=r"parts holds no part\. A list of parts was expected"):
        cost([])
