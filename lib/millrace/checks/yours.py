"""What the cell after a check shows: the learner's answer once it is right, and ours until then."""

import sys
from typing import Any

from millrace.checks.forms import plain_number

__all__ = ["looked_at", "passed_now", "yours"]

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
    is_right = name in _right and _right[name] is value
    print(f"From your {name}." if is_right else f"From ours, until the check of your {name} has passed.")
    if not is_right:
        return ours
    # A column of one value, a fraction: all that a check takes for a number.
    return plain_number(value) if isinstance(ours, int | float) else value
