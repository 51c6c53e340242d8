"""Weights that make the people of one period like those of another, by what is known of them."""

import numpy as np

__all__ = ["balancing_weights"]

MOST_STEPS = 100
CLOSE = 1e-7
LARGEST = 50.0


def balancing_weights(design: np.ndarray, target: np.ndarray) -> np.ndarray | None:
    """Find weights with which the means of some people's columns equal given ones, as near to equal as they can be.

    Parameters
    ----------
    design : ndarray of float, shape (people, columns)
        What is known of them, as numbers.
    target : ndarray of float, shape (columns,)
        The means that they shall have.

    Returns
    -------
    ndarray of float or None
        Weights that add up to 1, or None when no weights reach the means: the two groups have too little in common.

    Notes
    -----
    Entropy balancing (Hainmueller 2012). The effect is right when either the outcome or the odds of the period follow
    the columns in a line (Zhao and Percival 2017).

    Examples
    --------
    >>> balancing_weights(np.array([[0.0], [1.0]]), np.array([0.25])).round(6).tolist()
    [0.75, 0.25]
    """
    centred = design - target
    spread = centred.std(axis=0)
    moves = spread > 1e-9
    if (np.abs(centred[:, ~moves]) > 1e-6).any():
        return None
    scaled = centred[:, moves] / spread[moves]
    tilt = np.zeros(scaled.shape[1])
    value, weights, means = _dual(scaled, tilt)
    for _ in range(MOST_STEPS):
        if np.abs(means).max(initial=0) < CLOSE:
            return weights
        curvature = (scaled * weights[:, None]).T @ scaled - np.outer(means, means)
        move = np.linalg.lstsq(curvature + 1e-10 * np.eye(len(tilt)), means, rcond=None)[0]
        step, better = 1.0, False
        while step > 1e-6 and not better:
            tried = _dual(scaled, tilt - step * move)
            better = tried[0] < value + 1e-12
            step /= 1 if better else 2
        if not better or np.abs(tilt - step * move).max() > LARGEST:
            break
        tilt = tilt - step * move
        value, weights, means = tried
    return weights if np.abs(means).max(initial=0) < 1e-3 else None


def _dual(scaled: np.ndarray, tilt: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    index = scaled @ tilt
    top = index.max(initial=-np.inf)
    odds = np.exp(index - top)
    total = odds.sum()
    weights = odds / total
    return float(np.log(total) + top), weights, weights @ scaled
