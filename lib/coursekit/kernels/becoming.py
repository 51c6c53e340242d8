"""Turn a forked process into an ipykernel that is as clean as one started anew."""

import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

__all__ = ["READY", "become_kernel"]

READY = b"ready"
OPEN_FILES = 256  # what lies in the buffers of sockets counts as nobody's memory
# By ipykernel's debugger while it is loaded, which here was before the fork.
SET_BY_DEBUGGER = "PYDEVD_USE_FRAME_EVAL", "NO"


def become_kernel(
    connection: dict[str, Any],
    environment: dict[str, str],
    *,
    folder: str,
    limits: dict[str, float] | None,
    ready: int,
    arguments: list[str],
    last_in_path: bool,
) -> None:
    """Run an ipykernel in this process until it ends.

    Parameters
    ----------
    connection : dict
        What the connection file holds; `connection_file` is its path.
    environment : dict of str to str
        All environment variables.
    folder : str
        Working folder.
    limits : dict of str to float, or None
        Fields of `Limits` that the system itself can hold: memory of one process, processor time, file size, processes.
    ready : int
        Handle to which the word `READY` is written when the sockets are there, or else what went wrong.
    arguments : list of str
        More arguments of ipykernel.
    last_in_path : bool
        Let the working folder come last among the places of modules, so that no file in it takes the place of a
        library.
    """
    try:
        _clean_up(environment, folder, ready)
        app = _make_app(connection, arguments, last_in_path=last_in_path)
        if limits is not None:
            _limit(limits)
            # For the history of a session, which nobody keeps here, IPython would format each error once more.
            app.shell._format_exception_for_storage = lambda *_, **__: {}
        os.write(ready, READY)
        os.close(ready)
    except BaseException:
        os.write(ready, traceback.format_exc(limit=-6).encode()[-8000:])
        os._exit(1)
    app.start()


def _clean_up(environment: dict[str, str], folder: str, ready: int) -> None:
    """Leave nothing of the zygote: its handles, environment, random numbers, modules and arguments."""
    empty = os.open(os.devnull, os.O_RDWR)
    for handle in range(3):
        os.dup2(empty, handle)
    os.closerange(3, ready)
    os.closerange(ready + 1, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(environment)
    os.environ.setdefault(*SET_BY_DEBUGGER)
    time.tzset()  # the C library keeps the zone of the zygote
    os.chdir(folder)
    if "numpy.random" in sys.modules:  # Python's own generator seeds itself anew after a fork
        sys.modules["numpy.random"].seed()
    sys.argv = ["ipykernel_launcher"]
    for name in [name for name in sys.modules if name.partition(".")[0] == "coursekit"]:
        del sys.modules[name]


def _limit(limits: dict[str, float]) -> None:
    """Set what the system holds by itself. Of memory it limits data, for addresses are only promises.

    The stacks of the kernel's own threads count as data, so that this comes when they are there, before any cell.
    """
    megabyte = 1 << 20
    held_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])  # data and stack
    data = held_pages * resource.getpagesize() + int(limits["memory_mb"] * megabyte)
    cpu = int(limits["cpu_seconds"]) + 1
    for kind, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, int(limits["file_mb"] * megabyte)),
        (resource.RLIMIT_NPROC, 2 * int(limits["processes"])),  # the supervisor comes first, and says so
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _make_app(connection: dict[str, Any], arguments: list[str], *, last_in_path: bool) -> Any:
    from ipykernel.kernelapp import IPKernelApp

    file = Path(connection.pop("connection_file"))
    if not file.exists():
        file.write_text(json.dumps(connection), encoding="utf-8")
    sys.argv = ["ipykernel_launcher", "-f", str(file), *arguments]
    app = IPKernelApp.instance()
    if last_in_path:
        app.ignore_cwd = True
        sys.path.append("")
    app.initialize(["-f", str(file), *arguments])
    return app
