"""Messages say what they were given as people write it, and break between words."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from millrace.errors import WIDTH, MillraceError, in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("12,50", "'12,50'"),
        (None, "None"),
        (True, "True"),
        (np.float64(0.75), "0.75"),
        (np.int64(1), "1"),
        (np.bool_(True), "True"),
        (np.str_("a"), "'a'"),
        (decimal.Decimal("1.50"), "1.50"),
        (datetime.date(2025, 12, 31), "'2025-12-31'"),
        (pd.Timestamp("2025-12-31"), "'2025-12-31'"),
        (pd.Timestamp("2025-12-31 10:30"), "'2025-12-31 10:30:00'"),
        (np.datetime64("2025-12-31"), "'2025-12-31'"),
        (pd.NaT, "nothing"),
        (pd.NA, "nothing"),
        (..., "three dots"),
        ([...], "[three dots]"),
        ([np.int64(1), "b"], "[1, 'b']"),
        (range(2), "something else"),
        (list(range(8)), "[0, 1, 2, 3, 4 and 3 more]"),
        ({"a": np.float64(1)}, "{'a': 1.0}"),
        (pd.DataFrame({"a": [1]}), "a table"),
        (pd.Series([1]), "one column"),
        (len, "a helper"),
    ],
)
def test_a_value_is_written_without_names_of_kinds(value, words):
    assert in_words(value) == words


def test_an_error_in_a_notebook_breaks_between_words_and_names_no_class():
    shown = MillraceError("Column 'quantiy' is not in the table. " * 4)._render_traceback_()
    assert " ".join(shown) == ("Column 'quantiy' is not in the table. " * 4).strip()
    assert max(map(len, shown)) <= WIDTH
