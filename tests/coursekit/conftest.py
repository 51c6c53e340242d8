"""A tiny course in a temporary folder, and short ways to write labs in tests."""

from pathlib import Path

import pytest

from coursekit.authoring.skeleton import new_module
from coursekit.course import Course, find_course

TINY = Path(__file__).parent / "tiny"
CONFIG, LAB, ATTEMPTS = ((TINY / f"{name}.txt").read_text(encoding="utf-8") for name in ("config", "lab", "attempts"))


def make_course(root: Path) -> Course:
    (root / "course").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return find_course(root)


def write_module(course: Course, lab: str, attempts: str, name: str) -> str:
    folder = course.source / name
    folder.mkdir(exist_ok=True)
    (folder / "lab.py").write_text(lab, encoding="utf-8")
    (folder / "attempts.py").write_text(attempts, encoding="utf-8")
    return name


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """An empty course."""
    return make_course(tmp_path / "a course")


@pytest.fixture
def module(course: Course):
    """Write a module and give its name back."""

    def write(lab: str = LAB, attempts: str = ATTEMPTS, name: str = "01-tiny") -> str:
        return write_module(course, lab, attempts, name)

    return write


@pytest.fixture
def skeleton(course: Course) -> Course:
    """A course with the module that ``coursekit new`` makes."""
    new_module(course, "08-cash-flow")
    return course


@pytest.fixture(scope="session")
def second_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Another course, on another and longer path."""
    made = make_course(tmp_path_factory.mktemp("another") / "place" / "with ümlaut")
    new_module(made, "08-cash-flow")
    return made


@pytest.fixture(scope="session")
def unsound_course(tmp_path_factory: pytest.TempPathFactory):
    """Write a course of many modules at once, each from its lab and its attempts."""

    def make(modules: dict[str, tuple[str, str]]) -> Course:
        made = make_course(tmp_path_factory.mktemp("unsound"))
        for name, (lab, attempts) in modules.items():
            write_module(made, lab, attempts, name)
        return made

    return make
