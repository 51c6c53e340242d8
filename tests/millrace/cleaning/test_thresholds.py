"""What a matching threshold costs: both mistakes counted on marked pairs, and priced."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import threshold_costs
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture
def world():
    rng = np.random.default_rng(5)
    same = rng.random(300) < 0.5
    score = np.clip(np.where(same, 0.75, 0.45) + rng.normal(0, 0.2, 300), 0, 1)
    pairs = pd.DataFrame({"left": np.arange(300), "right": np.arange(300) + 1000, "score": score})
    return pairs, pairs[["left", "right"]].assign(same=np.where(same, "yes", "no"))


def test_costs_are_those_of_counting_by_hand(world):
    pairs, marked = world
    costs = threshold_costs(pairs, marked, merged_cost=700, apart_cost=90)
    for row in costs.sample(12, random_state=1).itertuples():
        merged, same = pairs["score"] >= row.threshold, marked["same"] == "yes"
        assert row.wrongly_merged == (merged & ~same).sum()
        assert row.wrongly_apart == (~merged & same).sum()
        assert row.cost == 700 * row.wrongly_merged + 90 * row.wrongly_apart


def test_a_score_at_the_threshold_merges_and_each_mistake_has_its_own_price():
    pairs = pd.DataFrame({"left": [1, 1], "right": [2, 3], "score": [0.7, 0.7]})
    marked = pairs[["left", "right"]].assign(same=["no", " YES "])
    costs = threshold_costs(pairs, marked, merged_cost=500, apart_cost=100, thresholds=[0.7, 0.71])
    assert costs[["wrongly_merged", "wrongly_apart", "cost"]].values.tolist() == [[1, 0, 500], [0, 1, 100]]


def test_a_higher_threshold_never_merges_more(world):
    costs = threshold_costs(*world, merged_cost=1, apart_cost=1)
    assert costs["threshold"].tolist() == [round(0.5 + step / 100, 2) for step in range(51)]
    assert costs["wrongly_merged"].is_monotonic_decreasing
    assert costs["wrongly_apart"].is_monotonic_increasing


def test_it_does_not_matter_which_of_a_pair_stands_left(world):
    pairs, marked = world
    turned = marked.rename(columns={"left": "right", "right": "left"})
    both = [threshold_costs(pairs, m, merged_cost=5, apart_cost=3) for m in (marked, turned)]
    pd.testing.assert_frame_equal(*both)


def test_a_marked_pair_that_was_never_proposed_is_never_merged(world):
    pairs, marked = world
    costs = threshold_costs(pairs.iloc[:0], marked, merged_cost=1, apart_cost=1, thresholds=[0.01])
    assert costs["wrongly_apart"].item() == (marked["same"] == "yes").sum()
    assert costs["wrongly_merged"].item() == 0


def test_true_and_false_are_understood_as_yes_and_no(world):
    pairs, marked = world
    said = marked.assign(same=marked["same"] == "yes")
    both = [threshold_costs(pairs, m, merged_cost=5, apart_cost=3) for m in (marked, said)]
    pd.testing.assert_frame_equal(*both)


def test_another_word_than_yes_or_no_is_refused(world):
    pairs, marked = world
    marked.loc[3, "same"] = "perhaps"
    with pytest.raises(ArgumentError, match=r"hold 'perhaps'\. Expected yes or no"):
        threshold_costs(pairs, marked, merged_cost=1, apart_cost=1)


def test_no_marked_pair_at_all_is_refused(world):
    pairs, marked = world
    with pytest.raises(ArgumentError, match="no marked pair at all"):
        threshold_costs(pairs, marked.iloc[:0], merged_cost=1, apart_cost=1)


@pytest.mark.parametrize("name", ["merged_cost", "apart_cost"])
@pytest.mark.parametrize("cost", [-1, np.nan])
def test_a_mistake_never_earns_money(world, name, cost):
    with pytest.raises(ArgumentError, match=rf"{name}={cost} was given\. A sum of 0 or more was expected\. Give the"):
        threshold_costs(*world, **{"merged_cost": 1, "apart_cost": 1, name: cost})


@pytest.mark.parametrize("thresholds", [[50], [-0.1], [np.nan], [], 0.5])
def test_thresholds_outside_the_range_of_scores_are_refused(world, thresholds):
    with pytest.raises(ArgumentError, match=r"was given\. Scores between 0 and 1 were expected\. Write them like"):
        threshold_costs(*world, merged_cost=1, apart_cost=1, thresholds=thresholds)


def test_the_ends_of_the_range_may_be_tried(world):
    costs = threshold_costs(*world, merged_cost=1, apart_cost=0, thresholds=[0, 1])
    assert costs["wrongly_apart"].iloc[0] == 0
    assert costs["cost"].tolist() == costs["wrongly_merged"].tolist()


def test_a_misspelt_column_is_named(world):
    pairs, marked = world
    with pytest.raises(ColumnError, match=r"'score' is not in the pairs.*Did you mean 'scores'"):
        threshold_costs(pairs.rename(columns={"score": "scores"}), marked, merged_cost=1, apart_cost=1)
