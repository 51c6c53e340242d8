"""The step between two periods, worked out from the dates, and how many steps a season has."""

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

from millrace.errors import ArgumentError, in_words, require_columns

__all__ = ["checked_step", "frequency", "kind_of_step", "season_length"]

SEASONS = {"D": 7, "B": 5, "W": 52, "M": 12, "Q": 4, "Y": 1}
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def frequency(series: pd.DataFrame) -> str | int:
    """Work out the step between the periods of all series.

    Parameters
    ----------
    series : DataFrame
        ``unique_id`` and ``ds`` (dates or whole numbers).

    Returns
    -------
    str or int
        As pandas writes it: "D", "B" (Monday to Friday), "W-MON" to "W-SUN", "MS" or "ME", "QS-JAN" or "QE-DEC" and
        their like, "YS-JAN" or "YE-DEC"; the whole number for whole numbers.

    Raises
    ------
    ArgumentError
        When no series has two periods, when series have different steps, or the step is none of these.

    Examples
    --------
    >>> frequency(pd.DataFrame({"unique_id": "a", "ds": pd.date_range("2025-01-06", periods=3, freq="W-MON")}))
    'W-MON'
    """
    require_columns(series, ["unique_id", "ds"], table="the series")
    ids, names = pd.factorize(series["unique_id"])
    order = np.lexsort((series["ds"].to_numpy(), ids))
    ids, ds = ids[order], series["ds"].iloc[order].reset_index(drop=True)
    step = ds.diff().where(np.r_[False, ids[1:] == ids[:-1]])
    if not step.notna().any():
        raise ArgumentError(
            "No series has two periods, so the step between them is not known. Give it, for example freq='W-MON'."
        )
    if not pd.api.types.is_datetime64_any_dtype(ds):
        return int(step[step > 0].min())
    days = step.dt.days
    days = days[days > 0]
    # The lower of two middle values: a gap makes a step longer, never shorter.
    usual = days.groupby(ids[days.index]).quantile(0.5, interpolation="lower")
    kinds = usual.map(_kind)
    if kinds.nunique() > 1:
        few, many = kinds.value_counts().index[[-1, 0]]
        raise ArgumentError(
            f"The series have different steps: {names[kinds[kinds == few].index[0]]} is {few}, "
            f"{names[kinds[kinds == many].index[0]]} is {many}. One step for all was expected. Forecast them apart."
        )
    return _alias(kinds.iloc[0], ds, days)


def season_length(freq: str | int) -> int:
    """Return how many periods a season usually has: 7 days, 5 working days, 52 weeks, 12 months, 4 quarters, 1 year.

    Parameters
    ----------
    freq : str or int
        The step between periods; for whole numbers nothing is known, so 1.

    Returns
    -------
    int

    Examples
    --------
    >>> season_length("W-MON"), season_length("MS"), season_length(1)
    (52, 12, 1)
    """
    if isinstance(freq, int):
        return 1
    kind = kind_of_step(freq)
    if kind not in SEASONS:
        raise ArgumentError(
            f"freq='{freq}' has no usual season. Days, weeks, months, quarters or years were expected. "
            "Give season_length=."
        )
    return SEASONS[kind]


def kind_of_step(freq: str) -> str:
    """Return the letter of a step without its anchor: "W" for "W-MON", "M" for "MS" and "ME"."""
    return freq.partition("-")[0].removesuffix("S").removesuffix("E") or freq


def checked_step(freq: str | int, ds: pd.Series) -> str | int:
    """Return the step as it was given, when it is one and suits the periods."""
    dates = pd.api.types.is_datetime64_any_dtype(ds)
    if not dates and (isinstance(freq, bool) or not isinstance(freq, int | np.integer) or freq < 1):
        raise ArgumentError(
            f"freq={in_words(freq)} was given, and the periods are whole numbers. A whole number of 1 or more was "
            "expected. Correct it, or leave it out."
        )
    if not dates:
        return int(freq)
    if not isinstance(freq, str):
        raise ArgumentError(
            f"freq={in_words(freq)} was given, and the periods are dates. A step such as 'W-MON' was expected. Correct "
            "it, or leave it out."
        )
    try:
        to_offset(freq)
    except ValueError as error:
        raise ArgumentError(
            f"freq={in_words(freq)} was given. A step as pandas writes it was expected: 'D', 'W-MON', 'MS', 'QS' or "
            "'YS'. Correct it, or leave it out."
        ) from error
    return freq


def _kind(days: float) -> str:
    names = {
        "every day": (1, 1),
        "every week": (7, 7),
        "every month": (28, 31),
        "every quarter": (89, 92),
        "every year": (365, 366),
    }
    return next((name for name, (least, most) in names.items() if least <= days <= most), f"every {days:g} days")


def _alias(kind: str, ds: pd.Series, days: pd.Series) -> str:
    last_day = ds.dt.is_month_end.all()
    if kind == "every day":
        return "B" if ds.dt.day_of_week.max() < 5 and (days == 3).any() and not (days == 2).any() else "D"
    if kind == "every week" and ds.dt.day_of_week.nunique() == 1:
        return f"W-{WEEKDAYS[ds.dt.day_of_week.iloc[0]]}"
    if kind == "every month" and ((ds.dt.day == 1).all() or last_day):
        return "ME" if last_day else "MS"
    if kind in ("every quarter", "every year") and ((ds.dt.day == 1).all() or last_day):
        month = int(ds.dt.month.mod(3).iloc[0]) if kind == "every quarter" else int(ds.dt.month.iloc[0])
        return f"{'Q' if kind == 'every quarter' else 'Y'}{'E' if last_day else 'S'}-{MONTHS[month - 1]}"
    begin = f"on {' and '.join(ds.dt.day_name().unique()[:2])}" if kind == "every week" else "on different days"
    raise ArgumentError(
        f"The periods come {kind} and begin {begin}, from {ds.min():%Y-%m-%d} on. Days, weeks, months, quarters or "
        "years that all begin alike were expected. Add up to periods first, with forecasting.demand(...), or give "
        "freq=."
    )
