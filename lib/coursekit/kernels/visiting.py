"""What a trusted visitor may do in a notebook's kernel between two cells: ask for values, run cells of its own."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coursekit.kernels.cells import Runner

__all__ = ["PUBLISHED", "AtEnd", "Hands", "RunEnded", "Visit"]

PUBLISHED = "application/vnd.coursekit.values+json"


class RunEnded(Exception):
    """The run has ended early while a visitor was in the kernel. Visitors let it through; `Ran` says why."""


class Hands:
    """A visitor's hands in the kernel. What they bring back was written by the learner's code if it wanted to.

    Parameters
    ----------
    runner : Runner
        The client of the running kernel.
    """

    def __init__(self, runner: "Runner") -> None:
        self._runner = runner

    async def ask(self, code: str) -> str | None:
        """Run code that is no cell, silently, and return the text that it published for us.

        Parameters
        ----------
        code : str
            It calls `IPython.display.publish_display_data({PUBLISHED: text})`, or something that does.

        Returns
        -------
        str or None
            The text, at most `answer_mb` long; None when there is none, or when the code took longer than a cell may.
            Distrust it.

        Raises
        ------
        RunEnded
            When the run ends by it: the kernel dies, hangs, or has used its time.
        """
        found: list[Any] = await self._runner.guarded(self._runner.quietly(code))
        return found[-1] if found and isinstance(found[-1], str) else None

    async def execute(self, source: str) -> "list[NotebookNode]":
        """Run a cell that is no part of the notebook, and return its outputs.

        Parameters
        ----------
        source : str
            Its code. It may take as long as any cell; one that was interrupted ends with a `CellTimeoutError`.

        Returns
        -------
        list of NotebookNode
            Its outputs, errors too. Distrust them.

        Raises
        ------
        RunEnded
            When the run ends by it.
        """
        return await self._runner.aside(source)


Visit = Callable[["NotebookNode", Hands], Awaitable[bool]]
AtEnd = Callable[[Hands], Awaitable[None]]
