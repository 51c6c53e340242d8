"""What lab 02 says in prose about its tables and pictures is so."""

import pandas as pd
import pytest

from millrace import painpoints, process, samples, whatif


@pytest.fixture(scope="module")
def log():
    rows = samples.checkpoint("terminal_marked")
    names = {"case": "case", "step": "step", "start": "started", "end": "ended", "resource": "operator"}
    return process.event_log(rows, **names, trial=rows["trial"])


@pytest.fixture(scope="module")
def hours():
    shifts = {"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}
    return process.WorkingHours(shifts, closed=samples.checkpoint("closed_days")["date"])


@pytest.fixture(scope="module")
def offers():
    return samples.checkpoint("offers").set_index(["reading", "change"])


@pytest.fixture(scope="module")
def per_quarter():
    tickets = samples.checkpoint("tickets")
    return tickets.groupby([tickets["opened"].dt.to_period("Q"), "theme"]).size().unstack(fill_value=0)


def test_saved_hours_are_the_hours_as_it_is_less_the_hours_of_the_offer(offers):
    mean = offers["lead_time_mean_hours"].unstack("change")
    for offer in ("faster stitching machine", "second painter"):
        saved = offers["saved_hours"].xs(offer, level="change")
        pd.testing.assert_series_equal(mean["as it is"] - mean[offer], saved.sort_index(), check_names=False)


def test_the_reading_elsewhere_comes_closer_to_the_measured_hours(log, hours, offers):
    measured = process.lead_times(log, hours=hours)["lead_time_hours"].mean()
    off = (offers.xs("as it is", level="change")["lead_time_mean_hours"] - measured).abs()
    assert off["elsewhere"] < 0.7 * off["hands"]


def test_for_want_of_hands_alone_lines_would_hardly_wait_before_packing(log, hours):
    found = whatif.validate(whatif.fit(log, hours=hours, pieces="pieces")).table
    found = found[(found["reading"] == "hands") & (found["orders"] == "same")].set_index("measure")
    packing = found.loc["wait before packing"]
    assert packing["simulated_hours"] < 1
    assert packing["observed_hours"] > 3


def test_the_painter_is_idle_most_of_the_time_although_lines_wait_longest_before_painting():
    first = samples.checkpoint("bottleneck").iloc[0]
    assert first["step"] == "edge painting"
    assert first["busy_share"] < 0.5


def test_of_the_two_themes_with_most_tickets_in_the_last_quarter_both_go_up_and_one_grows(per_quarter):
    two = per_quarter.iloc[-1].nlargest(2).index
    assert (per_quarter[two].iloc[-1] > 1.3 * per_quarter[two].iloc[-2]).all()
    verdicts = samples.checkpoint("theme_changes").set_index("theme").loc[two, "verdict"]
    assert sorted(verdicts) == ["growing", "steady"]


def test_the_growing_theme_can_be_told_by_its_chance_and_no_other_comes_near():
    changes = samples.checkpoint("theme_changes").sort_values("chance", ignore_index=True)
    assert changes["verdict"].tolist()[:2] == ["growing", "steady"]
    assert changes["chance"].iloc[0] < 0.05 < 0.3 < changes["chance"].iloc[1]


def test_the_end_of_the_year_brings_more_tickets_of_all_themes_every_year(per_quarter):
    all_tickets = per_quarter.sum(axis=1)
    for year in (2023, 2024, 2025):
        assert all_tickets[f"{year}Q4"].sum() == max(all_tickets[f"{year}Q{n}"].sum() for n in (1, 2, 3, 4))


def test_a_pain_has_the_same_range_where_it_is_given_and_where_it_is_ranked():
    given = samples.checkpoint("ranked").set_index("pain")
    costs = samples.checkpoint("theme_costs")
    pains = painpoints.as_parts(costs[costs["theme"].isin(given.index)])
    names = list(pains)
    pains["rework"] = [painpoints.hours_part("again", hours_per_year=(5, 100, 200), wage_per_hour=40)]
    pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=20_000, cost_each=(0.5, 0.7, 1.1))]
    ranked = painpoints.ranking(pains).set_index("pain")
    shown = ["p10_per_year", "mean_per_year", "p90_per_year"]
    pd.testing.assert_frame_equal(given.loc[names, shown], ranked.loc[names, shown], rtol=0.005)
