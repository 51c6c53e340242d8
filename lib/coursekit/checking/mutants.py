"""Make small mistakes in a reference solution, to see whether the check notices each of them."""

import ast
import copy
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from coursekit.authoring.questions import parsed
from coursekit.authoring.regions import find_regions

__all__ = ["Mutant", "Scope", "mutants_of", "same_code"]

COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
ARITHMETIC: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
# Looking at a result is not part of the answer.
LOOKS = {"print", "display"}


@dataclass(frozen=True)
class Mutant:
    """A solution with one small mistake.

    Parameters
    ----------
    kind : str
        What was changed, for example ``"comparison"``.
    line : int
        Line within the cell, counted from 0.
    before, after : str
        The statement as it was and as it is now.
    code : str
        The whole cell, runnable.
    """

    kind: str
    line: int
    before: str
    after: str
    code: str


@dataclass(frozen=True)
class Scope:
    """What a solution can see: another column for each column, and which names are modules."""

    swaps: Mapping[str, str] = field(default_factory=dict)
    modules: frozenset[str] = frozenset()


def mutants_of(source: str, *, scope: Scope | None = None, most: int = 40) -> list[Mutant]:
    r"""Make the mutants of the solution region of an answer cell.

    The operators are those of mutation testing (DeMillo, Lipton and Sayward 1978; Jia and Harman 2011), with swaps of
    column names added, because that is where data work goes wrong.

    Parameters
    ----------
    source : str
        The answer cell with its solution region.
    scope : Scope, optional
        Columns to swap and names of modules; nothing when it is not known.
    most : int
        How many at the most; every kind gets its turn before any kind gets a second one.

    Returns
    -------
    list of Mutant
        Each different from the solution and from each other, in the same order every time.

    Examples
    --------
    >>> cell = "### BEGIN SOLUTION\nlarge = total > 5\n### END SOLUTION"
    >>> [mutant.after for mutant in mutants_of(cell)]
    ['large = total >= 5', 'large = total > 6', 'pass', 'large = total < 5', 'large = total > 4', 'large = total > 50']
    """
    tree = parsed(source)
    regions = find_regions(source, "solution")
    if tree is None or not regions:
        return []
    inside = range(regions[0].start + 1, regions[0].end + 2)
    kinds: dict[str, list[Mutant]] = {}
    seen = {ast.unparse(tree)}
    for mutant in _all(tree, inside, scope or Scope()):
        if mutant.code not in seen and parsed(mutant.code):
            seen.add(mutant.code)
            kinds.setdefault(mutant.kind, []).append(mutant)
    turns = zip_longest(*kinds.values())
    return [mutant for turn in turns for mutant in turn if mutant][:most]


def same_code(first: str, second: str) -> bool:
    """Whether two pieces of code differ only in layout and comments.

    Examples
    --------
    >>> same_code("a=1  # one", "a = 1")
    True
    """
    one, other = parsed(first), parsed(second)
    return one is not None and other is not None and ast.unparse(one) == ast.unparse(other)


def _all(tree: ast.Module, inside: range, scope: Scope) -> Iterator[Mutant]:
    for statement in _statements(tree, inside):
        # Deep inside first: nodes are named by their place in the walk, which a copy of the tree shares.
        for place, node in enumerate(_own_nodes(statement)):
            for kind, change in _changes(node, scope):
                yield _mutate(tree, statement, place, kind, change)
        if not isinstance(statement, ast.Return | ast.FunctionDef):
            yield _dropped(tree, statement)


def _statements(tree: ast.Module, inside: range) -> list[ast.stmt]:
    found = [n for n in ast.walk(tree) if isinstance(n, ast.stmt) and n.lineno in inside and not _is_look(n)]
    return sorted(found, key=lambda n: (n.lineno, n.col_offset))


def _is_look(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Pass):
        return True
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    return not isinstance(call, ast.Call) or getattr(call.func, "id", "") in LOOKS


def _own_nodes(statement: ast.AST) -> list[ast.AST]:
    # Statements inside a loop or a function have their own turn.
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]
    return found


