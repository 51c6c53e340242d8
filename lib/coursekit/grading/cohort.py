"""Grade a cohort: find what is new, spread it over workers, record what comes back, one notebook at a time."""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from joblib import Parallel, delayed, parallel_config

from coursekit.faults import CourseError
from coursekit.grading.folder import CourseFolder, Lab, LabNotebook, Submission
from coursekit.grading.intake import NotTaken, files_beside, printable, read_notebook, walk
from coursekit.grading.locking import alone
from coursekit.grading.mending import mend
from coursekit.grading.outcomes import Graded, Mark, Remark, state_of
from coursekit.grading.recording import Recorder, graded_before
from coursekit.grading.tasks import Task, Worked
from coursekit.grading.warming import FORKS, to_import, visible, warming
from coursekit.grading.worker import work
from coursekit.kernels import Limits, NoBubblewrap, NoKernel, bubblewrap

__all__ = ["Options", "grade"]

RISK = "Here that is --no-sandbox; learners' code then has your rights, your files and your network."
NO_VARIANT = (
    "Variant {} of the sample data is made when it is first asked for, and a notebook in the sandbox can make nothing. "
    "Grade variant 0, or grade in a container, or only people you trust, and say so: --no-sandbox."
)
LOCK = ".coursekit-grading.lock"


@dataclass(frozen=True)
class Options:
    """How to grade.

    Parameters
    ----------
    learner : str, optional
        Only this one.
    force : bool
        Grade again what is graded already.
    variant : int, optional
        Variant of the sample data; by default what the environment says.
    jobs : int
        Workers; -1 is one for each core.
    backend : str, optional
        A backend of joblib that is registered; by default threads of this process where kernels can be forked.
    backend_options : tuple of (str, str)
        Names and values that this backend takes, such as the address of a cluster.
    sandbox : bool
        False runs learners' code with the rights of the trainer.
    data : tuple of Path
        Folders that notebooks may read beside the lab's own files, at the paths they have here.
    limits : Limits
        What one notebook may use.
    """

    learner: str | None = None
    force: bool = False
    variant: int | None = None
    jobs: int = -1
    backend: str | None = None
    backend_options: tuple[tuple[str, str], ...] = ()
    sandbox: bool = True
    data: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class _Piece:
    """One notebook of one learner that has to be graded."""

    submission: Submission
    lab: Lab
    notebook: LabNotebook
    fingerprint: str


Tell = Callable[[int, int], None]


def grade(
    folder: CourseFolder, names: list[str] | None, options: Options, *, tell: Tell = lambda done, total: None
) -> list[Graded]:
    """Grade labs.

    Parameters
    ----------
    folder : CourseFolder
        The course.
    names : list of str or None
        The labs; all that somebody handed in when None.
    options : Options
        How.
    tell : callable
        Is told how many notebooks are done, of how many.

    Returns
    -------
    list of Graded
        One for each notebook of each learner, those of earlier runs included.

    Raises
    ------
    CourseError
        When nothing can be graded: an unknown lab, somebody else is grading, or no sandbox can be made here.
    """
    options = replace(options, variant=_variant(options))
    if options.sandbox:
        _look_for_a_sandbox(options)
    with alone(folder.gradebook_file.with_name(LOCK)), Recorder(folder) as recorder:
        labs = [folder.lab(name) for name in folder.labs(names)]
        done: list[Graded] = []
        pieces: list[_Piece] = []
        for lab in labs:
            for submission in folder.submissions(lab.name, options.learner):
                for notebook in lab.notebooks:
                    print_ = _fingerprint(submission, lab, notebook, options)
                    before = None if options.force else graded_before(submission, notebook.name, print_)
                    if before is not None:
                        done.append(before)
                    else:
                        pieces.append(_Piece(submission, lab, notebook, print_))
        total = len(done) + len(pieces)
        tell(len(done), total)
        if pieces:
            warm = _warm(labs)
            with (
                warming(options.data, enclosed=options.sandbox, here=not options.backend),
                _spreading(options) as parallel,
            ):
                pieces, found = _with_references(pieces, parallel, warm, options)
                for graded in _graded(pieces, parallel, recorder, options, (*warm, *found)):
                    done.append(graded)
                    tell(len(done), total)
    return sorted(done, key=lambda one: (one.lab, one.learner, one.notebook))


