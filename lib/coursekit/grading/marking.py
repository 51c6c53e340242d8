"""Turn a check's outputs into points, by nbgrader's rule but for three repairs."""

import copy
import math

from nbformat import NotebookNode

from coursekit.grading.outcomes import Mark
from coursekit.grading.plans import Check

__all__ = ["executed_mark", "mark_by_hand"]


def executed_mark(cell: NotebookNode, check: Check, *, decided: str) -> Mark:
    """Mark a check that has been run.

    nbgrader gives nothing where anything was written to stderr, a harmless warning too: here only a raised error costs
    points. It takes any number that a cell shows for partial credit: here only that of a check whose last line is a
    value. And it gives full points for NaN and for numbers below zero, and stops at numbers above the maximum: here a
    person looks.

    Parameters
    ----------
    cell : NotebookNode
        With its outputs.
    check : Check
        What it is.
    decided : str
        Where it was run.

    Returns
    -------
    Mark
    """
    from nbgrader.utils import determine_grade

    possible = float(cell.metadata.nbgrader["points"])
    plain = copy.deepcopy(cell)
    plain.outputs = [output for output in plain.outputs if _counts(output, check)]
    if any(output.output_type == "error" for output in plain.outputs):
        return Mark(check.name, 0.0, possible, decided)
    number = next(map(_number, (output for output in plain.outputs if output.output_type == "execute_result")), None)
    if number is not None and not (0 <= number <= possible):
        said = f"The check '{check.name}' gave {number:g} points; it can give 0 to {possible:g}."
        return Mark(check.name, None, possible, "withheld", said)
    earned, possible = determine_grade(plain)
    return Mark(check.name, float(earned or 0.0), possible, decided)


def _counts(output: NotebookNode, check: Check) -> bool:
    if output.output_type == "stream":
        return False
    return output.output_type != "execute_result" or check.gives_number


def _number(output: NotebookNode) -> float | None:
    text = output.get("data", {}).get("text/plain", "")
    try:
        number = float(text if isinstance(text, str) else "".join(text))
    except ValueError:
        return None
    return number if not math.isnan(number) else math.nan


def mark_by_hand(cell: NotebookNode) -> Mark:
    """Mark a cell that a person reads: nothing when it is as it was handed out, else it waits.

    Parameters
    ----------
    cell : NotebookNode
        An answer that is graded by hand, with nbgrader's checksum.

    Returns
    -------
    Mark
    """
    from nbgrader.utils import determine_grade

    earned, possible = determine_grade(cell)
    return Mark(cell.metadata.nbgrader["grade_id"], earned, possible, "by hand")
