"""Run single cells in a kernel that nobody trusts: what it says is counted, and every ending is an outcome."""

import asyncio
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

import nbclient
import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from coursekit.kernels.channels import MEGABYTE, KernelClient, hung_up, size_of
from coursekit.kernels.forked import Forked
from coursekit.kernels.limits import Limits
from coursekit.kernels.visiting import PUBLISHED, AtEnd, Hands, RunEnded, Visit

__all__ = ["Ended", "Run", "Runner", "after", "first", "name_of"]

LOOK_SECONDS = 0.02
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
    start_seconds, cells_seconds, learner_seconds : float
        Wall-clock time; the learner's is that of the cells that no visitor dealt with.
    """

    notebook: NotebookNode
    outcome: str = "ran"
    cell: str | None = None
    said: str = ""
    interrupted: list[str] = field(default_factory=list)
    start_seconds: float = 0.0
    cells_seconds: float = 0.0
    learner_seconds: float = 0.0


class TooMuchOutput(Exception):
    """The kernel has said more than is allowed."""


class NoReply(Exception):
    """The kernel has not said how a cell went."""


class Ended(Exception):
    """The kernel is not there any more."""


class Runner(nbclient.NotebookClient):
    """Counts what the kernel says, and notes which cells had to be interrupted."""

    def __init__(self, run: Run, forked: Forked, limits: Limits, kernel: KernelClient) -> None:
        super().__init__(
            run.notebook,
            km=cast(Any, kernel.manager), allow_errors=True, timeout=limits.cell_seconds, interrupt_on_timeout=True,
            error_on_timeout={"ename": "CellTimeoutError", "evalue": "", "traceback": []}, iopub_timeout=GRACE_SECONDS,
            raise_on_iopub_timeout=True, record_timing=False, skip_cells_with_tag=uuid.uuid4().hex,
        )  # fmt: skip
        self.kc = kernel
        self.run, self.forked, self.limits = run, forked, limits
        self.bytes_left = limits.output_mb * MEGABYTE
        self.seconds_left = float(limits.notebook_seconds)
        self.hanging_up = hung_up(kernel)
        self.idle_since: float | None = None

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Count what comes."""
        self.bytes_left -= size_of(msg)
        if self.bytes_left < 0:
            raise TooMuchOutput
        return super().process_message(msg, cell, cell_index)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        if cell is not None:
            self.run.interrupted.append(name_of(cell))
        return await super()._async_handle_timeout(timeout, cell)

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: NotebookNode, cell_index: int) -> None:
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        self.idle_since = time.monotonic()

    async def until_it_keeps_silent(self) -> None:
        """Guard: raise when the kernel is done with a cell and does not say how it went; kernels say so before."""
        while self.idle_since is None or time.monotonic() < self.idle_since + GRACE_SECONDS:
            await asyncio.sleep(GRACE_SECONDS / 10)
        raise NoReply

    async def until_it_ends(self) -> None:
        """Guard: raise when the kernel is gone, or has said too much."""
        while self.forked.alive:
            if self.bytes_left < 0:  # nbclient would look only when the cell is done, which it may never be
                raise TooMuchOutput
            await asyncio.sleep(LOOK_SECONDS)
        raise Ended

    async def until_it_hangs_up(self) -> None:
        """Guard: raise when a channel is closed, as by a message that is too large."""
        await asyncio.wait(self.hanging_up, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(GRACE_SECONDS / 10)  # a kernel that has died hangs up too
        raise Ended if not self.forked.alive else TooMuchOutput

    async def guarded(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something in the kernel; when the run ends by it, write down why and raise `RunEnded`."""
        began = time.monotonic()
        run, limits = self.run, self.limits
        try:
            return await first(work, self.until_it_ends, after(self.seconds_left), self.until_it_hangs_up,
                               self.until_it_keeps_silent)  # fmt: skip
        except (Ended, DeadKernelError):
            run.outcome = "died"
        except TimeoutError as error:
            run.outcome = "timeout"
            run.said = f"The cells took more than {limits.notebook_seconds} seconds together, which is the limit."
            if isinstance(error, CellTimeoutError):
                run.said = (
                    f"A cell took more than {limits.cell_seconds} seconds, and went on {GRACE_SECONDS} seconds after "
                    "its interrupt."
                )
        except TooMuchOutput:
            run.outcome = "too much output"
            run.said = (
                f"The notebook wrote more than {limits.output_mb} MB, which is the limit for its outputs together."
            )
        except NoReply:
            run.outcome = "nonsense"
            run.said = "The kernel ended a cell without a reply: its code has broken the kernel."
        except Exception as error:
            # What a kernel sends is written by the learner's code if it wants to; anything may be wrong with it.
            run.outcome = "nonsense"
            run.said = f"The kernel sent what no kernel sends ({type(error).__name__})."
        finally:
            self.seconds_left -= time.monotonic() - began
        raise RunEnded(run.said or "The kernel ended by itself.")

    async def one_cell(self, cell: NotebookNode, index: int) -> None:
        """Run a cell; one that was interrupted says so."""
        before = len(self.run.interrupted)
        self.idle_since = None
        try:
            await self.guarded(self.async_execute_cell(cell, index))
        finally:
            self.idle_since = None
            if len(self.run.interrupted) > before:
                evalue = f"The cell took more than {self.limits.cell_seconds} seconds and was interrupted."
                cell.outputs.append(
                    nbformat.v4.new_output("error", ename="CellTimeoutError", evalue=evalue, traceback=[evalue])
                )

    async def aside(self, source: str) -> list[NotebookNode]:
        """Run a cell that is no part of the notebook, and return its outputs."""
        cell = nbformat.v4.new_code_cell(source)
        cell.id = self.run.cell  # it is this one that is named when it takes too long
        kept = list(self.nb.cells)
        self.nb.cells.append(cell)  # nbclient looks for a cell in its notebook
        try:
            await self.one_cell(cell, len(kept))
        finally:
            self.nb.cells[:] = kept
            for places in self._display_id_map.values():
                places.pop(len(kept), None)
        return list(cell.outputs)

    async def quietly(self, code: str) -> list[Any]:
        """Run code that counts as no cell, and collect what it publishes."""
        kernel, manager = cast(Any, self.kc), cast(Any, self.km)
        asked = kernel.execute(code, silent=True, store_history=False, allow_stdin=False)
        found: list[Any] = []
        left = self.limits.answer_mb * MEGABYTE
        until, interrupted = time.monotonic() + self.limits.cell_seconds, False
        while True:
            try:
                message = await kernel.get_iopub_msg(timeout=max(0.01, until - time.monotonic()))
            except Exception as error:  # queue.Empty, by whichever library
                if type(error).__name__ != "Empty":
                    raise
                message = None
            if message is not None and message["parent_header"].get("msg_id") == asked:
                left -= size_of(message)
                content = message["content"]
                if message["msg_type"] == "status" and content["execution_state"] == "idle":
                    return [] if interrupted or left < 0 else found
                if message["msg_type"] == "display_data" and PUBLISHED in content["data"]:
                    found = [content["data"][PUBLISHED]]  # the latest counts
            if time.monotonic() >= until:
                if interrupted:
                    raise CellTimeoutError("the code went on after its interrupt")
                await manager.interrupt_kernel()
                until, interrupted = time.monotonic() + GRACE_SECONDS, True

    async def all_cells(self, visit: Visit | None, at_end: AtEnd | None) -> None:
        """Let the visitor have each code cell, or run it; stop where the run ends."""
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type != "code":
                continue
            self.run.cell = name_of(cell)
            if visit is None or not await visit(cell, Hands(self)):
                began = time.monotonic()
                try:
                    await self.one_cell(cell, index)
                finally:
                    self.run.learner_seconds += time.monotonic() - began
            elif self.run.outcome != "ran":
                return  # the visitor has not let it through
        if at_end is not None:
            await at_end(Hands(self))
        if self.run.outcome == "ran":
            self.run.cell = None


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


def after(seconds: float) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return a guard that raises when some seconds are over."""

    async def time_is_over() -> None:
        await asyncio.sleep(max(0.0, seconds))
        raise TimeoutError

    return time_is_over


async def first(work: Coroutine[Any, Any, Any], *guards: Callable[[], Coroutine[Any, Any, None]]) -> Any:
    """Do some work unless a guard raises before it is done."""
    tasks = [asyncio.ensure_future(work), *(asyncio.ensure_future(guard()) for guard in guards)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                return task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise AssertionError("a task is done")
