"""How alike two values are: 1 for the same, less for every slip, missing where one says nothing; by definition."""

import numpy as np
import pandas as pd
import pytest
from rapidfuzz.distance import OSA, JaroWinkler

from millrace.cleaning.duplicates import evidence
from millrace.cleaning.duplicates.columns import KINDS
from millrace.cleaning.duplicates.evidence import column_similarity, similarities
from millrace.cleaning.duplicates.levels import agreement_levels
from millrace.cleaning.duplicates.vectors import inverse_frequency, letter_bags, unit_rows, word_bags


def alike(kind, first, second, *others):
    """Compare two values of a column, which may hold others too."""
    text = pd.Series([first, second, *others], dtype=object)
    forth = column_similarity(kind, text, np.array([0]), np.array([1]))[0]
    back = column_similarity(kind, text, np.array([1]), np.array([0]))[0]
    assert forth == back or (np.isnan(forth) and np.isnan(back)), "it does not matter which is left"
    return forth


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_value_is_alike_and_an_empty_one_says_nothing(kind):
    assert alike(kind, "17", "17", "28") == 1
    assert np.isnan(alike(kind, "17", "", "28"))
    assert np.isnan(alike(kind, "", "", "28"))
    assert len(column_similarity(kind, pd.Series(["17"], dtype=object), np.array([], int), np.array([], int))) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_each_pair_of_rows_has_its_own_result_and_it_lies_between_0_and_1(kind):
    text = pd.Series(["17", "18", "", "17", "170"], dtype=object)
    left, right = (places.ravel() for places in np.meshgrid(range(5), range(5)))
    whole = column_similarity(kind, text, left, right)
    single = [column_similarity(kind, text, np.array([a]), np.array([b]))[0] for a, b in zip(left, right, strict=True)]
    assert whole == pytest.approx(single, nan_ok=True, abs=1e-6)
    assert ((whole >= 0) & (whole <= 1.000001) | np.isnan(whole)).all()


@pytest.mark.parametrize("kind", ["phone", "code", "date"])
@pytest.mark.parametrize(("a", "b"), [("12345", "12346"), ("12345", "12354"), ("1234", "12345"), ("12345", "678")])
def test_digits_are_compared_by_slips_of_the_keyboard(kind, a, b):
    assert alike(kind, a, b) == pytest.approx(1 - OSA.distance(a, b) / max(len(a), len(b)))


@pytest.mark.parametrize(
    ("box", "close"), [("annlee", 1), ("annlea", 0.9), ("anlea", 0.6), ("anla", 0.3), ("axyz", 0), ("bochan", 0)]
)
@pytest.mark.parametrize(("house", "factor"), [("x.cn", 1), ("y.cn", 0.9)])
def test_mail_is_compared_by_the_box_and_another_provider_costs_a_tenth(box, close, house, factor):
    assert alike("email", "annlee@x.cn", f"{box}@{house}") == pytest.approx(close * factor)


@pytest.mark.parametrize(
    ("a", "b", "close"),
    [("100", "90", 0.9), ("100", "50", 0.5), ("-100", "-90", 0.9), ("100", "-100", 0), ("0", "5", 0), ("0", "0.0", 1)],
)
def test_numbers_are_compared_by_their_relative_difference(a, b, close):
    assert alike("number", a, b) == pytest.approx(close)


def test_a_number_that_cannot_be_read_says_nothing():
    assert np.isnan(alike("number", "5", "1-2"))


@pytest.mark.parametrize(("a", "b", "close"), [("north", "nortn", 0.8), ("nort", "norn", 0), ("north", "south", 0)])
def test_categories_forgive_one_slip_in_five_letters_and_no_more(a, b, close):
    assert alike("category", a, b) == pytest.approx(close)


def cosine(bags, texts, a=0, b=1):
    counts = bags(np.array(texts, dtype=object))
    rows = unit_rows(counts, inverse_frequency(counts)).toarray()
    return rows[a] @ rows[b]


