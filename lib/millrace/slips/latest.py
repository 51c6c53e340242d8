"""What the last run of an answer did: kept something under the answer's name, stopped, or kept nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from millrace.slips.code import parsed, stored_names
from millrace.slips.notebook import cell_above, code_of
from millrace.slips.runs import Run, last_run_storing, recorded, running

__all__ = ["Latest", "latest_run", "written_not_run"]

# The build calls an answer's cell by the answer's name, and its check so.
OF_CHECK = "check-"


@dataclass(frozen=True)
class Latest:
    """The last run of an answer.

    Parameters
    ----------
    run : Run, optional
        None when nothing is known of it: it was not run, or this is no notebook.
    kept : bool
        Whether something is kept under the answer's name since then, as far as is known.
    is_answer : bool
        Whether the run was of the answer's cell for certain; else it was only the last run before the check.
    is_newest : bool
        Whether nothing was run since that may have been the answer's cell, as far as cells are told apart.
    """

    run: Run | None = None
    kept: bool = True
    is_answer: bool = True
    is_newest: bool = True


def latest_run(name: str, names: Mapping[str, object]) -> Latest:
    """Find the last run of the cell that makes an answer, as the check that is being run asks for it.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names and what they hold.

    Returns
    -------
    Latest
        Of an answer in several cells, what the newest of them did that stores the name.

    Examples
    --------
    >>> latest_run("never_made", {}).run is None
    True
    """
    storing = last_run_storing(name)
    own = _last_run_of(_answers_cell(names) or (storing.cell_id if storing else None))
    there = names.get(name) is not None and names.get(name) is not ...
    if storing is None and own is None and not there:
        return _last_of_all()
    if own is None or (storing is not None and _is_older(own, storing)):
        kept = storing is None or name not in storing.discarded
        return Latest(storing, kept, is_newest=storing is None or not _may_be_older(storing))
    if own.error is None and _is_stub(own.source) and storing is None:
        return Latest()
    return Latest(own, _keeps(own, name, storing, there=there))


def written_not_run(name: str, names: Mapping[str, object]) -> bool:
    """Say whether the saved notebook shows a line for an answer that was not run since the last start.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names and what they hold.

    Returns
    -------
    bool
        False, too, where the answer's cell is not known.

    Examples
    --------
    >>> written_not_run("never_made", {})
    False
    """
    cell = _answers_cell(names)
    if cell is None or _last_run_of(cell) is not None:
        return False
    source = code_of(cell, names)
    return name in stored_names(source) and not _is_stub(source)


def _answers_cell(names: Mapping[str, object]) -> str | None:
    check = running()
    if check is None:
        return None
    return check.removeprefix(OF_CHECK) if check.startswith(OF_CHECK) else cell_above(check, names)


def _last_run_of(cell_id: str | None) -> Run | None:
    return next((run for run in reversed(recorded()) if run.cell_id == cell_id), None) if cell_id else None


def _is_older(own: Run, storing: Run) -> bool:
    runs = recorded()
    places = {id(run): place for place, run in enumerate(runs)}
    return places[id(own)] <= places[id(storing)]


def _may_be_older(run: Run) -> bool:
    """Say whether another run came later, where the editor does not say whether that was of the same cell."""
    runs = recorded()
    place = next(place for place, other in enumerate(runs) if other is run)
    return run.cell_id is None and not all(_is_check(later) for later in runs[place + 1 :])


def _last_of_all() -> Latest:
    """Where cells are not told apart: a missing answer may be missing because the cell before the check stopped."""
    newest = next(reversed(recorded()), None)
    stopped = newest is not None and newest.error is not None and not _is_check(newest)
    return Latest(newest, kept=False, is_answer=False) if stopped else Latest()


def _is_check(run: Run) -> bool:
    return "checks." in run.source


def _is_stub(source: str) -> bool:
    """Say whether a cell still holds only the three dots that wait for an answer."""
    body = getattr(parsed(source), "body", [...])
    values = [getattr(getattr(statement, "value", None), "value", None) for statement in body]
    return all(value is ... for value in values)


def _keeps(own: Run, name: str, storing: Run | None, *, there: bool) -> bool:
    if own.may_have_changed(name) or not there:
        return there
    # What another cell keeps is no older value of this one: an answer may be given over two cells.
    return storing is None or storing.cell_id != own.cell_id
