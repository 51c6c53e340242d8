"""Every lesson and every solution runs from top to bottom under papermill, as a learner would run it."""

import nbformat
import pytest

from paths import ROOT

# No cell takes this long. In about one run of thirty nbclient sleeps through a reply that came while it sent for an
# output widget, and looks again only when its time is over; without a limit it would sleep for ever.
CELL_SECONDS = 30
NOTEBOOKS = sorted([*ROOT.glob("labs/*/lesson.ipynb"), *ROOT.glob("solutions/*/lab.ipynb")])


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_notebook_runs_under_papermill(path, tmp_path):
    import papermill

    papermill.execute_notebook(
        path,
        tmp_path / path.name,
        cwd=path.parent,
        kernel_name="python3",
        progress_bar=False,
        execution_timeout=CELL_SECONDS,
    )
    done = nbformat.read(tmp_path / path.name, as_version=4)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    noise = [o.text for cell in code for o in cell.outputs if o.get("name") == "stderr"]
    assert not noise, "a learner would wonder about this red box"


def test_every_module_has_a_lesson_and_a_solution():
    modules = {path.parent.name for path in ROOT.glob("course/*/lab.py")}
    assert modules == {path.parent.name for path in NOTEBOOKS}
    assert len(NOTEBOOKS) == 2 * len(modules) > 0
