"""Changes side by side: the same luck for all, money only where it was given and where the model holds."""

import functools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lines_with_logs import HOURS, event_log, log_of, painted_line
from millrace.errors import ArgumentError, ColumnError
from millrace.showing.charts import chart_text
from millrace.whatif import (
    batch,
    changed,
    compare,
    draw_compare,
    draw_explained,
    faster,
    fit,
    limit_inside,
    more_people,
    simulate,
    together,
)

CHANGES = {"second painter": more_people("painting"), "faster cutter": faster("cutting", 2)}
MONEY = {"wage_per_hour": 10, "costs_per_year": {"faster cutter": 5000}, "on_time_worth": [5, 10, 20]}
BUSY = {"people": 1, "minutes_per_piece": 3}
DRYING = {"elsewhere_hours": 20, "people": 1, "minutes_per_piece": 1}


@functools.cache
def fitted(kind):
    table = log_of(painted_line(**{"busy": BUSY, "drying": DRYING}[kind]))
    return fit(event_log(table), hours=HOURS, pieces="pieces", arrived="came", promised="due")


@functools.cache
def compared(kind):
    return compare(fitted(kind), CHANGES, runs=6, margin_share=0.2, **MONEY)


def row(table, change, reading="by hand"):
    return table[(table["change"] == change) & (table["reading"] == reading)].iloc[0]


def test_a_line_by_hand_has_one_row_per_change_and_the_hours_of_its_simulations():
    line = painted_line(**BUSY)
    table = compare(line, CHANGES, runs=4, seed=3)
    assert table["change"].tolist() == ["as it is", *CHANGES]
    before = [simulate(line, seed=3 + run).cases["lead_time_hours"] for run in range(4)]
    after = [
        simulate(changed(line, more_people("painting")), seed=3 + run).cases["lead_time_hours"] for run in range(4)
    ]
    found = row(table, "second painter")
    assert found["lead_time_median_hours"] == pytest.approx(np.mean([lead.median() for lead in after]))
    assert found["lead_time_90_hours"] == pytest.approx(np.mean([lead.quantile(0.9) for lead in after]))
    assert found["lead_time_mean_hours"] == pytest.approx(np.mean([lead.mean() for lead in after]))
    saved = [b.mean() - a.mean() for b, a in zip(before, after, strict=True)]
    assert found["saved_hours"] == pytest.approx(np.mean(saved))
    assert found["saved_hours_low"] == pytest.approx(np.quantile(saved, 0.05))
    assert found["late_share"] == pytest.approx(np.mean([(lead > 24).mean() for lead in after]))
    assert row(table, "as it is")["saved_hours"] == 0


def test_what_is_saved_is_the_mean_as_it_is_less_the_mean_with_the_change():
    table = compare(painted_line(**BUSY), CHANGES, runs=3)
    as_it_is = row(table, "as it is")["lead_time_mean_hours"]
    assert table["saved_hours"].to_numpy() == pytest.approx((as_it_is - table["lead_time_mean_hours"]).to_numpy())


def test_every_interval_holds_its_mean():
    table = compare(painted_line(**BUSY), CHANGES, runs=5)
    for name in (
        "lead_time_median_hours",
        "lead_time_90_hours",
        "lead_time_mean_hours",
        "late_share",
        "saved_hours",
        "orders_per_week",
    ):
        assert (table[f"{name}_low"] <= table[name] + 1e-9).all()
        assert (table[name] <= table[f"{name}_high"] + 1e-9).all()


def test_a_person_costs_all_working_hours_of_a_year_and_a_machine_what_was_said():
    table = compare(painted_line(**BUSY), CHANGES, runs=2, **MONEY)
    assert row(table, "second painter")["cost_per_year"] == 10 * 40 * 52
    assert row(table, "faster cutter")["cost_per_year"] == 5000
    assert row(table, "as it is")["cost_per_year"] == 0


def test_both_costs_are_added_when_a_change_needs_both():
    both = {"both": together(more_people("painting", 2), faster("cutting", 2))}
    table = compare(painted_line(**BUSY), both, runs=2, wage_per_hour=10, costs_per_year={"both": 700})
    assert row(table, "both")["cost_per_year"] == 2 * 10 * 40 * 52 + 700


def test_money_that_nobody_gave_is_missing_and_never_invented():
    changes = CHANGES | {"limit": limit_inside(15), "batch": batch("painting", 24)}
    table = compare(painted_line(**BUSY), changes, runs=2)
    assert table.loc[table["change"] != "as it is", "cost_per_year"].isna().all()
    assert table["value_per_year_likely"].isna().all()
    assert not table["verdict"].str.contains("worth").any()


def test_the_value_is_orders_more_on_time_times_their_worth():
    table = compare(replace(painted_line(**BUSY), promised_hours=6), CHANGES, runs=6, **MONEY)
    found = row(table, "second painter")
    likely = (row(table, "as it is")["late_share"] - found["late_share"]) * 40 * 52 * 10
    assert found["value_per_year_likely"] == pytest.approx(likely, rel=0.1)
    assert found["value_per_year_low"] < found["value_per_year_likely"] < found["value_per_year_high"]


def test_the_worst_value_of_a_change_that_makes_orders_late_takes_the_high_worth():
    line = replace(painted_line(**BUSY), promised_hours=20)
    table = compare(line, {"huge batch": batch("painting", 600)}, runs=4, on_time_worth=[5, 10, 20])
    found = row(table, "huge batch")
    assert found["value_per_year_likely"] < 0
    assert found["value_per_year_low"] <= 2 * found["value_per_year_likely"]
    assert found["value_per_year_high"] >= 0.5 * found["value_per_year_likely"]


