"""What the lesson of module 01 shows: the storekeeper's list, and which pairs of its suppliers are one tannery."""

from millrace import intake, samples


def test_the_storekeepers_list_reads_as_thirteen_deliveries_and_three_sums():
    found = intake.read_table(samples.path("leather_deliveries.csv"))
    assert len(found) == 13
    assert intake.report(found).rows_set_aside == 4


def test_every_pair_of_suppliers_is_marked_once():
    suppliers = intake.read_table(samples.path("leather_deliveries.csv"))["Supplier"].unique()
    marks = samples.load("tannery_pairs.csv")
    assert set(marks["left"]) | set(marks["right"]) == set(suppliers)
    assert len(marks) == len(suppliers) * (len(suppliers) - 1) / 2
    assert marks[["left", "right"]].apply(frozenset, axis=1).is_unique


def test_the_hard_and_the_soft_tannery_are_two():
    marks = samples.load("tannery_pairs.csv")
    kinds = [marks[side].str.extract("(Hard|Soft)", expand=False) for side in ("left", "right")]
    apart = kinds[0].notna() & kinds[1].notna() & (kinds[0] != kinds[1])
    assert apart.any()
    assert set(marks.loc[apart, "same"]) == {"no"}
