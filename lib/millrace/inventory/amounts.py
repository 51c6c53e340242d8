"""Numbers, draws and dates as the stock functions take them, with a clear sentence where they are none."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["amount", "dates_in", "draws_of", "numbers_in", "prices_of", "share_of"]


def amount(value: object, *, name: str, above: float = 0.0, or_equal: bool = False) -> float:
    """Read one number that must lie above a limit.

    Parameters
    ----------
    value : object
        What was given.
    name : str
        Its name in the message.
    above : float
        The limit.
    or_equal : bool
        Whether the limit itself is allowed.

    Returns
    -------
    float

    Raises
    ------
    ArgumentError
        When it is no number, not finite, or too low.

    Examples
    --------
    >>> amount(3, name="pack")
    3.0
    """
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    found = float(value) if number else np.nan  # type: ignore[arg-type]
    if not np.isfinite(found) or found < above or (found == above and not or_equal):
        limit = f"of {above:g} or more" if or_equal else f"above {above:g}"
        way_out = "Write decimals with a point, as in 64.50." if isinstance(value, tuple) else "Correct it."
        raise ArgumentError(f"{name}={in_words(value)} was given. A number {limit} was expected. {way_out}")
    return found


def share_of(value: object, *, name: str) -> float:
    """Read a share that lies between 0 and 1, and is neither.

    Parameters
    ----------
    value : object
        What was given.
    name : str
        Its name in the message.

    Returns
    -------
    float

    Raises
    ------
    ArgumentError
        When it is no such share.

    Examples
    --------
    >>> share_of(0.95, name="service_level")
    0.95
    """
    found = amount(value, name=name)
    if found >= 1:
        raise ArgumentError(
            f"{name}={in_words(value)} was given. A share between 0 and 1 was expected. Write 95 % as 0.95; "
            "no stock can promise 100 %."
        )
    return found


def draws_of(values: object, *, name: str, of: str = "demand") -> np.ndarray:
    """Read possible values, one per draw, none of them negative.

    Parameters
    ----------
    values : Series, array or list
        The draws.
    name : str
        Its name in the message.
    of : str
        What they are, for the message.

    Returns
    -------
    numpy.ndarray of float
        A copy, in the order given.

    Raises
    ------
    ArgumentError
        When there is none, one is missing or negative, they are text, or there is more than one column.

    Examples
    --------
    >>> draws_of([3, 5], name="draws").tolist()
    [3.0, 5.0]
    """
    try:
        found = np.array(values, dtype="float64")
    except (TypeError, ValueError) as error:
        raise ArgumentError(
            f"{name} holds something else than numbers. Possible values of {of} were expected, one per draw. "
            "Take one column of numbers."
        ) from error
    if found.ndim != 1 or not found.size:
        raise ArgumentError(
            f"{name} is {'empty' if not found.size else 'not one column'}. Possible values of {of} were expected, one "
            "per draw. Take one column, as in draws['LB-B001']."
        )
    wrong = int((~np.isfinite(found)).sum()), int((found < 0).sum())
    if any(wrong):
        raise ArgumentError(
            f"{name} has {wrong[0]} missing or endless and {wrong[1]} negative values. {of.capitalize()} of 0 or more "
            "was expected. Take returns out, and fill or leave out what is missing."
        )
    return found


def dates_in(frame: pd.DataFrame, column: str, *, table: str) -> pd.Series:
    """Return a column of days, without the time of day.

    Parameters
    ----------
    frame : DataFrame
        The table.
    column : str
        Its column.
    table : str
        What to call the table.

    Returns
    -------
    Series of datetime

    Raises
    ------
    ColumnError
        When the column is missing or holds no dates.

    Examples
    --------
    >>> dates_in(pd.DataFrame({"day": pd.to_datetime(["2025-03-01"])}), "day", table="moves").dt.day.tolist()
    [1]
    """
    require_columns(frame, [column], table=table)
    if frame[column].dtype.kind != "M":
        raise ColumnError(
            f"Column '{column}' of {table} holds no dates. Dates were expected. Read it with parse_dates first."
        )
    return frame[column].dt.normalize()


def numbers_in(frame: pd.DataFrame, columns: Sequence[str], *, table: str, least: float | None = None) -> None:
    """Stop when a column is missing, holds text or gaps, or a value below the least one.

    Parameters
    ----------
    frame : DataFrame
        The table.
    columns : list of str
        Columns that must hold numbers.
    table : str
        What to call the table.
    least : float, optional
        The lowest value allowed.

    Raises
    ------
    ColumnError
        Naming column and what is wrong.

    Examples
    --------
    >>> numbers_in(pd.DataFrame({"pieces": [2, 3]}), ["pieces"], table="the plan", least=0)
    """
    require_columns(frame, columns, table=table)
    for column in columns:
        values = frame[column]
        if not pd.api.types.is_numeric_dtype(values) and len(values):
            raise ColumnError(
                f"Column '{column}' of {table} holds text. Numbers were expected. Read it with parse_numbers first."
            )
        low = 0 if least is None else int((values < least).sum())
        if values.isna().any() or low:
            raise ColumnError(
                f"Column '{column}' of {table} has {int(values.isna().sum())} missing values and {low} below "
                f"{0 if least is None else least:g}. A number in every row was expected. Correct these rows."
            )


def prices_of(prices: "pd.Series | Mapping[str, float]") -> pd.Series:
    """Read one price above 0 per item.

    Parameters
    ----------
    prices : Series or dict
        Price of one unit by item; what has none is left out.

    Returns
    -------
    Series of float

    Raises
    ------
    ArgumentError
        When there is none, one is 0 or less, or an item has two.

    Examples
    --------
    >>> prices_of({"zip": 2})["zip"].item()
    2.0
    """
    price = pd.Series(prices, dtype="float64").dropna()
    twice = price.index[price.index.duplicated()]
    if len(twice) or price.empty or (price <= 0).any():
        found = (
            f"two prices for {in_words(twice[0])}" if len(twice) else "none" if price.empty else "a price of 0 or less"
        )
        raise ArgumentError(
            f"prices has {found}. One price above 0 per item was expected. Write it like "
            "materials.set_index('material_id')['price_cny']."
        )
    return price
