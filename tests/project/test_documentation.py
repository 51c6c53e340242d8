"""The documents keep their word: commands exist, links lead somewhere, examples run, every helper is listed."""

import importlib
import inspect
import re
import runpy

import pandas as pd
import pytest
from typer.main import get_command

from paths import ROOT

PAGES = [p for p in ROOT.rglob("*.md") if not {".venv", "node_modules", "grading"} & set(p.relative_to(ROOT).parts)]
MAKE_HELPERS = runpy.run_path(str(ROOT / "docs" / "make_helpers.py"))
PUBLIC = [
    pytest.param(getattr(importlib.import_module(f"millrace.{module}"), name), id=f"{module}.{name}")
    for module in MAKE_HELPERS["MODULES"]
    for name in importlib.import_module(f"millrace.{module}").__all__
]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_to_a_file_leads_to_one(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    broken = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert not broken


def test_the_list_of_helpers_is_what_they_say_themselves():
    committed = (ROOT / "docs" / "helpers.md").read_text(encoding="utf-8")
    assert committed == MAKE_HELPERS["page"](), "run: python docs/make_helpers.py"


def test_the_trainers_guide_lists_what_the_generator_planted():
    guide = runpy.run_path(str(ROOT / "docs" / "make_planted.py"))
    committed = guide["GUIDE"].read_text(encoding="utf-8")
    assert committed == guide["page"](), "run: python docs/make_planted.py"
    assert committed.count("| `") >= len(guide["table"]().splitlines()) - 2


@pytest.mark.parametrize("thing", PUBLIC)
def test_every_public_function_says_what_it_takes_and_gives(thing):
    text = inspect.getdoc(thing)
    assert text
    assert text.split("\n")[0].endswith(".")
    if inspect.isfunction(thing):
        arguments = [p for p in inspect.signature(thing).parameters if p not in ("args", "kwargs")]
        undocumented = [name for name in arguments if not re.search(rf"\b{name}\b.* : ", text)]
        assert not undocumented
        if inspect.signature(thing).return_annotation not in (None, "None", inspect.Signature.empty):
            assert "Returns\n-------" in text or "Yields\n------" in text


def test_every_command_of_coursekit_is_documented_and_every_documented_one_exists():
    from coursekit.cli import app

    commands = set(get_command(app).commands)
    words = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^ {4})coursekit (\w+)", words, flags=re.MULTILINE)) == commands


def test_every_option_of_millrace_samples_is_documented():
    from millrace.cli import app

    options = {option for parameter in get_command(app).commands["samples"].params for option in parameter.opts}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"--\w+", readme)) >= {option for option in options if option.startswith("--")}
    assert set(get_command(app).commands) == {"samples"}


def test_every_command_of_start_is_in_the_readme():
    start = runpy.run_path(str(ROOT / "start.py"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in re.findall(r"^    python start\.py ?(.*)$", readme, flags=re.MULTILINE):
        command = words or "lab"
        assert command == "test" or start["parse"]([command]).command == command


def test_the_example_in_the_readme_runs(tmp_path, monkeypatch):
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL).group(
        1
    )
    monkeypatch.chdir(tmp_path)
    orders = pd.DataFrame({"date": ["03/04/2025", "2025-04-13"], "pieces": [12, 24], "item": ["belt", "bag"]})
    orders.to_excel("orders.xlsx", index=False, engine="xlsxwriter")
    given = {"customers": pd.DataFrame({"name": ["Hongda Leather", "Hong Da Leather Co.", "Ruixin Bags"]})}
    exec(compile(block, "README.md", "exec"), given)
    assert list(given["orders"]["date"]) == ["03/04/2025", "2025-04-13"]
    assert given["dates"]["problem"].tolist() == ["ambiguous", ""]
    assert {"left", "right", "score"} <= set(given["pairs"].columns)


def test_every_module_is_in_the_syllabus_and_the_trainers_guide():
    for module in (p.parent.name for p in ROOT.glob("course/*/lab.py")):
        assert f"({module}/lesson.md)" in (ROOT / "course" / "README.md").read_text(encoding="utf-8")
        assert f"## Module {module[:2]}" in (ROOT / "course" / "trainer-guide.md").read_text(encoding="utf-8")


def test_points_in_the_syllabus_are_those_of_the_labs():
    syllabus = (ROOT / "course" / "README.md").read_text(encoding="utf-8")
    for lab in ROOT.glob("course/*/lab.py"):
        text = lab.read_text(encoding="utf-8")
        checks = sum(map(int, re.findall(r'^# %% check="[^"]+" points=(\d+)', text, flags=re.MULTILINE)))
        essays = sum(map(int, re.findall(r'^# %% \[markdown\] essay="[^"]+" points=(\d+)', text, flags=re.MULTILINE)))
        row = next(line for line in syllabus.splitlines() if f"({lab.parent.name}/" in line)
        assert f"| {checks} + {essays} |" in row
