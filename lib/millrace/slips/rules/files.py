"""Files that are not there, are open in Excel, or cannot be read; modules that are misspelt."""

import ast
import pkgutil
import re
import sys
from pathlib import Path, PureWindowsPath

from millrace.slips.rule import Rule
from millrace.slips.stops import Stop
from millrace.slips.words import clipped, listed, nearest

__all__ = ["RULES", "forgotten_path"]

ROOM = 60
COURSE = ["pandas", "numpy", "matplotlib", "seaborn", "sklearn", "millrace", "datetime", "pathlib"]


def forgotten_path(stop: Stop) -> str | None:
    """Recognise ``intake.read_table("orders_2023.csv")`` without ``samples.path``."""
    named = str(getattr(stop.error, "filename", None) or next(iter(re.findall(r"'([^']+)'", stop.message)), ""))
    name, known = PureWindowsPath(named).name, _samples()
    near = name if name in known else nearest(name, known, cutoff=0.8) if "." in name else None
    if near is None or "samples.path" in stop.statement_text or "sample file" in stop.message:
        return None
    return f'{near} is a file of the sample company. Write samples.path("{near}"), which says where it lies.'


def _samples() -> list[str]:
    from millrace import samples

    try:
        return list(samples.describe()["file"])
    except ValueError:
        return []


def file_missing(stop: Stop) -> str | None:
    """Recognise any other file."""
    name = str(getattr(stop.error, "filename", None) or stop.message)
    folder = Path(name).parent
    if not folder.is_dir():
        return (
            f"There is no folder {_in_full(folder)}, so {clipped(Path(name).name)} cannot be there. Look at the path."
        )
    here = sorted(p.name for p in folder.iterdir() if p.suffix in {".csv", ".xlsx", ".xls", ".txt", ".ods"})
    near = nearest(Path(name).name, here, cutoff=0.6)
    says = (
        f"Did you mean {near}?"
        if near
        else f"There are: {listed(here, room=80)}."
        if here
        else "Put the file there, or write its path."
    )
    return f"There is no file {clipped(Path(name).name)} in the folder {_in_full(folder)}. {says}"


def _in_full(folder: Path) -> str:
    """Write a folder so that it can be found, and so that its end is seen where it is long."""
    written = str(folder.expanduser().resolve())
    return written if len(written) <= ROOM else f"...{written[-ROOM:]}"


def file_locked(stop: Stop) -> str | None:
    """Recognise a file that Excel has open."""
    name = clipped(str(getattr(stop.error, "filename", None) or "The file"), 60)
    return (
        f"{name} cannot be opened or written: it is most likely open in Excel. Close it there and run this cell again."
    )


def folder_given(stop: Stop) -> str | None:
    """Recognise a folder instead of a file."""
    return (
        f"{clipped(str(getattr(stop.error, 'filename', '')), 60)} is a folder, not a file. Add / and the file's name."
    )


def wrong_reader(stop: Stop) -> str | None:
    """Recognise ``pd.read_csv`` of an old export."""
    if not isinstance(stop.error, UnicodeDecodeError) and "tokenizing data" not in stop.message:
        return None
    typed = next((stop.text(n) for n in ast.walk(stop.node) if isinstance(n, ast.Call)), "") if stop.node else ""
    inside = typed.partition("(")[2].rpartition(")")[0]
    shown = inside if inside and len(inside) <= 60 else "..."
    return (
        f"This file is written in another way than that helper expects. intake.read_table({shown}) finds "
        "out how by itself."
    )


def module_misspelt(stop: Stop) -> str | None:
    """Recognise ``import pandsa``."""
    name = (getattr(stop.error, "name", None) or "").split(".")[0]
    near = nearest(name, COURSE, cutoff=0.6)
    if near and near != name:
        return f"There is no {name} to import. Did you mean {near}?"
    return (
        f"{name} is not on this computer, and the course does not need it. Look at the spelling, or leave the line out."
    )


def part_misspelt(stop: Stop) -> str | None:
    """Recognise ``from millrace import intak``, and a workbook for which pandas wants a package of its own."""
    if "openpyxl" in stop.message:
        return 'Nothing need be installed. Write engine="calamine" in the brackets, or use intake.read_table.'
    found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", stop.message)
    if not found:
        return None
    home = sys.modules.get(found.group(2))
    parts = [p.name for p in pkgutil.iter_modules(getattr(home, "__path__", []))]
    near = nearest(found.group(1), [*parts, *dir(home)], cutoff=0.6)
    return f"{found.group(2)} has no part {found.group(1)}." + (f" Did you mean {near}?" if near else "")


RULES = [
    Rule((FileNotFoundError, ValueError), forgotten_path, 'pd.read_csv("orders_2023.csv")'),
    Rule(FileNotFoundError, file_missing, 'pd.read_csv("my own list.csv")'),
    Rule(PermissionError, file_locked, 'raise PermissionError(13, "denied", "list.xlsx")'),
    Rule(IsADirectoryError, folder_given, 'open("/")'),
    Rule((UnicodeDecodeError, ValueError), wrong_reader, 'pd.read_csv(samples.path("orders_2023.csv"))'),
    Rule(ModuleNotFoundError, module_misspelt, "import pandsa"),
    Rule(ImportError, part_misspelt, "from millrace import intak"),
]
