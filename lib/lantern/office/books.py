"""The bookkeeper's files: control totals, which clean orders must meet, and what the company spends."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.order_lines import all_orders
from lantern.office.orders_2023 import legacy_2023
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.trade.order_book import BOOK_RATES

__all__ = ["FILES", "TRUTHS", "costs", "ledger"]

MARGIN = 0.05
# Shares of all that is spent; together 1. With wages and rent, 65 % does not move with sales.
ACCOUNTS = pd.DataFrame(
    [
        ("wages, workshop", 0.31, "fixed", "wages", 0.01),
        ("wages, sales and office", 0.125, "fixed", "wages", 0.01),
        ("social insurance", 0.065, "fixed", "even", 0.01),
        ("rent, workshop", 0.07, "fixed", "quarterly", 0.0),
        ("market stall fee", 0.03, "fixed", "yearly", 0.0),
        ("machines, depreciation", 0.03, "fixed", "even", 0.0),
        ("insurance, software, bookkeeping", 0.02, "fixed", "even", 0.08),
        ("leather", 0.185, "variable", "", 0.0),
        ("hardware, lining, thread", 0.065, "variable", "", 0.0),
        ("packaging and freight", 0.05, "variable", "", 0.0),
        ("marketplace commission", 0.03, "variable", "", 0.0),
        ("overtime", 0.02, "variable", "", 0.0),
    ],
    columns=["account", "share", "moves", "rhythm", "spread"],
).set_index("account")
RHYTHMS = {
    "even": [1] * 12,
    "wages": [2] + [1] * 11,  # the thirteenth month is paid before the Lunar New Year
    "quarterly": [1, 0, 0] * 4,
    "yearly": [1] + [0] * 11,
}


def ledger(company: Company) -> pd.DataFrame:
    """Return the bookkeeper's control totals, one row per month.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``month`` (yyyy-mm), ``pieces``, ``revenue_cny``, and the rates of the books: ``usd_rate``, ``aed_rate`` in CNY.
    """
    legacy = legacy_2023(company)
    legacy = legacy[~legacy["true_double"]]
    first = pd.DataFrame({"date": legacy["true_date"], "pieces": legacy["QTY"], "amount_cny": legacy["AMOUNT"]})
    orders = all_orders(company)
    later = orders[(orders["date"].dt.year > 2023) & ~orders["cancelled"]]
    booked = pd.concat([first, later[["date", "pieces", "amount_cny"]]])
    months = booked.groupby(booked["date"].dt.strftime("%Y-%m"))[["pieces", "amount_cny"]].sum().round(2)
    months = months.rename(columns={"amount_cny": "revenue_cny"}).rename_axis("month").reset_index()
    rates = BOOK_RATES.loc[months["month"].str[:4].astype(int)].reset_index(drop=True)
    return months.assign(usd_rate=rates["USD"], aed_rate=rates["AED"])


def costs(company: Company) -> pd.DataFrame:
    """Return what the company spends, one row per month and account.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``month``, ``account``, ``amount_cny``, and ``true_moves`` (``fixed`` or ``variable``).
    """
    rng = company.chance("costs")
    revenue = ledger(company).set_index("month")["revenue_cny"]
    spent = revenue.sum() * (1 - MARGIN)
    months = np.arange(len(revenue))
    parts = []
    for account in ACCOUNTS.reset_index().to_dict("records"):
        if account["moves"] == "variable":
            # Paid for what was made and sold this month and the last.
            shape = (revenue + revenue.shift(fill_value=revenue.iloc[0])).to_numpy() * rng.lognormal(
                0, 0.06, len(months)
            )
        else:
            shape = 1.03 ** (months // 12) * np.array(RHYTHMS[account["rhythm"]])[months % 12]
            shape = shape * rng.lognormal(0, account["spread"], len(months))
        amounts = spent * account["share"] * shape / shape.sum()
        parts.append(
            pd.DataFrame({"month": revenue.index, "account": account["account"], "amount_cny": amounts.round(2)})
        )
    table = pd.concat(parts, ignore_index=True)
    table = table[table["amount_cny"] > 0].assign(true_moves=lambda t: t["account"].map(ACCOUNTS["moves"]))
    return table.sort_values(["month", "account"], ignore_index=True)


FILES = (
    SampleFile(
        "ledger.csv",
        "The bookkeeper's control totals and exchange rates",
        "month",
        "None known: the books are closed and audited.",
        documented("""
            month | string | Month, yyyy-mm
            pieces | integer | Pieces ordered less pieces cancelled
            revenue_cny | number | Amount ordered less amount cancelled, CNY
            usd_rate | number | CNY for one USD in the books, one rate per year
            aed_rate | number | CNY for one AED in the books, one rate per year
        """),
        write_plain(ledger),
        key=("month",),
    ),
    SampleFile(
        "costs.csv",
        "What the company spends",
        "month and account",
        "Bills are booked in the month in which they were paid.",
        documented("""
            month | string | Month, yyyy-mm
            account | string | What the money went for
            amount_cny | number | Amount, CNY
        """),
        write_plain(costs),
        key=("month", "account"),
    ),
)

TRUTHS = (
    Truth(
        "fixed_costs",
        ("costs.csv",),
        "{fixed:.0%} of all costs do not move with sales",
        "a saving of hours or materials that nobody can spend, because the wage and the rent stay",
        costs,
        lambda table: {
            "fixed": table.loc[table["true_moves"] == "fixed", "amount_cny"].sum() / table["amount_cny"].sum()
        },
    ),
)
