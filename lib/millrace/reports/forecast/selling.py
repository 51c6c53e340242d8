"""How products sell, and two questions that only people can answer: very large orders, and quiet stretches."""

import pandas as pd

from millrace.errors import counted
from millrace.forecasting import demand_classes, draw_classes, find_stock_outs
from millrace.reports.finding import Finding, chart_of, per_cent, shown_names
from millrace.reports.forecast.periods import Demand
from millrace.reports.forecast.sales import Sales

__all__ = ["check_classes", "check_large_orders", "check_quiet"]

OF_ALL, TIMES_USUAL, TIMES_NEXT, FAR = 0.05, 10.0, 3.0, 100.0
LEAST_ROWS = 12


def check_classes(demand: Demand) -> Finding:
    """Say how many products sell in nearly every period, and what to do with the others.

    Parameters
    ----------
    demand : Demand
        From `add_up`.

    Returns
    -------
    Finding
        Its chart draws every product; its table counts the classes.
    """
    classes = demand_classes(demand.history)
    pieces = demand.history.groupby("unique_id")["y"].sum().rename("pieces")
    classes = classes.join(pieces, on="unique_id")
    groups = classes.groupby("class").agg(
        products=("unique_id", "size"), pieces=("pieces", "sum"), advice=("advice", "first")
    )
    groups = groups.sort_values("pieces", ascending=False).reset_index()
    regular = groups[groups["class"].isin(["smooth", "erratic"])]
    share = regular["pieces"].sum() / max(groups["pieces"].sum(), 1e-9)
    said = (
        f"{int(regular['products'].sum()):,} of {counted(len(classes), 'product')} that are still sold sell in nearly "
        f"every {demand.every}; they are {per_cent(share)} of all pieces.",
    )
    chart = chart_of(lambda: draw_classes(classes, period=demand.every)) if len(classes) > 1 else None
    return Finding("classes", said, table=groups, chart=chart)


def check_large_orders(sales: Sales, demand: Demand) -> Finding:
    """List single rows that are far larger than all others of their product, as a question; none is removed.

    Parameters
    ----------
    sales : Sales
        From `read_sales`.
    demand : Demand
        From `add_up`.

    Returns
    -------
    Finding

    Notes
    -----
    A row is listed when it is 10 times the product's usual row (the median), 3 times its next largest, and a
    twentieth of all that was ever sold of it; of products with twelve rows or more. Of any product a row is listed
    that is 100 times what 99 of 100 rows of the file stay below: a telephone number, perhaps.
    """
    rows = sales.rows[sales.rows["quantity"] > 0].sort_values("quantity")
    groups = rows.groupby("product")["quantity"]
    facts = pd.DataFrame({"rows": groups.size(), "usual": groups.median(), "all": groups.sum()})
    facts["next"] = groups.nlargest(2).groupby(level=0).min()
    table = rows.groupby("product").tail(1).join(facts, on="product")
    large = (table["rows"] >= LEAST_ROWS) & (table["quantity"] >= TIMES_USUAL * table["usual"])
    large &= (table["quantity"] >= TIMES_NEXT * table["next"]) & (table["quantity"] >= OF_ALL * table["all"])
    large |= table["quantity"] >= FAR * rows["quantity"].quantile(0.99)
    found = table[large].sort_values("quantity", ascending=False)
    if found.empty:
        return Finding("large orders", ("No single row is far larger than all others of its product.",))
    first = found.iloc[0]
    said = (
        f"{counted(len(found), 'row')} far larger than all others of the product. Will such an order come again? "
        "Nothing was removed: the forecasts go on as if it might.",
    )
    action = (
        f"Ask whether the order of {first['quantity']:,.0f} pieces of {first['product']} on {first['date']:%Y-%m-%d} "
        f"({first['place']}; usually {first['usual']:,.0f}) will come again. If not, or if it was keyed wrong, "
        f"{_way_out(rows['quantity'], found['quantity'])}"
    )
    names = {
        "product": "product",
        "date": "day",
        "quantity": "pieces",
        "usual": "usual row",
        "next": "next largest",
        "place": "place",
    }
    shown = shown_names(found.assign(date=found["date"].dt.strftime("%Y-%m-%d")), names)
    return Finding("large orders", said, action, shown, sheet="large orders")


def _way_out(quantities: pd.Series, listed: pd.Series) -> str:
    """Say how to leave the listed rows out: by a round number above all other rows of the file, where there is one."""
    usual = quantities.drop(listed.index).max()
    above = listed[listed > usual].min()
    if not above > 1.5 * usual:
        return "take the row out of a copy of the file."
    return f"run the report again with leave_out_above = {float(f'{(usual * above) ** 0.5:.1g}'):.0f}."


def check_quiet(demand: Demand) -> Finding:
    """List quiet stretches that are hardly chance, as a question.

    Parameters
    ----------
    demand : Demand
        From `add_up`.

    Returns
    -------
    Finding
    """
    series = demand.history
    if "censored" in series:
        series = series.assign(y=series["y"].where(~series["censored"], 1.0))  # what is known needs no question
    table = find_stock_outs(series)
    found = table[table["verdict"] == "looks like a stock-out"]
    if found.empty:
        return Finding("quiet", ("No quiet stretch is longer than chance would make it.",))
    said = (
        f"Quiet stretches that are hardly chance: {len(found):,}. Was the shelf empty, or the product not offered? "
        "They  are counted as no demand, which makes forecasts too low if the shelf was empty.",
    )
    days = {end: found[end].dt.strftime("%Y-%m-%d") for end in ("first", "last")}
    period = demand.every
    names = {"unique_id": "product", "first": f"from the {period} of", "last": "to that of", "periods": f"{period}s"}
    shown = shown_names(found.assign(**days), names)
    first = shown.iloc[0]
    action = (
        f"Ask whether {first.iloc[0]} was out of stock from {first.iloc[1]} on ({counted(int(first.iloc[3]), period)} "
        "without a sale). If so, write it into a file with the columns product, out from, out until, and give it as "
        "the second file."
    )
    return Finding("quiet", said, action, shown, sheet="quiet stretches")
