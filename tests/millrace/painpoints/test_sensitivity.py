"""Shares of weightings against geometry and grids, and weights that change the winner against a search."""

import itertools

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.painpoints import sensitivity, weight_changes
from millrace.painpoints.weighting import _near

DRAWS = 40_000
HAIR = 0.012


def table_of(points, names=None):
    points = np.asarray(points, dtype=float)
    columns = [f"c{place}" for place in range(points.shape[1])]
    frame = pd.DataFrame(points, columns=columns)
    frame.insert(0, "option", names or [f"o{place}" for place in range(len(points))])
    return frame


def even(frame, **weights):
    return {name: weights.get(name, 1) for name in frame.columns if name != "option"}


def shares(frame, column="first_share_all", **asked):
    result = sensitivity(frame, weights=asked.pop("weights", even(frame)), draws=DRAWS, **asked)
    return result.set_index("option")[column].reindex(frame["option"]).to_numpy()


@pytest.mark.parametrize(("gain", "loss"), [(1, 1), (1, 3), (2, 1), (4, 1)])
def test_two_options_and_two_criteria_split_the_weights_where_their_lines_cross(gain, loss):
    # o0 leads by gain on c0 and trails by loss on c1: it is first where w * gain > (1 - w) * loss
    frame = table_of([[1 + gain, 1], [1, 1 + loss]])
    assert shares(frame)[0] == pytest.approx(gain / (gain + loss), abs=HAIR)


@pytest.mark.parametrize(
    ("ahead", "exact"), [((1, 1, -1), 3 / 4), ((1, -1, -1), 1 / 4), ((2, 2, -1), 8 / 9), ((3, -1, -1), 9 / 16)]
)
def test_two_options_and_three_criteria_split_a_triangle_of_weights(ahead, exact):
    # the plane cuts off the corner of the odd criterion: (a / (a + b)) * (a / (a + c)) of the triangle
    frame = table_of([[3 + max(each, 0) / 2 for each in ahead], [3 + max(-each, 0) / 2 for each in ahead]])
    assert shares(frame)[0] == pytest.approx(exact, abs=HAIR)


def test_shares_are_those_of_a_fine_grid_of_weights():
    points = np.random.default_rng(3).integers(1, 6, (6, 3)).astype(float)
    steps = 200
    grid = np.array([(a + 0.5, b + 0.5, steps - a - b) for a in range(steps) for b in range(steps - a)])
    scores = (grid / grid.sum(axis=1, keepdims=True)) @ points.T
    best = np.abs(scores - scores.max(axis=1, keepdims=True)) < 1e-9
    slow = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    assert shares(table_of(points)) == pytest.approx(slow, abs=0.02)


def test_shares_of_firsts_sum_to_one_and_of_the_top_to_their_number():
    points = np.random.default_rng(4).integers(1, 6, (7, 4))
    frame = table_of(points)
    for end in ("all", "near"):
        assert shares(frame, f"first_share_{end}").sum() == pytest.approx(1)
        assert shares(frame, f"top_share_{end}", top=3).sum() == pytest.approx(3)
        assert shares(frame, f"top_share_{end}", top=99) == pytest.approx(1)


def test_scaling_the_weights_changes_nothing():
    frame = table_of([[1, 5, 2], [3, 2, 4], [4, 4, 1]])
    once, scaled = (sensitivity(frame, weights={"c0": 1 * k, "c1": 2 * k, "c2": 3 * k}) for k in (1, 50))
    pd.testing.assert_frame_equal(once, scaled)


@pytest.mark.parametrize("seed", range(5))
def test_raising_a_score_never_lowers_the_share_of_firsts(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(1, 5, (5, 4))
    option, criterion = rng.integers(0, 5), rng.integers(0, 4)
    raised = points.copy()
    raised[option, criterion] += 1
    for column in ("first_share_all", "first_share_near", "top_share_all"):
        assert shares(table_of(raised), column)[option] >= shares(table_of(points), column)[option] - 1e-12


def test_a_dominated_option_is_named_never_first_and_takes_nothing_from_the_others():
    frame = table_of([[5, 1, 3], [1, 5, 3]])
    more = table_of([[5, 1, 3], [1, 5, 3], [4, 1, 3]])
    result = sensitivity(more, weights=even(more), draws=DRAWS).set_index("option")
    assert result.loc["o2", ["dominated_by", "first_share_all", "verdict"]].tolist() == ["o0", 0, "never first"]
    assert shares(more)[:2].tolist() == shares(frame).tolist()


def test_twins_share_the_first_place_and_cannot_be_told_apart():
    result = sensitivity(table_of([[4, 4], [4, 4], [1, 2]]), weights={"c0": 1, "c1": 1})
    assert result["first_share_all"].tolist() == [0.5, 0.5, 0]
    assert result["verdict"].tolist() == ["cannot be told apart", "cannot be told apart", "never first"]
    assert result["dominated_by"].tolist() == ["", "", "o0, o1"]
    three = table_of([[4, 4], [4, 4], [4, 4], [1, 2]])
    assert shares(three, "top_share_all", top=2).tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 0])


def test_all_alike_on_everything_is_no_finding():
    frame = table_of(np.full((3, 3), 3))
    result = sensitivity(frame, weights=even(frame))
    assert set(result["verdict"]) == {"cannot be told apart"}
    assert weight_changes(frame, weights=even(frame))["smallest_change"].isna().all()


