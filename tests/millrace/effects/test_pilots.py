"""Reading a pilot: rows in are rows used and rows set aside with a reason, and what cannot be compared is said."""

import numpy as np
import pandas as pd
import pytest

import simulated_pilots as made
from millrace import effects
from millrace.errors import ArgumentError, ColumnError

GIVEN = {"outcome": "minutes", "unit": "desk", "when": "opened", "measure": "amount", "better": "lower"}


@pytest.fixture
def cases():
    return made.cases(3000)


def reasons(ours):
    return set(ours.set_aside["reason"])


def test_every_row_is_used_or_set_aside_with_a_reason_and_the_table_stays_as_it_is(cases):
    frame, starts = cases
    frame.loc[3, "minutes"] = np.nan
    frame.loc[4, "opened"] = pd.NaT
    frame.loc[5, "desk"] = None
    frame.loc[6, "topic"] = None
    before = frame.copy()
    ours = effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN)
    assert len(ours.rows) + len(ours.set_aside) == len(frame)
    assert reasons(ours) == {"no minutes", "no opened", "no desk", "no topic"}
    assert "Set aside: 1 row (no" in ours.remarks[-1]
    pd.testing.assert_frame_equal(frame, before)


def test_a_control_that_starts_late_is_set_aside_and_named(cases):
    frame, starts = cases
    late = frame[(frame["desk"] != "desk 9") | (frame["opened"] >= "2025-06-01")]
    ours = effects.pilot(late, starts=starts, **GIVEN)
    assert reasons(ours) == {"its unit has no case before the pilot began"}
    assert "desk 9" not in ours.units


def test_a_pilot_unit_without_cases_on_both_sides_of_its_start_is_set_aside(cases):
    frame, starts = cases
    no_past = frame[(frame["desk"] != "desk 0") | (frame["opened"] >= starts["desk 0"])]
    assert reasons(effects.pilot(no_past, starts=starts, **GIVEN)) == {"its unit has no case before it began"}
    no_since = frame[(frame["desk"] != "desk 3") | (frame["opened"] < starts["desk 3"])]
    assert reasons(effects.pilot(no_since, starts=starts, **GIVEN)) == {"its unit has no case since it began"}


def test_the_week_in_which_a_unit_began_in_the_middle_counts_neither_way(cases):
    frame, starts = cases
    starts["desk 0"] = pd.Timestamp("2025-05-15")
    ours = effects.pilot(frame, starts=starts, **GIVEN)
    week = frame[(frame["desk"] == "desk 0") & frame["opened"].between("2025-05-12", "2025-05-18")]
    assert len(week) == len(ours.set_aside)
    assert reasons(ours) == {"the week in which its unit began"}


def test_once_every_unit_has_begun_nothing_is_left_to_compare_with(cases):
    frame, starts = cases
    ours = effects.pilot(frame[frame["desk"].isin(starts.index)], starts=starts, **GIVEN)
    assert reasons(ours) == {"a period in which every unit had begun"}
    assert ours.set_aside["opened"].min() >= pd.Timestamp("2025-09-01")


def test_a_kind_that_nobody_had_without_the_change_is_set_aside(cases):
    frame, starts = cases
    had = frame["opened"] >= frame["desk"].map(starts)
    frame["topic"] = frame["topic"].where(~(had & (np.arange(len(frame)) % 2 == 0)), "robot")
    assert reasons(effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN)) == {
        "a topic that nobody had without the change"
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"starts": {"desk 00": "2025-05-12"}}, "names the unit 'desk 00'.*Did you mean"),
        ({"starts": {}}, "pilot units with the day"),
        ({"starts": {"desk 1": "soon"}}, "No unit of starts has a day"),
        ({"starts": {"desk 1": "2030-01-01"}}, "No pilot unit has usable rows"),
        ({"starts": {"desk 1": "2020-01-01"}}, "No pilot unit has usable rows"),
        ({"measure": "minutes"}, "One of 'share', 'amount', 'score'"),
        ({"better": "less"}, "'lower' or 'higher'"),
        ({"period": "fortnight"}, "One of 'day', 'week', 'month'"),
        ({"cap": -1}, "cap=-1"),
    ],
)
def test_arguments_that_cannot_be_meant_stop_with_what_to_do(cases, change, says):
    frame, starts = cases
    with pytest.raises(ArgumentError, match=says):
        effects.pilot(frame, **(GIVEN | {"starts": starts} | change))


