"""A course folder of nbgrader's: where its configuration says that things are, and what it knows of each lab."""

import contextlib
import fnmatch
import glob
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.faults import CourseError
from coursekit.grading.mending import SourceCell
from coursekit.grading.plans import Plan, plan_of

__all__ = ["CourseFolder", "Lab", "LabNotebook", "Submission"]

WAS = {"submitted": "was handed in", "autograded": "is graded"}


@dataclass(frozen=True)
class LabNotebook:
    """One notebook of a lab.

    Parameters
    ----------
    name : str
        Its name without suffix.
    cells : tuple of SourceCell
        What nbgrader knows of it.
    plan : Plan
        What a judge needs.
    source : NotebookNode or None
        The trainer's own notebook, if it is there.
    kernelspec : str or None
        The kernel that the gradebook has for it, as JSON.
    """

    name: str
    cells: tuple[SourceCell, ...]
    plan: Plan
    source: NotebookNode | None
    kernelspec: str | None = None


@dataclass(frozen=True)
class Lab:
    """A lab that can be graded.

    Parameters
    ----------
    name : str
        nbgrader's assignment.
    notebooks : tuple of LabNotebook
        Its notebooks.
    files : dict of str to str
        Paths of the files that it gives, by their name in the lab's folder.
    own_files : frozenset of str
        Files that learners hand in and that are not overwritten.
    """

    name: str
    notebooks: tuple[LabNotebook, ...]
    files: dict[str, str]
    own_files: frozenset[str]


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for one lab.

    Parameters
    ----------
    lab, learner : str
        Whose it is.
    folder, graded : Path
        Where it is, and where the graded notebooks go.
    """

    lab: str
    learner: str
    folder: Path
    graded: Path


class CourseFolder:
    """The folder, with its configuration read.

    Parameters
    ----------
    root : Path
        Where ``nbgrader_config.py`` is.

    Raises
    ------
    CourseError
        When there is no such file, or it stops with an error.
    """

    def __init__(self, root: Path) -> None:
        from nbgrader.apps.baseapp import NbGrader

        self.root = root.resolve()
        if not (self.root / "nbgrader_config.py").is_file():
            raise CourseError(
                f"There is no nbgrader_config.py in {self.root}. "
                "Go to the folder of an nbgrader course, or name it: --root FOLDER."
            )
        _find_programs()
        self.app = NbGrader()
        self.app.log_level = 40
        with contextlib.chdir(self.root):
            try:
                self.app.initialize([], root=str(self.root))
            except SystemExit:
                raise CourseError(
                    f"nbgrader cannot read {self.root / 'nbgrader_config.py'}; its error is above."
                ) from None
        self.app.log.setLevel(40)
        self.course = self.app.coursedir

    @property
    def gradebook_file(self) -> Path:
        """The file of the gradebook, or a place for locks when the gradebook is on a server."""
        url = self.course.db_url
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else self.root / "gradebook"

    def converter(self) -> Any:
        """Make nbgrader's own converter for grading, with the course's configuration."""
        from nbgrader.converters import Autograde

        return Autograde(coursedir=self.course, parent=self.app)

    def path(self, step: str, learner: str, lab: str) -> Path:
        """Return the folder of a step."""
        return Path(self.course.format_path(getattr(self.course, f"{step}_directory"), learner, lab))

    def labs(self, names: list[str] | None, *, step: str = "submitted") -> list[str]:
        """Find labs by name, or by the number that the name begins with.

        Parameters
        ----------
        names : list of str or None
            What was asked for; all labs with submissions when nothing was.
        step : str
            ``"submitted"``, or ``"autograded"`` for what is graded.

        Returns
        -------
        list of str
            Their full names.

        Raises
        ------
        CourseError
            When a name is not known, or fits several.
        """
        from nbgrader.api import Gradebook

        with Gradebook(self.course.db_url, self.course.course_id) as book:
            known = sorted(assignment.name for assignment in book.assignments)
        handed_in = {lab for lab, _, _ in self._found("*", "*", step)}
        if not names:
            chosen = [name for name in known if name in handed_in]
            if not chosen:
                where = self.path(step, "LEARNER", "LAB")
                raise CourseError(f"Nothing {WAS[step]} for a lab that the gradebook knows. Expected: {where}")
            return chosen
        return [_one_of(name, known) for name in names]

    def lab(self, name: str) -> Lab:
        """Read what the gradebook and the trainer's folder say of a lab.

        Parameters
        ----------
        name : str
            Its full name.

        Returns
        -------
        Lab

        Raises
        ------
        CourseError
            When it has no notebook to grade.
        """
        from nbgrader.api import Gradebook
        from nbgrader.utils import find_all_files

        source = self.path("source", ".", name)
        with Gradebook(self.course.db_url, self.course.course_id) as book:
            found = [notebook for notebook in book.find_assignment(name).notebooks if self._is_graded(notebook.name)]
            notebooks = tuple(self._notebook(notebook, source / f"{notebook.name}.ipynb") for notebook in found)
        if not notebooks:
            raise CourseError(
                f"The lab {name} has no notebook in the gradebook. Run: nbgrader generate_assignment {name}"
            )
        given = find_all_files(str(source), [*self.course.ignore, "*.ipynb"])
        files = {Path(file).relative_to(source).as_posix(): str(file) for file in given}
        own = frozenset(self.converter().exclude_overwriting.get(name, []))
        return Lab(name, notebooks, {file: path for file, path in files.items() if file not in own}, own)

    def _is_graded(self, name: str) -> bool:
        return fnmatch.fnmatchcase(name, self.course.notebook_id)

    def _notebook(self, notebook: Any, file: Path) -> LabNotebook:
        graded = {cell.name: cell for cell in notebook.grade_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name: cell for cell in notebook.task_cells}
        given = {**tasks, **graded}
        cells = tuple(
            SourceCell(
                cell.name, cell.cell_type, cell.source or "", self._released(cell.source or "", cell.cell_type),
                cell.checksum or "", cell.name in graded, cell.name in solutions, bool(cell.locked), cell.name in tasks,
                float(given[cell.name].max_score) if cell.name in given else None,
            )
            for cell in notebook.source_cells
        )  # fmt: skip
        source = nbformat.read(file, as_version=4) if file.is_file() else None
        return LabNotebook(notebook.name, cells, plan_of(source) if source else Plan(), source, notebook.kernelspec)

    def _released(self, source: str, kind: str) -> str:
        from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme

        cell = NotebookNode(cell_type=kind, source=source, metadata=NotebookNode())
        ClearHiddenTests(parent=self.app)._remove_hidden_test_region(cell)
        ClearMarkScheme(parent=self.app)._remove_mark_scheme_region(cell)
        return str(cell.source)

    def submissions(self, lab: str, learner: str | None = None, *, step: str = "submitted") -> list[Submission]:
        """List what was handed in, or is graded, for a lab.

        Parameters
        ----------
        lab : str
            Its full name.
        learner : str, optional
            Only this one's.
        step : str
            ``"submitted"``, or ``"autograded"`` for what is graded.

        Returns
        -------
        list of Submission
            By name of the learner.

        Raises
        ------
        CourseError
            When there is nothing of this learner.
        """
        left_out = set(filter(None, self.course.student_id_exclude.split(",")))
        who = "*" if learner is None else glob.escape(learner)
        found = [one for one in self._found(who, lab, step) if one[0] == lab]
        if learner is not None and not found:
            where = self.path(step, learner, lab)
            raise CourseError(f"Nothing of {learner} {WAS[step]} for {lab}. Expected: the folder {where}")
        return [
            Submission(lab, name, folder, self.path("autograded", name, lab))
            for _, name, folder in sorted(found)
            if name not in left_out
        ]

    def _found(self, learner: str, lab: str, step: str) -> Iterator[tuple[str, str, Path]]:
        course = self.course
        directory = getattr(course, f"{step}_directory")
        where = course.format_path(directory, learner, lab if lab == "*" else glob.escape(lab))
        names = ("(?P<learner>[^/]*)", "(?P<lab>[^/]*)") if os.sep == "/" else ("(?P<learner>.*)", "(?P<lab>.*)")
        pattern = re.compile(course.format_path(directory, *names, escape=True), re.DOTALL)
        for path in glob.glob(where):  # noqa: PTH207  (what nbgrader makes is a whole path with stars, of any root)
            fits = pattern.fullmatch(path)
            if fits and Path(path).is_dir():
                yield fits["lab"], fits["learner"], Path(path)


def _find_programs() -> None:
    """Put the environment's programs on PATH: nbgrader calls `alembic` by its bare name."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [programs, os.environ.get("PATH")]))


def _one_of(name: str, known: list[str]) -> str:
    fits = [name] if name in known else [lab for lab in known if lab.startswith(f"{name}-")]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise CourseError(f"{name!r} fits several labs: {', '.join(fits)}. Name one of them.")
    listed = ", ".join(known) if known else "none"
    raise CourseError(
        f"The gradebook does not know the lab {name!r}. It knows: {listed}. "
        f"A lab is entered by: nbgrader generate_assignment {name}"
    )
