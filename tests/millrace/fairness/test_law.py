"""Impact ratios in the form of the law: from rows, scores and counts, with nobody left out of the count."""

import numpy as np
import pandas as pd
import pytest

from millrace import fairness
from millrace.errors import ArgumentError

PAGE = {"tool": "T", "audited_by": "A", "audited_on": "2026-03-02", "data_from": "2025-01-01", "data_to": "2025-12-31",
        "source": "S"}  # fmt: skip


def test_the_ratios_are_those_of_a_published_kind_of_table():
    """A made table of the form that firms publish: counts by sex and origin together, and their sums."""
    counts = pd.DataFrame(
        [("f", "a", 400, 100), ("f", "b", 300, 60), ("m", "a", 500, 150), ("m", "b", 200, 30), ("m", "c", 20, 10)],
        columns=["sex", "origin", "n", "k"],
    )
    table = fairness.impact_ratios(counts, groups=["sex", "origin"], count="k", total="n").set_index(["table", "group"])
    assert table.loc[("sex", "f"), "impact_ratio"] == pytest.approx((160 / 700) / (190 / 720))
    assert table.loc[("sex and origin", "f / b"), "impact_ratio"] == pytest.approx((60 / 300) / (150 / 500))
    small = table.loc[("origin", "c")]
    assert not small["in_calculation"]
    assert small[["people", "selected", "rate"]].tolist() == [20, 10, 0.5]
    assert np.isnan(small["impact_ratio"])
    kept = fairness.impact_ratios(counts, groups="origin", count="k", total="n", least_share=0).set_index("group")
    assert kept.loc["a", "impact_ratio"] == pytest.approx((250 / 900) / 0.5)


def test_a_scoring_rate_counts_scores_above_the_median_of_all():
    frame = pd.DataFrame({"sex": ["f", "f", "f", "m", "m", "m", None], "score": [1, 2, 3, 3, 4, 5, 3]})
    table = fairness.impact_ratios(frame, groups="sex", score="score").set_index("group")
    assert table["above"].unique().tolist() == [3]
    assert table["selected"].to_dict() == {"f": 0, "m": 2, "(unknown)": 0}
    assert table["remark"].str.contains("3 people have exactly the median").all()
    assert not table.loc["(unknown)", "in_calculation"]


def test_unknown_people_are_counted_in_every_table_and_on_the_page():
    frame = pd.DataFrame({"sex": ["f", "m", "?", None] * 50, "origin": ["a", "b"] * 100, "won": [1, 0] * 100})
    table = fairness.impact_ratios(frame, groups=["sex", "origin"], selected="won", unknown_labels=["?"])
    assert table.groupby("table")["people"].sum().unique().tolist() == [200]
    page = fairness.law_page(table, **PAGE)
    assert page.count("People of unknown group, not in the ratios: 100.") == 2
    assert "(unknown)" not in page


def test_the_page_says_where_a_ratio_has_no_meaning():
    nobody = pd.DataFrame({"sex": ["f", "m"] * 50, "won": 0})
    assert "not defined: nobody was selected" in fairness.law_page(
        fairness.impact_ratios(nobody, groups="sex", selected="won"), **PAGE
    )
    few = pd.DataFrame({"sex": ["f"] * 199 + ["x"], "won": [1, 0] * 100})
    page = fairness.law_page(fairness.impact_ratios(few, groups="sex", selected="won"), **PAGE)
    assert "| x | 1 | 0 |" in page
    assert "not in the calculation" in page


def test_one_way_of_deciding_is_wanted():
    frame = pd.DataFrame({"sex": ["f", "m"], "won": [1, 0], "score": [1, 2]})
    for asked in ({}, {"selected": "won", "score": "score"}, {"count": "won"}):
        with pytest.raises(ArgumentError, match="in two ways, or in none"):
            fairness.impact_ratios(frame, groups="sex", **asked)