def _variant(options: Options) -> int | None:
    said = os.environ.get("MILLRACE_VARIANT", "").strip()
    return int(said) if options.variant is None and said.isdecimal() else options.variant


def _look_for_a_sandbox(options: Options) -> None:
    """Say before anything is begun that there is none, and how to go on."""
    if options.variant:
        raise CourseError(NO_VARIANT.format(options.variant))
    try:
        bubblewrap.find()
    except NoBubblewrap as error:
        raise CourseError(f"{error} {RISK}") from error


def _warm(labs: list[Lab]) -> tuple[str, ...]:
    """Choose what to import once, by what the trainer's notebooks import."""
    return to_import({name.partition(".")[0] for lab in labs for one in lab.notebooks for name in one.plan.modules})


@contextlib.contextmanager
def _spreading(options: Options) -> Iterator[Parallel]:
    """Spread notebooks over threads, for all work but talking is done in processes of their own; or as it was asked."""
    backend = options.backend or ("threading" if FORKS else "loky")
    words: dict[str, Any] = {"inner_max_num_threads": 1} if backend == "loky" else {}
    with (
        parallel_config(backend, n_jobs=options.jobs, **words, **dict(options.backend_options)),
        Parallel(return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1) as parallel,
    ):
        yield parallel


def _fingerprint(submission: Submission, lab: Lab, notebook: LabNotebook, options: Options) -> str:
    """Sum up all that the marks depend on: when it changes, the notebook is graded again."""
    summed = hashlib.sha256()
    for file in walk(submission.folder):
        with contextlib.suppress(OSError):
            seen = file.lstat()
            summed.update(
                f"{file.relative_to(submission.folder)!r} {seen.st_size} {seen.st_mtime_ns}\n".encode(errors="replace")
            )
    lab_says = [[cell.name, cell.checksum, cell.source, cell.points] for cell in notebook.cells]
    given = [[name, Path(path).stat().st_mtime_ns] for name, path in sorted(lab.files.items())]
    summed.update(json.dumps([lab_says, given, list(notebook.plan.setup), options.variant]).encode())
    return summed.hexdigest()


def _environment(options: Options) -> dict[str, str]:
    variant = {} if options.variant is None else {"MILLRACE_VARIANT": str(options.variant)}
    return {"NBGRADER_EXECUTION": "autograde", **variant}


def _task(piece: _Piece, content: str, options: Options, **more: Any) -> Task:
    lab, notebook = piece.lab, piece.notebook
    released = {cell.name: cell.released for cell in notebook.cells if cell.grade}
    return Task(
        lab.name, piece.submission.learner, notebook.name, content, notebook.plan, released, lab.files,
        environment=_environment(options), limits=options.limits, enclosed=options.sandbox,
        **visible(options.data), **more,
    )  # fmt: skip


def _with_references(
    pieces: list[_Piece], parallel: Parallel, warm: tuple[str, ...], options: Options
) -> tuple[list[_Piece], tuple[str, ...]]:
    """Run each lab's own solution once, to learn which checks can be decided apart from the learner's kernel.

    Returned too is what the solutions have loaded: what learners use for the first time is then there already.
    """
    labs = {(piece.lab.name, piece.notebook.name): piece for piece in pieces}
    tasks = {
        key: _task(piece, nbformat.writes(piece.notebook.source), options, warm=warm, reference=True)
        for key, piece in labs.items()
        if piece.notebook.source is not None
        and any(cell.grade and cell.kind == "code" for cell in piece.notebook.cells)
    }
    plans = {key: piece.notebook.plan for key, piece in labs.items()}
    found: dict[str, None] = {}
    for key, worked in parallel(delayed(_keyed)(key, task) for key, task in tasks.items()):
        passes = [mark.name for mark in worked.marks if mark.decided == "beside"]
        beside = dict.fromkeys(passes, "the solution passes only beside its own code")
        plans[key] = replace(plans[key], beside=beside)
        found |= dict.fromkeys(worked.modules)
    for key, piece in labs.items():
        if piece.notebook.source is None:
            why = "the trainer's notebook is not in the source folder"
            plans[key] = replace(plans[key], beside={cell.name: why for cell in piece.notebook.cells if cell.grade})
    planned = [
        replace(piece, notebook=replace(piece.notebook, plan=plans[piece.lab.name, piece.notebook.name]))
        for piece in pieces
    ]
    return planned, tuple(name for name in found if not name.startswith("__"))


