"""Run notebooks one by one or side by side, each in a kernel forked from a warm process, each enclosed."""

import asyncio
import shutil
import signal
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from coursekit.kernels.enclosure import HOME, SOCKETS
from coursekit.kernels.forked import NoKernel, wait_ready
from coursekit.kernels.forking import ATTEMPTS, Zygote
from coursekit.kernels.furnishing import check_name, lay_out
from coursekit.kernels.limits import Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coursekit.kernels.errands import Errand
    from coursekit.kernels.visiting import AtEnd, Visit

__all__ = ["Ran", "Sandbox"]

END_SECONDS = 20
QUIET = ("--HistoryManager.hist_file=:memory:",)
WARM = ("pandas", "numpy", "matplotlib.pyplot", "sklearn", "scipy.stats", "seaborn", "ipywidgets")


@dataclass(frozen=True)
class Ran:
    """What became of one notebook.

    Parameters
    ----------
    notebook : NotebookNode
        A copy of what was given, with the outputs of the cells that ran.
    outcome : str
        One word of `OUTCOMES`.
    cell : str or None
        Id of the cell at which the run ended, None when every cell ran.
    said : str
        One sentence on the outcome, with the numbers; empty when every cell ran.
    interrupted : tuple of str
        Ids of the cells that were interrupted because they took too long; the run went on after them.
    seconds : dict of str to float
        Wall-clock seconds: `start`, `cells`, `shutdown`; `learner` is the part of `cells` that no visitor dealt with.
    peak_mb : float
        Most memory that the notebook's processes held at one time beyond what the zygote had loaded, in megabytes.
    files : dict of str to bytes
        The files that were asked for by `collect` and are there. They come from the learner: distrust them.
    """

    notebook: "NotebookNode"
    outcome: str
    cell: str | None = None
    said: str = ""
    interrupted: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)


