"""Ranges of a rate, of a difference and of a ratio of two rates, all at once, that hold for small groups too."""

import numpy as np

__all__ = ["difference_range", "divided", "mean_difference_range", "mean_range", "rate_range", "ratio_range"]


def divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide, and leave what is divided by nothing as not a number; something by nothing is infinite.

    Parameters
    ----------
    above, below : ndarray
        Numbers that are not negative.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> divided(np.array([1.0, 2.0, 0.0]), np.array([2.0, 0.0, 0.0])).tolist()
    [0.5, inf, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above, dtype=float) / np.asarray(below, dtype=float)


def rate_range(events: np.ndarray, people: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Return between which shares a rate may lie; 0 to 1 where there are no people.

    Parameters
    ----------
    events, people : ndarray of int
        Counts.
    confidence : float
        How often the range holds the truth, as a share.

    Returns
    -------
    low, high : ndarray of float
        Wilson (1927), worked out by statsmodels.

    Examples
    --------
    >>> [end.round(3).tolist() for end in rate_range(np.array([2, 0]), np.array([2, 0]), 0.95)]
    [[0.342, 0.0], [1.0, 1.0]]
    """
    from millrace.rates.intervals import interval

    return interval(np.asarray(events), np.asarray(people), method="wilson", confidence=confidence)


def difference_range(
    rate: np.ndarray, ends: tuple[np.ndarray, np.ndarray], other: np.ndarray, others: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return between which values the difference of two rates may lie.

    Parameters
    ----------
    rate, other : ndarray of float
        The two rates.
    ends, others : tuple of two ndarrays of float
        The ends of their ranges, from `rate_range`.

    Returns
    -------
    low, high : ndarray of float
        Of ``rate - other``: Newcombe's method 10 (Statistics in Medicine 1998).

    Examples
    --------
    >>> ends = [rate_range(np.array([k]), np.array([n]), 0.95) for k, n in ((56, 70), (48, 80))]
    >>> low, high = difference_range(np.array([0.8]), ends[0], np.array([0.6]), ends[1])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0524], [0.3339])
    """
    (low, high), (other_low, other_high) = ends, others
    gap = rate - other
    return (
        gap - np.sqrt((rate - low) ** 2 + (other_high - other) ** 2),
        gap + np.sqrt((high - rate) ** 2 + (other - other_low) ** 2),
    )


def ratio_range(
    rate: np.ndarray, ends: tuple[np.ndarray, np.ndarray], other: np.ndarray, others: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return between which values the ratio of two rates may lie.

    Parameters
    ----------
    rate, other : ndarray of float
        The two rates.
    ends, others : tuple of two ndarrays of float
        The ends of their ranges, from `rate_range`.

    Returns
    -------
    low, high : ndarray of float
        Of ``rate / other``; ``high`` is infinite where the other rate may be 0.

    Notes
    -----
    MOVER-R on Wilson ranges (Donner and Zou, Statistical Methods in Medical Research 2012; Newcombe 2016). Unlike
    Katz's logarithmic range it exists when nobody was selected, and keeps its promise in groups of ten.

    Examples
    --------
    >>> ends = [rate_range(np.array([k]), np.array([n]), 0.95) for k, n in ((0, 12), (30, 60))]
    >>> low, high = ratio_range(np.array([0.0]), ends[0], np.array([0.5]), ends[1])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0], [0.5])
    """
    (low, high), (other_low, other_high) = ends, others
    both = rate * other
    with np.errstate(divide="ignore", invalid="ignore"):
        under = np.maximum(both**2 - low * other_high * (2 * rate - low) * (2 * other - other_high), 0)
        least = (both - np.sqrt(under)) / (other_high * (2 * other - other_high))
        # where the other rate is close to 1 the denominator passes through 0; the limit of the fraction is finite
        flat = np.abs(2 * other - other_high) < 1e-9
        least = np.where(flat, low * (2 * rate - low) / (2 * both), least)
        over = np.maximum(both**2 - high * other_low * (2 * rate - high) * (2 * other - other_low), 0)
        most = (both + np.sqrt(over)) / (other_low * (2 * other - other_low))
    least = np.where((rate <= 0) | ~np.isfinite(least), 0.0, np.maximum(least, 0.0))
    most = np.where((other_low <= 0) | ~np.isfinite(most), np.inf, most)
    return np.where(np.isnan(both), np.nan, least), np.where(np.isnan(both), np.nan, most)


def mean_range(
    mean: np.ndarray, spread: np.ndarray, people: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return between which values a mean may lie (Student); unknown with fewer than two people.

    Parameters
    ----------
    mean, spread : ndarray of float
        Mean and standard deviation.
    people : ndarray of int
        How many.
    confidence : float
        How often the range holds the truth, as a share.

    Returns
    -------
    low, high : ndarray of float

    Examples
    --------
    >>> [end.round(2).tolist() for end in mean_range(np.array([50.0]), np.array([10.0]), np.array([25]), 0.95)]
    [[45.87], [54.13]]
    """
    from scipy import stats

    half = stats.t.ppf(0.5 + confidence / 2, np.maximum(people - 1, 1)) * divided(spread, np.sqrt(people))
    half = np.where(people > 1, half, np.nan)
    return mean - half, mean + half


def mean_difference_range(
    gap: np.ndarray, spreads: tuple[np.ndarray, np.ndarray], people: tuple[np.ndarray, np.ndarray], confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return between which values the difference of two means may lie, and how often chance does as much (Welch).

    Parameters
    ----------
    gap : ndarray of float
        The difference of the means.
    spreads : tuple of two ndarrays of float
        The two standard deviations.
    people : tuple of two ndarrays of int
        How many.
    confidence : float
        How often the range holds the truth, as a share.

    Returns
    -------
    low, high, chance : ndarray of float

    Examples
    --------
    >>> spreads, people = (np.array([10.0]), np.array([10.0])), (np.array([50]), np.array([50]))
    >>> [end.round(2).tolist() for end in mean_difference_range(np.array([5.0]), spreads, people, 0.95)]
    [[1.03], [8.97], [0.01]]
    """
    from scipy import stats

    parts = [divided(spread**2, count) for spread, count in zip(spreads, people, strict=True)]
    error = np.sqrt(parts[0] + parts[1])
    below = sum(part**2 / np.maximum(count - 1, 1) for part, count in zip(parts, people, strict=True))
    free = np.where(error > 0, divided((parts[0] + parts[1]) ** 2, below), 1.0)
    half = stats.t.ppf(0.5 + confidence / 2, free) * error
    chance = np.where(
        error > 0, 2 * stats.t.sf(np.abs(divided(np.abs(gap), error)), free), np.where(gap == 0, 1.0, 0.0)
    )
    return gap - half, gap + half, chance
