"""Signs that a value does not go with the rest of its row: what other rows with the same partner hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from millrace.cleaning.wrong.cells import Cells

__all__ = ["DEPENDENCE_SIGNS", "Dependence", "dependence_signs", "dependences"]

DEPENDENCE_SIGNS = ["agreement", "disagreement", "against", "own_share_1", "own_share_2", "own_share_3"]
MOST_PARTNERS = 6  # columns that say most about one
SAMPLE = 5_000  # rows by which it is measured which say most
LEAST_STRENGTH = 0.15
NEARLY_CONSTANT = 0.995


@dataclass(frozen=True)
class Dependence:
    """That rows alike in the column ``by`` are mostly alike in another: how far above chance, from 0 to 1."""

    by: int
    strength: float


def dependences(columns: Sequence[Cells], of: int) -> list[Dependence]:
    """Find the columns that say most about one column.

    Parameters
    ----------
    columns : list of Cells
        The table.
    of : int
        The place of the column.

    Returns
    -------
    list of Dependence
        Strongest first.
    """
    found = [Dependence(by, _strength(columns[by], columns[of])) for by in range(len(columns)) if by != of]
    strong = [one for one in found if one.strength > LEAST_STRENGTH]
    return sorted(strong, key=lambda one: (-one.strength, one.by))[:MOST_PARTNERS]


def _strength(by: Cells, of: Cells) -> float:
    known = _sampled(by)
    rows = len(known)
    base = float((of.group_counts[of.groups] - 1).sum() / max(1, len(of.codes) * (len(of.codes) - 1)))
    if rows < 2 or base > NEARLY_CONSTANT:
        return 0.0
    together, size, _ = _counts(by.groups[known], of.groups[known])
    shared = size > 1
    if not shared.any():
        return 0.0
    agree = ((together[shared] - 1) / (size[shared] - 1)).mean()
    return float(max(0.0, (agree - base) / (1 - base)) * shared.mean())


def _sampled(by: Cells) -> np.ndarray:
    known = np.flatnonzero(by.groups != len(by.texts))
    if len(known) <= SAMPLE:
        return known
    # whole groups, or small ones would never meet a second row of their own
    order = np.random.default_rng(0).permutation(len(by.texts))[by.groups[known]]
    return known[np.argpartition(order, SAMPLE)[:SAMPLE]]


def _counts(group: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return per row: rows with the same pair, rows of the group, rows of the group's most frequent value."""
    width = int(own.max()) + 1
    pairs, place, times = np.unique(group.astype(np.int64) * width + own, return_inverse=True, return_counts=True)
    groups = pairs // width
    size = np.bincount(group)
    top = np.zeros(len(size), dtype=np.int64)
    np.maximum.at(top, groups, times)
    return times[place.ravel()], size[group], top[group]


def dependence_signs(
    columns: Sequence[Cells], of: int, partners: Sequence[Dependence]
) -> tuple[np.ndarray, np.ndarray]:
    """Measure for every row how well its value goes with its partners.

    Parameters
    ----------
    columns : list of Cells
        The table.
    of : int
        The place of the column.
    partners : list of Dependence
        Its partners.

    Returns
    -------
    signs, worst : array of shape (rows, signs), array of int
        In the order of `DEPENDENCE_SIGNS`; and which partner disagrees most, as a place in ``partners``, or -1.
    """
    own = columns[of].groups
    signs = np.zeros((len(own), len(DEPENDENCE_SIGNS)), dtype="float32")
    signs[:, [0, 3, 4, 5]] = 0.5
    worst = np.full(len(own), -1)
    weights, shares = np.zeros(len(own)), np.zeros(len(own))
    for rank, one in enumerate(partners):
        by = columns[one.by]
        known = np.flatnonzero(by.groups != len(by.texts))
        together, size, top = _counts(by.groups[known], own[known])
        share = np.where(size > 1, (together - 1) / np.maximum(size - 1, 1), 0.5)
        trust = one.strength * np.where(size > 1, size / (size + 1), 0)
        weights[known] += trust
        shares[known] += trust * share
        against = np.where(size > 2, trust * (top - together) / size, 0)
        higher = against > signs[known, 1]
        worst[known[higher]] = rank
        signs[known, 1] = np.maximum(signs[known, 1], against)
        signs[known, 2] += against > 0.25
        if rank < 3:
            signs[known, 3 + rank] = share
    told = weights > 0
    signs[told, 0] = shares[told] / weights[told]
    return signs, worst
