"""Run work in forked copies of this process, some side by side, and collect what each returns."""

import contextlib
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["Job", "Result", "run_jobs"]

MOST_MEMORY = 4 << 30
PAUSE = 0.01
ENDINGS = {signal.SIGINT, signal.SIGTERM}


@dataclass(frozen=True)
class Job:
    """What to run in a process of its own; the result must be picklable."""

    name: Any
    work: Callable[[], object]


@dataclass(frozen=True)
class Result:
    """What a job returned; ``died`` when its process was killed or ended before it returned anything."""

    name: Any
    value: Any
    died: bool


def run_jobs(jobs: Iterable[Job], *, most: int) -> Iterator[Result]:
    """Run jobs in forked processes.

    Parameters
    ----------
    jobs : iterable of Job
        Taken one by one when there is room, so that a generator may prepare them late.
    most : int
        How many at the same time.

    Yields
    ------
    Result
        In the order in which the jobs end.
    """
    waiting, running = iter(jobs), {}
    try:
        while True:
            while len(running) < most and (job := next(waiting, None)):
                with _undisturbed():
                    scratch = Path(tempfile.mkdtemp(prefix="mutation-"))
                    running[_start(job, scratch)] = (job, scratch)
            if not running:
                return
            for pid in [pid for pid in running if os.waitpid(pid, os.WNOHANG)[0]]:
                yield _finish(pid, *running.pop(pid))
            time.sleep(PAUSE)
    finally:
        for pid, (job, scratch) in running.items():
            _kill(pid)
            os.waitpid(pid, 0)
            _finish(pid, job, scratch)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off interrupts: Python loses them in the middle of a fork, and each process must be known before it ends."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def _start(job: Job, scratch: Path) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _settle(scratch)
            (scratch / "result").write_bytes(pickle.dumps(job.work()))
        finally:
            os._exit(0)
    return pid


def _settle(scratch: Path) -> None:
    import resource

    # A group of its own, so that whatever tests start ends with it; a place of its own for temporary files.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    # Workers that a test spawns import the main module first, which is this tool.
    sys.modules["__main__"] = ModuleType("__main__")
    (scratch / "tmp").mkdir()
    os.environ |= {"TMPDIR": str(scratch / "tmp"), "PYTEST_DEBUG_TEMPROOT": str(scratch / "tmp")}
    tempfile.tempdir = None
    # A mutant that appends for ever must not take the machine with it.
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)


def _finish(pid: int, job: Job, scratch: Path) -> Result:
    _kill(pid)
    result = scratch / "result"
    try:
        return Result(job.name, pickle.loads(result.read_bytes()), died=False)
    except (OSError, EOFError, pickle.UnpicklingError):
        return Result(job.name, None, died=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
