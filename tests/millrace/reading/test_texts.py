"""What every reader needs first: one column of plain text, each distinct value looked at once."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.reading.texts import as_series, as_text, each_once, read_distinct, tidy, tidy_each


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  a\t b\n", "a b"), ("'quoted'", "quoted"), ('"a"', "a"), ("1½", "1 1⁄2"),
        ("２０２５", "2025"), ("٣٤", "34"),
        ("a\u200bb\ufeff", "ab"), ("−5", "-5"), ("a—b–c", "a-b-c"), ("O’Brien", "O'Brien"),
        ("宏达", "宏达"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_brought_to_plain_characters(text, plain):
    assert tidy(text) == plain
    assert tidy_each([text, 45720.0, 1.25, 7, True, float("inf")]) == [plain, "45720", "1.25", "7", "True", ""]


def test_each_distinct_value_is_looked_at_once_and_laid_out_on_the_rows():
    seen = []
    assert each_once(["b", "a", "b"], lambda key: seen.append(key) or key * 2) == ["bb", "aa", "bb"]
    assert seen == ["b", "a"]

    def count(distinct, counts):
        assert distinct[-1] is None
        return pd.DataFrame({"n": counts, "what": [str(value) for value in distinct]})

    rows = read_distinct(pd.Series(["x", None, "y", "x"], index=[3, 3, 1, 0]), count)
    assert rows.values.tolist() == [[2, "x"], [1, "None"], [1, "y"], [2, "x"]]
    assert rows.index.tolist() == [3, 3, 1, 0]
    lists = read_distinct(pd.Series([["a"], None, ["a"]]), count)
    assert lists.values.tolist() == [[2, "['a']"], [1, "None"], [2, "['a']"]]


def test_a_column_comes_in_any_form_but_a_table_or_a_single_value():
    kept = pd.Series(["a"], index=[7], name="x")
    assert as_series(kept) is kept
    assert as_series(np.array([1, 2])).dtype == "int64"
    assert as_series(value for value in "ab").tolist() == ["a", "b"]
    assert as_series([]).dtype == object
    with pytest.raises(ArgumentError, match=r"with the columns a, b\. One column.*table\['a'\]"):
        as_series(pd.DataFrame({"a": [1], "b": [2]}))
    with pytest.raises(ArgumentError, match=r"table\['date'\]"):
        as_series(pd.DataFrame())
    assert as_text(pd.Series(["a", None, np.nan], dtype=object)).isna().tolist() == [False, True, True]
