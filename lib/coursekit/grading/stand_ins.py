"""What stands in the judge for things of the learner's kernel: functions that are called over there, and the unseen."""

import builtins
from collections.abc import Callable
from typing import Any

__all__ = ["NeedsLive", "Unseen", "error_like", "put_into", "remote"]


class NeedsLive(BaseException):
    """A check cannot go on with data alone; no `except Exception` of a check may hide that."""


class Unseen:
    """Stands for a value that could not be taken out; whatever a check does with it is noted.

    Parameters
    ----------
    name : str
        The name in the notebook.
    note : callable
        Is told the name.
    """

    def __init__(self, name: str, note: Callable[[str], object]) -> None:
        object.__setattr__(self, "_about", (name, note))

    def __getattribute__(self, attribute: str) -> Any:
        """Note that it was touched."""
        name, note = object.__getattribute__(self, "_about")
        note(name)
        raise NeedsLive


def _touched(self: Unseen, *_: Any, **__: Any) -> Any:
    name, note = object.__getattribute__(self, "_about")
    note(name)
    raise NeedsLive


OPERATIONS = (
    "eq ne lt le gt ge hash bool len iter next contains getitem setitem delitem call add radd sub rsub mul rmul "
    "truediv rtruediv floordiv rfloordiv mod rmod pow rpow neg pos abs invert and rand or ror xor rxor int float "
    "complex index round str repr format enter exit iadd isub imul"
)
for _operation in OPERATIONS.split():
    setattr(Unseen, f"__{_operation}__", _touched)


def remote(written: dict, call: Callable[[dict, tuple, dict], Any]) -> Callable:
    """Make a function that is called in the learner's kernel.

    Parameters
    ----------
    written : dict
        Its description: number, name and docstring.
    call : callable
        Does it.

    Returns
    -------
    callable
    """

    def function(*places: Any, **named: Any) -> Any:
        return call(written, places, named)

    function.__name__ = function.__qualname__ = str(written.get("name") or "function")
    function.__doc__ = None if written.get("doc") is None else str(written["doc"])
    return function


def error_like(kinds: list[str], text: str) -> Exception:
    """Make an error of the nearest kind that Python itself has.

    Parameters
    ----------
    kinds : list of str
        Names of the error's class and of those above it, nearest first.
    text : str
        Its message.

    Returns
    -------
    Exception

    Examples
    --------
    >>> error_like(["MyError", "ValueError", "Exception"], "too small")
    ValueError('too small')
    """
    for name in map(str, kinds):
        if name in ("StopIteration", "StopAsyncIteration"):  # it would end a loop of the check instead of the check
            return RuntimeError(f"{name}: {text}")
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            try:
                return kind(str(text))
            except TypeError:  # a UnicodeError wants five arguments
                continue
    return Exception(str(text))


def put_into(target: Any, changed: Any) -> None:
    """Let a list, set or dict that a function changed in place hold here what it holds there.

    Parameters
    ----------
    target : object
        The argument, as it was given.
    changed : object
        What it is now.

    Raises
    ------
    NeedsLive
        When something else was changed, such as a table.

    Examples
    --------
    >>> mine = [3, 1]
    >>> put_into(mine, [1, 3])
    >>> mine
    [1, 3]
    """
    if type(target) is not type(changed) or not isinstance(target, list | dict | set | bytearray):
        raise NeedsLive
    if isinstance(target, list | bytearray):
        target[:] = changed
    else:
        target.clear()
        target.update(changed)
