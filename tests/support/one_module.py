"""``--module 01``: run only what concerns one module of the course, for its author."""

from pathlib import PurePath

import pytest

from coursekit.course import find_course
from coursekit.faults import CourseError
from paths import LABS, ROOT

__all__ = ["chosen_labs", "concerns"]

COURSE = ROOT / "tests" / "course"


def chosen_labs(config: pytest.Config) -> list[str]:
    """Return the labs that ``--module`` names, all of them when it was not given."""
    try:
        chosen = find_course(ROOT).modules(config.getoption("module", None))
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    return [lab for lab in LABS if lab in chosen]


def pytest_addoption(parser):
    """Add the option."""
    text = "run only what concerns this module of the course, named by its number or name; may be repeated"
    parser.addoption("--module", action="append", metavar="NN", help=text)


def pytest_configure(config):
    """Refuse a module that is not there before anything is collected."""
    chosen_labs(config)


def pytest_ignore_collect(collection_path, config):
    """Do not even read what lies elsewhere: it takes longer than a module's quick tests."""
    if config.getoption("module") and COURSE not in (*collection_path.parents, collection_path):
        return collection_path not in COURSE.parents
    return None


def pytest_collection_modifyitems(config, items):
    """Leave out what does not concern the modules that were asked for."""
    if config.getoption("module"):
        labs = chosen_labs(config)
        wanted = [item for item in items if concerns(item.path, lab_of(item), labs=labs)]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


def lab_of(item: pytest.Item) -> str | None:
    """Return the lab that a test of ``tests/course`` was made for, if it was made for one."""
    made_for = getattr(item, "callspec", None)
    return made_for.params.get("lab") if made_for else None


def concerns(path: PurePath, lab: str | None, *, labs: list[str]) -> bool:
    """Tell whether a test is about one of some labs: it was made for it, or lies in the folder of its module.

    Parameters
    ----------
    path : PurePath
        The test's file.
    lab : str or None
        The lab that it was made for.
    labs : list of str
        Which labs were asked for.
    """
    return lab in labs or bool({f"module_{name[:2]}" for name in labs} & set(path.parts))
