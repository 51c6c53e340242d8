"""Run the cells of a notebook in a kernel that nobody trusts, within limits of time and of output."""

import asyncio
import copy
import signal
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

import nbclient
import nbformat
import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from coursekit.kernels.forking import Forked
from coursekit.kernels.limits import Limits

__all__ = ["Run", "name_of", "run_cells"]

MEGABYTE = 1_000_000
LOOK_SECONDS = 0.02
ASK_AGAIN_SECONDS = 0.5
# How long a kernel may go on after an interrupt, and an output be late.
GRACE_SECONDS = 5


@dataclass
class Run:
    """How far a notebook came.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook with its outputs.
    outcome : str
        One word of `OUTCOMES`.
    cell : str or None
        Where the run ended.
    said : str
        One sentence on it.
    interrupted : list of str
        Cells that were interrupted.
    start_seconds, cells_seconds : float
        Wall-clock time.
    """

    notebook: NotebookNode
    outcome: str = "ran"
    cell: str | None = None
    said: str = ""
    interrupted: list[str] = field(default_factory=list)
    start_seconds: float = 0.0
    cells_seconds: float = 0.0


class TooMuchOutput(Exception):
    """The kernel has said more than is allowed."""


class Ended(Exception):
    """The kernel is not there any more."""


class _Manager:
    """The two things that nbclient asks of a kernel manager."""

    def __init__(self, forked: Forked) -> None:
        self.forked = forked

    async def interrupt_kernel(self) -> None:
        self.forked.say(signal=int(signal.SIGINT))

    async def is_alive(self) -> bool:
        return self.forked.alive


class _Client(AsyncKernelClient):
    """A client whose channels do not sleep through a message, and which knows whether the kernel is there."""

    manager: _Manager | None = None

    async def is_alive(self) -> bool:
        return self.manager is not None and await self.manager.is_alive()


class _Runner(nbclient.NotebookClient):
    """Counts what the kernel says, and notes which cells had to be interrupted."""

    def __init__(self, notebook: NotebookNode, run: Run, limits: Limits, kernel: _Client) -> None:
        super().__init__(
            notebook,
            km=cast(Any, kernel.manager), allow_errors=True, timeout=limits.cell_seconds, interrupt_on_timeout=True,
            error_on_timeout={"ename": "CellTimeoutError", "evalue": "", "traceback": []}, iopub_timeout=GRACE_SECONDS,
            raise_on_iopub_timeout=True, record_timing=False, skip_cells_with_tag=uuid.uuid4().hex,
        )  # fmt: skip
        self.kc = kernel
        self.run = run
        self.bytes_left = limits.output_mb * MEGABYTE

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        self.bytes_left -= _size(msg["content"]) + sum(map(len, msg.get("buffers") or ()))
        if self.bytes_left < 0:
            raise TooMuchOutput
        return super().process_message(msg, cell, cell_index)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        if cell is not None:
            self.run.interrupted.append(name_of(cell))
        return await super()._async_handle_timeout(timeout, cell)


def _size(content: Any) -> int:
    """Count the characters of a message's content, and something for each part."""
    waiting, size = [content], 0
    while waiting:
        part = waiting.pop()
        size += len(part) if isinstance(part, str | bytes) else 8
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
    return size


def name_of(cell: NotebookNode) -> str:
    """Return the id of a cell; those of old notebooks have none, but nbgrader's name or a text of their own.

    Examples
    --------
    >>> name_of(nbformat.v4.new_code_cell("1", id="first"))
    'first'
    """
    name = cell.get("id")
    if not name and isinstance(nbgrader := cell.metadata.get("nbgrader"), dict):
        name = nbgrader.get("grade_id")
    return str(name or f"a cell without an id: {cell.source[:40]}")


def _connect(connection: dict[str, Any], forked: Forked, limits: Limits) -> _Client:
    """Make a client that takes no message above the limit, and that does not connect a second time."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, limits.output_mb * MEGABYTE)
    context.setsockopt(zmq.RECONNECT_IVL, -1)
    context.setsockopt(zmq.LINGER, 0)
    client = _Client(context=context)
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
    `zmq_getsockopt` on
    `ZMQ_FD`, whose readiness is told once only.
    """
    get = channel.get_msg

    async def get_awake(timeout: float | None = None) -> dict[str, Any]:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = ASK_AGAIN_SECONDS if until is None else min(ASK_AGAIN_SECONDS, max(0.0, until - time.monotonic()))
            try:
                return await get(timeout=left)
            except asyncio.QueueEmpty:
                raise
            except Exception as error:
                if type(error).__name__ != "Empty" or (until is not None and time.monotonic() >= until):
                    raise

    channel.get_msg = get_awake


