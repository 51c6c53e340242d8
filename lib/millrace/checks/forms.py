"""Bring an answer to a plain form, so that every right way of writing it passes: only what it says counts."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["kind_of", "numbers_of", "plain_column", "plain_item", "plain_items", "plain_number", "plain_table", "shown"]

TRUTHS = {"true": "1", "false": "0"}
KINDS: dict[type, str] = {
    pd.DataFrame: "a table",
    pd.Series: "one column",
    str: "a text",
    bool: "True or False",
    list: "a list",
    tuple: "several values with commas between them",
    dict: "a dictionary",
    pd.Timestamp: "a date",
}


def kind_of(value: Any) -> str:
    """Say in plain words what an answer is.

    Parameters
    ----------
    value : object
        Any answer.

    Returns
    -------
    str
        For example ``"one column"``; a number is shown itself.

    Examples
    --------
    >>> kind_of([1, 2]), kind_of(3.5), kind_of(print)
    ('a list', '3.5', 'something that cannot be compared (builtin_function_or_method)')
    """
    for kind, words in KINDS.items():
        if isinstance(value, kind):
            return words
    if isinstance(value, np.bool_):
        return "True or False"
    return shown(value) if isinstance(value, Number) else f"something that cannot be compared ({type(value).__name__})"


def shown(value: Any) -> str:
    """Write one value as people write it: no quotes around numbers, no time of midnight, ``nothing`` for a gap.

    Examples
    --------
    >>> shown(12.0), shown("a"), shown(float("nan"))
    ('12', "'a'", 'nothing')
    """
    if isinstance(value, list | tuple | set | frozenset):
        return f"({', '.join(map(shown, value))})"
    if pd.isna(value):
        return "nothing"
    if isinstance(value, Number) and not isinstance(value, bool | np.bool_ | complex):
        return f"{float(value):.10g}"  # type: ignore[arg-type]  # every number of a column can be made a float
    return f"'{value}'"


def plain_number(value: Any) -> float | None:
    """Read an answer as one number.

    Parameters
    ----------
    value : object
        A number of any kind, or a table, column or list that holds just one.

    Returns
    -------
    float or None
        None when it is no finite number; texts and truths are none.

    Examples
    --------
    >>> plain_number(Decimal("1.5")), plain_number(pd.Series([3])), plain_number("3"), plain_number(True)
    (1.5, 3.0, None, None)
    """
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        value = np.asarray(value, dtype=object).reshape(-1)
    if isinstance(value, list | tuple | np.ndarray):
        if len(value) != 1:
            return None
        value = value[0]
    if isinstance(value, bool | np.bool_ | complex) or not isinstance(value, Number | Decimal | Fraction):
        return None
    number = float(value)  # type: ignore[arg-type]  # complex numbers are gone
    return number if np.isfinite(number) else None


def plain_items(value: Any, *, column: str | None = None) -> list[Any] | None:
    """Read an answer as several values, whatever holds them.

    Parameters
    ----------
    value : object
        A list, tuple, set, column, index, array, dictionary (its keys), or a table.
    column : str, optional
        Which column of a table; when a table has only one, that one. A column's own name does not matter, unless its
        index has the name asked for: then the values are there.

    Returns
    -------
    list or None
        The values in order; None when there are none to read. One text or number is a list of one.

    Examples
    --------
    >>> plain_items(pd.Series(["a", "b"])), plain_items("a"), plain_items(print)
    (['a', 'b'], ['a'], None)
    """
    if isinstance(value, pd.DataFrame):
        value = _one_column(value, column)
    elif isinstance(value, pd.Series) and column is not None and column == value.index.name != value.name:
        value = value.index
    if isinstance(value, str | Number | pd.Timestamp | pd.Period):
        return [value]
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, Iterable) and value is not None:
        return list(value)
    return None


def plain_item(value: Any) -> str:
    """Write one value so that months, days, numbers and texts compare, whatever kind they are.

    Examples
    --------
    >>> plain_item(pd.Period("2025-01")), plain_item(" 2025-01"), plain_item(Decimal("3.0"))
    ('2025-01', '2025-01', '3')
    """
    if isinstance(value, pd.Period):
        return str(value)
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        return pd.Timestamp(value).strftime("%Y-%m-%d")
    number = plain_number(value)
    return f"{number:.10g}" if number is not None else str(value).strip()


def _one_column(table: pd.DataFrame, column: str | None) -> pd.Series | None:
    if column in table.columns:
        return table[column]
    if column is not None and column in table.index.names:
        return table.index.get_level_values(column).to_series()
    return table.iloc[:, 0] if table.shape[1] == 1 else None


def plain_table(value: Any, *, key: list[str], columns: list[str]) -> pd.DataFrame | None:
    """Read an answer as a table with plain row numbers, its key among the columns.

    Parameters
    ----------
    value : object
        A table; or a column, where one column beside the key is asked for.
    key : list of str
        Columns that may be in the index instead.
    columns : list of str
        The columns asked for.

    Returns
    -------
    pandas.DataFrame or None
        A copy, safe to change; None when the answer is no table.

    Examples
    --------
    >>> by_firm = pd.Series([3, 5], index=pd.Index(["a", "b"], name="firm"))
    >>> plain_table(by_firm, key=["firm"], columns=["pieces"]).to_dict("list")
    {'firm': ['a', 'b'], 'pieces': [3, 5]}
    """
    beside = [column for column in columns if column not in key]
    if isinstance(value, pd.Series) and len(beside) == 1:
        value = value.to_frame(beside[0])
    if not isinstance(value, pd.DataFrame):
        return None
    table = value.rename(columns=lambda name: name.strip() if isinstance(name, str) else name)
    levels = [name for name in table.index.names if name in {*key, *columns} and name not in table.columns]
    if not levels and len(key) == 1 and key[0] not in table.columns and table.index.names == [None]:
        table = table.rename_axis(key[0])
        levels = key if not isinstance(table.index, pd.RangeIndex) else []
    return (table.reset_index(levels) if levels else table).reset_index(drop=True)


def plain_column(values: pd.Series) -> pd.Series:
    """Bring a column to numbers or to texts: categories, gaps, dates and numbers of any kind become comparable.

    Parameters
    ----------
    values : pandas.Series
        A column of an answer, or of what it is compared with.

    Returns
    -------
    pandas.Series
        Of float64, or of text with days as yyyy-mm-dd; what is missing stays missing.

    Examples
    --------
    >>> plain_column(pd.Series([Decimal("1.50"), None])).tolist(), plain_column(pd.Series(["007 ", "x"])).tolist()
    ([1.5, nan], ['007', 'x'])
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values):
        return values.astype("float64")
    if not _is_days_or_texts(values):
        return _plain(values)
    # Days, names and codes are repeated: each is read once.
    places, different = pd.factorize(values)
    return _plain(pd.Series(different)).reindex(places).set_axis(values.index)


