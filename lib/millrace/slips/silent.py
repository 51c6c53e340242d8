"""Slips that stop nothing: a change that nobody keeps, brackets forgotten, a comma in a number, ``==`` for ``=``."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import TypeVar

from millrace.slips.code import calls_thrown_away, parsed, root_name, segment
from millrace.slips.rules.dates import DATE_TYPED, dates_of
from millrace.slips.rules.numbers import mended, number_in, typed_with_comma, with_all_mended
from millrace.slips.rules.several import one_name_for
from millrace.slips.stops import is_table
from millrace.slips.words import clipped

__all__ = ["Done", "discarded", "find_note"]

Statement = TypeVar("Statement", bound=ast.stmt)
# Methods that return a changed copy; those by which one merely looks (sort_values, head) are not among them.
CHANGERS = {
    *("assign", "astype", "bfill", "clip", "drop", "drop_duplicates"),
    *("dropna", "ffill", "fillna", "interpolate", "rename", "replace"),
}


@dataclass(frozen=True)
class Done:
    """A cell that ran to its end.

    Parameters
    ----------
    source : str
        Its code.
    names : mapping
        The names of the notebook, after it.
    result : object
        What its last line returned, and the notebook showed.
    """

    source: str
    names: Mapping[str, object]
    result: object = None

    @cached_property
    def assignments(self) -> dict[str, ast.expr]:
        """What each plain name was set to, in the cell's own lines."""
        return {
            target.id: statement.value
            for statement in getattr(parsed(self.source), "body", [])
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }


def _changes(done: Done) -> Iterator[tuple[ast.Call, str]]:
    """List calls that change a copy of a table of the notebook, with the place where the copy belongs."""
    for call, is_last in calls_thrown_away(done.source):
        place = _place(call)
        root = root_name(call)
        if place is None or root is None or not is_table(done.names.get(root)):
            continue
        if is_last and not _is_changed(done, place, root):
            continue
        yield call, segment(done.source, place)


def _place(call: ast.expr) -> ast.expr | None:
    """Return the table or column to which a chain of changes is applied, or None when it is no such chain."""
    if not isinstance(call, ast.Call):
        column = (
            isinstance(call, ast.Subscript)
            and isinstance(call.slice, ast.Constant)
            and isinstance(call.value, ast.Name)
        )
        return call if column or isinstance(call, ast.Name) else None
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CHANGERS or _is_in_place(call):
        return None
    return _place(call.func.value)


def _is_in_place(call: ast.Call) -> bool:
    return any(word.arg == "inplace" for word in call.keywords)


def _is_changed(done: Done, place: ast.expr, root: str) -> bool:
    before = done.names[root]
    if isinstance(place, ast.Subscript) and isinstance(place.slice, ast.Constant):
        before = before[place.slice.value]  # type: ignore[index]  # a table, as the caller has seen
    equals: Callable[[object], bool] | None = getattr(before, "equals", None)
    return type(done.result) is type(before) and equals is not None and not equals(done.result)


def discarded(done: Done) -> tuple[str, ...]:
    """Name the tables of which a cell made a changed copy that nothing keeps.

    Parameters
    ----------
    done : Done
        The cell.

    Returns
    -------
    tuple of str
        Their names; ``""`` stands for a new table that a helper made and that was given no name.
    """
    changed = [root_name(call) or "" for call, _ in _changes(done)]
    calls = [call for call, is_last in calls_thrown_away(done.source) if is_last]
    helper = [call for call in calls if isinstance(done.names.get(root_name(call) or ""), ModuleType)]
    made = done.result if isinstance(done.result, tuple) else (done.result,)
    return tuple(changed) or (("",) if helper and any(map(is_table, made)) else ())


def change_not_kept(done: Done) -> str | None:
    """Recognise ``orders.drop_duplicates()`` without ``orders =``."""
    for call, place in _changes(done):
        typed = clipped(segment(done.source, call), 70)
        return (
            f"This made a changed copy; {place} is as before. To keep it, begin with the task's name and =; to change "
            f"{place}: {place} = {typed}"
        )
    return None


