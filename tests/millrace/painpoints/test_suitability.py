"""Suitability: a weighted mean with risk turned round, ties and overlaps named, nothing scored without a level."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.painpoints import criteria, suitability

WEIGHTS = {"data": 3, "feasibility": 2, "return": 3, "fit": 1, "risk": 2}


def ideas(**change):
    frame = {
        "option": ["replies", "stock", "photos"],
        "data": [4, 4, 2],
        "feasibility": [5, 4, 2],
        "return": [2, 4, 4],
        "fit": [4, 3, 2],
        "risk": [4, 2, 3],
    }
    return pd.DataFrame(frame | change)


def test_every_level_of_every_criterion_is_described_and_only_risk_is_reversed():
    table = criteria()
    levels = table[[f"level_{level}" for level in range(1, 6)]]
    assert levels.stack().str.len().min() > 10
    assert levels.stack().is_unique
    assert table.loc[table["reversed"], "criterion"].tolist() == ["risk"]


def test_the_score_is_the_weighted_mean_with_risk_turned_round():
    table = suitability(ideas(), weights=WEIGHTS).set_index("option")
    assert table.loc["replies", "score"] == pytest.approx((3 * 4 + 2 * 5 + 3 * 2 + 4 + 2 * (6 - 4)) / 11)
    assert table.loc["replies", "risk"] == 2
    assert table["rank"].to_dict() == {"stock": 1, "replies": 2, "photos": 3}


def test_scaling_the_weights_changes_nothing():
    scaled = {name: weight * 17.3 for name, weight in WEIGHTS.items()}
    pd.testing.assert_frame_equal(suitability(ideas(), weights=WEIGHTS), suitability(ideas(), weights=scaled))


@pytest.mark.parametrize(("all_of_it", "score"), [(1, 1), (5, 5), (3, 3)])
def test_an_option_at_one_level_everywhere_has_that_score(all_of_it, score):
    frame = pd.DataFrame({"option": ["a"], **{name: [all_of_it] for name in WEIGHTS}, "risk": [6 - all_of_it]})
    assert suitability(frame, weights=WEIGHTS)["score"].item() == score


def test_ties_share_a_rank_and_are_named():
    table = suitability(
        ideas(option=["a", "b", "c"], data=[4, 4, 4]), weights=dict(zip(WEIGHTS, [1, 0, 0, 0, 0], strict=True))
    )
    assert table["rank"].tolist() == [1, 1, 1]
    assert table["tied_with"].tolist() == ["b, c", "a, c", "a, b"]


def test_ranges_give_a_lowest_and_a_highest_score_and_overlaps_are_named():
    frame = ideas().drop(columns=["data", "risk"])
    frame = frame.assign(data_low=[2, 4, 1], data_likely=[4, 4, 2], data_high=[5, 5, 2])
    frame = frame.assign(risk_low=[1, 2, 3], risk_likely=[4, 2, 3], risk_high=[5, 2, 3])
    table = suitability(frame, weights=WEIGHTS).set_index("option")
    row = table.loc["replies"]
    assert row["score_low"] == pytest.approx((3 * 2 + 2 * 5 + 3 * 2 + 4 + 2 * (6 - 5)) / 11)
    assert row["score_high"] == pytest.approx((3 * 5 + 2 * 5 + 3 * 2 + 4 + 2 * (6 - 1)) / 11)
    assert row["score_low"] < row["score"] < row["score_high"]
    assert "stock" in row["cannot_be_told_from"]
    assert table.loc["photos", "cannot_be_told_from"] != "stock"


def test_a_criterion_at_its_worst_stops_an_option_whatever_the_rest_says_unless_it_has_no_weight():
    frame = ideas(data=[1, 4, 2], risk=[5, 2, 3])
    assert suitability(frame, weights=WEIGHTS).set_index("option").loc["replies", "stops"] == "data, risk"
    assert suitability(frame, weights=WEIGHTS | {"data": 0}).set_index("option").loc["replies", "stops"] == "risk"


def test_criteria_of_your_own_work_alike():
    tools = pd.DataFrame({"option": ["a", "b"], "usable": [5, 2], "price": [5, 1]})
    table = suitability(tools, weights={"usable": 1, "price": 1}, lower_is_better=["price"])
    assert table[["option", "score"]].values.tolist() == [["b", 3.5], ["a", 3.0]]


def test_one_option_and_unchanged_input():
    frame = ideas().head(1)
    before = frame.copy(deep=True)
    assert suitability(frame, weights=WEIGHTS)["rank"].tolist() == [1]
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("frame", "weights", "asked", "error", "match"),
    [
        (
            ideas(),
            {"dta": 1} | {n: 1 for n in WEIGHTS if n != "data"},
            {},
            ArgumentError,
            "'dta' is no column.* mean 'data'",
        ),
        (ideas(), WEIGHTS | {"privacy": 1}, {}, ColumnError, "'privacy' is not in the options"),
        (ideas(), {n: 1 for n in WEIGHTS if n != "risk"}, {}, ArgumentError, "scores for 'risk', and weights has none"),
        (ideas(), dict.fromkeys(WEIGHTS, 0), {}, ArgumentError, "nothing but zeros"),
        (ideas(), WEIGHTS | {"fit": -1}, {}, ArgumentError, "a weight below 0"),
        (ideas(), WEIGHTS | {"fit": "high"}, {}, ArgumentError, "the weight of 'fit' holds the text 'high'"),
        (ideas(), WEIGHTS | {"fit": np.nan}, {}, ArgumentError, "the weight of 'fit' holds nan"),
        (ideas(), ["data"], {}, ArgumentError, "Criteria and their weights were expected"),
        (ideas(data=[4, 6, 2]), WEIGHTS, {}, ColumnError, r"'data' has the value 6 in row 2\. Numbers from 1 to 5"),
        (ideas(data=[4, 0, 2]), WEIGHTS, {}, ColumnError, "'data' has the value 0 in row 2"),
        (ideas(data=[4, None, 2]), WEIGHTS, {}, ColumnError, "'data' has no value in row 2"),
        (ideas(data=["4", "n/a", "2"]), WEIGHTS, {}, ColumnError, "'data' holds '4'"),
        (ideas(option=["a", "a", "b"]), WEIGHTS, {}, ColumnError, "'a' is in column 'option' twice"),
        (ideas(), WEIGHTS, {"lower_is_better": "risk"}, ArgumentError, r"Write \['risk'\]"),
        (ideas(), WEIGHTS, {"lower_is_better": ["rsk"]}, ArgumentError, "Did you mean 'risk'"),
        (ideas().head(0), WEIGHTS, {}, ArgumentError, "has no row"),
    ],
)
def test_wrong_scores_and_weights_are_refused(frame, weights, asked, error, match):
    with pytest.raises(error, match=match):
        suitability(frame, weights=weights, **asked)
