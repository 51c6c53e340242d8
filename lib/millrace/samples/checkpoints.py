"""The tables with which the sections of a lab begin, worked out from the sample files as a right answer would be."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from millrace import cleaning, intake

__all__ = ["CHECKPOINTS", "DATES", "Checkpoint", "house_rules", "write_checkpoints"]

DATES = {"date", "promised", "shipped", "sent_at"}
MONTH_FIRST_CLERK = "Tao"
LISTS = ["entry", "customer", "contact", "phone", "city", "since"]
FORM = ["source", "order_no", "line", "date", "month", "customer", "sku", "pieces", "amount_cny", "currency"]


@dataclass(frozen=True)
class Checkpoint:
    """A table of a lab: how it is made from the files and the tables before it, and columns that must stay text."""

    make: Callable[["Tables"], pd.DataFrame]
    dtypes: dict[str, str] = field(default_factory=dict)


class Tables:
    """The sample files in one folder, and the checkpoints made of them so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.made:
            self.made[name] = CHECKPOINTS[name].make(self)
        return self.made[name].copy()

    def file(self, name: str) -> Path:
        return self.folder / name


def write_checkpoints(folder: Path) -> None:
    """Work all checkpoints out from the sample files in a folder, and write them below it.

    Parameters
    ----------
    folder : pathlib.Path
        Where the sample files are; the tables go to its folder ``checkpoints``.
    """
    tables = Tables(folder)
    for name in CHECKPOINTS:
        text = tables[name].to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        unfinished = folder / "checkpoints" / f"{name}.csv.gz.unfinished"
        # No time and no file name inside, so that the same table gives the same bytes.
        unfinished.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=5, mtime=0))
        unfinished.replace(folder / "checkpoints" / f"{name}.csv.gz")


def house_rules(products: pd.DataFrame) -> list[cleaning.Rule]:
    """Give the rules that every order line of the company must keep, cancellations included.

    Parameters
    ----------
    products : pandas.DataFrame
        The price list, with ``sku``.

    Returns
    -------
    list of Rule
        On ``pieces`` (negative when a line is cancelled), ``sku`` and ``currency``.
    """
    return [
        cleaning.rule_between("pieces", -5000, 5000),
        cleaning.rule_exists_in("sku", products["sku"]),
        cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    ]


def _orders_2023(tables: Tables) -> pd.DataFrame:
    return intake.read_table(tables.file("orders_2023.csv")).drop_duplicates()


def _orders_2024(tables: Tables) -> pd.DataFrame:
    return intake.read_workbook(tables.file("orders_2024.xlsx"))


def _orders_2025(tables: Tables) -> pd.DataFrame:
    orders = intake.read_table(tables.file("orders_2025.csv"))
    read = {first: cleaning.parse_dates(orders["OrderDate"], day_first=first)["date"] for first in (True, False)}
    return orders.assign(date=read[True].where(orders["KeyedBy"] != MONTH_FIRST_CLERK, read[False]))


def _chat_orders(tables: Tables) -> pd.DataFrame:
    chat = intake.read_chat(tables.file("chat_export.txt"))
    items = intake.find_items(chat, _products(tables)["sku"]).dropna(subset=["reference", "price"])
    cancelled = chat.loc[chat["text"].str.contains("cancel"), "text"].str.extract(r"(#\d+)")[0]
    last = items.drop_duplicates(["reference", "code"], keep="last")
    last = last[~last["reference"].isin(cancelled)].reset_index(drop=True)
    last["pieces"] = cleaning.parse_quantity(last["quantity"])["pieces"]
    last["date"] = last["sent_at"].dt.normalize()
    last["customer"] = last["text"].str.extract(r"#\d+ ([^:\n]+):")[0]
    return last[["date", "sender", "reference", "customer", "code", "quantity", "pieces", "price"]]


def _customers(tables: Tables) -> pd.DataFrame:
    sheets = pd.read_excel(tables.file("customers.xlsx"), sheet_name=None, engine="calamine", dtype=str)
    parts = [sheet.set_axis(LISTS, axis=1).assign(list=person) for person, sheet in sheets.items()]
    return pd.concat(parts, ignore_index=True)


