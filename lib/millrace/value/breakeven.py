"""From which use on another offer is cheaper: the ranges between the points where two cost the same."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.value.offers import check_months, cost_at, offer_table

__all__ = ["cheaper_ranges"]


def cheaper_ranges(
    offers: pd.DataFrame, *, first: str, second: str, months: int = 24, columns: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Say for which use one offer is cheaper than another, and where they cost the same (break-even).

    Parameters
    ----------
    offers : DataFrame
        As for `total_cost`.
    first, second : str
        The names of the two offers. Their units must mean the same.
    months : int
        How long is looked at.
    columns : dict, optional
        As for `total_cost`.

    Returns
    -------
    DataFrame
        One row per range of use, from 0 on: ``from_units``, ``to_units`` (units per month; "inf" for the last) and
        ``cheaper`` (a name, or "the same"). The break-even is where one row ends and the next begins.

    Raises
    ------
    ArgumentError
        When an offer is not in the table, or both are the same.
    ColumnError
        As for `total_cost`.

    Examples
    --------
    >>> offers = pd.DataFrame({"name": ["Lark", "Desk"], "price_cny_month": [69, 194], "seats": 3,
    ...     "setup_cny": [0, 4800], "included_units": [300, 2000], "fee_cny_per_unit": [1.04, 0.31]})
    >>> cheaper_ranges(offers, first="Lark", second="Desk").round(1)
       from_units  to_units cheaper
    0         0.0     852.9    Lark
    1       852.9       inf    Desk
    """
    table = offer_table(offers, columns=columns)
    check_months(months)
    for name in (first, second):
        if name not in table["name"].tolist():
            raise ArgumentError(
                f"{in_words(name)} is not among the offers.{did_you_mean(name, table['name'])} One of "
                f"{', '.join(map(str, table['name']))} was expected. Choose one."
            )
    if first == second:
        raise ArgumentError(f"Both offers are {in_words(first)}. Two offers were expected. Name another.")
    pair = table.set_index("name").loc[[first, second]].reset_index()

    def gap(use: float) -> float:
        costs = cost_at(pair, np.array([use, use]), months=months)
        return float(costs[0] - costs[1])

    return _joined(_pieces(pair, gap), first, second)


def _pieces(pair: pd.DataFrame, gap: Callable[[float], float]) -> list[tuple[float, float, float]]:
    kinks = sorted({0.0, *pair["included_units"]})
    far = max(kinks) + 1.0
    pieces = []
    for start, end in zip(kinks, [*kinks[1:], np.inf], strict=True):
        at, slope = gap(start), (gap(min(end, far)) - gap(start)) / (min(end, far) - start)
        cross = start - at / slope if abs(slope) > 1e-12 else np.nan
        cuts = [start, *([cross] if start < cross < end else []), end]
        for left, right in pairwise(cuts):
            middle = left + 1.0 if right == np.inf else (left + right) / 2
            pieces.append((left, right, gap(middle)))
    return pieces


def _joined(pieces: list[tuple[float, float, float]], first: str, second: str) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for left, right, difference in pieces:
        cheaper = "the same" if abs(difference) < 1e-6 else first if difference < 0 else second
        if rows and rows[-1]["cheaper"] == cheaper:
            rows[-1]["to_units"] = right
        else:
            rows.append({"from_units": left, "to_units": right, "cheaper": cheaper})
    return pd.DataFrame(rows)
