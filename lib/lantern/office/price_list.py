"""The price list, as the office keeps it."""

import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, documented, write_plain
from lantern.trade.products import DEMAND_GROUPS

__all__ = ["FILES", "TRUTHS", "price_list"]


def price_list(company: Company) -> pd.DataFrame:
    """Return the price list: the products without what nobody wrote down."""
    return company.products.drop(columns=[*DEMAND_GROUPS, "range", "lot_pieces"])


FILES = (
    SampleFile(
        "products.csv",
        "Price list",
        "product",
        "None known.",
        documented("""
            sku | string | Item number, unique
            family | string | bag, wallet, belt or key fob
            description | string | Style and colour
            list_price_cny | number | Wholesale list price of one piece, CNY
            unit_cost_cny | number | Cost of one piece, CNY
            launched | date | First day on which it was sold
            discontinued | date | Last day on which it was sold; empty while it is sold
        """),
        write_plain(price_list),
        key=("sku",),
    ),
)

TRUTHS = ()
