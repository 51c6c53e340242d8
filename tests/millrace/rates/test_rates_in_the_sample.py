"""What lies in the inspectors' book of the sample company is found in the file alone; chance is left alone."""

import numpy as np
import pytest

import lantern
from millrace import rates
from sample_tables import Tables

CAUSES = ["leather_lot", "hardware_lot", "sku", "edge_paint", "paint_table", "inspector", "step_found"]
PEELS = {"event": "defect", "value": "edge paint peels", "missing": "no event"}
RAISES = "raises the rate"


def book(variant):
    return Tables(lantern.generate(variant=variant))["inspections.csv"]


def root_cause_found(variant, pieces):
    """The first that raises the rate is lot and paint, of lots none is sound, and the lots are not just unread."""
    raised = rates.drivers(pieces, causes=CAUSES, **PEELS).query("verdict == @RAISES")
    if raised.empty or raised.iloc[0]["kind"] != "pair":
        return False
    first = raised.iloc[0]
    lots = set(first["values"].split(" or ")) - {"(missing)"}
    weak = set(lantern.truth("weak_lots", variant=variant)["lot"])
    causes = (first["cause"], first["and_cause"], first["and_values"])
    return causes == ("leather_lot", "edge_paint", "water") and bool(lots) and lots <= weak


def decoys_left_alone(variant, pieces):
    decoys = lantern.truth("small_number_decoys", variant=variant)
    said = []
    for factor, part in decoys.groupby("factor"):
        verdicts = rates.by_group(pieces, by=factor, event="result", value="defect").set_index(factor)["verdict"]
        said += verdicts[part["level"]].tolist()
    return set(said) <= {"too few to say", "no different that we can see"}


def strict_inspector_found(variant, pieces):
    pieces = pieces.assign(month=pieces["date"].astype(str).str[:7], family=pieces["sku"].str[3])
    table = rates.compare_finders(
        pieces,
        by="inspector",
        severity="severity",
        slight="minor",
        grave=["major", "critical"],
        given=["month", "family"],
    ).set_index("inspector")
    truth = lantern.truth("strict_inspector", variant=variant).set_index("inspector")["strict"]
    habit = table.index[table["verdict"].str.startswith("a habit")].tolist()
    return habit == truth.index[truth].tolist()


def claimed_of_nothing(variant, pieces):
    rng = np.random.default_rng(variant)
    peels = rng.permutation(pieces["defect"].eq("edge paint peels").to_numpy())
    table = rates.drivers(pieces.assign(peels=peels), event="peels", causes=CAUSES)
    return not set(table["verdict"]) <= {"no rise that we can see", "too few to say"}


@pytest.mark.parametrize("variant", [0, 3])
def test_root_cause_decoys_and_strict_inspector(variant):
    pieces = book(variant)
    assert root_cause_found(variant, pieces)
    assert decoys_left_alone(variant, pieces)
    assert strict_inspector_found(variant, pieces)


def test_the_statement_is_the_one_a_reader_needs():
    first = rates.drivers(book(0), causes=CAUSES, **PEELS).iloc[0]
    assert first["rate"] > 0.2
    assert first[["alone_rate", "and_alone_rate", "neither_rate"]].max() < 0.03
    assert first["statement"].startswith("24 % together (101 pieces)")


@pytest.mark.slow
def test_in_a_hundred_variants():
    counts = dict.fromkeys(("root", "decoys", "strict", "null"), 0)
    for variant in range(100):
        pieces = book(variant)
        counts["root"] += root_cause_found(variant, pieces)
        counts["decoys"] += decoys_left_alone(variant, pieces)
        counts["strict"] += strict_inspector_found(variant, pieces)
        counts["null"] += claimed_of_nothing(variant, pieces)
    print(counts)
    assert counts["root"] >= 95
    assert counts["decoys"] == 100
    assert counts["strict"] >= 85
    assert counts["null"] <= 5
