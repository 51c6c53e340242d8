"""The orders of 2024 as people find them: a workbook with one sheet per month."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.order_lines import kept, with_names
from lantern.sample_file import SampleFile, Truth, documented

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["FILES", "MONTHS", "TRUTHS", "workbook_2024", "write_workbook_2024"]

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]  # fmt: skip


def workbook_2024(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2024: dates as text in three styles, dozens mixed with pieces.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per order line, with ``true_date`` and ``true_pieces``; subtotals come in when it is written.
    """
    rng = company.chance("workbook")
    lines = with_names(company, kept(company, 2024))
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


def write_workbook_2024(company: Company, path: Path) -> None:
    """Write the workbook: one sheet per month with titles, merged headers and subtotals, and a sheet of notes."""
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


FILES = (
    SampleFile(
        "orders_2024.xlsx",
        "Orders of 2024, a workbook with one sheet per month",
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
)

TRUTHS = (
    Truth(
        "orders_2024.xlsx",
        ("orders_2024.xlsx",),
        "weekly subtotals and a month's total on each sheet; 3 styles of date; {dozens} of {lines} lines in dozens",
        "three times the revenue; pieces too few",
        workbook_2024,
        lambda lines: {"dozens": int(lines["Quantity"].str.contains("doz").sum()), "lines": len(lines)},
    ),
)
