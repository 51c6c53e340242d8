"""What a notebook shows of tables, numbers, dates and charts, written as people write them.

Nothing but the picture on the screen changes: the data, ``print`` and what checks see stay as they are.
"""

from millrace.showing.notebook import switch_off, switch_on

__all__ = ["load_ipython_extension", "switch_off", "switch_on"]


def load_ipython_extension(_shell: object) -> None:
    """Switch it on when a kernel starts, before any cell was run.

    Parameters
    ----------
    _shell : IPython.core.interactiveshell.InteractiveShell
        The notebook's shell, as IPython gives it to an extension.

    Examples
    --------
    In ``etc/ipython/ipython_kernel_config.py`` of the environment:
    ``c.InteractiveShellApp.extensions = ["millrace.showing"]``.
    """
    switch_on()


def unload_ipython_extension(_shell: object) -> None:
    """Switch it off again."""
    switch_off()
