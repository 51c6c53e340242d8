"""What the tests of start.py share: a copy of the course, one that is set up, and start.py as a module."""

import importlib.util

import pytest

from start_course import Course


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.fixture
def ready(course):
    status, output = course.run("setup")
    assert status == 0, output
    return course


@pytest.fixture
def start(course, monkeypatch):
    """start.py of the copy, as a module."""
    spec = importlib.util.spec_from_file_location("start_under_test", course.root / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
