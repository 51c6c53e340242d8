"""What is planted among applicants and credit applications is found in the files alone; decoys are left alone."""

import pytest

import lantern
from millrace import fairness
from sample_tables import Tables

READ = ["job", "age", "commute_km", "education", "years_experience", "gap_months", "referral", "papers_complete",
        "test_result", "lives_in"]  # fmt: skip
AGREED = {"decision": "invite", "decided_by": "the agency", "fixed_on": "2026-03-02", "harmed": "applicants",
          "harm": "allocation"}  # fmt: skip


def applicants_found(people):
    agreed = fairness.contract(**AGREED, groups=["sex", "origin", "adapted_workplace"], selected="invited")
    said = fairness.audit(people, agreed).set_index(["attribute", "group"])["verdict"]
    papers = fairness.contract(**AGREED, groups="origin", selected="papers_complete")
    return {
        "women": said["sex", "female"] == "worse off",
        "both": said["sex and origin", "female / other province"] == "worse off",
        "decoy of few": said["adapted_workplace", "yes"]
        in ("beyond tolerance, could be chance", "insufficient evidence"),
        "decoy of papers": "worse off" not in set(fairness.audit(people, papers)["verdict"]),
    }


def proxies_found(people):
    table = fairness.find_proxies(people, groups=["sex", "origin"], columns=READ, score="screening_score")
    both = table[table["verdict"] == "gives the group away and moves the score"]
    first = both.drop_duplicates("attribute")[["attribute", "column"]].to_numpy().tolist()
    # years of work are fewer by the break, and people from elsewhere have slightly longer ones: both are true
    known = {"gap_months", "commute_km", "years_experience"}
    return first == [["sex", "gap_months"], ["origin", "commute_km"]] and set(both["column"]) <= known


def remedies_hold(people):
    agreed = fairness.contract(**AGREED, groups="sex", selected="invited", score="screening_score")
    dropped = fairness.drop_column(people, agreed, drop="sex", columns=READ)
    better = fairness.without_points(people, score="screening_score", feature="gap_months", given=READ)
    better = fairness.select_from(better, score="score_without", places=int(people["invited"].sum()), into="new")
    table = fairness.compare_mitigations(better, agreed, mitigations={"x": "new"}, merit="test_result")
    women = table[table["group"] == "female"].set_index("mitigation")["ratio"]
    return set(dropped["verdict"]) == {"changes little"} and women["x"] > 0.8


def credit_found(credit):
    ask = {"score": "score", "threshold": "score_threshold", "granted": "got", "outcome": "paid",
           "outcome_value": "on time", "by_lot": "decided_by", "by_lot_value": "trial"}  # fmt: skip
    credit = credit.assign(got=credit["terms_granted_days"] > 0)
    refused = fairness.outcome_of_refused(credit, **ask).set_index("who")
    by_region = fairness.false_refusals(credit, **ask, by="region").set_index("group")["verdict"]
    favourites, lot = (refused.loc[who, "rate"] for who in ("granted by hand below it", "granted by lot below it"))
    return {
        "lot": refused.loc["refused", "verdict"] == "estimated from the lot" and favourites > lot + 0.1,
        "region": by_region["other provinces"] == "more of the good are refused",
    }


@pytest.mark.parametrize("variant", [0, 3])
def test_planted_truths_are_found_and_decoys_left_alone(variant):
    tables = Tables(lantern.generate(variant=variant))
    people = tables["applicants.csv"]
    assert all(applicants_found(people).values())
    assert proxies_found(people)
    assert remedies_hold(people)
    assert all(credit_found(tables["trade_credit.csv"]).values())


@pytest.mark.slow
def test_in_a_hundred_variants():
    counts = {}
    for variant in range(100):
        tables = Tables(lantern.generate(variant=variant))
        people = tables["applicants.csv"]
        found = applicants_found(people) | credit_found(tables["trade_credit.csv"])
        found |= {"proxies": proxies_found(people), "remedies": remedies_hold(people)}
        for name, yes in found.items():
            counts[name] = counts.get(name, 0) + bool(yes)
    print(counts)
    assert min(counts.values()) >= 95
