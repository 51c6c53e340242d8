"""What a column proves about the order of its dates: dots that one order explains, and years that may be first."""

import numpy as np
import pandas as pd

__all__ = ["proved_by_dots", "year_may_be_first"]

# A column of dates has more than half of its days beyond the 12th; proof rarer than this is a slip or another hand.
LEAST_PROOF = 0.2
LEAST_DAYS = 3
_DOTTED = ("{0}.{1}.yyyy", "{0}.{1}.yy")
_SHORT = ("{0}-{1}-yy", "{0}/{1}/yy")


def proved_by_dots(read: pd.DataFrame) -> np.ndarray:
    """Say for dotted dates such as 03.04.05 which order the other dotted dates of the column prove.

    Parameters
    ----------
    read : DataFrame
        One row per cell, as `read_date_styles` makes them.

    Returns
    -------
    array of float
        1 for the day first, 0 for the month first, nan where nothing is proved. Only dots count: a day stands first
        nearly wherever dates are dotted, so that one order is the habit, while slashes are written either way.

    Examples
    --------
    >>> from millrace.reading.dates.styles import read_date_styles
    >>> proved_by_dots(read_date_styles(["03.04.05", "25.04.05", "03/04/05"])).tolist()
    [1.0, 1.0, nan]
    """
    dotted = read["style"].isin(_DOTTED).to_numpy(dtype=bool)
    day, month = read["if_day_first"].to_numpy(), read["if_month_first"].to_numpy()
    by_day = int((dotted & ~np.isnat(day) & np.isnat(month)).sum())
    by_month = int((dotted & np.isnat(day) & ~np.isnat(month)).sum())
    either = int((dotted & ~np.isnat(day) & ~np.isnat(month) & (day != month)).sum())
    proof = max(by_day, by_month)
    if not proof or min(by_day, by_month) or proof < LEAST_PROOF * either:
        return np.full(len(read), np.nan)
    return np.where(dotted, float(by_day > 0), np.nan)


def year_may_be_first(read: pd.DataFrame) -> np.ndarray:
    """Mark dates such as 25-04-03 in a column where the first number varies like years and the last like days.

    Parameters
    ----------
    read : DataFrame
        One row per cell, as `read_date_styles` makes them.

    Returns
    -------
    array of bool

    Examples
    --------
    >>> from millrace.reading.dates.styles import read_date_styles
    >>> year_may_be_first(read_date_styles(["25-04-03", "25-04-17", "25-11-28"])).tolist()
    [True, True, True]
    """
    short = read["style"].isin(_SHORT).to_numpy(dtype=bool)
    day, month = pd.Series(read["if_day_first"][short]), pd.Series(read["if_month_first"][short])
    if bool((month.notna() & day.isna()).any()):
        return np.zeros(len(read), dtype=bool)
    known = pd.to_datetime(day.dropna())
    last = known.dt.year % 100
    beyond = bool((read["style"] == "yy/mm/dd").any())
    days_last = len(set(last)) > len(set(known.dt.day)) and len(set(last)) >= LEAST_DAYS
    fits = bool(len(known)) and bool(((last >= 1) & (last <= 31)).all())
    return short & (fits and (beyond or days_last))
