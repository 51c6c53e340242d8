"""Trusted work in a fork of the warm process: a function of ours that talks over a line, and ends when it is let go."""

import contextlib
import fcntl
import importlib
import os
import select
import shutil
import socket
from pathlib import Path
from typing import Any

from coursekit.kernels import enclosure

__all__ = ["Errand", "run_errand"]


class Errand:
    """A function at work in a fork of the warm process.

    Parameters
    ----------
    line : socket.socket
        For whatever the function and its caller have to say to each other.
    leash : socket.socket
        When it is closed, the system ends the fork, whatever it is doing.
    seat : Path
        Its place; it is removed at the end.
    folder : str
        The working folder, as the function sees it.
    """

    def __init__(self, line: socket.socket, leash: socket.socket, seat: Path, folder: str) -> None:
        self.line, self.seat, self.folder = line, seat, folder
        self._leash = leash

    def stop(self) -> None:
        """End the fork; whoever reads the line then finds its end."""
        with contextlib.suppress(OSError):
            self._leash.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the fork, and remove its place."""
        self.stop()
        self._leash.close()
        self.line.close()
        shutil.rmtree(self.seat, ignore_errors=True)


def run_errand(order: dict[str, Any], handles: list[int]) -> None:
    """Do what was asked for, in a process that was forked for this.

    Parameters
    ----------
    order : dict
        ``errand``, a function as ``"package.module:name"``, that takes the line; ``environment``; ``enclosed``.
    handles : list of int
        The line and the leash.
    """
    line, leash = (socket.socket(fileno=handle) for handle in handles)
    os.setsid()
    empty = os.open(os.devnull, os.O_RDWR)
    for handle in range(3):
        os.dup2(empty, handle)
    if order["enclosed"]:
        enclosure.give_up_rights()
    # A signal that nobody handles comes with anything that happens on the leash, to all processes of this one's group.
    fcntl.fcntl(leash, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(leash, fcntl.F_SETFL, fcntl.fcntl(leash, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([leash], [], [], 0)[0]:
        return  # it was let go before
    os.environ.clear()
    os.environ.update(order["environment"])
    module, _, name = order["errand"].partition(":")
    getattr(importlib.import_module(module), name)(line)
