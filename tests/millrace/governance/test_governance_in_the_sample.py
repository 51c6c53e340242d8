"""The agency's tool changed: it is found, dated and called another rule; a placebo date finds nothing."""

import pandas as pd
import pytest

from lantern import company
from lantern.people import applicants, trade_credit
from millrace.governance import drift, find_change

RULE = ["gap_months", "commute_km", "education", "years_experience", "referral", "test_result"]
ASKED = {"columns": RULE, "score": "screening_score", "decision": "invited", "threshold": 60, "draws": 60}


def people_of(variant):
    made = applicants.applicants(company.generate(variant=variant, scale=0.1))
    return made, pd.to_datetime(made["applied"]), made["true_tool_version"].eq("3.0")


def seen(variant):
    people, day, new = people_of(variant)
    first = day[new].min()
    found = drift(people[~new], people[new], **ASKED)
    said = found.split.set_index("part")["verdict"].to_dict()
    middle = day[~new].quantile(0.5)
    placebo = drift(people[~new & (day < middle)], people[~new & (day >= middle)], **ASKED)
    nothing = not placebo.split["verdict"].isin(["fewer", "more"]).any()
    dated = find_change(people, date="applied", score="screening_score", columns=RULE, draws=99).iloc[0]
    calm = find_change(people[~new], date="applied", score="screening_score", columns=RULE, draws=99).iloc[0]
    return {
        "rule": said["other rule"] == "fewer" and said["other people"] == said["other routing"] == "not shown",
        "placebo": nothing,
        "day": dated["low_day"] <= first <= dated["high_day"],
        "calm": calm["verdict"] == "not shown",
    }


@pytest.mark.parametrize("variant", [0, 3])
def test_another_rule_is_found_and_dated_and_a_placebo_is_not(variant):
    assert set(seen(variant).values()) == {True}


def test_the_credit_bar_that_rose_is_another_rule_and_trials_are_other_routing():
    credit = trade_credit.trade_credit(company.generate(variant=0))
    credit["granted"] = credit["terms_granted_days"] > 0
    year = pd.to_datetime(credit["applied"]).dt.year
    given = {"score": "score", "decision": "granted", "threshold": "score_threshold", "draws": 60}
    early, trial, late = (credit[year == one] for one in (2023, 2024, 2025))
    inputs = ["years_known", "account_months_all", "reference_points", "region"]
    parts = drift(early, trial, columns=inputs, **given).split.set_index("part")
    whole = trial["granted"].mean() - early["granted"].mean()
    assert parts["change"].sum() == pytest.approx(whole)
    assert parts.loc["other routing", "verdict"] == "more"
    # three years on, nobody has as few orders as at first: orders tell who came from when
    far = drift(early, late, columns=[*inputs, "orders_before"], **given)
    assert far.split["change"].sum() == pytest.approx(late["granted"].mean() - early["granted"].mean())


@pytest.mark.slow
def test_in_twenty_variants():
    results = pd.DataFrame([seen(variant) for variant in range(20)]).sum()
    print(results.to_dict())
    assert (results >= [18, 18, 18, 18]).all()