def nothing_to_keep(done: Done) -> str | None:
    """Recognise ``orders = orders.dropna(inplace=True)``, ``shown = print(orders)``."""
    for name, value in done.assignments.items():
        if isinstance(value, ast.Call) and done.names.get(name, ...) is None:
            changed = root_name(value)
            if _is_in_place(value) and changed and changed != name:
                return (
                    f"{name} holds nothing, because inplace=True returns nothing: it changed {changed} itself. Run the "
                    f"cell that makes {changed} (often the first cell of your part), then this one, without inplace."
                )
            if _is_in_place(value):
                return (
                    f"{name} holds nothing now, because inplace=True returns nothing. Run the cell that "
                    f"makes {name} again, and leave inplace=True out."
                )
            return (
                f"{name} holds nothing: {clipped(segment(done.source, value.func), 40)}(...) shows or "
                "does something, but returns nothing to keep."
            )
    return None


def brackets_forgotten(done: Done) -> str | None:
    """Recognise ``orders = orders.drop_duplicates``."""
    for name, value in done.assignments.items():
        if isinstance(value, ast.Attribute) and inspect.ismethod(done.names.get(name)):
            typed = segment(done.source, value)
            mend = f"Write {name} = {typed}()" if len(typed) < 50 else "Write () at the end of the line"
            again = f". Run the cell that makes {name} first." if root_name(value) == name else "."
            return f"Round brackets are missing, so {name} holds a helper, not its result. {mend}{again}"
    last = getattr((getattr(parsed(done.source), "body", None) or [None])[-1], "value", None)
    if isinstance(last, ast.Attribute) and inspect.ismethod(done.result):
        return f"Round brackets are missing: write {clipped(segment(done.source, last), 60)}()."
    return None


def comma_stored(done: Done) -> str | None:
    """Recognise ``threshold = 1,800`` and ``rates = {"USD": (7,15)}``."""
    for statement in _statements(done, ast.Assign):
        value, place = statement.value, segment(done.source, statement.targets[0])
        if isinstance(statement.targets[0], ast.Tuple):
            continue
        # brackets around it: the comma may be meant
        if isinstance(value, ast.List | ast.Tuple) and segment(done.source, value)[0] in "([":
            if typed := _thousands_among(segment(done.source, value)):
                return (
                    f"{place} holds {len(value.elts)} things: the comma in {typed} makes two of one. If it is one "
                    f"number, write {mended(typed)}."
                )
            continue
        if isinstance(value, ast.Tuple) and (typed := number_in(segment(done.source, value))):
            whole = with_all_mended(segment(done.source, value))
            mend = f"Write {place} = {clipped(whole, 60)}" if whole else f"Write it as {mended(typed)}."
            return f"{place} holds several things, because of the comma in {typed}. {mend}"
        for entry in value.values if isinstance(value, ast.Dict) else ():
            if isinstance(entry, ast.Tuple) and (typed := number_in(segment(done.source, entry).strip("()"))):
                told = f"In {place} an entry holds several numbers, because of the comma in {typed}."
                return f"{told} Write {mended(typed)} there."
    return None


def _thousands_among(typed: str) -> str | None:
    """Find ``1,200`` alone in brackets, or among numbers that are set apart by a comma with a blank."""
    numbers = re.split(r",\s+", typed.strip("()[] "))
    thousands = [one for one in numbers if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", one)]
    plain = all(re.fullmatch(r"\d+(\.\d+)?", one) for one in numbers if one not in thousands)
    return thousands[0] if thousands and plain else None


def comma_repeated(done: Done) -> str | None:
    """Recognise ``wanted * 40``, where another line stored ``wanted = 1,200``: Python repeats two numbers."""
    values = (getattr(statement, "value", None) for statement in getattr(parsed(done.source), "body", []))
    for value in values:
        if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Mult):
            continue
        for side in (value.left, value.right):
            typed = typed_with_comma(done.names.get(side.id)) if isinstance(side, ast.Name) else None
            if typed:
                place = segment(done.source, side)
                return (
                    f"{place} holds several numbers, because of the comma in {typed}, and they were repeated. Write "
                    f"{place} = {mended(typed)} where it is made, run that cell, then this one."
                )
    return None


def comma_shown(done: Done) -> str | None:
    """Recognise ``536,389 / 2,305,319`` and ``print(1,800 / 3)``, of which nothing is kept."""
    for statement in _statements(done, ast.Expr):
        value = statement.value
        printed = isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("print", "display")
        if isinstance(value, ast.Tuple) or printed:
            typed = segment(done.source, value)
            if number := number_in(typed):
                return (
                    f"The comma in {number} makes several numbers of one. Write it like this: "
                    f"{clipped(with_all_mended(typed) or mended(number), 70)}"
                )
    return None


