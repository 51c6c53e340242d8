"""Write the list of helpers from their docstrings: ``python docs/make_helpers.py``."""

import importlib
import inspect
from pathlib import Path

MODULES = {
    "intake": "messy files in, tables out, and a report of what was found",
    "cleaning": "one form for dates, money and names; doubles, gaps, rules, quality, proof",
    "samples": "the sample company's files, and the truth behind them",
    "checks": "what the check cells of a lab call",
}
HEAD = """# The helpers

Every function says more with `help(...)`, for example `help(cleaning.parse_dates)`. This page is written by
`python docs/make_helpers.py` from what they say themselves.
"""


def page() -> str:
    """Give the text of ``docs/helpers.md``.

    Returns
    -------
    str
        A table for each module, a line for each public name.
    """
    return "\n".join([HEAD, *(_chapter(name, about) for name, about in MODULES.items())])


def _chapter(name: str, about: str) -> str:
    module = importlib.import_module(f"millrace.{name}")
    rows = [f"| `{public}` | {_first_line(getattr(module, public))} |" for public in sorted(module.__all__)]
    return "\n".join([f"## millrace.{name}: {about}", "", "| helper | what it does |", "|---|---|", *rows, ""])


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    Path(__file__).with_name("helpers.md").write_text(page(), encoding="utf-8", newline="\n")
