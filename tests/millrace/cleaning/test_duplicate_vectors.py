"""Bags of words, letter groups and model numbers, and their weights, against definitions of one line."""

import itertools
import re
import time
from collections import Counter

import numpy as np
import pytest

from millrace.cleaning.duplicates.vectors import code_bags, inverse_frequency, letter_bags, unit_rows, word_bags

TEXTS = np.array(
    [
        "red bag red",
        "bag",
        "",
        "宏达皮具 hongda",
        "a",
        "dsc-w120 no.5 12/b",
        "x_1 a1-b2",
        "宏",
        "达宏达宏",
        "ba",
        "12 12",
    ],
    dtype=object,
)


def is_chinese(sign):
    return 0x3400 <= ord(sign) <= 0x9FFF


def letters_of(text):
    padded = f" {text} "
    threes = [padded[i : i + 3] for i in range(len(padded) - 2)]
    return threes + [a + b for a, b in itertools.pairwise(padded) if is_chinese(a) and is_chinese(b)]


def words_of(text):
    return "".join(f" {sign} " if is_chinese(sign) else sign for sign in text).split()


def codes_of(text):
    return re.findall(r"[a-z]*\d[a-z\d]*", re.sub(r"(?<=[a-z\d])[-/._](?=[a-z\d])", "", text))


def shared(a, b):
    a, b = Counter(a), Counter(b)
    return sum(a[feature] * b[feature] for feature in a)


@pytest.mark.parametrize(
    ("bags", "features_of"), [(letter_bags, letters_of), (word_bags, words_of), (code_bags, codes_of)]
)
def test_two_texts_share_what_the_definition_says(bags, features_of):
    counts = bags(TEXTS)
    expected = [[shared(features_of(a), features_of(b)) for b in TEXTS] for a in TEXTS]
    assert (counts @ counts.T).toarray().tolist() == expected
    assert counts.shape == (len(TEXTS), len({feature for text in TEXTS for feature in features_of(text)}))
    assert counts.has_canonical_format or counts.nnz == (counts.toarray() > 0).sum()


@pytest.mark.parametrize("bags", [letter_bags, word_bags, code_bags])
@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
def test_texts_without_words_have_rows_and_nothing_in_them(bags, texts):
    counts = bags(np.array(texts, dtype=object))
    assert counts.shape[0] == len(texts)
    assert word_bags(np.array(texts, dtype=object)).sum() == 0


@pytest.mark.parametrize("sign", ["\u3400", "\u9fff"])
def test_the_first_and_the_last_chinese_sign_are_words_of_their_own(sign):
    text = np.array([sign * 2], dtype=object)
    assert word_bags(text).toarray().tolist() == [[2.0]]
    assert letter_bags(text).sum() == 3, "two groups of three with the edges, and one of two"


@pytest.mark.parametrize("sign", ["\u33ff", "\ua000"])
def test_the_signs_beside_them_are_not(sign):
    assert letter_bags(np.array([sign * 2], dtype=object)).sum() == 2


def test_a_feature_tells_the_logarithm_of_rows_over_rows_that_have_it():
    counts = word_bags(np.array(["a b", "a", "a c c", ""], dtype=object))
    holders = (counts.toarray() > 0).sum(axis=0)
    assert inverse_frequency(counts) == pytest.approx(np.log(5 / (1 + holders)) + 0.1, abs=6e-5)
    assert holders.tolist() == [3, 1, 1]


def test_rows_of_length_one_keep_their_direction_and_empty_rows_stay_empty():
    counts = word_bags(np.array(["a b b b b", "a", "", "c a", ""], dtype=object))
    weights = np.array([2.0, 3.0, 0.5], dtype=np.float32)
    before = counts.toarray().copy()
    expected = np.sqrt(before) * weights
    lengths = np.linalg.norm(expected, axis=1, keepdims=True)
    assert unit_rows(counts, weights).toarray() == pytest.approx(expected / np.where(lengths > 0, lengths, 1))
    assert (counts.toarray() == before).all(), "the counts are not changed"


def test_a_long_word_costs_no_more_than_reading_it():
    started = time.process_time()
    bags = code_bags(np.array(["a" * 100_000, "b" * 100_000 + "7", "7" * 100_000], dtype=object))
    assert bags.sum(axis=1).tolist() == [0, 1, 1]
    assert time.process_time() - started < 5
