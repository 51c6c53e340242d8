"""Find the course folder, its modules, and what its nbgrader configuration says."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.faults import CourseError, Fault, stop_on
from millrace.errors import did_you_mean

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["CONFIG_FILE", "Course", "check_module_name", "find_course"]

CONFIG_FILE = "nbgrader_config.py"
MODULE = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Course:
    """The folder that holds ``course/`` and ``nbgrader_config.py``.

    Parameters
    ----------
    root : Path
        That folder.
    """

    root: Path

    @cached_property
    def config(self) -> "Config":
        """What ``nbgrader_config.py`` sets."""
        from traitlets.config.loader import PyFileConfigLoader

        return PyFileConfigLoader(CONFIG_FILE, path=str(self.root)).load_config()

    @property
    def source(self) -> Path:
        """Folder of the hand-written modules."""
        return self.root / "course"

    @property
    def notebook(self) -> str:
        """Name of the graded notebook, without its ending; ``lab`` unless the configuration says otherwise."""
        named = self.config.CourseDirectory.get("notebook_id", "lab")
        return "lab" if named == "*" else str(named)

    @property
    def solutions(self) -> str:
        """Folder of the complete notebooks, relative to the root."""
        return self._folder("source_directory", "solutions")

    @property
    def labs(self) -> str:
        """Folder of what learners open, relative to the root."""
        return self._folder("release_directory", "labs")

    @property
    def stub(self) -> str:
        """What nbgrader leaves in place of a solution."""
        from nbgrader.preprocessors import ClearSolutions

        return ClearSolutions(config=self.config).code_stub["python"]

    @property
    def text_stub(self) -> str:
        """What stands where a learner writes text."""
        from nbgrader.preprocessors import ClearSolutions

        return ClearSolutions(config=self.config).text_stub

    def _folder(self, key: str, default: str) -> str:
        folder = Path(str(self.config.CourseDirectory.get(key, default)))
        return (folder.relative_to(self.root) if folder.is_absolute() else folder).as_posix()

    def modules(self, names: list[str] | None = None) -> list[str]:
        """Names of the modules, all or those asked for.

        Parameters
        ----------
        names : list of str, optional
            Names, numbers (``"01"``) or paths (``course/01-data-cleanup``); all modules when empty.

        Returns
        -------
        list of str
            Folder names in order.

        Raises
        ------
        CourseError
            When a module is not there.
        AuthorError
            When a folder is not named like a module, or two have the same number.
        """
        found = sorted(p.name for p in self.source.iterdir() if p.is_dir() and p.name[:1].isdigit())
        stop_on(_folder_faults(found))
        return [_pick(name, found) for name in names] if names else found


def _folder_faults(found: list[str]) -> list[Fault]:
    fix = "Use two digits and small letters with hyphens, for example: 08-cash-flow."
    faults = [
        Fault(f"course/{n}", 1, f"The folder '{n}' is not named like a module.", fix)
        for n in found
        if not MODULE.fullmatch(n)
    ]
    numbers = [n[:2] for n in found]
    return faults + [
        Fault(f"course/{n}", 1, f"The number {n[:2]} is taken twice.", "Give each module its own number.")
        for i, n in enumerate(found)
        if n[:2] in numbers[:i]
    ]


def _pick(asked: str, found: list[str]) -> str:
    word = Path(asked).name
    fits = [name for name in found if name == word or name.startswith(f"{word}-")]
    if not fits:
        have = ", ".join(found) or "none yet"
        raise CourseError(f"There is no module '{asked}'. The modules are: {have}.{did_you_mean(word, found)}")
    return fits[0]


def find_course(root: Path | None = None, *, start: Path | None = None) -> Course:
    """Find the course by walking up from a folder.

    Parameters
    ----------
    root : Path, optional
        The course folder itself, when it is known.
    start : Path, optional
        Where to begin; the working directory by default.

    Returns
    -------
    Course
        The nearest folder that has ``course/`` and ``nbgrader_config.py``.

    Raises
    ------
    CourseError
        When there is none.
    """
    folder = (root or start or Path.cwd()).resolve()
    for candidate in [folder] if root else [folder, *folder.parents]:
        if (candidate / "course").is_dir() and (candidate / CONFIG_FILE).is_file():
            return Course(candidate)
    where = f"in {folder}" if root else f"in {folder} or above it"
    raise CourseError(
        f"There is no course {where}. Expected: a folder with course/ and {CONFIG_FILE}. "
        "Go into it, or name it with --root."
    )


def check_module_name(name: str) -> None:
    """Stop when a name cannot be a module's.

    Parameters
    ----------
    name : str
        For example ``"08-cash-flow"``.

    Raises
    ------
    CourseError
        With an example.

    Examples
    --------
    >>> check_module_name("08-cash-flow")
    >>> check_module_name("Cash Flow")
    Traceback (most recent call last):
    ...
    coursekit.faults.CourseError: 'Cash Flow' is not a module name. Expected: two digits, a hyphen, then small letters \
and hyphens, for example: 08-cash-flow.
    """
    if not MODULE.fullmatch(name):
        raise CourseError(
            f"'{name}' is not a module name. Expected: two digits, a hyphen, then small letters and hyphens, "
            "for example: 08-cash-flow."
        )
