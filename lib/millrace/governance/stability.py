"""How far a column moved between two groups of people: the population stability index, bin by bin, and a test."""

from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.explain.columns import is_number, numbers_of

__all__ = ["by_chance", "chance_of", "psi", "psi_total"]

BINS = 10
MISSING, OTHER = "(missing)", "(not seen before)"
LEAST_SHARE = 1e-4


def psi(before: pd.Series, after: pd.Series, *, bins: int = BINS) -> pd.DataFrame:
    """Count how a column is spread before and after, bin by bin, and what each bin adds to the stability index.

    Parameters
    ----------
    before, after : Series
        The column in both groups of people.
    bins : int
        In how many bins of equal size numbers are cut, by the quantiles of before; equal values stay together.
        Categories are bins of their own, and so are empty cells.

    Returns
    -------
    DataFrame
        One row per bin: ``bin``, ``before``, ``after`` (people), ``before_share``, ``after_share``, ``part`` (what it
        adds to the index). The parts add up to the index.

    Raises
    ------
    ColumnError
        When one of both has no rows, or one holds numbers and the other text.
    ArgumentError
        When there are fewer than 2 bins.

    Notes
    -----
    (after share - before share) times the logarithm of their ratio (Siddiqi 2006, Credit risk scorecards). A share of
    nothing counts as 0.0001, so that the logarithm exists. By convention below 0.1 is little, from 0.25 much; how much
    chance gives depends on the number of people, see `by_chance`.

    Examples
    --------
    >>> found = psi(pd.Series(["a", "a", "b", "b"]), pd.Series(["a", "b", "b", "b"]))
    >>> found[["bin", "before", "after"]].values.tolist()
    [['a', 2, 1], ['b', 2, 3]]
    """
    if not isinstance(bins, int) or bins < 2:
        raise ArgumentError(f"bins={in_words(bins)} was given. A whole number from 2 was expected. Write 10.")
    if not isinstance(before, pd.Series) or not isinstance(after, pd.Series):
        raise ColumnError("A table was given. One column was expected, from before and from after. Write table['age'].")
    if not len(before) or not len(after):
        raise ColumnError("One of both groups has no rows. People before and after were expected. Look at the filter.")
    if before.notna().any() and after.notna().any() and is_number(before) != is_number(after):
        raise ColumnError(
            f"Column '{before.name}' holds numbers in one group and text in the other. The same kind was expected. "
            "Read both in the same way."
        )
    labels, old, new = _counts_of_numbers(before, after, bins) if is_number(before) else _counts(before, after)
    share, other = old / old.sum(), new / new.sum()
    floored, moved = np.maximum(share, LEAST_SHARE), np.maximum(other, LEAST_SHARE)
    part = (moved - floored) * np.log(moved / floored)
    return pd.DataFrame(
        {"bin": labels, "before": old, "after": new, "before_share": share, "after_share": other, "part": part}
    )


def _counts_of_numbers(before: pd.Series, after: pd.Series, bins: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    old, new = numbers_of(before), numbers_of(after)
    known = old[~np.isnan(old)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1])) if len(known) else known
    # the highest value before closes no bin that nobody could be in
    edges = edges[edges < known.max(initial=-np.inf)]
    ends = [f"{edge:g}" for edge in edges]
    labels = [f"up to {ends[0]}", *(f"{a} to {b}" for a, b in pairwise(ends))] if ends else []
    labels.append(f"above {ends[-1]}" if ends else "all values")
    counts = [np.bincount(np.searchsorted(edges, x[~np.isnan(x)]), minlength=len(edges) + 1) for x in (old, new)]
    empty = [int(np.isnan(x).sum()) for x in (old, new)]
    if any(empty):
        labels, counts = [*labels, MISSING], [np.append(c, e) for c, e in zip(counts, empty, strict=True)]
    return labels, counts[0], counts[1]


