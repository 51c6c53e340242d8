"""Find what a check looks at: the answer in the notebook, and afresh what its section began with."""

import sys

import pandas as pd

from millrace import samples
from millrace.checks.answers import Answer
from millrace.checks.newest import nothing_there, refuse_older_values
from millrace.checks.yours import looked_at

__all__ = ["answer", "given"]

UNTOUCHED = "there is no {name}. Put your line in place of the three dots above, run it, then run this check again."


def given(checkpoint: str) -> pd.DataFrame:
    """Load afresh what a section began with: the learner may have changed it since.

    Parameters
    ----------
    checkpoint : str
        Its name, see `millrace.samples.checkpoint`.

    Returns
    -------
    pandas.DataFrame
        The table.

    Examples
    --------
    >>> "QTY" in given("orders_2023")
    True
    """
    return samples.checkpoint(checkpoint)


def answer(name: str) -> Answer:
    """Look up the learner's answer in the notebook.

    Parameters
    ----------
    name : str
        The name that the lab asked for.

    Returns
    -------
    Answer
        The answer, ready to be compared.

    Raises
    ------
    NotAnswered
        When there is nothing under that name yet, or the last run of its cell kept nothing.
    CheckFailed
        When that run changed a copy and threw the copy away.

    Examples
    --------
    >>> answer("never_made")
    Traceback (most recent call last):
    ...
    millrace.checks.failures.NotAnswered: there is no never_made. Put your line in place of the three dots \
above, run it, then run this check again.
    """
    notebook = sys._getframe(1).f_globals
    value = notebook.get(name)
    refuse_older_values(name, notebook)
    if value is None or value is ...:
        raise nothing_there(name, notebook, untouched=UNTOUCHED)
    # IPython keeps what was run under this name.
    cells = notebook.get("In", [])
    looked_at(name, value, run=len(cells))
    return Answer(name, value, cells=cells)
