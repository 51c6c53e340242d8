"""What is missing, by group: shares as counted, a test by its definition, findings only where it matters."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from millrace.cleaning import missing_report


def half_empty(shares, rows=100, **columns):
    """Make a column in which, for each group of so many rows, this share is missing."""
    groups = [name for name in shares for _ in range(rows)]
    cells = [None if i < round(share * rows) else "x" for share in shares.values() for i in range(rows)]
    return pd.DataFrame({"clerk": groups, "phone": cells, **columns})


def report(frame, by="clerk", **asked):
    return missing_report(frame, by=by, **asked).set_index("column")


def test_the_five_most_frequent_disguises_are_named_with_their_numbers():
    words = ["n/a"] * 6 + ["-"] * 5 + ["?"] * 4 + ["TBC"] * 3 + ["none"] * 2 + ["--"]
    row = missing_report(pd.DataFrame({"x": [*words, "value"]})).iloc[0]
    assert row["disguised_as"] == "'n/a' 6, '-' 5, '?' 4, 'TBC' 3, 'none' 2"
    assert row[["rows", "missing", "disguised"]].tolist() == [22, 0, 21]
    assert row["share"] == pytest.approx(21 / 22)


def test_the_columns_of_the_report_come_in_order():
    names = ["column", "rows", "missing", "disguised", "disguised_as", "share"]
    frame = half_empty({"Li": 0.5, "Wu": 0.1})
    assert list(missing_report(frame)) == names
    assert list(missing_report(frame, by="clerk")) == [*names, "share in Li", "share in Wu", "p_value", "finding"]


@pytest.mark.parametrize("shares", [{"Li": 0.3, "Wu": 0.1}, {"Li": 0.3, "Wu": 0.1, "Xu": 0.2}])
def test_p_is_that_of_the_chi_square_test(shares):
    frame = half_empty(shares)
    expected = chi2_contingency(pd.crosstab(frame["clerk"], frame["phone"].isna()), correction=False)[1]
    assert report(frame).loc["phone", "p_value"] == pytest.approx(expected)
    assert np.isnan(report(frame).loc["clerk", "p_value"])
    assert report(frame).loc["clerk", "finding"] == ""


def test_p_grows_with_the_number_of_columns_that_are_tested():
    frame = half_empty({"Li": 0.3, "Wu": 0.1})
    single = report(frame).loc["phone", "p_value"]
    more = report(frame.assign(same=frame["phone"], other="x"))
    assert more.loc[["phone", "same"], "p_value"].tolist() == pytest.approx([single, single])
    noise = report(frame.assign(noise=[None, "x"] * 100))
    assert noise.loc["phone", "p_value"] == pytest.approx(2 * single)
    assert noise.loc["noise", "p_value"] == 1


OF_100 = (
    "depends on clerk: missing in {} of 100 rows where clerk is {}, in {} of 100 rows where it is {}; hardly by chance"
)


@pytest.mark.parametrize(
    ("shares", "rows", "finding"),
    [
        (
            {"Li": 0.4, "Wu": 0.1},
            100,
            OF_100.format(40, "Li", 10, "Wu"),
        ),
        (
            {"Wu": 0.1, "Li": 0.25},
            100,
            OF_100.format(25, "Li", 10, "Wu"),
        ),
        ({"Li": 0.2, "Wu": 0.1}, 100, "not shown to depend on clerk: the differences can be chance"),
        ({"Li": 0.14, "Wu": 0.1}, 4000, "hardly depends on clerk: the differences are small, though not by chance"),
        (
            {"Li": 0.15625, "Wu": 0.09375},
            3200,
            OF_100.format(16, "Li", 9, "Wu"),
        ),
    ],
)
def test_a_finding_is_sure_and_large_enough_to_matter(shares, rows, finding):
    assert report(half_empty(shares, rows)).loc["phone", "finding"] == finding


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"Li": 1.0, "Wu": 0.0}, ["in every row where clerk is Li", "in no row where it is Wu"]),
        ({"Li": 0.9975, "Wu": 0.0025}, ["over 99 of 100 rows", "fewer than 1 of 100 rows"]),
    ],
)
def test_all_and_none_are_said_only_of_all_and_none(shares, words):
    said = report(half_empty(shares, 400)).loc["phone", "finding"]
    assert [word for word in words if word not in said] == []
    assert "%" not in said


@pytest.mark.parametrize("shares", [{"Li": 0.5}, {"Li": 0.0, "Wu": 0.0}, {"Li": 1.0, "Wu": 1.0}])
def test_one_group_or_a_column_without_gaps_or_values_gives_nothing_to_compare(shares):
    assert report(half_empty(shares)).loc["phone", "finding"] == "nothing to compare"


def test_the_twelve_largest_groups_are_shown_and_the_rest_together():
    sizes = {f"g{i:02}": 20 - i for i in range(14)}
    groups = [name for name, size in sizes.items() for _ in range(size)]
    frame = pd.DataFrame({"clerk": groups, "phone": ["x"] * len(groups)})
    frame.loc[frame["clerk"] == "g13", "phone"] = None
    shown = [name for name in report(frame) if name.startswith("share in ")]
    assert shown == ["share in all others", *(f"share in g{i:02}" for i in range(12))]
    assert report(frame).loc["phone", "share in all others"] == pytest.approx(7 / 15)
    twelve = report(frame[frame["clerk"] < "g12"])
    assert "share in all others" not in twelve


def test_rows_without_a_group_are_a_group_and_groups_may_be_numbers():
    frame = pd.DataFrame({"desk": [1, 1, None, None], "phone": ["x", None, None, None]})
    shares = report(frame, by="desk").loc["phone"]
    assert shares["share in 1.0"] == 0.5
    assert shares["share in (missing)"] == 1


def test_disguised_cells_count_as_missing_unless_they_are_not_looked_for():
    frame = pd.DataFrame({"clerk": ["Li", "Li", "Wu", "Wu"], "phone": ["-", "n/a", "5", None]})
    assert report(frame).loc["phone", ["share in Li", "share in Wu"]].tolist() == [1, 0.5]
    assert report(frame, disguised=False).loc["phone", ["share in Li", "share in Wu"]].tolist() == [0, 0.5]


def test_columns_of_the_same_name_each_have_their_row():
    frame = pd.DataFrame([["Li", None, "x"], ["Wu", "x", "x"]], columns=["clerk", "a", "a"])
    assert missing_report(frame, by="clerk")["missing"].tolist() == [0, 1, 0]


def test_the_order_of_the_rows_does_not_matter():
    frame = half_empty({"Li": 0.4, "Wu": 0.1, "Xu": 0.2})
    pd.testing.assert_frame_equal(report(frame), report(frame.sample(frac=1, random_state=1)))
