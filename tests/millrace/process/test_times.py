"""Waiting, work and lead times are what a plain walk along each case gives, and what is not known stays unknown."""

import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest

from millrace import process
from millrace.errors import ArgumentError, ColumnError
from simulated_line import as_log_table, simulated_line

CLOCK = process.AROUND_THE_CLOCK
HOURS = process.WorkingHours({"Mon-Fri": "08:00-12:00, 13:00-17:00"})
ROLES = {"case": "case", "step": "step", "start": "start", "end": "end"}


def log_of(*rows, **asked):
    frame = pd.DataFrame(rows, columns=["case", "step", "start", "end"])
    for column in ("start", "end"):
        frame[column] = "2025-03-03 " + frame[column]
    return process.event_log(frame.assign(**asked), **ROLES)


def by_step(log, column, hours=CLOCK, **asked):
    return process.step_times(log, hours=hours, **asked).set_index("step")[column].to_dict()


def test_waiting_and_work_count_open_hours_only():
    log = log_of(("A", "cut", "10:00", "11:00"), ("A", "sew", "12:30", "14:00"), ("A", "pack", "15:00", "15:30"))
    assert by_step(log, "touch_hours", HOURS) == {"cut": 1.0, "sew": 1.0, "pack": 0.5}
    waits = by_step(log, "waiting_hours", HOURS)
    assert np.isnan(waits.pop("cut"))
    assert waits == {"sew": 1.0, "pack": 1.0}


def slow_waits(events):
    """A walk along each case: wait since the latest end so far; unknown after an event without end or after a gap."""
    waits = []
    for _, case in events.groupby("case", sort=False):
        latest, before = None, None
        for row in case.itertuples():
            known = before is not None and not pd.isna(before.end) and not pd.isna(row.start) and not row.after_gap
            waits.append(max((row.start - latest) / pd.Timedelta(hours=1), 0.0) if known else np.nan)
            if not pd.isna(row.end):
                latest = row.end if latest is None else max(latest, row.end)
            before = row
    return np.array(waits)


@pytest.mark.parametrize("seed", range(5))
def test_waits_agree_with_a_walk_along_each_case(seed):
    rng = np.random.default_rng(seed)
    rows = 600
    start = pd.Timestamp("2025-03-03") + pd.to_timedelta(rng.integers(0, 5_000, rows), unit="min")
    end = start + pd.to_timedelta(rng.integers(-30, 600, rows), unit="min")
    frame = pd.DataFrame({"case": rng.integers(0, 80, rows), "step": rng.choice(list("abcd"), rows), "start": start})
    frame["end"] = pd.Series(end).where(rng.random(rows) > 0.1)
    frame["start"] = frame["start"].where(rng.random(rows) > 0.05)
    log = process.event_log(frame, **ROLES)
    times = process.step_times(log, hours=CLOCK)
    np.testing.assert_allclose(times["waiting_hours"], slow_waits(log.events), atol=1e-9)
    assert times["waiting_hours"].notna().sum() > 200


def test_steps_side_by_side_end_the_wait_with_the_last_of_them():
    log = log_of(("A", "a", "08:00", "12:00"), ("A", "b", "09:00", "10:00"), ("A", "c", "13:00", "14:00"))
    times = process.step_times(log, hours=CLOCK).set_index("step")
    assert times["waiting_hours"].tolist()[1:] == [0.0, 1.0]
    assert times.loc["b", "wait_note"] == "begins before the step before has ended"
    lead = process.lead_times(log, hours=CLOCK).iloc[0]
    assert (lead["lead_time_hours"], lead["touch_hours"], lead["worked_share"]) == (6.0, 6.0, pytest.approx(5 / 6))
    assert lead["unknown_hours"] == 0.0


def test_what_follows_a_step_that_was_not_signed_off_is_not_known():
    log = log_of(("A", "cut", "08:00", "09:00"), ("A", "sew", "10:00", None), ("A", "pack", "15:00", "16:00"))
    times = process.step_times(log, hours=CLOCK)
    assert times["wait_note"].tolist() == ["first step of its case", "", "the step before has no end"]
    assert times["waiting_hours"].tolist()[1] == 1.0
    assert times["waiting_hours"].isna().tolist() == [True, False, True]
    lead = process.lead_times(log, hours=CLOCK).iloc[0]
    assert (lead["lead_time_hours"], lead["unknown_hours"]) == (8.0, 5.0)


