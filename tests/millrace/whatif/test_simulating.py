"""Simulated lines reproduce what is known of queues, and the same luck meets every change."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.whatif import (
    Line,
    Step,
    batch,
    changed,
    faster,
    limit_inside,
    more_people,
    replay,
    simulate,
    together,
)


def one_step(*, load, people=1, spread=1.0, **line):
    """Make a line of one step of one hour, busy for a share of the time."""
    step = Step("work", minutes_per_piece=60, people=people, spread=spread)
    return Line([step], orders_per_week=40 * load * people, hours_per_week=40, **line)


def mean_wait(line, *, weeks=1000, seeds=6):
    runs = [
        simulate(line, weeks=weeks, warm_up_weeks=20, seed=seed).steps["waiting_hours"].item() for seed in range(seeds)
    ]
    return np.mean(runs), np.std(runs, ddof=1) / np.sqrt(seeds)


def erlang_c_wait(load, people):
    """Return the mean wait of M/M/c with work of one hour (Erlang 1917)."""
    offered = load * people
    last = offered**people / math.factorial(people) / (1 - load)
    waits = last / (sum(offered**k / math.factorial(k) for k in range(people)) + last)
    return waits / (people - offered)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (one_step(load=0.7), 0.7 / 0.3),
        (one_step(load=0.85), 0.85 / 0.15),
        (one_step(load=0.8, spread=0), 0.8 / (2 * 0.2)),
        (one_step(load=0.8, spread=0.5), 0.8 / 0.2 * (1 + 0.25) / 2),
        (one_step(load=0.8, people=2), erlang_c_wait(0.8, 2)),
        (one_step(load=0.85, people=4), erlang_c_wait(0.85, 4)),
    ],
    ids=["M/M/1", "busy M/M/1", "M/D/1", "M/G/1 (Pollaczek-Khinchine)", "M/M/2", "M/M/4"],
)
def test_the_mean_wait_is_that_of_the_formula(line, expected):
    mean, error = mean_wait(line)
    assert mean == pytest.approx(expected, abs=4 * error)
    assert 4 * error < 0.15 * expected


def three_steps(**line):
    steps = [
        Step("cut", minutes_per_piece=2, setup_minutes=9, people=2, spread=0.4),
        Step("sew", minutes_per_piece=8, setup_minutes=8, people=5, spread=0.6),
        Step("paint", minutes_per_piece=2, setup_minutes=4, people=1, spread=0.5, elsewhere_hours=3),
    ]
    return Line(steps, **{"orders_per_week": 60, "hours_per_week": 50, "pieces_per_order": [6, 12, 36]} | line)


def by_hand(line, orders):
    """Pass one order after the other, step by step, in the slowest and plainest way."""
    ready = dict(enumerate(orders["arrived_hours"]))
    ends = {}
    for step in line.steps:
        free = [0.0] * step.people
        for order in sorted(ready, key=lambda o: (ready[o], o)):
            hours = (step.setup_minutes + step.minutes_per_piece * orders["pieces"].iloc[order]) / 60
            begin = max(ready[order] + step.elsewhere_hours, min(free))
            free[free.index(min(free))] = begin + hours
            ends[order, step.name] = begin + hours
        ready = {order: ends[order, step.name] for order in ready}
    return ready


def test_a_line_without_chance_in_its_work_comes_out_as_by_hand():
    line = three_steps()
    line = replace(line, steps=tuple(replace(step, spread=0.0) for step in line.steps))
    result = simulate(line, weeks=20, warm_up_weeks=0, seed=3)
    assert result.cases["finished_hours"].to_numpy() == pytest.approx(list(by_hand(line, result.cases).values()))


def test_a_clockwork_line_is_exact():
    steps = [Step("cut", minutes_per_piece=60), Step("sew", minutes_per_piece=90, setup_minutes=30, people=2)]
    result = simulate(Line(steps, orders_per_week=40, hours_per_week=40, arrival_spread=0), weeks=2, warm_up_weeks=1)
    assert result.cases["lead_time_hours"].to_numpy() == pytest.approx(3.0)
    assert result.events["waiting_hours"].to_numpy() == pytest.approx(0.0)
    assert result.steps["utilisation_share"].tolist() == pytest.approx([1.0, 1.0], abs=0.03)


@pytest.mark.parametrize("line", [three_steps(), three_steps(limit_inside=25)], ids=["open", "limited"])
def test_littles_law_holds_for_what_is_inside(line):
    result = simulate(line, weeks=300, seed=4)
    inside_hours = (result.cases["finished_hours"] - result.cases["released_hours"]).mean()
    per_hour = result.summary["orders_per_week"].item() / line.hours_per_week
    assert result.summary["inside_mean"].item() == pytest.approx(per_hour * inside_hours, rel=0.02)


def test_event_by_event_and_step_by_step_agree():
    for line in (three_steps(), changed(three_steps(), together(batch("sew", 40), batch("paint", 30)))):
        fast = simulate(line, weeks=30, seed=5)
        slow = simulate(replace(line, limit_inside=10**6), weeks=30, seed=5)
        pd.testing.assert_frame_equal(fast.events, slow.events)
        pd.testing.assert_frame_equal(fast.steps, slow.steps)


def test_the_same_seed_gives_the_same_result_and_another_seed_another():
    line = three_steps()
    pd.testing.assert_frame_equal(simulate(line, seed=1).events, simulate(line, seed=1).events)
    assert not simulate(line, seed=1).cases.equals(simulate(line, seed=2).cases)


@pytest.mark.parametrize(
    "change", [more_people("paint", 2), faster("sew", 2), batch("cut", 30), limit_inside(9), more_people("cut")]
)
def test_a_change_meets_the_same_orders(change):
    line = three_steps()
    before, after = simulate(line, seed=6).cases, simulate(changed(line, change), seed=6).cases
    pd.testing.assert_frame_equal(
        before[["case", "pieces", "arrived_hours"]], after[["case", "pieces", "arrived_hours"]]
    )


@pytest.mark.parametrize("seed", range(4))
def test_at_one_step_one_more_person_makes_no_order_later(seed):
    line = one_step(load=0.9, people=2)
    before, after = simulate(line, seed=seed).cases, simulate(changed(line, more_people("work")), seed=seed).cases
    assert (after["finished_hours"] <= before["finished_hours"] + 1e-9).all()


@pytest.mark.parametrize("step", ["cut", "sew", "paint"])
@pytest.mark.parametrize("seed", range(4))
def test_in_a_line_more_people_do_not_make_the_mean_lead_time_worse(step, seed):
    line = three_steps()
    before, after = simulate(line, seed=seed), simulate(changed(line, more_people(step)), seed=seed)
    # One percent, because an order that overtakes another may hold it up at a later step.
    assert after.cases["lead_time_hours"].mean() <= 1.01 * before.cases["lead_time_hours"].mean()


def test_a_faster_step_before_the_bottleneck_changes_little_and_one_more_at_it_a_lot():
    line = three_steps(orders_per_week=66)

    def lead(line):
        return simulate(line, weeks=200, seed=7).cases["lead_time_hours"].mean()

    as_it_is = lead(line)
    assert simulate(line, weeks=200, seed=7).steps.set_index("step")["utilisation_share"].idxmax() == "paint"
    assert lead(changed(line, faster("cut", 2))) == pytest.approx(as_it_is, rel=0.1)
    assert lead(changed(line, more_people("paint"))) < 0.75 * as_it_is


def test_a_limit_keeps_no_more_inside_and_the_lead_time_counts_the_wait_at_the_door():
    result = simulate(three_steps(limit_inside=12), weeks=30, seed=8)
    moments = pd.concat(
        [pd.Series(1, result.cases["released_hours"]), pd.Series(-1, result.cases["finished_hours"])]
    )  # fmt: skip
    moments = moments.groupby(level=0).sum().sort_index()
    assert moments.cumsum().max() <= 12
    assert (result.cases["released_hours"] > result.cases["arrived_hours"] + 1e-9).any()
    assert (result.cases["lead_time_hours"] == result.cases["finished_hours"] - result.cases["arrived_hours"]).all()


def test_a_batch_begins_when_its_pieces_are_there_and_is_set_up_once():
    steps = [Step("paint", minutes_per_piece=1, setup_minutes=30, batch_pieces=30)]
    line = Line(steps, orders_per_week=40, hours_per_week=40, pieces_per_order=[10], arrival_spread=0)
    events = simulate(line, weeks=3, warm_up_weeks=0).events
    assert events.groupby("begin_hours").size().tolist() == [3] * 40
    first = events.head(3)
    assert first["begin_hours"].tolist() == [3.0] * 3
    assert first["end_hours"].tolist() == [4.0] * 3
    assert first["work_hours"].to_numpy() == pytest.approx([40 / 60, 10 / 60, 10 / 60])


def test_what_is_left_of_a_batch_begins_when_nothing_more_can_come():
    steps = [Step("paint", minutes_per_piece=6, batch_pieces=7)]
    line = Line(steps, orders_per_week=10, hours_per_week=40, arrival_spread=0)
    for limit in (None, 1000):
        cases = simulate(replace(line, limit_inside=limit), weeks=1, warm_up_weeks=0).cases
        assert cases["finished_hours"].to_numpy() == pytest.approx([28.7] * 7 + [40.3] * 3)


def test_a_batch_that_a_limit_keeps_from_filling_begins_all_the_same():
    steps = [Step("cut", minutes_per_piece=6), Step("paint", minutes_per_piece=6, batch_pieces=5)]
    line = Line(steps, orders_per_week=10, hours_per_week=40, limit_inside=3)
    cases = simulate(line, weeks=10, seed=1).cases
    assert cases["finished_hours"].notna().all()
    assert cases["lead_time_hours"].max() < 200


def test_larger_batches_save_set_ups_where_set_ups_fill_the_day():
    line = Line(
        [Step("paint", minutes_per_piece=1, setup_minutes=50)],
        orders_per_week=38,
        hours_per_week=40,
        pieces_per_order=[8],
    )
    lead = {size: simulate(changed(line, batch("paint", size)), weeks=200).cases["lead_time_hours"].mean()
            for size in (1, 16, 200)}  # fmt: skip
    assert lead[16] < lead[1]
    assert lead[16] < lead[200]


def test_people_who_are_away_make_waits_and_no_work():
    line = one_step(load=0.4)
    away = replace(line, steps=(replace(line.steps[0], available_share=0.5),))
    here, gone = simulate(line, weeks=100, seed=2), simulate(away, weeks=100, seed=2)
    assert gone.events["work_hours"].to_numpy() == pytest.approx(here.events["work_hours"].to_numpy())
    assert gone.steps["waiting_hours"].item() > 3 * here.steps["waiting_hours"].item()
    assert gone.steps["occupied_share"].item() == pytest.approx(2 * gone.steps["utilisation_share"].item())


def test_waits_and_work_add_up_to_the_lead_time_of_every_order():
    result = simulate(three_steps(), weeks=20, seed=9)
    sums = result.events.groupby("case", sort=False)[["waiting_hours", "work_hours"]].sum().sum(axis=1)
    assert sums.to_numpy() == pytest.approx(result.cases["lead_time_hours"].to_numpy())


def test_late_is_after_the_promise_and_missing_without_one():
    result = simulate(three_steps(promised_hours=12), weeks=20, seed=9)
    late = (result.cases["lead_time_hours"] > 12).to_numpy()
    assert (result.cases["late"].to_numpy(dtype=bool) == late).all()
    assert result.summary["late_share"].item() == pytest.approx(late.mean())
    without = simulate(three_steps(), weeks=20, seed=9)
    assert without.cases["late"].isna().all()
    assert np.isnan(without.summary["late_share"].item())


def test_a_change_leaves_the_line_as_it_was_and_changes_add_up():
    line = three_steps()
    both = changed(line, together(more_people("paint"), more_people("paint"), faster("sew", 2), limit_inside(9)))
    assert (both.steps[2].people, both.steps[1].minutes_per_piece, both.limit_inside) == (3, 4, 9)
    assert (line.steps[2].people, line.steps[1].minutes_per_piece, line.limit_inside) == (1, 8, None)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (
            lambda: Step("cut", minutes_per_piece=-1),
            r"minutes_per_piece=-1 was given for 'cut'\. A number of 0 or more",
        ),
        (lambda: Step("cut", minutes_per_piece=1, people=0), r"people=0 was given for 'cut'\. A whole number of 1 or"),
        (lambda: Step("cut", minutes_per_piece=1, people=1.5), "A whole number of 1 or more was expected"),
        (lambda: Step("cut", minutes_per_piece=True), "minutes_per_piece=True"),
        (lambda: Step("cut", minutes_per_piece=float("nan")), "minutes_per_piece=nan"),
        (lambda: Step("cut", minutes_per_piece="2"), "minutes_per_piece='2'"),
        (lambda: Step("cut", minutes_per_piece=1, available_share=0), "above 0 and at most 1 was expected"),
        (lambda: Step("cut", minutes_per_piece=1, available_share=1.1), "above 0 and at most 1 was expected"),
        (lambda: Line([], orders_per_week=1, hours_per_week=40), r"A list of steps was expected\. Write it"),
        (lambda: Line("cut", orders_per_week=1, hours_per_week=40), "A list of steps was expected"),
        (
            lambda: Line([Step("a", minutes_per_piece=1)] * 2, orders_per_week=1, hours_per_week=40),
            "Two steps are called",
        ),
        (lambda: one_step(load=0), "orders_per_week=0"),
        (lambda: one_step(load=0.5, pieces_per_order=[]), r"At least one size was expected"),
        (lambda: one_step(load=0.5, pieces_per_order=[0]), "pieces_per_order=0"),
        (lambda: one_step(load=0.5, limit_inside=0), "limit_inside=0"),
        (lambda: more_people("cut", 0), "n=0"),
        (lambda: faster("cut", 0), r"factor=0 was given\. A number above 0 was expected"),
        (lambda: batch("cut", 0), "pieces=0"),
        (lambda: limit_inside(2.5), r"n=2\.5"),
        (lambda: together(), "Changes were expected"),
        (lambda: changed(three_steps(), more_people("pint")), r"Did you mean 'paint'\?"),
        (lambda: changed(three_steps(), "paint"), "A change was expected"),
        (lambda: simulate(three_steps(), weeks=0), "weeks=0"),
        (lambda: simulate(one_step(load=0.001), weeks=0.01), "No order came"),
        (lambda: replay(three_steps()), "fitted to an event log was expected"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_fix(make, match):
    with pytest.raises(ArgumentError, match=match):
        make()
