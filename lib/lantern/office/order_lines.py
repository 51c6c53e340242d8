"""What the order files share: whose lines they hold, and how their text files are written."""

from pathlib import Path

import pandas as pd

from lantern.company import Company
from lantern.office.shelf_orders import shelf_orders

__all__ = ["all_orders", "kept", "with_names", "write_text_file"]


def all_orders(company: Company) -> pd.DataFrame:
    """Return the lines of all orders in order of date: those that the workshop makes, and those from the shelf."""
    together = pd.concat([company.orders, shelf_orders(company)])
    return together.sort_values("date", kind="stable", ignore_index=True)


def kept(company: Company, year: int) -> pd.DataFrame:
    """Return the lines that the workshop makes, ordered in a year and not cancelled."""
    orders = company.orders
    return orders[(orders["date"].dt.year == year) & ~orders["cancelled"]]


def with_names(company: Company, lines: pd.DataFrame) -> pd.DataFrame:
    """Add ``kind``, ``name``, ``name_local`` and ``city`` of the customer to order lines."""
    who = company.customers[["customer_id", "kind", "name", "name_local", "city"]].copy()
    who["name"] = who["name"].where(who["kind"] != "retail", "web: " + who["name"])
    return lines.merge(who, on="customer_id", how="left", validate="many_to_one")


def write_text_file(file: pd.DataFrame, path: Path, *, sep: str, encoding: str) -> None:
    """Write a table as an old program does, with Windows line ends; columns ``true_...`` stay out."""
    shown = file[[c for c in file.columns if not c.startswith("true_")]]
    path.write_bytes(shown.to_csv(index=False, sep=sep, lineterminator="\r\n").encode(encoding))
