"""The mutation run finds what tests let through, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forks import Job, run_jobs
from reach import in_order
from run import ROOT, TARGETS, load_first

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in forked processes")

RUN = Path(__file__).with_name("run.py")
SHOP = '''
"""Prices of a shop."""

from shop.rates import RATE

__all__ = ["discounted", "is_large", "halves"]


def discounted(price: int, *, percent: int = 10) -> float:
    """Take ten percent off."""
    if price < 0:
        raise ValueError(f"The price is {price}. Expected: none below zero.")
    return price - price * percent / 100


def is_large(total):
    return total > 500


def halves(number):
    found = 0
    while number > 1:
        number //= 2
        found += 1
    return found


def taxed(price):
    """Add the tax.

    >>> taxed(100)
    119.0
    """
    return price + price * RATE / 100
'''
PROJECT = """
[tool.pytest.ini_options]
pythonpath = ["lib"]
addopts = ["--doctest-modules", "--import-mode=importlib"]
"""
RATES = "BASE = 19\nRATE = BASE + 0\nUNUSED = 7\n"
TESTS = """
import pytest

import shop.coins
from shop.prices import discounted, halves


def test_discount():
    assert discounted(200) == 180
    assert discounted(0, percent=5) == 0


def test_a_price_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        discounted(-1)


def test_halves():
    assert halves(8) == 3


def test_that_fails_already():
    assert discounted(100) == 1
"""


COINS = """
class Coin:
    pass


def is_coin(thing):
    '''Tell a coin.

    >>> from shop.purse import first
    >>> is_coin(first())
    True
    '''
    unused = 5
    return isinstance(thing, Coin)
"""
PROGRAM = "import sys\n\nsys.exit(2)\n"
PURSE = """
from shop.coins import Coin


