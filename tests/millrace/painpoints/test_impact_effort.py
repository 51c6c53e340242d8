"""Impact against effort: quadrants by definition, sure only where the ranges allow it."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.painpoints import impact_effort

LINES = {"impact_line": 5, "effort_line": 10}


def options(*rows):
    ends = [f"{name}_{end}" for name in ("impact", "effort") for end in ("low", "likely", "high")]
    return pd.DataFrame([[name, *impact, *effort] for name, impact, effort in rows], columns=["option", *ends])


def test_quadrants_are_those_of_the_definition_and_the_line_is_high_impact_and_low_effort():
    frame = pd.DataFrame({"option": list("abcde"), "impact": [9, 9, 1, 1, 5], "effort": [1, 20, 1, 20, 10]})
    table = impact_effort(frame, **LINES)
    assert table["quadrant"].tolist() == ["do first", "plan", "fill in", "leave", "do first"]
    assert table["verdict"].tolist() == table["quadrant"].tolist()
    assert (table["quadrant_share"] == 1).all()


def test_a_range_across_a_line_is_not_shown_and_names_what_is_possible():
    row = impact_effort(options(("a", (1, 5, 9), (1, 2, 3))), **LINES).iloc[0]
    assert row["quadrant_share"] == pytest.approx(0.5, abs=0.02)
    assert row["verdict"] in ("not shown: do first or fill in", "not shown: fill in or do first")


def test_lines_left_out_are_medians_and_are_shown():
    frame = pd.DataFrame({"option": list("abc"), "impact": [1, 2, 9], "effort": [4, 5, 90]})
    assert impact_effort(frame)[["impact_line", "effort_line"]].drop_duplicates().values.tolist() == [[2, 5]]


def test_equal_options_cannot_be_told_apart_and_none_is_better():
    same = ((1, 5, 9), (5, 10, 20))
    table = impact_effort(options(("a", *same), ("b", *same), ("c", (20, 30, 40), (1, 1, 2))))
    assert table["cannot_be_told_from"].tolist() == ["b", "a", ""]
    assert table["surely_better_than"].tolist() == ["", "", "a, b"]


def test_more_impact_for_more_effort_is_not_better():
    table = impact_effort(options(("a", (8, 9, 10), (20, 21, 22)), ("b", (1, 2, 3), (1, 2, 3))))
    assert table["surely_better_than"].tolist() == ["", ""]
    assert table["cannot_be_told_from"].tolist() == ["", ""]


def test_scaling_a_unit_changes_no_verdict():
    rows = [("a", (1, 5, 9), (5, 10, 20)), ("b", (4, 8, 12), (1, 2, 3)), ("c", (2, 3, 4), (9, 18, 30))]
    plain = impact_effort(options(*rows))
    scaled = options(*rows)
    scaled[[c for c in scaled if c.startswith("impact")]] *= 1000
    columns = ["option", "quadrant", "verdict", "surely_better_than", "cannot_be_told_from"]
    pd.testing.assert_frame_equal(plain[columns], impact_effort(scaled)[columns])


@pytest.mark.parametrize(
    ("frame", "asked", "error", "match"),
    [
        (options(("a", (5, 1, 9), (1, 2, 3))), {}, ColumnError, "'impact' has low 5, likely 1, high 9 in row 1"),
        (options(("a", (-5, 1, 9), (1, 2, 3))), {}, ColumnError, r"the value -5 in row 1\. Numbers 0 or more"),
        (options(("a", (1, 1, np.nan), (1, 2, 3))), {}, ColumnError, "'impact_high' has no value in row 1"),
        (options(("a", (1, 1, 2), (1, 2, 3))).assign(effort_low="1 day"), {}, ColumnError, "holds '1 day'"),
        (options(("a", (1, 1, 2), (1, 2, 3))).assign(effort=1), {}, ColumnError, "'effort' and a column 'effort_low'"),
        (options(("a", (1, 1, 2), (1, 2, 3))).drop(columns="effort_high"), {}, ColumnError, "'effort_high' is not in"),
        (options(("a", (1, 1, 2), (1, 2, 3)), ("a", (1, 1, 2), (1, 2, 3))), {}, ColumnError, "'a' is in column"),
        (options((None, (1, 1, 2), (1, 2, 3))), {}, ColumnError, "a row without a name"),
        (options(), {}, ArgumentError, "has no row"),
        (options(("a", (1, 1, 2), (1, 2, 3))), {"impact_line": -1}, ArgumentError, "impact_line=-1"),
        (options(("a", (1, 1, 2), (1, 2, 3))), {"option": "optin"}, ColumnError, "Did you mean 'option'"),
    ],
)
def test_wrong_tables_and_arguments_are_refused(frame, asked, error, match):
    with pytest.raises(error, match=match):
        impact_effort(frame, **asked)
