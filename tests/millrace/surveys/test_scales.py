"""Scores from several questions, whether they belong together, and questions that run the other way."""

import numpy as np
import pandas as pd
import pytest

from made_surveys import from_points, null_waves
from millrace import surveys
from millrace.errors import ArgumentError


def opinions(seed, *, count=40, turned=(), items="abcd", spread=0.7):
    rng = np.random.default_rng(seed)
    mind = rng.normal(3, 1, count)
    points = {name: np.clip(np.round(mind + rng.normal(0, spread, count)), 1, 5) for name in items}
    index = [f"P{n:02d}" for n in range(count)]
    return pd.DataFrame({n: 6 - v if n in turned else v for n, v in points.items()}, index=index)


def slow_alpha(table):
    """Work alpha out from the mean covariance over the mean of all entries, loop by loop."""
    rows = table.to_numpy().tolist()
    columns = list(zip(*rows, strict=True))

    def covariance(one, two):
        mean_one, mean_two = sum(one) / len(one), sum(two) / len(two)
        return sum((a - mean_one) * (b - mean_two) for a, b in zip(one, two, strict=True)) / (len(one) - 1)

    every = [[covariance(one, two) for two in columns] for one in columns]
    items = len(columns)
    apart = [every[i][j] for i in range(items) for j in range(items) if i != j]
    return items**2 * (sum(apart) / len(apart)) / sum(map(sum, every))


@pytest.mark.parametrize("seed", range(3))
def test_alpha_is_the_slow_definition(seed):
    points = opinions(seed)
    found = surveys.belong_together(from_points(points), items=list("abcd")).iloc[0]
    assert found["alpha"] == pytest.approx(slow_alpha(points), abs=1e-12)
    assert found["verdict"] == "belong together"


def test_alpha_of_two_questions_of_equal_spread_is_spearman_and_browns_step_up():
    one = np.array([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 3, 3], dtype=float)
    two = np.roll(one, 1)
    points = pd.DataFrame({"a": one, "b": two})
    r = np.corrcoef(one, two)[0, 1]
    found = surveys.belong_together(from_points(points), items=["a", "b"]).iloc[0]
    assert found["alpha"] == pytest.approx(2 * r / (1 + r), abs=1e-12)


def test_the_range_of_alpha_holds_the_truth_in_95_of_100():
    rng = np.random.default_rng(4)
    # one mind and noise of equal spread: alpha is 4 / (4 + 1)
    held = []
    for _ in range(200):
        noisy = rng.normal(0, 1, (30, 1)) + rng.normal(0, 1, (30, 4))
        made = from_points(pd.DataFrame(noisy, columns=list("abcd")), lowest=-20, highest=20)
        row = surveys.belong_together(made, items=list("abcd")).iloc[0]
        held.append(row["low"] <= 0.8 <= row["high"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_questions_without_anything_in_common_do_not_belong_together():
    rng = np.random.default_rng(5)
    said = [
        surveys.belong_together(from_points(*null_waves(rng, 26)), items=list("abcd"))["verdict"] for _ in range(30)
    ]
    assert np.mean([(one == "belong together").any() for one in said]) <= 0.05


def test_a_reversed_question_is_turned_on_its_own_scale():
    made = from_points(pd.DataFrame({"a": [1.0, 5], "b": [7.0, 1]}), lowest=1, highest=7)
    assert surveys.scale_scores(made, items=["a", "b"], reversed_items=["b"])["score"].tolist() == [1, 6]


def test_a_score_needs_the_stated_share_of_questions():
    points = pd.DataFrame({"a": [1.0, 2], "b": [3.0, np.nan], "c": [5.0, np.nan], "d": [3.0, np.nan]})
    made = from_points(points)
    table = surveys.scale_scores(made, items=list("abcd"))
    assert table["score"].tolist() == pytest.approx([3, np.nan], nan_ok=True)
    assert table["remark"].tolist() == ["", "too few questions answered"]
    assert surveys.scale_scores(made, items=list("abcd"), least_share=0.25)["score"].tolist() == [3, 2]
    added = surveys.with_scale(made, name="all four", items=list("abcd"))
    assert added.remarks == ["all four: 1 score not worked out, too few questions answered."]
    assert "all four" not in made.scales


@pytest.mark.parametrize("turned", ["d", "bd"])
def test_reversed_questions_are_found_and_nothing_is_turned(turned):
    points = opinions(6, turned=turned, items="abcde")
    made = from_points(points)
    before = made.answers.copy()
    found = surveys.check_directions(made, items=list("abcde"))
    assert found.loc[found["verdict"] == "runs against the rest", "question"].tolist() == list(turned)
    pd.testing.assert_frame_equal(made.answers, before)
    right = surveys.check_directions(made, items=list("abcde"), reversed_items=list(turned))
    assert set(right["verdict"]) == {"runs with the rest"}


def test_of_two_questions_nobody_can_say_which_is_reversed():
    found = surveys.check_directions(from_points(opinions(7, items="ab", turned="b", spread=0.3)), items=["a", "b"])
    assert found["verdict"].tolist() == ["runs against the rest"] * 2
    assert found["remark"].str.contains("cannot say which").all()


def test_directions_are_rarely_claimed_where_there_are_none():
    rng = np.random.default_rng(8)
    tables = [surveys.check_directions(from_points(*null_waves(rng, 26)), items=list("abcd")) for _ in range(30)]
    assert np.mean([table["verdict"].str.startswith("runs").any() for table in tables]) <= 0.08


def test_few_people_or_the_same_answer_from_everybody_is_too_few_to_say():
    same = from_points(pd.DataFrame({"a": [3.0] * 12, "b": [3.0] * 12}))
    assert surveys.belong_together(same, items=["a", "b"])["verdict"].item() == "too few to say"
    assert set(surveys.check_directions(same, items=["a", "b"])["verdict"]) == {"too few to say"}
    few = from_points(opinions(9, count=9))
    assert surveys.belong_together(few, items=["a", "b"])["sentence"].item() == "Too few to say: 9 people answered all."


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"items": ["a"]}, "Two or more different"),
        ({"items": ["a", "a"]}, "Two or more different"),
        ({"items": "ab"}, "A list was expected"),
        ({"items": ["a", "z"]}, "The question 'z'"),
        ({"items": ["a", "b"], "reversed_items": ["c"]}, "Questions of items= were expected"),
        ({"items": ["a", "b"], "least_share": 0}, "share above 0"),
    ],
)
def test_impossible_scales_are_refused(given, says):
    with pytest.raises(ArgumentError, match=says):
        surveys.scale_scores(from_points(opinions(1)), **given)


def test_questions_of_different_scales_make_no_score():
    made = from_points(opinions(1), scales={"a": (0, 5)})
    with pytest.raises(ArgumentError, match="have 2 scales"):
        surveys.scale_scores(made, items=["a", "b"])
    with pytest.raises(ArgumentError, match="is a question already"):
        surveys.with_scale(made, name="c", items=["b", "c"])
