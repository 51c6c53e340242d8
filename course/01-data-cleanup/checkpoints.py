"""The tables with which the sections of lab 01 begin, worked out from the sample files as a right answer would be.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd

from coursekit.authoring.checkpoints import Given
from millrace import cleaning, intake

LISTS = ["entry", "customer", "contact", "phone", "city", "since"]
FORM = ["source", "order_no", "line", "date", "month", "customer", "sku", "pieces", "amount_cny", "currency"]


def orders_2023(given: Given) -> pd.DataFrame:
    """Every line of the old system once, and every cancellation."""
    return intake.read_table(given.file("orders_2023.csv")).drop_duplicates()


def orders_2024(given: Given) -> pd.DataFrame:
    """The order lines of the twelve sheets, without titles and sums."""
    return intake.read_workbook(given.file("orders_2024.xlsx"))


def orders_2024_pieces(given: Given) -> pd.DataFrame:
    """The order lines of the twelve sheets, with their days as dates and their quantities read."""
    orders = given["orders_2024"]
    read = cleaning.parse_quantity(orders["Quantity"])[["quantity", "unit", "pieces"]]
    return orders.join(read).assign(date=cleaning.parse_dates(orders["Date"], day_first=True)["date"])


def orders_2025(given: Given) -> pd.DataFrame:
    """The new system's lines, each with the day that its clerk meant."""
    orders = intake.read_table(given.file("orders_2025.csv"))
    verdicts = cleaning.date_order(orders["OrderDate"], by=orders["KeyedBy"])
    month_first = orders["KeyedBy"].isin(verdicts.loc[verdicts["verdict"] == "month first", "group"])
    return orders.assign(date=cleaning.parse_dates(orders["OrderDate"], day_first=~month_first)["date"])


def chat_orders(given: Given) -> pd.DataFrame:
    """What was ordered in the chat, as it was wanted in the end."""
    chat = intake.read_chat(given.file("chat_export.txt"))
    items = intake.find_items(chat, given.table("products.csv")["sku"]).dropna(subset=["reference", "price"])
    cancelled = chat.loc[chat["text"].str.contains("cancel"), "text"].str.extract(r"(#\d+)")[0]
    last = items.drop_duplicates(["reference", "code"], keep="last")
    last = last[~last["reference"].isin(cancelled)].reset_index(drop=True)
    last["pieces"] = cleaning.parse_quantity(last["quantity"])["pieces"]
    last["date"] = last["sent_at"].dt.normalize()
    last["customer"] = last["text"].str.extract(r"#\d+ ([^:\n]+):")[0]
    last["line"] = last.groupby("reference").cumcount() + 1
    last["amount_cny"] = (last["pieces"] * last["price"]).round(2)
    shown = ["date", "sender", "reference", "line", "customer", "code", "quantity", "pieces", "price", "amount_cny"]
    return last[shown]


def one_form(given: Given) -> pd.DataFrame:
    """All lines of the four sources as they were read, in one form."""
    legacy = given["orders_2023"].assign(date=lambda orders: cleaning.parse_dates(orders["ODATE"])["date"])
    names = ["old system", "workbook", "new system", "chat"]
    tables = [legacy, given["orders_2024_pieces"], given["orders_2025_amounts"], given["chat_orders"]]
    columns = {
        "order_no": ["ORDNO", "No.", "OrderID", "reference"],
        "line": ["LINE", "Line", "Pos", "line"],
        "date": ["date", "date", "date", "date"],
        "customer": ["CUSTOMER", "Name", "Client", "customer"],
        "sku": ["SKU", "Item", "ItemNo", "code"],
        "pieces": ["QTY", "pieces", "Pieces", "pieces"],
        "amount_cny": ["AMOUNT", "Amount", "amount_cny", "amount_cny"],
    }
    named = {target: dict(zip(names, taken, strict=True)) for target, taken in columns.items()}
    return intake.combine(dict(zip(names, tables, strict=True)), named)


