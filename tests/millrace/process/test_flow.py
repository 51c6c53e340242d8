"""Bottlenecks, queues and Little's law on a simulated line whose truth is known, and the ways cases take."""

import numpy as np
import pandas as pd
import pytest

from millrace import process
from millrace.errors import ArgumentError, ColumnError
from simulated_line import as_log_table, simulated_line

CLOCK = process.AROUND_THE_CLOCK
ROLES = {"case": "case", "step": "step", "start": "start", "end": "end", "resource": "who"}


def line(stations, **asked):
    frame, begins = simulated_line(stations, **asked)
    return process.event_log(as_log_table(frame, begins), **ROLES), frame


@pytest.mark.parametrize("seed", range(4))
def test_a_station_whose_people_are_busy_nearly_always_waits_for_hands(seed):
    log, _ = line({"cut": (2, 1.0, 0), "sew": (1, 0.93, 0), "pack": (1, 0.4, 0)}, seed=seed, cases=2_000)
    found = process.bottleneck(log, hours=CLOCK)
    assert found.loc[0, ["step", "verdict"]].tolist() == ["sew", "waits for hands"]
    assert "cases wait for hands" in process.bottleneck_in_words(found)


@pytest.mark.parametrize("seed", range(4))
def test_where_cases_rest_although_hands_are_free_the_log_says_where_and_not_why(seed):
    log, _ = line({"cut": (2, 1.0, 0), "paint": (1, 0.4, 12), "pack": (1, 0.5, 0)}, seed=seed)
    found = process.bottleneck(log, hours=CLOCK)
    assert found.loc[0, ["step", "verdict"]].tolist() == ["paint", "waits although hands are free"]
    assert found.loc[0, "busy_share"] == pytest.approx(0.4, abs=0.06)
    assert "not why: go and look" in process.bottleneck_in_words(found)


def test_two_alike_stations_are_seldom_told_apart():
    """By right one in ten may be; queues that last longer than a tenth of the log make it some more."""
    claimed = []
    for seed in range(12):
        log, _ = line({"cut": (1, 0.5, 0), "sew": (1, 0.5, 0)}, seed=seed, cases=600)
        claimed.append(process.bottleneck(log, hours=CLOCK, arrived="came", draws=300).loc[0, "verdict"])
    assert claimed.count("too close to call") >= 10


def test_few_cases_and_little_waiting_are_not_called_a_bottleneck():
    log, _ = line({"cut": (1, 0.5, 0), "sew": (1, 0.5, 0)}, cases=12)
    assert set(process.bottleneck(log, hours=CLOCK)["verdict"]) == {"too few to say"}
    log, _ = line({"cut": (9, 1.0, 0), "sew": (9, 1.0, 0)}, cases=500)
    found = process.bottleneck(log, hours=CLOCK)
    assert set(found["verdict"]) == {"little waiting"}
    assert "wait little" in process.bottleneck_in_words(found)


def test_without_people_or_with_one_time_no_more_is_claimed_than_the_log_tells():
    frame, begins = simulated_line({"cut": (2, 1.0, 0), "paint": (1, 0.4, 12)})
    table = as_log_table(frame, begins)
    nameless = {name: column for name, column in ROLES.items() if name != "resource"}
    found = process.bottleneck(process.event_log(table, **nameless), hours=CLOCK)
    assert found.loc[0, ["step", "verdict"]].tolist() == ["paint", "waits longest, hands not known"]
    one_time = process.event_log(table, case="case", step="step", end="end", resource="who")
    found = process.bottleneck(one_time, hours=CLOCK)
    assert found.loc[0, "verdict"] == "takes longest, waiting and work together"
    assert "cannot be told apart" in process.bottleneck_in_words(found)


@pytest.mark.slow
def test_the_interval_of_a_share_holds_the_long_run_value():
    stations = {"cut": (2, 1.0, 0), "sew": (1, 0.7, 0)}
    long_run, _ = line(stations, cases=40_000, seed=99)
    true = process.bottleneck(long_run, hours=CLOCK, arrived="came", draws=100).set_index("step")["waiting_share"]
    hits = []
    for seed in range(25):
        log, _ = line(stations, cases=3_000, seed=seed)
        found = process.bottleneck(log, hours=CLOCK, arrived="came", draws=300).set_index("step")
        hits += [(found.loc[step, "low"] <= true[step] <= found.loc[step, "high"]) for step in true.index]
    assert np.mean(hits) >= 0.8


