"""The agency's score is followed from the list alone: breaks and the way to work take points, sex and origin none."""

import pandas as pd
import pytest

from lantern import company
from lantern.people import applicants
from millrace import explain

RULE = ["gap_months", "commute_km", "education", "years_experience", "referral", "test_result"]
DECOYS = ["sex", "origin", "papers_complete", "adapted_workplace"]


def found(variant):
    people = applicants.applicants(company.generate(variant=variant, scale=0.1))
    old = people[people["true_tool_version"] == "2.3"]
    ours = explain.stand_in(old, score="screening_score", columns=[*RULE, *DECOYS], threshold=60, score_range=(0, 100))
    drivers = explain.what_drives(ours, repeats=5).set_index("column")["verdict"]
    moved = set(drivers.index[drivers == "moves the score"])
    person = old[(old["gap_months"] > 20) & (old["screening_score"] < 60)].iloc[0]
    taken = explain.why(ours, row=person).table.set_index("column").loc["gap_months", "points"]
    true = -(person["true_gap_points"] - old["true_gap_points"].mean())
    return ours, moved, taken, true


@pytest.mark.parametrize("variant", [0, 4])
def test_the_rule_is_found_and_nothing_else_and_points_are_the_true_ones(variant):
    ours, moved, taken, true = found(variant)
    assert ours.fidelity["verdict"].item() == "faithful"
    assert moved >= set(RULE) - {"referral"}
    assert not moved & set(DECOYS)
    assert taken == pytest.approx(true, abs=1.5)


@pytest.mark.slow
def test_in_twenty_variants():
    results = [found(variant) for variant in range(20)]
    assert sum(moved >= set(RULE) - {"referral"} for _, moved, _, _ in results) >= 19
    assert sum(not moved & set(DECOYS) for _, moved, _, _ in results) >= 18
    assert sum(abs(taken - true) < 1.5 for *_, taken, true in results) >= 19
    assert pd.Series([ours.fidelity["r2"].item() for ours, *_ in results]).min() > 0.9
