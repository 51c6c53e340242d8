"""Right answers spoiled in one place, as code that could stand behind the answer: a check must notice every one."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from coursekit.checking.kinds import Kinds, shape_of
from coursekit.checking.looks import Look
from coursekit.checking.places import Places

__all__ = ["spoilers"]

ONE_VALUE = "{name}[{column!r}] = {name}[{column!r}]{object}.where([n != {row} for n in range(len({name}))], {other})"
INVENTED = """import pandas as pd
{name} = pd.concat([{name}, {name}.tail(1).assign(**{{{column!r}: {other}}})])"""
DOUBLED = "import pandas as pd\n{name} = pd.concat([{name}, {name}.iloc[[{row}]]])"
# Of many columns, the first ones tell whether a check looks at signs and sums.
MOST_COLUMNS = 4
NOTHING = "def {name}(*arguments, **named):\n    return None"


def spoilers(name: str, value: Any, look: Look, *, given: dict[str, Any] | None = None) -> Iterator[tuple[str, str]]:
    """Spoil an answer in every way that a check must notice, each in one place only.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer, as the solution makes it.
    look : Look
        How the check looks at it: columns that the answer fills and its key are spoiled in every way, those that it
        leaves alone in two, and all others in one.
    given : dict, optional
        What else is there by name; a value too many is taken from its tables.

    Yields
    ------
    tuple of str and str
        What is wrong, and the code to run behind the answer.

    Examples
    --------
    >>> [wrong for wrong, _ in spoilers("total", 6, Look("total"))][:3]
    ['1 % off', 'a little too much', 'the other sign']
    """
    yield from SHAPES.get(shape_of(value, look), _nothing)(name, value, look, given or {})


def _nothing(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    yield from ()


def _table(name: str, table: pd.DataFrame, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    if len(table):
        yield from _rows(name, table, look)
    places, kinds = Places(table, look), Kinds.of(table)
    for column in places.columns:
        yield from _swapped(name, places, column)
        if column in {*look.key, *look.filled, *look.unchanged}:
            yield from _gaps(name, places, column)
        if column in {*look.key, *look.filled}:
            yield from _shifted(name, places, column)
            yield from _others(name, places, column, kinds)
    for column in [c for c in look.filled if c in places.columns][:MOST_COLUMNS]:
        yield from _throughout(name, places, column, kinds)


def _rows(name: str, table: pd.DataFrame, look: Look) -> Iterator[tuple[str, str]]:
    yield "first row lost", f"{name} = {name}.iloc[1:]"
    yield "last row lost", f"{name} = {name}.iloc[:-1]"
    middle = len(table) // 2
    if middle:
        yield (
            "a row lost",
            f"{name} = {name}.drop({name}.index[{middle}])"
            if table.index.is_unique
            else (f"{name} = {name}.iloc[[n for n in range(len({name})) if n != {middle}]]"),
        )
    yield "a row doubled", DOUBLED.format(name=name, row=middle)
    for column in (c for c in look.key or Kinds.of(table).texts[:1] if c in table.columns):
        other = _another(table[column])
        if other:
            yield "a row invented", INVENTED.format(name=name, column=column, other=other)
            return


def _another(key: pd.Series) -> str | None:
    """Write a value that a key column does not hold yet."""
    if pd.api.types.is_numeric_dtype(key) and not pd.api.types.is_bool_dtype(key):
        return repr(int(key.max()) + 1)
    text = key.dropna().map(lambda value: isinstance(value, str))
    return repr(f"{key.dropna().iloc[-1]}x") if len(text) and text.all() else None


def _swapped(name: str, places: Places, column: str) -> Iterator[tuple[str, str]]:
    pair = places.pair(column)
    if pair:
        rows, at = list(pair), list(places.table.columns).index(column)
        swap = f"{name}.iloc[{rows}, {at}] = {name}.iloc[{rows[::-1]}, {at}].to_numpy()"
        yield f"two values swapped: {column}", swap


def _gaps(name: str, places: Places, column: str) -> Iterator[tuple[str, str]]:
    gap, known = places.gap(column), places.known(column)
    if gap is not None:
        yield f"a gap filled: {column}", _one_value(name, places, column, gap, f"{name}[{column!r}].dropna().iloc[0]")
    if known is not None and (gap is None or column not in places.look.unchanged):
        yield f"a value lost: {column}", _one_value(name, places, column, known, "None")


def _one_value(name: str, places: Places, column: str, row: int, other: str) -> str:
    cast = ".astype(object)" if places.is_closed(column) else ""
    return ONE_VALUE.format(name=name, column=column, object=cast, row=row, other=other)


def _shifted(name: str, places: Places, column: str) -> Iterator[tuple[str, str]]:
    if places.shifts(column):
        rows = f"[-1, *range(len({name}) - 1)]"
        yield f"shifted by a row: {column}", f"{name}[{column!r}] = {name}[{column!r}].iloc[{rows}].array"


def _others(name: str, places: Places, column: str, kinds: Kinds) -> Iterator[tuple[str, str]]:
    """Write another value into one row, by the kind of the column."""
    row = places.known(column)
    if row is None:
        return
    cell, value = f"{name}[{column!r}].iloc[{row}]", places.table[column].iloc[row]
    wrong, other = "", ""
    if column in kinds.integers or column in kinds.floats:
        wrong, other = "a value a little off", f"{cell} + {places.step(column, value):g}"
    elif column in kinds.texts:
        wrong, other = "a letter changed", repr(f"{value[:-1]}{'y' if value.endswith('x') else 'x'}")
    elif column in kinds.truths:
        wrong, other = "no for yes or yes for no", f"not {cell}"
    elif column in kinds.plain_dates:
        wrong, other = "a day off", f'{cell} + __import__("pandas").Timedelta(days=1)'
    if wrong:
        yield f"{wrong}: {column}", _one_value(name, places, column, row, other)


def _throughout(name: str, places: Places, column: str, kinds: Kinds) -> Iterator[tuple[str, str]]:
    row = places.known(column)
    if row is not None and column in {*kinds.integers, *kinds.floats}:
        if abs(places.table[column].iloc[row]) > places.look.tolerance(column):
            yield f"a sign turned: {column}", _one_value(name, places, column, row, f"-{name}[{column!r}].iloc[{row}]")
        if places.grows(column, 1.01):
            yield f"all 1 % too high: {column}", f"{name}[{column!r}] = {name}[{column!r}] * 1.01"
    yield f"column dropped: {column}", f"{name} = {name}.drop(columns={column!r})"


def _number(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    number, tolerance = float(value), look.tolerance()
    if abs(number) * 0.01 > tolerance:
        yield "1 % off", f"{name} = {name} * 1.01"
    yield "a little too much", f"{name} = {name} + {1.5 * tolerance:g}"
    if abs(number) > tolerance:
        yield "the other sign", f"{name} = -{name}"
        yield "a hundred times as much", f"{name} = {name} * 100"
    yield "no number", f'{name} = float("nan")'
    yield "without end", f'{name} = float("inf")'
    yield "a text", f"{name} = str({name})"


def _list(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    items = f"{name}[{look.column!r}]" if isinstance(value, pd.DataFrame) else name
    known = list(value[look.column] if isinstance(value, pd.DataFrame) else value)
    if not known:
        return
    yield "the first one lost", f"{name} = list({items})[1:]"
    yield "the last one lost", f"{name} = list({items})[:-1]"
    other = _one_more(known, given)
    if other is not None:
        yield "one too many", f"{name} = [*{items}, {other}]"
        yield "one replaced", f"{name} = [*list({items})[1:], {other}]"
    yield "nothing", f"{name} = []"
    if not all(isinstance(item, int | np.integer) for item in known):
        yield "row numbers", f"{name} = list(range(len({items})))"
    yield "true for each", f"{name} = [True for item in {items}]"


def _one_more(known: list[Any], given: dict[str, Any]) -> str | None:
    """Write a value that could be in the list and is not: from a column that holds the others, or made up."""
    if isinstance(known[0], str):
        known_texts = set(map(str, known))
        likely = next((texts for texts in _columns_of_texts(given) if known_texts < texts), set())
        return repr(min(likely - known_texts, default=f"{known[0]}x"))
    return repr(max(known) + 1) if isinstance(known[0], int | float | np.number) else None


def _columns_of_texts(given: dict[str, Any]) -> Iterator[set[str]]:
    for table in (value for value in given.values() if isinstance(value, pd.DataFrame)):
        yield from (set(map(str, table[column].dropna())) for column in Kinds.of(table).texts)


def _mapping(name: str, value: dict, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    if not value:
        return
    yield "the first entry lost", f"{name} = dict(list({name}.items())[1:])"
    yield "the last entry lost", f"{name} = dict(list({name}.items())[:-1])"
    values = list(value.values())
    for key, one in value.items():
        other = next((v for v in values if type(v) is type(one) and v != one), None)
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield f"another number: {key}", f"{name}[{key!r}] = {name}[{key!r}] * 1.5 + 1"
        elif isinstance(one, str):
            yield f"another text: {key}", f"{name}[{key!r}] = {(other or one + 'x')!r}"
        elif isinstance(one, bool):
            yield f"no for yes or yes for no: {key}", f"{name}[{key!r}] = not {name}[{key!r}]"


def _day(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    yield "a day off", f"import pandas as pd\n{name} = {name} + pd.Timedelta(days=1)"


def _truth(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    yield "no for yes or yes for no", f"{name} = not {name}"


def _text(name: str, value: str, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    yield "a letter lost", f"{name} = {name}[:-1]"
    yield "a letter more", f'{name} = {name} + "x"'


def _function(name: str, value: Any, look: Look, given: dict) -> Iterator[tuple[str, str]]:
    yield "returns nothing", NOTHING.format(name=name)


SHAPES: dict[str, Callable[[str, Any, Look, dict], Iterator[tuple[str, str]]]] = {
    "table": _table,
    "number": _number,
    "list": _list,
    "mapping": _mapping,
    "day": _day,
    "truth": _truth,
    "text": _text,
    "function": _function,
}
