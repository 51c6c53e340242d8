"""A KPI is a sum over a sum, per period and group, with every row accounted for."""

import numpy as np
import pandas as pd
import pytest

from millrace import kpis
from millrace.errors import ArgumentError, ColumnError


def kpi(**others):
    full = {
        "name": "settled", "question": "?", "numerator": "settled", "denominator": "tickets", "window": "week",
        "owner": "head", "direction": "higher", "unit": "share", "guardrail": "g", "source": "s",
    }  # fmt: skip
    return kpis.Kpi(**{**full, **others})


def tickets(rows=400, seed=3):
    chance = np.random.default_rng(seed)
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 90, rows), unit="D")
    table = pd.DataFrame({"opened": days, "desk": chance.choice(["a", "b"], rows), "minutes": chance.gamma(2, 3, rows)})
    table["ok"] = chance.choice(["yes", "no", None], rows, p=[0.6, 0.3, 0.1])
    table.loc[::37, "opened"] = pd.NaT
    table.loc[::41, "desk"] = None
    return table


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("by", [None, "desk"])
def test_every_row_is_counted_once(every, by):
    frame = tickets()
    table = kpis.measure(frame, kpi(wait_days=5), numerator="ok == 'yes'", when="opened", every=every, by=by)
    assert table["rows"].sum() == len(frame)
    # rows without a day are used in a line of their own
    assert (table["denominator"] == table["rows"] - table["not_known"] - table["too_new"]).all()


def test_it_is_the_plain_sum_over_the_sum():
    frame = tickets().dropna()
    table = kpis.measure(frame, kpi(unit="minutes"), numerator="minutes", when="opened", every="month", by="desk")
    expected = frame.groupby([frame["opened"].dt.to_period("M").dt.start_time, "desk"])["minutes"].mean()
    assert table["value"].to_numpy() == pytest.approx(expected.to_numpy())


@pytest.mark.parametrize(
    "how",
    [
        "ok == 'yes'",
        lambda t: t["ok"].eq("yes").where(t["ok"].notna()),
        "flag",
    ],
)
def test_conditions_functions_and_columns_say_the_same(how):
    frame = tickets()
    frame["flag"] = frame["ok"].eq("yes").astype(object).where(frame["ok"].notna())
    known = kpis.measure(frame, kpi(), numerator="ok == 'yes'", when="opened")
    pd.testing.assert_frame_equal(kpis.measure(frame, kpi(), numerator=how, when="opened"), known)


def test_missing_is_not_a_no():
    frame = pd.DataFrame({"on": ["2025-01-01"] * 3, "ok": ["yes", "no", None]})
    row = kpis.measure(frame, kpi(), numerator="ok == 'yes'", when="on").iloc[0]
    assert (row["value"], row["not_known"]) == (0.5, 1)


def test_a_period_without_a_row_is_there_and_has_no_value():
    frame = pd.DataFrame({"on": ["2025-01-01", "2025-03-01"], "ok": [True, False]})
    table = kpis.measure(frame, kpi(), numerator="ok", when="on", every="month")
    assert table["remark"].tolist()[:2] == ["", "no row"]
    assert table["value"].isna().tolist() == [False, True, False]


def test_a_denominator_of_zero_gives_no_value_and_says_so():
    frame = pd.DataFrame({"on": ["2025-01-01"], "bought": [3.0], "visits": [0.0]})
    row = kpis.measure(frame, kpi(unit="ratio"), numerator="bought", denominator="visits", when="on", every="day").iloc[
        0
    ]
    assert np.isnan(row["value"])
    assert row["remark"] == "denominator is 0"


def test_rows_whose_outcome_is_not_known_yet_wait():
    frame = pd.DataFrame({"on": pd.date_range("2025-01-06", periods=21), "ok": True})
    table = kpis.measure(frame, kpi(wait_days=7), numerator="ok", when="on")
    assert table["too_new"].tolist() == [0, 0, 7]
    assert table["remark"].tolist() == ["", "", "nothing known yet"]


def test_dates_after_the_last_known_day_do_not_count():
    frame = pd.DataFrame({"on": ["2025-01-01", "2052-01-01"], "ok": [True, False]})
    table = kpis.measure(frame, kpi(), numerator="ok", when="on", every="year", as_of="2025-12-31")
    assert table["value"].iloc[0] == 1.0
    assert table["too_new"].iloc[-1] == 1


def test_in_the_numerator_but_not_in_the_denominator_is_counted_apart():
    frame = pd.DataFrame({"on": ["2025-01-01"] * 3, "reopened": [1, 1, 0], "closed": [1, 0, 1]})
    row = kpis.measure(frame, kpi(), numerator="reopened", denominator="closed", when="on").iloc[0]
    assert (row["value"], row["outside"]) == (0.5, 1)


@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        ("higher", 0.5, "reached"),
        ("higher", 0.6, "not reached"),
        ("lower", 0.4, "not reached"),
        ("hold", 0.52, "reached"),
    ],
)
def test_it_is_held_against_its_target(direction, target, expected):
    frame = pd.DataFrame({"on": ["2025-01-01"] * 2, "ok": [True, False]})
    table = kpis.measure(frame, kpi(direction=direction, target=target), numerator="ok", when="on")
    assert table["against_target"].tolist() == [expected]


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"numerator": "okk"}, ColumnError, "Did you mean 'ok'"),
        ({"numerator": "ok"}, ColumnError, "Write a condition"),
        ({"numerator": "ok ==="}, ArgumentError, "Write it like"),
        ({"numerator": pd.Series([True])}, ArgumentError, "One per row"),
        ({"numerator": 3}, ArgumentError, "condition"),
        ({"numerator": "ok == 'yes'", "every": "wek"}, ArgumentError, "Did you mean 'week'"),
        ({"numerator": "ok == 'yes'", "as_of": "soon"}, ArgumentError, "2025-12-31"),
        ({"numerator": "ok == 'yes'", "when": "ok"}, ColumnError, "parse_dates"),
        ({"numerator": "minutes"}, ArgumentError, "A share of"),
    ],
)
def test_what_cannot_be_is_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        kpis.measure(tickets(), kpi(), **{"when": "opened", **arguments})


def test_an_empty_table_and_no_definition_are_refused():
    with pytest.raises(ArgumentError, match="no row"):
        kpis.measure(tickets().head(0), kpi(), numerator="minutes", when="opened")
    with pytest.raises(ArgumentError, match="in place of a KPI"):
        kpis.measure(tickets(), "settled", numerator="minutes", when="opened")


def test_the_table_given_stays_as_it_is():
    frame = tickets()
    before = frame.copy(deep=True)
    kpis.measure(frame, kpi(), numerator="ok == 'yes'", when="opened", by="desk")
    pd.testing.assert_frame_equal(frame, before)
