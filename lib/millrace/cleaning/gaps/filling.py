"""Filling what is missing as you decide for each column, with a mark left on every filled cell."""

import datetime as dt
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns

__all__ = ["fill_missing"]

_TYPICAL = ["median", "mean", "most common"]
_WAYS = ["leave", "drop row", "unknown", *_TYPICAL, "previous", "zero", "write ...", "median by ..."]


def fill_missing(frame: pd.DataFrame, choices: Mapping[str, object]) -> pd.DataFrame:
    """Do with each column's missing cells what you decided, and mark every cell that was filled.

    Parameters
    ----------
    frame : DataFrame
        Any table. Cells that only look filled are left alone: use ``reveal_missing`` first.
    choices : dict
        Per column one of "leave" (as it is), "drop row", "unknown" (the word), "median", "mean", "most common",
        "previous" (the cell above), "median by <column>" or "median by <column>, <column>" (also mean and most common;
        a group without any value stays missing), "write <text>", "zero", or a number or date to put in. Columns that
        are not named are kept as they are.

    Returns
    -------
    DataFrame
        A new table with a column ``<column>_filled`` (True or False) beside each column that was to be filled.
        Values to fill with are worked out before rows are dropped.

    Raises
    ------
    ColumnError
        When a column is not there, or cannot be filled so (the median of a text).
    ArgumentError
        When a choice is not understood.

    Warns
    -----
    UserWarning
        When missing numbers are filled with "zero": they will pull down every mean and total.

    Notes
    -----
    Single imputation understates how uncertain the data are (Little and Rubin, Statistical Analysis with Missing
    Data, 2019): keep the ``_filled`` columns and look at results with and without those rows.

    Examples
    --------
    >>> orders = pd.DataFrame({"type": ["shop", "shop", "agent"], "quantity": [4.0, None, 40.0]})
    >>> fill_missing(orders, {"quantity": "median by type"})["quantity"].tolist()
    [4.0, 4.0, 40.0]
    """
    if not isinstance(choices, Mapping):
        raise ArgumentError(
            f"choices={in_words(choices)} was given. Pairs in curly brackets were expected. Write it like "
            f"{{'phone': 'unknown'}}."
        )
    require_columns(frame, choices)
    filled, dropped = frame.copy(), np.zeros(len(frame), dtype=bool)
    for column, choice in choices.items():
        gaps = frame[column].isna()
        way = choice if isinstance(choice, str) else ""
        if way == "drop row":
            dropped |= gaps.to_numpy(dtype=bool)
        elif way != "leave":
            filled[column] = _fill(frame, column, choice, gaps)
            flag = f"{column}_filled"
            before = frame[flag].astype(bool) if flag in frame.columns else False
            filled[flag] = (gaps & filled[column].notna()) | before
    return filled[~dropped]


def _fill(frame: pd.DataFrame, column: str, choice: object, gaps: pd.Series) -> pd.Series:
    values = frame[column]
    if not isinstance(choice, str):
        return _with_value(values, _usable(choice, column), gaps)
    way, by, group = choice.partition(" by ")
    if (by and not group.strip()) or choice == "write ":
        raise ArgumentError(
            f"'{choice}' was chosen for column '{column}'. A word after it was expected. Name what to "
            f"{'group by' if by else 'write'}."
        )
    if way in _TYPICAL:
        return _with_typical(frame, column, way, group)
    if choice == "previous":
        return values.ffill()
    if choice == "zero":
        return _with_zero(values, gaps)
    if choice == "unknown" or choice.startswith("write "):
        return _with_word(values, choice.removeprefix("write "))
    raise ArgumentError(
        f"'{choice}' was chosen for column '{column}'.{did_you_mean(choice, _WAYS)} One of these was expected: "
        f"{', '.join(_WAYS)}."
    )


def _usable(value: object, column: str) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        raise ArgumentError("0 was given to fill with. 'zero' was expected. Write 'zero' if you mean nothing at all.")
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        raise ArgumentError(
            f"{in_words(value)} was chosen for column '{column}'. A value or a way to fill was expected. Write "
            "'leave' to leave "
            "its gaps as they are."
        )
    return value


