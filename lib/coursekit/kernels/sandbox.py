"""Run notebooks one by one or side by side, each in a kernel forked from a warm process, each enclosed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from nbformat import NotebookNode

from coursekit.kernels.limits import Limits

__all__ = ["Ran", "Sandbox"]

WARM = ("pandas", "numpy", "matplotlib.pyplot", "sklearn", "scipy.stats", "seaborn", "ipywidgets")


@dataclass(frozen=True)
class Ran:
    """What became of one notebook.

    Parameters
    ----------
    notebook : NotebookNode
        A copy of what was given, with the outputs of the cells that ran.
    outcome : str
        One word of `OUTCOMES`.
    cell : str or None
        Id of the cell at which the run ended, None when every cell ran.
    said : str
        One sentence on the outcome, with the numbers; empty when every cell ran.
    interrupted : tuple of str
        Ids of the cells that were interrupted because they took too long; the run went on after them.
    seconds : dict of str to float
        Wall-clock seconds: `start`, `cells`, `shutdown`.
    peak_mb : float
        Most memory that the notebook's processes held at one time beyond what the zygote had loaded, in megabytes.
    files : dict of str to bytes
        The files that were asked for by `collect` and are there. They come from the learner: distrust them.
    """

    notebook: NotebookNode
    outcome: str
    cell: str | None = None
    said: str = ""
    interrupted: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)


class Sandbox:
    """A warm process, in bubblewrap, from which a kernel is forked for each notebook.

    Parameters
    ----------
    read_only : sequence of Path
        Files and folders that kernels may read, at the paths they have here, beside the system and the environment.
    hidden : sequence of Path
        Files and folders inside those that kernels find empty.
    warm : sequence of str
        Modules that are imported once, before the first kernel.
    limits : Limits
        What one notebook may use.
    environment : mapping of str to str
        Environment variables for kernels, beside the few that every program needs.
    enclosed : bool
        False runs kernels with all rights of the user, without bubblewrap. Only for notebooks that one trusts.

    Raises
    ------
    NoBubblewrap
        When `enclosed` and bubblewrap is missing or cannot make a sandbox here.
    """

    def __init__(
        self,
        read_only: Sequence[Path] = (),
        *,
        hidden: Sequence[Path] = (),
        warm: Sequence[str] = WARM,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        enclosed: bool = True,
    ) -> None:
        raise NotImplementedError

    def __enter__(self) -> "Sandbox":
        """Start the warm process."""
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the warm process and everything that came from it."""
        raise NotImplementedError

    def run(
        self, notebook: NotebookNode, folder_files: Mapping[str, Path] | None = None, *, collect: Sequence[str] = ()
    ) -> Ran:
        """Run every code cell, errors allowed. Nothing that a learner's code does raises here."""
        raise NotImplementedError
