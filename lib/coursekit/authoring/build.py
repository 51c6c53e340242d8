"""Build solutions and labs from the course, or compare what is there with what would be built."""

import gzip
import io
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coursekit.authoring.cards import carrying_card
from coursekit.authoring.data import CHECKPOINTS_FOLDER, TABLES_FOLDER
from coursekit.authoring.lessons import lesson_notebook
from coursekit.authoring.marks import Lab, read_lab
from coursekit.authoring.notebooks import notebook_bytes, solution_notebook
from coursekit.authoring.release import release_exporter, released
from coursekit.authoring.reports import REPORT, REPORTS_FOLDER, report_products
from coursekit.course import Course
from coursekit.faults import AuthorError, CourseError, Fault, stop_on

__all__ = ["Difference", "differences", "products", "read_labs", "write_products"]

LESSON = "lesson"
# The list of files is in order of names, and the lesson comes before the lab.
LESSON_NOTEBOOK = f"1-{LESSON}"


@dataclass(frozen=True, order=True)
class Difference:
    """A product that is not what the course says.

    Parameters
    ----------
    path : str
        The product, relative to the course root.
    problem : str
        ``"missing"``, ``"different"`` or ``"left over"``.
    detail : str
        Where it differs, or what to do.
    """

    path: str
    problem: str
    detail: str = ""

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.path}: {self.problem}{': ' + self.detail if self.detail else ''}"


def read_labs(course: Course, modules: Iterable[str]) -> dict[str, Lab]:
    """Read the source of labs, and report the faults of all of them together.

    Parameters
    ----------
    course : Course
        The course.
    modules : iterable of str
        Names of modules; those that have a lesson only are passed over.

    Returns
    -------
    dict of str to Lab
        By module.

    Raises
    ------
    AuthorError
        With the faults of all modules.
    """
    files = {name: course.source / name / "lab.py" for name in modules}
    make = {
        name: lambda name=name, path=path: read_lab(path, name=name, file=f"course/{name}/lab.py", stub=course.stub)
        for name, path in files.items()
        if path.exists()
    }
    return _all_of(make)


def _all_of(make: dict[str, Callable]) -> dict:
    made, faults = {}, []
    for key, build in make.items():
        try:
            made[key] = build()
        except AuthorError as error:
            faults += error.faults
    stop_on(faults)
    return made


def products(course: Course, modules: Iterable[str]) -> dict[str, bytes]:
    """Build modules in memory.

    Parameters
    ----------
    course : Course
        The course.
    modules : iterable of str
        Names of modules.

    Returns
    -------
    dict of str to bytes
        Content of each product by its path, relative to the root, with forward slashes.

    Raises
    ------
    AuthorError
        With everything that is wrong in any of the modules.
    """
    modules = list(modules)
    made: dict[str, bytes] = {}
    faults = _nothing_there(course, modules)
    for build in (_lab_products, _lesson_products, report_products):
        try:
            made |= build(course, modules)
        except AuthorError as error:
            faults += error.faults
    stop_on(faults)
    return dict(sorted(made.items()))


def _nothing_there(course: Course, modules: list[str]) -> list[Fault]:
    return [
        Fault(
            f"course/{name}",
            1,
            "The module has neither lab.py, lesson.md nor report.md.",
            "Write them, or remove the folder.",
        )
        for name in modules
        if not any((course.source / name / file).exists() for file in ("lab.py", f"{LESSON}.md", REPORT))
    ]


def _lab_products(course: Course, modules: list[str]) -> dict[str, bytes]:
    labs = read_labs(course, modules)
    if not labs:
        return {}
    exporter, text_stub = release_exporter(course), course.text_stub
    made: dict[str, bytes] = {}
    for name, lab in labs.items():
        complete = carrying_card(solution_notebook(lab, text_stub=text_stub), course, name)
        made[f"{course.solutions}/{name}/{course.notebook}.ipynb"] = notebook_bytes(complete)
        made[f"{course.labs}/{name}/{course.notebook}.ipynb"] = released(complete, exporter)
    return made


def _lesson_products(course: Course, modules: list[str]) -> dict[str, bytes]:
    files = {name: course.source / name / f"{LESSON}.md" for name in modules}
    lessons = _all_of(
        {
            name: lambda name=name, path=path: lesson_notebook(path, file=f"course/{name}/{LESSON}.md")
            for name, path in files.items()
            if path.exists()
        }
    )
    return {
        f"{course.labs}/{name}/{LESSON_NOTEBOOK}.ipynb": notebook_bytes(carrying_card(made, course, name))
        for name, made in lessons.items()
    }


