"""Read what the processes of a notebook use, from `/proc`."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Usage", "descendants", "everybody", "held_kb", "measure", "own_kb"]

PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
TICKS = os.sysconf("SC_CLK_TCK")
GONE = (FileNotFoundError, ProcessLookupError)


@dataclass
class Usage:
    """What some processes use together.

    Parameters
    ----------
    tasks : int
        Processes and threads.
    cpu_seconds : float
        Processor time, that of their ended children included.
    resident_kb : int
        Resident memory, what they share counted for each.
    """

    tasks: int = 0
    cpu_seconds: float = 0.0
    resident_kb: int = 0


def everybody() -> list[int]:
    """List the processes of this `/proc`, but for the first one, which only cleans up."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal() and entry.name != "1"]


def descendants(process: int) -> list[int]:
    """List the processes that come from one, without it."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        with contextlib.suppress(*GONE):
            parent = waiting.pop()
            for task in list(Path(f"/proc/{parent}/task").iterdir()):
                with contextlib.suppress(*GONE):
                    children = (task / "children").read_text(encoding="ascii").split()
                    found += map(int, children)
                    waiting += map(int, children)
    return found


def measure(processes: list[int], reaper: int) -> Usage:
    """Add up what processes use, and what the ended ones used that a reaper has cleaned up.

    Parameters
    ----------
    processes : list of int
        Numbers of processes; those that have ended meanwhile are left out.
    reaper : int
        Number of the process that cleans up orphans; of it, only its ended children count.

    Returns
    -------
    Usage
        The sums.
    """
    used = Usage()
    for process in [reaper, *processes]:
        with contextlib.suppress(*GONE):
            # The name may hold blanks and brackets; what follows the last bracket does not.
            words = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
            times = slice(13, 15) if process == reaper else slice(11, 15)
            used.cpu_seconds += sum(map(int, words[times])) / TICKS
            if process != reaper:
                used.tasks += int(words[17])
                used.resident_kb += int(words[21]) * PAGE_KB
    return used


def held_kb(processes: list[int]) -> int:
    """Add up the memory that processes hold, each shared page divided among those who share it (Pss).

    Parameters
    ----------
    processes : list of int
        Numbers of processes. Of one that does not let itself be read, all resident memory counts.

    Returns
    -------
    int
        Kilobytes.
    """
    held = 0
    for process in processes:
        with contextlib.suppress(*GONE):
            try:
                lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
                held += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            except (PermissionError, StopIteration):
                held += int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * PAGE_KB
    return held


def own_kb(processes: list[int]) -> int:
    """Add up the memory of processes that is no file's, shared pages counted for each.

    Parameters
    ----------
    processes : list of int
        Numbers of processes; those that have ended meanwhile are left out.

    Returns
    -------
    int
        Kilobytes, from counters of the system: for `held_kb` it walks through all pages.
    """
    held = 0
    for process in processes:
        with contextlib.suppress(*GONE):
            lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace").splitlines()
            held += sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return held
