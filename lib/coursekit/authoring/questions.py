"""Find what is wrong between cells: answers and checks that do not belong together, and checks that cannot work."""

import ast
import builtins
import warnings
from collections import Counter
from collections.abc import Iterator

from coursekit.authoring.regions import find_regions, without_regions
from coursekit.authoring.script import Cell, syntax_faults
from coursekit.faults import Fault
from millrace.errors import did_you_mean

__all__ = ["answer_names", "names_stored", "parsed", "question_faults"]


def question_faults(cells: list[Cell], file: str, *, stub: str) -> list[Fault]:
    r"""Look at answers, checks and essays together.

    Parameters
    ----------
    cells : list of Cell
        All cells of the lab.
    file : str
        What to call the file in a fault.
    stub : str
        What nbgrader puts in place of a solution.

    Returns
    -------
    list of Fault
        One for each slip.

    Examples
    --------
    >>> lonely = Cell("code", "# Checks it.\nassert total == 3", 1, {"check": "total", "points": 2})
    >>> print(question_faults([lonely], "lab.py", stub="...")[0])
    lab.py:1: The check 'total' has no answer. Write a cell with answer="total" above it.
    """
    faults = [*_repeated(cells, file), *_pairs(cells, file), *_nothing_to_do(cells, file)]
    imported: set[str] = set()
    libraries: set[str] = set()
    for cell in cells:
        if "answer" in cell.marks:
            faults += _answer_faults(cell, file, stub)
        elif "check" in cell.marks:
            faults += _check_faults(cell, file, imported)
            faults += _trusting_faults(cell, file, libraries)
            faults += _looks_elsewhere(cell, cells, file)
        elif "essay" in cell.marks and not find_regions(cell.source, "rubric"):
            fix = "Add the lines === BEGIN MARK SCHEME === and === END MARK SCHEME === with the rubric between them."
            faults.append(Fault(file, cell.line, f"The essay '{cell.marks['essay']}' has no rubric.", fix))
        vanishes = "solution" in (cell.marks.get("tags") or [])
        if not {"answer", "check"} & cell.marks.keys() and cell.kind == "code" and not vanishes:
            # A cell that does not parse is a fault already; what it imports cannot be known.
            imported |= names_stored(cell.source) if parsed(cell.source) else {"checks"}
            libraries |= _imported_names(cell.source)
    return faults


def _nothing_to_do(cells: list[Cell], file: str) -> Iterator[Fault]:
    if cells and not any({"answer", "check", "essay"} & cell.marks.keys() for cell in cells):
        fix = "Mark a cell with answer=, or remove the file when the module has a lesson only."
        yield Fault(file, cells[0].line, "The lab asks nothing: it has no answer, no check and no essay.", fix)


def _repeated(cells: list[Cell], file: str) -> Iterator[Fault]:
    first: dict[tuple[str, str], int] = {}
    for cell in cells:
        for role in ("answer", "check", "essay"):
            if role not in cell.marks:
                continue
            # An answer and its check share a name; an essay stands alone and may share none.
            kinds = ("answer", "essay") if role != "check" else ("check",)
            name = str(cell.marks[role])
            before = [first[kind, name] for kind in kinds if (kind, name) in first]
            if before:
                fix = f"Give it a name of its own; the other one is on line {before[0]}."
                yield Fault(file, cell.line, f"The name '{name}' is repeated.", fix)
            first.setdefault((role, name), cell.line)
    yield from _same_ids(cells, file)


def _same_ids(cells: list[Cell], file: str) -> Iterator[Fault]:
    made: Counter[str] = Counter()
    for cell in cells:
        made.update({f"check-{cell.marks[k]}" for k in ("check",) if k in cell.marks})
        made.update({f"{cell.marks[k]}-text" for k in ("essay",) if k in cell.marks})
    for cell in cells:
        for role in ("answer", "essay"):
            if cell.marks.get(role) in made:
                fix = "Choose another name."
                yield Fault(file, cell.line, f"The name '{cell.marks[role]}' is one that the build makes itself.", fix)


def _pairs(cells: list[Cell], file: str) -> Iterator[Fault]:
    answers = {str(cell.marks["answer"]): i for i, cell in reversed(list(enumerate(cells))) if "answer" in cell.marks}
    checks = {str(cell.marks["check"]): i for i, cell in reversed(list(enumerate(cells))) if "check" in cell.marks}
    for name, at in checks.items():
        if name not in answers:
            fix = (
                did_you_mean(name, set(answers) - set(checks)).strip() or f'Write a cell with answer="{name}" above it.'
            )
            yield Fault(file, cells[at].line, f"The check '{name}' has no answer.", fix)
        elif at < answers[name]:
            fix = "Move the check below its answer."
            yield Fault(file, cells[at].line, f"The check '{name}' stands above its answer.", fix)
    for name, at in answers.items():
        if name not in checks:
            fix = f'Write a cell with check="{name}" points=... below it.'
            yield Fault(file, cells[at].line, f"The answer '{name}' has no check.", fix)


