"""The effect by time since the start, and the table of single units and periods from which it is added up."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.effects.estimating import began_masks, plan_effects
from millrace.effects.judging import DRAWS, SEED, check_pilot, effect_table, ends_of, estimates
from millrace.effects.pilots import Pilot
from millrace.errors import ArgumentError, in_words

__all__ = ["effect_by_start", "effect_by_week"]


def effect_by_week(
    ours: Pilot,
    *,
    edges: Sequence[int] = (0, 2, 4, 8, 13, 26, 52),
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Say how the effect moved with the time since the start: whether a novelty wears off.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    edges : list of int
        Where the stretches begin, in periods (weeks) since the start; the last number ends the last one.
    confidence, draws, seed : as there
        As for `effect`.

    Returns
    -------
    DataFrame
        One row per stretch with cases: ``from_period``, ``to_period`` (periods since the start, the second not
        included), ``cases``, ``pilot_units``, and as for `effect`. Each is judged by itself.

    Raises
    ------
    ArgumentError
        When the edges do not rise.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0) for d in "ABCDEFG" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13", "B": "2025-01-20"},
    ...              measure="amount", better="lower")
    >>> effect_by_week(ours, edges=[0, 1, 9])["cases"].tolist()
    [14, 11]
    """
    check_pilot(ours)
    borders = list(edges)
    if len(borders) < 2 or borders[0] < 0 or any(b <= a for a, b in pairwise(borders)):
        raise ArgumentError(
            f"edges={in_words(borders)} was given. Rising whole numbers from 0 on were expected. Write it like [0, "
            "4, 13]."
        )
    periods = ours.panel.sums.shape[1]

    def bucket(plans: np.ndarray) -> np.ndarray:
        since = np.arange(periods) - plans[:, :, None]
        place = np.searchsorted(borders, since, side="right") - 1
        return np.where(place < len(borders) - 1, place, -1)

    count = len(borders) - 1
    fitted = estimates(ours, buckets=bucket, count=count, confidence=confidence, draws=draws, seed=seed)
    since = ours.period - ours.began[ours.unit]
    of_row = np.where(since >= 0, np.searchsorted(borders, since, side="right") - 1, -1)
    table = _by_part(ours, fitted, of_row, count)
    table.insert(0, "from_period", borders[:-1])
    table.insert(1, "to_period", np.minimum(borders[1:], int(since.max()) + 1))
    return table[table["cases"] > 0].reset_index(drop=True)


def _by_part(ours: Pilot, fitted: pd.DataFrame, of_row: np.ndarray, count: int) -> pd.DataFrame:
    inside = (of_row >= 0) & (of_row < count)
    cases = np.bincount(of_row[inside], minlength=count)
    sums = np.bincount(of_row[inside], ours.values[inside], minlength=count)
    units = [len(np.unique(ours.unit[of_row == number])) for number in range(count)]
    table = effect_table(ours, fitted, sums / np.maximum(cases, 1))
    table.insert(0, "cases", cases)
    table.insert(1, "pilot_units", units)
    return table


def effect_by_start(ours: Pilot) -> pd.DataFrame:
    """List the effect of each start and period: the group-time table from which the effect in all is added up.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.

    Returns
    -------
    DataFrame
        One row per pilot unit and period since its start: ``unit``, ``period``, ``since`` (periods since the start),
        ``compared_with`` (units that had not begun and had cases then), ``cases``, ``observed``, ``without``,
        ``change``. Single cells are mostly chance; `effect` adds them up.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0 - (d == "A" and n > 12)) for d in "ABC" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="score",
    ...              better="lower")
    >>> effect_by_start(ours)["change"].round(6).tolist()
    [-1.0, -1.0, -1.0]
    """
    check_pilot(ours)
    panel, shape = ours.panel, ours.panel.sums.shape
    treated = began_masks(ours.began[None], shape[1])[0]

    def bucket(plans: np.ndarray) -> np.ndarray:
        return np.where(treated, np.arange(treated.size).reshape(shape), -1)[None].repeat(len(plans), axis=0)

    fitted = plan_effects(panel.sums, panel, ours.began[None], buckets=bucket, count=treated.size)[0].reshape(shape)
    place = ours.unit * shape[1] + ours.period
    sums = np.bincount(place, ours.values, treated.size).reshape(shape)
    free = ((panel.cases > 0) & ~treated).sum(axis=0)
    unit, period = np.nonzero(treated & (panel.cases > 0))
    observed = sums[unit, period] / panel.cases[unit, period]
    without, change, _ = ends_of(ours, fitted[unit, period], observed)
    return pd.DataFrame(
        {
            "unit": [ours.units[u] for u in unit], "period": ours.periods[period], "since": period - ours.began[unit],
            "compared_with": free[period], "cases": panel.cases[unit, period].astype(int), "observed": observed,
            "without": without, "change": change,
        }
    )  # fmt: skip
