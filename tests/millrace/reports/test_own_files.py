"""The notebook for a company's own files opens on the sample company and runs as it is."""

import functools
import os
import shutil
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from millrace.reports import available
from paths import ROOT

NOTEBOOKS = sorted(ROOT.glob("labs/*/own-files*.ipynb"))
# The imports and some arithmetic: a limit in seconds would fail on a slow or busy machine.
YARDSTICK = """
import matplotlib.pyplot, pandas, sklearn.datasets, sklearn.ensemble
x, y = sklearn.datasets.make_regression(3000, 20, random_state=0)
sklearn.ensemble.RandomForestRegressor(40, random_state=0).fit(x, y)
"""
TIMES = 6

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def children_seconds():
    """CPU-seconds of the kernels that have ended: unlike a clock's, other work on the machine does not count."""
    return sum(os.times()[2:4])


@functools.cache
def yardstick(attempt):
    """CPU-seconds of a small program with the same imports, on this machine; measured once for each attempt."""
    begin = children_seconds()
    subprocess.run([sys.executable, "-c", YARDSTICK], check=True)
    return children_seconds() - begin


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_runs_untouched_saves_a_workbook_and_shows_no_red_box(path, tmp_path, monkeypatch):
    import papermill

    monkeypatch.chdir(ROOT)  # where the sample files are found from
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets")
    measure = yardstick("first")
    begin = children_seconds()
    papermill.execute_notebook(
        path, tmp_path / "done.ipynb", cwd=tmp_path, kernel_name="python3", progress_bar=False, execution_timeout=120
    )
    seconds = children_seconds() - begin
    if seconds >= TIMES * measure:  # was the machine busier than before?
        measure = (measure + yardstick(path)) / 2
    assert 0 < seconds < TIMES * measure
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert not [output for cell in code for output in cell.outputs if output.get("name") == "stderr"]
    assert all("text/html" in o.get("data", {"text/html": ""}) for cell in code for o in cell.outputs)
    [workbook] = tmp_path.glob("*.xlsx")
    assert pd.read_excel(workbook, sheet_name=None, engine="calamine")


def test_it_is_the_notebook_that_the_library_ships():
    shipped = {card.path.read_bytes() for card in available()}
    assert {path.read_bytes() for path in NOTEBOOKS} == shipped
