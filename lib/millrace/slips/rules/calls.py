"""Helpers called in the wrong way: kinds of brackets, words they do not know, values they lack or have too many of."""

import ast
import builtins
import inspect
import re
import sys
from types import ModuleType

from millrace.errors import counted
from millrace.slips.rule import Rule
from millrace.slips.stops import Stop
from millrace.slips.words import clipped, kind, listed, nearest

__all__ = ["RULES"]

FOR_COLUMNS = {"by", "columns", "on", "subset"}
LIST_TAKERS = {"sum", "max", "min", "sorted", "list", "set"}


def _called(stop: Stop) -> str:
    """Recognise return the helper as it was typed, or its own name."""
    if isinstance(stop.node, ast.Call):
        return clipped(stop.text(stop.node.func), 50)
    return stop.message.split("(")[0].split(".")[-1]


def _signature(stop: Stop) -> inspect.Signature | None:
    helper = stop.value_of(stop.node.func) if isinstance(stop.node, ast.Call) else None
    helper = helper or next((frame.f_globals.get(stop.message.split("(")[0]) for frame in stop.library_frames), None)
    try:
        return inspect.signature(helper) if callable(helper) else None
    except (TypeError, ValueError):
        return None


def round_for_square(stop: Stop) -> str | None:
    """Recognise ``orders("pieces")``."""
    if not isinstance(stop.node, ast.Call):
        return None
    if isinstance(stop.node.func, ast.Attribute) and stop.node.func.attr in ("loc", "iloc", "str", "dt"):
        inside = ", ".join(stop.text(part) for part in stop.node.args)
        return (
            f"After .{stop.node.func.attr} come square brackets: "
            f"{clipped(stop.text(stop.node.func), 40)}[{clipped(inside, 70)}]"
        )
    if "not callable" not in stop.message:
        return None
    func, value = stop.node.func, stop.value_of(stop.node.func)
    typed = clipped(stop.text(func), 40)
    if isinstance(value, ModuleType):
        helpers = getattr(value, "__all__", ["read_csv", "to_datetime"])
        return f"{typed} is a box of helpers. Write a dot and the name of one. It has: {listed(helpers, room=70)}."
    if "DataFrame" in stop.message or "Series" in stop.message:
        inside = ", ".join(stop.text(part) for part in stop.node.args)
        return f"A column is taken with square brackets: write {typed}[{clipped(inside, 60)}]."
    if isinstance(func, ast.Name) and hasattr(builtins, func.id) and func.id in stop.public:
        return (
            f"The name {func.id} was given another value, so Python's own {func.id} is hidden. Run the line "
            f"del {func.id} to take it back, and give your value another name."
        )
    if isinstance(value, int | float) and len(stop.node.args) == 1 and not stop.node.keywords:
        return f"The sign for times is missing: write {typed} * ({clipped(stop.text(stop.node.args[0]), 60)})."
    if isinstance(func, ast.Name) and func.id in stop.public:
        return (
            f"{typed} is {kind(stop.names.get(func.id))} here, no helper, so () cannot follow it. Leave "
            "them out, or name the helper."
        )
    return f"Round brackets () cannot follow {typed}. Is a comma or a sign such as * missing before them?"


def square_for_round(stop: Stop) -> str | None:
    """Recognise ``intake.read_table["orders.csv"]``."""
    if "not subscriptable" not in stop.message or not isinstance(stop.node, ast.Subscript):
        return None
    if not re.search(r"function|method|type", stop.message):
        base = clipped(stop.text(stop.node.value), 50)
        return (
            f"{base} is {kind(stop.value_of(stop.node.value))}: nothing can be taken out of it with [ ]. "
            "Take it from the table."
        )
    base, inside = (clipped(stop.text(part), 60) for part in (stop.node.value, stop.node.slice))
    if isinstance(stop.node.slice, ast.Tuple):
        # Several names stay the list that they were meant to be.
        inside = f"[{inside}]"
    return f"A helper is called with round brackets: write {base}({inside})."


def value_missing(stop: Stop) -> str | None:
    """Recognise ``cleaning.rule_between(1, 5000)``."""
    found = re.search(r"missing (\d+) required (?:positional|keyword-only) arguments?: (.+)", stop.message)
    if not found:
        return None
    names = re.findall(r"'(\w+)'", found.group(2))
    if names[0] in ("frame", "table", "df"):
        return f"{_called(stop)} needs a table first in its round brackets, before everything that has a name=."
    signature = _signature(stop)
    needed = [p for p in signature.parameters.values() if p.default is p.empty] if signature else []
    order = [
        f"{p.name}=" if p.kind is p.KEYWORD_ONLY else p.name.replace("frame", "the table") for p in needed
    ] or names
    return (
        f"{_called(stop)} still needs {listed(names, room=50)}. Its round brackets take, in this order: "
        f"{listed(order, room=80)}."
    )


