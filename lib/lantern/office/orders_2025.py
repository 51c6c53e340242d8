"""The orders of 2025 as people find them: the new system's export, without those agreed in the chat."""

from pathlib import Path

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.order_lines import kept, with_names, write_text_file
from lantern.office.shelf_orders import LARGEST_PIECES, MISKEYED, shelf_orders
from lantern.sample_file import SampleFile, Truth, documented

__all__ = [
    "CHAT_FROM",
    "FILES",
    "FORGETFUL_CLERK",
    "TRUTHS",
    "chat_lines",
    "export_2025",
    "swapping_clerk",
    "write_export_2025",
]

FORGETFUL_CLERK = "Yu"
# One of the others writes the month first, so that each clerk has one habit.
MAY_SWAP = ["Lin", "Tao", "Shen"]
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
        One row per order line that was keyed, with ``true_date``, ``true_pieces``,
        ``true_amount_cny`` and ``true_problem``.
    """
    rng = company.chance("export")
    lines = with_names(company, kept(company, 2025))
    lines = lines[~_in_chat(company, lines)].reset_index(drop=True)
    file = _as_keyed(lines, swapping_clerk(company))
    _break_rows(rng, file)
    _leave_gaps(rng, file)
    shelf = _as_keyed(with_names(company, shelf_orders(company)), swapping_clerk(company))
    _slip(shelf)
    return pd.concat([file, shelf]).sort_values("true_date", kind="stable", ignore_index=True)


def swapping_clerk(company: Company) -> str:
    """Return who writes the month first in 2025; who it is differs between variants."""
    return str(company.chance("swapping clerk").choice(MAY_SWAP))


def _as_keyed(lines: pd.DataFrame, month_first: str) -> pd.DataFrame:
    """Bring order lines into the form of the new system."""
    swapped = lines["clerk"] == month_first
    date = lines["date"].dt.strftime("%d/%m/%Y").where(~swapped, lines["date"].dt.strftime("%m/%d/%Y"))
    return pd.DataFrame(
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
            "true_pieces": lines["pieces"],
            "true_amount_cny": lines["amount_cny"],
            "true_problem": "",
        }
    )


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
    # Some by one day only: a rule that is off by a day lets them pass.
    before = pd.to_timedelta(np.where(np.arange(len(early)) % 3 == 0, 1, 11), unit="D")
    file.loc[early, "Shipped"] = (file.loc[early, "true_date"] - before).dt.strftime("%Y-%m-%d")
    file.loc[money, "Currency"] = "EUR?"
    words = ["unknown item", "impossible quantity", "no quantity", "shipped before ordered", "unknown currency"]
    for broken, problem in zip((unknown, phone, nothing, early, money), words, strict=True):
        file.loc[broken, "true_problem"] = problem


def _slip(file: pd.DataFrame) -> None:
    """Key a quantity with a digit too many, one piece above what the house takes for sound; the amount stays right."""
    slipped = file["true_pieces"].isin(MISKEYED)
    file["Pieces"] = file["true_pieces"].replace(MISKEYED)
    file.loc[slipped, "true_problem"] = "a digit too many"


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


def _numbers(lines: pd.DataFrame) -> dict[str, int]:
    problem = lines["true_problem"]
    waited = (pd.to_datetime(lines["Shipped"]) - lines["true_date"]).dt.days
    planted = {
        "no_price": problem == "no price",
        "broken": ~problem.isin(["", "no price"]),
        "slips": problem == "a digit too many",
        "day_before": waited == -1,
        "largest": (problem == "") & (lines["Pieces"] == LARGEST_PIECES),
        "same_day": waited == 0,
    }
    return {name: int(rows.sum()) for name, rows in planted.items()}


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
        "{no_price} lines without a price, most of one forgetful clerk; {broken} lines that cannot be, "
        "{slips} of them with 5,001 pieces for 501 and {day_before} sent the day before the order; at the limits, but "
        "sound: {largest} lines of 5,000 pieces and {same_day} sent on the day of the order",
        "revenue lost or invented",
        export_2025,
        _numbers,
    ),
    Truth(
        "swapping_clerk",
        ("orders_2025.csv",),
        "clerk {clerk} writes the month first",
        "orders in the wrong month, without an error",
        lambda company: pd.DataFrame({"clerk": [swapping_clerk(company)]}),
        lambda table: {"clerk": table["clerk"].item()},
    ),
)
