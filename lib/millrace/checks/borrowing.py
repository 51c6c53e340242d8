"""Tell an answer from a table of ours: the checkpoints of later sections are there for everybody to load."""

import ast
import warnings
from typing import Any

__all__ = ["is_borrowed"]

LOADER = "checkpoint"


def is_borrowed(name: str, value: Any, begins_with: set[str], *, cells: list[str]) -> bool:
    """Say whether an answer is nothing but one of our tables, whole or a column of it.

    Parameters
    ----------
    name : str
        The answer's name in the notebook.
    value : object
        What is stored under it; a table that `millrace.samples.checkpoint` returned remembers that.
    begins_with : set of str
        The tables of ours that the section begins with: an answer may be made from them.
    cells : list of str
        The code that was run so far, newest last. The newest cell that stores the answer may begin with one of these
        tables, but load no other, and take nothing out of one.

    Returns
    -------
    bool
        Whether the learner's own work is missing.

    Examples
    --------
    >>> is_borrowed("days", None, {"orders"}, cells=['days["date"] = samples.checkpoint("orders")["date"]'])
    True
    >>> is_borrowed("days", None, {"orders"}, cells=['days["date"] = parse(days["text"])'])
    False
    """
    if getattr(value, "attrs", {}).get(LOADER, None) not in {None, *begins_with}:
        return True
    newest = next((tree for tree in map(_parsed, reversed(cells)) if tree and name in _stored(tree)), None)
    return newest is not None and any(_borrows(node, begins_with, name) for node in newest.body)


def _parsed(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _stored(tree: ast.Module) -> set[str]:
    """Find the names whose value a cell sets or changes: ``a = ...``, ``a["column"] = ...``, ``a.column = ...``."""
    stored = set()
    for node in ast.walk(tree):
        target: ast.AST = node
        while isinstance(target, ast.Subscript | ast.Attribute) and isinstance(getattr(node, "ctx", None), ast.Store):
            target = target.value
        if isinstance(target, ast.Name) and (target is not node or isinstance(target.ctx, ast.Store)):
            stored.add(target.id)
    return stored


def _borrows(statement: ast.stmt, begins_with: set[str], name: str) -> bool:
    """Say whether a statement loads a table that is not the section's, or makes the answer of a part of one."""
    loads = [node for node in ast.walk(statement) if isinstance(node, ast.Call) and _name(node.func) == LOADER]
    if not loads:
        return False
    words = [word.value for load in loads for word in load.args if isinstance(word, ast.Constant)]
    if len(words) < len(loads) or not set(words) <= begins_with:
        return True
    # what is kept under another name, or given to a helper as a whole, is worked with
    if name not in _stored(ast.Module([statement], [])) or getattr(statement, "value", None) in loads:
        return False
    whole = [one for node in ast.walk(statement) if isinstance(node, ast.Call) for one in node.args]
    return any(load not in whole for load in loads)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))
