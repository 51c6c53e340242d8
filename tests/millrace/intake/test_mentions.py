"""Item numbers in messages, with the quantity and price beside them, however people write them."""

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError, ColumnError
from millrace.reading.quantities import UNIT_WORDS

CODES = ["LB-W012", "LB-B004", "LB-B0045"]


def found(text):
    items = intake.find_items(pd.DataFrame({"text": [text]}), CODES)
    return items[["reference", "code", "quantity", "price"]].astype(object).where(items.notna(), None).values.tolist()


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("#7 Hongda: 24 pcs LB-W012 at 37.5", [["#7", "LB-W012", "24 pcs", 37.5]]),
        ("#7 Hongda: LB-W012 x 2 doz @ 37", [["#7", "LB-W012", "2 doz", 37.0]]),
        ("#7: 24pcs of lb-w012 @37.5 each", [["#7", "LB-W012", "24pcs", 37.5]]),
        ("#7: 6 LB-W012 at 30 and 12 LB-B004 at 150", [["#7", "LB-W012", "6", 30.0], ["#7", "LB-B004", "12", 150.0]]),
        ("#7:\n6 LB-W012 at 30\nLB-B004 x 12 at 150", [["#7", "LB-W012", "6", 30.0], ["#7", "LB-B004", "12", 150.0]]),
        ("how many LB-W012 are on the shelf?", [[None, "LB-W012", None, None]]),
        ("LB-B0045: 3 of them", [[None, "LB-B0045", "3", None]]),
        ("the old LB-W0129 and XLB-W012 are other items", []),
        ("lunch at 12?", []),
    ],
)
def test_a_mention_is_read_with_what_stands_beside_it(text, mentions):
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("prices", "numbers"),
    [
        (["1,200"], [1200.0]),
        (["1,200.50", "37.5"], [1200.5, 37.5]),
        (["12,50"], [12.5]),
        (["12,50", "1.200"], [12.5, 1200.0]),
        (["37.500"], [37.5]),
        (["30, please"], [30.0]),
        (["30."], [30.0]),
    ],
)
def test_a_price_is_read_as_every_other_amount(prices, numbers):
    items = intake.find_items(pd.DataFrame({"text": [f"6 LB-W012 at {price}" for price in prices]}), CODES)
    assert items["price"].tolist() == numbers


def test_a_reference_number_is_no_quantity():
    assert found("#101 LB-W012 at 30") == [["#101", "LB-W012", None, 30.0]]


def test_other_columns_come_along_and_labels_may_repeat():
    chat = pd.DataFrame({"text": ["6 LB-W012", "none", "7 LB-W012"], "sender": list("abc")}, index=[5, 5, 5])
    items = intake.find_items(chat, CODES)
    assert items["sender"].tolist() == ["a", "c"]
    assert items["quantity"].tolist() == ["6", "7"]
    assert chat.shape == (3, 2)


def test_missing_texts_and_no_messages_give_no_mentions():
    assert intake.find_items(pd.DataFrame({"text": [None, float("nan")]}), CODES).empty
    assert intake.find_items(pd.DataFrame({"text": []}, dtype=str), CODES).empty


def test_nothing_to_look_for_and_a_missing_column_are_refused():
    with pytest.raises(ArgumentError, match="No item numbers were given"):
        intake.find_items(pd.DataFrame({"text": ["x"]}), [])
    with pytest.raises(ColumnError, match="Did you mean 'texts'"):
        intake.find_items(pd.DataFrame({"texts": ["x"]}), CODES)


@pytest.mark.parametrize("word", sorted(set(UNIT_WORDS) - {"x"}))
def test_every_unit_word_of_a_quantity_is_known_in_messages_too(word):
    assert found(f"#7: 24 {word} LB-W012") == [["#7", "LB-W012", f"24 {word}", None]]
    assert found(f"LB-W012 x 24 {word} at 30") == [[None, "LB-W012", f"24 {word}", 30.0]]


def test_an_x_in_front_of_an_item_is_no_unit():
    assert found("24 x LB-W012") == [[None, "LB-W012", "24", None]]
