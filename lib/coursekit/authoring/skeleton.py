"""Start a new module: every file of it, working at once and showing every mark."""

from pathlib import Path

from coursekit.course import Course, check_module_name
from coursekit.faults import CourseError

__all__ = ["new_module"]

TEMPLATES = Path(__file__).parent / "templates"


def new_module(course: Course, name: str) -> list[str]:
    """Write the sources of a new module.

    Parameters
    ----------
    course : Course
        Where to put it.
    name : str
        For example ``"08-cash-flow"``.

    Returns
    -------
    list of str
        The files that were written, relative to the course root.

    Raises
    ------
    CourseError
        When the name is no module's, or the module or its number is taken.
    """
    check_module_name(name)
    taken = [p.name for p in course.source.iterdir() if p.is_dir() and p.name[:3] == name[:3]]
    if taken:
        raise CourseError(
            f"Module {taken[0]} is there already. Expected: a new number. "
            f"Choose a number that is free; taken are: {', '.join(_numbers(course))}."
        )
    title = name[3:].replace("-", " ").capitalize()
    # Into a folder of another name first: an interrupted run leaves no half module behind.
    partial = course.source / f".{name}.part"
    for template in _templates():
        file = partial / _filled(template.relative_to(TEMPLATES).with_suffix("").as_posix(), name, title)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_filled(template.read_text(encoding="utf-8"), name, title).encode())
    partial.rename(course.source / name)
    written = (file for file in (course.source / name).rglob("*") if file.is_file())
    return sorted(file.relative_to(course.root).as_posix() for file in written)


def _templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.txt"))


def _filled(text: str, name: str, title: str) -> str:
    return text.replace("@NUMBER@", name[:2]).replace("@NAME@", name[3:]).replace("@TITLE@", title)


def _numbers(course: Course) -> list[str]:
    return sorted(p.name[:2] for p in course.source.iterdir() if p.is_dir() and p.name[:2].isdigit())
