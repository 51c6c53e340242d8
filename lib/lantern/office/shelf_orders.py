"""Orders that the workshop never sees: sold over the counter from the shelf, or bought in for one customer."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.trade import calendar
from lantern.trade.order_book import CLERKS, price_cny

__all__ = ["LARGEST_PIECES", "MISKEYED", "shelf_orders"]

YEAR = 2025
# The largest quantity that the house takes for sound, and one more, which is a slip: a digit too many.
LARGEST_PIECES = 5000
MISKEYED = {501: LARGEST_PIECES + 1}
BOUGHT_IN = [LARGEST_PIECES, LARGEST_PIECES, *MISKEYED]
CHEAPEST = 3
COUNTER_SALES = 12
# Before the last quarter, in which orders by chat are missed: so many pieces would hide them.
LAST_BOUGHT_IN = pd.Timestamp("2025-09-15")
PROMISED_DAYS, READY_BEFORE_DAYS = 14, 3
# Their numbers are a series of their own, far above those of the orders that are made.
SERIES = 9


@remembered
def shelf_orders(company: Company) -> pd.DataFrame:
    """Make the orders of 2025 that are not made to order: they are in the books, not in the workshop or the forecast.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        Order lines with the columns of ``company.orders``, in order of date: single lots sold over the counter, shipped
        on the day of the order, and cheap goods bought in, two lines of ``LARGEST_PIECES`` pieces and one of 501.
    """
    rng = company.chance("shelf orders")
    lines = pd.concat([_bought_in(rng, company), _over_the_counter(rng, company)], ignore_index=True)
    count, date = len(lines), lines["date"]
    price = price_cny(lines["list_price_cny"], 1.0, lines["pieces"])
    amount = (price * lines["pieces"]).round(2)
    promised = date + pd.to_timedelta(lines["promised_days"], unit="D")
    early = np.minimum(rng.integers(0, READY_BEFORE_DAYS, count), lines["promised_days"])
    made = pd.DataFrame(
        {
            "order_no": "",
            "line": 1,
            "date": date,
            "customer_id": rng.choice(_known_buyers(company), count),
            "sku": lines["sku"],
            "pieces": lines["pieces"],
            "currency": "CNY",
            "unit_price": price,
            "amount": amount,
            "amount_cny": amount,
            "clerk": rng.choice(CLERKS, count),
            "desk": "market stall",
            "promised": promised,
            "shipped": promised - pd.to_timedelta(early, unit="D"),
            "cancelled": False,
        }
    ).sort_values("date", ignore_index=True)
    made["order_no"] = _numbers(company, count)
    return made.astype(company.orders.dtypes.to_dict())


def _bought_in(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    """Choose what firms give away by the thousand: the cheapest things on the price list."""
    cheap = _on_sale(company).nsmallest(CHEAPEST, "list_price_cny")
    chosen = cheap.iloc[rng.integers(0, len(cheap), len(BOUGHT_IN))][["sku", "list_price_cny"]]
    return chosen.assign(pieces=BOUGHT_IN, promised_days=PROMISED_DAYS, date=_days(rng, len(chosen), LAST_BOUGHT_IN))


def _over_the_counter(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    items = _on_sale(company)
    chosen = items.iloc[rng.choice(len(items), COUNTER_SALES, p=items["trade"] / items["trade"].sum())]
    chosen = chosen[["sku", "list_price_cny", "lot_pieces"]].rename(columns={"lot_pieces": "pieces"})
    return chosen.assign(promised_days=0, date=_days(rng, len(chosen), calendar.END))


def _days(rng: np.random.Generator, count: int, last: pd.Timestamp) -> np.ndarray:
    """Draw different days of the year on which the company is open."""
    days = calendar.DAYS[calendar.is_open() > 0]
    return rng.choice(days[(days.year == YEAR) & (days <= last)], count, replace=False)


def _on_sale(company: Company) -> pd.DataFrame:
    """Return the products on sale all the year which never ran out."""
    products = company.products
    launched = products["launched"].dt.year < YEAR
    lasting = ~(products["discontinued"].dt.year <= YEAR)
    return products[launched & lasting & ~products["sku"].isin(company.demand.stock_outs["sku"])]


def _known_buyers(company: Company) -> np.ndarray:
    """Return the wholesale customers that have ordered before: nobody becomes a customer by these orders."""
    customers, orders = company.customers, company.orders
    wholesale = customers.loc[customers["kind"] == "wholesale", "customer_id"]
    before = wholesale.isin(orders.loc[orders["date"].dt.year < YEAR, "customer_id"])
    return wholesale[before].to_numpy()


def _numbers(company: Company, count: int) -> list[str]:
    """Return order numbers with as many digits as the others have."""
    digits = len(company.orders["order_no"].iloc[0].split("-")[1]) - 1
    return [f"{YEAR % 100}-{SERIES}{number:0{digits}d}" for number in range(1, count + 1)]
