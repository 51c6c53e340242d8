"""Run a notebook in a kernel that nobody trusts, within limits of time and of output."""

import asyncio
import contextlib
import copy
import time
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode

from coursekit.kernels.cells import Ended, Run, Runner, after, first
from coursekit.kernels.channels import connect, greet, hang_up
from coursekit.kernels.forked import Forked
from coursekit.kernels.limits import Limits
from coursekit.kernels.visiting import AtEnd, RunEnded, Visit

__all__ = ["Run", "run_cells"]


async def run_cells(
    notebook: NotebookNode,
    connection: dict[str, Any],
    forked: Forked,
    limits: Limits,
    *,
    wait_ready: Callable[[], None],
    visit: Visit | None = None,
    at_end: AtEnd | None = None,
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
    visit, at_end : callable, optional
        See `Sandbox.run`.

    Returns
    -------
    Run
        How far it came. Nothing that the notebook does raises here; what a visitor raises does.
    """
    run = Run(_blank(notebook))
    began = time.monotonic()
    await asyncio.to_thread(wait_ready)
    largest = max(limits.output_mb, limits.answer_mb) if visit or at_end else limits.output_mb
    client = connect(connection, forked, message_mb=largest)
    runner = Runner(run, forked, limits, client)
    try:
        try:
            left = began + limits.start_seconds - time.monotonic()
            await first(greet(client), runner.until_it_ends, after(left))
        except (Ended, TimeoutError):
            run.outcome, run.said = "not started", f"The kernel did not answer in {limits.start_seconds} seconds."
            return run
        started = time.monotonic()
        run.start_seconds = started - began
        with contextlib.suppress(RunEnded):
            await runner.all_cells(visit, at_end)
        runner.set_widgets_metadata()
        run.cells_seconds = time.monotonic() - started
    finally:
        await hang_up(client, runner.hanging_up)
    return run


def _blank(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook without any output that it brings along."""
    blank = copy.deepcopy(notebook)
    blank.metadata.pop("widgets", None)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return blank
