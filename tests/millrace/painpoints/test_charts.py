"""Charts of pain points: the title states the finding, and a text says it to those who cannot see it."""

import io

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from millrace.errors import ArgumentError, ColumnError
from millrace.painpoints import (
    Part,
    draw_impact_effort,
    draw_pareto,
    draw_ranking,
    draw_sensitivity,
    impact_effort,
    pareto,
    ranking,
    sensitivity,
)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def tickets():
    return pd.DataFrame({"theme": ["late"] * 30 + ["broken"] * 10, "cny": [1.0] * 30 + [90.0] * 10})


def tables():
    options = pd.DataFrame({"option": ["list", "robot"], "impact": [9, 8], "effort": [1, 30]})
    ideas = pd.DataFrame({"option": ["a", "b"], "data": [5, 1], "fit": [1, 5]})
    return {
        draw_pareto: pareto(tickets(), by="theme", measure="cny"),
        draw_ranking: ranking({"late": [Part("x", 1, 2, 3)], "broken": [Part("y", 5, 9, 20)]}),
        draw_impact_effort: impact_effort(options, impact_line=5, effort_line=10),
        draw_sensitivity: sensitivity(ideas, weights={"data": 2, "fit": 1}),
    }


@pytest.mark.parametrize("draw", tables())
def test_charts_have_a_finding_units_and_a_text_on_axes_of_the_caller(draw):
    own = plt.subplots()[1]
    ax = draw(tables()[draw], ax=own)
    assert ax is own
    assert len(ax.get_title(loc="left")) > 20
    assert ax.get_xlabel()
    assert ax.figure.get_label().startswith(f"Chart: {ax.get_title(loc='left')}")
    assert len(ax.figure.get_label()) > 100
    ax.figure.canvas.draw()


@pytest.mark.parametrize("draw", tables())
def test_what_is_no_such_table_is_refused(draw):
    with pytest.raises(ColumnError, match="is not in the"):
        draw(tickets())


def test_bars_of_a_pareto_are_shares_of_count_and_sum_in_pairs():
    ax = draw_pareto(pareto(tickets(), by="theme", measure="cny"))
    widths = [[bar.get_width() for bar in bars] for bars in ax.containers]
    assert widths[0] == pytest.approx([25, 75])
    assert widths[1] == pytest.approx([100 * 900 / 930, 100 * 30 / 930])


def test_a_first_place_that_is_not_sure_is_not_claimed():
    frame = pd.DataFrame({"theme": ["a", "b"] * 20, "cny": [1.0, 1.1] * 20})
    assert "not surely" in draw_pareto(pareto(frame, by="theme", measure="cny")).get_title(loc="left")
    same = [Part("x", 1, 2, 3)]
    title = draw_ranking(ranking({"a": same, "b": same})).get_title(loc="left")
    assert title == "A may cost most; it cannot be told from b"
    unsure = pd.DataFrame({"option": ["x"], "impact_low": [1], "impact_likely": [5], "impact_high": [9], "effort": [1]})
    ax = draw_impact_effort(impact_effort(unsure, impact_line=5, effort_line=10))
    assert ax.get_title(loc="left") == "No option is surely to be done first"


def test_groups_that_are_not_drawn_are_mentioned():
    ax = draw_pareto(pareto(tickets(), by="theme", measure="cny"), most=1)
    assert ax.figure.get_label().endswith("1 smaller groups are not drawn.")
    with pytest.raises(ArgumentError, match="most=0"):
        draw_pareto(pareto(tickets(), by="theme", measure="cny"), most=0)


def test_nothing_but_zeros_is_not_drawn_as_a_pareto_and_one_pain_is_a_range():
    with pytest.raises(ArgumentError, match="Every sum is 0"):
        draw_pareto(pareto(tickets().assign(cny=0), by="theme", measure="cny"))
    assert "between 15 and 32" in draw_ranking(ranking({"late": [Part("x", 10, 20, 40)]})).get_title(loc="left")


def test_a_ranking_that_was_saved_and_read_again_has_the_same_title():
    table = ranking({"late": [Part("a", 8, 9, 10)], "broken": [Part("b", 1, 2, 3)]})
    again = pd.read_csv(io.StringIO(table.to_csv(index=False)))
    titles = [draw_ranking(rows).get_title(loc="left") for rows in (table, again)]
    assert titles[0] == titles[1]
    assert "nan" not in titles[1]
