"""What every sample file is: title, grain, columns, known problems in general terms, and its writer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from millrace.samples import chat, customer_lists, order_files
from millrace.samples.company import Company

__all__ = ["FILES", "Column", "SampleFile", "data_package", "readme"]


@dataclass(frozen=True)
class Column:
    """A column as documented: its name in the file, its type, what it holds and in which unit."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class SampleFile:
    """A sample file: what it holds, how it is written from the truth, and how it is read back without any cleaning."""

    name: str
    title: str
    grain: str
    problems: str
    columns: tuple[Column, ...]
    write: Callable[[Company, Path], None]
    read: Callable[[Path], pd.DataFrame]
    dialect: dict | None = None


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(Column(*(part.strip() for part in line.split("|"))) for line in text.strip().splitlines())


def _write_plain(make: Callable[[Company], pd.DataFrame]) -> Callable[[Company, Path], None]:
    def write(company: Company, path: Path) -> None:
        path.write_bytes(make(company).to_csv(index=False, lineterminator="\n").encode("utf-8"))

    return write


def _products(company: Company) -> pd.DataFrame:
    return company.products.drop(columns="popularity")


def _read_workbook(heading: int) -> Callable[[Path], pd.DataFrame]:
    def read(path: Path) -> pd.DataFrame:
        sheets = pd.read_excel(path, sheet_name=None, engine="calamine", header=None, dtype=str)
        tables = {name: sheet for name, sheet in sheets.items() if sheet.shape[1] > 1}
        parts = {name: t[heading + 1 :].set_axis(t.iloc[heading].tolist(), axis=1) for name, t in tables.items()}
        return pd.concat(parts, names=["sheet"]).reset_index(level="sheet").reset_index(drop=True)

    return read


def _read_chat(path: Path) -> pd.DataFrame:
    return pd.DataFrame({"line": path.read_text(encoding="utf-8").splitlines()})


