"""Weigh the evidence of every pair into one score that reads like the probability that both rows are the same."""

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.features import pair_features

__all__ = ["WEIGHTS", "match_scores"]

WEIGHTS = {
    "constant": -7.997,
    "mean": -10.707,
    "shrunk": 26.414,
    "present": 1.847,
    "agree": 0.821,
    "agree_strong": -4.671,
    "disagree": -3.42,
    "disagree_strong": -1.866,
    "words": -4.184,
    "words_squared": 1.441,
    "within": 3.187,
    "models": -0.059,
    "models_told": 0.309,
    "surprise": 2.421,
    "identified": 3.115,
    "contradicted": -4.648,
    "names": -0.857,
    "texts": -0.06,
    "figures": -1.302,
    "lead_low": 1.639,
    "lead_high": 1.892,
    "lead_low_linked": 1.875,
    "lead_high_linked": 3.847,
    "linked": 0.615,
}
_FEW_MATCHES, _MANY_MATCHES = 0.2, 1.5
_LESS, _MORE, _OWN_SHARE, _SUPPORT = 0.3, 0.7, 0.8, 1.0
_ROWS_TO_LEARN_FROM = 60_000


def match_scores(
    columns: Columns, split: int | None, pairs: pd.DataFrame, alike: pd.DataFrame, rows: pd.DataFrame
) -> np.ndarray:
    """Score pairs in four steps: general weights, how common matches are here, this table's own columns, support.

    The general weights come from a logistic regression over many invented tables (people, companies, restaurants,
    papers, products; ``tests/benchmarks/fit_duplicate_weights.py`` prints them again). Their answer is the start from
    which the prior (Saerens, Latinne and Decaestecker, 2002) and the worth of every column are learnt from the table
    itself, without labels, as expectation and maximisation do (Winkler, 1988). Last, a pair that shares its other
    likely partners gains, and one that does not loses.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    split : int or None
        Where the second table starts; None within one table.
    pairs : pandas.DataFrame
        ``left`` and ``right``, positions.
    alike : pandas.DataFrame
        Similarities by column.
    rows : pandas.DataFrame
        Evidence of whole rows.

    Returns
    -------
    numpy.ndarray
        One score per pair, 0 to 1.
    """
    features = pair_features(columns, split, pairs, alike, rows)
    height = len(next(iter(columns.values()))[1])
    smaller = height if split is None else min(split, height - split)
    odds = features[list(WEIGHTS)[1:]].to_numpy() @ np.array(list(WEIGHTS.values())[1:]) + WEIGHTS["constant"]
    odds = _with_prior(odds, smaller)
    odds = _with_own_columns(odds, alike, features, height, split)
    for _ in range(2 if split is None else 0):
        odds = _with_support(odds, pairs["left"].to_numpy(), pairs["right"].to_numpy(), height)
    return _probability(odds)


def _probability(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def _with_prior(odds: np.ndarray, rows: int) -> np.ndarray:
    """Move all odds when rows seem to have far fewer or far more matches here than in the tables learnt from."""
    shift = 0.0
    for _ in range(30):
        matches = _probability(odds + shift).sum() / max(rows, 1)
        down, up = np.log(max(matches, 1e-3) / _FEW_MATCHES), np.log(max(matches, 1e-3) / _MANY_MATCHES)
        wanted = np.clip(_LESS * min(down, 0) + _MORE * max(up, 0), -1.5, 3.0)
        shift = 0.5 * shift + 0.5 * wanted
    return odds + shift


def _with_own_columns(
    odds: np.ndarray, alike: pd.DataFrame, features: pd.DataFrame, rows: int, split: int | None
) -> np.ndarray:
    """Learn how much each column of this very table is worth, taking the odds so far for uncertain labels."""
    evidence = _own_evidence(alike, features, split)
    near = np.argsort(-odds, kind="stable")[: 30 * rows]
    likely = _probability(odds[near])
    if likely.sum() < 10 or (1 - likely).sum() < 10:
        return odds
    evidence = (evidence - evidence[near].mean(axis=0)) / (evidence[near].std(axis=0) + 1e-6)
    sample = np.sort(np.random.default_rng(0).permutation(len(near))[:_ROWS_TO_LEARN_FROM])
    return (1 - _OWN_SHARE) * odds + _OWN_SHARE * _learnt_odds(evidence, near[sample], likely[sample])


def _own_evidence(alike: pd.DataFrame, features: pd.DataFrame, split: int | None) -> np.ndarray:
    known = alike.to_numpy(dtype=np.float32)
    measures = ["words", "within", "models", "surprise", "identified", "shrunk"]
    measures += [] if split is None else ["lead_low", "lead_high"]
    shown = features[measures].to_numpy(dtype=np.float32)
    return np.hstack([np.nan_to_num(known), known > 0.95, np.isnan(known), shown])


def _learnt_odds(evidence: np.ndarray, chosen: np.ndarray, likely: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    twice = np.vstack([evidence[chosen], evidence[chosen]])
    labels = np.repeat([1, 0], len(chosen))
    model = LogisticRegression(C=0.1, max_iter=300).fit(twice, labels, sample_weight=np.r_[likely, 1 - likely])
    return model.decision_function(evidence)


def _with_support(odds: np.ndarray, left: np.ndarray, right: np.ndarray, rows: int) -> np.ndarray:
    """Ask whether the other likely partners of one row are partners of the other row too."""
    from scipy.sparse import csr_array

    likely = _probability(odds)
    strong = (likely > 0.3) & (left != right)
    half = csr_array((likely[strong], (left[strong], right[strong])), shape=(rows, rows))
    near = (half + half.T).tocsr()
    total = np.asarray(near.sum(axis=1)).ravel()
    others = np.minimum(total[left], total[right]) - np.where(strong, likely, 0)
    judged = np.flatnonzero((others > 0.5) & (left != right))
    result = odds.copy()
    for part in np.array_split(judged, len(judged) // 200_000 + 1):
        shared = np.asarray(near[left[part]].multiply(near[right[part]]).sum(axis=1)).ravel()
        share = np.clip(shared / others[part], 0, 1)
        result[part] += _SUPPORT * (share - 0.4) * np.clip(np.sqrt(others[part]), 0.7, 4)
    return result
