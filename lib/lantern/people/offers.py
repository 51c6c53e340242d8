"""Fourteen offers of AI tools on the owner's desk: prices, limits, where data go, and what the vendors claim."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented, write_plain

__all__ = ["FILES", "MONTHS_COMPARED", "TRUTHS", "ai_tools", "cost_of_ownership"]

MONTHS_COMPARED = 24
# What one order brings in questions, photos, pages, documents and calls: the owner's own counts of one week.
UNITS_PER_ORDER = {
    "conversation": 3.6, "page": 0.6, "photo": 1.2, "document": 1.1, "minute": 0.9, "image": 7.0, "contact": 0.7,
}  # fmt: skip
NAMED = ["name", "vendor", "purpose"]
NAMES = [
    ("Reply Lark", "Windmere Software", "chat answering"),
    ("Counterhelp", "Ostrava Lane", "chat answering"),
    ("Lotus Desk", "Lotus Desk Networks", "chat answering"),
    ("PhraseFerry", "Ferry Language Works", "translation"),
    ("Bridgewords", "Tinhouse Labs", "translation"),
    ("Foresail", "Foresail Analytics", "demand forecasting"),
    ("Stockcast", "Heron & Reed", "demand forecasting"),
    ("Whitebox Studio", "Palegold Imaging", "photo editing"),
    ("Benchplan", "Copperleaf Systems", "scheduling"),
    ("SeamSight", "Third Eye Optics", "quality camera"),
    ("Ledgermate", "Quiet Abacus", "bookkeeping"),
    ("Returnly Yours", "Second Lantern", "customer win-back"),
    ("Meetnote", "Paper Boat", "meeting notes"),
    ("Shopvoice", "Nine Bells Media", "product texts"),
]
PRICED = ["price_model", "price_cny_month", "seats", "setup_cny", "unit", "included_units", "fee_cny_per_unit"]
# The first looks cheapest by the seat; its fee for every conversation beyond the first 300 makes it the most expensive.
PRICES = [
    ("per seat", 69, 3, 0, "conversation", 300, 0.95),
    ("flat", 980, 1, 1500, "conversation", 3000, 0.2),
    ("per seat", 190, 3, 4800, "conversation", 2500, 0.3),
    ("flat", 260, 1, 0, "page", 400, 0.5),
    ("per use", 0, 1, 0, "page", 0, 0.9),
    ("flat", 1650, 1, 9000, "", 0, 0.0),
    ("flat", 720, 1, 3000, "", 0, 0.0),
    ("per use", 0, 1, 0, "photo", 50, 0.6),
    ("per seat", 85, 5, 2400, "", 0, 0.0),
    ("flat", 1200, 1, 36000, "image", 20000, 0.02),
    ("per seat", 240, 2, 1200, "document", 600, 0.4),
    ("flat", 560, 1, 0, "contact", 500, 0.35),
    ("per seat", 45, 6, 0, "minute", 600, 0.1),
    ("flat", 150, 1, 0, "", 0, 0.0),
]
BINDING = ["contract_months", "notice_days", "trial_days"]
TERMS = [
    (12, 90, 14), (12, 30, 30), (12, 60, 30), (1, 14, 14), (0, 0, 7), (24, 90, 0), (12, 30, 30),
    (0, 0, 10), (12, 30, 30), (36, 180, 0), (12, 60, 30), (12, 60, 14), (1, 7, 30), (1, 14, 7),
]  # fmt: skip
DATA = ["data_location", "retention_days", "trains_on_customer_data"]
DATA_TERMS = [
    ("mainland China", 365, "unclear"), ("mainland China", 90, "no"), ("mainland China", 180, "no"),
    ("outside mainland China", 730, "yes"), ("mainland China", 30, "no"), ("mainland China", None, "unclear"),
    ("own computer", 0, "no"), ("mainland China", 30, "yes"), ("own computer", 0, "no"), ("own computer", 0, "no"),
    ("mainland China", 1825, "no"), ("not stated", None, "unclear"), ("not stated", 365, "yes"),
    ("mainland China", 90, "unclear"),
]  # fmt: skip
FITTING = ["integration", "languages", "limits"]
FITS = [
    ("chat platform plug-in", "Chinese, English", "Answers only; does not see orders or stock."),
    ("interface for programs", "Chinese, English, Arabic", "Reads orders once an hour; 3 marketplaces."),
    ("CSV export", "Chinese, English, Arabic", "Order table must be uploaded every morning."),
    ("none", "Chinese, English, Arabic, German", "Texts of at most 2 pages; glossary of 100 words."),
    ("CSV export", "Chinese, English", "No Arabic; glossary without limit."),
    ("interface for programs", "English", "Needs 36 months of clean orders; 200 products; no Chinese menus."),
    ("CSV export", "Chinese, English", "Weekly forecasts only; 500 products; no holidays of other countries."),
    ("none", "Chinese", "Single products on plain ground; no people in the picture."),
    ("CSV export", "Chinese", "One shift; 8 machines."),
    ("none", "Chinese, English", "Flat parts up to 40 cm; new model of item takes 300 marked photos."),
    ("interface for programs", "Chinese", "Three currencies only in the larger package."),
    ("chat platform plug-in", "Chinese", "Sends at most 2 messages a customer and month."),
    ("none", "Chinese, English", "Two voices at a time; dialect reduces accuracy."),
    ("CSV export", "Chinese, English", "60 texts a month; brand words must be entered by hand."),
]
CHEAPEST_LOOKING, DEAREST_LOOKING = 0, 1
REFUTED = {"Foresail": "accuracy for every product", "Returnly Yours": "buyers who come back by themselves"}


def ai_tools(company: Company) -> pd.DataFrame:
    """Return the owner's comparison of offers.

    Parameters
    ----------
    company : Company
        The truth; its orders say how much of each tool it would use.

    Returns
    -------
    pandas.DataFrame
        One row per offer, with ``true_cost_24_months_cny`` and ``true_refuted`` (what the company's own files say
        against the claim; empty for most).
    """
    rng = company.chance("ai tools")
    columns = {
        **_columns(NAMED, NAMES), **_columns(PRICED, PRICES), **_columns(BINDING, TERMS),
        **_columns(DATA, DATA_TERMS), **_columns(FITTING, FITS),
    }  # fmt: skip
    table = pd.DataFrame(columns)
    orders_a_month = company.orders["order_no"].nunique() / 36
    units = table["unit"].map(UNITS_PER_ORDER) * orders_a_month
    table["units_a_month"] = (units / 50).round().clip(lower=1) * 50
    _vary(rng, table)
    _hide_fees(rng, table)
    table["claim"], table["evidence"] = zip(*_claims(rng), strict=True)
    table["retention_days"] = table["retention_days"].astype("Int64")
    bare = table["unit"] == ""
    for column in ("included_units", "fee_cny_per_unit", "units_a_month"):
        table[column] = table[column].mask(bare)
    table[["included_units", "units_a_month"]] = table[["included_units", "units_a_month"]].astype("Int64")
    table["unit"] = table["unit"].where(~bare, None)
    table["true_cost_24_months_cny"] = cost_of_ownership(table).round(0)
    table["true_refuted"] = table["name"].map(REFUTED).fillna("")
    table = table.iloc[rng.permutation(len(table))].reset_index(drop=True)
    table.insert(0, "offer_id", [f"O{number:02d}" for number in range(1, len(table) + 1)])
    shown = [column.name for column in FILES[0].columns]
    return table[shown + [c for c in table.columns if c.startswith("true_")]]


def cost_of_ownership(offers: pd.DataFrame, *, months: int = MONTHS_COMPARED) -> pd.Series:
    """Add up what an offer costs: set-up, price by the month for all seats, fees for use beyond what is included.

    Parameters
    ----------
    offers : pandas.DataFrame
        With the columns of ``ai_tools.csv``.
    months : int
        How long the tool would be used.

    Returns
    -------
    pandas.Series of float
        CNY for each offer, staff time not counted.
    """
    beyond = (offers["units_a_month"] - offers["included_units"]).clip(lower=0)
    fees = (beyond * offers["fee_cny_per_unit"]).astype("float64").fillna(0)
    return offers["setup_cny"] + months * (offers["price_cny_month"] * offers["seats"] + fees)


def _columns(names: list[str], rows: list[tuple]) -> dict[str, tuple]:
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _vary(rng: np.random.Generator, table: pd.DataFrame) -> None:
    """Let prices differ a little from variant to variant; their order stays."""
    table["price_cny_month"] = (table["price_cny_month"] * rng.uniform(0.96, 1.04, len(table))).round().astype("int64")
    table["setup_cny"] = (table["setup_cny"] * rng.uniform(0.95, 1.05, len(table)) / 100).round().astype("int64") * 100
    table["fee_cny_per_unit"] = (table["fee_cny_per_unit"] * rng.uniform(0.96, 1.04, len(table))).round(2)


def _hide_fees(rng: np.random.Generator, table: pd.DataFrame) -> None:
    """Set the fees of the cheapest-looking chat tool so that, used as much as here, it costs most of the three."""
    first, second = CHEAPEST_LOOKING, DEAREST_LOOKING
    used = int(table["units_a_month"].iloc[first])
    table.loc[[second, second + 1], "included_units"] = (used // 500 + 2) * 500
    months = MONTHS_COMPARED * table["price_cny_month"] * table["seats"] + table["setup_cny"]
    missing = months[second] * rng.uniform(1.08, 1.2) - months[first]
    beyond = max(used - int(table["included_units"].iloc[first]), 50)
    table.loc[first, "fee_cny_per_unit"] = round(missing / MONTHS_COMPARED / beyond, 2)


def _claims(rng: np.random.Generator) -> list[tuple[str, str]]:
    """Return each vendor's claim and its evidence, in the order of the names."""
    share, minutes, few, many = rng.integers(68, 76), rng.integers(3, 6), rng.integers(4, 7), rng.integers(18, 23)
    return [
        (f"Answers {share} % of all questions without a person.", "own count: whatever got a text back"),
        ("Customers get the first answer in 20 seconds, day and night.", "two shops named, telephone numbers given"),
        (f"Half of routine questions settled; {minutes} minutes saved on each.", "test of 6 weeks, comparison group"),
        ("Better than a professional translator in 9 of 10 texts.", "texts chosen by the vendor"),
        ("Leather words are right: 97 of 100 in our list.", "list published; can be repeated"),
        ("Forecasts every single product to within 10 % a month. Stock cost down 25 %.", "three logos"),
        ("Error one fifth lower than last year's figure, on fast sellers.", "method and test years described"),
        ("One click, 40 % more sales from the same photo.", "one shop, before and after a festival"),
        ("Late orders down by a third in workshops with a plan on the wall.", "visit to one workshop offered"),
        ("Finds 99 % of all faults.", "measured on 100 pieces, 50 of them faulty"),
        ("Closing takes two days less.", "four firms, hours before and after"),
        (f"Only {few} in 100 online buyers ever come back by themselves. With us it is {many}.", "a study, not named"),
        ("Nobody writes minutes any more: 5 hours a week saved.", "asked 30 users"),
        ("Ten product texts in a minute.", "can be seen in the trial"),
    ]


