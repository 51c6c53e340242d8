"""Dates typed without quotes: Python subtracts and divides them, or cannot read them."""

import re
from datetime import date

__all__ = ["DATE_TYPED", "date_in_quotes", "dates_of"]

DATE_TYPED = re.compile(
    r"(?<![\w.\-/])(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d\d)(?![\w.\-/])"
)


def dates_of(typed: str) -> list[str]:
    """Read a date as typed, in every way in which it can be meant.

    Parameters
    ----------
    typed : str
        Such as ``"3/4/2025"`` or ``"2025-4"``.

    Returns
    -------
    list of str
        As year-month-day, or year-month; two when day and month may stand in either order, none when it is no date.

    Examples
    --------
    >>> dates_of("2025-4"), dates_of("25.12.2025"), dates_of("03/04/2025")
    (['2025-04'], ['2025-12-25'], ['2025-04-03', '2025-03-04'])
    """
    parts = [int(part) for part in re.split(r"[-/.]", typed)]
    if len(parts) == 2:
        return [f"{parts[0]}-{parts[1]:02d}"] if 1 <= parts[1] <= 12 else []
    year, *rest = parts if parts[0] > 31 else parts[::-1]
    # The year last: first the day, then the month, as in most countries, or the other way round, as in America.
    orders = [rest] if parts[0] > 31 else [rest, rest[::-1]]
    return list(dict.fromkeys(str(date(year, *order)) for order in orders if _is_a_day(year, *order)))


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def date_in_quotes(typed: str) -> str:
    """Write a date as text, where it can be read in one way only.

    Parameters
    ----------
    typed : str
        As typed.

    Returns
    -------
    str
        In quotes, year first; in its own order where that leaves two readings.

    Examples
    --------
    >>> date_in_quotes("25.12.2025"), date_in_quotes("03/04/2025")
    ('"2025-12-25"', '"03/04/2025"')
    """
    meant = dates_of(typed)
    return f'"{meant[0]}"' if len(meant) == 1 else f'"{typed}"'
