"""Pairs of causes: where two values meet, joined where they belong together, held against what each does alone."""

from dataclasses import dataclass

import numpy as np

from millrace.rates.causes import Cause
from millrace.rates.evidence import above_others, adjusted, prior_pieces

__all__ = ["Cells", "Joined", "cells_of", "joined_cells", "pair_chances"]

PIECES_PER_VALUE = 100
WITHIN = 0.05
CLOSE = 0.05
# Points spread evenly over a square (a lattice after Korobov): where two rates may be, without a throw of dice.
POINTS = 251
LATTICE = ((np.arange(POINTS) + 0.5) * np.array([[1], [76]]) / POINTS) % 1.0


@dataclass(frozen=True)
class Cells:
    """Where values of two causes meet: their codes ``a`` and ``b``, and ``pieces`` and ``events`` of each meeting."""

    a: np.ndarray
    b: np.ndarray
    pieces: np.ndarray
    events: np.ndarray


@dataclass(frozen=True)
class Joined:
    """Some values of the first cause with some of the second, and the counts of both, either alone, and neither."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    pieces: np.ndarray
    events: np.ndarray


def cells_of(first: Cause, second: Cause, happened: np.ndarray, least_pieces: int) -> Cells:
    """Count where two causes meet, for all meetings with pieces enough.

    Parameters
    ----------
    first, second : Cause
        Two columns.
    happened : ndarray of float
        1 or 0 per row.
    least_pieces : int
        The fewest pieces of a meeting.

    Returns
    -------
    Cells

    Examples
    --------
    >>> import pandas as pd
    >>> from millrace.rates.causes import read_cause
    >>> happened = np.array([1.0, 0.0, 0.0, 0.0])
    >>> lot = read_cause(pd.Series(["a", "a", "b", "b"], name="lot"), happened)
    >>> paint = read_cause(pd.Series(["x", "y", "x", "y"], name="paint"), happened)
    >>> cells_of(lot, paint, happened, 1).events.tolist()
    [1, 0, 0, 0]
    """
    large = (first.pieces >= least_pieces)[first.codes] & (second.pieces >= least_pieces)[second.codes]
    joint = (first.codes * len(second.labels) + second.codes)[large]
    possible = len(first.labels) * len(second.labels)
    keys = np.arange(possible)
    if possible > 4 * len(joint) + 1000:
        keys, joint = np.unique(joint, return_inverse=True)
    pieces = np.bincount(joint, minlength=len(keys))
    events = np.bincount(joint[happened[large] > 0], minlength=len(keys))
    use = pieces >= least_pieces
    a, b = np.divmod(keys[use], len(second.labels))
    return Cells(a, b, pieces[use], events[use])


def joined_cells(cells: Cells, found: np.ndarray, first: Cause, second: Cause, least_pieces: int) -> list[Joined]:
    """Join the meetings that were found and share a value, and bring in their like that are too small to be found.

    Parameters
    ----------
    cells : Cells
        All meetings of two causes.
    found : ndarray of bool
        Those whose rate is beyond chance, whatever the reason.
    first, second : Cause
        The two columns.
    least_pieces : int
        The fewest pieces of either cause alone.

    Returns
    -------
    list of Joined
        For each value with something found: this value, and all values of the other cause with which it does worse
        than with the rest (guarded for their number). Left out are those that never occur apart: a pair of them
        cannot be told from one of them.

    Examples
    --------
    Three lots in a row of 35 pieces each, of which two were found with the paint, come back as one pair.
    """
    sides = ((cells.a, cells.b, second), (cells.b, cells.a, first))
    made: dict[tuple[tuple[int, ...], tuple[int, ...]], None] = {}
    for turned, (several, shared, cause) in enumerate(sides):
        for one in np.unique(shared[found]):
            family = np.flatnonzero(shared == one)
            kept = several[family[_worse_than_the_rest(cells, family, int(cause.events[one]), int(cause.pieces[one]))]]
            if len(kept):
                values = tuple(sorted(int(value) for value in kept))
                made[((int(one),), values) if turned else (values, (int(one),))] = None
    joined = [_joined(cells, a, b, first, second) for a, b in made]
    return [one for one in joined if one.pieces.min() >= least_pieces]


def _worse_than_the_rest(cells: Cells, family: np.ndarray, events: int, pieces: int) -> np.ndarray:
    """Mark the meetings that do worse than the rest, which is freed of those found until no more are found."""
    worse, more = np.zeros(len(family), dtype=bool), True
    while more:
        left = np.flatnonzero(~worse)
        rest = events - int(cells.events[family[worse]].sum()), pieces - int(cells.pieces[family[worse]].sum())
        chances = above_others(cells.events[family[left]], cells.pieces[family[left]], *rest)
        found = left[adjusted(chances) <= WITHIN]
        worse[found], more = True, len(found) > 0
    return worse


def _joined(cells: Cells, a: tuple[int, ...], b: tuple[int, ...], first: Cause, second: Cause) -> Joined:
    both = np.isin(cells.a, a) & np.isin(cells.b, b)
    pieces, events = (
        _four(int(count[both].sum()), int(one[list(a)].sum()), int(other[list(b)].sum()), int(one.sum()))
        for count, one, other in (
            (cells.pieces, first.pieces, second.pieces),
            (cells.events, first.events, second.events),
        )
    )
    return Joined(a, b, pieces, events)


def _four(both: int, a: int, b: int, total: int) -> np.ndarray:
    return np.array([both, a - both, b - both, total - a - b + both])


def pair_chances(pairs: list[Joined], first: Cause, second: Cause) -> np.ndarray:
    """Return how often chance would give so many events together if each cause did only what it does alone.

    Parameters
    ----------
    pairs : list of Joined
        Of the two columns.
    first, second : Cause
        The two columns.

    Returns
    -------
    ndarray of float
        The largest of three: above the first cause alone, above the second alone (Fisher), and above what both
        together explain.

    Notes
    -----
    What both explain: each rate alone is pulled towards that of all pieces outside the pair, the effects are added and
    multiplied, and the larger is taken, so that what only adds or only multiplies is no interaction. Its chance is
    that of the binomial, averaged over what the two rates alone may be (Jeffreys).

    Examples
    --------
    >>> import pandas as pd
    >>> from millrace.rates.causes import read_cause
    >>> happened = np.repeat([1.0, 0.0, 1.0, 0.0], [15, 15, 1, 59])
    >>> lot = read_cause(pd.Series(["a"] * 30 + ["b"] * 30 + ["a", "b"] * 15, name="lot"), happened)
    >>> paint = read_cause(pd.Series(["x"] * 30 + ["x", "y"] * 15 + ["y"] * 30, name="paint"), happened)
    >>> cells = cells_of(lot, paint, happened, 10)
    >>> pairs = joined_cells(cells, cells.events > 5, lot, paint, 10)
    >>> pair_chances(pairs, lot, paint).round(4).tolist()
    [0.0929]
    """
    if not pairs:
        return np.empty(0)
    pieces, events = np.stack([one.pieces for one in pairs], axis=1), np.stack([one.events for one in pairs], axis=1)
    above = [
        above_others(events[0], pieces[0], events[0] + events[alone], pieces[0] + pieces[alone]) for alone in (1, 2)
    ]
    chances = np.maximum(*above)
    close = chances < CLOSE
    explained = _above_explained(pieces[:, close], events[:, close], _prior(first), _prior(second))
    chances[close] = np.maximum(chances[close], explained)
    return chances


def _prior(cause: Cause) -> float:
    # few values say little of how alike values are, so that what they say counts for less
    return min(prior_pieces(cause.events, cause.pieces), float(PIECES_PER_VALUE * len(cause.labels)))


def _above_explained(pieces: np.ndarray, events: np.ndarray, *priors: float) -> np.ndarray:
    from scipy import stats

    # the pair's own events must not raise what is expected of it
    usual = (events[1:].sum(axis=0) + 0.5) / (pieces[1:].sum(axis=0) + 1)
    first, second = (
        _may_be(events[row], pieces[row], usual, prior, spread)
        for row, prior, spread in zip((1, 2), priors, LATTICE, strict=True)
    )
    neither = ((events[3] + 0.5) / (pieces[3] + 1))[:, None]
    larger = np.clip(np.maximum(first + second - neither, first * second / neither), 0.2 * usual[:, None], 1.0)
    return stats.binom.sf(events[0, :, None] - 1, pieces[0, :, None], larger).mean(axis=1)


def _may_be(events: np.ndarray, pieces: np.ndarray, usual: np.ndarray, prior: float, spread: np.ndarray) -> np.ndarray:
    """Return what a true rate may be, per pair at so many evenly spread points of its beta distribution."""
    from scipy import stats

    yes, no = events + 0.5 + prior * usual, pieces - events + 0.5 + prior * (1 - usual)
    return np.maximum(stats.beta.ppf(spread, yes[:, None], no[:, None]), 1e-9)
