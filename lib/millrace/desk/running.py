"""Run the cells of a notebook in this process and tell each one's end: ``python -m millrace.desk.running lab.ipynb``.

A shell of IPython without a kernel: it starts in half the time, draws no tables, and stops with this process.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from millrace import slips
from millrace.desk import load_ipython_extension

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["main"]


def main(notebook: str) -> None:
    """Run a notebook's code cells from the top, errors or not, and write a line of JSON before and after each.

    Parameters
    ----------
    notebook : str
        The file.
    """
    # As JupyterLab does for a kernel: a check finds the cell above it in this file.
    os.environ["JPY_SESSION_NAME"] = notebook
    with open(notebook, encoding="utf-8") as file:  # noqa: PTH123  # its folder is already the working directory
        cells = json.load(file)["cells"]
    with _own_output() as told:
        shell = _shell()
        slips.explain()
        load_ipython_extension(shell)
        for number, cell in enumerate(cells):
            if cell["cell_type"] == "code":
                _tell(told, cell=number)
                _tell(told, cell=number, said=_run(shell, "".join(cell["source"]), cell.get("id")))


@contextlib.contextmanager
def _own_output() -> Iterator[TextIO]:
    """Keep what the cells print, and what their helpers write past Python, out of what is told."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as told, open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        yield told


def _tell(told: TextIO, **what: object) -> None:
    told.write(json.dumps(what) + "\n")
    told.flush()


def _shell() -> "InteractiveShell":
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.environ["MPLBACKEND"] = "agg"
    return InteractiveShell.instance(
        config=Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
    )


def _run(shell: "InteractiveShell", source: str, cell_id: str | None) -> str:
    """Run one cell; the sentence that a learner would read when it stops with an error, else nothing."""
    from IPython.utils.capture import capture_output

    with capture_output():
        result = shell.run_cell(source, store_history=True, cell_id=cell_id)
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return ""
    own = getattr(error, "_render_traceback_", None)
    return " ".join(own()) if own else slips.recorded()[-1].sentence


if __name__ == "__main__":
    main(sys.argv[1])
