"""start.py sets up: what it installs, when it does nothing, and how it mends what is broken."""

import json
import re
import shutil
import time
from pathlib import Path

import pytest


def test_first_run_installs_from_the_lock_and_says_so(course):
    status, output = course.run("setup")
    assert status == 0
    assert course.installs == ["requirements.lock"]
    assert "Setting up Millrace" in output
    assert "requirements.lock with uv" in output
    calls = (course.tools / "calls").read_text()
    assert "--require-hashes" in calls
    projects = re.findall("--no-deps --no-build-isolation -e (.*)", calls)
    assert projects == [str(course.root), str(course.root / "lib")]


def test_second_run_does_nothing_in_under_a_second(ready):
    began = time.monotonic()
    status, _ = ready.run("setup")
    assert time.monotonic() - began < 1
    assert status == 0
    assert len(ready.installs) == 1


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "lib/pyproject.toml"])
def test_a_changed_list_brings_the_same_environment_up_to_date(ready, changed):
    (ready.root / changed).write_text("# changed\n")
    status, output = ready.run("setup")
    assert (status, len(ready.installs), ready.environments_made) == (0, 2, 1)
    assert "up to date" in output


def test_fresh_makes_everything_anew(ready):
    assert ready.run("setup", "--fresh")[0] == 0
    assert ready.environments_made == 2


def test_the_test_extras_include_the_course(course):
    course.run("test")
    course.run("setup")
    assert course.installs == ["requirements-test.lock"]


def test_the_course_alone_does_not_include_the_test_extras(ready):
    ready.run("test")
    assert ready.installs == ["requirements.lock", "requirements-test.lock"]


def test_both_projects_are_found_by_a_relative_ascii_path(ready):
    files = sorted(ready.venv.glob("lib/*/site-packages/*.pth"))
    assert [file.name for file in files] == ["_millrace.pth", "_millrace_workshop.pth"]
    for file in files:
        line = file.read_bytes().decode("ascii").strip()
        assert not Path(line).is_absolute()
        assert (file.parent / line).resolve() == ready.root / "lib"


@pytest.mark.parametrize(("place", "other"), [(0, 1), (2, 9)], ids=["steps", "python"])
def test_an_environment_made_by_older_steps_or_another_python_is_not_updated_but_made_anew(ready, place, other):
    file = ready.venv / "millrace-stamp.json"
    stamp = json.loads(file.read_text())
    stamp["made"][place] = other
    file.write_text(json.dumps(stamp))
    (ready.root / "pyproject.toml").write_text("# changed\n")
    assert ready.run("setup")[0] == 0
    assert ready.environments_made == 2


def remove_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()


def spoil_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").write_text("not a program")


def python_of_another_version(venv: Path) -> None:
    remove_python(venv)
    (venv / "bin" / "python").write_text("#!/bin/sh\necho 3 9\n")
    (venv / "bin" / "python").chmod(0o755)


def lose_a_package(venv: Path) -> None:
    [found] = venv.glob("lib/*/site-packages/jupyterlab-1.0.dist-info")
    found.rmdir()


def lose_everything_but_the_folder(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.mkdir()


def put_a_file_in_its_place(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.write_text("")


def put_a_broken_link_in_its_place(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.symlink_to("nowhere")


def interrupt_the_install(venv: Path) -> None:
    (venv / "millrace-stamp.json").unlink()


def cut_the_stamp(venv: Path) -> None:
    stamp = venv / "millrace-stamp.json"
    stamp.write_text(stamp.read_text()[:20])


def put_another_shape_in_the_stamp(venv: Path) -> None:
    (venv / "millrace-stamp.json").write_text("[1, 2]")


@pytest.mark.parametrize(
    "damage",
    [
        remove_python,
        spoil_python,
        python_of_another_version,
        lose_a_package,
        lose_everything_but_the_folder,
        put_a_file_in_its_place,
        put_a_broken_link_in_its_place,
        interrupt_the_install,
        cut_the_stamp,
        put_another_shape_in_the_stamp,
    ],
)
def test_a_broken_environment_is_made_anew(ready, damage):
    damage(ready.venv)
    status, output = ready.run("setup")
    assert status == 0, output
    assert ready.environments_made == 2
    assert ready.run("setup")[0] == 0
    assert len(ready.installs) == 2


def test_a_moved_folder_is_set_up_again(ready, tmp_path):
    ready.root = ready.root.rename(tmp_path / "moved")
    assert ready.run("setup")[0] == 0
    assert ready.environments_made == 2
