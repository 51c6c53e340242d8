"""On the sample company, in several variants: what is planted in the workshop's events is found from the file alone."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace import process

TRUE = ["true_started", "true_ended", "true_problem"]
WEEK = {"Mon-Sat": "08:00-12:00, 13:00-17:30"}


@pytest.fixture(scope="module", params=[0, 3, 8])
def shop(request):
    truth = lantern.truth("production_events.csv", variant=request.param)
    log = process.event_log(
        truth.drop(columns=TRUE), case=["order_no", "line"], step="step", start="started", end="ended",
        resource="operator", trial="TEST",
    )  # fmt: skip
    bottleneck = lantern.truth("bottleneck", variant=request.param).set_index("step")
    days = pd.DatetimeIndex(truth["true_started"].dt.normalize().unique())
    closed = pd.date_range("2025-01-01", "2025-12-31").difference(days)
    return truth, log, bottleneck, process.WorkingHours(WEEK, closed=closed)


def test_each_kind_of_dirt_gets_its_reason(shop):
    truth, log, _, _ = shop
    reason = log.set_aside["reason"].reindex(truth.index).fillna("")
    problem = truth["true_problem"]
    assert (reason[problem == "test"] == "trial").all()
    assert (reason[problem == "clock"] == "ends before it starts").mean() > 0.97
    assert (reason[problem == "keyed at the end of the shift"] == "keyed late").mean() > 0.9
    assert (reason[problem.isin(["", "no end", "not ended in 2025"])] != "").mean() < 0.001


def test_lines_wait_longest_before_edge_painting_although_the_painter_is_free_half_the_time(shop):
    _, log, _, hours = shop
    found = process.bottleneck(log, hours=hours)
    assert found.loc[0, ["step", "verdict"]].tolist() == ["edge painting", "waits although hands are free"]
    assert found.loc[0, "longest_in_share"] == 1.0
    assert found.loc[0, "busy_share"] < 0.5


def test_waits_and_work_per_step_are_the_true_ones(shop):
    _, log, true, hours = shop
    found = process.waiting(log, hours=hours).set_index("step").loc[true.index]
    known = found["waits_known"] > 0
    np.testing.assert_allclose(found["mean_waiting_hours"][known], true["wait_hours"][known], rtol=0.04)
    assert known.sum() == 7
    work = process.step_times(log, hours=hours).groupby("step")["touch_hours"].mean()
    np.testing.assert_allclose(work[true.index], true["work_hours"], rtol=0.05)


def test_the_hours_of_the_workshop_are_proposed(shop):
    proposal = process.guess_working_hours(shop[1])
    assert proposal["shifts"].tolist() == ["08:00-12:00, 13:00-17:30"] * 6 + [""]


def test_most_pieces_are_done_again_at_two_steps(shop):
    found = process.rework(shop[1], pieces="pieces", redone="rework_pieces")
    assert set(found["step"].head(2)) == {"gluing", "finishing"}
    assert found["redone_pieces"].head(2).sum() > 0.5 * found["redone_pieces"].sum()
