"""Run cells in this process, one after another, and put everything back as it was before the next trial."""

import builtins
import contextlib
import copy
import faulthandler
import io
import os
import random
import signal
import sys
import threading
import time
import types
import warnings
from _thread import interrupt_main
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Raised", "TookTooLong", "Workspace", "prepare_process", "time_limit"]

BY_REFERENCE = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
# How many times as long by the clock a cell may take as of a processor's time.
WAITING = 3


class TookTooLong(Exception):
    """A cell ran longer than it may."""


@dataclass(frozen=True)
class Raised:
    """What a cell raised, as a learner sees it.

    Parameters
    ----------
    error : BaseException
        The exception itself.
    """

    error: BaseException

    @property
    def text(self) -> str:
        """What stands below the cell: the sentence of a check, or name and text of another error."""
        if hasattr(self.error, "_render_traceback_"):
            # They break their lines for the screen.
            return " ".join(self.error._render_traceback_())
        return f"{type(self.error).__name__}: {self.error}"

    @property
    def speaks(self) -> bool:
        """Whether it is a check's own sentence rather than an accident."""
        return isinstance(self.error, AssertionError) and bool(str(self.error))

    @property
    def late(self) -> bool:
        """Whether the cell was stopped because of its time."""
        return isinstance(self.error, TookTooLong)


@dataclass
class Workspace:
    """The names of a notebook, with a memory of how they were.

    Parameters
    ----------
    seconds : float
        How long one run may take.

    Examples
    --------
    >>> space = Workspace()
    >>> space.run("rows = [1, 2]")
    >>> before = space.keep()
    >>> space.run("rows.append(3)")
    >>> space.restore(before)
    >>> space.names["rows"]
    [1, 2]
    """

    seconds: float = 20.0
    names: dict[str, Any] = field(default_factory=dict)
    printed: str = ""

    def __post_init__(self) -> None:
        """Begin like a fresh notebook."""
        self.names.update({"__name__": "__main__", "__builtins__": builtins, "display": _display, "In": []})

    def run(self, source: str, *, label: str = "cell") -> Raised | None:
        """Run one piece of code as a notebook would.

        Parameters
        ----------
        source : str
            The code.
        label : str
            What to call it in tracebacks.

        Returns
        -------
        Raised or None
            What it raised, or None when it ran to its end; what it printed is in ``printed``.
        """
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), warnings.catch_warnings():
            warnings.simplefilter("default")
            raised = self._run(source, label)
        self.printed = out.getvalue()
        return raised

    def _run(self, source: str, label: str) -> Raised | None:
        # As in IPython; a learner may have overwritten the name.
        if isinstance(self.names.get("In"), list):
            self.names["In"].append(source)
        try:
            with time_limit(self.seconds):
                exec(compile(source, f"<{label}>", "exec", dont_inherit=True), self.names)
        # A learner's cell may call exit(): an outcome of the trial, not the end of it.
        except (Exception, SystemExit) as error:
            return Raised(error)
        return None

    def keep(self) -> dict[str, Any]:
        """Copy all names, and what the process knows besides, for `restore`."""
        return {"names": _copied(self.names), "process": _process_state()}

    def restore(self, kept: dict[str, Any], *, only: Iterable[str] | None = None) -> None:
        """Put everything back; what was kept can be used again.

        Parameters
        ----------
        kept : dict
            From `keep`.
        only : iterable of str, optional
            The names that the code to be run can change. The others are shared with what was kept, which saves most of
            the time: for code whose names are all known.
        """
        names = kept["names"]
        changing = names if only is None else {name: names[name] for name in only if name in names}
        # The same dict object: functions of the notebook look their globals up in it.
        self.names.clear()
        self.names.update(names | _copied(changing))
        _restore_process(kept["process"])

    def copy_of(self, names: Iterator[str] | set[str]) -> dict[str, Any]:
        """Copy some of the names; those that do not exist are left out."""
        return _copied({name: self.names[name] for name in names if name in self.names})


def _display(*_: Any, **__: Any) -> None:
    """Take the place of IPython's display, which needs a screen."""


def _copied(names: dict[str, Any]) -> dict[str, Any]:
    memo: dict[int, Any] = {}
    return {name: _copy(name, value, memo) for name, value in names.items()}


def _copy(name: str, value: Any, memo: dict[int, Any]) -> Any:
    if name == "_" or name.startswith("__") or isinstance(value, BY_REFERENCE) or _is_drawn(value):
        return value
    try:
        return copy.deepcopy(value, memo)
    except Exception:  # an open file or a fitted native model cannot be copied; sharing it is the best there is
        return value


def _is_drawn(value: Any) -> bool:
    # Charts take longer to copy than all tables together, and no answer is one.
    return type(value).__module__.startswith("matplotlib.")


def _process_state() -> dict[str, Any]:
    numpy = sys.modules.get("numpy")
    return {
        "environ": dict(os.environ),
        "cwd": os.getcwd(),  # noqa: PTH109  (a text, compared and handed back)
        "random": random.getstate(),
        "numpy": numpy.random.get_state() if numpy else None,
    }


def _restore_process(state: dict[str, Any]) -> None:
    if dict(os.environ) != state["environ"]:
        os.environ.clear()
        os.environ.update(state["environ"])
    os.chdir(state["cwd"])
    random.setstate(state["random"])
    if state["numpy"] is not None:
        sys.modules["numpy"].random.set_state(state["numpy"])
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def prepare_process() -> None:
    """Make a new process ready for cells: no screen for charts, and interrupts that stop a cell."""
    os.environ["MPLBACKEND"] = "Agg"
    # A shell may have started us with interrupts ignored; the time limit of a trial works by interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs inside after some time, on any operating system; for the main thread.

    Parameters
    ----------
    seconds : float
        How much of a processor's time it may use. What waits is stopped after three times as long by the clock; so a
        machine that is busy with other work judges no cell by that work.

    Raises
    ------
    TookTooLong
        When it did not end by itself.
    """
    fired, ended = threading.Event(), threading.Event()
    worked, begun = time.process_time(), time.monotonic()

    def watch() -> None:
        while True:
            left = min(seconds - (time.process_time() - worked), seconds * WAITING - (time.monotonic() - begun))
            if left <= 0:
                break
            if ended.wait(max(left, 0.01)):
                return
        fired.set()
        _interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    # Code that swallows interrupts, or hangs in a native call, is ended together with its process.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(seconds * WAITING * 2 + 10, exit=True, file=nowhere)
        watcher.start()
        try:
            yield
            _settle(watcher, ended, fired)
        except KeyboardInterrupt:
            if not fired.is_set():
                raise
        finally:
            ended.set()
            faulthandler.cancel_dump_traceback_later()
    if fired.is_set():
        raise TookTooLong(f"It was still running after {seconds:g} seconds.")


def _interrupt() -> None:
    # A real signal also wakes a call that sleeps or waits; Windows knows none, and there the flag must do.
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or threading.get_ident(), signal.SIGINT)
    else:
        interrupt_main()


def _settle(watcher: threading.Thread, ended: threading.Event, fired: threading.Event) -> None:
    ended.set()
    watcher.join()
    if fired.is_set():
        # The interrupt may arrive a moment after the code has ended: wait for it here, where it is caught.
        time.sleep(0.2)