def customers(given: Given) -> pd.DataFrame:
    """The three salespeople's lists below each other, with one set of column names."""
    sheets = pd.read_excel(given.file("customers.xlsx"), sheet_name=None, engine="calamine", dtype=str)
    parts = [sheet.set_axis(LISTS, axis=1).assign(list=person) for person, sheet in sheets.items()]
    return pd.concat(parts, ignore_index=True)


def customer_pairs(given: Given) -> pd.DataFrame:
    """The entries that could be one firm, two by two, with their scores."""
    entries = given["customers"].set_index("entry")
    return cleaning.duplicate_candidates(entries[["customer", "contact", "phone", "city"]])


def threshold_prices(given: Given) -> pd.DataFrame:
    """The mistakes at every threshold that makes a difference, and what the three salespeople say they cost."""
    pairs, marked = given["customer_pairs"], given.table("marked_pairs.csv")
    table = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)["threshold"]
    thresholds = sorted({*pairs["score"], *(step / 100 for step in range(50)), *table})
    prices = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300, thresholds=thresholds)
    return prices.assign(in_your_table=prices["threshold"].isin(table))


def orders_2025_amounts(given: Given) -> pd.DataFrame:
    """The new system's lines with their amounts in CNY, where both amount and currency are known."""
    orders = given["orders_2025"]
    how = {"amount": "Total", "currency": "Currency", "rates": _rates(given), "unknown": "missing"}
    return orders.assign(amount_cny=cleaning.convert_money(orders, **how))


def orders_2025_cny(given: Given) -> pd.DataFrame:
    """The lines of 2025 in CNY, under the names of the common form."""
    names = {
        "OrderID": "order_no", "Pos": "line", "date": "date", "Client": "customer", "ItemNo": "sku", "Pieces": "pieces",
        "UnitPrice": "price_cny", "Total": "amount_cny", "Currency": "currency", "KeyedBy": "clerk", "Desk": "desk",
        "Promised": "promised", "Shipped": "shipped",
    }  # fmt: skip
    orders = given["orders_2025"][list(names)].rename(columns=names)
    for column in ("price_cny", "amount_cny"):
        in_cny = cleaning.convert_money(
            orders, amount=column, currency="currency", rates=_rates(given), unknown="missing"
        )
        orders[column] = in_cny.round(2)
    for column in ("promised", "shipped"):
        orders[column] = cleaning.parse_dates(orders[column])["date"]
    return orders


def orders_2025_filled(given: Given) -> pd.DataFrame:
    """The lines of 2025 with their gaps treated as the three decisions say."""
    choices = {"customer": "unknown", "price_cny": "median by sku, desk", "promised": "leave"}
    filled = cleaning.fill_missing(given["orders_2025_cny"], choices)
    filled["amount_cny"] = filled["amount_cny"].fillna(filled["price_cny"] * filled["pieces"])
    return filled


def orders_2025_good(given: Given) -> pd.DataFrame:
    """The lines of 2025 that keep every rule."""
    return _split(given)[0]


def orders_2025_quarantined(given: Given) -> pd.DataFrame:
    """The lines of 2025 that break a rule, each with its reason."""
    return _split(given)[1]


def _split(given: Given) -> tuple[pd.DataFrame, pd.DataFrame]:
    rules = [
        cleaning.rule_between("pieces", 1, 5000),
        cleaning.rule_in("sku", given.table("products.csv")["sku"]),
        cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
        cleaning.rule_not_before("shipped", "date"),
    ]
    return cleaning.quarantine(given["orders_2025_filled"], rules)


def orders_messy(given: Given) -> pd.DataFrame:
    """The four sources below each other in one form, with all their faults."""
    legacy = intake.read_table(given.file("orders_2023.csv"))
    return _stack(_from_2023(legacy), _from_2024(given), _from_2025(given["orders_2025_cny"]), _from_chat(given))


