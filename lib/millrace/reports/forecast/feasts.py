"""Feasts ahead of which the chosen models know too little: what they did in earlier years, and what is forecast."""

import re

import numpy as np
import pandas as pd

from millrace.reports.forecast.periods import Demand

__all__ = ["feasts_ahead"]

LEAST_YEARS, NEIGHBOURS = 2, 4
NOTABLE, APART = 0.5, 0.3  # of a usual period
NEARBY = re.compile(r", (?:in \d+|\d+ after)$")


def feasts_ahead(demand: Demand, forecast: pd.DataFrame) -> list[str]:
    """Name the coming feasts that moved all sales in each earlier year, where the forecast does not follow them.

    Parameters
    ----------
    demand : Demand
        From `add_up`, with a calendar.
    forecast : DataFrame
        ``unique_id``, ``ds``, ``forecast``.

    Returns
    -------
    list of str
        One sentence per feast: what it did, what is forecast. Empty without a calendar, or where they agree.

    Notes
    -----
    All products together, against the four periods before and after the feast in which there is none. A feast counts
    when it moved sales the same way in two years or more, each time by half of a usual period or more.
    """
    if demand.features is None:
        return []
    past = demand.history.groupby("ds")["y"].sum()
    coming = forecast.groupby("ds")["forecast"].sum()
    events = demand.features[[name for name in demand.features if not NEARBY.search(str(name))]]
    quiet = ~(events > 0).any(axis="columns")
    said = []
    for name in events:
        days = events.index[events[name] > 0]
        known = [share for _, share in _most_moved(past, quiet, [day for day in days if day in past.index])]
        ahead = _most_moved(pd.concat([past, coming]), quiet, [day for day in days if day in coming.index])
        if len(known) >= LEAST_YEARS and (max(known) <= 1 - NOTABLE or min(known) >= 1 + NOTABLE):
            usual = float(np.mean(known))
            said += [_told(name, day, known, share) for day, share in ahead if abs(share - usual) > APART]
    return list(dict.fromkeys(said))


def _most_moved(sold: pd.Series, quiet: pd.Series, days: list[pd.Timestamp]) -> list[tuple[pd.Timestamp, float]]:
    """Return the period of each year that moved most: a feast may reach into two, and touch one of them only."""
    beside = [(day, _beside(sold, quiet, day)) for day in days]
    known = [(day, share) for day, share in beside if np.isfinite(share)]
    years = dict.fromkeys(day.year for day, _ in known)
    return [max((one for one in known if one[0].year == year), key=lambda one: abs(one[1] - 1)) for year in years]


def _beside(sold: pd.Series, quiet: pd.Series, day: pd.Timestamp) -> float:
    """Return the sales of a period as a share of the ordinary ones around it."""
    place = int(np.flatnonzero(sold.index == day)[0])
    around = sold.iloc[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1].drop(day)
    ordinary = around[quiet.reindex(around.index, fill_value=True)]
    return float(sold[day] / ordinary.mean()) if len(ordinary) and ordinary.mean() else np.nan


def _told(name: object, day: pd.Timestamp, known: list[float], share: float) -> str:
    earlier = " and ".join(f"{100 * max(one, 0):.0f} %" for one in known[-3:])
    return (
        f"{name}, {day:%Y-%m-%d}: in earlier years that period brought {earlier} of a usual one; here "
        f"{100 * share:.0f} % are forecast. Correct that period by hand."
    )
