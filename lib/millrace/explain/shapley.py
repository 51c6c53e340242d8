"""What each value of one row adds to its score against those it is compared with: exact, or with a stated error."""

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

__all__ = ["MOST_EXACT", "by_lot", "exact", "sum_of_parts"]

MOST_EXACT = 10
LARGEST_TABLE = 50_000
ROUNDS = 6


def _mixed(row: pd.DataFrame, background: pd.DataFrame, masks: np.ndarray) -> pd.DataFrame:
    """Lay one background per mask under each other, with the row's own value where the mask says so."""
    count = len(background)
    table = {}
    for at, name in enumerate(background.columns):
        own, other = row[name].iloc[[0] * count], background[name]
        pool = pd.concat([other, own], ignore_index=True)
        picks = np.where(masks[:, at, None], count, 0) + np.arange(count)[None, :]
        table[name] = pool.take(picks.ravel()).reset_index(drop=True)
    return pd.DataFrame(table)


def _values(
    predict: Callable[[pd.DataFrame], np.ndarray], row: pd.DataFrame, background: pd.DataFrame, masks: np.ndarray
) -> np.ndarray:
    """Return, per mask, the mean score of the background with the row's own values put in."""
    step = max(1, LARGEST_TABLE // len(background))
    parts = [masks[at : at + step] for at in range(0, len(masks), step)]
    made = [predict(_mixed(row, background, part)).reshape(len(part), -1).mean(axis=1) for part in parts]
    return np.concatenate(made)


def exact(predict: Callable[[pd.DataFrame], np.ndarray], row: pd.DataFrame, background: pd.DataFrame) -> np.ndarray:
    """Work out Shapley values against a background by going through all sets of columns.

    Parameters
    ----------
    predict : function
        From a table to one score per row.
    row : DataFrame
        One row.
    background : DataFrame
        The people it is compared with, with the same columns.

    Returns
    -------
    ndarray of float
        One number per column; they add up to the row's score less the mean score of the background.

    Notes
    -----
    Shapley (1953); values of a set of columns by putting the row's own values into every row of the background
    (Strumbelj and Kononenko 2014; "interventional" in Janzing, Minorics and Bloebaum 2020).

    Examples
    --------
    >>> background = pd.DataFrame({"a": [0.0, 2.0], "b": [0.0, 2.0]})
    >>> exact(lambda t: (t["a"] * t["b"]).to_numpy(), pd.DataFrame({"a": [3.0], "b": [1.0]}), background).tolist()
    [1.5, -0.5]
    """
    count = background.shape[1]
    sets = np.arange(2**count)
    masks = (sets[:, None] >> np.arange(count)[None, :]) & 1 == 1
    worth = _values(predict, row, background, masks)
    sizes = masks.sum(axis=1)
    weights = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    made = np.empty(count)
    for at in range(count):
        without = sets[~masks[:, at]]
        made[at] = (weights[sizes[without]] * (worth[without | (1 << at)] - worth[without])).sum()
    return made


def sum_of_parts(
    predict: Callable[[pd.DataFrame], np.ndarray], row: pd.DataFrame, background: pd.DataFrame
) -> np.ndarray | None:
    """Return what each column adds when the score is a plain sum here, or None when columns act on each other.

    Parameters
    ----------
    predict : function
        From a table to one score per row.
    row : DataFrame
        One row.
    background : DataFrame
        The people it is compared with.

    Returns
    -------
    ndarray of float or None

    Notes
    -----
    Every column alone, every pair and all columns together must add up.

    Examples
    --------
    >>> background = pd.DataFrame({"a": [0.0, 2.0], "b": [0.0, 2.0]})
    >>> row = pd.DataFrame({"a": [3.0], "b": [1.0]})
    >>> sum_of_parts(lambda t: (t["a"] - t["b"]).to_numpy(), row, background).tolist()
    [2.0, 0.0]
    """
    count = background.shape[1]
    pairs = list(combinations(range(count), 2))
    masks = np.zeros((2 + count + len(pairs), count), dtype=bool)
    masks[1] = True
    masks[2 : 2 + count] = np.eye(count, dtype=bool)
    for at, pair in enumerate(pairs):
        masks[2 + count + at, list(pair)] = True
    worth = _values(predict, row, background, masks)
    alone = worth[2 : 2 + count] - worth[0]
    expected = worth[0] + masks @ alone
    return alone if np.allclose(worth, expected, rtol=0, atol=1e-10 * max(1.0, float(np.abs(worth).max()))) else None


def by_lot(
    predict: Callable[[pd.DataFrame], np.ndarray], row: pd.DataFrame, background: pd.DataFrame, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate Shapley values from orders of the columns drawn by lot.

    Parameters
    ----------
    predict : function
        From a table to one score per row.
    row : DataFrame
        One row.
    background : DataFrame
        The people it is compared with; each is met equally often.
    seed : int
        Where chance starts.

    Returns
    -------
    values, errors : ndarray of float
        One number per column, and its standard error. The values add up exactly.

    Notes
    -----
    Castro, Gomez and Tejada (2009); every order is used forwards and backwards (Mitchell, Cooper, Frank and Holmes
    2022), which takes out what is the same in both.

    Examples
    --------
    >>> background = pd.DataFrame({"a": [0.0, 2.0], "b": [0.0, 2.0]})
    >>> values, errors = by_lot(lambda t: (t["a"] * t["b"]).to_numpy(), background.tail(1), background, seed=0)
    >>> values.tolist()
    [1.0, 1.0]
    """
    rng = np.random.default_rng(seed)
    rounds = [_one_round(predict, row, background, rng) for _ in range(ROUNDS)]
    found = np.concatenate(rounds)
    # between people differences are part of the mean, not of the error: only the draw of orders is by lot
    by_person = np.stack(rounds)
    errors = np.sqrt((by_person.var(axis=0, ddof=1) / ROUNDS).sum(axis=0)) / by_person.shape[1]
    return found.mean(axis=0), errors


def _one_round(
    predict: Callable[[pd.DataFrame], np.ndarray], row: pd.DataFrame, background: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    """Meet every person of the background once, with one order of columns, forwards and backwards."""
    people, count = background.shape
    orders = rng.permuted(np.tile(np.arange(count), (people, 1)), axis=1)
    made = np.zeros((people, count))
    for given in (orders, orders[:, ::-1]):
        place = np.argsort(given, axis=1)
        worth = np.stack([predict(_own(row, background, place < steps)) for steps in range(count + 1)])
        gains = np.diff(worth, axis=0).T
        made += np.take_along_axis(gains, place, axis=1) / 2
    return made


def _own(row: pd.DataFrame, background: pd.DataFrame, mine: np.ndarray) -> pd.DataFrame:
    count = len(background)
    table = {}
    for at, name in enumerate(background.columns):
        pool = pd.concat([background[name], row[name].iloc[[0]]], ignore_index=True)
        table[name] = pool.take(np.where(mine[:, at], count, np.arange(count))).reset_index(drop=True)
    return pd.DataFrame(table)
