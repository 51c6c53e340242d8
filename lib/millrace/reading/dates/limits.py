"""The first and last day that users name as limits, read without guessing."""

import datetime as dt
import re

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.reading.dates.styles import read_date_styles

__all__ = ["moment_of"]

_WHOLE_DAY = re.compile(r"yyyy\W?mm\W?dd|d mon|mon d|yyyy mon d|yyyy年m月d日|\{")


def moment_of(limit: object, name: str) -> pd.Timestamp:
    """Read a limit that is a date: a real one, or a text with one reading.

    Parameters
    ----------
    limit : date, Timestamp, datetime64 or str
        What the user gave.
    name : str
        How to name it in a message, such as "earliest".

    Returns
    -------
    Timestamp
        With its time zone, when it has one.

    Raises
    ------
    ArgumentError
        When it is no date: a number (2025 is no day), nothing, a month or year alone, or a text that can be read as
        two days.

    Examples
    --------
    >>> moment_of("2025-1-31", "latest").day
    31
    """
    moment = None
    if isinstance(limit, dt.date | np.datetime64) and not pd.isna(limit):
        moment = pd.Timestamp(limit)
    elif isinstance(limit, str):
        read = read_date_styles([limit, None]).iloc[0]
        one = read["if_day_first"] == read["if_month_first"] or pd.isna(read["if_day_first"]) != pd.isna(
            read["if_month_first"]
        )
        if one and not read["unclear"] and _WHOLE_DAY.search(read["style"]):
            moment = read["if_day_first"] if pd.notna(read["if_day_first"]) else read["if_month_first"]
    if moment is None or pd.isna(moment):
        raise ArgumentError(
            f"{name}={in_words(limit)} is not a date with one reading. A day was expected. Write it as "
            "year-month-day, like '2025-12-31'."
        )
    return pd.Timestamp(moment)