def first():
    return Coin()
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A small project: all is tested but ``is_large``, ``UNUSED`` and ``unused``."""
    root = tmp_path_factory.mktemp("project")
    for name, text in {
        "pyproject.toml": PROJECT,
        "lib/shop/__init__.py": "from shop.purse import first",
        "lib/shop/prices.py": SHOP.lstrip(),
        "lib/shop/rates.py": RATES,
        "lib/shop/coins.py": COINS,
        "lib/shop/purse.py": PURSE,
        "lib/shop/__main__.py": PROGRAM,
        "tests/shop/test_prices.py": TESTS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run(root: Path, *words: str) -> str:
    command = [sys.executable, RUN, "--root", root, "--only", "shop", "--grace", "0.3", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def outcome(shop):
    """What a run over every mutant of the shop printed and wrote."""
    printed = run(shop, "--json", str(shop / "mutants.json"))
    return printed, json.loads((shop / "mutants.json").read_text(encoding="utf-8"))


def mutants_at(outcome, text: str) -> list[dict]:
    """The mutants in the line of the shop that holds a text."""
    texts = {
        "prices.py": SHOP.lstrip(),
        "rates.py": RATES,
        "coins.py": COINS,
        "purse.py": PURSE,
        "__main__.py": PROGRAM,
    }
    return [m for m in outcome[1]["mutants"] if text in texts[Path(m["file"]).name].splitlines()[m["line"] - 1]]


@pytest.mark.parametrize(
    "line", ["return price - price", "percent: int = 10", "found += 1", "return price + price", "BASE = 19"]
)
def test_mutants_of_tested_code_are_killed(outcome, line):
    found = mutants_at(outcome, line)
    assert len(found) >= 2
    assert [m for m in found if not m["killer"]] == []


@pytest.mark.parametrize("line", ["total > 500", "UNUSED = 7"])
def test_mutants_of_untested_code_survive(outcome, line):
    found = mutants_at(outcome, line)
    assert len(found) >= 2
    assert {m["killer"] for m in found} == {""}
    assert {m["tests"] for m in found} == {0}


def test_a_doctest_that_runs_alone_meets_one_copy_of_its_module(outcome):
    assert [(m["killer"], m["tests"]) for m in mutants_at(outcome, "unused = 5")] == [("", 1), ("", 1)]


def test_a_mutant_that_hangs_is_killed_by_the_time_limit(outcome):
    hung = [
        m for m in mutants_at(outcome, "number > 1") + mutants_at(outcome, "number //= 2") if "limit" in m["killer"]
    ]
    assert hung


def test_a_doctest_kills(outcome):
    assert {m["killer"] for m in mutants_at(outcome, "BASE = 19")} == {"lib/shop/prices.py::shop.prices.taxed"}


def test_tests_that_fail_without_a_mutant_are_named_and_kill_nothing(outcome):
    printed, written = outcome
    assert "they fail without a mutant:\n  tests/shop/test_prices.py::test_that_fails_already\n" in printed
    assert "test_that_fails_already" not in json.dumps(written)


def test_survivors_and_shares_are_printed(outcome):
    printed, written = outcome
    line = SHOP.lstrip().splitlines().index("    return total > 500") + 1
    assert f"lib/shop/prices.py:{line}: comparison: total > 500 → total >= 500 (no test runs it)" in printed
    killed, of = written["shares"]["in all"]
    assert f"{killed} of {of:>4} killed" in printed
    assert killed == sum(bool(m["killer"]) for m in written["mutants"])
    assert 0 < killed < of == len(written["mutants"])


def test_list_all_lists_what_can_be_drawn_and_runs_nothing(shop, outcome):
    assert len(run(shop, "--list-all").splitlines()) == len(outcome[1]["mutants"])


def test_jobs_run_apart_and_one_that_dies_is_told_from_one_that_ends():
    jobs = [Job("ends", lambda: 3), Job("dies", lambda: sys.exit("no"))]
    assert {(r.name, r.value, r.died) for r in run_jobs(jobs, most=2)} == {("ends", 3, False), ("dies", None, True)}


def test_tests_that_pytest_cannot_start_are_no_survivors(tmp_path):
    (tmp_path / "lib/shop").mkdir(parents=True)
    (tmp_path / "lib/shop/prices.py").write_text("def one():\n    return 1\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text("import nothing_of_this_name", encoding="utf-8")
    command = [sys.executable, RUN, "--root", tmp_path, "--only", "shop"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 1
    assert "The tests of shop did not run to their end. Run them alone: pytest tests/shop" in done.stderr


def test_a_module_that_ends_its_process_does_not_end_the_run(tmp_path, monkeypatch):
    (tmp_path / "that_is_a_program.py").write_text("raise SystemExit('Usage: ...')", encoding="utf-8")
    (tmp_path / "that_is_none.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    load_first(["that_is_a_program", "that_is_nowhere", "that_is_none"])
    assert "that_is_none" in sys.modules


def test_what_a_job_spawns_does_not_start_from_the_main_module():
    [result] = run_jobs([Job("asks", lambda: getattr(sys.modules["__main__"], "__file__", "none"))], most=1)
    assert result.value == "none"


def test_ended_from_outside_it_leaves_nothing_behind(shop, tmp_path):
    here = os.environ | {"TMPDIR": str(tmp_path)}
    started = subprocess.Popen(
        [sys.executable, RUN, "--root", shop, "--only", "shop"], env=here, stdout=subprocess.DEVNULL
    )
    while not list(tmp_path.glob("mutation-*/tmp")) and started.poll() is None:
        time.sleep(0.05)
    started.terminate()
    assert started.wait(timeout=30) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_quick_tests_come_first_and_files_stay_together():
    tests = {"a::slow": 9.0, "a::one": 0.5, "b::one": 0.1, "a::two": 0.2, "b::two": 0.3}
    assert list(in_order(tests)) == ["b::one", "b::two", "a::one", "a::two", "a::slow"]


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_mutated_without_being_named_is_there(target):
    assert (ROOT / "lib" / target).exists()
