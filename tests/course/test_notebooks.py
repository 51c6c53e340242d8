"""Every lesson and every solution runs from top to bottom under papermill, as a learner or a trainer would run it.

Nothing else runs a lesson whole. A solution is run by `coursekit check` too, for its marks; here it must show no red
box.
"""

import ast
import json
import sys

import nbformat
import pytest

from paths import ROOT

# No cell takes this long. In about one run of thirty nbclient sleeps through a reply that came while it sent for an
# output widget, and looks again only when its time is over; without a limit it would sleep for ever.
CELL_SECONDS = 30
# Its outputs are a cold kernel's, to the word: tests/coursekit/kernels/test_provisioner.py. It exists on Linux only.
KERNEL = "coursekit-warm" if sys.platform.startswith("linux") else "python3"
WIDGET = "application/vnd.jupyter.widget-view+json"

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def run(path, folder):
    """Run a notebook in a folder of its own, because it may save files, and return its code cells."""
    import papermill

    papermill.execute_notebook(
        path, folder / f"run-{path.name}", cwd=folder, kernel_name=KERNEL, progress_bar=False,
        execution_timeout=CELL_SECONDS,
    )  # fmt: skip
    done = nbformat.read(folder / f"run-{path.name}", as_version=4)
    return [cell for cell in done.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def lesson(lab, tmp_path_factory):
    return run(ROOT / "labs" / lab / "1-lesson.ipynb", tmp_path_factory.mktemp("lesson"))


def assert_it_ran_without_noise(cells):
    assert cells
    assert all(cell.execution_count for cell in cells)
    noise = [o.text for cell in cells for o in cell.outputs if o.get("name") == "stderr"]
    assert not noise, "a learner would wonder about this red box"


def test_the_lesson_runs_from_top_to_bottom(lesson):
    assert_it_ran_without_noise(lesson)


def test_the_solution_runs_from_top_to_bottom_and_no_cell_is_taken_for_a_slip(lab, tmp_path):
    notebook = nbformat.read(ROOT / "solutions" / lab / "lab.ipynb", as_version=4)
    # The last cell tells what the others were told.
    notebook.cells.append(
        nbformat.v4.new_code_cell("__import__('json').dumps([run.sentence for run in slips.recorded()])")
    )
    path = tmp_path / "lab.ipynb"
    nbformat.write(notebook, path)
    cells = run(path, tmp_path)
    assert_it_ran_without_noise(cells)
    said = json.loads(ast.literal_eval(cells[-1].outputs[0].data["text/plain"]))
    assert len(said) > len(cells) / 2
    # A guess that nobody grades stays open in the solution too.
    assert [sentence for sentence in said if sentence and "three dots" not in sentence] == []


def test_the_lesson_has_a_knob(lesson):
    """That a knob moves what it should is for the module's own test in a browser."""
    assert any(WIDGET in output.get("data", {}) for cell in lesson for output in cell.outputs)
