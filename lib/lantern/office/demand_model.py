"""What buyers would have ordered: the demand model behind the orders, as a table."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.sample_file import Truth
from lantern.trade import calendar
from lantern.trade.buyers import KINDS
from lantern.trade.demand import GROUP_OF_KIND, LOST_SHARE

__all__ = ["FILES", "TRUTHS", "expected_pieces"]


@remembered
def expected_pieces(company: Company) -> pd.DataFrame:
    """Return the pieces that the model expects of every product in every week.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per product and week: ``sku``, ``week`` (its first day, counted from 2023-01-01), ``expected_pieces``
        had nothing been out of stock, ``lost_pieces`` because it was. Expected given how many lines each kind of
        customer ordered in the three years, and the mean pieces of its lines by lot.
    """
    products, demand = company.products, company.demand
    weeks = calendar.DAYS[::7]
    pieces = np.sum([_of_kind(company, kind, len(weeks)) for kind in KINDS.index], axis=0)
    missing = _missing_share(demand.stock_outs, len(weeks), len(products))
    return pd.DataFrame(
        {
            "sku": np.tile(products["sku"].to_numpy(), len(weeks)),
            "week": np.repeat(weeks, len(products)),
            "expected_pieces": pieces.ravel().round(3),
            "lost_pieces": (pieces * missing * LOST_SHARE).ravel().round(3),
        }
    )


def _of_kind(company: Company, kind: str, weeks: int) -> np.ndarray:
    """Expect pieces of one kind of customer; shape (weeks, products)."""
    orders, products, demand = company.orders, company.products, company.demand
    customers = company.customers
    of_kind = orders[orders["customer_id"].isin(customers.loc[customers["kind"] == kind, "customer_id"])]
    day = demand.by_day[kind]
    share_of_week = np.add.reduceat(day, np.arange(0, len(day), 7)) / day.sum()
    by_lot = of_kind["sku"].map(products.set_index("sku")["lot_pieces"])
    lots = (of_kind["pieces"] / by_lot).mean() * products["lot_pieces"].to_numpy()
    mean_pieces = np.full(len(products), of_kind["pieces"].mean()) if kind == "retail" else lots
    shares = demand.shares[GROUP_OF_KIND[kind]]
    kept = (
        1
        - (shares * share_of_week[:, None] * _missing_share(demand.stock_outs, weeks, len(products))).sum() * LOST_SHARE
    )
    return len(of_kind) / kept * share_of_week[:, None] * shares * mean_pieces


def _missing_share(stock_outs: pd.DataFrame, weeks: int, products: int) -> np.ndarray:
    """Return the share of each week's days on which a product could not be had; shape (weeks, products)."""
    missing = np.zeros((weeks * 7, products))
    for gap in stock_outs.to_dict("records"):
        first, last = ((gap[column] - calendar.START).days for column in ("first_day", "last_day"))
        missing[first : last + 1, gap["product"]] = 1
    return missing.reshape(weeks, 7, products).mean(axis=1)


def _growing_most(expected: pd.DataFrame) -> dict:
    year = expected.groupby(expected["week"].dt.year)["expected_pieces"].sum()
    return {"pieces": expected["expected_pieces"].sum(), "growth": year.loc[2025] / year.loc[2023] - 1}


FILES = ()

TRUTHS = (
    Truth(
        "demand_model",
        ("orders_2023.csv", "orders_2024.xlsx", "orders_2025.csv"),
        "{pieces:,.0f} pieces expected in three years, {growth:+.0%} from the first to the last; seasons by family, "
        "fashions that wander, products that come and go, peaks before Lunar New Year, Ramadan, fairs and festivals",
        "a forecast that follows last year's dates misses the holidays that move",
        expected_pieces,
        _growing_most,
    ),
)
