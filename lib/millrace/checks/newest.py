"""A check judges what the last run of the answer kept, never an older value."""

from collections.abc import Mapping

from millrace import slips
from millrace.checks.failures import CheckFailed, NotAnswered
from millrace.checks.yours import no_longer_right

__all__ = ["nothing_there", "refuse_older_values"]

STOPPED = (
    "the last run of the answer stopped with an error, so there is nothing new to check. Mend that cell, run it, then "
    "run this check again."
)
# Where cells are not told apart, the cell that stopped need not be the answer's.
STOPPED_BEFORE = (
    "there is no {name}, and the cell that was run last stopped with an error. Mend it, run it, then run this check "
    "again."
)
# Where cells are not told apart, a later run may have been of the answer's cell and have kept nothing.
STOPPED_EARLIER = (
    "the last run that was to make {name} stopped with an error, and nothing that was run since then made it. Begin "
    "your line with {name} =, run the cell, then run this check again."
)
# After a restart the line is there, and its value is not; where the file does not show the line, the dots are.
NOT_RUN = (
    "there is no {name}, because the cell with your line was not run since the last start. Run that cell, then run "
    "this check again."
)
NOTHING_KEPT = (
    "the last run of the answer {did} under the name {name}, so there is nothing new to check. Begin your line with "
    "{name} ="
)
NOT_KEPT = "{name} was changed, but the change was not kept. Write {name} = in front of your line."


def nothing_there(name: str, notebook: Mapping[str, object], *, untouched: str) -> NotAnswered:
    """Say why there is nothing to check: the line is still to be written, or it was not run since the last start.

    Parameters
    ----------
    name : str
        The answer's name.
    notebook : mapping
        The notebook's names and what they hold.
    untouched : str
        What to say where nothing was written yet, or nothing is known of it.

    Returns
    -------
    NotAnswered
        To be raised.

    Examples
    --------
    >>> nothing_there("two_dozen", {}, untouched="there is no {name}.")
    NotAnswered('there is no two_dozen.')
    """
    waits = name not in notebook and slips.written_not_run(name, notebook)
    return NotAnswered((NOT_RUN if waits else untouched).format(name=name))


def refuse_older_values(name: str, notebook: Mapping[str, object]) -> None:
    """Stop where the last run of an answer kept nothing that could be judged.

    Parameters
    ----------
    name : str
        The answer's name.
    notebook : mapping
        The notebook's names and what they hold.

    Raises
    ------
    NotAnswered
        When the last run stopped with an error, or kept nothing under the name.
    CheckFailed
        When it changed a copy and threw the copy away.

    Examples
    --------
    >>> refuse_older_values("two_dozen", {"two_dozen": 24})
    """
    try:
        _refuse(name, slips.latest_run(name, notebook))
    except CheckFailed:
        no_longer_right(name)
        raise


def _refuse(name: str, latest: slips.Latest) -> None:
    if latest.run is None:
        return
    if latest.run.error is not None:
        stopped = STOPPED if latest.is_newest else STOPPED_EARLIER
        raise NotAnswered((stopped if latest.is_answer else STOPPED_BEFORE).format(name=name))
    if name in latest.run.discarded:
        raise CheckFailed(NOT_KEPT.format(name=name))
    if not latest.kept:
        did = "showed a value but kept nothing" if latest.run.shows else "kept nothing"
        raise NotAnswered(NOTHING_KEPT.format(name=name, did=did))