def test_one_unit_or_one_period_is_no_pilot(cases):
    frame, starts = cases
    with pytest.raises(ArgumentError, match="no unit to compare with"):
        effects.pilot(frame[frame["desk"] == "desk 0"], starts=starts.head(1), **GIVEN)
    week = frame[frame["opened"].between("2025-05-12", "2025-05-18")]
    with pytest.raises(ArgumentError, match="No pilot unit has usable rows"):
        effects.pilot(week, starts={"desk 0": "2025-05-14"}, **GIVEN)
    with pytest.raises(ColumnError, match="is empty"):
        effects.pilot(frame.head(0), starts=starts, **(GIVEN | {"outcome": "settled", "measure": "share"}))


@pytest.mark.parametrize(
    ("outcome", "measure", "says"),
    [
        (["yes", "no"], "share", r"holds 'yes'.*frame\['x'\] == 'yes'"),
        ([70.0, 30.0], "share", "Divide percentages by 100"),
        ([-1.0, 0.5], "share", "Correct it"),
        ([-1.0, 5.0], "amount", "measure='score'"),
        ([np.inf, 5.0], "amount", "without end"),
        ([0.0, 0.0], "amount", "0 throughout"),
        ([np.nan, np.nan], "score", "is empty"),
    ],
)
def test_outcomes_outside_of_what_was_said_stop(cases, outcome, measure, says):
    frame, starts = cases
    frame["x"] = np.resize(np.array(outcome, dtype=object if isinstance(outcome[0], str) else float), len(frame))
    with pytest.raises(ColumnError, match=says):
        effects.pilot(frame, starts=starts, **(GIVEN | {"outcome": "x", "measure": measure}))


def test_outliers_and_mixed_units_are_said_and_a_cap_is_counted(cases):
    frame, starts = cases
    frame.loc[[10, 20], "minutes"] = 10_000.0
    assert "2 rows above" in effects.pilot(frame, starts=starts, **GIVEN).remarks[0]
    capped = effects.pilot(frame, starts=starts, cap=200.0, **GIVEN)
    assert capped.remarks[0] == "2 rows lie above 200 and count as 200."
    assert capped.values.max() == 200
    frame, starts = made.cases(3000)
    seconds = frame["desk"].isin(["desk 7", "desk 8", "desk 9"])
    mixed = frame.assign(minutes=frame["minutes"].where(~seconds, frame["minutes"] * 120))
    assert any("two heaps" in remark for remark in effects.pilot(mixed, starts=starts, **GIVEN).remarks)
    assert not effects.pilot(frame, starts=starts, **GIVEN).remarks


def test_amounts_with_a_long_tail_are_not_taken_for_two_units(cases):
    frame, starts = cases
    frame["minutes"] = np.random.default_rng(2).lognormal(1, 3, len(frame))
    assert not any("two heaps" in remark for remark in effects.pilot(frame, starts=starts, **GIVEN).remarks)


def test_starts_are_found_from_use_and_a_unit_that_changes_back_is_named(cases):
    frame, starts = cases
    frame["bot"] = frame["opened"] >= frame["desk"].map(starts)
    frame.loc[(frame["desk"] == "desk 1") & (frame["opened"] > "2025-08-01"), "bot"] = False
    table = effects.find_starts(frame, unit="desk", when="opened", used="bot").set_index("unit")
    assert table.loc["desk 1", "remark"] == "changed back"
    assert table.loc["desk 0", "remark"] == ""
    assert (table["remark"] == "never").sum() == 8
    near = table["began"].dropna() - starts
    assert (near.dt.days.between(0, 7)).all()
    with pytest.raises(ColumnError, match="True and False"):
        effects.find_starts(frame.assign(bot="yes"), unit="desk", when="opened", used="bot")


def test_days_may_be_text_and_other_text_stops(cases):
    frame, starts = cases
    text = frame.assign(opened=frame["opened"].dt.strftime("%Y-%m-%d"))
    assert len(effects.pilot(text, starts=starts, **GIVEN).rows) == len(frame)
    with pytest.raises(ColumnError, match="parse_dates"):
        effects.pilot(frame.assign(opened="12.5.25"), starts=starts, **GIVEN)
