"""Merging: one row per real entity by stated rules, and a history from which every original row comes back."""

import numpy as np
import pandas as pd
import pytest
from duplicate_worlds import WORLDS

from millrace.cleaning import duplicate_candidates, merge_duplicates, merge_history
from millrace.errors import ArgumentError, ColumnError


def table():
    return pd.DataFrame(
        {
            "name": ["Li Wei", "Wei Li", "Li Wei", "Bo Chan"],
            "phone": [None, "138", "13812345678", "139"],
            "spent": [10.0, np.nan, 30.0, 5.0],
            "seen": ["2024-05-01", "2025-02-01", "2023-01-01", "2024-01-01"],
        },
        index=["a", "b", "c", "d"],
    )


def links():
    return pd.DataFrame({"left": ["a", "a", "b"], "right": ["b", "c", "c"], "score": [0.9, 0.8, 0.7]})


def rebuilt(merged, history, columns, index):
    """Write the kept values into every row that a merged row was made of, then put back what was not kept."""
    rows = {
        row: merged.loc[record, columns].to_dict()
        for record in merged.index
        for row in merged.loc[record, "merged_from"]
    }
    for change in history.itertuples():
        rows[change.row][change.column] = change.original
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).loc[index]


def test_one_row_stays_for_each_group_and_says_what_it_stands_for():
    merged = merge_duplicates(table(), links())
    assert merged.index.tolist() == ["a", "d"]
    assert merged["merged_rows"].tolist() == [3, 1]
    assert merged["merged_from"].tolist() == [["a", "b", "c"], ["d"]]


def test_the_most_frequent_then_longest_value_is_kept_by_default():
    merged = merge_duplicates(table(), links())
    assert merged.loc["a", "name"] == "Li Wei"
    assert merged.loc["a", "phone"] == "13812345678"


@pytest.mark.parametrize(
    ("rule", "phone", "name"),
    [
        ("first", "138", "Li Wei"),
        ("last", "13812345678", "Li Wei"),
        ("longest", "13812345678", "Li Wei"),
        ("newest by seen", "138", "Wei Li"),
    ],
)
def test_each_rule_keeps_the_value_it_names_and_never_a_missing_one(rule, phone, name):
    merged = merge_duplicates(table(), links(), prefer={"phone": rule, "name": rule})
    assert merged.loc["a", "phone"] == phone
    assert merged.loc["a", "name"] == name


def test_newest_goes_by_real_dates_and_numbers_too():
    dated = table().assign(seen=pd.to_datetime(table()["seen"]))
    assert merge_duplicates(dated, links(), prefer={"name": "newest by seen"}).loc["a", "name"] == "Wei Li"
    numbered = table().assign(seen=[2024, 2025, 2023, 2024])
    assert merge_duplicates(numbered, links(), prefer={"name": "newest by seen"}).loc["a", "name"] == "Wei Li"


def groups_of(values, prefer=None, **columns):
    frame = pd.DataFrame({"x": values, **columns})
    pairs = pd.DataFrame([(a, b, 0.9) for a in range(len(frame)) for b in range(a)], columns=["left", "right", "score"])
    return merge_duplicates(frame, pairs, prefer={"x": prefer} if prefer else None).loc[0, "x"]


def test_frequency_ignores_case_and_outer_blanks_and_beats_length():
    assert groups_of(["a long name", "Ann", " ANN"]) == " ANN"
    assert groups_of(["bb", "aa"]) == "bb", "of equals the first"
    assert groups_of(["a", "bbb", "cc"]) == "bbb", "of equally frequent ones the longest"


def test_missing_values_are_not_counted_as_frequent():
    assert groups_of([None, None, "Ann"]) == "Ann"
    assert pd.isna(groups_of([None, None]))


def test_of_two_newest_the_first_is_kept_and_the_last_means_the_last_filled():
    assert groups_of(["a", "b", "c"], "newest by d", d=["2025-01-01", "2025-02-01", "2025-02-01"]) == "b"
    assert groups_of(["a", "b", None], "last") == "b"
    assert groups_of([None, "b", "c"], "first") == "b"
    assert groups_of(["a", "b"], "newest by n", n=[np.nan, -5.0]) == "b"


