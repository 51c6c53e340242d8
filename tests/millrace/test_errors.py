"""Messages say what they were given as people write it, and break between words."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from millrace.errors import WIDTH, ColumnError, MillraceError, counted, did_you_mean, in_words, require_columns


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


@pytest.mark.parametrize(
    ("number", "thing", "words"),
    [
        (0, "row", "0 rows"), (1, "row", "1 row"), (2, "row", "2 rows"), (1200, "order line", "1,200 order lines"),
        (2, "entry", "2 entries"), (3, "day", "3 days"), (np.int64(1), "entry", "1 entry"),
    ],
)  # fmt: skip
def test_one_thing_is_written_in_the_singular_and_several_in_the_plural(number, thing, words):
    assert counted(number, thing) == words


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("orders_2032.csv", ["orders_2025.csv", "orders_2023.csv"], "'orders_2023.csv'"),
        ("acc_12.xlsx", ["acc_13.xlsx", "acc_21.xlsx"], "'acc_21.xlsx'"),
        ("nothing.csv", ["costs.csv", "ledger.csv"], ""),  # the ending alone is no likeness
        ("nothing.csv", ["nothing.xlsx"], "'nothing.xlsx'"),
        ("QUANTIY", ["date", "quantity"], "'quantity'"),
        ("7", [7, 8], "'7'"),
        ("0.57", ["0.75"], "'0.75'"),
        ("anything", [], ""),
    ],
)
def test_the_nearest_word_is_one_that_could_have_been_meant(word, known, meant):
    assert did_you_mean(word, known) == (f" Did you mean {meant}?" if meant else "")


def test_the_suggestion_comes_before_the_long_list():
    with pytest.raises(
        ColumnError, match=r"'nmae' is not in the table\. Did you mean 'name'\? Its columns are: day, na"
    ):
        require_columns(pd.DataFrame(columns=["day", "name"]), ["nmae"])
