"""Fellegi and Sunter's weights, learnt from the pairs of the table at hand by expectation-maximisation."""

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.levels import NEAR, information

__all__ = ["Fit", "Rivals", "fitted_weights"]

Rivals = Callable[[np.ndarray], np.ndarray]  # odds of the pairs to probabilities, where rows compete for one partner

_STEPS, _CLOSE = 5_000, 1e-12
_USUAL_PAIRS, _USUAL_SHARE = 5.0, 0.02  # how many pairs, and which share, the usual agreement of duplicates weighs
_CHANCE_PAIRS = 5.0
_ALIKE, _SURE, _UNSURE = 0.75, 0.9, 0.02  # where the first guess begins


class Fit(NamedTuple):
    """What a table says about its own pairs."""

    odds: np.ndarray  # per pair, the logarithm of the odds that it is the same
    same: Mapping[Hashable, np.ndarray]  # per column, the share of each level among pairs that are the same


class _Patterns(NamedTuple):
    """Pairs with the same levels throughout, counted once."""

    levels: np.ndarray
    apart: np.ndarray
    times: np.ndarray
    of_pair: np.ndarray


def fitted_weights(
    columns: Columns,
    levels: pd.DataFrame,
    chance: Mapping[Hashable, np.ndarray],
    *,
    apart: np.ndarray,
    possible: float,
    strict: bool,
    rivals: Rivals | None = None,
) -> Fit:
    """Learn without labels how often each level is reached by pairs that are the same and by pairs that are not.

    Fellegi and Sunter (1969) weigh each column by the ratio of the two shares; expectation-maximisation finds them
    (Winkler, 1988). Levels of one column never weigh less the more they agree (isotonic regression), agreement never
    speaks against a pair and disagreement never for it, so that a score cannot fall when more agrees.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    levels : pandas.DataFrame
        One row per pair, one column per compared column, as `agreement_levels` returns them.
    chance : mapping
        Column to the shares of levels among unrelated rows.
    apart : numpy.ndarray
        Whether a pair contradicts itself: it is scored, and nothing is learnt from it about what is the same.
    possible : float
        How many pairs of rows there are in all.
    strict : bool
        Take the lower of two weights: against the other pairs brought up, and against pairs drawn at random.
    rivals : callable, optional
        Turns odds into probabilities where each row has one partner at the most.

    Returns
    -------
    Fit
        Odds per pair and shares per column.
    """
    patterns = _patterns(levels.to_numpy(), apart)
    usual = {c: _usual_levels(kind, len(chance[c])) for c, (kind, _) in columns.items()}
    likely = _first_guess(columns, patterns, chance)
    for _ in range(_STEPS):
        same, other, share = _shares_of_levels(list(columns), patterns, likely, usual, chance)
        weights = [np.log(same[c] / other[c]) for c in columns]
        odds = _summed(weights, patterns.levels) + np.log(share / (1 - share))
        before, likely = likely, _probabilities(odds, patterns, rivals)
        if np.abs(likely - before).max(initial=0) < _CLOSE:
            break
    odds = _summed(_rising(same, other), patterns.levels) + np.log(share / (1 - share))
    if strict:
        found = float(likely @ patterns.times) + 1
        odds = np.minimum(odds, _summed(_rising(same, chance), patterns.levels) + np.log(found / possible))
    return Fit(odds[patterns.of_pair], same)


def _patterns(levels: np.ndarray, apart: np.ndarray) -> _Patterns:
    """Count equal rows of levels: half a million pairs have a few thousand patterns."""
    packed = np.zeros(len(levels), dtype=np.int64)
    for part in (*levels.T, apart):
        packed = pd.factorize(packed * 16 + part + 1, sort=True)[0].astype(np.int64)
    _, first, of_pair = np.unique(packed, return_index=True, return_inverse=True)
    return _Patterns(levels[first], apart[first], np.bincount(of_pair).astype(float), of_pair)


def _usual_levels(kind: str, many: int) -> np.ndarray:
    """Expect nine of ten values of the same thing to agree, most of them wholly, until the table says otherwise."""
    near = NEAR[kind]
    share = np.ones(many)
    share[near:] = np.arange(1, many - near + 1) * 2
    share[-1] *= 2
    share[near:] *= 0.9 / share[near:].sum()
    share[:near] *= 0.1 / share[:near].sum()
    return share


def _first_guess(columns: Columns, patterns: _Patterns, chance: Mapping[Hashable, np.ndarray]) -> np.ndarray:
    tells = information(columns, chance)
    known = patterns.levels >= 0
    near = patterns.levels >= np.array([NEAR[kind] for kind, _ in columns.values()])
    told = known @ tells
    share = (near @ tells) / np.maximum(told, 1e-9)
    share *= np.minimum(1, told / max(float(np.median(told)), 1e-9))
    return np.where(patterns.apart, 0.0, np.where(share > _ALIKE, _SURE, _UNSURE))


def _shares_of_levels(
    names: list[Hashable],
    patterns: _Patterns,
    likely: np.ndarray,
    usual: Mapping[Hashable, np.ndarray],
    chance: Mapping[Hashable, np.ndarray],
) -> tuple[dict[Hashable, np.ndarray], dict[Hashable, np.ndarray], float]:
    """Count levels among pairs that are the same and that are not, each pair by how likely it is the one or other."""
    same_pairs, other_pairs = likely * patterns.times, (1 - likely) * patterns.times
    learnt = np.where(patterns.apart, 0, same_pairs)
    same, other = {}, {}
    for place, c in enumerate(names):
        level, many = patterns.levels[:, place], len(chance[c])
        told = level >= 0
        counts = np.bincount(level[told], learnt[told], many) + _USUAL_PAIRS * usual[c]
        same[c] = (1 - _USUAL_SHARE) * counts / counts.sum() + _USUAL_SHARE * usual[c]
        counts = np.bincount(level[told], other_pairs[told], many) + _CHANCE_PAIRS * chance[c]
        other[c] = counts / counts.sum()
    return same, other, float((same_pairs.sum() + 1) / (patterns.times.sum() + 2))


def _probabilities(odds: np.ndarray, patterns: _Patterns, rivals: Rivals | None) -> np.ndarray:
    ratio = np.exp(np.clip(odds, -50, 50))
    if rivals is None:
        return ratio / (1 + ratio)
    return np.bincount(patterns.of_pair, rivals(ratio[patterns.of_pair])) / patterns.times


def _summed(weights: list[np.ndarray], levels: np.ndarray) -> np.ndarray:
    total = np.zeros(len(levels))
    for place, weight in enumerate(weights):
        total += np.r_[weight, 0.0][levels[:, place]]  # level -1 says nothing
    return total


def _rising(same: Mapping[Hashable, np.ndarray], other: Mapping[Hashable, np.ndarray]) -> list[np.ndarray]:
    from sklearn.isotonic import isotonic_regression

    weights = []
    for c in same:
        weight = isotonic_regression(np.log(same[c] / other[c]), sample_weight=same[c] + other[c])
        weight[-1], weight[0] = max(weight[-1], 0.0), min(weight[0], 0.0)
        weights.append(weight)
    return weights
