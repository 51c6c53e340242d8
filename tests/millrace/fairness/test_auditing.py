"""The audit: nobody disappears, size and evidence are told apart, and chance is not taken for harm."""

import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError, ColumnError, MillraceError

VERDICTS = {
    "worse off", "better off", "no different that we can see", "differs, but within tolerance",
    "beyond tolerance, could be chance", "insufficient evidence", "reference", "group unknown",
}  # fmt: skip


def agreed(**other):
    clauses = {"decision": "invite", "decided_by": "the score", "fixed_on": "2026-03-02", "groups": ["sex", "origin"],
               "selected": "invited", "harmed": "applicants", "harm": "allocation"}  # fmt: skip
    return fairness.contract(**clauses | other)


def people(seed=1, rows=2000, women=0.4, men=0.4, elsewhere=0.0, third=3):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], rows), "origin": rng.choice(["here", "away"], rows)})
    rate = np.where(frame["sex"] == "f", women, men) - elsewhere * (frame["origin"] == "away")
    frame["invited"] = rng.random(rows) < rate
    frame.loc[: third - 1, "sex"] = "x"
    return frame


def by_group(table, attribute="sex"):
    return table[table["attribute"] == attribute].set_index("group")


def test_worse_off_needs_size_and_evidence():
    table = by_group(fairness.audit(people(women=0.25), agreed()))
    assert table["verdict"].to_dict() == {"f": "worse off", "m": "reference", "x": "insufficient evidence"}
    small = by_group(fairness.audit(people(women=0.37, rows=40_000), agreed()))
    assert small.loc["f", ["size", "verdict"]].tolist() == ["within tolerance", "differs, but within tolerance"]
    few = pd.DataFrame({"sex": ["f"] * 40 + ["m"] * 400, "origin": "here"})
    few["invited"] = [True] * 12 + [False] * 28 + [True] * 176 + [False] * 224
    assert by_group(fairness.audit(few, agreed())).loc["f", "verdict"] == "beyond tolerance, could be chance"


def test_nobody_disappears_and_nothing_is_changed():
    frame = people()
    frame.loc[10:30, "origin"] = None
    frame["invited"] = frame["invited"].astype(object)
    frame.loc[40:44, "invited"] = None
    before = frame.copy(deep=True)
    table = fairness.audit(frame, agreed())
    pd.testing.assert_frame_equal(frame, before)
    sums = table.groupby("attribute")[["people", "decision_unknown"]].sum()
    assert (sums.sum(axis=1) == len(frame)).all()
    assert (sums["decision_unknown"] == 5).all()
    assert set(table["verdict"]) <= VERDICTS
    assert by_group(table, "origin").loc["(unknown)", "verdict"] == "group unknown"


def test_the_order_of_rows_does_not_matter():
    frame = people(women=0.3)
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(fairness.audit(frame, agreed()), fairness.audit(shuffled, agreed()))


def test_counts_give_what_rows_give():
    frame = people(women=0.3)
    counts = frame.groupby(["sex", "origin"])["invited"].agg(["sum", "size"]).reset_index()
    by_counts = fairness.audit(counts, agreed(selected=None, selected_people="sum", people="size"))
    pd.testing.assert_frame_equal(fairness.audit(frame, agreed()), by_counts)
    long = frame.groupby(["sex", "origin", "invited"]).size().reset_index(name="n")
    pd.testing.assert_frame_equal(fairness.audit(frame, agreed()), fairness.audit(long, agreed(people="n")))


@pytest.mark.parametrize("dtype", [object, "str", "category"])
def test_text_of_any_kind_and_odd_indexes_are_taken(dtype):
    frame = people(women=0.25)
    plain = fairness.audit(frame, agreed())
    other = frame.astype({"sex": dtype, "origin": dtype}).set_index(pd.Index([7] * len(frame)))
    pd.testing.assert_frame_equal(plain, fairness.audit(other, agreed()))