def _orders_2025_cny(tables: Tables) -> pd.DataFrame:
    names = {
        "OrderID": "order_no", "Pos": "line", "date": "date", "Client": "customer", "ItemNo": "sku", "Pieces": "pieces",
        "UnitPrice": "price_cny", "Total": "amount_cny", "Currency": "currency", "KeyedBy": "clerk", "Desk": "desk",
        "Promised": "promised", "Shipped": "shipped",
    }  # fmt: skip
    orders = tables["orders_2025"][list(names)].rename(columns=names)
    for column in ("price_cny", "amount_cny"):
        in_cny = cleaning.convert_money(
            orders, amount=column, currency="currency", rates=_rates(tables), unknown="missing"
        )
        orders[column] = in_cny.round(2)
    for column in ("promised", "shipped"):
        orders[column] = cleaning.parse_dates(orders[column])["date"]
    return orders


def _orders_2025_filled(tables: Tables) -> pd.DataFrame:
    choices = {"customer": "unknown", "price_cny": "median by sku, desk", "promised": "keep"}
    filled = cleaning.fill_missing(tables["orders_2025_cny"], choices)
    filled["amount_cny"] = filled["amount_cny"].fillna(filled["price_cny"] * filled["pieces"])
    return filled


def _orders_2025_good(tables: Tables) -> pd.DataFrame:
    rules = [
        *house_rules(_products(tables)),
        cleaning.rule_between("pieces", 1, 5000),
        cleaning.rule_not_before("shipped", "date"),
    ]
    return cleaning.quarantine(tables["orders_2025_filled"], rules)[0]


def _orders_messy(tables: Tables) -> pd.DataFrame:
    """Put the four sources below each other in one form, with all their faults."""
    legacy = intake.read_table(tables.file("orders_2023.csv"))
    return _stack(_from_2023(legacy), _from_2024(tables), _from_2025(tables["orders_2025_cny"]), _from_chat(tables))


def _orders(tables: Tables) -> pd.DataFrame:
    newest = _from_2025(tables["orders_2025_good"])
    return _stack(_from_2023(tables["orders_2023"]), _from_2024(tables), newest, _from_chat(tables))


def _from_2023(orders: pd.DataFrame) -> pd.DataFrame:
    names = {"ORDNO": "order_no", "LINE": "line", "CUSTOMER": "customer", "SKU": "sku", "QTY": "pieces"}
    table = orders.rename(columns={**names, "AMOUNT": "amount_cny"})
    dates = cleaning.parse_dates(orders["ODATE"])["date"]
    return table.assign(source="old system", date=dates, currency="CNY")


def _from_2024(tables: Tables) -> pd.DataFrame:
    orders = tables["orders_2024"]
    names = {"No.": "order_no", "Line": "line", "Name": "customer", "Item": "sku", "Amount": "amount_cny"}
    return orders.rename(columns=names).assign(
        source="workbook",
        date=cleaning.parse_dates(orders["Date"], day_first=True)["date"],
        pieces=cleaning.parse_quantity(orders["Quantity"])["pieces"],
        currency="CNY",
    )


def _from_2025(orders: pd.DataFrame) -> pd.DataFrame:
    return orders.assign(source="new system")


def _from_chat(tables: Tables) -> pd.DataFrame:
    orders = tables["chat_orders"].rename(columns={"reference": "order_no", "code": "sku"})
    amount = (orders["pieces"] * orders["price"]).round(2)
    line = orders.groupby("order_no").cumcount() + 1
    return orders.assign(source="chat", line=line, amount_cny=amount, currency="CNY")


def _stack(*parts: pd.DataFrame) -> pd.DataFrame:
    shaped = []
    for part in parts:
        part = part.assign(month=part["date"].dt.strftime("%Y-%m"))
        shaped.append(part[FORM].astype({"order_no": str, "pieces": "int64", "line": "int64"}))
    return pd.concat(shaped, ignore_index=True)


def _products(tables: Tables) -> pd.DataFrame:
    return pd.read_csv(tables.file("products.csv"))


def _rates(tables: Tables) -> dict[str, float]:
    last = pd.read_csv(tables.file("ledger.csv")).iloc[-1]
    return {"CNY": 1.0, "USD": last["usd_rate"], "AED": last["aed_rate"]}


CHECKPOINTS = {
    "orders_2023": Checkpoint(_orders_2023),
    "orders_2024": Checkpoint(_orders_2024, {"Quantity": "str"}),
    "orders_2025": Checkpoint(_orders_2025),
    "chat_orders": Checkpoint(_chat_orders, {"quantity": "str"}),
    "customers": Checkpoint(_customers, dict.fromkeys(LISTS, "str")),
    "orders_2025_cny": Checkpoint(_orders_2025_cny),
    "orders_2025_filled": Checkpoint(_orders_2025_filled),
    "orders_2025_good": Checkpoint(_orders_2025_good),
    "orders_messy": Checkpoint(_orders_messy),
    "orders": Checkpoint(_orders),
}
