"""What lab 02 says in words of the two readings of the workshop, and of the themes that go up at the end."""

import pytest

from millrace import process, samples, whatif


@pytest.fixture(scope="module")
def workshop():
    rows = samples.checkpoint("terminal_marked")
    names = {"case": "case", "step": "step", "start": "started", "end": "ended", "resource": "operator"}
    closed = samples.checkpoint("closed_days")["date"]
    hours = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=closed)
    return process.event_log(rows, **names, trial=rows["trial"]), hours


def test_waiting_for_something_elsewhere_comes_closer_to_the_measured_hours(workshop):
    log, hours = workshop
    measured = process.lead_times(log, hours=hours)["lead_time_hours"].mean()
    tried = samples.checkpoint("offers")
    as_it_is = tried[tried["change"] == "as it is"].set_index("reading")["lead_time_mean_hours"]
    assert abs(as_it_is["elsewhere"] - measured) < abs(as_it_is["hands"] - measured) / 2


def test_waiting_for_hands_alone_lines_would_hardly_wait_before_packing(workshop):
    log, hours = workshop
    found = whatif.validate(whatif.fit(log, hours=hours, pieces="pieces"), runs=2).table
    packing = found[(found["measure"] == "wait before packing") & (found["orders"] == "same")].set_index("reading")
    assert packing.loc["hands", "simulated_hours"] < 1 < 4 < packing.loc["hands", "observed_hours"]
    assert packing.loc["elsewhere", "simulated_hours"] > 3


def test_saved_hours_are_what_the_offer_takes_off_the_average():
    tried = samples.checkpoint("offers")
    as_it_is = tried[tried["change"] == "as it is"].set_index("reading")["lead_time_mean_hours"]
    off = tried["reading"].map(as_it_is) - tried["lead_time_mean_hours"]
    assert tried["saved_hours"].to_numpy() == pytest.approx(off.to_numpy())


def test_two_themes_go_up_at_the_end_and_the_share_of_one_of_them_has_grown():
    tickets = samples.checkpoint("tickets")
    count = tickets.groupby([tickets["opened"].dt.to_period("Q"), "theme"]).size().unstack(fill_value=0)
    two = set(count.iloc[-1].nlargest(2).index)
    assert all(count[theme].iloc[-1] > 1.5 * count[theme].iloc[-2] for theme in two)
    chance = samples.checkpoint("theme_changes").set_index("theme")["chance"]
    assert len(two & set(chance.index[chance < 0.05])) == 1
    assert (chance < 0.05).sum() == 1
