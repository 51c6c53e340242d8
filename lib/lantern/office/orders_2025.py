"""The orders of 2025 as people find them: the new system's export, without those agreed in the chat."""

from pathlib import Path

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.order_lines import kept, with_names, write_text_file
from lantern.sample_file import SampleFile, Truth, documented

__all__ = [
    "CHAT_FROM",
    "FILES",
    "FORGETFUL_CLERK",
    "SWAPPING_CLERK",
    "TRUTHS",
    "chat_lines",
    "export_2025",
    "write_export_2025",
]

SWAPPING_CLERK = "Tao"
FORGETFUL_CLERK = "Yu"
CHAT_FROM = pd.Timestamp("2025-10-01")
CHAT_ORDERS_SHARE = 0.3


def export_2025(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2025: three currencies, day and month swapped by one clerk, gaps left by another.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per order line that was keyed, with ``true_date``, ``true_amount_cny`` and ``true_problem``.
    """
    rng = company.chance("export")
    lines = with_names(company, kept(company, 2025))
    lines = lines[~_in_chat(company, lines)].reset_index(drop=True)
    swapped = lines["clerk"] == SWAPPING_CLERK
    date = lines["date"].dt.strftime("%d/%m/%Y").where(~swapped, lines["date"].dt.strftime("%m/%d/%Y"))
    file = pd.DataFrame(
        {
            "OrderID": lines["order_no"],
            "Pos": lines["line"],
            "OrderDate": date,
            "Client": lines["name"],
            "ItemNo": lines["sku"],
            "Pieces": lines["pieces"],
            "UnitPrice": lines["unit_price"],
            "Currency": lines["currency"],
            "Total": lines["amount"],
            "KeyedBy": lines["clerk"],
            "Desk": lines["desk"],
            "Promised": lines["promised"].dt.strftime("%Y-%m-%d"),
            "Shipped": lines["shipped"].dt.strftime("%Y-%m-%d"),
            "true_date": lines["date"],
            "true_amount_cny": lines["amount_cny"],
            "true_problem": "",
        }
    )
    _break_rows(rng, file)
    _leave_gaps(rng, file)
    return file


def chat_lines(company: Company) -> pd.DataFrame:
    """Return the order lines that were agreed in the group chat and never keyed.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        Columns of the orders, with the customer's ``name``.
    """
    lines = with_names(company, kept(company, 2025))
    return lines[_in_chat(company, lines)].reset_index(drop=True)


def write_export_2025(company: Company, path: Path) -> None:
    """Write the new system's export: UTF-8 with a byte order mark."""
    write_text_file(export_2025(company), path, sep=",", encoding="utf-8-sig")


def _in_chat(company: Company, lines: pd.DataFrame) -> pd.Series:
    """Return which lines are of orders that wholesale customers placed through the chat at the end of 2025."""
    could = (lines["desk"] == "market stall") & (lines["date"] >= CHAT_FROM)
    orders = lines.loc[could, "order_no"].drop_duplicates()
    chosen = orders[company.chance("chat").random(len(orders)) < CHAT_ORDERS_SHARE]
    return lines["order_no"].isin(chosen)


def _break_rows(rng: np.random.Generator, file: pd.DataFrame) -> None:
    """Break some lines in five ways, only of items that sell often at their desk: their usual price is known."""
    often = file.groupby(["ItemNo", "Desk"])["Pos"].transform("size") >= 5
    rows = rng.permutation(file.index[often].to_numpy())
    ends = np.array([8, 15, 21, 30, 36]) * max(len(file) // 4500, 1)
    unknown, phone, nothing, early, money = np.split(rows[: ends[-1]], ends[:-1])
    file.loc[unknown, "ItemNo"] = file.loc[unknown, "ItemNo"].str[:-1] + "X"
    file.loc[phone, "Pieces"] = rng.integers(13000000, 13999999, len(phone))
    file.loc[nothing, "Pieces"] = 0
    ordered = file.loc[early, "true_date"]
    file.loc[early, "Shipped"] = (ordered - pd.Timedelta(days=11)).dt.strftime("%Y-%m-%d")
    file.loc[money, "Currency"] = "EUR?"
    words = ["unknown item", "impossible quantity", "no quantity", "shipped before ordered", "unknown currency"]
    for broken, problem in zip((unknown, phone, nothing, early, money), words, strict=True):
        file.loc[broken, "true_problem"] = problem


def _leave_gaps(rng: np.random.Generator, file: pd.DataFrame) -> None:
    forgetful = file["KeyedBy"] == FORGETFUL_CLERK
    sound = file["true_problem"] == ""
    no_price = sound & (rng.random(len(file)) < np.where(forgetful, 0.06, 0.004))
    told = (sound & ~no_price).groupby([file["ItemNo"], file["Desk"]]).transform("sum")
    no_price &= told > 0
    file.loc[no_price, ["UnitPrice", "Total"]] = np.nan
    file.loc[no_price, "true_problem"] = "no price"
    file.loc[rng.random(len(file)) < np.where(forgetful, 0.3, 0.02), "Promised"] = None
    file.loc[rng.random(len(file)) < np.where(forgetful, 0.12, 0.01), "Client"] = None


FILES = (
    SampleFile(
        "orders_2025.csv",
        "Orders of 2025, export of the new system",
        "order line",
        "Other column names; three currencies; dates in more than one order; gaps and impossible values.",
        documented("""
            OrderID | string | Order number
            Pos | integer | Line in the order
            OrderDate | string | Day of the order, as the clerk keyed it
            Client | string | Customer
            ItemNo | string | Item number
            Pieces | integer | Pieces
            UnitPrice | number | Price of one piece, in the currency of the line
            Currency | string | CNY, USD or AED
            Total | number | Amount of the line, in its currency
            KeyedBy | string | Who keyed it
            Desk | string | market stall, export desk or online shop
            Promised | string | Promised day, yyyy-mm-dd, set by the system
            Shipped | string | Day of dispatch, yyyy-mm-dd, set by the system
        """),
        write_export_2025,
        key=("OrderID", "Pos"),
        dialect={"delimiter": ",", "encoding": "utf-8"},
    ),
)

TRUTHS = (
    Truth(
        "orders_2025.csv",
        ("orders_2025.csv",),
        "{no_price} lines without a price, most of one forgetful clerk; {broken} lines that cannot be",
        "revenue lost or invented",
        export_2025,
        lambda lines: {
            "no_price": int(lines["true_problem"].eq("no price").sum()),
            "broken": int((~lines["true_problem"].isin(["", "no price"])).sum()),
        },
    ),
    Truth(
        "swapping_clerk",
        ("orders_2025.csv",),
        "clerk {clerk} writes the month first",
        "orders in the wrong month, without an error",
        lambda company: pd.DataFrame({"clerk": [SWAPPING_CLERK]}),
        lambda table: {"clerk": table["clerk"].item()},
    ),
)
