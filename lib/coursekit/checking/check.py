"""Put labs through everything that makes their grading trustworthy."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from coursekit.authoring.build import differences, products, read_labs
from coursekit.authoring.checkpoints import CHECKPOINTS
from coursekit.authoring.marks import Lab, role_of
from coursekit.authoring.notebooks import check_source
from coursekit.checking.attempts import Attempts, read_attempts
from coursekit.checking.leaks import leaks_in
from coursekit.checking.marking import Marked, mark_notebook
from coursekit.checking.plans import Outcome, Plan, Step
from coursekit.checking.pool import run_plans
from coursekit.checking.prose import Prose, prose_of
from coursekit.checking.report import Evidence, LabReport, judge
from coursekit.course import Course
from coursekit.faults import AuthorError, stop_on

__all__ = ["Settings", "check_labs", "steps_of"]

QUICK_MUTANTS, QUICK_EVERY = 4, 4


@dataclass(frozen=True)
class Settings:
    """How thorough a check is.

    Parameters
    ----------
    variants : int
        How many variants of the sample data besides the committed one.
    mutants : int
        How many mutants of each answer at the most.
    jobs : int
        How many processes.
    seconds : float
        How long one trial may take.
    forms : bool
        Whether equivalents and spoilers are tried, and each check is run alone.
    quick : bool
        Whether a sample is enough: four mutants of each answer, every fourth equivalent and spoiler, attempts on the
        committed data only.
    """

    variants: int = 2
    mutants: int = 40
    jobs: int = 2
    seconds: float = 20.0
    forms: bool = True
    quick: bool = False


def check_labs(
    course: Course,
    modules: list[str],
    *,
    settings: Settings | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[LabReport]:
    """Check labs: invariants in a real kernel, then all trials in this course's own processes.

    Parameters
    ----------
    course : Course
        The course.
    modules : list of str
        Names of modules; those without a lab are passed over.
    settings : Settings, optional
        How thorough.
    tell : callable, optional
        Called with one line whenever a part is done.

    Returns
    -------
    list of LabReport
        One for each lab, in the order of the modules.

    Raises
    ------
    AuthorError
        When a source cannot be read; all faults of labs and attempts together.
    """
    settings, tell = settings or Settings(), tell or (lambda text: None)
    labs = read_labs(course, modules)
    attempts = _all_attempts(course, labs)
    built = products(course, labs)
    _generate_variants(course, settings.variants, tell)
    with _scratch(course) as folder:
        marked = _mark_all(course, labs, built, folder, settings.jobs, tell)
        plans = [
            p for lab in labs.values() for p in _plans(course, lab, attempts[lab.name], settings, folder, len(labs))
        ]
        done = run_plans(plans, jobs=settings.jobs, tell=tell)
    return [
        judge(
            _evidence(course, lab, built, marked[name], [o for p in plans if p.lab == name for o in done[p]], settings)
        )
        for name, lab in labs.items()
    ]


def _generate_variants(course: Course, count: int, tell: Callable[[str], None]) -> None:
    """Put files and checkpoints of the variants into the cache, so that no trial is timed while it makes them."""
    from coursekit.variants import checkpoints_folder
    from millrace import samples

    has_checkpoints = any(course.source.glob(f"*/{CHECKPOINTS}"))
    for variant in range(1, count + 1):
        samples.path("products.csv", variant=variant)
        if has_checkpoints:
            # Its course is the one around the working folder, as for the trials.
            with contextlib.chdir(course.root):
                checkpoints_folder(variant)
        tell(f"variant {variant}: sample files and checkpoints ready")


def _all_attempts(course: Course, labs: dict[str, Lab]) -> dict[str, Attempts]:
    read, faults = {}, []
    for name, lab in labs.items():
        try:
            read[name] = read_attempts(course.source / name / "attempts.py", lab)
        except AuthorError as error:
            faults += error.faults
    stop_on(faults)
    return read


@contextlib.contextmanager
def _scratch(course: Course) -> Iterator[Path]:
    # Inside the course and four folders deep would be like grading: data are found by walking up from here.
    grading = course.root / "grading"
    existed = grading.exists()
    grading.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="check-", dir=grading, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        if not existed:
            with contextlib.suppress(OSError):
                grading.rmdir()


def _mark_all(
    course: Course, labs: dict[str, Lab], built: dict[str, bytes], folder: Path, jobs: int, tell: Callable[[str], None]
) -> dict[str, tuple[Marked, Marked]]:
    def mark(path: str) -> Marked:
        # a folder of its own: two labs that write a file of one name would else meet half of it
        marked = mark_notebook(built[path], folder=Path(tempfile.mkdtemp(dir=folder)))
        tell(f"{path}: run in a kernel")
        return marked

    notebook = f"{course.notebook}.ipynb"
    with ThreadPoolExecutor(max_workers=jobs) as threads:
        waiting = {
            name: [threads.submit(mark, f"{kind}/{name}/{notebook}") for kind in (course.solutions, course.labs)]
            for name in labs
        }
        return {name: (solved.result(), untouched.result()) for name, (solved, untouched) in waiting.items()}


def steps_of(lab: Lab) -> tuple[Step, ...]:
    """Code cells of the complete notebook, as trials run them.

    Parameters
    ----------
    lab : Lab
        The lab.

    Returns
    -------
    tuple of Step
        In the order of the notebook.
    """
    steps = []
    for cell in (c for c in lab.cells if c.kind == "code"):
        role = role_of(cell)
        name = cell.marks.get(role, "") if role in ("answer", "check") else ""
        tags = cell.marks.get("tags", [])
        source = check_source(cell, of=lab.check_points) if role == "check" else cell.source
        steps.append(Step(role, name, source, cell.line, "raises-exception" in tags, "set-up" in tags))
    return tuple(steps)


def _plans(course: Course, lab: Lab, attempts: Attempts, settings: Settings, folder: Path, labs: int) -> list[Plan]:
    answers = list(lab.of_role("answer"))
    # A few labs are cut into parts, so that every process has work; many labs are work enough.
    parts = settings.jobs if labs < 2 * settings.jobs else 1
    whole = Plan(
        lab.name,
        lab.file,
        steps_of(lab),
        tuple(answers),
        preparation=attempts.preparation,
        stub=course.stub,
        mutants=0,
        seconds=settings.seconds,
        folder=str(folder),
    )
    first = [
        replace(
            whole,
            answers=tuple(answers[i::parts]),
            attempts=attempts.attempts,
            mutants=min(settings.mutants, QUICK_MUTANTS) if settings.quick else settings.mutants,
            every=QUICK_EVERY if settings.quick else 1,
            forms=settings.forms,
            alone=settings.forms,
            exemptions=attempts.exemptions,
        )
        for i in range(min(parts, len(answers)))
    ]
    # Attempts are tried again on one variant: enough to catch a check that leans on the committed numbers.
    others = [
        replace(whole, attempts=attempts.attempts if variant == 1 and not settings.quick else (), variant=variant)
        for variant in range(1, settings.variants + 1)
        if answers
    ]
    return first + others


def _evidence(
    course: Course,
    lab: Lab,
    built: dict[str, bytes],
    marked: tuple[Marked, Marked],
    outcomes: list[Outcome],
    settings: Settings,
) -> Evidence:
    mine = {path: content for path, content in built.items() if f"/{lab.name}/" in path}
    drift = [
        f"{difference} Run 'coursekit build {lab.name}' and look at what changed."
        for difference in differences(course, mine, whole=False)
    ]
    released = sorted((course.root / course.labs / lab.name).glob("*.ipynb"))
    leaks = leaks_in(lab, released, root=course.root)
    return Evidence(lab, *marked, leaks, drift, outcomes, settings.variants, _prose(course, lab))


def _prose(course: Course, lab: Lab) -> list[Prose]:
    texts = {lab.file: "\n\n".join(cell.source for cell in lab.cells if cell.kind == "markdown")}
    pages = sorted((course.source / lab.name).glob("*.md"))
    texts |= {path.relative_to(course.root).as_posix(): path.read_text(encoding="utf-8") for path in pages}
    return [prose for file, text in texts.items() if (prose := prose_of(file, text))]