class Sandbox:
    """A warm process, in bubblewrap, from which a kernel is forked for each notebook.

    Parameters
    ----------
    read_only : sequence of Path
        Files and folders that kernels may read, at the paths they have here, beside the system and the environment.
    hidden : sequence of Path
        Files and folders inside those that kernels find empty.
    warm : sequence of str
        Modules that are imported once, before the first kernel.
    limits : Limits
        What one notebook may use.
    environment : mapping of str to str
        Environment variables for kernels, beside the few that every program needs.
    enclosed : bool
        False runs kernels with all rights of the user, without bubblewrap. Only for notebooks that one trusts.

    Raises
    ------
    NoBubblewrap
        When `enclosed` and bubblewrap is missing or cannot make a sandbox here.
    """

    def __init__(
        self,
        read_only: Sequence[Path] = (),
        *,
        hidden: Sequence[Path] = (),
        warm: Sequence[str] = WARM,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        enclosed: bool = True,
    ) -> None:
        self.limits = limits or Limits()
        self._zygote = Zygote(warm, readable=read_only, hidden=hidden, environment=environment, enclosed=enclosed)

    def __enter__(self) -> "Sandbox":
        """Start the warm process."""
        self.start()
        return self

    def start(self) -> None:
        """Start the warm process unless it is there; the first run would do so, too."""
        self._zygote.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the warm process and everything that came from it."""
        self._zygote.stop()

    def import_more(self, modules: Iterable[str]) -> None:
        """Have more modules ready in kernels to come, see `Zygote.import_more`."""
        self._zygote.import_more(modules)

    @property
    def missing(self) -> list[str]:
        """Warm modules that are not installed."""
        return self._zygote.missing

    def run(
        self,
        notebook: "NotebookNode",
        folder_files: Mapping[str, Path] | None = None,
        *,
        collect: Sequence[str] = (),
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        visit: "Visit | None" = None,
        at_end: "AtEnd | None" = None,
    ) -> Ran:
        """Run every code cell, errors allowed. Nothing that a learner's code does raises here.

        Parameters
        ----------
        notebook : NotebookNode
            What to run; it stays as it is.
        folder_files : mapping of str to Path, optional
            What is copied into the kernel's working folder: names there, with `/` for folders in it, and plain files
            here.
        collect : sequence of str
            Names of files in the working folder that are wanted back, `output_mb` together at the most.
        limits : Limits, optional
            What this notebook may use, in place of the sandbox's limits.
        environment : mapping of str to str, optional
            Environment variables of this kernel beside the sandbox's.
        visit : callable, optional
            Awaited with each code cell before it runs, and with `Hands` in the kernel. It returns True when it has
            dealt with the cell, whose outputs it may set; otherwise the cell is run. Its own time counts against no
            limit, what it runs in the kernel does. What it raises, this raises.
        at_end : callable, optional
            Awaited with `Hands` after the last cell, unless the run has ended early.

        Returns
        -------
        Ran
            What became of it.

        Raises
        ------
        ValueError
            When a name leads out of the folder, or a file is no plain file.
        NoKernel
            When no warm process can be started.
        """
        for name in collect:
            check_name(name)
        given: dict[str, Any] = {
            "collect": collect,
            "limits": limits,
            "environment": environment,
            "visit": visit,
            "at_end": at_end,
        }
        for _ in range(ATTEMPTS - 1):
            ran = self._run(notebook, folder_files or {}, **given)
            # The warm process was ended while it forked, and took the kernel with it before a cell was run.
            if ran.outcome not in ("not started", "died") or ran.seconds["cells"] or self._zygote.process is not None:
                return ran
        return self._run(notebook, folder_files or {}, **given)

    def errand(
        self, function: str, folder_files: Mapping[str, Path], environment: Mapping[str, str] | None = None
    ) -> "Errand":
        """Have a function of ours do trusted work in a fork of the warm process, which has run no learner's code.

        Parameters
        ----------
        function : str
            As ``"package.module:name"``; it is called with a socket, a line to here. Its module may be a warm one.
        folder_files : mapping of str to Path
            What is copied into its folder, as in `run`.
        environment : mapping of str to str, optional
            Environment variables beside the sandbox's.

        Returns
        -------
        Errand
            The line, the folder, and the means to end it.
        """
        seat = self._zygote.seat()
        for name, path in folder_files.items():
            lay_out(path, seat / "files", name)
        return self._zygote.errand(function, seat, {**self._zygote.environment, **(environment or {})})

    def _run(
        self,
        notebook: "NotebookNode",
        folder_files: Mapping[str, Path],
        *,
        collect: Sequence[str],
        limits: Limits | None,
        environment: Mapping[str, str] | None,
        visit: "Visit | None",
        at_end: "AtEnd | None",
    ) -> Ran:
        from coursekit.kernels.running import Run, run_cells

        began = time.monotonic()
        zygote, limits = self._zygote, limits or self.limits
        seat = zygote.seat()
        forked = None
        try:
            for name, path in folder_files.items():
                lay_out(path, seat / "files", name)
            variables = {**zygote.environment, **(environment or {})}
            ours, its = _connections(seat, enclosed=zygote.enclosed)
            forked = zygote.fork(
                seat, its, folder=str(seat / "files"), limits=limits, arguments=QUIET, environment=variables
            )
            kernel = forked

            def ready() -> None:
                wait_ready(kernel, limits.start_seconds)

            try:
                run = asyncio.run(
                    run_cells(notebook, ours, forked, limits, wait_ready=ready, visit=visit, at_end=at_end)
                )
            except NoKernel as error:
                run = Run(notebook, outcome="not started", said=str(error))
            stopping = time.monotonic()
            forked.say(finish=list(collect))
            end = forked.wait(END_SECONDS) or {}
            done = time.monotonic()
        finally:
            if forked is not None:
                forked.close()
            shutil.rmtree(seat, ignore_errors=True)
        outcome, said = _outcome(run.outcome, run.said, end, limits)
        seconds = {
            "start": run.start_seconds or stopping - began,
            "cells": run.cells_seconds,
            "learner": run.learner_seconds,
            "shutdown": done - stopping,
        }
        return Ran(
            run.notebook,
            outcome,
            run.cell,
            said,
            tuple(run.interrupted),
            seconds,
            end.get("peak_mb", 0.0),
            end.get("files", {}),
        )


def _connections(seat: Path, *, enclosed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how the kernel is reached, as we see it and as it sees itself."""
    ports = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
    both = {
        "transport": "ipc", "signature_scheme": "hmac-sha256", "key": uuid.uuid4().hex, "kernel_name": "",
        **{name: number for number, name in enumerate(ports, 1)},
    }  # fmt: skip
    ours = {**both, "ip": str(seat / "ipc" / "k")}
    its = {**ours, "connection_file": str(seat / "kernel.json")}
    if enclosed:
        its |= {"ip": str(SOCKETS / "k"), "connection_file": str(HOME / "kernel.json")}
    return ours, its


def _outcome(outcome: str, said: str, end: dict[str, Any], limits: Limits) -> tuple[str, str]:
    """Let the supervisor's word go before what the line to the kernel looked like."""
    cause = end.get("ended")
    if cause == "memory":
        return cause, f"The notebook held {end['peak_mb']:,.0f} MB; {limits.memory_mb:,} MB are allowed."
    if cause == "cpu":
        used = f"{end['cpu_seconds']:,.0f} seconds of processor time"
        return cause, f"The notebook used {used}; {limits.cpu_seconds:,} are allowed."
    if cause == "processes":
        return cause, f"The notebook had more than {limits.processes:,} processes and threads, which is the limit."
    if outcome == "died":
        status = end.get("status")
        if status == 128 + signal.SIGXCPU or (
            status == 128 + signal.SIGKILL and end["cpu_seconds"] >= limits.cpu_seconds
        ):
            return "cpu", f"The notebook used all of its {limits.cpu_seconds:,} seconds of processor time."
        return outcome, f"The kernel ended by itself (status {status})."
    return outcome, said
