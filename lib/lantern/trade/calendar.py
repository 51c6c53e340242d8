"""How demand moves over the days of 2023 to 2025: weekdays, seasons, and holidays that move with the moon."""

import numpy as np
import pandas as pd

__all__ = ["END", "START", "YEARS", "demand_by_day", "is_open", "load"]

START = pd.Timestamp("2023-01-01")
END = pd.Timestamp("2025-12-31")
DAYS = pd.date_range(START, END)
YEARS = pd.date_range(START, END, freq="YS")

LUNAR_NEW_YEAR = ["2023-01-22", "2024-02-10", "2025-01-29"]
# The eve of Ramadan; the last falls in February 2026, so that its early orders are in the data.
RAMADAN = ["2023-03-23", "2024-03-11", "2025-03-01", "2026-02-18"]
SHOPPING_DAYS = ["03-08", "05-20", "06-18", "08-18", "09-09", "11-11", "12-12"]
# Opening days of the small-commodity fair in October and of the spring fair for bags and leather.
FAIRS = ["2023-04-12", "2023-10-21", "2024-04-12", "2024-10-21", "2025-04-12", "2025-10-21"]
GREAT_SHOPPING_DAYS = {"06-18", "11-11", "12-12"}
GROWTH_A_YEAR = {"wholesale": 0.03, "gulf": 0.07, "europe": -0.04, "retail": 0.16}


def demand_by_day(kind: str) -> np.ndarray:
    """Weigh every day by how much a kind of customer orders on it.

    Parameters
    ----------
    kind : str
        ``"wholesale"``, ``"gulf"``, ``"europe"`` or ``"retail"``.

    Returns
    -------
    numpy.ndarray of float, shape (1096,)
        One weight a day; only their ratios matter. No orders on the days when the company is closed.

    Examples
    --------
    >>> day = START + pd.Timedelta(days=int(demand_by_day("gulf").argmax()))
    >>> day.strftime("%B %Y")  # eight weeks before the Ramadan of February 2026
    'December 2025'
    """
    weights = {"wholesale": _wholesale, "gulf": _gulf, "europe": _europe, "retail": _retail}[kind]()
    growth = (1 + GROWTH_A_YEAR[kind]) ** ((DAYS - START).days.to_numpy() / 365)
    return weights * growth * is_open()


def load(weights: np.ndarray) -> np.ndarray:
    """Return how much work has come in lately, against an average day.

    Parameters
    ----------
    weights : numpy.ndarray of float, shape (1096,)
        What is ordered each day.

    Returns
    -------
    numpy.ndarray of float, shape (1096,)
        Mean of the last four weeks over the mean of all days.
    """
    recent = pd.Series(weights).rolling(28, min_periods=1).mean().to_numpy()
    return recent / weights.mean()


def is_open() -> np.ndarray:
    """Return on which days the company works: not for the Lunar New Year, five days before to nine days after.

    Returns
    -------
    numpy.ndarray of float, shape (1096,)
        1 for an open day, 0 for a closed one.
    """
    closed = np.zeros(len(DAYS), dtype=bool)
    for day in pd.to_datetime(LUNAR_NEW_YEAR):
        closed |= (day - pd.Timedelta(days=5) <= DAYS) & (day + pd.Timedelta(days=9) >= DAYS)
    return (~closed).astype(float)


def _near(days: list[str], *, before: int, width: float) -> np.ndarray:
    """Return a bump of height 1 a number of days before each of some dates."""
    bump = np.zeros(len(DAYS))
    for day in pd.to_datetime(days):
        distance = (DAYS - (day - pd.Timedelta(days=before))).days.to_numpy()
        bump = np.maximum(bump, np.exp(-0.5 * (distance / width) ** 2))
    return bump


def _wholesale() -> np.ndarray:
    month = np.array([0.95, 0.7, 1.1, 1.15, 1.0, 0.8, 0.65, 0.8, 1.3, 1.4, 1.25, 1.0])
    weekday = np.array([1.1, 1.1, 1.05, 1.0, 1.0, 0.9, 0.4])
    peaks = 0.6 * _near(LUNAR_NEW_YEAR, before=24, width=9) + 1.3 * _near(FAIRS, before=-4, width=4)
    stocking = 0.8 * _near(
        [f"{year}-{day}" for year in (2023, 2024, 2025) for day in ("05-01", "10-01")], before=10, width=4
    )
    at_home = 1 - 0.75 * _near(
        [f"{year}-{day}" for year in (2023, 2024, 2025) for day in ("05-03", "10-04")], before=0, width=2.5
    )
    return month[DAYS.month - 1] * weekday[DAYS.day_of_week] * (1 + peaks + stocking) * at_home


def _gulf() -> np.ndarray:
    weekday = np.array([1.0, 1.0, 1.0, 1.0, 0.7, 0.4, 0.9])
    return weekday[DAYS.day_of_week] * (0.5 + 2.2 * _near(RAMADAN, before=56, width=16))


def _europe() -> np.ndarray:
    month = np.array([0.7, 1.0, 1.2, 1.0, 0.9, 0.8, 0.9, 1.1, 1.5, 1.5, 0.9, 0.4])
    weekday = np.array([1.0, 1.0, 1.0, 1.0, 0.9, 0.1, 0.1])
    return month[DAYS.month - 1] * weekday[DAYS.day_of_week]


def _retail() -> np.ndarray:
    weekday = np.array([0.9, 0.9, 0.9, 0.95, 1.05, 1.25, 1.2])
    sales = [f"{year}-{day}" for year in (2023, 2024, 2025) for day in SHOPPING_DAYS]
    great = [day for day in sales if day[5:] in GREAT_SHOPPING_DAYS]
    return weekday[DAYS.day_of_week] * (
        1 + 1.5 * _near(sales, before=0, width=1.5) + 4 * _near(great, before=0, width=1.5)
    )
