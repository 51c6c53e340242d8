"""Take a submission over: its notebook, if it is one, and the data files beside it; no link is followed."""

import contextlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.grading.outcomes import Remark

__all__ = ["DATA", "NotTaken", "Taken", "files_beside", "printable", "read_bytes", "read_notebook", "walk"]

NOTEBOOK_MB = 30
FILE_MB = 50
FILES = 200
CELLS = 5_000
DEEPEST = 50
PICTURES = ("image/png", "image/jpeg", "image/gif")
# Kinds of files that a notebook reads; code is taken only where the course says so.
DATA = frozenset(
    [".csv", ".tsv", ".txt", ".json", ".jsonl", ".md", ".xlsx", ".xls", ".ods", ".parquet", ".feather", ".png", ".jpg",
     ".jpeg", ".gif", ".npy", ".yaml", ".yml", ".toml"]
)  # fmt: skip
KINDS = {
    stat.S_ISLNK: "a symbolic link",
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISBLK: "a device",
    stat.S_ISCHR: "a device",
}


class NotTaken(Exception):
    """Something of a submission that is not taken over; the text says what it is."""


@dataclass(frozen=True)
class Taken:
    """A file beside the notebook that is taken over.

    Parameters
    ----------
    name : str
        Its path within the submission, with forward slashes.
    content : bytes
        What it holds.
    """

    name: str
    content: bytes


def read_bytes(file: Path, *, most_mb: int) -> bytes:
    """Read a plain file whole, and nothing that only looks like one.

    Parameters
    ----------
    file : Path
        A file that somebody else made.
    most_mb : int
        How large it may be.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    NotTaken
        When it is a link, a pipe, a device, too large, or has holes.
    """
    try:
        seen = file.lstat()
        _refuse(seen, most_mb)
        # without waiting for the other end of a pipe, and without following a link that came in between
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise NotTaken(f"cannot be read ({type(error).__name__})") from None
    with os.fdopen(handle, "rb") as opened:
        _refuse(os.fstat(handle), most_mb)
        content = opened.read(most_mb * 1_000_000 + 1)
    if len(content) > most_mb * 1_000_000:
        raise NotTaken(f"is larger than {most_mb} MB")
    return content


def _refuse(seen: os.stat_result, most_mb: int) -> None:
    for is_kind, name in KINDS.items():
        if is_kind(seen.st_mode):
            raise NotTaken(f"is {name}")
    if seen.st_nlink > 1:
        raise NotTaken("is a hard link to another file")
    if seen.st_size > most_mb * 1_000_000:
        raise NotTaken(f"is {seen.st_size / 1e6:,.0f} MB large; at most {most_mb} MB are taken")
    blocks = getattr(seen, "st_blocks", None)
    if blocks is not None and seen.st_size > 1_000_000 and blocks * 512 < seen.st_size // 2:
        raise NotTaken("is a sparse file, which claims to be larger than it is")


def read_notebook(file: Path, *, most_mb: int = NOTEBOOK_MB) -> NotebookNode:
    """Read a notebook that a learner handed in.

    Parameters
    ----------
    file : Path
        Its place.
    most_mb : int
        How large it may be.

    Returns
    -------
    NotebookNode
        In nbformat 4, every cell of a known kind with a text, metadata and, if it is code, outputs.

    Raises
    ------
    NotTaken
        When it is no notebook.
    """
    content = read_bytes(file, most_mb=most_mb)
    if not content.strip():
        raise NotTaken("is empty")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotTaken("is not text in UTF-8, so it is no notebook") from None
    except (ValueError, RecursionError):
        raise NotTaken("is not JSON, so it is no notebook") from None
    if not isinstance(told, dict) or not isinstance(told.get("cells", told.get("worksheets")), list):
        raise NotTaken("has no list of cells, so it is no notebook")
    try:
        return nbformat.from_dict(_plain(told))
    except (NotTaken, MemoryError):
        raise
    except Exception as error:
        raise NotTaken(f"cannot be read as a notebook ({type(error).__name__}: {str(error)[:100]})") from None


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    major = told.get("nbformat", 4)
    if isinstance(major, int) and major < 4:
        told = json.loads(nbformat.writes(nbformat.convert(nbformat.reader.reads(json.dumps(told)), 4)))
    cells = [cell for cell in told["cells"] if isinstance(cell, dict)]
    if len(cells) > CELLS:
        raise NotTaken(f"has {len(cells):,} cells; at most {CELLS:,} are taken")
    return {"cells": list(_cells(cells)), "metadata": _about(told.get("metadata")), "nbformat": 4, "nbformat_minor": 5}


