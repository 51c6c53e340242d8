"""Rules for when to order how much, to be played against a history."""

from collections.abc import Callable

import numpy as np

from millrace.errors import ArgumentError
from millrace.inventory.amounts import amount

__all__ = ["Policy", "order_up_to", "reorder_fixed", "reorder_up_to"]

# The day, counted from 0, and stock by the record with what is on its way, per path: returns what to order, per path.
Policy = Callable[[int, np.ndarray], np.ndarray]


def reorder_fixed(*, reorder_point: float, quantity: float) -> Policy:
    """Order a fixed quantity, or as many of it as needed, when the stock is at the reorder point or below: (s, Q).

    Parameters
    ----------
    reorder_point : float
        Stock by the record, with what is on its way, at which an order goes out; units.
    quantity : float
        Units per order.

    Returns
    -------
    Policy
        A function of day and stock, for `play_policy`.

    Raises
    ------
    ArgumentError
        When a number is out of range.

    Examples
    --------
    >>> reorder_fixed(reorder_point=40, quantity=100)(0, np.array([41.0, 40.0, -70.0])).tolist()
    [0.0, 100.0, 200.0]
    """
    point = amount(reorder_point, name="reorder_point", or_equal=True)
    size = amount(quantity, name="quantity")

    def policy(day: int, position: np.ndarray) -> np.ndarray:
        return np.maximum(np.floor((point - position) / size) + 1, 0.0) * size

    return policy


def reorder_up_to(*, reorder_point: float, up_to: float) -> Policy:
    """Fill the stock up to a level when it is at the reorder point or below: (s, S).

    Parameters
    ----------
    reorder_point, up_to : float
        Stock by the record, with what is on its way; units.

    Returns
    -------
    Policy
        A function of day and stock, for `play_policy`.

    Raises
    ------
    ArgumentError
        When the level is not above the point.

    Examples
    --------
    >>> reorder_up_to(reorder_point=40, up_to=100)(0, np.array([41.0, 30.0])).tolist()
    [0.0, 70.0]
    """
    point = amount(reorder_point, name="reorder_point", or_equal=True)
    level = amount(up_to, name="up_to")
    if level <= point:
        raise ArgumentError(
            f"up_to={level:g} is not above reorder_point={point:g}. A higher level was expected. Raise it."
        )
    return lambda day, position: np.where(position <= point, level - position, 0.0)


def order_up_to(*, every_days: int, up_to: float) -> Policy:
    """Fill the stock up to a level on every review day: (R, S).

    Parameters
    ----------
    every_days : int
        Days, or periods of the history, between reviews; the first is the first day.
    up_to : float
        Stock by the record, with what is on its way; units.

    Returns
    -------
    Policy
        A function of day and stock, for `play_policy`.

    Raises
    ------
    ArgumentError
        When a number is out of range.

    Examples
    --------
    >>> weekly = order_up_to(every_days=7, up_to=100)
    >>> weekly(7, np.array([30.0])).tolist(), weekly(8, np.array([30.0])).tolist()
    ([70.0], [0.0])
    """
    days = int(amount(every_days, name="every_days", above=1, or_equal=True))
    level = amount(up_to, name="up_to")

    def policy(day: int, position: np.ndarray) -> np.ndarray:
        return np.maximum(level - position, 0.0) if day % days == 0 else np.zeros_like(position)

    return policy