def test_a_category_that_nobody_has_is_listed_with_nobody():
    frame = people().astype({"sex": pd.CategoricalDtype(["f", "m", "x", "z"])})
    row = by_group(fairness.audit(frame, agreed())).loc["z"]
    assert row["people"] == 0
    assert row["verdict"] == "insufficient evidence"
    assert (row["low"], row["high"]) == (0, 1)


def test_rates_equal_fairlearn():
    from fairlearn.metrics import MetricFrame, selection_rate

    frame = people(women=0.3)
    theirs = MetricFrame(
        metrics=selection_rate, y_true=frame["invited"], y_pred=frame["invited"], sensitive_features=frame["sex"]
    )
    ours = by_group(fairness.audit(frame, agreed()))
    assert np.abs(ours["rate"] - theirs.by_group.reindex(ours.index).astype(float)).max() < 1e-12


def test_being_selected_may_be_the_harm():
    frame = people(women=0.6).rename(columns={"invited": "searched"})
    table = by_group(fairness.audit(frame, agreed(selected="searched", selected_is="unfavourable")))
    assert table.loc["m", "verdict"] == "reference"
    assert table.loc["f", "verdict"] == "worse off"


def test_the_reference_can_be_named_and_must_be_there():
    named = agreed(reference={"sex": "f", "origin": "here"})
    table = fairness.audit(people(women=0.2), named)
    assert set(by_group(table)["reference"]) == {"f"}
    assert by_group(table).loc["m", "verdict"] == "better off"
    assert set(by_group(table, "sex and origin")["reference"]) == {"f / here"}
    with pytest.raises(ArgumentError, match="a group that nobody is in"):
        fairness.audit(people(), agreed(reference={"sex": "w", "origin": "here"}))


def test_references_may_be_named_in_any_order_and_attributes_may_hold_an_and():
    frame = people().rename(columns={"sex": "sex and gender"})
    named = agreed(groups=["sex and gender", "origin"], reference={"origin": "here", "sex and gender": "m"})
    table = fairness.audit(frame, named)
    assert table["reference"].unique().tolist() == ["m", "here", "m / here"]


def test_a_column_that_copies_the_decision_is_asked_about():
    frame = people(third=0).assign(copy=lambda f: np.where(f["invited"], "in", "out"))
    table = fairness.audit(frame, agreed(groups="copy"))
    assert "a copy of the decision?" in fairness.sentence(table.set_index("group", drop=False).loc["out"])


def test_many_combinations_do_not_hide_a_single_attribute():
    counts = pd.DataFrame({"sex": ["f", "m"] * 20, "team": np.repeat(np.arange(20), 2), "n": 50})
    counts["k"] = np.where(counts["sex"] == "f", 15, 20) + np.tile([1, 1, -1, -1], 10)
    contract = agreed(groups=["sex", "team"], selected=None, selected_people="k", people="n")
    assert by_group(fairness.audit(counts, contract)).loc["f", "verdict"] == "worse off"


def test_one_of_one_is_no_reference():
    table = by_group(
        fairness.audit(people(third=1).assign(invited=lambda f: f["invited"] | (f["sex"] == "x")), agreed())
    )
    assert table.loc["x", "rate"] == 1
    assert table.loc["x", "verdict"] == "insufficient evidence"


@pytest.mark.parametrize("chosen", [True, False])
def test_all_or_nobody_selected_accuses_nobody(chosen):
    table = fairness.audit(people(third=0).assign(invited=chosen), agreed())
    assert set(table["verdict"]) == {"reference", "no different that we can see"}
    assert all(fairness.sentence(row) for row in table.to_dict("records"))


