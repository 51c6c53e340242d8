"""Turn similarities into a few levels of agreement, and count how often two unrelated rows reach each level."""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.evidence import similarities

__all__ = ["CUTS", "NEAR", "agreement_levels", "chance_levels", "information"]

# The similarity from which each level begins; below the first is level 0, the last is "equal".
CUTS = {
    "name": (0.4, 0.6, 0.75, 0.88, 1),
    "text": (0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1),
    "address": (0.25, 0.45, 0.65, 0.85, 1),
    "phone": (0.6, 0.86, 1),
    "email": (0.5, 0.85, 1),
    "code": (0.6, 0.74, 1),
    "date": (0.6, 0.74, 1),
    "number": (0.8, 0.95, 1),
    "category": (0.79, 1),
}
# The level from which two values are near enough to be one value with a slip.
NEAR = {"name": 3, "number": 1, "category": 1} | dict.fromkeys(("text", "address", "phone", "email", "code", "date"), 2)
_HALF_STEP = 5e-5  # similarities are rounded, so that the last digit of a processor's arithmetic moves no level
_RANDOM_PAIRS = 100_000
_FEW_ROWS = 20
_USUAL = {"phone": 7.0, "email": 7.0, "code": 6.0, "number": 3.0, "category": 1.5}  # nats that an agreement tells


def agreement_levels(columns: Columns, alike: pd.DataFrame) -> pd.DataFrame:
    """Say for every pair and column at which level the two values agree.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    alike : pandas.DataFrame
        Similarities by column, 0 to 1, missing where one of the two says nothing.

    Returns
    -------
    pandas.DataFrame
        Whole numbers from 0 (another value) upward, -1 where one of the two says nothing.

    Examples
    --------
    >>> columns = {"phone": ("phone", pd.Series(["812345678", "812345679"]))}
    >>> agreement_levels(columns, pd.DataFrame({"phone": [1.0, 0.889, 0.2, np.nan]}))["phone"].tolist()
    [3, 2, 0, -1]
    """
    result = {}
    for column, (kind, _) in columns.items():
        values = np.round(alike[column].to_numpy(dtype=float), 4)
        level = np.digitize(values, np.asarray(CUTS[kind]) - _HALF_STEP)
        result[column] = np.where(np.isnan(values), -1, level).astype(np.int8)
    return pd.DataFrame(result, index=alike.index)


def chance_levels(columns: Columns, split: int | None) -> dict[Hashable, np.ndarray]:
    """Measure, on pairs of rows drawn at random, how often two unrelated rows reach each level of each column.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    split : int or None
        Where the second table starts; None within one table.

    Returns
    -------
    dict
        Column to one share per level; the shares add up to 1 and none is 0.
    """
    height = len(next(iter(columns.values()))[1])
    draw = np.random.default_rng(0)
    left = draw.integers(0, split or height, _RANDOM_PAIRS)
    right = draw.integers(split or 0, height, _RANDOM_PAIRS)
    apart = left != right
    seen = agreement_levels(columns, similarities(columns, left[apart], right[apart]))
    return {c: _shares(seen[c].to_numpy(), kind, height) for c, (kind, _) in columns.items()}


def _shares(levels: np.ndarray, kind: str, height: int) -> np.ndarray:
    """Mix what is seen with what is usual for the kind: in a table of a few rows, random pairs are the duplicates."""
    many = len(CUTS[kind]) + 1
    counts = np.bincount(levels[levels >= 0], minlength=many) + np.r_[np.ones(many - 1), 0.5] / many
    usual = np.ones(many)
    usual[NEAR[kind] :] = np.exp(-_USUAL.get(kind, 5.0)) / (many - NEAR[kind])
    usual[: NEAR[kind]] /= usual[: NEAR[kind]].sum()
    mixed = height**2 * counts / counts.sum() + _FEW_ROWS**2 * usual / usual.sum()
    return mixed / mixed.sum()


def information(columns: Columns, chance: Mapping[Hashable, np.ndarray]) -> np.ndarray:
    """Measure how much it tells that a column agrees.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    chance : mapping
        Column to the shares of levels among unrelated rows.

    Returns
    -------
    numpy.ndarray
        Per column the negative logarithm of the share of unrelated rows that agree (nats): 0.7 for a sex, 9 for a
        phone.
    """
    return np.array([-np.log(max(chance[c][NEAR[kind] :].sum(), 1e-4)) for c, (kind, _) in columns.items()])
