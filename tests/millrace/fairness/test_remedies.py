"""Proxies, remedies and their price, in people."""

import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError

COLUMNS = ["gap", "test", "team", "km"]


def agreed(**other):
    clauses = {"decision": "invite", "decided_by": "the score", "fixed_on": "2026-03-02", "groups": ["sex"],
               "score": "score", "threshold": 60, "harmed": "applicants", "harm": "allocation"}  # fmt: skip
    return fairness.contract(**clauses | other)


def applicants(seed=1, rows=1500, gap_points=0.8, proxy=True):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], rows), "team": rng.choice(list("uvwxyz"), rows)})
    frame["gap"] = rng.poisson(np.where((frame["sex"] == "f") & proxy, 12, 6))
    frame["test"], frame["km"] = rng.normal(60, 10, rows).round(1), rng.gamma(2, 4, rows).round(1)
    frame["score"] = (frame["test"] - gap_points * frame["gap"] + rng.normal(7, 2, rows)).round()
    frame["passed"] = rng.random(rows) < 1 / (1 + np.exp(-(frame["test"] - 58) / 5))
    return frame


def verdicts(frame, **other):
    asked = {"groups": "sex", "columns": COLUMNS, "score": "score"}
    return fairness.find_proxies(frame, **asked | other).set_index("column")["verdict"]


def test_the_proxy_is_found_and_the_work_sample_is_not():
    found = verdicts(applicants())
    assert found["gap"] == "gives the group away and moves the score"
    assert found["test"] == "moves the score only"
    assert found["km"] == found["team"] == "neither"
    assert found["(all columns together)"] == "gives the group away only"


def test_what_gives_away_without_moving_the_score_is_told_apart():
    assert verdicts(applicants(gap_points=0))["gap"] == "gives the group away only"


@pytest.mark.parametrize("tables", [15, pytest.param(100, marks=pytest.mark.slow)])
def test_nothing_planted_nothing_found(tables):
    said = [verdicts(applicants(seed, proxy=False)).str.contains("away").any() for seed in range(tables)]
    assert np.mean(said) <= 0.05


def test_points_lost_are_those_that_were_planted():
    table = fairness.find_proxies(applicants(), groups="sex", columns=COLUMNS, score="score").set_index("column")
    assert table.loc["gap", "group"] == "f"
    assert table.loc["gap", "points_lost"] == pytest.approx(0.8 * 6, abs=0.4)


def test_the_order_of_rows_and_what_cannot_be_read_do_not_disturb():
    frame = applicants().assign(name=[f"N{n}" for n in range(1500)], same=1)
    table = fairness.find_proxies(frame, groups="sex", columns=[*COLUMNS, "name", "same"], score="score")
    shuffled = frame.sample(frac=1, random_state=2)
    other = fairness.find_proxies(shuffled, groups="sex", columns=[*COLUMNS, "name", "same"], score="score")
    pd.testing.assert_frame_equal(table, other, rtol=1e-6)
    unread = table[table["column"].isin(["name", "same"])]
    assert set(unread["verdict"]) == {"not judged"}
    assert unread["remark"].str.len().gt(0).all()


def test_two_copies_of_a_column_are_said_to_be_one():
    copied = applicants().assign(gap2=lambda f: 2 * f["gap"])
    table = fairness.find_proxies(copied, groups="sex", columns=["gap", "gap2"], score="score")
    assert table["remark"].head(2).str.contains("cannot be told apart").all()
    with pytest.raises(ArgumentError, match="cannot be told apart"):
        fairness.without_points(copied, score="score", feature="gap", given=["gap2"])


def test_thresholds_by_group_make_rates_alike_for_as_many_places():
    frame = applicants()
    table = fairness.thresholds_by_group(frame, agreed(), by="sex")
    assert table["selected"].sum() == pytest.approx((frame["score"] >= 60).sum(), rel=0.03)
    assert table["rate"].max() - table["rate"].min() < 0.05  # a whole score holds 4 of 100 people
    chosen = fairness.select_from(frame, score="score", thresholds=table, by="sex", into="new")["new"]
    assert chosen.groupby(frame["sex"]).sum().tolist() == table["selected"].tolist()
    assert table["warning"].str.contains("unlawful").all()


def test_thresholds_are_near_those_of_fairlearn():
    from fairlearn.postprocessing import ThresholdOptimizer
    from sklearn.base import BaseEstimator

    class Score(BaseEstimator):
        def fit(self, x, y):
            return self

        def __sklearn_is_fitted__(self):
            return True

        def predict(self, x):
            return np.asarray(x)[:, 0]

    frame = applicants(rows=4000)
    contract = agreed(outcome="passed", outcome_means="passed", known_for="all")
    table = fairness.thresholds_by_group(frame, contract, by="sex", equal="true positive rate")
    places = int(table["selected"].sum())
    share = table["good_selected"] / table["good_known"]
    assert share.max() - share.min() < 0.03
    theirs = ThresholdOptimizer(
        estimator=Score(), constraints="true_positive_rate_parity", objective="accuracy_score", prefit=True,
        predict_method="predict",
    ).fit(frame[["score"]], frame["passed"], sensitive_features=frame["sex"])  # fmt: skip
    guess = theirs.predict(frame[["score"]], sensitive_features=frame["sex"], random_state=1)
    ours = fairness.thresholds_by_group(frame, contract, by="sex", equal="true positive rate", places=int(guess.sum()))
    their_rates = pd.Series(guess).groupby(frame["sex"]).mean()
    assert np.abs(ours["rate"].to_numpy() - their_rates.to_numpy()).max() < 0.03
    assert places == pytest.approx((frame["score"] >= 60).sum(), rel=0.05)


