"""Right answers in another form, as code that a learner could write behind the answer: a check must take them all."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from coursekit.checking.kinds import Kinds, shape_of
from coursekit.checking.looks import Look

__all__ = ["equivalents"]

DECIMALS = """from decimal import Decimal
for _column in {columns}:
    {name}[_column] = {name}[_column].map(lambda value: Decimal(str(value)), na_action="ignore")"""
BY_COLUMN = """for _column in {columns}:
    {name}[_column] = {name}[_column]{method}"""
WRAPPED = """import functools
inner = {name}
@functools.wraps(inner)
def {name}(*arguments, **named):
    return inner(*arguments, **named)"""


def equivalents(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    """Write an answer anew in every form that says the same.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer, as the solution makes it.
    look : Look
        How the check looks at it.

    Yields
    ------
    tuple of str and str
        What is different about the form, and the code to run behind the answer.

    Examples
    --------
    >>> [form for form, _ in equivalents("total", 6, Look("total"))][:3]
    ['a NumPy number', 'an array of one number', 'a column of one number']
    """
    yield from SHAPES.get(shape_of(value, look), _nothing)(name, value, look)


def _nothing(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield from ()


def _table(name: str, table: pd.DataFrame, look: Look) -> Iterator[tuple[str, str]]:
    yield "rows shuffled", f"{name} = {name}.sample(frac=1, random_state=1)"
    yield "columns in reverse", f"{name} = {name}[{name}.columns[::-1]]"
    yield "one more column", f'{name}["my note"] = "seen"'
    yield from _indexes(name, table, look)
    kinds = Kinds.of(table)
    yield from _texts(name, kinds)
    yield from _numbers_of_table(name, table, kinds, look)
    yield from _days(name, kinds)
    yield from _as_type("yes and no as 'boolean'", name, kinds.truths, "boolean")


def _indexes(name: str, table: pd.DataFrame, look: Look) -> Iterator[tuple[str, str]]:
    if table.index.names == [None]:
        yield "rows labelled with words", f'{name}.index = [f"row {{n}}" for n in range(len({name}))]'
        yield "rows numbered afresh", f"{name} = {name}.reset_index(drop=True)"
    elif not set(table.index.names) & set(table.columns):
        yield "the index among the columns", f"{name} = {name}.reset_index()"
    if look.key and set(look.key) <= set(table.columns):
        yield "the key in the index", f"{name} = {name}.set_index({look.key!r})"


def _texts(name: str, kinds: Kinds) -> Iterator[tuple[str, str]]:
    yield from _as_type("texts as categories", name, kinds.texts, "category")
    yield from _as_type("texts as 'string'", name, kinds.texts, "string")
    yield from _as_type("texts as objects", name, kinds.texts, "object")


def _numbers_of_table(name: str, table: pd.DataFrame, kinds: Kinds, look: Look) -> Iterator[tuple[str, str]]:
    whole = [*kinds.integers, *(c for c in kinds.floats if _is_whole(table[c]))]
    yield from _as_type("whole numbers as 'Int64'", name, whole, "Int64")
    yield from _as_type("whole numbers as floats", name, kinds.integers, "float64")
    small = [c for c in kinds.integers if table[c].notna().all() and table[c].abs().max() < 2**31]
    yield from _as_type("whole numbers in 32 bits", name, small, "int32")
    exact = [c for c in kinds.floats if _is_exact(table[c])]
    yield from _as_type("numbers in 32 bits", name, exact, "float32")
    numbers = [*kinds.integers, *kinds.floats]
    if numbers:
        yield "numbers as decimals", DECIMALS.format(name=name, columns=numbers)
    near = [c for c in kinds.floats if c in look.tolerances and _is_near(table[c], look.tolerance(c))]
    if near:
        yield "amounts rounded to two places", f"{name} = {name}.round(dict.fromkeys({near}, 2))"


def _is_whole(numbers: pd.Series) -> bool:
    known = numbers.dropna()
    return len(known) > 0 and bool((known == known.round()).all())


def _is_exact(numbers: pd.Series) -> bool:
    known = numbers.dropna().astype("float64")
    return len(known) > 0 and bool((known.astype("float32").astype("float64") == known).all())


def _is_near(numbers: pd.Series, tolerance: float) -> bool:
    known = numbers.dropna().astype("float64")
    off = (known - known.round(2)).abs()
    # Half a hair below the tolerance, so that the rounding of binary numbers decides nothing.
    return len(known) > 0 and bool(off.max() > 0) and bool(off.max() < 0.99 * tolerance)


def _days(name: str, kinds: Kinds) -> Iterator[tuple[str, str]]:
    yield from _as_type("dates to the second", name, kinds.dates, "datetime64[s]")
    yield from _by_column("dates with a time zone", name, kinds.plain_dates, '.dt.tz_localize("Asia/Shanghai")')
    yield from _by_column("days as periods", name, kinds.days, '.dt.to_period("D")')
    yield from _by_column("days as texts", name, kinds.days, '.dt.strftime("%Y-%m-%d")')
    yield from _by_column("days as Python dates", name, kinds.days, ".dt.date")


def _as_type(form: str, name: str, columns: list[str], dtype: str) -> Iterator[tuple[str, str]]:
    if columns:
        yield form, f'{name} = {name}.astype(dict.fromkeys({columns}, "{dtype}"))'


def _by_column(form: str, name: str, columns: list[str], method: str) -> Iterator[tuple[str, str]]:
    if columns:
        yield form, BY_COLUMN.format(name=name, columns=columns, method=method)


def _number(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    number = "int64" if isinstance(value, int | np.integer) else "float64"
    yield "a NumPy number", f"import numpy as np\n{name} = np.{number}({name})"
    yield "an array of one number", f"import numpy as np\n{name} = np.array({name})"
    yield "a column of one number", f"import pandas as pd\n{name} = pd.Series([{name}])"
    yield "a decimal", f"from decimal import Decimal\n{name} = Decimal(str({name}))"
    yield "a float", f"{name} = float({name})"
    if float(value).is_integer():
        yield "a whole number", f"{name} = int({name})"
    elif "" in look.tolerances and abs(round(float(value), 2) - float(value)) < 0.99 * look.tolerance():
        yield "rounded to two places", f"{name} = round(float({name}), 2)"


def _list(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    items = f"{name}[{look.column!r}]" if isinstance(value, pd.DataFrame) else name
    for kind in ("list", "tuple", "set"):
        yield f"as a {kind}", f"{name} = {kind}({items})"
    yield "in reverse", f"{name} = list({items})[::-1]"
    yield "as an array", f"import numpy as np\n{name} = np.array(list({items}))"
    yield "as an index", f"import pandas as pd\n{name} = pd.Index(list({items}))"
    labels = f'[f"row {{n}}" for n in range(len({items}))]'
    yield "as a column with other labels", f"import pandas as pd\n{name} = pd.Series(list({items}), index={labels})"
    column = look.column or "values"
    yield "as a table of one column", f"import pandas as pd\n{name} = pd.DataFrame({{{column!r}: list({items})}})"


def _mapping(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield "its entries in reverse", f"{name} = dict(reversed({name}.items()))"


def _day(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield "a Python date", f"import pandas as pd\n{name} = pd.Timestamp({name}).date()"
    yield "a day as text", f'import pandas as pd\n{name} = pd.Timestamp({name}).strftime("%Y-%m-%d")'


def _truth(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield "a NumPy truth", f"import numpy as np\n{name} = np.bool_({name})"


def _text(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield "a NumPy text", f"import numpy as np\n{name} = np.str_({name})"


def _function(name: str, value: Any, look: Look) -> Iterator[tuple[str, str]]:
    yield "wrapped in another function", WRAPPED.format(name=name)


SHAPES: dict[str, Callable[[str, Any, Look], Iterator[tuple[str, str]]]] = {
    "table": _table,
    "number": _number,
    "list": _list,
    "mapping": _mapping,
    "day": _day,
    "truth": _truth,
    "text": _text,
    "function": _function,
}
