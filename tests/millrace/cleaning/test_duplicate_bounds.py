"""Where the search for duplicates draws its lines: shares of a column that are just enough, room, and equal weights."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates import blocks
from millrace.cleaning.duplicates.blocks import RULES, neighbour_pairs
from millrace.cleaning.duplicates.columns import column_kind
from millrace.cleaning.duplicates.vectors import letter_bags

LETTERS = "abcdefghij"
WORDS = [f"{letter}lan{letter}ow" for letter in LETTERS]


def of_ten(count, first, others):
    """Return ten distinct values, of which so many are of the first form."""
    return pd.Series([first(i) if i < count else others(i) for i in range(10)])


def number_word(i):
    return f"{i} {WORDS[i]} lane"


@pytest.mark.parametrize(
    ("title", "first", "others", "most", "below", "above"),
    [
        # columns of digits
        ("date", lambda i: f"20240103{i}9", lambda i: WORDS[i], 8, "code", "date"),
        ("date", lambda i: f"20240{i}", lambda i: f"1234{i}", 8, "code", "date"),
        ("sku", lambda i: f"1{i}", lambda i: f"{i}.5", 8, "number", "code"),
        ("x", lambda i: f"1234{i}", lambda i: f"98765{i}", 8, "number", "code"),
        ("x", lambda i: "123456" + "7" * i, lambda i: "123456", 9, "number", "code"),
        # columns of words and digits
        ("x", lambda i: f"{WORDS[i]}{i % 3}", lambda i: f"{WORDS[i]} {i % 3}", 8, "name", "code"),
        ("sku", lambda i: f"{WORDS[i]} {i}", lambda i: f"{WORDS[i]} x", 3, "name", "code"),
        ("x", number_word, lambda i: f"{WORDS[i]} lane", 6, "name", "address"),
        ("x", number_word, lambda i: f"{i} pq rs", 6, "name", "address"),
        ("x", number_word, lambda i: f"the {i} {WORDS[i]} lane", 6, "text", "address"),
    ],
)
def test_a_share_that_is_only_reached_does_not_yet_tell_the_kind(title, first, others, most, below, above):
    kinds = [column_kind([of_ten(count, first, others)], title=title) for count in (most, most + 1)]
    assert kinds == [below, above]


def rooms(monkeypatch, rows):
    """Return how many neighbours each row may have in a table of so many rows."""
    seen = []

    def nearest(matrix, split, most, progress):
        seen.append(most)
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    monkeypatch.setattr(blocks, "_nearest", nearest)
    neighbour_pairs({"x": ("phone", pd.Series(["1"] * rows, dtype=object))}, None)
    return set(seen)


@pytest.mark.parametrize(("rows", "room"), [(10, 800), (1_000, 800), (2_000, 400), (80_000, 10), (100_000, 10)])
def test_the_room_of_a_row_shrinks_with_the_table_from_eight_hundred_to_ten(monkeypatch, rows, room):
    assert rooms(monkeypatch, rows) == {room}


def nearest_of_first(monkeypatch, rule, **columns):
    """Return the row that the first row is paired with by a rule, where only one may be."""
    for name in ("_LEAST", "_MOST", "_ALWAYS"):
        monkeypatch.setattr(blocks, name, 1)
    made = {c: (kind, pd.Series(values, dtype=object)) for c, (kind, *values) in columns.items()}
    pairs = neighbour_pairs(made, None)
    told = pairs[(pairs["left"] == 0) & ((pairs["found"] & (1 << RULES.index(rule))) > 0)]
    return told["right"].tolist()


def test_a_shared_phone_weighs_the_same_whatever_else_the_rows_hold(monkeypatch):
    found = nearest_of_first(
        monkeypatch,
        "same value",
        phone=("phone", "81", "81", "81", "", "83"),
        code=("code", "", "c1", "", "c1", ""),
    )
    assert 1 in found, "the first of two rows that share as much, though it shares a code with another row"


def test_two_shared_beginnings_weigh_the_same_whatever_else_the_rows_hold(monkeypatch):
    found = nearest_of_first(
        monkeypatch,
        "value pairs",
        phone=("phone", "81", "81", "81", "", "83"),
        day=("date", "1", "1", "1", "", "3"),
        code=("code", "", "c1", "", "c1", ""),
        mail=("email", "", "m1", "", "m1", ""),
    )
    assert 1 in found


@pytest.mark.parametrize(
    "text", ["ab", "a b", "\U0010ffff\U00100000a", "a\U00100062", "b\x01", "宏达a", "\u3400\u9fff", ""]
)
@pytest.mark.parametrize("other", ["ab", "bb", "\U0010ffff\U00100000b", "b\x01", "宏a达", "\u9fff\u3400"])
def test_texts_share_the_letter_groups_that_they_both_hold(text, other):
    bags = letter_bags(np.array([text, other], dtype=object)).toarray()
    assert np.minimum(*bags).sum() == (groups(text) & groups(other)).total()
    assert bags.sum(axis=1).tolist() == [groups(text).total(), groups(other).total()]


def groups(text):
    padded = f" {text} "
    three = [padded[i : i + 3] for i in range(len(padded) - 2)]
    two = [padded[i : i + 2] for i in range(len(padded) - 1)]
    return Counter(three + [pair for pair in two if all("\u3400" <= sign <= "\u9fff" for sign in pair)])
