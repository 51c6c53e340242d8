"""What the order files share: whose lines they hold, and how their text files are written."""

from pathlib import Path

import pandas as pd

from lantern.company import Company

__all__ = ["kept", "with_names", "write_text_file"]


def kept(company: Company, year: int) -> pd.DataFrame:
    """Return the lines ordered in a year and not cancelled."""
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
