"""The points of a lab so far, told at the end of every check that passes."""

import json
import re

from millrace.checks.yours import passed_now
from millrace.slips.notebook import notebook_file

__all__ = ["passed"]

CALL = re.compile(r'^checks\.passed\("([^"]+)"', re.MULTILINE)

_earned: dict[str, int] = {}
SAID = "Right: "


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
    _earned[name] = points
    passed_now()
    total = f" {sum(_earned.values())} of {of} so far." if of else ""
    # After a restart only the file knows what was earned before; some of it may have been changed since.
    if of and _others_passed_before():
        total = " Validate adds up all your points."
    print(f"{SAID}{points} of {points}.{total}")


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
            if any("".join(shown.get("text", "")).startswith(SAID) for shown in cell.get("outputs", []))
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(passed_then - set(_earned))
