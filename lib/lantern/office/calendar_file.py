"""The office calendar: holidays that move, fairs, festivals, stops, and which products could not be had."""

import re
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.demand_model import expected_pieces
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.trade import calendar

__all__ = ["FILES", "TRUTHS", "calendar_file", "stock_outs"]

FORGOTTEN_SHARE = 0.15
FAIR_DAYS = 5
STOPS = {"06-30": "stocktake", "12-31": "stocktake"}


def calendar_file(company: Company) -> pd.DataFrame:
    """Return the calendar as the office keeps it, one row per day.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``weekday``, what the day is, and ``out_of_stock``: the items noted as missing on it.
        Source of public holidays and Eid: the library ``holidays`` (China; United Arab Emirates).
    """
    days = calendar.DAYS
    noted = stock_outs(company)
    return pd.DataFrame(
        {
            "date": days,
            "weekday": days.day_name(),
            "public_holiday": _public_holidays(),
            "closed": np.where(calendar.is_open() > 0, "no", "yes"),
            "ramadan": np.where(_fasting(), "yes", "no"),
            "eid": _eids(),
            "trade_fair": _fairs(),
            "shopping_festival": np.where(days.strftime("%m-%d").isin(calendar.SHOPPING_DAYS), "yes", "no"),
            "planned_stop": [STOPS.get(day, "") for day in days.strftime("%m-%d")],
            "out_of_stock": _noted_by_day(noted[noted["noted"] == "yes"]),
        }
    )


def stock_outs(company: Company) -> pd.DataFrame:
    """Return the days on which a product could not be had, and what it cost.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per stock-out: ``sku``, ``first_day``, ``last_day``, ``noted`` in the calendar (yes or no),
        ``noted_from`` (a few days late), and ``lost_pieces``, expected.
    """
    rng = company.chance("stock-outs")
    table = company.demand.stock_outs.drop(columns="product").copy()
    table["noted"] = np.where(rng.random(len(table)) < FORGOTTEN_SHARE, "no", "yes")
    late = pd.to_timedelta(rng.integers(0, 4, len(table)), unit="D")
    table["noted_from"] = np.minimum(table["first_day"] + late, table["last_day"])
    expected = expected_pieces(company)
    gaps = zip(table["sku"], table["first_day"], table["last_day"], strict=True)
    lost = [_lost(expected, *gap) for gap in gaps]
    return table.assign(lost_pieces=np.round(lost, 1))


def _lost(expected: pd.DataFrame, sku: str, first: pd.Timestamp, last: pd.Timestamp) -> float:
    weekly = expected.loc[expected["sku"] == sku].set_index("week")["lost_pieces"]
    week = pd.to_datetime(
        calendar.START + pd.to_timedelta((pd.date_range(first, last) - calendar.START).days // 7 * 7, unit="D")
    )
    return float(weekly.reindex(week.unique()).sum())


def _public_holidays() -> list[str]:
    import holidays

    named = holidays.country_holidays("CN", years=calendar.YEARS.year.tolist(), language="en_US")
    return [re.sub(r" \(.*", "", named.get(day.date(), "")) for day in calendar.DAYS]


def _emirates() -> dict[date, str]:
    import holidays

    return holidays.country_holidays("AE", years=calendar.YEARS.year.tolist(), language="en_US")


def _eids() -> list[str]:
    named = _emirates()
    return [
        name.replace(" Holiday", "") if (name := named.get(day.date(), "")).startswith("Eid") else ""
        for day in calendar.DAYS
    ]


def _fasting() -> np.ndarray:
    ends = sorted(day for day, name in _emirates().items() if name == "Eid al-Fitr")
    return _covered(zip(calendar.RAMADAN, (end - pd.Timedelta(days=1) for end in ends), strict=False))


def _fairs() -> np.ndarray:
    starts = pd.to_datetime(calendar.FAIRS)
    running = _covered((first, first + pd.Timedelta(days=FAIR_DAYS - 1)) for first in starts)
    names = np.where(calendar.DAYS.month < 7, "spring leather fair", "small-commodity fair")
    return np.where(running, names, "")


def _covered(spans: Iterable[tuple[str | date, date]]) -> np.ndarray:
    """Return which days lie in a span of first and last day."""
    days = np.zeros(len(calendar.DAYS), dtype=bool)
    for first, last in spans:
        days |= calendar.DAYS.isin(pd.date_range(first, last))
    return days


def _noted_by_day(gaps: pd.DataFrame) -> list[str]:
    missing: dict[pd.Timestamp, list[str]] = {day: [] for day in calendar.DAYS}
    for sku, first, last in zip(gaps["sku"], gaps["noted_from"], gaps["last_day"], strict=True):
        for day in pd.date_range(first, last):
            missing[day].append(sku)
    return [" ".join(sorted(items)) for items in missing.values()]


FILES = (
    SampleFile(
        "calendar.csv",
        "Office calendar",
        "day",
        "What was out of stock is noted by hand, sometimes late or not at all.",
        documented("""
            date | date | Day
            weekday | string | Monday to Sunday
            public_holiday | string | Name of the public holiday in China; empty on other days
            closed | string | yes while the company is closed for the Lunar New Year, else no
            ramadan | string | yes on days of Ramadan, else no
            eid | string | Eid al-Fitr or Eid al-Adha, as kept in the United Arab Emirates; empty on other days
            trade_fair | string | Name of a trade fair that runs on this day; empty on other days
            shopping_festival | string | yes on days of online shopping festivals, else no
            planned_stop | string | Why the workshop is closed; empty on other days
            out_of_stock | string | Item numbers that could not be had, with a space between; empty when none was noted
        """),
        write_plain(calendar_file),
        key=("date",),
    ),
)

TRUTHS = (
    Truth(
        "stock_outs",
        ("calendar.csv",),
        "{gaps} stock-outs of one to five weeks, of which {silent} were never noted: orders that look like no demand",
        "forecasts too low for the best sellers: about {lost:,.0f} pieces never asked for again",
        stock_outs,
        lambda gaps: {
            "gaps": len(gaps),
            "silent": int((gaps["noted"] == "no").sum()),
            "lost": gaps["lost_pieces"].sum(),
        },
    ),
)
