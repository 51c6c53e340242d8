"""The words of a verdict on answers, and the arithmetic behind them."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["NOT_SHOWN", "TOO_FEW", "better_is", "holm", "mean_range", "word"]

NOT_SHOWN, TOO_FEW = "not shown", "too few to say"
BETTER = {"higher": 1, "lower": -1}


def better_is(better: str) -> int:
    """Read which direction is good.

    Parameters
    ----------
    better : {"higher", "lower"}
        What was given.

    Returns
    -------
    int
        1 or -1.

    Raises
    ------
    ArgumentError
        When it is neither.

    Examples
    --------
    >>> better_is("lower")
    -1
    """
    if better not in BETTER:
        raise ArgumentError(
            f"better={in_words(better)} was given. 'higher' or 'lower' was expected: which answers are good? Write one."
            f"{did_you_mean(better, BETTER)}"
        )
    return BETTER[better]


def holm(p: pd.Series) -> pd.Series:
    """Correct the chances of many looks; missing ones stay missing and do not count as looks.

    Parameters
    ----------
    p : Series of float
        One chance per look.

    Returns
    -------
    Series of float

    Notes
    -----
    Holm (1979).

    Examples
    --------
    >>> holm(pd.Series([0.01, 0.04, None])).tolist()
    [0.02, 0.04, nan]
    """
    known = p.dropna().astype(float).sort_values()
    steps = known * np.arange(len(known), 0, -1)
    return steps.cummax().clip(upper=1.0).reindex(p.index)


def mean_range(values: np.ndarray, confidence: float) -> tuple[float, float, float, float]:
    """Return a mean, its range, and how often chance alone gives one so far from 0.

    Parameters
    ----------
    values : array of float
        One change per person.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    tuple of float
        Mean, low, high, p. Without any spread the range is missing, and p is that of the sign test.

    Notes
    -----
    Student's paired t. Where all changes are equal it would claim to know the mean exactly.

    Examples
    --------
    >>> mean_range(np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 0.95)
    (1.0, nan, nan, 0.03125)
    """
    from scipy import stats

    number = len(values)
    mean = float(values.mean()) if number else np.nan
    if number < 2 or np.ptp(values) < 1e-12:
        return mean, np.nan, np.nan, 0.5 ** (number - 1) if number > 1 and abs(mean) > 1e-12 else 1.0
    error = float(values.std(ddof=1)) / np.sqrt(number)
    half = float(stats.t.ppf((1 + confidence) / 2, number - 1)) * error
    return mean, mean - half, mean + half, float(2 * stats.t.sf(abs(mean) / error, number - 1))


def word(change: float, p: float, *, sign: int, confidence: float) -> str:
    """Return the verdict on a change.

    Parameters
    ----------
    change : float
        In points.
    p : float
        Its chance under no change, corrected for many looks.
    sign : int
        1 where higher is better, else -1.
    confidence : float
        How sure it must be.

    Returns
    -------
    str
        "improved", "worse" or "not shown".

    Examples
    --------
    >>> word(-1.2, 0.001, sign=1, confidence=0.95)
    'worse'
    """
    if not p < 1 - confidence:
        return NOT_SHOWN
    return "improved" if change * sign > 0 else "worse"
