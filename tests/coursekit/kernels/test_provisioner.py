"""The kernel by name: the same notebook, cold and warm, output by output."""

import re

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from paths import ROOT

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age


def run(notebook, kernel, folder):
    import papermill

    source, done = folder / "given.ipynb", folder / f"{kernel}.ipynb"
    nbformat.write(notebook, source)
    papermill.execute_notebook(source, done, cwd=folder, kernel_name=kernel, progress_bar=False, execution_timeout=120)
    return nbformat.read(done, as_version=4)


def plain(output):
    """An output without what differs from run to run: numbers of objects, models and pictures' dates."""
    words = re.sub(r"0x[0-9a-f]+|[0-9a-f]{32}|IPY_MODEL_\w+", "*", str(dict(output)))
    return re.sub(r"T-[0-9a-f-]+|id=\W*\w+|\d+(\.\d+)? ?(ms|s|µs)\b", "*", words)


def assert_alike(cold, warm):
    for one, other in zip(cold.cells, warm.cells, strict=True):
        if one.cell_type == "code":
            assert [plain(output) for output in one.outputs] == [plain(output) for output in other.outputs], one.source


def test_a_warm_kernel_is_as_clean_as_a_cold_one(tmp_path, monkeypatch):
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ):
        monkeypatch.setenv(name, "1")
    looks = [
        "import os, sys\nprint(os.getcwd(), [a for a in sys.argv if a.startswith('--')], __name__)\nprint(sys.path)",
        "print({k: v for k, v in os.environ.items() if not k.startswith(('JPY_', 'PYTEST', 'LINES', 'COLUMNS', 'MPLB'))})",  # noqa: E501
        "import signal\nprint([signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)])",  # noqa: E501
        "print(sorted(k for k in globals() if not k.startswith('_')))\nimport gc, locale\nprint(gc.isenabled(), locale.getlocale())",  # noqa: E501
        "import warnings\nprint(len(warnings.filters) < 30)\nimport threading\nprint(sorted(t.name for t in threading.enumerate() if not t.name.startswith('Thread-')))",  # noqa: E501
        "import resource\nprint([resource.getrlimit(k) for k in range(10)], os.getpriority(0, 0), os.umask(0o22))",
        "import matplotlib.pyplot as plt\nprint(plt.get_backend())\nplt.plot([1, 2, 3]);",
        "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
        "import ipywidgets\nipywidgets.IntSlider(3)",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in looks])
    assert_alike(run(notebook, "python3", tmp_path), run(notebook, "coursekit-warm", tmp_path))


@pytest.mark.parametrize("lab", ["00-start-here", pytest.param("01-data-cleanup", marks=pytest.mark.slow)])
def test_a_solution_has_the_same_outputs_cold_and_warm(tmp_path, lab):
    notebook = nbformat.read(ROOT / "solutions" / lab / "lab.ipynb", as_version=4)
    assert_alike(run(notebook, "python3", tmp_path), run(notebook, "coursekit-warm", tmp_path))


def test_a_kernel_by_name_restarts_is_interrupted_and_ends(tmp_path):
    manager, client = start_new_kernel(kernel_name="coursekit-warm", cwd=str(tmp_path))
    try:
        client.execute("kept = 1")
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("assert 'kept' not in globals()", timeout=60)
        assert reply["content"]["status"] == "ok"
        client.execute("import time; time.sleep(600)")
        client.get_iopub_msg(timeout=60)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not manager.is_alive()