def test_weightings_near_yours_keep_their_distance_and_are_even():
    share = np.array([0.5, 0.3, 0.15, 0.05])
    near = _near(share, 0.1, 20_000, 0)
    assert np.abs(near.sum(axis=1) - 1).max() < 1e-9
    assert (np.abs(near - share) <= 0.1 + 1e-9).all()
    assert (near >= -1e-9).all()
    # even: all weightings, those near yours kept, is the slow definition
    slow = np.random.default_rng(1).dirichlet(np.ones(4), 2_000_000)
    slow = slow[(np.abs(slow - share) <= 0.1).all(axis=1)]
    assert near.mean(axis=0) == pytest.approx(slow.mean(axis=0), abs=0.002)
    assert near.std(axis=0) == pytest.approx(slow.std(axis=0), abs=0.002)


def test_weightings_within_everything_are_all_weightings():
    frame = table_of([[5, 1, 2], [1, 5, 3], [3, 3, 3]])
    assert shares(frame, "first_share_near", within=1.0) == pytest.approx(shares(frame), abs=0.015)


def test_near_weightings_of_two_criteria_are_a_line():
    frame = table_of([[2, 1], [1, 2]])  # o0 is first above w = 0.5
    found = shares(frame, "first_share_near", weights={"c0": 0.55, "c1": 0.45}, within=0.1)
    assert found[0] == pytest.approx(0.75, abs=HAIR)


def test_ranges_of_scores_blur_the_first_place():
    sharp = pd.DataFrame({"option": ["a", "b"], "data": [4, 3]})
    blurred = pd.DataFrame({
        "option": ["a", "b"], "data_low": [1, 1], "data_likely": [4, 3], "data_high": [5, 5],
    })  # fmt: skip
    assert shares(sharp, weights={"data": 1}).tolist() == [1, 0]
    rng = np.random.default_rng(7)
    brute = (rng.triangular(1, 4, 5, 400_000) > rng.triangular(1, 3, 5, 400_000)).mean()
    assert shares(blurred, weights={"data": 1})[0] == pytest.approx(brute, abs=HAIR)


def test_twelve_criteria_can_still_be_drawn_near_and_one_alone_is_certain():
    frame = table_of(np.random.default_rng(0).integers(1, 6, (4, 12)))
    assert shares(frame, "first_share_near").sum() == pytest.approx(1)
    assert shares(table_of([[3], [4]])).tolist() == [0, 1]


def slow_change(frame, weights, criterion):
    # walk one weight away from its place until another option leads
    names = list(weights)
    share = np.array([weights[name] for name in names], dtype=float) / sum(weights.values())
    at, points = names.index(criterion), frame[names].to_numpy(dtype=float)
    winner = (points @ share).argmax()
    found = []
    for weight in np.linspace(0, 1, 20_001):
        moved = share * (1 - weight) / (1 - share[at])
        moved[at] = weight
        scores = points @ moved
        if scores.max() > scores[winner] + 1e-9:
            found.append(abs(weight - share[at]))
    return min(found, default=np.nan)


@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_change_is_the_one_that_a_search_finds(seed):
    rng = np.random.default_rng(seed)
    frame = table_of(rng.integers(1, 6, (5, 4)) + rng.random((5, 4)) * 0.01)
    frame.iloc[:, 1:] = frame.iloc[:, 1:].clip(1, 5)
    weights = even(frame, c0=3, c2=2)
    found = weight_changes(frame, weights=weights).set_index("criterion")["smallest_change"]
    for criterion in weights:
        slow = slow_change(frame, weights, criterion)
        # an option that draws level at the very end of the walk never leads on it
        if np.isnan(slow):
            now = weights[criterion] / sum(weights.values())
            assert np.isnan(found[criterion]) or found[criterion] in (pytest.approx(now), pytest.approx(1 - now))
        else:
            assert found[criterion] == pytest.approx(slow, abs=2e-4)


def test_the_change_says_in_which_direction_and_who_wins_then():
    frame = table_of([[5, 1], [1, 5]], names=["stock", "replies"])
    row = weight_changes(frame, weights={"c0": 3, "c1": 1}).set_index("criterion").loc["c0"]
    assert row[["winner", "weight", "weight_down", "winner_down", "smallest_change"]].tolist() == [
        *["stock", 0.75, 0.5, "replies", 0.25]
    ]
    assert np.isnan(row["weight_up"])
    assert pd.isna(row["winner_up"])


def test_options_level_now_need_no_change():
    frame = table_of([[5, 1], [1, 5]])
    assert weight_changes(frame, weights={"c0": 1, "c1": 1})["smallest_change"].tolist() == [0, 0]


def test_a_weight_of_everything_can_be_moved_down():
    frame = table_of([[5, 1, 1], [4, 5, 5]])
    row = weight_changes(frame, weights={"c0": 1, "c1": 0, "c2": 0}).iloc[0]
    assert (row["criterion"], row["weight_down"], row["winner_down"]) == ("c0", 0.8, "o1")


def test_central_weights_lean_towards_what_the_option_is_good_at():
    text = sensitivity(table_of([[5, 1], [1, 5]]), weights={"c0": 1, "c1": 1})["mean_weights_when_first"][0]
    assert text in ("c0 75%, c1 25%", "c0 74%, c1 26%", "c0 76%, c1 24%")


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"within": 0}, r"within=0 was given\. A share above 0"),
        ({"within": 10}, "within=10"),
        ({"top": 0}, "top=0"),
        ({"top": True}, "top=True"),
        ({"draws": 10}, "draws=10"),
    ],
)
def test_wrong_arguments_are_refused(asked, match):
    frame = table_of([[1, 2], [2, 1]])
    with pytest.raises(ArgumentError, match=match):
        sensitivity(frame, weights=even(frame), **asked)


def test_brute_force_over_permuted_options_gives_the_same_shares():
    points = [[5, 1, 2], [1, 5, 3], [3, 3, 4]]
    plain = shares(table_of(points))
    for order in itertools.permutations(range(3)):
        assert shares(table_of([points[place] for place in order])).tolist() == [plain[place] for place in order]
