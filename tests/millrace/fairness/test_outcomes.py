"""Errors by group: as fairlearn has them, with what is not known counted and said."""

import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError

METRICS = ["selection rate", "true positive rate", "false positive rate", "precision"]


def agreed(**other):
    clauses = {"decision": "grant", "decided_by": "the score", "fixed_on": "2026-03-02", "groups": ["region"],
               "score": "score", "threshold": 60, "outcome": "paid", "outcome_means": "paid in time",
               "known_for": "those granted", "harmed": "good payers refused", "harm": "allocation"}  # fmt: skip
    return fairness.contract(**clauses | other)


def payers(seed=1, rows=4000, stricter=0.0):
    """Make applicants of two regions; the score of region b is too low by so many points."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"region": rng.choice(["a", "b"], rows), "size": rng.choice(["s", "l"], rows)})
    worth = rng.normal(60, 12, rows)
    frame["score"] = (worth - stricter * (frame["region"] == "b")).round().clip(0, 100)
    frame["paid"] = rng.random(rows) < 1 / (1 + np.exp(-(worth - 55) / 6))
    return frame


def test_rates_equal_fairlearn_to_the_last_digit():
    from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate
    from sklearn.metrics import precision_score

    frame = payers(stricter=6)
    chosen = frame["score"] >= 60
    theirs = MetricFrame(
        metrics=dict(
            zip(METRICS, [selection_rate, true_positive_rate, false_positive_rate, precision_score], strict=True)
        ),
        y_true=frame["paid"],
        y_pred=chosen,
        sensitive_features=frame["region"],
    ).by_group
    table = fairness.error_rates(frame, agreed())
    ours = table.pivot(index="group", columns="metric", values="value")
    assert np.abs(ours[METRICS].to_numpy() - theirs[METRICS].to_numpy(dtype=float)).max() < 1e-12
    assert ours["average score"].to_numpy() == pytest.approx(frame.groupby("region")["score"].mean().to_numpy())


def test_counts_stand_beside_every_rate_and_add_up():
    frame = payers(stricter=6)
    frame["paid"] = frame["paid"].where(frame["score"] >= 60).astype(object)
    table = fairness.error_rates(frame, agreed(groups=["region", "size"]))
    rates = table[table["metric"] != "average score"]
    known = rates["people"] > 0
    assert np.allclose(rates.loc[known, "events"] / rates.loc[known, "people"], rates.loc[known, "value"])
    for _, part in table[table["metric"] == "selection rate"].groupby("attribute"):
        assert part["people"].sum() == len(frame)
        assert part["outcome_unknown"].sum() == frame["paid"].isna().sum()
    warned = table.loc[table["metric"] == "precision", "warning"]
    assert warned.str.contains("unknown for 0 % of the selected and 100 % of the others").all()
    assert (table.loc[table["metric"] == "selection rate", "warning"] == "").all()


def test_a_stricter_standard_is_found_as_good_ones_refused():
    table = fairness.error_rates(payers(stricter=8), agreed()).set_index(["group", "metric"])
    assert table.loc[("b", "true positive rate"), "verdict"] == "lower"
    assert table.loc[("b", "average score"), "verdict"] == "lower"
    assert table.loc[("a", "true positive rate"), "verdict"] == "reference"


def test_where_groups_are_alike_nothing_is_said():
    said = [
        fairness.error_rates(payers(seed, rows=800), agreed())["verdict"].isin(["lower", "higher"]).any()
        for seed in range(60)
    ]
    assert np.mean(said) <= 0.05


def test_further_averages_are_of_the_same_family():
    frame = payers(rows=800)
    one = fairness.error_rates(frame, agreed())
    two = fairness.error_rates(frame.assign(again=frame["score"]), agreed(), averages=["again"])
    of_score, again = (two[two["metric"] == name] for name in ("average score", "average of again"))
    assert again["value"].tolist() == of_score["value"].tolist()
    before = one.loc[one["metric"] == "average score", "chance"].min()
    assert of_score["chance"].min() >= before
    # Holm's steps: one comparison more for the least of all chances.
    assert two["chance"].min() == pytest.approx(min(1, one["chance"].min() * 7 / 6))
    alone = fairness.error_rates(
        frame, agreed(outcome=None, score=None, threshold=None, selected="paid"), averages=["score"]
    )
    assert set(alone["metric"]) == {"selection rate", "average of score"}


def test_a_reference_looked_for_among_all_pairs_is_paid_for():
    rng = np.random.default_rng(5)

    def claims(seed):
        frame = payers(seed, rows=1200).assign(region=rng.integers(0, 12, 1200).astype(str))
        table = fairness.error_rates(frame, agreed(reference="highest rate"))
        return table["verdict"].isin(["lower", "higher"]).any()

    assert np.mean([claims(seed) for seed in range(60)]) <= 0.05


@pytest.mark.parametrize(
    ("averages", "says"), [("score", "one text"), (["scoer"], "Did you mean 'score'"), (["size"], "text")]
)
def test_averages_are_columns_of_numbers(averages, says):
    with pytest.raises(ValueError, match=says):
        fairness.error_rates(payers(rows=50), agreed(), averages=averages)


def test_the_same_score_means_better_for_those_held_to_more():
    table = fairness.calibration(payers(stricter=8), agreed())
    last = table[table["band"] == "all bands"].set_index("group")
    judged = last.drop(last.index[last["verdict"] == "reference"])
    means = {"b": "the same score means better", "a": "the same score means worse"}
    assert judged["verdict"].tolist() == [means[judged.index[0]]]
    bands = table[table["band"] != "all bands"]
    assert bands.groupby("group")["people"].sum().to_dict() == last["people"].to_dict()


def test_a_score_that_means_the_same_is_left_alone():
    said = []
    for seed in range(60):
        table = fairness.calibration(payers(seed, rows=1500), agreed())
        said.append(table["verdict"].str.startswith("the same score").any())
    assert np.mean(said) <= 0.08


def test_gaps_have_a_range_and_the_gap_that_chance_leaves():
    table = fairness.gaps(payers(stricter=8), agreed()).set_index("metric")
    plain = payers(stricter=8).assign(chosen=lambda f: f["score"] >= 60).groupby("region")["chosen"].mean()
    row = table.loc["selection rate"]
    assert row["difference"] == pytest.approx(plain.max() - plain.min())
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert row["verdict"] == "more than chance"
    said = [
        fairness.gaps(payers(seed, rows=600), agreed(), resamples=200)["verdict"].iloc[0] == "more than chance"
        for seed in range(60)
    ]
    assert np.mean(said) <= 0.12


def test_drawing_counts_spreads_like_drawing_rows():
    frame, rng = payers(rows=500, stricter=8), np.random.default_rng(1)
    again = []
    for _ in range(600):
        drawn = frame.iloc[rng.integers(0, len(frame), len(frame))]
        rates = (drawn["score"] >= 60).groupby(drawn["region"]).mean()
        again.append(rates.max() - rates.min())
    row = fairness.gaps(frame, agreed(), resamples=2000).iloc[0]
    low, high = np.quantile(again, [0.025, 0.975])
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((low, high), abs=0.015)


def test_a_sweep_counts_people_at_every_threshold():
    frame = payers(stricter=6)
    frame["paid"] = frame["paid"].astype(object).where(frame["score"] >= 50, None)
    table = fairness.sweep(frame, agreed(), thresholds=[40, 60, 80])
    for row in table.to_dict("records"):
        group = frame[frame["region"] == row["group"]]
        assert row["selected"] == (group["score"] >= row["threshold"]).sum()
        assert row["good_refused"] == ((group["score"] < row["threshold"]) & group["paid"].eq(True)).sum()
        outcomes = [
            "good_selected",
            "good_refused",
            "bad_selected",
            "bad_refused",
            "unknown_selected",
            "unknown_refused",
        ]
        assert sum(row[name] for name in outcomes) == len(group)
    assert table.loc[table["is_now"], "threshold"].unique().tolist() == [60]
    assert table["selected"].groupby(table["group"]).apply(lambda n: n.is_monotonic_decreasing).all()


def test_without_labels_or_scores_it_says_what_is_missing():
    frame = payers()
    with pytest.raises(ArgumentError, match="Without labels only the selection"):
        fairness.error_rates(frame.assign(paid=None), agreed())
    plain = fairness.contract(decision="d", decided_by="d", fixed_on="2026-03-02", groups="region", selected="paid",
                              harmed="h", harm="allocation")  # fmt: skip
    with pytest.raises(ArgumentError, match="neither an outcome nor a score"):
        fairness.error_rates(frame, plain)
    with pytest.raises(ArgumentError, match="leaves out"):
        fairness.calibration(frame, agreed(), bands=[50, 60])
    with pytest.raises(ArgumentError, match="thresholds="):
        fairness.sweep(frame, agreed(), thresholds=[])
    with pytest.raises(ArgumentError, match="resamples=1"):
        fairness.gaps(frame, agreed(), resamples=1)
