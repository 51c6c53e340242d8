import numpy as np
import pandas as pd
import pytest

from millrace import privacy
from millrace.errors import ArgumentError, ColumnError


def tables(number=60):
    for seed in range(number):
        rng = np.random.default_rng(seed)
        rows, columns = rng.integers(3, 7, 2)
        yield pd.DataFrame(
            rng.poisson(rng.choice([3, 8, 20]), (rows, columns)),
            index=[f"r{n}" for n in range(rows)], columns=[f"c{n}" for n in range(columns)],
        )  # fmt: skip


def with_totals(counts):
    full = counts.assign(all=counts.sum(axis=1))
    full.loc["all"] = full.sum()
    return full


def test_an_attacker_with_linear_programs_cannot_pin_down_a_small_number():
    protected = 0
    for counts in tables():
        try:
            shown = privacy.hide_small_cells(counts)
        except ArgumentError:
            continue
        true = with_totals(counts)
        ranges = privacy.cell_ranges(shown)
        for one in ranges.to_dict("records"):
            value = true.loc[one["row"], one["column"]]
            assert one["lowest"] <= value <= one["highest"]
            if value < 5:
                assert one["highest"] - one["lowest"] + 1 >= 5
                assert one["highest"] >= 5
                protected += 1
    assert protected > 150


def test_what_is_shown_is_true_and_no_small_number_is_shown():
    for counts in tables(30):
        try:
            shown = privacy.hide_small_cells(counts)
        except ArgumentError:
            continue
        true = with_totals(counts).to_numpy()
        seen = shown.notna().to_numpy()
        assert (shown.fillna(-1).to_numpy()[seen] == true[seen]).all()
        assert not ((true[seen] > 0) & (true[seen] < 5)).any()


def test_a_table_without_small_numbers_is_shown_whole():
    assert privacy.hide_small_cells(pd.DataFrame([[9, 8], [7, 6]])).notna().all(axis=None)


def test_a_row_of_one_number_takes_its_total_with_it():
    counts = pd.DataFrame({"a": [3, 20, 30], "b": [0, 20, 30]}, index=["x", "y", "z"])
    shown = privacy.hide_small_cells(counts)
    assert shown.loc["x"].isna().tolist() == [True, False, True]
    ranges = privacy.cell_ranges(shown).set_index(["row", "column"])
    assert ranges.loc[("x", "a"), "highest"] - ranges.loc[("x", "a"), "lowest"] >= 4


def test_the_attacker_finds_out_what_only_the_small_number_hides():
    shown = with_totals(pd.DataFrame({"a": [3, 20], "b": [9, 8]}, index=["x", "y"])).astype("Int64")
    shown.loc["x", "a"] = pd.NA
    assert privacy.cell_ranges(shown)[["lowest", "highest"]].values.tolist() == [[3, 3]]


def test_the_order_of_rows_does_not_matter_for_safety_and_zero_is_shown():
    counts = pd.DataFrame({"a": [3, 20, 30], "b": [0, 20, 30], "c": [11, 12, 13]}, index=["x", "y", "z"])
    assert privacy.hide_small_cells(counts).loc["x", "b"] == 0
    assert (
        privacy.hide_small_cells(counts.iloc[::-1]).isna().sum().sum()
        == privacy.hide_small_cells(counts).isna().sum().sum()
    )


def test_what_cannot_be_protected_is_refused():
    with pytest.raises(ArgumentError, match="Join this row or column"):
        privacy.hide_small_cells(pd.DataFrame({"a": [1, 0], "b": [0, 2]}, index=["x", "y"]))


@pytest.mark.parametrize(
    ("counts", "error", "match"),
    [
        (pd.DataFrame({"a": [1, 2]}), ArgumentError, "surveys.hide_small"),
        (pd.DataFrame({"a": [1.5, 2], "b": [1, 2]}), ColumnError, "Whole numbers"),
        (pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}), ColumnError, "Whole numbers"),
        (pd.DataFrame({"a": [1, 2], "all": [1, 2]}), ColumnError, "No totals"),
    ],
)
def test_tables_of_another_kind_are_refused(counts, error, match):
    with pytest.raises(error, match=match):
        privacy.hide_small_cells(counts)


def test_ranges_need_totals_that_fit():
    with pytest.raises(ColumnError, match="Totals were expected"):
        privacy.cell_ranges(pd.DataFrame({"a": [1, 2]}))
