"""Pairs worth comparing: what each rule brings up equals looking at every pair, and no row has too many."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates import blocks
from millrace.cleaning.duplicates.blocks import RULES, neighbour_pairs, record_texts
from millrace.cleaning.duplicates.vectors import code_bags, inverse_frequency, letter_bags, word_bags

WORDS = ["red", "blue", "tan", "bag", "belt", "wallet", "purse", "strap", "zip", "lock", "w120", "w130"]


def column(kind, *texts):
    return {"x": (kind, pd.Series(texts, dtype=object))}


def shelf(rows=24, seed=1, kind="text"):
    draw = np.random.default_rng(seed)
    return column(kind, *(" ".join(draw.choice(WORDS, draw.integers(1, 5))) for _ in range(rows)))


def found(columns, rule, split=None):
    pairs = neighbour_pairs(columns, split)
    told = pairs[(pairs["found"] & (1 << RULES.index(rule))) > 0]
    return set(zip(told["left"].tolist(), told["right"].tolist(), strict=True))


def near(scores, *, most=800, always=20, split=None):
    """Choose for every row those that come near its best: the definition, one row at a time."""
    pairs = set()
    for row, all_scores in enumerate(scores):
        inside = [j for j in range(len(scores)) if (j != row if split is None else (j < split) != (row < split))]
        best = max((all_scores[j] for j in inside), default=0)
        shares = {j: all_scores[j] / best for j in inside if best > 0 and all_scores[j] / best > 0.25}
        ranked = sorted(shares, key=lambda j: (-int(shares[j] * 65_535), j))
        kept = [j for place, j in enumerate(ranked) if place < most and (shares[j] > 0.35 or place < always)]
        pairs |= {(min(row, j), max(row, j)) for j in kept}
    return pairs


def cosines(*bags):
    counts = np.hstack([b.toarray() for b in bags])
    weights = np.concatenate([inverse_frequency(b) for b in bags])
    weighted = np.sqrt(counts) * weights
    rows = weighted / np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    rows = rows[:, (counts > 0).sum(axis=0) > 1].astype(np.float32)
    return rows @ rows.T


def texts_of(columns):
    return columns["x"][1].to_numpy(dtype=object)


@pytest.mark.parametrize("split", [None, 9])
@pytest.mark.parametrize("kind", ["name", "text", "address", "category", "code"])
def test_rows_that_share_rare_words_are_brought_up(kind, split):
    columns = shelf(kind=kind)
    scores = cosines(word_bags(texts_of(columns)), code_bags(texts_of(columns)))
    assert found(columns, "words", split) == near(scores, split=split)


@pytest.mark.parametrize("split", [None, 9])
@pytest.mark.parametrize("kind", ["name", "text", "address", "email"])
def test_rows_that_share_rare_letters_are_brought_up(kind, split):
    columns = shelf(kind=kind)
    assert found(columns, "letters", split) == near(cosines(letter_bags(texts_of(columns))), split=split)


def test_letters_beyond_the_eightieth_of_a_value_are_not_looked_at():
    alike_from = [sign * 79 + "abc" for sign in "pqrs"]
    assert found(column("text", *alike_from), "letters") == set()
    assert len(found(column("text", *(text[1:] for text in alike_from)), "letters")) == 6


@pytest.mark.parametrize("kind", ["phone", "email", "code", "date"])
def test_rows_with_the_same_exact_value_are_brought_up(kind):
    columns = column(kind, "81", "82", "81", "", "", "83", "82", "81")
    assert found(columns, "same value") == {(0, 2), (0, 7), (2, 7), (1, 6)}
    assert found(columns, "same value", split=2) == {(0, 2), (0, 7), (1, 6)}


@pytest.mark.parametrize("kind", ["name", "text", "address", "number", "category"])
def test_one_equal_word_or_sum_is_no_exact_value(kind):
    assert found(column(kind, "81", "82", "81"), "same value") == set()


def two(kinds, first, second):
    return {
        c: (kind, pd.Series(texts, dtype=object)) for c, kind, texts in zip("ab", kinds, (first, second), strict=True)
    }


@pytest.mark.parametrize(
    ("kinds", "first", "second", "pairs"),
    [
        (("name", "date"), ["johnson", "john lee", "jon"], ["20240101"] * 3, {(0, 1)}),
        (("name", "date"), ["johnson", "john lee", "johns"], ["20240101", "20240102", "20240101"], {(0, 2)}),
        (("address", "number"), ["12 main st", "main road 5", "maine 7"], ["5", "5", "5"], {(0, 1), (0, 2), (1, 2)}),
        (("name", "phone"), ["ann", "ann", "ann"], ["123456781", "123456782", "123456792"], {(0, 1)}),
        (("email", "code"), ["ann.lee@x", "ann.lee@y", "ann.le"], ["1", "1", "1"], {(0, 1)}),
        (("name", "date"), ["ann", "ann", "ann"], ["", "", "20240101"], set()),
        (("name", "date"), ["", "", "ann"], ["20240101"] * 3, set()),
        (("name", "text"), ["ann", "ann", "bo"], ["x", "x", "x"], set()),
        (("name", "category"), ["ann", "ann", "bo"], ["x", "x", "x"], set()),
    ],
)
def test_rows_with_the_same_two_beginnings_are_brought_up(kinds, first, second, pairs):
    assert found(two(kinds, first, second), "value pairs") == pairs


def test_the_beginnings_of_the_first_ten_columns_are_paired():
    columns = {i: ("code", pd.Series([f"a{i}", f"b{i}"], dtype=object)) for i in range(12)}
    columns |= {9: ("code", pd.Series(["same", "same"])), 8: ("code", pd.Series(["same", "same"]))}
    assert found(columns, "value pairs") == {(0, 1)}
    moved = {i: columns[(i + 9) % 12] for i in range(12)}
    assert found({i: moved[i] for i in range(12)} | {0: columns[0]}, "value pairs") == set()
    assert found({i: columns[(i + 10) % 12] for i in range(12)}, "value pairs") == set()


@pytest.mark.parametrize(("in_all", "least", "most", "bound"), [(48, 1, 9, 2), (48, 3, 9, 3), (240, 1, 4, 4)])
def test_a_row_has_no_more_neighbours_than_there_is_room_for(monkeypatch, in_all, least, most, bound):
    for name, value in {"_PAIRS_IN_ALL": in_all, "_LEAST": least, "_MOST": most, "_ALWAYS": 1}.items():
        monkeypatch.setattr(blocks, name, value)
    columns = shelf()
    expected = near(cosines(letter_bags(texts_of(columns))), most=bound, always=1)
    assert found(columns, "letters") == expected
    assert len(expected) <= 24 * bound


def test_only_the_nearest_few_are_kept_of_those_that_are_hardly_near(monkeypatch):
    monkeypatch.setattr(blocks, "_ALWAYS", 2)
    columns = shelf(60, 3)
    scores = cosines(letter_bags(texts_of(columns)))
    assert found(columns, "letters") == near(scores, always=2) != near(scores)


def test_what_is_done_in_chunks_is_the_same_as_at_once(monkeypatch):
    whole = [neighbour_pairs(shelf(), split) for split in (None, 9)]
    monkeypatch.setattr(blocks, "_CHUNK", 5)
    seen = []

    def progress(chunks, number):
        seen.append(number)
        return chunks

    for split, expected in zip((None, 9), whole, strict=True):
        pd.testing.assert_frame_equal(neighbour_pairs(shelf(), split, progress=progress), expected)
    assert seen == [5, 5, 2, 3, 2, 3], "24 rows in fives by two rules, then 9 and 15 rows by each"


def test_a_value_that_too_many_rows_share_is_left_aside(monkeypatch):
    monkeypatch.setattr(blocks, "_WORK_PER_ROW", 13.5 / 10_000)  # 2² + 3² is affordable, 4² more is not
    columns = column("code", *"aa", *"bbb", *"cccc")
    assert found(columns, "same value") == {(0, 1), (2, 3), (2, 4), (3, 4)}
    monkeypatch.setattr(blocks, "_WORK_PER_ROW", 12.5 / 10_000)
    assert found(columns, "same value") == {(0, 1)}


def test_the_work_grows_with_the_rows_from_ten_thousand_on(monkeypatch):
    monkeypatch.setattr(blocks, "_WORK_PER_ROW", 4 / 10_001)
    assert found(column("code", "a", "a", *[""] * 10_000), "same value") == {(0, 1)}
    assert found(column("code", "a", "a", *[""] * 9_000), "same value") == set()


def test_positions_rise_and_no_pair_comes_twice():
    pairs = neighbour_pairs(shelf(), None)
    assert (pairs["left"] < pairs["right"]).all()
    assert not pairs.duplicated(["left", "right"]).any()
    assert pairs[["left", "right"]].apply(tuple, axis=1).is_monotonic_increasing
    assert pairs["found"].between(1, (1 << len(RULES)) - 1).all()


def test_the_order_of_the_rows_does_not_matter():
    columns = shelf(18, 4)
    turned = {"x": ("text", columns["x"][1].iloc[::-1].reset_index(drop=True))}
    assert found(columns, "letters") == {(17 - b, 17 - a) for a, b in found(turned, "letters")}


@pytest.mark.parametrize(
    "columns", [column("number", "1", "2"), column("text"), column("text", "a"), column("code", "", "")]
)
def test_where_nothing_is_shared_there_is_no_pair(columns):
    pairs = neighbour_pairs(columns, None)
    assert pairs.empty
    assert list(pairs) == ["left", "right", "found"]


def test_the_texts_of_a_row_are_those_of_the_asked_kinds():
    columns = {
        "n": ("name", pd.Series(["ann lee", "bo"])),
        "p": ("phone", pd.Series(["81", "82"])),
        "t": ("text", pd.Series(["red", ""])),
        "a": ("address", pd.Series(["1 oak", "2 elm"])),
        "c": ("category", pd.Series(["f", "m"])),
    }
    assert record_texts(columns).tolist() == ["ann lee red 1 oak f", "bo  2 elm m"]
    assert record_texts(columns, ("name", "phone"), longest=3).tolist() == ["ann 81", "bo 82"]
    assert record_texts(columns, ("email",)) is None
