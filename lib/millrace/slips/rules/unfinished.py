"""What is not there yet: three dots left in a line, and names that hold nothing or a helper instead of its result."""

import ast
import inspect
from types import BuiltinMethodType, FunctionType, MethodType

from millrace.slips.rule import Rule
from millrace.slips.runs import failed_names
from millrace.slips.stops import Stop
from millrace.slips.words import begins

__all__ = ["RULES"]

HELPERS = (MethodType, BuiltinMethodType, FunctionType)


def dots_left(stop: Stop) -> str | None:
    """Recognise ``intake.read_table(...)``, run as it is."""
    number = f"line {stop.line_number}" if stop.line_number else "the line"
    inside = list(ast.walk(stop.statement)) if stop.statement else []
    if any(isinstance(node, ast.Constant) and node.value is ... for node in inside):
        return f"The three dots in {number} still wait for you. Put what the task asks for in their place."
    empty = sorted(name for name in stop.words() if stop.names.get(name) is ...)
    if empty:
        return (
            f"{empty[0]} still holds the three dots. Fill in the cell that makes {empty[0]} and run it, "
            "then this one again."
        )
    return None


def dots_before_the_line(stop: Stop) -> str | None:
    """Recognise ``total = ... orders["pieces"].sum()``."""
    if "..." in stop.line:
        return f"The three dots are still in line {stop.line_number}. Take them out: your own words go in their place."
    return None


def nothing_stored(stop: Stop) -> str | None:
    """Recognise a name that holds nothing, because ``print`` or ``inplace=True`` return nothing."""
    if "NoneType" not in stop.message:
        return None
    base = getattr(stop.node, "value", None) or getattr(stop.node, "func", None)
    inner = [name for name in sorted(stop.words()) if name in stop.public and stop.names[name] is None]
    if isinstance(base, ast.Call):
        return (
            f"{stop.text(base)} returns nothing that you could go on with. Do it in a line of its own, "
            "then use the table."
        )
    if not inner:
        return None
    failed = failed_names(stop.runs).get(inner[0])
    if failed:
        return (
            f"{inner[0]} holds nothing yet, because the cell that makes it stopped with an error. "
            f"Mend the cell that begins '{begins(failed.source)}' first."
        )
    return (
        f"{inner[0]} holds nothing. Look at the line that makes it: print(...) and inplace=True return nothing, "
        "so nothing was stored."
    )


def brackets_missing(stop: Stop) -> str | None:
    """Recognise ``orders.drop_duplicates.head()``, or a name that holds the helper, not its result."""
    holder = getattr(stop.node, "value", None) or getattr(stop.node, "left", None)
    value = getattr(stop.error, "obj", None)
    if not isinstance(value, HELPERS) and "'method' object" not in stop.message:
        return None
    if isinstance(stop.node, ast.Subscript):
        return None
    if isinstance(holder, ast.Name):
        return (
            f"{holder.id} holds a helper, not its result: its brackets were forgotten. Write {holder.id} "
            "= ...() with () at the end."
        )
    what = stop.text(holder) if holder is not None else "the helper"
    return f"Round brackets are missing: write {what}(). Without them Python has the helper, not its result."


def _held_methods(stop: Stop) -> list[str]:
    return sorted(name for name in stop.words() if inspect.ismethod(stop.names.get(name)))


def method_in_a_sum(stop: Stop) -> str | None:
    """Recognise ``orders["pieces"].sum / 2``."""
    if "'method'" not in stop.message:
        return None
    inside = ast.walk(stop.statement) if stop.statement else iter(())
    called = {node.func for node in ast.walk(stop.statement) if isinstance(node, ast.Call)} if stop.statement else set()
    bare = [node for node in inside if isinstance(node, ast.Attribute) and node not in called]
    if isinstance(stop.node, ast.Subscript):
        return None
    if bare:
        return f"Round brackets are missing after {bare[0].attr}: write {stop.text(bare[0])}()."
    held = _held_methods(stop)
    return (
        f"{held[0]} holds a helper, not its result: write round brackets () at the end of the line that makes it."
        if held
        else None
    )


OTHER = (TypeError, ValueError, AttributeError, KeyError, IndexError)
RULES = [
    Rule(OTHER, dots_left, "intake.read_chat(...)"),
    Rule(SyntaxError, dots_before_the_line, 'total = ... orders["pieces"].sum()'),
    Rule((TypeError, AttributeError), nothing_stored, "shown = print(1)\nshown.head()"),
    Rule(AttributeError, brackets_missing, "orders.drop_duplicates.head()"),
    Rule(TypeError, method_in_a_sum, 'orders["pieces"].sum / 2'),
]
