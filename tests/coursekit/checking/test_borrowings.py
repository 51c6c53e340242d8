"""Our tables are tried where they could pass for the answer: whole, and column by column."""

import pandas as pd
import pytest

from coursekit.checking import borrowings as module
from coursekit.checking.borrowings import borrowings, references_in
from millrace import samples

OURS = {"orders": ["order_no", "sku", "pieces"], "customers": ["customer", "city"]}


@pytest.fixture(autouse=True)
def ours(monkeypatch):
    """Two checkpoints of few columns."""
    monkeypatch.setattr(samples, "checkpoints", lambda: pd.DataFrame({"checkpoint": list(OURS)}))
    monkeypatch.setattr(samples, "checkpoint", lambda name: pd.DataFrame(columns=OURS[name]))
    module._columns.cache_clear()
    yield
    module._columns.cache_clear()


def tried(columns, *, before=None, compared=()):
    values = {"made": pd.DataFrame(columns=columns)}
    return list(borrowings(values, before or {}, compared=set(compared)))


WHOLE = [("orders", 'made = samples.checkpoint("orders")')]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["order_no", "sku", "pieces"], WHOLE),
        (["order_no", "sku", "price", "day"], WHOLE),
        (["order_no", "price", "day"], []),
        (["price"], []),
    ],
)
def test_a_table_that_shares_half_of_the_columns_is_tried(columns, found):
    assert tried(columns) == found


def test_a_table_that_the_check_compares_with_is_always_tried():
    assert tried(["price"], compared=["customers"]) == [("customers", 'made = samples.checkpoint("customers")')]


def test_of_a_table_that_was_there_before_each_new_column_is_tried():
    before = {"made": pd.DataFrame(columns=["order_no", "pieces"])}
    found = tried(["order_no", "pieces", "sku", "new"], before=before)
    assert found == [*WHOLE, ("orders", "made['sku'] = samples.checkpoint(\"orders\")['sku']")]


def test_what_is_no_table_cannot_be_borrowed():
    assert list(borrowings({"total": 6}, {}, compared={"orders"})) == []


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ('expected = answer.reference("orders")', {"orders"}),
        (
            'a = answer.reference("orders", begins_with=["messy"])\nb = answer.reference("customers")',
            {"orders", "customers"},
        ),
        ('answer.reference("orders", begins_with=["orders"])', set()),
        ('checks.given("orders")', set()),
        ("answer.reference(name)", set()),
        ("answer.reference(", set()),
    ],
)
def test_the_tables_that_a_check_compares_with_are_read_from_its_code(check, found):
    assert references_in(check) == found
