"""What a learner's kit holds works alone: the library's wheel has no generator, no truths, no answers, no workshop."""

import shutil
import subprocess
import zipfile

import nbformat
import pytest

from kit import build_wheel, clean_environment, make_environment
from paths import LABS, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    return make_environment(tmp_path_factory.mktemp("kit") / "environment", wheel)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A learner's folder: the first lab with its lesson, and the data."""
    kit = tmp_path_factory.mktemp("learner")
    for part in (f"labs/{LABS[0]}", "datasets"):
        shutil.copytree(ROOT / part, kit / part)
    shutil.copy(ROOT / "solutions" / LABS[0] / "lab.ipynb", kit / "labs" / LABS[0] / "solved.ipynb")
    return kit


def run(python, folder, *words, **more):
    command = [str(python), *map(str, words)]
    environment = {**clean_environment(), **more}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_library_alone(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        commands = archive.read(entry_points).decode()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"millrace"}
    assert "millrace = millrace.cli:app" in commands
    assert "coursekit" not in commands
    assert "lantern" not in commands


@pytest.mark.parametrize("package", ["lantern", "coursekit"])
def test_neither_company_nor_workshop_can_be_imported(python, folder, package):
    assert "ModuleNotFoundError" in run(python, folder, "-c", f"import {package}").stderr


def test_the_files_of_the_company_are_found_and_listed(python, folder):
    done = run(python, folder / "labs", "-c", "from millrace import samples; print(len(samples.load('ledger.csv')))")
    assert done.stdout.strip() == "36", done.stderr
    listed = run(python, folder, "-c", "from millrace.cli import app; app(['samples'])")
    assert "orders_2024.xlsx" in listed.stdout


@pytest.mark.parametrize("call", ['path("ledger.csv")', 'checkpoint("orders")'])
def test_another_variant_is_refused_with_what_is_missing(python, folder, call):
    done = run(python, folder, "-c", f"from millrace import samples; samples.{call}", MILLRACE_VARIANT="3")
    said = done.stderr.strip().splitlines()[-1]
    assert "Variant 3 of the sample company is not on this computer." in said
    assert "remove MILLRACE_VARIANT" in said


def test_outside_the_course_the_missing_files_are_named(python, tmp_path):
    done = run(python, tmp_path, "-c", "from millrace import samples; samples.load('ledger.csv')")
    assert "The folder datasets/ with the sample files is not on this computer." in done.stderr


@pytest.mark.parametrize("notebook", ["1-lesson.ipynb", "solved.ipynb"])
def test_the_first_lesson_and_lab_run_from_top_to_bottom(python, folder, notebook):
    place = folder / "labs" / LABS[0]
    done = run(python, place, "-m", "papermill", "-k", "python3", notebook, f"done-{notebook}")
    assert done.returncode == 0, done.stderr[-3000:]
    cells = nbformat.read(place / f"done-{notebook}", as_version=4).cells
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")