def _keyed(key: Any, task: Task) -> Any:
    return key, work(task)


STOPPED = "its grading stopped."


def _tried(key: Any, task: Task) -> tuple[Any, Worked | str]:
    """Work on a learner's notebook; whatever is wrong with it, the others are graded."""
    try:
        return key, work(task)
    except NoKernel:
        raise  # then no other can be run either
    except Exception as error:
        return key, f"{type(error).__name__}: {error}"


def _graded(
    pieces: list[_Piece], parallel: Parallel, recorder: Recorder, options: Options, warm: tuple[str, ...]
) -> Iterator[Graded]:
    ready: dict[int, tuple[Any, list[Remark], float]] = {}
    refused: list[tuple[_Piece, str, str]] = []  # with what is said to both, and to the trainer only

    def tasks() -> Iterator[Any]:
        for place, piece in enumerate(pieces):
            began = time.monotonic()
            file = piece.submission.folder / f"{piece.notebook.name}.ipynb"
            taken, remarks = files_beside(piece.submission.folder, allowed=piece.lab.own_files)
            try:
                notebook = read_notebook(file)
            except NotTaken as error:
                refused.append((piece, f"{file.name} {error}.", ""))
                continue
            try:
                remarks += mend(notebook, piece.notebook.cells)
                notebook = recorder.sanitised(notebook, piece.submission, piece.notebook)
            except Exception as error:
                refused.append((piece, STOPPED, f"{type(error).__name__}: {error}"))
                continue
            task = _task(piece, nbformat.writes(notebook), options, taken=tuple(taken), warm=warm)
            ready[place] = (tuple(taken), remarks, time.monotonic() - began)
            yield delayed(_tried)(place, task)

    for place, worked in parallel(tasks()):
        taken, remarks, conversion = ready.pop(place)
        began = time.monotonic()
        if isinstance(worked, str):
            refused.append((pieces[place], STOPPED, worked))
            continue
        try:
            graded = _record(pieces[place], worked, taken, remarks, recorder)
        # One notebook's fault is not the cohort's. Where nothing can be recorded, recording the refusal raises, too.
        except Exception as error:
            refused.append((pieces[place], STOPPED, f"{type(error).__name__}: {error}"))
            continue
        more = {"conversion": conversion, "recording": time.monotonic() - began}
        yield replace(graded, seconds={**graded.seconds, **more})
    for piece, why, details in refused:
        yield _record_refusal(piece, why, printable(details, most=300), recorder)


def _record(piece: _Piece, worked: Worked, taken: Any, remarks: list[Remark], recorder: Recorder) -> Graded:
    submission, notebook = piece.submission, piece.notebook
    every = (*remarks, *worked.remarks)
    state = state_of(worked.marks, every, failed=worked.outcome != "ran")
    outcome = Graded(submission.lab, submission.learner, notebook.name, state, worked.marks, every, worked.seconds)
    executed = nbformat.reads(worked.content, as_version=4)
    return recorder.record(submission, piece.lab, executed, outcome, piece.fingerprint, taken)


def _record_refusal(piece: _Piece, why: str, more: str, recorder: Recorder) -> Graded:
    submission, notebook = piece.submission, piece.notebook
    marks = tuple(
        Mark(cell.name, 0.0, cell.points or 0.0, "not reached", why)
        for cell in notebook.cells
        if cell.grade or cell.task
    )
    said = f"The notebook of {printable(submission.learner)} could not be graded: {why} {more}".rstrip()
    then = "Your trainer has been told." if more else "Hand it in again."
    remark = Remark("no notebook", said, f"Your notebook could not be graded: {why} {then}")
    outcome = Graded(submission.lab, submission.learner, notebook.name, "failed", marks, (remark,))
    # A fault of the grading may be gone the next time; what is no notebook stays none until another is handed in.
    return recorder.record(submission, piece.lab, None, outcome, "" if more else piece.fingerprint)
