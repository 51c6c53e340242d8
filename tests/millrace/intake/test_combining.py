"""Tables of several sources come below each other with every row, and what does not fit together is said."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.intake import combine

SHOP = pd.DataFrame({"Item": ["belt", "bag"], "Sold": [3, 1], "When": pd.to_datetime(["2025-01-02", "2025-01-03"])})
MARKET = pd.DataFrame({"what": ["purse"], "how many": [5.5], "note": ["2 doz"], "id": [7]}, index=[40])
TABLES = {"shop": SHOP, "market": MARKET}
ITEM = {"shop": "Item", "market": "what"}
PIECES = {"shop": "Sold", "market": "how many"}


def test_every_row_of_every_source_is_there_under_the_new_names():
    both = combine(TABLES, {"item": ITEM, "pieces": PIECES})
    assert both.columns.tolist() == ["source", "item", "pieces"]
    assert both.to_numpy().tolist() == [["shop", "belt", 3], ["shop", "bag", 1], ["market", "purse", 5.5]]
    assert both.index.tolist() == [0, 1, 2]


def test_the_tables_given_are_not_changed():
    before = MARKET.copy()
    combine(TABLES, {"item": ITEM})
    pd.testing.assert_frame_equal(MARKET, before)


def test_a_column_that_a_source_does_not_have_is_missing_in_its_rows_and_keeps_its_kind():
    both = combine(TABLES, {"item": ITEM, "day": {"shop": "When", "market": None}})
    assert both["day"].isna().tolist() == [False, False, True]
    assert both["day"].dtype.kind == "M"


def test_one_column_can_go_into_two():
    both = combine(TABLES, {"item": ITEM, "name": ITEM})
    assert both["item"].equals(both["name"].rename("item"))


def test_a_source_without_rows_adds_none():
    both = combine({**TABLES, "fair": MARKET.head(0)}, {"item": {**ITEM, "fair": "what"}})
    assert both["source"].tolist() == ["shop", "shop", "market"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"pieces": {"shop": "Sold", "market": "note"}}, "numbers from 'shop' .for example 3. and text from 'market'"),
        ({"pieces": {"shop": "When", "market": "id"}}, "dates from 'shop'.* and numbers from 'market'"),
        ({"item": {"shop": "Itm", "market": "what"}}, "Column 'Itm' is not in the table of the source 'shop'.*'Item'"),
    ],
)
def test_columns_that_are_not_there_or_not_of_one_kind_are_refused(columns, said):
    with pytest.raises(ColumnError, match=said):
        combine(TABLES, columns)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"item": {"shop": "Item"}}, "nothing is named for the source 'market'.*Write None"),
        ({"item": {**ITEM, "shopp": "Item"}}, "'shopp' is named .* is no source.*Did you mean 'shop'"),
        ({"item": "Item"}, "For 'item' a single value was given"),
        ({}, "Nothing was given"),
    ],
)
def test_sources_that_are_not_named_or_not_there_are_refused(columns, said):
    with pytest.raises(ArgumentError, match=said):
        combine(TABLES, columns)
