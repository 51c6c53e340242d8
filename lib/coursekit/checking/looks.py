"""Watch a check at work: which answers it looks at, by which key, in which columns, and how exactly."""

import contextlib
import functools
import inspect
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from millrace.checks import Answer

__all__ = ["EXACT", "Look", "watched"]

# How far two numbers may lie apart where a check does not say otherwise.
EXACT = 0.005


@dataclass
class Look:
    """How a check has looked at one answer.

    Parameters
    ----------
    name : str
        The answer's name.
    shape : str
        ``"table"``, ``"list"`` or ``"number"``: what it was read as; empty when the check read the bare value.
    key : list of str
        The columns by which rows were told apart.
    filled, unchanged : list of str
        The columns that the answer was to fill, and those that it was to leave alone.
    column : str or None
        Where the values of a list are, when the answer is a table.
    tolerances : dict of str to float
        How far numbers may lie apart, by column; under ``""`` for a single number.
    """

    name: str
    shape: str = ""
    key: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    column: str | None = None
    tolerances: dict[str, float] = field(default_factory=dict)

    def tolerance(self, column: str = "") -> float:
        """Return how far a number may lie from the right one.

        Examples
        --------
        >>> Look("orders", tolerances={"pieces": 0.01}).tolerance("pieces")
        0.01
        """
        return self.tolerances.get(column, EXACT)


@contextlib.contextmanager
def watched() -> Iterator[dict[str, Look]]:
    """Note how checks look at their answers while the block runs.

    Yields
    ------
    dict of str to Look
        By the answer's name, in the order in which the check asks for them.

    Examples
    --------
    >>> with watched() as looks:
    ...     _ = Answer("total", 6).is_number(6, tolerance=0.5)
    >>> looks["total"].shape, looks["total"].tolerance()
    ('number', 0.5)
    """
    looks: dict[str, Look] = {}
    originals = {method: getattr(Answer, method) for method in NOTES}
    for method, note in NOTES.items():
        setattr(Answer, method, _noting(originals[method], note, looks))
    try:
        yield looks
    finally:
        for method, original in originals.items():
            setattr(Answer, method, original)


def _noting(original: Callable, note: Callable[[Look, dict], None], looks: dict[str, Look]) -> Callable:
    signature = inspect.signature(original)

    @functools.wraps(original)
    def method(self: Answer, *args: Any, **named: Any) -> Any:
        made = original(self, *args, **named)
        bound = signature.bind(self, *args, **named)
        bound.apply_defaults()
        note(looks.setdefault(self.name, Look(self.name)), bound.arguments)
        return made

    return method


def _note_answer(look: Look, given: dict) -> None:
    """Note nothing but the name."""


def _note_table(look: Look, given: dict) -> None:
    look.shape = "table"
    _add(look.key, given["key"])


def _note_matches(look: Look, given: dict) -> None:
    _note_table(look, given)
    _add(look.filled, given["columns"])
    _add(look.unchanged, given["unchanged"])
    for column in (*look.key, *_items(given["columns"]), *_items(given["unchanged"])):
        _tighten(look, column, given["tolerance"])


def _note_beside(look: Look, given: dict) -> None:
    _note_table(look, given)
    _add(look.filled, [given["column"]])
    _tighten(look, given["column"], given["tolerance"])


def _note_number(look: Look, given: dict) -> None:
    look.shape = "number"
    if given["expected"] is not None:
        _tighten(look, "", given["tolerance"])


def _note_list(look: Look, given: dict) -> None:
    look.shape = "list"
    look.column = given["column"]


def _add(known: list[str], more: object) -> None:
    known += [column for column in _items(more) if column not in known]


def _items(columns: object) -> list[str]:
    # What can be gone through only once has been, by the check.
    return list(columns) if isinstance(columns, Collection) else []


def _tighten(look: Look, column: str, tolerance: float) -> None:
    look.tolerances[column] = min(tolerance, look.tolerances.get(column, tolerance))


NOTES: dict[str, Callable[[Look, dict], None]] = {
    "__init__": _note_answer,
    "table": _note_table,
    "matches": _note_matches,
    "beside": _note_beside,
    "is_number": _note_number,
    "lists": _note_list,
}