def _answer_faults(cell: Cell, file: str, stub: str) -> list[Fault]:
    regions = find_regions(cell.source, "solution")
    broken = any(f"{edge} SOLUTION" in without_regions(cell.source, "solution") for edge in ("BEGIN", "END"))
    if len(regions) != 1 and not broken:
        fix = "Write the reference answer once, between ### BEGIN SOLUTION and ### END SOLUTION."
        found = "more than one solution region" if regions else "no solution region"
        return [Fault(file, cell.line, f"The answer '{cell.marks['answer']}' has {found}.", fix)]
    if not regions or syntax_faults(cell, file):
        return []
    cleared = Cell(cell.kind, without_regions(cell.source, "solution", stub=stub), cell.line, cell.marks)
    if not syntax_faults(cleared, file):
        return []
    fix = "Move the delimiters so that the rest is valid Python with three dots in their place."
    return [Fault(file, cell.line_of(regions[0].start), "Without its solution, this cell is not valid Python.", fix)]


def _check_faults(cell: Cell, file: str, imported: set[str]) -> Iterator[Fault]:
    opening = _opening_comment(cell)
    if not opening.endswith((".", "!")) or len(opening.split()) < 3:
        fix = "Begin it with a comment, for example: # Checks that every line of the export is there."
        yield Fault(file, cell.line_of(0), "The check does not open with a sentence that says what it checks.", fix)
    tree = parsed(cell.source)
    if tree is None:
        return
    if not tree.body:
        fix = "Compare the answer with what a reference computes, with checks.answer(...)."
        yield Fault(file, cell.line, "The check checks nothing.", fix)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if "checks" not in imported:
        used = "uses 'checks', which" if "checks" in names else "ends with a line of 'checks', which"
        fix = "Write 'from millrace import checks' in a given cell at the top."
        yield Fault(file, cell.line, f"The check {used} no cell above imports.", fix)
    for node in _calls(tree, "checkpoint", of="samples"):
        fix = 'Write answer.reference("...") for what is right, which refuses our own tables, or checks.given("...").'
        yield Fault(file, cell.line_of(node.lineno - 1), "The check loads a checkpoint itself.", fix)
    for node in _calls(tree, "passed"):
        fix = "Remove the line: the build writes it with the right name and points."
        yield Fault(file, cell.line_of(node.lineno - 1), "The check calls checks.passed itself.", fix)


def _trusting_faults(cell: Cell, file: str, libraries: set[str]) -> Iterator[Fault]:
    """Find what a check must not lean on: names of the notebook, which a learner can change before it runs."""
    tree = parsed(cell.source)
    if tree is None:
        return
    for index, line in enumerate(cell.lines):
        if '"""' in line or "'''" in line:
            fix = "Write it as texts of one line each: the build indents the check."
            yield Fault(file, cell.line_of(index), "Here is a text of several lines.", fix)
    own = names_stored(cell.source) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    known = own | libraries | set(dir(builtins)) | {"checks"}
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    for node in {node.id: node for node in reversed(used) if node.id not in known}.values():
        fix = "Load it afresh inside the check, with samples.load(...), checks.given(...) or answer.reference(...)."
        found = f"The check uses '{node.id}', which a learner can change."
        yield Fault(file, cell.line_of(node.lineno - 1), found, fix)


def _imported_names(source: str) -> set[str]:
    tree = parsed(source) or ast.Module([], [])
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {(alias.asname or alias.name).split(".")[0] for node in statements for alias in node.names}


def _opening_comment(cell: Cell) -> str:
    words = []
    for line in cell.lines:
        if not line.lstrip().startswith("#") or "BEGIN HIDDEN" in line:
            break
        words.append(line.strip("# \t"))
    return " ".join(words).strip()


def _looks_elsewhere(cell: Cell, cells: list[Cell], file: str) -> Iterator[Fault]:
    mine = [c for c in cells if c.marks.get("answer") == cell.marks["check"]]
    tree = parsed(mine[0].source) if mine else None
    if tree is None:
        return
    # Mentioned is enough: an answer may also change a table in place.
    mentioned = names_stored(mine[0].source) | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node, name in answer_names(cell.source):
        if name not in mentioned:
            guess = did_you_mean(name, mentioned).strip() or f"The answer makes: {', '.join(sorted(mentioned))}."
            found = f"The check looks for '{name}', which its answer never makes."
            yield Fault(file, cell.line_of(node.lineno - 1), found, guess)


def answer_names(source: str) -> list[tuple[ast.Call, str]]:
    """Names that a check looks up with ``checks.answer("name")``, each with its call.

    Examples
    --------
    >>> [name for _, name in answer_names('answer = checks.answer("total")')]
    ['total']
    """
    calls = _calls(parsed(source), "answer")
    words = [(call, call.args[0].value) for call in calls if call.args and isinstance(call.args[0], ast.Constant)]
    return [(call, name) for call, name in words if isinstance(name, str)]


def _calls(tree: ast.Module | None, attribute: str, *, of: str = "checks") -> list[ast.Call]:
    nodes = ast.walk(tree) if tree else ()
    return [
        node
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == attribute
        and getattr(node.func.value, "id", "") == of
    ]


def names_stored(source: str) -> set[str]:
    r"""Names that a piece of code gives a value to: assigned, imported or defined.

    Examples
    --------
    >>> sorted(names_stored("import pandas as pd\nx, y = 1, 2\ndef f(): ..."))
    ['f', 'pd', 'x', 'y']
    """
    stored = set()
    for node in ast.walk(parsed(source) or ast.Module([], [])):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            stored.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            stored |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return stored


def parsed(source: str) -> ast.Module | None:
    """Parse code, or return None when it is not valid Python.

    Examples
    --------
    >>> parsed("a = ") is None
    True
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except SyntaxError:
        return None