def test_what_follows_a_row_that_was_set_aside_is_not_known():
    log = log_of(("A", "cut", "08:00", "09:00"), ("A", "sew", "12:00", "10:00"), ("A", "pack", "15:00", "16:00"))
    times = process.step_times(log, hours=CLOCK)
    assert times["wait_note"].tolist()[1] == "after a row that was set aside"
    assert times["waiting_hours"].isna().all()


def test_the_wait_before_the_first_step_counts_from_the_arrival():
    rows = [("A", "cut", "10:00", "11:00"), ("B", "cut", "10:00", "11:00"), ("B", "sew", "12:00", "13:00")]
    came = ["2025-03-03", "2025-03-03 11:00", "2025-03-03 11:00"]
    times = process.step_times(log_of(*rows, came=came), hours=HOURS, arrived="came")
    assert times["waiting_hours"].tolist()[0] == 2.0
    assert times["wait_note"].tolist()[:2] == ["", "begins before the case arrived"]
    several = process.step_times(log_of(*rows, came=["2025-03-03", *came[:2]]), hours=HOURS, arrived="came")
    assert several["wait_note"].tolist()[1] == "the case has several times of arrival"
    with pytest.raises(ColumnError, match="time with two readings, 3 such values"):
        process.step_times(log_of(*rows, came="03/04/2025"), hours=HOURS, arrived="came")
    with pytest.raises(ColumnError, match="'came' is not in the log"):
        process.step_times(log_of(*rows), hours=HOURS, arrived="came")


@pytest.mark.parametrize(("kept", "between"), [("start", 2.5), ("end", 2.0)])
def test_with_one_time_per_event_waiting_and_work_are_one_number(kept, between):
    frame = log_of(("A", "cut", "08:00", "09:00"), ("A", "sew", "10:30", "11:00")).events[
        ["case", "step", "start", "end"]
    ]
    log = process.event_log(
        frame.drop(columns="start" if kept == "end" else "end"), case="case", step="step", **{kept: kept}
    )
    times = process.step_times(log, hours=CLOCK)
    assert times[["waiting_hours", "touch_hours"]].isna().all(axis=None)
    assert times["since_previous_hours"].tolist()[1] == between
    lead = process.lead_times(log, hours=CLOCK).iloc[0]
    assert lead["lead_time_hours"] == lead["unknown_hours"] == between
    assert np.isnan(lead["worked_share"])
    assert process.waiting(log, hours=CLOCK)["waiting_share"].isna().all()


def test_shares_of_the_lead_time_add_up_where_everything_is_known():
    frame, begins = simulated_line({"cut": (2, 1.2, 0), "sew": (1, 0.8, 0), "pack": (1, 0.5, 2)}, cases=400)
    log = process.event_log(as_log_table(frame, begins), **ROLES, resource="who")
    waits = process.waiting(log, hours=CLOCK, arrived="came")
    assert waits["waiting_share"].sum() + waits["touch_share"].sum() == pytest.approx(1.0, abs=1e-9)
    exact = (frame["start"] - frame["ready"]).groupby(frame["step"]).mean()
    np.testing.assert_allclose(waits.set_index("step")["mean_waiting_hours"][exact.index], exact, atol=1e-3)
    leads = process.lead_times(log, hours=CLOCK, arrived="came")
    parts = leads["worked_share"] * leads["lead_time_hours"] + leads["waiting_hours"] + leads["unknown_hours"]
    np.testing.assert_allclose(parts, leads["lead_time_hours"], atol=1e-6)


def test_the_share_of_a_lead_time_leaves_out_cases_that_have_none():
    log = log_of(("A", "cut", "08:00", "09:00"), ("A", "sew", "11:00", "12:00"), ("B", "cut", "08:00", "09:00"),
                 ("B", "sew", "20:00", None))  # fmt: skip
    waits = process.waiting(log, hours=CLOCK).set_index("step")
    assert waits.loc["sew", "waiting_share"] == 0.5
    assert waits.loc["sew", "mean_waiting_hours"] == 6.5


