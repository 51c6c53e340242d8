"""Find the notebooks of the course in a folder, wherever they were put and whatever they are called now."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from millrace.errors import FileError

__all__ = ["Notebook", "notebooks_in", "read_cells"]

# course/01-data-cleanup/lab.py, as the build writes it into the first cell.
SOURCE = re.compile(r"course/(?P<module>\d\d-[a-z0-9-]+)/(?P<kind>lab|lesson|report)[\w-]*\.(?:py|md)")
# labs/01-data-cleanup/lab.ipynb is two deep; a learner's folder of old copies is one deeper.
DEPTH = 3
# No notebook of the course comes near it; one full of pictures may.
LARGEST_MB = 200
FRESH = "Take a fresh copy of it, or ask your trainer for one"


@dataclass(frozen=True)
class Notebook:
    """A notebook of the course as it lies on the disk.

    Parameters
    ----------
    path : str
        Its place below the folder, with forward slashes.
    module : str
        The module it was built for, whatever its folder is called now.
    kind : str
        ``"lesson"``, ``"lab"`` or ``"report"``.
    cells : list of dict
        Its cells.
    card : dict
        What the build wrote about the module: title, minutes, points.
    saved : float
        When it was saved, in seconds since 1970.
    """

    path: str
    module: str
    kind: str
    cells: list[dict] = field(repr=False)
    card: dict[str, Any]
    saved: float


def notebooks_in(folder: Path) -> tuple[list[Notebook], list[str]]:
    """Read every notebook of the course below a folder; a learner's own are passed over.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that JupyterLab shows.

    Returns
    -------
    list of Notebook
        In order of their places.
    list of str
        A sentence for every notebook that could not be read.
    """
    found, remarks = [], []
    for path in _files(folder):
        place = path.relative_to(folder).as_posix()
        try:
            cells = read_cells(path)
            origin = _origin(cells)
            if origin:
                found.append(Notebook(place, *origin, path.stat().st_mtime))
        except FileError as error:
            remarks.append(f"{place} could not be read: {error}")
        except OSError:
            remarks.append(f"{place} could not be read: another program holds it, or you may not open it.")
    return found, remarks


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        deep = len(Path(place).relative_to(folder).parts)
        # Hidden folders hold JupyterLab's own copies.
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and deep < DEPTH)
        yield from (Path(place, name) for name in sorted(files) if name.endswith(".ipynb") and name[0] != ".")


def read_cells(path: Path) -> list[dict]:
    """Read the cells of a notebook.

    Parameters
    ----------
    path : pathlib.Path
        An ``.ipynb`` file.

    Returns
    -------
    list of dict
        Its cells, each with the marks that every cell has.

    Raises
    ------
    FileError
        When it is empty, broken, or no notebook of today's form: with what to do.
    OSError
        When the system does not let us read it.
    """
    if path.stat().st_size > LARGEST_MB * 1_000_000:
        raise FileError(f"it has more than {LARGEST_MB} MB. Clear its outputs (menu Edit), then save it.")
    content = path.read_bytes()
    if not content.strip():
        raise FileError(f"it is empty. {_cure(path)}")
    try:
        # Some editors begin a file with an invisible mark.
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileError(f"it is damaged, for example by a save that was cut off. {_cure(path)}") from None
    cells = read.get("cells") if isinstance(read, dict) else None
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        raise FileError(f"it is no notebook of today's form. {_cure(path)}")
    return cells


def _cure(path: Path) -> str:
    copy = path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb"
    kept = f"; what you saved before lies in the hidden folder {copy.parent.name}" if copy.is_file() else ""
    return f"{FRESH}{kept}."


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    outputs = cell.get("outputs", [])
    return isinstance(cell.get("metadata"), dict) and isinstance(outputs, list) and _is_text(cell.get("source"))


def _is_text(source: object) -> bool:
    return isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))


def _origin(cells: list[dict]) -> tuple[str, str, list[dict], dict[str, Any]] | None:
    """Say for which module and as what a notebook was built; nothing for a learner's own."""
    for cell in cells:
        ours = cell["metadata"].get("millrace", {})
        match = SOURCE.fullmatch(str(ours.get("source", ""))) if isinstance(ours, dict) else None
        if match:
            card = ours.get("module", {})
            return match["module"], match["kind"], cells, card if isinstance(card, dict) else {}
    return None
