"""What can be read off a cell without running it: the names it stores, and the tables it changes and throws away."""

import ast
import functools
import io
import tokenize
import warnings
from collections.abc import Iterator

__all__ = [
    "calls_thrown_away",
    "parsed",
    "perhaps_changed",
    "root_name",
    "segment",
    "stored_names",
    "without_strings",
]

SHOWING = {"print", "display"}


def parsed(source: str) -> ast.Module | None:
    """Parse a cell.

    Parameters
    ----------
    source : str
        Its code, magics and all.

    Returns
    -------
    ast.Module or None
        None when it cannot be read as Python.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


@functools.lru_cache(maxsize=1000)
def stored_names(source: str) -> frozenset[str]:
    """Find the names whose value a cell sets or changes.

    Parameters
    ----------
    source : str
        The code; of code that cannot be read as Python, the words before a single equals sign count.

    Returns
    -------
    frozenset of str
        Of ``a = 1``, ``a["column"] = 1``, ``import a``, ``def a()`` each time ``a``; of ``a: 1`` nothing.

    Examples
    --------
    >>> sorted(stored_names('good, bad = split(rules); orders["day"] = 1'))
    ['bad', 'good', 'orders']
    """
    tree = parsed(source)
    if tree is None:
        return frozenset(_names_before_equals(source))
    bare = {node.target for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.value is None}
    return frozenset(name for node in _outside_functions(tree) if node not in bare for name in _stored_by(node))


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk through a cell without the insides of functions and classes: their names stay there."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _outside_functions(node)


def _stored_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(getattr(node, "ctx", None), ast.Store) and (name := root_name(node)):
        yield name


def _names_before_equals(source: str) -> Iterator[str]:
    for line in source.splitlines():
        before, sign, after = line.partition("=")
        word = before.split("[")[0].strip()
        if sign and not after.startswith("=") and word.isidentifier():
            yield word


def root_name(node: ast.AST) -> str | None:
    """Find the name at which a chain of dots, brackets and calls begins.

    Parameters
    ----------
    node : ast.AST
        An expression.

    Returns
    -------
    str or None
        ``"orders"`` of ``orders["day"].dt.month``; None when the chain begins with something else.
    """
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def segment(source: str, node: ast.AST) -> str:
    """Return an expression as it was typed.

    Parameters
    ----------
    source : str
        The cell.
    node : ast.AST
        The expression.

    Returns
    -------
    str
        Its text, on one line.
    """
    return " ".join((ast.get_source_segment(source, node) or "").split())


def calls_thrown_away(source: str) -> list[tuple[ast.Call, bool]]:
    """List the calls that are a statement of their own, so that nothing keeps what they return.

    Parameters
    ----------
    source : str
        The cell.

    Returns
    -------
    list of (ast.Call, bool)
        Each call, and whether it is the cell's last line, whose result is shown.
    """
    body = getattr(parsed(source), "body", [])
    return [
        (statement.value, statement is body[-1])
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    ]


@functools.lru_cache(maxsize=1000)
def perhaps_changed(source: str, *, shows: bool) -> frozenset[str]:
    r"""Find the names whose value a call may have changed in place: nothing keeps what such a call returns.

    Parameters
    ----------
    source : str
        The cell.
    shows : bool
        Whether its last line showed a value: what returns something changes nothing in place, by custom.

    Returns
    -------
    frozenset of str
        The names to which the calls belong, or which stand in their brackets.

    Examples
    --------
    >>> sorted(perhaps_changed('days.insert(0, "no", 1)\nprint(orders)', shows=False))
    ['days']
    """
    tree = parsed(source)
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)] if tree else []
    last = tree.body[-1] if tree and tree.body else None
    calls = [line.value for line in lines if isinstance(line.value, ast.Call) and not (shows and line is last)]
    return frozenset(name for call in calls for name in _names_of_call(call))


def _names_of_call(call: ast.Call) -> Iterator[str]:
    if getattr(call.func, "id", "") in SHOWING:
        return
    given = [*call.args, *(word.value for word in call.keywords)]
    yield from filter(None, map(root_name, [call.func, *given]))


def without_strings(line: str) -> str:
    """Return a line of code without its texts and comments, for looking at signs alone.

    Parameters
    ----------
    line : str
        The code.

    Returns
    -------
    str
        The line with every finished text emptied.

    Examples
    --------
    >>> without_strings('f("1,800", 2)')
    'f("", 2)'
    """
    kept = line
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.STRING:
                kept = kept.replace(token.string, '""', 1)
            elif token.type == tokenize.COMMENT:
                kept = kept.replace(token.string, "", 1)
    except (tokenize.TokenError, SyntaxError):
        pass
    return kept
