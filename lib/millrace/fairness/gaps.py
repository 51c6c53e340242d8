"""The largest gap between any two groups, with a range by bootstrap, beside the gap that chance alone would leave."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.fairness.contracts import Contract
from millrace.fairness.groups import Grouping
from millrace.fairness.people import People, people_of

__all__ = ["gaps"]

MOST_AT_ONCE = 2_000_000
# who is counted above and below the line, as places of the cells: not selected or selected, outcome bad, good, unknown
METRICS = {
    "selection rate": ((3, 4, 5), (0, 1, 2, 3, 4, 5)),
    "true positive rate": ((4,), (1, 4)),
    "false positive rate": ((3,), (0, 3)),
    "precision": ((4,), (3, 4)),
}


def gaps(frame: pd.DataFrame, agreed: Contract, *, resamples: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Say how far apart the two most unlike groups are, and how far groups that are all alike would be by chance.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or counts already made.
    agreed : Contract
        What is audited.
    resamples : int
        How often the people are drawn anew.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row per attribute (and each two combined) and metric: ``attribute``, ``metric``; ``groups`` (those with
        enough people), ``groups_too_few`` and ``people_too_few`` (those left out, their people); ``lowest_group``,
        ``highest_group``; ``difference`` (largest, share) with ``difference_low`` and ``difference_high``; ``ratio``
        (smallest) with ``ratio_low`` and ``ratio_high``; ``difference_by_chance`` (what groups that are alike would
        exceed in 1 - confidence of cases), ``chance`` (how often they would show at least this difference) and
        ``verdict``: "more than chance", "no more than chance", "insufficient evidence".

    Raises
    ------
    ColumnError, ArgumentError
        When the table is not what the contract says, or resamples is below 20.

    Notes
    -----
    Percentiles of a bootstrap of people (Efron 1979). A row falls into one of a few cells (group, selected, outcome),
    so drawing rows is drawing the counts of the cells, a multinomial: the same result as drawing rows, at a cost that
    does not grow with their number. The largest of many gaps is large by chance, and its range never holds 0; hence
    ``difference_by_chance``, from groups of the same sizes with one common rate.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected_people="invited", people="all", harmed="applicants", harm="allocation")
    >>> counts = pd.DataFrame({"sex": ["f", "m"], "invited": [300, 450], "all": [1000, 1010]})
    >>> gaps(counts, agreed)[["metric", "lowest_group", "difference", "verdict"]].round(3).values.tolist()
    [['selection rate', 'f', 0.146, 'more than chance']]
    """
    if not isinstance(resamples, int | np.integer) or resamples < 20:
        raise ArgumentError(
            f"resamples={in_words(resamples)} was given. A whole number of 20 or more was expected. Write 1000."
        )
    read, rng = people_of(frame, agreed), np.random.default_rng(seed)
    rows = [
        _row(cells, drawn, grouping, metric, agreed, rng)
        for grouping in read.groupings
        for cells in [_cells(read, grouping)]
        for drawn in [_drawn(cells, resamples, rng)]
        for metric in METRICS
        if metric == "selection rate" or agreed.outcome is not None
    ]
    return pd.DataFrame(rows)


def _cells(read: People, grouping: Grouping) -> np.ndarray:
    """Count people per group, decision and outcome; those whose decision or group is unknown are left out."""
    outcome = np.where(np.isnan(read.outcome), 2, read.outcome > 0).astype(np.int64)
    place = grouping.codes * 6 + 3 * (read.selected > 0) + outcome
    use = ~np.isnan(read.selected) & ~grouping.unknown[grouping.codes]
    counts = np.bincount(place[use], weights=read.people[use], minlength=6 * grouping.size)
    return counts.round().astype(np.int64).reshape(grouping.size, 6)


def _drawn(cells: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Draw all people anew, so often; shape (resamples, groups, 6)."""
    total = int(cells.sum())
    shares = cells.ravel() / max(total, 1)
    if not total:
        return np.zeros((resamples, *cells.shape), dtype=np.int64)
    return rng.multinomial(total, shares, size=resamples).reshape(resamples, *cells.shape)


def _rates(cells: np.ndarray, metric: str) -> tuple[np.ndarray, np.ndarray]:
    above, below = METRICS[metric]
    people = cells[..., list(below)].sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return cells[..., list(above)].sum(axis=-1) / people, people


def _row(
    cells: np.ndarray, drawn: np.ndarray, grouping: Grouping, metric: str, agreed: Contract, rng: np.random.Generator
) -> dict:
    rates, people = _rates(cells, metric)
    use = np.flatnonzero(people >= agreed.least_people)
    rest = people.sum() - people[use].sum()
    start = {
        "attribute": grouping.attribute,
        "metric": metric,
        "groups": len(use),
        "groups_too_few": int((~grouping.unknown).sum()) - len(use),
        "people_too_few": int(rest),
    }
    if len(use) < 2:
        return start | {"verdict": "insufficient evidence"}
    again = _rates(drawn[:, use], metric)[0]
    tails = [(1 - agreed.confidence) / 2, (1 + agreed.confidence) / 2]
    difference, ratio = _gap(rates[use])
    low, high = np.nanquantile(_gap(again)[0], tails)
    ratios = _gap(again)[1]
    ratio_low, ratio_high = np.nanquantile(ratios, tails) if np.isfinite(ratios).any() else (np.nan, np.nan)
    by_chance = _gap_by_chance(rates[use], people[use], len(drawn), rng)
    chance = (1 + (by_chance >= difference - 1e-12).sum()) / (1 + len(by_chance))
    return start | {
        "lowest_group": grouping.labels[use[int(np.argmin(rates[use]))]],
        "highest_group": grouping.labels[use[int(np.argmax(rates[use]))]],
        "difference": float(difference),
        "difference_low": float(low),
        "difference_high": float(high),
        "ratio": float(ratio),
        "ratio_low": float(ratio_low),
        "ratio_high": float(ratio_high),
        "difference_by_chance": float(np.quantile(by_chance, agreed.confidence)),
        "chance": float(chance),
        "verdict": "more than chance" if chance <= 1 - agreed.confidence + 1e-12 else "no more than chance",
    }


def _gap(rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    least, most = np.nanmin(rates, axis=-1), np.nanmax(rates, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return most - least, least / most


def _gap_by_chance(rates: np.ndarray, people: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    common = float((rates * people).sum() / people.sum())
    return _gap(rng.binomial(people, common, size=(resamples, len(people))) / people)[0]
