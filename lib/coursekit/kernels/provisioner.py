"""The kernel `coursekit-warm`, for everything that starts kernels by name: papermill, nbclient, nbgrader, JupyterLab.

A kernel that is started by name has all rights of the user, as any kernel; it is only quicker to start. Notebooks that
nobody has read belong into a `Sandbox`.
"""

import asyncio
import atexit
import json
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import List, Unicode

from coursekit.kernels.forked import Forked, NoKernel, wait_ready
from coursekit.kernels.forking import INLINE, ONE_THREAD, Zygote
from coursekit.kernels.sandbox import QUIET, WARM

__all__ = ["WarmProvisioner"]

LOOK_SECONDS = 0.02
START_SECONDS = 60

_zygotes: dict[tuple[int, tuple[str, ...]], Zygote] = {}
_lock = threading.Lock()


def _zygote(warm: tuple[str, ...]) -> Zygote:
    """Return the zygote of this process for some modules; a process that was forked from it has its own."""
    with _lock:
        key = (os.getpid(), warm)
        if key not in _zygotes:
            _zygotes[key] = Zygote(warm, enclosed=False)
            atexit.register(_zygotes[key].stop)
        return _zygotes[key]


class WarmProvisioner(KernelProvisionerBase):
    """Fork kernels from a process that has already imported what a course needs."""

    warm = List(
        Unicode(), default_value=list(WARM), help="Modules that are imported once, before the first kernel."
    ).tag(config=True)

    forked: Forked | None = None
    zygote: Zygote | None = None
    seat: Path | None = None
    status: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and has not been waited for."""
        return self.forked is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the sockets, and write the connection file."""
        if not sys.platform.startswith("linux"):
            raise NoKernel("Warm kernels exist on Linux only. Use the kernel python3 here.")
        if self.zygote is None or self.seat is None:
            self.zygote = _zygote(tuple(self.warm))
            self.seat = self.zygote.seat()
        # nbclient asks for some of it, too, and IPython takes no setting twice
        arguments = list(dict.fromkeys([*QUIET, *kwargs.pop("extra_arguments", ())]))
        manager: Any = self.parent
        manager.transport, manager.ip = "ipc", str(self.seat / "ipc" / "k")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=arguments, **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, and wait until its sockets are there."""
        assert self.zygote is not None
        assert self.seat is not None
        manager: Any = self.parent
        file = manager.connection_file
        connection = {**json.loads(Path(file).read_text(encoding="utf-8")), "connection_file": file}
        environment = {**kwargs["env"], **ONE_THREAD, **{k: v for k, v in INLINE.items() if k not in kwargs["env"]}}
        folder = str(kwargs.get("cwd") or Path.cwd())

        def fork(zygote: Zygote, seat: Path) -> Forked:
            forked = zygote.fork(seat, connection, folder=folder, environment=environment, arguments=cmd)
            wait_ready(forked, START_SECONDS)
            return forked

        self.forked = await asyncio.to_thread(fork, self.zygote, self.seat)
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs, its exit status afterwards."""
        if self.forked is None:
            return self.status if self.status is not None else 0
        if self.forked.alive:
            return None
        return (self.forked.end or {}).get("status") or 0

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, and return its exit status."""
        while (status := await self.poll()) is None:
            await asyncio.sleep(LOOK_SECONDS)
        if self.forked is not None:
            self.forked.close()
            self.forked, self.status = None, status
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and its group; 0 only asks whether it is there."""
        if self.forked is not None and signum:
            self.forked.say(signal=int(signum))

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the kernel's place, unless it comes back."""
        if self.seat is not None and not restart:
            shutil.rmtree(self.seat, ignore_errors=True)
            self.seat = None
