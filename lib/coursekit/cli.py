"""The ``coursekit`` command: build notebooks, check labs, start a new module, grade a cohort, make its feedback."""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from coursekit.course import find_course
from coursekit.faults import AuthorError, CourseError

__all__ = ["app"]

# Whoever imports nbformat imports jsonschema, which, where it can, compiles a grammar of web addresses: 0.9 seconds of
# the processor for each command, and no schema of notebooks asks for it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(
    help="The course's workshop: build notebooks from course/, check the labs, start a new module, grade a cohort, "
    "make its feedback.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Labs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LAB]...", help="Modules, by name or number; all of them when none is named."),
]
Root = Annotated[
    Path | None, typer.Option(help="The course folder. Default: the nearest one above the working folder.")
]


@contextlib.contextmanager
def _stopping_kindly() -> Iterator[None]:
    try:
        yield
    except AuthorError as error:
        count = len(error.faults)
        typer.echo(f"{error}\n{count} {'fault' if count == 1 else 'faults'} to mend; nothing was written.", err=True)
        raise typer.Exit(1) from None
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def build(
    labs: Labs = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; list what differs, and exit with 1.")] = False,
    root: Root = None,
) -> None:
    """Build solutions/, labs/, the modules' data and the lists of modules from course/."""
    from coursekit.authoring.build import differences, products, read_labs, write_products
    from coursekit.authoring.cards import document_products
    from coursekit.authoring.data import data_products

    with _stopping_kindly():
        course = find_course(root)
        modules = course.modules(labs)
        built = products(course, modules) | data_products(course, modules)
        built |= document_products(course, read_labs(course, course.modules()))
        found = (differences if check else write_products)(course, built, whole=not labs)
    for difference in found:
        typer.echo(str(difference) if check else f"{difference.path}: {_done(difference.problem)}")
    typer.echo(_summary(len(built), len(found), check=check))
    raise typer.Exit(1 if check and found else 0)


def _done(problem: str) -> str:
    return "removed" if problem == "left over" else "written"


def _summary(total: int, changed: int, *, check: bool) -> str:
    if not changed:
        return f"All {total} files are what course/ says."
    if check:
        return f"{changed} differences. Edit only course/, then run 'coursekit build' and commit what it writes."
    return f"{total} files built, {changed} changed."


@app.command()
def check(
    labs: Labs = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only, for programs.")] = False,
    variants: Annotated[
        int, typer.Option(min=0, help="Variants of the sample data to try besides the committed one.")
    ] = 2,
    mutants: Annotated[int, typer.Option(min=0, help="Mutants of each answer at the most.")] = 40,
    quick: Annotated[bool, typer.Option("--quick", help="A sample of the trials, as the test run takes it.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Processes to use.")] = 2,
    root: Root = None,
) -> None:
    """Check labs: solution, untouched lab, leaks, attempts, equivalents, spoilers, mutants, variants."""
    from coursekit.checking.check import Settings, check_labs
    from coursekit.checking.table import show_reports

    progress = Console(stderr=True)
    with _stopping_kindly():
        course = find_course(root)
        settings = Settings(variants=variants, mutants=mutants, jobs=jobs, quick=quick)
        with progress.status("Running the labs ...") as status:
            reports = check_labs(course, course.modules(labs), settings=settings, tell=status.update)
    if as_json:
        typer.echo(json.dumps([report.as_dict() for report in reports], indent=2, ensure_ascii=False))
    else:
        show_reports(reports, console=_wide())
    raise typer.Exit(0 if all(report.ok for report in reports) else 1)


def _wide() -> Console:
    # In a log or a pipe there is no width to respect, and half a table is of no use.
    return Console() if sys.stdout.isatty() else Console(width=160)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Number and name of the module, for example 08-cash-flow.")],
    root: Root = None,
) -> None:
    """Start a module that passes build and check, to be changed into your own."""
    from coursekit.authoring.skeleton import new_module

    with _stopping_kindly():
        files = new_module(find_course(root), name)
    for file in files:
        typer.echo(f"{file}: written")
    typer.echo(f"Next: coursekit build {name}, then coursekit check {name}.")


