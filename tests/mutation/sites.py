"""Where a module can be mutated, and the mutant made at one such place."""

import ast
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

from changes import changes_of

__all__ = ["Mutant", "Site", "code_of", "draw", "header_of", "sites_of"]

# Three words in a row are a sentence for people: whether one of them changes is not worth a test.
PROSE = re.compile(r"[^\W\d_]{2,},? [^\W\d_]{2,},? [^\W\d_]{2,}")
LOGGERS = {"logging", "logger", "log", "print"}
TYPING = {"TypeVar", "NewType", "Literal", "cast"}
# Of a long list of words, a few speak for all; otherwise word lists would be most of a sample.
MOST_OF_A_LIST = 3


@dataclass(frozen=True)
class Site:
    """One change that can be made in one file.

    Parameters
    ----------
    file : str
        Path below ``lib``.
    place, number : int
        Which node of the tree, and which of its changes.
    kind : str
        What sort of change.
    line : int
        Line of the change, counted from 1.
    span : tuple of int
        First and last line of the statement's own part, without the statements inside it.
    names : tuple of str
        What the statement defines or is part of: functions, classes and assigned names.
    """

    file: str
    place: int
    number: int
    kind: str
    line: int
    span: tuple[int, int]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Mutant:
    """A site with its change made: code before and after, for reading."""

    site: Site
    before: str
    after: str


@dataclass(frozen=True)
class _Around:
    """What is known about the surroundings of a node while walking down to it."""

    span: tuple[int, int] = (1, 1)
    names: tuple[str, ...] = ()
    kind: str = ""


def header_of(node: ast.stmt) -> tuple[int, int]:
    """First and last line of a statement without the statements inside it."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = getattr(body[0], "pattern", body[0]) if body else None
    return node.lineno, max(node.lineno, first.lineno - 1) if first else node.end_lineno or node.lineno


def sites_of(source: str, file: str) -> list[Site]:
    """List the changes that can be made in a module, in the order of its text.

    Docstrings, ``__all__``, annotations, decorators, blocks for type checkers, logging, sentences and whatever a
    ``raise`` says are left alone.

    Parameters
    ----------
    source : str
        Text of the module.
    file : str
        Its path below ``lib``.

    Returns
    -------
    list of Site
        Empty when the text is no Python.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [
        Site(
            file, place, number, around.kind or kind, getattr(node, "lineno", around.span[0]), around.span, around.names
        )
        for place, (node, around) in enumerate(_nodes(tree, _Around()))
        for number, (kind, _) in enumerate(changes_of(node))
    ]


def code_of(source: str, site: Site, path: Path) -> tuple[Mutant, CodeType] | None:
    """Make one mutant.

    Parameters
    ----------
    source : str
        Text of the module.
    site : Site
        What to change.
    path : pathlib.Path
        Where the module lies.

    Returns
    -------
    tuple of Mutant and code, or None
        None when the change leaves the code as it was or cannot be compiled.
    """
    tree = ast.parse(source)
    node = list(_nodes(tree, _Around()))[site.place][0]
    _, new = list(changes_of(node))[site.number]
    if new and ast.dump(new) == ast.dump(node):
        return None
    before, after = _shown(node), _shown(new) if new else "(nothing)"
    _put(tree, node, new)
    try:
        code = compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    return Mutant(site, before, after), code


def draw(sites: Iterable[Site], *, seed: int) -> list[Site]:
    """Shuffle sites, the same for the same seed, so that any number of the first ones is a fair sample."""
    shuffled = list(sites)
    random.Random(seed).shuffle(shuffled)
    return shuffled


def _nodes(node: ast.AST, around: _Around) -> Iterator[tuple[ast.AST, _Around]]:
    for child, name in _children(node):
        if _is_left_alone(child):
            continue
        inner = _enter(child, around)
        if name in ("defaults", "kw_defaults"):
            inner = replace(inner, kind="default")
        yield child, inner
        if not isinstance(child, ast.Raise):
            yield from _nodes(child, inner)


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "format_spec", "type_params", "bases"):
            continue
        listed = value if isinstance(value, list) else [value]
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict) and len(listed) > 2 * MOST_OF_A_LIST:
            listed = listed[:: len(listed) // MOST_OF_A_LIST + 1]
        yield from ((child, name) for child in listed if isinstance(child, ast.AST))


def _enter(child: ast.AST, around: _Around) -> _Around:
    if not isinstance(child, ast.stmt):
        return around
    names = around.names
    if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        names += (child.name,)
    elif isinstance(child, ast.Assign | ast.AnnAssign | ast.AugAssign):
        names += tuple(n.id for n in ast.walk(child) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return _Around(header_of(child), names)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case ast.Expr(value=ast.Call(func=func)) | ast.Call(func=func):
            return _root_name(func) in LOGGERS | TYPING or ast.unparse(func) == "warnings.warn"
        case ast.Subscript(value=ast.Name(id="Literal")):
            return True
        case ast.Constant(value=str() as text):
            return bool(PROSE.search(text))
        case ast.JoinedStr(values=parts):
            return any(" " in str(part.value) for part in parts if isinstance(part, ast.Constant))
    return False


def _root_name(func: ast.expr) -> str:
    while isinstance(func, ast.Attribute):
        func = func.value
    return func.id if isinstance(func, ast.Name) else ""


def _put(tree: ast.AST, old: ast.AST, new: ast.AST | None) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                changed = [new if item is old else item for item in value]
                setattr(parent, name, [item for item in changed if item is not None or name == "kw_defaults"])


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"{'if' if isinstance(node, ast.If) else 'while'} {ast.unparse(node.test)}"
    if isinstance(node, ast.comprehension):
        return ast.unparse(node).strip()
    if isinstance(node, ast.keyword):
        return f"{node.arg}={ast.unparse(node.value)}"
    return ast.unparse(node)
