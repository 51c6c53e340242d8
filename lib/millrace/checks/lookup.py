"""Find what a check looks at: the answer in the notebook, and afresh what its section began with."""

import sys

import pandas as pd

from millrace import samples, slips
from millrace.checks.answers import Answer
from millrace.checks.failures import CheckFailed, NotAnswered
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
        When there is nothing under that name yet.

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
    _refuse_older_values(name)
    if value is None or value is ...:
        raise NotAnswered(UNTOUCHED.format(name=name))
    # IPython keeps what was run under this name.
    cells = notebook.get("In", [])
    looked_at(name, value, run=len(cells))
    return Answer(name, value, cells=cells)


def _refuse_older_values(name: str) -> None:
    """Judge the latest run: a cell that stopped has left an older value, one that kept nothing has changed none."""
    run = slips.last_run_storing(name)
    if run is None:
        return
    if slips.ran_without_storing(name):
        raise NotAnswered(f"that cell ran, but nothing is kept as {name}. Begin your line with {name} =")
    if run.error is not None:
        raise NotAnswered(
            f"the cell that makes {name} stopped with an error. Mend it, run it, then run this check again."
        )
    if name in run.discarded:
        raise CheckFailed(f"{name} was changed, but the change was not kept. Write {name} = in front of your line.")
