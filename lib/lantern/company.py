"""The truth about the sample company: its customers, products and orders, before anybody spoils them."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from lantern.chances import chance_of
from lantern.trade.buyers import make_buyers, make_customers
from lantern.trade.demand import Demand, make_demand
from lantern.trade.order_book import order_lines
from lantern.trade.products import make_products
from millrace.errors import ArgumentError

__all__ = ["Company", "generate", "remembered", "stream"]

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Company:
    """The clean tables of one variant.

    Attributes
    ----------
    variant : int
        Which company: 0 is the one under ``datasets/``.
    scale : float
        How many times its customers and orders.
    products, customers, orders : pandas.DataFrame
        One row per product, customer, and order line.
    demand : Demand
        What buyers would have ordered.

    Notes
    -----
    A company also keeps what was made of it, see `remember`; whoever needs the same tables passes the company on.
    """

    variant: int
    scale: float
    products: pd.DataFrame
    customers: pd.DataFrame
    orders: pd.DataFrame
    demand: Demand
    # Each function with what it made; only `remember`, which is typed, looks into it.
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False)

    def chance(self, stream: str) -> np.random.Generator:
        """Return the source of chance that belongs to one file."""
        return chance_of(self.variant, stream)

    def remember(self, make: Callable[["Company"], Made]) -> Made:
        """Return what a function makes of this company, made once and kept as long as the company.

        Parameters
        ----------
        make : callable
            From the company to a table, or whatever else follows from the company alone.

        Returns
        -------
        object
            What it made, shared between callers: copy a table before changing it, or use `remembered`.
        """
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]


def remembered(make: Callable[[Company], pd.DataFrame]) -> Callable[[Company], pd.DataFrame]:
    """Let a company remember the table that a function makes of it, and hand each caller a copy.

    Parameters
    ----------
    make : callable
        From the company to a table.

    Returns
    -------
    callable
        The same function; its table is made once for each company and is freed with the company.
    """

    @functools.wraps(make)
    def recall(company: Company) -> pd.DataFrame:
        return company.remember(make).copy()

    return recall


def generate(*, variant: int = 0, scale: float = 1.0) -> Company:
    """Make the whole company in memory.

    Parameters
    ----------
    variant : int
        Which company; the story is the same, the numbers differ.
    scale : float
        How many times the customers and orders of scale 1 (about 20,000 order lines).

    Returns
    -------
    Company
        Its clean tables.

    Raises
    ------
    ArgumentError
        When the variant is negative or the scale not positive.

    Examples
    --------
    >>> generate(variant=0, scale=0.1).products.shape[0]
    120
    """
    products, demand, buyers = _foundation(variant, scale)
    orders = pd.concat(order_lines(variant, products, demand, buyers), ignore_index=True)
    return Company(variant, scale, products, make_customers(variant, buyers), orders, demand)


def stream(*, variant: int = 0, scale: float = 1.0) -> Iterator[pd.DataFrame]:
    """Make the order lines piece by piece, in order of date, in bounded memory.

    Parameters
    ----------
    variant : int
        Which company.
    scale : float
        How many times the orders of scale 1.

    Yields
    ------
    pandas.DataFrame
        The lines of 50,000 orders; together the same rows as ``generate(...).orders``.
    """
    yield from order_lines(variant, *_foundation(variant, scale))


def _foundation(variant: int, scale: float) -> tuple[pd.DataFrame, Demand, pd.DataFrame]:
    if variant != int(variant) or variant < 0:
        raise ArgumentError(f"The variant is {variant!r}. Expected a whole number from 0. Write variant=0, 1, 2, ...")
    if not scale > 0:
        raise ArgumentError(f"The scale is {scale!r}. Expected a number above 0. Write scale=1 for the usual size.")
    products = make_products(chance_of(variant, "products"))
    demand = make_demand(chance_of(variant, "demand"), products)
    return products, demand, make_buyers(chance_of(variant, "buyers"), scale)
