"""A share of a few pieces with the range in which it may really lie, and the difference of two shares."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, did_you_mean, in_words
from millrace.rates.counting import whole_counts

__all__ = ["TOO_FEW", "check_least_pieces", "difference", "interval", "share"]

METHODS = {"wilson": "wilson", "jeffreys": "jeffreys", "exact": "beta"}
TOO_FEW = "too few to say"
Counts = int | Sequence[int] | np.ndarray | pd.Series


def share(count: Counts, total: Counts, *, method: str = "wilson", confidence: float = 0.95) -> pd.DataFrame:
    """Say what share of pieces had something, and between which shares the truth may lie.

    Parameters
    ----------
    count : int or column of int
        The pieces that had it.
    total : int or column of int
        All pieces that were looked at.
    method : {"wilson", "jeffreys", "exact"}
        How the range is worked out. "wilson" is right on average, "exact" is never too narrow and mostly too wide,
        "jeffreys" lies between them.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row per count: ``events``, ``pieces``, ``rate``, ``low``, ``high`` (shares from 0 to 1) and ``remark``,
        "too few to say" where not one piece was looked at. The index is that of the column.

    Raises
    ------
    ArgumentError
        When a count is negative, not whole, or above its total; when the method or confidence is impossible.

    Notes
    -----
    Wilson (1927); Clopper and Pearson (1934); Brown, Cai and DasGupta, Interval estimation for a binomial proportion
    (Statistical Science 2001), who recommend the first and the second for small numbers. Worked out by statsmodels.

    Examples
    --------
    >>> share(2, 2)[["events", "pieces", "rate", "low", "high"]].round(3)
       events  pieces  rate    low  high
    0       2       2   1.0  0.342   1.0
    """
    _known_method(method)
    check_confidence(confidence)
    events, pieces = whole_counts(count, total, "count", "total")
    low, high = interval(events, pieces, method=method, confidence=confidence)
    table = pd.DataFrame({"events": events, "pieces": pieces, "rate": _rate(events, pieces), "low": low, "high": high})
    table["remark"] = np.where(pieces == 0, TOO_FEW, "")
    given = next((one for one in (count, total) if isinstance(one, pd.Series) and len(one) == len(table)), None)
    return table if given is None else table.set_axis(given.index)


def _known_method(method: str) -> None:
    if method not in METHODS:
        raise ArgumentError(
            f"method={in_words(method)} was given. One of {', '.join(map(in_words, METHODS))} was expected. "
            f"Write one of them.{did_you_mean(method, METHODS)}"
        )


def check_least_pieces(least_pieces: int) -> None:
    """Refuse a smallest size of a group that is no whole number of 1 or more.

    Parameters
    ----------
    least_pieces : int
        What was given.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_least_pieces(10)
    """
    if not isinstance(least_pieces, int | np.integer) or isinstance(least_pieces, bool) or least_pieces < 1:
        raise ArgumentError(
            f"least_pieces={in_words(least_pieces)} was given. A whole number of 1 or more was expected. "
            "Write the smallest group that you would judge, for example 10."
        )


def interval(
    events: np.ndarray, pieces: np.ndarray, *, method: str, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the range for counts that were checked; where there are no pieces it is 0 to 1.

    Parameters
    ----------
    events, pieces : ndarray of int
        Counts and totals.
    method : str
        As for `share`.
    confidence : float
        As for `share`.

    Returns
    -------
    tuple of two ndarrays of float

    Examples
    --------
    >>> interval(np.array([0]), np.array([0]), method="exact", confidence=0.95)
    (array([0.]), array([1.]))
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = np.zeros(len(pieces)), np.ones(len(pieces))
    some = pieces > 0
    if some.any():
        ends = proportion_confint(events[some], pieces[some], alpha=1 - confidence, method=METHODS[method])
        low[some], high[some] = (np.clip(end, 0.0, 1.0) for end in ends)
    return low, high


def _rate(events: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    return np.divide(events, pieces, out=np.full(len(pieces), np.nan), where=pieces > 0)


def difference(
    a_count: Counts,
    a_total: Counts,
    b_count: Counts,
    b_total: Counts,
    *,
    confidence: float = 0.95,
    least_pieces: int = 10,
) -> pd.DataFrame:
    """Say how far apart two shares are, and whether that can be told from chance.

    Parameters
    ----------
    a_count, a_total : int or column of int
        Events and pieces of the first group.
    b_count, b_total : int or column of int
        Events and pieces of the second group.
    confidence : float
        How often such a range holds the truth, as a share.
    least_pieces : int
        A group with fewer pieces is not judged.

    Returns
    -------
    DataFrame
        One row per comparison: ``a_rate``, ``b_rate``, ``difference`` (a - b, in shares), ``low``, ``high`` and
        ``verdict``: "a is higher", "b is higher", "no different that we can see" or "too few to say".

    Raises
    ------
    ArgumentError
        When a count is impossible, or an argument.

    Notes
    -----
    Newcombe, Interval estimation for the difference between independent proportions, method 10 (Statistics in
    Medicine 1998), worked out by statsmodels. One comparison is judged by itself: for many groups use `by_group`,
    which allows for their number.

    Examples
    --------
    >>> difference(56, 70, 48, 80).round(4)
       a_rate  b_rate  difference     low    high      verdict
    0     0.8     0.6         0.2  0.0524  0.3339  a is higher
    """
    check_confidence(confidence)
    check_least_pieces(least_pieces)
    counts = [
        *whole_counts(a_count, a_total, "a_count", "a_total"),
        *whole_counts(b_count, b_total, "b_count", "b_total"),
    ]
    a_events, a_pieces, b_events, b_pieces = (np.array(one) for one in np.broadcast_arrays(*counts))
    some = (a_pieces > 0) & (b_pieces > 0)
    low, high = np.full(len(some), -1.0), np.full(len(some), 1.0)
    if some.any():
        from statsmodels.stats.proportion import confint_proportions_2indep

        ends = confint_proportions_2indep(
            *(one[some] for one in (a_events, a_pieces, b_events, b_pieces)),
            method="newcomb",
            compare="diff",
            alpha=1 - confidence,
        )
        low[some], high[some] = ends
    table = pd.DataFrame({"a_rate": _rate(a_events, a_pieces), "b_rate": _rate(b_events, b_pieces)})
    table["difference"], table["low"], table["high"] = table["a_rate"] - table["b_rate"], low, high
    few = np.minimum(a_pieces, b_pieces) < least_pieces
    cases = {TOO_FEW: few, "a is higher": low > 0, "b is higher": high < 0}
    table["verdict"] = np.select(list(cases.values()), list(cases), "no different that we can see")
    return table
