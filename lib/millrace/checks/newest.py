"""A check judges what the last run of the answer kept, never an older value."""

from collections.abc import Mapping, Sequence

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
NEARLY = (
    "you made {made}, and this check looks for {name}: capitals and low lines count. Begin your line with "
    "{name} =, run it, then run this check again."
)
# Where cells are not told apart, or a cell was added, the last run may have been of the answer's line or of another.
SHOWN_ONLY = (
    "there is no {name}. The cell that was run last showed a value and kept nothing. If your line is in it, begin it "
    "with {name} =, run it, then run this check again."
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
    made = _made_instead(name, notebook)
    if made:
        return NotAnswered(NEARLY.format(made=made, name=name))
    waits = name not in notebook and slips.written_not_run(name, notebook)
    shown = name not in notebook and _shows_only(slips.recorded())
    return NotAnswered((NOT_RUN if waits else SHOWN_ONLY if shown else untouched).format(name=name))


def _made_instead(name: str, notebook: Mapping[str, object]) -> str | None:
    """Find what was made under a name that differs in nothing but capitals and low lines."""
    same = [made for made in notebook if made != name and _letters(made) == _letters(name)]
    return next((made for made in same if notebook[made] is not None and notebook[made] is not ...), None)


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _shows_only(runs: Sequence[slips.Run]) -> bool:
    """Say whether the last run, before checks, was of one short line that calculates and keeps nothing."""
    newest = next((run for run in reversed(runs) if "checks." not in run.source), None)
    if newest is None or newest.error is not None or not newest.shows or newest.stored:
        return False
    lines = [line for line in newest.source.splitlines() if line.strip() and not line.startswith("#")]
    return len(lines) == 1 and lines != ["..."]


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
        _refuse(name, slips.latest_run(name, notebook), notebook)
    except CheckFailed:
        no_longer_right(name)
        raise


def _refuse(name: str, latest: slips.Latest, notebook: Mapping[str, object]) -> None:
    if latest.run is None:
        return
    if latest.run.error is not None:
        stopped = STOPPED if latest.is_newest else STOPPED_EARLIER
        raise NotAnswered((stopped if latest.is_answer else STOPPED_BEFORE).format(name=name))
    if name in latest.run.discarded:
        raise CheckFailed(NOT_KEPT.format(name=name))
    made = None if latest.kept or name in notebook else _made_instead(name, notebook)
    if made:
        raise NotAnswered(NEARLY.format(made=made, name=name))
    if not latest.kept:
        did = "showed a value but kept nothing" if latest.run.shows else "kept nothing"
        raise NotAnswered(NOTHING_KEPT.format(name=name, did=did))
