"""The documents keep their word: commands exist, links lead somewhere, examples run, every helper is listed."""

import importlib
import inspect
import pkgutil
import re
import runpy

import pandas as pd
import pytest
from typer.main import get_command

import coursekit
import lantern
import millrace
from paths import ROOT

PAGES = [p for p in ROOT.rglob("*.md") if not {".venv", "node_modules", "grading"} & set(p.relative_to(ROOT).parts)]
REFERENCE = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
MODULES = [
    importlib.import_module(found.name)
    for package in (millrace, lantern, coursekit)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not found.name.endswith("__main__")
]
SHARED = {
    f"{thing.__module__}.{thing.__qualname__}": thing
    for module in MODULES
    for thing in (getattr(module, name) for name in getattr(module, "__all__", ()))
    if inspect.isfunction(thing) or inspect.isclass(thing)
}
PUBLIC = {
    f"{name}.{public}": getattr(part, public) for name, part in REFERENCE["parts"]().items() for public in part.__all__
}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_to_a_file_leads_to_one(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    # A lesson's links are followed where it is built.
    folders = [page.parent, ROOT / "labs" / page.parent.name]
    broken = [t for t in targets if "://" not in t and not any((folder / t).exists() for folder in folders)]
    assert not broken


def test_the_reference_pages_are_what_the_library_says_itself():
    committed = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").glob("*.md")}
    assert committed == REFERENCE["pages"](), "run: python docs/make_reference.py"


def test_every_part_of_the_library_with_public_names_has_a_page():
    """A part that is added has one without being entered anywhere."""
    named = {module.__name__ for module in MODULES if module.__name__.count(".") == 1 and hasattr(module, "__all__")}
    ours = {name for name in named if name.startswith("millrace.")}
    assert ours - set(REFERENCE["parts"]()) == {f"millrace.{name}" for name in REFERENCE["NO_PAGE"]}


def test_the_trainers_guide_lists_what_the_generator_planted():
    guide = runpy.run_path(str(ROOT / "docs" / "make_planted.py"))
    committed = guide["GUIDE"].read_text(encoding="utf-8")
    assert committed == guide["page"](), "run: python docs/make_planted.py"
    assert committed.count("| `") >= len(guide["table"]().splitlines()) - 2


def test_what_modules_share_says_in_a_sentence_what_it_is():
    texts = {name: (inspect.getdoc(thing) or "").split("\n")[0] for name, thing in SHARED.items()}
    assert [name for name, text in texts.items() if not text.endswith(".")] == []


@pytest.mark.parametrize("thing", PUBLIC.values(), ids=PUBLIC)
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


@pytest.mark.parametrize("name", ["lantern", "millrace"])
def test_every_command_and_option_of_ours_is_in_the_readme(name):
    commands = get_command(importlib.import_module(f"{name}.cli").app).commands
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(rf"^ {{4}}{name} (\w+)", readme, flags=re.MULTILINE)) == set(commands)
    options = {option for command in commands.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--\w+", readme)) >= {option for option in options if option.startswith("--")}


def test_every_command_of_start_is_in_the_readme():
    start = runpy.run_path(str(ROOT / "start.py"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in re.findall(r"^    python start\.py ?(.*)$", readme, flags=re.MULTILINE):
        command = words or "lab"
        assert command == "test" or start["parse"](command.split()).command == command.split()[0]


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
