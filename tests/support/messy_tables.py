"""Delimited files as many programs write them, each with the table that a person would read in it."""

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass

NAMES = (
    """
Müller GmbH_王丽_Smith, John & Sons_O'Brien Ltd_José Peña_Łódź Skóra_Bright Star Trading_义乌小商品_Al Noor LLC
Total Care Balm_Sum Ltd_Anna_Chen Wei
""".strip()
    .replace("\n", "_")
    .split("_")
)
REMARKS = (
    """
urgent, please; call_gift wrap_paid in cash, 50% up front_she said "fine"_size 5" strap__color: brown/black_two words
ok_ship to A|B_a - b - c_see note 3, then 4; ok_-
""".strip()
    .replace("\n", "_")
    .split("_")
)
LABELS = {"id": ["Id", "Order no"], "date": ["Date", "Order date"], "name": ["Name", "Customer"],
          "qty": ["Qty", "Quantity"], "price": ["Price", "Unit price"], "text": ["Text", "Remark"],
          "phone": ["Phone"], "code": ["Code", "Article"], "time": ["Time"], "gap": ["Extra"]}  # fmt: skip
TITLES = [["Sales report 2024"], ["Lantern Bridge Leather", "Exported 2024-03-01 10:22"], ["Report, all branches", ""]]
NOTES = [["", "End of report"], ["Printed by Anna"], ["", "Note: prices without tax"]]
DATES = ["%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%d %b %Y"]


@dataclass
class Messy:
    data: bytes
    delimiter: str
    encoding: str
    header: list[str] | None
    rows: list[list[str]]


def messy_table(seed: int) -> Messy:
    rng = random.Random(seed)
    delimiter = rng.choice(",;\t|,;\t|^~")
    kinds = rng.sample(list(LABELS), rng.randint(3, 9))
    if "gap" in kinds and len(kinds) < 4:
        kinds.remove("gap")
    make = _cells(rng)
    rows = [[str(make[kind](i)) for kind in kinds] for i in range(rng.choice([5, 8, 20, 60, 150]))]
    header = [rng.choice(LABELS[kind]) for kind in kinds] if rng.random() < 0.9 else None
    text = _title(rng) + _written(rng, delimiter, header, rows) + _note(rng)
    return Messy(*_encoded(rng, text, delimiter), header, rows)


def _cells(rng):
    point, date = rng.choice([".", ".", ","]), rng.choice(DATES)
    start = dt.datetime(2023, 1, 1)
    return {
        "id": lambda i: 1000 + i,
        "date": lambda i: (start + dt.timedelta(minutes=rng.randint(0, 1_300_000))).strftime(date),
        "name": lambda i: rng.choice(NAMES),
        "qty": lambda i: rng.randint(1, 400),
        "price": lambda i: _price(rng, point),
        "text": lambda i: rng.choice(REMARKS),
        "phone": lambda i: f"+86 13{rng.randint(10**8, 10**9 - 1)}",
        "code": lambda i: f"BG-{rng.randint(1, 120):03d}",
        "time": lambda i: f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
        "gap": lambda i: "x" if rng.random() < 0.2 else "",
    }


def _price(rng, point):
    text = f"{rng.random() * 3000:,.2f}" if rng.random() < 0.3 else f"{rng.random() * 300:.2f}"
    return text if point == "." else text.translate(str.maketrans(",.", ".,"))


def _written(rng, delimiter, header, rows):
    quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quotechar=rng.choice('"""\''), quoting=quoting, lineterminator="\n")
    writer.writerows([header, *rows] if header else rows)
    return out.getvalue()


def _title(rng):
    return "".join(line + "\n" for line in (rng.choice(TITLES) if rng.random() < 0.35 else []))


def _note(rng):
    return "\n".join(rng.choice(NOTES)) if rng.random() < 0.35 else ""


def _encoded(rng, text, delimiter):
    text = text.replace("\n", rng.choice(["\n", "\r\n", "\r\n", "\r"]))
    wanted = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]
    if sum(text.count(c) for c in "王丽义乌小商品") > 4 and not set("Łźó") & set(text):
        wanted.append("gb18030")
    rng.shuffle(wanted)
    for encoding in [*wanted, "utf-8"]:
        try:
            return text.encode(encoding), delimiter, encoding
        except UnicodeEncodeError:
            continue
    raise AssertionError("UTF-8 writes everything")
