"""Small mistakes to make in a piece of Python: what one node of a syntax tree can turn into.

The kinds are those of mutation testing (DeMillo, Lipton and Sayward 1978; Jia and Harman 2011).
"""

import ast
import copy
from collections.abc import Iterator

__all__ = ["DROPPED", "Change", "changes_of"]

Change = tuple[str, ast.AST | None]
DROPPED = None

# Not those of coursekit.checking.mutants: nothing of the library may be imported before a mutant is put in its place.
COMPARISONS: dict[type, list[type]] = {
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
ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
# Without one of these a program still runs; without "x = 1" it mostly stops at a missing name, which proves nothing.
DROPPABLE = (ast.AugAssign, ast.Raise, ast.Delete, ast.Continue, ast.Break)


def changes_of(node: ast.AST) -> Iterator[Change]:
    """Make the mistakes that fit one node.

    Parameters
    ----------
    node : ast.AST
        An expression, a statement or a keyword argument; it stays as it is.

    Yields
    ------
    tuple of str and ast.AST or None
        The kind of mistake and what takes the node's place; None where the node is dropped.

    Examples
    --------
    >>> compared = ast.parse("a < b", mode="eval").body
    >>> [(kind, ast.unparse(new)) for kind, new in changes_of(compared)]
    [('comparison', 'a <= b'), ('comparison', 'a > b')]
    """
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield "arithmetic", _with(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield "and or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield "not dropped", node.operand
    elif isinstance(node, ast.Constant):
        yield from (("constant", ast.Constant(other)) for other in _other_values(node.value))
    elif isinstance(node, ast.IfExp):
        yield from (("condition", _with(node, test=test)) for test in _forced(node.test))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "condition", _with(node, ifs=[])
    elif isinstance(node, ast.keyword) and node.arg:
        yield "argument dropped", DROPPED


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    if isinstance(node, ast.If):
        yield from (("condition", _with(node, test=test)) for test in _forced(node.test))
    elif isinstance(node, ast.While):
        yield "condition", _with(node, test=ast.Constant(False))
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returned", _with(node, value=ast.Constant(None))
    elif _is_droppable(node):
        yield "statement dropped", ast.Pass()


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for place, op in enumerate(node.ops):
        for other in COMPARISONS.get(type(op), []):
            yield "comparison", _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _other_values(value: object) -> list[object]:
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1, value - 1]
        case str():
            return ["" if value else "x"]
        case bytes():
            return [b"" if value else b"x"]
        case _:
            return []


def _forced(test: ast.expr) -> Iterator[ast.expr]:
    yield from (ast.Constant(True), ast.Constant(False))
    # Comparisons and "not" are turned round by their own kinds already.
    if isinstance(test, ast.Name | ast.Call | ast.Attribute):
        yield ast.UnaryOp(ast.Not(), test)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_droppable(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    return isinstance(node, DROPPABLE)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
