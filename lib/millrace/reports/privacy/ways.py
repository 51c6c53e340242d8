"""A way to coarsen each column that others may know: days to months, numbers to bands, rare words to "other"."""

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from millrace.privacy.header_words import plain_header
from millrace.privacy.hierarchies import Hierarchy, Level, bands, beginnings, hide, parts_of_date
from millrace.reading import date_order, parse_dates, parse_money
from millrace.reports.choosing import share_of_kind

__all__ = ["way_for", "ways_for"]

NEARLY_ALL, FEW = 0.9, 3
UNREADABLE, OTHER = "unreadable", "other"
POSTCODES = ("plz", "postleitzahl", "zip", "zip_code", "zipcode", "postcode", "post_code", "postal_code", "code_postal",
             "codigo_postal", "邮编", "邮政编码", "الرمز_البريدي")  # fmt: skip
NARROW = {1: (1, 5, 10), 2: (2, 10, 20), 5: (5, 10, 20)}


def ways_for(table: pd.DataFrame, *, k: int, day_first: bool | None = None) -> dict[str, Hierarchy]:
    """Choose for each column how it is made coarser.

    Parameters
    ----------
    table : DataFrame
        The columns that others may know.
    k : int
        Words of fewer rows than this are rare.
    day_first : bool, optional
        What 03/04/2025 means; without it the whole column settles it where it can.

    Returns
    -------
    dict of str to Hierarchy
    """
    return {str(column): way_for(table[column], k=k, day_first=day_first) for column in table.columns}


def way_for(column: pd.Series, *, k: int = 5, day_first: bool | None = None) -> Hierarchy:
    """Choose how a column is made coarser, by what its cells hold.

    Parameters
    ----------
    column : Series
        Its cells as they were read.
    k : int
        Words of fewer rows than this are rare.
    day_first : bool, optional
        What 03/04/2025 means.

    Returns
    -------
    Hierarchy

    Examples
    --------
    >>> way = way_for(pd.Series(["03.04.1985", "17.04.1985", "12.1986"]))
    >>> [level.labels for level in way.levels(["03.04.1985", "17.04.1985"], "born")][1:3]
    [['1985-04', '1985-04'], ['1985Q2', '1985Q2']]
    >>> way_for(pd.Series(range(18, 65))).levels([31, 38], "age")[1].labels
    ['30-34', '35-39']
    """
    known = column.dropna()
    if pd.api.types.is_bool_dtype(column) or known.nunique() <= 2:
        return hide()
    if pd.api.types.is_datetime64_any_dtype(column):
        return parts_of_date()
    if plain_header(column.name) in POSTCODES:
        return _postcodes(known)
    if pd.api.types.is_numeric_dtype(column):
        return _bands(known.astype(float))
    if share_of_kind(known, "date") >= NEARLY_ALL:
        return _dates(known, day_first)
    amounts = parse_money(known.drop_duplicates())
    if amounts["problem"].eq("").mean() >= NEARLY_ALL:
        return _read_through(_bands(amounts["amount"].dropna().astype(float)), _amounts)
    return _words(known, k)


def _read_through(way: Hierarchy, read: Callable[[list], list]) -> Hierarchy:
    """Coarsen what cells mean instead of how they are written; what cannot be read stays in a group of its own."""

    def steps(known: list, column: str) -> list[Level]:
        meant = read(known)
        sure = [value for value in meant if value is not None]
        made = []
        for level in way.steps(sure, column) if sure else []:
            pairs = iter(zip(level.labels, level.loss, strict=True))
            both = [(UNREADABLE, 1.0) if value is None else next(pairs) for value in meant]
            made.append(Level(level.name, [label for label, _ in both], np.array([lost for _, lost in both], float)))
        return made

    return Hierarchy(steps)


def _amounts(known: list) -> list:
    read = parse_money(pd.Series(known, dtype=object))
    sure = (read["problem"] == "") & read["amount"].notna()
    return [float(value) if good else None for value, good in zip(read["amount"], sure, strict=True)]


def _dates(column: pd.Series, day_first: bool | None) -> Hierarchy:
    """Read days as the whole column is written; where a day has two readings, the year is what both agree on."""
    verdict = str(date_order(column)["verdict"].iloc[0]) if day_first is None else ""
    first = {"day first": True, "month first": False}.get(verdict, day_first)

    def read(known: list) -> pd.DataFrame:
        texts = pd.Series(known, dtype=object)
        return parse_dates(texts) if first is None else parse_dates(texts, day_first=first)

    open_ = bool((read(list(column.unique()))["problem"] == "ambiguous").any())

    def meant(known: list) -> list:
        found = read(known)
        days = found["date"].mask(found["problem"] == "ambiguous", found["if_day_first"])
        sure = found["problem"].isin(["", "ambiguous"]) & days.notna()
        return [day if good else None for day, good in zip(days, sure, strict=True)]

    return _read_through(parts_of_date("year") if open_ else parts_of_date(), meant)


def _bands(numbers: pd.Series) -> Hierarchy:
    """Choose widths of which about ten cover where most values lie: 5, 10 and 20 years of age."""
    low, high = numbers.quantile([0.05, 0.95])
    span = float(high - low) or float(np.ptp(numbers)) or 1.0
    power = math.floor(math.log10(span / 10))
    step = min((1, 2, 5, 10), key=lambda one: abs(math.log10(span / 10) - power - math.log10(one)))
    step, power = (1, power + 1) if step == 10 else (step, power)
    widths = [width * 10.0**power for width in NARROW[step]]
    if (numbers % 1 == 0).all():
        widths = [width for width in widths if width > 1] or [5.0]
    return bands([float(f"{width:.6g}") for width in widths])


def _postcodes(column: pd.Series) -> Hierarchy:
    length = max(len(_code(value)) for value in column)
    way = beginnings([kept for kept in (4, 3, 2, 1) if kept < length] or [1])
    return _read_through(way, lambda known: [_code(value) for value in known])


def _code(value: object) -> str:
    return str(value).strip().removesuffix(".0")


def _words(column: pd.Series, k: int) -> Hierarchy:
    """Join rare words to "other", first those of fewer than k rows, then of more; hide all when that is not enough."""
    counts: Mapping[object, int] = column.value_counts().to_dict()
    steps: list[tuple[int, set]] = []
    for least in (k, 4 * k, 16 * k):
        rare = {value for value, number in counts.items() if number < least}
        if 1 < len(rare) < len(counts) and (not steps or len(rare) > len(steps[-1][1])):
            steps.append((least, rare))
    if len(counts) <= FEW or not steps:
        return hide()

    def made(known: list, name: str) -> list[Level]:
        return [_joined(known, least, rare, len(counts)) for least, rare in steps]

    return Hierarchy(made)


def _joined(known: list, least: int, rare: set, number: int) -> Level:
    labels = [OTHER if value in rare else value for value in known]
    lost = (len(rare) - 1) / max(number - 1, 1)
    return Level(f"under {least} rows: other", labels, np.array([lost * (value in rare) for value in known], float))
