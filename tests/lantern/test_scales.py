"""A tiny company has the files of store and workshop too, and a variant gives the same bytes wherever it is made."""

from lantern import company
from lantern.supply import file as supply
from lantern.supply import stock
from lantern.workshop import file as workshop
from lantern.workshop import inspections

TOLERANCE = 0.011


def test_the_store_runs_for_a_tiny_company_too():
    tiny = company.generate(variant=0, scale=0.1)
    assert len(supply.lots_in_use(tiny)) > 0
    assert len(supply.weak_lots(tiny)) > 0
    assert stock.stock_moves(tiny)["true_balance"].min() > -TOLERANCE


def test_a_small_company_has_these_files_too():
    small = company.generate(variant=0, scale=0.1)
    assert len(workshop.production_events(small)) > 500
    assert len(inspections.inspections(small)) > 100


def test_the_same_variant_of_the_workshop_gives_the_same_bytes_and_another_gives_others(tmp_path):
    files = [*workshop.FILES, *inspections.FILES][:2]
    written = {}
    for turn, variant in enumerate((2, 2, 4)):
        for file in files:
            file.write(company.generate(variant=variant), tmp_path / f"{turn}{file.name}")
        written[turn] = [(tmp_path / f"{turn}{file.name}").read_bytes() for file in files]
    assert written[0] == written[1]
    assert all(one != other for one, other in zip(written[0], written[2], strict=True))
