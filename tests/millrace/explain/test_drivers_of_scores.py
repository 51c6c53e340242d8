"""What drives a score: equal to scikit-learn's permutation importance, in people too, and nothing claimed of noise."""

import numpy as np
import pandas as pd
import pytest

from millrace import explain
from millrace.errors import ArgumentError, ColumnError
from millrace.explain.driving import association


def table_of(seed, rows=300):
    rng = np.random.default_rng(seed)
    made = pd.DataFrame({"test": rng.normal(60, 10, rows), "gap": rng.integers(0, 40, rows).astype(float)})
    made["twin"] = made["gap"] + rng.normal(0, 6, rows)
    made["school"] = rng.choice(["college", "lower", "upper"], rows)
    return made


@pytest.fixture(scope="module")
def people():
    return table_of(6)


def rule(table):
    return 0.5 * table["test"] - 0.4 * table["gap"] + 0 * table["twin"]


def test_points_agree_with_permutation_importance_of_scikit_learn(people):
    from sklearn.inspection import permutation_importance
    from sklearn.linear_model import LinearRegression

    numbers = people[["test", "gap", "twin"]]
    model = LinearRegression().fit(numbers, rule(people))
    ours = explain.what_drives(explain.of_model(model, frame=numbers, columns=list(numbers)), repeats=50)
    theirs = permutation_importance(
        model, numbers, model.predict(numbers), scoring="neg_mean_absolute_error", n_repeats=50, random_state=1
    )
    found = ours.set_index("column").loc[list(numbers), "points"]
    assert found.to_numpy() == pytest.approx(theirs.importances_mean, rel=0.03, abs=1e-9)


def test_people_whose_decision_turns_are_counted(people):
    ours = explain.of_model(rule, frame=people, columns=["test", "gap", "twin"], threshold=22)
    row = explain.what_drives(ours, repeats=200).set_index("column").loc["gap"]
    scores, yes = rule(people).to_numpy(), rule(people).to_numpy() >= 22
    other = scores[:, None] + 0.4 * people["gap"].to_numpy()[:, None] - 0.4 * people["gap"].to_numpy()[None, :]
    expected = 100 * ((other >= 22) != yes[:, None]).mean()
    assert row["turned_per_100"] == pytest.approx(expected, rel=0.03)
    assert row["turned_low"] <= row["turned_per_100"] <= row["turned_high"]
    without = explain.what_drives(explain.of_model(rule, frame=people, columns=["test", "gap", "twin"]))
    assert without["turned_per_100"].isna().all()


def test_columns_that_go_together_are_named_and_shuffled_together(people):
    ours = explain.of_model(
        lambda t: 0.5 * t["test"] - 0.2 * t["gap"] - 0.2 * t["twin"], frame=people, columns=["test", "gap", "twin"]
    )
    found = explain.what_drives(ours).set_index("column")
    assert found["goes_with"].to_dict() == {"test": "", "gap": "twin", "twin": "gap"}
    assert found.loc["gap", "together_points"] > 1.5 * found.loc["gap", "points"]
    assert found.loc["test", "together_points"] == found.loc["test", "points"]


def test_a_model_that_ignores_a_column_is_said_to(people):
    found = explain.what_drives(explain.of_model(rule, frame=people, columns=["test", "gap", "twin"]))
    assert found["column"].tolist() == ["test", "gap", "twin"]
    assert found["verdict"].tolist() == ["moves the score", "moves the score", "does not move the score"]
    assert found["points"].iloc[-1] == 0


def claims(seed, columns=6):
    rng = np.random.default_rng(seed)
    made = pd.DataFrame(rng.normal(size=(160, columns)), columns=[f"c{n}" for n in range(columns)])
    made["score"] = rng.normal(50, 10, 160)
    ours = explain.stand_in(made, score="score", columns=[f"c{n}" for n in range(columns)], seed=seed)
    return "moves the score" in set(explain.what_drives(ours, repeats=5)["verdict"])


def test_of_a_score_that_is_noise_nothing_is_claimed():
    assert sum(claims(seed) for seed in range(100, 112)) <= 2


@pytest.mark.slow
def test_of_noise_one_in_twenty_at_most_is_claimed():
    assert sum(claims(seed) for seed in range(500)) <= 36