def word_unknown(stop: Stop) -> str | None:
    """Recognise ``merge_cost=`` for ``merged_cost=``."""
    found = re.search(r"unexpected keyword argument '(\w+)'", stop.message)
    if not found:
        return None
    signature = _signature(stop)
    known = (
        [n for n, p in signature.parameters.items() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
        if signature
        else []
    )
    near = nearest(found.group(1), known, cutoff=0.6)
    says = (
        f"Did you mean {near}=?"
        if near
        else f"It knows: {listed(known, room=90)}."
        if known
        else "Look at its spelling."
    )
    return f"{_called(stop)} does not know {found.group(1)}=. {says}"


def too_many_values(stop: Stop) -> str | None:
    """Recognise ``cleaning.merge_duplicates(orders, pairs, 0.75)``."""
    found = re.search(
        r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) .*(?:was|were) given", stop.message
    )
    if not found:
        return None
    if "concat" in _called(stop):
        return "pd.concat takes a list: put the tables in square brackets, pd.concat([first, second])."
    signature = _signature(stop)
    if signature is None:
        return (
            f"{_called(stop)} was given {counted(int(found.group(2)), 'thing')}, but takes {found.group(1)}. Several "
            "of a kind go in square brackets: [..., ...]."
        )
    places, given = _unnamed(signature), getattr(stop.node, "args", [])
    return (
        _renamed(stop)
        or _of_a_kind(stop, places, given)
        or _names_wanted(stop, signature, given[len(places) :])
        or f"{_called(stop)} was given {counted(len(given), 'thing')} without a name, but takes {len(places)}: "
        f"{listed([p.name for p in places], room=80)}."
    )


def _unnamed(signature: inspect.Signature) -> list[inspect.Parameter]:
    return [p for p in signature.parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]


def _renamed(stop: Stop) -> str | None:
    """Recognise ``orders.rename("day", "date")``."""
    given = [stop.text(part) for part in getattr(stop.node, "args", [])]
    called = _called(stop)
    if not called.endswith(".rename") or len(given) != 2:
        return None
    return f"Old and new name go in curly brackets, with a colon: {called}(columns={{{given[0]}: {given[1]}}})"


def _of_a_kind(stop: Stop, places: list[inspect.Parameter], given: list[ast.expr]) -> str | None:
    """Recognise several of a kind where the last place without a name takes a list, or pairs."""
    first = len(places) - 1
    row = given[first:] if 0 <= first < len(given) else []
    texts = [stop.text(node) for node in row]
    constants = [node.value for node in row if isinstance(node, ast.Constant)]
    if len(row) < 2 or len({type(value) for value in constants}) > 1 or len(constants) not in (0, len(row)):
        return None
    wants = places[first].annotation
    wants = "" if wants is places[first].empty else str(wants)
    if constants and "Mapping" in wants and "Hashable" not in wants:
        pairs = ", ".join(": ".join(texts[at : at + 2]) for at in range(0, len(texts), 2))
        return f"{_called(stop)} takes pairs in curly brackets: {{{clipped(pairs, 90)}}}"
    if re.search("Sequence|Iterable|list", wants) or not wants or (constants and set(constants) <= _columns(stop)):
        return _in_square_brackets(stop, given[:first], texts)
    return None


def _columns(stop: Stop) -> set[object]:
    return {column for table in stop.tables.values() for column in table.columns}


def _in_square_brackets(stop: Stop, before: list[ast.expr], texts: list[str]) -> str:
    first = "".join(f"{clipped(stop.text(node), 20)}, " for node in before)
    return f"Several of a kind go in square brackets: {_called(stop)}({first}[{clipped(', '.join(texts), 90)}])"


def _names_wanted(stop: Stop, signature: inspect.Signature, extra: list[ast.expr]) -> str | None:
    """Say which values need a name: in the helper's own order, where each value can be what the name stands for."""
    used = {word.arg for word in getattr(stop.node, "keywords", [])}
    named = [p for p in signature.parameters.values() if p.kind is p.KEYWORD_ONLY and p.name not in used]
    if not extra or not named:
        return None
    if len(extra) == 1:
        named = [p for p in named if _fits(extra[0], p)] or named
    fitting = len(extra) <= len(named) and all(map(_fits, extra, named))
    texts = [clipped(stop.text(node), 25) for node in extra]
    columns = next((p.name for p in named if p.name in FOR_COLUMNS), None)
    if columns and {getattr(node, "value", ...) for node in extra} <= _columns(stop):
        several = ", ".join(texts) if len(texts) == 1 else f"[{', '.join(texts)}]"
        return f"{_called(stop)} needs a name before columns: {columns}={several}"
    what = texts[0] if len(texts) == 1 else f"each of the last {len(texts)} values"
    if not fitting:
        known = listed([f"{p.name}=" for p in named], room=70)
        return f"{_called(stop)} takes {texts[0]} only with a name before it, if at all. Its names are: {known}."
    written = ", ".join(f"{p.name}={text}" for p, text in zip(named, texts, strict=False))
    return f"{_called(stop)} needs a name before {what}. If it is what you mean: {written}"


def _fits(node: ast.expr, place: inspect.Parameter) -> bool:
    """Say whether a value can be meant for a place; of what is no plain text or number that is not known."""
    if not isinstance(node, ast.Constant):
        return True
    kinds = {"bool": "bool", "int": "int|float", "float": "float", "str": r"\bstr\b"}
    return bool(re.search(kinds.get(type(node.value).__name__, "."), str(place.annotation)))


