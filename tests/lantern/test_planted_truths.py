"""Everything planted is in the files of every variant, where a careful analyst finds it without the truth."""

import importlib
from concurrent.futures import ProcessPoolExecutor

import pandas as pd
import pytest

import lantern
from lantern import truths
from millrace import samples
from paths import ROOT
from sample_tables import Tables

DETECTORS = {
    name: detector
    for module in sorted(path.stem for path in (ROOT / "tests" / "support").glob("planted_*.py"))
    for name, detector in importlib.import_module(module).DETECTORS.items()
}
PLANTED = [name for name, truth in truths.TRUTHS.items() if truth.files]


def found(variant):
    """Return for each truth whether its detector finds it in the files of a variant."""
    tables = Tables(lantern.generate(variant=variant))
    return {name: bool(detector(tables)) for name, detector in DETECTORS.items()}


def test_every_planted_truth_has_a_detector_and_every_detector_a_truth():
    assert sorted(DETECTORS) == sorted(PLANTED)


@pytest.mark.parametrize("variant", range(2))  # a hundred of them are in the slow test below
def test_every_planted_truth_is_found_in_the_files(variant):
    assert [name for name, seen in found(variant).items() if not seen] == []


@pytest.mark.slow
def test_every_planted_truth_is_found_in_99_of_100_variants():
    with ProcessPoolExecutor(2) as pool:
        seen = pd.DataFrame(pool.map(found, range(100))).sum()
    assert seen[seen < 99].to_dict() == {}


def test_the_list_of_what_is_planted_is_in_words_with_numbers():
    listed = lantern.planted(variant=0)
    assert listed["truth"].tolist() == PLANTED
    words = listed["planted"] + listed["price"]
    assert not words.str.contains(r"[{}]").any()
    assert not words.str.contains(r"\bnan\b").any()
    assert words.str.len().between(25, 500).all()
    assert set(", ".join(listed["files"]).split(", ")) <= set(samples.describe()["file"])
