"""Bands of a score, and whether groups in the same band come out alike."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words
from millrace.fairness.auditing import reference_of
from millrace.fairness.contracts import LARGEST_GROUP, Contract
from millrace.fairness.evidence import guarded
from millrace.fairness.groups import Grouping
from millrace.fairness.people import People, people_of, yes_or_no
from millrace.fairness.ranges import divided, rate_range
from millrace.fairness.verdicts import NO_DIFFERENT, REFERENCE, TOO_FEW, UNKNOWN_GROUP

__all__ = ["ALL_BANDS", "MEANS_BETTER", "MEANS_WORSE", "band_edges", "calibrated"]

ALL_BANDS = "all bands"
FINE_BANDS = 20  # wide bands would compare groups of unlike scores; what is compared is never coarser than this
MEANS_BETTER, MEANS_WORSE = "the same score means better", "the same score means worse"


def band_edges(scores: np.ndarray, bands: int | Sequence[float]) -> np.ndarray:
    """Return the edges of bands of a score.

    Parameters
    ----------
    scores : ndarray of float
        Known scores.
    bands : int or list of float
        How many of equally many people, or the edges themselves.

    Returns
    -------
    ndarray of float
        Rising; a score on an edge belongs to the band above it, the highest score to the last.

    Raises
    ------
    ArgumentError
        When bands are not 1 or more, or edges do not rise or leave scores out.

    Examples
    --------
    >>> band_edges(np.array([1.0, 2.0, 3.0, 4.0]), 2).tolist()
    [1.0, 2.5, 4.0]
    """
    if isinstance(bands, int | np.integer) and not isinstance(bands, bool):
        if bands < 1:
            raise ArgumentError(f"bands={bands} was given. 1 or more was expected. Write it like bands=5.")
        edges = np.unique(np.quantile(scores, np.linspace(0, 1, int(bands) + 1)))
        return edges if len(edges) > 1 else np.array([edges[0], edges[0] + 1])
    edges = np.asarray(list(bands), dtype=float)  # type: ignore[arg-type]
    if len(edges) < 2 or (np.diff(edges) <= 0).any():
        raise ArgumentError(f"bands={in_words(bands)} was given. Rising edges were expected. Write bands=[0, 50, 100].")
    if outside := int(((scores < edges[0]) | (scores > edges[-1])).sum()):
        raise ArgumentError(
            f"bands={in_words(bands)} leaves out {counted(outside, 'score')}. Edges around all scores were expected. "
            "Widen the first or the last band."
        )
    return edges


def calibrated(frame: pd.DataFrame, agreed: Contract, bands: int | Sequence[float], only: str | None) -> pd.DataFrame:
    """Do the work of `calibration`.

    Parameters
    ----------
    frame, agreed, bands, only
        As there.

    Returns
    -------
    DataFrame
        As there.

    Examples
    --------
    See `calibration`.
    """
    read = people_of(frame, agreed)
    counts = np.ones(len(frame), dtype=bool) if only is None else yes_or_no(frame, only, None, "only") > 0
    known = ~np.isnan(read.score) & ~np.isnan(read.outcome) & _as_long(counts, len(read.people))
    if not known.any():
        raise ArgumentError(
            f"Nobody has both '{agreed.score}' and '{agreed.outcome}'. Some people with both were expected. Without "
            "labels nobody can say what a score means."
        )
    edges = band_edges(read.score[known], bands)
    fine = band_edges(read.score[known], max(bands, FINE_BANDS)) if isinstance(bands, int) else edges
    blocks = [_of_grouping(read, grouping, known, (edges, fine), agreed) for grouping in read.groupings]
    table = pd.concat(blocks, ignore_index=True)
    table["chance"] = guarded(table["chance"].to_numpy(), of=int(table["chance"].notna().sum()))
    shown = table["chance"] <= 1 - agreed.confidence + 1e-12
    better = table["same_score_difference"] > 0
    to_judge = table["verdict"] == NO_DIFFERENT
    table.loc[to_judge & shown, "verdict"] = np.where(better, MEANS_BETTER, MEANS_WORSE)[to_judge & shown]
    return table


def _as_long(rows: np.ndarray, length: int) -> np.ndarray:
    return np.tile(rows, length // max(len(rows), 1))


def _of_grouping(
    read: People, grouping: Grouping, known: np.ndarray, edges: tuple[np.ndarray, np.ndarray], agreed: Contract
) -> pd.DataFrame:
    people, good, points = _in_bands(read, grouping, known, edges[0])
    fine_people, fine_good, _ = _in_bands(read, grouping, known, edges[1])
    largest = agreed if isinstance(agreed.reference, tuple) else replace(agreed, reference=LARGEST_GROUP)
    sizes = people.sum(axis=1)
    at = reference_of(grouping, sizes, divided(good.sum(axis=1), sizes), largest)
    rows = [
        _block(grouping.labels[group], people[group], good[group], points[group], edges[0], agreed.confidence)
        | _last_row_only(
            people.shape[1],
            _compared(fine_people[group], fine_good[group], fine_people[at], fine_good[at], agreed.confidence),
        )
        for group in range(grouping.size)
    ]
    table = pd.concat([pd.DataFrame(row) for row in rows], ignore_index=True)
    table.insert(0, "attribute", grouping.attribute)
    table.insert(len(table.columns) - 4, "reference", grouping.labels[at])
    return _with_verdicts(table, grouping, sizes, at, agreed.least_people)


def _in_bands(read: People, grouping: Grouping, known: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, ...]:
    """Add up people, good outcomes and points per group and band."""
    bands = len(edges) - 1
    score = np.where(known, read.score, edges[0])
    band = np.clip(np.searchsorted(edges, score, side="right") - 1, 0, bands - 1)
    joint = grouping.codes * bands + band
    weights = (read.people, read.people * np.nan_to_num(read.outcome), read.people * np.nan_to_num(read.score))
    sums = (np.bincount(joint, weights=np.where(known, one, 0), minlength=grouping.size * bands) for one in weights)
    return tuple(one.reshape(grouping.size, bands) for one in sums)


def _last_row_only(bands: int, numbers: tuple[float, float, float, float]) -> dict:
    names = ("same_score_difference", "difference_low", "difference_high", "chance")
    return {name: [np.nan] * bands + [number] for name, number in zip(names, numbers, strict=True)}


def _block(
    label: str, people: np.ndarray, good: np.ndarray, points: np.ndarray, edges: np.ndarray, confidence: float
) -> dict:
    people, good, points = (np.append(one, one.sum()) for one in (people, good, points))
    low, high = rate_range(good.astype(int), people.astype(int), confidence)
    names = [f"{start:g} to {end:g}" for start, end in pairwise(edges)]
    return {
        "group": label,
        "band": [*names, ALL_BANDS],
        "band_from": np.append(edges[:-1], edges[0]),
        "band_to": np.append(edges[1:], edges[-1]),
        "people": people.astype(np.int64),
        "good": good.astype(np.int64),
        "rate": divided(good, people),
        "low": low,
        "high": high,
        "average_score": divided(points, people),
    }


def _compared(
    n1: np.ndarray, k1: np.ndarray, n0: np.ndarray, k0: np.ndarray, confidence: float
) -> tuple[float, float, float, float]:
    """Return the difference within bands, its range, and how often chance does as much (Cochran)."""
    from scipy import stats

    use = (n1 > 0) & (n0 > 0)
    if not use.any():
        return np.nan, np.nan, np.nan, np.nan
    n1, k1, n0, k0 = n1[use], k1[use], n0[use], k0[use]
    weight = n1 * n0 / (n1 + n0)
    gap = float((weight * (k1 / n1 - k0 / n0)).sum() / weight.sum())
    # half a person each way, so that bands in which all came out alike are not taken for certain
    p1, p0 = (k1 + 0.5) / (n1 + 1), (k0 + 0.5) / (n0 + 1)
    error = float(np.sqrt((weight**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)).sum()) / weight.sum())
    half = float(stats.norm.ppf(0.5 + confidence / 2)) * error
    return gap, max(gap - half, -1.0), min(gap + half, 1.0), _cochran(n1, k1, n0, k0)


def _cochran(n1: np.ndarray, k1: np.ndarray, n0: np.ndarray, k0: np.ndarray) -> float:
    from scipy import stats

    total, good = n1 + n0, k1 + k0
    expected = n1 * good / total
    spread = (n1 * n0 * good * (total - good) / (total**2 * np.maximum(total - 1, 1))).sum()
    away = max(abs(float((k1 - expected).sum())) - 0.5, 0.0)
    return float(2 * stats.norm.sf(away / np.sqrt(spread))) if spread > 0 else 1.0


def _with_verdicts(table: pd.DataFrame, grouping: Grouping, people: np.ndarray, at: int, least: int) -> pd.DataFrame:
    per_group = len(table) // grouping.size
    group = np.repeat(np.arange(grouping.size), per_group)
    few = (people < least) | (people[at] < least)
    cases = {
        "": (table["band"] != ALL_BANDS).to_numpy(),
        REFERENCE: group == at,
        UNKNOWN_GROUP: grouping.unknown[group],
        TOO_FEW: few[group],
    }
    table["verdict"] = np.select(list(cases.values()), list(cases), NO_DIFFERENT)
    table.loc[table["verdict"] != NO_DIFFERENT, "chance"] = np.nan
    return table
