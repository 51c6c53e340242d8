"""The channels to a kernel that nobody trusts: they take no message that is too large, and never connect twice."""

import asyncio
import signal
import time
from typing import Any, cast

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient

from coursekit.kernels.forked import Forked

__all__ = ["MEGABYTE", "KernelClient", "connect", "greet", "hang_up", "hung_up", "size_of"]

MEGABYTE = 1_000_000
ASK_AGAIN_SECONDS = 0.5


class _Manager:
    """The two things that nbclient asks of a kernel manager."""

    def __init__(self, forked: Forked) -> None:
        self.forked = forked

    async def interrupt_kernel(self) -> None:
        self.forked.say(signal=int(signal.SIGINT))

    async def is_alive(self) -> bool:
        return self.forked.alive


class KernelClient(AsyncKernelClient):
    """A client that knows, through the supervisor, whether its kernel is there."""

    manager: _Manager | None = None

    async def is_alive(self) -> bool:
        """Tell whether the kernel is there."""
        return self.manager is not None and await self.manager.is_alive()


def connect(connection: dict[str, Any], forked: Forked, *, message_mb: int) -> KernelClient:
    """Make a client of a kernel.

    Parameters
    ----------
    connection : dict
        How to reach the kernel.
    forked : Forked
        The kernel.
    message_mb : int
        Largest message that is taken, in megabytes; a larger one ends the connection.

    Returns
    -------
    KernelClient
        The client, its channels open.
    """
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, message_mb * MEGABYTE)
    context.setsockopt(zmq.RECONNECT_IVL, -1)
    context.setsockopt(zmq.LINGER, 0)
    client = KernelClient(context=context)
    client.manager = _Manager(forked)
    client.load_connection_info(cast(Any, connection))
    client.start_channels(stdin=False, hb=False, control=False)
    client.allow_stdin = False
    for channel in (client.shell_channel, client.iopub_channel):
        _keep_awake(channel)
    return client


def _keep_awake(channel: Any) -> None:
    """Look at a channel again and again: now and then its socket does not tell that a message has come.

    That happens when something is sent at the same time, as output widgets do; see the comment in zmq's
    `zmq_getsockopt` on `ZMQ_FD`, whose readiness is told once only.
    """
    get = channel.get_msg

    async def get_awake(timeout: float | None = None) -> dict[str, Any]:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = ASK_AGAIN_SECONDS if until is None else min(ASK_AGAIN_SECONDS, max(0.0, until - time.monotonic()))
            try:
                return await get(timeout=left)
            except Exception as error:  # queue.Empty, by whichever library
                if type(error).__name__ != "Empty" or (until is not None and time.monotonic() >= until):
                    raise

    channel.get_msg = get_awake


def hung_up(client: KernelClient) -> list[asyncio.Task[Any]]:
    """Begin to listen for the end of each channel, which also comes with a message that is too large."""
    lines = [channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED) for channel in _watched(client)]
    return [asyncio.ensure_future(_hear(line)) for line in lines]


async def _hear(line: Any) -> None:
    await line.recv_multipart()


def _watched(client: KernelClient) -> tuple[Any, Any]:
    return client.shell_channel, client.iopub_channel


async def hang_up(client: KernelClient, listening: list[asyncio.Task[Any]]) -> None:
    """Close the channels."""
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    for channel in _watched(client):
        channel.socket.disable_monitor()
    client.stop_channels()
    client.context.destroy(linger=0)


async def greet(client: KernelClient) -> None:
    """Ask the kernel who it is until both of its channels answer."""
    asked = set()
    heard = answered = False
    while not (heard and answered):
        asked.add(client.kernel_info())
        for _ in range(10):
            for channel in (client.iopub_channel, client.shell_channel):
                while await channel.socket.poll(0 if channel is client.iopub_channel else 10):
                    message = await channel.get_msg(timeout=1)
                    ours = message["parent_header"].get("msg_id") in asked
                    heard = heard or (ours and channel is client.iopub_channel)
                    answered = answered or (ours and channel is client.shell_channel)
            if heard and answered:
                return


def size_of(message: dict[str, Any]) -> int:
    """Count the characters of a message's content, something for each part, and its buffers.

    Examples
    --------
    >>> size_of({"content": {"a": ["b", 1]}})
    26
    """
    waiting, size = [message["content"]], sum(map(len, message.get("buffers") or ()))
    while waiting:
        part = waiting.pop()
        size += len(part) if isinstance(part, str | bytes) else 8
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
    return size