def test_places_and_ties():
    frame = pd.DataFrame({"score": [9, 8, 8, 8, 1, None]})
    taken = [fairness.select_from(frame, score="score", places=n, into="x")["x"].sum() for n in range(6)]
    assert taken == [0, 1, 1, 4, 4, 5]


def test_a_score_without_the_points_of_a_proxy_narrows_the_gap_at_no_loss_of_skill():
    frame = applicants()
    better = fairness.without_points(frame, score="score", feature="gap", given=["test", "team", "km"])
    assert better["score_without"].mean() == pytest.approx(frame["score"].mean())
    assert better["score_without"].corr(frame["gap"]) == pytest.approx(0, abs=0.06)
    places = int((frame["score"] >= 60).sum())
    better = fairness.select_from(better, score="score_without", places=places, into="new")
    table = fairness.compare_mitigations(better, agreed(), mitigations={"no gap": "new"}, merit="test")
    women = table[(table["group"] == "f")].set_index("mitigation")["ratio"]
    assert women["no gap"] > max(0.9, women["as it is now"] + 0.1)
    everybody = table[(table["group"] == "everybody")].set_index("mitigation")
    assert everybody.loc["no gap", "merit_change"] > 0
    assert "score_without" not in frame


def test_costs_add_up():
    frame = applicants().assign(other=lambda f: f["test"] > 58)
    frame["passed"] = frame["passed"].astype(object).where(frame["score"] >= 60, None)
    contract = agreed(outcome="passed", outcome_means="passed probation", known_for="those invited")
    table = fairness.compare_mitigations(frame, contract, mitigations={"test": "other"}, merit="test")
    new = table[table["mitigation"] == "test"]
    groups, whole = new[new["attribute"] == "sex"], new[new["group"] == "everybody"].iloc[0]
    for name in (
        "people",
        "selected",
        "change",
        "newly_selected",
        "newly_refused",
        "good_change",
        "unknown_newly_selected",
    ):
        assert groups[name].sum() == whole[name]
    assert (groups["change"] == groups["newly_selected"] - groups["newly_refused"]).all()
    assert whole["unknown_newly_selected"] == whole["newly_selected"]
    assert whole["good_change"] <= 0


def test_weights_make_group_and_label_go_their_own_ways():
    frame = applicants().assign(won=lambda f: f["score"] >= 60)
    weighed = fairness.reweigh(frame, by="sex", label="won")
    rates = weighed.groupby("sex")[["won", "weight"]].apply(lambda g: np.average(g["won"], weights=g["weight"]))
    assert rates["f"] == pytest.approx(rates["m"])
    assert weighed["weight"].mean() == pytest.approx(1)


def test_a_repaired_feature_has_one_mean_for_all_and_keeps_its_gaps():
    frame = applicants().astype({"gap": float})
    frame.loc[5, "gap"] = np.nan
    fixed = fairness.repair_feature(frame, feature="gap", by="sex")
    means = fixed.groupby("sex")["gap_repaired"].mean()
    assert means["f"] == pytest.approx(means["m"])
    assert fixed["gap_repaired"].isna().sum() == 1
    half = fairness.repair_feature(frame, feature="gap", by="sex", strength=0.5).groupby("sex")["gap_repaired"].mean()
    was = frame.groupby("sex")["gap"].mean()
    assert half["f"] - half["m"] == pytest.approx((was["f"] - was["m"]) / 2)


def test_dropping_the_column_of_sex_changes_little_where_a_proxy_stays():
    table = fairness.drop_column(applicants(), agreed(), drop="sex", columns=["gap", "test", "sex"])
    assert set(table["verdict"]) == {"changes little"}
    direct = applicants(proxy=False).assign(score=lambda f: f["score"] - 6 * (f["sex"] == "f"))
    assert set(fairness.drop_column(direct, agreed(), drop="sex", columns=["gap", "test"])["verdict"]) == {
        "narrows the gap"
    }


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda f: fairness.find_proxies(f, groups="sex", columns=["sex", "gap"]), "Leave it out of columns"),
        (lambda f: fairness.find_proxies(f, groups="sex", columns=[]), "columns="),
        (lambda f: fairness.select_from(f, score="score", into="x"), "several ways, or in none"),
        (lambda f: fairness.select_from(f, score="score", places=3, into="gap"), "already"),
        (lambda f: fairness.thresholds_by_group(f, agreed(), by="team"), "by='team'"),
        (lambda f: fairness.compare_mitigations(f, agreed(), mitigations={}), "mitigations="),
        (lambda f: fairness.repair_feature(f, feature="gap", by="sex", strength=2), "strength=2"),
        (lambda f: fairness.learn_score(f.assign(y=0), label="y", columns=["gap"]), "fewer than 10 good"),
    ],
)
def test_what_cannot_be_is_refused(call, says):
    with pytest.raises(ArgumentError, match=says):
        call(applicants(rows=200))


def test_taking_out_labels_or_gaps_leaves_the_mean_of_the_score():
    frame = applicants().astype({"gap": float})
    frame.loc[:200, "gap"] = np.nan
    for feature, given in (("team", ["test", "gap"]), ("gap", ["test", "team"])):
        better = fairness.without_points(frame, score="score", feature=feature, given=given)
        assert better["score_without"].mean() == pytest.approx(frame["score"].mean())
