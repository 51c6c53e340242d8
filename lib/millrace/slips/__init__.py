"""Errors that people who never programmed understand: one plain sentence, the traceback folded below it.

One line in a notebook's first cell is enough: ``slips.explain()``.
"""

from millrace.slips.latest import Latest, latest_run, written_not_run
from millrace.slips.runs import Run, last_run_storing, recorded
from millrace.slips.showing import explain, stop_explaining

__all__ = [
    "Latest",
    "Run",
    "explain",
    "last_run_storing",
    "latest_run",
    "load_ipython_extension",
    "recorded",
    "stop_explaining",
    "written_not_run",
]


def load_ipython_extension(_shell: object) -> None:
    """Switch the explanations on when a kernel starts, before any cell was run.

    Parameters
    ----------
    _shell : IPython.core.interactiveshell.InteractiveShell
        The notebook's shell, as IPython gives it to an extension.

    Examples
    --------
    In ``etc/ipython/ipython_kernel_config.py`` of the environment:
    ``c.InteractiveShellApp.extensions = ["millrace.slips"]``.
    """
    explain()


def unload_ipython_extension(_shell: object) -> None:
    """Switch them off again."""
    stop_explaining()
