"""The walls of the house: who may import whom, and nothing in a circle."""

import subprocess
import sys

import pytest

from paths import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]


def lint(*words):
    return subprocess.run([*LINT, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_arrow_points_down_and_none_goes_round_in_a_circle():
    done = lint()
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("layers", [["millrace", "lantern", "coursekit"], ["lantern", "coursekit", "millrace"]])
def test_the_walls_would_be_seen_to_be_broken(tmp_path, layers):
    rows = ["[importlinter]", "root_packages =", *(f"    {name}" for name in layers), "[importlinter:contract:1]"]
    rows += ["name = upside down", "type = layers", "layers =", *(f"    {name}" for name in layers)]
    config = tmp_path / "upside-down.ini"
    config.write_text("\n".join(rows))
    done = lint("--config", str(config))
    assert done.returncode == 1
    assert "1 broken" in done.stdout
