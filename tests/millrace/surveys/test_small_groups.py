"""Groups under five: hidden, not to be computed from the total, in tables, charts and themes."""

import itertools

import numpy as np
import pandas as pd
import pytest

from made_surveys import from_points, people
from millrace import surveys, themes
from millrace.errors import ArgumentError


def test_no_small_group_can_be_computed_from_the_total():
    """Every table of up to four groups, around the border."""
    for counts in itertools.product([0, 1, 4, 5, 8], repeat=4):
        table = pd.DataFrame({"people": counts, "mean": np.arange(4.0)})
        shown = surveys.hide_small(table, people="people", values=["mean"])
        hidden = shown["mean"].isna().to_numpy()
        size = np.array(counts)
        assert hidden[(size > 0) & (size < 5)].all()
        assert not hidden[size == 0].any()
        # what is left of the total after the shown groups is of nobody, or of two groups and five people together
        if hidden.any() and not hidden[size > 0].all():
            assert hidden.sum() >= 2
            assert size[hidden].sum() >= 5


def test_nothing_is_hidden_without_need():
    table = pd.DataFrame({"people": [5, 6, 9], "mean": [1.0, 2.0, 3.0]})
    shown = surveys.hide_small(table, people="people", values=["mean"])
    assert shown["mean"].tolist() == [1, 2, 3]
    assert (shown["hidden"] == "").all()
    assert table.columns.tolist() == ["people", "mean"]


def test_each_wave_is_a_table_of_its_own_in_any_order_of_rows():
    table = pd.DataFrame({"wave": ["1", "2"] * 3, "people": [9, 9, 8, 8, 4, 7], "mean": np.arange(6.0)}, index=[7] * 6)
    shown = surveys.hide_small(table, people="people", values=["mean"], within=["wave"])
    assert shown["mean"].isna().tolist() == [False, False, True, False, True, False]
    assert len(surveys.hide_small(table.iloc[:0], people="people", values=["mean"])) == 0
    with pytest.raises(ArgumentError, match="2 or more"):
        surveys.hide_small(table, people="people", values=["mean"], least=1)


def test_joined_groups_can_be_shown():
    role = {f"P{n:02d}": "large" if n < 8 else "middle" if n < 14 else "small" for n in range(18)}
    made = from_points(people(np.arange(18) % 5 + 1), role=role)
    joined = surveys.join_groups(made.people["role"], join={"the others": ["middle", "small"]})
    shares = surveys.answer_shares(made, questions=["load"], by=joined)
    assert shares["people"].tolist() == [8, 10]
    assert (shares["hidden"] == "").all()
    with pytest.raises(ArgumentError, match="Did you mean 'small'"):
        surveys.join_groups(made.people["role"], join={"x": ["smal"]})
    with pytest.raises(ArgumentError, match="'small' twice"):
        surveys.join_groups(made.people["role"], join={"x": ["small"], "y": ["small"]})


def test_shares_are_counted_by_hand():
    made = from_points(people([1, 2, 3, 3, 4, 5, 5, 5]))
    row = surveys.answer_shares(made, questions=["load"]).iloc[0]
    assert row[["1", "2", "3", "4", "5"]].tolist() == [0.125, 0.125, 0.25, 0.125, 0.375]
    assert row[["below", "middle", "above"]].tolist() == [0.25, 0.25, 0.5]


def test_a_chart_holds_no_number_of_a_hidden_group():
    role = {f"P{n:02d}": "large" if n < 8 else "middle" if n < 14 else "small" for n in range(18)}
    made = from_points(people([4.0] * 8 + [2.0] * 10), role=role)
    ax = surveys.draw_answers(surveys.answer_shares(made, questions=["load"], by="role"))
    assert ax.get_title(loc="left") == "load, large: 100 % agree, 0 % disagree"
    label = ax.figure.get_label()
    assert "small: hidden (fewer than 5)" in label
    assert "middle: hidden (would give another away)" in label
    assert {round(bar.get_y() + bar.get_height() / 2) for bar in ax.patches} == {0}


def test_bars_lie_around_the_middle():
    made = from_points(people([1, 2, 3, 3, 4, 5, 5, 5]))
    ax = surveys.draw_answers(surveys.answer_shares(made, questions=["load"]))
    assert ax.patches[0].get_x() == pytest.approx(-25 - 12.5)
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(100)


def test_a_chart_of_changes_names_the_largest_that_is_shown():
    made = from_points(people([2.0] * 6 + [3.0] * 6), people([4.0, 4, 4, 3, 4, 4, 3, 4, 2, 3, 3, 3]),
                       role={f"P{n:02d}": "sales" if n < 6 else "others" for n in range(12)})  # fmt: skip
    table = surveys.change(made, question="load", first="1", last="2", better="lower", by="role")
    ax = surveys.draw_change(table)
    assert ax.get_title(loc="left") == "load in sales: worse by 1.8 points"
    assert "others: +0.0" in ax.figure.get_label()
    still = surveys.change(made, question="load", first="1", last="2", better="lower", by="role").query(
        "group == 'others'"
    )
    assert surveys.draw_change(still).get_title(loc="left") == "load: no change is shown"


def test_people_who_are_alone_are_counted():
    frame = people([3.0] * 7)
    made = from_points(frame, role={f"P{n:02d}": "a" if n < 6 else "b" for n in range(7)})
    row = surveys.reidentifiable(made, columns=["role"]).iloc[0]
    assert row[["people", "alone", "in_small_groups"]].tolist() == [7, 1, 1]


def test_a_theme_of_a_few_people_is_hidden_with_its_name_and_words():
    texts = ["the chat is slow"] * 7 + ["it costs money"] * 6 + ["the foreman is unfair"] * 2
    found = themes.by_words(texts, {"slow": ["slow"], "money": ["costs"], "foreman": ["foreman"]})
    table = surveys.themes_by_people(found, pd.Series(range(15)))
    assert table["theme"].tolist() == ["slow", "(hidden)", "(hidden)", "no theme"]
    assert not table.astype(str).apply(lambda column: column.str.contains("foreman")).any(axis=None)
    # one person who wrote many texts is one person
    one = surveys.themes_by_people(found, pd.Series([0] * 7 + list(range(1, 9))))
    assert "slow" not in set(one["theme"])
    with pytest.raises(ArgumentError, match="One respondent per text"):
        surveys.themes_by_people(found, pd.Series(range(3)))


def test_groups_by_an_answer_leave_out_who_did_not_answer():
    made = from_points(people([4.0, 2.0, np.nan], other=[1.0, 1.0, 1.0]))
    assert surveys.by_answer(made, question="load", at_least=4).to_dict() == {"P00": "many", "P01": "fewer"}
    assert surveys.groups_of(made, surveys.by_answer(made, question="load", at_least=4)).tolist()[2] == "not said"
