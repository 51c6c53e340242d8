"""Charts of rates: exact limits, names for what is outside only, a title that states the finding."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from scipy import stats

from millrace import rates
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture
def table():
    rng = np.random.default_rng(3)
    sizes = rng.integers(5, 400, 40)
    counts = pd.DataFrame({"lot": [f"L{n}" for n in range(40)], "seen": sizes, "bad": rng.binomial(sizes, 0.05)})
    counts.loc[6, ["seen", "bad"]] = 300, 60
    counts.loc[7, ["seen", "bad"]] = 2, 2
    counts.loc[8, "lot"] = None
    return rates.by_group(counts, by="lot", count="bad", total="seen")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_lie_between_the_whole_events_of_the_binomial(confidence):
    sizes, tail = np.arange(1, 400), (1 - confidence) / 2
    low, high = rates.funnel_limits(sizes, 0.07, confidence=confidence)
    for n, bottom, top in zip(sizes, low * sizes, high * sizes, strict=True):
        assert stats.binom.sf(np.ceil(top), n, 0.07) <= tail
        assert top <= 1e-9 or stats.binom.sf(np.ceil(top) - 2, n, 0.07) > tail
        assert bottom <= 1e-9 or stats.binom.cdf(np.floor(bottom) - 1, n, 0.07) <= tail
    assert (low <= 0.07).all()
    assert (high >= low).all()


def test_the_funnel_names_what_is_outside_and_nothing_else(table):
    ax = rates.draw_funnel(table, event="a defect")
    named = [text.get_text() for text in ax.texts if text.get_text().startswith("L")]
    outside = table[table["verdict"].isin(["worse", "better"])].sort_values("adjusted_p")["lot"].tolist()
    assert named == outside == ["L6", "L0"]
    assert ax.get_title(loc="left").splitlines() == [
        "2 of 40 groups differ from the others by more than chance: L6, L0",
        "(1 lies outside the lines: among so many, or with so few pieces, that can be chance)",
    ]
    assert "L6 20 %" in ax.figure.get_label()
    drawn = sum(len(dots.get_offsets()) for dots in ax.collections)
    assert drawn == 40


def test_dots_outside_the_lines_that_are_not_named_are_explained():
    rows = [{"lot": f"n{n}", "seen": 100, "bad": n % 5} for n in range(200)]
    counts = pd.DataFrame([*rows, {"lot": "small", "seen": 9, "bad": 2}, {"lot": "odd", "seen": 130, "bad": 10}])
    table = rates.by_group(counts, by="lot", count="bad", total="seen")
    title = rates.draw_funnel(table, pieces="straps").get_title(loc="left")
    assert title.startswith("None of 202 groups differs from the others by more than chance\n")
    assert title.endswith("(2 lie outside the lines: among so many, or with so few straps, that can be chance)")
    calm = rates.draw_funnel(table[table["lot"].str.startswith("n")]).get_title(loc="left")
    assert "outside" not in calm


def test_names_in_the_funnel_do_not_lie_on_each_other():
    rows = [{"lot": f"S09-2500{n}", "seen": 900 + 3 * n, "bad": 150 + n} for n in range(5)]
    counts = pd.DataFrame([*rows, {"lot": "rest", "seen": 20_000, "bad": 500}])
    ax = rates.draw_funnel(rates.by_group(counts, by="lot", count="bad", total="seen"))
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("S09")]
    assert len(boxes) == 5
    assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_the_overall_rate_is_written_where_no_group_lies(table):
    ax = rates.draw_funnel(table)
    ax.figure.canvas.draw()
    (overall,) = [text for text in ax.texts if text.get_text().startswith("all:")]
    inside = ax.get_window_extent()
    assert overall.get_window_extent().x0 >= inside.x1 - 1


def test_the_ranking_draws_every_row_with_its_range_or_says_how_many_it_left_out(table):
    ax = rates.draw_rates(table, event="a defect")
    assert len(ax.get_yticks()) == 30
    assert ax.get_ylabel() == "the first 30 of 40 groups"
    whole = rates.draw_rates(table, most=40)
    labels = [label.get_text() for label in whole.get_yticklabels()]
    assert any(label.startswith("(missing)  (") for label in labels)
    assert any(label == "L7  (2 of 2)" for label in labels)
    assert whole.get_ylabel() == ""


def test_charts_draw_on_the_axes_that_were_given_and_change_no_table(table):
    before = table.copy(deep=True)
    ax = plt.subplots()[1]
    assert rates.draw_funnel(table, ax=ax) is ax
    assert rates.draw_rates(table, ax=ax) is ax
    pd.testing.assert_frame_equal(table, before)


def test_nothing_outside_is_said_and_other_tables_are_refused(table):
    alike = rates.by_group(pd.DataFrame({"a": ["x", "y"], "k": [5, 6], "n": [100, 100]}), by="a", count="k", total="n")
    assert rates.draw_funnel(alike).get_title(loc="left").startswith("None of 2 groups differs")
    with pytest.raises(ColumnError, match="the table of by_group"):
        rates.draw_funnel(table.drop(columns="pieces"))
    with pytest.raises(ArgumentError, match="No group has any pieces"):
        rates.draw_rates(table.assign(pieces=0))
    with pytest.raises(ArgumentError, match="most=0"):
        rates.draw_rates(table, most=0)
