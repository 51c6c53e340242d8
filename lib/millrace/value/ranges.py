"""Ranges with a smallest, a likely and a largest value, as chances: the triangle and the PERT curve."""

import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["SHAPES", "as_range", "check_draws", "number", "quantiles", "range_means"]

SHAPES = ("pert", "triangular")


def number(value: object, *, name: str, least: float = -math.inf, most: float = math.inf) -> float:
    """Read one known number within limits.

    Parameters
    ----------
    value : object
        What was given.
    name : str
        What to call it in a message.
    least, most : float
        The limits, themselves included.

    Returns
    -------
    float

    Raises
    ------
    ArgumentError
        When it is text, missing, endless, or outside the limits.

    Examples
    --------
    >>> number(3, name="months")
    3.0
    """
    wrong_kind = isinstance(value, bool | np.bool_) or not isinstance(value, Real | np.number)
    if wrong_kind or not math.isfinite(value):  # type: ignore[arg-type]
        raise ArgumentError(f"{name} is {in_words(value)}. A known number was expected. Write it like 1800.")
    found = float(value)  # type: ignore[arg-type]
    if not least <= found <= most:
        limits = f"{least:g} or more" if most == math.inf else f"{least:g} to {most:g}"
        raise ArgumentError(f"{name} is {found:g}. A number of {limits} was expected. Correct it.")
    return found


def as_range(value: object, *, name: str) -> tuple[float, float, float]:
    """Read a number, or three in order, as low, likely and high.

    Parameters
    ----------
    value : float or (low, likely, high)
        One number is known exactly.
    name : str
        What to call it in a message.

    Returns
    -------
    tuple of float

    Raises
    ------
    ArgumentError
        When it is neither, a number is negative, or they are out of order.

    Examples
    --------
    >>> as_range(5, name="usage"), as_range((1, 2, 4), name="usage")
    ((5.0, 5.0, 5.0), (1.0, 2.0, 4.0))
    """
    several = isinstance(value, Sequence | np.ndarray) and not isinstance(value, str | bytes)
    given: Any = value if several else (value, value, value)
    if len(given) == 2 and all(isinstance(part, int) for part in given) and 100 <= given[1] < 1000:
        raise ArgumentError(
            f"{name} has 2 numbers, {given[0]} and {given[1]}. One was expected, or three (low, likely, high). If "
            f"{given[0]},{given[1]} is one number, write it without the comma: {given[0]}{given[1]}."
        )
    if len(given) != 3:
        raise ArgumentError(
            f"{name} has {len(given)} numbers. One, or three (low, likely, high), were expected. Write (100, 150, 250)."
        )
    low, likely, high = (number(each, name=name, least=0) for each in given)
    if not low <= likely <= high:
        raise ArgumentError(
            f"{name} has low {low:g}, likely {likely:g}, high {high:g}. Numbers in this order were expected. Correct "
            "them."
        )
    return low, likely, high


def check_draws(*, shape: str, draws: int, seed: int) -> None:
    """Refuse what cannot be simulated with.

    Parameters
    ----------
    shape : {"pert", "triangular"}
        The form of the chances.
    draws, seed : int
        How many futures, and where chance starts.

    Raises
    ------
    ArgumentError
        Naming what is accepted.

    Examples
    --------
    >>> check_draws(shape="pert", draws=20_000, seed=0)
    """
    if shape not in SHAPES:
        raise ArgumentError(
            f"shape={in_words(shape)} was given. 'pert' or 'triangular' was expected. Choose one."
            f"{did_you_mean(shape, SHAPES)}"
        )
    for name, value, low, high in (("draws", draws, 100, 1_000_000), ("seed", seed, 0, 2**32)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A whole number from {low:,} to {high:,} was expected. Correct it."
            )


def range_means(ranges: np.ndarray, *, shape: str) -> np.ndarray:
    """Work out the mean of each range.

    Parameters
    ----------
    ranges : array of shape (n, 3)
        Low, likely, high.
    shape : {"pert", "triangular"}
        The form of the chances.

    Returns
    -------
    array of shape (n,)
        (low + 4 likely + high) / 6 for PERT, (low + likely + high) / 3 for the triangle.

    Examples
    --------
    >>> range_means(np.array([[0.0, 1.0, 5.0]]), shape="triangular").tolist()
    [2.0]
    """
    weights = np.array([1.0, 1.0, 1.0] if shape == "triangular" else [1.0, 4.0, 1.0])
    # Not a matrix product: its last digit differs from one make of processor to the next.
    return (np.asarray(ranges, dtype="float64") * weights).sum(axis=1) / weights.sum()


def quantiles(ranges: np.ndarray, places: np.ndarray, *, shape: str) -> np.ndarray:
    """Find the value of each range at places between 0 (low) and 1 (high).

    Parameters
    ----------
    ranges : array of shape (n, 3)
        Low, likely, high.
    places : array of shape (n, draws)
        Where.
    shape : {"pert", "triangular"}
        The form of the chances.

    Returns
    -------
    array of shape (n, draws)

    Notes
    -----
    PERT is the beta distribution of Malcolm, Roseboom, Clark and Fazar (Operations Research 7, 1959) with weight 4 on
    the likely value.

    Examples
    --------
    >>> quantiles(np.array([[0.0, 0.0, 1.0]]), np.array([[0.0, 0.75, 1.0]]), shape="triangular").tolist()
    [[0.0, 0.5, 1.0]]
    """
    from scipy.special import betaincinv

    low, likely, high = (np.asarray(ranges, dtype="float64")[:, [place]] for place in range(3))
    width = high - low
    if shape == "triangular":
        left = low + np.sqrt(places * width * (likely - low))
        right = high - np.sqrt((1 - places) * width * (high - likely))
        return np.where(places * width <= likely - low, left, right)
    lean = 4 * (likely - low) / np.where(width > 0, width, 1.0)
    return low + width * betaincinv(1 + lean, 5 - lean, places)
