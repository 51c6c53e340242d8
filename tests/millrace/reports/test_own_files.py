"""The notebook for a company's own files opens on the sample company and runs as it is."""

import os
import shutil

import nbformat
import pandas as pd
import pytest

from millrace.reports import available
from paths import ROOT

NOTEBOOKS = sorted(ROOT.glob("labs/*/own-files*.ipynb"))
SECONDS = 20

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def children_seconds():
    """CPU-seconds of the kernels that have ended: unlike a clock's, other work on the machine does not count."""
    return sum(os.times()[2:4])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_runs_untouched_saves_a_workbook_and_shows_no_red_box(path, tmp_path, monkeypatch):
    import papermill

    monkeypatch.chdir(ROOT)  # where the sample files are found from
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets")
    begin = children_seconds()
    papermill.execute_notebook(
        path, tmp_path / "done.ipynb", cwd=tmp_path, kernel_name="python3", progress_bar=False, execution_timeout=120
    )
    assert 0 < children_seconds() - begin < SECONDS
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert not [output for cell in code for output in cell.outputs if output.get("name") == "stderr"]
    assert all("text/html" in o.get("data", {"text/html": ""}) for cell in code for o in cell.outputs)
    made = {path.name: path for path in tmp_path.glob("*.xlsx")}
    made.pop("masked.xlsx", None)  # the copy that the report on privacy makes besides
    [workbook] = made.values()
    assert pd.read_excel(workbook, sheet_name=None, engine="calamine")


def test_it_is_the_notebook_that_the_library_ships():
    shipped = {card.path.read_bytes() for card in available()}
    assert {path.read_bytes() for path in NOTEBOOKS} == shipped
