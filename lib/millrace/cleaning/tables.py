"""Names of columns as people give them."""

from collections.abc import Iterable
from typing import Any

__all__ = ["names_of"]


def names_of(columns: object) -> list[Any]:
    """Take one column name or several, whatever kind a name is: a year as a header is a number.

    Parameters
    ----------
    columns : column name or list-like of them
        What the user gave.

    Returns
    -------
    list

    Examples
    --------
    >>> names_of("sku"), names_of(2025), names_of(["sku", 2025])
    (['sku'], [2025], ['sku', 2025])
    """
    return [columns] if isinstance(columns, str) or not isinstance(columns, Iterable) else list(columns)
