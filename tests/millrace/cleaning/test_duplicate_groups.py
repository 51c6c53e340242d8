"""Groups of duplicates: average linkage without chains, namesakes kept apart, with errors that help."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates import duplicate_clusters
from millrace.errors import ArgumentError, ColumnError


def links(*pairs):
    return pd.DataFrame({"left": [p[0] for p in pairs], "right": [p[1] for p in pairs], "score": 0.9})


def three_rows():
    return pd.DataFrame({"name": ["x", "y", "z"]}, index=list("abc"))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, np.nan, "0.5", True, None])
def test_a_threshold_outside_its_range_is_refused(threshold):
    with pytest.raises(ArgumentError, match=r"threshold is .* must lie between 0 and 1\. Use 0\.5"):
        duplicate_clusters(three_rows(), links("ac"), threshold=threshold)


@pytest.mark.parametrize("keep", [["ac"], ["a"], [("a",)], [("a", "b", "c")], [("a", "a")], [3]])
def test_rows_to_keep_apart_are_pairs(keep):
    with pytest.raises(
        ArgumentError, match=r"keep holds .*\. Pairs of labels of two different rows were expected\. Wr"
    ):
        duplicate_clusters(three_rows(), links("ac"), keep=keep)


def test_pairs_of_unknown_rows_are_refused():
    pairs = pd.DataFrame({"left": ["a"], "right": ["zz"], "score": [1.0]})
    with pytest.raises(ColumnError, match=r"name row 'zz'"):
        duplicate_clusters(three_rows(), pairs)


def test_a_chain_whose_ends_conflict_is_cut():
    listed = pd.DataFrame({"left": [0, 1, 0], "right": [1, 2, 2], "score": [0.95, 0.9, 0.02]})
    table = pd.DataFrame({"name": ["x"] * 3})
    assert duplicate_clusters(table, listed).tolist() == [0, 0, 1]
    assert duplicate_clusters(table, listed[listed["score"] > 0.5]).tolist() == [0, 0, 1]


def test_a_chain_is_joined_when_its_ends_agree_too():
    listed = pd.DataFrame({"left": [0, 1, 0], "right": [1, 2, 2], "score": [0.95, 0.9, 0.4]})
    assert duplicate_clusters(pd.DataFrame({"name": ["x"] * 3}), listed).tolist() == [0, 0, 0]


def test_rows_declared_different_are_kept_apart_through_third_rows():
    listed = pd.DataFrame({"left": [0, 1, 0], "right": [1, 2, 2], "score": [0.9, 0.95, 0.9]})
    groups = duplicate_clusters(pd.DataFrame({"name": ["x"] * 3}), listed, keep=[(0, 2)])
    assert groups[0] != groups[2]
    assert groups[1] == groups[2]


def slow_average_linkage(height, scores, threshold):
    groups = [[i] for i in range(height)]
    while True:
        best = max(
            (
                (np.mean([scores[i, j] for i in a for j in b]), x, y)
                for x, a in enumerate(groups)
                for y, b in enumerate(groups)
                if x < y
            ),
            key=lambda t: t[0],
            default=(0,),
        )
        if best[0] < threshold:
            return {tuple(sorted(g)) for g in groups}
        groups[best[1]] += groups.pop(best[2])


@pytest.mark.parametrize("seed", range(5))
def test_groups_equal_plain_average_linkage_when_all_pairs_are_listed(seed):
    draw = np.random.default_rng(seed)
    half = np.triu(draw.random((9, 9)), 1)
    left, right = np.triu_indices(9, 1)
    listed = pd.DataFrame({"left": left, "right": right, "score": half[left, right]})
    groups = duplicate_clusters(pd.DataFrame(index=range(9)), listed, threshold=0.6)
    got = {tuple(rows) for rows in groups.groupby(groups).groups.values()}
    assert got == slow_average_linkage(9, half + half.T, 0.6)


def test_a_score_at_the_threshold_joins_and_an_average_below_it_does_not():
    assert duplicate_clusters(three_rows(), links("ab"), threshold=0.9).tolist() == [0, 0, 1]
    assert duplicate_clusters(three_rows(), links("ab"), threshold=0.91).tolist() == [0, 1, 2]


def test_groups_are_numbered_in_the_order_of_the_rows_and_carry_their_labels():
    groups = duplicate_clusters(three_rows(), links("bc"))
    assert groups.to_dict() == {"a": 0, "b": 1, "c": 1}
    assert groups.name == "cluster"


def test_a_pair_listed_twice_counts_once_by_its_better_score():
    twice = pd.DataFrame({"left": ["a", "b"], "right": ["b", "a"], "score": [0.2, 0.8]})
    assert duplicate_clusters(three_rows(), twice, threshold=0.7).tolist() == [0, 0, 1]


def half_counted_linkage(height, scores, threshold):
    """Join groups by the average over their pairs; what is not listed is 0, and counts half beside two that are."""

    def average(a, b):
        listed = [scores[i, j] for i in a for j in b if not np.isnan(scores[i, j])]
        unlisted = len(a) * len(b) - len(listed)
        return sum(listed) / (len(listed) + unlisted * (0.5 if len(listed) > 1 else 1)) if listed else -1

    groups = [[i] for i in range(height)]
    while len(groups) > 1:
        best, x, y = max((average(a, b), -x, -y) for x, a in enumerate(groups) for y, b in enumerate(groups) if x < y)
        if best < threshold:
            break
        groups[-x] += groups.pop(-y)
    return {tuple(sorted(group)) for group in groups}


@pytest.mark.parametrize("seed", range(8))
def test_groups_equal_the_definition_when_some_pairs_were_never_looked_at(seed):
    draw = np.random.default_rng(seed)
    left, right = np.triu_indices(10, 1)
    listed = draw.random(len(left)) < 0.6
    left, right = left[listed], right[listed]
    pairs = pd.DataFrame({"left": left, "right": right, "score": draw.random(len(left))})
    scores = np.full((10, 10), np.nan)
    scores[left, right] = scores[right, left] = pairs["score"]
    groups = duplicate_clusters(pd.DataFrame(index=range(10)), pairs, threshold=0.4)
    got = {tuple(rows) for rows in groups.groupby(groups).groups.values()}
    assert got == half_counted_linkage(10, scores, 0.4)


@pytest.mark.parametrize("seed", range(5))
def test_no_group_holds_two_rows_that_are_kept_apart_and_a_higher_threshold_never_makes_fewer(seed):
    draw = np.random.default_rng(seed)
    left, right = np.triu_indices(9, 1)
    pairs = pd.DataFrame({"left": left, "right": right, "score": 0.6 + 0.4 * draw.random(len(left))})
    frame, apart = pd.DataFrame(index=range(9)), [(0, 1), (1, 5), (7, 3)]
    groups = duplicate_clusters(frame, pairs, keep=apart)
    assert all(groups[a] != groups[b] for a, b in apart)
    between = {frozenset((groups[a], groups[b])) for a, b in apart}
    assert len(between) == groups.nunique() * (groups.nunique() - 1) / 2, "only such rows keep two groups from joining"
    counts = [duplicate_clusters(frame, pairs, threshold=t).nunique() for t in (0, 0.6, 0.7, 0.8, 0.9, 1)]
    assert counts == sorted(counts)


def test_the_order_of_pairs_and_the_side_of_a_row_do_not_matter():
    pairs = pd.DataFrame({"left": [0, 1, 2, 4], "right": [1, 2, 3, 5], "score": [0.9, 0.8, 0.95, 0.6]})
    turned = pairs.iloc[::-1].rename(columns={"left": "right", "right": "left"})
    frame = pd.DataFrame(index=range(6))
    assert duplicate_clusters(frame, pairs).tolist() == duplicate_clusters(frame, turned).tolist()


def test_a_row_paired_with_itself_stays_alone():
    assert duplicate_clusters(three_rows(), links("aa")).tolist() == [0, 1, 2]
