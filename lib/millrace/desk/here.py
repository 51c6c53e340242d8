"""``progress()`` in a notebook: how far this lab is, drawn small, from its saved file."""

import sys
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from millrace.desk.notebooks import read_cells
from millrace.desk.page import link, section_number
from millrace.desk.standing import Standing, Step, standing_of
from millrace.errors import FileError, counted, wrapped

__all__ = ["lines_of", "progress"]

SIGNS = {"right": "■", "again": "↻", "not yet": "◧", "open": "□", "changed": "?"}
SAYS = {
    "right": "done", "again": "run it again", "not yet": "not yet right", "open": "open", "changed": "changed",
}  # fmt: skip
NO_FILE = "The file of this notebook was not found, so its points cannot be read. Save it with Ctrl+S."


def progress() -> None:
    """Show how far this lab is, as START-HERE does: points, what to run again, the texts, the next section.

    It reads the notebook as it was saved, and says so when something was run since that the file does not hold yet.

    Examples
    --------
    In a lab: ``progress()``, without an import where the course's JupyterLab was opened by ``start.py``; elsewhere
    ``checks.progress()``.
    """
    file = _file()
    if file is None:
        return print(wrapped(NO_FILE))
    try:
        cells, saved = read_cells(file), datetime.fromtimestamp(file.stat().st_mtime)
    except (FileError, OSError) as error:
        reason = str(error) if isinstance(error, FileError) else "you may not open it."
        return print(wrapped(f"{file.name} could not be read: {reason}"))
    lines = [*lines_of(standing_of(cells)), f"As saved at {saved:%H:%M}.{_unsaved(cells)}"]
    return _show(lines, standing_of(cells), file.name)


def lines_of(standing: Standing) -> list[str]:
    """Say how far a lab is.

    Parameters
    ----------
    standing : Standing
        From `millrace.desk.standing.standing_of`.

    Returns
    -------
    list of str
        A line each for the points, what to run again, the texts, and what is next.

    Examples
    --------
    >>> steps = (Step("1. A", "", False, "right", 2), Step("2. B", "", False, "open", 2))
    >>> lines_of(Standing(steps, of=4, missing=False, begun=True))
    ['2 of 4 points by checks.', 'Next: section 2. B']
    """
    return list(_lines(standing))


def _lines(standing: Standing) -> Iterable[str]:
    if not standing.steps:
        yield "This notebook has no checks, so it counts no points."
        return
    yield f"{standing.points:g} of {standing.of:g} points by checks."
    if standing.again:
        places = ", ".join(dict.fromkeys(section_number(step.section) for step in standing.again))
        yield f"An answer was changed since its check passed: run the check again in section {places}."
    if any(step.state == "changed" for step in standing.steps):
        yield "A check is not as it was given to you, so it does not count here; grading uses the original."
    if standing.missing:
        yield "A check was deleted; grading puts it back."
    if standing.texts:
        written = sum(text.state == "right" for text in standing.texts)
        yield f"{written} of {counted(len(standing.texts), 'text')} written; your trainer reads them."
    step = standing.next
    yield f"Next: section {step.section}" if step else "Nothing is left to do here: press Validate, then hand it in."


def _file() -> Path | None:
    from millrace.slips.notebook import notebook_file

    shell = _shell()
    return notebook_file(getattr(shell, "user_ns", {}))


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _unsaved(cells: list[dict]) -> str:
    """Say when a cell was run that the file holds otherwise, or not at all."""
    from millrace import slips
    from millrace.slips.runs import running

    there = {cell.get("id"): "".join(cell["source"]) for cell in cells}
    latest = {run.cell_id: run.source for run in slips.recorded() if run.cell_id and run.cell_id != running()}
    newer = any(there.get(name, "").strip() != source.strip() for name, source in latest.items())
    passed = {name for name, source in latest.items() if "checks.passed(" in source}
    silent = any(cell.get("id") in passed and not cell.get("outputs") for cell in cells)
    return " You ran something since; save with Ctrl+S, then call progress() again." if newer or silent else ""


def _show(lines: list[str], standing: Standing, file: str) -> None:
    shell = _shell()
    bar = "".join(SIGNS[step.state] for step in standing.steps)
    text = "\n".join([bar, *map(wrapped, lines)] if bar else map(wrapped, lines))
    if not hasattr(shell, "kernel"):
        return print(text)
    return shell.display_pub.publish({"text/plain": text, "text/html": _small(lines, standing, file)})


def _small(lines: list[str], standing: Standing, file: str) -> str:
    step = standing.next
    shown = [f"<div>{escape(line)}</div>" for line in lines if not (step and line.startswith("Next: "))]
    go_on = f"<div>Next: {link(file, f'section {step.section}', cell=step.place)}</div>" if step else ""
    boxes = "".join(f'<span title="{escape(_named(step))}">{SIGNS[step.state]}</span> ' for step in standing.steps)
    spoken = "; ".join(map(_named, standing.steps))
    bar = f'<div role="img" aria-label="{escape(spoken)}" style="font-size:130%">{boxes}</div>' if boxes else ""
    return f'<div class="millrace-progress">{bar}{go_on}{"".join(shown)}</div>'


def _named(step: Step) -> str:
    return f"{step.section}: {SAYS[step.state]}"
