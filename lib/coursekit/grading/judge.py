"""The process that judges: it runs checks on values that came as data, and never runs a learner's code.

It is a fork of the warm process for each notebook (`sit`); where nothing can be forked it is ``python -m
coursekit.grading.judge``, one for each notebook too. It reads frames (`frames`) and answers in frames.
"""

import ast
import contextlib
import io
import json
import os
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from coursekit.grading.decoding import Unreadable, decode
from coursekit.grading.encoding import Opaque, encode
from coursekit.grading.frames import Line
from coursekit.grading.stand_ins import NeedsLive, Unseen, error_like, put_into, remote

__all__ = ["Bench", "main", "sit"]

# without a file and a thread for the history
QUIET = Config(HistoryManager={"enabled": False})
MEMORY_MB = 4_000  # of one notebook's checks


class Bench(InteractiveShell):
    """An IPython without a kernel that keeps what a cell shows, in the form of a notebook's outputs."""

    def begin(self) -> None:
        """Forget the outputs of the cell before."""
        self.shown: list[dict] = []

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        shown = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        self.shown.append({"output_type": "error", **shown})

    def _format_exception_for_storage(self, exception: BaseException, *_: Any, **__: Any) -> dict:
        return {}  # IPython would format each error once more, for its history

    def show(self, kind: str, data: dict, metadata: dict) -> None:
        """Keep a value that a cell showed."""
        self.shown.append({"output_type": kind, "data": data, "metadata": metadata})


