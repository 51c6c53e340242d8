"""The least change: equal to trying everything, none where there is none, only what the person can change."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from millrace import explain
from millrace.errors import ArgumentError
from millrace.explain import changing, step

COLUMNS = ["test", "gap", "school", "known"]
SCHOOLS = ["lower", "upper", "college"]


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "test": rng.integers(30, 90, 200),
            "gap": rng.integers(0, 40, 200),
            "school": rng.choice(SCHOOLS, 200),
            "known": rng.random(200) < 0.2,
        }
    )


def tied(table):
    """A rule in which columns act on each other, and more is not always better."""
    school = table["school"].map({"lower": 0.0, "upper": 3.0, "college": 2.0}).astype(float)
    return 0.4 * table["test"] - 0.3 * table["gap"] + school * (1 + table["known"]) + 20 - 0.02 * (table["test"] > 85)


def plain(table):
    school = table["school"].map({"lower": 0.0, "upper": 2.0, "college": 5.0}).astype(float)
    return 0.4 * table["test"] - 0.3 * table["gap"] + school + 2.0 * table["known"] + 20


STEPS = [
    step("test", by=6, until=95, cost=2),
    step("school", through=SCHOOLS, cost=5, when="with time"),
    step("known", through=[False, True], cost=3),
]


def everything(rule, row, steps, bar, better="higher"):
    """All combinations, by brute force: costs and scores of those that turn the decision."""
    choices = []
    for one in steps:
        held = row[one.column]
        if one.through:
            after = one.through[one.through.index(held) :]
        else:
            after, value = [held], held
            while (one.until - value) * one.by > 0:
                value = min(value + one.by, one.until) if one.by > 0 else max(value + one.by, one.until)
                after.append(value)
        choices.append([(value, one.cost * place) for place, value in enumerate(after)])
    tried = list(product(*choices))
    table = pd.DataFrame([row] * len(tried)).reset_index(drop=True)
    for at, one in enumerate(steps):
        table[one.column] = [combination[at][0] for combination in tried]
    table["cost"] = [sum(part[1] for part in combination) for combination in tried]
    table["points"] = np.asarray(rule(table.infer_objects()), dtype=float)
    return table[table["points"] >= bar - 1e-9] if better == "higher" else table[table["points"] <= bar + 1e-9]


@pytest.mark.parametrize("rule", [tied, plain])
@pytest.mark.parametrize("bar", [38, 50, 58])
def test_the_least_change_is_what_trying_everything_finds(people, rule, bar):
    ours = explain.of_model(rule, frame=people, columns=COLUMNS, threshold=bar)
    for at in range(12):
        row = people.iloc[at]
        found = explain.least_change(ours, row=row, can_change=STEPS, never=["gap"])
        turning = everything(rule, row.to_dict(), STEPS, bar)
        if rule(people.iloc[[at]]).item() >= bar:
            assert found.verdict == "already selected"
        elif turning.empty:
            assert found.verdict == "cannot be turned"
            assert found.table.empty
        else:
            assert found.verdict == "can be turned"
            assert found.table["cost"].iloc[0] == pytest.approx(turning["cost"].min())
            assert (found.table["score"] >= bar - 1e-9).all()
            assert found.table["cost"].is_monotonic_increasing


def test_a_stand_in_is_searched_as_exactly_and_keeps_what_it_cannot_explain(people):
    noise = np.random.default_rng(1).normal(0, 0.8, len(people))
    scored = people.assign(score=plain(people) + noise)
    ours = explain.stand_in(scored, score="score", columns=COLUMNS, threshold=50)
    for at in range(10):
        row = scored.iloc[at]
        shift = row["score"] - ours.scores(scored.iloc[[at]])[0]
        found = explain.least_change(ours, row=row, can_change=STEPS)
        turning = everything(lambda t, s=shift: ours.scores(t) + s, row.to_dict(), STEPS, 50)
        assert found.score == row["score"]
        if found.verdict == "can be turned":
            assert found.table["cost"].iloc[0] == pytest.approx(turning["cost"].min())
        else:
            assert row["score"] >= 50 or turning.empty


def test_ways_are_different_and_none_holds_another(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=50)
    row = {"test": 50, "gap": 12, "school": "lower", "known": False}
    found = explain.least_change(ours, row=row, can_change=STEPS, ways=10).table
    order = found.assign(school=found["school"].map(SCHOOLS.index), known=found["known"].astype(int))
    places = order[["test", "school", "known"]].to_numpy(dtype=float)
    assert len(places) >= 3
    for one in range(len(places)):
        assert not any((places[one] >= places[other]).all() for other in range(len(places)) if other != one)


def test_where_lower_is_better_scores_are_brought_down(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=30, better="lower")
    down = [step("test", by=-5, until=0, cost=1)]
    row = {"test": 60, "gap": 20, "school": "lower", "known": False}
    found = explain.least_change(ours, row=row, can_change=down)
    assert found.verdict == "can be turned"
    assert found.table["cost"].item() == everything(plain, row, down, 30, "lower")["cost"].min()
    assert found.table["test"].item() == 40


def test_that_nothing_helps_is_a_finding_that_names_what_nobody_can_change(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=50)
    row = {"test": 50, "gap": 39, "school": "lower", "known": False}
    found = explain.least_change(ours, row=row, can_change=[step("known", through=[False, True])], never=["gap"])
    assert found.verdict == "cannot be turned"
    assert found.best_score == pytest.approx(30.3)
    assert found.sentence.startswith("No change that this person can make turns the decision: the best score")
    assert "What nobody can change took: gap (-" in found.sentence


def test_now_and_with_time_are_told_apart(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=42)
    row = {"test": 50, "gap": 10, "school": "lower", "known": False}
    cheap = [step("school", through=SCHOOLS, cost=1, when="with time"), step("test", by=5, until=100, cost=4)]
    found = explain.least_change(ours, row=row, can_change=cheap)
    assert found.table["when"].tolist()[0] == "with time"
    assert "now" in found.table["when"].tolist()
    assert "Without waiting: test from 50 to" in found.sentence
    slow = explain.least_change(ours, row=row, can_change=[cheap[0]])
    assert slow.sentence.endswith("Nothing that can be done now is enough.")
    short = explain.least_change(ours, row=row, can_change=[cheap[0], step("test", by=5, until=55)])
    assert short.sentence.endswith("Nothing that can be done now is enough.")


def test_only_listed_columns_change_and_the_row_stays(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=45)
    row = people.iloc[2]
    before = row.copy()
    found = explain.least_change(ours, row=row, can_change=[step("test", by=1, until=100)])
    assert list(found.table.columns) == ["way", "cost", "when", "score", "changes", "test"]
    pd.testing.assert_series_equal(row, before)


def test_too_much_to_try_is_not_known_and_a_sum_is_bounded(people, monkeypatch):
    monkeypatch.setattr(changing, "MOST_TRIED", 5)
    row = {"test": 40, "gap": 39, "school": "lower", "known": False}
    other = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=90)
    found = explain.least_change(other, row=row, can_change=STEPS)
    assert found.verdict == "not known"
    assert "too many combinations" in found.sentence
    ours = explain.stand_in(people.assign(score=plain(people)), score="score", columns=COLUMNS, threshold=90)
    assert explain.least_change(ours, row=row, can_change=STEPS).verdict == "cannot be turned"


def test_large_grids_are_quick(people):
    ours = explain.stand_in(people.assign(score=plain(people)), score="score", columns=COLUMNS, threshold=45)
    row = {"test": 40, "gap": 20, "school": "lower", "known": False}
    many = [step("test", by=0.3, until=95), step("gap", by=-0.3, until=0), *STEPS[1:]]
    found = explain.least_change(ours, row=row, can_change=many)
    assert found.verdict == "can be turned"
    assert found.tried < 200_000


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"can_change": []}, "A list of steps was expected"),
        ({"can_change": ["test"]}, "A list of steps was expected"),
        ({"can_change": [step("tset", by=1, until=9)]}, "Did you mean 'test'"),
        ({"can_change": [step("gap", by=-1, until=0)], "never": ["gap"]}, "in can_change and in never"),
        ({"can_change": [step("gap", by=-1, until=0)] * 2}, "twice"),
        ({"can_change": STEPS, "ways": 0}, "whole number from 1"),
    ],
)
def test_impossible_questions_are_answered_in_words(people, given, says):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS, threshold=45)
    with pytest.raises(ArgumentError, match=says):
        explain.least_change(ours, row=people.iloc[0], **given)


def test_without_a_bar_nothing_can_be_turned(people):
    ours = explain.of_model(plain, frame=people, columns=COLUMNS)
    with pytest.raises(ArgumentError, match="There is no bar"):
        explain.least_change(ours, row=people.iloc[0], can_change=STEPS)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "is not clear"),
        ({"by": 5}, "is not clear"),
        ({"by": 5, "until": 9, "through": [1, 2]}, "is not clear"),
        ({"by": 0, "until": 9}, "other than 0"),
        ({"by": 1, "until": 9, "cost": 0}, "nothing is free"),
        ({"by": 1, "until": 9, "when": "soon"}, "'now' or 'with time'"),
        ({"through": ["a", "a"]}, "a value twice"),
    ],
)
def test_steps_that_are_not_clear_are_refused(given, says):
    with pytest.raises(ArgumentError, match=says):
        step("test", **given)