def differences(course: Course, built: dict[str, bytes], *, whole: bool = True) -> list[Difference]:
    """Compare what is on disk with what was built.

    Parameters
    ----------
    course : Course
        The course.
    built : dict of str to bytes
        From `products`.
    whole : bool
        Whether all modules were built, so that anything else is left over.

    Returns
    -------
    list of Difference
        Empty when nothing differs.
    """
    found = []
    for path, content in built.items():
        file = course.root / path
        if not file.exists():
            found.append(Difference(path, "missing"))
        elif not _same(file.name, file.read_bytes(), content):
            found.append(Difference(path, "different", _first_difference(file.read_bytes(), content)))
    if whole:
        found += [Difference(path, "left over", "no source makes it") for path in _left_over(course, built)]
    return sorted(found)


def _same(name: str, old: bytes, new: bytes) -> bool:
    if not name.endswith(".csv.gz"):
        return old == new
    # Packing differs between systems, and the last digits of a fit between makes of processor.
    old, new = gzip.decompress(old), gzip.decompress(new)
    return old == new or _same_but_for_arithmetic(old, new)


def _same_but_for_arithmetic(old: bytes, new: bytes) -> bool:
    try:
        before, after = (pd.read_csv(io.BytesIO(table)) for table in (old, new))
        pd.testing.assert_frame_equal(before, after, rtol=1e-5, atol=1e-12)
    except (AssertionError, ValueError):
        return False
    return True


def _first_difference(old: bytes, new: bytes) -> str:
    if old.replace(b"\r\n", b"\n") == new:
        return "only the line ends (it should have plain line feeds)"
    before, after = (text.decode(errors="replace").splitlines() for text in (old, new))
    for number, (was, should) in enumerate(zip(before, after, strict=False), start=1):
        if was != should:
            return f"line {number} is {was.strip()[:60]!r}, should be {should.strip()[:60]!r}"
    return f"it has {len(before)} lines, should have {len(after)}"


def _left_over(course: Course, built: dict[str, bytes]) -> list[str]:
    # In labs/ learners keep files of their own; in solutions/ nbgrader would copy every stray file into the release.
    strays = [path for path in _files(course, course.solutions) if path not in built]
    ours = [path for path in _files(course, course.labs) if path not in built and _is_product(course.root / path)]
    # Beside the reports lies the library's own code, which no build makes.
    ours += [p for p in _files(course, REPORTS_FOLDER) if p not in built and p.endswith(".ipynb")]
    data = [
        path for folder in (CHECKPOINTS_FOLDER, TABLES_FOLDER) for path in _files(course, folder) if path not in built
    ]
    return strays + ours + data


def _files(course: Course, folder: str) -> list[str]:
    paths = (p.relative_to(course.root) for p in sorted((course.root / folder).rglob("*")) if p.is_file())
    return [p.as_posix() for p in paths if not any(part.startswith((".", "__pycache__")) for part in p.parts)]


def _is_product(path: Path) -> bool:
    if path.suffix != ".ipynb":
        return False
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return any("source" in cell["metadata"].get("millrace", {}) for cell in cells)
    except (ValueError, KeyError, TypeError):
        return False


def write_products(course: Course, built: dict[str, bytes], *, whole: bool = True) -> list[Difference]:
    """Write what was built, and remove products that nothing makes any more.

    Parameters
    ----------
    course : Course
        The course.
    built : dict of str to bytes
        From `products`.
    whole : bool
        Whether all modules were built, so that anything else is left over.

    Returns
    -------
    list of Difference
        What was changed.

    Raises
    ------
    CourseError
        When a file in the solutions folder is not a product: it would reach the learners with the next release.
    """
    changed = differences(course, built, whole=whole)
    _refuse_strays(course, changed)
    for change in changed:
        if change.problem == "left over":
            _remove(course, change.path)
        else:
            _write(course.root / change.path, built[change.path])
    return changed


def _refuse_strays(course: Course, changed: list[Difference]) -> None:
    for change in changed:
        in_solutions = change.path.startswith(f"{course.solutions}/")
        if change.problem == "left over" and in_solutions and not _is_product(course.root / change.path):
            raise CourseError(
                f"{change.path} is not a product of the build, and nbgrader copies it to the learners. "
                f"Expected: only {course.notebook}.ipynb. Move it away, for example into course/."
            )


def _remove(course: Course, path: str) -> None:
    file = course.root / path
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
