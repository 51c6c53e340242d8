"""The threshold moved up and down: how many people of each group are selected, and how many good ones are refused."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.fairness.auditing import reference_of
from millrace.fairness.contracts import Contract
from millrace.fairness.groups import Grouping
from millrace.fairness.people import People, people_of
from millrace.fairness.ranges import divided, rate_range, ratio_range
from millrace.fairness.verdicts import ratio_size

__all__ = ["sweep"]

MOST_THRESHOLDS = 25


def sweep(
    frame: pd.DataFrame, agreed: Contract, *, thresholds: Sequence[float] | None = None, pairs: bool = False
) -> pd.DataFrame:
    """Move one threshold for all, and count people: who is selected, and which good ones are refused, by group.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    agreed : Contract
        With a score.
    thresholds : list of float, optional
        Where to cut; selected are scores from there on. Without them, up to 25 scores that cut off equally many people,
        and the contract's own threshold where it is one number.
    pairs : bool
        Whether two attributes are combined as well.

    Returns
    -------
    DataFrame
        One row per threshold, attribute and group: ``threshold``, ``attribute``, ``group``; ``people`` (with a score),
        ``selected``, ``rate`` with ``low`` and ``high`` (Wilson); ``reference``, ``ratio`` with ``ratio_low`` and
        ``ratio_high``, ``size``; ``people_short`` (people more who would be selected at the reference's rate);
        ``good_selected``, ``good_refused``, ``bad_selected``, ``bad_refused`` (of those whose outcome is known) and
        ``unknown_selected``, ``unknown_refused`` (of those whose outcome is not); ``is_now`` (True at the contract's
        threshold).

    Raises
    ------
    ColumnError, ArgumentError
        When the contract names no score, or nobody has one.

    Notes
    -----
    What is counted follows the rule alone; people who override it are in `audit`. The reference is that of the
    contract, at each threshold anew where it goes by rates.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex", score="score",
    ...                   threshold=60, harmed="applicants", harm="allocation", least_people=1)
    >>> frame = pd.DataFrame({"sex": ["f", "m"] * 3, "score": [40, 50, 50, 60, 60, 70]})
    >>> sweep(frame, agreed, thresholds=[50, 60])[["threshold", "group", "selected", "ratio"]].round(2)
       threshold group  selected  ratio
    0       50.0     f         2   0.67
    1       50.0     m         3   1.00
    2       60.0     f         1   0.50
    3       60.0     m         2   1.00
    """
    if agreed.score is None:
        raise ArgumentError(
            "The contract names no score. A score was expected. Without one there is no threshold to move: make a "
            "contract with score='...' and threshold=..."
        )
    read = people_of(frame, agreed, pairs=pairs)
    scored = ~np.isnan(read.score)
    if not scored.any():
        raise ArgumentError(f"Column '{agreed.score}' is empty. Scores were expected. Choose the column of the score.")
    now = float(agreed.threshold) if isinstance(agreed.threshold, int | float) else None
    cuts = _cuts(read.score[scored], thresholds, now)
    blocks = [_of_grouping(read, grouping, cuts, agreed) for grouping in read.groupings]
    table = pd.concat(blocks, ignore_index=True)
    table["is_now"] = False if now is None else np.isclose(table["threshold"], now)
    return table.sort_values("threshold", kind="stable", ignore_index=True)


def _cuts(scores: np.ndarray, thresholds: Sequence[float] | None, now: float | None) -> np.ndarray:
    if thresholds is not None:
        try:
            cuts = np.unique(np.asarray(list(thresholds), dtype=float))
        except (TypeError, ValueError):
            cuts = np.empty(0)
        if not len(cuts) or not np.isfinite(cuts).all():
            raise ArgumentError(
                f"thresholds={in_words(thresholds)} was given. One or more numbers were expected. Write [50, 55, 60]."
            )
        return cuts
    quantiles = np.quantile(scores, np.linspace(0.02, 0.98, MOST_THRESHOLDS), method="higher")
    return np.unique(np.append(quantiles, [] if now is None else [now]))


def _of_grouping(read: People, grouping: Grouping, cuts: np.ndarray, agreed: Contract) -> pd.DataFrame:
    counts = {
        "all": _from_each_cut(read, grouping, cuts, ~np.isnan(read.score)),
        "good": _from_each_cut(read, grouping, cuts, read.outcome > 0),
        "bad": _from_each_cut(read, grouping, cuts, read.outcome == 0),
        "unknown": _from_each_cut(read, grouping, cuts, np.isnan(read.outcome)),
    }
    blocks = [_at_cut(cut, at, counts, grouping, agreed) for at, cut in enumerate(cuts)]
    return pd.concat(blocks, ignore_index=True)


def _from_each_cut(read: People, grouping: Grouping, cuts: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Count people per group from each threshold on; the first column holds all of them."""
    use = rows & ~np.isnan(read.score)
    place = np.searchsorted(cuts, np.where(use, read.score, 0.0), side="right")
    width = len(cuts) + 1
    joint = grouping.codes * width + place
    counts = np.bincount(joint, weights=np.where(use, read.people, 0), minlength=grouping.size * width)
    return counts.round().astype(np.int64).reshape(grouping.size, width)[:, ::-1].cumsum(axis=1)[:, ::-1]


def _at_cut(cut: float, at: int, counts: dict[str, np.ndarray], grouping: Grouping, agreed: Contract) -> pd.DataFrame:
    people, selected = counts["all"][:, 0], counts["all"][:, at + 1]
    rate, ends = divided(selected, people), rate_range(selected, people, agreed.confidence)
    to = reference_of(grouping, people, rate, agreed)
    there, same = np.full(len(rate), to), np.arange(len(rate)) == to
    low, high = ratio_range(rate, ends, rate[there], (ends[0][there], ends[1][there]))
    ratio = divided(rate, rate[there])
    table = pd.DataFrame(
        {
            "threshold": cut,
            "attribute": grouping.attribute,
            "group": grouping.labels,
            "people": people,
            "selected": selected,
            "rate": rate,
            "low": ends[0],
            "high": ends[1],
            "reference": grouping.labels[to],
            "ratio": ratio,
            "ratio_low": np.where(same, 1.0, low),
            "ratio_high": np.where(same, 1.0, high),
            "size": ratio_size(ratio, agreed.tolerance),
            "people_short": people * rate[to] - selected,
        }
    )
    for name in ("good", "bad", "unknown"):
        table[f"{name}_selected"] = counts[name][:, at + 1]
        table[f"{name}_refused"] = counts[name][:, 0] - counts[name][:, at + 1]
    return table