def _with_typical(frame: pd.DataFrame, column: str, way: str, group: str) -> pd.Series:
    values = frame[column]
    if (
        way != "most common"
        and isinstance(values.dtype, pd.CategoricalDtype)
        and pd.api.types.is_numeric_dtype(values.cat.categories)
    ):
        values = values.astype(values.cat.categories.dtype if values.notna().all() else "float64")
    if way != "most common" and _kind(values) not in ("numbers", "dates"):
        raise ColumnError(
            f"Column '{column}' holds {_kind(values)}, and a {way} was asked for. Numbers or dates were expected. "
            f"Read them first (parse_money, parse_quantity, parse_dates), or choose {_instead(values)}."
        )
    if not group:
        typical = _typical(values, way)
        return values if typical is None else _with_value(values, typical, values.isna())
    # a year as a header is a number, and its name in the choice is text
    named = {str(name): name for name in reversed(list(frame.columns))}
    asked = [group] if group in named else [name.strip() for name in group.split(",")]
    groups = [named.get(name, name) for name in asked]
    require_columns(frame, groups)
    if column in groups:
        raise ArgumentError(
            f"'{way} by {group}' was chosen for column '{column}' itself. Other columns were expected: a row whose "
            f"'{column}' is missing has no group. Name the columns that tell what it should be."
        )
    number = frame.groupby(groups, observed=True, sort=False).ngroup()
    per_group = values.groupby(number).agg(_typical, way)
    if values.dtype.kind in "iuf":
        values = values.astype("float64")
    return values.fillna(number.map(per_group))


def _typical(values: pd.Series, way: str) -> object:
    known = values.dropna()
    if known.empty:
        return None
    return known.value_counts(sort=False).idxmax() if way == "most common" else getattr(known, way)()


def _with_value(values: pd.Series, value: object, gaps: pd.Series) -> pd.Series:
    if not gaps.any():
        return values
    if values.dtype.kind == "M" and isinstance(value, dt.date | np.datetime64):
        value = pd.Timestamp(value)
        value = value.tz_localize(values.dt.tz) if value.tzinfo is None and values.dt.tz is not None else value
    if pd.api.types.is_integer_dtype(values) and isinstance(value, float) and not value.is_integer():
        values = values.astype("float64")
    try:
        filled = values.where(~gaps, value)
    except (TypeError, ValueError) as error:
        raise _other_kind(values, value) from error
    if filled.dtype == object and values.dtype != object:
        raise _other_kind(values, value)
    return filled


def _other_kind(values: pd.Series, value: object) -> ColumnError:
    return ColumnError(
        f"Column '{values.name}' cannot hold {in_words(value)}. A value of the column's own kind was expected. "
        "Choose such a value, or 'leave'."
    )


def _kind(values: pd.Series) -> str:
    if values.dtype.kind in "Mm":
        return "dates"
    if pd.api.types.is_bool_dtype(values.dtype):
        return "yes or no"
    return "numbers" if pd.api.types.is_numeric_dtype(values) else "texts"


def _instead(values: pd.Series) -> str:
    ways = {"texts": "unknown", "yes or no": "most common"}
    return f"'leave', '{ways.get(_kind(values), 'median')}' or 'drop row'"


def _with_zero(values: pd.Series, gaps: pd.Series) -> pd.Series:
    if _kind(values) != "numbers":
        raise ColumnError(
            f"Column '{values.name}' holds {_kind(values)}. Numbers were expected for 'zero'. "
            f"Choose {_instead(values)}."
        )
    become = "becomes" if gaps.sum() == 1 else "become"
    warnings.warn(
        f"{counted(int(gaps.sum()), 'missing cell')} of '{values.name}' {become} 0. "
        "That will pull down its mean and its total.",
        UserWarning,
        stacklevel=4,
    )
    return values.fillna(0)


def _with_word(values: pd.Series, word: str) -> pd.Series:
    if _kind(values) != "texts":
        raise ColumnError(
            f"Column '{values.name}' holds {_kind(values)}, and '{word}' is a text. Choose {_instead(values)}."
        )
    if isinstance(values.dtype, pd.CategoricalDtype) and word not in values.cat.categories:
        values = values.cat.add_categories([word])
    return values.fillna(word)
