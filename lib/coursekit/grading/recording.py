"""The only part that writes into the gradebook, by nbgrader's own steps, and writes the graded notebook.

The order survives a cut at any point: the graded notebook under a temporary name, then the marks in one transaction,
then the name. A temporary name that is still there tells the next run that this submission was not finished.
"""

import contextlib
import json
import os
import threading
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.grading.folder import CourseFolder, Lab, LabNotebook, Submission
from coursekit.grading.intake import NotTaken, Taken, read_bytes
from coursekit.grading.outcomes import Graded, Mark, Remark, state_of

__all__ = ["KEY", "Recorder", "graded_before", "unfinished"]

KEY = "coursekit"
UNFINISHED = ".unfinished"
WAIT_SECONDS = 60
# The steps of nbgrader that can work within one transaction; with others each step commits for itself.
OWN_STEPS = {
    "Execute", "IgnorePattern", "ClearMetadataPreprocessor", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties",
    "CheckCellMetadata",
}  # fmt: skip


def graded_before(submission: Submission, notebook: str, fingerprint: str) -> Graded | None:
    """Return the outcome of an earlier run, if it was finished and nothing has changed since.

    Parameters
    ----------
    submission : Submission
        Whose.
    notebook : str
        Name of the notebook.
    fingerprint : str
        Of all that the marks depend on.

    Returns
    -------
    Graded or None
        None when it has to be graded.
    """
    file = submission.graded / f"{notebook}.ipynb"
    if unfinished(file).exists():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))["metadata"][KEY]
        return Graded.from_dict(kept["outcome"]) if kept["fingerprint"] == fingerprint else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unfinished(file: Path) -> Path:
    """Return the temporary name of a graded notebook, which is there while it is not finished."""
    return file.with_name(f".{file.name}{UNFINISHED}")


class Recorder:
    """Writes marks; there is one of it at a time.

    Parameters
    ----------
    folder : CourseFolder
        The course.
    """

    def __init__(self, folder: CourseFolder) -> None:
        from nbgrader.api import Gradebook

        self.folder = folder
        # joblib asks for the next notebook in a thread of its own, while the one before is recorded in this one
        self._converting = threading.Lock()
        url = folder.course.db_url
        # SQLite gives up after 5 seconds by itself, and nbgrader then gives wrong advice
        waiting = f"{url}{'&' if '?' in url else '?'}timeout={WAIT_SECONDS}" if url.startswith("sqlite:///") else url
        self.book = Gradebook(waiting, folder.course.course_id)
        self.converter = folder.converter()
        self.converter.exporter = self.converter.exporter_class(parent=self.converter, config=self.converter.config)

    def __enter__(self) -> "Recorder":
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the gradebook."""
        self.book.close()

    def sanitised(self, notebook: NotebookNode, submission: Submission, lab_notebook: LabNotebook) -> NotebookNode:
        """Clean a mended notebook by nbgrader's steps: outputs away, kernel and locked cells put back."""
        steps = self.converter.sanitize_preprocessors
        with self._converting, _lent(_Snapshot(lab_notebook), SANITISERS):
            return self._through(steps, notebook, submission, lab_notebook.name)

    def _through(self, steps: list[Any], notebook: NotebookNode, submission: Submission, name: str) -> NotebookNode:
        resources = {
            "unique_key": name, "output_files_dir": f"{name}_files",
            "nbgrader": {"student": submission.learner, "assignment": submission.lab, "notebook": name,
                         "db_url": self.folder.course.db_url},
        }  # fmt: skip
        exporter = self.converter.exporter
        exporter._preprocessors = []
        for step in steps:
            exporter.register_preprocessor(step)
        return exporter._preprocess(notebook, exporter._init_resources(resources))[0]

    def record(
        self,
        submission: Submission,
        lab: Lab,
        notebook: NotebookNode | None,
        outcome: Graded,
        fingerprint: str,
        taken: tuple[Taken, ...] = (),
    ) -> Graded:
        """Save the marks of one notebook and write its graded file.

        Parameters
        ----------
        submission : Submission
            Whose it is.
        lab : Lab
            Of what.
        notebook : NotebookNode or None
            As executed; None when there was none to execute.
        outcome : Graded
            Its marks.
        fingerprint : str
            Of all that they depend on.
        taken : tuple of Taken
            The learner's files, which are copied beside it.

        Returns
        -------
        Graded
            The same, with what was found on the way.
        """
        timestamp, more = _timestamp(submission.folder)
        remarks = (*outcome.remarks, *more)
        if more:
            state = state_of(outcome.marks, remarks, failed=outcome.state == "failed")
            outcome = replace(outcome, remarks=remarks, state=state)
        notebook = notebook or nbformat.v4.new_notebook()
        marks = {mark.name: mark for mark in outcome.marks}
        file = submission.graded / f"{outcome.notebook}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        self._copy(submission, lab, taken)
        begun = unfinished(file)
        begun.touch()
        with self._one_transaction() as book:
            self._enter(book, submission, timestamp)
            with self._converting, _lent(_Lent(book), RECORDERS), _decided(marks):
                steps = [step for step in self.converter.autograde_preprocessors if _name(step) != "Execute"]
                notebook = self._through(steps, notebook, submission, outcome.notebook)
            _rest(book, submission, outcome, marks)
            # the file is there, whole, before the marks are; then only its name is missing
            notebook.metadata[KEY] = nbformat.from_dict({"fingerprint": fingerprint, "outcome": outcome.as_dict()})
            _write(begun, nbformat.writes(notebook))
        begun.replace(file)
        return outcome

    def _copy(self, submission: Submission, lab: Lab, taken: tuple[Taken, ...]) -> None:
        contents = {one.name: one.content for one in taken}
        contents |= {name: Path(path).read_bytes() for name, path in lab.files.items()}
        stamp = submission.folder / "timestamp.txt"
        with contextlib.suppress(NotTaken):
            contents["timestamp.txt"] = read_bytes(stamp, most_mb=1)
        for name, content in contents.items():
            file = submission.graded / name
            if not (file.is_file() and file.read_bytes() == content):
                file.parent.mkdir(parents=True, exist_ok=True)
                _write(file.with_name(f".{file.name}.new"), content)
                file.with_name(f".{file.name}.new").replace(file)

    def _enter(self, book: Any, submission: Submission, timestamp: Any) -> None:
        """Enter the learner and the submission, as nbgrader does."""
        if self.converter.create_student:
            book.update_or_create_student(submission.learner)
        words = {} if timestamp is None else {"timestamp": timestamp}
        with warnings.catch_warnings():
            # nbgrader makes the rows of a submission one by one, and SQLAlchemy remarks on those not yet added
            warnings.filterwarnings("ignore", "Object of type <Submitted")
            book.update_or_create_submission(submission.lab, submission.learner, **words)

    @contextlib.contextmanager
    def _one_transaction(self) -> Iterator[Any]:
        """Hold back every commit of nbgrader's until all of a submission is saved."""
        book = self.book
        session = book.db()
        commit = session.commit
        if {_name(step) for step in self.converter.autograde_preprocessors} <= OWN_STEPS:
            session.commit = session.flush
        try:
            yield book
            session.commit = commit
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.commit = commit


