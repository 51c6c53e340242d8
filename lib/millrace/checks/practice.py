"""A check that counts nothing: how checks answer is learned on something that everybody knows."""

import sys

from millrace.checks.answers import Answer
from millrace.checks.failures import CheckFailed
from millrace.checks.newest import nothing_there, refuse_older_values

__all__ = ["practice"]

UNTOUCHED = "put your number for {name} in place of the three dots above, run it, then run this check again."


def practice(name: str, right: float, *, look: str) -> None:
    """Check one number for practice, and print what a check of a lab would say; nothing is counted, nothing stops.

    Parameters
    ----------
    name : str
        The name under which the learner stores the number.
    right : float
        The right number.
    look : str
        Where to look when it is another one.

    Examples
    --------
    >>> practice("never_made", 12, look="Count again.")
    Not answered yet: put your number for never_made in place
    of the three dots above, run it, then run this check
    again.
    """
    notebook = sys._getframe(1).f_globals
    value = notebook.get(name, ...)
    try:
        refuse_older_values(name, notebook)
        if value is ... or value is None:
            raise nothing_there(name, notebook, untouched=UNTOUCHED)
        Answer(name, value).is_number(right, look=look)
    except CheckFailed as failure:
        print(*failure._render_traceback_(), sep="\n")
    else:
        print(f"Right: {name}. This one was for practice; in a lab it counts points.")
