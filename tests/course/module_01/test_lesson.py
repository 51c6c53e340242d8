"""What the lesson of module 01 shows: the storekeeper's list, and which pairs of its suppliers are one tannery."""

import difflib

import pytest

from millrace import cleaning, intake, samples


@pytest.fixture(scope="module")
def marks():
    return samples.load("tannery_pairs.csv")


@pytest.fixture(scope="module")
def letters(marks):
    both = [(left.lower(), right.lower()) for left, right in zip(marks["left"], marks["right"], strict=True)]
    return marks.assign(score=[difflib.SequenceMatcher(None, *names).ratio() for names in both])


def test_the_storekeepers_list_reads_as_thirteen_deliveries_and_three_sums():
    found = intake.read_table(samples.path("leather_deliveries.csv"))
    assert len(found) == 13
    assert intake.report(found).rows_set_aside == 4


def test_every_pair_of_suppliers_is_marked_once(marks):
    suppliers = intake.read_table(samples.path("leather_deliveries.csv"))["Supplier"].unique()
    assert set(marks["left"]) | set(marks["right"]) == set(suppliers)
    assert len(marks) == len(suppliers) * (len(suppliers) - 1) / 2
    assert marks[["left", "right"]].apply(frozenset, axis=1).is_unique


def test_the_hard_and_the_soft_tannery_are_two(marks):
    kinds = [marks[side].str.extract("(Hard|Soft)", expand=False) for side in ("left", "right")]
    apart = kinds[0].notna() & kinds[1].notna() & (kinds[0] != kinds[1])
    assert apart.any()
    assert set(marks.loc[apart, "same"]) == {"no"}


def test_letters_alone_get_no_threshold_right_and_more_columns_do(marks, letters):
    deliveries = intake.read_table(samples.path("leather_deliveries.csv"))
    suppliers = deliveries.groupby("Supplier").agg(phone=("Phone", "first"), city=("City", "first"))
    suppliers.insert(0, "name", suppliers.index)
    for scored, works in ((letters, False), (cleaning.duplicate_candidates(suppliers), True)):
        tried = cleaning.threshold_costs(scored, marks, merged_cost=4000, apart_cost=1500)
        assert (tried["cost"].min() == 0) == works


def test_the_cheapest_threshold_of_the_lesson_depends_on_what_the_mistakes_cost(marks, letters):
    prices = [(10_000, 500), (500, 10_000)]
    tried = [cleaning.threshold_costs(letters, marks, merged_cost=a, apart_cost=b) for a, b in prices]
    high, low = [costs.loc[costs["cost"].idxmin(), "threshold"] for costs in tried]
    assert high > low
