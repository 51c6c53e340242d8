"""Many looks at once: chances corrected for their number."""

import numpy as np

__all__ = ["holm"]


def holm(chances: np.ndarray) -> np.ndarray:
    """Correct the chances of many looks; missing ones stay missing and do not count.

    Parameters
    ----------
    chances : ndarray of float
        One per look.

    Returns
    -------
    ndarray of float

    Notes
    -----
    Holm (1979).

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan])).tolist()
    [0.02, 0.04, nan]
    """
    guarded = np.full(len(chances), np.nan)
    known = np.flatnonzero(~np.isnan(chances))
    order = known[np.argsort(chances[known], kind="stable")]
    steps = chances[order] * np.arange(len(order), 0, -1)
    guarded[order] = np.minimum(np.maximum.accumulate(steps), 1) if len(order) else steps
    return guarded
