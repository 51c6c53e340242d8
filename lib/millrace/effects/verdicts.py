"""What may be said of an effect: works, harms, not shown, too few to say; and the sentence that says how much."""

from math import isfinite

import numpy as np

__all__ = [
    "HARMS",
    "NOT_COMPARABLE",
    "NOT_SHOWN",
    "SPLIT_BROKEN",
    "TOO_FEW",
    "WORKS",
    "sentence",
    "verdict",
]

WORKS, HARMS, NOT_SHOWN, TOO_FEW = "works", "harms", "not shown", "too few to say"
NOT_COMPARABLE, SPLIT_BROKEN = "groups not comparable", "split is broken"


def verdict(low: float, high: float, *, better: float) -> str:
    """Judge an effect by the range in which it lies.

    Parameters
    ----------
    low, high : float
        Ends of the range.
    better : float
        1 when a higher outcome is better, else -1.

    Returns
    -------
    str
        "works", "harms", "not shown" or, where the range has no end, "too few to say".

    Examples
    --------
    >>> verdict(-0.3, -0.1, better=-1), verdict(-0.3, -0.1, better=1), verdict(-0.3, 0.1, better=1)
    ('works', 'harms', 'not shown')
    """
    if not (np.isfinite(low) and np.isfinite(high)):
        return TOO_FEW
    if low <= 0 <= high:
        return NOT_SHOWN
    return WORKS if (low > 0) == (better > 0) else HARMS


def sentence(said: str, low: float, high: float, *, unit: str) -> str:
    """Put a verdict and its range in one sentence.

    Parameters
    ----------
    said : str
        From `verdict`.
    low, high : float
        The range: shares for "%" and "points", else the outcome's own unit.
    unit : str
        "%" for a percentage of what would have been, "points" for points of a share, "" for the outcome's own unit.

    Returns
    -------
    str

    Examples
    --------
    >>> sentence("works", -0.24, -0.11, unit="%")
    'Works: lower by between 11 % and 24 %.'
    >>> sentence("works", float("-inf"), -0.2, unit="%")
    'Works: lower by at least 20 %; how much more is not known.'
    >>> sentence("works", -0.2, float("nan"), unit="%")
    'Works: lower; by how much is not known.'
    >>> sentence("not shown", -0.02, 0.031, unit="points")
    'Not shown: anything from -2.0 to +3.1 points is possible.'
    """
    times, digits, suffix = {"%": (100, 0, " %"), "points": (100, 1, " points")}.get(unit, (1, 2, ""))
    if said in (WORKS, HARMS):
        way = "higher" if low > 0 or high > 0 else "lower"
        # the end beside zero comes first
        near, far = (abs(end) for end in ((low, high) if way == "higher" else (high, low)))
        if not isfinite(near):
            return f"{said.capitalize()}: {way}; by how much is not known."
        if not isfinite(far):
            return (
                f"{said.capitalize()}: {way} by at least {near * times:.{digits}f}{suffix}; how much more is not known."
            )
        first = f"{near * times:.{digits}f}{suffix if unit == '%' else ''}"
        return f"{said.capitalize()}: {way} by between {first} and {far * times:.{digits}f}{suffix}."
    if said == NOT_SHOWN:
        first = f"{low * times:+.{digits}f}{suffix if unit == '%' else ''}"
        return f"Not shown: anything from {first} to {high * times:+.{digits}f}{suffix} is possible."
    return f"{said.capitalize()}: no range can be given."