def contained(bags, texts, a=0, b=1):
    counts = bags(np.array(texts, dtype=object))
    weights = inverse_frequency(counts)
    has = counts.toarray() > 0
    return weights[has[a] & has[b]].sum() / min(weights[has[a]].sum(), weights[has[b]].sum())


@pytest.mark.parametrize("kind", ["text", "address"])
def test_texts_are_compared_half_by_letters_and_half_by_words(kind):
    texts = ["red leather bag", "red lether bag xl", "blue belt", "red"]
    expected = (cosine(letter_bags, texts) + cosine(word_bags, texts)) / 2
    assert alike(kind, *texts) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("a", "b"), [("ann lee", "lee ann"), ("annlee co", "ann lee co"), ("jon smith", "john smyth")])
def test_latin_names_are_compared_half_by_their_run_in_any_order_and_half_by_letters(a, b):
    texts = [a, b, "bo chan", "cy young"]
    joined = [text.replace(" ", "") for text in texts]
    forms = [(a, b), (" ".join(sorted(a.split())), " ".join(sorted(b.split()))), (joined[0], joined[1])]
    run = max(JaroWinkler.normalized_similarity(x, y) for x, y in forms)
    letters = max(cosine(letter_bags, texts), cosine(letter_bags, joined))
    assert alike("name", *texts) == pytest.approx((run + letters) / 2, abs=1e-5)


@pytest.mark.parametrize(("a", "b"), [("宏达皮具", "义乌宏达皮具行"), ("宏达", "达宏"), ("宏达皮具", "金丰箱包")])
def test_chinese_names_are_compared_by_letters_or_by_what_the_shorter_shares(a, b):
    texts = [a, b, "永泰"]
    expected = max(cosine(letter_bags, texts), 0.95 * contained(word_bags, texts))
    assert alike("name", *texts) == pytest.approx(expected, abs=1e-5)


def test_a_name_in_two_scripts_is_the_mean_of_both_and_each_script_is_compared_with_itself():
    both = alike("name", "hongda 宏达", "hongda 永泰", "bo chan")
    assert both == pytest.approx((1 + alike("name", "宏达", "永泰", "")) / 2, abs=1e-5)
    assert alike("name", "hongda", "宏达") == pytest.approx(1, abs=1e-5), "it sounds the same"
    assert np.isnan(alike("name", "golden bridge", "宏达")), "it may be translated"
    assert alike("name", "hongda 宏达", "hongda") == pytest.approx(1, abs=1e-5)
    assert alike("name", "hongda 宏达", "宏达") == pytest.approx(1, abs=1e-5)


def test_what_is_compared_in_parts_is_the_same_as_at_once(monkeypatch):
    texts = pd.Series(["red bag w120", "bag red w120 xl", "blue bag", "w130 bag", "belt"], dtype=object)
    left, right = (places.ravel() for places in np.meshgrid(range(5), range(5)))
    columns = {"name": ("name", texts), "text": ("text", texts)}
    whole = similarities(columns, left, right)
    monkeypatch.setattr(evidence, "_CHUNK", 3)
    pd.testing.assert_frame_equal(similarities(columns, left, right), whole)


def test_sister_firms_say_a_word_each_that_the_other_lacks():
    sisters = alike("name", "osterbrink foods", "osterbrink motors", "kelm bau", "toll glas")
    assert sisters <= evidence._OTHER_WORD
    assert alike("name", "osterbrink foods", "osterbrink food", "kelm bau", "toll glas") > 0.8


def test_no_pairs_have_no_evidence():
    none = np.array([], dtype=int)
    assert similarities({"x": ("text", pd.Series(["a"]))}, none, none).shape == (0, 1)


def test_a_level_takes_one_byte_so_that_millions_of_pairs_fit_into_memory():
    columns = {"name": ("name", pd.Series(["ann lee", "bo chan"]))}
    levels = agreement_levels(columns, pd.DataFrame({"name": [1.0, np.nan]}))
    assert levels["name"].dtype == np.int8
