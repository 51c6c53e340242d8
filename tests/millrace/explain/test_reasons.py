"""What each value added: it adds up, it is the known weight, it agrees with a definition written down otherwise."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from millrace import explain
from millrace.errors import ArgumentError, ColumnError
from millrace.explain.reasons import in_figures

COLUMNS = ["test", "gap", "school", "known"]


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "test": rng.normal(60, 10, 400).round(),
            "gap": rng.integers(0, 40, 400),
            "school": rng.choice(["college", "lower", "upper"], 400),
            "known": rng.random(400) < 0.2,
        }
    )


def points_of(table):
    return table.set_index("column")["points"]


def rule(table):
    school = table["school"].map({"lower": 0.0, "upper": 2.0, "college": 5.0}).astype(float)
    return 0.5 * table["test"] - 0.4 * table["gap"] + school + 3.0 * table["known"].astype(float) + 30


def product(table):
    return table["test"] * table["gap"] / 40 + 5 * (table["known"] & (table["school"] == "college"))


def shapley_by_orders(predict, row, background):
    """The definition: mean gain over all orders, each row of the background in turn."""
    names, gains = list(background.columns), dict.fromkeys(background.columns, 0.0)
    orders = list(permutations(names))
    for order in orders:
        table = background.copy()
        before = predict(table).mean()
        for name in order:
            table[name] = row[name]
            after = predict(table).mean()
            gains[name] += (after - before) / len(orders)
            before = after
    return gains


def test_points_of_a_stand_in_are_the_weights_of_the_rule_and_add_up(people):
    people = people.assign(score=rule(people))
    ours = explain.stand_in(people, score="score", columns=COLUMNS, threshold=50)
    for at in range(25):
        row = people.iloc[at]
        reason = explain.why(ours, row=row)
        assert reason.table["points"].sum() == pytest.approx(reason.score - reason.average, abs=1e-9)
        points = points_of(reason.table)
        assert points["gap"] == pytest.approx(-0.4 * (row["gap"] - ours.background["gap"].mean()), abs=1e-6)
        assert points["known"] == pytest.approx(3 * (row["known"] - ours.background["known"].mean()), abs=1e-6)


def test_points_of_a_linear_model_are_its_coefficients(people):
    from sklearn.linear_model import LinearRegression

    numbers = people[["test", "gap"]]
    model = LinearRegression().fit(numbers, rule(people))
    ours = explain.of_model(model, frame=numbers, columns=["test", "gap"])
    row = numbers.iloc[7]
    points = points_of(explain.why(ours, row=row).table)
    expected = model.coef_ * (row - ours.background.mean()).to_numpy()
    assert points[["test", "gap"]].to_numpy() == pytest.approx(expected, abs=1e-9)


def test_points_of_any_model_are_shapley_values_by_their_definition(people):
    ours = explain.of_model(product, frame=people.head(30), columns=COLUMNS)
    for at in (0, 9, 31):
        row = people.iloc[at]
        reason = explain.why(ours, row=row)
        expected = shapley_by_orders(product, row, ours.background)
        assert points_of(reason.table).to_dict() == pytest.approx(expected, abs=1e-9)
        assert reason.table["points"].sum() == pytest.approx(reason.score - reason.average, abs=1e-9)
        assert "exact" in reason.method


def test_a_forest_is_explained_to_the_last_digit(people):
    from sklearn.ensemble import RandomForestClassifier

    numbers = people[["test", "gap", "known"]]
    model = RandomForestClassifier(20, random_state=0, n_jobs=1).fit(numbers, rule(people) > 52)
    ours = explain.of_model(model, frame=numbers, columns=list(numbers), threshold=0.5)
    reason = explain.why(ours, row=numbers.iloc[3])
    assert reason.score == pytest.approx(model.predict_proba(numbers.iloc[[3]])[0, 1])
    assert reason.table["points"].sum() == pytest.approx(reason.score - reason.average, abs=1e-9)


def wide_table(columns, rows=60):
    rng = np.random.default_rng(8)
    return pd.DataFrame(rng.normal(size=(rows, columns)).round(3), columns=[f"c{n:02}" for n in range(columns)])


def test_a_sum_of_many_columns_stays_exact():
    table = wide_table(14)
    weights = np.arange(14) - 5.0
    ours = explain.of_model(lambda t: t.to_numpy() @ weights, frame=table, columns=list(table))
    reason = explain.why(ours, row=table.iloc[0])
    expected = weights * (table.iloc[0] - ours.background.mean()).to_numpy()
    assert points_of(reason.table)[list(table)].to_numpy() == pytest.approx(expected, abs=1e-9)
    assert (reason.table["error_points"] == 0).all()
    assert reason.method == "exact: the score is a sum"


def test_above_ten_columns_the_estimate_adds_up_and_its_error_is_honest():
    table = wide_table(12, rows=25)
    ours = explain.of_model(
        lambda t: t["c00"] * t["c01"] + t["c02"] * t["c03"] + t["c04"], frame=table, columns=list(table)
    )
    row = table.iloc[4]
    four = ours.background[["c00", "c01", "c02", "c03"]]
    # a product of two: the gain is shared between the two orders
    pairs = {}
    for one, other in (("c00", "c01"), ("c02", "c03")):
        worth = row[one] * row[other] - (four[one] * four[other]).mean()
        first = row[one] * four[other].mean() - (four[one] * four[other]).mean()
        second = row[other] * four[one].mean() - (four[one] * four[other]).mean()
        pairs |= {one: (first + worth - second) / 2, other: (second + worth - first) / 2}
    missed = []
    for seed in range(4):
        reason = explain.why(ours, row=row, seed=seed)
        assert reason.table["points"].sum() == pytest.approx(reason.score - reason.average, abs=1e-9)
        assert "estimated" in reason.method
        assert "by lot" in reason.sentence
        found = reason.table.set_index("column")
        missed += [
            abs(found.loc[name, "points"] - true) > 2 * found.loc[name, "error_points"] + 1e-9
            for name, true in pairs.items()
        ]
        assert found.loc["c11", "points"] == 0
    assert np.mean(missed) <= 0.25


def test_what_the_stand_in_cannot_explain_is_a_line_of_its_own(people):
    rng = np.random.default_rng(1)
    people = people.assign(score=rule(people) + rng.normal(0, 1, len(people)))
    ours = explain.stand_in(people, score="score", columns=COLUMNS, threshold=50)
    row = people.iloc[11]
    reason = explain.why(ours, row=row)
    assert reason.score == row["score"]
    assert reason.table["column"].iloc[-1] == "(not explained)"
    assert reason.table["points"].sum() == pytest.approx(row["score"] - reason.average, abs=1e-9)
    without = explain.why(ours, row=row.drop("score"))
    assert "(not explained)" not in set(without.table["column"])
    assert without.score == pytest.approx(float(ours.scores(people.iloc[[11]])[0]))


def test_the_sentence_says_score_bar_and_what_took_and_gave_most(people):
    ours = explain.of_model(rule, frame=people, columns=COLUMNS, threshold=60)
    row = {"test": 50, "gap": 39, "school": "lower", "known": True}
    said = explain.why(ours, row=row, words={"gap": "a break of {} months"}).sentence
    assert said.startswith("42.4 points, 17.6 below the bar of 60; the average is ")
    assert "What took most: a break of 39 months (-" in said
    assert "What gave most: known yes (+" in said


def test_below_the_bar_is_good_where_lower_is_better(people):
    ours = explain.of_model(rule, frame=people, columns=COLUMNS, threshold=60, better="lower")
    said = explain.why(ours, row={"test": 90, "gap": 39, "school": "college", "known": False}).sentence
    assert "What took most: test 90 (+" in said


def test_small_scores_are_written_with_the_digits_they_need(people):
    ours = explain.of_model(lambda t: rule(t) / 10_000, frame=people, columns=COLUMNS, threshold=0.006)
    said = explain.why(ours, row=people.iloc[0]).sentence
    assert "0.00" in said
    assert "(+0.0)" not in said
    assert "(-0.0)" not in said


@pytest.mark.parametrize("form", [lambda r: r, lambda r: r.to_dict(), lambda r: r.to_frame().T])
def test_a_row_comes_in_any_form_and_is_not_changed(people, form):
    people = people.assign(score=rule(people), name="x")
    ours = explain.stand_in(people, score="score", columns=COLUMNS)
    row = form(people.iloc[3])
    before = row.copy()
    reason = explain.why(ours, row=row)
    assert reason.table["points"].sum() == pytest.approx(reason.score - reason.average, abs=1e-9)
    assert reason.sentence == explain.why(ours, row=people.iloc[[3]]).sentence
    assert str(before) == str(row)


def test_rows_that_cannot_be_explained_are_refused_in_words(people):
    ours = explain.stand_in(people.assign(score=rule(people)), score="score", columns=COLUMNS)
    row = people.iloc[0].to_dict()
    with pytest.raises(ArgumentError, match="One person's row was expected"):
        explain.why(ours, row=people.head(2))
    with pytest.raises(ColumnError, match="'gap' is not in the row"):
        explain.why(ours, row={key: value for key, value in row.items() if key != "gap"})
    with pytest.raises(ArgumentError, match="a category that no row of the fit has"):
        explain.why(ours, row=row | {"school": "colege"})
    with pytest.raises(ArgumentError, match="'test' is empty in a row"):
        explain.why(ours, row=row | {"test": None})
    with pytest.raises(ArgumentError, match="words has a column 'gaps'"):
        explain.why(ours, row=row, words={"gaps": "x"})
    with pytest.raises(ArgumentError, match="What stand_in or of_model returns"):
        explain.why(people, row=row)


def test_an_empty_cell_has_points_of_its_own_where_the_fit_knew_such():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"months": rng.integers(0, 60, 300).astype(float), "score": 0.0})
    table["score"] = 0.2 * table["months"] + 40
    table.loc[::5, ["months", "score"]] = np.nan, 55.0
    ours = explain.stand_in(table, score="score", columns=["months"], threshold=50)
    reason = explain.why(ours, row={"months": np.nan})
    assert reason.score == pytest.approx(55)
    assert "months not known" in reason.sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [(31.0, "31"), (-0.5, "-0.5"), (np.int64(1200), "1,200"), (np.True_, "yes"), (pd.NA, "not known")],
)
def test_values_are_written_as_people_write_them(value, text):
    assert in_figures(value) == text
