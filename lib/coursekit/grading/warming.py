"""The warm process from which this process's kernels are forked, begun before anything slow is imported here."""

import atexit
import contextlib
import importlib.util
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from coursekit.kernels import NoBubblewrap, NoKernel, Sandbox

__all__ = ["FORKS", "WARM", "sandbox", "to_import", "visible", "warming"]

WARM = ("numpy", "pandas", "matplotlib.pyplot", "sklearn", "scipy.stats", "seaborn", "millrace.checks")

FORKS = sys.platform.startswith("linux")  # elsewhere kernels are started cold

_sandboxes: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], Sandbox] = {}
_lock = threading.Lock()


def sandbox(*, enclosed: bool, readable: tuple[str, ...] = (), hidden: tuple[str, ...] = ()) -> Sandbox:
    """Return this process's warm process for all its notebooks and threads; it ends with this process.

    Parameters
    ----------
    enclosed : bool
        Whether it is in a sandbox.
    readable, hidden : tuple of str
        Paths, see `coursekit.grading.tasks.Task`.

    Returns
    -------
    Sandbox
        Not started yet when it is new; the first notebook starts it. What a course imports, it is told later.
    """
    key = (enclosed, readable, hidden)
    with _lock:
        if key not in _sandboxes:
            made = Sandbox(
                [Path(path) for path in readable],
                hidden=[Path(path) for path in hidden],
                warm=("coursekit.grading.judge",),
                enclosed=enclosed,
            )
            atexit.register(made.__exit__, None, None, None)
            _sandboxes[key] = made
        return _sandboxes[key]


def visible(data: Sequence[Path]) -> dict[str, Any]:
    """Say what a sandboxed kernel sees beside the environment: sample data, but not their truths.

    Parameters
    ----------
    data : sequence of Path
        Folders that it sees besides.

    Returns
    -------
    dict
        ``readable`` and ``hidden`` for `sandbox`.
    """
    above = [parent / "datasets" for place in _places("millrace") for parent in Path(place).resolve().parents]
    folders = [*filter(Path.is_dir, above), *(path.resolve() for path in data)]
    return {"readable": tuple(map(str, dict.fromkeys(folders))), "hidden": tuple(_places("lantern"))}


def _places(package: str) -> list[str]:
    found = importlib.util.find_spec(package)
    return list(found.submodule_search_locations or []) if found else []


def to_import(names: Collection[str]) -> tuple[str, ...]:
    """Choose what to import once: what notebooks import, and all of it where they import millrace.

    Parameters
    ----------
    names : collection of str
        Names of packages.

    Returns
    -------
    tuple of str
        Modules.

    Examples
    --------
    >>> to_import({"pandas", "a_module_of_their_own"})
    ('pandas',)
    """
    return tuple(name for name in WARM if "millrace" in names or name.partition(".")[0] in names)


def named_in(root: Path) -> set[str]:
    """Guess what the notebooks of a course import, before its configuration can be read."""
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in root.glob("*/*/*.ipynb") if file.is_file()]
    known = {name.partition(".")[0] for name in WARM}
    return {name for name in known if any(f"import {name}" in text or f"from {name}" in text for text in texts)}


@contextlib.contextmanager
def warming(
    data: Sequence[Path] = (), *, enclosed: bool, here: bool = True, course: Path | None = None
) -> Iterator[None]:
    """Start the warm process while other things are made ready.

    Parameters
    ----------
    data : sequence of Path
        As for `visible`.
    enclosed : bool
        Whether it is in a sandbox.
    here : bool
        Whether notebooks run in this process; if not, nothing is started.
    course : Path, optional
        A course folder whose notebooks are looked through for what they import. It is a guess: what it misses, the
        first notebook asks for.
    """
    if not (here and FORKS):
        yield
        return

    def start() -> None:
        with contextlib.suppress(NoKernel, NoBubblewrap):  # the first notebook tries again, and says so
            warm = sandbox(enclosed=enclosed, **visible(data))
            if course is not None:
                warm.import_more(to_import(named_in(course)))
            warm.start()

    starting = threading.Thread(target=start)
    starting.start()
    try:
        yield
    finally:
        starting.join()
