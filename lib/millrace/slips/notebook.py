"""The notebook that is open: its cells, run or not, may make a name that is missing, its hints may hold it."""

import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from millrace.slips.code import without_strings

__all__ = [
    "Notebook",
    "cell_above",
    "code_of",
    "hint_with",
    "is_set_up",
    "notebook_file",
    "notebook_here",
    "read_notebook",
]


@dataclass(frozen=True)
class Notebook:
    """What is written in a notebook.

    Parameters
    ----------
    cells : tuple of str
        The code of each cell, in order.
    folded : tuple of str
        Those of them that are folded away: checks, and what shows a result. Nobody types their names.
    texts : tuple of str
        The texts between.
    """

    cells: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def notebook_here(names: Mapping[str, object]) -> Notebook:
    """Read the notebook whose kernel this is.

    Parameters
    ----------
    names : mapping
        The notebook's names; VS Code keeps the file's place among them. JupyterLab puts it into the environment. Where
        nobody says it, the folder is looked at: graders run a notebook in the folder where it lies.

    Returns
    -------
    Notebook
        Empty when the file is not found.
    """
    certain = notebook_file(names)
    return read_notebook(certain) if certain else Notebook()


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


def read_notebook(file: Path) -> Notebook:
    """Read a notebook.

    Parameters
    ----------
    file : pathlib.Path
        An ``.ipynb`` file.

    Returns
    -------
    Notebook
        Empty when the file cannot be read.
    """
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        code = [("".join(cell["source"]), _is_folded(cell)) for cell in cells if cell["cell_type"] == "code"]
        texts = tuple("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Notebook()
    return Notebook(tuple(source for source, _ in code), tuple(source for source, folded in code if folded), texts)


def cell_above(cell_id: str, names: Mapping[str, object]) -> str | None:
    """Find the nearest code cell above another one whose code is seen.

    Parameters
    ----------
    cell_id : str
        The other one.
    names : mapping
        The notebook's names.

    Returns
    -------
    str or None
        Its id; None when the notebook's file is not found, or does not have such cells.
    """
    cells = _cells(names)
    try:
        places = [place for place, cell in enumerate(cells) if cell.get("id") == cell_id]
        above = cells[: places[0]] if places else []
        ids = [cell.get("id") for cell in above if cell["cell_type"] == "code" and not _is_folded(cell)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return ids[-1] if ids else None


def code_of(cell_id: str, names: Mapping[str, object]) -> str:
    """Return the code of a cell as it was saved.

    Parameters
    ----------
    cell_id : str
        The cell.
    names : mapping
        The notebook's names.

    Returns
    -------
    str
        Nothing when the notebook's file is not found, or does not have such a cell.
    """
    try:
        return next(("".join(cell["source"]) for cell in _cells(names) if cell.get("id") == cell_id), "")
    except (KeyError, TypeError, AttributeError):
        return ""


def _cells(names: Mapping[str, object]) -> list[dict]:
    file = notebook_file(names)
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"] if file else []
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return cells if isinstance(cells, list) else []


def _is_folded(cell: dict) -> bool:
    about = cell.get("metadata", {})
    return bool(about.get("jupyter", {}).get("source_hidden") or about.get("nbgrader", {}).get("grade"))


def hint_with(name: str, texts: Iterable[str]) -> list[str] | None:
    """Look for a name in the examples of the hints.

    Parameters
    ----------
    name : str
        What is not known in the notebook.
    texts : iterable of str
        The texts of the notebook: a hint is what is folded in them, its example is written as code.

    Returns
    -------
    list of str or None
        The names that the task before that hint mentions; None when no hint holds the name.

    Examples
    --------
    >>> text = "Make `sum_2` of `orders`. <details><summary>Hint</summary><code>a = visits.head()</code></details>"
    >>> hint_with("visits", [text]), hint_with("orders", [text])
    (['sum_2', 'orders'], None)
    """
    for text in texts:
        task, *hints = re.split(r"<details\b", text)
        code = html.unescape(re.sub(r"<(?!code|/code)[^>]+>", "", " ".join(hints)))
        for example in re.findall(r"<code>(.*?)</code>", code, re.DOTALL):
            if name in re.findall(r"(?<![\w.])[A-Za-z_]\w*(?!\s*=[^=])(?!\w)", without_strings(example)):
                return list(dict.fromkeys(re.findall(r"`([A-Za-z_]\w*)`", task)))
    return None


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
