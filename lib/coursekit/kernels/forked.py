"""A forked kernel as the starting process sees it: the line to its supervisor, which says how it fares."""

import base64
import contextlib
import json
import select
import socket
import threading
import time
from typing import Any

__all__ = ["Forked", "NoKernel", "wait_ready"]


class NoKernel(RuntimeError):
    """A zygote or a kernel could not be started; the message says why."""


class Forked:
    """One kernel, and the line to its supervisor.

    Parameters
    ----------
    line : socket.socket
        The line.
    """

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.process: int | None = None
        self.born = self.ready = False
        self.fault = ""
        self.end: dict[str, Any] | None = None
        self._heard = b""
        self._lock = threading.Lock()

    def listen(self, seconds: float = 0.0) -> None:
        """Take in what the supervisor has said, waiting some seconds at the most for the first word."""
        with self._lock:
            while self.end is None and select.select([self.line], [], [], seconds)[0]:
                seconds = 0.0
                try:
                    block = self.line.recv(1 << 20)
                except ConnectionResetError:
                    block = b""
                if not block:
                    self.end = {"ended": "lost", "status": None, "peak_mb": 0.0, "cpu_seconds": 0.0, "files": {}}
                self._heard += block
                *lines, self._heard = self._heard.split(b"\n")
                for message in map(json.loads, lines):
                    self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if "born" in message:
            self.born = True
        elif "ready" in message:
            self.ready, self.process = True, message["process"]
        elif "fault" in message:
            self.fault = message["fault"]
        elif "ended" in message:
            message["files"] = {name: base64.b64decode(text) for name, text in message["files"].items()}
            self.end = message

    @property
    def alive(self) -> bool:
        """Whether the kernel and its supervisor are there."""
        self.listen()
        return self.end is None

    def say(self, **message: object) -> None:
        """Ask the supervisor for something; one that is gone is not asked any more."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, OSError):
            self.line.sendall(json.dumps(message).encode() + b"\n")

    def wait(self, seconds: float) -> dict[str, Any] | None:
        """Wait for the end, and return what was said of it, or None when the time is over."""
        until = time.monotonic() + seconds
        while self.end is None and (left := until - time.monotonic()) > 0:
            self.listen(left)
        return self.end

    def close(self) -> None:
        """Hang up: the supervisor then ends the kernel."""
        self.line.close()


def wait_ready(forked: Forked, seconds: float) -> None:
    """Wait until a kernel's sockets are there.

    Parameters
    ----------
    forked : Forked
        The kernel.
    seconds : float
        How long at the most.

    Raises
    ------
    NoKernel
        When it has ended before, or the time is over.
    """
    until = time.monotonic() + seconds
    while not forked.ready:
        if not forked.alive:
            raise NoKernel(f"The kernel ended while it started. {forked.fault.strip()}")
        if (left := until - time.monotonic()) <= 0:
            raise NoKernel(f"The kernel was not ready within {seconds:g} seconds.")
        forked.listen(left)
