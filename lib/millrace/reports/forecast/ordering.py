"""How many to order: by the costs of too few and too many where they are known, and when, by lead times."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted
from millrace.forecasting import demand
from millrace.inventory import order_quantity, reorder_point
from millrace.reports.finding import Finding
from millrace.reports.forecast.ahead import Ahead
from millrace.reports.forecast.periods import Demand
from millrace.reports.forecast.sales import Sales
from millrace.reports.forecast.trying import NOT_TRIED

__all__ = ["check_order", "check_reorder", "propose_order"]

SHARES = (0.0, 0.5)  # of its cost that a left-over still brings, when nobody says
DAYS_IN = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}
MOST_REORDER, DRAWS = 150, 4000


def propose_order(
    sales: Sales, ahead: Ahead | None, *, left_over_brings: float | None = None, pack: float = 1.0
) -> pd.DataFrame | None:
    """Propose a quantity for each product and the chosen periods.

    Parameters
    ----------
    sales : Sales
        From `read_sales`; its card has the prices and costs.
    ahead : Ahead or None
        From `look_ahead`.
    left_over_brings : float, optional
        What a piece that is left over still brings, as a share of its cost: 0 is nothing, 0.9 is nearly all. When left
        out, both 0 and 0.5 are reckoned.
    pack : float
        Orders are multiples of this.

    Returns
    -------
    DataFrame or None
        One row per product, the largest first: ``product``, ``middle``, ``low_80``, ``high_80``; ``price``, ``cost``
        and ``stock``; for each share a column such as ``order, if left-overs bring 50 % of their cost``; ``why not``.

    Raises
    ------
    ArgumentError
        When the share is not between 0 and 1 (1 excluded: then too much costs nothing).
    """
    if left_over_brings is not None and not 0 <= left_over_brings < 1:
        raise ArgumentError(
            f"left_over_brings={left_over_brings} was given. Expected: a share from 0 to below 1, such as 0.5: a piece "
            "left over still brings half of its cost. Correct it."
        )
    if ahead is None:
        return None
    table = ahead.totals().join(sales.card)
    why = _why_not(table)
    for share in SHARES if left_over_brings is None else (left_over_brings,):
        table[_header(share)] = [
            _quantity(ahead.draws[name], price, cost, share, pack) if not reason else np.nan
            for name, price, cost, reason in zip(table.index, table["price"], table["cost"], why, strict=True)
        ]
    table["why not"] = why
    return table.rename_axis("product").reset_index().sort_values("middle", ascending=False, ignore_index=True)


def _header(share: float) -> str:
    return f"order, if left-overs bring {share:.0%} of their cost".replace("%", " %")


def _why_not(table: pd.DataFrame) -> list[str]:
    missing = [
        " and ".join(word for word, value in (("price", price), ("unit cost", cost)) if not np.isfinite(value))
        for price, cost in table[["price", "cost"]].to_numpy()
    ]
    no_margin = ((table["price"] <= table["cost"]) | (table["cost"] <= 0)).to_numpy()
    return [
        f"no {words}" if words else "the price is not above the cost, or the cost is 0" if bad else ""
        for words, bad in zip(missing, no_margin, strict=True)
    ]


def _quantity(draws: pd.Series, price: float, cost: float, share: float, pack: float) -> float:
    found = order_quantity(draws, cost_of_too_little=price - cost, cost_of_too_much=cost * (1 - share), pack=pack)
    return float(found["quantity"])


def check_order(sales: Sales, demand_: Demand, ahead: Ahead | None, order: pd.DataFrame | None) -> Finding:
    """Show the order proposal, and say which costs are missing.

    Parameters
    ----------
    sales : Sales
        From `read_sales`.
    demand_ : Demand
        From `add_up`.
    ahead : Ahead or None
        From `look_ahead`.
    order : DataFrame or None
        From `propose_order`.

    Returns
    -------
    Finding
    """
    if order is None or ahead is None:
        return Finding("order", (f"{NOT_TRIED}, so no order is proposed.",))
    orders = [column for column in map(str, order.columns) if column.startswith("order, ")]
    known = order["why not"] == ""
    said = [
        f"For {counted(ahead.last - ahead.first + 1, demand_.every)}, from {demand_.ahead[ahead.first - 1]:%Y-%m-%d}."
    ]
    action = ""
    if known.any():
        said.append(
            f"For {counted(int(known.sum()), 'product')} the order weighs what a missing piece loses (price less cost) "
            "against what a left-over loses. The prices and costs are those that were given; what else a missing piece "
            "costs, such as an angry customer, is not in it."
        )
        sums = "; ".join(f"{c.removeprefix('order, ')}: {order[c].sum():,.0f} pieces" for c in orders)
        said.append(f"In all, {sums}.")
        if len(orders) > 1:
            said.append(
                "What a left-over still brings was not said, so two cases are shown. Write left_over_brings = 0.9 for "
                "what keeps its worth, 0 for what is thrown away."
            )
        action = (
            "Go through the sheet 'order proposal' with whoever orders; change what they know better, and note why."
        )
    if not known.all():
        gaps = order.loc[~known, "why not"].value_counts()
        listed = "; ".join(f"{reason}: {counted(int(number), 'product')}" for reason, number in gaps.items())
        said.append(
            f"Without an order by costs ({listed}). For them the middle and the range are shown: nearer to high where "
            "a missing piece loses more than a left-over, nearer to low where it is the other way round."
        )
    if not known.any():
        action = (
            "Write price and unit cost of each product into a list (product, price, unit cost) and give it as the "
            "second file: then the report proposes an order."
        )
    columns = ["product", "middle", "low_80", "high_80", *(orders if known.any() else [])]
    shown = order[columns].round(0).rename(columns={"low_80": "low", "high_80": "high"})
    if order["stock"].notna().any():
        shown["stock"] = order["stock"]
        base = order[orders[0]].fillna(order["middle"]) if orders else order["middle"]
        shown["order less stock"] = (base - order["stock"]).clip(lower=0).round(0)
        said.append(
            "The stock is taken off the first order column, or the middle where there is none. Stock needed until "
            "these periods begin is not."
        )
    return Finding("order", tuple(said), action, shown)


def check_reorder(sales: Sales, demand_: Demand, *, service_level: float = 0.95, review_days: int = 7) -> Finding:
    """Say at which stock to reorder, for products whose lead time is known.

    Parameters
    ----------
    sales : Sales
        From `read_sales`.
    demand_ : Demand
        From `add_up`.
    service_level : float
        The share of waits in which nothing shall run out.
    review_days : int
        Days between two looks at the stock.

    Returns
    -------
    Finding
    """
    leads = sales.card["lead_time_days"].dropna()
    names = [name for name in demand_.history["unique_id"].unique() if name in leads.index]
    if not names:
        return Finding("reorder", ("No lead times were given, so nothing is said about when to reorder.",))
    step = 1.0 if not demand_.sums else DAYS_IN[demand_.every]
    series = demand_.series if demand_.sums else _by_day(sales)
    pieces = series.groupby("unique_id")["y"].sum()
    most = sorted(names, key=lambda name: -pieces.get(name, 0.0))[:MOST_REORDER]
    rows = []
    for name in most:
        used = series.loc[series["unique_id"] == name, "y"].clip(lower=0).to_numpy()
        lead, review = np.ceil(leads[name] / step), max(1, int(np.ceil(review_days / step)))
        if len(used) <= lead + review or not used.any():
            rows.append({"product": name, "lead time days": leads[name], "verdict": "too few to say"})
            continue
        found = reorder_point(
            used, lead, unit_price=1, service_level=service_level, review_days=review, draws=DRAWS
        ).iloc[0]
        rows.append({
            "product": name, "lead time days": leads[name], "order up to": found["reorder_point"], "low": found["low"],
            "high": found["high"], "of it reserve": found["safety_stock"], "verdict": found["verdict"],
        })  # fmt: skip
    table = pd.DataFrame(rows).round(0).assign(stock=lambda t: t["product"].map(sales.card["stock"]))
    said = [
        f"If you look every {review_days} days and fill up to this number (stock and what is on its way), nothing runs "
        f"out in {per(service_level)} of 100 waits, as far as the past tells. Lead times are taken as given and fixed: "
        "where suppliers are late, more is needed.",
    ]
    if len(names) > len(most):
        said.append(f"The {len(most)} products with the most pieces are listed, of {len(names):,} with a lead time.")
    few = int((table["verdict"] == "too few to say").sum())
    if few:
        said.append(f"For {counted(few, 'product')} the history is too short: too few to say.")
    return Finding("reorder", tuple(said), "", table.dropna(axis=1, how="all"), sheet="reorder points")


def per(share: float) -> str:
    """Write a share as so many of a hundred."""
    return f"{100 * share:g}"


def _by_day(sales: Sales) -> pd.DataFrame:
    return demand(sales.rows, unique_id="product", date="date", quantity="quantity", every="day")
