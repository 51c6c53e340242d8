"""A stand-in says how well it follows, refuses what names people, and does not depend on how rows lie."""

import numpy as np
import pandas as pd
import pytest

from millrace import explain
from millrace.errors import ArgumentError, ColumnError

COLUMNS = ["test", "gap", "school"]


@pytest.fixture
def people():
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "number": np.arange(500) + 7,
            "name": [f"Person {n}" for n in range(500)],
            "phone": 13_000_000_000 + rng.permutation(10**6)[:500],
            "day": pd.date_range("2025-01-01", periods=500),
            "note": rng.choice([f"remark {n}" for n in range(90)], 500),
            "test": rng.normal(60, 10, 500).round(),
            "gap": rng.integers(0, 50, 500),
            "school": rng.choice(["college", "lower", "upper"], 500),
        }
    )
    table["score"] = 0.6 * table["test"] - 0.5 * table["gap"].clip(upper=36) + 5.0 * (table["school"] == "college") + 30
    return table


def made(people, **given):
    return explain.stand_in(people, **({"score": "score", "columns": COLUMNS, "threshold": 58} | given))


def test_a_sum_with_a_cap_is_followed_on_rows_that_were_held_out(people):
    row = made(people).fidelity.iloc[0]
    assert row["verdict"] == "faithful"
    assert row["r2"] > 0.99
    assert row["agree"] > 0.96
    assert row["rows"] == 500
    assert row["held_out"] == 125


def test_a_rule_that_is_no_sum_and_a_column_that_is_missing_are_called_by_name(people):
    crossed = people.assign(score=60 + 20 * np.sign(people["test"] - 60) * np.sign(people["gap"] - 25))
    assert made(crossed).fidelity["verdict"].item() == "not faithful"
    assert made(people, columns=["school"]).fidelity["verdict"].item() == "not faithful"
    ours = made(people, columns=["test", "school"])
    assert ours.fidelity["verdict"].item() != "faithful"
    assert "Careful:" in explain.why(ours, row=people.iloc[0]).sentence
    assert ours.remarks


def test_fidelity_is_what_scikit_learn_measures(people):
    from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score

    noisy = people.assign(score=people["score"] + np.random.default_rng(0).normal(0, 2, 500))
    ours = made(noisy)
    true, followed = ours.held_out["score"], ours.scores(ours.held_out)
    row = ours.fidelity.iloc[0]
    assert row["r2"] == pytest.approx(r2_score(true, followed))
    assert row["error_points"] == pytest.approx(mean_absolute_error(true, followed))
    assert row["agree"] == pytest.approx(accuracy_score(true >= 58, followed >= 58))


def test_the_fit_is_the_least_squares_of_scikit_learn(people):
    from sklearn.linear_model import LinearRegression

    few = people.head(60)
    ours = explain.stand_in(few.assign(score=few["score"] + few.index % 3), score="score", columns=["test", "gap"])
    fitted = pd.concat([ours.background, ours.held_out]).drop_duplicates()
    assert len(fitted) <= 60
    straight = explain.stand_in(people, score="score", columns=["school"])
    dummies = pd.get_dummies(straight.background["school"]).astype(float)
    scores = people.set_index("school")["score"]
    merged = straight.background.assign(score=straight.scores(straight.background))
    assert LinearRegression().fit(dummies, merged["score"]).score(dummies, merged["score"]) == pytest.approx(1)
    assert scores.groupby(level=0).mean().index.tolist() == sorted(dummies)


def test_the_order_of_rows_does_not_matter_and_nothing_is_changed(people):
    before = people.copy(deep=True)
    mixed = people.sample(frac=1, random_state=4)
    one, other = made(people), made(mixed)
    pd.testing.assert_frame_equal(one.fidelity, other.fidelity)
    row = people.iloc[17]
    assert explain.why(one, row=row).sentence == explain.why(other, row=row).sentence
    pd.testing.assert_frame_equal(people, before)


