"""The distinct texts of a column: shapes and answers by shape are those of each text, and work grows with the rows."""

import time

import numpy as np
import pandas as pd
import pytest
from bench_quality import addresses, orders

from millrace.cleaning import missing_report, quality_scorecard
from millrace.cleaning.distinct import distinct_texts, shapes_of
from millrace.reading.missing_words import MISSING_WORDS, is_missing_word
from millrace.reading.texts import tidy, tidy_each

SIGNS = list("aZ 0159,'\"-`()[]!\t") + list("ÄéßŁ字１²½’–\u200b\u00a0\u0301\u1100\u1161가٣ⅣÅ\u0bbe\u0bc6\u00ad")


def texts(seed, number=400, longest=7):
    chance = np.random.default_rng(seed)
    return ["".join(chance.choice(SIGNS, chance.integers(0, longest + 1))) for _ in range(number)]


@pytest.mark.parametrize("seed", range(20))
def test_many_texts_are_tidied_as_each_alone(seed):
    for some in (texts(seed), texts(seed, 3), [text for text in texts(seed) if text.isascii()]):
        assert tidy_each(some) == [tidy(text) for text in some]


def sign_of_shape(sign):
    if sign in "123456789" or not sign.isalnum() or sign == "0":
        return "9" if sign in "123456789" else sign
    return "A" if sign.isupper() else "a" if sign.islower() else "字"


@pytest.mark.parametrize("seed", range(5))
def test_a_shape_has_one_sign_for_each_sign_of_the_text(seed):
    plain = tidy_each(texts(seed))
    assert shapes_of(plain) == ["".join(map(sign_of_shape, text)) for text in plain]
    assert shapes_of([]) == []
    assert shapes_of(["", ""]) == ["", ""]


def test_a_text_says_something_unless_it_is_a_word_for_missing():
    chance = np.random.default_rng(4)
    around = ["{}", "({})", "[{}]", "*{}*", "{}!", "-{}-", "{}x", "0{}", "{}1", "{}."]
    words = [chance.choice(around).format(word) for word in sorted(MISSING_WORDS) for _ in range(5)]
    words += [word.upper() for word in words] + [word.title() for word in words] + texts(4)
    found = distinct_texts(pd.Series(words, dtype=object))
    assert found.said.tolist() == [not is_missing_word(text) for text in found.plain]


@pytest.mark.parametrize("words", [["Aa", "aA ", "b"], ["Straße", "STRASSE"], ["x 1", "x 2"], ["N", "n"]])
def test_texts_that_differ_in_capitals_are_one(words):
    codes, names = distinct_texts(pd.Series(words)).folded
    assert [names[code] for code in codes] == [tidy(word).casefold() for word in words] or len(names) == len(words)
    assert len(names) == len({tidy(word).casefold() for word in words})


def test_the_sample_does_not_depend_on_the_order_of_the_rows():
    values = pd.Series([f"value {number}" for number in range(3000)])
    chosen = set(distinct_texts(values).sample)
    assert len(chosen) == 500
    assert set(distinct_texts(values[::-1]).sample) == chosen


@pytest.mark.parametrize("make", [orders, addresses])
@pytest.mark.parametrize("look", [missing_report, quality_scorecard])
def test_work_grows_about_as_the_rows_do(make, look):
    def least(rows):
        frame, found = make(rows), []
        for _ in range(2):
            start = time.process_time()
            look(frame)
            found.append(time.process_time() - start)
        return min(found)

    least(1_000)  # the first use makes tables for good
    assert least(80_000) < 6 * least(20_000)
