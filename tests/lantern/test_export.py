"""Exports hold every row and value, leave no half files, and take bounded memory at any scale."""

import subprocess
import sys

import pandas as pd
import pytest
from matplotlib.figure import Figure
from typer.testing import CliRunner

import lantern
from lantern import company
from lantern.cli import app
from lantern.gallery.charts import CHARTS
from lantern.gallery.tables import Tables
from lantern.trade import order_book
from millrace import samples
from millrace.cli import app as millrace_app
from millrace.errors import ArgumentError

MEMORY = """
import resource, sys
import lantern
lantern.export_orders(sys.argv[1], scale=float(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)])


def read(path):
    if path.suffix == ".parquet":
        import duckdb

        return duckdb.sql(f"SELECT * FROM '{path}'").df()
    return pd.read_csv(path) if path.suffix == ".csv" else pd.read_excel(path, engine="calamine")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_an_exported_file_holds_what_the_sample_file_holds(tmp_path, ending):
    found = read(lantern.export("ledger.csv", tmp_path / f"ledger.{ending}"))
    pd.testing.assert_frame_equal(found, samples.load("ledger.csv"), check_dtype=False)
    assert [p.name for p in tmp_path.iterdir()] == [f"ledger.{ending}"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_streamed_orders_are_the_generated_ones(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(order_book, "CHUNK_ORDERS", 500)
    found = read(lantern.export_orders(tmp_path / f"orders.{ending}", scale=0.2))
    wanted = lantern.generate(scale=0.2).orders
    assert len(found) == len(wanted)
    assert found["amount_cny"].to_numpy() == pytest.approx(wanted["amount_cny"].to_numpy())
    assert (found["sku"].to_numpy() == wanted["sku"].to_numpy()).all()
    assert [p.name for p in tmp_path.iterdir()] == [f"orders.{ending}"]


def test_an_export_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    def breaks_off(**_):
        yield lantern.generate(scale=0.02).orders
        raise KeyboardInterrupt

    monkeypatch.setattr(company, "stream", breaks_off)
    for ending in ("csv", "parquet"):
        with pytest.raises(KeyboardInterrupt):
            lantern.export_orders(tmp_path / f"orders.{ending}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda folder: lantern.export("ledger.csv", folder / "ledger.xls"), r"ends in '.xls'. Expected one of"),
        (lambda folder: lantern.export("leger.csv", folder / "ledger.csv"), "Did you mean 'ledger.csv'"),
        (lambda folder: lantern.export_orders(folder / "orders.xlsx"), "ends at a million rows"),
        (lambda folder: lantern.export_orders(folder / "orders.csv", scale=-1), "The scale is -1"),
    ],
)
def test_impossible_exports_are_refused_kindly(tmp_path, call, message):
    with pytest.raises(ArgumentError, match=message):
        call(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_duckdb_parquet_is_refused_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ArgumentError, match="pip install duckdb"):
        lantern.export("ledger.csv", tmp_path / "ledger.parquet")


def peak_memory(path, scale):
    done = subprocess.run([sys.executable, "-c", MEMORY, path, str(scale)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_hardly_grows_with_the_scale(tmp_path):
    small, large = (peak_memory(tmp_path / "orders.csv", scale) for scale in (10, 40))
    assert large < small + 150e6


@pytest.mark.slow
def test_ten_million_order_lines_take_less_than_two_gigabytes(tmp_path):
    for ending in ("csv", "parquet"):
        assert peak_memory(tmp_path / f"orders.{ending}", 520) < 2e9
    import duckdb

    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/orders.parquet'").fetchall()[0][0] > 10_000_000


def test_the_command_lists_every_file():
    listed = CliRunner().invoke(millrace_app, ["samples"])
    assert listed.exit_code == 0
    for name in samples.describe()["file"]:
        assert name in listed.output


def test_the_command_exports_chosen_files_of_a_variant(tmp_path):
    done = run("export", tmp_path / "out", "ledger.csv", "calendar.csv", "--format", "xlsx", "--variant", 1)
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["calendar.xlsx", "ledger.xlsx"]
    found = read(tmp_path / "out" / "ledger.xlsx")
    pd.testing.assert_frame_equal(found, samples.load("ledger.csv", variant=1), check_dtype=False)


def test_the_command_exports_all_files_and_says_which_carry_a_bias_in_plain_words(tmp_path):
    done = run("export", tmp_path)
    assert done.exit_code == 0, done.output
    assert done.stderr.count("is synthetic:") == 2
    assert "BiasWarning" not in done.stderr
    assert len(list(tmp_path.iterdir())) == len(samples.describe())


def test_the_command_streams_order_lines(tmp_path):
    done = run("orders", tmp_path / "orders.parquet", "--scale", 0.05)
    assert done.exit_code == 0, done.output
    assert len(read(tmp_path / "orders.parquet")) == len(lantern.generate(scale=0.05).orders)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["orders", "orders.xlsx"], "Write .csv or .parquet"),
        (["orders", "orders.csv", "--scale", "0"], "Expected a number above 0"),
        (["export", "out", "leger.csv"], "Did you mean 'ledger.csv'"),
        (["gallery", "sheet.gif"], "Expected a picture"),
    ],
)
def test_the_command_says_what_is_wrong_and_exits_with_1(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 1
    assert message in done.output
    assert list(tmp_path.rglob("*.*")) == []


def test_the_gallery_has_a_chart_of_every_file_that_states_a_finding(tmp_path):
    assert list(CHARTS) == list(samples.describe()["file"])
    tables = Tables(0)
    for name, chart in CHARTS.items():
        ax = chart(tables, Figure().subplots())
        assert 15 < len(ax.get_title(loc="left") or ax.get_title()) <= 48, name
        assert ax.has_data(), name


def test_the_gallery_is_written_as_a_picture(tmp_path):
    done = run("gallery", tmp_path / "sheet.png")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "sheet.png").read_bytes().startswith(b"\x89PNG")
    assert [p.name for p in tmp_path.iterdir()] == ["sheet.png"]