def test_rows_without_a_score_are_set_aside_and_counted(people):
    people["score"] = people["score"].where(people.index % 10 > 0)
    ours = made(people)
    row = ours.fidelity.iloc[0]
    assert (row["rows"], row["set_aside"]) == (450, 50)
    assert any("50 rows without 'score' set aside" in one for one in ours.remarks)


@pytest.mark.parametrize("name", ["name", "number", "phone", "day", "note"])
def test_names_numbers_of_people_dates_and_free_text_are_refused_without_being_printed(people, name):
    with pytest.raises(ColumnError) as found:
        made(people, columns=["test", name])
    assert name in str(found.value)
    for value in people[name].head(50).astype(str):
        assert value not in str(found.value).replace("500", "")


def test_categories_with_many_rows_each_and_amounts_are_no_names(people):
    people["town"] = [f"town {n % 40}" for n in range(500)]
    people["amount"] = np.random.default_rng(1).permutation(500) * 137 + 1000
    assert made(people, columns=["test", "gap", "school", "town", "amount"]).columns[-1] == "amount"


@pytest.mark.parametrize(
    ("change", "given", "kind", "says"),
    [
        ({}, {"columns": ["tset"]}, ColumnError, "Did you mean 'test'"),
        ({}, {"columns": ["test", "score"]}, ArgumentError, "is what is to be explained"),
        ({}, {"columns": ["test", "test"]}, ArgumentError, "different columns"),
        ({}, {"columns": []}, ArgumentError, "One or more"),
        ({"score": "60"}, {}, ColumnError, "holds text"),
        ({"score": 50.0}, {}, ColumnError, "the same in every row"),
        ({"gap": np.nan}, {}, ColumnError, "'gap' is empty"),
        ({}, {"score_range": (0, 50)}, ColumnError, "lie outside 0 to 50"),
        ({}, {"better": "more"}, ArgumentError, "'higher' or 'lower'"),
        ({}, {"held_out_share": 0}, ArgumentError, "Write 0.25"),
    ],
)
def test_bad_input_is_answered_with_what_to_do(people, change, given, kind, says):
    with pytest.raises(kind, match=says):
        made(people.assign(**change), **given)


def test_too_few_rows_are_refused(people):
    with pytest.raises(ColumnError, match="At least 40"):
        made(people.head(20))


@pytest.mark.parametrize(("threshold", "says"), [(1000, "Nobody is selected"), (-1000, "Everybody is selected")])
def test_all_or_none_selected_is_said(people, threshold, says):
    assert any(says in one for one in made(people, threshold=threshold).remarks)


def test_text_columns_may_be_of_either_kind(people):
    for kind in ("object", "category"):
        ours = made(people.astype({"school": kind}))
        assert ours.fidelity["verdict"].item() == "faithful"


def test_a_rare_category_is_fitted_and_never_lost(people):
    people.loc[0, "school"] = "abroad"
    for seed in range(8):
        ours = made(people, seed=seed)
        assert len(ours.background) + len(ours.held_out) == 500
        assert explain.why(ours, row=people.iloc[0]).score == people["score"].iloc[0]


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (lambda t: t["test"].astype(str) + "x", "returned text"),
        (lambda t: [1.0], "One per row was"),
        (lambda t: t["test"] * np.nan, "no number for"),
        ("score", "a function from a table to scores"),
    ],
)
def test_models_that_do_not_score_rows_are_refused(people, model, says):
    with pytest.raises(ArgumentError, match=says):
        explain.of_model(model, frame=people, columns=["test"])


def test_a_model_with_three_classes_is_refused(people):
    from sklearn.tree import DecisionTreeClassifier

    model = DecisionTreeClassifier(max_depth=2).fit(people[["test"]], people["school"])
    with pytest.raises(ArgumentError, match="knows 3 classes"):
        explain.of_model(model, frame=people, columns=["test"])


def test_a_function_cannot_change_the_table(people):
    def greedy(table):
        table["test"] = 0
        return np.zeros(len(table))

    before = people.copy(deep=True)
    ours = explain.of_model(greedy, frame=people, columns=["test"])
    ours.scores(people)
    pd.testing.assert_frame_equal(people, before)
