"""Run a lab from the top and say, check by check, what is right, what is not, and which text is still missing."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from millrace.desk.cells import about, first_line, is_check, is_empty_text, is_question, numbers_of_sections, source_of
from millrace.desk.standing import standing_of
from millrace.errors import counted

__all__ = ["Report", "Row", "report_of", "validate"]

# As long as nbgrader gives a cell.
SECONDS_FOR_A_CELL = 60.0


class Row(TypedDict):
    """A check that does not pass, or a text that is missing: its title, a sentence, and ``not-yet`` or ``open``."""

    title: str
    said: str
    verdict: str


class Report(TypedDict):
    """What the learner reads: a summary, and a row for everything that is still to do."""

    summary: str
    cells: list[Row]


@dataclass(frozen=True)
class _Run:
    """What the run told: the sentence of each cell that ended, and the cell that did not."""

    said: dict[int, str]
    stuck: int | None
    late: bool


def validate(notebook: Path, *, seconds_for_a_cell: float = SECONDS_FOR_A_CELL) -> Report:
    """Run a lab in a process of its own and report on its checks and texts.

    Parameters
    ----------
    notebook : pathlib.Path
        The lab as it was saved. It is not changed.
    seconds_for_a_cell : float
        How long one cell may take; the run ends with the first that takes longer.

    Returns
    -------
    Report
        What `report_of` makes of the run.
    """
    done = _run(notebook, seconds_for_a_cell)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    stop = f"This cell took longer than {seconds_for_a_cell:g} seconds" if done.late else "This cell ended the run"
    return report_of(cells, done.said, stuck=None if done.stuck is None else (done.stuck, stop))


def _run(notebook: Path, patience: float) -> _Run:
    command = [sys.executable, "-P", "-m", "millrace.desk.running", notebook.name]
    said: dict[int, str] = {}
    running, late = None, threading.Event()
    environment = {**os.environ, "NBGRADER_VALIDATING": "1"}
    # Not by asyncio, whose loop in JupyterLab cannot start programs on Windows.
    with subprocess.Popen(
        command, cwd=notebook.parent, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as child:
        for told in _lines(child, patience, late):
            running = None if "said" in told else told["cell"]
            if "said" in told:
                said[told["cell"]] = told["said"]
    return _Run(said, running, late.is_set())


def _lines(child: "subprocess.Popen[str]", patience: float, late: threading.Event) -> Iterator[dict]:
    """Read what is told, and end the child when nothing is told for some time."""

    def give_up() -> None:
        late.set()
        child.kill()

    assert child.stdout is not None
    lines = iter(child.stdout)
    while True:
        clock = threading.Timer(patience, give_up)
        clock.start()
        line = next(lines, None)
        clock.cancel()
        if line is None:
            return
        yield json.loads(line)


def report_of(cells: list[dict], said: dict[int, str], *, stuck: tuple[int, str] | None = None) -> Report:
    """Say what is right and what is still to do.

    Parameters
    ----------
    cells : list of dict
        The notebook's cells, as in its file.
    said : dict of int to str
        By place in the notebook: the sentence with which a cell stopped, or nothing when it ran to its end.
    stuck : tuple of int and str, optional
        The cell at which the run ended, and why.

    Returns
    -------
    Report
        The points so far, and what is still to do, in the order of the notebook.

    Examples
    --------
    >>> about = {"nbgrader": {"grade": True, "points": 2}}
    >>> check = {"cell_type": "code", "source": "# Checks the total.", "metadata": about}
    >>> report_of([check], {0: "Not yet: total is 3."})
    {'summary': '0 of 2 points. 1 check does not pass.', 'cells': [{'title': 'Checks the total.', \
'said': 'Not yet: total is 3.', 'verdict': 'not-yet'}]}
    """
    checks = {place: cell for place, cell in enumerate(cells) if is_check(cell)}
    sections = numbers_of_sections(cells)
    shown = _shown_as(cells)
    failing = [_check_row(cell, said.get(p), sections[p]) for p, cell in checks.items() if said.get(p) != ""]
    failing.sort(key=lambda row: row["verdict"])  # what is wrong comes before what is open
    wrong = sum(row["verdict"] == "not-yet" for row in failing)
    missing = [_text_row(cells[place]) for place in _empty_texts(cells)]
    earned = sum(about(checks[place])["points"] for place in checks if said.get(place) == "")
    of = sum(about(cell)["points"] for cell in checks.values())
    stop = [] if stuck is None else [_stuck_row(cells[stuck[0]], stuck[1])]
    summary = _summary(earned, of, wrong, len(failing) - wrong, len(missing), sum(map(is_question, cells)))
    # Without nbgrader's sum nobody can say whether a check is as it was released.
    right = {_name(cell): said.get(place) == "" for place, cell in checks.items() if "checksum" in about(cell)}
    return {
        "summary": f"{summary}{_why_start_here_differs(shown, right)}",
        "cells": [*stop, *failing, *missing],
    }


def _name(cell: dict) -> str:
    return str(about(cell).get("grade_id"))


def _shown_as(cells: list[dict]) -> dict[str, str]:
    """Return what START-HERE reads of each check in this very file."""
    try:
        return {step.name: step.state for step in standing_of(cells).checks}
    except (KeyError, TypeError, AttributeError, ValueError):
        return {}


def _why_start_here_differs(shown: dict[str, str], right: dict[str, bool]) -> str:
    """Say why the points that START-HERE shows are others, if they are."""
    unrun = sum(right[name] and shown.get(name) in ("open", "not yet", "again") for name in right)
    edited = sum(right[name] and shown.get(name) == "changed" for name in right)
    lost = sum(not right[name] and shown.get(name) == "right" for name in right)
    reasons = []
    if unrun:
        which, them = ("is right here and was", "it") if unrun == 1 else ("are right here and were", "them")
        reasons.append(
            f"{counted(unrun, 'check')} {which} not run in the lab since the answer was written; run {them} once."
        )
    if lost:
        was, is_not = ("was", "is") if lost == 1 else ("were", "are")
        reasons.append(
            f"{counted(lost, 'check')} {was} right in the lab and {is_not} not from top to bottom: a cell above was "
            "changed, moved or deleted since, or run in another order."
        )
    if edited:
        was, it = ("was", "it") if edited == 1 else ("were", "them")
        reasons.append(f"{counted(edited, 'check')} {was} changed, and grading puts the original of {it} back.")
    return f" START-HERE shows other points: {' '.join(reasons)}" if reasons else ""


def _check_row(cell: dict, said: str | None, section: str) -> Row:
    title = section + first_line(cell)
    if said is None:
        return {"title": title, "said": "This check was not reached.", "verdict": "open"}
    if said.startswith("Not answered yet"):
        # How to answer is said below the check itself; here are many of them.
        return {"title": title, "said": said.split(". ")[0].rstrip(".") + ".", "verdict": "open"}
    return {"title": title, "said": said, "verdict": "not-yet"}


def _text_row(question: dict) -> Row:
    return {
        "title": first_line(question),
        "said": "Your text is missing. Click the box below the question and write it there.",
        "verdict": "open",
    }


def _stuck_row(cell: dict, why: str) -> Row:
    return {"title": first_line(cell), "said": f"{why}, so nothing below it was run.", "verdict": "not-yet"}


def _empty_texts(cells: list[dict]) -> list[int]:
    """Find the questions whose text, in the next cell, is empty or still the words that ask for it."""
    asked = [place for place, cell in enumerate(cells[:-1]) if is_question(cell)]
    return [place for place in asked if is_empty_text(source_of(cells[place + 1]))]


def _summary(earned: float, of: float, wrong: int, unanswered: int, missing: int, texts: int) -> str:
    if not earned and not wrong and unanswered:
        text = f" and {counted(missing, 'text')}" if missing else ""
        wait = "waits" if unanswered + missing == 1 else "wait"
        return f"Nothing is answered yet: {counted(unanswered, 'check')}{text} {wait} for you, {of:g} points by checks."
    parts = [f"{earned:g} of {of:g} points."]
    if wrong:
        parts.append(f"{counted(wrong, 'check')} {'does' if wrong == 1 else 'do'} not pass.")
    if unanswered:
        parts.append(f"{counted(unanswered, 'check')} {'is' if unanswered == 1 else 'are'} not answered yet.")
    if missing:
        parts.append(f"{counted(missing, 'text')} {'is' if missing == 1 else 'are'} missing.")
    if not (wrong or unanswered or missing):
        parts.append("Every check passes, and nothing is missing.")
    if texts and not missing:
        parts.append(f"Your {'text is' if texts == 1 else 'texts are'} read by your trainer.")
    return " ".join(parts)
