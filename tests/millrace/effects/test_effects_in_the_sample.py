"""The company's pilot: the truth lies in the range in nearly every variant, and the usual answers lie far off."""

import pandas as pd
import pytest

import lantern
from millrace import effects


def pilots(variant):
    """Read the pilot from what the desks keep, for minutes and for tickets settled."""
    tickets = lantern.truth("support_pilot.csv", variant=variant).filter(regex="^(?!true_)")
    tickets["bot"] = tickets["handled_by"] != "person"
    noted, back = tickets["resolved_first_contact"] == "yes", tickets["reopened_within_7_days"] == "yes"
    tickets["settled"] = noted & ~back
    began = effects.find_starts(tickets, unit="desk", when="opened", used="bot").set_index("unit")["began"].dropna()
    mondays = began - pd.to_timedelta(began.dt.day_of_week, unit="D")
    given = {"unit": "desk", "when": "opened", "starts": mondays, "alike": ["topic", "language"]}
    minutes = effects.pilot(tickets, outcome="handling_minutes", measure="amount", better="lower", **given)
    return minutes, effects.pilot(tickets, outcome="settled", measure="share", better="higher", **given)


def truth(variant):
    return lantern.truth("pilot_effect", variant=variant).set_index("topic").loc["all"]


@pytest.fixture(scope="module")
def first():
    return pilots(0)


def test_minutes_fall_by_the_true_share_and_three_usual_answers_claim_far_more(first):
    answers = effects.compare_answers(first[0], draws=499).set_index("answer")
    true, held = truth(0)["minutes_effect"], answers.loc["against comparison units"]
    assert held["share_low"] < true < held["share_high"] < 0
    naive = answers[answers["fault"] != ""]
    assert (naive["change_share"] < 1.5 * true).all()
    assert (naive["share_high"].dropna() < true).all()
    assert answers.loc["before and after", "change_share"] == pytest.approx(truth(0)["before_after"])
    assert answers.loc["best week", "change_share"] == pytest.approx(truth(0)["best_week"], abs=0.05)


def test_settled_tickets_rise_in_total_and_fall_among_like_cases(first):
    ours = first[1]
    total = effects.compare_answers(ours, draws=99).set_index("answer").loc["before and after", "change"]
    held = effects.effect(ours).iloc[0]
    assert total > 0
    assert held["verdict"] == "harms"
    assert held["change_low"] < truth(0)["settled_effect"] < held["change_high"]


def test_buyers_who_write_arabic_are_served_worse(first):
    said = effects.compare_groups(first[1], by="language").set_index("language")
    assert said.loc["ar", "verdict"] == "worse served"


def test_desks_were_chosen_after_a_bad_spring_and_others_would_have_come_down_too(first):
    table = effects.chosen_after(first[0], chosen_from="2025-03-01", chosen_to="2025-04-30").set_index("who")
    pilot, likewise, others = (table.loc[who] for who in table.index)
    assert pilot["above_usual"] > others["above_usual"] + 0.05
    assert likewise["change_share"] < others["change_share"]


@pytest.mark.slow
def test_over_twenty_variants_the_truth_lies_in_nearly_every_range():
    inside = []
    for variant in range(20):
        minutes, settled = (effects.effect(ours, draws=499).iloc[0] for ours in pilots(variant))
        true = truth(variant)
        inside.append(minutes["share_low"] <= true["minutes_effect"] <= minutes["share_high"])
        inside.append(settled["change_low"] <= true["settled_effect"] <= settled["change_high"])
    assert sum(inside) >= 37
