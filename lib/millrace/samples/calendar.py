"""How demand moves over the days of 2023 to 2025: weekdays, seasons, and holidays that move with the moon."""

import numpy as np
import pandas as pd

__all__ = ["END", "START", "demand_by_day"]

START = pd.Timestamp("2023-01-01")
END = pd.Timestamp("2025-12-31")
DAYS = pd.date_range(START, END)

LUNAR_NEW_YEAR = ["2023-01-22", "2024-02-10", "2025-01-29"]
# The eve of Ramadan; the last falls in February 2026, so that its early orders are in the data.
RAMADAN = ["2023-03-23", "2024-03-11", "2025-03-01", "2026-02-18"]
SHOPPING_DAYS = ["06-18", "11-11", "12-12"]


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
    growth = 1 + 0.06 * (DAYS - START).days.to_numpy() / 365
    return weights * growth * _open()


def _open() -> np.ndarray:
    closed = np.zeros(len(DAYS), dtype=bool)
    for day in pd.to_datetime(LUNAR_NEW_YEAR):
        closed |= (day - pd.Timedelta(days=5) <= DAYS) & (day + pd.Timedelta(days=9) >= DAYS)
    return (~closed).astype(float)


def _near(days: list[str], *, before: int, width: float) -> np.ndarray:
    """Give a bump of height 1 a number of days before each of some dates."""
    bump = np.zeros(len(DAYS))
    for day in pd.to_datetime(days):
        distance = (DAYS - (day - pd.Timedelta(days=before))).days.to_numpy()
        bump = np.maximum(bump, np.exp(-0.5 * (distance / width) ** 2))
    return bump


def _wholesale() -> np.ndarray:
    month = np.array([0.9, 0.8, 1.1, 1.1, 1.0, 0.9, 0.85, 0.95, 1.2, 1.2, 1.1, 0.9])
    weekday = np.array([1.1, 1.1, 1.05, 1.0, 1.0, 0.9, 0.4])
    return month[DAYS.month - 1] * weekday[DAYS.day_of_week] * (1 + 0.5 * _near(LUNAR_NEW_YEAR, before=24, width=9))


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
    return weekday[DAYS.day_of_week] * (1 + 4 * _near(sales, before=0, width=1.5))
