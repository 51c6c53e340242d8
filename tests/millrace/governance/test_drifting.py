"""Drift: the parts add up, each kind of change is called by its name, and where nothing changed nothing is claimed."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.governance import drift
from millrace.governance.reweighing import balancing_weights
from millrace.governance.splitting import Period, split

ASKED = {"columns": ["test", "gap", "job"], "score": "score", "decision": "invited", "threshold": 60, "draws": 60}


def people(seed, rows=700, *, test=60.0, shift=0.0, bar=60.0, overridden=0.05, pulled_up=0.0):
    rng = np.random.default_rng(seed)
    made = pd.DataFrame(
        {
            "test": rng.normal(test, 10, rows).round(),
            "gap": rng.gamma(1.0, 8.0, rows).round(),
            "job": rng.choice(["cutter", "office", "shop"], rows),
        }
    )
    made["score"] = (0.7 * made["test"] - 0.3 * made["gap"] + 20 + rng.normal(0, 2, rows) + shift).round()
    yes = made["score"] >= bar
    made["invited"] = np.where(rng.random(rows) < overridden, ~yes, yes).astype(bool)
    made["invited"] |= rng.random(rows) < pulled_up
    return made


def verdicts(found):
    return found.split.set_index("part")["verdict"].to_dict()


@pytest.mark.parametrize(
    ("change", "part", "way"),
    [
        ({"test": 52.0}, "other people", "fewer"),
        ({"shift": -5.0}, "other rule", "fewer"),
        ({"shift": 5.0}, "other rule", "more"),
        ({"pulled_up": 0.25}, "other routing", "more"),
    ],
)
def test_each_kind_of_change_is_called_by_its_name(change, part, way):
    found = drift(people(1), people(2, **change), **ASKED)
    assert verdicts(found)[part] == way
    assert part in found.sentence
    others = {name: said for name, said in verdicts(found).items() if name != part}
    assert set(others.values()) == {"not shown"}


def test_overrides_in_both_directions_are_seen_though_they_cancel():
    found = drift(people(1), people(2, overridden=0.3), **ASKED)
    assert verdicts(found)["other routing"] == "not shown"
    routing = found.columns[found.columns["what"] == "routing"]
    assert routing["verdict"].str.startswith("moved").tolist() == [True, True]
    assert "Selected where the rule says no: 6%, then 3" in found.sentence


def test_another_bar_is_another_rule():
    before, after = people(1).assign(bar=60), people(2, bar=65).assign(bar=65)
    found = drift(before, after, **(ASKED | {"threshold": "bar"}))
    assert verdicts(found) == {"other people": "not shown", "other rule": "fewer", "other routing": "not shown"}
    assert found.columns.set_index("column").loc["score", "verdict"] == "not shown"


@pytest.mark.parametrize(
    "given",
    [{}, {"columns": ()}, {"score": None, "threshold": None}, {"columns": (), "score": None, "threshold": None}],
)
def test_parts_add_up_exactly_whatever_is_given(given):
    before, after = people(1), people(2, test=55.0, shift=-3.0, overridden=0.2)
    found = drift(before, after, **(ASKED | given))
    whole = after["invited"].mean() - before["invited"].mean()
    assert found.split["change"].sum() == pytest.approx(whole, abs=1e-12)
    assert (found.split["change_low_order"] <= found.split["change"] + 1e-12).all()
    assert (found.split["change_high_order"] >= found.split["change"] - 1e-12).all()
    assert found.selected_after - found.selected_before == pytest.approx(whole)


def test_what_the_data_cannot_tell_is_said():
    before, after = people(1), people(2, shift=-5.0)
    blind = drift(before, after, **(ASKED | {"columns": ()}))
    assert blind.split["part"].tolist() == ["other people or other rule", "other routing"]
    assert any("cannot be told" in one for one in blind.remarks)
    silent = drift(before, after, **(ASKED | {"score": None, "threshold": None}))
    assert silent.split["part"].tolist() == ["other people", "other rule or other routing"]
    apart = drift(before, after.assign(test=after["test"] + 500), **ASKED)
    assert apart.split["part"].tolist() == ["other people or other rule", "other routing"]
    assert apart.split["change"].sum() == pytest.approx(after["invited"].mean() - before["invited"].mean())
    assert any("too little in common" in one for one in apart.remarks)
    empty = drift(before, after.assign(score=np.nan), **ASKED)
    assert set(empty.split["verdict"]) == {"cannot be told"}
    alone = drift(before[["test"]], after[["test"]], columns=["test"])
    assert alone.split.empty
    assert alone.sentence == "Nothing is shown to have moved."


def test_the_people_part_is_what_the_new_people_would_have_got_under_the_old_rule():
    before, after = people(1, 4000), people(2, 4000, test=54.0, shift=-3.0)
    noise = np.random.default_rng(3).normal(0, 2, 4000)
    old_rule = (0.7 * after["test"] - 0.3 * after["gap"] + 20 + noise).round() >= 60
    yes = before["score"] >= 60
    old_routing = np.where(old_rule, before["invited"][yes].mean(), before["invited"][~yes].mean()).mean()
    found = drift(before, after, **ASKED).split.set_index("part").loc["other people"]
    true = old_routing - before["invited"].mean()
    assert found["change_low_order"] - 0.03 <= true <= found["change_high_order"] + 0.03


def claims(seed, columns):
    rng = np.random.default_rng(seed)
    made = people(seed, 500).assign(**{f"c{n}": rng.normal(size=500) for n in range(columns)})
    late = rng.random(500) < 0.4
    given = ASKED | {"columns": ["test", "gap", "job", *(f"c{n}" for n in range(columns))], "seed": seed}
    found = drift(made[~late], made[late], **given)
    moved = found.columns["verdict"].str.startswith("moved").any()
    return moved or found.split["verdict"].isin(["fewer", "more"]).any()


def test_where_nothing_changed_nothing_is_claimed():
    assert sum(claims(seed, 2) for seed in range(12)) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("columns", [0, 12])
def test_where_nothing_changed_one_in_twenty_claims_at_most(columns):
    assert sum(claims(seed, columns) for seed in range(200)) <= 16


def test_order_of_rows_does_not_matter_and_tables_stay():
    before, after = people(1), people(2, shift=-2.0)
    copies = before.copy(deep=True), after.copy(deep=True)
    one = drift(before, after, **ASKED)
    other = drift(before.sample(frac=1, random_state=1), after[::-1], **ASKED)
    pd.testing.assert_frame_equal(one.columns, other.columns)
    assert one.split["change"].to_numpy() == pytest.approx(other.split["change"].to_numpy(), abs=1e-6)
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(after, copies[1])


def test_rows_without_a_score_are_set_aside_and_said():
    after = people(2)
    after["score"] = after["score"].where(after.index % 7 > 0)
    found = drift(people(1), after, **ASKED)
    row = found.columns.set_index("column").loc["score"]
    assert row["after"] + row["set_aside"] == 700
    assert any("100 rows without score, bar or decision set aside" in one for one in found.remarks)
    assert "score: 100 rows without a value." in found.remarks


@pytest.mark.parametrize(("value", "share"), [(True, "100%"), (False, "0%")])
def test_all_selected_or_none_selected_is_no_error(value, share):
    found = drift(people(1).assign(invited=value), people(2).assign(invited=value), **ASKED)
    assert f"Selected were {share} before and {share} after (+0.0 points)" in found.sentence
    assert set(found.split["verdict"]) == {"not shown"}


def test_decisions_and_outcomes_may_be_words():
    before, after = people(1), people(2, pulled_up=0.25)
    for frame in (before, after):
        frame["invited"] = np.where(frame["invited"], "yes", "no")
        frame["end"] = np.where(frame["test"] > 55, "passed", "left")
        frame.loc[frame["invited"] == "no", "end"] = None
    found = drift(before, after, **ASKED, selected_is="yes", outcome="end", outcome_is="passed")
    assert verdicts(found)["other routing"] == "more"
    row = found.columns.set_index("what").loc["outcome"]
    assert row["before"] == (before["invited"] == "yes").sum()
    assert row["set_aside"] == (pd.concat([before, after])["invited"] == "no").sum()


def test_few_people_are_too_few_to_say():
    found = drift(people(1), people(2, 12), **ASKED)
    assert set(found.columns["verdict"]) == {"too few to say"}


@pytest.mark.parametrize(
    ("change", "given", "kind", "says"),
    [
        ({}, {"columns": ["tset"]}, ColumnError, "Did you mean 'test'"),
        ({}, {"columns": ["test", "score"]}, ArgumentError, "is what is to be explained"),
        ({}, {"columns": ["name"]}, ColumnError, "like names or free text"),
        ({}, {"score_range": (0, 10)}, ColumnError, "lie outside 0 to 10"),
        ({"score": "60"}, {}, ColumnError, "holds text"),
        ({"invited": "yes"}, {}, ArgumentError, "Say which value is meant"),
        ({}, {"score": None}, ArgumentError, "threshold was given without a score"),
        ({}, {"columns": (), "score": None, "decision": None, "threshold": None}, ArgumentError, "Nothing is asked"),
        ({}, {"draws": 3}, ArgumentError, "whole number from 20"),
        ({}, {"confidence": 95}, ArgumentError, "0.95"),
    ],
)
def test_bad_input_is_answered_in_words_without_names(change, given, kind, says):
    frames = [people(seed).assign(name=[f"Person {n}" for n in range(700)]).assign(**change) for seed in (1, 2)]
    with pytest.raises(kind, match=says) as found:
        drift(*frames, **(ASKED | given))
    assert "Person" not in str(found.value)


def test_weights_reach_the_means_and_say_when_they_cannot():
    rng = np.random.default_rng(1)
    design = rng.normal(size=(400, 4))
    target = np.array([0.3, -0.2, 0.1, 0.4])
    weights = balancing_weights(design, target)
    assert weights.sum() == pytest.approx(1)
    assert weights @ design == pytest.approx(target, abs=1e-5)
    assert (weights > 0).all()
    assert balancing_weights(design, np.array([9.0, 0, 0, 0])) is None
    assert balancing_weights(np.ones((5, 1)), np.array([2.0])) is None


def test_without_other_people_the_split_is_plain_arithmetic():
    known = np.array([[0.0], [1.0]] * 50)
    before = Period(known, np.array([False, True] * 50), np.array([0.0, 1.0] * 50))
    after = Period(known, np.array([False, False] * 50), np.array([0.0, 0.0] * 50))
    assert split(before, after).set_index("part")["change"].to_dict() == pytest.approx(
        {"other people": 0, "other rule": -0.5, "other routing": 0}
    )
