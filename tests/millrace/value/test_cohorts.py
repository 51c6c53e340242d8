"""Who comes back is counted as by hand, only where the time is over."""

import numpy as np
import pandas as pd
import pytest

from millrace import value
from millrace.errors import ArgumentError
from paths import ROOT

NAMES = {"customer": "who", "day": "on"}


def orders(rows=600, seed=1, people=250):
    chance = np.random.default_rng(seed)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(chance.integers(0, 1000, rows), unit="D")
    return pd.DataFrame({"who": chance.integers(0, people, rows).astype(str), "on": days})


@pytest.mark.parametrize("within", [30, 365])
@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_the_share_is_that_of_a_slow_count(within, by):
    frame = orders()
    table = value.repeat_share(frame, **NAMES, within_days=within, by=by)
    last, over, back = frame["on"].max(), 0, 0
    for _, days in frame.groupby("who")["on"]:
        days = sorted(set(days))
        if days[0] + pd.Timedelta(days=within) <= last:
            over += 1
            back += any(0 < (day - days[0]).days <= within for day in days)
    whole = table.iloc[-1]
    assert (whole["customers"], whole["came_back"]) == (over, back)
    assert table["customers"].iloc[:-1].sum() == over
    assert (table["customers"] + table["not_over"]).iloc[:-1].sum() == frame["who"].nunique()


def test_a_cohort_whose_time_is_not_over_has_no_share():
    frame = pd.DataFrame({"who": ["a", "a"], "on": ["2025-06-01", "2025-06-20"]})
    row = value.repeat_share(frame, **NAMES, within_days=365).iloc[0]
    assert (row["customers"], row["not_over"], row["remark"]) == (0, 1, "too few to say")
    assert np.isnan(row["share"])


def test_a_delivery_in_two_parts_is_no_return():
    frame = pd.DataFrame({"who": ["a", "a"], "on": ["2024-01-01", "2024-01-03"]})
    count = [
        value.repeat_share(frame, **NAMES, within_days=90, least_days=least, until="2025-01-01")["came_back"].iloc[-1]
        for least in (1, 7)
    ]
    assert count == [1, 0]


def test_a_cancellation_is_no_return_where_amounts_are_given():
    frame = pd.DataFrame({"who": ["a", "a"], "on": ["2024-01-01", "2024-01-20"], "cny": [50.0, -50.0]})
    found = [
        value.repeat_share(frame, **NAMES, within_days=90, amount=amount, until="2025-01-01")["came_back"].iloc[-1]
        for amount in (None, "cny")
    ]
    assert found == [1, 0]
    assert value.cohorts(frame, **NAMES, amount="cny", until="2024-01-31")["active"].tolist() == [1]


def test_the_range_is_wilsons():
    frame = pd.DataFrame({"who": [*range(40), *range(10)], "on": ["2024-01-01"] * 40 + ["2024-02-01"] * 10})
    row = value.repeat_share(frame, **NAMES, within_days=90, until="2025-01-01").iloc[-1]
    n, p, z = 40, 0.25, 1.959964
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert [row["low"], row["high"]] == pytest.approx(
        [(middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)]
    )


def test_cohorts_are_those_of_a_slow_count():
    frame = orders()
    table = value.cohorts(frame, **NAMES)
    month = frame["on"].dt.to_period("M")
    first = month.groupby(frame["who"]).transform("min")
    for row in table.sample(40, random_state=1).itertuples():
        cohort = pd.Period(row.cohort, freq="M")
        mine = frame[first == cohort]
        assert row.customers == mine["who"].nunique()
        assert row.active == mine[month[mine.index] == cohort + row.periods_since]["who"].nunique()
    assert (table[table["periods_since"] == 0]["active"] == table[table["periods_since"] == 0]["customers"]).all()


def test_a_month_that_is_not_over_has_no_share():
    frame = pd.DataFrame({"who": ["a", "a"], "on": ["2025-01-10", "2025-02-10"]})
    assert value.cohorts(frame, **NAMES)["active_share"].isna().tolist() == [False, True]
    assert value.cohorts(frame, **NAMES, until="2025-02-28")["active_share"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [({"within_days": 0}, "within_days"), ({"within_days": 30, "by": "mnth"}, "Did you mean 'month'"),
     ({"within_days": 30, "least_days": 31}, "least_days"), ({"within_days": 30, "confidence": 95}, "confidence")],
)  # fmt: skip
def test_impossible_arguments_are_refused(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        value.repeat_share(orders(20), **NAMES, **arguments)


def test_the_sample_company_refutes_the_vendor():
    orders = pd.read_csv(ROOT / "datasets" / "checkpoints" / "01-data-cleanup" / "orders.csv.gz")
    buyer = orders["customer"].str.extract(r"([a-z]+_[a-z]+_\d+)$")[0]
    online = orders.assign(buyer=buyer).dropna(subset="buyer")
    found = value.repeat_share(online, customer="buyer", day="date", amount="amount_cny", within_days=365).iloc[-1]
    assert found["customers"] > 1000
    checked = value.check_claim(
        "Only 4 in 100 online buyers ever come back by themselves", claimed=0.04, says="at most", low=found["low"],
        high=found["high"], measures_the_same=True,
    )  # fmt: skip
    assert checked["verdict"].item() == "refuted by your own data"
