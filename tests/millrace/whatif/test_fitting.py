"""A line fitted to a log finds what made it, keeps both readings of its waits, and says what does not fit."""

import functools

import numpy as np
import pandas as pd
import pytest

from lines_with_logs import HOURS, event_log, log_of, painted_line
from millrace import process
from millrace.errors import ArgumentError, ColumnError
from millrace.whatif import changed, fit, more_people, replay, simulate, validate
from millrace.whatif.readings import explain_waits, hours_all_busy

ALWAYS = process.AROUND_THE_CLOCK
BUSY = {"people": 1, "minutes_per_piece": 3}
DRYING = {"elsewhere_hours": 20, "people": 1, "minutes_per_piece": 1}
AWAY = {"available_share": 0.45, "people": 1, "minutes_per_piece": 1.4, "setup_minutes": 4}


@functools.cache
def fitted(kind, seed=0):
    table = log_of(painted_line(**{"busy": BUSY, "drying": DRYING, "away": AWAY}[kind]), seed=seed)
    return fit(event_log(table), hours=HOURS, pieces="pieces", arrived="came", promised="due")


def painting(model):
    return model.steps.set_index("step").loc["painting"]


def test_steps_people_set_up_and_pace_come_out_of_the_log():
    steps = fitted("busy").steps.set_index("step")
    assert steps.index.tolist() == ["cutting", "painting", "packing"]
    assert steps["people"].tolist() == [2, 1, 1]
    assert steps["minutes_per_piece"].to_numpy() == pytest.approx([2, 3, 0.5], rel=0.05)
    assert steps["setup_minutes"].to_numpy() == pytest.approx([9, 6, 5], abs=1.5)
    assert fitted("busy").hands.hours_per_week == pytest.approx(40, rel=0.02)
    assert fitted("busy").hands.orders_per_week == pytest.approx(40, rel=0.05)


def test_waits_that_busy_people_make_are_explained_and_both_readings_are_the_same_line():
    model = fitted("busy")
    found = painting(model)
    assert found["utilisation_share"] > 0.75
    assert found["explained_share"] > 0.95
    assert found["verdict"].startswith("waits for hands: busy people explain")
    assert found["available_share"] == pytest.approx(1, abs=0.02)
    assert found["elsewhere_hours"] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("kind", ["drying", "away"])
def test_waits_that_busy_people_do_not_make_are_said_not_to_be_shown(kind):
    found = painting(fitted(kind))
    assert found["utilisation_share"] < 0.5
    assert found["explained_share"] < 0.3
    assert found["verdict"].startswith("waits although hands are free")
    assert "Go and look" in found["verdict"]
    assert found["available_share"] < 0.9
    assert found["elsewhere_hours"] > 1


def test_the_right_reading_finds_the_truth():
    assert painting(fitted("drying"))["elsewhere_hours"] == pytest.approx(20, rel=0.05)
    assert painting(fitted("away"))["available_share"] == pytest.approx(0.45, rel=0.05)


@pytest.mark.parametrize(
    ("kind", "reading"), [("busy", "hands"), ("busy", "elsewhere"), ("drying", "elsewhere"), ("away", "hands")]
)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_reading_that_is_true_reproduces_its_log_and_orders_it_has_not_seen(kind, reading, seed):
    verdicts = validate(fitted(kind, seed), margin_share=0.2).verdicts
    said = verdicts[verdicts["reading"] == reading]
    assert said["fits"].all(), said["verdict"].tolist()


def test_a_false_reading_of_drying_is_found_out():
    verdicts = validate(fitted("drying")).verdicts.set_index(["reading", "orders"])
    assert verdicts.loc[("hands", "same"), "verdict"].startswith("does not fit: ")


def test_a_second_painter_helps_under_one_reading_and_not_under_the_other_and_a_faster_cutter_under_none():
    model = fitted("away")
    saved = {
        (reading, step): replay(line).cases["lead_time_hours"].mean()
        - replay(changed(line, more_people(step))).cases["lead_time_hours"].mean()
        for reading, line in model.readings.items()
        for step in ("painting", "cutting")
    }
    wait = painting(model)["waiting_hours"]
    assert saved["hands", "painting"] > 0.7 * wait
    assert saved["elsewhere", "painting"] < 0.3 * wait
    assert abs(saved["hands", "cutting"]) < 0.1 * wait
    assert abs(saved["elsewhere", "cutting"]) < 0.1 * wait


def test_waits_with_everybody_at_work_are_counted_as_minute_by_minute():
    chance = np.random.default_rng(3)
    begin = np.sort(chance.uniform(0, 50, 60)).round(1)
    visits = pd.DataFrame({"begin": begin, "end": begin + chance.exponential(2, 60).round(1)})
    ready = begin - chance.exponential(3, 60).round(1)
    grid = np.arange(-20, 80, 0.1) + 0.05
    at_work = ((visits["begin"].to_numpy()[:, None] <= grid) & (grid < visits["end"].to_numpy()[:, None])).sum(axis=0)
    slow = [((grid > r) & (grid < b) & (at_work >= 2)).sum() * 0.1 for r, b in zip(ready, begin, strict=True)]
    assert hours_all_busy(visits, ready=ready, people=2) == pytest.approx(slow, abs=0.05)