def test_the_guard_is_for_the_number_of_columns(people, monkeypatch):
    from millrace.explain import driving

    scored = people.assign(score=rule(people))
    ours = explain.stand_in(scored, score="score", columns=["test", "gap", "school"])
    monkeypatch.setattr(driving, "_chances", lambda *_: np.array([0.02, 0.03, 0.04]))
    assert set(explain.what_drives(ours, repeats=5)["verdict"]) == {"not shown"}


def test_a_stand_in_shows_what_the_rule_holds_and_not_what_it_does_not(people):
    scored = people.assign(score=rule(people) + np.random.default_rng(1).normal(0, 1, len(people)))
    ours = explain.stand_in(scored, score="score", columns=["test", "gap", "school"], threshold=22)
    found = explain.what_drives(ours).set_index("column")["verdict"]
    assert found.to_dict() == {"test": "moves the score", "gap": "moves the score", "school": "not shown"}


def test_the_order_of_rows_hardly_matters_and_input_stays(people):
    before = people.copy(deep=True)
    columns = ["test", "gap", "twin"]
    one = explain.what_drives(explain.of_model(rule, frame=people, columns=columns), repeats=100)
    mixed = people.sample(frac=1, random_state=1)
    other = explain.what_drives(explain.of_model(rule, frame=mixed, columns=columns), repeats=100)
    assert one["points"].to_numpy() == pytest.approx(other["points"].to_numpy(), rel=0.05)
    pd.testing.assert_frame_equal(people, before)


def test_impossible_arguments_are_refused(people):
    ours = explain.of_model(rule, frame=people, columns=["test", "gap", "twin"])
    with pytest.raises(ArgumentError, match="whole number from 5"):
        explain.what_drives(ours, repeats=1)
    with pytest.raises(ColumnError, match="At least 20"):
        explain.what_drives(ours, frame=people.head(5))
    with pytest.raises(ColumnError, match="'twin' is not in"):
        explain.what_drives(ours, frame=people[["test", "gap"]])
    with pytest.raises(ArgumentError, match="Call one of them first"):
        explain.what_drives(people)


def test_association_equals_what_the_libraries_say(people):
    from scipy import stats

    level = pd.cut(people["gap"], 3, labels=["a", "b", "c"]).astype(str)
    assert association(people["gap"], people["twin"]) == pytest.approx(
        stats.spearmanr(people["gap"], people["twin"]).statistic
    )
    assert association(people["school"], level) == pytest.approx(
        stats.contingency.association(pd.crosstab(people["school"], level).to_numpy(), method="cramer")
    )
    assert association(level, level) == pytest.approx(1)
    assert association(people["gap"], level) > 0.9
    assert association(people["gap"], people["gap"] * 0 + 3) == 0


def test_partial_dependence_agrees_with_scikit_learn(people):
    from sklearn.ensemble import GradientBoostingRegressor
    from sklearn.inspection import partial_dependence

    numbers = people[["test", "gap"]].head(150)
    model = GradientBoostingRegressor(n_estimators=20, random_state=0).fit(numbers, rule(people.head(150)))
    ours = explain.of_model(model, frame=numbers, columns=["test", "gap"], threshold=22)
    found = explain.partial_dependence(ours, column="gap")
    theirs = partial_dependence(
        model, ours.background, ["gap"], custom_values={"gap": found["value"].to_numpy()}, method="brute"
    )
    assert found["mean_score"].to_numpy() == pytest.approx(theirs["average"][0])
    assert found["people"].sum() == len(ours.background)
    assert found["selected_share"].between(0, 1).all()


def test_partial_dependence_of_categories_and_of_what_is_not_there(people):
    ours = explain.of_model(
        lambda t: t["school"].map({"college": 3.0, "upper": 2.0, "lower": 1.0}).astype(float),
        frame=people,
        columns=["school", "gap"],
    )
    found = explain.partial_dependence(ours, column="school")
    assert found[["value", "mean_score"]].to_numpy().tolist() == [["college", 3.0], ["lower", 1.0], ["upper", 2.0]]
    assert found["selected_share"].isna().all()
    with pytest.raises(ArgumentError, match="Did you mean 'school'"):
        explain.partial_dependence(ours, column="scool")
