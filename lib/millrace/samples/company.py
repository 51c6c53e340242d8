"""The truth about the sample company: its customers, products and orders, before anybody spoils them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.samples import calendar, names

__all__ = ["BOOK_RATES", "Company", "generate", "order_lines", "stream"]

SEED = 20230101
CHUNK_ORDERS = 50_000
# A table's name gives its stream of chance, so that a new table never changes an old one.
STREAMS = [
    "products",
    "customers",
    "orders",
    "lines",
    "legacy",
    "workbook",
    "export",
    "chat",
    "customer lists",
    "marked pairs",
    "demand",
    "stock-outs",
    "costs",
    "supply",
    "deliveries",
    "stock moves",
    "stock counts",
    "production",
    "inspections",
    "complaints",
    "support pilot",
    "transcripts",
    "applicants",
    "trade credit",
    "staff survey",
    "ai tools",
]

BOOK_RATES = {"CNY": 1.0, "USD": 7.15, "AED": 1.95}
FAMILIES = pd.DataFrame(
    {
        "family": ["bag", "wallet", "belt", "key fob"],
        "letter": ["B", "W", "T", "K"],
        "count": [46, 40, 24, 10],
        "low": [85.0, 28.0, 22.0, 6.0],
        "high": [260.0, 75.0, 60.0, 15.0],
    }
)
COLOURS = ["black", "cognac", "navy", "olive", "burgundy", "sand"]
STYLES = {
    "bag": ["city tote", "crossbody", "briefcase", "backpack", "weekender", "bucket bag"],
    "wallet": ["card holder", "bifold", "long wallet", "zip purse", "passport cover"],
    "belt": ["dress belt", "jeans belt", "plaited belt", "reversible belt"],
    "key fob": ["key fob", "luggage tag"],
}
# What each kind of customer does: how many there are at scale 1, orders in three years, lines an order, pieces a line.
KINDS = pd.DataFrame(
    {
        "customers": [360, 34, 12, 2700],
        "mean_orders": [10.0, 8.0, 6.0, 1.35],
        "spread": [1.0, 0.8, 0.7, 0.0],
        "mean_lines": [2.2, 4.6, 3.2, 1.15],
        "median_pieces": [18.0, 84.0, 48.0, 1.0],
        "sigma_pieces": [0.75, 0.7, 0.6, 0.0],
        "price_factor": [1.0, 0.96, 1.05, 2.2],
        "desk": ["market stall", "export desk", "export desk", "online shop"],
    },
    index=["wholesale", "gulf", "europe", "retail"],
)
SALESPEOPLE = ["Chen", "Wu", "Zhou"]
CLERKS = ["Lin", "Shen", "Tao", "Yu"]
CANCELLED_SHARE = 0.03
NAMESAKE_SHARE = 0.05
SHARED_PHONE_SHARE = 0.04


@dataclass(frozen=True)
class Company:
    """The clean tables of one variant.

    Attributes
    ----------
    variant : int
        Which company: 0 is the one under ``datasets/``.
    scale : float
        How many times its customers and orders.
    products, customers, orders : pandas.DataFrame
        One row a product, a customer, an order line.
    """

    variant: int
    scale: float
    products: pd.DataFrame
    customers: pd.DataFrame
    orders: pd.DataFrame

    def chance(self, stream: str) -> np.random.Generator:
        """Give the source of chance that belongs to one file."""
        return _chance(self.variant, stream)


def generate(*, variant: int = 0, scale: float = 1.0) -> Company:
    """Make the whole company in memory.

    Parameters
    ----------
    variant : int
        Which company; the story is the same, the numbers differ.
    scale : float
        How many times the customers and orders of scale 1 (about 14,000 order lines).

    Returns
    -------
    Company
        Its clean tables.

    Raises
    ------
    ArgumentError
        When the variant is negative or the scale not positive.

    Examples
    --------
    >>> generate(variant=0, scale=0.1).products.shape[0]
    120
    """
    products, customers, headers = _foundation(variant, scale)
    orders = pd.concat(order_lines(variant, products, customers, headers), ignore_index=True)
    return Company(variant, scale, products, customers, orders)


def stream(*, variant: int = 0, scale: float = 1.0) -> Iterator[pd.DataFrame]:
    """Make the order lines piece by piece, in order of date, in bounded memory.

    Parameters
    ----------
    variant : int
        Which company.
    scale : float
        How many times the orders of scale 1.

    Yields
    ------
    pandas.DataFrame
        The lines of 50,000 orders; together the same rows as ``generate(...).orders``.
    """
    yield from order_lines(variant, *_foundation(variant, scale))


def _foundation(variant: int, scale: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    if variant != int(variant) or variant < 0:
        raise ArgumentError(f"The variant is {variant!r}. Expected a whole number from 0. Write variant=0, 1, 2, ...")
    if not scale > 0:
        raise ArgumentError(f"The scale is {scale!r}. Expected a number above 0. Write scale=1 for the usual size.")
    products = _products(_chance(variant, "products"))
    customers = _customers(_chance(variant, "customers"), scale)
    return products, customers, _order_headers(_chance(variant, "orders"), customers)


def _chance(variant: int, stream: str, *more: int) -> np.random.Generator:
    return np.random.default_rng([SEED, int(variant), STREAMS.index(stream), *more])


def _products(rng: np.random.Generator) -> pd.DataFrame:
    family = FAMILIES.loc[FAMILIES.index.repeat(FAMILIES["count"])].reset_index(drop=True)
    number = family.groupby("family").cumcount() + 1
    style = [STYLES[f][rng.integers(len(STYLES[f]))] for f in family["family"]]
    colour = [COLOURS[rng.integers(len(COLOURS))] for _ in style]
    price = family["low"] + (family["high"] - family["low"]) * rng.beta(1.6, 2.4, len(family))
    list_price = (price * 2).round() / 2
    return pd.DataFrame(
        {
            "sku": "LB-" + family["letter"] + number.astype(str).str.zfill(3),
            "family": family["family"],
            "description": [f"{s}, {c}" for s, c in zip(style, colour, strict=True)],
            "list_price_cny": list_price,
            "unit_cost_cny": (list_price * rng.uniform(0.58, 0.74, len(family))).round(2),
            "popularity": rng.lognormal(0, 1.15, len(family)),
        }
    )


def _customers(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    counts = (KINDS["customers"] * scale).round().clip(lower=1).astype(int)
    kind = np.repeat(KINDS.index.to_numpy(dtype=object), counts)
    trade = kind != "retail"
    firms = names.business_names(rng, kind[trade])
    _plant_namesakes(rng, firms)
    people = names.person_names(rng, firms["country"])
    phones = _share_some(rng, names.mobile_numbers(rng, firms["country"]))
    table = pd.DataFrame({"customer_id": [f"C{i:05d}" for i in range(1, len(kind) + 1)], "kind": kind})
    for column, values in {**firms, "contact": people, "phone": phones}.items():
        table[column] = ""
        table.loc[trade, column] = values
    table.loc[~trade, "name"] = names.online_handles(rng, int((~trade).sum()))
    table.loc[~trade, "country"] = "CN"
    table["salesperson"] = np.where(trade, np.array(SALESPEOPLE)[rng.choice(3, len(kind), p=[0.45, 0.33, 0.22])], "")
    abroad = np.where(table["country"].isin(["AE", "QA", "KW", "BH", "OM", "SA"]), "AED", "USD")
    table["currency"] = np.where(table["country"] == "CN", "CNY", abroad)
    # A firm's appetite has a heavy tail: this makes the top fifth bring most of the revenue.
    table["appetite"] = rng.lognormal(0, table["kind"].map(KINDS["spread"]).to_numpy(dtype=float))
    return table


def _plant_namesakes(rng: np.random.Generator, firms: dict[str, np.ndarray]) -> None:
    """Give some firms the trading name of another in a different town: real namesakes, who must not be merged."""
    chinese = np.flatnonzero(firms["country"] == "CN")
    for mine in chinese[rng.random(len(chinese)) < NAMESAKE_SHARE]:
        other = chinese[rng.integers(len(chinese))]
        if firms["city"][mine] != firms["city"][other]:
            here, there = (firms["name_local"][i][:2] for i in (mine, other))
            firms["name"][mine] = firms["name"][other]
            firms["name_local"][mine] = firms["name_local"][other].replace(there, here, 1)


def _share_some(rng: np.random.Generator, phones: np.ndarray) -> np.ndarray:
    """Let some owners run two firms on one telephone."""
    shared = np.flatnonzero(rng.random(len(phones)) < SHARED_PHONE_SHARE)
    phones[shared] = phones[np.maximum(shared - 1, 0)]
    return phones


def _order_headers(rng: np.random.Generator, customers: pd.DataFrame) -> pd.DataFrame:
    kinds = customers["kind"]
    mean = kinds.map(KINDS["mean_orders"]).to_numpy(dtype=float) * customers["appetite"].to_numpy()
    mean = mean / np.exp(kinds.map(KINDS["spread"]).to_numpy(dtype=float) ** 2 / 2)
    retail = (kinds == "retail").to_numpy()
    # Online buyers: each buys once, three in ten come back (geometric); firms order at their own pace (Poisson).
    count = np.where(retail, rng.geometric(0.7, len(kinds)), rng.poisson(mean))
    who = np.repeat(np.arange(len(kinds), dtype=np.int32), count)
    day = np.empty(len(who), dtype=np.int16)
    for kind in KINDS.index:
        of_kind = (kinds == kind).to_numpy()[who]
        weights = calendar.demand_by_day(kind)
        day[of_kind] = np.searchsorted(np.cumsum(weights), rng.random(of_kind.sum()) * weights.sum())
    order = np.argsort(day, kind="stable")
    return pd.DataFrame({"customer": who[order], "day": day[order]})


def order_lines(
    variant: int, products: pd.DataFrame, customers: pd.DataFrame, headers: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Give every order its lines, 50,000 orders at a time.

    Parameters
    ----------
    variant : int
        Which company.
    products, customers : pandas.DataFrame
        Its clean tables.
    headers : pandas.DataFrame
        ``customer`` (position in customers) and ``day`` (from 2023-01-01), sorted by day.

    Yields
    ------
    pandas.DataFrame
        Order lines: ``order_no``, ``line``, ``date``, ``customer_id``, ``sku``, ``pieces``, ``unit_price``,
        ``currency``, ``amount`` (in that currency), ``amount_cny``, ``clerk``, ``desk``, ``promised``, ``shipped``,
        ``cancelled``.
    """
    year = (calendar.START + pd.to_timedelta(headers["day"].astype("int64"), unit="D")).dt.year
    running = headers.groupby(year).cumcount() + 1
    width = max(5, len(str(len(headers))))
    for part, start in enumerate(range(0, len(headers), CHUNK_ORDERS)):
        rows = slice(start, start + CHUNK_ORDERS)
        number = (year[rows] % 100).astype(str) + "-" + running[rows].astype(str).str.zfill(width)
        yield _lines(_chance(variant, "lines", part), products, customers, headers[rows].assign(order_no=number))


