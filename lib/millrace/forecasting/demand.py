"""From order lines to periods: how many pieces were ordered of each product, period by period."""

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_columns
from millrace.forecasting.columns import named, numbered

__all__ = ["demand", "left_out"]

EVERY = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
STARTS = ("first sale", "first period")


def demand(
    lines: pd.DataFrame,
    *,
    unique_id: str | Sequence[str] | None,
    date: str,
    quantity: str,
    every: str = "week",
    first: str | datetime.date | None = None,
    last: str | datetime.date | None = None,
    start: str = "first sale",
) -> pd.DataFrame:
    """Add order lines up to periods; a period without a line is a true zero, a period that is not over is left out.

    Parameters
    ----------
    lines : DataFrame
        One row per sale or order line; it is not changed. Lines that take something back are below zero.
    unique_id : str, list of str or None
        The column that names the product; several are joined with " / "; None for everything together.
    date : str
        The column of dates.
    quantity : str
        The column of what was ordered, in any unit.
    every : {"week", "day", "month", "quarter", "year"}
        The length of a period; weeks begin on Monday.
    first, last : date, optional
        The first and last day that the file covers; by default those of its lines. On weekdays on which nothing ever
        happens nobody waits for a line.
    start : {"first sale", "first period"}
        Where each series begins: with its own first line, or with all others.

    Returns
    -------
    DataFrame
        ``unique_id``, ``ds`` (the first day of the period), ``y`` (the sum), sorted. All series end together, with the
        last whole period: a product that nobody orders any more goes on with zeros.

    Raises
    ------
    ColumnError
        When a column is missing, or holds what cannot be read.
    ArgumentError
        When there is no whole period.

    See Also
    --------
    left_out : the lines that are in no whole period.

    Examples
    --------
    >>> lines = pd.DataFrame({"day": ["2025-03-03", "2025-03-09", "2025-03-19", "2025-03-23"], "cups": [2, 1, 4, 3]})
    >>> demand(lines, unique_id=None, date="day", quantity="cups")["y"].tolist()
    [3.0, 0.0, 7.0]
    """
    table, whole, labels = _in_periods(lines, unique_id, date, quantity, every, first, last)
    if start not in STARTS:
        raise ArgumentError(f"start={in_words(start)} was given. One of {', '.join(STARTS)} was expected. Correct it.")
    place, names = pd.factorize(labels, sort=True)
    rows, column = place[table["series"].to_numpy()], table["column"].to_numpy()
    inside = column >= 0
    cells, shape = rows[inside] * len(whole) + column[inside], (len(names), len(whole))
    sums = np.bincount(cells, table["y"].to_numpy()[inside], minlength=shape[0] * shape[1]).reshape(shape)
    begins = np.full(len(names), len(whole))
    np.minimum.at(begins, rows[inside], column[inside])
    if start == "first period":
        begins[:] = 0
    there = np.arange(len(whole)) >= begins[:, None]
    row, period = np.nonzero(there)
    return pd.DataFrame({"unique_id": names[row], "ds": whole.to_timestamp()[period], "y": sums[row, period]})


def left_out(
    lines: pd.DataFrame,
    *,
    unique_id: str | Sequence[str] | None,
    date: str,
    quantity: str,
    every: str = "week",
    first: str | datetime.date | None = None,
    last: str | datetime.date | None = None,
) -> pd.DataFrame:
    """Return the lines that `demand` leaves out, because their period is not whole.

    Parameters
    ----------
    lines, unique_id, date, quantity, every, first, last : as there
        As in `demand`.

    Returns
    -------
    DataFrame
        Those lines, with a column ``reason``.

    Examples
    --------
    >>> lines = pd.DataFrame({"day": ["2025-03-03", "2025-03-09", "2025-03-11"], "cups": [2, 1, 4]})
    >>> left_out(lines, unique_id=None, date="day", quantity="cups")["reason"].item()
    'the week of 2025-03-10 is not over'
    """
    table, whole, _ = _in_periods(lines, unique_id, date, quantity, every, first, last)
    table = table[table["column"] < 0]
    period = table["ds"].dt.to_period(EVERY[every])
    why = np.where(period < whole[0], " is not in the file from its beginning", " is not over")
    reason = f"the {every} of " + period.dt.start_time.dt.strftime("%Y-%m-%d") + why
    # An order line may stand at any place of the caller's table, so its own row number finds it again.
    return lines.iloc[table.index].assign(reason=reason.to_numpy())


def _in_periods(
    lines: pd.DataFrame,
    unique_id: str | Sequence[str] | None,
    date: str,
    quantity: str,
    every: str,
    first: str | datetime.date | None,
    last: str | datetime.date | None,
) -> tuple[pd.DataFrame, pd.PeriodIndex, np.ndarray]:
    """Return a row per line (its series, its place among the whole periods or -1), these periods, and the names."""
    if every not in EVERY:
        raise ArgumentError(f"every={in_words(every)} was given. One of {', '.join(EVERY)} was expected. Correct it.")
    require_columns(lines, [date, quantity], table="the lines")
    number, labels = numbered(lines, unique_id)
    table = named(lines[[date, quantity]].reset_index(drop=True), None, date, quantity)
    if table["y"].isna().any():
        raise ArgumentError(
            f"{counted(int(table['y'].isna().sum()), 'line')} without a number in '{quantity}'. A number in every line "
            "was expected. Leave them out and say so, or fill them."
        )
    if not pd.api.types.is_datetime64_any_dtype(table["ds"]):
        raise ColumnError(
            f"'{date}' holds whole numbers such as {table['ds'].iloc[0]}. Dates were expected. Read them first, with "
            "cleaning.parse_dates(...)."
        )
    day, days = pd.factorize(table["ds"])
    whole = _whole(pd.Series(days), EVERY[every], every, first, last)
    column = whole.get_indexer(pd.DatetimeIndex(days).to_period(EVERY[every]))
    return table.assign(series=number, column=column[day]), whole, labels


def _whole(
    dates: pd.Series, freq: str, every: str, first: str | datetime.date | None, last: str | datetime.date | None
) -> pd.PeriodIndex:
    begin = dates.min().normalize() if first is None else pd.Timestamp(first)
    end = dates.max().normalize() if last is None else pd.Timestamp(last)
    usual = set(dates.dt.day_of_week.unique())
    # Days on which nothing ever happens may be missing at either end.
    while first is None and len(usual) < 7 and (begin - pd.Timedelta(days=1)).day_of_week not in usual:
        begin -= pd.Timedelta(days=1)
    while last is None and len(usual) < 7 and (end + pd.Timedelta(days=1)).day_of_week not in usual:
        end += pd.Timedelta(days=1)
    periods = pd.period_range(begin, end, freq=freq)
    whole = periods[(periods.start_time >= begin) & (periods.end_time.normalize() <= end)]
    if not len(whole):
        raise ArgumentError(
            f"From {begin:%Y-%m-%d} to {end:%Y-%m-%d} there is no whole {every}. At least one was expected. Take a "
            "shorter period, or say with first= and last= which days the file covers."
        )
    return whole
