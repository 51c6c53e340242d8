"""The process beside each kernel: it starts it, watches what it uses, and ends all that came from it."""

import base64
import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import stat
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursekit.kernels import becoming, enclosure, usage

__all__ = ["Order", "Supervisor"]

TICK_SECONDS = 0.05
NOTICEABLE_KB = 8 * 1024
NICE = 10
SLACK_MB = 64  # one process gets its MemoryError first; pages that it no longer shares with the zygote are in here
SUBREAPER = 36
ENDED_ABOVE = 128  # as shells do: 128 and the signal


@dataclass
class Order:
    """What the starting process asks of a zygote.

    Parameters
    ----------
    connection : dict
        Content of the kernel's connection file.
    environment : dict of str to str
        All environment variables of the kernel.
    folder : str
        Working folder of a kernel that is not enclosed.
    enclosed : bool
        Whether the kernel gets namespaces of its own.
    seat : str
        Name of the kernel's place (enclosed).
    readable, hidden : list of str
        Paths, see `enclosure.furnish`.
    limits : dict of str to float, or None
        Fields of `Limits`; None for a kernel that anybody starts by name.
    arguments : list of str
        More arguments for the kernel.
    """

    connection: dict[str, Any]
    environment: dict[str, str]
    folder: str
    enclosed: bool = False
    seat: str = ""
    readable: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    limits: dict[str, float] | None = None
    arguments: list[str] = field(default_factory=list)