def _cells(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    ids: set[str] = set()
    for place, cell in enumerate(cells):
        kind = cell.get("cell_type")
        kind = kind if kind in ("code", "markdown", "raw") else "raw"
        source = cell.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        metadata = cell.get("metadata")
        name = cell.get("id")
        fits = isinstance(name, str) and name not in ids and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name)
        name = name if fits else f"cell-{place}"
        ids.add(str(name))
        made = {
            "id": name,
            "cell_type": kind,
            "source": source,
            "metadata": _metadata(metadata),
        }
        if kind == "markdown" and (pictures := _pictures(cell.get("attachments"))):
            made["attachments"] = pictures
        # lone surrogates can be stored in no file
        made["source"] = source.encode("utf-8", "replace").decode()
        yield {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def _metadata(told: Any) -> dict[str, Any]:
    """Keep what a notebook may say of a cell; nbgrader refuses the whole cohort over the rest."""
    if not isinstance(told, dict) or _is_deep(told):
        return {}
    tags = told.get("tags")
    kept = {key: value for key, value in told.items() if key not in ("tags", "name", "jupyter", "execution")}
    if isinstance(tags, list):
        kept["tags"] = list(dict.fromkeys(tag for tag in tags if isinstance(tag, str) and tag and "," not in tag))
    if isinstance(told.get("name"), str) and told["name"]:
        kept["name"] = told["name"]
    for key, kind in (("collapsed", bool), ("format", str)):
        if key in kept and not isinstance(kept[key], kind):
            del kept[key]
    if kept.get("scrolled", True) not in (True, False, "auto"):
        del kept["scrolled"]
    return kept


def _about(told: Any) -> dict[str, Any]:
    """Keep what a notebook says of itself, where it has the form that it must have."""
    if not isinstance(told, dict) or _is_deep(told):
        return {}
    forms = {"kernelspec": dict, "language_info": dict, "title": str, "authors": list, "orig_nbformat": int}
    return {key: value for key, value in told.items() if isinstance(value, forms.get(key, object))}


def _is_deep(told: Any) -> bool:
    """Tell whether something is nested more deeply than whoever copies or checks it can follow."""
    layer = [told]
    for _ in range(DEEPEST):
        layer = [item for one in layer for item in (one.values() if isinstance(one, dict) else one)
                 if isinstance(item, dict | list)]  # fmt: skip
        if not layer:
            return False
    return True


def _pictures(told: Any) -> dict[str, dict[str, str]]:
    """Keep the pictures that were pasted into a text."""
    if not isinstance(told, dict):
        return {}
    return {
        name: shown
        for name, kinds in told.items()
        if isinstance(kinds, dict)
        and (shown := {kind: data for kind, data in kinds.items() if kind in PICTURES and isinstance(data, str)})
    }


def files_beside(folder: Path, *, allowed: frozenset[str] = frozenset()) -> tuple[list[Taken], list[Remark]]:
    """Take the data files of a submission.

    Parameters
    ----------
    folder : Path
        The submission.
    allowed : frozenset of str
        Names of other files that the course takes over, such as a module that learners write.

    Returns
    -------
    tuple of list of Taken and list of Remark
        What is taken, and a remark on all else but notebooks.
    """
    taken: list[Taken] = []
    remarks: list[Remark] = []
    for file in walk(folder):
        name = file.relative_to(folder).as_posix()
        if file.suffix == ".ipynb" or file.name == "timestamp.txt" or ".ipynb_checkpoints" in file.parts:
            continue
        shown = printable(name)
        try:
            if name not in allowed and file.suffix.lower() not in DATA:
                raise NotTaken("is no data file and is not named in exclude_overwriting")
            if len(taken) >= FILES:
                raise NotTaken(f"is one of more than {FILES} files")
            if any(part.startswith(".") for part in Path(name).parts):
                raise NotTaken("is hidden")
            if shown != name or len(name.encode(errors="replace")) > 200:
                raise NotTaken("has a name that is not taken: too long, or with signs that are no letters")
            taken.append(Taken(name, read_bytes(file, most_mb=FILE_MB)))
        except NotTaken as error:
            said = f"The file {shown!r} beside the notebook {error}. It was not taken over."
            remarks.append(Remark("file not taken", said, said))
    return taken, _few(remarks)


def walk(folder: Path) -> Iterator[Path]:
    """Go through a folder, but follow no link; a link to a folder is a file here."""
    for where, folders, files in os.walk(folder, followlinks=False):
        links = [name for name in folders if _is_no_folder(Path(where) / name)]
        for name in sorted([*files, *links]):
            yield Path(where) / name
        folders[:] = sorted(set(folders) - set(links))


def _is_no_folder(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # its path is too long
        return True


def _few(remarks: list[Remark], most: int = 5) -> list[Remark]:
    if len(remarks) <= most:
        return remarks
    said = f"{len(remarks) - most:,} more files were not taken over."
    return [*remarks[:most], Remark("file not taken", said, said)]


def printable(text: str, *, most: int = 80) -> str:
    """Return a name as it can be shown: signs that control a terminal are replaced, and it is cut.

    Examples
    --------
    >>> printable("a" + chr(10) + "b")
    'a�b'
    """
    with contextlib.suppress(UnicodeEncodeError):
        text.encode()
        plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
        return plain if len(plain) <= most else plain[: most - 1] + "…"
    return printable(text.encode("utf-8", "replace").decode(), most=most)