def test_replaying_a_log_keeps_every_order_its_pieces_and_its_promise():
    model = fitted("busy")
    cases = replay(model.hands).cases
    table = log_of(painted_line(**BUSY))
    assert set(cases["case"]) == set(table["order"])
    assert cases["pieces"].sum() == table.drop_duplicates("order")["pieces"].sum()
    assert cases["promised_hours"].to_numpy() == pytest.approx(24, abs=0.01)
    work = (table["ended"] - table["began"]).sum() / pd.Timedelta(hours=1)
    assert replay(model.elsewhere).events["work_hours"].sum() < work
    assert simulate(model.hands, weeks=10, seed=1).summary["orders"].item() > 0


def test_without_a_moment_of_coming_the_first_wait_is_not_shown():
    model = fit(event_log(log_of(painted_line(**BUSY), weeks=30)), hours=HOURS, pieces="pieces")
    first = model.steps.iloc[0]
    assert np.isnan(first["waiting_hours"])
    assert first["verdict"].startswith("not shown")
    assert "No column says when orders came" in " ".join(model.notes)
    table = validate(model).table
    assert (table.loc[table["measure"] == "wait before cutting", "verdict"] == "not shown").all()


def test_visits_not_signed_off_are_kept_with_the_usual_work_and_counted():
    table = log_of(painted_line(**BUSY), weeks=30)
    table["ended"] = table["ended"].mask(table.index % 20 == 0)
    model = fit(event_log(table), hours=HOURS, pieces="pieces", arrived="came")
    assert f"{table['ended'].isna().sum()} visits were not signed off" in " ".join(model.notes)
    assert len(model.visits.visits) == len(table)
    assert painting(model)["minutes_per_piece"] == pytest.approx(3, rel=0.1)


def test_rows_set_aside_leave_the_wait_after_them_unknown():
    table = log_of(painted_line(**BUSY), weeks=30)
    spoiled = table.assign(ended=table["ended"].mask((table["step"] == "painting") & (table.index % 10 == 1),
                                                     table["began"] - pd.Timedelta(hours=1)))  # fmt: skip
    log = event_log(spoiled)
    assert len(log.set_aside)
    model = fit(log, hours=HOURS, pieces="pieces", arrived="came")
    visits = model.visits.visits
    assert visits.loc[visits["gap"], "waiting"].isna().all()
    assert visits["gap"].sum() == len(log.set_aside)
    with_gap = np.isin(np.arange(len(model.visits.orders)), visits.loc[visits["gap"], "order"])
    again = replay(model.elsewhere).cases["lead_time_hours"].to_numpy()[with_gap].mean()
    assert again == pytest.approx(model.visits.lead_time_hours[with_gap].mean(), rel=0.2)


def test_orders_that_come_back_to_a_step_are_fitted_and_replayed():
    table = log_of(painted_line(**BUSY), weeks=20)
    again = table[table["step"] == "packing"].iloc[::5]
    again = again.assign(step="painting", who="painting 1", began=again["ended"] + pd.Timedelta(minutes=1),
                         ended=again["ended"] + pd.Timedelta(minutes=9))  # fmt: skip
    model = fit(event_log(pd.concat([table, again])), hours=HOURS, pieces="pieces", arrived="came")
    assert len(replay(model.hands).events) == len(table) + len(again)
    validate(model)


def test_times_with_a_zone_give_the_same_line():
    table = log_of(painted_line(**AWAY), weeks=20)
    usual = fit(event_log(table), hours=HOURS, pieces="pieces", arrived="came").steps
    aware = table.assign(**{name: table[name].dt.tz_localize("Asia/Shanghai") for name in ("began", "ended", "came")})
    pd.testing.assert_frame_equal(fit(event_log(aware), hours=HOURS, pieces="pieces", arrived="came").steps, usual)


def test_a_promised_day_is_kept_until_its_end():
    table = log_of(painted_line(**BUSY), weeks=5)
    days = fit(event_log(table.assign(due=table["came"].dt.normalize())), hours=HOURS, arrived="came", promised="due")
    left = 16 - (table.drop_duplicates("order")["came"].dt.hour + table.drop_duplicates("order")["came"].dt.minute / 60)
    assert np.sort(days.hands.history.promised_hours) == pytest.approx(np.sort(left), abs=0.02)


def test_the_order_of_rows_and_columns_besides_do_not_matter():
    table = log_of(painted_line(**AWAY), weeks=20)
    usual = fit(event_log(table), hours=HOURS, pieces="pieces", arrived="came").steps
    mixed = table.sample(frac=1, random_state=1).assign(remark="x")
    pd.testing.assert_frame_equal(fit(event_log(mixed), hours=HOURS, pieces="pieces", arrived="came").steps, usual)


