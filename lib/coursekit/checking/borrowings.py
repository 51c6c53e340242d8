"""Answers that only load a table of ours: every checkpoint is tried in every answer's place, whole and by column."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from coursekit.authoring.questions import parsed
from millrace import samples

__all__ = ["borrowings", "references_in"]


def borrowings(names: dict[str, Any], before: dict[str, Any], *, compared: set[str]) -> Iterator[tuple[str, str]]:
    """Write the code of learners who load our tables instead of making their own.

    Parameters
    ----------
    names : dict
        The answers that a check looks at, by name, as the solution makes them.
    before : dict
        The same names as they were before the answer.
    compared : set of str
        The checkpoints that the check compares with; of the others only those that look like the answer are tried.

    Yields
    ------
    tuple of str and str
        The checkpoint, and the code to run in place of the answer, or after it.
    """
    for name, value in names.items():
        if isinstance(value, pd.DataFrame):
            known = before.get(name)
            new = [c for c in value.columns if not isinstance(known, pd.DataFrame) or c not in known.columns]
            for checkpoint in samples.checkpoints()["checkpoint"]:
                loaded = f'samples.checkpoint("{checkpoint}")'
                alike = 2 * len(_columns(checkpoint) & set(value.columns)) >= value.shape[1]
                if alike or checkpoint in compared:
                    yield checkpoint, f"{name} = {loaded}"
                for column in (c for c in new if c in _columns(checkpoint) and isinstance(known, pd.DataFrame)):
                    yield checkpoint, f"{name}[{column!r}] = {loaded}[{column!r}]"


def references_in(check: str) -> set[str]:
    """Find the tables of ours that a check compares with, and that its section does not begin with.

    Examples
    --------
    >>> references_in('expected = answer.reference("orders")')
    {'orders'}
    """
    calls = [node for node in ast.walk(parsed(check) or ast.Module([], [])) if isinstance(node, ast.Call)]
    found = [call for call in calls if getattr(call.func, "attr", "") == "reference"]
    compared = _texts(argument for call in found for argument in call.args)
    return compared - _texts(word for call in found for keyword in call.keywords for word in ast.walk(keyword))


def _texts(nodes: Iterable[ast.AST]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def _columns(checkpoint: str) -> frozenset[str]:
    return frozenset(map(str, samples.checkpoint(checkpoint).columns))
