"""The order book: who orders what on which day, and when it ships; in parts, for any number of orders."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lantern.chances import chance_of
from lantern.trade import calendar
from lantern.trade.buyers import KINDS, customer_ids
from lantern.trade.demand import GROUP_OF_KIND, LOST_SHARE, Demand

__all__ = ["BOOK_RATES", "CLERKS", "book_rate", "order_lines", "price_cny"]

CHUNK_ORDERS = 50_000
# One rate a year: about the mean of its days, in CNY. The dirham is tied to the dollar, 3.6725 to one.
BOOK_RATES = pd.DataFrame(
    {"CNY": [1.0, 1.0, 1.0], "USD": [7.05, 7.12, 7.15], "AED": [1.92, 1.94, 1.95]}, index=[2023, 2024, 2025]
)
CLERKS = ["Lin", "Shen", "Tao", "Yu"]
CANCELLED_SHARE = 0.03
FIRST_YEAR_ABROAD = 2025
# Large customers order more often, and more at a time.
LOTS_BY_APPETITE = 0.25


def book_rate(currency: pd.Series, date: pd.Series) -> np.ndarray:
    """Return the rates with which the books turn amounts into CNY.

    Parameters
    ----------
    currency : pandas.Series of str
        ``CNY``, ``USD`` or ``AED``, one per amount.
    date : pandas.Series of datetime
        The day of each order; its year decides.

    Returns
    -------
    numpy.ndarray of float
        CNY for one unit of the currency.

    Examples
    --------
    >>> book_rate(pd.Series(["USD", "USD"]), pd.Series(pd.to_datetime(["2024-12-31", "2025-01-01"]))).tolist()
    [7.12, 7.15]
    """
    year = BOOK_RATES.index.get_indexer(pd.Index(date.dt.year))
    return BOOK_RATES.to_numpy()[year, BOOK_RATES.columns.get_indexer(pd.Index(currency))]


def price_cny(list_price: pd.Series, factor: pd.Series | float, pieces: pd.Series | np.ndarray) -> pd.Series:
    """Return what one piece costs a customer, who pays less for many.

    Parameters
    ----------
    list_price : pandas.Series of float
        Wholesale list price of one piece, CNY.
    factor : pandas.Series of float, or float
        What the customer's kind pays against the list.
    pieces : pandas.Series or numpy.ndarray of int
        Pieces of the line.

    Returns
    -------
    pandas.Series of float
        Price of one piece, CNY.
    """
    discount = np.select([pieces >= 240, pieces >= 60], [0.9, 0.95], 1.0)
    return (list_price * factor * discount).round(1)


def _order_headers(rng: np.random.Generator, buyers: pd.DataFrame, demand: Demand) -> pd.DataFrame:
    """Return who orders on which day, in order of the days."""
    kind = buyers["kind"].to_numpy()
    mean = KINDS["mean_orders"].to_numpy()[kind] * buyers["appetite"].to_numpy()
    retail = kind == KINDS.index.get_loc("retail")
    # Online buyers: each buys once, three in ten come back (geometric); firms order at their own pace (Poisson).
    count = np.where(retail, rng.geometric(0.7, len(kind)), rng.poisson(mean))
    who = np.repeat(np.arange(len(kind), dtype=np.int32), count)
    day = np.empty(len(who), dtype=np.int16)
    for number, name in enumerate(KINDS.index):
        of_kind = kind[who] == number
        cumulated = np.cumsum(demand.by_day[name])
        day[of_kind] = np.searchsorted(cumulated, rng.random(of_kind.sum()) * cumulated[-1])
    order = np.argsort(day, kind="stable")
    return pd.DataFrame({"customer": who[order], "day": day[order]})


def order_lines(variant: int, products: pd.DataFrame, demand: Demand, buyers: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Make the lines of every order, 50,000 orders at a time.

    Parameters
    ----------
    variant : int
        Which company.
    products : pandas.DataFrame
        Its price list.
    demand : Demand
        What buyers ask for.
    buyers : pandas.DataFrame
        ``kind`` (position in KINDS) and ``appetite`` of every customer.

    Yields
    ------
    pandas.DataFrame
        Order lines: ``order_no``, ``line``, ``date``, ``customer_id``, ``sku``, ``pieces``, ``unit_price``,
        ``currency``, ``amount`` (in that currency), ``amount_cny``, ``clerk``, ``desk``, ``promised``, ``shipped``,
        ``cancelled``.
    """
    headers = _order_headers(chance_of(variant, "orders"), buyers, demand)
    first_of_year = np.searchsorted(headers["day"], (calendar.YEARS - calendar.START).days)
    width = max(5, len(str(len(headers))))
    running = np.arange(len(headers))
    for part, start in enumerate(range(0, len(headers), CHUNK_ORDERS)):
        chunk = headers[start : start + CHUNK_ORDERS]
        year = np.searchsorted(first_of_year, running[start : start + CHUNK_ORDERS], side="right") - 1
        number = pd.Series(running[start : start + CHUNK_ORDERS] - first_of_year[year] + 1).astype(str)
        order_no = (calendar.YEARS[year].year % 100).astype(str) + "-" + number.str.zfill(width)
        orders = _one_row_an_order(chance_of(variant, "lines", part, 0), chunk, buyers, order_no.to_numpy(), demand)
        yield _lines(chance_of(variant, "lines", part, 1), products, demand, orders)


