"""Look at a file before it is read: is it there, and what is it really, whatever its name says."""

import os
import re
import zipfile
from pathlib import Path

from millrace.errors import FileError, did_you_mean

__all__ = ["kind_of", "password_error", "read_bytes", "require_file"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_LONGEST_LINE = 16 * 2**20
_CHUNK = 2**20


def require_file(path: str | Path) -> Path:
    """Stop with a clear sentence unless the path is a file with something in it.

    Parameters
    ----------
    path : str or pathlib.Path
        Where the file should be; ``~`` is the home folder.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    FileError
        When nothing is there, it is a folder, it is empty or it may not be read.
    """
    path = Path(path).expanduser()
    if path.is_dir():
        raise FileError(f"'{path.name}' is a folder. Expected: a file. Name one of the files in it{_some_files(path)}.")
    if not path.exists():
        if os.name != "nt" and _WINDOWS.match(str(path)):
            raise FileError(
                f"There is no file '{path}' on this computer. It is a path of Windows, and this computer is another. "
                "Expected: the path as this computer writes it, such as data/orders.csv. Copy the file here, and "
                "write where it is."
            )
        raise FileError(
            f"There is no file '{path.name}' in {_folder(path)}. Expected: a file that exists."
            f"{did_you_mean(path.name, _names(path.parent)) or ' Check the name and the folder.'}"
        )
    if path.stat().st_size == 0:
        raise FileError(f"'{path.name}' is empty. Expected: a file with data. Save or export it again.")
    return path


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def _some_files(folder: Path) -> str:
    names = [p.name for p in sorted(folder.iterdir()) if p.is_file()][:3]
    return f", for example '{names[0]}'" if names else ""


def _folder(path: Path) -> str:
    # "." says nothing to somebody who looks for the file outside the notebook.
    written = path.parent.resolve()
    return f"the folder '{written}'" if written.is_dir() else f"'{written}', which does not exist"


def kind_of(path: Path) -> str:
    """Tell what a file really is from its first bytes.

    Parameters
    ----------
    path : pathlib.Path
        A file that is there.

    Returns
    -------
    str
        ``"workbook"``, ``"html"``, ``"json"`` or ``"text"``.

    Raises
    ------
    FileError
        For a workbook with a password, and for what is no table at all (a picture, a PDF, an archive).
    """
    start = _start(path)
    if start.startswith(_OLE):
        _refuse_password(path)
        return "workbook"
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    _refuse_other_kinds(path, start)
    return _kind_of_text(start)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be opened ({error.strerror}). Expected: a file that may be read. "
            "Close it in other programs, or ask who owns it for access."
        ) from None


def _refuse_password(path: Path) -> None:
    # An encrypted workbook of today is an OLE container that names a stream "EncryptedPackage" (MS-OFFCRYPTO).
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            if mark in tail + chunk:
                raise password_error(path)
            tail = chunk[-len(mark) :]


def password_error(path: Path) -> FileError:
    """Say that a workbook has a password.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Returns
    -------
    FileError
        For the caller to raise.
    """
    return FileError(
        f"'{path.name}' is protected by a password. Expected: a workbook that opens without one. "
        "Open it in a spreadsheet program, remove the password and save a copy as .xlsx; even if it opens "
        "there without asking, for then the program knows the password."
    )


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise FileError(
            f"'{path.name}' is a damaged workbook or archive. Expected: a complete file. "
            "Download or copy it again; it may have been cut off."
        ) from None
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} or any(n.startswith("xl/") for n in names):
        return "workbook"
    inside = ", ".join(sorted(names)[:3])
    raise FileError(
        f"'{path.name}' is a zip archive with {inside}. Expected: a table. Unpack it and name the file inside."
    )


_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"Rar!": "a compressed file (rar)",
    b"7z\xbc\xaf": "a compressed file (7z)",
}


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    for mark, what in _OTHERS.items():
        if start.startswith(mark):
            raise FileError(
                f"'{path.name}' is {what}. Expected: a text file (csv, tsv, txt) or a workbook (xlsx, xls, xlsb, ods). "
                "Export or unpack it to one of these first."
            )


def _kind_of_text(start: bytes) -> str:
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")) or (
        plain.startswith(b"<?xml") and b"<html" in plain
    ):
        return "html"
    if plain.startswith(b"<?xml"):
        return "xml"
    return "json" if plain.startswith((b"{", b"[{")) else "text"


def read_bytes(path: Path) -> bytes:
    """Read a text file whole, but never take in a line without end.

    Parameters
    ----------
    path : pathlib.Path
        A text file.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    FileError
        When a line is longer than 16 MB: such a file is no table, and would fill the memory.
    """
    chunks, run = [], 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            run = run + len(chunk) if last < 0 else len(chunk) - last - 1
            if run > _LONGEST_LINE:
                raise FileError(
                    f"'{path.name}' has a line of more than {_LONGEST_LINE // 2**20} MB. Expected: one line per row. "
                    "Export the table again with line ends, or as a workbook."
                )
            chunks.append(chunk)
    return b"".join(chunks)
