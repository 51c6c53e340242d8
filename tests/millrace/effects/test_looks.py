"""Looks beside the effect: groups, placebos, chosen units, naive answers, pairs by hand, and the charts of them."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import simulated_pilots as made
from millrace import effects
from millrace.errors import ArgumentError, ColumnError

GIVEN = {"outcome": "minutes", "unit": "desk", "when": "opened", "measure": "amount", "better": "lower"}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def ours():
    frame, starts = made.cases(12_000)
    frame["language"] = np.random.default_rng(3).choice(["ar", "en", "zh"], len(frame))
    return effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN)


@pytest.fixture(scope="module")
def nothing():
    frame, starts = made.cases(12_000, effect=0.0, seed=21)
    frame["shoe"] = np.random.default_rng(3).choice([f"size {n}" for n in range(36, 46)], len(frame))
    return effects.pilot(frame, starts=starts, **GIVEN)


def test_ten_groups_of_a_pilot_that_did_nothing_claim_nothing(nothing):
    table = effects.effect_by(nothing, by="shoe", draws=199)
    assert len(table) == 10
    assert table["verdict"].eq("not shown").all()
    assert (table["adjusted_p"] >= table["p"] - 1e-12).all()
    assert table["cases"].sum() == nothing.treated.sum()
    assert effects.compare_groups(nothing, by="shoe")["verdict"].eq("not shown").all()


def test_a_group_that_is_served_worse_is_found_within_the_same_units(ours):
    rows = ours.rows.copy()
    harmed = ours.treated & (rows["language"] == "ar").to_numpy()
    rows["minutes"] = rows["minutes"] * np.where(harmed, 1.3, 1.0)
    again = effects.pilot(rows, starts=ours.starts, alike=["topic"], **GIVEN)
    table = effects.compare_groups(again, by="language").set_index("language")
    assert table.loc["ar", "verdict"] == "worse served"
    assert table.loc["ar", "low"] < 0.3 * np.exp(-0.2) < table.loc["ar", "high"]
    by = effects.effect_by(again, by="language", draws=199).set_index("language")
    assert by.loc["en", "verdict"] == "works"
    assert by.loc["ar", "change_share"] == pytest.approx(1.3 * np.exp(-0.2) - 1, abs=0.06)


def test_a_group_at_few_units_is_too_few_and_one_without_a_comparison_says_why(ours):
    rows = ours.rows.copy()
    rows["language"] = np.where(
        rows["desk"] == "desk 0", "fa", np.where(rows["desk"].isin(["desk 1", "desk 8"]), "ru", "en")
    )
    table = effects.effect_by(effects.pilot(rows, starts=ours.starts, **GIVEN), by="language", draws=99)
    said = table.set_index("language")
    assert said.loc[["fa", "ru"], "verdict"].eq("too few to say").all()
    assert "no unit to compare with" in said.loc["fa", "remarks"]
    assert effects.compare_groups(ours, by="desk")["verdict"].eq("too few to say").all()


def test_at_earlier_dates_nothing_is_found_unless_units_moved_before_the_start(ours):
    table = effects.placebo_dates(ours, earlier=[4, 8], draws=199)
    assert table["verdict"].eq("nothing, as it should be").all()
    rows = ours.rows.copy()
    weeks = (rows["opened"] - rows["desk"].map(ours.starts)).dt.days / 7
    rows["minutes"] = rows["minutes"] * np.where(weeks.between(-8, 0), 0.6, 1.0)
    moved = effects.placebo_dates(effects.pilot(rows, starts=ours.starts, **GIVEN), earlier=[8], draws=199)
    assert moved["verdict"].item() == "moved before the start"
    with pytest.raises(ArgumentError, match="Whole numbers of 1 or more"):
        effects.placebo_dates(ours, earlier=[0])


def test_placebo_dates_cry_wolf_no_more_often_than_they_say():
    said = []
    for seed in range(30):
        frame, starts = made.cases(3000, seed=100 + seed)
        ours = effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN)
        said.append(effects.placebo_dates(ours, earlier=[4], draws=99)["p"].item())
    assert np.mean(np.array(said) <= 0.05) < 0.11


def test_a_pilot_that_was_stopped_early_is_not_held_against_longer_watched_units():
    claimed = []
    for seed in range(40):
        frame, starts = made.cases(3000, effect=0.0, seed=200 + seed)
        stopped = frame["opened"] > frame["desk"].map(starts) + pd.Timedelta(days=27)
        ours = effects.pilot(frame[~stopped], starts=starts, alike=["topic"], **GIVEN)
        claimed.append(effects.effect(ours, draws=99)["p"].item() <= 0.05)
    assert np.mean(claimed) < 0.11


def test_other_units_taken_for_pilots_show_how_much_is_chance(ours):
    table = effects.placebo_units(ours)
    assert table["pilot"].tolist() == [True] * 4 + [False] * 8
    assert table.loc[table["pilot"], "change_share"].max() < table.loc[~table["pilot"], "change_share"].min()
    few = ours.part(ours.rows["desk"].isin([*ours.starts.index, "desk 7"]).to_numpy())
    with pytest.raises(ArgumentError, match="1 unit never began"):
        effects.placebo_units(few)


def test_units_chosen_for_a_bad_spring_come_down_by_themselves_and_so_do_others_chosen_likewise():
    """Nothing works here: each unit has one bad spring or none by chance, and the worst are chosen."""
    rng = np.random.default_rng(5)
    frame, _ = made.cases(20_000, effect=0.0, seed=5)
    spring = frame["opened"].between("2025-03-01", "2025-04-30").to_numpy()
    bad = dict(zip(sorted(frame["desk"].unique()), rng.normal(0, 0.2, 12), strict=True))
    frame["minutes"] *= np.where(spring, np.exp(frame["desk"].map(bad)), 1.0)
    worst = sorted(bad, key=bad.get)[-4:]
    ours = effects.pilot(frame, starts=dict.fromkeys(worst, "2025-05-12"), alike=["topic"], **GIVEN)
    table = effects.chosen_after(ours, chosen_from="2025-03-01", chosen_to="2025-04-30").set_index("who")
    assert table.loc["pilot units", "above_usual"] > 0.1
    assert table.loc["pilot units", "change_share"] < -0.1
    likewise = table.loc["others, chosen the same way"]
    assert likewise["change_share"] < table.loc["all others", "change_share"] - 0.02
    with pytest.raises(ArgumentError, match="before the first start"):
        effects.chosen_after(ours, chosen_from="2025-05-01", chosen_to="2025-06-30")


def test_groups_before_the_start_are_compared_by_number_and_by_value(ours):
    table = effects.comparable(ours, columns=["language"])
    assert set(table["what"]) == {"minutes", "topic", "language"}
    assert table.loc[table["what"] == "language", "verdict"].isin(["alike", "differs"]).all()
    with pytest.raises(ColumnError, match="Did you mean 'language'"):
        effects.comparable(ours, columns=["languag"])


def test_answers_that_come_first_stand_beside_the_one_that_compares():
    frame, starts = made.cases(12_000, effect=-0.1, seed=30)
    frame["minutes"] *= np.where(frame["opened"] >= "2025-06-01", 0.7, 1.0)
    table = effects.compare_answers(effects.pilot(frame, starts=starts, **GIVEN)).set_index("answer")
    assert table.loc["before and after", "share_high"] < -0.2
    assert table.loc["best week", "change_share"] < table.loc["before and after", "change_share"]
    held = table.loc["against comparison units"]
    assert held["share_low"] < np.expm1(-0.1) < held["share_high"]
    assert table["fault"].eq("").tolist() == [False, False, False, True]


def test_pairs_by_hand_are_the_difference_of_differences(ours):
    pairs = dict(zip(ours.starts.index, ["desk 5", "desk 6", "desk 7", "desk 8"], strict=True))
    plain = ours.part(np.ones(len(ours.rows), dtype=bool), drop="topic")
    table = effects.paired_by_hand(plain, pairs=pairs).set_index("pilot")
    rows = ours.rows
    side = {True: [], False: []}
    for desk in ("desk 0", "desk 5"):
        for since in (False, True):
            when = (rows["opened"] >= "2025-05-12") == since
            side[since].append(rows.loc[(rows["desk"] == desk) & when, "minutes"].mean())
    expected = (side[True][0] - side[False][0]) - (side[True][1] - side[False][1])
    assert table.loc["desk 0", "effect"] == pytest.approx(expected)
    assert effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean() == pytest.approx(np.expm1(-0.2), abs=0.06)
    with pytest.raises(ArgumentError, match="A pair for each pilot unit"):
        effects.paired_by_hand(ours, pairs={"desk 0": "desk 5"})
    with pytest.raises(ArgumentError, match="Did you mean 'desk 5'"):
        effects.paired_by_hand(ours, pairs=pairs | {"desk 0": "desk5"})
    with pytest.raises(ArgumentError, match="desk 0 was in the pilot itself"):
        effects.paired_by_hand(ours, pairs=pairs | {"desk 1": "desk 0"})


def test_a_past_says_how_small_an_effect_its_units_could_show():
    frame, _ = made.cases(12_000, effect=0.0, seed=40)
    more = {"pilot_units": 4, "weeks": 8, "draws": 199, "alike": ["topic"]}
    plan = effects.detectable_by_units(frame, **more, **GIVEN).iloc[0]
    assert 0.02 < plan["change_share"] < 0.3
    shorter = effects.detectable_by_units(frame, **(more | {"weeks": 2}), **GIVEN)
    assert shorter["change_share"].item() > plan["change_share"]
    one_of_five = frame[frame["desk"].isin([f"desk {n}" for n in range(5)])]
    few = effects.detectable_by_units(one_of_five, **(more | {"pilot_units": 1}), **GIVEN).iloc[0]
    assert np.isinf(few["change"])
    assert "no effect can be told from chance" in few["sentence"]
    with pytest.raises(ArgumentError, match="a unit that does not begin"):
        effects.detectable_by_units(one_of_five, **(more | {"pilot_units": 5}), **GIVEN)


def test_charts_say_their_finding_and_draw_each_number(ours):
    answers = effects.compare_answers(ours, draws=99)
    ax = effects.draw_effect(answers)
    assert ax.get_title(loc="left").startswith("The fair comparison says -1")
    assert len(ax.collections[0].get_segments()) == 1
    assert "best week" in ax.figure.get_label()
    weeks = effects.effect_by_week(ours, draws=99)
    assert "no change over time is shown" in effects.draw_event_time(weeks).get_title(loc="left")
    drawn = effects.draw_parallel(ours)
    assert "lower than expected" in drawn.get_title(loc="left")
    assert [text.get_text().strip() for text in drawn.texts][:2] == ["pilot units", "other units"]
    with pytest.raises(ColumnError, match="the answers"):
        effects.draw_effect(weeks)
    given = plt.subplots()[1]
    assert effects.draw_event_time(weeks, ax=given) is given


def test_an_effect_that_is_not_shown_is_drawn_as_such(nothing):
    ax = effects.draw_effect(effects.compare_answers(nothing, draws=99))
    assert ax.get_title(loc="left").startswith("No effect is shown")


@pytest.mark.parametrize("function", [effects.effect, effects.placebo_units, effects.draw_parallel])
def test_what_is_no_pilot_is_refused(function):
    with pytest.raises(ArgumentError, match=r"Make it with pilot"):
        function(pd.DataFrame())
