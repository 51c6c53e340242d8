"""Charts say their finding, have a text for those who do not see them, and hold no name of a person."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 1500), "test": rng.normal(60, 10, 1500)})
    frame["gap"] = rng.poisson(np.where(frame["sex"] == "f", 12, 6))
    frame["score"] = frame["test"] - 0.8 * frame["gap"] + 7
    frame["by_test"] = frame["test"] >= 62
    frame.loc[:3, "sex"] = "x"
    return frame


@pytest.fixture(scope="module")
def agreed():
    return fairness.contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex", score="score",
                             threshold=60, harmed="applicants", harm="allocation")  # fmt: skip


def test_each_chart_has_a_finding_and_a_text(people, agreed):
    made = {
        "Worse off: f, ": fairness.draw_audit(fairness.audit(people, agreed)),
        "At 60 f has": fairness.draw_sweep(fairness.sweep(people, agreed)),
        "gap gives sex away and takes": fairness.draw_proxies(
            fairness.find_proxies(people, groups="sex", columns=["test", "gap"], score="score")
        ),
        "test only brings the ratio to ": fairness.draw_costs(
            fairness.compare_mitigations(people, agreed, mitigations={"test only": "by_test"})
        ),
    }
    for words, ax in made.items():
        assert ax.get_title(loc="left").startswith(words)
        assert ax.get_xlabel()
        assert ax.figure.get_label().startswith(f"Chart: {ax.get_title(loc='left')}")
        ax.figure.canvas.draw()


def test_a_chart_of_nothing_found_says_so(agreed):
    frame = pd.DataFrame({"sex": ["f", "m"] * 100, "score": [50, 50, 70, 70] * 50})
    title = fairness.draw_audit(fairness.audit(frame, agreed)).get_title(loc="left")
    assert title == "None of 2 groups is shown to be worse off"


def test_forty_groups_are_drawn_in_part_and_the_chart_says_so(agreed):
    frame = pd.DataFrame({"sex": np.arange(4000) % 40, "score": 60})
    ax = fairness.draw_audit(fairness.audit(frame, agreed))
    assert ax.get_ylabel() == "the first 30 of 40 groups"


def test_a_wrong_table_or_attribute_is_refused(people, agreed):
    with pytest.raises(ColumnError, match="the table of audit"):
        fairness.draw_audit(people)
    with pytest.raises(ArgumentError, match="attribute='age'"):
        fairness.draw_audit(fairness.audit(people, agreed), attribute="age")
    with pytest.raises(ArgumentError, match="Call find_proxies with the score"):
        fairness.draw_proxies(fairness.find_proxies(people, groups="sex", columns=["gap"]))
