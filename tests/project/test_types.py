"""Everything in lib/ has types that hold."""

import os
import subprocess
import sys

from paths import ROOT


def test_mypy_has_nothing_to_say(tmp_path_factory):
    cache = tmp_path_factory.mktemp("mypy")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(cache), "--num-workers", str(os.cpu_count() or 1)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
