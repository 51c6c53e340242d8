"""The process from which kernels are forked: it imports what a course needs once, then waits for orders.

It is started as `python -m coursekit.kernels.zygote HANDLE MODULE ...` and talks with the process that started it
over the socket HANDLE. When that process is gone, the socket is closed, and the zygote ends.
"""

import builtins
import contextlib
import gc
import importlib
import json
import os
import select
import socket
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

from coursekit.kernels.errands import run_errand
from coursekit.kernels.supervisor import Order, Supervisor

__all__ = ["import_more", "main", "serve", "warm_up"]

# What each kernel loads while it starts; its debugger alone takes as long as all the rest of the start.
KERNEL = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.connect", "ipykernel.debugger", "tornado.platform.asyncio",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "sqlite3",
)  # fmt: skip
ORDER_BYTES = 1 << 18
REAP_SECONDS = 1.0
IN_PLACE = b"!"  # what a child says that has imported all


def warm_up(modules: Collection[str]) -> list[str]:
    """Import what kernels need and what a course names.

    Parameters
    ----------
    modules : collection of str
        Names of modules. One that is not installed is left out: the notebook that needs it will say so itself.

    Returns
    -------
    list of str
        The modules that could not be imported.

    Raises
    ------
    RuntimeError
        When a module has started threads. A process with threads cannot be forked safely.
    """
    gc.disable()  # it would look through all modules again and again while they are imported
    missing = []
    for name in [*KERNEL, *modules]:
        try:
            with _as_in_a_kernel():
                importlib.import_module(name)
        except ImportError:
            missing += [name] if name in modules else []
        if _has_threads():
            raise RuntimeError(
                f"The module {name!r} starts threads when it is imported, so kernels cannot be forked after it. "
                "Take it out of the warm modules; notebooks can import it all the same."
            )
    _settle()
    return missing


def _show_an_error() -> None:
    """Have an error formatted as below a cell: what reads and colours source code is slow when it is first used.

    Where pandas is warm it is an error in pandas, whose source is long, and which learners make most.
    """
    from IPython.core.ultratb import FormattedTB

    pandas = sys.modules.get("pandas")
    try:
        (pandas.DataFrame({"a": [1]}) if pandas else {"a": 1})["b"]
    except KeyError:
        FormattedTB(mode="Context").structured_traceback(*sys.exc_info())


def _has_threads() -> bool:
    return len(list(Path("/proc/self/task").iterdir())) > 1


def import_more(modules: Iterable[str]) -> None:
    """Import more modules, without those that end the process or start threads. Go on in a child of this process.

    A module that has been imported cannot be forgotten. So a child imports, and when all went well it takes the place
    of its parent, which from then on only waits for it and ends with it; otherwise the next child is told which one to
    leave out.

    Parameters
    ----------
    modules : iterable of str
        Their names, those first that were imported first. One that cannot be imported is left out too.
    """
    left = [name for name in modules if name not in sys.modules]
    gc.disable()
    while left:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _import_all(left, write)
            break
        os.close(write)
        heard = b""
        while not heard.endswith(IN_PLACE) and (more := os.read(read, 1 << 16)):
            heard += more
        os.close(read)
        if heard.endswith(IN_PLACE):
            _wait_for(child)
        os.waitpid(child, 0)
        del left[len(heard)]
    _settle()


def _import_all(modules: Sequence[str], tell: int) -> None:
    """Import, and tell of each one; end the process when one has started a thread."""
    for name in modules:
        with contextlib.suppress(Exception), _as_in_a_kernel():
            importlib.import_module(name)
        if _has_threads():
            os._exit(1)
        os.write(tell, b".")
    os.write(tell, IN_PLACE)
    os.close(tell)


def _wait_for(child: int) -> NoReturn:
    """Stay the parent of what was forked before, until the child ends that has taken this one's place."""
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == child:
            os._exit(abs(os.waitstatus_to_exitcode(status)))


def _settle() -> None:
    """Make ready what every fork needs, and keep the collector from touching, and so copying, what they share."""
    _show_an_error()
    gc.collect()
    gc.freeze()
    gc.enable()


@contextlib.contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let modules find, while they are imported, that they are in a kernel: pandas then shows tables as notebooks."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def serve(orders: socket.socket) -> None:
    """Fork for each order, a supervisor of a kernel or an errand, until the line is closed.

    Parameters
    ----------
    orders : socket.socket
        Each packet is an order in JSON, with the handle of a line of its own; that of an errand with a leash too. An
        order to import more has no handle and is done here, before the next.
    """
    while True:
        readable, _, _ = select.select([orders], [], [], REAP_SECONDS)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not readable:
            continue
        packet, handles, _, _ = socket.recv_fds(orders, ORDER_BYTES, 2)
        if not packet:
            return
        if not handles:
            import_more(json.loads(packet)["import"])
            continue
        if os.fork() == 0:
            try:
                orders.close()
                _obey(json.loads(packet), handles)
            finally:
                os._exit(0)
        for handle in handles:
            os.close(handle)


def _obey(order: dict[str, Any], handles: list[int]) -> None:
    if "errand" in order:
        run_errand(order, handles)
    else:
        Supervisor(Order(**order), socket.socket(fileno=handles[0])).run()


def main(handle: str, modules: list[str]) -> None:
    """Warm up, say so, and serve."""
    del sys.path[0]  # the folder it was started in; an option of Python against that would be seen in all kernels
    orders = socket.socket(fileno=int(handle))
    try:
        missing = warm_up(modules)
    except RuntimeError as error:
        orders.send(json.dumps({"fault": str(error)}).encode())
        return
    orders.send(json.dumps({"warm": True, "missing": missing}).encode())
    serve(orders)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