def numbers_without_list(stop: Stop) -> str | None:
    """Recognise ``sum(1, 2)`` and ``max(3)``."""
    name = getattr(getattr(stop.node, "func", None), "id", "")
    words = re.search(r"is not iterable|takes at most \d arguments", stop.message)
    if not isinstance(stop.node, ast.Call) or name not in LIST_TAKERS or not words or not stop.node.args:
        return None
    typed = ", ".join(stop.text(part) for part in stop.node.args)
    return f"{name}(...) takes a column, or a list of numbers in square brackets: write {name}([{clipped(typed, 60)}])."


def level_for_column(stop: Stop) -> str | None:
    """Recognise ``orders.groupby("day", "clerk")``."""
    given = [stop.text(part) for part in getattr(stop.node, "args", [])]
    if "level name" not in stop.message or len(given) < 2:
        return None
    return _in_square_brackets(stop, [], given)


def given_twice(stop: Stop) -> str | None:
    """Recognise ``pd.read_csv("x.csv", filepath_or_buffer="x.csv")``."""
    found = re.search(r"multiple values for argument '(\w+)'", stop.message)
    return (
        f"{_called(stop)} was given {found.group(1)} twice: once in its place, once by name. Keep one of them."
        if found
        else None
    )


def one_value_needed(stop: Stop) -> str | None:
    """Recognise ``len()``."""
    found = re.search(r"(\w+)\(\) takes (exactly one argument|at least \w+ arguments?)", stop.message) or re.search(
        r"(\w+) expected (at least \d+ arguments?), got", stop.message
    )
    table = next(iter(stop.tables), "orders")
    return (
        f"{found.group(1)} needs something in its round brackets, for example {found.group(1)}({table})."
        if found
        else None
    )


def no_such_word_here(stop: Stop) -> str | None:
    """Recognise ``orders["pieces"].average()``, ``intake.read_tabel``."""
    thing, name = getattr(stop.error, "obj", None), getattr(stop.error, "name", None) or ""
    if not isinstance(thing, ModuleType) or not name or not isinstance(stop.node, ast.Attribute):
        return None
    here = stop.name_of(thing) or thing.__name__
    for short, other in stop.modules.items():
        if other is not thing and name in getattr(other, "__all__", ()):
            return f"The helper {name} is in {short}, not in {here}: write {short}.{name}."
    known = getattr(thing, "__all__", [n for n in dir(thing) if not n.startswith("_")])
    near = nearest(name, known, cutoff=0.6)
    return f"{here} has no helper {name}." + (
        f" Did you mean {here}.{near}?" if near else f" It has: {listed(known, room=100)}."
    )


def list_as_label(stop: Stop) -> str | None:
    """Recognise ``{["clerk"]: "keep"}``."""
    if "unhashable type" not in stop.message:
        return None
    if "DataFrame" in stop.message or "Series" in stop.message:
        return (
            f"{_called(stop)} was given a table where text is needed, such as the name of a file in "
            'quotes: "orders.csv".'
        )
    return (
        f"A list in [ ] is in a place of line {stop.line_number} where only one text or number can be. "
        "Write one of them there."
    )


def text_for_a_table(stop: Stop) -> str | None:
    """Recognise ``cleaning.missing_report("orders")``."""
    thing, name = getattr(stop.error, "obj", None), getattr(stop.error, "name", None) or ""
    pandas = sys.modules.get("pandas")
    if stop.direct or not isinstance(stop.node, ast.Call) or not hasattr(getattr(pandas, "DataFrame", None), name):
        return None
    given = [part for part in stop.node.args if isinstance(part, ast.Constant) and part.value == thing]
    hint = f" Write {thing} without quotes." if given and thing in stop.tables else " Look at what is in its brackets."
    return f"{_called(stop)} needs a table, and was given {kind(thing)}.{hint}"


RULES = [
    Rule(AttributeError, text_for_a_table, 'cleaning.missing_report("orders")'),
    Rule((TypeError, ValueError), round_for_square, 'orders("pieces")'),
    Rule(TypeError, square_for_round, 'intake.read_table["orders.csv"]'),
    Rule(TypeError, value_missing, "cleaning.rule_between(1, 5000)"),
    Rule(TypeError, word_unknown, 'cleaning.fill_missing(orders, choice={"clerk": "unknown"})'),
    Rule(TypeError, numbers_without_list, "sum(1, 2)"),
    Rule(TypeError, too_many_values, "cleaning.merge_duplicates(orders, orders, 0.5)"),
    Rule(ValueError, level_for_column, 'orders.groupby("day", "clerk")'),
    Rule(TypeError, given_twice, 'cleaning.parse_dates(orders["day"], values=orders["day"])'),
    Rule(TypeError, one_value_needed, "len()"),
    Rule(AttributeError, no_such_word_here, "intake.read_tabel"),
    Rule(TypeError, list_as_label, '{["clerk"]: "keep"}'),
]