def _lines(
    rng: np.random.Generator, products: pd.DataFrame, customers: pd.DataFrame, headers: pd.DataFrame
) -> pd.DataFrame:
    buyer = customers.iloc[headers["customer"].to_numpy()].reset_index(drop=True)
    kind = KINDS.loc[buyer["kind"]].reset_index(drop=True)
    count = 1 + rng.poisson(kind["mean_lines"] - 1)
    order = np.repeat(np.arange(len(headers)), count)
    chosen = _choose_products(rng, products, len(order))
    once = ~pd.DataFrame({"order": order, "product": chosen}).duplicated().to_numpy()
    order, chosen = order[once], chosen[once]
    clerk = np.array(CLERKS)[rng.choice(4, len(headers), p=[0.4, 0.25, 0.2, 0.15])]
    lead_days = 3 + rng.gamma(3.0, 4.0, len(headers)).round()
    late_days = np.where(
        rng.random(len(headers)) < 0.22, rng.geometric(0.25, len(headers)), -rng.integers(0, 3, len(headers))
    )
    day = calendar.START + pd.to_timedelta(headers["day"].to_numpy(dtype="int64"), unit="D")
    promised = day + pd.to_timedelta(lead_days, unit="D")
    shipped = np.maximum(promised + pd.to_timedelta(late_days, unit="D"), day + pd.Timedelta(days=1))
    kind, buyer = (t.iloc[order].reset_index(drop=True) for t in (kind, buyer))
    item = products.iloc[chosen].reset_index(drop=True)
    pieces = _pieces(rng, kind)
    lines = pd.DataFrame(
        {
            "order_no": headers["order_no"].to_numpy()[order],
            "line": pd.Series(order).groupby(order).cumcount() + 1,
            "date": day[order],
            "customer_id": buyer["customer_id"],
            "sku": item["sku"],
            "pieces": pieces,
        }
    )
    invoiced_abroad = lines["date"].dt.year >= 2025
    lines["currency"] = buyer["currency"].where(invoiced_abroad, "CNY")
    rate = lines["currency"].map(BOOK_RATES)
    discount = np.select([pieces >= 240, pieces >= 60], [0.9, 0.95], 1.0)
    price_cny = (item["list_price_cny"] * kind["price_factor"] * discount).round(1)
    lines["unit_price"] = (price_cny / rate).round(2)
    lines["amount"] = (lines["unit_price"] * pieces).round(2)
    lines["amount_cny"] = (lines["amount"] * rate).round(2)
    lines["clerk"], lines["desk"] = clerk[order], kind["desk"]
    lines["promised"], lines["shipped"] = promised[order], shipped[order]
    lines["cancelled"] = rng.random(len(order)) < CANCELLED_SHARE
    return lines


def _choose_products(rng: np.random.Generator, products: pd.DataFrame, count: int) -> np.ndarray:
    cumulated = products["popularity"].cumsum().to_numpy()
    return np.searchsorted(cumulated, rng.random(count) * cumulated[-1])


def _pieces(rng: np.random.Generator, kind: pd.DataFrame) -> np.ndarray:
    drawn = kind["median_pieces"] * np.exp(kind["sigma_pieces"] * rng.standard_normal(len(kind)))
    lots = (drawn / 6).round().clip(lower=1) * 6
    few = 1 + rng.binomial(2, 0.08, len(kind))
    return np.where(kind["median_pieces"] > 1, lots, few).astype("int64")