def test_draws_below_a_hundred_are_refused():
    log, _ = line({"cut": (1, 0.5, 0)}, cases=40)
    with pytest.raises(ArgumentError, match="100 or more"):
        process.bottleneck(log, hours=CLOCK, draws=10)


def test_people_who_work_on_two_cases_at_once_are_busy_once():
    day = "2025-03-03 "
    rows = [(1, "a", day + "08:00", day + "10:00", "Li"), (2, "a", day + "09:00", day + "11:00", "Li"),
            (3, "a", day + "23:00", "2025-03-04 09:00", "Wu")]  # fmt: skip
    log = process.event_log(pd.DataFrame(rows, columns=["case", "step", "start", "end", "who"]), **ROLES)
    hours = process.WorkingHours({"Mon-Fri": "08:00-12:00"})
    people = process.busy_people(log, hours=hours).set_index("resource")
    assert people.loc["Li", ["busy_hours", "present_hours", "days"]].tolist() == [3.0, 4.0, 1]
    assert people.loc["Wu", ["busy_hours", "present_hours", "days"]].tolist() == [1.0, 8.0, 2]
    rows = [(1, "08:00", "12:00"), (2, "08:30", "09:00"), (3, "11:00", "13:00")]
    inside = pd.DataFrame(rows, columns=["case", "start", "end"])
    inside[["start", "end"]] = day + inside[["start", "end"]]
    log = process.event_log(inside.assign(step="a", who="Li"), **ROLES)
    assert process.busy_people(log, hours=CLOCK)["busy_hours"].item() == 5.0


def test_busy_shares_are_those_of_the_simulation():
    log, frame = line({"cut": (1, 0.6, 0), "sew": (3, 1.5, 0)}, cases=2_000)
    people = process.busy_people(log, hours=CLOCK).set_index("resource")
    work = (frame["end"] - frame["start"]).groupby(frame["who"]).sum()
    np.testing.assert_allclose(people.loc[work.index, "busy_hours"], work, rtol=1e-3)
    assert people.loc["cut 1", "busy_share"] == pytest.approx(0.6, abs=0.05)


def test_the_queue_is_what_a_count_at_every_minute_gives():
    log, _ = line({"cut": (2, 1.0, 0), "sew": (1, 0.8, 0)}, cases=250)
    found = process.queue(log, "sew", hours=CLOCK, every="D")
    mine = log.events[log.events["step"] == "sew"].assign(
        ready=log.events.loc[log.events["step"] == "cut", "end"].to_numpy()
    )
    for row in found.itertuples():
        minutes = pd.date_range(row.begin, row.end, freq="min", inclusive="left").to_numpy() + np.timedelta64(30, "s")
        inside = [((mine["ready"] <= m) & (mine["start"] > m)).sum() for m in minutes[::7]]
        assert row.mean_waiting == pytest.approx(np.mean(inside), abs=0.25)
        assert row.most_waiting >= max(inside)
    assert found["joined"].sum() == found["left"].sum() == 250
    assert found["not_counted"].sum() == 0


def test_the_queue_counts_open_hours_and_says_what_it_cannot_see():
    rows = [
        ("A", "a", "08:00", "09:00"),
        ("A", "b", "11:00", "12:00"),
        ("B", "a", "08:00", None),
        ("B", "b", "11:00", "12:00"),
    ]
    frame = pd.DataFrame(rows, columns=["case", "step", "start", "end"])
    frame[["start", "end"]] = "2025-03-03 " + frame[["start", "end"]]
    log = process.event_log(frame, case="case", step="step", start="start", end="end")
    found = process.queue(log, "b", hours=process.WorkingHours({"Mon": "08:00-12:00"}), every="D").iloc[0]
    assert (found["mean_waiting"], found["most_waiting"], found["not_counted"]) == (0.5, 1, 1)
    with pytest.raises(ColumnError, match="is no step of the log"):
        process.queue(log, "c", hours=CLOCK)
    with pytest.raises(ArgumentError, match="is no length of a period"):
        process.queue(log, "b", hours=CLOCK, every="fortnight")
    one_time = process.event_log(frame, case="case", step="step", start="start")
    with pytest.raises(ArgumentError, match="one time per event"):
        process.queue(one_time, "b", hours=CLOCK)