def test_the_promise_is_kept_until_the_day_is_over_or_the_minute_has_come():
    rows = [
        (case, "cut", "10:00", end)
        for case, end in zip("ABCDE", ["11:00", "11:00", "11:00", None, "11:00"], strict=True)
    ]
    due = ["2025-03-03", "2025-03-03 10:59", "2025-03-02", "2025-03-03", None]
    times = process.lead_times(log_of(*rows, due=due), hours=CLOCK, promised="due")
    assert times["promise"].tolist() == ["in time", "late", "late", "not known", "no promise"]
    table = process.lateness(times).iloc[0]
    assert (table["cases"], table["judged"], table["late"], table["not_judged"]) == (5, 3, 2, 2)
    assert table["late_share"] == pytest.approx(2 / 3)
    assert table["low"] < table["late_share"] < table["high"]
    nobody = process.lateness(times[times["promise"] == "no promise"]).iloc[0]
    assert np.isnan(nobody["late_share"])
    assert np.isnan(nobody["high"])


def test_two_promises_in_one_case_are_not_judged():
    rows = [("A", "cut", "08:00", "09:00"), ("A", "sew", "10:00", "11:00")]
    times = process.lead_times(log_of(*rows, due=["2025-03-01", "2025-03-09"]), hours=CLOCK, promised="due")
    assert times["promise"].tolist() == ["not known"]


def test_a_case_that_ends_with_another_step_has_no_lead_time():
    log = log_of(("A", "cut", "08:00", "09:00"), ("A", "pack", "10:00", "11:00"), ("B", "cut", "08:00", "09:00"))
    times = process.lead_times(log, hours=CLOCK, last_step="pack").set_index("case")
    assert times["unfinished"].to_dict() == {"A": "", "B": "the last step is another"}
    assert times["lead_time_hours"].isna().to_dict() == {"A": False, "B": True}
    with pytest.raises(ColumnError, match="is no step of the log"):
        process.lead_times(log, hours=CLOCK, last_step="ship")


def test_one_case_one_step_and_a_step_that_exists_once_are_answered():
    log = log_of(("A", "cut", "08:00", "09:00"))
    assert process.waiting(log, hours=CLOCK)["waits_known"].tolist() == [0]
    assert process.bottleneck(log, hours=CLOCK)["verdict"].tolist() == ["too few to say"]
    assert process.variants(log)["path"].tolist() == ["cut"]
    assert process.lead_times(log, hours=CLOCK)["lead_time_hours"].tolist() == [1.0]


def test_shuffled_rows_give_the_same_answers():
    frame, begins = simulated_line({"cut": (2, 1.2, 0), "sew": (1, 0.8, 0)}, cases=300)
    table = as_log_table(frame, begins)
    logs = [process.event_log(t, **ROLES, resource="who") for t in (table, table.sample(frac=1, random_state=2))]
    for ask in (process.waiting, process.lead_times, process.bottleneck, process.busy_people, process.littles_law):
        pdt.assert_frame_equal(*(ask(log, hours=HOURS) for log in logs))
    pdt.assert_frame_equal(*(process.variants(log) for log in logs))


def test_the_interval_of_a_quantile_holds_the_true_one_as_often_as_it_says():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"lead_time_hours": rng.exponential(1.0, 400 * 60), "round": np.repeat(np.arange(400), 60)})
    found = process.quantiles(frame, by="round", shares=(0.5, 0.9))
    for share, true in [(0.5, np.log(2)), (0.9, np.log(10))]:
        mine = found[found["share"] == share]
        assert ((mine["low"] <= true) & (true <= mine["high"])).mean() >= 0.93


def test_too_few_values_have_no_interval_and_missing_ones_are_counted():
    found = process.quantiles(pd.DataFrame({"lead_time_hours": [1.0, 2.0, None]}), shares=(0.5, 0.9))
    assert found["value"].tolist() == pytest.approx([1.5, 1.9])
    assert found["high"].isna().all()
    assert found["low"].isna().tolist() == [True, False], "two values are both above the ninth tenth in 1 of 100 rounds"
    assert found[["known", "missing"]].values.tolist() == [[2, 1], [2, 1]]
    with pytest.raises(ArgumentError, match="Shares between 0 and 1"):
        process.quantiles(pd.DataFrame({"lead_time_hours": [1.0]}), shares=(90,))