def _mutate(tree: ast.Module, statement: ast.stmt, place: int, kind: str, change: Callable) -> Mutant:
    number = list(ast.walk(tree)).index(statement)
    copied = copy.deepcopy(tree)
    other = list(ast.walk(copied))[number]
    node = _own_nodes(other)[place]
    new = change(node)
    if new is not node:
        _replace(other, node, new)
    return _made(tree, statement, kind, ast.unparse(other), ast.unparse(copied))


def _made(tree: ast.Module, statement: ast.stmt, kind: str, after: str, code: str) -> Mutant:
    before = ast.unparse(statement)
    changed = list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[2:]
    gone, come = ("\n".join(d[1:].strip() for d in changed if d[0] == sign) for sign in "-+")
    return Mutant(kind, statement.lineno - 1, gone, come, code)


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(root):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                setattr(parent, name, [new if item is old else item for item in value])


def _dropped(tree: ast.Module, statement: ast.stmt) -> Mutant:
    number = list(ast.walk(tree)).index(statement)
    copied = copy.deepcopy(tree)
    other = list(ast.walk(copied))[number]
    _replace(copied, other, ast.copy_location(ast.Pass(), other))
    return _made(tree, statement, "statement dropped", "pass", ast.unparse(copied))


def _changes(node: ast.AST, scope: Scope) -> Iterator[tuple[str, Callable]]:
    if isinstance(node, ast.Compare):
        yield from (("comparison", _swap_op(op)) for op in COMPARISONS.get(type(node.ops[0]), []))
    elif isinstance(node, ast.BinOp):
        yield from (("arithmetic", _set("op", op)) for op in ARITHMETIC.get(type(node.op), []))
    elif isinstance(node, ast.BoolOp):
        yield "and or", _set("op", ast.Or if isinstance(node.op, ast.And) else ast.And)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield "not dropped", lambda n: n.operand
    elif isinstance(node, ast.Constant):
        yield from _constant_changes(node.value, scope)
    elif isinstance(node, ast.Call):
        yield from _call_changes(node, scope)
    elif isinstance(node, ast.Slice):
        yield from _slice_changes(node)


def _swap_op(op: type) -> Callable:
    def change(node: ast.Compare) -> ast.Compare:
        node.ops[0] = op()
        return node

    return change


def _set(name: str, kind: type) -> Callable:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, name, kind())
        return node

    return change


def _constant_changes(value: object, scope: Scope) -> Iterator[tuple[str, Callable]]:
    if isinstance(value, bool):
        yield "true false", _constant(not value)
    elif isinstance(value, int | float):
        for other in (value + 1, value - 1, value * 10 if value else 10):
            yield "number", _constant(other)
    elif isinstance(value, str):
        if value in scope.swaps:
            yield "column", _constant(scope.swaps[value])
        elif value:
            yield "text", _constant(value[:-1] if len(value) > 1 else value + "x")
            yield "text", _constant("")


def _constant(value: str | float) -> Callable:
    return lambda node: ast.copy_location(ast.Constant(value), node)


def _call_changes(node: ast.Call, scope: Scope) -> Iterator[tuple[str, Callable]]:
    for place, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield "argument dropped", _drop_keyword(place)
    if isinstance(node.func, ast.Attribute) and _is_chain(node.func.value, scope):
        yield "call dropped", lambda n: n.func.value
    if len(node.args) > 1 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield "arguments swapped", _swap_arguments


def _is_chain(value: ast.AST, scope: Scope) -> bool:
    # "orders.drop_duplicates()" can lose its call; "pd.concat(...)" would leave a module, which proves nothing.
    if isinstance(value, ast.Name):
        return value.id not in scope.modules
    return isinstance(value, ast.Call | ast.Subscript | ast.Attribute | ast.BinOp | ast.Compare)


def _drop_keyword(place: int) -> Callable:
    def change(node: ast.Call) -> ast.Call:
        del node.keywords[place]
        return node

    return change


def _swap_arguments(node: ast.Call) -> ast.Call:
    node.args[0], node.args[1] = node.args[1], node.args[0]
    return node


def _slice_changes(node: ast.Slice) -> Iterator[tuple[str, Callable]]:
    for name in ("lower", "upper"):
        if getattr(node, name) is not None:
            yield "slice", _without(name)


def _without(name: str) -> Callable:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, name, None)
        return node

    return change
