"""What one pain costs per year, as a range, with cash apart from time that nobody can spend."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.painpoints.parts import Part, part_list
from millrace.painpoints.spreads import check_chance, means, quantiles, uniform

__all__ = ["cost", "mean_cost", "simulate"]

TAILS = (0.1, 0.9)
TOTALS = ("of it cash", "of it time nobody can spend", "all parts")


def cost(parts: Iterable[Part], *, shape: str = "triangular", draws: int = 20_000, seed: int = 0) -> pd.DataFrame:
    """Add up the parts of a pain into a yearly cost with a range.

    Parameters
    ----------
    parts : list of Part
        What the pain is made of. No cost should be in two parts.
    shape : {"triangular", "pert"}
        How chances lie between low and high: in a straight line up to likely and down again, or on a curve that holds
        closer to likely.
    draws : int
        How many possible years are drawn.
    seed : int
        Where chance starts; the same seed gives the same table.

    Returns
    -------
    DataFrame
        One row per part, then ``of it cash``, ``of it time nobody can spend`` and ``all parts``. Columns: ``part``,
        ``kind``, ``cash_share``, and in money per year ``low_per_year``, ``likely_per_year``, ``high_per_year`` (as
        given, or their sums), ``mean_per_year``, ``p10_per_year`` and ``p90_per_year`` (eight years of ten lie between
        them, parts not related to each other), ``p10_together_per_year`` and ``p90_together_per_year`` (the same when
        all parts are high or low together), ``source``.

    Raises
    ------
    ArgumentError
        When there is no part, two have one name, or shape, draws or seed are not known.

    Notes
    -----
    Means are exact, and so are the ends when parts move together (quantiles then add up); the others are simulated.
    Parts that offset each other would give a narrower range still. Low and high are taken as the smallest and largest
    possible; people's own ranges are mostly too narrow (Alpert and Raiffa 1982).

    Examples
    --------
    >>> parts = [Part("refunds", 4000, 6000, 11000), Part("searching", 2000, 3000, 4000, kind="time")]
    >>> cost(parts)[["part", "mean_per_year"]].values.tolist()[2:]
    [['of it cash', 7000.0], ['of it time nobody can spend', 3000.0], ['all parts', 10000.0]]
    """
    listed = part_list(parts, name="parts")
    check_chance(shape=shape, draws=draws, seed=seed)
    ranges = _ranges(listed)
    drawn = quantiles(ranges, uniform(len(listed), draws=draws, seed=seed), shape=shape)
    cash = np.array([part.cash for part in listed])
    shares = np.vstack([np.eye(len(listed)), cash, 1 - cash, np.ones(len(listed))])
    table = _labels(listed)
    numbers = np.column_stack([
        shares @ ranges,
        shares @ means(ranges, shape=shape),
        np.quantile(shares @ drawn, TAILS, axis=1).T,
        shares @ quantiles(ranges, np.array(TAILS), shape=shape),
    ])  # fmt: skip
    # a single part has one pair of ends: the exact one
    numbers[: len(listed), 4:6] = numbers[: len(listed), 6:8]
    names = ["low", "likely", "high", "mean", "p10", "p90", "p10_together", "p90_together"]
    result = pd.DataFrame(numbers, columns=[f"{name}_per_year" for name in names])
    sources = [part.source for part in listed] + [""] * len(TOTALS)
    return pd.concat([table, result], axis=1).assign(source=sources)


def _labels(listed: list[Part]) -> pd.DataFrame:
    kinds = [part.kind for part in listed] + ["cash", "time", "sum"]
    mean_cash = [part.cash for part in listed] + [1.0, 0.0, np.nan]
    return pd.DataFrame({
        "part": [part.name for part in listed] + list(TOTALS), "kind": kinds, "cash_share": mean_cash,
    })  # fmt: skip


def _ranges(listed: list[Part]) -> np.ndarray:
    return np.array([(part.low, part.likely, part.high) for part in listed], dtype="float64")


def simulate(parts: list[Part], *, places: np.ndarray, shape: str) -> tuple[np.ndarray, np.ndarray]:
    """Draw the yearly cost of one pain, all of it and its cash.

    Parameters
    ----------
    parts : list of Part
        What the pain is made of.
    places : array of shape (parts, draws) or (draws,)
        Where in its range each part lies; one row moves all parts together.
    shape : {"triangular", "pert"}
        The form of the chances.

    Returns
    -------
    tuple of arrays of shape (draws,)
        Cost per year, and how much of it is cash.

    Examples
    --------
    >>> total, cash = simulate([Part("a", 1, 1, 1), Part("b", 2, 2, 2, kind="time")], places=np.zeros(1), shape="pert")
    >>> total.tolist(), cash.tolist()
    ([3.0], [1.0])
    """
    drawn = quantiles(_ranges(parts), places, shape=shape)
    return drawn.sum(axis=0), np.array([part.cash for part in parts]) @ drawn


def mean_cost(parts: list[Part], *, shape: str) -> tuple[float, float]:
    """Give the mean yearly cost of one pain, all of it and its cash.

    Parameters
    ----------
    parts : list of Part
        What the pain is made of.
    shape : {"triangular", "pert"}
        The form of the chances.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> mean_cost([Part("a", 0, 3, 6), Part("b", 2, 2, 2, kind="time")], shape="triangular")
    (5.0, 3.0)
    """
    each = means(_ranges(parts), shape=shape)
    return float(each.sum()), float(np.array([part.cash for part in parts]) @ each)
