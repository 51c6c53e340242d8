"""The bookkeeper's files: control totals, which clean orders must meet."""

import pandas as pd

from millrace.samples.company import BOOK_RATES, Company
from millrace.samples.order_files import legacy_2023
from millrace.samples.sample_file import SampleFile, documented, read_plain, write_plain

__all__ = ["FILES", "TRUTHS", "ledger"]


def ledger(company: Company) -> pd.DataFrame:
    """Give the bookkeeper's control totals, one row a month.

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
    later = company.orders[(company.orders["date"].dt.year > 2023) & ~company.orders["cancelled"]]
    booked = pd.concat([first, later[["date", "pieces", "amount_cny"]]])
    months = booked.groupby(booked["date"].dt.strftime("%Y-%m"))[["pieces", "amount_cny"]].sum().round(2)
    months = months.rename(columns={"amount_cny": "revenue_cny"}).rename_axis("month").reset_index()
    return months.assign(usd_rate=BOOK_RATES["USD"], aed_rate=BOOK_RATES["AED"])


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
            usd_rate | number | CNY for one USD in the books
            aed_rate | number | CNY for one AED in the books
        """),
        write_plain(ledger),
        read_plain,
    ),
)

TRUTHS = ()
