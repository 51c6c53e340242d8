"""Run a notebook in a cold kernel without a sandbox, where no kernel can be forked from a warm process."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, output_from_msg

from coursekit.kernels import PUBLISHED, Limits, Ran

__all__ = ["ColdHands", "run_cold"]


class ColdHands:
    """What a visitor may do in the kernel between two cells, as `coursekit.kernels.Hands`.

    Parameters
    ----------
    client : NotebookClient
        The client of the running kernel.
    """

    def __init__(self, client: "_Client") -> None:
        self._client = client

    async def ask(self, code: str) -> str | None:
        """Run code that is no cell of the notebook, and return what it published for us.

        Parameters
        ----------
        code : str
            It calls `coursekit.grading.inside.publish`.

        Returns
        -------
        str or None
            JSON from the kernel; None when it published nothing. Distrust it.
        """
        outputs = await self._client.quietly(code)
        found = [output["data"][PUBLISHED] for output in outputs if PUBLISHED in output.get("data", {})]
        return found[-1] if found and isinstance(found[-1], str) else None

    async def execute(self, source: str) -> list[dict[str, Any]]:
        """Run a cell that stays no part of the notebook, and return its outputs."""
        cell = new_code_cell(source)
        # nbclient keeps what it runs in its notebook
        kept, self._client.nb = self._client.nb, new_notebook(cells=[cell])
        try:
            await self._client.run_one(cell, 0)
        finally:
            self._client.nb = kept
        return list(cell.outputs)


Visit = Callable[[NotebookNode, Any], Awaitable[bool]]


class _TooMuch(Exception):
    """The outputs are more than the notebook may have."""


class _Client(NotebookClient):
    """nbclient's, with a visit before each code cell, and every ending an outcome."""

    kc: Any
    km: Any
    visit: Visit | None = None
    written = 0
    most = 0

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Count what comes."""
        self.written += len(json.dumps(msg.get("content", {}), default=str))
        if self.written > self.most:
            raise _TooMuch
        return super().process_message(msg, cell, cell_index)

    async def async_execute_cell(  # type: ignore[override]
        self, cell: NotebookNode, cell_index: int, **words: Any
    ) -> NotebookNode:
        """Let the visitor have the cell, or run it."""
        if cell.cell_type == "code" and self.visit is not None and await self.visit(cell, ColdHands(self)):
            return cell
        return await self.run_one(cell, cell_index, **words)

    async def run_one(self, cell: NotebookNode, cell_index: int, **words: Any) -> NotebookNode:
        """Run a cell without asking the visitor."""
        return await super().async_execute_cell(cell, cell_index, **words)

    async def quietly(self, code: str) -> list[dict[str, Any]]:
        """Run code that counts as no cell, and collect its outputs."""
        asked = self.kc.execute(code, silent=True, store_history=False, allow_stdin=False)
        outputs: list[dict[str, Any]] = []
        until = time.monotonic() + (self.timeout or 60)
        while time.monotonic() < until:
            try:
                message = await self.kc.get_iopub_msg(timeout=1)
            except Exception as error:  # queue.Empty, by whichever library
                if type(error).__name__ != "Empty":
                    raise
                if not await self.km.is_alive():
                    raise DeadKernelError("Kernel died") from None
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind = message["msg_type"]
            if kind == "status" and message["content"]["execution_state"] == "idle":
                return outputs
            if kind == "display_data":
                outputs.append(output_from_msg(message))
        await self.km.interrupt_kernel()
        return outputs


def run_cold(
    notebook: NotebookNode,
    folder: Path,
    *,
    visit: Visit | None = None,
    at_end: Callable[[Any], Awaitable[None]] | None = None,
    limits: Limits | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run every code cell in a fresh kernel that was started for this, without a sandbox.

    Parameters
    ----------
    notebook : NotebookNode
        It is changed.
    folder : Path
        Where the kernel runs.
    visit : callable, optional
        Asked before each code cell; True means that the cell is dealt with.
    at_end : callable, optional
        Called after the last cell.
    limits : Limits, optional
        How long it may take.
    environment : mapping of str to str, optional
        Variables of the environment beside those of this process.

    Returns
    -------
    Ran
        What became of it; nothing that a learner's code does raises here.
    """
    return asyncio.run(_run(notebook, folder, visit, at_end, limits or Limits(), {**os.environ, **(environment or {})}))


async def _run(
    notebook: NotebookNode,
    folder: Path,
    visit: Visit | None,
    at_end: Callable[[Any], Awaitable[None]] | None,
    limits: Limits,
    env: dict[str, str],
) -> Ran:
    interrupted: list[str] = []
    at: list[str] = []
    client = _Client(
        notebook, kernel_name="python3", timeout=limits.cell_seconds, allow_errors=True, interrupt_on_timeout=True,
        startup_timeout=limits.start_seconds, shutdown_kernel="immediate", skip_cells_with_tag="\x00",
        raise_on_iopub_timeout=False, iopub_timeout=4, store_widget_state=False,
        # the working folder never comes before the environment
        extra_arguments=["--IPKernelApp.log_level=ERROR", "--InteractiveShellApp.ignore_cwd=True",
                         "--IPKernelApp.exec_lines=import sys as _s; _s.path.append(''); del _s"],
        resources={"metadata": {"path": str(folder)}},
        error_on_timeout={"ename": "CellTimeoutError", "evalue": "",
                          "traceback": [TOO_LONG.format(limits.cell_seconds)]},
    )  # fmt: skip
    client.visit, client.most = visit, limits.output_mb * 1_000_000
    client.on_cell_start = lambda cell, **_: at.append(cell.get("id", ""))
    client.on_cell_error = lambda cell, execute_reply, **_: (
        interrupted.append(cell.get("id", "")) if execute_reply["content"].get("ename") == "CellTimeoutError" else None
    )
    begun = time.monotonic()
    started = begun
    outcome, said = "ran", ""
    try:
        async with client.async_setup_kernel(env=env):
            started = time.monotonic()
            try:
                async with asyncio.timeout(limits.notebook_seconds):
                    for index, cell in enumerate(notebook.cells):
                        await client.async_execute_cell(cell, index)
                    if at_end is not None:
                        await at_end(ColdHands(client))
            except TimeoutError:
                outcome, said = "timeout", f"The notebook took more than {limits.notebook_seconds} seconds in all."
            except CellTimeoutError:
                outcome, said = "timeout", f"A cell went on after its {limits.cell_seconds} seconds."
            except _TooMuch:
                outcome, said = "too much output", f"The outputs are larger than {limits.output_mb} MB."
            ended = time.monotonic()
    except (
        DeadKernelError,
        AssertionError,
    ):  # nbclient asserts that there is a client while it clears a dead kernel away
        outcome, said, ended = "died", "The kernel ended by itself.", time.monotonic()
    except RuntimeError as error:
        outcome, said, ended = "not started", f"No kernel could be started: {error}", time.monotonic()
    seconds = {"start": started - begun, "cells": ended - started, "shutdown": time.monotonic() - ended}
    return Ran(notebook, outcome, at[-1] if at and outcome != "ran" else None, said, tuple(interrupted), seconds)


TOO_LONG = "CellTimeoutError: this cell was stopped because it ran longer than {} seconds."
