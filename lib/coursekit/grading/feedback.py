"""Make feedback for what is graded and newer than its feedback, in nbgrader's own folder, several pages at a time."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed, parallel_config

from coursekit.grading.cohort import LOCK
from coursekit.grading.folder import CourseFolder, Lab, LabNotebook, Submission
from coursekit.grading.intake import NotTaken, printable, read_bytes
from coursekit.grading.locking import alone
from coursekit.grading.page import Sheet, page
from coursekit.grading.recording import KEY, unfinished

__all__ = ["Choice", "Made", "feedback"]

MAKE = "2"  # a new number has every page made again
NOTEBOOK_MB = 120
# what nbgrader needs beside a page to release it
KEPT = ("timestamp.txt", "submission_secret.txt")


@dataclass(frozen=True)
class Choice:
    """Which feedback to make, and how.

    Parameters
    ----------
    learner : str, optional
        Only this one's.
    force : bool
        Make again what is there already.
    jobs : int
        Workers; -1 is one for each core.
    """

    learner: str | None = None
    force: bool = False
    jobs: int = -1


@dataclass(frozen=True)
class Made:
    """What became of one page.

    Parameters
    ----------
    lab, learner, notebook : str
        Which it is.
    state : str
        ``"made"``, ``"up to date"`` or ``"failed"``.
    file : str
        Where the page is.
    said : str
        What somebody should know.
    """

    lab: str
    learner: str
    notebook: str
    state: str
    file: str
    said: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)


@dataclass(frozen=True)
class _Piece:
    submission: Submission
    notebook: LabNotebook
    file: Path

    def made(self, state: str, said: str = "") -> Made:
        return Made(self.submission.lab, self.submission.learner, self.notebook.name, state, str(self.file), said)


def feedback(
    folder: CourseFolder,
    names: list[str] | None,
    choice: Choice,
    *,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[Made]:
    """Make feedback.

    Parameters
    ----------
    folder : CourseFolder
        The course.
    names : list of str or None
        The labs; all that are graded when None.
    choice : Choice
        Which, and how.
    tell : callable
        Is told how many pages are done, of how many.

    Returns
    -------
    list of Made
        One for each notebook of each learner.

    Raises
    ------
    CourseError
        When there is nothing graded, a lab or learner is not known, or grading is under way.
    """
    from nbgrader.api import Gradebook

    config = _config(folder)
    with (
        alone(folder.gradebook_file.with_name(LOCK)),
        Gradebook(folder.course.db_url, folder.course.course_id) as book,
    ):
        pieces = _pieces(folder, names, choice)
        done: list[Made] = []
        tell(0, len(pieces))
        with (
            parallel_config("loky", n_jobs=choice.jobs, inner_max_num_threads=1),
            Parallel(return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1) as parallel,
        ):

            def tasks() -> Iterator[Any]:
                for place, piece in enumerate(pieces):
                    sheet = _sheet(piece, book, choice, folder.course.db_url)
                    if isinstance(sheet, Made):
                        done.append(sheet)
                    else:
                        yield delayed(_keyed)(place, sheet, config)

            for place, text, fault in parallel(tasks()):
                done.append(_written(pieces[place], text, fault, folder))
                tell(len(done), len(pieces))
    return sorted(done, key=lambda one: (one.lab, one.learner, one.notebook))


def _pieces(folder: CourseFolder, names: list[str] | None, choice: Choice) -> list[_Piece]:
    labs: list[Lab] = [folder.lab(name) for name in folder.labs(names, step="autograded")]
    return [
        _Piece(submission, notebook, folder.path("feedback", submission.learner, lab.name) / f"{notebook.name}.html")
        for lab in labs
        for submission in folder.submissions(lab.name, choice.learner, step="autograded")
        for notebook in lab.notebooks
    ]


def _config(folder: CourseFolder) -> Any:
    """Let nbgrader say which template it would use, and with which settings."""
    from nbgrader.converters import GenerateFeedback

    return GenerateFeedback(coursedir=folder.course, parent=folder.app).config


def _keyed(place: int, sheet: Sheet, config: Any) -> tuple[int, str, str]:
    try:
        return place, page(sheet, config), ""
    except Exception as error:  # one page that cannot be made must not keep the others from being made
        return place, "", f"{type(error).__name__}: {str(error)[:200]}"


def _sheet(piece: _Piece, book: Any, choice: Choice, db_url: str) -> Sheet | Made:
    """Bring together what a page shows, or say why there is none to make."""
    from nbgrader.api import MissingEntry

    submission, notebook = piece.submission, piece.notebook
    file = submission.graded / f"{notebook.name}.ipynb"
    if unfinished(file).exists():
        return piece.made("failed", "Grading was cut off. Run coursekit grade again.")
    try:
        content = read_bytes(file, most_mb=NOTEBOOK_MB).decode("utf-8")
        kept = json.loads(content).get("metadata", {}).get(KEY, {}).get("outcome", {})
        entry = book.find_submission_notebook(notebook.name, submission.lab, submission.learner)
    except (NotTaken, ValueError, AttributeError) as error:
        why = str(error) if isinstance(error, NotTaken) else "is no notebook"
        return piece.made("failed", f"The graded notebook {why}. Run coursekit grade --force.")
    except MissingEntry:
        return piece.made("failed", "The gradebook does not know this notebook. Run coursekit grade --force.")
    scores = {grade.name: (float(grade.score or 0), float(grade.max_score or 0)) for grade in entry.grades}
    comments = {comment.name: comment.comment for comment in entry.comments}
    late = float(entry.late_submission_penalty or 0)
    totals = {"score": float(entry.score or 0) - late, "max_score": float(entry.max_score or 0), "late_penalty": late}
    about = {"student": submission.learner, "assignment": submission.lab, "notebook": notebook.name, "db_url": db_url}
    summed = [MAKE, content, scores, comments, totals, [[cell.name, cell.source] for cell in notebook.cells]]
    mark = hashlib.sha256(json.dumps(summed, sort_keys=True).encode("utf-8", "replace")).hexdigest()
    if not choice.force and _mark_of(piece.file) == mark:
        return piece.made("up to date")
    remarks = [one for one in kept.get("remarks", []) if isinstance(one, dict)]
    notes = tuple(str(one["learner"]) for one in remarks if one.get("learner"))
    doubted = frozenset(
        str(one.get("name"))
        for one in kept.get("marks", [])
        if isinstance(one, dict) and one.get("decided") == "withheld"
    )
    resources = {
        "unique_key": notebook.name, "output_files_dir": f"{notebook.name}_files",
        "metadata": {"name": notebook.name}, "nbgrader": {**about, **totals},
    }  # fmt: skip
    return Sheet(content, notebook.cells, scores, comments, notes, resources, doubted, mark)


def _mark_of(file: Path) -> str | None:
    try:
        with file.open(encoding="utf-8") as opened:
            head = opened.read(2_000)
    except (OSError, ValueError):
        return None
    _, found, after = head.partition('name="coursekit-feedback"')
    before, _, _ = (after or "").partition("/>")
    # whichever order the attributes are in
    return before.split('"')[1] if found and before.count('"') >= 2 else None


def _written(piece: _Piece, text: str, fault: str, folder: CourseFolder) -> Made:
    who = printable(piece.submission.learner)
    if fault:
        return piece.made("failed", f"No page could be made for {who}: {fault}.")
    rights = 0o664 if folder.course.groupshared else 0o644
    place = piece.file.parent
    place.mkdir(parents=True, exist_ok=True)
    if folder.course.groupshared:
        place.chmod(place.stat().st_mode & 0o777 | 0o2770)
    handed_in = folder.path("submitted", piece.submission.learner, piece.submission.lab)
    for name in KEPT:
        # a notebook that could not be read is graded without the files beside it
        for source in (piece.submission.graded, handed_in):
            with contextlib.suppress(NotTaken):
                _write(place / name, read_bytes(source / name, most_mb=1), rights)
                break
    _write(piece.file, text.encode("utf-8", "replace"), rights)
    return piece.made("made")


def _write(file: Path, content: bytes, rights: int) -> None:
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    new.write_bytes(content)
    new.chmod(rights)
    new.replace(file)