def _one_row_an_order(
    rng: np.random.Generator, headers: pd.DataFrame, buyers: pd.DataFrame, order_no: np.ndarray, demand: Demand
) -> pd.DataFrame:
    """Add to each order its customer, clerk, and the days when it was promised and shipped."""
    count = len(headers)
    buyer = buyers.iloc[headers["customer"].to_numpy()]
    day = headers["day"].to_numpy(dtype="int64")
    date = calendar.START + pd.to_timedelta(day, unit="D")
    retail = (buyer["kind"] == KINDS.index.get_loc("retail")).to_numpy()
    # The shop sends from stock; the workshop makes to order and falls behind when much has come in.
    lead_days = np.where(retail, 3, 4 + rng.gamma(3.0, 4.0, count).round())
    late = rng.random(count) < np.where(retail, 0.07, 0.2 * calendar.load(demand.by_day["wholesale"])[day])
    late_days = np.where(late, rng.geometric(np.where(retail, 0.5, 0.2)), -rng.integers(0, 3, count))
    promised = date + pd.to_timedelta(lead_days, unit="D")
    return pd.DataFrame(
        {
            "order_no": order_no,
            "day": day,
            "date": date,
            "customer_id": customer_ids(headers["customer"].to_numpy(), len(buyers)).to_numpy(),
            "kind": buyer["kind"].to_numpy(),
            "appetite": buyer["appetite"].to_numpy(),
            "clerk": np.array(CLERKS)[rng.choice(4, count, p=[0.4, 0.25, 0.2, 0.15])],
            "promised": promised,
            "shipped": np.maximum(promised + pd.to_timedelta(late_days, unit="D"), date + pd.Timedelta(days=1)),
        }
    )


def _lines(rng: np.random.Generator, products: pd.DataFrame, demand: Demand, orders: pd.DataFrame) -> pd.DataFrame:
    count = 1 + rng.poisson(KINDS["mean_lines"].to_numpy()[orders["kind"]] - 1)
    order = np.repeat(np.arange(len(orders)), count)
    chosen = _choose_products(rng, demand, orders["kind"].to_numpy()[order], orders["day"].to_numpy()[order])
    kept = ~pd.DataFrame({"order": order, "product": chosen}).duplicated().to_numpy()
    kept &= ~_lost(rng, demand.stock_outs, chosen, orders["date"].to_numpy()[order])
    order, chosen = order[kept], chosen[kept]
    of, item = (t.iloc[i].reset_index(drop=True) for t, i in ((orders, order), (products, chosen)))
    kind = KINDS.iloc[of["kind"]].reset_index(drop=True)
    pieces = _pieces(rng, kind, item["lot_pieces"], of["appetite"])
    lines = of[["order_no", "date", "customer_id"]].assign(sku=item["sku"], pieces=pieces)
    lines.insert(1, "line", pd.Series(order).groupby(order).cumcount() + 1)
    lines["currency"] = kind["currency"].where(of["date"].dt.year >= FIRST_YEAR_ABROAD, "CNY")
    rate = book_rate(lines["currency"], lines["date"])
    lines["unit_price"] = (price_cny(item["list_price_cny"], kind["price_factor"], pieces) / rate).round(2)
    lines["amount"] = (lines["unit_price"] * pieces).round(2)
    lines["amount_cny"] = (lines["amount"] * rate).round(2)
    lines["clerk"], lines["desk"] = of["clerk"], kind["desk"]
    lines["promised"], lines["shipped"] = of["promised"], of["shipped"]
    lines["cancelled"] = rng.random(len(order)) < CANCELLED_SHARE
    return lines


def _choose_products(rng: np.random.Generator, demand: Demand, kind: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Draw a product for each line, by what its group of buyers asks for in its week."""
    drawn, chosen = rng.random(len(day)), np.empty(len(day), dtype=np.int64)
    week = day // 7
    for group, shares in demand.shares.items():
        of_group = np.isin(kind, [i for i, name in enumerate(KINDS.index) if GROUP_OF_KIND[name] == group])
        # Cumulated shares of all weeks in one rising row: one search serves all lines.
        rising = (
            np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True) + np.arange(len(shares))[:, None]
        ).ravel()
        found = np.searchsorted(rising, drawn[of_group] + week[of_group], side="right")
        chosen[of_group] = found % shares.shape[1]
    return chosen


def _lost(rng: np.random.Generator, stock_outs: pd.DataFrame, product: np.ndarray, date: np.ndarray) -> np.ndarray:
    """Return which lines were never ordered, because the product could not be had."""
    lost = np.zeros(len(product), dtype=bool)
    for gap in stock_outs.to_dict("records"):
        first, last = gap["first_day"].to_datetime64(), gap["last_day"].to_datetime64()
        lost |= (product == gap["product"]) & (date >= first) & (date <= last)
    return lost & (rng.random(len(product)) < LOST_SHARE)


def _pieces(rng: np.random.Generator, kind: pd.DataFrame, lot_pieces: pd.Series, appetite: pd.Series) -> np.ndarray:
    size = appetite.to_numpy() ** LOTS_BY_APPETITE * np.exp(kind["sigma_lots"] * rng.standard_normal(len(kind)))
    lots = (kind["median_lots"] * size).round().clip(lower=1)
    few = 1 + rng.binomial(2, 0.08, len(kind))
    return np.where(kind["median_lots"] > 0, lots * lot_pieces, few).astype("int64")