def _name(step: Any) -> str:
    return str(step if isinstance(step, str) else getattr(step, "__name__", type(step).__name__)).rpartition(".")[2]


def _write(file: Path, content: str | bytes) -> None:
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    with file.open("wb") as opened:
        opened.write(raw)
        opened.flush()
        os.fsync(opened.fileno())


def _timestamp(folder: Path) -> tuple[Any, list[Remark]]:
    """Read when a submission was handed in, as nbgrader keeps it; a time that cannot be read stops stock nbgrader."""
    from nbgrader.utils import parse_utc

    file = folder / "timestamp.txt"
    if not os.path.lexists(file):
        return None, []
    try:
        text = read_bytes(file, most_mb=1).decode("utf-8", "replace").strip()
        return (parse_utc(text) if text else None), []
    except (NotTaken, ValueError, OverflowError) as error:
        why = error if isinstance(error, NotTaken) else "holds no time"
        said = f"timestamp.txt {why}, so it is not known whether this is late."
        return None, [Remark("no time", said, flags=True)]


def _rest(book: Any, submission: Submission, outcome: Graded, marks: Mapping[str, Mark]) -> None:
    """Give every cell that the notebook did not bring its mark too, and mark what a person has to see."""
    kept = book.find_submission_notebook(outcome.notebook, submission.lab, submission.learner)
    for grade in kept.grades:
        mark = marks.get(grade.name)
        if mark is None or mark.decided == "not reached":
            grade.auto_score, grade.needs_manual_grade = 0.0, False
        elif mark.decided == "withheld":
            grade.auto_score, grade.needs_manual_grade = None, True
    book.db.commit()


SANITISERS = ("overwritecells", "overwritekernelspec")
RECORDERS = ("saveautogrades", "latesubmissions")


class _Lent:
    """The open gradebook, for steps that each would open and close one."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def __enter__(self) -> Any:
        return self._book

    def __exit__(self, *_: object) -> None:
        pass


class _Snapshot:
    """Answers what nbgrader's sanitising steps ask the gradebook, from what was read once."""

    def __init__(self, notebook: LabNotebook) -> None:
        self._cells = {cell.name: cell for cell in notebook.cells}
        self._kernelspec = notebook.kernelspec

    def __enter__(self) -> "_Snapshot":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def find_source_cell(self, name: str, *_: str) -> Any:
        from nbgrader.api import MissingEntry

        if name not in self._cells:
            raise MissingEntry(name)
        cell = self._cells[name]
        return NotebookNode(
            name=name, cell_type=cell.kind, source=cell.source, checksum=cell.checksum, locked=cell.locked
        )

    def find_graded_cell(self, name: str, *_: str) -> Any:
        return NotebookNode(max_score=self._cells[name].points)

    def find_notebook(self, *_: str) -> Any:
        return NotebookNode(kernelspec=self._kernelspec)


@contextlib.contextmanager
def _lent(book: Any, modules: tuple[str, ...]) -> Iterator[None]:
    """Let nbgrader's steps use this gradebook instead of opening one each."""
    import importlib

    loaded = [importlib.import_module(f"nbgrader.preprocessors.{name}") for name in modules]
    kept = [module.Gradebook for module in loaded]
    for module in loaded:
        module.Gradebook = lambda *_, **__: book  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module, original in zip(loaded, kept, strict=True):
            module.Gradebook = original  # type: ignore[attr-defined]


@contextlib.contextmanager
def _decided(marks: Mapping[str, Mark]) -> Iterator[None]:
    """Let nbgrader save the marks that were decided, instead of reading them off a cell's outputs."""
    from nbgrader import utils

    original = utils.determine_grade
    recording = threading.get_ident()

    def decided(cell: NotebookNode, log: Any = None) -> tuple[float | None, float]:
        # workers in other threads of this process mark other notebooks meanwhile
        mark = marks.get(cell.metadata.nbgrader["grade_id"]) if threading.get_ident() == recording else None
        return original(cell, log) if mark is None else (mark.earned, mark.possible)

    utils.determine_grade = decided
    try:
        yield
    finally:
        utils.determine_grade = original
