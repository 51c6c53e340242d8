"""What happened to each cell that was run: its code, its error, and the tables that it changed and threw away."""

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from millrace.slips.code import perhaps_changed, stored_names

__all__ = ["Run", "failed_names", "forget", "last_run_storing", "recorded", "remember", "running", "start"]


@dataclass(frozen=True)
class Run:
    """One run of a cell.

    Parameters
    ----------
    source : str
        Its code.
    error : BaseException, optional
        What stopped it, or None.
    discarded : tuple of str
        The names of tables of which it made a changed copy that nothing keeps; ``""`` for a new table without a name.
    sentence : str
        What the learner was told, or nothing.
    cell_id : str, optional
        Which cell of the notebook it was, where the editor says so.
    shows : bool
        Whether its last line showed a value.
    rebound : frozenset of str
        The names that hold another thing since this run, however that was written.
    """

    source: str
    error: BaseException | None = None
    discarded: tuple[str, ...] = ()
    sentence: str = ""
    cell_id: str | None = None
    shows: bool = False
    rebound: frozenset[str] = frozenset()
    stored: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which names the cell was to store."""
        object.__setattr__(self, "stored", frozenset(stored_names(self.source)) | self.rebound)

    def may_have_changed(self, name: str) -> bool:
        """Say whether the run stored a name, or called something that can have changed what it holds, in place."""
        return name in self.stored or name in perhaps_changed(self.source, shows=self.shows)


_RUNS: list[Run] = []
_NOW: list[str | None] = [None]


def start(cell_id: str | None) -> None:
    """Note which cell is being run now.

    Parameters
    ----------
    cell_id : str, optional
        The cell, where the editor says so.
    """
    _NOW[0] = cell_id


def running() -> str | None:
    """Return the cell that is being run now, or was run last.

    Returns
    -------
    str or None
        None where the editor does not tell cells apart.
    """
    return _NOW[0]


def remember(run: Run) -> None:
    """Add a run to the record.

    Parameters
    ----------
    run : Run
        The newest.
    """
    if _RUNS:
        _let_go(_RUNS[-1].error)
    _RUNS.append(run)


def _let_go(error: BaseException | None) -> None:
    """Free the copies of tables that an older error still holds; only the newest can be looked into with ``%debug``."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def forget() -> None:
    """Empty the record, as a restart does."""
    _RUNS.clear()
    start(None)


def recorded() -> tuple[Run, ...]:
    """Return the record.

    Returns
    -------
    tuple of Run
        Every run since `millrace.slips.explain`, oldest first.
    """
    return tuple(_RUNS)


def last_run_storing(name: str, *, runs: Iterable[Run] | None = None) -> Run | None:
    """Find the newest run that was to store a name, or threw away a change of it, whether it succeeded or not.

    Parameters
    ----------
    name : str
        The answer's name.
    runs : iterable of Run, optional
        Where to look, oldest first; by default what was recorded in this notebook.

    Returns
    -------
    Run or None
        The run: ask it for ``error`` and ``discarded``. None when nothing is known, as outside a notebook.

    Examples
    --------
    >>> last_run_storing("total", runs=[Run("total = 1"), Run("total = 1 / 0", error=ZeroDivisionError())]).error
    ZeroDivisionError()
    """
    known = tuple(_RUNS if runs is None else runs)
    return next((run for run in reversed(known) if name in run.stored or name in run.discarded), None)


def failed_names(runs: Iterable[Run]) -> Mapping[str, Run]:
    """Find the names whose newest run stopped with an error.

    Parameters
    ----------
    runs : iterable of Run
        Oldest first.

    Returns
    -------
    mapping of str to Run
        By name.
    """
    newest = {name: run for run in runs for name in run.stored}
    return {name: run for name, run in newest.items() if run.error is not None}