def test_forty_groups_are_all_there_and_the_one_that_is_worse_is_found():
    rng, others = np.random.default_rng(2), 0
    for _ in range(50):
        chosen = rng.binomial(300, np.where(np.arange(40) == 7, 0.1, 0.5))
        counts = pd.DataFrame({"team": np.arange(40), "k": chosen, "n": 300})
        table = fairness.audit(counts, agreed(groups="team", selected=None, selected_people="k", people="n"))
        worse = table.loc[table["verdict"] == "worse off", "group"].tolist()
        assert len(table) == 40
        assert "7" in worse
        others += len(worse) > 1
    assert others <= 4


def nothing_planted(seed, reference, groups):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(5, 300, groups)
    counts = pd.DataFrame({"group": [f"g{n}" for n in range(groups)], "n": sizes, "k": rng.binomial(sizes, 0.35)})
    contract = agreed(groups="group", selected=None, selected_people="k", people="n", reference=reference)
    return fairness.audit(counts, contract)["verdict"].isin(["worse off", "better off"]).any()


@pytest.mark.parametrize("reference", ["highest rate", "largest group"])
@pytest.mark.parametrize("groups", [2, 12])
def test_with_nothing_planted_nobody_is_called_worse(reference, groups):
    said = [nothing_planted(seed, reference, groups) for seed in range(150)]
    assert np.mean(said) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("reference", ["highest rate", "largest group"])
@pytest.mark.parametrize("groups", [2, 5, 40])
def test_in_a_thousand_audits_of_nothing(reference, groups):
    said = [nothing_planted(seed, reference, groups) for seed in range(1000)]
    print(reference, groups, np.mean(said))
    assert np.mean(said) <= 0.05


@pytest.mark.parametrize(
    ("change", "asked", "says"),
    [
        ({}, {"groups": ["sx"]}, "Did you mean 'sex'"),
        ({"sex": [f"P{n}" for n in range(2000)]}, {}, "names persons"),
        ({"sex": np.linspace(0, 1, 2000)}, {}, "Make bands first"),
        ({"sex": None}, {}, "is empty"),
        ({"invited": "perhaps"}, {}, "selected_value="),
        ({"invited": [f"Ann {n}" for n in range(2000)]}, {}, "2,000 different values"),
        ({"n": -1}, {"people": "n"}, "0 or more"),
        ({"s": 120}, {"score": "s", "score_range": (0, 100)}, "outside 0 to 100 in 2,000 rows"),
        ({"s": "high"}, {"score": "s"}, "holds text"),
    ],
)
def test_bad_input_is_named_and_no_person_with_it(change, asked, says):
    with pytest.raises(MillraceError, match=says) as raised:
        fairness.audit(people().assign(**change), agreed(**asked))
    assert "Ann 1" not in str(raised.value)
    assert "P12" not in str(raised.value)


def test_an_empty_table_and_two_columns_of_one_name_are_refused():
    with pytest.raises(ArgumentError, match="no rows"):
        fairness.audit(people().head(0), agreed())
    twice = pd.concat([people(), people()[["sex"]]], axis=1)
    with pytest.raises(ColumnError, match="2 columns 'sex'"):
        fairness.audit(twice, agreed())
    with pytest.raises(ColumnError, match="'invited' is not in"):
        fairness.audit(people().drop(columns="invited"), agreed())


def test_text_labels_are_read_with_their_value():
    frame = people(women=0.25)
    text = frame.assign(invited=np.where(frame["invited"], "yes", "no"))
    pd.testing.assert_frame_equal(fairness.audit(frame, agreed()), fairness.audit(text, agreed(selected_value="yes")))


def test_two_readings_of_one_ratio_are_both_there():
    counts = pd.DataFrame({"origin": ["here", "away"], "k": [990, 950], "n": [1000, 1000]})
    contract = agreed(groups="origin", selected=None, selected_people="k", people="n")
    row = by_group(fairness.audit(counts, contract), "origin").loc["away"]
    assert row["verdict"] == "differs, but within tolerance"
    assert row["ratio_not_selected"] == pytest.approx(5)