def _statements(done: Done, kind: type[Statement]) -> list[Statement]:
    return [part for part in getattr(parsed(done.source), "body", []) if isinstance(part, kind)]


def tables_in_one_name(done: Done) -> str | None:
    """Recognise ``good = cleaning.quarantine(orders, rules)``."""
    for name, value in done.assignments.items():
        held = done.names.get(name)
        if isinstance(value, ast.Call) and isinstance(held, tuple) and any(map(is_table, held)):
            return one_name_for(name, len(held), segment(done.source, value.func))
    return None


def dots_stored(done: Done) -> str | None:
    """Recognise ``orders = ...``, with the rest in the next line."""
    for name, value in done.assignments.items():
        if isinstance(value, ast.Constant) and value.value is ... and done.names.get(name) is ...:
            return f"{name} still holds the three dots. Put what the task asks for in their place, on the same line."
    return None


def compared_only(done: Done) -> str | None:
    """Recognise ``threshold == 0.75`` as a line of its own."""
    for statement in getattr(parsed(done.source), "body", []):
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Expr) and isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            left, right = (clipped(segment(done.source, part), 60) for part in (value.left, value.comparators[0]))
            if isinstance(value.left, ast.Name):
                return (
                    f"The line {left} == {right} only asks whether they are equal. To store it, use one "
                    f"sign: {left} = {right}"
                )
    return None


def date_calculated(done: Done) -> str | None:
    """Recognise ``began = 2025-10`` and ``since = 3/4/2025``: Python subtracts and divides."""
    for node in ast.walk(parsed(done.source) or ast.Module([], [])):
        typed = segment(done.source, node) if isinstance(node, ast.BinOp) else ""
        meant = dates_of(typed) if DATE_TYPED.fullmatch(typed) and not re.search(r"\.", typed) else []
        if meant:
            sign = "divided" if "/" in typed else "subtracted"
            written = " or ".join(f'"{one}"' for one in meant)
            which = ", whichever you mean" if len(meant) > 1 else ""
            return f"Python {sign} the numbers of {typed}. If it is a date, write it in quotes: {written}{which}."
    return None


def power_calculated(done: Done) -> str | None:
    """Recognise ``5 ^ 2``."""
    for node in ast.walk(parsed(done.source) or ast.Module([], [])):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor) and isinstance(node.right, ast.Constant):
            left, right = segment(done.source, node.left), segment(done.source, node.right)
            return f"In Python the sign for a power is **: write {clipped(left, 60)} ** {right}"
    return None


def colon_for_equals(done: Done) -> str | None:
    """Recognise ``wait : 5``."""
    for statement in _statements(done, ast.AnnAssign):
        if statement.value is None and isinstance(statement.annotation, ast.Constant):
            name, value = (segment(done.source, part) for part in (statement.target, statement.annotation))
            return f"A colon keeps nothing. To store it, write {name} = {clipped(value, 60)}"
    return None


# What each knows, with an example that a test runs.
NOTES: list[tuple[Callable[[Done], str | None], str]] = [
    (change_not_kept, "orders.drop_duplicates()"),
    (nothing_to_keep, "orders = orders.dropna(inplace=True)"),
    (brackets_forgotten, "orders = orders.drop_duplicates"),
    (comma_stored, "limit = 1,800"),
    (comma_repeated, "limit = (1, 800)\nlimit * 3"),
    (comma_shown, "536,389 / 2,305,319"),
    (tables_in_one_name, 'good = cleaning.quarantine(orders, [cleaning.rule_between("pieces", 1, 20)])'),
    (dots_stored, "orders = ...\norders"),
    (compared_only, "rates == 0.75"),
    (date_calculated, "began = 2025-10"),
    (power_calculated, "5 ^ 2"),
    (colon_for_equals, "limit : 5"),
]


def find_note(done: Done) -> str:
    """Say what a cell that ran to its end most likely did not do as meant.

    Parameters
    ----------
    done : Done
        The cell.

    Returns
    -------
    str
        One or two sentences, or nothing.
    """
    return next(filter(None, (note(done) for note, _ in NOTES)), "")
