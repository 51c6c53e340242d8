"""Charts of scores: a finding as title, numbers for those who cannot see, and nobody's name."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from millrace import explain
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def ours():
    rng = np.random.default_rng(4)
    people = pd.DataFrame({f"c{n}": rng.normal(50, 10, 200) for n in range(10)})
    people["job"] = rng.choice(["cutter", "office"], 200)
    people["who"] = [f"Person {n}" for n in range(200)]
    people["score"] = people[[f"c{n}" for n in range(10)]].to_numpy() @ np.arange(10) / 10 + 5 * (
        people["job"] == "office"
    )
    return explain.stand_in(
        people, score="score", columns=[*(f"c{n}" for n in range(10)), "job"], threshold=220
    ), people


def test_drivers_are_drawn_with_people_and_what_goes_together(ours):
    table = explain.what_drives(ours[0], repeats=5)
    ax = explain.draw_drivers(table, most=4)
    assert ax.get_title(loc="left").startswith("c9 moves the score most: by ")
    assert ax.get_ylabel() == "the first 4 of 11 columns"
    assert "c9 " in ax.figure.get_label()
    assert any("of 100 decisions" in one.get_text() for one in ax.texts)
    none = explain.draw_drivers(table.assign(verdict="not shown"))
    assert none.get_title(loc="left") == "Nothing is shown to move the score"


def test_dependence_of_numbers_and_of_categories(ours):
    number = explain.draw_dependence(explain.partial_dependence(ours[0], column="c9"), column="c9", threshold=220)
    assert "the mean score rises by" in number.get_title(loc="left")
    job = explain.draw_dependence(explain.partial_dependence(ours[0], column="job"), column="job")
    assert job.get_title(loc="left").startswith("From job cutter to office the mean score rises by 5.0 points")
    assert "cutter: " in job.figure.get_label()


def test_bars_of_a_reason_run_from_the_average_to_the_score(ours):
    reason = explain.why(ours[0], row=ours[1].iloc[5])
    ax = explain.draw_why(reason, most=4)
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert ends[0][0] == pytest.approx(reason.average)
    assert ends[-1][1] == pytest.approx(reason.score)
    assert all(one[1] == pytest.approx(other[0]) for one, other in pairwise(ends))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "7 smaller ones" in labels
    assert ax.figure.get_label().endswith(reason.sentence)


def test_no_name_is_drawn_and_given_axes_are_used(ours):
    ax = plt.subplots()[1]
    assert explain.draw_why(explain.why(ours[0], row=ours[1].iloc[5]), ax=ax) is ax
    words = " ".join(text.get_text() for text in ax.figure.findobj(plt.Text)) + ax.figure.get_label()
    assert "Person" not in words


def test_other_tables_are_refused(ours):
    with pytest.raises(ColumnError, match="is not in the drivers"):
        explain.draw_drivers(ours[1])
    with pytest.raises(ColumnError, match="is not in the dependence"):
        explain.draw_dependence(ours[1], column="c1")
    with pytest.raises(ArgumentError, match="Call why first"):
        explain.draw_why(ours[1])