def _counts(before: pd.Series, after: pd.Series) -> tuple[list[str], np.ndarray, np.ndarray]:
    old, new = (x.astype(object).where(x.notna(), MISSING).astype(str).value_counts() for x in (before, after))
    labels = sorted(set(old.index))
    unseen = int(new[~new.index.isin(labels)].sum())
    counts = [x.reindex(labels, fill_value=0).to_numpy() for x in (old, new)]
    if unseen:
        return [*labels, OTHER], np.append(counts[0], 0), np.append(counts[1], unseen)
    return labels, counts[0], counts[1]


def psi_total(table: pd.DataFrame) -> float:
    """Add up the index from the table of `psi`.

    Parameters
    ----------
    table : DataFrame
        From `psi`.

    Returns
    -------
    float

    Examples
    --------
    >>> psi_total(psi(pd.Series([1, 2, 3]), pd.Series([1, 2, 3])))
    0.0
    """
    return float(table["part"].sum())


def by_chance(table: pd.DataFrame, *, confidence: float = 0.95) -> float:
    """Say which index chance alone reaches when nothing moved.

    Parameters
    ----------
    table : DataFrame
        From `psi`.
    confidence : float
        How often chance stays below.

    Returns
    -------
    float

    Notes
    -----
    When nothing moved, the index over (1/people before + 1/people after) is about chi-squared, with one degree of
    freedom less than there are bins (Yurdakul and Naranjo 2020, Statistical properties of the population stability
    index).

    Examples
    --------
    >>> round(by_chance(psi(pd.Series(range(100)), pd.Series(range(100)))), 2)
    0.34
    """
    from scipy import stats

    people = 1 / table["before"].sum() + 1 / table["after"].sum()
    return float(stats.chi2.ppf(confidence, max(len(table) - 1, 1)) * people)


def chance_of(before: pd.Series, after: pd.Series) -> tuple[str, float]:
    """Test whether a column is spread alike in two groups.

    Parameters
    ----------
    before, after : Series
        The column in both groups.

    Returns
    -------
    test, chance : str and float
        "Kolmogorov-Smirnov" for numbers of more than two values (with a chi-squared test of empty cells, the smaller of
        both, doubled), else "chi-squared"; how often chance alone gives as large a difference.

    Examples
    --------
    >>> chance_of(pd.Series(["a", "b"] * 20), pd.Series(["a", "b"] * 20))
    ('chi-squared', 1.0)
    """
    from scipy import stats

    if not is_number(before) or pd.concat([before, after]).nunique() <= 2:
        _, old, new = _counts(before, after)
        return "chi-squared", _chi_squared(old, new)
    values = [numbers_of(x) for x in (before, after)]
    known = [x[~np.isnan(x)] for x in values]
    test = "Kolmogorov-Smirnov"
    chance = float(stats.ks_2samp(*known, method="asymp").pvalue) if all(map(len, known)) else 1.0
    if all(len(k) == len(v) for k, v in zip(known, values, strict=True)):
        return test, chance
    counts = [np.array([len(k), len(v) - len(k)]) for k, v in zip(known, values, strict=True)]
    return test, min(1.0, 2 * min(chance, _chi_squared(*counts)))


def _chi_squared(old: np.ndarray, new: np.ndarray) -> float:
    """Test two rows of counts; bins in which fewer than five would be expected are joined first."""
    from scipy import stats

    smaller = min(old.sum(), new.sum()) / (old.sum() + new.sum())
    rare = (old + new) * smaller < 5
    rows = np.array([[*x[~rare], x[rare].sum()] if rare.any() else x for x in (old, new)])
    rows = rows[:, rows.sum(axis=0) > 0]
    if rows.shape[1] < 2:
        return 1.0
    if (rows.sum(axis=0) * smaller).min() < 5 and rows.shape[1] == 2:
        return float(stats.fisher_exact(rows).pvalue)
    return float(stats.chi2_contingency(rows, correction=False).pvalue)
