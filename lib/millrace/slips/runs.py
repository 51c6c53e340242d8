"""What happened to each cell that was run: its code, its error, and the tables that it changed and threw away."""

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from millrace.slips.code import stored_names

__all__ = ["Run", "forget", "last_run_storing", "ran_without_storing", "recorded", "remember"]


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
    """

    source: str
    error: BaseException | None = None
    discarded: tuple[str, ...] = ()
    sentence: str = ""
    cell_id: str | None = None
    stored: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which names the cell was to store."""
        object.__setattr__(self, "stored", frozenset(stored_names(self.source)))


_RUNS: list[Run] = []


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


def ran_without_storing(name: str) -> bool:
    """Say whether the cell that was to store a name, and stopped, has run since without storing it.

    Parameters
    ----------
    name : str
        The answer's name.

    Returns
    -------
    bool
        False, too, when the editor does not tell cells apart.
    """
    storing = last_run_storing(name)
    if storing is None or storing.error is None or storing.cell_id is None:
        return False
    last = next(run for run in reversed(_RUNS) if run.cell_id == storing.cell_id)
    return last is not storing and last.error is None


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
