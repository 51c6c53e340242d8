"""Turn the reports of a module into notebooks for own files: one beside the lab, the same in the library."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.authoring.lessons import read_myst
from coursekit.authoring.notebooks import notebook_bytes, notebook_of
from coursekit.authoring.script import Cell
from coursekit.course import Course
from coursekit.faults import AuthorError, Fault, stop_on
from millrace.errors import did_you_mean

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["OWN_FILES", "REPORT", "REPORTS_FOLDER", "report_notebook", "report_products"]

REPORT, OWN_FILES, REPORTS_FOLDER = "report.md", "own-files.ipynb", "lib/millrace/reports"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER: dict[str, type] = {"report": str, "title": str, "about": str, "needs": dict}
NOT_OURS = {"jupyter", "jupytext", "kernelspec", "source_map"}
NEED: dict[str, type] = {"what": str, "kind": str, "required": bool, "words": list}
KINDS = ("date", "amount", "text", "code", "any")
GIVEN = ("file", "workbook")
NEEDS_HEAD = "# The columns that this report looks for, and the headers by which it knows them. Nothing to change here."


def report_products(course: Course, modules: Iterable[str]) -> dict[str, bytes]:
    """Build the reports of modules in memory.

    Parameters
    ----------
    course : Course
        The course.
    modules : iterable of str
        Names of modules; those without ``report.md`` are passed over. A further report of a module is
        ``report-NAME.md``, and lies beside the lab as ``own-files-NAME.ipynb``.

    Returns
    -------
    dict of str to bytes
        Content of each file by its path, relative to the root, with forward slashes: of each report two, alike.

    Raises
    ------
    AuthorError
        With everything that is wrong in any of them, or when two have one name.
    """
    made: dict[str, bytes] = {}
    faults: list[Fault] = []
    for module in modules:
        for source in _sources(course.source / module):
            file = f"course/{module}/{source.name}"
            try:
                name, notebook = report_notebook(source, file=file)
            except AuthorError as error:
                faults += error.faults
                continue
            shipped = f"{REPORTS_FOLDER}/{name}.ipynb"
            if shipped in made:
                faults.append(Fault(file, 1, f"The report '{name}' is there already.", "Choose another name."))
            own = f"{course.labs}/{module}/{OWN_FILES.replace('.', source.stem.removeprefix('report') + '.')}"
            made[shipped] = made[own] = notebook_bytes(notebook)
    stop_on(faults)
    return made


def _sources(module: Path) -> list[Path]:
    """Return the reports of a module: ``report.md``, then those of further names."""
    return [path for path in (module / REPORT, *sorted(module.glob("report-*.md"))) if path.exists()]


def report_notebook(path: Path, *, file: str) -> "tuple[str, NotebookNode]":
    """Read a report.

    Parameters
    ----------
    path : Path
        The file ``report.md``.
    file : str
        What to call it in faults, relative to the course root.

    Returns
    -------
    tuple of str and NotebookNode
        Its name, and the notebook; what the header says is in the first cell, and the columns that it needs also in a
        folded cell behind the parameters.

    Raises
    ------
    AuthorError
        When the header, the parameters or the code is at fault.
    """
    header, cells = read_myst(path, file=file)
    said = {key: value for key, value in header.items() if key not in NOT_OURS}
    stop_on(_header_faults(said, file))
    place = next((n for n, cell in enumerate(cells) if cell.kind == "code"), 0)
    stop_on(_parameter_faults(cells[place], said["needs"], file))
    needs = {role: dict(need) for role, need in said["needs"].items()}
    folded = Cell("code", _needs_code(needs), cells[place].line, {"jupyter": {"source_hidden": True}})
    cells.insert(place + 1, folded)
    notebook = notebook_of([_plain(cell) for cell in cells], source=file)
    notebook.cells[0].metadata["millrace"] |= {"title": said["title"], "about": said["about"], "needs": needs}
    return said["report"], notebook


def _plain(cell: Cell) -> dict[str, Any]:
    return {"kind": cell.kind, "source": cell.source, "id": None, "metadata": cell.marks}


def _needs_code(needs: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [f"    {role!r}: {{\n{_need_code(need)}\n    }}," for role, need in needs.items()]
    return "\n".join([NEEDS_HEAD, "needs = {", *lines, "}"])


def _need_code(need: Mapping[str, Any]) -> str:
    return "\n".join(f"        {key!r}: {value!r}," for key, value in need.items())


def _header_faults(said: Mapping[str, Any], file: str) -> Iterator[Fault]:
    yield from _entry_faults(said, HEADER, "The header", file)
    name = said.get("report")
    if isinstance(name, str) and not NAME.fullmatch(name):
        yield Fault(file, 1, f"The report is called '{name}'.", "Use small letters and hyphens, such as: data-quality.")
    needs = said.get("needs")
    for role, need in needs.items() if isinstance(needs, dict) else ():
        if not isinstance(need, dict):
            yield Fault(file, 1, f"The need '{role}' is {need!r}.", f"Say of it: {', '.join(NEED)}.")
            continue
        yield from _entry_faults(need, NEED, f"The need '{role}'", file)
        if need.get("kind", "any") not in KINDS:
            yield Fault(
                file, 1, f"The need '{role}' is of kind {need['kind']!r}.", f"Choose one of: {', '.join(KINDS)}."
            )
        if not all(isinstance(word, str) for word in need.get("words", [])):
            yield Fault(
                file, 1, f"The words of '{role}' are not all text.", "Put 'no' and 'yes' in quotes: YAML reads them."
            )


def _entry_faults(said: Mapping[str, Any], known: Mapping[str, type], where: str, file: str) -> Iterator[Fault]:
    for key in known:
        if key not in said:
            yield Fault(file, 1, f"{where} does not say '{key}'.", f"It says: {', '.join(known)}.")
        elif not isinstance(said[key], known[key]):
            yield Fault(file, 1, f"{where} says {key}: {said[key]!r}.", f"Expected: {known[key].__name__}.")
    for key in said:
        if key not in known:
            yield Fault(
                file, 1, f"{where} says '{key}', which is not known.", did_you_mean(key, known).strip() or "Remove it."
            )


def _parameter_faults(cell: Cell, needs: Mapping[str, Any], file: str) -> Iterator[Fault]:
    if "parameters" not in cell.marks.get("tags", []):
        fix = "Make it the parameters: write ':tags: [parameters]' on its first line."
        yield Fault(file, cell.line, "The first code cell is not tagged 'parameters'.", fix)
        return
    found: set[str] = set()
    for line in ast.parse(cell.source).body:
        target = line.targets[0] if isinstance(line, ast.Assign) else None
        found |= {target.id} if isinstance(target, ast.Name) else set()
        if not (isinstance(line, ast.Assign) and isinstance(target, ast.Name) and _is_plain(line.value)):
            fix = 'Write only lines such as: date_column = ""  # the day it happened'
            yield Fault(file, cell.line_of(line.lineno - 1), "This is no parameter with a plain value.", fix)
    for name in [*GIVEN, *(f"{role}_column" for role in needs)]:
        if name not in found:
            yield Fault(file, cell.line, f"There is no parameter '{name}'.", f'Add the line: {name} = ""')


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True
