"""Finding, caching, documenting and regenerating the sample files."""

import gzip
import json
import multiprocessing
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import lantern
from lantern import catalogue, store
from millrace import samples
from millrace.errors import ArgumentError
from paths import ROOT

DATASETS = ROOT / "datasets"


def content(path):
    """Return a file's bytes; of what is packed the bytes inside, since packing differs between systems."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist())}


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("datasets")
    lantern.write(folder)
    return folder


def test_the_committed_files_are_what_the_generator_writes(regenerated):
    fresh, committed = (sorted(p.name for p in folder.iterdir() if p.is_file()) for folder in (regenerated, DATASETS))
    assert committed == fresh
    different = [str(name) for name in fresh if content(regenerated / name) != content(DATASETS / name)]
    assert not different, "run: lantern write datasets"


def test_all_committed_files_together_stay_below_twelve_megabytes():
    assert sum(p.stat().st_size for p in DATASETS.rglob("*") if p.is_file()) < 12_000_000


def test_files_are_found_from_any_folder_below_the_course(monkeypatch):
    monkeypatch.chdir(ROOT / "tests" / "lantern")
    assert samples.path("ledger.csv") == DATASETS / "ledger.csv"


def test_files_are_found_from_outside_the_course(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert samples.path("ledger.csv") == DATASETS / "ledger.csv"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: samples.path("order_2023.csv"), "Did you mean 'orders_2023.csv'"),
        (lambda: samples.load("nothing"), "There is no sample file 'nothing'"),
        (lambda: samples.checkpoint("order_2023"), "Did you mean 'orders_2023'"),
        (lambda: lantern.truth("duplicate_pair"), "Did you mean 'duplicate_pairs'"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(call, message):
    with pytest.raises(ArgumentError, match=message):
        call()


def test_a_variant_in_the_environment_must_be_a_number(monkeypatch):
    monkeypatch.setenv("MILLRACE_VARIANT", "two")
    with pytest.raises(ArgumentError, match="MILLRACE_VARIANT is 'two'"):
        samples.load("ledger.csv")


def test_a_checkpoint_is_fresh_at_every_call():
    first = samples.checkpoint("orders_2023")
    first["QTY"] = 0
    assert samples.checkpoint("orders_2023")["QTY"].ne(0).any()


def _load_ledger(cache):
    store.platformdirs.user_cache_path = lambda *_: Path(cache)
    return samples.load("ledger.csv", variant=2).to_json()


@pytest.mark.slow
def test_two_processes_that_need_a_new_variant_at_once_get_the_same_files(tmp_path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        first, second = pool.map(_load_ledger, [tmp_path, tmp_path])
    assert first == second
    assert [p.name for p in tmp_path.rglob("variant-*")] == ["variant-2"]


def test_a_writer_that_was_overtaken_uses_the_files_of_the_faster_one(tmp_path, monkeypatch):
    monkeypatch.setattr(store.platformdirs, "user_cache_path", lambda *_: tmp_path)

    def overtaken(folder, *, variant=0):
        winner = folder.parent / f"variant-{variant}"
        winner.mkdir()
        (winner / "ledger.csv").write_text("month\n2023-01\n")
        (folder / "ledger.csv").write_text("month\n")

    monkeypatch.setattr(store, "write", overtaken)
    assert (lantern.company_folder(9) / "ledger.csv").read_text() == "month\n2023-01\n"
    assert len(list(tmp_path.rglob("variant-9*"))) == 1


@pytest.mark.filterwarnings("ignore::millrace.samples.BiasWarning")
def test_every_column_of_every_file_is_documented_and_no_other():
    for name, file in catalogue.FILES.items():
        documented = {part.strip() for column in file.columns for part in column.name.split(",")}
        found = set(samples.load(name).columns) - {"sheet"}
        assert {str(c) for c in found} == documented, name


def test_the_description_lists_every_file():
    assert list(samples.describe()["file"]) == list(catalogue.FILES)


@pytest.mark.filterwarnings("ignore")  # the validator's own dependencies warn about their age
def test_the_data_package_is_valid():
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(DATASETS / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_the_readme_names_every_file_and_column():
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    for file in catalogue.FILES.values():
        assert f"## {file.name}: " in text
        assert all(f"| `{column.name}` |" in text for column in file.columns)
    assert json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def test_checkpoints_agree_with_the_truth():
    dated = samples.checkpoint("orders_2025")
    assert (dated["date"].to_numpy() == lantern.truth("orders_2025.csv")["true_date"].to_numpy()).all()
    lines = lantern.truth("orders_2023.csv")
    assert len(samples.checkpoint("orders_2023")) == (~lines["true_double"]).sum()
    workbook = lantern.truth("orders_2024.xlsx")
    counted = samples.checkpoint("orders").query("source == 'workbook'")
    assert (counted["pieces"].to_numpy() == workbook["true_pieces"].to_numpy()).all()
    assert (counted["date"].to_numpy() == workbook["true_date"].to_numpy()).all()
    wanted = lantern.truth("chat_orders")[["reference", "sku", "pieces", "price"]]
    found = samples.checkpoint("chat_orders").rename(columns={"code": "sku"})[wanted.columns]
    both = [t.sort_values(["reference", "sku"], ignore_index=True) for t in (wanted, found)]
    pd.testing.assert_frame_equal(*both, check_dtype=False)


def test_files_with_a_planted_bias_warn_when_loaded_and_say_why_they_are_synthetic():
    biased = [name for name, file in catalogue.FILES.items() if file.warning]
    assert biased == ["applicants.csv", "trade_credit.csv"]
    for name in biased:
        with pytest.warns(samples.BiasWarning, match="synthetic"):
            samples.load(name)


def test_every_file_says_what_names_a_row_or_that_nothing_does():
    """A key that is documented is unique and without gaps in the file itself."""
    for name, file in catalogue.FILES.items():
        if file.key:
            table = file.read(samples.path(name))
            assert table[list(file.key)].notna().all().all(), name
            assert not table.duplicated(list(file.key)).any(), name


def test_every_reference_to_another_file_is_met_there():
    for name, file in catalogue.FILES.items():
        for column, (other, its) in file.refers.items():
            values = set(file.read(samples.path(name))[column].dropna().astype(str))
            known = set(catalogue.FILES[other].read(samples.path(other))[its].dropna().astype(str))
            assert values <= known, f"{name}: {column}"
