"""What the cell after a check shows: the learner's answer once it is right; until then ours, or that it waits."""

import sys
from typing import Any

from millrace.checks.forms import plain_number
from millrace.errors import ArgumentError

__all__ = ["is_right", "looked_at", "no_longer_right", "passed_now", "yours"]

_looked_at: dict[str, tuple[int, object]] = {}
_right: dict[str, object] = {}


def looked_at(name: str, value: object, *, run: int) -> None:
    """Note which answer a check looks at.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        What it is.
    run : int
        The number of the run of a cell in which the check looks.
    """
    _looked_at[name] = (run, value)


def passed_now() -> None:
    """Note that the check has passed: all that it looked at is right."""
    newest = max((run for run, _ in _looked_at.values()), default=0)
    _right.update({name: value for name, (run, value) in _looked_at.items() if run == newest})
    _looked_at.clear()


def no_longer_right(name: str) -> None:
    """Note that an answer is as good as not there: the last run of its cell stopped, or kept nothing.

    Parameters
    ----------
    name : str
        The answer's name.
    """
    _right.pop(name, None)


def _has_passed(name: str, value: object) -> bool:
    return name in _right and _right[name] is value


def is_right(*names: str, shows: str) -> bool:
    """Say whether answers have passed their checks in this notebook, and print that something waits until they have.

    For a given cell below a check, which would give the answer away: ``if checks.is_right("late_share", shows="The
    picture"):``. It counts nothing, and grading does not ask it.

    Parameters
    ----------
    *names : str
        The names that the lab asked for.
    shows : str
        What waits, at the beginning of a sentence: ``"The picture"``.

    Returns
    -------
    bool
        Whether all of them are as they were when their checks passed.

    Raises
    ------
    ArgumentError
        When no name is given.

    Examples
    --------
    >>> is_right("never_made", shows="The picture")
    The picture comes after your never_made is right: run its check, then this cell again.
    False
    """
    if not names:
        raise ArgumentError('is_right was given no answer. Expected: at least one name, as in is_right("late_share").')
    notebook = sys._getframe(1).f_globals
    waiting = [name for name in names if not _has_passed(name, notebook.get(name))]
    if waiting:
        them = f"your {' and '.join(waiting)} {'is' if len(waiting) == 1 else 'are'} right"
        checked = "its check" if len(waiting) == 1 else "their checks"
        print(f"{shows} comes after {them}: run {checked}, then this cell again.")
    return not waiting


def yours(name: str, ours: Any) -> Any:
    """Return the learner's answer when its check has passed, and ours until then, and say which of the two it is.

    Parameters
    ----------
    name : str
        The name that the lab asked for.
    ours : object
        What to go on with when the answer is not there or not right yet.

    Returns
    -------
    object
        One of the two.

    Examples
    --------
    >>> yours("never_made", 0.9)
    From ours, until the check of your never_made has passed.
    0.9
    """
    value = sys._getframe(1).f_globals.get(name)
    passed = _has_passed(name, value)
    print(f"From your {name}." if passed else f"From ours, until the check of your {name} has passed.")
    if not passed:
        return ours
    # A column of one value, a fraction: all that a check takes for a number.
    return plain_number(value) if isinstance(ours, int | float) else value
