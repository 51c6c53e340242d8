"""A name that a cell makes which was not run, or which stopped."""

import sys
from pathlib import Path

from millrace.slips.code import stored_names
from millrace.slips.notebook import is_set_up
from millrace.slips.runs import failed_names
from millrace.slips.stops import Stop
from millrace.slips.words import begins

__all__ = ["cell_not_run", "set_up_not_run"]

USUAL = {"pd": "pandas", "np": "numpy", "plt": "matplotlib", "sns": "seaborn"}


def cell_not_run(stop: Stop) -> str | None:
    """Recognise a name that another cell of the notebook makes."""
    name = stop.unknown
    failed = failed_names(stop.runs).get(name)
    if failed:
        return (
            f"Nothing is called {name} yet, because the cell that makes it stopped with an error. "
            f"Mend the cell that begins '{begins(failed.source)}' first."
        )
    above = _cells_above(stop)
    # what a cell below makes is none of this cell's business
    makes = [cell for cell in above if name in stored_names(cell)]
    set_up = next((cell for cell in reversed(above) if is_set_up(cell)), None)
    if makes and set_up and not any(run.error is None for run in stop.runs):
        return (
            f"Nothing is called {name} yet: this notebook was just opened or restarted, and nothing above was run. "
            f"Run the cell that begins '{begins(set_up)}' first, then go on from there."
        )
    if makes and is_set_up(makes[-1]):
        return (
            f"Nothing is called {name} yet. Run the set-up cell at the top of this part first: it begins "
            f"'{begins(makes[-1])}'. Then run this one again."
        )
    if makes:
        return (
            f"Nothing is called {name} yet. Run the cell that begins '{begins(makes[-1])}' first, then this one again."
        )
    return None


def _cells_above(stop: Stop) -> list[str]:
    stripped = [cell.strip() for cell in stop.cells]
    here = stripped.index(stop.source.strip()) if stop.source.strip() in stripped else len(stripped)
    return list(stop.cells[:here])


def set_up_not_run(stop: Stop) -> str | None:
    """Recognise ``pd`` or ``intake`` before anything is loaded, where the notebook's file is not known."""
    name = stop.unknown
    ours = sys.modules["millrace"].__path__
    line = f"import {USUAL[name]} as {name}" if name in USUAL else f"from millrace import {name}"
    if name in USUAL or (name.isidentifier() and any(_is_part(folder, name) for folder in ours)):
        return (
            f"Nothing is called {name} yet. Run the set-up cell at the top of this part first: it loads what the "
            f"course needs. Where there is none, write the line: {line}"
        )
    return None


def _is_part(folder: str, name: str) -> bool:
    return (Path(folder) / name).is_dir() or (Path(folder) / f"{name}.py").is_file()
