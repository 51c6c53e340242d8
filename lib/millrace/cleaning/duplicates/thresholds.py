"""What a matching threshold costs, judged on pairs that people have marked."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns

__all__ = ["threshold_costs"]

_YES, _NO = {"yes", "true", "1", "same"}, {"no", "false", "0", "different"}


def threshold_costs(
    pairs: pd.DataFrame,
    marked: pd.DataFrame,
    *,
    merged_cost: float,
    apart_cost: float,
    thresholds: Iterable[float] | None = None,
) -> pd.DataFrame:
    """Count the two mistakes of every threshold on marked pairs, and what they cost together.

    Two rows are merged when their score reaches the threshold. The two mistakes rarely cost the same, so the threshold
    with the fewest mistakes is rarely the cheapest.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Candidates with ``left``, ``right`` and ``score``, as `duplicate_candidates` returns them. A marked pair that
        is not among them is never merged.
    marked : pandas.DataFrame
        ``left``, ``right`` and ``same`` (yes or no), one row per pair that people have judged.
    merged_cost : float
        What it costs to merge two who are different, in money.
    apart_cost : float
        What it costs to keep two rows of the same one apart, in the same money.
    thresholds : iterable of float, optional
        The thresholds to try; by default 0.50, 0.51, ... 1.00.

    Returns
    -------
    pandas.DataFrame
        One row per threshold: ``threshold``, ``wrongly_merged`` (pairs), ``wrongly_apart`` (pairs), ``cost`` (money).

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When a pair is marked with something else than yes or no, nothing is marked, a cost is below 0, or a threshold
        lies outside 0 to 1.

    Examples
    --------
    >>> pairs = pd.DataFrame({"left": ["a", "a"], "right": ["b", "c"], "score": [0.9, 0.6]})
    >>> marked = pd.DataFrame({"left": ["b", "a"], "right": ["a", "c"], "same": ["yes", "no"]})
    >>> threshold_costs(pairs, marked, merged_cost=500, apart_cost=100, thresholds=[0.5, 0.8, 1.0])
       threshold  wrongly_merged  wrongly_apart   cost
    0        0.5               1              0  500.0
    1        0.8               0              0    0.0
    2        1.0               0              1  100.0
    """
    require_columns(pairs, ["left", "right", "score"], table="the pairs")
    require_columns(marked, ["left", "right", "same"], table="the marked pairs")
    for name, cost in (("merged_cost", merged_cost), ("apart_cost", apart_cost)):
        if not cost >= 0:
            raise ArgumentError(
                f"{name}={in_words(cost)} was given. A sum of 0 or more was expected. Give the cost of one mistake."
            )
    scores, same = _scores(pairs, marked), _same(marked["same"])
    tried = _tried(thresholds)
    merged = scores[None, :] >= tried[:, None]
    wrongly_merged, wrongly_apart = (merged & ~same).sum(axis=1), (~merged & same).sum(axis=1)
    return pd.DataFrame(
        {
            "threshold": tried,
            "wrongly_merged": wrongly_merged,
            "wrongly_apart": wrongly_apart,
            "cost": wrongly_merged * float(merged_cost) + wrongly_apart * float(apart_cost),
        }
    )


def _tried(thresholds: Iterable[float] | None) -> np.ndarray:
    if thresholds is None:
        return np.round(np.arange(0.5, 1.005, 0.01), 2)
    tried = np.asarray(list(thresholds) if isinstance(thresholds, Iterable) else [], dtype=float)
    if not len(tried) or not ((tried >= 0) & (tried <= 1)).all():
        raise ArgumentError(
            f"thresholds={in_words(thresholds)} was given. Scores between 0 and 1 were expected. Write them "
            "like [0.5, 0.8]."
        )
    return tried


def _scores(pairs: pd.DataFrame, marked: pd.DataFrame) -> np.ndarray:
    """Look up each marked pair among the candidates, whichever of the two is on the left."""
    known = {frozenset(pair): score for *pair, score in pairs[["left", "right", "score"]].itertuples(index=False)}
    return np.array([known.get(frozenset(pair), 0.0) for pair in marked[["left", "right"]].itertuples(index=False)])


def _same(answers: pd.Series) -> np.ndarray:
    words = answers.astype("string").str.strip().str.lower()
    odd = answers[~words.isin(_YES | _NO)]
    if len(odd) or not len(words):
        found = f"'{odd.iloc[0]}'" if len(odd) else "no marked pair at all"
        raise ArgumentError(
            f"The marked pairs hold {found}. Expected yes or no for each pair. Correct the column 'same'."
        )
    return words.isin(_YES).to_numpy()
