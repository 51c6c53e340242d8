"""The code cells of the notebook that is open, run or not: a name that is missing may be made in one of them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["cells_here", "cells_of", "is_set_up", "notebook_file"]


def cells_here(names: Mapping[str, object]) -> list[str]:
    """Read the code cells of the notebook whose kernel this is.

    Parameters
    ----------
    names : mapping
        The notebook's names; VS Code keeps the file's place among them. JupyterLab puts it into the environment. Where
        nobody says it, the folder is looked at: graders run a notebook in the folder where it lies.

    Returns
    -------
    list of str
        The code of each cell, in order; empty when the file is not found.
    """
    certain = notebook_file(names)
    return cells_of(certain) if certain else []


def notebook_file(names: Mapping[str, object]) -> Path | None:
    """Find the file of the notebook whose kernel this is.

    Parameters
    ----------
    names : mapping
        The notebook's names.

    Returns
    -------
    pathlib.Path or None
        None when it is not found.
    """
    said = str(names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", ""))
    # JupyterLab names the file from the server's folder, a kernel runs in the notebook's.
    candidates = [Path(said), Path(Path(said).name)] if said.endswith(".ipynb") else sorted(Path.cwd().glob("*.ipynb"))
    found = [file for file in candidates if file.is_file()]
    return found[0] if found and (said or len(found) == 1) else next((f for f in found if f.stem == "lab"), None)


def cells_of(file: Path) -> list[str]:
    """Read the code cells of a notebook.

    Parameters
    ----------
    file : pathlib.Path
        An ``.ipynb`` file.

    Returns
    -------
    list of str
        The code of each cell, in order; empty when the file cannot be read.
    """
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def is_set_up(cell: str) -> bool:
    """Say whether a cell loads what a part of the notebook needs.

    Parameters
    ----------
    cell : str
        Its code.

    Returns
    -------
    bool
        Whether it imports something at its beginning.

    Examples
    --------
    >>> is_set_up("import pandas as pd")
    True
    """
    lines = (line.strip() for line in cell.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return first.startswith(("import ", "from "))
