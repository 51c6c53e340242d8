"""Listed pairs: equal rows are handed on to all copies, labels are the caller's, and the words say what was found."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates import candidates, duplicate_candidates, duplicate_clusters
from millrace.errors import ColumnError


def scored(*pairs):
    frame = pd.DataFrame(pairs, columns=["left", "right"])
    return frame.assign(score=np.linspace(0.9, 0.5, len(pairs)))


def spread_by_hand(pairs, groups, split, full):
    """Hand each pair of distinct rows to all of their copies, one after the other."""
    copies = {group: np.flatnonzero(groups == group).tolist() for group in set(groups.tolist())}
    result = []
    for pair in pairs.itertuples():
        a, b = copies[pair.left], copies[pair.right]
        if pair.left == pair.right:
            chosen = [(x, y) for x in a for y in a if x < y and (len(a) <= full or x == a[0])]
        else:
            chosen = [(x, y) for x in (a if len(a) <= full else a[:1]) for y in (b if len(b) <= full else b[:1])]
            chosen = [(min(p), max(p)) for p in chosen] if split is None else chosen
        result += [(*p, pair.score) for p in chosen]
    return sorted(result)


@pytest.mark.parametrize("full", [1, 2, 3, 30])
@pytest.mark.parametrize("seed", range(3))
def test_scores_of_distinct_rows_go_to_all_their_copies(monkeypatch, full, seed):
    monkeypatch.setattr(candidates, "_FULL_GROUP", full)
    groups = np.r_[np.arange(6), np.random.default_rng(seed).integers(0, 6, 12)]
    pairs = scored((0, 1), (0, 4), (2, 3), (1, 1), (0, 0), (3, 3), (2, 5))
    got = candidates._spread(pairs, groups, None)
    assert sorted(got.itertuples(index=False, name=None)) == spread_by_hand(pairs, groups, None, full)


def test_across_two_tables_a_copy_of_the_first_stays_left():
    groups = np.array([0, 1, 0, 2, 3, 2])
    pairs = scored((0, 2), (1, 3))
    got = candidates._spread(pairs, groups, 3)
    assert sorted(got.itertuples(index=False, name=None)) == spread_by_hand(pairs, groups, 3, 30)


def names(*values, **columns):
    return pd.DataFrame({"name": values, **columns})


@pytest.mark.parametrize(("copies", "pairs"), [(2, 1), (30, 30 * 29 // 2), (31, 30)])
def test_of_more_than_thirty_equal_rows_each_is_paired_with_the_first_only(copies, pairs):
    found = duplicate_candidates(names(*["ann lee"] * copies, "bo chan"), compare={"name": "name"})
    assert len(found) == pairs
    assert (found["left"] < found["right"]).all()
    assert set(found["found_by"]) == {"equal rows"}
    assert (found["sim_name"] == 1).all()


def test_equal_rows_are_the_same_whatever_lies_between_them():
    table = names("ann lee", "bo chan", "ann lee", "cy ho", tel=["81111", "82222", "81111", "83333"])
    found = duplicate_candidates(table, compare={"name": "name", "tel": "phone"}, min_score=0)
    best = found.iloc[0]
    assert best[["left", "right", "found_by"]].tolist() == [0, 2, "equal rows"]
    assert "equal rows" not in set(found["found_by"].iloc[1:])


def test_rows_that_differ_only_in_a_column_that_is_not_compared_are_equal():
    table = names("ann lee", "ann lee", "bo chan", tel=["81111", "82222", "83333"])
    found = duplicate_candidates(table, compare={"name": "name"})
    assert found[["left", "right", "found_by"]].values.tolist() == [[0, 1, "equal rows"]]


def test_between_two_tables_equal_rows_are_found_by_the_rules():
    left, right = names("ann lee", "bo chan", "cy ho"), names("cy ho", "ann lee", "ann lee")
    found = duplicate_candidates(left, other=right, compare={"name": "name"}, one_to_one=False)
    assert set(zip(found["left"], found["right"], strict=True)) == {(0, 1), (0, 2), (2, 0)}
    best = duplicate_candidates(left, other=right, compare={"name": "name"})
    assert set(zip(best["left"], best["right"], strict=True)) == {(0, 1), (2, 0)}, "each row has one partner"
    assert not found["found_by"].str.contains("equal rows").any()


@pytest.mark.parametrize(
    ("compare", "values", "words"),
    [
        ({"x": "text"}, ["red bag", "red bags", "tan belt"], "words, letters"),
        ({"x": "code"}, ["w12", "w12"], "words, same value"),
        ({"x": "phone"}, ["81234", "81234"], "same value"),
        ({"x": "email"}, ["ann@x", "anna@x"], "letters"),
        ({"x": "category"}, ["red", "red"], "words"),
        ({"x": "phone", "y": "number"}, ["81234567", "81234567"], "same value, value pairs"),
    ],
)
def test_what_brought_a_pair_up_is_said_in_words(compare, values, words):
    left, right = (pd.DataFrame({"x": texts, "y": 5}) for texts in (values[:1], values[1:]))
    found = duplicate_candidates(left, other=right, compare=compare, min_score=0)
    assert found["found_by"].iloc[0] == words


def test_pairs_carry_the_labels_of_the_rows_and_the_likeliest_comes_first():
    left = names("ann lee", "bo chan", "cy hoo").set_axis(list("abc"))
    right = names("cy ho", "ann lee").set_axis([10, 20])
    found = duplicate_candidates(left, other=right, compare={"name": "name"}, min_score=0)
    assert found[["left", "right"]].values.tolist()[:2] == [["a", 20], ["c", 10]]
    assert found["score"].is_monotonic_decreasing
    assert found.index.tolist() == list(range(len(found)))


def test_of_equal_scores_the_earlier_rows_come_first():
    table = names(*["ann lee", "bo chan"] * 3)
    found = duplicate_candidates(table, compare={"name": "name"}, min_score=0)
    top = found[found["found_by"] == "equal rows"]
    assert top[["left", "right"]].values.tolist() == sorted(top[["left", "right"]].values.tolist())


PLACES = names(
    *["ann lee", "ann leee", "ann le", "ann lea", "bo chan"],
    city=["yiwu", "YIWU ", None, "wuhan", "wuhan"],
    shop=["1", "2", None, "2", "3"],
)


@pytest.mark.parametrize(
    ("block_on", "pairs"),
    [
        (None, {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}),
        ("city", {(0, 1)}),
        (["city"], {(0, 1)}),
        (["shop"], {(1, 3)}),
        (["city", "shop"], {(0, 1), (1, 3)}),
    ],
)
def test_blocks_are_compared_without_case_and_a_gap_is_no_block(block_on, pairs):
    found = duplicate_candidates(PLACES, compare={"name": "name"}, block_on=block_on, min_score=0)
    assert {p for p in zip(found["left"], found["right"], strict=True) if 4 not in p} == pairs


def test_equal_rows_of_two_blocks_are_not_compared():
    table = names("ann lee", "ann lee", "ann lee", "bo chan", city=["yiwu", "wuhan", "wuhan", "yiwu"])
    found = duplicate_candidates(table, compare={"name": "name"}, block_on=["city"])
    assert found[["left", "right"]].values.tolist() == [[1, 2]]


def test_blocks_hold_between_two_tables():
    right = names("ann lee", "ann lee", city=["wuhan", "yiwu"])
    found = duplicate_candidates(PLACES.iloc[:1], other=right, compare={"name": "name"}, block_on="city", min_score=0)
    assert found[["left", "right"]].values.tolist() == [[0, 1]]
    with pytest.raises(ColumnError, match="'city' is not in the other table"):
        duplicate_candidates(PLACES, other=names("x"), compare={"name": "name"}, block_on="city")
    with pytest.raises(ColumnError, match="'town' is not in the table"):
        duplicate_candidates(PLACES, compare={"name": "name"}, block_on="town")


@pytest.mark.parametrize("table", ["the table", "the other table"])
def test_labels_that_occur_twice_are_refused_in_either_table(table):
    good, bad = names("ann", "bo"), names("ann", "bo").set_axis([1, 1])
    first, second = (bad, good) if table == "the table" else (good, bad)
    with pytest.raises(ColumnError, match=f"label .*1.* occurs more than once in the index of {table}"):
        duplicate_candidates(first, other=second)


@pytest.mark.parametrize("min_score", [0, 0.3, 0.5, 1])
def test_no_pair_below_the_least_score_is_listed(min_score):
    every = duplicate_candidates(PLACES, compare={"name": "name"}, min_score=0)
    asked = duplicate_candidates(PLACES, compare={"name": "name"}, min_score=min_score)
    pd.testing.assert_frame_equal(asked, every[every["score"] >= min_score])


def test_the_default_lists_what_is_likelier_than_not():
    every = duplicate_candidates(PLACES, compare={"name": "name"}, min_score=0)
    assert len(duplicate_candidates(PLACES, compare={"name": "name"})) == (every["score"] >= 0.5).sum()


@pytest.mark.parametrize("other", [None, names()])
def test_an_empty_side_gives_no_pairs_of_the_right_types(other):
    found = duplicate_candidates(names() if other is None else PLACES, other=other, compare={"name": "name"})
    assert found.empty
    assert found[["score", "sim_name"]].dtypes.astype(str).tolist() == ["float64", "float32"]


def test_progress_is_shown_from_thirty_thousand_rows_on():
    assert candidates._progress_of(29_999) is None
    assert list(candidates._progress_of(30_000)(iter([1, 2]), 2)) == [1, 2]


def test_more_agreement_never_lowers_a_score():
    base = {"name": "ann lee", "tel": "13811112222", "mail": "ann@x.cn"}
    fillers = [{"name": f"{a}o {b}an", "tel": f"1390000{a}77", "mail": f"{a}{b}@y.cn"} for a, b in ("bc", "hk", "lt")]
    scores = []
    steps = {"tel": "13999998888", "mail": "q@z.cn", "name": "ann li"}
    for other in (steps, {"name": "ann li", "mail": "q@z.cn"}, {"name": "ann li"}):
        table = pd.DataFrame([base, {**base, **other}, *fillers])
        found = duplicate_candidates(table, compare={"name": "name", "tel": "phone", "mail": "email"}, min_score=0)
        pair = found[(found["left"] == 0) & (found["right"] == 1)]["score"]
        scores.append(pair.max() if len(pair) else 0.0)
    assert scores == sorted(scores)
    assert scores[0] < 0.5 < scores[-1]


def test_the_order_of_the_rows_does_not_matter():
    table = pd.concat([PLACES, names("bo chen", "cy ho")], ignore_index=True)
    there = duplicate_candidates(table, compare={"name": "name"}, min_score=0)
    back = duplicate_candidates(table.iloc[::-1], compare={"name": "name"}, min_score=0)

    def pairs(found):
        return {frozenset((r.left, r.right)): r.score for r in found.itertuples()}

    assert pairs(back) == pytest.approx(pairs(there), abs=0.01)


def test_groups_keep_the_first_of_equal_rows_for_all_also_when_rows_are_kept_apart():
    table = names(*["ann lee"] * 40, "bo chan")
    found = duplicate_candidates(table, compare={"name": "name"})
    groups = duplicate_clusters(table, found)
    assert groups.tolist() == [0] * 40 + [1]
    apart = duplicate_clusters(table, found, keep=[(3, 7)])
    assert apart[3] != apart[7]
    assert apart.drop([3, 7, 40]).nunique() == 1
