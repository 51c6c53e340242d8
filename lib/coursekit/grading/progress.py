"""A progress bar with the rate and what is left, for people; a log or a pipe gets none."""

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

__all__ = ["bar"]


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show notebooks per minute."""
        return Text(f"{task.speed * 60:.1f} per minute" if task.speed else "")


@contextlib.contextmanager
def bar(console: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar while the block runs.

    Parameters
    ----------
    console : rich.console.Console
        Where.
    what : str
        What is under way.

    Yields
    ------
    callable
        To be told how many are done, of how many.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
