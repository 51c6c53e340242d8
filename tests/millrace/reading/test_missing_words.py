import pandas as pd
import pytest

from millrace.cleaning.duplicates.forms import folded
from millrace.cleaning.gaps.disguises import find_disguised
from millrace.reading.missing_words import MISSING_WORDS, is_missing_word


@pytest.mark.parametrize(
    "text", ["N/A", "n a", "N_A", "(unknown)", "[n/a]", "TBC!", "<NULL>", "(-)", "", "--", "?", "无", "（无）"]
)
def test_words_and_signs_for_a_gap_are_known_in_brackets_too(text):
    assert is_missing_word(text.translate(str.maketrans("（）", "()")))


@pytest.mark.parametrize("text", ["12", "N", "name", "ref", "value", "Nora", "na ja", "(12)", "✓", "+", "x", "no"])
def test_a_value_is_no_gap(text):
    assert not is_missing_word(text)


@pytest.mark.parametrize("word", sorted(MISSING_WORDS))
def test_two_gaps_are_never_equal_values_when_duplicates_are_sought(word):
    assert folded(pd.Series([word, f"({word.upper()})"])).tolist() == ["", ""]


@pytest.mark.parametrize("word", ["(unknown)", "n a", "N-A", "[TBC]"])
def test_a_gap_that_duplicates_knew_is_revealed_as_missing(word):
    assert find_disguised(pd.Series(["0571-1", word, "0571-2"])).tolist() == [False, True, False]


@pytest.mark.parametrize("text", ["", "-", "N/A", "(TBC)", "[n/a]", "?", "*none*", "TBC!", "  nan ", "…", "(无)"])
def test_a_cell_that_says_nothing_is_known_is_missing(text):
    assert is_missing_word(text)
