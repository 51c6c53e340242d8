"""The sample company's log: it shows where orders wait and not why, and the model says so instead of a price."""

import functools

import pandas as pd
import pytest

import lantern
from lantern.workshop import file as workshop
from millrace import process
from millrace.whatif import changed, compare, faster, fit, more_people, replay, validate

SHIFTS = {"Mon-Sat": "08:00-12:00, 13:00-17:30"}


@functools.cache
def fitted(variant):
    company = lantern.generate(variant=variant)
    events = workshop.production_events(company)
    events = events.assign(family=events["sku"].map(company.products.set_index("sku")["family"]))
    log = process.event_log(
        events, case=["order_no", "line"], step="step", start="started", end="ended", resource="operator"
    )
    worked = log.events["start"].dt.normalize().value_counts()
    days = pd.date_range(worked.index.min(), worked.index.max())
    hours = process.WorkingHours(SHIFTS, closed=[day for day in days if worked.get(day, 0) < 3])
    return fit(log, hours=hours, pieces="pieces", kind="family")


VARIANTS = [0, *(pytest.param(variant, marks=pytest.mark.slow) for variant in (1, 2, 3, 4))]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_longest_wait_is_before_painting_and_the_painter_is_not_the_reason_that_the_log_shows(variant):
    steps = fitted(variant).steps.set_index("step")
    assert steps["waiting_hours"].idxmax() == "edge painting"
    painting = steps.loc["edge painting"]
    assert painting["utilisation_share"] < 0.6
    assert painting["explained_share"] < 0.2
    assert painting["verdict"].startswith("waits although hands are free")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_second_painter_helps_under_one_reading_only_and_faster_stitching_under_none(variant):
    model = fitted(variant)
    saved = {
        (reading, name): replay(line).cases["lead_time_hours"].mean()
        - replay(changed(line, change)).cases["lead_time_hours"].mean()
        for reading, line in model.readings.items()
        for name, change in {"painter": more_people("edge painting"), "stitching": faster("stitching", 1.5)}.items()
    }
    wait = model.steps.set_index("step").loc["edge painting", "waiting_hours"]
    assert saved["hands", "painter"] > 0.5 * wait
    assert saved["elsewhere", "painter"] < 0.1 * wait
    assert abs(saved["hands", "stitching"]) < 0.15 * wait
    assert abs(saved["elsewhere", "stitching"]) < 0.15 * wait


@pytest.mark.parametrize("variant", VARIANTS)
def test_lead_times_come_out_if_orders_lie_elsewhere_and_not_if_hands_are_away_and_neither_holds_for_later_orders(
    variant,
):
    found = validate(fitted(variant))
    print(variant, found, found.table.round(2).to_string())
    lead = found.table[found.table["measure"].str.startswith("lead")].set_index(["reading", "orders"]).sort_index()
    assert lead.loc[("elsewhere", "same"), "difference_share"].abs().max() < 0.2
    assert lead.loc[("hands", "same"), "difference_share"].abs().max() > 0.5
    fits = found.verdicts.set_index(["reading", "orders"])["fits"]
    assert not fits["hands", "second half"]


def test_what_does_not_hold_for_later_orders_has_no_price():
    table = compare(fitted(0), {"second painter": more_people("edge painting")}, runs=2, wage_per_hour=30)
    assert (table["supported"] != "yes").all()
    assert table["cost_per_year"].isna().all()