@app.command()
def grade(
    labs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LAB]...", help="Labs, by name or number; all that were handed in when none is named."),
    ] = None,
    learner: Annotated[str | None, typer.Option(help="Grade this learner only.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    variant: Annotated[int | None, typer.Option(min=0, help="Grade on this variant of the sample data.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only, for programs.")] = False,
    jobs: Annotated[int, typer.Option(help="Notebooks at one time; -1 is one for each core.")] = -1,
    backend: Annotated[str | None, typer.Option(help="A backend registered with joblib, for example dask.")] = None,
    backend_option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="What the backend takes: scheduler_host=HOST:PORT. May be repeated."),
    ] = None,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Run learners' code with your rights. Only for people you trust.")
    ] = False,
    data: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Folder that notebooks may read; may be given several times."),
    ] = None,
    root: Annotated[Path | None, typer.Option(help="The nbgrader course folder. Default: the working folder.")] = None,
) -> None:
    """Grade what was handed in, in any nbgrader course folder. Exit with 1 when something needs a look."""
    from coursekit.grading.warming import warming

    backend_options = tuple(map(_named_value, backend_option or ()))
    course = root or Path.cwd()
    with _stopping_kindly(), warming(data or (), enclosed=not no_sandbox, here=backend is None, course=course):
        # Slow to import; the warm process is started meanwhile.
        from coursekit.grading.cohort import Options
        from coursekit.grading.cohort import grade as grade_cohort
        from coursekit.grading.folder import CourseFolder
        from coursekit.grading.progress import bar
        from coursekit.grading.table import show_cohort

        options = Options(
            learner=learner, force=force, variant=variant, jobs=jobs, backend=backend, backend_options=backend_options,
            sandbox=not no_sandbox, data=tuple(data or ()),
        )  # fmt: skip
        with bar(Console(stderr=True), "Grading") as tell:
            cohort = grade_cohort(CourseFolder(course), labs, options, tell=tell)
    if as_json:
        typer.echo(json.dumps([one.as_dict() for one in cohort], indent=2, ensure_ascii=False))
    else:
        show_cohort(cohort, console=_wide())
    raise typer.Exit(1 if any(one.needs_a_look for one in cohort) else 0)


def _named_value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise typer.BadParameter(f"{text!r} is no option of a backend. Write it so: scheduler_host=127.0.0.1:8786")
    return name, value


@app.command()
def feedback(
    labs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LAB]...", help="Labs, by name or number; all that are graded when none is named."),
    ] = None,
    learner: Annotated[str | None, typer.Option("--learner", "--student", help="Feedback for this one only.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Make again what is up to date.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only, for programs.")] = False,
    jobs: Annotated[int, typer.Option(help="Processes to use; -1 is one for each core.")] = -1,
    root: Annotated[Path | None, typer.Option(help="The nbgrader course folder. Default: the working folder.")] = None,
) -> None:
    """Make pages of feedback for what is graded and newer than its feedback. Exit with 1 when one cannot be made."""
    from coursekit.grading.feedback import Choice
    from coursekit.grading.feedback import feedback as make_feedback
    from coursekit.grading.folder import CourseFolder
    from coursekit.grading.progress import bar
    from coursekit.grading.table import feedback_summary

    choice = Choice(learner=learner, force=force, jobs=jobs)
    with _stopping_kindly(), bar(Console(stderr=True), "Making feedback") as tell:
        pages = make_feedback(CourseFolder(root or Path.cwd()), labs, choice, tell=tell)
    if as_json:
        typer.echo(json.dumps([one.as_dict() for one in pages], indent=2, ensure_ascii=False))
    else:
        typer.echo(feedback_summary(pages))
    raise typer.Exit(1 if any(one.state == "failed" for one in pages) else 0)