def orders(given: Given) -> pd.DataFrame:
    """The four sources below each other in one form, cleaned."""
    newest = _from_2025(given["orders_2025_good"])
    return _stack(_from_2023(given["orders_2023"]), _from_2024(given), newest, _from_chat(given))


def last_quarter(given: Given) -> pd.DataFrame:
    """What was ordered in the last quarter of 2025 by each way, in CNY, as a share of all, and beside the rest."""
    orders = given["orders"]
    late = orders[orders["date"] >= "2025-10-01"].groupby("source", as_index=False)["amount_cny"].sum()
    total = late["amount_cny"].sum()
    return late.assign(
        share=late["amount_cny"] / total, beside_the_rest=late["amount_cny"] / (total - late["amount_cny"])
    )


def scorecard_before(given: Given) -> pd.DataFrame:
    """The quality of the four sources as found."""
    return _scorecard(given, "orders_messy")


def scorecard_after(given: Given) -> pd.DataFrame:
    """The quality of the four sources after cleaning."""
    return _scorecard(given, "orders")


def reconciled(given: Given) -> pd.DataFrame:
    """The clean orders held against the ledger, month by month."""
    how = {"on": "month", "compare": {"amount_cny": "revenue_cny"}, "tolerance": {"revenue_cny": 500}}
    return cleaning.reconcile(given["orders"], given.table("ledger.csv"), **how)


def months_to_ask_about(given: Given) -> pd.DataFrame:
    """The months in which the clean orders and the ledger do not agree."""
    held = given["reconciled"]
    return held.loc[held["verdict"] != "agrees", ["month"]]


def what_explains_what(given: Given) -> pd.DataFrame:
    """The difference between books and orders, and what is left of it when the quarantine counts, in CNY."""
    whole = -given["reconciled"]["difference"].sum()
    waiting = given["orders_2025_filled"]["amount_cny"].sum() - given["orders_2025_good"]["amount_cny"].sum()
    rows = {"whole difference": whole, "left when the quarantine counts": whole - waiting}
    return pd.DataFrame({"what": list(rows), "cny": list(rows.values())})


def _scorecard(given: Given, name: str) -> pd.DataFrame:
    rules = [
        cleaning.rule_between("pieces", -5000, 5000),
        cleaning.rule_in("sku", list(given.table("products.csv")["sku"])),
        cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    ]
    return cleaning.quality_scorecard(given[name], key=["order_no", "line", "pieces"], rules=rules)


def _from_2023(orders: pd.DataFrame) -> pd.DataFrame:
    names = {"ORDNO": "order_no", "LINE": "line", "CUSTOMER": "customer", "SKU": "sku", "QTY": "pieces"}
    table = orders.rename(columns={**names, "AMOUNT": "amount_cny"})
    dates = cleaning.parse_dates(orders["ODATE"])["date"]
    return table.assign(source="old system", date=dates, currency="CNY")


def _from_2024(given: Given) -> pd.DataFrame:
    names = {"No.": "order_no", "Line": "line", "Name": "customer", "Item": "sku", "Amount": "amount_cny"}
    return given["orders_2024_pieces"].rename(columns=names).assign(source="workbook", currency="CNY")


def _from_2025(orders: pd.DataFrame) -> pd.DataFrame:
    return orders.assign(source="new system")


def _from_chat(given: Given) -> pd.DataFrame:
    orders = given["chat_orders"].rename(columns={"reference": "order_no", "code": "sku"})
    return orders.assign(source="chat", currency="CNY")


def _stack(*parts: pd.DataFrame) -> pd.DataFrame:
    shaped = []
    for part in parts:
        part = part.assign(month=part["date"].dt.strftime("%Y-%m"))
        shaped.append(part[FORM].astype({"order_no": str, "pieces": "int64", "line": "int64"}))
    return pd.concat(shaped, ignore_index=True)


def _rates(given: Given) -> dict[str, float]:
    last = given.table("ledger.csv").iloc[-1]
    return {"CNY": 1.0, "USD": last["usd_rate"], "AED": last["aed_rate"]}
