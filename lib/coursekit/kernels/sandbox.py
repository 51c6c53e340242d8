"""Run notebooks one by one or side by side, each in a kernel forked from a warm process, each enclosed."""

import asyncio
import os
import shutil
import signal
import stat
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from coursekit.kernels.enclosure import HOME, SOCKETS
from coursekit.kernels.forked import NoKernel, wait_ready
from coursekit.kernels.forking import Zygote
from coursekit.kernels.limits import Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coursekit.kernels.visiting import AtEnd, Visit

__all__ = ["Ran", "Sandbox", "check_name", "lay_out"]

END_SECONDS = 20
LONGEST_NAME = 255
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
        Wall-clock seconds: `start`, `cells`, `shutdown`.
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
        self._zygote.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the warm process and everything that came from it."""
        self._zygote.stop()

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
        from coursekit.kernels.running import Run, run_cells

        for name in collect:
            check_name(name)
        began = time.monotonic()
        zygote, limits = self._zygote, limits or self.limits
        seat = zygote.seat()
        forked = None
        try:
            for name, path in (folder_files or {}).items():
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


def check_name(name: str) -> None:
    """Refuse a name that is not that of a file below a folder.

    Parameters
    ----------
    name : str
        A name, with `/` for folders.

    Raises
    ------
    ValueError
        When it leads out of the folder or is no name at all.

    Examples
    --------
    >>> check_name("data/orders.csv")
    >>> check_name("../gradebook.db")
    Traceback (most recent call last):
    ...
    ValueError: '../gradebook.db' is no name of a file below the working folder. Give one like data/orders.csv.
    """
    parts = name.split("/")
    if not name.isprintable() or any(part in ("", ".", "..") or len(part.encode()) > LONGEST_NAME for part in parts):
        raise ValueError(
            f"{name[:200]!r} is no name of a file below the working folder. Give one like data/orders.csv."
        )


def lay_out(path: Path, folder: Path, name: str) -> None:
    """Copy a plain file under a name below a folder.

    Parameters
    ----------
    path : Path
        The file. No link to it, for that could lead anywhere.
    folder : Path
        The folder.
    name : str
        The name there, with `/` for folders.

    Raises
    ------
    ValueError
        When the name leads out of the folder, or the file is no plain file.
    """
    check_name(name)
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise ValueError(f"{str(path)!r} is a link, a folder or a device. Only plain files go into a kernel's folder.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy)


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