@pytest.mark.parametrize("seed", range(3))
def test_littles_law_holds_in_a_steady_shop(seed):
    log, _ = line({"cut": (2, 1.2, 0), "sew": (1, 0.7, 0)}, cases=3_000, seed=seed)
    found = process.littles_law(log, hours=CLOCK, arrived="came").iloc[0]
    assert found["verdict"] == "agrees"
    assert found["ratio"] == pytest.approx(1.0, abs=0.05)
    assert found["arrivals_per_hour"] == pytest.approx(1.0, abs=0.08)


def test_littles_law_says_when_a_shop_was_filling():
    """The lead time grows by less than the window, so that there is a window: a little too much work, for long."""
    log, _ = line({"cut": (1, 1.25, 0)}, cases=3_000, seed=2)
    assert process.littles_law(log, hours=CLOCK, arrived="came")["verdict"].item() == "fewer inside than explained"


def test_cases_without_an_end_are_in_none_of_the_numbers_of_littles_law():
    frame, begins = simulated_line({"cut": (2, 1.2, 0)}, cases=800)
    table = as_log_table(frame, begins)
    table["end"] = table["end"].mask(table["case"] % 10 == 0)
    found = process.littles_law(process.event_log(table, **ROLES), hours=CLOCK, arrived="came").iloc[0]
    assert (found["left_out"], found["verdict"]) == (80, "agrees")


def test_rework_tells_a_repeat_at_once_from_a_return():
    steps = ["cut", "sew", "sew", "check", "sew", "check", "pack"]
    frame = pd.DataFrame({"case": 1, "step": steps, "end": pd.date_range("2025-03-03", periods=7, freq="h")})
    frame = pd.concat([frame, pd.DataFrame({"case": 2, "step": ["sew"], "end": [pd.Timestamp("2025-03-03")]})])
    frame["pieces"], frame["redone"] = 10, [0, 1, 0, 0, 0, 0, 0, 3]
    log = process.event_log(frame, case="case", step="step", end="end")
    found = process.rework(log).set_index("step")
    assert found.loc["sew", ["repeated_at_once", "returned", "cases_repeated", "repeated_share"]].tolist() == [
        1,
        1,
        1,
        0.5,
    ]
    assert found.loc["check", ["repeated_at_once", "returned"]].tolist() == [0, 1]
    assert found.loc["pack", ["repeated_at_once", "returned"]].tolist() == [0, 0]
    pieces = process.rework(log, pieces="pieces", redone="redone").set_index("step")
    assert pieces.loc["sew", "redone_share"] == pytest.approx(4 / 40)
    with pytest.raises(ArgumentError, match="Both or neither"):
        process.rework(log, pieces="pieces")


def test_ways_are_counted_as_a_plain_join_counts_them():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"case": rng.integers(0, 200, 900), "step": rng.choice(["a", "b b", "ç"], 900)})
    frame["end"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.permutation(900), unit="min")
    log = process.event_log(frame, case="case", step="step", end="end")
    found = process.variants(log)
    plain = log.events.groupby("case")["step"].agg(" → ".join).value_counts()
    assert found.set_index("path")["cases"].to_dict() == plain.to_dict()
    assert found["share"].sum() == pytest.approx(1.0)
    assert found["cases"].is_monotonic_decreasing
    ways = log.events.groupby("case")["step"].agg(" → ".join)
    assert (ways[found["example"]].to_numpy() == found["path"].to_numpy()).all()


def test_moves_are_counted_as_neighbours_and_back_means_against_the_usual_order():
    steps = [["cut", "sew", "pack"]] * 8 + [["cut", "sew", "cut", "sew", "pack"]]
    rows = [(case, step) for case, path in enumerate(steps) for step in path]
    frame = pd.DataFrame(rows, columns=["case", "step"])
    frame["start"] = pd.Timestamp("2025-03-03") + pd.to_timedelta(2 * np.arange(len(rows)), unit="h")
    frame["end"] = frame["start"] + pd.Timedelta(hours=1)
    log = process.event_log(frame, case="case", step="step", start="start", end="end")
    found = process.moves(log, hours=CLOCK).set_index(["step_before", "step"])
    assert found["moves"].to_dict() == {("cut", "sew"): 10, ("sew", "pack"): 9, ("sew", "cut"): 1}
    assert found.index[found["back"]].tolist() == [("sew", "cut")]
    assert (found["median_waiting_hours"] == 1.0).all()
    assert found.loc[("cut", "sew"), "share"] == 1.0
    folded = process.moves(log, hours=CLOCK, most_steps=2)
    assert "other steps" in set(folded["step"])
    with pytest.raises(ArgumentError, match="2 or more"):
        process.moves(log, hours=CLOCK, most_steps=1)
