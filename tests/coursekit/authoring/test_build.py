"""The build gives the same bytes everywhere, what nbgrader would give, and nothing that is not in the source."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from coursekit.authoring.build import differences, products, write_products
from coursekit.course import CONFIG_FILE, find_course
from coursekit.faults import AuthorError, CourseError
from paths import ROOT

LAB = (Path(__file__).parents[1] / "tiny" / "lab.txt").read_text(encoding="utf-8")

MYST = {"1-lesson": "lesson", "own-files": "report", "lib/millrace/reports": "report"}

REAL_CONFIG = ROOT / "nbgrader_config.py"


def built(course):
    return products(course, course.modules())


def notebook(content: bytes):
    made = nbformat.reads(content.decode(), as_version=nbformat.NO_CONVERT)
    nbformat.validate(made)
    return made


def test_two_runs_on_two_paths_give_the_same_bytes(skeleton, second_course, monkeypatch):
    first = built(skeleton)
    monkeypatch.chdir(second_course.root)
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    assert built(second_course) == first == built(skeleton)
    assert str(skeleton.root) not in str(first)


def test_another_process_gives_the_same_bytes(skeleton):
    write_products(skeleton, built(skeleton))
    before = {p: (skeleton.root / p).read_bytes() for p in built(skeleton)}
    code = "from coursekit.cli import app; app(['build'], standalone_mode=False)"
    subprocess.run(
        [sys.executable, "-c", code], cwd=skeleton.source, check=False, env={**os.environ, "PYTHONHASHSEED": "5"}
    )
    assert before == {p: (skeleton.root / p).read_bytes() for p in before}


def test_products_are_valid_plain_and_name_their_source(skeleton):
    for path, content in built(skeleton).items():
        made = notebook(content)
        assert content.endswith(b"}\n")
        assert b"\r" not in content
        assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in made.cells)
        assert set(made.metadata) == {"kernelspec", "language_info"}
        assert made.metadata.language_info == {"name": "python"}
        assert b"jupytext" not in content
        source = next((f"{name}.md" for word, name in MYST.items() if word in path), "lab.py")
        assert made.cells[0].metadata.millrace.source == f"course/08-cash-flow/{source}"


def test_lesson_lies_beside_the_lab_and_not_among_the_solutions(skeleton):
    assert list(built(skeleton)) == [
        "labs/08-cash-flow/1-lesson.ipynb",
        "labs/08-cash-flow/lab.ipynb",
        "labs/08-cash-flow/own-files.ipynb",
        "lib/millrace/reports/cash-flow.ipynb",
        "solutions/08-cash-flow/lab.ipynb",
    ]


def test_marks_become_nbgrader_cells(skeleton):
    cells = notebook(built(skeleton)["solutions/08-cash-flow/lab.ipynb"]).cells
    graded = {c.metadata.nbgrader.grade_id: c for c in cells if "nbgrader" in c.metadata}
    kinds = {
        name: [key for key in ("grade", "locked", "solution", "task") if c.metadata.nbgrader[key]]
        for name, c in graded.items()
    }
    assert kinds == {
        "revenue-by-customer": ["solution"],
        "check-revenue-by-customer": ["grade", "locked"],
        "what-to-do": ["locked", "task"],
    }
    assert {c.metadata.nbgrader.schema_version for c in graded.values()} == {3}
    assert {name: c.metadata.nbgrader.get("points") for name, c in graded.items()} == {
        "revenue-by-customer": None,
        "check-revenue-by-customer": 2,
        "what-to-do": 3,
    }
    assert graded["check-revenue-by-customer"].source.endswith('checks.passed("revenue-by-customer", points=2, of=2)')
    assert all(c.id == name for name, c in graded.items())


def test_learners_get_the_stub_and_no_secret(skeleton):
    made = notebook(built(skeleton)["labs/08-cash-flow/lab.ipynb"])
    text = "\n".join(cell.source for cell in made.cells)
    assert "# Your table: revenue\n..." in text
    assert "*Your answer here.*" in text
    for secret in ("SOLUTION", "HIDDEN", "MARK SCHEME", "sales.assign", "reference =", "a limit of the data", "Why so"):
        assert secret not in text
    assert 'checks.passed("revenue-by-customer", points=2, of=2)' in text


def test_nbgrader_itself_writes_the_same_bytes_with_the_real_configuration(skeleton, monkeypatch):
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    shutil.copy(REAL_CONFIG, skeleton.root)
    with (skeleton.source / "08-cash-flow" / "lab.py").open("a", encoding="utf-8") as source:
        source.write('\n# %% tags=["slip"]\n# price = 40\n#   pieces = 3\n')
    skeleton = find_course(skeleton.root)
    write_products(skeleton, built(skeleton))
    lab = skeleton.root / "labs" / "08-cash-flow" / "lab.ipynb"
    ours = lab.read_bytes()
    slip = nbformat.reads(ours.decode(), as_version=4).cells[-1]
    assert slip.source == "price = 40\n  pieces = 3"
    assert "raises-exception" in slip.metadata.tags
    lab.write_bytes(b"to be overwritten")
    # nbgrader calls alembic by its bare name.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.chdir(skeleton.root)
    folder = CourseDirectory(config=skeleton.config, root=str(skeleton.root), assignment_id="08-cash-flow")
    GenerateAssignment(coursedir=folder, config=skeleton.config, force=True).start()
    # nbgrader opens the file as text, so on Windows it writes other line ends than the build does.
    assert lab.read_bytes().replace(b"\r\n", b"\n") == ours
    assert (lab.parent / "1-lesson.ipynb").exists()


def test_a_configuration_that_would_leak_explanations_is_refused(skeleton):
    config = skeleton.root / CONFIG_FILE
    config.write_text(
        config.read_text().replace("TagRemovePreprocessor.enabled = True", "TagRemovePreprocessor.enabled = False")
    )
    with pytest.raises(CourseError, match="would reach the learners"):
        built(find_course(skeleton.root))


def test_the_stub_and_the_folders_come_from_the_configuration(skeleton):
    config = skeleton.root / CONFIG_FILE
    text = (
        config.read_text().replace('"..."', '"pass  # yours"').replace('"labs"', '"handout"').replace('"lab"', '"task"')
    )
    config.write_text(text)
    made = built(find_course(skeleton.root))
    assert "pass  # yours" in made["handout/08-cash-flow/task.ipynb"].decode()


def test_a_cell_put_in_above_changes_no_other_id(module, course):
    module()
    before = [c.id for c in notebook(built(course)["labs/01-tiny/lab.ipynb"]).cells]
    module("# %% [markdown]\n# Welcome.\n\n" + LAB)
    after = [c.id for c in notebook(built(course)["labs/01-tiny/lab.ipynb"]).cells]
    assert after[1:] == before


def test_equal_cells_get_different_ids(module, course):
    module(LAB + "\n# %%\nnumbers\n\n# %%\nnumbers\n")
    ids = [c.id for c in notebook(built(course)["labs/01-tiny/lab.ipynb"]).cells]
    assert len(set(ids)) == len(ids)


def test_a_check_of_the_build_finds_every_kind_of_difference(skeleton):
    made = built(skeleton)
    write_products(skeleton, made)
    assert differences(skeleton, made) == []
    solution = skeleton.root / "solutions/08-cash-flow/lab.ipynb"
    solution.write_bytes(solution.read_bytes().replace(b"sales", b"sails", 1))
    (skeleton.root / "labs/08-cash-flow/1-lesson.ipynb").unlink()
    shutil.copytree(skeleton.root / "labs/08-cash-flow", skeleton.root / "labs/07-old")
    found = {d.path: d for d in differences(skeleton, made)}
    assert {path: d.problem for path, d in found.items()} == {
        "solutions/08-cash-flow/lab.ipynb": "different",
        "labs/08-cash-flow/1-lesson.ipynb": "missing",
        "labs/07-old/lab.ipynb": "left over",
        "labs/07-old/own-files.ipynb": "left over",
    }
    assert "sails" in found["solutions/08-cash-flow/lab.ipynb"].detail


def test_windows_line_ends_are_named_as_the_difference(skeleton):
    made = built(skeleton)
    write_products(skeleton, made)
    lab = skeleton.root / "labs/08-cash-flow/lab.ipynb"
    lab.write_bytes(lab.read_bytes().replace(b"\n", b"\r\n"))
    assert "only the line ends" in differences(skeleton, made)[0].detail


def test_products_of_a_removed_module_are_removed_and_learners_files_stay(skeleton, module):
    module()
    write_products(skeleton, built(skeleton))
    shutil.rmtree(skeleton.source / "01-tiny")
    mine = skeleton.root / "labs/01-tiny/my notes.ipynb"
    mine.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    write_products(skeleton, built(skeleton))
    assert not (skeleton.root / "solutions/01-tiny").exists()
    assert [p.name for p in (skeleton.root / "labs/01-tiny").iterdir()] == ["my notes.ipynb"]


def test_building_one_module_leaves_the_others_alone(skeleton, module):
    module()
    write_products(skeleton, built(skeleton))
    only = products(skeleton, ["01-tiny"])
    assert write_products(skeleton, only, whole=False) == []
    assert (skeleton.root / "solutions/08-cash-flow/lab.ipynb").exists()


def test_a_stray_file_among_the_solutions_stops_the_build_before_it_writes(skeleton):
    made = built(skeleton)
    stray = skeleton.root / "solutions/08-cash-flow/answers.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("revenue = 1")
    with pytest.raises(CourseError, match=r"answers\.py is not a product"):
        write_products(skeleton, made)
    assert stray.exists()
    assert not (skeleton.root / "labs").exists()


def test_a_failed_write_leaves_the_old_product(skeleton, monkeypatch):
    made = built(skeleton)
    write_products(skeleton, made)
    path = "labs/08-cash-flow/lab.ipynb"

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_products(skeleton, {**made, path: b"new"})
    assert (skeleton.root / path).read_bytes() == made[path]
    assert sorted(p.name for p in (skeleton.root / path).parent.iterdir()) == [
        "1-lesson.ipynb",
        "lab.ipynb",
        "own-files.ipynb",
    ]


def test_faults_of_all_modules_and_of_lessons_are_reported_together(module, course):
    module(LAB.replace("points=2", "points=0"), name="01-one")
    module(LAB.replace('answer="total"', 'anwser="total"'), name="02-two")
    (course.source / "02-two" / "lesson.md").write_text("# No header\n")
    (course.source / "03-empty").mkdir()
    with pytest.raises(AuthorError) as caught:
        built(course)
    files = {fault.file for fault in caught.value.faults}
    assert files == {"course/01-one/lab.py", "course/02-two/lab.py", "course/02-two/lesson.md", "course/03-empty"}


def test_a_module_with_a_lesson_only_is_built(skeleton):
    (skeleton.source / "08-cash-flow" / "lab.py").unlink()
    (skeleton.source / "08-cash-flow" / "report.md").unlink()
    assert list(built(skeleton)) == ["labs/08-cash-flow/1-lesson.ipynb"]
