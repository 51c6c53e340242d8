"""The order files as people find them: a legacy export, a workbook with a sheet a month, an export of the new system.

Each function gives a table of what stands in the file, beside columns named ``true_...`` that keep the truth of every
row. They are dropped when the file is written.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "FILES",
    "SWAPPING_CLERK",
    "TRUTHS",
    "chat_lines",
    "export_2025",
    "legacy_2023",
    "workbook_2024",
    "write_export_2025",
    "write_legacy_2023",
    "write_workbook_2024",
]

SWAPPING_CLERK = "Tao"
FORGETFUL_CLERK = "Yu"
CHAT_FROM = pd.Timestamp("2025-10-01")
CHAT_ORDERS_SHARE = 0.3
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]  # fmt: skip


def legacy_2023(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2023: cancelled lines stand as negative quantities, one line in a hundred twice.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row a line of the file, with ``true_double`` (exported twice).
    """
    rng = company.chance("legacy")
    lines = _with_names(company, company.orders[company.orders["date"].dt.year == 2023])
    back = lines[lines["cancelled"]].copy()
    later = back["date"] + pd.to_timedelta(rng.integers(1, 21, len(back)), unit="D")
    back["date"] = later.where(later.dt.year == 2023, pd.Timestamp("2023-12-31"))
    back[["pieces", "amount_cny"]] *= -1
    lines = pd.concat([lines, back]).sort_values(["date", "order_no", "line"], kind="stable", ignore_index=True)
    remarks = np.array(["", "", "", "", "", "", "急", "老客户", "到付", "样品已寄", "月结"])
    lines["remark"] = np.where(lines["pieces"] < 0, "取消", remarks[rng.integers(0, len(remarks), len(lines))])
    lines["true_double"] = False
    twice = lines[rng.random(len(lines)) < 0.01].assign(true_double=True)
    # A double export comes a few lines after the first.
    twice.index = twice.index + rng.integers(1, 6, len(twice)) + 0.5
    lines = pd.concat([lines, twice]).sort_index(kind="stable").reset_index(drop=True)
    return pd.DataFrame(
        {
            "ORDNO": lines["order_no"],
            "LINE": lines["line"],
            "ODATE": lines["date"].dt.strftime("%Y%m%d"),
            "CUSTOMER": _both_names(lines),
            "SKU": lines["sku"],
            "QTY": lines["pieces"],
            "PRICE": lines["unit_price"],
            "AMOUNT": lines["amount_cny"],
            "CLERK": lines["clerk"],
            "REMARK": lines["remark"],
            "true_date": lines["date"],
            "true_double": lines["true_double"],
        }
    )


