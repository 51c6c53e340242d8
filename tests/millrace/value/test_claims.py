"""A claim is refuted only where the range excludes it and the same thing was counted."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace import value
from millrace.errors import ArgumentError, ColumnError

REFUTED, POSSIBLE, CANNOT = "refuted by your own data", "possible", "cannot be known from these data"


@pytest.mark.parametrize(
    ("says", "claimed", "low", "high", "verdict"),
    [
        ("at most", 0.04, 0.21, 0.25, REFUTED),
        ("at most", 0.30, 0.21, 0.25, POSSIBLE),
        ("at most", 0.23, 0.21, 0.25, POSSIBLE),
        ("at least", 0.70, 0.44, 0.49, REFUTED),
        ("at least", 0.40, 0.44, 0.49, POSSIBLE),
        ("about", 0.65, 0.28, 0.34, REFUTED),
        ("about", 0.30, 0.28, 0.34, POSSIBLE),
        ("about", 0.10, 0.28, 0.34, REFUTED),
    ],
)
def test_the_range_decides(says, claimed, low, high, verdict):
    table = value.check_claim("c", claimed=claimed, says=says, low=low, high=high, measures_the_same=True)
    assert table["verdict"].item() == verdict


def test_another_thing_counted_proves_nothing():
    table = value.check_claim("c", claimed=0.9, says="at least", low=0.1, high=0.2, measures_the_same=False)
    assert table["verdict"].item() == CANNOT
    assert "not counted as the claim's is" in table["why"].item()


def test_without_data_it_says_what_is_needed():
    row = value.check_claim("c", claimed=0.25, says="about", measures_the_same=True, missing="items without it").iloc[0]
    assert row["verdict"] == CANNOT
    assert row["why"].endswith("Needed: items without it.")
    assert np.isnan(row["low"])


def test_goodwill_reaches_as_far_as_it_is_told():
    verdicts = [
        value.check_claim("c", claimed=0.2, says="at most", low=0.21, high=0.3, measures_the_same=True, tolerance=slack)
        for slack in (0.0, 0.02)
    ]
    assert [table["verdict"].item() for table in verdicts] == [REFUTED, POSSIBLE]


def test_agreement_is_told_from_room():
    agrees, open_ = (
        value.check_claim("c", claimed=x, says="at most", low=0.2, high=0.3, measures_the_same=True)["why"].item()
        for x in (0.4, 0.25)
    )
    assert agrees.endswith("which agrees.")
    assert open_.endswith("which leaves it open.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"low": 0.2}, "one end"),
        ({"low": 0.3, "high": 0.2}, "Low first"),
        ({"says": "exactly"}, "about, at least, at most"),
        ({"claimed": "70 %"}, "claimed"),
        ({"claim": ""}, "vendor's words"),
    ],
)
def test_impossible_questions_are_refused(arguments, says):
    given = {"claim": "c", "claimed": 0.7, "says": "at least", "measures_the_same": True, **arguments}
    with pytest.raises(ArgumentError, match=says):
        value.check_claim(given.pop("claim"), **given)


@pytest.mark.parametrize("variant", [0, 2])
def test_costs_that_move_are_those_that_were_planted(variant):
    truth = lantern.truth("fixed_costs", variant=variant)
    table = moving(truth, variant)
    planted = truth.groupby("account")["true_moves"].first()
    ours = table.set_index("account")["verdict"].map(
        {"moves with sales": "variable", "does not move with sales": "fixed"}
    )
    assert ours.sort_index().to_dict() == planted.to_dict()


def moving(costs, variant):
    from lantern.office.books import ledger

    sales = ledger(lantern.generate(variant=variant))
    return value.moving_costs(costs, sales, period="month", account="account", amount="amount_cny", sold="revenue_cny")


def test_costs_of_few_periods_are_too_few():
    sales = pd.DataFrame({"month": ["1", "2"], "sold": [1.0, 2.0]})
    costs = pd.DataFrame({"month": ["1", "2"], "account": "rent", "cny": 5.0})
    names = {"period": "month", "account": "account", "amount": "cny", "sold": "sold"}
    assert value.moving_costs(costs, sales, **names)["verdict"].tolist() == ["too few to say"]
    with pytest.raises(ColumnError, match="twice"):
        value.moving_costs(costs, pd.concat([sales, sales]), **names)
    with pytest.raises(ArgumentError, match="No period"):
        value.moving_costs(costs, sales.assign(month=["3", "4"]), **names)
