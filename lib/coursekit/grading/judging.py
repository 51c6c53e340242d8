"""Talk to the judge: one for each notebook, forked warm where that can be; carry calls of functions to a kernel."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from coursekit.grading.frames import Line
from coursekit.kernels import Sandbox
from coursekit.kernels.forking import ATTEMPTS, INLINE, ONE_THREAD

__all__ = ["ColdSitting", "Judge", "Verdict", "WarmSitting", "as_call"]

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
    seconds : float
        How long the check itself ran.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    unseen: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


class Judge:
    """The judge of one notebook's checks. Its process is started when it is first needed.

    Parameters
    ----------
    start : callable
        Starts the process, `WarmSitting` or `ColdSitting`.
    setup : sequence of str
        Code of the trainer's that defines what checks use.
    imports : mapping of str to str, optional
        Names that answers are to import, and the trainer's import of each.
    answers : sequence of str
        Names that answers store: what a check defines under one of them is not kept for the checks after it.
    modules : sequence of str
        The modules that a value may be.
    environment : mapping of str to str, optional
        Variables of the environment.
    seconds : float
        How long one check may take, calls of the learner's functions included.
    """

    def __init__(
        self,
        start: Callable[[], "WarmSitting | ColdSitting"],
        *,
        setup: Sequence[str] = (),
        imports: Mapping[str, str] | None = None,
        answers: Sequence[str] = (),
        modules: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        seconds: float = 60.0,
    ) -> None:
        self.seconds = seconds
        self._start = start
        self._opened = {
            "setup": list(setup), "imports": dict(imports or {}), "answers": list(answers),
            "modules": list(modules),
            "environment": dict(environment or {}),
        }  # fmt: skip
        self._sitting: WarmSitting | ColdSitting | None = None

    def __enter__(self) -> "Judge":
        """Return it; nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.end()

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
        sitting = self._sitting = self._sitting or self._begin()
        timer = threading.Timer(self.seconds, _stop, [sitting, ended])
        timer.daemon = True
        timer.start()
        line = sitting.line
        try:
            line.send(dict(asked), {name: text.encode("utf-8", "replace") for name, text in values.items()})
            while True:
                told, blobs = line.receive()
                if "call" not in told:
                    break
                answer = await call(told["call"], blobs["given"].decode())
                value = {"value": str(answer.pop("value")).encode("utf-8", "replace")} if "value" in answer else {}
                line.send(answer, value)
        except (EOFError, BrokenPipeError, ConnectionResetError):
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
        return Verdict(told["outputs"], told["unseen"], told["seconds"])

    def _begin(self) -> "WarmSitting | ColdSitting":
        """Start a process; when the warm one has just died, another comes in its place."""
        for attempts_left in reversed(range(ATTEMPTS)):
            sitting = self._start()
            try:
                sitting.line.send({**self._opened, "folder": sitting.folder})
                sitting.line.receive()
                return sitting
            except (EOFError, BrokenPipeError, ConnectionResetError):
                sitting.close()
                if not attempts_left:
                    raise RuntimeError("The judging process ends before it has begun.") from None
        raise AssertionError("the last attempt has returned or raised")

    def end(self) -> None:
        """End the process; another check would start another."""
        if self._sitting is not None:
            self._sitting.close()
        self._sitting = None


def _stop(sitting: "WarmSitting | ColdSitting", ended: threading.Event) -> None:
    ended.set()
    sitting.stop()


class WarmSitting:
    """A judging process that is forked from the warm process of a sandbox.

    Parameters
    ----------
    sandbox : Sandbox
        Whose warm process. It runs no learner's code.
    files : mapping of str to Path
        What lies in the judge's folder.
    """

    def __init__(self, sandbox: Sandbox, files: Mapping[str, Path]) -> None:
        self._errand = sandbox.errand("coursekit.grading.judge:sit", files)
        self.folder = self._errand.folder
        self._files = [self._errand.line.makefile(mode) for mode in ("rb", "wb")]
        self.line = Line(*self._files)

    def stop(self) -> None:
        """End the process, from any thread."""
        self._errand.stop()

    def close(self) -> None:
        """End the process, and remove its folder."""
        self._errand.stop()
        _close(*self._files)
        self._errand.close()


class ColdSitting:
    """A judging process that is started anew, where nothing can be forked.

    Parameters
    ----------
    folder : Path
        Where it runs, with the files that checks read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        command = [sys.executable, "-P", "-m", "coursekit.grading.judge"]
        # a group of its own, so that all of it can be ended; the learner's code never runs here
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, env=_environment()
        )
        self._pipes = cast(IO[bytes], self._process.stdout), cast(IO[bytes], self._process.stdin)
        self.line = Line(*self._pipes)  # type: ignore[arg-type]

    def stop(self) -> None:
        """End the process, from any thread."""
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def close(self) -> None:
        """End the process."""
        self.stop()
        self._process.wait()
        _close(*self._pipes)


def _close(*files: Any) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.close()


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
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"stopped": "the function of the notebook did not return"}
