"""The kernel by name: the same notebook, cold and warm, output by output."""

import re
import textwrap

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


def plain(outputs):
    """Outputs without what differs from run to run: addresses, models, times, and how a stream came in pieces."""
    texts = []
    for output, before in zip(outputs, [{}, *outputs], strict=False):
        if output.output_type == "stream" and output.name == before.get("name"):
            texts[-1] += output.text
        else:
            texts.append(output.text if output.output_type == "stream" else str({**output, "execution_count": None}))
    words = [re.sub(r"0x[0-9a-f]+|[0-9a-f]{32}|IPY_MODEL_\w+", "*", text) for text in texts]
    return [re.sub(r"T-[0-9a-f-]+|id=\W*\w+|\d+(\.\d+)? ?(ms|s|µs)\b", "*", word) for word in words]


def assert_alike(cold, warm):
    for one, other in zip(cold.cells, warm.cells, strict=True):
        if one.cell_type == "code":
            assert plain(one.outputs) == plain(other.outputs), one.source


LOOKS = [
    """
    import os, sys
    print(os.getcwd(), [a for a in sys.argv if a.startswith("--")], __name__, sys.flags, sys.path)
    """,
    """
    known = ("JPY_", "PYTEST", "LINES", "COLUMNS", "MPLB")
    print({name: value for name, value in os.environ.items() if not name.startswith(known)})
    """,
    """
    import signal as s
    print([s.getsignal(n) for n in (s.SIGINT, s.SIGTERM, s.SIGCHLD, s.SIGPIPE)], s.pthread_sigmask(0, []))
    """,
    """
    import gc, locale, warnings
    print(sorted(k for k in globals() if not k.startswith("_")), gc.isenabled(), locale.getlocale())
    print(len(warnings.filters) < 30, [m for m in sys.modules if m.startswith("coursekit")])
    """,
    """
    import threading
    print(sorted(t.name for t in threading.enumerate() if not t.name.startswith("Thread-")))
    """,
    """
    import resource
    print([resource.getrlimit(k) for k in range(10)], os.getpriority(0, 0), os.umask(0o22), os.getgroups())
    """,
    """
    import threadpoolctl, numpy, scipy.linalg
    print({pool["num_threads"] for pool in threadpoolctl.threadpool_info()})
    """,
    """
    import matplotlib.pyplot as plt
    print(plt.get_backend(), plt.get_fignums())
    plt.plot([1, 2, 3]);
    """,
    """
    import pandas as pd
    print(pd.options.display.max_columns)
    pd.DataFrame({"a": [1, 2]})
    """,
    "import ipywidgets\nipywidgets.IntSlider(3)",
]
# Files that are open beside sockets and pipes; a cold kernel inherits what its parent writes to.
OPEN = """
import os
links = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd")]
print(*sorted({os.readlink(link) for link in links if os.path.lexists(link) and os.readlink(link).startswith("/")}))
"""


def test_a_warm_kernel_is_as_clean_as_a_cold_one(tmp_path, monkeypatch):
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR"):
        monkeypatch.setenv(f"{library}_NUM_THREADS", "1")
    notebook = new_notebook(cells=[new_code_cell(textwrap.dedent(source)) for source in LOOKS])
    assert_alike(run(notebook, "python3", tmp_path), run(notebook, "coursekit-warm", tmp_path))


def test_each_warm_kernel_has_random_numbers_of_its_own_and_no_open_file(tmp_path):
    draw = "import random, numpy as np\nprint(random.random(), np.random.rand(), np.random.default_rng().random())"
    seed = "random.seed(1); np.random.seed(1)\nprint(random.random(), np.random.rand())"
    notebook = new_notebook(cells=[new_code_cell(source) for source in (draw, seed, OPEN)])
    first, second = (run(notebook, "coursekit-warm", tmp_path) for _ in range(2))
    free, seeded = ([cell.outputs[0].text.split() for cell in done.cells] for done in (first, second))
    assert not set(free[0]) & set(seeded[0])
    assert free[1] == seeded[1]
    assert free[2] == ["/dev/null"]


PLACES = ("solutions/*/lab.ipynb", "labs/*/1-lesson.ipynb")
WHOLE = sorted(str(path.relative_to(ROOT)) for place in PLACES for path in ROOT.glob(place))
SAMPLE = ("labs/00-start-here/1-lesson.ipynb", "labs/01-data-cleanup/1-lesson.ipynb")


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SAMPLE else pytest.mark.slow) for n in WHOLE])
def test_a_notebook_of_the_course_has_the_same_outputs_cold_and_warm(tmp_path, name):
    notebook = nbformat.read(ROOT / name, as_version=4)
    assert_alike(run(notebook, "python3", tmp_path), run(notebook, "coursekit-warm", tmp_path))


def test_a_kernel_by_name_restarts_is_interrupted_and_ends(tmp_path):
    manager, client = start_new_kernel(kernel_name="coursekit-warm", cwd=str(tmp_path))
    try:
        client.execute("kept = 1")
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("assert 'kept' not in globals()", timeout=60)
        assert reply["content"]["status"] == "ok"
        client.execute("print('begun', flush=True); import time; time.sleep(600)")
        while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not manager.is_alive()
