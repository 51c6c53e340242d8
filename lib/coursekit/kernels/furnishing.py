"""Copy files into a kernel's folder: plain ones, under names that stay below it."""

import os
import shutil
import stat
from pathlib import Path

__all__ = ["check_name", "lay_out"]

LONGEST_NAME = 255


def check_name(name: str) -> None:
    """Refuse a name that is not that of a file below a folder.

    Parameters
    ----------
    name : str
        A name, with `/` for folders.

    Raises
    ------
    ValueError
        When it leads out of the folder or is no name at all.

    Examples
    --------
    >>> check_name("data/orders.csv")
    >>> check_name("../gradebook.db")
    Traceback (most recent call last):
    ...
    ValueError: '../gradebook.db' is no name of a file below the working folder. Give one like data/orders.csv.
    """
    parts = name.split("/")
    if not name.isprintable() or any(part in ("", ".", "..") or len(part.encode()) > LONGEST_NAME for part in parts):
        raise ValueError(
            f"{name[:200]!r} is no name of a file below the working folder. Give one like data/orders.csv."
        )


def lay_out(path: Path, folder: Path, name: str) -> None:
    """Copy a plain file under a name below a folder.

    Parameters
    ----------
    path : Path
        The file. No link to it, for that could lead anywhere.
    folder : Path
        The folder.
    name : str
        The name there, with `/` for folders.

    Raises
    ------
    ValueError
        When the name leads out of the folder, or the file is no plain file.
    """
    check_name(name)
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise ValueError(f"{str(path)!r} is a link, a folder or a device. Only plain files go into a kernel's folder.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy)