def test_the_verdict_holds_value_against_cost():
    line = replace(painted_line(**BUSY), promised_hours=6)
    cheap = compare(line, CHANGES, runs=4, wage_per_hour=0.01, on_time_worth=[50, 60, 70])
    dear = compare(line, CHANGES, runs=4, wage_per_hour=1000, on_time_worth=[1, 2, 3])
    assert row(cheap, "second painter")["verdict"].endswith("worth more than it costs")
    assert row(dear, "second painter")["verdict"].endswith("costs more than it is worth")
    assert "worth" not in row(cheap, "faster cutter")["verdict"]


def test_a_change_that_makes_orders_wait_longer_is_said_to():
    table = compare(painted_line(**BUSY), {"huge batch": batch("painting", 600)}, runs=3)
    assert row(table, "huge batch")["verdict"].startswith("costs ")
    assert row(table, "huge batch")["saved_hours"] < 0


def test_a_fitted_line_is_tried_under_both_readings_and_busy_hands_agree():
    table = compared("busy")
    assert table["reading"].tolist() == ["hands"] * 3 + ["elsewhere"] * 3
    assert (table["supported"] == "yes").all()
    saved = [row(table, "second painter", reading)["saved_hours"] for reading in ("hands", "elsewhere")]
    assert saved[0] == pytest.approx(saved[1], rel=0.2)
    assert not table["verdict"].str.contains("depends on why").any()


def test_readings_that_disagree_send_to_the_step_and_the_one_that_does_not_hold_is_not_priced():
    table = compared("drying")
    hands, elsewhere = (row(table, "second painter", reading) for reading in ("hands", "elsewhere"))
    assert hands["saved_hours"] > 5 * max(elsewhere["saved_hours"], 0.5)
    assert "go and look at painting" in hands["verdict"].lower()
    assert "go and look at painting" in elsewhere["verdict"].lower()
    assert hands["supported"].startswith("does not fit: ")
    assert "not priced" in hands["verdict"]
    assert np.isnan(hands["cost_per_year"])
    assert np.isnan(hands["value_per_year_likely"])
    assert elsewhere["cost_per_year"] == pytest.approx(10 * 40 * 52, rel=0.02)


def test_asked_for_the_orders_of_the_log_only_less_has_to_fit():
    narrow = compare(fitted("busy"), CHANGES, runs=2, margin_share=0.001)
    assert (narrow["supported"] != "yes").all()
    same = compare(fitted("busy"), CHANGES, runs=2, must_fit="same", margin_share=0.2)
    assert (same["supported"] == "yes").all()


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"changes": {}}, "Names and changes in curly brackets were expected"),
        ({"changes": {"as it is": more_people("painting")}}, "none of them called 'as it is'"),
        ({"changes": {"x": "painting"}}, "A change was expected"),
        ({"changes": {"x": more_people("paintng")}}, r"Did you mean 'painting'\?"),
        ({"costs_per_year": {"second paintr": 5}}, r"Did you mean 'second painter'\?"),
        ({"costs_per_year": {"second painter": -5}}, "costs_per_year=-5"),
        ({"wage_per_hour": -1}, "wage_per_hour=-1"),
        ({"on_time_worth": [3, 2, 1]}, "Three rising numbers were expected"),
        ({"on_time_worth": [1, 2]}, "Three rising numbers were expected"),
        ({"runs": 0}, "runs=0"),
        ({"weeks": 0}, "weeks=0"),
        ({"must_fit": "first"}, "'second half' or 'same' was expected"),
        ({"model": "line"}, "A line was expected"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_fix(asked, match):
    model, changes = asked.get("model", painted_line(**BUSY)), asked.get("changes", CHANGES)
    with pytest.raises(ArgumentError, match=match):
        compare(model, changes, **{name: value for name, value in asked.items() if name not in ("model", "changes")})


def test_the_chart_says_that_it_depends_and_marks_what_is_not_supported():
    from matplotlib import pyplot as plt

    ax = draw_compare(compared("drying"))
    said = chart_text(ax.figure)
    assert said.startswith("Chart: Whether second painter helps depends on why orders wait.")
    assert "second painter if hands are away" in said
    assert "not supported by the log" in said
    assert ax.get_xlabel().startswith("working hours saved per order")
    plt.close("all")


def test_the_chart_of_a_line_by_hand_names_what_saves_most_or_that_nothing_does():
    from matplotlib import pyplot as plt

    table = compare(painted_line(**BUSY), CHANGES, runs=4)
    axes = plt.subplots()[1]
    assert draw_compare(table, ax=axes) is axes
    assert axes.get_title(loc="left") == "Most is saved by: second painter"
    worse = compare(painted_line(**BUSY), {"huge batch": batch("painting", 600)}, runs=2)
    assert draw_compare(worse).get_title(loc="left") == "No change is shown to save hours"
    plt.close("all")


def test_the_chart_of_waits_names_the_longest_and_how_much_is_explained():
    from matplotlib import pyplot as plt

    ax = draw_explained(fitted("drying"))
    assert ax.get_title(loc="left").endswith("of the longest wait, before painting")
    assert "packing" in chart_text(ax.figure)
    plt.close("all")


def test_charts_refuse_what_they_cannot_draw():
    with pytest.raises(ColumnError, match="is not in the comparison"):
        draw_compare(pd.DataFrame({"change": ["x"]}))
    with pytest.raises(ArgumentError, match="fitted to an event log"):
        draw_explained(painted_line())
