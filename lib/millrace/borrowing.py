"""Tell an answer from a table of ours: the checkpoints of later sections are there for everybody to load."""

import ast
import warnings
from typing import Any

__all__ = ["is_borrowed"]

LOADER = "checkpoint"


def is_borrowed(name: str, value: Any, checkpoint: str, *, cells: list[str]) -> bool:
    """Say whether an answer is nothing but one of our tables, whole or a column of it.

    Parameters
    ----------
    name : str
        The answer's name in the notebook.
    value : object
        What is stored under it; a table that `millrace.samples.checkpoint` returned remembers that.
    checkpoint : str
        The table of ours that the answer is compared with.
    cells : list of str
        The code that was run so far, newest last. The newest cell that stores the answer may begin with another table
        of ours, but take nothing out of one.

    Returns
    -------
    bool
        Whether the learner's own work is missing.

    Examples
    --------
    >>> is_borrowed("days", None, "orders", cells=['days["date"] = samples.checkpoint("orders")["date"]'])
    True
    >>> is_borrowed("days", None, "orders", cells=['days["date"] = parse(days["text"])'])
    False
    """
    if getattr(value, "attrs", {}).get(LOADER) == checkpoint:
        return True
    newest = next((tree for tree in map(_parsed, reversed(cells)) if tree and name in _stored(tree)), None)
    return newest is not None and any(_borrows(node, checkpoint) for node in newest.body)


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


def _borrows(statement: ast.stmt, checkpoint: str) -> bool:
    """Say whether a statement takes something out of a table of ours, or all of the one that is asked for."""
    loads = [node for node in ast.walk(statement) if isinstance(node, ast.Call) and _name(node.func) == LOADER]
    if isinstance(statement, ast.Assign) and loads == [statement.value]:
        # Beginning with a table of ours is how every section begins.
        return checkpoint in {word.value for word in loads[0].args if isinstance(word, ast.Constant)}
    return bool(loads)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))