def test_history_takes_the_likeliest_pair_of_each_row_and_comes_in_the_order_of_rows():
    history = merge_history(table(), links())
    assert history["row"].is_monotonic_increasing
    assert dict(zip(history["row"], history["score"], strict=True)) == {"a": 0.9, "b": 0.9, "c": 0.8}
    assert set(history["record"]) == {"a"}


def test_dates_that_cannot_be_read_count_as_oldest():
    odd = table().assign(seen=["soon", "2025-02-01", None, "2024-01-01"])
    assert merge_duplicates(odd, links(), prefer={"name": "newest by seen"}).loc["a", "name"] == "Wei Li"


def test_column_types_and_order_are_kept():
    merged = merge_duplicates(table(), links())
    assert merged.columns.tolist() == [*table().columns, "merged_rows", "merged_from"]
    assert (merged[table().columns].dtypes == table().dtypes).all()


def test_declared_namesakes_are_never_merged():
    merged = merge_duplicates(table(), links(), keep=[("a", "b"), ("a", "c"), ("b", "c")])
    assert len(merged) == 4
    assert merge_history(table(), links(), keep=[("a", "b"), ("a", "c"), ("b", "c")]).empty


def test_history_names_record_row_column_both_values_and_score():
    history = merge_history(table(), links())
    row = history[(history["row"] == "b") & (history["column"] == "name")].iloc[0]
    assert row[["record", "original", "kept", "score"]].tolist() == ["a", "Wei Li", "Li Wei", 0.9]
    assert history.columns.tolist() == ["record", "row", "column", "original", "kept", "score"]


def test_a_missing_value_that_was_filled_is_in_the_history():
    history = merge_history(table(), links())
    row = history[(history["row"] == "a") & (history["column"] == "phone")].iloc[0]
    assert pd.isna(row["original"])
    assert row["kept"] == "13812345678"


@pytest.mark.parametrize("name", ["people", "customers", "companies"])
@pytest.mark.parametrize("rule", ["most frequent", "last"])
def test_every_original_row_comes_back_from_merged_and_history(name, rule):
    frame = WORLDS[name](200, 9).frame.set_axis([f"r{i}" for i in range(len(WORLDS[name](200, 9).frame))])
    pairs = duplicate_candidates(frame)
    prefer = dict.fromkeys(frame.columns, rule)
    merged, history = merge_duplicates(frame, pairs, prefer=prefer), merge_history(frame, pairs, prefer=prefer)
    assert len(merged) < len(frame)
    assert merged["merged_rows"].sum() == len(frame)
    again = rebuilt(merged, history, frame.columns.tolist(), frame.index).astype(object)
    same = (again == frame.astype(object)) | (again.isna() & frame.isna())
    assert same.to_numpy().all()


def test_lists_in_cells_survive():
    odd = table().assign(tags=[["x"], ["y", "z"], ["x"], []])
    merged = merge_duplicates(odd, links())
    assert merged.loc["a", "tags"] == ["x"]
    assert ["y", "z"] in merge_history(odd, links())["original"].tolist()


@pytest.mark.parametrize("rows", [0, 1])
def test_one_row_or_none_merges_to_itself(rows):
    few, none = table().iloc[:rows], links().iloc[:0]
    merged = merge_duplicates(few, none)
    assert len(merged) == rows
    assert merged["merged_rows"].tolist() == [1] * rows
    assert merge_history(few, none).empty
    assert list(merge_history(few, none)) == ["record", "row", "column", "original", "kept", "score"]


def test_a_higher_threshold_merges_less():
    assert len(merge_duplicates(table(), links(), threshold=0.85)) == 3


def test_an_unknown_rule_or_column_is_named_with_the_nearest():
    with pytest.raises(ArgumentError, match=r"'longst'.*Did you mean 'longest'"):
        merge_duplicates(table(), links(), prefer={"phone": "longst"})
    with pytest.raises(ColumnError, match=r"Did you mean 'phone'"):
        merge_duplicates(table(), links(), prefer={"phne": "longest"})
    with pytest.raises(ColumnError, match=r"Did you mean 'seen'"):
        merge_history(table(), links(), prefer={"phone": "newest by sen"})


def test_rules_are_a_dict_and_the_threshold_a_score():
    with pytest.raises(ArgumentError, match=r"prefer='longest' was given\. Pairs in curly brackets were expected"):
        merge_duplicates(table(), links(), prefer="longest")
    with pytest.raises(ArgumentError, match=r"threshold is 85\. It must lie between 0 and 1\. Use"):
        merge_duplicates(table(), links(), threshold=85)


