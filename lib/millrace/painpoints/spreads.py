"""Ranges as chances: the triangle and the PERT curve between a smallest, a likely and a largest value."""

import numpy as np

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["check_chance", "means", "quantiles", "uniform"]

SHAPES = ("triangular", "pert")
_STEPS = 256  # of the table of PERT quantiles; finer at the ends


def check_chance(*, shape: str, draws: int, seed: int) -> None:
    """Refuse a shape, a number of draws or a seed that cannot be simulated with.

    Parameters
    ----------
    shape : {"triangular", "pert"}
        The form of the chances between low and high.
    draws : int
        How many futures are drawn, 100 to 1,000,000.
    seed : int
        The number from which chance starts, 0 or more.

    Raises
    ------
    ArgumentError
        Naming what is accepted.

    Examples
    --------
    >>> check_chance(shape="pert", draws=20_000, seed=0)
    """
    if shape not in SHAPES:
        raise ArgumentError(
            f"shape={in_words(shape)} was given. 'triangular' or 'pert' was expected. Choose one."
            f"{did_you_mean(shape, SHAPES)}"
        )
    for name, value, low, high in (("draws", draws, 100, 1_000_000), ("seed", seed, 0, 2**32)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A whole number from {low:,} to {high:,} was expected. Correct it."
            )


def uniform(count: int, *, draws: int, seed: int) -> np.ndarray:
    """Draw places between 0 and 1, a row for each range; a row stays as it is when more follow.

    Parameters
    ----------
    count, draws, seed : int
        How many rows, how many places in each, and where chance starts.

    Returns
    -------
    numpy.ndarray
        Of shape (count, draws).

    Examples
    --------
    >>> bool((uniform(2, draws=100, seed=1) == uniform(5, draws=100, seed=1)[:2]).all())
    True
    """
    return np.random.default_rng(seed).random((count, draws))


def means(ranges: np.ndarray, *, shape: str) -> np.ndarray:
    """Give the mean of each range.

    Parameters
    ----------
    ranges : array of shape (n, 3)
        Low, likely, high.
    shape : {"triangular", "pert"}
        The form of the chances.

    Returns
    -------
    array of shape (n,)
        (low + likely + high) / 3 for the triangle, (low + 4 likely + high) / 6 for PERT.

    Examples
    --------
    >>> means(np.array([[0.0, 1.0, 5.0]]), shape="triangular").tolist()
    [2.0]
    """
    weights = np.array([1.0, 1.0, 1.0] if shape == "triangular" else [1.0, 4.0, 1.0])
    # Not a matrix product: its last digit differs from one make of processor to the next.
    return (np.asarray(ranges, dtype="float64") * weights).sum(axis=1) / weights.sum()


def quantiles(ranges: np.ndarray, places: np.ndarray, *, shape: str) -> np.ndarray:
    """Give the values of each range at places between 0 and 1.

    Parameters
    ----------
    ranges : array of shape (n, 3)
        Low, likely, high.
    places : array of shape (k,) or (n, k)
        Where, from 0 (low) to 1 (high).
    shape : {"triangular", "pert"}
        The form of the chances.

    Returns
    -------
    array of shape (n, k)

    Notes
    -----
    The PERT curve is the beta distribution of Malcolm, Roseboom, Clark and Fazar, "Application of a technique for
    research and development program evaluation" (Operations Research 7, 1959), with the weight 4 on the likely value.

    Examples
    --------
    >>> quantiles(np.array([[0.0, 0.0, 1.0]]), np.array([0.0, 0.75, 1.0]), shape="triangular").tolist()
    [[0.0, 0.5, 1.0]]
    """
    ranges = np.asarray(ranges, dtype="float64").reshape(-1, 3)
    places = np.broadcast_to(places, (len(ranges), np.shape(places)[-1]))
    return _triangle(ranges, places) if shape == "triangular" else _pert(ranges, places)


def _triangle(ranges: np.ndarray, places: np.ndarray) -> np.ndarray:
    low, likely, high = (ranges[:, [i]] for i in range(3))
    left = low + np.sqrt(places * (high - low) * (likely - low))
    right = high - np.sqrt((1 - places) * (high - low) * (high - likely))
    return np.where(places * (high - low) <= likely - low, left, right)


def _pert(ranges: np.ndarray, places: np.ndarray) -> np.ndarray:
    from scipy.special import betaincinv

    grid = (1 - np.cos(np.linspace(0, np.pi, _STEPS + 1))) / 2
    values = np.empty(places.shape)
    for row, (low, likely, high) in enumerate(ranges):
        width = high - low
        lean = 4 * (likely - low) / width if width > 0 else 0.0
        curve = low + width * betaincinv(1 + lean, 5 - lean, grid)
        values[row] = np.interp(places[row], grid, curve)
    return values
