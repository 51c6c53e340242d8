"""Amounts and lists of names, as a sentence needs them."""

from collections.abc import Iterable

import numpy as np

__all__ = ["listed", "round_amount", "span"]


def round_amount(value: float, *, digits: int = 2) -> str:
    """Write an amount with as many digits as a range deserves.

    Parameters
    ----------
    value : float
        The amount.
    digits : int
        How many digits count.

    Returns
    -------
    str

    Examples
    --------
    >>> round_amount(12490.0), round_amount(0.0), round_amount(-3.2)
    ('12,000', '0', '-3.2')
    """
    if not value or not np.isfinite(value):
        return "0" if not value else "no end"
    places = digits - 1 - int(np.floor(np.log10(abs(value))))
    return f"{round(value, places):,.{max(places, 0)}f}"


def span(low: float, high: float) -> str:
    """Write a range of amounts.

    Parameters
    ----------
    low, high : float
        Its ends.

    Returns
    -------
    str

    Examples
    --------
    >>> span(12490, 31200), span(100, 100.2)
    ('between 12,000 and 31,000', 'about 100')
    """
    first, last = round_amount(low), round_amount(high)
    return f"about {first}" if first == last else f"between {first} and {last}"


def listed(names: Iterable[str]) -> str:
    """Write names one after the other.

    Parameters
    ----------
    names : iterable of str
        The names.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed([])
    ('a, b and c', '')
    """
    texts = list(names)
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)
