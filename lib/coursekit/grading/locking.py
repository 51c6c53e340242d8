"""One trainer grades at a time: the second is told who the first is. The lock ends with its process in any case."""

import contextlib
import getpass
import json
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from coursekit.faults import CourseError

__all__ = ["alone"]


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold a lock while the block runs.

    Parameters
    ----------
    file : Path
        The lock file; it stays, and says who held it last.

    Raises
    ------
    CourseError
        When somebody else holds it: who, where, since when, and what to do.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o664)
    try:
        if not _locked(handle):
            raise CourseError(_who(file))
        os.ftruncate(handle, 0)
        me = {"user": _user(), "machine": socket.gethostname(), "process": os.getpid()}
        os.pwrite(handle, json.dumps({**me, "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}"}).encode(), 0)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked_on_windows(handle: int) -> bool:
    import msvcrt

    try:
        # a byte far behind the text, so that others can read who it is
        os.lseek(handle, 1_000_000, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without names
        return str(os.getuid()) if hasattr(os, "getuid") else "somebody"


def _who(file: Path) -> str:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        by = f"{held['user']} on {held['machine']} (process {held['process']}), since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        by = "another process"
    return f"Grading is under way already: {by}. Wait until it has ended, or stop it there. Nothing was changed."