def test_a_merged_table_is_not_merged_again_in_silence():
    merged = merge_duplicates(table(), links())
    with pytest.raises(ArgumentError, match=r"already has a column 'merged_rows'"):
        merge_duplicates(merged, links().iloc[:0])


def test_the_table_and_the_pairs_are_not_changed():
    frame, pairs = table(), links()
    merge_duplicates(frame, pairs)
    merge_history(frame, pairs)
    pd.testing.assert_frame_equal(frame, table())
    pd.testing.assert_frame_equal(pairs, links())


@pytest.mark.parametrize(
    ("values", "rule", "kept"),
    [
        (["aaa", "b", "b"], "longest", "aaa"),
        (["aaa", "b", "b"], "most frequent", "b"),
        (["a", "bb", "cc"], "longest", "bb"),
        ([1.0, 22.5, None], "longest", 22.5),
        ([None, "x", "yy"], "last", "yy"),
        (["x", "X ", "yyyy"], "most frequent", "X "),
    ],
)
def test_a_rule_chooses_among_the_values_of_a_group(values, rule, kept):
    assert groups_of(values, rule) == kept


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        ([3, 20, 100], "c"),  # as numbers, not as text or as moments
        ([np.nan, -7.5, np.nan], "b"),
        ([3.2, 3.9, 3.5], "b"),
        (["2025-02-01", "01 Mar 2025", "2024-12-31"], "b"),
        (pd.to_datetime(["2025-02-01", None, "2025-02-02"]), "c"),
        (pd.to_datetime(["2025-02-01", "2025-03-01", None]).tz_localize("Asia/Shanghai"), "b"),
        ([None, None, None], "a"),
    ],
)
def test_newest_is_by_number_by_text_or_by_moment(dates, kept):
    assert groups_of(["a", "b", "c"], "newest by d", d=dates) == kept


def test_the_value_that_is_said_most_within_the_group_counts_not_in_the_table():
    frame = pd.DataFrame({"x": ["a", "bb", "bb", "a", "a", "a"]})
    pairs = pd.DataFrame({"left": [0, 0, 1, 3, 3, 4], "right": [1, 2, 2, 4, 5, 5], "score": 0.9})
    assert merge_duplicates(frame, pairs)["x"].tolist() == ["bb", "a"]


def test_rows_in_equal_rows_merged_and_every_label_is_listed_once():
    merged = merge_duplicates(table(), links())
    assert merged["merged_rows"].sum() == len(table())
    assert sorted(label for labels in merged["merged_from"] for label in labels) == table().index.tolist()
    assert [labels[0] for labels in merged["merged_from"]] == merged.index.tolist()


def test_groups_that_lie_between_each_other_keep_their_own_rows():
    frame = pd.DataFrame({"x": ["a", "b", "aa", "bb"]}, index=list("wxyz"))
    pairs = pd.DataFrame({"left": ["w", "x"], "right": ["y", "z"], "score": [0.9, 0.8]})
    merged = merge_duplicates(frame, pairs)
    assert merged["merged_from"].to_dict() == {"w": ["w", "y"], "x": ["x", "z"]}
    assert merged["x"].tolist() == ["aa", "bb"]
    history = merge_history(frame, pairs)
    assert history.values.tolist() == [["w", "w", "x", "a", "aa", 0.9], ["x", "x", "x", "b", "bb", 0.8]]


def test_the_history_leaves_out_what_equals_the_kept_value_also_where_both_are_missing():
    frame = pd.DataFrame({"x": [None, None], "n": [1, 1], "t": ["a", None]})
    pairs = pd.DataFrame({"left": [0], "right": [1], "score": [0.9]})
    history = merge_history(frame, pairs)
    assert history[["row", "column", "kept"]].values.tolist() == [[1, "t", "a"]]


def test_a_pair_of_two_groups_is_not_the_reason_for_either():
    pairs = pd.DataFrame({"left": ["a", "a", "b"], "right": ["b", "d", "d"], "score": [0.6, 0.95, 0.0]})
    history = merge_history(table(), pairs.assign(score=[0.6, 0.3, 0.4]))
    assert history["score"].unique().tolist() == [0.6]
