"""Which columns may stand behind a score: measurements and categories; never names, case numbers or free text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_finite, require_plain_cells

__all__ = ["feature_columns", "in_order", "is_number", "numbers_of", "score_column"]

MOST_LEVELS, LEAST_ROWS_PER_LEVEL = 20, 10
LEAST_ROWS_OF_NUMBERS = 20
LONG_NUMBER = 1e7


def is_number(held: pd.Series) -> bool:
    """Say whether a column holds numbers, or True and False.

    Parameters
    ----------
    held : Series
        One column.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_number(pd.Series([True, None, False])), is_number(pd.Series(["a", "b"]))
    (True, False)
    """
    if isinstance(held.dtype, pd.CategoricalDtype):
        return False
    if pd.api.types.is_numeric_dtype(held.dtype):
        return True
    known = held.dropna()
    return held.dtype == object and len(known) > 0 and bool(known.map(type).isin([bool, np.bool_]).all())


def numbers_of(held: pd.Series) -> np.ndarray:
    """Return a column of numbers, or of True and False, as floating point; empty cells are nan.

    Parameters
    ----------
    held : Series
        A column for which `is_number` is true.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> numbers_of(pd.Series([True, None, False])).tolist()
    [1.0, nan, 0.0]
    """
    return held.astype(object).where(held.notna(), np.nan).astype("float64").to_numpy()


def feature_columns(frame: pd.DataFrame, columns: str | Sequence[str], *, but_not: Sequence[str] = ()) -> list[str]:
    """Hold columns against what may explain a score, and refuse what names a person or a case.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    columns : list of str
        What the score may rest on.
    but_not : list of str
        Columns that hold the answer itself.

    Returns
    -------
    list of str

    Raises
    ------
    ColumnError
        When a column is missing, empty, or holds names, case numbers, dates or free text.
    ArgumentError
        When none is named, one is named twice, or one of them is the answer.

    Examples
    --------
    >>> feature_columns(pd.DataFrame({"km": [3.0, 4.0], "who": ["a", "b"]}), ["km"])
    ['km']
    """
    names = [columns] if isinstance(columns, str) else list(columns)
    if not names or len(set(names)) < len(names):
        raise ArgumentError(
            f"columns={in_words(columns)} was given. One or more different columns were expected. "
            "Write it like columns=['test_result', 'commute_km']."
        )
    require_plain_cells(frame, names)
    for name in names:
        if name in but_not:
            raise ArgumentError(
                f"Column '{name}' is what is to be explained, and among the columns. What may be behind it was "
                "expected. Leave it out of columns."
            )
        _refuse(frame[name], name)
    return names


def _refuse(held: pd.Series, name: str) -> None:
    known = held.dropna()
    if known.empty:
        raise ColumnError(f"Column '{name}' is empty. Values were expected. Leave it out of columns.")
    if pd.api.types.is_datetime64_any_dtype(held.dtype):
        raise ColumnError(
            f"Column '{name}' holds dates. A measurement or a category was expected. Make a number of it, such as days "
            "since the last order, or leave it out."
        )
    if is_number(held):
        _refuse_case_numbers(numbers_of(known), name, pd.api.types.is_integer_dtype(held.dtype))
    else:
        _refuse_texts(known.astype(str), name)


def _refuse_case_numbers(values: np.ndarray, name: str, whole: bool) -> None:
    require_finite(name, values)
    different = np.unique(values)
    if len(values) < LEAST_ROWS_OF_NUMBERS or len(different) < 0.9 * len(values) or (different % 1 != 0).any():
        return
    serial = whole and np.ptp(different) < 1.2 * len(different)
    if serial or different.min() >= LONG_NUMBER:
        raise ColumnError(
            f"Column '{name}' has a number of its own in nearly every row, like case or telephone numbers. A "
            "measurement or a category was expected: who somebody is explains nothing. Leave it out of columns."
        )


def _refuse_texts(known: pd.Series, name: str) -> None:
    levels = known.nunique()
    if levels <= MOST_LEVELS or levels * LEAST_ROWS_PER_LEVEL <= len(known):
        return
    if pd.to_numeric(known, errors="coerce").notna().mean() > 0.9:
        raise ColumnError(f"Column '{name}' holds numbers as text. Numbers were expected. Read it with parse_numbers.")
    raise ColumnError(
        f"Column '{name}' holds {levels:,} different texts in {counted(len(known), 'row')}, like names or free text. A "
        "measurement or a category with few values was expected: who somebody is explains nothing. Leave it out."
    )


def score_column(frame: pd.DataFrame, score: str, score_range: tuple[float, float] | None) -> np.ndarray:
    """Return a score as numbers, empty ones as nan.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    score : str
        Its column.
    score_range : tuple of two numbers, optional
        Lowest and highest value that it can have.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ColumnError
        When it is missing, no number, or outside its range.

    Examples
    --------
    >>> score_column(pd.DataFrame({"score": [48, 61]}), "score", (0, 100)).tolist()
    [48.0, 61.0]
    """
    require_plain_cells(frame, [score])
    if not is_number(frame[score]):
        raise ColumnError(
            f"Column '{score}' holds text. A number per row was expected. Read it with parse_numbers first."
        )
    values = numbers_of(frame[score])
    require_finite(score, values)
    if score_range is not None:
        low, high = score_range
        outside = (values < low) | (values > high)
        if outside.any():
            raise ColumnError(
                f"{outside.sum():,} of {counted(len(values), 'value')} in column '{score}' lie outside {low:g} to "
                f"{high:g}: the lowest is {np.nanmin(values):g}, the highest {np.nanmax(values):g}. Correct them, or "
                "give the score's true range."
            )
    return values


def in_order(frame: pd.DataFrame) -> np.ndarray:
    """Return an order of the rows that rests on what they hold, not on where they lie.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    ndarray of int
        Positions. A draw by lot from rows in this order does not depend on how the table was sorted.

    Examples
    --------
    >>> one = pd.DataFrame({"km": [3, 1, 2]})
    >>> [int(one["km"].iloc[at]) for at in in_order(one)] == [int(x) for x in one[::-1].iloc[in_order(one[::-1])]["km"]]
    True
    """
    plain = pd.DataFrame(
        {
            at: numbers_of(frame.iloc[:, at]) if is_number(frame.iloc[:, at]) else frame.iloc[:, at].astype(str)
            for at in range(frame.shape[1])
        }
    )
    keys = pd.util.hash_pandas_object(plain, index=False).to_numpy()
    return np.argsort(keys, kind="stable")
