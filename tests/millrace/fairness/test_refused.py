"""What would have become of those refused: only a lot knows."""

import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError

ASK = {"score": "score", "threshold": 60, "granted": "granted", "outcome": "paid", "outcome_value": "yes"}


def applications(seed=1, rows=3000, lot=0.2, of_scores=0):
    """Make applications; salespeople grant to those whom they know to pay, a lot grants blindly."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"region": rng.choice(["a", "b"], rows), "score": rng.normal(58, 10, rows).round()})
    pays = rng.random(rows) < 1 / (1 + np.exp(-(frame["score"] - 58) / 10 - 0.8 * (frame["region"] == "b")))
    frame["would"] = pays
    below = frame["score"] < 60
    frame["lot"] = below & (frame["score"] >= of_scores) & (rng.random(rows) < lot)
    hand = below & ~frame["lot"] & (rng.random(rows) < np.where(pays, 0.2, 0.02))
    frame["granted"] = ~below | frame["lot"] | hand
    frame["paid"] = pd.Series(np.where(pays, "yes", "no"), dtype=object).where(frame["granted"], None)
    return frame


def test_the_lot_tells_what_favourites_do_not():
    frame = applications()
    table = fairness.outcome_of_refused(frame, **ASK, by_lot="lot").set_index("who")
    truth = frame.loc[~frame["granted"], "would"].mean()
    row = table.loc["refused"]
    assert row["verdict"] == "estimated from the lot"
    assert row["low"] < truth < row["high"]
    assert table.loc["granted by hand below it", "rate"] > truth + 0.2
    assert table.loc["granted by hand below it", "verdict"] == "says nothing of the others"
    assert table["people"].sum() == len(frame)


def test_without_a_lot_nobody_knows():
    table = fairness.outcome_of_refused(applications(lot=0), **ASK, by="region")
    refused = table[table["who"] == "refused"]
    assert set(refused["verdict"]) == {"not known"}
    assert refused["rate"].isna().all()
    assert (refused["low"].eq(0) & refused["high"].eq(1)).all()
    assert set(fairness.false_refusals(applications(lot=0), **ASK)["verdict"]) == {"not known"}


def test_a_handful_drawn_is_too_few():
    table = fairness.outcome_of_refused(applications(rows=300, lot=0.04), **ASK, by_lot="lot")
    assert table["verdict"].iloc[-1] == "insufficient evidence"


def test_a_lot_of_other_scores_is_seen():
    table = fairness.outcome_of_refused(applications(of_scores=55), **ASK, by_lot="lot")
    assert table["verdict"].iloc[-1] == "estimated from a lot of other scores"
    assert "average score" in table["remark"].iloc[-1]


def test_outcomes_that_are_not_in_yet_widen_what_can_be():
    frame = applications()
    late = frame.index[frame["lot"]][:40]
    frame.loc[late, "paid"] = None
    row = fairness.outcome_of_refused(frame, **ASK, by_lot="lot").iloc[2]
    assert row["outcome_unknown"] == 40
    assert row["rate_if_unknown_bad"] < row["rate"] < row["rate_if_unknown_good"]


def test_false_refusals_cover_the_truth_and_the_naive_figure_does_not():
    inside = naive = 0
    for seed in range(40):
        frame = applications(seed)
        row = fairness.false_refusals(frame, **ASK, by_lot="lot").iloc[0]
        good = frame[frame["would"]]
        truth = (good["score"] < 60).mean()
        inside += row["low"] <= truth <= row["high"]
        naive += abs(row["naive_rate"] - truth) < 0.05
    assert inside >= 34
    assert naive == 0


def test_the_group_of_which_more_good_ones_are_refused_is_found():
    frame = applications()
    frame.loc[frame["region"] == "b", "score"] -= 0
    low = frame.assign(score=frame["score"] - 6 * (frame["region"] == "b"))
    refuse = low["score"] < 60
    rng = np.random.default_rng(1)
    low["lot"] = refuse & (rng.random(len(low)) < 0.2)
    low["granted"] = ~refuse | low["lot"]
    low["paid"] = pd.Series(np.where(low["would"], "yes", "no"), dtype=object).where(low["granted"], None)
    table = fairness.false_refusals(low, **ASK, by_lot="lot", by="region").set_index("group")
    words = set(table["verdict"])
    assert words >= {"reference", "estimated from the lot"}
    assert words & {"more of the good are refused", "fewer of the good are refused"}


def test_rows_without_a_score_or_a_decision_are_named_by_number():
    frame = applications()
    with pytest.raises(ArgumentError, match="empty in 1 of 3,000 rows"):
        fairness.outcome_of_refused(frame.assign(score=frame["score"].where(frame.index > 0)), **ASK)
    with pytest.raises(ArgumentError, match="'granted' is empty in 1 rows"):
        fairness.outcome_of_refused(frame.assign(granted=frame["granted"].astype(object).where(frame.index > 0)), **ASK)