def workbook_2024(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2024: dates as text in three styles, dozens mixed with pieces.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row an order line, with ``true_date`` and ``true_pieces``; subtotals come in when it is written.
    """
    rng = company.chance("workbook")
    lines = _with_names(company, _kept(company, 2024))
    styles = {"Lin": "%Y-%m-%d", "Shen": "%d.%m.%Y", "Tao": "%d %b %Y", "Yu": "%Y-%m-%d"}
    dates = [day.strftime(styles[clerk]) for day, clerk in zip(lines["date"], lines["clerk"], strict=True)]
    by_dozen = (lines["pieces"] % 12 == 0) & (rng.random(len(lines)) < 0.45)
    unit = np.where(rng.random(len(lines)) < 0.5, " pcs", "")
    pieces: pd.Series[str] = lines["pieces"].astype(str) + unit
    dozens: pd.Series[str] = (lines["pieces"] // 12).astype(str) + np.where(
        rng.random(len(lines)) < 0.5, " doz", " dozen"
    )
    return pd.DataFrame(
        {
            "No.": lines["order_no"],
            "Line": lines["line"],
            "Date": dates,
            "Clerk": lines["clerk"],
            "Name": lines["name"],
            "City": lines["city"],
            "Item": lines["sku"],
            "Quantity": dozens.where(by_dozen, pieces),
            "Price": lines["unit_price"],
            "Amount": lines["amount_cny"],
            "true_date": lines["date"],
            "true_pieces": lines["pieces"],
        }
    )


def export_2025(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2025: three currencies, day and month swapped by one clerk, gaps left by another.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row an order line that was keyed, with ``true_date``, ``true_amount_cny`` and ``true_problem``.
    """
    rng = company.chance("export")
    lines = _with_names(company, _kept(company, 2025))
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
    """Give the order lines that were agreed in the group chat and never keyed.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        Columns of the orders, with the customer's ``name``.
    """
    lines = _with_names(company, _kept(company, 2025))
    return lines[_in_chat(company, lines)].reset_index(drop=True)


def write_legacy_2023(company: Company, path: Path) -> None:
    """Write the legacy export: GB18030, semicolons, Windows line ends."""
    _write_csv(legacy_2023(company), path, sep=";", encoding="gb18030")


def write_export_2025(company: Company, path: Path) -> None:
    """Write the new system's export: UTF-8 with a byte order mark."""
    _write_csv(export_2025(company), path, sep=",", encoding="utf-8-sig")


def write_workbook_2024(company: Company, path: Path) -> None:
    """Write the workbook: a sheet a month with titles, merged headers and subtotals, and a sheet of notes."""
    import xlsxwriter

    lines = workbook_2024(company)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": pd.Timestamp("2025-01-06").to_pydatetime()})
        looks = {"bold": book.add_format({"bold": True}), "head": book.add_format({"bold": True, "align": "center"})}
        for number, month in enumerate(MONTHS, start=1):
            _write_month(book.add_worksheet(month), looks, month, lines[lines["true_date"].dt.month == number])
        notes = book.add_worksheet("Notes")
        for row, note in enumerate(
            ["Quantities: pieces unless doz is written.", "Weekly subtotals for the owner. Do not delete."]
        ):
            notes.write(row, 0, note)
    path.write_bytes(buffer.getvalue())


def _write_month(sheet: "Worksheet", looks: "dict[str, Format]", month: str, lines: pd.DataFrame) -> None:
    sheet.write(0, 0, "Lantern Bridge Leather", looks["bold"])
    sheet.write(1, 0, f"Orders {month} 2024, all amounts in CNY")
    for first, last, group in ((0, 3, "Order"), (4, 5, "Customer"), (6, 9, "Goods")):
        sheet.merge_range(3, first, 3, last, group, looks["head"])
    columns = [c for c in lines.columns if not c.startswith("true_")]
    sheet.write_row(4, 0, columns, looks["bold"])
    row = 5
    for week, part in lines.groupby(lines["true_date"].dt.isocalendar().week, sort=False):
        for values in part[columns].itertuples(index=False):
            sheet.write_row(row, 0, ["" if v == "" else v for v in values])
            row += 1
        row = _write_sum(sheet, looks, row, f"Subtotal week {week}", part["Amount"].sum())
    _write_sum(sheet, looks, row, f"Total {month}", lines["Amount"].sum())


def _write_sum(sheet: "Worksheet", looks: "dict[str, Format]", row: int, label: str, amount: float) -> int:
    sheet.write(row, 0, label, looks["bold"])
    sheet.write(row, 9, round(amount, 2), looks["bold"])
    return row + 1


def _write_csv(file: pd.DataFrame, path: Path, *, sep: str, encoding: str) -> None:
    shown = file[[c for c in file.columns if not c.startswith("true_")]]
    path.write_bytes(shown.to_csv(index=False, sep=sep, lineterminator="\r\n").encode(encoding))


def _kept(company: Company, year: int) -> pd.DataFrame:
    orders = company.orders
    return orders[(orders["date"].dt.year == year) & ~orders["cancelled"]]


def _with_names(company: Company, lines: pd.DataFrame) -> pd.DataFrame:
    who = company.customers[["customer_id", "kind", "name", "name_local", "city"]].copy()
    who["name"] = who["name"].where(who["kind"] != "retail", "web: " + who["name"])
    return lines.merge(who, on="customer_id", how="left", validate="many_to_one")


def _both_names(lines: pd.DataFrame) -> pd.Series:
    return (lines["name"] + " " + lines["name_local"]).str.strip()


def _in_chat(company: Company, lines: pd.DataFrame) -> pd.Series:
    """Say which lines belong to the orders that wholesale customers placed through the chat at the end of 2025."""
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
        "orders_2023.csv",
        "Orders of 2023, export of the old system",
        "order line or its cancellation",
        "Old Chinese encoding; semicolons; some lines exported twice; cancelled lines come back negative.",
        documented("""
            ORDNO | string | Order number
            LINE | integer | Line in the order
            ODATE | string | Day of the order or of its cancellation, yyyymmdd
            CUSTOMER | string | Customer, in Latin letters and Chinese characters
            SKU | string | Item number
            QTY | integer | Pieces; negative when a line is cancelled
            PRICE | number | Price of one piece, CNY
            AMOUNT | number | Amount of the line, CNY
            CLERK | string | Who keyed it
            REMARK | string | Free text
        """),
        write_legacy_2023,
        dialect={"delimiter": ";", "encoding": "gb18030"},
    ),
    SampleFile(
        "orders_2024.xlsx",
        "Orders of 2024, a workbook with a sheet a month",
        "order line",
        "Title rows, headings in two rows, weekly subtotals; dates as text in several styles; dozens among pieces.",
        documented("""
            No. | string | Order number
            Line | integer | Line in the order
            Date | string | Day of the order, in the style of the clerk
            Clerk | string | Who keyed it
            Name | string | Customer
            City | string | Town of the customer
            Item | string | Item number
            Quantity | string | Pieces, or dozens where doz or dozen is written
            Price | number | Price of one piece, CNY
            Amount | number | Amount of the line, CNY
        """),
        write_workbook_2024,
        heading_row=4,
    ),
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
        "orders_2023.csv",
        ("orders_2023.csv",),
        "{double} lines stand twice; {cancelled} lines are cancelled by a negative quantity",
        "double counting; goods counted as sold that never were",
        legacy_2023,
        lambda lines: {
            "double": int(lines["true_double"].sum()),
            "cancelled": int((lines["QTY"].lt(0) & ~lines["true_double"]).sum()),
        },
    ),
    Truth(
        "orders_2024.xlsx",
        ("orders_2024.xlsx",),
        "weekly subtotals and a month's total on each sheet; 3 styles of date; {dozens} of {lines} lines in dozens",
        "three times the revenue; pieces too few",
        workbook_2024,
        lambda lines: {"dozens": int(lines["Quantity"].str.contains("doz").sum()), "lines": len(lines)},
    ),
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
