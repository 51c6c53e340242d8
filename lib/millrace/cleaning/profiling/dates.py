"""Dates that lie far from all others, and dates that come before one they should follow."""

from itertools import combinations

import numpy as np
import pandas as pd

from millrace.cleaning.profiling.finding import Finding, Seen, share_text
from millrace.errors import counted
from millrace.reading.dates.parsing import parse_dates

__all__ = ["dates_in", "far_dates", "reversed_dates"]

TRIED = 300  # distinct values by which it is seen whether a column holds dates
MOSTLY, LEAST_ROWS = 0.9, 20
LEAST_SPAN = np.timedelta64(31, "D")
FOLLOWS = 0.95  # share of rows in which one date comes after the other that makes it a rule


def dates_in(seen: Seen) -> dict[int, np.ndarray]:
    """Read the columns that hold dates.

    Parameters
    ----------
    seen : Seen
        The table.

    Returns
    -------
    dict of int to array of datetime64
        By the place of the column; NaT where there is none.
    """
    found = {}
    for place, cells in enumerate(seen.columns):
        values = seen.table.iloc[:, place]
        if values.dtype.kind == "M":
            plain = values.dt.tz_localize(None) if getattr(values.dtype, "tz", None) is not None else values
            found[place] = plain.to_numpy().astype("datetime64[s]")
        elif values.dtype.kind not in "biufcm" and len(cells.filled) and not seen.mostly_numbers(place):
            texts = pd.Series([cells.texts[p] for p in cells.filled], dtype=object)
            looks = texts.iloc[:: len(texts) // TRIED + 1]
            if looks.str.contains(r"\d").mean() < MOSTLY or parse_dates(looks)["date"].notna().mean() < MOSTLY:
                continue
            days = np.full(len(cells.texts), np.datetime64("NaT"), dtype="datetime64[s]")
            days[cells.filled] = parse_dates(texts)["date"].to_numpy().astype("datetime64[s]")
            found[place] = days[cells.codes]
    return {place: days for place, days in found.items() if (~np.isnat(days)).sum() >= LEAST_ROWS}


def far_dates(seen: Seen, dates: dict[int, np.ndarray]) -> list[Finding]:
    """Say which dates lie further from the others than these are apart.

    Parameters
    ----------
    seen : Seen
        The table.
    dates : dict of int to array
        From `dates_in`.

    Returns
    -------
    list of Finding
    """
    findings = []
    for place, days in dates.items():
        known = np.sort(days[~np.isnat(days)])
        low, high = known[int(0.02 * (len(known) - 1))], known[int(np.ceil(0.98 * (len(known) - 1)))]
        span = max(high - low, LEAST_SPAN)
        far = known[(known < low - span) | (known > high + span)]
        if len(far):
            examples = ", ".join(dict.fromkeys(str(day)[:10] for day in far[[0, -1]]))
            near = known[(known >= low - span) & (known <= high + span)]
            said = (
                f"{seen.names[place]}: {counted(len(far), 'date')} out of range ({examples}); the others run from "
                f"{str(near[0])[:10]} to {str(near[-1])[:10]}."
            )
            findings.append(Finding("dates", said, len(far)))
    return findings


def reversed_dates(seen: Seen, dates: dict[int, np.ndarray]) -> list[Finding]:
    """Say where one date nearly always comes after another, and in some rows before it.

    Parameters
    ----------
    seen : Seen
        The table.
    dates : dict of int to array
        From `dates_in`.

    Returns
    -------
    list of Finding
    """
    findings = []
    for one, other in combinations(dates, 2):
        both = ~np.isnat(dates[one]) & ~np.isnat(dates[other])
        after, before = (dates[other] > dates[one]) & both, (dates[other] < dates[one]) & both
        first, later = (one, other) if after.sum() >= before.sum() else (other, one)
        odd, usual = sorted([int(after.sum()), int(before.sum())])
        if odd and usual >= max(LEAST_ROWS, FOLLOWS * (odd + usual)):
            said = (
                f"{seen.names[later]} is before {seen.names[first]} in {counted(odd, 'row')}; in "
                f"{share_text(1 - odd / int(both.sum()))} it is not."
            )
            findings.append(Finding("dates", said, odd))
    return findings