FILES = {
    file.name: file
    for file in (
        SampleFile(
            "products.csv",
            "Price list",
            "product",
            "None known.",
            _columns("""
                sku | string | Item number, unique
                family | string | bag, wallet, belt or key fob
                description | string | Style and colour
                list_price_cny | number | Wholesale list price of one piece, CNY
                unit_cost_cny | number | Cost of one piece, CNY
            """),
            _write_plain(_products),
            pd.read_csv,
        ),
        SampleFile(
            "orders_2023.csv",
            "Orders of 2023, export of the old system",
            "order line or its cancellation",
            "Old Chinese encoding; semicolons; some lines exported twice; cancelled lines come back negative.",
            _columns("""
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
            order_files.write_legacy_2023,
            lambda path: pd.read_csv(path, sep=";", encoding="gb18030", dtype={"ODATE": str}),
            {"delimiter": ";", "encoding": "gb18030"},
        ),
        SampleFile(
            "orders_2024.xlsx",
            "Orders of 2024, a workbook with a sheet a month",
            "order line",
            "Title rows, headings in two rows, weekly subtotals; dates as text in several styles; dozens among pieces.",
            _columns("""
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
            order_files.write_workbook_2024,
            _read_workbook(heading=4),
        ),
        SampleFile(
            "orders_2025.csv",
            "Orders of 2025, export of the new system",
            "order line",
            "Other column names; three currencies; dates in more than one order; gaps and impossible values.",
            _columns("""
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
            order_files.write_export_2025,
            lambda path: pd.read_csv(path, encoding="utf-8-sig"),
            {"delimiter": ",", "encoding": "utf-8"},
        ),
        SampleFile(
            "chat_export.txt",
            "Group chat, October to December 2025",
            "message",
            "Orders that stand nowhere else, changed, cancelled and recalled, between talk, photos and complaints.",
            _columns("line | string | A line of the export: time and sender, or text of a message"),
            chat.write_chat,
            _read_chat,
        ),
        SampleFile(
            "customers.xlsx",
            "Customer lists of three salespeople, a sheet each",
            "entry in a list",
            "Headings differ by sheet; one firm under many spellings; shared telephones; different firms of one name.",
            _columns("""
                No, Entry | string | Number of the entry, unique
                Customer, Name, Client | string | Firm, in Latin letters, in Chinese characters, or both
                Contact, Contact person, Who to ask for | string | Whom to ask for
                Phone, Mobile, Tel. | string | Telephone, in many forms
                City, Town, Place | string | Town
                Customer since, First order, Since | string | Day of the first order with this salesperson, yyyy-mm-dd
            """),
            customer_lists.write_customer_lists,
            _read_workbook(heading=0),
        ),
        SampleFile(
            "marked_pairs.csv",
            "Pairs of customer entries that the three salespeople judged together",
            "pair of entries",
            "Pairs that look alike were chosen on purpose: they are not a sample of all pairs.",
            _columns("""
                left | string | Number of an entry in customers.xlsx
                right | string | Number of another entry
                same | string | yes: one firm; no: two firms
            """),
            _write_plain(customer_lists.marked_pairs),
            pd.read_csv,
        ),
        SampleFile(
            "ledger.csv",
            "The bookkeeper's control totals and exchange rates",
            "month",
            "None known: the books are closed and audited.",
            _columns("""
                month | string | Month, yyyy-mm
                pieces | integer | Pieces ordered less pieces cancelled
                revenue_cny | number | Amount ordered less amount cancelled, CNY
                usd_rate | number | CNY for one USD in the books
                aed_rate | number | CNY for one AED in the books
            """),
            _write_plain(order_files.ledger),
            pd.read_csv,
        ),
    )
}

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def data_package() -> dict:
    """Describe all files as a Frictionless data package.

    Returns
    -------
    dict
        The content of ``datapackage.json``. Source: Data Package standard, version 1.
    """
    return {
        "name": "lantern-bridge-leather",
        "title": "Lantern Bridge Leather: the sample company of the Millrace course",
        "description": "Generated data of an invented company. No person or firm in it is real.",
        "licenses": [LICENCE],
        "resources": [_resource(file) for file in FILES.values()],
    }


def readme() -> str:
    """Describe all files for readers.

    Returns
    -------
    str
        The text of ``datasets/README.md``.
    """
    return "\n".join([README_HEAD, *(_chapter(file) for file in FILES.values())])


def _resource(file: SampleFile) -> dict:
    resource = {"name": file.name.replace(".", "-").replace("_", "-"), "path": file.name, "title": file.title}
    # Workbooks and chats as people keep them are no tables: a validator is told to look at the file alone.
    resource["type"] = "table" if file.name.endswith(".csv") else "file"
    resource["description"] = f"One row a {file.grain}. {file.problems}"
    if file.name.endswith(".csv"):
        resource |= {"profile": "tabular-data-resource", "encoding": (file.dialect or {}).get("encoding", "utf-8")}
        resource["dialect"] = {"delimiter": (file.dialect or {}).get("delimiter", ",")}
        resource["schema"] = {
            "fields": [{"name": c.name, "type": c.type, "description": c.meaning} for c in file.columns]
        }
    return resource


def _chapter(file: SampleFile) -> str:
    rows = [f"| `{c.name}` | {c.type} | {c.meaning} |" for c in file.columns]
    head = ["| column | type | what it holds |", "|---|---|---|"]
    facts = f"One row: {file.grain}. Known problems: {file.problems[0].lower()}{file.problems[1:]}"
    return "\n".join([f"## {file.name}: {file.title}", "", facts, "", *head, *rows, ""])


README_HEAD = """# Lantern Bridge Leather: the sample company

Twenty-six people in Zhejiang make bags, wallets and belts. A stall in the small-commodity market sells wholesale, an
online shop sells retail, and buyers in the Gulf order ahead of Ramadan and Eid. The files are as the company's own
people keep them, with all their faults. They cover 2023 to 2025.

Everything here is generated by `millrace.samples` from one seed: no firm and no person in it is real, and likenesses
are chance. Do not edit these files; `python -m millrace.samples datasets` writes them again, and a test compares. The
folder `checkpoints/` holds the tables with which the sections of the labs begin. Licence: CC BY 4.0.

`datapackage.json` says the same for programs.
"""
