"""Talk to the judge: start it warm, open a sitting for each notebook, and carry calls of functions to a kernel."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, cast

from coursekit.grading.frames import Line
from coursekit.kernels.forking import INLINE, ONE_THREAD

__all__ = ["Judge", "Verdict", "as_call"]

Call = Callable[[int, str], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Verdict:
    """What a check said of the values it was given.

    Parameters
    ----------
    outputs : list of dict
        In a notebook's form.
    unseen : dict of str to str
        What the check needed and could not be given as data, and why; then it says nothing about the answer.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    unseen: dict[str, str] = field(default_factory=dict)


class Judge:
    """The judging process of one worker. It is started when it is first needed, and again when it was ended.

    Parameters
    ----------
    warm : sequence of str
        Modules that it imports once.
    seconds : float
        How long one check may take, calls of the learner's functions included.
    """

    def __init__(self, warm: Sequence[str] = (), *, seconds: float = 60.0) -> None:
        self.warm, self.seconds = tuple(warm), seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._opened: dict[str, Any] | None = None
        self._is_open = False

    def __enter__(self) -> "Judge":
        """Return it; nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.end()

    def open(
        self, *, setup: Sequence[str], modules: Sequence[str], folder: str, environment: Mapping[str, str]
    ) -> None:
        """Say for which notebook the next checks are; what is needed for that is done at its first check.

        Parameters
        ----------
        setup : sequence of str
            Code of the trainer's that defines what checks use.
        modules : sequence of str
            The modules that a value may be.
        folder : str
            Where checks run: a copy of the files that the lab gives.
        environment : mapping of str to str
            Variables of the environment.
        """
        self.close()
        self._opened = {
            "setup": list(setup), "modules": list(modules), "folder": folder, "environment": dict(environment),
        }  # fmt: skip

    def close(self) -> None:
        """Say that the notebook has no more checks."""
        if self._is_open:
            with contextlib.suppress(OSError, EOFError):
                self._line.send({"do": "close"})
        self._is_open = False

    async def judge(self, asked: Mapping[str, Any], values: Mapping[str, str], call: Call) -> Verdict:
        """Have one check judged.

        Parameters
        ----------
        asked : mapping
            ``source``, ``names``, ``cells``, ``runs``, ``cell_id``, see `coursekit.grading.judge`.
        values : mapping of str to str
            JSON of the values, by name.
        call : callable
            Calls a function of the learner's: from its number and JSON of its arguments to what `inside.call` gives.

        Returns
        -------
        Verdict
            What it said; an error of the kind `CellTimeoutError` when it took too long.

        Raises
        ------
        RuntimeError
            When the judge itself is at fault.
        """
        ended = threading.Event()
        timer = threading.Timer(self.seconds, self._stop, [ended])
        timer.daemon = True
        timer.start()
        try:
            self._begin()
            self._line.send({"do": "check", **asked}, {name: text.encode() for name, text in values.items()})
            while True:
                told, blobs = self._line.receive()
                if "call" not in told:
                    break
                await self._answer(told["call"], blobs["given"].decode(), call)
        except (EOFError, BrokenPipeError):
            self.end()
            return Verdict([_ended(late=ended.is_set(), seconds=self.seconds)])
        except BaseException:
            self.end()  # it may be waiting for the answer to a call
            raise
        finally:
            timer.cancel()
        if "fault" in told:
            self.end()
            raise RuntimeError(f"The judging process failed:\n{told['fault']}")
        return Verdict(told["outputs"], told["unseen"])

    async def _answer(self, number: int, given: str, call: Call) -> None:
        told = await call(number, given)
        blobs = {"value": str(told.pop("value")).encode()} if "value" in told else {}
        self._line.send(told, blobs)

    def _begin(self) -> None:
        if self._process is None:
            command = [sys.executable, "-P", "-m", "coursekit.grading.judge", *self.warm]
            # a group of its own, so that all of it can be ended; the learner's code never runs here
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, env=_environment()
            )
            reads, writes = cast(IO[bytes], self._process.stdout), cast(IO[bytes], self._process.stdin)
            self._line = Line(reads, writes)  # type: ignore[arg-type]
        if not self._is_open:
            self._line.send(self._opened or {})
            self._line.receive()
            self._is_open = True

    def _stop(self, ended: threading.Event) -> None:
        ended.set()
        self._kill()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()

    def end(self) -> None:
        """End the process; the next check starts another."""
        self._kill()
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    cast(IO[bytes], pipe).close()
        self._process, self._is_open = None, False


def _environment() -> dict[str, str]:
    return {**os.environ, **ONE_THREAD, **INLINE}


def _ended(*, late: bool, seconds: float) -> dict[str, Any]:
    said = f"The check took longer than {seconds:g} seconds." if late else "The check ended its own process."
    name = "CellTimeoutError" if late else "CheckEnded"
    return {"output_type": "error", "ename": name, "evalue": said, "traceback": [said]}


def as_call(told: str | None) -> dict[str, Any]:
    """Read what came out of a kernel for a call.

    Parameters
    ----------
    told : str or None
        JSON, or None when the kernel gave nothing.

    Returns
    -------
    dict
        ``value`` or ``raised``, and ``printed``, ``changed``; ``stopped`` when there is nothing to go on with.
    """
    try:
        read = json.loads(told or "")
        printed, changed = str(read["printed"]), {str(k): str(v) for k, v in read["changed"].items()}
        common = {"printed": printed, "changed": changed}
        if "raised" in read:
            kinds, text = read["raised"]
            return {**common, "raised": [[str(kind) for kind in kinds][:50], str(text)]}
        return {**common, "value": str(read["value"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"stopped": "the function of the notebook did not return"}
