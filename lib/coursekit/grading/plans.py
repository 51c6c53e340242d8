"""What each check of a lab looks at, worked out from the trainer's own notebook."""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from coursekit.authoring.questions import answer_names

__all__ = ["Check", "Plan", "check_of", "plan_of"]

OWN_NAMES = {"display", "get_ipython", "In", "Out", *dir(builtins)}


@dataclass(frozen=True)
class Check:
    """One check cell.

    Parameters
    ----------
    name : str
        Its grade id.
    source : str
        All of it, hidden tests included.
    names : tuple of str
        The names that it may look at.
    stores : frozenset of str
        The names that it leaves in the notebook.
    answers : tuple of str
        The answers that it asks millrace for.
    gives_number : bool
        Whether its last line is a value, which nbgrader takes for partial credit when it is a number.
    """

    name: str
    source: str
    names: tuple[str, ...] = ()
    stores: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()
    gives_number: bool = False


@dataclass(frozen=True)
class Plan:
    """What a judge needs to know of a lab.

    Parameters
    ----------
    setup : tuple of str
        The imports and functions that the lab's given cells hold, in order.
    imports : dict of str to str
        Names that answers are to import, and the trainer's import of each.
    answers : frozenset of str
        Names that the trainer's answers store.
    modules : frozenset of str
        The modules that the trainer's notebook imports anywhere.
    beside : dict of str to str
        The checks that cannot be decided from data alone, by grade id, and why.
    """

    setup: tuple[str, ...] = ()
    imports: dict[str, str] = field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    beside: dict[str, str] = field(default_factory=dict)


def plan_of(source: NotebookNode) -> Plan:
    """Read the trainer's notebook.

    Parameters
    ----------
    source : NotebookNode
        With solutions.

    Returns
    -------
    Plan
        Without `beside`, which only a run can tell.
    """
    cells = [cell for cell in source.cells if cell.cell_type == "code"]
    trees = [_parsed(cell.source) for cell in cells]
    modules = {name for tree in trees for node in ast.walk(tree) for name in _modules(node)}
    abouts = [cell.metadata.get("nbgrader", {}) for cell in cells]
    given = [
        tree for tree, about in zip(trees, abouts, strict=True) if not about.get("solution") and not about.get("grade")
    ]
    answered = [tree for tree, about in zip(trees, abouts, strict=True) if about.get("solution")]
    # what an answer defines anew, or a given cell computes, is the notebook's and comes from there
    others = [node for tree in given for node in tree.body if not isinstance(node, DEFINITIONS)]
    notebooks = _stored([*answered, *others])
    setup = [node for tree in given for node in tree.body if isinstance(node, DEFINITIONS)]
    setup = [node for node in setup if not _stored([node]) & notebooks]
    imports = {
        name: ast.unparse(node)
        for tree in answered
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _stored([node])
    }
    answers = frozenset(_stored(answered))
    return Plan(tuple(ast.unparse(node) for node in setup), imports, answers, frozenset(modules))


def _stored(nodes: Iterable[ast.AST]) -> set[str]:
    reader = _Names()
    for node in nodes:
        reader.visit(node)
    return reader.stored


DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _modules(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        named = [alias.name for alias in node.names]
        return {".".join(name.split(".")[: n + 1]) for name in named for n in range(name.count(".") + 1)}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def check_of(cell: NotebookNode) -> Check:
    """Read a check cell.

    Parameters
    ----------
    cell : NotebookNode
        With the trainer's source.

    Returns
    -------
    Check
    """
    tree = _parsed(cell.source)
    reader = _Names()
    reader.visit(tree)
    answers = tuple(dict.fromkeys(name for _, name in answer_names(cell.source)))
    names = dict.fromkeys([*answers, *sorted(reader.needed - OWN_NAMES)])
    last = tree.body[-1] if tree.body else None
    silent = cell.source.rstrip().endswith(";")
    return Check(
        cell.metadata.nbgrader["grade_id"],
        cell.source,
        tuple(names),
        frozenset(reader.stored),
        answers,
        isinstance(last, ast.Expr) and not silent,
    )


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


class _Names(ast.NodeVisitor):
    """Find the names of the notebook that code needs, and those that it leaves there."""

    def __init__(self) -> None:
        self.needed: set[str] = set()
        self.stored: set[str] = set()
        self._local: list[set[str]] = []

    def _in_order(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            (self._local[-1] if self._local else self.stored).add(node.id)
        elif not any(node.id in names for names in self._local) and node.id not in self.stored:
            self.needed.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._in_order([node.value, *node.targets])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit_Name(ast.Name(node.target.id, ast.Load()))
        self._in_order([node.value, node.target])

    def visit_For(self, node: ast.For) -> None:
        self._in_order([node.iter, node.target, *node.body, *node.orelse])

    def visit_comprehension_like(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self._local.append(set())
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for generator in node.generators:
            self._in_order([generator.iter, generator.target, *generator.ifs])
        self._in_order(parts)
        self._local.pop()

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_comprehension_like  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        names = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        (self._local[-1] if self._local else self.stored).update(names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = {alias.asname or alias.name for alias in node.names}
        (self._local[-1] if self._local else self.stored).update(names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            (self._local[-1] if self._local else self.stored).add(node.name)
        self._in_order([node.type, *node.body])

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        if not isinstance(node, ast.Lambda):
            self._in_order(node.decorator_list)
            (self._local[-1] if self._local else self.stored).add(node.name)
        given = node.args
        self._in_order([*given.defaults, *given.kw_defaults])
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        self._local.append({argument.arg for argument in named if argument})
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        # a function's own names are local wherever in it they are stored
        own = {
            n.id for part in body for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        self._local[-1] |= own - {
            name for part in body for n in ast.walk(part) if isinstance(n, ast.Global) for name in n.names
        }
        self._in_order(body)
        self._local.pop()

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef  # noqa: N815

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._in_order([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        self._local.append(set())
        self._in_order(node.body)
        self._local.pop()
        (self._local[-1] if self._local else self.stored).add(node.name)
