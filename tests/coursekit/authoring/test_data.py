"""What modules add to datasets/ is built like everything else: written, compared by what is inside, cleared away."""

import gzip

import pytest
from typer.testing import CliRunner

from coursekit.authoring.build import differences, products, write_products
from coursekit.authoring.data import data_products
from coursekit.cli import app

TABLE = "datasets/tables/08-cash-flow/08_sales.csv"
CHECKPOINT = "datasets/checkpoints/08-cash-flow/revenue_08.csv.gz"


@pytest.fixture
def built(skeleton):
    made = products(skeleton, skeleton.modules()) | data_products(skeleton, skeleton.modules())
    write_products(skeleton, made)
    return made


def test_a_module_brings_its_tables_and_checkpoints(skeleton, built):
    assert (skeleton.root / TABLE).read_bytes() == (skeleton.source / "08-cash-flow/tables/08_sales.csv").read_bytes()
    inside = gzip.decompress((skeleton.root / CHECKPOINT).read_bytes()).decode()
    assert inside == "customer,revenue_cny\nAmal,350\nBo,295\nChen,240\n"
    assert differences(skeleton, built) == []


def test_what_is_packed_is_compared_by_what_is_inside(skeleton, built):
    file = skeleton.root / CHECKPOINT
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()), compresslevel=1, mtime=7))
    assert differences(skeleton, built) == []
    file.write_bytes(gzip.compress(b"customer,revenue_cny\nAmal,351.0\n"))
    assert [(d.path, d.problem) for d in differences(skeleton, built)] == [(CHECKPOINT, "different")]


def test_the_last_digits_of_a_checkpoint_are_arithmetic_and_no_difference(skeleton, built):
    file = skeleton.root / CHECKPOINT
    rows = "customer,revenue_cny\n{}\nBo,295\nChen,280.5\n"
    built[CHECKPOINT] = gzip.compress(rows.format("Amal,350.1234567").encode())
    for row, different in [("Amal,350.1234568", []), ("Amal,350.2", [CHECKPOINT]), ("Amal,", [CHECKPOINT])]:
        file.write_bytes(gzip.compress(rows.format(row).encode()))
        assert [d.path for d in differences(skeleton, built)] == different
    file.write_bytes(gzip.compress(b"customer,revenue_cny\nAmal,350.1234567\n"))
    assert [d.path for d in differences(skeleton, built)] == [CHECKPOINT]


def test_data_of_a_checkpoint_that_is_gone_are_removed(skeleton, built):
    left = skeleton.root / "datasets/checkpoints/07-gone/old.csv.gz"
    left.parent.mkdir()
    left.write_bytes(gzip.compress(b"a\n"))
    (skeleton.root / "datasets" / "orders.csv").write_text("the company's own files are not the build's\n")
    assert [(d.path, d.problem) for d in write_products(skeleton, built)] == [
        ("datasets/checkpoints/07-gone/old.csv.gz", "left over")
    ]
    assert not left.parent.exists()
    assert (skeleton.root / "datasets" / "orders.csv").exists()


def test_the_command_builds_data_too_and_sees_when_they_drift(skeleton):
    run = CliRunner()
    root = ["--root", str(skeleton.root)]
    assert run.invoke(app, ["build", *root]).exit_code == 0
    assert run.invoke(app, ["build", "--check", *root]).exit_code == 0
    (skeleton.root / TABLE).write_text("customer\n")
    done = run.invoke(app, ["build", "--check", *root])
    assert done.exit_code == 1
    assert f"{TABLE}: different: line 1 is 'customer'" in done.output