class _Publisher(DisplayPublisher):
    """Keeps what a cell shows."""

    def publish(  # type: ignore[override]
        self, data: dict, metadata: dict | None = None, **_: Any
    ) -> None:
        self.shell.show("display_data", data, metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.begin()


class Sitting:
    """One notebook's checks, one after another, in one namespace as in a notebook.

    Parameters
    ----------
    line : Line
        To the worker, which asks, and which calls the learner's functions for us.
    opened : dict
        The set-up: ``setup``, ``imports``, ``answers``, ``modules``, ``folder``, ``environment``.
    """

    def __init__(self, line: Line, opened: dict) -> None:
        self.line = line
        self.modules = set(opened["modules"])
        self.imports, self.answers = opened["imports"], set(opened["answers"])
        self.touched: list[str] = []
        os.environ.update(opened["environment"])
        os.chdir(opened["folder"])
        self.bench = Bench.instance(config=QUIET)
        self.bench.display_pub = _Publisher(shell=self.bench)
        self.bench.user_ns["display"] = _display
        self.bench.displayhook.__class__ = _shown_result(self.bench)
        for source in opened["setup"]:
            # What a given cell imports may be missing here; the check that needs it then says so.
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                self.bench.begin()
                self.bench.run_cell(source, store_history=False)
        self.ready = set(self.bench.user_ns)

    def judge(self, asked: dict, blobs: dict[str, bytes]) -> dict:
        """Run one check.

        Parameters
        ----------
        asked : dict
            ``source``, ``names``, ``cells``, ``runs``, ``cell_id``.
        blobs : dict of str to bytes
            The values, JSON, by name.

        Returns
        -------
        dict
            ``outputs`` in a notebook's form; ``unseen``, what the check needed and could not be given, by name; and
            ``seconds``, how long it ran.
        """
        space, self.touched, unseen = self.bench.user_ns, [], {}
        for name in set(asked["names"]) - set(blobs) - self.ready:
            space.pop(name, None)
        # what the trainer's own cells define is the trainer's, whatever the notebook made of it
        for name, blob in ((name, blob) for name, blob in blobs.items() if name not in self.ready):
            try:
                if name in self.imports:  # who binds np to something else has not answered otherwise
                    exec(self.imports[name], space)
                    continue
                value = decode(json.loads(blob), call=self._remote, modules=self.modules)
            except Exception as error:  # what a kernel sent can be wrong in every way
                unseen[name] = str(error) or type(error).__name__
                value = Unseen(name, self.touched.append)
            space[name] = value
        space["In"][:] = asked["cells"]
        _remember(asked["runs"], asked["cell_id"])
        began = time.monotonic()
        outputs = self._run(asked["source"])
        # What a check defines for those after it stays the check's, whatever a notebook calls so.
        self.ready |= defined_in(asked["source"]) - self.answers
        return {
            "outputs": outputs,
            "unseen": {n: unseen.get(n, n) for n in dict.fromkeys(self.touched)},
            "seconds": time.monotonic() - began,
        }

    def _run(self, source: str) -> list[dict]:
        self.bench.begin()
        out, err = io.StringIO(), io.StringIO()
        before = len(self.bench.user_ns["In"])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
            try:
                self.bench.run_cell(source, store_history=True, cell_id="check")
            except NeedsLive:
                pass
            finally:
                del self.bench.user_ns["In"][before:]
        streams = [("stdout", out.getvalue()), ("stderr", err.getvalue())]
        return [
            *({"output_type": "stream", "name": name, "text": text} for name, text in streams if text),
            *self.bench.shown,
        ]

    def _remote(self, written: dict) -> Callable:
        return remote(written, self._call)

    def _call(self, written: dict, places: tuple, named: dict) -> Any:
        name = written.get("name") or "a function"
        try:
            given = json.dumps(encode([list(places), named], hold=None))
        except Opaque as error:
            self.touched.append(f"{name}() was to be called with {error}")
            raise NeedsLive from None
        self.line.send({"call": written["v"]}, {"given": given.encode()})
        told, blobs = self.line.receive()
        if "stopped" in told:
            raise TimeoutError(told["stopped"])
        print(told.get("printed", ""), end="")
        try:
            for key, text in told.get("changed", {}).items():
                put_into(named[key] if key in named else places[int(key)], decode(json.loads(text)))
            if "raised" in told:
                raise error_like(*told["raised"])
            return decode(json.loads(blobs["value"]), call=self._remote, modules=self.modules)
        except (Opaque, Unreadable) as error:
            self.touched.append(f"{name}() returned {error}")
            raise NeedsLive from None
        except NeedsLive:
            self.touched.append(f"{name}() changed what it was given, and not only a list, a set or a dict")
            raise


def defined_in(source: str) -> set[str]:
    """Name the functions and classes that a cell defines."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _shown_result(bench: Bench) -> type:
    """Make the display hook keep a cell's last value instead of printing it."""

    class Shown(type(bench.displayhook)):  # type: ignore[misc]
        def write_output_prompt(self) -> None:
            """Print no prompt."""

        def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
            """Keep the value."""
            bench.show("execute_result", format_dict, md_dict or {})

    return Shown


def _display(*values: Any, **_: Any) -> None:
    bench = Bench.instance()
    for value in values:
        bench.show("display_data", *bench.display_formatter.format(value))  # type: ignore[union-attr]


def _remember(runs: list[dict], cell_id: str | None) -> None:
    """Tell millrace what was run, so that a check judges the latest run; other courses have nothing to tell."""
    if "millrace.slips" not in sys.modules:
        return
    from millrace.slips.runs import Run, forget, remember, start

    forget()
    for run in runs:
        error = RuntimeError("the cell stopped") if run["error"] else None
        texts = {key: str(run[key]) for key in ("source", "sentence")}
        where = None if run["cell_id"] is None else str(run["cell_id"])
        rebound = frozenset(map(str, run["rebound"]))
        remember(Run(**texts, error=error, discarded=tuple(map(str, run["discarded"])), cell_id=where,
                     shows=bool(run["shows"]), rebound=rebound))  # fmt: skip
    start(cell_id)


def _limit_memory() -> None:
    """Let values that grow, such as a range of 10**12, end a check and not the machine."""
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MB * 1_000_000,) * 2)


def sit(given: socket.socket) -> None:
    """Judge the checks of one notebook, for the process at the other end of a socket.

    Parameters
    ----------
    given : socket.socket
        The line to it.
    """
    _limit_memory()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _judge_all(Line(given.makefile("rb"), given.makefile("wb")))


def _judge_all(line: Line) -> None:
    opened, _ = line.receive()
    sitting = Sitting(line, opened)
    line.send({"ready": True})
    while True:
        asked, blobs = line.receive()
        try:
            line.send(sitting.judge(asked, blobs))
        except BaseException:
            line.send({"fault": traceback.format_exc(limit=-6)})


def main() -> None:
    """Judge one notebook's checks for the process at the standard input and output."""
    line = Line(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    _limit_memory()
    with contextlib.suppress(EOFError, BrokenPipeError):
        _judge_all(line)


if __name__ == "__main__":
    main()
