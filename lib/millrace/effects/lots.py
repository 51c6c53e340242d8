"""Two groups by lot: which of two ways does better, after a look at whether the lot was a lot."""

import numpy as np
import pandas as pd

from millrace.effects.outcomes import better_is, outcome_values
from millrace.effects.verdicts import SPLIT_BROKEN, TOO_FEW, sentence, verdict
from millrace.errors import ArgumentError, check_confidence, counted, in_words, require_columns

__all__ = ["by_lot", "mean_difference"]

LEAST, BROKEN = 10, 0.001


def by_lot(
    frame: pd.DataFrame,
    *,
    group: str,
    new: object,
    outcome: str,
    measure: str,
    better: str,
    unit: str | None = None,
    planned_share: float = 0.5,
    cap: float | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Say what the new way changed when lot decided who had it (an A-B test).

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    group : str
        The column of the two groups.
    new : value
        The group that had the new way; all others are the old way.
    outcome, measure, better, cap : as there
        As for `pilot`.
    unit : str, optional
        The column of what the lot was drawn for, when it can have several rows: a customer. Each then counts as one.
    planned_share : float
        The share that the new way was to have.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row: ``question``, ``new_cases``, ``old_cases`` (units where given), ``split_p`` (how often a fair lot
        splits so unevenly), ``observed``, ``without``, ``change``, ``change_low``, ``change_high``, ``change_share``,
        ``share_low``, ``share_high`` (of the old way's mean, taken as known), ``p`` (missing for shares), ``verdict``
        ("works", "harms", "not shown", "too few to say", "split is broken"), ``sentence`` and ``remarks``.

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind.
    ArgumentError
        When there are not two groups, or an argument is impossible.

    Notes
    -----
    Newcombe's range for two shares (1998), Welch's for two means (1947). A split that a fair lot brings in fewer than 1
    of 1,000 tests is broken, and nothing is judged (Fabijan et al. 2019, sample ratio mismatch); neither is one where a
    unit was in both groups.

    Examples
    --------
    >>> bought = [True] * 48 + [False] * 32 + [True] * 20 + [False] * 50
    >>> seen = pd.DataFrame({"page": ["new"] * 80 + ["old"] * 70, "bought": bought})
    >>> by_lot(seen, group="page", new="new", outcome="bought", measure="share", better="higher")["sentence"].item()
    'Works: higher by between 15.6 and 45.1 points.'
    """
    require_columns(frame, [group, outcome, *([unit] if unit else [])])
    check_confidence(confidence)
    sign = better_is(better)
    if not 0 < planned_share < 1:
        raise ArgumentError(
            f"planned_share={in_words(planned_share)} was given. A share between 0 and 1 was expected. Write 0.5 for "
            "a half."
        )
    values, remarks = outcome_values(frame[outcome], measure=measure, cap=cap)
    rows = pd.DataFrame({"group": frame[group], "value": values, "unit": frame[unit] if unit else range(len(frame))})
    known = rows.dropna()
    if len(known) < len(rows):
        remarks.append(
            f"Set aside: {counted(len(rows) - len(known), 'row')} without {outcome}, "
            f"{group}{' or ' + unit if unit else ''}."
        )
    groups = known["group"].unique()
    if len(groups) != 2 or new not in set(groups):
        raise ArgumentError(
            f"Column '{group}' holds the groups {in_words(sorted(map(str, groups)))}, and new={in_words(new)} was "
            "given. Two groups, of which new is one, were expected. Keep the rows of two groups, and name the new one."
        )
    units = known.assign(new=known["group"] == new).groupby("unit").agg(value=("value", "mean"), new=("new", "mean"))
    both = int(((units["new"] > 0) & (units["new"] < 1)).sum())
    whole = units[units["new"].isin([0.0, 1.0])]
    one, two = (whole.loc[whole["new"] == side, "value"].to_numpy() for side in (1.0, 0.0))
    if both:
        remarks.append(f"{counted(both, unit or 'unit')} had both ways and count in neither group.")
    split_p = _split_p(len(one), len(two), planned_share)
    table = _compared(one, two, measure, confidence)
    said = verdict(table["change_low"], table["change_high"], better=sign)
    said = TOO_FEW if min(len(one), len(two)) < LEAST else said
    said = SPLIT_BROKEN if split_p < BROKEN or both > 0.01 * len(units) else said
    return pd.DataFrame(
        [
            {
                "question": f"How does {outcome} of {new} differ from the other way, for all in the lot?",
                "new_cases": len(one), "old_cases": len(two), "split_p": split_p, **table, "verdict": said,
                "sentence": _said(said, table, measure, split_p, both), "remarks": " ".join(remarks),
            }
        ]
    )  # fmt: skip


def _split_p(new: int, old: int, planned_share: float) -> float:
    from scipy import stats

    return float(stats.binomtest(new, new + old, planned_share).pvalue) if new + old else 1.0


def _compared(one: np.ndarray, two: np.ndarray, measure: str, confidence: float) -> dict[str, float]:
    whole = np.isin(np.concatenate([one, two]), [0.0, 1.0]).all()
    observed, without = (float(part.mean()) if len(part) else np.nan for part in (one, two))
    change, p = observed - without, np.nan
    if min(len(one), len(two)) < 2:
        low, high = -np.inf, np.inf
    elif measure == "share" and whole:
        from statsmodels.stats.proportion import confint_proportions_2indep

        low, high = confint_proportions_2indep(
            one.sum(), len(one), two.sum(), len(two), method="newcomb", compare="diff", alpha=1 - confidence
        )
    else:
        low, high, p = mean_difference(one, two, confidence=confidence)
    share = {f"share_{end}": value / without if without else np.nan for end, value in (("low", low), ("high", high))}
    return {
        "observed": observed, "without": without, "change": change, "change_low": float(low),
        "change_high": float(high),
        "change_share": change / without if without else np.nan, **share, "p": p,
    }  # fmt: skip


def mean_difference(one: np.ndarray, two: np.ndarray, *, confidence: float) -> tuple[float, float, float]:
    """Return the range of the difference of two means, and its p-value, after Welch.

    Parameters
    ----------
    one, two : ndarray of float
        Two groups of two or more.
    confidence : float
        How often the range shall hold the truth.

    Returns
    -------
    low, high, p : float

    Examples
    --------
    >>> low, high, p = mean_difference(np.array([3.0, 4.0, 5.0]), np.array([1.0, 2.0, 3.0]), confidence=0.95)
    >>> round(low, 2), round(high, 2), round(p, 3)
    (-0.27, 4.27, 0.07)
    """
    if one.var() + two.var() == 0:
        change = float(one.mean() - two.mean())
        return change, change, float(change == 0)
    from scipy import stats

    found = stats.ttest_ind(one, two, equal_var=False)
    ends = found.confidence_interval(confidence)
    return float(ends.low), float(ends.high), float(found.pvalue)


def _said(said: str, row: dict[str, float], measure: str, split_p: float, both: int) -> str:
    if said == SPLIT_BROKEN:
        why = f"a fair lot splits so in {split_p:.1g} of tests" if split_p < BROKEN else f"{both} had both ways"
        return f"Split is broken: {why}. Find out why before reading any number."
    if said == TOO_FEW:
        return f"Too few to say: {LEAST} or more on either side are needed."
    unit = {"share": "points", "amount": "%"}.get(measure, "")
    ends = ("share_low", "share_high") if measure == "amount" else ("change_low", "change_high")
    return sentence(said, row[ends[0]], row[ends[1]], unit=unit)