def test_a_kind_that_takes_longer_is_not_taken_for_set_up():
    number = np.arange(200)
    family, pieces = np.where(number % 2, "bag", "belt"), np.array([6, 12, 36])[number % 3]
    minutes = 9 + np.where(family == "bag", 8, 2) * pieces
    began = pd.Series(pd.Timestamp("2025-01-01 06:00") + pd.to_timedelta(number, unit="D"))
    cut = pd.DataFrame({"order": number, "step": "cutting", "began": began, "family": family, "pieces": pieces})
    cut["ended"] = began + pd.to_timedelta(minutes, unit="min")
    sewn = cut.assign(step="sewing", began=cut["ended"], ended=cut["ended"] + pd.Timedelta(minutes=5))
    log = event_log(pd.concat([cut, sewn]).assign(who="Li"))
    steps = {kind: fit(log, hours=ALWAYS, pieces="pieces", kind=kind).hands for kind in ("family", None)}
    cutting, history = steps["family"].steps[0], steps["family"].history
    assert cutting.setup_minutes == pytest.approx(9, abs=0.1)
    pace = cutting.minutes_per_piece * history.visit_pace[history.visit_step == 0]
    assert pace == pytest.approx(np.where(family == "bag", 8, 2), rel=0.01)
    for line in steps.values():
        assert replay(line).events["work_hours"].sum() * 60 == pytest.approx(minutes.sum() + 5 * 200)


def test_people_are_those_of_a_usual_week_and_can_be_said_to_be_others():
    table = log_of(painted_line(**BUSY), weeks=30)
    turnover = table.assign(who=table["who"] + " " + (table.index // 900).astype(str))
    model = fit(event_log(turnover), hours=HOURS, pieces="pieces")
    assert painting(model)["people"] == 1
    assert painting(model)["people_seen"] > 1
    said = fit(event_log(table), hours=HOURS, pieces="pieces", people={"painting": 2})
    assert said.hands.steps[1].people == 2
    helpers = fit(event_log(table.assign(who="Li")), hours=HOURS, pieces="pieces")
    assert "People also work at other steps" in " ".join(helpers.notes)


def test_few_orders_are_too_few_to_say():
    model = fit(event_log(log_of(painted_line(**AWAY), weeks=0.3)), hours=HOURS, pieces="pieces", arrived="came")
    assert model.steps["verdict"].str.startswith("too few to say").all()
    assert (validate(model).verdicts["verdict"] == "too few to say").all()


def test_inputs_are_unchanged_and_the_same_call_gives_the_same():
    log = event_log(log_of(painted_line(**AWAY), weeks=20))
    before = log.events.copy(deep=True)
    first = validate(fit(log, hours=HOURS, pieces="pieces")).table
    pd.testing.assert_frame_equal(log.events, before)
    pd.testing.assert_frame_equal(validate(fit(log, hours=HOURS, pieces="pieces")).table, first)


def test_lone_orders_wait_for_no_hands():
    lone = pd.DataFrame({"ready": [0.0, 50.0], "begin": [5.0, 55.0], "end": [6.0, 56.0], "waiting": [5.0, 5.0]})
    assert explain_waits(lone, people=1).queue_hours == 0


@pytest.mark.parametrize(
    ("change", "asked", "error", "match"),
    [
        ({"keep": 0}, {}, ArgumentError, r"The log has 0 usable cases\. At least 2 were expected"),
        ({"keep": 3}, {}, ArgumentError, r"The log has 1 usable cases\. At least 2 were expected"),
        ({"end": None}, {}, ArgumentError, r"The log has start only of each event\. Start and end were expected"),
        ({"resource": None}, {}, ArgumentError, r"no names at the step '\w+'.*people=\{'\w+': 2\}"),
        ({}, {"people": {"pinting": 1}}, ArgumentError, r"Did you mean 'painting'\?"),
        ({}, {"people": {"painting": 0}}, ArgumentError, "people=0 was given for 'painting'"),
        ({}, {"pieces": "peces"}, ColumnError, r"Did you mean 'pieces'\?"),
        ({}, {"pieces": "remark"}, ColumnError, "holds text"),
        ({}, {"arrived": "remark"}, ColumnError, "holds no times"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_the_fix(change, asked, error, match):
    table = log_of(painted_line(**BUSY), weeks=2).assign(remark="x")
    kept = table[table["order"] == table["order"].iloc[0]] if change.get("keep") else table
    kept = kept.head(change.get("keep", len(kept)))
    columns = {"case": "order", "step": "step", "start": "began", "end": "ended", "resource": "who"} | {
        name: value for name, value in change.items() if name != "keep"
    }
    log = process.event_log(kept, **columns)
    with pytest.raises(error, match=match):
        fit(log, hours=HOURS, **asked)


def test_a_table_or_a_line_by_hand_is_not_what_is_held_to_a_log():
    with pytest.raises(ArgumentError, match="An event log was expected"):
        fit(pd.DataFrame({"order": [1]}), hours=HOURS)
    with pytest.raises(ArgumentError, match="nothing to be compared with"):
        validate(painted_line())
    with pytest.raises(ArgumentError, match="margin_share=0"):
        validate(fitted("busy"), margin_share=0)
