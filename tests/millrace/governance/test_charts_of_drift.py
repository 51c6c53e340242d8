"""Charts of drift: the finding in the title, the parts between before and after, numbers in the text."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from millrace.errors import ArgumentError
from millrace.governance import draw_drift, draw_stability, drift


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(1)
    people = pd.DataFrame({"test": rng.normal(60, 10, 800)})
    people["score"] = people["test"].round() - 6.0 * (people.index >= 400)
    return drift(people[:400], people[400:], columns=["test"], score="score", threshold=60, draws=40)


def test_parts_run_from_before_to_after(found):
    ax = draw_drift(found)
    assert "Mostly other rule" in ax.get_title(loc="left")
    parts = ax.patches[1:-1]
    assert parts[0].get_x() == pytest.approx(100 * found.selected_before)
    assert parts[-1].get_x() + parts[-1].get_width() == pytest.approx(100 * found.selected_after)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["before", "other people (not shown)", "other rule", "other routing (not shown)", "after"]
    assert found.sentence in ax.figure.get_label()


def test_columns_are_drawn_beside_what_chance_reaches(found):
    ax = draw_stability(found)
    assert ax.get_title(loc="left").startswith("Moved by more than chance: ")
    assert "score" in ax.get_title(loc="left")
    assert len(ax.patches) == len(found.columns)
    assert draw_stability(found, ax=plt.subplots()[1]) is plt.gca()


def test_what_is_not_from_drift_is_refused(found):
    for draw in (draw_drift, draw_stability):
        with pytest.raises(ArgumentError, match="What drift returns"):
            draw(found.columns)
    only = drift(pd.DataFrame({"km": [1.0, 2.0] * 40}), pd.DataFrame({"km": [1.0, 2.0] * 40}), columns=["km"])
    with pytest.raises(ArgumentError, match="Nobody is known to be selected"):
        draw_drift(only)