def _costs(table: pd.DataFrame) -> dict:
    chat = table[table["purpose"] == "chat answering"].set_index("name")
    headline = chat["price_cny_month"] * chat["seats"]
    total = chat["true_cost_24_months_cny"]
    cheap, best = str(headline.idxmin()), str(total.idxmin())
    return {
        "cheap": cheap,
        "headline": f"{headline[cheap]:,.0f}",
        "total": f"{total[cheap]:,.0f}",
        "best": best,
        "best_total": f"{total[best]:,.0f}",
        "extra": f"{total[cheap] - total[best]:,.0f}",
    }


def _refuted(table: pd.DataFrame) -> dict:
    names = table.loc[table["true_refuted"] != "", "name"]
    return {"count": len(names), "names": " and ".join(names)}


def _data(table: pd.DataFrame) -> dict:
    abroad = table.loc[table["data_location"] == "outside mainland China", "name"]
    silent = table.loc[table["data_location"] == "not stated", "name"]
    return {"abroad": abroad.item(), "silent": " and ".join(silent)}


FILES = (
    SampleFile(
        "ai_tools.csv",
        "Fourteen offers of AI tools",
        "offer",
        "Vendors do not all say the same things; claims are theirs.",
        documented("""
            offer_id | string | Number of the offer
            name | string | Name of the tool
            vendor | string | Who offers it
            purpose | string | What it is for
            price_model | string | per seat, flat, per use
            price_cny_month | integer | Price a month of one seat, or of everything when flat, CNY
            seats | integer | Seats that the company would need
            setup_cny | integer | Paid once at the start, CNY
            unit | string | What use is counted in; empty when it is not counted
            included_units | integer | Units a month in the price; empty when use is not counted
            fee_cny_per_unit | number | Fee for each unit beyond, CNY; empty when use is not counted
            units_a_month | integer | Units that the company would use a month, the owner's estimate
            contract_months | integer | Shortest contract, months; 0 when none
            notice_days | integer | Notice before the contract ends, days
            trial_days | integer | Free trial, days
            data_location | string | own computer, mainland China, outside mainland China, not stated
            retention_days | integer | How long data are kept, days; empty when not stated
            trains_on_customer_data | string | Whether the vendor trains its models with the data: yes, no, unclear
            integration | string | none, CSV export, chat platform plug-in, interface for programs
            languages | string | Languages that it handles
            limits | string | Limits in the small print
            claim | string | What the vendor claims
            evidence | string | What the vendor gives as evidence
        """),
        write_plain(ai_tools),
        key=("offer_id",),
    ),
)

TRUTHS = (
    Truth(
        "tool_costs",
        ("ai_tools.csv",),
        "{cheap} has the lowest price of the chat tools ({headline} CNY per month) and the highest cost over two years "
        "({total} CNY), for its fees by the conversation; {best} costs least ({best_total} CNY)",
        "{extra} CNY in two years, bound by a long notice",
        ai_tools,
        _costs,
    ),
    Truth(
        "tool_claims",
        ("ai_tools.csv",),
        "the company's own orders refute {count} claims ({names}): no product's month is that steady, and more than "
        "one online buyer in five comes back without any tool",
        "a contract of two years for what chance or habit brings anyway",
        ai_tools,
        _refuted,
    ),
    Truth(
        "tool_data",
        ("ai_tools.csv",),
        "{abroad} keeps customers' data outside the country and trains on them; {silent} do not say where data are",
        "customers' names and messages given away without a ground for it: harm to them, a fine, and no way back",
        ai_tools,
        _data,
    ),
)