async def _greet(client: _Client) -> None:
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


async def _first(work: Coroutine[Any, Any, Any], *guards: Callable[[], Coroutine[Any, Any, None]]) -> Any:
    """Do some work unless a guard raises before it is done."""
    tasks = [asyncio.ensure_future(work), *(asyncio.ensure_future(guard()) for guard in guards)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in (tasks[0], *tasks[1:]):
            if task.done():
                return task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise AssertionError("a task is done")


async def run_cells(
    notebook: NotebookNode,
    connection: dict[str, Any],
    forked: Forked,
    limits: Limits,
    *,
    wait_ready: Callable[[], None],
) -> Run:
    """Run every code cell of a copy of a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        What to run. Outputs that it brings along are dropped.
    connection : dict
        How to reach the kernel.
    forked : Forked
        The kernel.
    limits : Limits
        Times and output; the supervisor beside the kernel watches the rest.
    wait_ready : callable
        Returns when the kernel's sockets are there, and raises when they will not be.

    Returns
    -------
    Run
        How far it came. Nothing that the notebook does raises here.
    """
    run = Run(_blank(notebook))
    began = time.monotonic()
    await asyncio.to_thread(wait_ready)
    client = _connect(connection, forked, limits)
    deadline = 0.0
    ends_of_line = [channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED) for channel in
                    (client.shell_channel, client.iopub_channel)]  # fmt: skip

    async def until_it_ends() -> None:
        while forked.alive:
            await asyncio.sleep(LOOK_SECONDS)
        raise Ended

    async def until_time_is_over() -> None:
        await asyncio.sleep(max(0.0, deadline - time.monotonic()))
        raise TimeoutError

    async def until_it_hangs_up() -> None:
        await asyncio.wait([asyncio.ensure_future(_hear(line)) for line in ends_of_line], return_when="FIRST_COMPLETED")
        await asyncio.sleep(GRACE_SECONDS / 10)  # a kernel that has died hangs up too
        raise Ended if not forked.alive else TooMuchOutput

    guards = (until_it_ends, until_time_is_over, until_it_hangs_up)
    try:
        deadline = began + limits.start_seconds
        try:
            await _first(_greet(client), until_it_ends, until_time_is_over)
        except (Ended, TimeoutError):
            run.outcome, run.said = "not started", f"The kernel did not answer in {limits.start_seconds} seconds."
            return run
        started = time.monotonic()
        run.start_seconds = started - began
        deadline = started + limits.notebook_seconds
        runner = _Runner(run.notebook, run, limits, client)
        for index, cell in enumerate(run.notebook.cells):
            if cell.cell_type == "code":
                run.cell = name_of(cell)
                await _one_cell(runner, run, cell, index, limits, guards)
                if run.outcome != "ran":
                    break
        else:
            run.cell = None
        runner.set_widgets_metadata()
        run.cells_seconds = time.monotonic() - started
    finally:
        for channel in (client.shell_channel, client.iopub_channel):
            channel.socket.disable_monitor()
        client.stop_channels()
        client.context.destroy(linger=0)
    return run


async def _hear(line: Any) -> None:
    await line.recv_multipart()


async def _one_cell(
    runner: _Runner, run: Run, cell: NotebookNode, index: int, limits: Limits, guards: tuple[Callable[[], Any], ...]
) -> None:
    """Run one cell, and write down why the run ends if it does."""
    try:
        await _first(runner.async_execute_cell(cell, index), *guards)
    except (Ended, DeadKernelError):
        run.outcome = "died"
    except TimeoutError as error:
        run.outcome = "timeout"
        run.said = f"The cells took more than {limits.notebook_seconds} seconds together, which is the limit."
        if isinstance(error, CellTimeoutError):
            run.said = f"A cell took more than {limits.cell_seconds} seconds, and went on {GRACE_SECONDS} seconds after its interrupt."  # noqa: E501
    except TooMuchOutput:
        run.outcome = "too much output"
        run.said = f"The notebook wrote more than {limits.output_mb} MB, which is the limit for its outputs together."
    except Exception as error:
        # What a kernel sends is written by the learner's code if it wants to; anything may be wrong with it.
        run.outcome = "nonsense"
        run.said = f"The kernel sent what no kernel sends ({type(error).__name__})."
    if run.interrupted and run.interrupted[-1] == run.cell:
        evalue = f"The cell took more than {limits.cell_seconds} seconds and was interrupted."
        cell.outputs.append(
            nbformat.v4.new_output("error", ename="CellTimeoutError", evalue=evalue, traceback=[evalue])
        )


def _blank(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook without any output that it brings along."""
    blank = copy.deepcopy(notebook)
    blank.metadata.pop("widgets", None)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return blank