class Supervisor:
    """Start one kernel and stay with it until the end.

    Parameters
    ----------
    order : Order
        What was asked for.
    channel : socket.socket
        The line to the process that asked. When it is closed, the kernel ends.
    """

    def __init__(self, order: Order, channel: socket.socket) -> None:
        self.order = order
        self.channel = channel
        self.zygote = os.getppid()
        self.read_ready, self.tell_ready = os.pipe()
        self.child = 0
        self.status: int | None = None
        self.cause = ""
        self.born_kb = self.peak_kb = self.seen_kb = 0
        self.cpu_seconds = 0.0

    def run(self) -> None:
        """Do all of it, and say on the channel how it ended."""
        try:
            self._say(born=True)
            self._start()
            self._watch()
        except Exception:
            self.cause = "fault"
            self._say(fault=traceback.format_exc(limit=4))
        finally:
            self._end()

    def _say(self, **message: object) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.channel.sendall(json.dumps(message).encode() + b"\n")

    def _start(self) -> None:
        order = self.order
        if order.enclosed:
            limits = order.limits or {}
            enclosure.separate()
            disk = int(limits.get("disk_mb", 500))
            enclosure.furnish(order.seat, readable=order.readable, hidden=order.hidden, disk_mb=disk)
            self.child = _fork(self._be_first)
        else:
            ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
            self.child = _fork(self._be_kernel)
        os.close(self.tell_ready)

    def _be_first(self) -> None:
        """Be process 1 of the kernel's processes: when it ends, the system ends all of them."""
        relayed = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *relayed})
        enclosure.own_processes(2 * int((self.order.limits or {}).get("processes", 128)))
        kernel = _fork(self._be_kernel)
        for handle in (self.channel.fileno(), self.read_ready, self.tell_ready):
            os.close(handle)
        while True:
            arrived = signal.sigwait({signal.SIGCHLD, *relayed})
            if arrived in relayed:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(kernel, arrived)
            for process, status in _reap():
                if process == kernel:
                    os._exit(_code(status))

    def _be_kernel(self) -> None:
        order = self.order
        folder = str(enclosure.FOLDER) if order.enclosed else order.folder
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.setsid()
        if order.limits is not None:
            os.nice(NICE)  # so that the supervisor comes to its turn whatever the kernel does
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")  # and no other process dies for it
        if order.enclosed:
            enclosure.give_up_rights()
        becoming.become_kernel(
            order.connection, order.environment, folder=folder, limits=order.limits, ready=self.tell_ready,
            arguments=order.arguments, last_in_path=order.enclosed,
        )  # fmt: skip

    def _processes(self) -> list[int]:
        return usage.everybody() if self.order.enclosed else usage.descendants(os.getpid())

    def _watch(self) -> None:
        handle = os.pidfd_open(self.child)
        said = b""
        ready = False
        poller = select.poll()
        for source in (self.channel.fileno(), handle, self.read_ready):
            poller.register(source, select.POLLIN)
        while self.status is None and not self.cause:
            for source, _ in poller.poll(TICK_SECONDS * 1000):
                if source == handle:
                    self._collect_children()
                elif source == self.read_ready and not ready:
                    ready = self._hear_kernel(poller)
                elif source == self.channel.fileno():
                    block = self.channel.recv(65536)
                    if not block:
                        self.cause = "abandoned"
                    said += block
                    *lines, said = said.split(b"\n")
                    for line in lines:
                        self._obey(json.loads(line))
            self._check()
        os.close(handle)

    def _hear_kernel(self, poller: select.poll) -> bool:
        """Read the kernel's one word: that its sockets are there, or what went wrong."""
        word = os.read(self.read_ready, 65536)
        poller.unregister(self.read_ready)
        if word != becoming.READY:
            self.cause = "fault"
            self._say(fault=word.decode("utf-8", "replace") or "The kernel ended while it started.")
            return False
        if self.order.enclosed:
            enclosure.close_sockets()
        self.born_kb = usage.own_kb(self._processes()) if self.order.limits else 0
        self._say(ready=True, process=self.child)
        return True

    def _obey(self, message: dict[str, Any]) -> None:
        if "signal" in message:
            self._signal(message["signal"])
        if "finish" in message:
            self.cause = "finished"
            self.wanted = message["finish"]

    wanted: Sequence[str] = ()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if number == signal.SIGKILL or self.order.enclosed:
                os.kill(self.child, number)
            else:
                os.killpg(self.child, number)

    def _collect_children(self) -> None:
        for process, status in _reap():
            if process == self.child:
                self.status = _code(status)

    def _check(self) -> None:
        """End the kernel when it is above a limit, or when the zygote is gone."""
        if os.getppid() != self.zygote:
            self.cause = self.cause or "abandoned"
        limits = self.order.limits
        if limits is None or self.cause or self.status is not None:
            return
        processes = self._processes()
        if len(processes) > limits["processes"]:  # the more there are, the longer it would take to look at each
            self.cause = "processes"
            return
        used = usage.measure(processes, 1 if self.order.enclosed else os.getpid())
        self.cpu_seconds = max(self.cpu_seconds, used.cpu_seconds)
        if abs(used.resident_kb - self.seen_kb) > NOTICEABLE_KB:
            self.seen_kb = used.resident_kb
            self.peak_kb = max(self.peak_kb, self._held_kb(processes))
        if used.tasks > limits["processes"]:
            self.cause = "processes"
        elif self.peak_kb > (limits["memory_mb"] + SLACK_MB) * 1024:
            self.cause = "memory"
        elif used.cpu_seconds > limits["cpu_seconds"]:
            self.cause = "cpu"

    def _held_kb(self, processes: list[int]) -> int:
        """Of one process what it has more than at first; several share pages, with the zygote a few of them too."""
        return usage.own_kb(processes) - self.born_kb if len(processes) == 1 else usage.held_kb(processes)

    def _end(self) -> None:
        """Kill all that is left, then bring the wanted files, when nothing can change them any more."""
        self._kill_all()
        files = {} if self.cause == "abandoned" else self._wanted_files()
        self._say(
            ended=self.cause or "died", status=self.status, peak_mb=self.peak_kb / 1024, cpu_seconds=self.cpu_seconds,
            files=files,
        )  # fmt: skip
        self.channel.close()

    def _kill_all(self) -> None:
        if self.child and self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                self.status = _code(os.waitpid(self.child, 0)[1])
        if self.order.enclosed:
            return  # with process 1 the system has ended all others
        while left := usage.descendants(os.getpid()):
            for process in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            _reap()
            time.sleep(0.005)

    def _wanted_files(self) -> dict[str, str]:
        folder = enclosure.FOLDER if self.order.enclosed else Path(self.order.folder)
        most = (self.order.limits or {}).get("output_mb", 20) * 1_000_000
        found: dict[str, str] = {}
        for name in self.wanted:
            content = _plain_file(folder / name, int(most))
            if content is not None:
                most -= len(content)
                found[name] = base64.b64encode(content).decode("ascii")
        return found


def _plain_file(path: Path, most: int) -> bytes | None:
    """Read a file that is neither link nor pipe nor device, and not too large."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None  # it is not there, or no file; the caller sees that it is missing
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1 or facts.st_size > most:
            return None
        return _read(handle, most)
    finally:
        os.close(handle)


def _read(handle: int, most: int) -> bytes:
    blocks = []
    while most > 0 and (block := os.read(handle, min(most, 1 << 20))):
        blocks.append(block)
        most -= len(block)
    return b"".join(blocks)


def _fork(role: Callable[[], None]) -> int:
    """Fork, play a role in the child, and never come back from it."""
    process = os.fork()
    if process:
        return process
    try:
        role()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    os._exit(0)


def _reap() -> list[tuple[int, int]]:
    ended = []
    with contextlib.suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                break
            ended.append((process, status))
    return ended


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else ENDED_ABOVE - code
