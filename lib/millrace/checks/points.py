"""The points of a lab so far, told at the end of every check that passes."""

import json
import re
import sys

from millrace import slips
from millrace.checks.yours import passed_now
from millrace.desk.cells import print_of
from millrace.desk.standing import RIGHT
from millrace.slips.notebook import notebook_file

__all__ = ["passed"]

OF_CHECK = "check-"
CALL = re.compile(r'^checks\.passed\("([^"]+)"', re.MULTILINE)

_earned: dict[str, int] = {}


def passed(name: str, *, points: int, of: int | None = None) -> None:
    """Say that a check has passed; the build puts this line at the end of every check.

    Parameters
    ----------
    name : str
        The answer's name in the lab.
    points : int
        What it earns.
    of : int, optional
        What all checks of the lab earn together.

    Examples
    --------
    >>> passed("legacy-file", points=2)
    Right: 2 of 2.
    """
    for other in _failing_since():
        _earned.pop(other, None)
    _earned[name] = points
    passed_now()
    # What passed before a restart may be green on the screen and in no file yet, so it says from when it counts.
    total = f" {sum(_earned.values())} of {of} since the last start." if of else ""
    # After a restart only the file knows what was earned before; some of it may have been changed since.
    if of and _others_passed_before():
        total = " Validate adds up all your points."
    _tell(f"{RIGHT}{points} of {points}.{total}", name)


def _tell(words: str, name: str) -> None:
    """Show the words; in a notebook with a print of the answer, so that its file tells when the answer was changed."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or not hasattr(shell, "kernel"):
        print(words)
        return
    run = next((run for run in reversed(slips.recorded()) if run.cell_id == name), None)
    about = {"millrace": {"answer": print_of(run.source)}} if run else {}
    shell.display_pub.publish({"text/plain": words}, metadata=about)


def _failing_since() -> set[str]:
    """Return the answers whose check stopped when it was run last."""
    newest = {run.cell_id: run.error for run in slips.recorded() if run.cell_id}
    return {
        cell_id.removeprefix(OF_CHECK) for cell_id, error in newest.items() if error and cell_id.startswith(OF_CHECK)
    }


def _others_passed_before() -> bool:
    """Say whether the saved notebook shows a check as passed that has not passed since the kernel started."""
    file = notebook_file({})
    if file is None:
        return False
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        passed_then = {
            name
            for cell in cells
            for name in CALL.findall("".join(cell["source"]))
            if any(_words(shown).startswith(RIGHT) for shown in cell.get("outputs", []))
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(passed_then - set(_earned))


def _words(shown: dict) -> str:
    return "".join(shown.get("text") or shown.get("data", {}).get("text/plain", ""))