def _is_days_or_texts(values: pd.Series) -> bool:
    dated = pd.api.types.is_datetime64_any_dtype(values) or isinstance(values.dtype, pd.PeriodDtype)
    return dated or _are_texts(values)


def _are_texts(values: pd.Series) -> bool:
    if isinstance(values.dtype, pd.StringDtype):
        return True
    return values.dtype == object and pd.api.types.infer_dtype(values, skipna=True) == "string"


def _plain(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, pd.PeriodDtype):
        values = values.dt.to_timestamp()
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.tz_localize(None) if values.dt.tz is not None else values
        return _without_midnight(values.dt.strftime("%Y-%m-%d %H:%M:%S").astype("string"))
    if _are_texts(values):
        return _without_midnight(values.astype("string").str.strip())
    known = values.dropna()
    text = pd.Series(list(map(_text, values)), index=values.index, dtype="string")
    if len(known) and known.map(lambda value: isinstance(value, bool | np.bool_ | Number | Decimal)).all():
        return numbers_of(text)
    return _without_midnight(text)


def numbers_of(text: pd.Series) -> pd.Series:
    """Read texts as numbers, ``True`` and ``False`` as 1 and 0; what is neither becomes missing.

    Parameters
    ----------
    text : pandas.Series
        Texts.

    Returns
    -------
    pandas.Series
        Of float64.

    Examples
    --------
    >>> numbers_of(pd.Series(["1.50", "False", "x"])).tolist()
    [1.5, 0.0, nan]
    """
    return pd.to_numeric(text.str.lower().replace(TRUTHS), errors="coerce").astype("float64")


def _without_midnight(text: pd.Series) -> pd.Series:
    if not text.str.contains("00:00", regex=False).any():
        return text
    return text.str.replace(r"^(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0+)?)?$", r"\1", regex=True)


def _text(value: Any) -> str | None:
    """Write one value of a column of mixed kinds: sets and lists in order, so that theirs does not matter."""
    if isinstance(value, list | tuple | set | frozenset | np.ndarray | pd.Index | pd.Series):
        return " | ".join(sorted(_texts(value)))
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.tz_localize(None))
    if isinstance(value, Number | Decimal) and not isinstance(value, bool | np.bool_ | complex):
        return f"{float(value):.12g}"  # type: ignore[arg-type]  # complex numbers are gone
    return str(value).strip()


def _texts(values: Iterable[Any]) -> Iterator[str]:
    return (_text(value) or "" for value in values)
