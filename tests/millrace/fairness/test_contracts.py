"""A contract is fixed, told, and refuses what contradicts itself."""

from dataclasses import FrozenInstanceError, replace

import pytest

from millrace import fairness
from millrace.errors import ArgumentError

CLAUSES = {
    "decision": "invite to an interview",
    "decided_by": "the agency's score",
    "fixed_on": "2026-03-02",
    "groups": ["sex", "origin"],
    "selected": "invited",
    "harmed": "people who could do the work",
    "harm": "allocation",
}


def test_a_contract_cannot_be_changed_afterwards():
    with pytest.raises(FrozenInstanceError):
        fairness.contract(**CLAUSES).tolerance = 0.7


def test_every_clause_changes_the_fingerprint_and_the_same_clauses_do_not():
    agreed = fairness.contract(**CLAUSES)
    assert agreed.fingerprint == fairness.contract(**CLAUSES).fingerprint
    others = [{"tolerance": 0.75}, {"harmed": "nobody"}, {"groups": ["sex"]}, {"least_people": 10}, {"pairs": False}]
    assert len({fairness.contract(**CLAUSES | one).fingerprint for one in [{}, *others]}) == 6


def test_a_later_change_is_listed():
    agreed = fairness.contract(**CLAUSES)
    later = replace(agreed, tolerance=0.7, least_people=5)
    changes = fairness.contract_changes(agreed, later)
    assert changes["clause"].tolist() == ["Ratio still tolerated", "Fewest people of a group that is judged"]
    assert fairness.contract_changes(agreed, agreed).empty


def test_the_page_says_who_is_harmed_when_it_was_fixed_and_what_an_outcome_means():
    page = fairness.contract(
        **CLAUSES,
        outcome="probation",
        outcome_value="passed",
        outcome_means="stayed three months",
        known_for="the hired",
    ).page()
    for words in (
        "people who could do the work",
        "2026-03-02",
        "stayed three months",
        "the hired",
        "0.8",
        "highest rate",
    ):
        assert words in page


def test_the_reference_is_whoever_is_best_off():
    assert fairness.contract(**CLAUSES).reference == "highest rate"
    assert fairness.contract(**CLAUSES, selected_is="unfavourable").reference == "lowest rate"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"harm": "alocation"}, "Did you mean 'allocation'"),
        ({"harmed": " "}, "harmed="),
        ({"fixed_on": "soon"}, "day of the agreement"),
        ({"groups": []}, "groups="),
        ({"groups": ["sex", "sex"]}, "different columns"),
        ({"groups": ["sex", "invited"]}, "'invited' is in groups"),
        ({"tolerance": 80}, "tolerance=80"),
        ({"least_people": 0}, "least_people=0"),
        ({"confidence": 95}, "confidence=95"),
        ({"selected": None}, "in two ways, or in none"),
        ({"selected_people": "n"}, "in two ways, or in none"),
        ({"selected": None, "selected_people": "n"}, "without people"),
        ({"threshold": 60}, "threshold was given without score"),
        ({"outcome": "paid"}, "outcome_means and known_for"),
        ({"score": "s", "score_range": (100, 0)}, "score_range="),
        ({"reference": "best"}, "reference='best'"),
        ({"reference": {"sex": "male"}}, "One label for each"),
        ({"selected_is": "good"}, "selected_is='good'"),
    ],
)
def test_what_contradicts_itself_is_refused(other, says):
    with pytest.raises(ArgumentError, match=says):
        fairness.contract(**CLAUSES | other)
