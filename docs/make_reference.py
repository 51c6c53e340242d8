"""Write a page for every public part of the library from its docstrings: ``python docs/make_reference.py``."""

import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import lantern
import millrace

FOLDER = Path(__file__).with_name("reference")
# Commands are documented in the README, and what nobody calls by name needs no page.
NO_PAGE = {"cli"}
HEAD = "Every function says more with `help(...)`. This page is written by `python docs/make_reference.py`."
TABLE = ["| name | what it does |", "|---|---|"]


def parts() -> dict[str, ModuleType]:
    """Find the public parts of the library, and the sample company.

    Returns
    -------
    dict of str to module
        By the name under which they are imported.
    """
    names = [part.name for part in pkgutil.iter_modules(millrace.__path__) if part.name not in NO_PAGE]
    return {f"millrace.{name}": importlib.import_module(f"millrace.{name}") for name in names} | {"lantern": lantern}


def pages() -> dict[str, str]:
    """Return the text of every page.

    Returns
    -------
    dict of str to str
        By file name: a page per part, and a list of them.
    """
    found = parts()
    listed = [f"| [{name}]({name}.md) | {_first_line(part)} |" for name, part in found.items()]
    index = "\n".join(["# The library, part by part", "", HEAD, "", *TABLE, *listed, ""])
    return {"README.md": index, **{f"{name}.md": _page(name, part) for name, part in found.items()}}


def _page(name: str, part: ModuleType) -> str:
    rows = [f"| `{public}` | {_first_line(getattr(part, public))} |" for public in sorted(part.__all__)]
    return "\n".join([f"# {name}", "", _first_line(part), "", HEAD, "", *TABLE, *rows, ""])


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0].replace("|", "\\|")


def write() -> None:
    """Write the pages, and remove those of parts that are gone."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in pages():
            old.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
